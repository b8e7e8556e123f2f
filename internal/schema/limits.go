package main

import (
	"encoding"
	"fmt"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/policy"
)

// A limit is what the code asks of a field beyond its type. Limits of size are
// named by the constants of policy, whose numbers are read from its source. For
// a list of texts, pattern and length are those of each.
type limit struct {
	pattern string                   // of a text
	length  string                   // the most bytes of a text; a schema counts characters, which are fewer
	items   string                   // the most elements of a list
	most    string                   // the most of a number, whose least is 0
	words   []encoding.TextMarshaler // those of an enumeration that are taken here
}

// limits is a table by type and field. A field that is not here has no limits,
// which is safe: the compiler has the last word.
var limits = map[string]limit{
	"Document.ID":            {pattern: name, length: "maxName"},
	"Document.Version":       {pattern: name, length: "maxName"},
	"Document.StopRenewal":   {items: "maxRules"},
	"Document.TerminateNow":  {items: "maxRules"},
	"Document.Withdraw":      {items: "maxRules"},
	"Document.ResumeRenewal": {items: "maxRules"},
	"Citation.ID":            {length: "maxName"},
	"Rule.ID":                {length: "maxName"},
	"Rule.Cites":             {length: "maxName"},
	"Rule.Payouts":           {items: "maxNames"},
	"Rule.Forfeits":          {length: "maxName", items: "maxNames"},
	"When.Causes":            {pattern: kind, length: "maxName", items: "maxScope"},
	"When.Facts":             {items: "maxFacts"},
	"Scope.Markets":          {length: "maxName", items: "maxScope"},
	"Scope.Plans":            {length: "maxName", items: "maxScope"},
	"Scope.Channels":         {length: "maxName", items: "maxScope"},
	"Scope.Methods":          {length: "maxName", items: "maxScope"},
	"Fact.Event":             {pattern: kind, length: "maxName"},
	"Payout.Min":             {most: "maxPayout"},
	"Payout.Max":             {most: "maxPayout"},
	"Payout.Unit":            {words: []encoding.TextMarshaler{calendar.BusinessDays, calendar.Days, calendar.Hours}},
	"Payout.Text":            {length: "maxText"},
	"MethodPayout.Methods":   {length: "maxName", items: "maxNames"},
	"Formula.Components":     {length: "maxName", items: "maxNames"},
	"Formula.Keep":           {length: "maxName", items: "maxNames"},
	"Formula.Steps":          {items: "maxSteps"},
	"Formula.Quote":          {length: "maxName"},
	"Formula.Adjust":         {items: "maxAdjusts"},
	"Adjustment.MinusLarger": {items: "maxLarger"},
	"Settlement.First":       {words: []encoding.TextMarshaler{policy.ClassMoney, policy.ClassStoredValue}},
	"Share.Unit":             {pattern: fmt.Sprintf("^(second|term|%s)?$", span(longer))},
	"Share.Over":             {pattern: `^(30/360|nominal|([2-9]|[1-9][0-9]{1,4}) days)?$`},

	"Snapshot.ID":          {length: "maxName"},
	"Snapshot.Instalments": {items: "maxReturns"},
	"Snapshot.Pauses":      {items: "maxPauses"},
	"Snapshot.Charges":     {items: "maxCharges"},
	"Snapshot.Quotes":      {items: "maxReturns"},
	"Snapshot.Events":      {items: "maxEvents"},
	"Snapshot.Complete":    {pattern: kind, length: "maxName", items: "maxKinds"},
	"Charge.ID":            {length: "maxName"},
	"Charge.Phase":         {words: []encoding.TextMarshaler{policy.Initial, policy.Renewal}},
	"Charge.Supersedes":    {length: "maxName"},
	"Charge.Components":    {items: "maxComponents"},
	"Charge.Payments":      {items: "maxPayments"},
	"Component.Name":       {length: "maxName"},
	"Instalment.ID":        {length: "maxName"},
	"Quote.Name":           {length: "maxName"},
	"Payment.ID":           {length: "maxName"},
	"Payment.Refunds":      {items: "maxReturns"},
	"Payment.Credits":      {items: "maxReturns"},
	"Payment.Disputes":     {items: "maxReturns"},
	"Event.Kind":           {pattern: kind, length: "maxName"},
}

const (
	name = `^[a-z0-9.-]*$`
	kind = `^` + dotted + `$`

	dotted = `[a-z0-9_-]+(\.[a-z0-9_-]+)*`
)

// longer are the units in which time is shared out.
func longer(u calendar.Unit) bool { return u != calendar.Hours && u != calendar.BusinessDays }

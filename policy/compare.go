package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rescind-go/rescind/money"
)

// Compare returns what differs between two decisions: of one snapshot at two
// instants, by two policies, or of two snapshots. What is the same in both is
// left out, so that decisions which say the same have no changes.
//
// The order is defined: first what is said of the subscription as a whole, then
// the actions in the order of the constants, each with the fields in the order
// of [Verdict], then its alternatives. The entries of a list come in the order of
// what they are about. Compare(b, a) has the same changes in the same order, each
// turned round.
//
// No difference are:
//
//   - what the answer was made of: the policy, the subscription, the revision, At
//     and Requested;
//   - Until and Holds, which move with the instant;
//   - one instant written in two zones, and the order of a list;
//   - bounds that say nothing: at least 0.00;
//   - the parameters of reasons. A day less is left every day, and what matters
//     of it shows in the sums and the dates.
//
// The code that decides a verdict is compared always. The codes after it are
// compared only if something else of the verdict differs, because by themselves
// they change nothing that anybody gets. Findings are compared by code and
// subject.
//
// Alternatives are compared by their place: the first with the first. One that
// the other decision does not have is a single change. No more are looked at
// than [Overlay] makes.
//
// The decisions may be of any making, the zero Decision among them.
func Compare(before, after Decision) []Change {
	var c comparison
	c.text(FieldPhase, before.Phase.String(), after.Phase.String())
	c.text(FieldStopped, strconv.FormatBool(before.Stopped), strconv.FormatBool(after.Stopped))
	c.text(FieldUnpaid, strconv.FormatBool(before.Unpaid), strconv.FormatBool(after.Unpaid))
	if !before.Grace.Equal(after.Grace) {
		c.text(FieldGrace, instantText(before.Grace), instantText(after.Grace))
	}
	if x, y := before.Running, after.Running; !x.Start.Equal(y.Start) || !x.End.Equal(y.End) {
		c.text(FieldRunning, x.text(), y.text())
	}
	c.list(FieldFindings, findingEntries(before.Findings), findingEntries(after.Findings))

	for c.action = StopRenewal; c.action <= ResumeRenewal; c.action++ {
		c.alternative = 0
		x, y := before.verdict(c.action), after.verdict(c.action)
		c.verdicts(x, y)
		for c.alternative < maxLayers {
			c.alternative++
			if x, y = x.next(), y.next(); x == nil || y == nil {
				c.text(FieldAlternative, x.text(), y.text())
			} else {
				c.verdicts(x, y)
			}
		}
	}
	return c.changes
}

// A Change is one difference between two decisions. Changes can be compared with
// ==, and their JSON can be read back.
type Change struct {
	// Action is the action whose verdict differs. Zero: what differs is said
	// of the subscription as a whole.
	Action Action `json:"action,omitzero"`

	// Alternative is which outcome of the action it is: 0 is the verdict, 1
	// its [Verdict].Alternative, 2 the alternative of that, and so on.
	Alternative int `json:"alternative,omitzero"`

	// Field is what differs. Of a list, each entry that differs is a change.
	Field Field `json:"field"`

	// Before and After are the two values as text. What the text is stands
	// with the field. Empty: there is none.
	Before string `json:"before"`
	After  string `json:"after"`

	// By is After less Before, where both are exact and in one currency: it
	// is negative where a sum falls. Otherwise the zero Amount.
	By money.Amount `json:"by,omitzero"`
}

// A Field names what differs. The list only grows. The zero Field is none.
type Field uint8

// The fields, with the text that [Change].Before and After have. An instant is in
// RFC 3339 and in the zone of its decision. A moment is an instant, "request" or
// "never".
const (
	FieldPhase    Field = iota + 1 // the word of [Decision].Phase
	FieldStopped                   // "true" or "false"
	FieldUnpaid                    // "true" or "false"
	FieldGrace                     // an instant
	FieldRunning                   // two instants with " to " between
	FieldFindings                  // a code and its subject, quoted

	FieldAnswer        // the word of [Verdict].Answer
	FieldRule          // the id of the rule
	FieldLabel         // as it stands
	FieldEnds          // a moment
	FieldAccess        // a moment
	FieldRefund        // [Sum.String], and ", quoted" if the host gave it
	FieldRefundBlocked // what of the refund cannot be paid at once, if any
	FieldCredit        // as of a refund
	FieldCreditBlocked // as of a refund
	FieldDue           // as of a refund
	FieldParts         // operation, amount, charge, payment and what else there is
	FieldLines         // amount, component and charge
	FieldClaims        // kind, amount, id, and when it is due
	FieldHandling      // the word of who carries out the action
	FieldMoneyHandling // the word of who carries out the money
	FieldDeadline      // a moment
	FieldForfeits      // as it stands
	FieldPayout        // the days that are expected, and what the policy says
	FieldPayoutCount   // how they were counted: "1 to 5 business_days of FR, after_event"
	FieldReason        // the code that decides
	FieldReasons       // another code
	FieldAlternative   // an outcome that only one decision has, in short
)

var fieldWords = words{
	FieldPhase: "phase", FieldStopped: "stopped", FieldUnpaid: "unpaid", FieldGrace: "grace", FieldRunning: "running",
	FieldFindings: "findings",

	FieldAnswer: "answer", FieldRule: "rule", FieldLabel: "label", FieldEnds: "ends", FieldAccess: "access",
	FieldRefund: "refund", FieldRefundBlocked: "refund_blocked", FieldCredit: "credit", FieldCreditBlocked: "credit_blocked",
	FieldDue: "due", FieldParts: "parts", FieldLines: "lines", FieldClaims: "claims", FieldHandling: "handling",
	FieldMoneyHandling: "money_handling", FieldDeadline: "deadline", FieldForfeits: "forfeits", FieldPayout: "payout",
	FieldPayoutCount: "payout_count", FieldReason: "reason", FieldReasons: "reasons", FieldAlternative: "alternative",
}

// String returns the field's word, as JSON has it: "refund_blocked".
func (f Field) String() string { return fieldWords.name("Field", uint8(f)) }

// MarshalText encodes f as String does. It refuses an unknown value.
func (f Field) MarshalText() ([]byte, error) { return fieldWords.marshal("Field", uint8(f)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (f *Field) UnmarshalText(text []byte) error {
	v, err := fieldWords.unmarshal("field of a change", text)
	*f = Field(v)
	return err
}

// A comparison gathers the changes, and knows what is being compared.
type comparison struct {
	action      Action
	alternative int
	changes     []Change
}

func (c *comparison) verdicts(x, y *Verdict) {
	same := len(c.changes)
	c.text(FieldAnswer, x.Answer.String(), y.Answer.String())
	c.text(FieldRule, x.Rule, y.Rule)
	c.text(FieldLabel, x.Label, y.Label)
	c.moment(FieldEnds, x.Ends, y.Ends)
	c.moment(FieldAccess, x.Access, y.Access)
	c.sum(FieldRefund, x.Refund, y.Refund)
	c.blocked(FieldRefundBlocked, x.Refund, y.Refund)
	c.sum(FieldCredit, x.Credit, y.Credit)
	c.blocked(FieldCreditBlocked, x.Credit, y.Credit)
	c.sum(FieldDue, x.Due, y.Due)
	c.list(FieldParts, entries(x.Parts, Part.entry), entries(y.Parts, Part.entry))
	c.list(FieldLines, entries(x.Lines, Line.entry), entries(y.Lines, Line.entry))
	c.list(FieldClaims, entries(x.Claims, Claim.entry), entries(y.Claims, Claim.entry))
	c.text(FieldHandling, x.Handling.Action.String(), y.Handling.Action.String())
	c.text(FieldMoneyHandling, x.Handling.Money.String(), y.Handling.Money.String())
	c.moment(FieldDeadline, x.Deadline, y.Deadline)
	c.list(FieldForfeits, entries(x.Forfeits, plainEntry), entries(y.Forfeits, plainEntry))
	c.text(FieldPayout, x.Payout.text(), y.Payout.text())
	c.text(FieldPayoutCount, x.Payout.count(), y.Payout.count())

	was, is := first(x.Reasons), first(y.Reasons)
	c.text(FieldReason, was, is)
	if len(c.changes) > same {
		// A code that decides on one side is told above.
		c.list(FieldReasons, codeEntries(x.Reasons, was, is), codeEntries(y.Reasons, was, is))
	}
}

func (c *comparison) text(f Field, before, after string) {
	if before != after {
		c.changes = append(c.changes, Change{Action: c.action, Alternative: c.alternative, Field: f, Before: before, After: after})
	}
}

func (c *comparison) moment(f Field, before, after Moment) {
	if !before.same(after) {
		c.text(f, before.text(), after.text())
	}
}

func (c *comparison) sum(f Field, before, after Sum) {
	n := len(c.changes)
	c.text(f, before.text(), after.text())
	if len(c.changes) > n && before.State == SumExact && after.State == SumExact {
		c.changes[n].By = difference(before.Amount, after.Amount)
	}
}

// blocked compares what cannot be paid at once. That nothing is blocked is not
// worth saying, whether there is money or not.
func (c *comparison) blocked(f Field, before, after Sum) {
	x, y := before.blocked(), after.blocked()
	if x.Sign() == 0 && y.Sign() == 0 {
		return
	}
	n := len(c.changes)
	c.text(f, x.String(), y.String())
	if len(c.changes) > n {
		c.changes[n].By = difference(x, y)
	}
}

// difference returns after less before, or the zero Amount if there is no such
// amount, or none with the other sign.
func difference(before, after money.Amount) money.Amount {
	by, err := after.Sub(before)
	if _, err2 := before.Sub(after); err != nil || err2 != nil {
		return money.Amount{}
	}
	return by
}

// An entry is a member of a list.
type entry struct {
	about string // what it is about: two of which that is the same are one change
	same  string // what it says, by which it is compared
	text  string // the same, as it is shown
}

func (e entry) compare(o entry) int {
	return cmp.Or(cmp.Compare(e.about, o.about), cmp.Compare(e.same, o.same))
}

func entries[T any](list []T, of func(T) entry) []entry {
	var out []entry
	for _, v := range list {
		out = append(out, of(v))
	}
	slices.SortFunc(out, entry.compare)
	return out
}

func plainEntry(s string) entry { return entry{s, s, s} }

// list compares two sorted lists. Each entry that only one of them has is a
// change, or half of one where the other list has another about the same.
func (c *comparison) list(f Field, before, after []entry) {
	before, after = apart(before, after)
	for len(before)+len(after) > 0 {
		var x, y string
		var order int
		switch {
		case len(after) == 0:
			order = -1
		case len(before) == 0:
			order = 1
		default:
			order = cmp.Compare(before[0].about, after[0].about)
		}
		if order <= 0 {
			x, before = before[0].text, before[1:]
		}
		if order >= 0 {
			y, after = after[0].text, after[1:]
		}
		c.text(f, x, y)
	}
}

// apart takes away what both of two sorted lists have.
func apart(before, after []entry) (x, y []entry) {
	for len(before) > 0 && len(after) > 0 {
		switch order := before[0].compare(after[0]); {
		case order == 0:
			before, after = before[1:], after[1:]
		case order < 0:
			x, before = append(x, before[0]), before[1:]
		default:
			y, after = append(y, after[0]), after[1:]
		}
	}
	return append(x, before...), append(y, after...)
}

func findingEntries(list []Reason) []entry {
	return entries(list, func(r Reason) entry {
		text := r.Code.String()
		if r.Subject != "" {
			text += " " + strconv.Quote(r.Subject)
		}
		return plainEntry(text)
	})
}

// codeEntries are the codes, each once, without those that decide.
func codeEntries(list []Reason, deciding ...string) []entry {
	all := entries(list, func(r Reason) entry { return plainEntry(r.Code.String()) })
	all = slices.Compact(all)
	return slices.DeleteFunc(all, func(e entry) bool { return slices.Contains(deciding, e.text) })
}

// first returns the code that decides.
func first(reasons []Reason) string {
	if len(reasons) == 0 {
		return ""
	}
	return reasons[0].Code.String()
}

func (p Part) entry() entry {
	about := fmt.Sprintf("%s %q %q %q %s", p.Operation, p.Charge, p.Payment, p.Against, p.Blocked)
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s of charge %q", p.Operation, p.Amount, p.Charge)
	for _, more := range [...]struct{ label, text string }{
		{"payment ", quoted(p.Payment)}, {"method ", quoted(p.Method)}, {"against charge ", quoted(p.Against)},
		{"blocked by ", p.Blocked.String()}, {"needs ", p.Needs.String()}, {"expected ", p.Expect.String()},
	} {
		if more.text != "" {
			b.WriteString(", " + more.label + more.text)
		}
	}
	if p.Returned.Sign() != 0 {
		b.WriteString(", after " + p.Returned.String())
	}
	return entry{about, b.String(), b.String()}
}

func (l Line) entry() entry {
	about := fmt.Sprintf("%q of charge %q", l.Component, l.Charge)
	text := l.Amount.String() + " for " + about
	return entry{about, text, text}
}

func (c Claim) entry() entry {
	about := fmt.Sprintf("%s %q", c.Kind, c.ID)
	text := c.Kind.String() + " " + c.Amount.String()
	if c.ID != "" {
		text += " of " + strconv.Quote(c.ID)
	}
	if c.On == (Moment{}) {
		return entry{about, text, text}
	}
	text += ", due "
	utc := Moment{c.On.Kind, c.On.At.UTC()}
	return entry{about, text + utc.text(), text + c.On.text()}
}

// quoted quotes what is there.
func quoted(s string) string {
	if s == "" {
		return ""
	}
	return strconv.Quote(s)
}

// text returns what MarshalText does, and something for what that refuses.
func (m Moment) text() string {
	if m.Kind == AtRequest {
		return "request"
	}
	return m.String()
}

func instantText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

func (p Period) text() string {
	if p.Start.IsZero() && p.End.IsZero() {
		return ""
	}
	return instantText(p.Start) + " to " + instantText(p.End)
}

func (s Sum) text() string {
	if s.State == SumQuoted {
		return s.String() + ", quoted"
	}
	return s.String()
}

// blocked returns how much of a sum cannot be paid at once, and the zero Amount
// of one that is not known.
func (s Sum) blocked() money.Amount {
	if s.State != SumExact && s.State != SumQuoted {
		return money.Amount{}
	}
	rest, err := s.Amount.Sub(s.Payable)
	if err != nil {
		return money.Amount{}
	}
	return rest
}

func (a Arrival) text() string {
	days := a.Expect.String()
	if days != "" && a.Text != "" {
		days += "; "
	}
	return days + a.Text
}

// count tells how the days of an arrival were counted.
func (a Arrival) count() string {
	if a.Min == 0 && a.Max == 0 && a.Unit == 0 && a.Calendar == "" && a.Counting == 0 {
		return ""
	}
	text := fmt.Sprintf("%d to %d %s", a.Min, a.Max, a.Unit)
	if a.Calendar != "" {
		text += " of " + a.Calendar
	}
	if a.Counting != 0 {
		text += ", " + a.Counting.String()
	}
	return text
}

// next returns the alternative of a verdict, if there is one.
func (v *Verdict) next() *Verdict {
	if v == nil {
		return nil
	}
	return v.Alternative
}

// text tells an outcome in short.
func (v *Verdict) text() string {
	if v == nil {
		return ""
	}
	text := v.Answer.String()
	if v.Rule != "" {
		text += " by " + strconv.Quote(v.Rule)
	}
	for _, part := range [...]struct {
		name string
		sum  Sum
	}{{"refund", v.Refund}, {"credit", v.Credit}, {"due", v.Due}} {
		if part.sum.State != SumNone {
			text += ", " + part.name + " " + part.sum.text()
		}
	}
	if ends := v.Ends.text(); ends != "" {
		text += ", ends " + ends
	}
	return text
}

// fieldNouns are what sentences call the fields. An entry of a list has an
// article that is indefinite.
var fieldNouns = [...]string{
	FieldPhase: "the phase", FieldGrace: "the grace", FieldRunning: "the running period", FieldFindings: "a finding",
	FieldAnswer: "the answer", FieldRule: "the rule", FieldLabel: "the label", FieldEnds: "the end", FieldAccess: "the end of access",
	FieldRefund: "the refund", FieldRefundBlocked: "the blocked part of the refund",
	FieldCredit: "the credit", FieldCreditBlocked: "the blocked part of the credit", FieldDue: "the amount due",
	FieldParts: "a part", FieldLines: "a line", FieldClaims: "a claim",
	FieldHandling: "the handling", FieldMoneyHandling: "the handling of the money",
	FieldDeadline: "the deadline", FieldForfeits: "a forfeit", FieldPayout: "the expected payout", FieldPayoutCount: "the count of the payout",
	FieldReason: "the deciding reason", FieldReasons: "a reason", FieldAlternative: "an outcome",
}

// String returns the change as an English sentence: "terminate_now: the refund
// falls from 49.00 EUR to 31.20 EUR, by 17.80 EUR". It is for people, and may
// improve.
func (c Change) String() string {
	who := "subscription"
	if c.Action != 0 {
		who = c.Action.String()
	}
	if c.Alternative != 0 {
		who += ", alternative " + strconv.Itoa(c.Alternative)
	}
	return who + ": " + c.clause()
}

func (c Change) clause() string {
	noun := "the " + c.Field.String()
	if int(c.Field) < len(fieldNouns) && fieldNouns[c.Field] != "" {
		noun = fieldNouns[c.Field]
	}
	before, after := c.Field.show(c.Before), c.Field.show(c.After)
	switch {
	case c.Field == FieldStopped && c.After == "true":
		return "renewal is stopped, and was not"
	case c.Field == FieldStopped && c.After == "false":
		return "renewal is not stopped, and was"
	case c.Field == FieldUnpaid && c.After == "true":
		return "the running period is unpaid, and none was"
	case c.Field == FieldUnpaid && c.After == "false":
		return "no running period is unpaid, and one was"
	case c.By.Sign() > 0:
		return noun + " rises from " + before + " to " + after + ", by " + c.By.String()
	case c.By.Sign() < 0:
		return noun + " falls from " + before + " to " + after + ", by " + strings.TrimPrefix(c.By.String(), "-")
	case c.Before != "" && c.After != "":
		return noun + " changes from " + before + " to " + after
	case !strings.HasPrefix(noun, "the ") && c.Before == "":
		return noun + " is added: " + after
	case !strings.HasPrefix(noun, "the "):
		return noun + " is gone: " + before
	case c.Before == "":
		return noun + " is " + after + ", and there was none"
	}
	return "there is no " + strings.TrimPrefix(noun, "the ") + ", and it was " + before
}

// show returns a value as a sentence has it: the words of others are quoted.
func (f Field) show(value string) string {
	switch f {
	case FieldRule, FieldLabel, FieldForfeits:
		return quoted(value)
	case FieldEnds, FieldAccess, FieldDeadline:
		if value == "request" {
			return "the request"
		}
	case FieldPhase, FieldHandling, FieldMoneyHandling, FieldPayoutCount:
		return strings.ReplaceAll(value, "_", " ")
	}
	return value
}

package policy_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata" // the tests pass on machines without zone data

	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

// What the tests of this folder share: short ways to write instants, money,
// documents and members, and to compare decisions.

var (
	seedFlag  = flag.Uint64("seed", 20200209, "seed of the random cases")
	casesFlag = flag.Int("cases", 20_000, "how many random cases each property is tried on")
)

// ts reads an instant in RFC 3339.
func ts(s string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		panic(err)
	}
	return t
}

// eur is an amount in cents of euros.
func eur(cents int64) money.Amount { return minor(cents, "EUR") }

func minor(n int64, currency string) money.Amount {
	a, err := money.FromMinor(n, money.MustParseCurrency(currency))
	if err != nil {
		panic(err)
	}
	return a
}

func mustCompile(t testing.TB, d policy.Document) *policy.Policy {
	t.Helper()
	p, err := policy.Compile(d, policy.Sources{Calendar: holidays.Lookup})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func primeDocument(t testing.TB) policy.Document {
	t.Helper()
	d, err := catalog.Lookup("amazon-prime-fr@2020-02")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func primePolicy(t testing.TB) *policy.Policy {
	t.Helper()
	return mustCompile(t, primeDocument(t))
}

// blank is a document without rules, to be filled in.
func blank() policy.Document {
	return policy.Document{ID: "test", Version: "1", Zone: "Europe/Paris", Calendar: "FR", Rounding: money.HalfUp}
}

// refunding is a document that gives everything back while a window is open
// and nothing outside it.
func refunding(zone string, w policy.Window) policy.Document {
	d := blank()
	d.Zone = zone
	d.TerminateNow = []policy.Rule{
		{ID: "inside", When: policy.When{Window: w}, Ends: "request", Refund: policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}},
		{ID: "outside", Ends: "request", Refund: policy.Formula{Fraction: policy.FractionNone}},
	}
	return d
}

// decide is DecideAt for tests in which nothing may fail.
func decide(t testing.TB, p *policy.Policy, s policy.Snapshot, at time.Time) policy.Decision {
	t.Helper()
	d, err := p.DecideAt(s, at)
	if err != nil {
		t.Fatalf("at %s: %v", at, err)
	}
	return d
}

// asJSON writes a value as JSON. What cannot be written is a fault of its own.
func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "cannot marshal: " + err.Error()
	}
	return string(b)
}

// brief tells a verdict in a line: answer, money, ends, reasons.
func brief(v policy.Verdict) string {
	parts := []string{v.Answer.String()}
	if v.Rule != "" {
		parts = append(parts, "by "+v.Rule)
	}
	if v.Refund.State != policy.SumNone {
		parts = append(parts, "refund "+v.Refund.String())
	}
	if v.Ends.Kind != policy.NoMoment {
		parts = append(parts, "ends "+v.Ends.String())
	}
	var codes []string
	for _, r := range v.Reasons {
		codes = append(codes, r.Code.String())
	}
	return strings.Join(parts, ", ") + " (" + strings.Join(codes, " ") + ")"
}

// codes lists the words of reasons.
func codes(rs []policy.Reason) string {
	var out []string
	for _, r := range rs {
		out = append(out, r.Code.String())
	}
	return strings.Join(out, " ")
}

// allReasons are the reasons of every verdict, and the findings.
func allReasons(d policy.Decision) []policy.Reason {
	all := slices.Clone(d.Findings)
	for _, v := range d.Verdicts() {
		all = append(all, v.Reasons...)
	}
	return all
}

func has(rs []policy.Reason, c policy.Code) bool {
	return slices.ContainsFunc(rs, func(r policy.Reason) bool { return r.Code == c })
}

// captured is a payment that was taken.
func captured(id string, cents int64) policy.Payment {
	return policy.Payment{ID: id, Method: "card", State: policy.PaymentCaptured, Captured: eur(cents)}
}

// The instants of member.
var (
	trialStart = ts("2020-01-10T09:00:00+01:00")
	firstDebit = ts("2020-02-09T09:00:00+01:00") // ends the trial, and is a Sunday
	nextDebit  = ts("2021-02-09T09:00:00+01:00")
	paidUntil  = ts("2022-02-09T09:00:00+01:00")
)

// member is a subscription with a trial and two paid years of 49 EUR, whose
// uses are all known: there was none.
func member() policy.Snapshot {
	return policy.Snapshot{
		ID:       "sub-1",
		Contract: trialStart,
		Trial:    policy.Period{Start: trialStart, End: firstDebit},
		Charges: []policy.Charge{
			{ID: "in-1", At: firstDebit, Covers: policy.Period{Start: firstDebit, End: nextDebit}, Phase: policy.Initial, Payments: []policy.Payment{captured("pay-1", 4900)}},
			{ID: "in-2", At: nextDebit, Covers: policy.Period{Start: nextDebit, End: paidUntil}, Phase: policy.Renewal, Payments: []policy.Payment{captured("pay-2", 4900)}},
		},
		Complete: []string{"use"},
	}
}

// memberWith is member, changed.
func memberWith(changes ...func(*policy.Snapshot)) policy.Snapshot {
	s := member()
	for _, change := range changes {
		change(&s)
	}
	return s
}

func use(at time.Time) func(*policy.Snapshot) {
	return func(s *policy.Snapshot) {
		s.Events = append(s.Events, policy.Event{Kind: "use.video", At: at})
	}
}

// lastPayment changes the first payment of the last charge.
func lastPayment(change func(*policy.Payment)) func(*policy.Snapshot) {
	return func(s *policy.Snapshot) { change(&s.Charges[len(s.Charges)-1].Payments[0]) }
}

// deepCopy shares nothing with s.
func deepCopy(s policy.Snapshot) policy.Snapshot {
	s.Charges = slices.Clone(s.Charges)
	for i := range s.Charges {
		c := &s.Charges[i]
		c.Payments = slices.Clone(c.Payments)
		for j := range c.Payments {
			p := &c.Payments[j]
			p.Refunds, p.Credits, p.Disputes = slices.Clone(p.Refunds), slices.Clone(p.Credits), slices.Clone(p.Disputes)
		}
	}
	for i := range s.Charges {
		s.Charges[i].Components = slices.Clone(s.Charges[i].Components)
	}
	s.Instalments, s.Pauses, s.Quotes = slices.Clone(s.Instalments), slices.Clone(s.Pauses), slices.Clone(s.Quotes)
	s.Events = slices.Clone(s.Events)
	s.Complete = slices.Clone(s.Complete)
	return s
}

// varied are documents that together use every word of the vocabulary. The
// properties hold for each of them.
func varied(t testing.TB) []named {
	t.Helper()
	variedOnce.Do(func() { variedPolicies = compileVaried(t) })
	return variedPolicies
}

var (
	variedOnce     sync.Once
	variedPolicies []named
)

// named is a compiled document with its text.
type named struct {
	name    string
	doc     policy.Document
	policy  *policy.Policy
	refuses bool // a rule refuses to stop the renewal
	plain   bool // a refund is all of a charge, or none
}

// plain reports whether every refund of the document is all that is left of a
// charge, none, or somebody's to say, so that there is no second one.
func plainMoney(d policy.Document) bool {
	for _, rules := range [][]policy.Rule{d.StopRenewal, d.TerminateNow, d.Withdraw} {
		for _, r := range rules {
			all := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}
			if r.Refund.Fraction > policy.FractionNone && !reflect.DeepEqual(r.Refund, all) || r.Settlement.As == policy.AsOffset {
				return false
			}
		}
	}
	return true
}

func compileVaried(t testing.TB) []named {
	t.Helper()
	all := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}
	none := policy.Formula{Fraction: policy.FractionNone}
	ask := func(h policy.Handler) policy.Formula { return policy.Formula{Ask: h} }
	days := func(from, until policy.Point) policy.When {
		return policy.When{Window: policy.Window{From: from, Until: until}}
	}
	unused := func(kind string, since policy.Point, count policy.Count) policy.When {
		return policy.When{Facts: []policy.Fact{{Event: kind, Since: since, Count: count}}}
	}
	business := policy.Payout{Min: 3, Max: 5, Unit: 3}
	calendarDays := policy.Payout{Min: 0, Max: 14, Unit: 2}
	docs := map[string]policy.Document{
		"prime": primeDocument(t),
		"empty": {},
		"everything back": {
			TerminateNow:  []policy.Rule{{ID: "t", Ends: "request", Refund: all, Payout: calendarDays, Handling: policy.Handling{Action: policy.Letter, Money: policy.Bank}}},
			ResumeRenewal: []policy.Rule{{ID: "r", When: policy.When{Phase: []policy.Phase{policy.Trial, policy.Initial, policy.Renewal, policy.Due}}}},
		},
		"fourteen days": {
			TerminateNow: []policy.Rule{
				{ID: "early", When: days("", "contract + 14 days"), Ends: "request", Refund: all, Payout: business},
				{ID: "late", Ends: "period_end", Refund: none},
			},
			Withdraw: []policy.Rule{{ID: "w", When: days("", "contract + 14 days"), Ends: "request", Refund: all, Payout: calendarDays}},
		},
		"hours": {
			TerminateNow: []policy.Rule{
				{ID: "early", When: days("", "latest_charge + 48 hours"), Ends: "request", Refund: all},
				{ID: "late", When: days("latest_charge + 48 hours", ""), Ends: "request", Refund: ask(policy.Support)},
			},
		},
		"months": {
			Zone: "America/New_York",
			TerminateNow: []policy.Rule{
				{ID: "month", When: days("term_start", "term_start + 1 month"), Ends: "term_end", Refund: all, Payout: policy.Payout{Min: 1, Max: 2, Unit: 3, From: "latest_charge", Counting: 2}},
				{ID: "notice", When: days("", "term_end - 30 days"), Ends: "period_end", Refund: none},
				{ID: "late", Ends: "term_end + 1 year", Refund: ask(policy.Biller)},
			},
		},
		"business days": {
			TerminateNow: []policy.Rule{
				{ID: "b", When: days("latest_charge + 2 business days", "latest_charge + 5 business days"), Ends: "request + 3 business days", Refund: all, Payout: business},
				{ID: "rest", When: days("renewal - 5 business days", ""), Ends: "request + 30 days", Access: "period_end", Refund: ask(policy.Support)},
			},
		},
		"consent": {
			Zone: "Europe/Berlin", Calendar: "TARGET",
			Withdraw: []policy.Rule{
				{ID: "used", When: unused("consent.start", "", ">= 1"), Refuse: true},
				{ID: "open", When: policy.When{Window: policy.Window{Until: "contract + 14 days"}, Facts: []policy.Fact{{Event: "use", Count: "= 0"}}}, Ends: "request", Refund: all, Payout: calendarDays},
				{ID: "rest", When: days("", "contract + 14 days"), Ends: "request", Refund: ask(policy.Support)},
			},
			TerminateNow: []policy.Rule{{ID: "t", When: unused("use", "term_start", "<= 1"), Ends: "request", Refund: all}},
		},
		"refusing": {
			StopRenewal: []policy.Rule{
				{ID: "too late", When: days("term_end - 30 days", ""), Refuse: true},
				{ID: "in time", Ends: "period_end", Handling: policy.Handling{Action: policy.Letter}},
			},
			TerminateNow: []policy.Rule{{ID: "t", When: policy.When{Phase: []policy.Phase{policy.Initial}}, Refuse: true}},
		},
		"Havana": {
			Zone: "America/Havana",
			TerminateNow: []policy.Rule{
				{ID: "few", When: unused("use.video", "trial_end", "< 2"), Ends: "request", Refund: all, Payout: policy.Payout{Min: 1, Max: 366, Unit: 2, From: "request + 1 week"}},
				{ID: "many", When: unused("use", "first_charge - 1 week", "> 2"), Ends: "request", Refund: none},
				{ID: "some", Ends: "request", Refund: ask(policy.Letter)},
			},
		},
		"vendor": {
			TerminateNow: []policy.Rule{
				{ID: "at will", When: policy.When{By: []policy.Initiator{policy.ByVendor, policy.ByEvent}}, Ends: "request", Refund: all},
				{ID: "for cause", When: policy.When{By: []policy.Initiator{policy.ByVendorForCause}}, Ends: "request", Refund: none},
				{ID: "customer", When: policy.When{By: []policy.Initiator{policy.ByCustomer}, Phase: []policy.Phase{policy.Initial}}, Ends: "request", Refund: ask(policy.Biller)},
			},
		},
		"trial": {
			StopRenewal: []policy.Rule{
				{ID: "trial", When: days("trial_start", "trial_end"), Ends: "trial_end", Label: "Trial"},
				{ID: "paid", When: days("trial_end", ""), Ends: "period_end", Label: "Paid"},
			},
			TerminateNow:  []policy.Rule{{ID: "t", When: policy.When{Phase: []policy.Phase{policy.Trial, policy.Due}}, Ends: "request", Refund: all}},
			ResumeRenewal: []policy.Rule{{ID: "r", When: days("", "period_end - 1 day")}},
		},
	}
	var names []string
	for name := range docs {
		names = append(names, name)
	}
	slices.Sort(names)
	var out []named
	for _, name := range names {
		d := docs[name]
		if d.ID == "" {
			d.ID, d.Version, d.Rounding = "test", "1", money.HalfUp
		}
		if d.Zone == "" {
			d.Zone = "Europe/Paris"
		}
		if d.Calendar == "" {
			d.Calendar = "FR"
		}
		refuses := slices.ContainsFunc(d.StopRenewal, func(r policy.Rule) bool { return r.Refuse })
		out = append(out, named{name, d, mustCompile(t, d), refuses, plainMoney(d)})
	}
	// Random documents beside the thoughtful ones.
	for i := range 80 {
		c := &choices{rng: rand.New(rand.NewPCG(*seedFlag, uint64(i)))}
		d := c.document()
		refuses := slices.ContainsFunc(d.StopRenewal, func(r policy.Rule) bool { return r.Refuse })
		out = append(out, named{fmt.Sprintf("random %d: %s", i, asJSON(d)), d, mustCompile(t, d), refuses, plainMoney(d)})
	}
	return out
}

// rulesOf returns a document's rules for an action.
func rulesOf(d policy.Document, a policy.Action) []policy.Rule {
	return [...][]policy.Rule{nil, d.StopRenewal, d.TerminateNow, d.Withdraw, d.ResumeRenewal}[a]
}

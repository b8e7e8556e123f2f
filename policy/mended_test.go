package policy_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/policy"
)

// Each test here would have caught a fault that the package once had.

// An end "request + 48 hours" moves with every nanosecond, so that Until
// cannot be the next midnight.
func TestUntilOfAnEndInHours(t *testing.T) {
	d := blank()
	d.StopRenewal = []policy.Rule{{ID: "s", Ends: "request + 48 hours"}}
	p, err := policy.Compile(d, policy.Sources{Calendar: holidays.Lookup})
	if err != nil {
		return // refusing it is a way to mend it
	}
	at := firstDebit.Add(time.Hour)
	first := decide(t, p, sub(firstDebit), at)
	second := decide(t, p, sub(firstDebit), first.Until.At.Add(-1))
	if first.StopRenewal.Ends != second.StopRenewal.Ends {
		t.Errorf("until %s, but the end moves from %s to %s", first.Until, first.StopRenewal.Ends, second.StopRenewal.Ends)
	}
}

// Before the first year of the calendar a payout is undated, and the next
// midnight dates it. Until does not see that midnight.
func TestUntilOfAPayoutBeforeTheCalendar(t *testing.T) {
	fr, err := holidays.Lookup("FR")
	if err != nil {
		t.Fatal(err)
	}
	d := refunding("Europe/Paris", policy.Window{})
	d.TerminateNow[0].Payout = policy.Payout{Min: 3, Max: 5, Unit: calendar.BusinessDays}
	d.TerminateNow[0].Ends = "request + 3 business days"
	p := mustCompile(t, d)
	newYear := fr.First().Start(time.UTC)
	at := newYear.Add(-36 * time.Hour)
	s := sub(newYear.AddDate(0, -1, 0))
	first := decide(t, p, s, at)
	second := decide(t, p, s, newYear.Add(12*time.Hour))
	if !first.Until.At.After(newYear.Add(12 * time.Hour)) {
		return
	}
	if first.TerminateNow.Payout != second.TerminateNow.Payout {
		t.Errorf("until %s, but the payout moves from %v to %v on %s", first.Until, first.TerminateNow.Payout.Expect, second.TerminateNow.Payout.Expect, newYear)
	}
	if first.TerminateNow.Ends != second.TerminateNow.Ends {
		t.Errorf("until %s, but the end moves from %q to %q", first.Until, first.TerminateNow.Ends, second.TerminateNow.Ends)
	}
}

// Owed is at most what was captured less what went back, per payment and in
// total. One payment that returned more than it took is not set against the
// others, nor reported: 30 EUR come back of 40 - 20 = 20.
func TestOverReturnedPaymentLowersTheTotal(t *testing.T) {
	s := sub(firstDebit)
	over := captured("a", 1000)
	over.Refunds = []policy.Refund{{Amount: eur(2000)}}
	s.Charges[0].Payments = []policy.Payment{over, captured("b", 3000)}
	v := decide(t, everythingBack(t), s, firstDebit).TerminateNow
	if v.Refund.State == policy.SumExact && v.Refund.Amount.Minor() > 2000 {
		t.Errorf("40.00 EUR were taken and 20.00 EUR went back, and now %s", asJSON(v))
	}
}

// Two rules may apply, and both give all back: the sum is exact and promised,
// but there are no parts to carry it out with, and no arrival.
func TestPartsOfRulesThatAgree(t *testing.T) {
	d := blank()
	all := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}
	unknown := policy.When{Facts: []policy.Fact{{Event: "unheard", Count: "= 0"}}}
	d.TerminateNow = []policy.Rule{
		{ID: "a", When: unknown, Ends: "request", Refund: all, Handling: policy.Handling{Money: policy.Automatic}},
		{ID: "b", Ends: "request", Refund: all, Handling: policy.Handling{Money: policy.Support}},
	}
	v := decide(t, mustCompile(t, d), sub(firstDebit), firstDebit).TerminateNow
	if v.Refund.State == policy.SumExact && v.Refund.Payable == eur(4900) && len(v.Parts) == 0 {
		t.Errorf("49.00 EUR without a part: %s", asJSON(v))
	}
	// And the money is promised the easier way of the two.
	if v.Refund.State == policy.SumExact && v.Handling.Money == policy.Automatic {
		t.Errorf("rule b leaves the money to support: %s", asJSON(v.Handling))
	}
}

// Lists are in no required order, but the order of the parts, and which of two
// faults is told, follow the order of the payments.
func TestPartsHaveAnOrder(t *testing.T) {
	p := everythingBack(t)
	one, other := sub(firstDebit), sub(firstDebit)
	one.Charges[0].Payments = []policy.Payment{captured("a", 1000), captured("b", 3900)}
	other.Charges[0].Payments = []policy.Payment{captured("b", 3900), captured("a", 1000)}
	if wrong := differ(decide(t, p, other, firstDebit), decide(t, p, one, firstDebit)); wrong != "" {
		t.Errorf("parts:\n%s", wrong)
	}
	a, b := captured("a", -1000), captured("b", -1)
	one.Charges[0].Payments, other.Charges[0].Payments = []policy.Payment{a, b}, []policy.Payment{b, a}
	if wrong := differ(decide(t, p, other, firstDebit), decide(t, p, one, firstDebit)); wrong != "" {
		t.Errorf("faults:\n%s", wrong)
	}
}

// Of two charges with one id, one instant and one start, the first listed is
// taken: the phase, the end of the term and whether it is paid depend on the
// order of the list.
func TestOrderOfChargesThatTie(t *testing.T) {
	p := primePolicy(t)
	one := sub(firstDebit)
	twin := one.Charges[0]
	twin.Phase, twin.Payments = policy.Renewal, nil
	twin.Covers.End = twin.Covers.End.AddDate(1, 0, 0)
	one.Charges = append(one.Charges, twin)
	other := deepCopy(one)
	other.Charges[0], other.Charges[1] = other.Charges[1], other.Charges[0]
	if wrong := differ(decide(t, p, other, firstDebit), decide(t, p, one, firstDebit)); wrong != "" {
		t.Error(wrong)
	}
}

// DecideInto promises not to allocate. Where two rules may apply and the
// second pays, its parts are made anew each time and thrown away.
func TestCandidatesDoNotAllocate(t *testing.T) {
	if underRace {
		t.Skip("the race detector changes what is allocated")
	}
	d := blank()
	d.TerminateNow = []policy.Rule{
		{ID: "a", When: policy.When{Facts: []policy.Fact{{Event: "unheard", Count: "= 0"}}}, Ends: "request", Refund: policy.Formula{Fraction: policy.FractionNone}},
		{ID: "b", Ends: "request", Refund: policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}},
	}
	p, s := mustCompile(t, d), sub(firstDebit)
	var into policy.Decision
	if n := testing.AllocsPerRun(100, func() {
		if err := p.DecideInto(&into, &s, firstDebit); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("DecideInto allocates %v times", n)
	}
}

// A payment that is disputed in part has two parts, and room is made for one:
// DecideAt allocates a third time.
func TestDecideAtOfADisputeAllocatesTwice(t *testing.T) {
	if underRace {
		t.Skip("the race detector changes what is allocated")
	}
	p, s := primePolicy(t), memberWith(lastPayment(func(p *policy.Payment) { p.Disputes = []policy.Dispute{{Amount: eur(1)}} }))
	if n := testing.AllocsPerRun(100, func() {
		if _, err := p.DecideAt(s, nextDebit); err != nil {
			t.Fatal(err)
		}
	}); n > 2 {
		t.Errorf("DecideAt allocates %v times", n)
	}
}

// A refund without an amount can be read, and a Go literal can hold one; it is
// written as null, which cannot be read back.
func TestMissingRefundAmountRoundTrips(t *testing.T) {
	s, err := policy.ParseSnapshot([]byte(`{"id":"x","charges":[{"id":"c","at":"2020-02-09T09:00:00Z","payments":[{"id":"p","refunds":[{}],"credits":[{}],"disputes":[{}]}]}]}`))
	if err != nil {
		return // refusing it is a way to mend it
	}
	if _, err := policy.ParseSnapshot([]byte(asJSON(s))); err != nil {
		t.Error(err)
	}
}

// A fault that ParseSnapshot finds after decoding has a path but no line.
func TestEveryFaultOfASnapshotHasALine(t *testing.T) {
	for _, text := range []string{
		`{}`, `{"id":""}`, `{"id":"` + strings.Repeat("x", 129) + `"}`, `{"id":"x","charges":[{"id":"c"}]}`,
		`{"id":"x","charges":[{"id":"c","at":"2020-02-09T09:00:00Z","phase":"trial"}]}`,
		`{"id":"x","events":[{"kind":"use"}]}`, `{"id":"x","ended_at":"2199-12-31T23:59:59-01:00"}`,
	} {
		_, err := policy.ParseSnapshot([]byte(text))
		var e *policy.SnapshotError
		if !errors.As(err, &e) || e.Line < 1 || e.Column < 1 {
			t.Errorf("%.60s: %v", text, err)
		}
	}
}

// The same payment loaded twice doubles the refund, with one key for both
// parts. Charges are looked at for repeated ids; payments are not.
func TestSamePaymentTwice(t *testing.T) {
	s := sub(firstDebit)
	s.Charges[0].Payments = append(s.Charges[0].Payments, s.Charges[0].Payments[0])
	v := decide(t, everythingBack(t), s, firstDebit).TerminateNow
	if v.Refund.State == policy.SumExact && v.Refund.Amount.Minor() > 4900 {
		t.Errorf("49.00 EUR were taken: %s", asJSON(v))
	}
}

// A kind that no document can name is taken for an event of another kind. With
// "use" declared complete, a use that is misspelt pays.
func TestMisspeltEventPays(t *testing.T) {
	for _, kind := range []string{"Use.video", " use", "use ", "use/video"} {
		s := memberWith(func(s *policy.Snapshot) { s.Events = []policy.Event{{Kind: kind, At: nextDebit}} })
		d, err := primePolicy(t).DecideAt(s, nextDebit)
		if err == nil && d.TerminateNow.Refund.State == policy.SumExact {
			t.Errorf("%q counts as no use: %s comes back", kind, d.TerminateNow.Refund)
		}
	}
}

// What cannot be written exactly must not be written inexactly: zones whose
// offset has seconds lose them in JSON, and with them the instant.
func TestMomentsOfZonesWithSeconds(t *testing.T) {
	d := blank()
	d.Zone, d.Calendar = "Africa/Monrovia", "" // 44 minutes and 30 seconds west, until 1972
	p := mustCompile(t, d)
	at := ts("1960-06-01T12:00:00Z")
	got := decide(t, p, sub(at), at)
	var back struct {
		At    time.Time
		Until policy.Moment
	}
	if err := json.Unmarshal([]byte(asJSON(got)), &back); err != nil {
		t.Fatal(err)
	}
	if !back.At.Equal(at) || !back.Until.At.Equal(got.Until.At) {
		t.Errorf("at %s is read back as %s, until %s as %s", at, back.At.UTC(), got.Until.At.UTC(), back.Until.At.UTC())
	}
}

// "from term_end" never opens: the term is the one that contains the request,
// and from its end on there is none. Windows until and from one point are said
// to meet without a gap.
func TestFromTermEndOpens(t *testing.T) {
	s := sub(firstDebit)
	end := s.Charges[0].Covers.End
	from := refunding("Europe/Paris", policy.Window{From: "term_end"})
	p, err := policy.Compile(from, policy.Sources{Calendar: holidays.Lookup})
	if err != nil {
		return // refusing it is a way to mend it
	}
	if v := decide(t, p, s, end).TerminateNow; v.Rule != "inside" {
		t.Errorf("from term_end, at the end of the term: %s", brief(v))
	}
}

// A resumption that sets access is told that its "ends" is wrong.
func TestPathOfAccessOfAResumption(t *testing.T) {
	d := blank()
	d.ResumeRenewal = []policy.Rule{{ID: "r", Access: "request"}}
	_, err := policy.Compile(d, policy.Sources{Calendar: holidays.Lookup})
	if got := strings.Join(paths(t, err), " "); got != "resume_renewal[0].access" {
		t.Errorf("the fault is said to be at %s", got)
	}
}

// Which charges are open may depend on which currency is met first, and then the
// charge that a reason named depended on the order of the list.
func TestMixedCurrenciesNameNoOpenCharge(t *testing.T) {
	d := terminating("t", func(r *policy.Rule) {
		r.Due = policy.Formula{Base: policy.BaseListPrice, Fraction: policy.FractionAll,
			Adjust: []policy.Adjustment{{Minus: policy.Formula{Base: policy.BaseOpenCharges, Fraction: policy.FractionAll}}}}
	})
	a, b := sub(firstDebit).Charges[0], sub(firstDebit.AddDate(0, 1, 0)).Charges[0]
	a.ID, a.Amount, a.Payments[0].Captured = "a", eur(1), minor(4900, "JPY")
	s := sub(firstDebit)
	var texts []string
	for _, charges := range [][]policy.Charge{{a, b}, {b, a}} {
		s.Charges = charges
		texts = append(texts, asJSON(decide(t, mustCompile(t, d), s, firstDebit.AddDate(0, 2, 0)).TerminateNow))
	}
	if texts[0] != texts[1] {
		t.Errorf("the order of charges matters\n%s\n%s", texts[0], texts[1])
	}
}

// Either end of a window may be one that the subscription does not have.
func TestEitherEndMayBeAbsent(t *testing.T) {
	untried := memberWith(func(s *policy.Snapshot) { s.Trial = policy.Period{} })
	at := nextDebit.Add(time.Hour)
	for _, tt := range []struct {
		until, or policy.Point
		want      string
	}{
		{"trial_end", "latest_charge + 14 days", "inside"},
		{"latest_charge + 14 days", "trial_end", "inside"},
		{"trial_end", "contract + 14 days", "outside"},
		{"contract + 14 days", "trial_end", "outside"},
		{"trial_end", "trial_start", "outside"},
		{"trial_end", "", "outside"},
	} {
		p := mustCompile(t, refunding("Europe/Paris", policy.Window{Until: tt.until, OrUntil: tt.or}))
		if v := decide(t, p, untried, at).TerminateNow; v.Rule != tt.want {
			t.Errorf("until %s or %s: %s", tt.until, tt.or, brief(v))
		}
	}
}

// A refusal ends with the first of the two ends of its window.
func TestRefusalTellsTheFirstEnd(t *testing.T) {
	d := blank()
	d.TerminateNow = []policy.Rule{{ID: "r", Refuse: true, When: policy.When{Window: policy.Window{Until: "term_end", OrUntil: "latest_charge + 14 days"}}}}
	v := decide(t, mustCompile(t, d), member(), nextDebit.Add(time.Hour)).TerminateNow
	if want := ts("2021-02-24T00:00:00+01:00"); v.Answer != policy.Refused || !v.Reasons[0].At.Equal(want) {
		t.Errorf("%s", asJSON(v))
	}
}

// The first reason of a verdict is what decides, not that a rule applies which
// then offers nothing.
func TestNothingToRefundComesFirst(t *testing.T) {
	d := blank()
	d.TerminateNow = []policy.Rule{{ID: "r", Ends: "request", IfRefund: true, Refund: policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}}}
	s := memberWith(lastPayment(func(p *policy.Payment) { p.Refunds = []policy.Refund{{Amount: p.Captured, At: nextDebit}} }))
	v := decide(t, mustCompile(t, d), s, nextDebit.Add(time.Hour)).TerminateNow
	if v.Answer != policy.Refused || v.Reasons[0].Code != policy.NothingToRefund || has(v.Reasons, policy.RuleApplies) {
		t.Errorf("%s", asJSON(v))
	}
}

// What the way out costs is told even if it is not known whether it is closed.
func TestUnknownRefusalKeepsWhatIsForfeited(t *testing.T) {
	refuse := policy.Rule{ID: "refuse", Refuse: true, When: policy.When{Scope: policy.Scope{Plans: []string{"any"}}}}
	leave := policy.Rule{ID: "leave", Ends: "period_end", Forfeits: []string{"credits"}}
	for _, rules := range [][]policy.Rule{{refuse, leave}, {{ID: "leave-first", Ends: "period_end", Forfeits: []string{"credits"}, When: refuse.When}, {ID: "refuse-last", Refuse: true}}} {
		d := blank()
		d.StopRenewal = rules
		if v := decide(t, mustCompile(t, d), member(), nextDebit.Add(time.Hour)).StopRenewal; !v.Allowed() || len(v.Forfeits) != 1 {
			t.Errorf("%s", asJSON(v))
		}
	}
}

// Of a kind that is not complete there may be a later event: a window that ends
// some days after the latest is surely open before then, and not surely closed
// since.
func TestLatestKnownEventIsTheEarliestPossible(t *testing.T) {
	border := ts("2021-03-16T00:00:00+01:00")
	for _, tt := range []struct {
		window   policy.Window
		complete []string
		off      time.Duration
		want     string // "": not known
	}{
		{policy.Window{Until: "event:receipt + 14 days"}, nil, -1, "inside"},
		{policy.Window{Until: "event:receipt + 14 days"}, nil, 0, ""},
		{policy.Window{Until: "event:receipt + 14 days"}, []string{"receipt"}, 0, "outside"},
		{policy.Window{From: "event:receipt + 14 days"}, nil, -1, "outside"},
		{policy.Window{From: "event:receipt + 14 days"}, nil, 0, ""},
		{policy.Window{From: "event:receipt + 14 days"}, []string{"receipt"}, 0, "inside"},
		{policy.Window{Until: "event:receipt + 14 days", OrUntil: "latest_charge + 7 days"}, nil, 0, "outside"},
	} {
		s := memberWith(func(s *policy.Snapshot) {
			s.Events = []policy.Event{{Kind: "receipt", At: ts("2021-03-01T12:00:00+01:00")}}
			s.Complete = tt.complete
		})
		p := mustCompile(t, refunding("Europe/Paris", tt.window))
		got := decide(t, p, s, border.Add(tt.off))
		if got.TerminateNow.Rule != tt.want || (tt.want != "") == has(got.TerminateNow.Reasons, policy.AnchorUnknown) {
			t.Errorf("%v, complete %v, %d ns: %s", tt.window, tt.complete, tt.off, brief(got.TerminateNow))
		}
		if tt.off < 0 && !got.Until.At.Equal(border) {
			t.Errorf("%v: until %s", tt.window, got.Until)
		}
	}
	// The event that a request names as its cause is the one that is on record.
	d := blank()
	d.TerminateNow = []policy.Rule{{ID: "death", When: policy.When{By: []policy.Initiator{policy.ByEvent}, Window: policy.Window{Until: "event + 14 days"}}, Ends: "request", Refund: policy.Formula{Fraction: policy.FractionNone}}}
	s := memberWith(func(s *policy.Snapshot) {
		s.Events = []policy.Event{{Kind: "death", At: ts("2021-03-01T12:00:00+01:00")}}
		s.Request = policy.Request{By: policy.ByEvent, Cause: "death"}
	})
	if v := decide(t, mustCompile(t, d), s, border).TerminateNow; v.Answer != policy.Refused || v.Reasons[0].Code != policy.NoRule {
		t.Errorf("%s", brief(v))
	}
}

// A trial may be paid for. What pays for it is no conversion.
func TestConversionOfAPaidTrial(t *testing.T) {
	s := memberWith(func(s *policy.Snapshot) {
		s.Charges = append(s.Charges, policy.Charge{ID: "in-0", At: trialStart, Covers: s.Trial, Payments: []policy.Payment{captured("pay-0", 100)}})
	})
	p := mustCompile(t, refunding("Europe/Paris", policy.Window{Until: "conversion + 14 days"}))
	for at, want := range map[time.Time]string{firstDebit.AddDate(0, 0, 1): "inside", trialStart.AddDate(0, 0, 1): "outside"} {
		if v := decide(t, p, s, at).TerminateNow; v.Rule != want {
			t.Errorf("%s: %s", at, brief(v))
		}
	}
}

// A term that began early, because its month was too short, keeps the day it was
// bought on; one that is longer by pauses, prepaid or added to does not change how
// long a term is; and terms end at the time of day that they always end at.
func TestTermsThatFollow(t *testing.T) {
	day := func(s string) time.Time {
		if len(s) == len("2021-01-31") {
			s += "T00:00:00+01:00"
		}
		return ts(s)
	}
	charge := func(id, start, end string) policy.Charge {
		return policy.Charge{ID: id, At: day(start), Covers: policy.Period{Start: day(start), End: day(end)}, Phase: policy.Renewal, Payments: []policy.Payment{captured("pay-"+id, 100)}}
	}
	prepaid := charge("b", "2021-02-28", "2021-03-31T00:00:00+02:00")
	prepaid.At = day("2021-02-10")
	added := charge("b", "2021-02-15", "2021-03-01")
	added.Supersedes = "a"
	for _, tt := range []struct {
		name    string
		charges []policy.Charge
		pauses  []policy.Period
		at      string
		point   policy.Point
		want    string
	}{
		{"from the 31st", []policy.Charge{charge("a", "2021-01-31", "2021-02-28")}, nil, "2021-02-20", "period_end + 1 term", "2021-03-31T00:00:00+02:00"},
		{"to the 31st", []policy.Charge{charge("a", "2021-02-28", "2021-03-31T00:00:00+02:00")}, nil, "2021-03-20", "period_end + 1 term", "2021-04-30T00:00:00+02:00"},
		{"to the 31st, and on", []policy.Charge{charge("a", "2021-02-28", "2021-03-31T00:00:00+02:00")}, nil, "2021-03-20", "period_end + 2 terms", "2021-05-31T00:00:00+02:00"},
		{"a year from a leap day", []policy.Charge{charge("a", "2020-02-29", "2021-02-28")}, nil, "2021-02-20", "period_end + 3 terms", "2024-02-29T00:00:00+01:00"},
		{"at a time of day", []policy.Charge{charge("a", "2021-01-10T15:30:00+01:00", "2021-02-10T15:30:00+01:00")}, nil, "2021-02-01", "term_end + 2 terms", "2021-04-10T15:30:00+02:00"},
		{"days", []policy.Charge{charge("a", "2021-01-10T15:30:00+01:00", "2021-02-07T15:30:00+01:00")}, nil, "2021-02-01", "term_end + 1 term", "2021-03-07T15:30:00+01:00"},
		{"the next is paid", []policy.Charge{charge("a", "2021-01-31", "2021-02-28"), prepaid}, nil, "2021-02-20", "period_end + 1 term", "2021-04-30T00:00:00+02:00"},
		{"the next is paid, and this one is asked for", []policy.Charge{charge("a", "2021-01-31", "2021-02-28"), prepaid}, nil, "2021-02-20", "term_end + 1 term", "2021-03-31T00:00:00+02:00"},
		{"added to in the middle", []policy.Charge{charge("a", "2021-02-01", "2021-03-01"), added}, nil, "2021-02-20", "period_end + 1 term", "2021-04-01T00:00:00+02:00"},
		{"paused for five days", []policy.Charge{charge("a", "2021-02-01", "2021-03-01")}, []policy.Period{{Start: day("2021-02-10"), End: day("2021-02-15")}}, "2021-02-20", "period_end + 1 term", "2021-04-06T00:00:00+02:00"},
		{"upgraded in the middle", []policy.Charge{charge("a", "2021-02-01", "2021-03-01"), added}, nil, "2021-02-20", "term_end + 1 term", "2021-04-01T00:00:00+02:00"},
		{"half a day", []policy.Charge{charge("a", "2021-02-05T08:00:00+01:00", "2021-02-05T20:00:00+01:00")}, nil, "2021-02-05T09:00:00+01:00", "period_end + 2 terms", "2021-02-07T20:00:00+01:00"},
		{"two hundred years, and beyond all", []policy.Charge{charge("a", "1900-02-01", "2100-02-01")}, nil, "2021-02-20", "period_end + 80 terms", "never"},
		{"to the month's end", []policy.Charge{charge("a", "2021-01-10T15:30:00+01:00", "2021-02-10T15:30:00+01:00")}, nil, "2021-02-01", "term_end + 1 term to month_end", "2021-04-01T00:00:00+02:00"},
		{"after a trial", nil, nil, "2020-01-20", "period_end + 1 term", ""},
	} {
		d := blank()
		d.PausesLengthen = true
		d.StopRenewal = []policy.Rule{{ID: "late", Refuse: true, Access: tt.point}}
		s := memberWith(func(s *policy.Snapshot) { s.Charges, s.Pauses = tt.charges, tt.pauses })
		for range 2 { // the order of the list never matters
			v := decide(t, mustCompile(t, d), s, day(tt.at)).StopRenewal
			if v.Access.String() != tt.want || (tt.want == "") != has(v.Reasons, policy.ScopeUnknown) {
				t.Errorf("%s: %s, goes on until %q, want %q", tt.name, brief(v), v.Access, tt.want)
			}
			slices.Reverse(s.Charges)
		}
	}
}

// 28 February to 31 March is one month for whoever pays on the 31st, by its
// interval and by its share.
func TestMonthThatBeganEarly(t *testing.T) {
	covering := func(start, end string) policy.Snapshot {
		return memberWith(func(s *policy.Snapshot) {
			s.Charges[1].At, s.Charges[1].Covers = ts(start), policy.Period{Start: ts(start), End: ts(end)}
		})
	}
	share := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: policy.Share{Unit: "1 month", Day: policy.Used, Begun: policy.Used}}
	for _, tt := range []struct {
		start, end string
		interval   policy.Interval
		units      string
	}{
		{"2021-02-28T00:00:00+01:00", "2021-03-31T00:00:00+02:00", "= 1 month", "0 of 1"},
		{"2021-02-28T00:00:00+01:00", "2021-04-30T00:00:00+02:00", "= 2 months", "1 of 2"},
		{"2021-02-28T00:00:00+01:00", "2021-04-29T00:00:00+02:00", "= 2 months", "1 of 2"},
		{"2021-02-28T00:00:00+01:00", "2024-02-29T00:00:00+01:00", "= 3 years", "35 of 36"},
		{"2021-02-27T00:00:00+01:00", "2021-03-31T00:00:00+02:00", "> 1 month", "1 of 2"}, // not the month's last day
		{"2021-02-28T00:00:00+01:00", "2021-03-28T00:00:00+01:00", "= 1 month", "0 of 1"},
		{"2021-04-30T00:00:00+02:00", "2021-05-31T00:00:00+02:00", "= 1 month", "0 of 1"},
	} {
		d := blank()
		d.TerminateNow = []policy.Rule{{ID: "r", Ends: "request", Refund: share, When: policy.When{Scope: policy.Scope{Interval: tt.interval}}}}
		v := decide(t, mustCompile(t, d), covering(tt.start, tt.end), ts(tt.start).AddDate(0, 0, 5)).TerminateNow
		units := ""
		for _, r := range v.Reasons {
			if r.Code == policy.TimeCounted {
				units = fmt.Sprintf("%d of %d", r.Count, r.Of)
			}
		}
		if v.Rule != "r" || units != tt.units {
			t.Errorf("%s to %s %s: %s, %q units, want %q", tt.start, tt.end, tt.interval, brief(v), units, tt.units)
		}
	}
}

// Day zero of a payout is the last day that its point counts, whatever the point.
func TestDayZeroOfAPayout(t *testing.T) {
	for _, tt := range []struct {
		from policy.Point
		want string
	}{
		{"request", "2021-03-11"},
		{"request to month_end", "2021-04-01"},
		{"request + 14 days", "2021-03-25"},
		{"request + 1 month to month_end", "2021-05-01"},
		{"term_end", "2021-06-02"},              // the instant's own day
		{"term_end + 14 days", "2021-06-15"},    // the fourteen end with 14 June
		{"term_end to month_end", "2021-06-01"}, // May, which ends with the term
		{"term_end - 1 week", "2021-05-26"},
		{"latest_charge + 36 hours", "2021-02-11"},
	} {
		d := refunding("Europe/Paris", policy.Window{})
		d.TerminateNow[0].Payout = policy.Payout{Min: 1, Max: 1, Unit: calendar.Days, From: tt.from}
		s := memberWith(func(s *policy.Snapshot) { s.Charges[1].Covers.End = ts("2021-06-01T00:00:00+02:00") })
		if v := decide(t, mustCompile(t, d), s, ts("2021-03-10T12:00:00+01:00")).TerminateNow; v.Payout.Expect.String() != tt.want {
			t.Errorf("from %s: %s, want %s", tt.from, v.Payout.Expect, tt.want)
		}
	}
}

// Beyond the years that are decided in there is no date, and that is said.
func TestPayoutBeyondTheYears(t *testing.T) {
	start, end := ts("2199-06-01T00:00:00+02:00"), ts("2199-12-31T00:00:00+01:00")
	s := policy.Snapshot{ID: "sub-1", Contract: start, Complete: []string{"birth"}, Events: []policy.Event{{Kind: "birth", At: ts("1950-01-01T00:00:00Z")}}, Charges: []policy.Charge{{ID: "in-1", At: start, Covers: policy.Period{Start: start, End: end}, Phase: policy.Initial, Payments: []policy.Payment{captured("pay-1", 4900)}}}}
	for _, payout := range []policy.Payout{
		{Min: 1, Max: 48, Unit: calendar.Hours, From: "term_end"},
		{Min: 1, Max: 48, Unit: calendar.Hours, From: "term_end + 1 year"},
		{Min: 1, Max: 2, Unit: calendar.Days, From: "term_end + 1 year"},
		{Min: 1, Max: 2, Unit: calendar.BusinessDays, From: "contract + 3 business days"},
		{Min: 1, Max: 2, Unit: calendar.Days, From: "event:birth - 100 years"},
	} {
		d := refunding("Europe/Paris", policy.Window{})
		d.TerminateNow[0].Payout = payout
		v := decide(t, mustCompile(t, d), s, start.Add(time.Hour)).TerminateNow
		if v.Payout.Expect != (calendar.Range{}) || !has(v.Reasons, policy.PayoutUndated) || !v.Allowed() || v.Refund.Amount != eur(4900) {
			t.Errorf("%+v: %s", payout, asJSON(v))
		}
		if text := fmt.Sprint(v.Reasons); strings.Contains(text, `""`) {
			t.Error(text)
		}
	}
}

// A policy shares nothing with the document it was made from.
func TestCompiledPolicyKeepsNothingOfTheDocument(t *testing.T) {
	for i := range 200 {
		c := &choices{rng: rand.New(rand.NewPCG(*seedFlag, uint64(i)))}
		d := c.document()
		p := mustCompile(t, d)
		s := c.snapshot(anything)
		at := c.at(s)
		before, err := p.DecideAt(s, at)
		scramble(reflect.ValueOf(&d).Elem())
		after, err2 := p.DecideAt(s, at)
		if (err == nil) != (err2 == nil) || asJSON(before) != asJSON(after) {
			t.Fatalf("document %d\n%s\n%s", i, asJSON(before), asJSON(after))
		}
	}
	d := refunding("Europe/Paris", policy.Window{})
	d.TerminateNow[0].Refund.Keep = []string{"tax"}
	d.TerminateNow[0].Payouts = []policy.MethodPayout{{Methods: []string{"card"}, Payout: policy.Payout{Min: 1, Max: 1, Unit: calendar.Days}}}
	p := mustCompile(t, d)
	s := memberWith(func(s *policy.Snapshot) {
		s.Charges[1].Components = []policy.Component{{Name: "net", Amount: eur(4000)}, {Name: "tax", Amount: eur(900)}}
	})
	before := asJSON(decide(t, p, s, nextDebit.Add(time.Hour)))
	scramble(reflect.ValueOf(&d).Elem())
	if after := asJSON(decide(t, p, s, nextDebit.Add(time.Hour))); before != after {
		t.Errorf("%s\n%s", before, after)
	}
}

// scramble overwrites everything that the slices of a value hold.
func scramble(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				scramble(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			scramble(v.Index(i))
			if v.Index(i).Kind() != reflect.Struct {
				v.Index(i).SetZero()
			}
		}
	case reflect.String:
		v.SetString("scrambled")
	}
}

// A month of a time that pauses made longer is one of the time that was paid for.
func TestMonthsOfALengthenedTime(t *testing.T) {
	d := blank()
	d.Zone, d.PausesLengthen = "UTC", true
	d.TerminateNow = []policy.Rule{{ID: "r", Ends: "request", Refund: policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: policy.Share{Unit: "1 month", Day: policy.Used, Begun: policy.Used}}}}
	p := mustCompile(t, d)
	for days := range 5 {
		s := memberWith(func(s *policy.Snapshot) {
			s.Charges[1].At = ts("2026-02-28T00:00:00Z")
			s.Charges[1].Covers = policy.Period{Start: ts("2026-02-28T00:00:00Z"), End: ts("2026-05-28T00:00:00Z")}
			s.Charges[1].Payments = []policy.Payment{captured("pay-2", 3000)}
			if days > 0 {
				s.Pauses = []policy.Period{{Start: ts("2026-03-01T00:00:00Z"), End: ts("2026-03-01T00:00:00Z").AddDate(0, 0, days)}}
			}
		})
		if v := decide(t, p, s, ts("2026-04-02T12:00:00Z")).TerminateNow; v.Refund.Amount != eur(1000) {
			t.Errorf("paused for %d days: %s", days, v.Refund)
		}
	}
}

// What a method's estimate says in words is not lost beside others.
func TestPayoutInWordsByMethod(t *testing.T) {
	d := refunding("Europe/Paris", policy.Window{})
	d.TerminateNow[0].Payout = policy.Payout{Min: 1, Max: 2, Unit: calendar.Days}
	d.TerminateNow[0].Payouts = []policy.MethodPayout{
		{Methods: []string{"carrier"}, Payout: policy.Payout{Text: "the next bill"}},
		{Methods: []string{"wallet"}, Payout: policy.Payout{Text: "an hour or so"}},
	}
	p := mustCompile(t, d)
	for methods, want := range map[string]string{"card": "", "carrier": "the next bill", "card carrier": "the next bill", "carrier card": "the next bill", "carrier wallet": "an hour or so", "wallet carrier": "an hour or so"} {
		s := memberWith(func(s *policy.Snapshot) {
			s.Charges[1].Payments = nil
			for i, method := range strings.Fields(methods) {
				pay := captured(fmt.Sprint("pay-", i), 2450)
				pay.Method = method
				s.Charges[1].Payments = append(s.Charges[1].Payments, pay)
			}
		})
		v := decide(t, p, s, nextDebit.Add(time.Hour)).TerminateNow
		if v.Payout.Text != want || (want == "") != (v.Payout.Expect != calendar.Range{}) {
			t.Errorf("%s: %s", methods, asJSON(v.Payout))
		}
	}
}

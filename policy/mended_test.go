package policy_test

import (
	"encoding/json"
	"errors"
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

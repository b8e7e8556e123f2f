package policy_test

import (
	"fmt"
	"time"

	"github.com/rescind-go/rescind/policy"
)

// falling gives everything back for fourteen days, and the days that are left
// after that.
func falling() *policy.Policy {
	return mustRead("falling", `"terminate_now": [
		{"id": "free", "when": {"window": {"until": "latest_charge + 14 days"}}, "ends": "request",
		 "refund": {"base": "latest_charge", "fraction": "all"}},
		{"id": "rest", "when": {"phase": ["initial", "renewal"]}, "ends": "request",
		 "refund": {"base": "latest_charge", "fraction": "unused", "time": {"unit": "1 day", "day": "used"}}}]`)
}

// A year is three segments: all of it comes back, then a share that falls every
// day, then nothing.
func ExamplePolicy_Timeline() {
	at := ts("2026-09-05T10:00:00+02:00")
	for g, err := range falling().Timeline(bought(at), at, at.AddDate(1, 0, 7)) {
		if err != nil {
			fmt.Println(err)
			return
		}
		first, last := g.First.TerminateNow, g.Last.TerminateNow
		fmt.Printf("from %s %s %s", g.Start.Format("2 January 2006 15:04"), first.Answer, first.Refund)
		if last.Refund != first.Refund {
			fmt.Printf(", falling to %s", last.Refund)
		}
		fmt.Println()
	}
	// Output:
	// from 5 September 2026 10:00 allowed 60.00 EUR
	// from 20 September 2026 00:00 allowed 57.37 EUR, falling to 0.00 EUR
	// from 5 September 2027 10:00 refused none
}

// Who would leave in the tenth month gets more back when the next year has been
// paid for.
func ExamplePolicy_NextBetter() {
	at := ts("2026-09-05T10:00:00+02:00")
	s := bought(at)
	s.Charges = append(s.Charges, policy.Charge{
		ID: "invoice-2", At: at.AddDate(1, 0, 0), Phase: policy.Renewal,
		Covers:   policy.Period{Start: at.AddDate(1, 0, 0), End: at.AddDate(2, 0, 0)},
		Payments: []policy.Payment{captured("pay-2", 6000)},
	})
	when, err := falling().NextBetter(s, policy.TerminateNow, at.AddDate(0, 10, 0))
	fmt.Println(when, err)
	// Output: 2027-09-05T10:00:00+02:00 <nil>
}

// The end of a trial may change something, for all that DecideAt looks at. It
// changes nothing for who has paid already.
func ExamplePolicy_DecideExact() {
	at := ts("2026-09-05T10:00:00+02:00")
	s := bought(at)
	s.Trial = policy.Period{Start: at.AddDate(0, 0, -30), End: at.AddDate(0, 0, 2)}
	p := falling()
	d, err := p.DecideAt(s, at.Add(time.Hour))
	fmt.Println(d.TerminateNow.Holds, err)
	d, err = p.DecideExact(s, at.Add(time.Hour))
	fmt.Println(d.TerminateNow.Holds, err)
	// Output:
	// 2026-09-07T10:00:00+02:00 <nil>
	// 2026-09-20T00:00:00+02:00 <nil>
}

// The version of a document that is for those who bought from a day on.
func ExamplePolicy_InForce() {
	doc, err := policy.Parse([]byte(`{"id": "plan", "version": "2026-07", "zone": "Europe/Paris", "rounding": "half_up",
		"effective": {"on": "contract", "from": "2026-07-01"}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	p := compiled(doc)
	for _, day := range []string{"2026-06-30T23:59:59+02:00", "2026-07-01T00:00:00+02:00"} {
		answer, err := p.InForce(bought(ts(day)), ts("2026-09-05T10:00:00+02:00"))
		fmt.Println(day, answer, err)
	}
	// Output:
	// 2026-06-30T23:59:59+02:00 refused <nil>
	// 2026-07-01T00:00:00+02:00 allowed <nil>
}

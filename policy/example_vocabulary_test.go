package policy_test

import (
	"fmt"
	"time"

	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/policy"
)

// mustRead reads a document of rules for ending at once or withdrawing.
func mustRead(id, rules string) *policy.Policy {
	doc, err := policy.Parse([]byte(`{"id": "` + id + `", "version": "1", "zone": "Europe/Paris", "calendar": "FR", "rounding": "half_up", ` + rules + `}`))
	if err != nil {
		panic(err)
	}
	p, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
	if err != nil {
		panic(err)
	}
	return p
}

// bought is a year of a service for 60.00 EUR.
func bought(at time.Time) policy.Snapshot {
	return policy.Snapshot{
		ID: "sub-1", Contract: at,
		Charges: []policy.Charge{{
			ID: "invoice-1", At: at, Covers: policy.Period{Start: at, End: at.AddDate(1, 0, 0)}, Phase: policy.Initial,
			Payments: []policy.Payment{captured("pay-1", 6000)},
		}},
	}
}

// A contract gives nothing back. A statute gives everything back for fourteen
// days, and the fourteenth may be moved to a working day.
func ExampleOverlay() {
	contract := mustRead("contract", `"terminate_now": [{"id": "no-refund", "ends": "period_end", "refund": {"fraction": "none"}}]`)
	statute := mustRead("statute", `"withdraw": [{"id": "fortnight",
		"when": {"window": {"until": "contract + 14 days rolled"}}, "ends": "request",
		"refund": {"base": "all_charges", "fraction": "all"}, "deadline": "received + 14 days"}]`)
	p, err := policy.Overlay(contract, statute)
	if err != nil {
		fmt.Println(err)
		return
	}
	s := bought(ts("2026-09-05T10:00:00+02:00"))
	for _, day := range []string{"2026-09-21T23:59:00+02:00", "2026-09-22T00:00:00+02:00"} {
		d, err := p.DecideAt(s, ts(day))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(d.TerminateNow.Answer, d.Withdraw.Answer, d.Withdraw.Refund, d.Withdraw.Deadline)
	}
	// Output:
	// allowed allowed 60.00 EUR 2026-10-06T00:00:00+02:00
	// allowed refused none
}

// Yearly plans come back for thirty days, monthly ones do not. What the snapshot
// does not tell is unknown, and promises nothing.
func ExampleScope() {
	p := mustRead("guarantee", `"terminate_now": [
		{"id": "money-back", "when": {"scope": {"interval": "> 1 month", "markets": ["FR", "DE"]}, "window": {"until": "latest_charge + 30 days"}},
		 "ends": "request", "refund": {"base": "latest_charge", "fraction": "all"}},
		{"id": "none", "ends": "period_end", "refund": {"fraction": "none"}}]`)
	at := ts("2026-09-05T10:00:00+02:00")
	for _, market := range []string{"FR", "US", ""} {
		s := bought(at)
		s.Market = market
		d, err := p.DecideAt(s, at.AddDate(0, 0, 10))
		fmt.Printf("%q %s %s %v\n", market, d.TerminateNow.Rule, d.TerminateNow.Refund, err)
	}
	// Output:
	// "FR" money-back 60.00 EUR <nil>
	// "US" none none <nil>
	// ""  undecided, at most 60.00 EUR: ask support <nil>
}

// A card whose renewal is not stopped four weeks before its end runs for another
// year, and the refusal says until when.
func ExampleRule_tooLate() {
	p := mustRead("card", `"stop_renewal": [
		{"id": "in-time", "when": {"window": {"until": "period_end - 4 weeks"}}, "ends": "period_end"},
		{"id": "too-late", "refuse": true, "access": "period_end + 1 term"}]`)
	s := bought(ts("2025-03-15T00:00:00+01:00"))
	for _, day := range []string{"2026-02-14T12:00:00+01:00", "2026-02-16T12:00:00+01:00"} {
		d, err := p.DecideAt(s, ts(day))
		v := d.StopRenewal
		fmt.Println(v.Answer, v.Rule, v.Access, err)
	}
	// Output:
	// allowed in-time 2026-03-15T00:00:00+01:00 <nil>
	// refused too-late 2027-03-15T00:00:00+01:00 <nil>
}

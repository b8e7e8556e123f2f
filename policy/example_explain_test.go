package policy_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// halfAYear is half a year that is unused, less a fee, explained.
func halfAYear() policy.Explanation {
	latest := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: policy.Share{Unit: "1 day", Day: policy.Used}}
	latest.Adjust = []policy.Adjustment{{Minus: policy.Formula{Base: policy.BaseAmount, Amount: money.MustParse("5.00 EUR"), Fraction: policy.FractionAll}}}
	p, err := policy.Compile(policy.Document{
		ID: "acme", Version: "1", Zone: "Europe/Paris", Rounding: money.HalfUp,
		TerminateNow: []policy.Rule{
			{ID: "first-14-days", When: policy.When{Window: policy.Window{Until: "contract + 14 days"}}, Ends: "request",
				Refund: policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}},
			{ID: "later", Ends: "request", Refund: latest},
		},
	}, policy.Sources{})
	if err != nil {
		panic(err)
	}
	debit := ts("2020-02-09T09:00:00+01:00")
	x, err := p.Explain(policy.Snapshot{ID: "sub-117", Contract: debit, Charges: []policy.Charge{{
		ID: "invoice-1", At: debit, Phase: policy.Initial, Covers: policy.Period{Start: debit, End: debit.AddDate(1, 0, 0)},
		Payments: []policy.Payment{{ID: "pay-1", State: policy.PaymentCaptured, Captured: money.MustParse("49.00 EUR")}},
	}}}, ts("2020-08-09T15:00:00+02:00"))
	if err != nil {
		panic(err)
	}
	return x
}

// An explanation is a list of steps, each an operation on what earlier ones gave.
// Package wording tells the same in sentences.
func ExamplePolicy_Explain() {
	x := halfAYear()
	for _, c := range x.Policies[0].Courses {
		if c.Action != policy.TerminateNow {
			continue
		}
		for _, s := range c.Steps {
			switch {
			case s.Holds != 0:
				fmt.Printf("%2d %s %s: %s\n", s.N, s.Rule, s.Name, s.Holds)
			case s.Count.Of > 0:
				fmt.Printf("%2d %s: %d of %d\n", s.N, s.Name, s.Count.N, s.Count.Of)
			case s.Amount.IsValid():
				var of []string
				for _, in := range s.Inputs {
					of = append(of, fmt.Sprintf("step %d", in.Step))
				}
				fmt.Printf("%2d %s: %s %s(%s)\n", s.N, s.Name, s.Amount, s.Op, strings.Join(of, ", "))
			}
		}
	}
	fmt.Println(x.Decision.TerminateNow.Refund)
	// Output:
	// 13 first-14-days until: no
	// 14 first-14-days rule: no
	// 15 later rule: yes
	// 17 captured: 49.00 EUR fact()
	// 18 time: 183 of 366
	// 19 unused: 24.50 EUR multiply(step 17, step 18)
	// 20 stated: 5.00 EUR fact()
	// 21 adjusted: 19.50 EUR subtract(step 19, step 20)
	// 22 charges: 19.50 EUR split(step 21, step 19, step 0)
	// 23 payments: 19.50 EUR split(step 22, step 17, step 0)
	// 19.50 EUR
}

// What does not follow is found, and where.
func ExampleReplay() {
	x := halfAYear()
	fmt.Println(policy.Replay(x, policy.Sources{}))

	for i := range x.Policies[0].Courses {
		for j := range x.Policies[0].Courses[i].Steps {
			if s := &x.Policies[0].Courses[i].Steps[j]; s.Name == "unused" {
				s.Amount = money.MustParse("20.00 EUR")
			}
		}
	}
	fmt.Println(policy.Replay(x, policy.Sources{}))
	// Output:
	// <nil>
	// policy: explanation: policies[0].courses[1].steps[8].amount.amount: "20.00": want "24.50", what follows by "multiply"
}

func ExampleParseExplanation() {
	text, err := json.Marshal(halfAYear())
	if err != nil {
		panic(err)
	}
	x, err := policy.ParseExplanation(text)
	if err != nil {
		panic(err)
	}
	fmt.Println(policy.Replay(x, policy.Sources{}))

	_, err = policy.ParseExplanation([]byte(`{"format": 1, "steps": []}`))
	fmt.Println(err)
	// Output:
	// <nil>
	// policy: explanation: line 1, column 15: "steps": unknown key: want one of "format", "decision", "policies", "rankings", "digest"
}

// In a log the steps are left out. What is said of the rules is not about anybody.
func ExampleExplanation_LogValue() {
	for _, a := range halfAYear().LogValue().Group() {
		if a.Key != "decision" { // which logs as a decision does
			fmt.Println(a.Key, a.Value)
		}
	}
	// Output:
	// acme@1 [terminate_now=first-14-days:no later:yes]
}

package rescind_test

import (
	"fmt"
	"time"

	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

// What a service does: compile a policy once, write down what is known of a
// subscription, and ask.
func Example() {
	clock := func() time.Time { return time.Date(2020, 4, 9, 13, 0, 0, 0, time.UTC) } // or time.Now

	doc, err := catalog.Lookup("amazon-prime-fr@2020-02") // or policy.Parse(yourJSON)
	if err != nil {
		panic(err)
	}
	prime, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
	if err != nil {
		panic(err)
	}
	debit := time.Date(2020, 2, 9, 8, 0, 0, 0, time.UTC)
	d, err := prime.Decide(policy.Snapshot{
		ID: "sub-117",
		Charges: []policy.Charge{{
			ID: "invoice-1", At: debit, Phase: policy.Initial,
			Covers:   policy.Period{Start: debit, End: debit.AddDate(1, 0, 0)},
			Payments: []policy.Payment{{ID: "pay-1", State: policy.PaymentCaptured, Captured: money.MustParse("49.00 EUR")}},
		}},
		Complete: []string{"use"}, // every use was loaded: there are none
	}, clock)
	if err != nil {
		panic(err) // not a snapshot: nothing is allowed
	}
	for action, v := range d.Verdicts() {
		fmt.Printf("%s: %s, refund %s\n", action, v.Answer, v.Refund)
	}
	fmt.Println("expected", d.TerminateNow.Payout.Expect)

	// Output:
	// stop_renewal: allowed, refund none
	// terminate_now: allowed, refund 49.00 EUR
	// withdraw: refused, refund none
	// resume_renewal: refused, refund none
	// expected 2020-04-15 to 2020-04-17
}

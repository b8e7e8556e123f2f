package examples_test

import (
	"fmt"
	"time"

	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

// A customer complains a year later: "You told me I would get my money back."
// The record has grown since: the membership was used, ended and charged back.
// AsOf takes the later facts away, and the same policy at the same instant gives
// the same answer. The digest proves that it is the same policy.
func Example_replayLastYear() {
	doc, err := catalog.Lookup("amazon-prime-fr@2020-02")
	if err != nil {
		panic(err)
	}
	prime, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
	if err != nil {
		panic(err)
	}
	today, err := policy.ParseSnapshot([]byte(`{
		"id": "sub-117",
		"charges": [{
			"id": "invoice-1",
			"at": "2020-02-09T09:00:00+01:00",
			"covers": {"start": "2020-02-09T09:00:00+01:00", "end": "2021-02-09T09:00:00+01:00"},
			"phase": "initial",
			"payments": [{
				"id": "pay-1",
				"state": "captured",
				"captured": {"amount": "49.00", "currency": "EUR"},
				"disputes": [{"at": "2020-06-02T08:00:00Z", "state": "lost", "amount": {"amount": "49.00", "currency": "EUR"}}]
			}]
		}],
		"events": [{"kind": "use.video", "at": "2020-03-14T21:10:00+01:00"}],
		"complete": ["use"],
		"ended_at": "2020-05-20T12:00:00+02:00"
	}`))
	if err != nil {
		panic(err)
	}

	told := time.Date(2020, 3, 10, 9, 0, 0, 0, time.UTC)
	then, err := prime.DecideAt(today.AsOf(told), told)
	if err != nil {
		panic(err)
	}
	now, err := prime.DecideAt(today, time.Date(2021, 3, 10, 9, 0, 0, 0, time.UTC))
	if err != nil {
		panic(err)
	}
	fmt.Println("then:", then.TerminateNow.Refund, "from", then.TerminateNow.Payout.Expect)
	for _, r := range then.TerminateNow.Reasons {
		fmt.Println("     ", r)
	}
	fmt.Println("now: ", now.TerminateNow.Answer)
	for _, r := range now.TerminateNow.Reasons {
		fmt.Println("     ", r)
	}
	fmt.Println("same policy:", then.Policy == now.Policy)

	// Output:
	// then: 49.00 EUR from 2020-03-13 to 2020-03-17
	//       Rule "paid-unused" applies.
	//       No event of "use" on record since 9 February 2020 09:00.
	//       The refund is of charge "invoice-1": 49.00 EUR was taken for it.
	// now:  refused
	//       The subscription has been over since 20 May 2020 12:00.
	// same policy: true
}

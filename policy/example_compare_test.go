package policy_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// What does it cost the member to wait from the fourteenth day to the fifteenth?
func ExampleCompare() {
	p := compiled(gym)
	today, err := p.DecideAt(gymMember(), time.Date(2026, 3, 16, 9, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	tomorrow, err := p.DecideAt(gymMember(), time.Date(2026, 3, 17, 9, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, change := range policy.Compare(today, tomorrow) {
		fmt.Println(change)
	}
	// Output:
	// terminate_now: the rule changes from "cooling-off" to "notice"
	// terminate_now: the end changes from the request to 2026-04-18T00:00:00+02:00
	// terminate_now: the end of access changes from the request to 2026-04-18T00:00:00+02:00
	// terminate_now: the refund changes from 240.00 EUR to none
	// terminate_now: a part is gone: refund 240.00 EUR of charge "invoice-1", payment "pay-1", expected 2026-03-17 to 2026-03-23
	// terminate_now: there is no handling of the money, and it was automatic
	// terminate_now: there is no expected payout, and it was 2026-03-17 to 2026-03-23
	// terminate_now: there is no count of the payout, and it was 1 to 5 business days of FR, after event
	// terminate_now: a reason is gone: charge_refunded
}

// Two versions of a policy, and the same member: what would the new one change?
func ExampleCompare_policies() {
	version := func(percent string) *policy.Policy {
		return mustRead("club", `"terminate_now": [{"id": "rest", "ends": "request",
			"refund": {"base": "latest_charge", "fraction": "unused", "percent": "`+percent+`", "time": {"unit": "1 month", "begun": "used", "day": "used"}}}]`)
	}
	signed := ts("2026-03-02T12:00:00+01:00")
	at := ts("2026-06-10T09:00:00+02:00")
	before, err := version("100").DecideAt(bought(signed), at)
	if err != nil {
		fmt.Println(err)
		return
	}
	after, err := version("50").DecideAt(bought(signed), at)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, change := range policy.Compare(before, after) {
		if change.Field == policy.FieldRefund {
			fmt.Println(change)
			fmt.Println(change.Action, change.Field, change.By)
		}
	}
	// Output:
	// terminate_now: the refund falls from 40.00 EUR to 20.00 EUR, by 20.00 EUR
	// terminate_now refund -20.00 EUR
}

// A change is plain data.
func ExampleChange() {
	change := policy.Change{
		Action: policy.TerminateNow, Field: policy.FieldRefund,
		Before: "49.00 EUR", After: "31.20 EUR", By: money.MustParse("-17.80 EUR"),
	}
	text, err := json.Marshal(change)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(text))
	fmt.Println(change)
	// Output:
	// {"action":"terminate_now","field":"refund","before":"49.00 EUR","after":"31.20 EUR","by":{"amount":"-17.80","currency":"EUR"}}
	// terminate_now: the refund falls from 49.00 EUR to 31.20 EUR, by 17.80 EUR
}

// A service that is only interested in some fields looks for those.
func ExampleField() {
	stopped := gymMember()
	stopped.StoppedAt = time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	p := compiled(gym)
	at := time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	before, err := p.DecideAt(gymMember(), at)
	if err != nil {
		fmt.Println(err)
		return
	}
	after, err := p.DecideAt(stopped, at)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, change := range policy.Compare(before, after) {
		switch change.Field {
		case policy.FieldStopped, policy.FieldAnswer:
			fmt.Println(change)
		}
	}
	// Output:
	// subscription: renewal is stopped, and was not
	// stop_renewal: the answer changes from allowed to refused
	// resume_renewal: the answer changes from refused to allowed
}

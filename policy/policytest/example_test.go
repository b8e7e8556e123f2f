package policytest_test

import (
	"fmt"
	"testing"

	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
	"github.com/rescind-go/rescind/policy/policytest"
)

// A printer is a test for examples, which have none: it prints what a test would
// tell.
type printer struct{ testing.TB }

func (printer) Helper()                           {}
func (printer) Logf(format string, args ...any)   { fmt.Printf(format+"\n", args...) }
func (printer) Errorf(format string, args ...any) { fmt.Printf("FAIL "+format+"\n", args...) }
func (printer) Fatal(args ...any)                 { panic(fmt.Sprint(args...)) }

var (
	t  = printer{} // in a test, its *testing.T
	in = policy.Sources{Calendar: holidays.Lookup}
)

// prime is the policy that most examples ask.
func prime() *policy.Policy {
	doc, err := catalog.Lookup("amazon-prime-fr@2020-02")
	if err != nil {
		panic(err)
	}
	p, err := policy.Compile(doc, in)
	if err != nil {
		panic(err)
	}
	return p
}

// member paid Prime for a year, after a trial.
func member() policytest.Story {
	return policytest.Subscription("sub-1", "Europe/Paris").
		Trial("2020-01-10", "2020-02-09").
		Charged("2020-02-09", "49.00 EUR", policytest.Card).Covering("2020-02-09", "2021-02-09").
		Complete("use")
}

// The folder holds scenarios whose expectations are wrong, to show what is told.
func ExampleRun() {
	policytest.Run(t, "testdata/wrong", in, catalog.Lookup)
	// Output:
	// FAIL testdata/wrong/money.json:
	// 	phase: got initial, want trial
	// 	terminate_now.refund.amount: got 49.00 EUR, want 31.20 EUR
	// 	terminate_now.parts[1]: got nothing, want {"charge": "charge-2"}
	// 	withdraw.reasons[0].code: got no_statute, want no_rule
	// FAIL testdata/wrong/place.json:10:22: want.terminate_now: unknown key "refnd": want one of answer, rule, label, ends, access, refund, credit, due, parts, lines, claims, handling, deadline, forfeits, payout, holds, reasons, alternative
}

// Check needs the document, to make ledgers that meet its conditions.
func ExampleCheck() {
	policytest.Check(t, policy.Document{
		ID: "gym", Version: "2026-03", Zone: "Europe/Paris", Rounding: money.HalfUp,
		TerminateNow: []policy.Rule{
			{
				ID: "unused", When: policy.When{Window: policy.Window{Until: "contract + 14 days"}},
				Ends: "request", Refund: policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll},
			},
			{ID: "notice", Ends: "request + 1 month", Refund: policy.Formula{Fraction: policy.FractionNone}},
			{ID: "never", Ends: "request", Refund: policy.Formula{Fraction: policy.FractionNone}},
		},
	}, in)
	// Output: policytest: gym@2026-03: no ledger of 2000 was decided by the rules ["terminate_now: never"]
}

// A contract that refunds nothing, under a statute that refunds everything for a
// fortnight.
func ExampleCheckOverlay() {
	contract := policy.Document{ID: "gym", Version: "1", Zone: "Europe/Paris", Rounding: money.HalfUp, TerminateNow: []policy.Rule{
		{ID: "notice", Ends: "request + 1 month", Refund: policy.Formula{Fraction: policy.FractionNone}},
	}}
	statute := policy.Document{ID: "statute", Version: "1", Zone: "Europe/Paris", Rounding: money.HalfUp, Withdraw: []policy.Rule{
		{
			ID: "fortnight", When: policy.When{Window: policy.Window{Until: "contract + 14 days"}},
			Ends: "request", Refund: policy.Formula{Base: policy.BaseAllCharges, Fraction: policy.FractionAll},
		},
		{ID: "never", Ends: "request", When: policy.When{Facts: []policy.Fact{{Event: "use", Count: "> 1000"}}}, Refund: policy.Formula{Fraction: policy.FractionNone}},
	}}
	policytest.CheckOverlay(t, in, contract, statute)
	// Output: policytest: gym+statute@1+1: no ledger of 2000 was decided by the rules ["statute@1 withdraw: never"]
}

// A story is told in the order in which things happened.
func ExampleSubscription() {
	d := policytest.Subscription("sub-1", "Europe/Paris").
		Market("FR").Plan("annual").Channel("direct").
		Signed("2020-01-10 09:00").
		Trial("2020-01-10", "2020-02-09").
		Charged("2020-02-09", "49.00 EUR", policytest.Card).Covering("2020-02-09", "2021-02-09").
		Complete("use").
		Requested("2020-04-09 12:00").
		DecideAt(t, prime(), "2020-04-09 12:05")
	fmt.Println(d.Phase, d.TerminateNow.Rule, d.TerminateNow.Refund)
	// Output: initial paid-unused 49.00 EUR
}

// Stories may share a beginning: each word gives a story of its own.
func ExampleStory() {
	for _, s := range []policytest.Story{
		member(),
		member().Happened("use.video", "2020-03-01"),
		member().Stopped("2020-03-01"),
		member().Ended("2020-03-01"),
	} {
		d := s.DecideAt(t, prime(), "2020-04-09 12:00")
		fmt.Println(d.Phase, d.Stopped, d.StopRenewal.Answer, d.TerminateNow.Answer, d.TerminateNow.Refund)
	}
	// Output:
	// initial false allowed allowed 49.00 EUR
	// initial false allowed allowed undecided, at most 49.00 EUR: ask support
	// initial true refused allowed 49.00 EUR
	// ended false refused refused none
}

// Mistakes are told together, each with the call that made it.
func ExampleStory_Build() {
	_, err := policytest.Subscription("sub-1", "Europe/Paris").
		Trial("2020-01-10", "2020-01-09").
		Charged("2020-02-30", "49 EUR", policytest.Card).
		Signed("2020-03-29 02:30").
		Stopped("2020-10-25 02:30").
		Won().
		Build()
	fmt.Println(err)
	// Output:
	// policytest: Trial("2020-01-10", "2020-01-09"): "2020-01-09": want an end after the start, "2020-01-10"
	// policytest: Charged("2020-02-30", "49 EUR", "card"): "2020-02-30": want a day or a time of day, as in "2020-04-09" or "2020-04-09 12:00"
	// policytest: Charged("2020-02-30", "49 EUR", "card"): money: parse "49 EUR": want two decimals, as in "49.00 EUR"
	// policytest: Signed("2020-03-29 02:30"): "2020-03-29 02:30": the clocks of Europe/Paris skip it
	// policytest: Stopped("2020-10-25 02:30"): "2020-10-25 02:30": the clocks of Europe/Paris show it twice: want "2020-10-25T02:30:00+02:00" or "2020-10-25T02:30:00+01:00"
	// policytest: Won(): want a dispute before it
}

// Snapshot is Build for a test, which fails if the story has a mistake.
func ExampleStory_Snapshot() {
	s := member().Snapshot(t)
	fmt.Println(s.ID, s.Charges[0].ID, s.Charges[0].Payments[0].ID)
	// What a story has no word for is set in the snapshot.
	s.Charges[0].Components = []policy.Component{
		{Name: "net", Amount: money.MustParse("40.83 EUR")},
		{Name: "vat", Amount: money.MustParse("8.17 EUR"), Of: "net"},
	}
	// Output: sub-1 charge-1 payment-1
}

// The instant to decide at is written as the others are.
func ExampleStory_DecideAt() {
	d := member().DecideAt(t, prime(), "2020-02-08 23:59")
	fmt.Println(d.At, d.Phase)
	// Output: 2020-02-08 23:59:00 +0100 CET trial
}

// show prints a part of the snapshot that a story gives.
func show(s policytest.Story, part func(policy.Snapshot) any) {
	fmt.Println(part(s.Snapshot(t)))
}

// Where and what it is.
func ExampleStory_Market() {
	s := member().Market("FR").Plan("annual").Channel("app_store").Snapshot(t)
	fmt.Println(s.Market, s.Plan, s.Channel)
	// Output: FR annual app_store
}

// A day is its first instant in the subscription's zone.
func ExampleStory_Signed() {
	show(member().Signed("2020-01-10"), func(s policy.Snapshot) any { return s.Contract })
	show(member().Signed("2020-01-10 09:30"), func(s policy.Snapshot) any { return s.Contract })
	show(member().Signed("2020-01-10T09:30:00Z"), func(s policy.Snapshot) any { return s.Contract })
	// Output:
	// 2020-01-10 00:00:00 +0100 CET
	// 2020-01-10 09:30:00 +0100 CET
	// 2020-01-10 09:30:00 +0000 UTC
}

// A trial ends where the first charge begins.
func ExampleStory_Trial() {
	d := member().DecideAt(t, prime(), "2020-02-01")
	fmt.Println(d.Phase)
	// Output: trial
}

// A year that is paid by the month.
func ExampleStory_Committed() {
	s := policytest.Subscription("sub-1", "Europe/Paris").
		Committed("2026-01-01", "2027-01-01").
		Instalment("2026-02-01", "10.00 EUR").
		Instalment("2026-03-01", "10.00 EUR").
		Snapshot(t)
	for _, i := range s.Instalments {
		fmt.Println(i.ID, i.At.Format("2006-01-02"), i.Amount)
	}
	// Output:
	// instalment-1 2026-02-01 10.00 EUR
	// instalment-2 2026-03-01 10.00 EUR
}

// A first charge, its renewal, and an upgrade of that.
func ExampleStory_Charged() {
	s := policytest.Subscription("sub-1", "Europe/Paris").
		Charged("2025-03-01", "49.00 EUR", policytest.Card).Covering("2025-03-01", "2026-03-01").
		Renewed("2026-02-20", "49.00 EUR", "paypal").Covering("2026-03-01", "2027-03-01").
		Upgraded("2026-06-01", "20.00 EUR", policytest.GiftCard).Covering("2026-06-01", "2027-03-01").
		Snapshot(t)
	for _, ch := range s.Charges {
		p := ch.Payments[0]
		fmt.Printf("%s %s %q: %s by %s %q\n", ch.ID, ch.Phase, ch.Supersedes, p.Captured, p.Method, p.Class)
	}
	// Output:
	// charge-1 initial "": 49.00 EUR by card ""
	// charge-2 renewal "": 49.00 EUR by paypal ""
	// charge-3 renewal "charge-2": 20.00 EUR by gift_card "stored_value"
}

// An invoice that is not paid, and is granted for ten days.
func ExampleStory_GraceUntil() {
	d := member().
		Renewed("2021-02-09", "49.00 EUR", policytest.Unpaid).Covering("2021-02-09", "2022-02-09").GraceUntil("2021-02-19").
		DecideAt(t, prime(), "2021-02-10")
	fmt.Println(d.Phase, d.Unpaid, d.Grace)
	// Output: renewal true 2021-02-19 00:00:00 +0100 CET
}

// Any word is a method. Some stand for value that is no money.
func ExampleMethod() {
	s := policytest.Subscription("sub-1", "UTC").
		Charged("2026-01-01", "49.00 EUR", policytest.Unpaid).Covering("2026-01-01", "2027-01-01").
		Paid("30.00 EUR", "paypal").
		Paid("15.00 EUR", policytest.GiftCard).
		Paid("4.00 EUR", policytest.Promotion).
		Snapshot(t)
	for _, p := range s.Charges[0].Payments {
		fmt.Printf("%s %s %q\n", p.Captured, p.Method, p.Class)
	}
	// Output:
	// 30.00 EUR paypal ""
	// 15.00 EUR gift_card "stored_value"
	// 4.00 EUR promotion "promotional"
}

// What a payment came to is told right after it: it failed, is on its way, is
// only set aside, or cannot be refunded for ever.
func ExampleStory_Pending() {
	for _, s := range []policytest.Story{
		member(),
		member().Pending(),
		member().Failed(),
		member().Authorized(),
		member().RefundableUntil("2020-04-01"),
	} {
		sum := s.DecideAt(t, prime(), "2020-04-09").TerminateNow.Refund
		fmt.Printf("%s, now %q\n", sum, sum.Payable)
	}
	// Output:
	// 49.00 EUR, now "49.00 EUR"
	// 49.00 EUR, now "0.00 EUR"
	// none, now ""
	// none, now ""
	// 49.00 EUR, now "0.00 EUR"
}

// What went back before, in money, as a gift or as value.
func ExampleStory_Refunded() {
	for _, s := range []policytest.Story{
		member().Refunded("2020-03-01", "9.00 EUR"),
		member().Refunded("2020-03-01", "9.00 EUR").Failed(),
		member().Refunded("2020-03-01", "9.00 EUR").Goodwill(),
		member().Credited("2020-03-01", "9.00 EUR"),
	} {
		fmt.Println(s.DecideAt(t, prime(), "2020-04-09").TerminateNow.Refund)
	}
	// Output:
	// 40.00 EUR
	// 49.00 EUR
	// 40.00 EUR
	// 40.00 EUR
}

// A dispute is open until it is won or lost.
func ExampleStory_Disputed() {
	for _, s := range []policytest.Story{
		member().Disputed("2020-03-01", "49.00 EUR"),
		member().Disputed("2020-03-01", "49.00 EUR").Won(),
		member().Disputed("2020-03-01", "49.00 EUR").Lost(),
	} {
		sum := s.DecideAt(t, prime(), "2020-04-09").TerminateNow.Refund
		fmt.Println(sum.Amount, sum.Payable)
	}
	// Output:
	// 49.00 EUR 0.00 EUR
	// 49.00 EUR 49.00 EUR
	// 0.00 EUR 0.00 EUR
}

// A pause without an end lasts.
func ExampleStory_Paused() {
	s := member().Paused("2020-03-01", "2020-03-15").Paused("2020-04-01", "").Snapshot(t)
	fmt.Println(len(s.Pauses), s.Pauses[1].End.IsZero())
	// Output: 2 true
}

// Silence is unknown, unless the records are complete.
func ExampleStory_Happened() {
	member := policytest.Subscription("sub-1", "Europe/Paris").
		Charged("2020-02-09", "49.00 EUR", policytest.Card).Covering("2020-02-09", "2021-02-09")
	for _, s := range []policytest.Story{
		member,
		member.Complete("use"),
		member.Happened("use.video", "2020-03-01", "2020-03-02 21:00"),
	} {
		fmt.Println(s.DecideAt(t, prime(), "2020-04-09").TerminateNow.Refund)
	}
	// Output:
	// undecided, at most 49.00 EUR: ask support
	// 49.00 EUR
	// undecided, at most 49.00 EUR: ask support
}

// A figure that the policy asks the host for.
func ExampleStory_Quoted() {
	show(member().Quoted("benefits_used", "12.50 EUR"), func(s policy.Snapshot) any { return s.Quotes[0] })
	// Output: {benefits_used 12.50 EUR}
}

// Renewal was stopped, and the subscription ended before it ran out.
func ExampleStory_Stopped() {
	d := member().Stopped("2020-03-01").Ended("2020-06-01").DecideAt(t, prime(), "2020-04-09")
	fmt.Println(d.Phase, d.Stopped, d.StopRenewal.Answer)
	// Output: initial true refused
}

// Who asks, when, and why. Without these words it is the customer, at the instant
// decided.
func ExampleStory_Requested() {
	vendor := member().Requested("2020-04-09 12:00").By(policy.ByVendor)
	heirs := member().Happened("death", "2020-04-01").Requested("2020-04-09 12:00").Received("2020-04-10 08:00").Because("death")
	show(vendor, func(s policy.Snapshot) any { return s.Request.By })
	show(heirs, func(s policy.Snapshot) any {
		return fmt.Sprint(s.Request.By, " ", s.Request.Cause, " ", s.Request.Received)
	})
	// Output:
	// vendor
	// event death 2020-04-10 08:00:00 +0200 CEST
}

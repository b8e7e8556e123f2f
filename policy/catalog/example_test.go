package catalog_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

// A document cites its sources and says what it leaves out.
func ExampleLookup() {
	doc, err := catalog.Lookup("amazon-prime-fr@2020-02")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(doc.Title)
	for _, s := range doc.Citations {
		fmt.Println(s.Publisher, s.Date, s.Confidence)
	}
	for _, r := range doc.TerminateNow {
		fmt.Println(r.ID, r.Label)
	}
	p, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
	fmt.Println(p.Ref(), err)

	_, err = catalog.Lookup("acme")
	fmt.Println(errors.Is(err, catalog.ErrUnknown))
	// Output:
	// Amazon Prime in France, annual plan of 49 EUR
	// Phonandroid 2020-02 read
	// paid-unused Terminer maintenant
	// paid-used Terminer maintenant
	// amazon-prime-fr@2020-02 <nil>
	// true
}

// All lists what there is, the versions of a policy in the order of their days.
func ExampleAll() {
	for d := range catalog.All() {
		if d.ID == "bahncard" || d.ID == "amazon-prime-fr" {
			fmt.Println(d.ID, d.Version, d.Market)
		}
	}
	// Output:
	// amazon-prime-fr 2020-02 FR
	// amazon-prime-fr 2026 FR
	// bahncard before-2024-07-09 DE
	// bahncard 2024-07-09 DE
}

// The notice period of a card depends on the day on which it was issued or
// renewed.
func ExampleFind() {
	for _, year := range []int{2023, 2025} {
		at := time.Date(year, 3, 15, 10, 0, 0, 0, time.UTC)
		s := policy.Snapshot{ID: "card-1", Charges: []policy.Charge{{
			ID: "invoice-1", At: at, Covers: policy.Period{Start: at, End: at.AddDate(1, 0, 0)}, Phase: policy.Initial,
			Payments: []policy.Payment{{ID: "pay-1", State: policy.PaymentCaptured, Captured: money.MustParse("62.90 EUR")}},
		}}}
		p, err := catalog.Find("bahncard", s, at.AddDate(0, 6, 0), policy.Sources{Calendar: holidays.Lookup})
		fmt.Println(year, p.Ref(), err)
	}
	// Output:
	// 2023 bahncard@before-2024-07-09 <nil>
	// 2025 bahncard@2024-07-09 <nil>
}

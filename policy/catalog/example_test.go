package catalog_test

import (
	"errors"
	"fmt"

	"github.com/rescind-go/rescind/calendar/holidays"
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

// All lists what there is.
func ExampleAll() {
	for d := range catalog.All() {
		fmt.Println(d.ID, d.Version, d.Market)
	}
	// Output: amazon-prime-fr 2020-02 FR
}

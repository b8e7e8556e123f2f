package catalog_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

// paying is a subscription in its first year, of which some things are told.
func paying(at time.Time) policy.Snapshot {
	return policy.Snapshot{
		ID: "sub-1", Market: "FR", Plan: "annual", Channel: "direct", Contract: at, Complete: []string{"use", "consent", "notice"},
		Charges: []policy.Charge{{
			ID: "invoice-1", At: at, Covers: policy.Period{Start: at, End: at.AddDate(1, 0, 0)}, Phase: policy.Initial,
			Payments: []policy.Payment{{ID: "pay-1", Method: "card", State: policy.PaymentCaptured, Captured: money.MustParse("49.00 EUR")}},
		}},
		Events: []policy.Event{{Kind: "use.video", At: at.Add(time.Hour)}},
	}
}

// Whatever the document, deciding allocates nothing once its lists have grown.
func TestNoDocumentAllocates(t *testing.T) {
	if underRace {
		t.Skip("the race detector changes what is allocated")
	}
	begun := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	statute := read(t, "fr-l221-18")
	for d := range catalog.All() {
		p, err := policy.Compile(d, policy.Sources{Calendar: holidays.Lookup})
		if err != nil {
			t.Fatal(err)
		}
		both, err := policy.Overlay(p, statute)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []*policy.Policy{p, both} {
			for _, days := range []int{1, 20, 200} {
				s, at := paying(begun), begun.AddDate(0, 0, days)
				var into policy.Decision
				if n := testing.AllocsPerRun(20, func() {
					if err := p.DecideInto(&into, &s, at); err != nil {
						t.Fatal(err)
					}
				}); n != 0 {
					t.Errorf("%s on day %d: %v allocations", p.Ref(), days, n)
				}
			}
		}
	}
}

// The cost of a document is that of its rules: the catalog beside it costs
// nothing.
func BenchmarkRules(b *testing.B) {
	at := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	s := paying(at)
	for _, n := range []int{1, 10, 100} {
		d := policy.Document{ID: "rules", Version: "1", Zone: "Europe/Paris", Rounding: money.HalfUp}
		for i := range n {
			r := policy.Rule{ID: fmt.Sprint("rule-", i), Ends: "request", Refund: policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}}
			if i < n-1 { // the last decides
				r.When.Window.Until = policy.Point(fmt.Sprintf("contract + %d days", 2+i/10))
			}
			d.TerminateNow = append(d.TerminateNow, r)
		}
		p, err := policy.Compile(d, policy.Sources{Calendar: holidays.Lookup})
		if err != nil {
			b.Fatal(err)
		}
		var into policy.Decision
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := p.DecideInto(&into, &s, at.AddDate(0, 0, 40)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// All documents, parsed before: nanoseconds for the whole catalog.
func BenchmarkCompileCatalog(b *testing.B) {
	var docs []policy.Document
	for d := range catalog.All() {
		docs = append(docs, d)
	}
	b.ReportMetric(float64(len(docs)), "documents")
	b.ReportAllocs()
	for b.Loop() {
		for _, d := range docs {
			if _, err := policy.Compile(d, policy.Sources{Calendar: holidays.Lookup}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkOverlay(b *testing.B) {
	at := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	s := paying(at)
	p, err := policy.Overlay(read(b, "amazon-prime-fr@2020-02"), read(b, "fr-l221-18"))
	if err != nil {
		b.Fatal(err)
	}
	var into policy.Decision
	b.ReportAllocs()
	for b.Loop() {
		if err := p.DecideInto(&into, &s, at.AddDate(0, 0, 5)); err != nil {
			b.Fatal(err)
		}
	}
}

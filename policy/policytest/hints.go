package policytest

import (
	"slices"
	"strings"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// Hints are what a document speaks of. Ledgers that hold it, and instants that
// lie where its windows begin and end, meet its conditions often.
type hints struct {
	kinds    []string // of events, and kinds below them
	quotes   []string
	methods  []string
	causes   []string
	markets  []string
	plans    []string
	channels []string
	days     []calendar.Date // on which cohorts begin and end
	parts    []string        // names of components
	currency money.Currency
	amounts  []int64 // in minor units
	spans    []calendar.Span
	rules    []string // "terminate_now: unused"
	refuses  bool     // a rule refuses to stop the renewal
}

// hintsOf reads a document.
func hintsOf(d policy.Document) hints {
	h := hints{
		kinds: []string{"use"}, methods: []string{"card"}, parts: []string{"net", "tax", "fee"},
		currency: money.MustParseCurrency("EUR"), amounts: []int64{4900, 999, 1, 120_000},
		spans: []calendar.Span{{N: 14, Unit: calendar.Days}, {N: 30, Unit: calendar.Days}},
	}
	named := false
	amount := func(a money.Amount) {
		if a.IsValid() {
			if !named {
				h.currency, named = a.Currency(), true // a ledger has one
			}
			h.amounts = append(h.amounts, a.Minor(), a.Minor()+1)
		}
	}
	point := func(points ...policy.Point) {
		for _, p := range points {
			if _, kind, ok := strings.Cut(string(p), "event:"); ok {
				kind, _, _ = strings.Cut(kind, " ")
				h.kinds = append(h.kinds, kind)
			}
			if words := strings.SplitN(string(p), " ", 3); len(words) == 3 {
				if span, err := calendar.ParseSpan(words[2]); err == nil {
					h.spans = append(h.spans, span)
				}
			}
		}
	}
	var formula func(...policy.Formula)
	formula = func(all ...policy.Formula) {
		for _, f := range all {
			amount(f.Amount)
			h.parts = append(h.parts, slices.Concat(f.Components, f.Keep)...)
			if f.Quote != "" {
				h.quotes = append(h.quotes, f.Quote)
			}
			point(f.Time.From)
			for _, s := range f.Steps {
				point(s.Until)
				amount(s.Amount)
			}
			for _, a := range f.Adjust {
				formula(a.Minus, a.AtMost, a.AtLeast)
				formula(a.MinusLarger...)
				amount(a.NothingBelow)
			}
		}
	}
	for i, rules := range [][]policy.Rule{d.StopRenewal, d.TerminateNow, d.Withdraw, d.ResumeRenewal} {
		a := policy.StopRenewal + policy.Action(i)
		for _, r := range rules {
			h.rules = append(h.rules, a.String()+": "+r.ID)
			h.refuses = h.refuses || r.Refuse && a == policy.StopRenewal
			point(r.When.Window.From, r.When.Window.Until, r.When.Window.OrUntil, r.Ends, r.Access, r.DueOn, r.Payout.From, r.Deadline)
			scope := &r.When.Scope
			h.markets = append(h.markets, scope.Markets...)
			h.plans = append(h.plans, scope.Plans...)
			h.channels = append(h.channels, scope.Channels...)
			h.methods = append(h.methods, scope.Methods...)
			h.causes = append(h.causes, r.When.Causes...)
			if c := scope.Cohort; c != (policy.Cohort{}) {
				point(c.On)
				h.days = append(h.days, c.From, c.Before)
			}
			formula(r.Refund, r.Due)
			for _, f := range r.When.Facts {
				h.kinds = append(h.kinds, f.Event, f.Event+".x")
				point(f.Since)
			}
			for _, m := range r.Payouts {
				h.methods = append(h.methods, m.Methods...)
				point(m.Payout.From)
			}
		}
	}
	// Names of events, quotes and components are looked up: want each once.
	h.days = slices.DeleteFunc(h.days, func(d calendar.Date) bool { return !d.IsValid() })
	unique(&h.markets)
	unique(&h.plans)
	unique(&h.channels)
	unique(&h.kinds)
	unique(&h.quotes)
	unique(&h.methods)
	unique(&h.parts)
	if len(h.causes) == 0 {
		h.causes = h.kinds
	}
	return h
}

// unique sorts a list and drops what it holds twice.
func unique(list *[]string) {
	slices.Sort(*list)
	*list = slices.Compact(*list)
}

// moved returns the instant that a span leads to, forwards or back, as nearly as
// a ledger needs: business days are counted as days, of which a week has five.
func moved(t time.Time, s calendar.Span, back bool, zone *time.Location) time.Time {
	if s.Unit == calendar.Hours {
		d := time.Duration(s.N) * time.Hour
		if back {
			d = -d
		}
		return t.Add(d)
	}
	if s.Unit == calendar.BusinessDays {
		s = calendar.Span{N: s.N*7/5 + 1, Unit: calendar.Days}
	}
	day := calendar.DateIn(t, zone)
	to, err := s.AddTo(day, nil)
	if back {
		to, err = s.SubFrom(day, nil)
	} else {
		to = to.AddDays(1) // the last day counts until its midnight
	}
	if err != nil || !to.IsValid() {
		return t
	}
	return to.Start(zone)
}

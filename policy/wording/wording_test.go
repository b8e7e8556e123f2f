package wording_test

import (
	"encoding/json"
	"errors"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
	"github.com/rescind-go/rescind/policy/wording"
)

func ts(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

// compile compiles a document of the catalog, or panics.
func compile(id string) *policy.Policy {
	doc, err := catalog.Lookup(id)
	if err != nil {
		panic(err)
	}
	p, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
	if err != nil {
		panic(err)
	}
	return p
}

// member is the seed's: a year of 49 EUR, and no use.
func member() policy.Snapshot {
	debit := ts("2020-02-09T09:00:00+01:00")
	return policy.Snapshot{
		ID: "sub-117",
		Charges: []policy.Charge{{
			ID: "invoice-1", At: debit, Phase: policy.Initial,
			Covers:   policy.Period{Start: debit, End: debit.AddDate(1, 0, 0)},
			Payments: []policy.Payment{{ID: "pay-1", State: policy.PaymentCaptured, Captured: money.MustParse("49.00 EUR")}},
		}},
		Complete: []string{"use"},
	}
}

// members are snapshots that make most documents say most things.
func members() map[string]policy.Snapshot {
	all := map[string]policy.Snapshot{"unused": member(), "nothing": {ID: "none"}}
	edit := func(name string, change func(s *policy.Snapshot)) {
		var s policy.Snapshot
		b, err := json.Marshal(member())
		if err == nil {
			err = json.Unmarshal(b, &s)
		}
		if err != nil {
			panic(err)
		}
		change(&s)
		all[name] = s
	}
	debit := member().Charges[0].At
	edit("known", func(s *policy.Snapshot) {
		s.Contract, s.Market, s.Plan, s.Channel = debit, "FR", "annual", "web"
		s.Complete = []string{"use", "consent", "notice", "receipt", "refund", "death", "move"}
	})
	edit("used", func(s *policy.Snapshot) {
		s.Contract, s.Market, s.Plan = debit, "US-CA", "prime"
		s.Events = []policy.Event{{Kind: "use.video", At: debit.AddDate(0, 0, 3)}, {Kind: "consent.start", At: debit}}
		s.Complete = nil
	})
	edit("stopped", func(s *policy.Snapshot) { s.StoppedAt = debit.AddDate(0, 1, 0) })
	edit("ended", func(s *policy.Snapshot) { s.EndedAt = debit.AddDate(0, 1, 0) })
	edit("ending", func(s *policy.Snapshot) { s.EndedAt = debit.AddDate(0, 6, 0) })
	edit("trial", func(s *policy.Snapshot) {
		s.Trial = policy.Period{Start: debit, End: debit.AddDate(0, 3, 0)}
		s.Charges = nil
	})
	edit("committed", func(s *policy.Snapshot) {
		s.Contract = debit
		s.Commitment = policy.Period{Start: debit, End: debit.AddDate(2, 0, 0)}
		s.Instalments = []policy.Instalment{{ID: "n-1", At: debit.AddDate(0, 5, 0), Amount: money.MustParse("10.00 EUR")}, {ID: "n-2", At: debit.AddDate(0, 6, 0), Amount: money.MustParse("10.00 EUR")}}
		s.Quotes = []policy.Quote{{Name: "benefits_used", Amount: money.MustParse("5.00 EUR")}, {Name: "refund", Amount: money.MustParse("7.00 EUR")}}
	})
	edit("pending", func(s *policy.Snapshot) {
		s.Charges[0].Payments = append(s.Charges[0].Payments,
			policy.Payment{ID: "pay-2", Method: "sepa", State: policy.PaymentPending, Captured: money.MustParse("1234.50 EUR")},
			policy.Payment{ID: "pay-3", Class: policy.ClassStoredValue, State: policy.PaymentCaptured, Captured: money.MustParse("3.00 EUR")})
		s.Charges[0].Payments[0].Refunds = []policy.Refund{{Amount: money.MustParse("4.00 EUR")}}
		s.Charges[0].Payments[0].Disputes = []policy.Dispute{{Amount: money.MustParse("2.00 EUR")}}
	})
	edit("vendor", func(s *policy.Snapshot) { s.Request = policy.Request{By: policy.ByVendor} })
	edit("death", func(s *policy.Snapshot) {
		s.Request = policy.Request{By: policy.ByEvent, Cause: "death"}
		s.Events = []policy.Event{{Kind: "death", At: debit.AddDate(0, 0, 20)}}
	})
	edit("paused", func(s *policy.Snapshot) {
		s.Contract = debit
		s.Pauses = []policy.Period{{Start: debit.AddDate(0, 0, 10), End: debit.AddDate(0, 0, 20)}}
	})
	return all
}

// raw is what only a machine would say: a word of JSON, outside of quotes.
var raw = regexp.MustCompile(`\b[a-z]+_[a-z_]+\b|[{}]|[A-Za-z]\(|: ?\.|%!|  +$|\bsteps?\b`)

// cited are the words of others: names, and what a document says.
var cited = regexp.MustCompile(`(?m)"[^"]*"|«[^»]*»|^ *(Source|Policy|Conditions|By|Selon|Time zone|Fuseau horaire)\b.*$` +
	`|(follows from|after the adjustment|is due): .*$`)

// Every document of the catalog can be put into words, for many subscribers and in
// both languages.
func TestCatalogInWords(t *testing.T) {
	statute := compile("fr-l221-18")
	instants := []time.Time{ts("2020-02-12T15:00:00+01:00"), ts("2020-04-09T15:00:00+02:00"), ts("2021-02-20T15:00:00+01:00")}
	all := members()
	n, said := 0, 0
	for doc := range catalog.All() {
		p := compile(doc.ID + "@" + doc.Version)
		over, err := policy.Overlay(p, statute)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range slices.Sorted(maps.Keys(all)) {
			// A third of them, each with one of the rest in turn.
			if n++; n%3 != 0 {
				continue
			}
			p, at, l := []*policy.Policy{p, over}[n%2], instants[n/3%3], []*wording.Language{wording.English(), wording.French()}[n/9%2]
			x, err := p.Explain(all[name], at)
			if err != nil {
				t.Logf("%s, %s: %v", doc.ID, name, err) // which package policy tests
				continue
			}
			said++
			for _, text := range []string{l.Decision(doc.Title, x.Decision), l.Explanation(x)} {
				if found := raw.FindString(cited.ReplaceAllString(text, "x")); found != "" {
					t.Fatalf("%s, %s, %s: %q in\n%s", doc.ID, name, at, found, text)
				}
			}
		}
	}
	if said < n/3*9/10 {
		t.Errorf("%d decisions were explained, of %d", said, n/3)
	}
}

// The zero Language, and none, are English.
func TestZeroLanguage(t *testing.T) {
	p := compile("amazon-prime-fr@2020-02")
	at := ts("2020-04-09T15:00:00+02:00")
	d, err := p.DecideAt(member(), at)
	if err != nil {
		t.Fatal(err)
	}
	x, err := p.Explain(member(), at)
	if err != nil {
		t.Fatal(err)
	}
	en := wording.English()
	for _, l := range []*wording.Language{nil, {}} {
		line, err := l.Timeline(p.Timeline(member(), at, at.AddDate(1, 0, 0)), policy.TerminateNow)
		want, _ := en.Timeline(p.Timeline(member(), at, at.AddDate(1, 0, 0)), policy.TerminateNow)
		if line != want || err != nil {
			t.Errorf("Timeline: %q, %v", line, err)
		}
		if l.Decision("", d) != en.Decision("", d) || l.Explanation(x) != en.Explanation(x) || l.Tag() != "en" ||
			l.Amount(money.MustParse("1.00 EUR")) != "1.00 EUR" || l.Reason(d.TerminateNow.Reasons[0]) != en.Reason(d.TerminateNow.Reasons[0]) ||
			l.Day(calendar.MustParseDate("2020-04-09")) != "9 April 2020" || l.Instant(at) == "" {
			t.Error("not as in English")
		}
	}
}

// What no version of package policy makes does not panic.
func TestOddValues(t *testing.T) {
	odd := policy.Verdict{
		Answer: 77, Ends: policy.Moment{Kind: 9}, Access: policy.Moment{Kind: policy.Never}, Handling: policy.Handling{Action: 99, Money: 98},
		Refund:  policy.Sum{State: 77, Ask: 99},
		Credit:  policy.Sum{State: policy.SumUndecided, Ask: 99, Most: money.MustParse("1.00 EUR")},
		Due:     policy.Sum{State: policy.SumQuoted},
		Parts:   []policy.Part{{Operation: 99, Blocked: 250, Needs: 99}},
		Claims:  []policy.Claim{{Kind: 99}},
		Payout:  policy.Arrival{Unit: 99, Max: 3, Min: 1},
		Reasons: []policy.Reason{{}, {Code: 255}, {Code: policy.Ask}, {Code: policy.NoRule, Subject: "{x}"}},
	}
	d := policy.Decision{Phase: 99, Stopped: true, Unpaid: true, TerminateNow: odd, Withdraw: odd}
	d.Withdraw.Answer, d.Withdraw.Alternative = policy.Undecided, &odd
	x := policy.Explanation{Decision: d, Policies: []policy.Derivation{{}, {}}, Rankings: []policy.Ranking{{Action: policy.Withdraw, Outcomes: []policy.Outcome{{Rank: 9}}}}}
	var steps []policy.Inference
	for op := range 40 {
		for _, name := range []string{"", "event", "row", "left", "phase", "unheard"} {
			n := len(steps) + 1
			steps = append(steps, policy.Inference{N: n, Op: policy.Op(op), Name: name, Text: "event: + 1 fortnight", Inputs: []policy.Input{
				{Name: "held", Step: n}, {Name: "point", Step: n - 1}, {Name: "refund", Step: n + 1}, {Name: "of"}, {Name: "times", Step: -1}, {Name: "payout", Step: 3},
			}, Value: policy.Value{Effect: &policy.Effect{Answer: policy.Allowed, Refund: policy.Sum{State: policy.SumExact, Amount: money.MustParse("1.00 EUR")}}}})
		}
	}
	x.Policies[1].Courses = []policy.Course{{Action: policy.Withdraw, Steps: steps}, {Action: 99}}
	for _, l := range []*wording.Language{wording.English(), wording.French()} {
		if l.Decision("", d) == "" || l.Explanation(x) == "" || l.Explanation(policy.Explanation{}) == "" {
			t.Error("nothing is said")
		}
	}
	if text := wording.English().Explanation(x); !strings.Contains(text, "unheard") {
		t.Error("a step of a later version is passed over")
	}
}

// stretch is a segment in which ending now brings one verdict, and at its end
// another.
func stretch(start, end string, first, last policy.Verdict) policy.Segment {
	return policy.Segment{Start: ts(start), End: ts(end), First: policy.Decision{TerminateNow: first}, Last: policy.Decision{TerminateNow: last}}
}

func TestTimeline(t *testing.T) {
	exact := func(s string) policy.Sum {
		a := money.MustParse(s)
		return policy.Sum{State: policy.SumExact, Amount: a, Payable: a}
	}
	pays := func(refund, credit, due policy.Sum) policy.Verdict {
		return policy.Verdict{Answer: policy.Allowed, Refund: refund, Credit: credit, Due: due}
	}
	none := policy.Sum{}
	const one, two, three = "2020-02-10T00:00:00Z", "2020-02-20T00:00:00Z", "2020-02-21T12:00:00Z"
	for _, tt := range []struct {
		name string
		list []policy.Segment
		en   string
	}{
		{"what stays is one stretch", []policy.Segment{
			stretch(one, two, pays(exact("9.00 EUR"), none, none), pays(exact("9.00 EUR"), none, none)),
			stretch(two, three, pays(exact("9.00 EUR"), none, none), pays(exact("9.00 EUR"), none, none)),
		}, "From 10 February 2020 at 00:00 to 21 February 2020 at 12:00, as far as this looks: it is offered; 9.00 EUR comes back.\n"},
		{"the rate is by civil days", []policy.Segment{
			stretch(one, two, pays(exact("10.00 EUR"), none, none), pays(exact("9.10 EUR"), none, none)),
		}, "From 10 February 2020 at 00:00 to 20 February 2020 at 00:00, as far as this looks: it is offered; 10.00 EUR comes back, falling by about 0.10 EUR a day to 9.10 EUR.\n"},
		{"within a day there is no rate", []policy.Segment{
			stretch(two, three, pays(exact("10.00 EUR"), none, none), pays(exact("9.00 EUR"), none, none)),
		}, "From 20 February 2020 at 00:00 to 21 February 2020 at 12:00, as far as this looks: it is offered; 10.00 EUR comes back, falling to 9.00 EUR.\n"},
		{"a rate that rounds to nothing is not said", []policy.Segment{
			stretch(one, two, pays(exact("100 JPY"), none, none), pays(exact("98 JPY"), none, none)),
		}, "From 10 February 2020 at 00:00 to 20 February 2020 at 00:00, as far as this looks: it is offered; 100 JPY comes back, falling to 98 JPY.\n"},
		{"credits rise and dues fall", []policy.Segment{
			stretch(one, two, pays(exact("0.00 EUR"), exact("1.00 EUR"), exact("20.00 EUR")), pays(exact("0.00 EUR"), exact("10.00 EUR"), exact("2.00 EUR"))),
		}, "From 10 February 2020 at 00:00 to 20 February 2020 at 00:00, as far as this looks: it is offered; no money comes back; " +
			"1.00 EUR is given as a credit, rising by about 1.00 EUR a day to 10.00 EUR; 20.00 EUR is to be paid, falling by about 2.00 EUR a day to 2.00 EUR.\n"},
		{"refused and undecided, each with its reason", []policy.Segment{
			stretch(one, two, policy.Verdict{Reasons: []policy.Reason{{Code: policy.NoRule, Subject: "trial"}}}, policy.Verdict{}),
			stretch(two, three, policy.Verdict{Answer: policy.Undecided, Refund: policy.Sum{State: policy.SumUndecided, Least: money.MustParse("1.00 EUR"), Most: money.MustParse("5.00 EUR")},
				Reasons: []policy.Reason{{Code: policy.PhaseUnknown}}}, policy.Verdict{}),
		}, "From 10 February 2020 at 00:00 until 20 February 2020 at 00:00: it is not offered.\n" +
			"    Why: The policy has no rule that offers it in the phase \"trial\".\n" +
			"From 20 February 2020 at 00:00 to 21 February 2020 at 12:00, as far as this looks: it is not decided whether it is offered; " +
			"how much money comes back is not decided, but from 1.00 EUR to 5.00 EUR.\n" +
			"    Why: The records do not tell which phase the subscription is in.\n"},
	} {
		segments := func(yield func(policy.Segment, error) bool) {
			for _, g := range tt.list {
				if !yield(g, nil) {
					return
				}
			}
		}
		got, err := wording.English().Timeline(segments, policy.TerminateNow)
		if err != nil || got != tt.en {
			t.Errorf("%s:\n got %s, %v\nwant %s", tt.name, got, err, tt.en)
		}
		if got, err = wording.French().Timeline(segments, policy.TerminateNow); err != nil || strings.Count(got, "\n") != strings.Count(tt.en, "\n") {
			t.Errorf("%s: in French %s, %v", tt.name, got, err)
		}
	}
}

func TestTimelineErrors(t *testing.T) {
	no := errors.New("no")
	failing := iter.Seq2[policy.Segment, error](func(yield func(policy.Segment, error) bool) { yield(policy.Segment{}, no) })
	if text, err := wording.French().Timeline(failing, policy.Withdraw); err != no || text != "" {
		t.Errorf("%q, %v", text, err)
	}
	empty := iter.Seq2[policy.Segment, error](func(func(policy.Segment, error) bool) {})
	if _, err := wording.French().Timeline(empty, 0); err == nil || err.Error() != `wording: there is no action 0: want one of the four` {
		t.Errorf("%v", err)
	}
	if text, err := wording.English().Timeline(empty, policy.Withdraw); text != "There is no time to look at.\n" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
}

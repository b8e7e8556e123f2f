package policy_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"testing"
	"time"

	"github.com/rescind-go/rescind/internal/explained"
	"github.com/rescind-go/rescind/policy"
)

// Each instant is told with where it was read.
func TestExplainNamesItsSources(t *testing.T) {
	points := map[policy.Point]string{
		"contract": "contract", "trial_start": "trial", "trial_end": "trial", "service_start": "trial", "conversion": "charge in-1",
		"first_charge": "charge in-1", "latest_charge": "charge in-2", "renewal": "charge in-2", "term_start": "charge in-2",
		"term_end": "charge in-2", "period_end": "charge in-2", "commitment_start": "commitment", "commitment_end": "commitment",
		"event:use": "event use", "event": "event use",
	}
	s := memberWith(use(nextDebit.AddDate(0, 1, 0)), func(s *policy.Snapshot) {
		s.Contract = trialStart
		s.Commitment = policy.Period{Start: firstDebit, End: paidUntil}
		s.Request = policy.Request{At: nextDebit.AddDate(0, 2, 0), Cause: "use"}
	})
	for point, want := range points {
		d := blank()
		d.TerminateNow = []policy.Rule{{ID: "r", When: policy.When{Window: policy.Window{From: point}}, Ends: "request", Refund: policy.Formula{Fraction: policy.FractionNone}}}
		x, err := mustCompile(t, d).Explain(s, nextDebit.AddDate(0, 3, 0))
		if err != nil {
			t.Fatal(err)
		}
		found := ""
		for _, step := range x.Policies[0].Courses[1].Steps {
			if name, _, _ := strings.Cut(string(point), ":"); step.Op == policy.OpFact && step.Name == name {
				found = strings.TrimSpace(step.Source + " " + step.Subject)
			}
		}
		if found != want {
			t.Errorf("%s was read from %q, want %q", point, found, want)
		}
		if source := x.Policies[0].Standing[0].Source; source != "request" {
			t.Errorf("the request was read from %q", source)
		}
	}
}

// Of two charges one gives no more than is left of it, though the two together could.
func TestExplainCapsEachCharge(t *testing.T) {
	d := blank()
	d.TerminateNow = []policy.Rule{{ID: "r", Ends: "request", Refund: policy.Formula{
		Base: policy.BaseAllCharges, Fraction: policy.FractionAll, Percent: "50",
	}}}
	p := mustCompile(t, d)
	s := memberWith(func(s *policy.Snapshot) {
		s.Charges[0].Payments[0].Refunds = []policy.Refund{{ID: "r", At: firstDebit.AddDate(0, 1, 0), State: policy.RefundSucceeded, Amount: eur(3900)}}
	})
	at := nextDebit.AddDate(0, 1, 0)
	if err := explained.Check(p, s, at); err != nil {
		t.Fatal(err)
	}
	x, err := p.Explain(s, at)
	if err != nil {
		t.Fatal(err)
	}
	if cut := step(&x, policy.OpLeast, "share"); cut.Amount != eur(1000) || x.Decision.TerminateNow.Refund.Amount != eur(3450) {
		t.Errorf("cut to %s, refund %s", cut.Amount, x.Decision.TerminateNow.Refund)
	}
}

// Two actions that give different shares of one payment, here under a statute; a
// fault after a base without one; what might have been due and is nothing; and a
// credit that is at most nothing.
func TestExplainWhatWasRefused(t *testing.T) {
	member := func(change func(*policy.Snapshot)) policy.Snapshot {
		return memberWith(func(s *policy.Snapshot) {
			s.Charges = s.Charges[:1]
			s.Complete = []string{"use", "consent", "notice"}
			change(s)
		})
	}
	latest := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}
	half, term, none := latest, latest, latest
	half.Percent, term.Base = "50", policy.BaseTermCharges
	none.Adjust = []policy.Adjustment{
		{NothingBelow: eur(10000)},
		{Minus: policy.Formula{Base: policy.BaseQuote, Quote: "nope", Fraction: policy.FractionAll}},
	}
	none.Percent = "50"
	document := func(terminate, withdraw policy.Rule) *policy.Policy {
		d := blank()
		terminate.ID, terminate.Ends, withdraw.ID, withdraw.Ends = "t", "request", "w", "request"
		d.TerminateNow, d.Withdraw = []policy.Rule{terminate}, []policy.Rule{withdraw}
		return mustCompile(t, d)
	}
	fee := policy.Formula{Base: policy.BaseAmount, Amount: eur(700), Fraction: policy.FractionAll}
	unbilled := policy.Formula{Base: policy.BaseUnbilled, Fraction: policy.FractionUnused, Time: policy.Share{Unit: "1 day", Day: policy.Used}}
	for name, test := range map[string]struct {
		p *policy.Policy
		s policy.Snapshot
	}{
		"shares of one payment": {document(policy.Rule{Refund: half}, policy.Rule{Refund: latest}), member(func(*policy.Snapshot) {})},
		"a fault after none": {document(policy.Rule{Refund: latest}, policy.Rule{Refund: term}), member(func(s *policy.Snapshot) {
			s.Commitment = policy.Period{Start: firstDebit}
		})},
		"nothing due": {document(policy.Rule{Refund: latest, Due: unbilled}, policy.Rule{Refund: latest}), member(func(s *policy.Snapshot) {
			s.Commitment = policy.Period{Start: firstDebit, End: nextDebit}
		})},
		"a credit of nothing": {document(policy.Rule{Refund: none, Due: fee, Settlement: policy.Settlement{As: policy.AsCredit}}, policy.Rule{Refund: latest}), member(func(*policy.Snapshot) {})},
	} {
		for _, at := range []time.Time{firstDebit.AddDate(0, 0, 10), nextDebit.AddDate(0, 1, 0)} {
			if err := explained.Check(test.p, test.s, at); err != nil {
				t.Errorf("%s at %s: %.400s", name, at, err)
			}
		}
	}
}

// Charges whose ids are in another order than their dates, of which some give a cent:
// each part is that of its own charge.
func TestExplainOfManyCharges(t *testing.T) {
	for _, from := range []policy.Point{"", "period_end - 3 days", "event:use"} {
		d := blank()
		d.PausesLengthen = from == "event:use"
		d.TerminateNow = []policy.Rule{{ID: "r", Ends: "request", Refund: policy.Formula{
			Base: policy.BaseAllCharges, Fraction: policy.FractionUnused, Time: policy.Share{Unit: "1 day", Day: policy.Used, From: from},
		}}}
		s := policy.Snapshot{ID: "s", Complete: []string{"use"}}
		for i := range 250 {
			at := firstDebit.Add(time.Duration(i) * time.Hour)
			s.Charges = append(s.Charges, policy.Charge{
				ID: fmt.Sprint("in-", i), At: at, Phase: policy.Renewal, Covers: policy.Period{Start: at, End: firstDebit.AddDate(3, 0, i%50)},
				Payments: []policy.Payment{{
					ID: fmt.Sprint("pay-", i), State: policy.PaymentCaptured, Captured: eur(500),
					Disputes: []policy.Dispute{{State: policy.DisputeOpen, Amount: eur(300)}},
				}},
			})
			s.Events = append(s.Events, policy.Event{Kind: "use.video", At: at})
		}
		for i := range 100 {
			s.Pauses = append(s.Pauses, policy.Period{Start: firstDebit.AddDate(0, 0, 3*i), End: firstDebit.AddDate(0, 0, 3*i+1)})
		}
		if err := explained.Check(mustCompile(t, d), s, firstDebit.AddDate(1, 6, 0)); err != nil {
			t.Errorf("from %q: %.300s", from, err)
		}
	}
}

// What a step does and what its result is called are words that programs know: the
// list is for good. Lines are only ever added.
func TestWordsOfStepsAreKept(t *testing.T) {
	text, err := os.ReadFile("testdata/step_words.txt")
	if err != nil {
		t.Fatal(err)
	}
	listed := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if !slices.IsSorted(listed) {
		t.Error("the list is not in order")
	}
	met := make(map[string]bool)
	meet := func(x policy.Explanation) {
		for i := range x.Policies {
			lists := [][]policy.Inference{x.Policies[i].Standing}
			for _, c := range x.Policies[i].Courses {
				lists = append(lists, c.Steps)
			}
			for _, list := range lists {
				for _, s := range list {
					met[s.Op.String()+" "+s.Name] = true
					for _, in := range s.Inputs {
						met[s.Op.String()+" of "+in.Name] = met[s.Op.String()+" of "+in.Name] || in.Name != ""
					}
				}
			}
		}
	}
	for _, x := range explanations(t) {
		meet(x)
	}
	docs := varied(t)
	for i := range min(1000, cases()/20) {
		c := &choices{rng: rand.New(rand.NewPCG(*seedFlag, uint64(i)))}
		d, s, at := oneCase(c, docs, anything)
		if x, err := d.policy.Explain(s, at); err == nil {
			meet(x)
		}
	}
	for _, word := range slices.Sorted(maps.Keys(met)) {
		if met[word] && !slices.Contains(listed, word) {
			t.Errorf("not in the list: %s", word)
		}
	}
}

// The seed's refund: a count of three to five business days that passes over Easter,
// with the names of the days.
func TestExplainNamesTheDaysThatAreSkipped(t *testing.T) {
	x, err := primePolicy(t).Explain(memberWith(func(s *policy.Snapshot) { s.Charges = s.Charges[:1] }), ts("2020-04-09T15:00:00+02:00"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, step := range x.Policies[0].Courses[1].Steps {
		for _, c := range step.Skipped {
			got = append(got, c.String())
		}
	}
	want := "Sat 11 Apr 2020: weekend, Sun 12 Apr 2020: weekend, Mon 13 Apr 2020: Easter Monday"
	if strings.Join(got, ", ") != want {
		t.Errorf("skipped %s, want %s", strings.Join(got, ", "), want)
	}
}

// An explanation has the decision of DecideAt, every step follows when it is read
// again from JSON.
func TestPropertyExplanationFollows(t *testing.T) {
	forAll(t, anything, func(c *choices, d named, s policy.Snapshot, at time.Time) string {
		if !c.one(8) {
			return "" // an explanation takes a thousand times as long as a decision
		}
		return explanationFollows(c, d, s, at)
	})
}

func explanationFollows(c *choices, d named, s policy.Snapshot, at time.Time) string {
	for c.one(4) { // up to some statutes
		statute := variedPolicies[c.n(len(variedPolicies))]
		if p, err := policy.Overlay(d.policy, statute.policy); err == nil {
			d.policy = p
		}
	}
	if c.one(2) {
		shuffle(c, s.Charges) // their ids are then in no order
	}
	if _, err := d.policy.DecideAt(s, at); err != nil {
		if _, explained := d.policy.Explain(s, at); explained == nil {
			return "explained what cannot be decided"
		}
		return ""
	}
	if err := explained.Check(d.policy, s, at); err != nil {
		return err.Error()
	}
	return ""
}

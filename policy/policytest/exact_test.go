package policytest

import (
	"testing"
	"time"

	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

// Over the catalog, and ledgers made for each document: before Until, as
// DecideExact has it, nothing changes, and at it something does; before a verdict's
// Holds its answer and sums do not, and at it they do.
func TestExactOverTheCatalog(t *testing.T) {
	same := func(v, w policy.Verdict) bool {
		return v.Answer == w.Answer && v.Refund == w.Refund && v.Credit == w.Credit && v.Due == w.Due
	}
	bare := func(d policy.Decision) policy.Decision {
		d.At, d.Until = time.Time{}, policy.Moment{}
		for _, v := range []*policy.Verdict{&d.StopRenewal, &d.TerminateNow, &d.Withdraw, &d.ResumeRenewal} {
			v.Holds = policy.Moment{}
		}
		return d
	}
	for d := range catalog.All() {
		c := checkerOf(t, d)
		p, err := policy.Compile(d, in)
		if err != nil {
			t.Fatal(err)
		}
		ledgers := 40
		if testing.Short() || underRace {
			ledgers = 5
		}
		for i := range ledgers {
			s, at := c.ledger(i)
			got, err := p.DecideExact(s, at)
			if err != nil {
				t.Fatal(err)
			}
			then := func(at time.Time) policy.Decision {
				d, err := p.DecideAt(s, at)
				if err != nil {
					t.Fatal(err)
				}
				return d
			}
			// A share by the second, or a midnight, may outlast a thousand looks.
			near := func(until time.Time) bool {
				return until.Sub(at) < 900*24*time.Hour && d.ID != "heroku-usage"
			}
			if until, fixed := got.Until.Time(); fixed {
				if wrong := differ(bare(then(until.Add(-1))), bare(got)); wrong != "" {
					t.Errorf("%s, ledger %d at %s, before %s: %s", c.name, i, at, until, wrong)
				}
				if differ(bare(then(until)), bare(got)) == "" && near(until) {
					t.Errorf("%s, ledger %d at %s: nothing changes at %s", c.name, i, at, until)
				}
			}
			for a, v := range got.Verdicts() {
				until, fixed := v.Holds.Time()
				if !fixed {
					continue
				}
				if before := then(until.Add(-1)).Verdict(a); !same(before, v) {
					t.Errorf("%s, ledger %d at %s: %s changes before %s", c.name, i, at, a, until)
				}
				if same(then(until).Verdict(a), v) && near(until) {
					t.Errorf("%s, ledger %d at %s: %s does not change at %s", c.name, i, at, a, until)
				}
			}
		}
	}
}

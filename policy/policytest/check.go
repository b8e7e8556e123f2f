package policytest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/rescind-go/rescind/policy"
)

// Check compiles a document and decides on random ledgers, to try what the
// library promises of every decision, whatever the document says:
//
//   - No more comes back than was captured, less what went back: of each
//     payment, and in total. Nothing is negative.
//   - What can be paid now and what is blocked are the refund; the parts, the
//     lines and the claims add up.
//   - Every verdict has a reason, and every error comes with the zero decision.
//   - The renewal of a live subscription can be stopped, unless the document
//     refuses in so many words.
//   - What is unknown never pays: to know less never raises a sum that is certain.
//   - Equal facts give equal bytes, in whatever order they are listed, and a
//     decision is read as it is written.
//   - Nothing changes before [policy.Decision].Until, and no answer and no sum
//     before [policy.Verdict].Holds.
//
// The ledgers are made for the document: they hold the events, quotes and amounts
// that it speaks of, and are decided where its windows begin and end. With -v it
// lists the rules that decided in none of them.
//
// It stops at the first ledger that breaks a promise, takes away from it what is
// not needed for that, and prints the rest as a scenario for [Run]. A document
// that breaks one has found a mistake in the library: please report it.
//
// The flag -policytest.cases says how many ledgers are tried, 2000 otherwise, and
// -policytest.seed which ones. A seed always gives the same.
func Check(t testing.TB, d policy.Document, in policy.Sources) {
	t.Helper()
	CheckOverlay(t, in, d)
}

// CheckOverlay is [Check] of a contract with statutes over it, as [policy.Overlay]
// makes them one policy.
func CheckOverlay(t testing.TB, in policy.Sources, contract policy.Document, statutes ...policy.Document) {
	t.Helper()
	var layers []*policy.Policy
	var names, rules []string
	all := contract // what all of them speak of
	for i, d := range append([]policy.Document{contract}, statutes...) {
		p, err := policy.Compile(d, in)
		if err != nil {
			t.Errorf("policytest: %v", err)
			return
		}
		names = append(names, p.Ref().String())
		for _, rule := range hintsOf(d).rules {
			rules = append(rules, p.Ref().String()+" "+rule)
		}
		if layers = append(layers, p); i > 0 {
			all.StopRenewal = slices.Concat(all.StopRenewal, d.StopRenewal)
			all.TerminateNow = slices.Concat(all.TerminateNow, d.TerminateNow)
			all.Withdraw = slices.Concat(all.Withdraw, d.Withdraw)
			all.ResumeRenewal = slices.Concat(all.ResumeRenewal, d.ResumeRenewal)
		}
	}
	p, err := policy.Overlay(layers[0], layers[1:]...)
	if err != nil {
		t.Errorf("policytest: %v", err)
		return
	}
	load := in.Zone
	if load == nil {
		load = time.LoadLocation
	}
	zone, err := load(contract.Zone)
	if err != nil {
		t.Errorf("policytest: %v", err)
		return
	}
	known := hintsOf(all)
	if len(statutes) > 0 {
		known.rules = rules // two policies may have rules of one name
	}
	c := checker{decide: p.DecideAt, hints: known, zone: zone, name: p.Ref().String(), layers: names, seed: *seedFlag}
	if wrong := c.run(*casesFlag); wrong != "" {
		t.Errorf("policytest: %s", wrong)
	} else if len(c.idle) > 0 {
		t.Logf("policytest: %s: no ledger of %d was decided by the rules %q", c.name, *casesFlag, c.idle)
	}
}

// A checker tries the laws on a document.
type checker struct {
	decide decider
	hints  hints
	zone   *time.Location
	name   string // of the policy
	layers []string
	seed   uint64
	idle   []string // the rules that decided nothing yet
}

// run tries so many cases and tells the first that breaks a law.
func (c *checker) run(cases int) string {
	c.idle = slices.Clone(c.hints.rules)
	for i := range cases {
		s, at := c.ledger(i)
		d, err := c.decide(s, at)
		if err != nil {
			return c.report(i, s, at, "a ledger can be decided on", err.Error())
		}
		for a, v := range d.Verdicts() {
			for other := &v; other != nil; other = other.Alternative {
				name := c.ruleOf(a, other)
				c.idle = slices.DeleteFunc(c.idle, func(rule string) bool { return rule == name })
			}
		}
		for _, l := range laws {
			if wrong := c.try(l, i, 0, s, at, d); wrong != "" {
				s, wrong = c.smaller(l, i, s, at, wrong)
				return c.report(i, s, at, l.name, wrong)
			}
		}
	}
	return ""
}

// ruleOf names the rule that decided, and of an overlay the policy that it is of.
func (c *checker) ruleOf(a policy.Action, v *policy.Verdict) string {
	name := a.String() + ": " + v.Rule
	if len(c.layers) < 2 {
		return name
	}
	of := c.layers[0]
	for _, r := range v.Reasons {
		if r.Code == policy.OutcomeOf {
			of = r.Subject
		}
	}
	return of + " " + name
}

// ledger makes the ledger of a case.
func (c *checker) ledger(i int) (policy.Snapshot, time.Time) {
	g := &ledgers{hints: c.hints, Rand: rand.New(rand.NewPCG(c.seed, uint64(i))), zone: c.zone}
	s := g.snapshot()
	return s, g.at(s)
}

// try tries a law on a case. The stream is one of those that chance has for it.
func (c *checker) try(l law, i, stream int, s policy.Snapshot, at time.Time, d policy.Decision) string {
	return l.find(&trial{
		decide: c.decide, refuses: c.hints.refuses, s: s, at: at, got: d,
		rng: rand.New(rand.NewPCG(^c.seed, uint64(i*streams+stream))),
	})
}

// streams are the ways in which chance tries a law on a smaller ledger. How it
// turns a list over depends on how long the list is, and one way may miss what
// the whole ledger showed.
const streams = 10

// smaller takes away from a ledger what is not needed to break a law, and tells
// what is then wrong.
func (c *checker) smaller(l law, i int, s policy.Snapshot, at time.Time, wrong string) (policy.Snapshot, string) {
	s = shrink(s, func(s policy.Snapshot) bool {
		// A scenario must be able to hold it.
		b, err := json.Marshal(s)
		if err != nil {
			return false
		}
		if _, err := policy.ParseSnapshot(b); err != nil {
			return false
		}
		d, err := c.decide(s, at)
		if err != nil {
			return false
		}
		for stream := range streams {
			if now := c.try(l, i, stream, s, at, d); now != "" {
				wrong = now
				return true
			}
		}
		return false
	})
	return s, wrong
}

// report tells a case that breaks a law, with the scenario.
func (c *checker) report(i int, s policy.Snapshot, at time.Time, name, wrong string) string {
	var of any = c.name
	if len(c.layers) > 1 {
		of = c.layers
	}
	return fmt.Sprintf("%s, -policytest.seed %d, ledger %d: this is broken: %s.\n%s\n%s", c.name, c.seed, i, name, wrong, pretty(struct {
		Title    string          `json:"title"`
		Policy   any             `json:"policy"`
		Snapshot policy.Snapshot `json:"snapshot"`
		At       time.Time       `json:"at"`
	}{name, of, s, at}))
}

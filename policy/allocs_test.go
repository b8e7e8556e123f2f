package policy_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/rescind-go/rescind/policy"
)

// A decision is cheap: DecideInto allocates nothing once its slices have grown,
// DecideAt the reasons and the parts.
func TestAllocations(t *testing.T) {
	if underRace {
		t.Skip("the race detector changes what is allocated")
	}
	p := primePolicy(t)
	at := nextDebit.Add(time.Hour)
	for name, c := range map[string]struct {
		s  policy.Snapshot
		at time.Time
	}{
		"unused":    {member(), at},
		"used":      {memberWith(use(at)), at},
		"unknown":   {memberWith(func(s *policy.Snapshot) { s.Complete = nil }), at},
		"trial":     {member(), trialStart},
		"before":    {member(), trialStart.Add(-1)},
		"due":       {member(), paidUntil},
		"stopped":   {memberWith(func(s *policy.Snapshot) { s.StoppedAt = at }), at},
		"ended":     {memberWith(func(s *policy.Snapshot) { s.EndedAt = at }), at},
		"ending":    {memberWith(func(s *policy.Snapshot) { s.EndedAt = at.Add(1) }), at},
		"empty":     {policy.Snapshot{ID: "x"}, at},
		"requested": {memberWith(func(s *policy.Snapshot) { s.Request.At = at }), at.Add(time.Hour)},
		"refunded":  {memberWith(lastPayment(func(p *policy.Payment) { p.Refunds = []policy.Refund{{Amount: eur(1)}} })), at},
		"disputed":  {memberWith(lastPayment(func(p *policy.Payment) { p.Disputes = []policy.Dispute{{Amount: eur(1)}} })), at},
		"other events": {memberWith(func(s *policy.Snapshot) {
			s.Events = []policy.Event{{Kind: "notice.renewal", At: at}, {Kind: "consent.start", At: at}}
		}), at},
		"monotonic":  {member(), time.Now().Add(time.Until(at))},
		"other zone": {member(), at.In(time.FixedZone("", 3600*5))},
	} {
		var d policy.Decision
		if n := testing.AllocsPerRun(200, func() {
			if err := p.DecideInto(&d, &c.s, c.at); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%s: DecideInto allocates %v times", name, n)
		}
		if n := testing.AllocsPerRun(200, func() {
			if _, err := p.DecideAt(c.s, c.at); err != nil {
				t.Fatal(err)
			}
		}); n > 2 {
			t.Errorf("%s: DecideAt allocates %v times, more than twice", name, n)
		}
	}
}

// No ledger allocates, by no document and under no statute, once the lists of the
// decision have grown to what it needs.
func TestPropertyAllocatesNothing(t *testing.T) {
	if underRace {
		t.Skip("the race detector changes what is allocated")
	}
	compile := func(c *choices, id string) *policy.Policy {
		d := c.document()
		d.ID = id
		return mustCompile(t, d)
	}
	for i := range 3000 {
		c := &choices{rng: rand.New(rand.NewPCG(*seedFlag, uint64(i)))}
		p := compile(c, "contract")
		if i%2 == 1 {
			var err error
			if p, err = policy.Overlay(p, compile(c, "one"), compile(c, "two")); err != nil {
				t.Fatal(err)
			}
		}
		s := c.snapshot(anything)
		at := c.at(s)
		var d policy.Decision
		decideInto := func() { _ = p.DecideInto(&d, &s, at) }
		if decideInto(); d.Subscription == "" {
			continue // what is an error may allocate
		}
		if rs := allReasons(d); has(rs, policy.BeyondCalendar) || has(rs, policy.PayoutUndated) || has(rs, policy.SumTooLarge) {
			continue // the calendar, or package money, made an error of it
		}
		decideInto() // what layers have swapped grows once more
		if n := testing.AllocsPerRun(2, decideInto); n != 0 {
			t.Errorf("case %d allocates %v times: %s", i, n, asJSON(s))
		}
	}
}

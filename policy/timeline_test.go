package policy_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/policy"
)

// The seed's member over two years, in segments.
func TestTimelineOfTheSeed(t *testing.T) {
	p := primePolicy(t)
	s := memberWith(use(ts("2021-05-01T12:00:00+02:00")))
	var got []string
	for g, err := range p.Timeline(s, trialStart.Add(-time.Hour), paidUntil.AddDate(0, 1, 0)) {
		if err != nil {
			t.Fatal(err)
		}
		v := g.First.TerminateNow
		got = append(got, fmt.Sprintf("%s %s %s %s %s", g.Start.Format("2006-01-02 15:04"), g.First.Phase, v.Answer, v.Rule, v.Refund))
	}
	want := []string{
		"2020-01-10 08:00 before_start refused  none",
		"2020-01-10 09:00 trial refused  none",
		"2020-02-09 09:00 initial allowed paid-unused 49.00 EUR",
		"2021-02-09 09:00 renewal allowed paid-unused 49.00 EUR",
		"2021-05-01 12:00 renewal allowed paid-used undecided, at most 49.00 EUR: ask support",
		"2022-02-09 09:00 due refused  none",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// What is wrong with the first instant is said of that instant.
func TestTimelineBeginsInItsYears(t *testing.T) {
	want := "policy: cannot decide: the instant is in the year 1800: want one from 1900 to 2199"
	for _, err := range primePolicy(t).Timeline(member(), ts("1800-01-01T00:00:00Z"), nextDebit) {
		if err == nil || err.Error() != want {
			t.Errorf("%v", err)
		}
	}
	if _, err := primePolicy(t).NextBetter(member(), policy.Withdraw, ts("1800-01-01T00:00:00Z")); err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
}

// A window, then a share that falls every day, then nothing: three segments, and
// not one for each day.
func TestTimelineOfAShare(t *testing.T) {
	d := blank()
	latest := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}
	share := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: policy.Share{Unit: "1 day", Day: policy.Used}}
	d.TerminateNow = []policy.Rule{
		{ID: "free", Ends: "request", Refund: latest, When: policy.When{Window: policy.Window{Until: "latest_charge + 14 days"}}},
		{ID: "share", Ends: "request", Refund: share, When: policy.When{Phase: []policy.Phase{policy.Renewal}}},
	}
	p := mustCompile(t, d)
	var got []string
	for g, err := range p.Timeline(member(), nextDebit, paidUntil.AddDate(0, 0, 1)) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%s: %s to %s", g.Start.Format(time.DateOnly), g.First.TerminateNow.Refund, g.Last.TerminateNow.Refund))
	}
	want := "2021-02-09: 49.00 EUR to 49.00 EUR\n2021-02-24: 46.85 EUR to 0.00 EUR\n2022-02-09: none to none"
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	when, err := p.NextBetter(member(), policy.TerminateNow, nextDebit.AddDate(0, 1, 0))
	if err != nil || when.Kind != policy.Never {
		t.Errorf("a share that falls gets better %s, %v", when, err)
	}
	when, err = p.NextBetter(member(), policy.TerminateNow, nextDebit.AddDate(0, -1, 0))
	if err != nil || !when.At.Equal(nextDebit) {
		t.Errorf("the next charge can be had back %s, %v", when, err)
	}
}

// A fee that falls with the time makes leaving better every day.
func TestNextBetterOfAFeeThatFalls(t *testing.T) {
	d := terminating("fee", func(r *policy.Rule) {
		r.Due = policy.Formula{Base: policy.BaseAmount, Amount: eur(36500), Fraction: policy.FractionUnused, Time: policy.Share{Unit: "1 day", Day: policy.Unused}}
	})
	at := ts("2021-03-01T12:00:00+01:00")
	when, err := mustCompile(t, d).NextBetter(member(), policy.TerminateNow, at)
	if want := ts("2021-03-02T00:00:00+01:00"); err != nil || !when.At.Equal(want) {
		t.Errorf("%s, %v", when, err)
	}
}

// Two shares of which now the one is more and now the other: the timeline says so,
// day by day.
func TestTimelineOfOutcomesThatTakeTurns(t *testing.T) {
	p := mustOverlay(t,
		terminating("monthly", func(r *policy.Rule) {
			r.Refund = policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Percent: "95", Time: policy.Share{Unit: "1 month", Day: policy.Used, Begun: policy.Unused}}
		}),
		terminating("daily", func(r *policy.Rule) {
			r.Refund = policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: policy.Share{Unit: "1 day", Day: policy.Used}}
		}))
	turns := 0
	for g, err := range p.Timeline(member(), nextDebit, paidUntil) {
		if err != nil {
			t.Fatal(err)
		}
		turns++
		for at := g.Start; at.Before(g.End); at = at.AddDate(0, 0, 1) {
			if v := decide(t, p, member(), at).TerminateNow; v.Rule != g.First.TerminateNow.Rule {
				t.Fatalf("%s at %s, in a segment of %s from %s to %s", v.Rule, at, g.First.TerminateNow.Rule, g.Start, g.End)
			}
		}
	}
	if turns < 10 {
		t.Errorf("%d segments", turns)
	}
}

// What is offered only if it pays may come to pay in the middle of a month.
func TestNextBetterOfASawtooth(t *testing.T) {
	d := terminating("saw", func(r *policy.Rule) {
		r.IfRefund = true
		r.Refund = policy.Formula{
			Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: policy.Share{Unit: "1 month", Day: policy.Used, Begun: policy.Unused},
			Adjust: []policy.Adjustment{
				{Minus: policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: policy.Share{Unit: "1 day", Day: policy.Used}}},
				{NothingBelow: eur(200)},
			},
		}
	})
	p := mustCompile(t, d)
	when, err := p.NextBetter(member(), policy.TerminateNow, nextDebit)
	if at, fixed := when.Time(); err != nil || !fixed || !decide(t, p, member(), at).TerminateNow.Allowed() || decide(t, p, member(), at.Add(-1)).TerminateNow.Allowed() {
		t.Errorf("%s, %v", when, err)
	}
}

// The calendar ends, and what is counted on it with it.
func TestTimelineEndsWithTheCalendar(t *testing.T) {
	p := mustCompile(t, terminating("notice", func(r *policy.Rule) { r.Ends = "request + 10 business days" }))
	n := 0
	for g, err := range p.Timeline(member(), nextDebit, ts("2190-01-01T00:00:00Z")) {
		if n++; err != nil {
			t.Fatal(err)
		}
		if first, last := g.First.TerminateNow.Ends.Kind, g.Last.TerminateNow.Ends.Kind; first != last {
			t.Errorf("from %s to %s: %v and %v", g.Start, g.End, first, last)
		}
	}
	if n < 3 {
		t.Errorf("%d segments", n)
	}
}

// A segment looks at a thousand instants at most, whatever the snapshot holds.
func TestTimelineIsBounded(t *testing.T) {
	d := refunding("Europe/Paris", policy.Window{})
	d.TerminateNow[0].When.Facts = []policy.Fact{{Event: "use", Count: "> 500000"}}
	s := memberWith(func(s *policy.Snapshot) {
		for i := range 20_000 {
			s.Events = append(s.Events, policy.Event{Kind: "use", At: nextDebit.Add(time.Duration(i) * time.Minute)})
		}
	})
	for g, err := range mustCompile(t, d).Timeline(s, nextDebit, paidUntil) {
		if took := g.End.Sub(g.Start); err != nil || took > 1001*time.Minute {
			t.Errorf("%v, %v", took, err)
		}
		break
	}
}

func TestTimelineRefuses(t *testing.T) {
	p := primePolicy(t)
	early, late := ts("1899-12-31T23:59:59Z"), ts("2200-01-01T00:00:00Z")
	for name, c := range map[string]struct {
		p           *policy.Policy
		s           policy.Snapshot
		from, until time.Time
		want        error
	}{
		"no policy":    {nil, member(), nextDebit, paidUntil, policy.ErrCannotDecide},
		"no snapshot":  {p, policy.Snapshot{}, nextDebit, paidUntil, policy.ErrSnapshot},
		"too early":    {p, member(), early, paidUntil, policy.ErrCannotDecide},
		"too late":     {p, member(), nextDebit, late, policy.ErrCannotDecide},
		"no time":      {p, member(), time.Time{}, paidUntil, policy.ErrCannotDecide},
		"empty":        {p, member(), paidUntil, paidUntil, nil},
		"turned round": {p, member(), paidUntil, nextDebit, nil},
	} {
		n := 0
		for g, err := range c.p.Timeline(c.s, c.from, c.until) {
			if n++; !errors.Is(err, c.want) || err == nil || !g.Start.IsZero() {
				t.Errorf("%s: %v, %v", name, g.Start, err)
			}
		}
		if (n == 0) != (c.want == nil) {
			t.Errorf("%s: %d segments", name, n)
		}
	}
	if _, err := p.NextBetter(member(), 0, nextDebit); !errors.Is(err, policy.ErrCannotDecide) {
		t.Error(err)
	}
	if _, err := p.NextBetter(policy.Snapshot{}, policy.Withdraw, nextDebit); !errors.Is(err, policy.ErrSnapshot) {
		t.Error(err)
	}
	if d, err := p.DecideExact(policy.Snapshot{}, nextDebit); !errors.Is(err, policy.ErrSnapshot) || d.Policy.ID != "" {
		t.Error(err)
	}
}

// A timeline has no gap, and at every border, before every border and anywhere
// inside it says what DecideAt says.
func TestPropertyTimelineAgrees(t *testing.T) { forAll(t, anything, timelineAgrees) }

// layered puts one policy in six under another. What is best of the two may turn
// every day, and with shares by the second every second: those are left out.
func layered(c *choices, d named) named {
	statute := variedPolicies[c.n(len(variedPolicies))]
	if c.one(6) && !strings.Contains(asJSON(d.doc)+asJSON(statute.doc), `"second"`) {
		if p, err := policy.Overlay(d.policy, statute.policy); err == nil {
			d.policy = p
		}
	}
	return d
}

func timelineAgrees(c *choices, d named, s policy.Snapshot, at time.Time) string {
	d = layered(c, d)
	until := at.Add(time.Duration(1+c.n(800)) * 24 * time.Hour)
	if _, err := d.policy.DecideAt(s, until); err != nil {
		return ""
	}
	if strings.Contains(d.policy.Ref().ID, "+") {
		until = at.Add(time.Duration(1+c.n(60)) * 24 * time.Hour)
	}
	if strings.Contains(asJSON(d.doc), `"second"`) && c.n(50) > 0 {
		until = at.Add(10 * time.Minute) // an answer may turn every second
	}
	start := at
	for g, err := range d.policy.Timeline(s, at, until) {
		if err != nil {
			return err.Error()
		}
		if !g.Start.Equal(start) || !g.Start.Before(g.End) || g.End.After(until) {
			return fmt.Sprintf("a segment from %s to %s, after %s", g.Start, g.End, start)
		}
		start = g.End
		inside := g.Start.Add(time.Duration(c.rng.Int64N(int64(g.End.Sub(g.Start)))))
		for then, want := range map[time.Time]*policy.Decision{g.Start: &g.First, g.End.Add(-1): &g.Last, inside: nil} {
			got, err := d.policy.DecideAt(s, then)
			switch {
			case err != nil:
				return err.Error()
			case want != nil && asJSON(got) != asJSON(*want):
				return fmt.Sprintf("at %s\n%s\nand in the timeline\n%s", then, asJSON(got), asJSON(*want))
			case want == nil:
				if wrong := within(got, g, d.doc.PausesLengthen, sawtooth(d.doc)); wrong != "" {
					return fmt.Sprintf("at %s, in a segment from %s to %s: %s", then, g.Start, g.End, wrong)
				}
			}
		}
	}
	if !start.Equal(until) {
		return fmt.Sprintf("the timeline ends %s and not %s", start, until)
	}
	return ""
}

// sawtooth reports whether a rule takes one share of time off another.
func sawtooth(d policy.Document) bool {
	for _, r := range slices.Concat(d.StopRenewal, d.TerminateNow, d.Withdraw) {
		if strings.Count(asJSON(r), `"time":`) > 1 {
			return true
		}
	}
	return false
}

// within tells how a decision is not one of a segment. A pause that goes on may move
// what is over.
func within(got policy.Decision, g policy.Segment, moves, saw bool) string {
	if got.Phase != g.First.Phase || got.Stopped != g.First.Stopped || got.Unpaid != g.First.Unpaid || !got.Running.Start.Equal(g.First.Running.Start) {
		return "another phase"
	}
	for a, v := range got.Verdicts() {
		first, last := g.First.Verdict(a), g.Last.Verdict(a)
		if v.Answer != first.Answer || v.Rule != first.Rule || v.Handling.Action != first.Handling.Action || !moves && v.Ends.Kind != first.Ends.Kind {
			return fmt.Sprintf("%s: %s, and at the start %s", a, brief(v), brief(first))
		}
		for i, sums := range [][3]policy.Sum{{v.Refund, first.Refund, last.Refund}, {v.Credit, first.Credit, last.Credit}, {v.Due, first.Due, last.Due}} {
			if !saw && !between(sums[0], sums[1], sums[2]) {
				return fmt.Sprintf("%s: sum %d is %s, from %s to %s", a, i, sums[0], sums[1], sums[2])
			}
		}
	}
	return ""
}

// between reports whether what a sum may be lies between what two others may be.
func between(s, a, b policy.Sum) bool {
	least := func(s policy.Sum) int64 {
		if s.State == policy.SumUndecided {
			return s.Least.Minor()
		}
		return s.Amount.Minor()
	}
	most := func(s policy.Sum) int64 {
		switch {
		case s.State != policy.SumUndecided:
			return s.Amount.Minor()
		case !s.Most.IsValid():
			return math.MaxInt64
		}
		return s.Most.Minor()
	}
	const rounding = 5 // a minor unit for each charge
	return least(s) >= min(least(a), least(b))-rounding && most(s)-rounding <= max(most(a), most(b))
}

// DecideExact says what DecideAt says. Before its Until nothing changes, and at it
// something does, unless it is the last that it looked at.
func TestPropertyExactIsTight(t *testing.T) { forAll(t, anything, exactIsTight) }

func exactIsTight(c *choices, d named, s policy.Snapshot, at time.Time) string {
	d = layered(c, d)
	got, err := d.policy.DecideExact(s, at)
	plain, err2 := d.policy.DecideAt(s, at)
	if err != nil || err2 != nil {
		if fmt.Sprint(err) != fmt.Sprint(err2) {
			return fmt.Sprintf("%v, %v", err, err2)
		}
		return ""
	}
	bare := func(d policy.Decision) policy.Decision {
		d = d.Clone()
		d.At, d.Until = time.Time{}, policy.Moment{}
		for _, v := range []*policy.Verdict{&d.StopRenewal, &d.TerminateNow, &d.Withdraw, &d.ResumeRenewal} {
			for ; v != nil; v = v.Alternative {
				v.Holds = policy.Moment{}
			}
		}
		return d
	}
	if asJSON(bare(got)) != asJSON(bare(plain)) {
		return "another decision: " + asJSON(got)
	}
	then := func(at time.Time) policy.Decision {
		later, err := d.policy.DecideAt(s, at)
		if err != nil {
			panic(err)
		}
		return later
	}
	// It gives up after a thousand seconds, or midnights of two zones.
	bySecond := strings.Contains(asJSON(d.doc), `"second"`)
	far := func(then time.Time) bool { return bySecond || then.Sub(got.At) > 490*24*time.Hour }
	if at, fixed := got.Until.Time(); fixed {
		if before := then(at.Add(-1)); asJSON(bare(before)) != asJSON(bare(got)) {
			return fmt.Sprintf("until %s, and before that\n%s\nnow\n%s", at, asJSON(before), asJSON(got))
		}
		if after := then(at); asJSON(bare(after)) == asJSON(bare(got)) && !far(at) {
			return fmt.Sprintf("until %s, where nothing changes: %s", at, asJSON(got))
		}
	} else if later := then(ts("2199-12-31T23:59:59.999999999Z")); asJSON(bare(later)) != asJSON(bare(got)) {
		return "it is not for ever: " + asJSON(later)
	}
	same := func(v, w policy.Verdict) bool {
		return v.Answer == w.Answer && v.Refund == w.Refund && v.Credit == w.Credit && v.Due == w.Due
	}
	for a, v := range got.Verdicts() {
		if at, fixed := v.Holds.Time(); fixed {
			if !same(then(at.Add(-1)).Verdict(a), v) {
				return fmt.Sprintf("%s holds until %s, and before that is %s; now %s", a, at, brief(then(at.Add(-1)).Verdict(a)), brief(v))
			}
			if same(then(at).Verdict(a), v) && !far(at) {
				return fmt.Sprintf("%s holds until %s, where it is the same: %s", a, at, brief(v))
			}
		} else if later := then(ts("2199-12-31T23:59:59.999999999Z")).Verdict(a); !same(later, v) {
			return fmt.Sprintf("%s holds for ever, and is %s; now %s", a, brief(later), brief(v))
		}
	}
	return ""
}

// What NextBetter finds is better, and nothing before it is.
func TestPropertyNothingBetterBefore(t *testing.T) { forAll(t, anything, nothingBetterBefore) }

func nothingBetterBefore(c *choices, d named, s policy.Snapshot, at time.Time) string {
	d = layered(c, d)
	now, err := d.policy.DecideAt(s, at)
	if err != nil {
		return ""
	}
	a := policy.Action(1 + c.n(4))
	was := now.Verdict(a)
	better := func(at time.Time) bool {
		d, err := d.policy.DecideAt(s, at)
		if err != nil {
			panic(err)
		}
		v := d.Verdict(a)
		return v.Answer > was.Answer || v.Answer == was.Answer && (currency(v) == currency(was) || !currency(v).IsValid() || !currency(was).IsValid()) && worth(v) > worth(was)
	}
	when, err := d.policy.NextBetter(s, a, at)
	if err != nil {
		return err.Error()
	}
	end := ts("2199-12-31T23:59:59Z")
	if when.Kind == policy.NoMoment {
		return "" // it has given up
	}
	if found, fixed := when.Time(); fixed {
		if !better(found) {
			return fmt.Sprintf("%s is not better at %s than %s", a, found, brief(was))
		}
		end = found.Add(-1)
	}
	for _, then := range []time.Time{end, at.Add(time.Duration(c.rng.Int64N(max(1, int64(min(end.Sub(at), 3*365*24*time.Hour))))))} {
		if then.After(at) && better(then) {
			later, _ := d.policy.DecideAt(s, then)
			return fmt.Sprintf("%s is better at %s, before %s\n%s\n%s", a, then, when, asJSON(later.Verdict(a)), asJSON(was))
		}
	}
	return ""
}

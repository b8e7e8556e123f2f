package policy

import (
	"iter"
	"slices"
	"time"
)

// A Segment is a stretch of a timeline in which the same rules decide the same,
// and no sum changes but by a share of the time that passes.
type Segment struct {
	// Start and End bound the segment, which is half-open: at End the next one
	// begins, or the timeline is over. Both are in the policy's zone.
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`

	// First is the decision at Start, and Last the one at the last instant
	// before End. In between, the phase, the answers, the rules, the ways and
	// the moments at which things end are those of First. A sum is First's or,
	// where it is a share of time, lies between First's and Last's, but for the
	// minor unit that each charge may round, and unless one share is taken off
	// another; with it go its state, who handles the money, and a deadline, which
	// is there as long as money is. Dates that follow the request move: the
	// expected arrival, a deadline, an end "request + 30 days", and the end of a
	// time that a pause makes longer.
	First Decision `json:"first"`
	Last  Decision `json:"last"`
}

// Timeline decides for every instant from one up to another, that one excluded:
// it returns the segments that lie between them, in order, without a gap. They are
// found from what the policy and the snapshot say, and not by looking at every
// day, save where an answer may turn with a share of time: under statutes, by
// [Rule].IfRefund, and while a pause goes on. A segment costs two decisions for
// each instant at which something might have changed, and is cut after a thousand
// of them: the next may then be the same.
//
//	for g, err := range p.Timeline(s, now, now.AddDate(1, 0, 0)) { ... }
//
// With a request that is dated ([Request].At) rights stand as they were then, and
// only what can be paid changes. What is not a snapshot, or an instant outside of
// the years 1900 to 2199, is the error of the first pair, and there is no other. A
// timeline that ends where it begins, or before, is empty.
func (p *Policy) Timeline(s Snapshot, from, until time.Time) iter.Seq2[Segment, error] {
	return func(yield func(Segment, error) bool) {
		w := walk{policy: p, s: &s, end: instantOf(until)}
		start := instantOf(from)
		if err := p.DecideInto(&w.now, w.s, from); err != nil {
			yield(Segment{}, err)
			return
		}
		if w.end == unset {
			yield(Segment{}, cannotDecide("the timeline has no end in the years 1900 to 2199"))
			return
		}
		for start < w.end {
			g := Segment{First: w.now.Clone()}
			end, err := w.segment()
			if err != nil {
				yield(Segment{}, err)
				return
			}
			g.Last, g.Start, g.End = w.last.Clone(), g.First.At, end.time().In(g.First.At.Location())
			if !yield(g, nil) {
				return
			}
			start = end
		}
	}
}

// A walk goes from instant to instant at which something may change.
type walk struct {
	policy *Policy
	s      *Snapshot
	end    instant
	looks  int // how many instants it has looked at
	most   int // and at how many it may; 0: all

	now, last, next Decision // where it stands; the instant before where it looks, and there
}

// at decides at an instant.
func (w *walk) at(d *Decision, t instant) error {
	return w.policy.DecideInto(d, w.s, t.time())
}

// segment goes to the end of the segment in which the walk stands, and returns it.
// It leaves the last decision of the segment in last.
func (w *walk) segment() (instant, error) {
	from := &w.now
	for n := 1; ; n++ {
		edge := min(from.room.edge, from.room.turns, w.end)
		shares := edge < from.room.edge // sums may move there, too
		if err := w.at(&w.last, edge-1); err != nil {
			return 0, err
		}
		if w.looks++; edge == w.end || w.looks == w.most {
			return edge, nil
		}
		if err := w.at(&w.next, edge); err != nil {
			return 0, err
		}
		if n == maxLooks || !w.last.same(&w.next, !shares) {
			w.now, w.next = w.next, w.now
			return edge, nil
		}
		from = &w.next
	}
}

// first returns the first instant after one at which something holds that holds at
// another, and not at the one. In between it comes to hold once.
func (w *walk) first(low, high instant, holds func(*Decision) bool) (instant, error) {
	for low+1 < high {
		middle := low + (high-low)/2
		if err := w.at(&w.last, middle); err != nil {
			return 0, err
		}
		if holds(&w.last) {
			high = middle
		} else {
			low = middle
		}
	}
	return high, nil
}

// same reports whether two decisions allow the same in the same way and, if asked,
// for the same money.
func (d *Decision) same(e *Decision, money bool) bool {
	if d.Phase != e.Phase || d.Stopped != e.Stopped || d.Unpaid != e.Unpaid || !d.Grace.Equal(e.Grace) ||
		!d.Running.Start.Equal(e.Running.Start) || money && !d.Running.End.Equal(e.Running.End) {
		return false
	}
	for a := StopRenewal; a <= ResumeRenewal; a++ {
		if !d.verdict(a).same(e.verdict(a), money) {
			return false
		}
	}
	return true
}

// same reports whether two verdicts allow the same in the same way and, if asked,
// for the same money. What follows the request differs from instant to instant.
func (v *Verdict) same(w *Verdict, money bool) bool {
	for ; v != nil && w != nil; v, w = v.Alternative, w.Alternative {
		if v.Answer != w.Answer || v.Rule != w.Rule || v.Label != w.Label || v.Handling.Action != w.Handling.Action ||
			money && !(v.pays(w) && v.Handling == w.Handling && v.Ends.same(w.Ends) && v.Access.same(w.Access)) ||
			v.Ends.Kind != w.Ends.Kind || v.Access.Kind != w.Access.Kind || v.Deadline.Kind != w.Deadline.Kind ||
			v.origin() != w.origin() || first(v.Reasons) != first(w.Reasons) || !slices.Equal(v.Forfeits, w.Forfeits) {
			return false
		}
	}
	return v == nil && w == nil
}

// origin names the policy whose outcome a verdict is, under statutes.
func (v *Verdict) origin() string {
	for i := range v.Reasons {
		if v.Reasons[i].Code == OutcomeOf {
			return v.Reasons[i].Subject
		}
	}
	return ""
}

// same reports whether two moments are one, whatever zone they are written in.
func (m Moment) same(n Moment) bool {
	return m.Kind == n.Kind && (m.Kind != Fixed || m.At.Equal(n.At))
}

// NextBetter returns the first instant after one at which an action turns out
// better: it becomes allowed, or undecided where it was refused, or the money that
// is sure to come back by it, less what may be due, rises. It is [Never] if the
// facts give no reason for that in the years up to 2199, and none if they gave
// none at the first thousand instants at which something might have changed. Of
// sums that are shares of time the ends of a segment are compared.
//
//	when, err := p.NextBetter(s, policy.TerminateNow, now)
//
// The errors are those of [Policy.DecideAt].
func (p *Policy) NextBetter(s Snapshot, a Action, at time.Time) (Moment, error) {
	w := walk{policy: p, s: &s, end: lastInstant, most: maxLooks}
	start := instantOf(at)
	if err := p.DecideInto(&w.now, w.s, at); err != nil {
		return Moment{}, err
	}
	v := w.now.verdict(a)
	if v == nil {
		return Moment{}, cannotDecide("there is no such action: want one of the four")
	}
	zone := w.now.At.Location()
	than := standard{v.Answer, v.net()}
	for start < w.end {
		end, err := w.segment()
		if err != nil {
			return Moment{}, err
		}
		if w.looks >= w.most {
			return Moment{}, nil
		}
		if than.below(w.last.verdict(a)) {
			// A share of time has made it better: it moves in one direction.
			when, err := w.first(start, end-1, func(d *Decision) bool { return than.below(d.verdict(a)) })
			if err != nil {
				return Moment{}, err
			}
			return Moment{Kind: Fixed, At: when.time().In(zone)}, nil
		}
		if start = end; start < w.end && than.below(w.now.verdict(a)) {
			return Moment{Kind: Fixed, At: w.now.At}, nil
		}
	}
	return Moment{Kind: Never}, nil
}

// A standard is what an outcome must exceed to be better.
type standard struct {
	answer Answer
	net    net
}

// below reports whether an outcome is better than the standard.
func (than standard) below(v *Verdict) bool {
	return v.Answer > than.answer || v.Answer == than.answer && !than.net.foreign(v.net()) && v.net().least > than.net.least
}

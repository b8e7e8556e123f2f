package policy

import (
	"math"
	"time"

	"github.com/rescind-go/rescind/calendar"
)

// Instants are compared as nanoseconds since 1970 while deciding: one number
// and one comparison. The years 1900 to 2199, to which a snapshot is held, fit.
type instant int64

const (
	unset instant = math.MinInt64 // the zero Time: not given, and before everything
	never instant = math.MaxInt64
)

// lastInstant is the last in the years of a snapshot.
const lastInstant = instant((firstSecond+seconds)*1e9 - 1)

// instantOf returns the instant of a time in the years of a snapshot, and unset
// for any other.
func instantOf(t time.Time) instant {
	sec := t.Unix()
	if uint64(sec-firstSecond) >= seconds {
		return unset
	}
	return instant(sec*1e9 + int64(t.Nanosecond()))
}

// time returns the instant as a time, in no zone in particular.
func (i instant) time() time.Time { return time.Unix(0, int64(i)) }

// lost reports whether t was given, and lies outside the years of an instant.
func (i instant) lost(t *time.Time) bool { return i == unset && !t.IsZero() }

// A standing is where a subscription stands at an instant: everything that is
// derived from a snapshot, once per decision, and read by the rules.
//
// It copies no text of the snapshot: text goes on into the decision, and the
// compiler, which does not tell the fields apart, would then move the snapshot
// of DecideAt to the heap.
type standing struct {
	policy  *Policy
	s       *Snapshot
	statute bool // the policy decides as part of an overlay, and not as its contract

	at     instant       // the instant decided
	sent   instant       // the instant whose rights are tested: when the request was sent
	moving bool          // sent is the instant decided, and moves with it
	day    calendar.Date // the civil day of sent

	// The instants of the snapshot. A trial that holds no instant is unset.
	contract, trialStart, trialEnd, stoppedAt, endedAt instant

	phases  phases // the phases that the facts leave open
	stopped bool
	unpaid  bool
	ending  bool    // notice was given, and the end lies ahead
	end     instant // when it ended or will end

	first   candidate // the earliest charge that was taken
	latest  candidate // the latest charge that took money, or is about to
	renewal candidate // the latest of these that is a renewal
	term    candidate // the paid period that contains sent, or else the last one, by its start
	running *Charge   // what the running period is counted by; nil: none runs, or a trial

	periodEnd instant // the end of all time paid for or tried; unset: not known

	owed ledger // what is left of the charges of a base, first of the latest
	room *room

	next   instant // the earliest instant after at at which a fact begins to count; never: none
	ticks  instant // the earliest at which nothing but a share of time moves
	turns  instant // the earliest of these on which an answer may turn
	byDay  bool    // an end follows the day of the request
	payDay bool    // a payout does
	shifts instant // when the day of a payout moves, if not at midnight

	// Odd facts: charges taken after the end, the stop or the request; a
	// request that is dated after the instant decided; a trial that holds no
	// instant; a debit of which it is not told whether it is a renewal.
	afterEnd, afterStop, afterRequest candidate
	afterClock, oddTrial, unphased    bool

	oddCommitment bool // it has only one end, or ends before it starts

	oddPause   bool // pauses that overlap, or end before they start
	pausing    bool // a pause has no end yet
	authorized bool // money is set aside and not captured
}

// derive works out where the snapshot stands at an instant. It reports whether
// there is something to decide on: if not, nothing else that it worked out has
// a meaning, and Policy.check tells why. The bounds are looked at here because
// every instant is read here anyway.
func (v *standing) derive(at time.Time) bool {
	s := v.s
	v.at = instantOf(at)
	switch {
	case v.policy == nil, s == nil, v.at == unset:
		return false
	case v.policy.zone == nil, unnamed(s.ID), far(s.Request.Received), s.Request.By > ByEvent,
		len(s.Charges) > maxCharges, len(s.Events) > maxEvents, len(s.Complete) > maxKinds,
		far(s.Commitment.Start), far(s.Commitment.End), len(s.Pauses) > maxPauses,
		len(s.Instalments) > maxReturns, len(s.Quotes) > maxReturns:
		return false
	}
	v.room.pauses = v.room.pauses[:0]
	v.contract, v.stoppedAt, v.endedAt = instantOf(s.Contract), instantOf(s.StoppedAt), instantOf(s.EndedAt)
	v.trialStart, v.trialEnd = instantOf(s.Trial.Start), instantOf(s.Trial.End)
	sent := instantOf(s.Request.At)
	if v.contract.lost(&s.Contract) || v.stoppedAt.lost(&s.StoppedAt) || v.endedAt.lost(&s.EndedAt) ||
		v.trialStart.lost(&s.Trial.Start) || v.trialEnd.lost(&s.Trial.End) || sent.lost(&s.Request.At) {
		return false
	}
	if v.trialStart == unset || v.trialStart >= v.trialEnd {
		v.oddTrial = v.trialStart != unset || v.trialEnd != unset
		v.trialStart, v.trialEnd = unset, unset
	}
	v.oddCommitment = s.Commitment.empty() && !(s.Commitment.Start.IsZero() && s.Commitment.End.IsZero())
	v.next, v.ticks, v.turns, v.shifts, v.periodEnd = never, never, never, never, unset
	v.sent, v.moving = v.at, true
	if sent > v.at {
		v.afterClock = true
		v.seeNow(sent)
	} else if sent != unset {
		v.sent, v.moving, at = sent, false, s.Request.At
	}
	v.day = v.policy.zone.DateIn(at)

	for i := range s.Events {
		if e := &s.Events[i]; unnamed(e.Kind) || instantOf(e.At) == unset {
			return false
		}
	}
	for i := range s.Instalments {
		if n := &s.Instalments[i]; unnamed(n.ID) || instantOf(n.At) == unset {
			return false
		}
	}
	for i := range s.Quotes {
		if unnamed(s.Quotes[i].Name) {
			return false
		}
	}
	var c cover
	if len(s.Pauses) > 0 && !v.readPauses() || !v.read(&c) {
		return false
	}
	v.derivePhase(&c)
	if next := v.next; v.latest.charge != nil {
		v.gather(BaseLatestCharge, false)
		v.next = next // verdicts may not depend on it
	}
	return true
}

// derivePhase works out the phase and its flags.
func (v *standing) derivePhase(c *cover) {
	v.seeNow(v.stoppedAt)
	v.seeNow(v.endedAt)

	// A stop that was followed by a charge for later time did not take
	// effect: offering it again is the safe reading.
	if c.extended.charge != nil && c.extended.at > c.stopEnd {
		v.afterStop.charge, v.afterStop.at = c.extended.charge, instantOf(c.extended.charge.At)
	}
	v.stopped = v.stoppedAt != unset && v.stoppedAt <= v.at && v.afterStop.charge == nil
	stopped := v.stopped && v.stoppedAt <= v.sent // already when the request was sent

	v.latest = c.debit
	if v.term = c.current; v.term.charge == nil {
		v.term = c.past
	}

	// An end that was followed by a charge is contradicted.
	if v.endedAt != unset && v.afterEnd.charge == nil {
		v.end = v.endedAt
		if v.end <= v.sent {
			v.phases = setOf(Ended)
			v.forget()
			return
		}
		v.ending = true
	}

	v.running = c.current.charge
	if v.running == nil && c.debit.charge != nil && c.debit.charge.Covers.empty() &&
		v.stateAt(c.debit.charge, v.sent, false) == paid {
		// The latest charge does not say what it pays for. It is taken to be
		// this time: the doubt then falls on its money and not on the way
		// out.
		v.running = c.debit.charge
	}
	switch {
	case v.running != nil:
	case v.inTrial():
		v.phases = setOf(Trial)
		return
	case v.granted(c, stopped):
		v.running = c.spare.charge
		if v.unpaid = v.stateAt(v.running, v.sent, false) == open; !v.unpaid {
			v.periodEnd = max(v.periodEnd, v.coverEnd(v.running))
		}
	case c.begun && stopped && !c.ahead:
		v.phases, v.end = setOf(Ended), max(v.periodEnd, v.stoppedAt, c.returnedEnd)
		return
	case c.begun:
		v.phases = setOf(Due)
		if odd := c.odd.charge; odd != nil && instantOf(odd.At) > c.paid {
			// One that is not paid may be for this time: it does not say.
			if odd.Phase == 0 {
				v.phases |= setOf(Initial) | setOf(Renewal)
			} else {
				v.phases |= setOf(odd.Phase)
			}
		}
	default:
		v.phases = setOf(BeforeStart)
	}
	switch {
	case v.running == nil && v.oddTrial:
		v.phases |= setOf(Trial) | setOf(Due)
	case v.running == nil:
	case v.running.Phase == 0:
		v.phases = setOf(Initial) | setOf(Renewal)
	default:
		v.phases = setOf(v.running.Phase)
	}
}

// forget drops the instants seen so far, when none of them can change the
// answer any more. What is over stays over, unless a charge is still to come, a
// statute has rules for it, or a charge contradicts the stop and may be given
// back.
func (v *standing) forget() {
	if len(v.policy.rules[Withdraw]) > 0 || v.afterStop.charge != nil {
		return
	}
	v.next, v.ticks = never, never
	v.seeNow(v.stoppedAt)
	for i := range v.s.Charges {
		v.seeNow(instantOf(v.s.Charges[i].At))
	}
	for i := range v.s.Pauses {
		v.see(instantOf(v.s.Pauses[i].Start)) // it may be a doubtful one
	}
	if v.afterClock {
		v.seeNow(instantOf(v.s.Request.At))
	}
}

// inTrial reports whether the request lies in the trial.
func (v *standing) inTrial() bool {
	return v.trialStart != unset && v.trialStart <= v.sent && v.sent < v.trialEnd
}

// see notes an instant at which a right may change, if the request's instant
// has yet to pass it.
func (v *standing) see(t instant) {
	if v.moving {
		v.seeNow(t)
	}
}

// seeNow notes an instant at which the answer may change as the clock passes
// it.
func (v *standing) seeNow(t instant) {
	if v.at < t && t < v.next {
		v.next = t
	}
}

// tick notes an instant at which a share of time moves with the clock.
func (v *standing) tick(t instant) {
	if v.at < t && t < v.ticks && t <= lastInstant {
		v.ticks = t
	}
}

// shift notes an instant at which an expected date moves with the clock.
func (v *standing) shift(t instant) {
	if v.moving && v.at < t && t < v.shifts && t <= lastInstant {
		v.shifts = t
	}
}

// time returns an instant as a time in the policy's zone.
func (v *standing) time(t instant) time.Time {
	return v.policy.local(t.time())
}

// noSeconds is the Unix time from which no zone has seconds in its offset; the
// last that had was Monrovia's, until January 1972.
const noSeconds = 64_000_000

// local writes an instant in the policy's zone. RFC 3339 has no seconds in an
// offset: instants of the years when the zone had stay in UTC.
func (p *Policy) local(t time.Time) time.Time {
	if t.Unix() < noSeconds {
		if _, offset := t.In(p.zone.Location()).Zone(); offset%60 != 0 {
			return t.UTC()
		}
	}
	return t.In(p.zone.Location())
}

// until returns the moment that is not before an instant.
func (v *standing) until(t instant) Moment {
	if t == never {
		return Moment{Kind: Never}
	}
	return Moment{Kind: Fixed, At: v.time(t)}
}

// period fills in the paid or trial period that contains the request.
func (v *standing) period(out *Period) {
	var p *Period
	switch {
	case v.running != nil && !v.running.Covers.empty():
		p = &v.running.Covers
	case v.phases == setOf(Trial):
		p = &v.s.Trial
	default:
		*out = Period{}
		return
	}
	out.Start, out.End = v.policy.local(p.Start), v.policy.local(p.End)
	if len(v.room.pauses) > 0 && v.running != nil {
		out.End = v.time(v.coverEnd(v.running))
	}
}

// findings lists the odd facts.
func (v *standing) findings(into []Reason) []Reason {
	if v.owed.fault != 0 {
		into = append(into, v.told(&v.owed))
	}
	if v.oddPause {
		into = append(into, Reason{Code: PauseDoubtful})
	}
	if v.oddCommitment {
		into = append(into, Reason{Code: CommitmentDoubtful})
	}
	if c := v.afterStop.charge; c != nil {
		into = append(into, Reason{Code: ChargeAfterStop, Subject: c.ID, At: v.time(v.afterStop.at)})
	}
	if c := v.afterRequest.charge; c != nil {
		into = append(into, Reason{Code: ChargeAfterRequest, Subject: c.ID, At: v.time(v.afterRequest.at)})
	}
	if v.afterClock {
		into = append(into, Reason{Code: RequestAfterClock, At: v.policy.local(v.s.Request.At)})
	}
	if v.oddTrial {
		into = append(into, Reason{Code: TrialDoubtful})
	}
	return into
}

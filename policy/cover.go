package policy

import (
	"time"

	"github.com/rescind-go/rescind/money"
)

// A cover gathers what the charges pay for.
type cover struct {
	begun bool // a period that was tried, paid or asked for has begun
	ahead bool // a period that is paid or to be tried lies ahead

	debit   candidate // the latest charge that took money, by when
	current candidate // the paid period that contains the request, by its start
	past    candidate // the paid period that is over, by its start
	paid    instant   // the start of the latest period that is paid and has begun
	spare   candidate // the latest charge for the time of the request that is not
	odd     candidate // the latest one that is not paid and has half a period

	stopEnd     instant   // the end of what was paid for or tried when renewal was stopped
	extended    candidate // the charge since then that pays for the longest time
	returnedEnd instant   // the end of what was granted then although it was given back
}

// read goes through the charges once. It reports whether all of them keep the
// bounds.
func (v *standing) read(c *cover) bool {
	c.stopEnd, c.paid, c.returnedEnd = v.trialEnd, unset, unset
	charges := v.s.Charges
	payments, components := 0, 0
	for i := range charges {
		charge := &charges[i]
		payments, components = payments+len(charge.Payments), components+len(charge.Components)
		at, start, end := instantOf(charge.At), instantOf(charge.Covers.Start), v.coverEnd(charge)
		if _, _, want := charge.check(); want != "" || payments > allPayments || components > allComponents {
			return false
		}
		if at > v.at {
			v.seeNow(at)
			continue
		}
		empty := start == unset || start >= end
		if v.stoppedAt != unset && at <= v.stoppedAt && v.stateAt(charge, v.stoppedAt, false) == paid {
			c.stopEnd = max(c.stopEnd, end)
		}
		// What contradicts an end or a stop is money that was taken since and
		// that is, for all that is known now, not given back.
		if v.contradicts(at) && charge.debited() && v.stateAt(charge, v.at, true) == paid {
			if v.endedAt != unset && at > v.endedAt {
				v.afterEnd.later(charge, i, at)
			}
			switch {
			case v.stoppedAt == unset || at <= v.stoppedAt:
			case empty:
				c.extended.later(charge, i, never) // it may pay for anything
			default:
				c.extended.later(charge, i, end)
			}
			if at > v.sent {
				v.afterRequest.later(charge, i, at)
			}
		}
		if at > v.sent {
			continue
		}
		state := v.stateAt(charge, v.sent, v.moving)
		if state == paid || state == returned {
			v.first.earlier(charge, i, at)
			if charge.debited() {
				c.debit.later(charge, i, at)
				if charge.Phase == Renewal {
					v.renewal.later(charge, i, at)
				}
				v.unphased = v.unphased || charge.Phase == 0
			}
		}
		v.authorized = v.authorized || charge.authorized()
		if state == open && empty && !(charge.Covers.Start.IsZero() && charge.Covers.End.IsZero()) {
			c.odd.later(charge, i, at)
		}
		if state == void || empty {
			continue
		}
		if state == returned && at <= v.stoppedAt && start <= v.sent {
			c.returnedEnd = max(c.returnedEnd, end)
		}
		v.see(start)
		v.see(end)
		c.begun = c.begun || start <= v.sent
		switch contains := start <= v.sent && v.sent < end; {
		case state != paid:
			granted := true
			if grace := instantOf(charge.GraceUntil); state == open && grace != unset {
				v.see(grace)
				granted = v.sent < grace
			}
			if contains && granted && (state == open || v.stoppedAt == unset || at <= v.stoppedAt) {
				c.spare.later(charge, i, at)
			}
			continue
		case contains:
			c.current.later(charge, i, start)
		case start <= v.sent:
			c.past.later(charge, i, start)
		default:
			c.ahead = true
		}
		if start <= v.sent && charge.debited() {
			c.paid = max(c.paid, start)
		}
		v.periodEnd = max(v.periodEnd, end)
	}
	if v.trialStart != unset {
		v.see(v.trialStart)
		v.see(v.trialEnd)
		c.begun = c.begun || v.trialStart <= v.sent
		c.ahead = c.ahead || v.trialStart > v.sent
		v.periodEnd = max(v.periodEnd, v.trialEnd)
	}
	return true
}

// A chargeState is what became of a charge.
type chargeState uint8

const (
	void     chargeState = iota // called off: it stands for nothing
	open                        // asked for, and not paid
	returned                    // paid, and all of it given back
	paid                        // paid, or about to be
)

// contradicts reports whether a charge taken at an instant would contradict the
// end, the stop or the request.
func (v *standing) contradicts(at instant) bool {
	return v.endedAt != unset && at > v.endedAt || v.stoppedAt != unset && at > v.stoppedAt || at > v.sent
}

// stateAt returns what had become of the charge at an instant. If note is set,
// that instant moves with the clock, and what comes back later is noted.
func (v *standing) stateAt(c *Charge, when instant, note bool) chargeState {
	state, free := void, false
	if len(c.Payments) == 0 {
		state = open
	}
	for i := range c.Payments {
		p := &c.Payments[i]
		switch p.State {
		case PaymentVoided:
		case PaymentAuthorized, PaymentFailed:
			state = max(state, open)
		default:
			// Pending, or without a state: the money may have been taken.
			switch {
			case p.State != 0 && p.Captured.IsValid() && p.Captured.Sign() == 0:
				free = true
			case p.State != 0 && v.returned(p, when, note):
				state = max(state, returned)
			default:
				state = paid
			}
		}
	}
	if free && state != returned {
		return paid // for nothing
	}
	return state
}

// returned reports whether all that the payment took had been given back at an
// instant.
func (v *standing) returned(p *Payment, when instant, note bool) bool {
	if p.untouched() || p.Captured.Sign() <= 0 {
		return false
	}
	// What is left falls to nothing, and no sum can grow too large for that.
	left, doubtful := p.Captured.Minor(), false
	p.back(func(at time.Time, amount money.Amount) {
		if t := instantOf(at); t > when {
			if note {
				v.seeNow(t)
			}
			return
		}
		doubtful = doubtful || amount.Currency() != p.Captured.Currency() || amount.Sign() < 0
		left = max(0, left-max(0, amount.Minor()))
	})
	return !doubtful && left == 0
}

// authorized reports whether money is set aside for the charge.
func (c *Charge) authorized() bool {
	for i := range c.Payments {
		if c.Payments[i].State == PaymentAuthorized {
			return true
		}
	}
	return false
}

// debited reports whether the charge took money, as far as is known: a period
// given away is no debit.
func (c *Charge) debited() bool {
	for i := range c.Payments {
		switch p := &c.Payments[i]; p.State {
		case PaymentCaptured, PaymentPending, 0:
			if !p.Captured.IsValid() || p.Captured.Minor() != 0 {
				return true
			}
		}
	}
	return false
}

// granted reports whether the time of the request is granted on a charge that is
// not paid: one that is asked for, as long as renewal was not stopped, or one
// that was given back in full while the subscription went on.
func (v *standing) granted(c *cover, stopped bool) bool {
	spare := c.spare.charge
	if spare == nil || c.paid > instantOf(spare.Covers.Start) {
		return false // what was paid since has taken its place
	}
	return !stopped || v.stateAt(spare, v.sent, false) == returned
}

// A candidate is the charge that suits best so far.
type candidate struct {
	charge *Charge // nil: none yet
	at     instant // what it is chosen by
	index  int32   // of the charge
}

// later takes the charge if it is later than the candidate.
func (b *candidate) later(c *Charge, index int, at instant) {
	if at > b.at || b.charge == nil || at == b.at && b.charge.less(c) {
		b.charge, b.at, b.index = c, at, int32(index)
	}
}

// earlier takes the charge if it is earlier than the candidate.
func (b *candidate) earlier(c *Charge, index int, at instant) {
	if at < b.at || b.charge == nil || at == b.at && c.less(b.charge) {
		b.charge, b.at, b.index = c, at, int32(index)
	}
}

// less orders charges of one instant, so that the order of the list never
// matters.
func (c *Charge) less(d *Charge) bool {
	if order := c.At.Compare(d.At); order != 0 {
		return order < 0
	}
	if order := c.Covers.Start.Compare(d.Covers.Start); order != 0 {
		return order < 0
	}
	if order := c.Covers.End.Compare(d.Covers.End); order != 0 {
		return order < 0
	}
	if c.ID != d.ID {
		return c.ID < d.ID
	}
	if c.Phase != d.Phase {
		return c.Phase < d.Phase
	}
	if order := c.GraceUntil.Compare(d.GraceUntil); order != 0 {
		return order < 0
	}
	return len(c.Payments) < len(d.Payments)
}

package policy

import "github.com/rescind-go/rescind/calendar"

// refund works out the money of a rule.
func (v *standing) refund(r *rule, out *Verdict) {
	ask := r.refund.Ask
	switch {
	case ask != 0:
	case r.refund.Fraction == FractionAll:
		ask = Support // if the facts leave it open
	default:
		return
	}
	switch code := v.nothing(); {
	case code == NothingLeft && v.paidTwice():
		out.because(PaidTwice, r.id, v.running.ID)
		out.leave(ask)
	case code != 0:
		v.none(code, r, out)
	case r.refund.Ask != 0:
		v.ask(r, out)
	case v.owed.fault != 0:
		v.doubtful(r, ask, out)
	default:
		v.all(r, out)
	}
}

// all gives back everything that is left of the latest charge.
func (v *standing) all(r *rule, out *Verdict) {
	o := &v.owed
	v.refunded(r.id, out)
	out.Refund.State = SumExact
	out.Refund.Amount, out.Refund.Payable = o.amount(o.left), o.amount(o.payable)
	out.Handling.Money = r.handling.Money
	if o.payable > 0 && r.payout.Unit != 0 {
		v.arrival(r, out)
	}
}

// ask leaves the amount to somebody, at most what is left of the latest charge.
func (v *standing) ask(r *rule, out *Verdict) {
	out.because(Ask, r.id, r.refund.Ask.String())
	if v.owed.fault != 0 {
		v.doubtful(r, r.refund.Ask, out)
		return
	}
	out.leave(r.refund.Ask)
	out.Refund.Least, out.Refund.Most = v.owed.amount(0), v.owed.amount(v.owed.left)
}

// doubtful leaves the amount to somebody, because of a fault in the facts.
func (v *standing) doubtful(r *rule, ask Handler, out *Verdict) {
	fault := v.fault()
	out.because(fault.Code, r.id, fault.Subject).At = fault.At
	out.leave(ask)
}

// leave leaves the amount to somebody, without bounds.
func (v *Verdict) leave(ask Handler) {
	v.Refund = Sum{State: SumUndecided, Ask: ask}
	v.Handling.Money = ask
}

// refunded tells what comes back.
func (v *standing) refunded(rule string, out *Verdict) {
	o, id := &v.owed, v.latest.charge.ID
	out.because(ChargeRefunded, rule, id).Amount = o.amount(o.captured)
	if o.returned > 0 {
		out.because(ReturnedBefore, rule, id).Amount = o.amount(o.returned)
	}
}

// paidTwice reports whether the running period is paid by another charge than
// the latest debit: a double debit, one of which was given back.
func (v *standing) paidTwice() bool {
	c := v.running
	return c != nil && c != v.latest.charge && c.debited() && v.stateAt(c, v.at, true) == paid
}

// nothing tells why nothing can come back, if that is so.
func (v *standing) nothing() Code {
	o := &v.owed
	switch {
	case v.latest.charge == nil:
		return NothingCaptured
	case o.fault != 0:
		return 0
	case o.captured == 0:
		return NothingCaptured
	case o.left == 0:
		return NothingLeft
	case instantOf(v.latest.charge.Covers.End) <= v.sent:
		return PeriodOver
	}
	return 0
}

// none gives nothing back, and says why. Without a charge there is no currency
// to count in, and the sum stays none.
func (v *standing) none(why Code, r *rule, out *Verdict) {
	o := &v.owed
	reason := out.because(why, r.id, "")
	if why != NothingCaptured {
		reason.Subject = v.latest.charge.ID
	}
	if why == PeriodOver {
		reason.At = v.policy.local(v.latest.charge.Covers.End)
	}
	if o.currency.IsValid() {
		out.Refund = Sum{State: SumExact, Amount: o.amount(0), Payable: o.amount(0)}
	}
}

// arrival estimates when the money is there.
func (v *standing) arrival(r *rule, out *Verdict) {
	p := &r.payout
	day := v.day
	if p.from.anchor == request {
		v.payDay = true
	} else {
		at, held := v.anchor(p.from.anchor)
		if held != yes {
			out.because(AnchorUnknown, r.id, p.from.anchor.String())
			return
		}
		if p.from.span.Unit == calendar.Hours {
			at, _ = p.from.from(v.time(at), v.policy) // only days can be out of reach
		}
		day = v.policy.zone.DateIn(v.time(at))
	}
	if p.from.span.Unit > calendar.Hours {
		var err error
		if day, err = p.from.day(day, v.policy); err != nil {
			out.because(PayoutUndated, r.id, v.policy.calendar.ID())
			return
		}
	}
	expect := calendar.Range{Earliest: day.AddDays(p.Min), Latest: day.AddDays(p.Max)}
	id := ""
	if p.Unit == calendar.BusinessDays {
		var err error
		id = v.policy.calendar.ID()
		if expect, err = v.policy.calendar.Range(day, p.Min, p.Max, p.Counting); err != nil {
			out.because(PayoutUndated, r.id, id)
			return
		}
	}
	out.Payout = Arrival{
		Expect: expect, Min: p.Min, Max: p.Max, Unit: p.Unit, Counting: p.Counting, Calendar: id,
	}
}

package policy

import (
	"slices"
	"time"

	"github.com/rescind-go/rescind/calendar"
)

// refund works out what comes back by a rule.
func (v *standing) refund(r *rule, out *Verdict) {
	ask, base := r.refund.Ask, r.refund.Base
	switch {
	case ask != 0:
	case r.refund.Fraction > FractionNone:
		ask = Support // if the facts leave it open
	default:
		return
	}
	if base == 0 {
		base = BaseLatestCharge
	}
	v.gather(base, r.refund.Asked)
	switch code := v.nothing(); {
	case code == NothingLeft && v.paidTwice():
		out.because(PaidTwice, r.id, v.running.ID)
		out.leave(ask)
	case code != 0:
		v.none(code, r, out)
	case r.refund.Ask != 0:
		v.ask(r, out)
	case v.owed.fault != 0:
		v.blame(&v.owed, r, out)
		out.leave(ask)
	default:
		v.pay(r, ask, out)
	}
}

// pay gives back what the formula says.
func (v *standing) pay(r *rule, ask Handler, out *Verdict) {
	v.refunded(r.id, out)
	sum, held := v.total(r, out)
	offset := int64(0)
	if held == yes {
		offset, held = v.offset(r, sum, out)
	}
	if held != yes {
		// It is not said what comes back.
		out.Reasons = slices.DeleteFunc(out.Reasons, func(why Reason) bool {
			return why.Rule == r.id && (why.Code == ChargeRefunded || why.Code == ReturnedBefore)
		})
		v.blame(&v.owed, r, out)
		// What is doubtful about an adjustment is no fault of the charges.
		v.owed = ledger{}
		v.gather(r.refund.Base, r.refund.Asked)
		out.leave(ask)
		if v.owed.fault == 0 {
			v.bound(r, sum, ask, out)
		}
		return
	}
	v.settle(r, sum, offset, out)
	o := &v.owed
	state := SumExact
	if f := &r.refund; f.Fraction == FractionQuoted && len(f.adjust) == 0 && sum == v.quote(f.Quote).Amount.Minor() {
		state = SumQuoted // neither cut nor divided
	}
	if o.refund > 0 || r.settlement.As != AsCredit {
		out.Refund = Sum{State: state, Amount: o.amount(o.refund), Payable: o.amount(o.payable)}
	}
	if o.credit > 0 || r.settlement.As == AsCredit {
		out.Credit = Sum{State: state, Amount: o.amount(o.credit), Payable: o.amount(o.creditable)}
	}
	if o.refund > 0 && r.settlement.As == AsChosen {
		out.because(CustomerMayChoose, r.id, "")
	}
	out.Handling.Money = r.handling.Money
	if o.payable > 0 {
		v.arrivals(r, out)
	}
}

// ask leaves the amount to somebody, at most what is left of the base.
func (v *standing) ask(r *rule, out *Verdict) {
	out.because(Ask, r.id, r.refund.Ask.String())
	out.leave(r.refund.Ask)
	if v.owed.fault != 0 {
		v.blame(&v.owed, r, out)
		return
	}
	v.ceilings(&r.refund)
	v.bound(r, v.owed.most, r.refund.Ask, out)
}

// bound says that an undecided sum is at most so much, where the settlement would
// put it: in money at most what is left in money, and the rest as a credit.
func (v *standing) bound(r *rule, most int64, ask Handler, out *Verdict) {
	o, stored := &v.owed, int64(0)
	for i := range v.room.lines {
		if l := &v.room.lines[i]; l.stored || l.payment == openLine {
			stored += l.rest.left
		}
	}
	refund, credit := min(most, o.left-stored), min(most, stored)
	switch r.settlement.As {
	case AsCredit:
		refund, credit = 0, most
	case AsOffset:
		credit = most
	}
	out.Refund.Least, out.Refund.Most = o.amount(0), o.amount(refund)
	if refund == 0 {
		out.Refund = Sum{State: SumExact, Amount: o.amount(0), Payable: o.amount(0)}
	}
	if credit > 0 {
		out.Credit = Sum{State: SumUndecided, Ask: ask, Least: o.amount(0), Most: o.amount(credit)}
	}
}

// blame tells which fault in the facts leaves an amount open, if one does and
// nothing told it before.
func (v *standing) blame(o *ledger, r *rule, out *Verdict) {
	if o.fault == 0 {
		return
	}
	fault := v.told(o)
	fault.Rule = r.id
	if !slices.Contains(out.Reasons, fault) {
		out.because(fault.Code, fault.Rule, fault.Subject).At = fault.At
	}
}

// leave leaves the amount to somebody, without bounds.
func (v *Verdict) leave(ask Handler) {
	v.Refund = Sum{State: SumUndecided, Ask: ask}
	v.Handling.Money = ask
}

// refunded tells which charges come back.
func (v *standing) refunded(rule string, out *Verdict) {
	o := &v.owed
	for i := range v.room.items {
		it := &v.room.items[i]
		id := v.subject(it.charge, -1)
		out.because(ChargeRefunded, rule, id).Amount = o.amount(it.captured)
		if back := v.back(it); back > 0 {
			out.because(ReturnedBefore, rule, id).Amount = o.amount(back)
		}
	}
}

// back is what was given back of a charge, gifts too.
func (v *standing) back(it *item) int64 { return it.returned + it.goodwill }

// paidTwice reports whether the running period is paid by another charge than
// the latest debit: a double debit, one of which was given back. All that is
// left is then of the other.
func (v *standing) paidTwice() bool {
	c := v.running
	if c == nil || v.owed.base != BaseLatestCharge || !c.debited() || v.stateAt(c, v.at, true) != paid {
		return false
	}
	for i := range v.s.Charges {
		if &v.s.Charges[i] != c || v.inBase(i) {
			continue
		}
		var other ledger
		for j := range c.Payments {
			if other.payment(v, int32(i), int32(j)).left > 0 && c.Payments[j].Class != ClassPromotional {
				return true
			}
		}
	}
	return false
}

// nothing tells why nothing can come back, if that is so.
func (v *standing) nothing() Code {
	o := &v.owed
	switch {
	case len(v.room.items) == 0:
		return NothingCaptured
	case o.fault != 0:
		return 0
	case o.captured == 0 && o.left == 0:
		return NothingCaptured
	case o.left == 0:
		return NothingLeft
	case o.base == BaseLatestCharge && v.room.items[0].end <= v.sent:
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
		reason.Subject = v.subject(v.room.items[0].charge, -1)
	}
	if why == PeriodOver {
		reason.At = v.time(v.room.items[0].end)
	}
	if o.currency.IsValid() {
		out.Refund = Sum{State: SumExact, Amount: o.amount(0), Payable: o.amount(0)}
	}
}

// conclude adds the movements of money, and what is owed, to a verdict that
// promises some. Where rules agree on the sum without any of them deciding
// alone, it says why too.
func (v *standing) conclude(r *rule, out *Verdict) {
	if r == nil || out.Answer == Refused {
		return
	}
	if out.Refund.certain()+out.Credit.certain() > 0 {
		if v.gather(r.refund.Base, r.refund.Asked); v.owed.settled != r {
			sum := out.Refund.Amount.Minor() + out.Credit.Amount.Minor()
			offset, _ := v.offset(r, sum, out)
			v.settle(r, sum, offset, out)
		}
		if out.Rule == "" {
			v.refunded("", out)
		}
		v.give(r, out)
	}
	if v.authorized && out.Rule != "" && r.refund.everything() && out.Refund.State != SumUndecided {
		v.void(r, out)
	}
	if out.Due.certain() > 0 {
		v.claims(r, out)
	}
}

// everything reports whether the formula gives all that is left.
func (f *formula) everything() bool {
	return f.Fraction == FractionAll && f.undivided() && len(f.adjust)+len(f.Components)+len(f.Keep) == 0
}

// certain is a sum that is known, in minor units.
func (s Sum) certain() int64 {
	if s.State == SumExact || s.State == SumQuoted {
		return s.Amount.Minor()
	}
	return 0
}

// arrivals estimates when the money is there.
func (v *standing) arrivals(r *rule, out *Verdict) {
	if len(r.payouts) == 0 {
		v.arrival(&r.payout, r, out, &out.Payout)
		return
	}
	// Where methods differ, from the first to the last.
	for i := range v.room.lines {
		l := &v.room.lines[i]
		if l.give == 0 || l.now == 0 || v.operation(r, l) != OpRefund {
			continue
		}
		var p Arrival
		v.arrival(r.payoutBy(v.s.Charges[v.room.items[l.item].charge].Payments[l.payment].Method), r, out, &p)
		switch {
		case p == Arrival{}, p == out.Payout:
		case out.Payout == Arrival{}:
			out.Payout = p
		case p.Text != "" && out.Payout.Text != "":
			out.Payout = Arrival{Text: min(p.Text, out.Payout.Text)} // whatever the order of the payments
		case p.Text != "" || out.Payout.Text != "":
			out.Payout = Arrival{Text: p.Text + out.Payout.Text} // some of it has no date
		default:
			if p.Expect.Earliest.After(out.Payout.Expect.Earliest) {
				p.Expect.Earliest = out.Payout.Expect.Earliest
			}
			if p.Expect.Latest.Before(out.Payout.Expect.Latest) {
				p.Expect.Latest = out.Payout.Expect.Latest
			}
			out.Payout = Arrival{Expect: p.Expect}
		}
	}
}

// payoutBy is the estimate for a payment method.
func (r *rule) payoutBy(method string) *payout {
	for i := range r.payouts {
		if slices.Contains(r.payouts[i].methods, method) {
			return &r.payouts[i].payout
		}
	}
	return &r.payout
}

// arrival estimates when money that is sent by a payout is there.
func (v *standing) arrival(p *payout, r *rule, out *Verdict, into *Arrival) {
	if p.Unit == 0 {
		into.Text = p.Text
		return
	}
	if p.Unit == calendar.Hours {
		v.hours(p, r, out, into)
		return
	}
	day := v.day
	asked := v.atRequest(p.from.anchor)
	if v.payDay = v.payDay || asked; !asked || !p.from.plain() {
		at, held := v.payoutFrom(p, r, out)
		if held != yes {
			return
		}
		day = v.dayOf(at)
		if p.from.ended() && v.policy.zone.Start(day).Equal(v.time(at)) {
			day = day.AddDays(-1) // the last day counted
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
	*into = Arrival{
		Expect: expect, Min: p.Min, Max: p.Max, Unit: p.Unit, Counting: p.Counting, Calendar: id,
	}
}

// payoutFrom returns the point that a payout is counted from. It is not known, with
// a reason, if the records do not tell it, or it lies beyond the years.
func (v *standing) payoutFrom(p *payout, r *rule, out *Verdict) (instant, truth) {
	told := len(out.Reasons)
	at, held := v.resolve(r, p.from, out)
	switch {
	case held == no:
		out.because(AnchorUnknown, r.id, p.from.subject())
	case held == unknown && len(out.Reasons) > told && out.Reasons[told].Code == BeyondCalendar:
		out.Reasons[told].Code = PayoutUndated // which changes no answer
	case held == yes && (at == never || at == unset):
		out.because(PayoutUndated, r.id, "")
		held = unknown
	}
	return at, held
}

// hours estimates when money that takes hours is there.
func (v *standing) hours(p *payout, r *rule, out *Verdict, into *Arrival) {
	from, held := v.payoutFrom(p, r, out)
	if held != yes {
		return
	}
	asked := v.atRequest(p.from.anchor)
	if clamped(v.time(from).Add(time.Duration(p.Max)*time.Hour)) == never {
		out.because(PayoutUndated, r.id, "")
		return
	}
	v.payDay = v.payDay || asked && !p.from.plain()
	over := func(n int) calendar.Date {
		at := clamped(v.time(from).Add(time.Duration(n) * time.Hour))
		if asked && p.from.plain() {
			// The day changes when the last hour crosses midnight, and not
			// when the request does.
			v.shift(from + v.midnightAfter(at) - at)
		}
		return v.dayOf(at)
	}
	*into = Arrival{Expect: calendar.Range{Earliest: over(p.Min), Latest: over(p.Max)}, Min: p.Min, Max: p.Max, Unit: p.Unit}
}

// expect is the estimate of one part.
func (v *standing) expect(r *rule, method string, out *Verdict) calendar.Range {
	if len(r.payouts) == 0 || (out.Payout == Arrival{}) {
		return out.Payout.Expect
	}
	told := len(out.Reasons)
	var p Arrival
	v.arrival(r.payoutBy(method), r, out, &p)
	out.Reasons = out.Reasons[:told]
	return p.Expect
}

package policy

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/rescind-go/rescind/money"
)

// An owed is what is left to give back of a charge: what was captured, less
// what went back already, payment by payment.
//
// A fault in the facts leaves the amounts unknown. It never lowers them to
// nothing, and never pays.
type owed struct {
	fault    Code // zero: none
	doubtful int  // the payment that the fault is about, by its index; -1: none
	doubts   int  // how many times a payment was found doubtful

	currency money.Currency
	captured int64 // what was taken, in minor units
	returned int64 // what went back, or is on its way back
	left     int64 // what is owed
	payable  int64 // what of it can be paid at once
	parts    int   // in how many parts
}

// count works out what is left of the latest charge.
func (o *owed) count(v *standing) {
	c := v.latest.charge
	o.doubtful = -1
	if v.afterEnd.charge != nil {
		o.fail(ChargeAfterEnd)
	}
	for i := range v.s.Charges {
		if other := &v.s.Charges[i]; other != c && other.ID == c.ID {
			o.fail(DuplicateCharge)
		}
	}
	if c.Covers.empty() {
		o.fail(EmptyCover)
	}
	for i := range c.Payments {
		p := &c.Payments[i]
		doubts := o.doubts
		for j := range c.Payments[:i] {
			if c.Payments[j].ID == p.ID {
				o.doubt()
			}
		}
		r := o.payment(p)
		if o.doubts > doubts && (o.doubtful < 0 || p.ID < c.Payments[o.doubtful].ID) {
			o.doubtful = i
		}
		payable, _, until := r.payable(p, v.at)
		v.seeNow(until)
		if payable > 0 {
			o.parts++
		}
		if payable < r.left {
			o.parts++
		}
		o.captured = o.add(o.captured, r.captured)
		o.returned = o.add(o.returned, r.returned)
		o.left = o.add(o.left, r.left)
		o.payable = o.add(o.payable, payable)
	}
}

// fail keeps the fault with the lowest code, so that the order of the list
// never matters.
func (o *owed) fail(code Code) {
	if o.fault == 0 || code < o.fault {
		o.fault = code
	}
}

// doubt is the fault of a payment that money cannot be counted with.
func (o *owed) doubt() {
	o.doubts++
	o.fail(PaymentDoubtful)
}

// fault tells what is wrong with the facts about the latest charge.
func (v *standing) fault() Reason {
	r := Reason{Code: v.owed.fault, Subject: v.latest.charge.ID}
	switch r.Code {
	case ChargeAfterEnd:
		r.Subject, r.At = v.afterEnd.charge.ID, v.time(v.afterEnd.at)
	case PaymentDoubtful:
		r.Subject = v.latest.charge.Payments[v.owed.doubtful].ID
	}
	return r
}

// remainder is what is left of one payment, in minor units.
type remainder struct {
	captured, returned, left int64
	disputed                 int64 // how much of left is in an open dispute
}

// payment works out what is left of one payment.
func (o *owed) payment(p *Payment) (r remainder) {
	switch p.State {
	case PaymentCaptured, PaymentPending:
	case 0:
		o.doubt()
		return r
	default:
		return r // nothing was taken
	}
	r.captured = o.minor(p.Captured)
	if p.untouched() {
		r.left = r.captured
		return r
	}
	p.back(func(_ time.Time, amount money.Amount) {
		r.returned = o.add(r.returned, o.minor(amount))
	})
	for i := range p.Disputes {
		if d := &p.Disputes[i]; d.State == DisputeOpen {
			r.disputed = o.add(r.disputed, o.minor(d.Amount))
		}
	}
	if r.returned > r.captured {
		o.doubt() // more went back than was taken
	}
	r.left = max(0, r.captured-r.returned)
	r.disputed = min(r.disputed, r.left)
	return r
}

// untouched reports whether nothing happened to the payment since, which is so
// of most.
func (p *Payment) untouched() bool { return len(p.Refunds)+len(p.Credits)+len(p.Disputes) == 0 }

// back gives each amount of the payment that went back, or is on its way back,
// with its instant.
func (p *Payment) back(give func(at time.Time, amount money.Amount)) {
	for i := range p.Refunds {
		if r := &p.Refunds[i]; r.State != RefundFailed {
			give(r.At, r.Amount)
		}
	}
	for i := range p.Credits {
		give(p.Credits[i].At, p.Credits[i].Amount)
	}
	for i := range p.Disputes {
		if d := &p.Disputes[i]; d.State == DisputeLost {
			give(d.At, d.Amount)
		}
	}
}

// payable returns how much of a payment's remainder can be paid at once, why
// not the rest, and the instant at which that is going to change.
func (r remainder) payable(p *Payment, at instant) (amount int64, blocked Code, until instant) {
	until = instantOf(p.RefundableUntil)
	switch {
	case p.State == PaymentPending:
		return 0, PaymentIsPending, unset
	case until != unset && until <= at:
		return 0, MethodExpired, unset
	case r.disputed > 0:
		return r.left - r.disputed, DisputeIsOpen, until
	}
	return r.left, 0, until
}

// minor returns the minor units of an amount of a payment, if it is one that
// money can be counted with.
func (o *owed) minor(a money.Amount) int64 {
	switch {
	case !a.IsValid() || a.Sign() < 0:
		o.doubt()
		return 0
	case !o.currency.IsValid():
		o.currency = a.Currency()
	case o.currency != a.Currency():
		o.fail(MixedCurrencies)
		return 0
	}
	return a.Minor()
}

// add adds two sums that are not negative. A sum that is too large stays the
// largest there is, whatever else is added in whatever order.
func (o *owed) add(a, b int64) int64 {
	if sum := a + b; sum >= a {
		return sum
	}
	o.fail(SumTooLarge)
	return math.MaxInt64
}

// amount returns minor units as an amount of the charge's currency.
func (o *owed) amount(minor int64) money.Amount {
	a, _ := money.FromMinor(minor, o.currency)
	return a
}

// give lists the movements of money that give back all that is left of the
// latest charge, in the order of the payments' ids, with a reason for each that
// is blocked.
func (v *standing) give(out *Verdict) {
	o, c := &v.owed, v.latest.charge
	if cap(out.Parts) < o.parts {
		out.Parts = make([]Part, 0, o.parts)
	}
	for i := range c.Payments {
		p := &c.Payments[i]
		r := o.payment(p)
		payable, blocked, _ := r.payable(p, v.at)
		if payable > 0 {
			v.part(out, p, payable, r.returned, 0)
		}
		if payable < r.left {
			// What is blocked comes after what is paid: it has a key of
			// its own, which is the key it will have once the rest is paid.
			v.part(out, p, r.left-payable, r.returned+payable, blocked)
		}
	}
	if len(out.Parts) > 1 {
		slices.SortStableFunc(out.Parts, func(a, b Part) int { return strings.Compare(a.Payment, b.Payment) })
	}
	if o.payable < o.left {
		for i := range out.Parts {
			if p := &out.Parts[i]; p.Blocked != 0 {
				out.because(p.Blocked, "", p.Payment).Amount = p.Amount
			}
		}
	}
}

// part adds a movement of money.
func (v *standing) part(out *Verdict, p *Payment, amount, returned int64, blocked Code) {
	operation := OpRefund
	if p.State == PaymentPending {
		operation = OpCancelDebit
	}
	out.Parts = append(out.Parts, Part{
		Charge: v.latest.charge.ID, Payment: p.ID, Operation: operation, Amount: v.owed.amount(amount),
		Blocked: blocked, Subscription: v.s.ID, Returned: v.owed.amount(returned),
	})
}

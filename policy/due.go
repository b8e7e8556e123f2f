package policy

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/rescind-go/rescind/money"
)

// due works out what the customer owes by a rule. It has a ledger of its own:
// a fault of a charge that comes back is none of a fee.
func (v *standing) due(r *rule, out *Verdict) {
	if r.due.text == "" || r.due.Fraction == FractionNone {
		return
	}
	if r.due.Ask != 0 {
		out.because(Ask, r.id, r.due.Ask.String())
		out.Due = Sum{State: SumUndecided, Ask: r.due.Ask}
		return
	}
	v.owed = ledger{}
	sum, held := v.figure(&r.due, r, false, out)
	for i := range r.due.adjust {
		if held == yes {
			sum, held = v.adjusted(&r.due.adjust[i], sum, r, false, out)
		}
	}
	if held != yes {
		v.blame(&v.owed, r, out)
		v.owed = ledger{}
		out.Due = Sum{State: SumUndecided, Ask: Support}
		return
	}
	if !v.owed.currency.IsValid() {
		v.owed = ledger{}
		return // there is nothing that could be owed
	}
	amount := v.owed.amount(sum)
	state := SumExact
	if f := &r.due; f.Base == BaseQuote && f.Fraction == FractionAll && f.undivided() && len(f.adjust) == 0 {
		state = SumQuoted
	}
	out.Due = Sum{State: state, Amount: amount, Payable: amount}
	out.because(IsDue, r.id, r.due.text).Amount = amount
	v.owed = ledger{} // what was counted for it is for it alone
}

// claims lists what the sum due is made of.
func (v *standing) claims(r *rule, out *Verdict) {
	f, whole := &r.due, r.due.goesOn()
	switch {
	case whole && f.Base == BaseUnbilled:
		for i := range v.s.Instalments {
			if n := &v.s.Instalments[i]; instantOf(n.At) > v.sent && n.Amount.Sign() > 0 {
				out.Claims = append(out.Claims, Claim{Kind: ClaimInstalment, ID: n.ID, Amount: n.Amount, On: Moment{Kind: Fixed, At: v.policy.local(n.At)}})
			}
		}
	case whole && f.Base == BaseOpenCharges:
		for i := range v.s.Charges {
			if open := v.openOf(&ledger{}, i); open > 0 {
				c := &v.s.Charges[i]
				amount, _ := money.FromMinor(open, out.Due.Amount.Currency())
				out.Claims = append(out.Claims, Claim{Kind: ClaimOpenCharge, ID: c.ID, Amount: amount, On: Moment{Kind: Fixed, At: v.policy.local(c.At)}})
			}
		}
	default:
		out.Claims = append(out.Claims, Claim{Kind: ClaimFee, Amount: out.Due.Amount, On: v.dueOn(r, out)})
		return
	}
	slices.SortStableFunc(out.Claims, func(a, b Claim) int {
		return cmp.Or(a.On.At.Compare(b.On.At), strings.Compare(a.ID, b.ID))
	})
}

// goesOn reports whether what is due is what was agreed, each at its own time,
// and not a fee that is worked out from it.
func (f *formula) goesOn() bool {
	return f.Fraction == FractionAll && f.undivided() && len(f.adjust) == 0 && (f.Base == BaseUnbilled || f.Base == BaseOpenCharges)
}

// dueOn is when a fee is due.
func (v *standing) dueOn(r *rule, out *Verdict) Moment {
	if r.dueOn.anchor != ends {
		return v.moment(r, r.dueOn, out)
	}
	end, fixed := out.Ends.Time()
	switch {
	case r.dueOn.plain():
		return out.Ends
	case out.Ends.Kind == AtRequest:
		on := r.dueOn
		on.anchor = request
		return v.moment(r, on, out)
	case fixed:
		if at, err := r.dueOn.from(end, v.policy); err == nil {
			return v.dated(termEnd, at)
		}
		out.because(BeyondCalendar, r.id, v.policy.calendar.ID())
	}
	return Moment{}
}

// unbilled adds up the instalments that fall due after the request.
func (v *standing) unbilled(r *rule, out *Verdict) (int64, truth) {
	o, list, sum := &v.owed, v.s.Instalments, int64(0)
	odd, why := "", Code(0)
	for i := range list {
		n := &list[i]
		at := instantOf(n.At)
		v.see(at)
		if at <= v.sent {
			continue
		}
		twice := slices.ContainsFunc(list[:i], func(m Instalment) bool { return m.At.Equal(n.At) && m.ID == n.ID })
		switch {
		case !n.Amount.IsValid() || n.Amount.Sign() < 0 || twice:
			// The lowest id, so that the order of the list never matters.
			if odd == "" || n.ID < odd {
				odd = n.ID
			}
			continue
		case !o.currency.IsValid():
			o.currency = n.Amount.Currency()
		case n.Amount.Currency() != o.currency:
			why = MixedCurrencies
		}
		if sum += n.Amount.Minor(); sum < 0 {
			sum, why = math.MaxInt64, max(why, SumTooLarge)
		}
	}
	switch {
	case odd != "":
		out.because(InstalmentDoubtful, r.id, odd)
		return 0, unknown
	case why != 0:
		out.because(why, r.id, "")
		return 0, unknown
	}
	return sum, yes
}

// openOf returns what is asked for a charge and not paid. That the records do
// not tell it is a fault, of the ledger o.
func (v *standing) openOf(o *ledger, index int) int64 {
	c := &v.s.Charges[index]
	if instantOf(c.At) > v.sent || c.calledOff() {
		return 0
	}
	paid := int64(0)
	for i := range c.Payments {
		switch p := &c.Payments[i]; p.State {
		case PaymentCaptured, PaymentPending:
			paid = o.add(v, int32(index), paid, o.minor(v, p.Captured, PaymentDoubtful, int32(index), int32(i)))
		case 0:
			o.fail(v, PaymentDoubtful, int32(index), int32(i))
		}
	}
	asked, known := v.askedFor(o, index)
	if !known && !c.debited() {
		o.fail(v, AmountUnknown, int32(index), -1)
	}
	return max(0, asked-paid)
}

// calledOff reports whether the charge was voided.
func (c *Charge) calledOff() bool {
	for i := range c.Payments {
		if c.Payments[i].State != PaymentVoided {
			return false
		}
	}
	return len(c.Payments) > 0
}

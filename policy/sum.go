package policy

import (
	"slices"

	"github.com/rescind-go/rescind/money"
)

// total works out what a refund formula gives of the charges of its base, which
// were gathered before. It is unknown, with a reason, if a fact is missing; the
// amount then bounds it from above.
func (v *standing) total(r *rule, out *Verdict) (int64, truth) {
	f, o := &r.refund, &v.owed
	sum, held := v.shares(f, r, out)
	left := o.most
	if held != yes {
		return left, held
	}
	if f.Fraction != FractionAll || len(f.adjust) > 0 || !f.undivided() {
		out.because(Calculated, r.id, f.brief).Amount = o.amount(sum)
	}
	for i := range f.adjust {
		before := sum
		if sum, held = v.adjusted(&f.adjust[i], sum, r, true, out); held != yes {
			// Not more than before, unless it is raised from here on.
			if slices.ContainsFunc(f.adjust[i:], func(a adjustment) bool { return a.kind == raiseTo }) {
				return left, held
			}
			return min(before, left), held
		}
		if sum != before {
			out.because(Adjusted, r.id, f.adjust[i].text).Amount = o.amount(sum)
		}
	}
	if sum > left {
		out.because(CutToWhatIsLeft, r.id, "").Amount = o.amount(sum)
		sum = left
	}
	return sum, yes
}

// shares works out what a refund formula takes of each charge, before the
// adjustments, and adds it up.
func (v *standing) shares(f *formula, r *rule, out *Verdict) (int64, truth) {
	o := &v.owed
	o.shared = f
	v.ceilings(f)
	if f.Fraction == FractionQuoted || f.table() {
		sum, held := v.lump(f, r, out)
		if f.Earlier == EarlierDeducted {
			for i := range v.room.items {
				sum = max(0, sum-v.room.items[i].returned)
			}
		}
		if sum > o.most {
			out.because(CutToWhatIsLeft, r.id, "").Amount = o.amount(sum)
			sum = o.most
		}
		// No charge has a share of its own: it may come out of any.
		for i := range v.room.items {
			v.room.items[i].share = v.room.items[i].most
		}
		return sum, held
	}
	t, percent, held := v.fraction(f, r, out)
	if held != yes {
		return 0, held
	}
	sum := int64(0)
	for i := range v.room.items {
		it := &v.room.items[i]
		value := it.value(f)
		if f.Earlier == EarlierNetted {
			value = max(0, value-it.returned)
		}
		if it.share = value; f.Fraction != FractionAll || !f.undivided() || len(v.s.Charges[it.charge].Components) > 0 {
			it.share = v.share(f, r, t, percent, it, value, true, out)
		}
		if f.Earlier == EarlierDeducted || it.superseded && f.Earlier == EarlierCapped {
			it.share = max(0, it.share-it.returned)
		}
		it.share = min(it.share, it.most)
		sum = o.add(v, it.charge, sum, it.share)
	}
	return sum, v.sound(yes)
}

// sound is the truth of a sum in which no fault turned up.
func (v *standing) sound(held truth) truth {
	if v.owed.fault != 0 {
		return unknown
	}
	return held
}

// value is what a refund formula takes its fraction of.
func (it *item) value(f *formula) int64 {
	if f.Asked {
		return it.asked
	}
	return it.captured
}

// ceilings works out how much of each charge a refund can give: what is left
// and, of a charge with components, what is left of those in the base.
func (v *standing) ceilings(f *formula) {
	o := &v.owed
	o.most = 0
	for i := range v.room.items {
		it := &v.room.items[i]
		if it.most = it.left; len(v.s.Charges[it.charge].Components) > 0 {
			base := v.times(it.charge, it.value(f), v.included(f, it, true))
			it.most = min(it.left, max(0, base-it.returned))
		}
		o.most = o.add(v, it.charge, o.most, it.most)
	}
}

// undivided reports whether the formula takes no percentage.
func (f *formula) undivided() bool { return f.percent.Num == f.percent.Den }

// table reports whether the formula is a table of amounts.
func (f *formula) table() bool { return f.Fraction == FractionSteps && f.steps[0].amount.IsValid() }

// fraction works out what a formula needs once for all charges: from when time
// is left, and the percentage.
func (v *standing) fraction(f *formula, r *rule, out *Verdict) (t timing, percent money.Ratio, held truth) {
	percent = money.Ratio{Num: 1, Den: 1}
	switch f.Fraction {
	case FractionUnused, FractionUsed:
		if v.oddPause {
			out.because(PauseDoubtful, r.id, "")
			return t, percent, unknown
		}
		t, held = v.timing(r, &f.time, out)
		return t, percent, held
	case FractionSteps:
		var row *step
		if row, held = v.step(f, r, out); held == yes {
			percent = row.percent
		}
		return t, percent, held
	}
	return t, percent, yes
}

// share works out the fraction of one value, rounded once.
func (v *standing) share(f *formula, r *rule, t timing, percent money.Ratio, it *item, value int64, refund bool, out *Verdict) int64 {
	part := v.included(f, it, refund)
	whole := v.times(it.charge, value, part, percent, f.percent)
	switch f.Fraction {
	case FractionUnused, FractionUsed:
		if it.start == unset || it.start >= it.end {
			v.owed.fail(v, EmptyCover, it.charge, -1)
			return 0
		}
		units, of := v.left(&f.time, t, it.start, it.end)
		if f == &r.refund || f == &r.due {
			reason := out.because(TimeCounted, r.id, v.subject(it.charge, -1))
			reason.Count, reason.Of = int(units), int(of)
		}
		unused := v.times(it.charge, value, part, money.Ratio{Num: units, Den: of}, f.percent)
		if f.Fraction == FractionUsed {
			return whole - unused
		}
		return unused
	}
	return whole
}

// times multiplies minor units by ratios, by the document's rounding.
func (v *standing) times(charge int32, minor int64, ratios ...money.Ratio) int64 {
	if minor == 0 {
		return 0 // in whatever currency, or in none yet
	}
	a, err := v.owed.amount(minor).MulRatios(v.policy.rounding, ratios...)
	if err != nil {
		v.owed.fail(v, SumTooLarge, charge, -1)
	}
	return a.Minor()
}

// included returns how much of a charge's components is in the base.
func (v *standing) included(f *formula, it *item, refund bool) money.Ratio {
	c := &v.s.Charges[it.charge]
	if len(c.Components) == 0 {
		return money.Ratio{Num: 1, Den: 1}
	}
	in, all := int64(0), int64(0)
	for i := range c.Components {
		n := max(0, c.Components[i].Amount.Minor())
		if all += n; f.includes(c, i, refund) {
			in += n
		}
	}
	if all <= 0 {
		return money.Ratio{Num: 1, Den: 1} // nothing was asked, or more than there is room for
	}
	return money.Ratio{Num: in, Den: all}
}

// includes reports whether a component is in the base of the formula.
func (f *formula) includes(c *Charge, i int, refund bool) bool {
	part := &c.Components[i]
	named := func(list []string) bool {
		return slices.Contains(list, part.Name) || part.Of != "" && slices.Contains(list, part.Of)
	}
	if refund {
		kept := part.Kept
		for j := range c.Components {
			kept = kept || part.Of != "" && c.Components[j].Name == part.Of && c.Components[j].Kept
		}
		if kept {
			return false
		}
	}
	return (len(f.Components) == 0 || named(f.Components)) && !named(f.Keep)
}

// step returns the row of the table that the request falls into.
func (v *standing) step(f *formula, r *rule, out *Verdict) (*step, truth) {
	// The rows are in order: the first that has not ended is searched for.
	low, high := 0, len(f.steps)-1
	next := unset
	for low < high {
		middle := (low + high) / 2
		at, held := v.resolve(r, f.steps[middle].until, out)
		switch held {
		case unknown:
			return nil, unknown
		case no: // there is no such anchor, so no row of it applies
			return &f.steps[len(f.steps)-1], yes
		}
		if v.sent < at {
			high, next = middle, at
		} else {
			low = middle + 1
		}
	}
	if next != unset {
		v.see(next)
	}
	return &f.steps[low], yes
}

// lump works out a formula that is one amount and no share of charges.
func (v *standing) lump(f *formula, r *rule, out *Verdict) (int64, truth) {
	amount := f.Amount
	switch {
	case f.table():
		row, held := v.step(f, r, out)
		if held != yes {
			return 0, held
		}
		amount = row.amount
	case f.Fraction == FractionQuoted || f.Base == BaseQuote:
		quote := v.quote(f.Quote)
		if quote == nil {
			out.because(QuoteMissing, r.id, f.Quote)
			return 0, unknown
		}
		out.because(QuoteUsed, r.id, f.Quote).Amount = quote.Amount
		amount = quote.Amount
	}
	minor, held := v.stated(amount)
	if held != yes {
		return 0, held
	}
	if f.Fraction == FractionQuoted || f.table() {
		return v.times(-1, minor, f.percent), v.sound(yes)
	}
	return v.overTerm(f, r, minor, out)
}

// stated returns the minor units of an amount that comes from the document or
// the host. Its currency must be the ledger's.
func (v *standing) stated(a money.Amount) (int64, truth) {
	n := v.owed.minor(v, a, SumTooLarge, -1, -1)
	return n, v.sound(yes)
}

// overTerm works out a fraction of an amount without a charge.
func (v *standing) overTerm(f *formula, r *rule, minor int64, out *Verdict) (int64, truth) {
	t, percent, held := v.fraction(f, r, out)
	if held != yes {
		return 0, held
	}
	whole := v.times(-1, minor, percent, f.percent)
	switch f.Fraction {
	case FractionUnused, FractionUsed:
		if v.oddCommitment {
			out.because(CommitmentDoubtful, r.id, "")
			return 0, unknown
		}
		over := v.termPeriod()
		if over.start >= over.end {
			return 0, v.untold(r, commitmentStart.String(), no, out)
		}
		units, of := v.left(&f.time, t, over.start, over.end)
		if f == &r.refund || f == &r.due {
			reason := out.because(TimeCounted, r.id, "")
			reason.Count, reason.Of = int(units), int(of)
		}
		unused := v.times(-1, minor, money.Ratio{Num: units, Den: of}, f.percent)
		if f.Fraction == FractionUsed {
			unused = whole - unused
		}
		return unused, v.sound(yes)
	}
	return whole, v.sound(yes)
}

// quote returns the host's figure of a name, or nil if there is none, or more
// than one, or it is no amount.
func (v *standing) quote(name string) *Quote {
	var found *Quote
	for i := range v.s.Quotes {
		if q := &v.s.Quotes[i]; q.Name == name {
			if found != nil || !q.Amount.IsValid() || q.Amount.Sign() < 0 {
				return nil
			}
			found = q
		}
	}
	return found
}

// adjusted applies an adjustment to a sum.
func (v *standing) adjusted(a *adjustment, sum int64, r *rule, refund bool, out *Verdict) (int64, truth) {
	if a.kind == nothingBelow {
		least, held := v.stated(a.min)
		if held == yes && sum < least {
			sum = 0
		}
		return sum, held
	}
	by := int64(0)
	for i := range a.by {
		n, held := v.figure(&a.by[i], r, refund, out)
		if held != yes {
			return sum, held
		}
		by = max(by, n)
	}
	switch a.kind {
	case lessBy:
		sum = max(0, sum-by)
	case capAt:
		sum = min(sum, by)
	case raiseTo:
		sum = max(sum, by)
	}
	return sum, yes
}

// figure works out a formula that is not a refund: a deduction, a bound, a fee.
// It is counted in the currency of the ledger, and leaves what the ledger holds
// as it was. In a refund it is of what can come back only.
func (v *standing) figure(f *formula, r *rule, refund bool, out *Verdict) (int64, truth) {
	switch {
	case f.Fraction == FractionNone:
		return 0, yes
	case f.table(), f.Base == BaseAmount, f.Base == BaseQuote:
		return v.lump(f, r, out)
	case f.Base == BaseUnbilled:
		sum, held := v.unbilled(r, out)
		if held != yes {
			return 0, held
		}
		return v.overTerm(f, r, sum, out)
	}
	t, percent, held := v.fraction(f, r, out)
	if held != yes {
		return 0, held
	}
	return v.figureOfCharges(f, r, t, percent, refund, out)
}

// figureOfCharges works out a figure of a base of charges.
func (v *standing) figureOfCharges(f *formula, r *rule, t timing, percent money.Ratio, refund bool, out *Verdict) (int64, truth) {
	o := &v.owed
	before := *o
	base := f.Base
	if base == BaseListPrice || base == BaseDiscount {
		base = BaseLatestCharge
	}
	v.gather(base, false)
	switch {
	case !o.currency.IsValid():
		o.currency = before.currency
	case before.currency.IsValid() && o.currency != before.currency:
		o.fail(v, MixedCurrencies, -1, -1)
	}
	over := f.Base == BaseLatestCharge && len(v.room.items) > 0 && v.room.items[0].end <= v.sent
	sum := int64(0)
	for i := range v.room.items {
		it := &v.room.items[i]
		if over || o.fault != 0 {
			break // the latest charge is one whose period is not over
		}
		value := it.captured
		if f.Base == BaseListPrice || f.Base == BaseDiscount {
			value = v.price(it, f.Base)
		}
		sum = o.add(v, it.charge, sum, v.share(f, r, t, percent, it, value, refund, out))
	}
	v.settleFault(o)
	v.blame(o, r, out)
	held := v.sound(yes)
	if before.base != 0 && (before.base != base || before.asked) {
		currency := o.currency
		if v.gather(before.base, before.asked); !o.currency.IsValid() {
			o.currency = currency
		}
	}
	return sum, held
}

// price is what a charge would have been without its discount, or the discount.
func (v *standing) price(it *item, base Base) int64 {
	o, c := &v.owed, &v.s.Charges[it.charge]
	discount := int64(0)
	if c.Discount.IsValid() {
		discount = o.minor(v, c.Discount, ComponentsDoubtful, it.charge, -1)
	}
	if base == BaseDiscount {
		return discount
	}
	asked, known := v.askedFor(o, int(it.charge))
	if !known {
		asked = it.paid
	}
	return o.add(v, it.charge, asked, discount)
}

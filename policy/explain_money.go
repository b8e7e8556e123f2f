package policy

import (
	"slices"

	"github.com/rescind-go/rescind/money"
)

// An itemed is a charge of the base, as inputs.
type itemed struct {
	captured, returned, asked, left, most, share Input

	lines []Input // what is left of each payment, or is asked and not paid
}

// amount is an amount of money as a value, in the ledger's currency.
func (e *explainer) amount(minor int64) Value { return Value{Amount: e.v.owed.amount(minor)} }

// op makes an inference about money.
func (e *explainer) op(op Op, name, subject string, inputs ...Input) Input {
	return e.infer(Inference{Op: op, Name: name, Subject: subject, Inputs: inputs})
}

// add adds amounts up, if there are several.
func (e *explainer) add(name, subject string, all []Input) Input {
	switch len(all) {
	case 0:
		return e.fact("none", "", subject, e.amount(0))
	case 1:
		return all[0]
	}
	return e.op(OpAdd, name, subject, all...)
}

// refund tells what comes back by a rule: the inputs of its effect.
func (e *explainer) refund(r *rule, next *Verdict) []Input {
	v, f := e.v, &r.refund
	if f.Ask == 0 && f.Fraction <= FractionNone {
		return nil
	}
	base := f.Base
	if base == 0 {
		base = BaseLatestCharge
	}
	var scratch Verdict
	v.refund(r, &scratch)
	why := unknowns(&scratch)
	v.owed = ledger{}
	v.gather(base, f.Asked)
	faulty := v.owed.fault != 0
	if e.items = e.items[:0]; !faulty {
		e.base()
	}
	open := func() []Input {
		return []Input{e.infer(Inference{Op: OpSum, Name: "refund", Text: next.Refund.Ask.String(), Rule: r.id, Inputs: why}).as("refund")}
	}
	switch code := v.nothing(); {
	case code == NothingLeft && v.paidTwice(), code == 0 && faulty:
		return open()
	case code != 0:
		return []Input{e.nothing(code, r).as("refund")}
	case f.Ask != 0:
		v.ceilings(f)
		return e.bound(r, e.most(f), f.Ask, why)
	}
	sum, held := e.total(r)
	if held == yes {
		if _, held = v.offset(r, sum.Amount.Minor(), new(Verdict)); held == yes {
			return e.settle(r, sum, next)
		}
	}
	v.owed = ledger{} // as it is bounded
	v.gather(base, f.Asked)
	if v.owed.fault != 0 {
		return open()
	}
	e.base()
	v.ceilings(f)
	return e.bound(r, sum, next.Handling.Money, why)
}

// unknowns are the reasons why a sum is not known, as inputs.
func unknowns(v *Verdict) []Input {
	var why []Input
	for i := range v.Reasons {
		switch r := &v.Reasons[i]; {
		case r.Code == AnchorUnknown, r.Code == BeyondCalendar, r.Code == QuoteMissing, r.Code == AmountUnknown, r.Code == PaidTwice, r.Code >= DuplicateCharge:
			in := Value{Word: r.Code.String()}.named("why").of(r.Subject)
			if !r.At.IsZero() {
				in.At = Moment{Kind: Fixed, At: r.At}
			}
			why = append(why, in)
		}
	}
	return why
}

// base states what was taken for each charge of the base, what went back, and
// what is left.
func (e *explainer) base() {
	v := e.v
	e.items = e.items[:0]
	o := v.owed // whose faults are none of an explanation's
	for i := range v.room.items {
		it := &v.room.items[i]
		c := &v.s.Charges[it.charge]
		var out itemed
		if it.first == it.last && it.captured > 0 && v.owed.base == BaseOpenCharges {
			out.captured = e.fact("open", "charge", c.ID, e.amount(it.captured))
			e.items = append(e.items, out)
			continue
		}
		var took, back, gifts, left []Input
		for j := range c.Payments {
			p := &c.Payments[j]
			if p.Class == ClassPromotional || p.State != PaymentCaptured && p.State != PaymentPending {
				continue
			}
			rest := o.payment(v, it.charge, int32(j))
			captured := e.fact("captured", c.ID, p.ID, e.amount(rest.captured)).of(p.ID)
			took = append(took, captured)
			remains := captured
			if rest.returned > 0 {
				returned := e.fact("returned", c.ID, p.ID, e.amount(rest.returned)).of(p.ID)
				if back = append(back, returned); rest.goodwill > 0 {
					gifts = append(gifts, e.fact("gift", c.ID, p.ID, e.amount(rest.goodwill)).of(p.ID))
				}
				remains = e.op(OpSubtract, "left", p.ID, captured, returned).of(p.ID)
			}
			left = append(left, remains)
			if rest.left > 0 {
				out.lines = append(out.lines, remains)
			}
		}
		out.captured = e.add("captured", c.ID, took)
		if len(back) > 0 {
			out.returned = e.add("returned", c.ID, back)
			if len(gifts) > 0 {
				out.returned = e.op(OpSubtract, "counted", c.ID, append([]Input{out.returned}, gifts...)...)
			}
		}
		if v.owed.asked {
			// Stored value counts as paid, promotional value as not asked.
			out.asked = e.fact("asked", "charge", c.ID, e.amount(it.asked))
			if n := len(v.room.lines); it.last > it.first && v.room.lines[it.last-1].payment == openLine && n > 0 {
				open := e.op(OpSubtract, "open", c.ID, out.asked, out.captured)
				left, out.lines = append(left, open), append(out.lines, open)
			}
		}
		out.left = e.add("left", c.ID, left)
		e.items = append(e.items, out)
	}
}

// value is what the formula takes its fraction of.
func (it *itemed) value(f *formula) Input {
	if f.Asked {
		return it.asked
	}
	return it.captured
}

// most tells how much a refund can give, by charge and in all.
func (e *explainer) most(f *formula) Input {
	v := e.v
	var all []Input
	for i := range e.items {
		it, out := &v.room.items[i], &e.items[i]
		c := &v.s.Charges[it.charge]
		if out.most = out.left; len(c.Components) > 0 {
			most := e.times("in_base", c.ID, out.value(f), ratioOf("included", v.included(f, it, true)))
			if out.returned.Step != 0 {
				most = e.op(OpSubtract, "in_base", c.ID, most, out.returned)
			}
			if most.Amount != out.left.Amount || most.Step != out.left.Step {
				out.most = e.op(OpLeast, "most", c.ID, out.left, most)
			}
		}
		all = append(all, out.most.of(c.ID))
	}
	return e.add("most", "", all)
}

// ratioOf is a ratio as an input; 1 is none.
func ratioOf(what string, r money.Ratio) []Input {
	if r.Num == r.Den {
		return nil
	}
	return []Input{Value{Count: Quantity{N: r.Num, Of: r.Den, Unit: "ratio"}}.named("times").of(what)}
}

// times multiplies an amount by ratios, if there are any.
func (e *explainer) times(name, subject string, of Input, ratios ...[]Input) Input {
	all := []Input{of.as("of")}
	for _, r := range ratios {
		all = append(all, r...)
	}
	if len(all) == 1 {
		return of
	}
	return e.infer(Inference{Op: OpMultiply, Name: name, Subject: subject, Text: e.in.rounding.String(), Inputs: all})
}

// total tells what a refund formula gives. If that is not known, the amount bounds
// it.
func (e *explainer) total(r *rule) (Input, truth) {
	v, f := e.v, &r.refund
	var scratch Verdict
	if _, held := v.shares(f, r, &scratch); held != yes {
		e.restore(r)
		v.ceilings(f)
		return e.most(f), held
	}
	most := e.most(f)
	sum := e.shares(f, r, most)
	for i := range f.adjust {
		next, held := e.adjusted(&f.adjust[i], sum, r, true)
		if held != yes {
			if slices.ContainsFunc(f.adjust[i:], func(a adjustment) bool { return a.kind == raiseTo }) {
				return most, held
			}
			return e.op(OpLeast, "most", "", sum, most), held
		}
		sum = next
	}
	if sum.Amount.Minor() > most.Amount.Minor() {
		sum = e.op(OpLeast, "cut", "", sum, most)
	}
	return sum, v.sound(yes)
}

// restore gathers the base of a rule's refund again.
func (e *explainer) restore(r *rule) {
	e.v.owed = ledger{}
	e.v.gather(r.refund.Base, r.refund.Asked)
	if e.v.owed.fault == 0 {
		e.base()
	}
}

// shares tells what a refund formula takes of each charge, and adds it up.
func (e *explainer) shares(f *formula, r *rule, most Input) Input {
	v := e.v
	if f.Fraction == FractionQuoted || f.table() {
		sum := e.lump(f, r, true)
		if f.Earlier == EarlierDeducted {
			all := []Input{sum}
			for i := range e.items {
				if e.items[i].returned.Step != 0 {
					all = append(all, e.items[i].returned)
				}
			}
			if len(all) > 1 {
				sum = e.op(OpSubtract, "deducted", "", all...)
			}
		}
		if sum.Amount.Minor() > most.Amount.Minor() {
			sum = e.op(OpLeast, "cut", "", sum, most)
		}
		for i := range e.items {
			e.items[i].share = e.items[i].most
		}
		return sum
	}
	var all []Input
	for i := range e.items {
		it, out := &v.room.items[i], &e.items[i]
		c := &v.s.Charges[it.charge]
		share := out.value(f)
		if f.Earlier == EarlierNetted && out.returned.Step != 0 {
			share = e.op(OpSubtract, "netted", c.ID, share, out.returned)
		}
		if f.Fraction != FractionAll || !f.undivided() || len(c.Components) > 0 {
			share = e.share(f, r, it, c.ID, share, true)
		}
		if out.returned.Step != 0 && (f.Earlier == EarlierDeducted || it.superseded && f.Earlier == EarlierCapped) {
			share = e.op(OpSubtract, "deducted", c.ID, share, out.returned)
		}
		if share.Amount.Minor() > out.most.Amount.Minor() {
			share = e.op(OpLeast, "share", c.ID, share, out.most)
		}
		out.share = share
		all = append(all, share.of(c.ID))
	}
	return e.add("shares", "", all)
}

// share tells the fraction of one value.
func (e *explainer) share(f *formula, r *rule, it *item, subject string, value Input, refund bool) Input {
	included := ratioOf("included", e.v.included(f, it, refund))
	return e.fraction(f, r, subject, value, stretch{it.start, it.end}, included)
}

// fraction tells a formula's fraction of a value whose time is a period.
func (e *explainer) fraction(f *formula, r *rule, subject string, value Input, over stretch, included []Input) Input {
	percent := ratioOf("percent", f.percent)
	switch f.Fraction {
	case FractionUnused, FractionUsed:
		left := e.units(f, r, subject, over).as("times").of("time")
		unused := e.times("unused", subject, value, included, []Input{left}, percent)
		if f.Fraction == FractionUnused {
			return unused
		}
		return e.op(OpSubtract, "used", subject, e.times("whole", subject, value, included, percent), unused)
	case FractionSteps:
		return e.times("share", subject, value, included, ratioOf("row", e.row(f, r).percent), percent)
	}
	return e.times("share", subject, value, included, percent)
}

// units tells how much time of a period is left.
func (e *explainer) units(f *formula, r *rule, subject string, over stretch) Input {
	v := e.v
	s := Inference{Op: OpUnits, Name: "time", Rule: r.id, Subject: subject, Time: f.Time}
	s.Inputs = append(s.Inputs, e.timing(r, f.time.from).as("from"))
	s.Inputs = append(s.Inputs, e.period(subject, over.start, over.end)...)
	if len(v.room.pauses) > 0 {
		t, known := e.timed[&f.time]
		if !known {
			t, _ = v.timing(r, &f.time, new(Verdict))
			e.timed[&f.time] = t
		}
		before, all := v.paused(&f.time, t, over.start, over.end)
		unit := "day"
		if f.time.unit == inSeconds {
			unit = "second"
		}
		s.Inputs = append(s.Inputs, Value{Count: Quantity{N: before, Unit: unit}}.named("paused_before"), Value{Count: Quantity{N: all, Unit: unit}}.named("paused"))
	}
	return e.infer(s)
}

// timing tells from when time is left.
func (e *explainer) timing(r *rule, from point) Input {
	v := e.v
	if from.anchor != ends {
		return e.point(r, from)
	}
	at := e.point(r, r.ends)
	if !v.atRequest(r.ends.anchor) || !r.ends.plain() {
		// Not before it is asked to, and not after a notice that was given.
		if end, _, _ := at.point(); end < v.sent {
			at = e.op(OpMost, "ends", "", at, e.sent)
		}
		if end, _, _ := at.point(); v.ending && v.end < end {
			at = e.op(OpLeast, "ends", "", at, v.policy.pointOf(v.end, yes).named("notice"))
		}
	}
	if from.plain() {
		return at
	}
	instant, _, _ := at.point()
	return e.infer(Inference{Op: OpPoint, Name: "point", Text: from.String(), Inputs: []Input{at.as("anchor")}, Skipped: e.skipped(from, instant)})
}

// row tells which row of a table the request falls into.
func (e *explainer) row(f *formula, r *rule) *step {
	v := e.v
	row, held := v.step(f, r, new(Verdict))
	if held != yes {
		return &f.steps[len(f.steps)-1] // which nobody asks for
	}
	i := 0
	for row != &f.steps[i] {
		i++
	}
	side := func(op Op, p point) {
		e.infer(Inference{Op: op, Name: "row", Rule: r.id, Text: p.String(), Inputs: []Input{e.sent, e.point(r, p).as("point")}})
	}
	if i > 0 {
		side(OpFrom, f.steps[i-1].until)
	}
	if row.until.anchor != noAnchor {
		side(OpUntil, row.until)
	}
	return row
}

// lump tells a formula that is one amount and no share of charges. It must be
// known.
func (e *explainer) lump(f *formula, r *rule, refund bool) Input {
	v := e.v
	amount := e.fact("stated", "document", "", Value{Amount: f.Amount})
	switch {
	case f.table():
		amount = e.fact("stated", "document", "", Value{Amount: e.row(f, r).amount})
	case f.Fraction == FractionQuoted || f.Base == BaseQuote:
		amount = e.fact("quote", "quote", f.Quote, Value{Amount: v.quote(f.Quote).Amount})
	}
	if f.Fraction == FractionQuoted || f.table() {
		return e.times("share", "", amount, ratioOf("percent", f.percent))
	}
	return e.fraction(f, r, "", amount, v.termPeriod(), nil)
}

// adjusted tells what an adjustment makes of a sum. If that is not known the sum
// is none.
func (e *explainer) adjusted(a *adjustment, sum Input, r *rule, refund bool) (Input, truth) {
	if a.kind == nothingBelow {
		if _, held := e.v.stated(a.min); held != yes {
			return sum, held
		}
		least := e.fact("stated", "document", "", Value{Amount: a.min})
		return e.infer(Inference{Op: OpDrop, Name: "adjusted", Rule: r.id, Text: a.text, Inputs: []Input{sum, least}}), yes
	}
	var all []Input
	for i := range a.by {
		by, held := e.figure(&a.by[i], r, refund)
		if held != yes {
			return sum, held
		}
		all = append(all, by)
	}
	by := all[0]
	if len(all) > 1 {
		by = e.op(OpMost, "larger", "", all...)
	}
	return e.infer(Inference{Op: [...]Op{lessBy: OpSubtract, capAt: OpLeast, raiseTo: OpMost}[a.kind], Name: "adjusted", Rule: r.id, Text: a.text, Inputs: []Input{sum, by}}), yes
}

// figure tells what a formula that is not a refund comes to.
func (e *explainer) figure(f *formula, r *rule, refund bool) (Input, truth) {
	v := e.v
	items := slices.Clone(e.items)
	defer func() { e.items = items }()
	if _, held := v.figure(f, r, refund, new(Verdict)); held != yes {
		return Input{}, held
	}
	switch {
	case f.Fraction == FractionNone:
		return e.fact("none", "document", "", e.amount(0)), yes
	case f.table(), f.Base == BaseAmount, f.Base == BaseQuote:
		return e.lump(f, r, refund), yes
	case f.Base == BaseUnbilled:
		var all []Input
		for i := range v.s.Instalments {
			if n := &v.s.Instalments[i]; instantOf(n.At) > v.sent {
				all = append(all, e.fact("unbilled", "instalment", n.ID, Value{Amount: n.Amount}))
			}
		}
		return e.fraction(f, r, "", e.add("unbilled", "", all), v.termPeriod(), nil), yes
	}
	before := v.owed
	base := f.Base
	if base == BaseListPrice || base == BaseDiscount {
		base = BaseLatestCharge
	}
	if v.gather(base, false); !v.owed.currency.IsValid() {
		v.owed.currency = before.currency
	}
	e.base()
	var all []Input
	over := f.Base == BaseLatestCharge && len(v.room.items) > 0 && v.room.items[0].end <= v.sent
	for i := range e.items {
		it := &v.room.items[i]
		c := &v.s.Charges[it.charge]
		if over {
			break // the latest charge is one whose period is not over
		}
		value := e.items[i].captured
		switch f.Base {
		case BaseListPrice, BaseDiscount:
			value = e.fact(f.Base.String(), "charge", c.ID, e.amount(v.price(it, f.Base)))
		}
		all = append(all, e.share(f, r, it, c.ID, value, refund).of(c.ID))
	}
	sum := e.add("figure", "", all)
	if before.base != 0 && (before.base != base || before.asked) {
		v.gather(before.base, before.asked)
	}
	return sum, yes
}

// settle tells how a sum is shared out over charges and payments, and what of it
// can be paid: the inputs of the rule's effect.
func (e *explainer) settle(r *rule, sum Input, next *Verdict) []Input {
	v, o := e.v, &e.v.owed
	var scratch Verdict
	offset, _ := v.offset(r, sum.Amount.Minor(), &scratch)
	v.settle(r, sum.Amount.Minor(), offset, &scratch)

	shares := int64(0)
	for i := range e.items {
		shares += e.items[i].share.Amount.Minor()
	}
	gives := e.split(r.settlement.Order.String(), "charges", "", sum, len(e.items), func(i int) (Input, int64) {
		it := &v.room.items[i]
		c := &v.s.Charges[it.charge]
		most := e.items[i].share
		if sum.Amount.Minor() > shares {
			most = e.items[i].most
		}
		most.At = v.policy.pointOf(instantOf(c.At), yes).At
		return most.of(c.ID), it.give
	})
	lines := make([]Input, len(v.room.lines)) // what each payment gives
	for i := range e.items {
		it := &v.room.items[i]
		c := &v.s.Charges[it.charge]
		// The lines stand in the order of the charges, the items in that of the ids.
		copy(lines[it.first:it.last], e.split(r.settlement.Order.String(), "payments", c.ID, gives[i], int(it.last-it.first), func(j int) (Input, int64) {
			l := &v.room.lines[int(it.first)+j]
			most := e.items[i].lines[j].of("")
			at := instantOf(c.At)
			if l.payment != openLine {
				p := &c.Payments[l.payment]
				most.Subject = p.ID
				if given := instantOf(p.At); given != unset {
					at = given
				}
				most.Count.N = 2
				if first := r.settlement.First; first == 0 || (first == ClassStoredValue) == l.stored {
					most.Count.N = 1
				}
				most.Count.Unit = "group"
				most.At = v.policy.pointOf(at, yes).At
			}
			return most, l.give
		}))
	}
	offs := e.offsets(r, sum, lines)
	var refunds, payable, credits, creditable []Input
	for i := range v.room.lines {
		if v.room.lines[i].off > 0 {
			credits, creditable = append(credits, offs.lines[i]), append(creditable, offs.lines[i])
		}
	}
	for i := range v.room.lines {
		l := &v.room.lines[i]
		if l.give == l.off {
			continue
		}
		give := lines[i]
		if l.off > 0 {
			give = e.op(OpSubtract, "give", give.Subject, give, offs.lines[i])
		}
		give = e.label(give, e.payment(l))
		now := e.payable(i, give, offs.lines[i])
		if v.operation(r, l) == OpRefund {
			refunds, payable = append(refunds, give), append(payable, now)
		} else {
			credits, creditable = append(credits, give), append(creditable, now)
		}
	}
	var out []Input
	credit := Input{}
	if len(credits) > 0 {
		credit = e.add("credit", "", credits)
	}
	if len(refunds) > 0 || r.settlement.As != AsCredit {
		refund, pays := sum, sum
		switch {
		case len(refunds) > 0:
			if refund = e.add("refund", "", refunds); o.payable == o.refund {
				pays = refund
			} else {
				pays = e.add("payable", "", payable)
			}
		case len(credits) > 0:
			refund = e.op(OpSubtract, "refund", "", sum, credit)
			pays = refund
		}
		out = append(out, e.sum("refund", next.Refund.State, r, refund, pays))
	}
	switch {
	case len(credits) > 0:
		pays := credit
		if o.creditable != o.credit {
			pays = e.add("creditable", "", creditable)
		}
		out = append(out, e.sum("credit", next.Credit.State, r, credit, pays))
	case r.settlement.As == AsCredit:
		out = append(out, e.sum("credit", next.Credit.State, r, sum, sum))
	}
	if o.payable > 0 {
		out = append(out, e.payouts(r)...)
	}
	return out
}

// sum is a sum of a verdict that is known.
func (e *explainer) sum(name string, state SumState, r *rule, amount, payable Input) Input {
	if state == SumNone {
		state = SumExact // of a rule that then refuses, for want of it
	}
	return e.infer(Inference{Op: OpSum, Name: name, Rule: r.id, Text: state.String(), Inputs: []Input{amount.as("amount").of(""), payable.as("payable").of("")}}).as(name)
}

// payment is the id of a line's payment, or of its charge.
func (e *explainer) payment(l *line) string {
	c := &e.v.s.Charges[e.v.room.items[l.item].charge]
	if l.payment == openLine {
		return c.ID
	}
	return c.Payments[l.payment].ID
}

// split shares a total out, unless it is all of one portion, and returns what each
// is given.
func (e *explainer) split(order, name, subject string, total Input, n int, portion func(int) (most Input, give int64)) []Input {
	if n == 1 {
		if most, _ := portion(0); most.Step == total.Step && most.Step != 0 {
			return []Input{e.label(total, most.Subject)}
		}
	}
	s := Inference{Op: OpSplit, Name: name, Subject: subject, Text: order, Inputs: []Input{total.as("total").of("")}}
	var gives []Input
	for i := range n {
		most, give := portion(i)
		s.Inputs = append(s.Inputs, most.as("most"))
		gives = append(gives, e.amount(give).named("give").of(most.Subject))
	}
	if n == 0 {
		return nil
	}
	s.Inputs = append(s.Inputs, gives...)
	made := e.infer(s)
	for i := range gives {
		gives[i].Step = made.Step
	}
	return gives
}

// label says what an input is of, unless it is a portion, whose subject tells
// which.
func (e *explainer) label(in Input, subject string) Input {
	if in.Step == 0 || e.steps[in.Step-1].Op != OpSplit {
		in.Subject = subject
	}
	return in
}

// An offsets is what of each line is set off against what other charges ask.
type offsets struct {
	total Input
	lines []Input
}

// offsets tells what is set off.
func (e *explainer) offsets(r *rule, sum Input, lines []Input) offsets {
	v := e.v
	out := offsets{lines: make([]Input, len(lines))}
	if v.owed.offset == 0 {
		return out
	}
	var debts []Input
	for i := range v.s.Charges {
		if r.refund.Asked && v.inBase(i) {
			continue
		}
		if open := v.openOf(&ledger{}, i); open > 0 {
			debts = append(debts, e.fact("open", "charge", v.s.Charges[i].ID, e.amount(open)))
		}
	}
	out.total = e.add("open", "", debts)
	if n := v.owed.offset; n < out.total.Amount.Minor() || len(debts) > 0 {
		out.total = e.op(OpLeast, "offset", "", sum, out.total)
	}
	ids := v.room.ids // in the order in which they give
	if out.total.Amount.Minor() > v.owed.offset {
		// What is asked and not paid has nothing to be set off.
		var paid []Input
		for _, i := range ids {
			paid = append(paid, lines[i])
		}
		out.total = e.op(OpLeast, "offset", "", out.total, e.add("give", "", paid))
	}
	offs := e.split(asListed, "offsets", "", out.total, len(ids), func(n int) (Input, int64) {
		return e.label(lines[ids[n]], e.payment(&v.room.lines[ids[n]])), v.room.lines[ids[n]].off
	})
	for n, i := range ids {
		out.lines[i] = offs[n]
	}
	return out
}

// payable tells how much of what a payment gives can be paid at once.
func (e *explainer) payable(i int, give, off Input) Input {
	v := e.v
	l := &v.room.lines[i]
	if l.blocked == 0 {
		return give
	}
	c := &v.s.Charges[v.room.items[l.item].charge]
	p := &c.Payments[l.payment]
	if l.blocked != DisputeIsOpen {
		return e.infer(Inference{Op: OpFact, Name: "available", Source: c.ID, Subject: p.ID, Text: l.blocked.String(), Value: e.amount(0)})
	}
	left := e.items[l.item].lines[int32(i)-v.room.items[l.item].first]
	all := []Input{left, e.fact("disputed", c.ID, p.ID, e.amount(l.rest.disputed))}
	if off.Step != 0 {
		all = append(all, off)
	}
	return e.op(OpLeast, "payable", p.ID, give, e.op(OpSubtract, "available", p.ID, all...))
}

// payouts tells when the money is expected.
func (e *explainer) payouts(r *rule) []Input {
	v := e.v
	if len(r.payouts) == 0 {
		return e.payout(&r.payout, r)
	}
	var out []Input
	for i := range v.room.lines {
		l := &v.room.lines[i]
		if l.give == 0 || l.now == 0 || v.operation(r, l) != OpRefund {
			continue
		}
		c := &v.s.Charges[v.room.items[l.item].charge]
		for _, in := range e.payout(r.payoutBy(c.Payments[l.payment].Method), r) {
			if !slices.ContainsFunc(out, func(o Input) bool { return o.Step == in.Step }) {
				out = append(out, in)
			}
		}
	}
	return out
}

// bound tells what an undecided sum is at most, where the settlement would put
// it.
func (e *explainer) bound(r *rule, most Input, ask Handler, why []Input) []Input {
	v := e.v
	var stored, paid []Input
	for i := range v.room.lines {
		l := &v.room.lines[i]
		of := e.items[l.item].lines[int32(i)-v.room.items[l.item].first].of(e.payment(l))
		if l.stored || l.payment == openLine {
			stored = append(stored, of)
		} else {
			paid = append(paid, of)
		}
	}
	sum := func(name string, most Input) Input {
		return e.infer(Inference{Op: OpSum, Name: name, Rule: r.id, Text: ask.String(), Inputs: append([]Input{most.as("most").of("")}, why...)}).as(name)
	}
	inMoney := func() Input {
		if len(stored) == 0 && most.Amount.Minor() <= v.owed.left {
			return most
		}
		return e.op(OpLeast, "most", "", most, e.add("left", "", paid))
	}
	var refund, credit Input
	switch {
	case r.settlement.As == AsCredit && most.Amount.Sign() > 0:
		refund, credit = e.fact("none", "document", "", e.amount(0)), most
	case r.settlement.As == AsCredit:
		refund = most
	case r.settlement.As == AsOffset:
		refund, credit = inMoney(), most
	case len(stored) > 0:
		refund, credit = inMoney(), e.op(OpLeast, "most", "", most, e.add("left", "", stored))
	default:
		refund = inMoney()
	}
	out := []Input{sum("refund", refund)}
	if credit.Amount.Sign() > 0 {
		out = append(out, sum("credit", credit))
	}
	return out
}

// nothing tells why nothing comes back.
func (e *explainer) nothing(code Code, r *rule) Input {
	v := e.v
	s := Inference{Op: OpNothing, Name: "refund", Rule: r.id, Text: code.String()}
	for i := range e.items {
		if code == NothingCaptured {
			s.Inputs = append(s.Inputs, e.items[i].captured.as("captured"))
		}
	}
	if code != NothingCaptured && len(e.items) > 0 {
		s.Subject = v.s.Charges[v.room.items[0].charge].ID
		var left []Input
		for i := range e.items {
			left = append(left, e.items[i].left)
		}
		s.Inputs = append(s.Inputs, e.add("left", "", left).as("left"))
	}
	if code == PeriodOver {
		s.Inputs = append(s.Inputs, e.sent, v.policy.pointOf(v.room.items[0].end, yes).named("end"))
	}
	return e.infer(s)
}

// due tells what the customer owes by a rule: the inputs of its effect.
func (e *explainer) due(r *rule) []Input {
	v, f := e.v, &r.due
	var out Verdict
	switch v.due(r, &out); out.Due.State {
	case SumNone:
		return nil
	case SumUndecided:
		return []Input{e.infer(Inference{Op: OpSum, Name: "due", Rule: r.id, Text: out.Due.Ask.String(), Inputs: unknowns(&out)}).as("due")}
	}
	v.owed = ledger{}
	sum, held := e.figure(f, r, false)
	for i := range f.adjust {
		if held == yes {
			sum, held = e.adjusted(&f.adjust[i], sum, r, false)
		}
	}
	v.owed = ledger{}
	return []Input{e.sum("due", out.Due.State, r, sum, sum)}
}

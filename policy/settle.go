package policy

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
)

// A portion is what one charge, payment or component has in the splitting of a
// sum.
type portion struct {
	index int32   // of the item, the line or the component
	group int8    // lower groups are served first
	at    instant // by which the order is
	most  int64   // what it can have; in a split in proportion, its weight too
	give  int64   // what it gets
	rest  uint64  // what rounding took
}

// split shares a sum out over the portions, by order. Each gets at most its
// most; only in proportion may the sum be larger than all of them together.
func split(sum int64, list []portion, order Order, id func(int32) string) {
	slices.SortFunc(list, func(a, b portion) int {
		by := cmp.Compare(a.group, b.group)
		if by == 0 && order != InProportion {
			if by = cmp.Compare(a.at, b.at); order == NewestFirst {
				by = -by
			}
		}
		return cmp.Or(by, strings.Compare(id(a.index), id(b.index)), cmp.Compare(a.index, b.index))
	})
	for len(list) > 0 {
		n, most := 0, int64(0) // the portions of a group, and what they can have
		for n < len(list) && list[n].group == list[0].group {
			most += list[n].most
			n++
		}
		part := sum
		if n < len(list) {
			part = min(sum, most)
		}
		if order == InProportion {
			inProportion(part, most, list[:n])
		} else {
			left := part
			for i := range list[:n] {
				list[i].give = min(left, list[i].most)
				left -= list[i].give
			}
		}
		sum -= part
		list = list[n:]
	}
}

// inProportion shares a sum out by weight: each portion rounded down, and a
// minor unit more for those that lost most by it, the first among equals.
func inProportion(sum, total int64, list []portion) {
	if total <= 0 {
		return
	}
	left := sum
	for i := range list {
		p := &list[i]
		hi, lo := bits.Mul64(uint64(sum), uint64(p.most))
		q, rest := bits.Div64(hi, lo, uint64(total)) // at most the sum, for no weight is above the total
		p.give, p.rest = int64(q), rest
		left -= p.give
	}
	if left > 0 {
		slices.SortStableFunc(list, func(a, b portion) int { return cmp.Compare(b.rest, a.rest) })
		for i := range list[:left] {
			list[i].give++
		}
	}
}

// settle shares a sum out over the charges of the base and their payments, by
// the rule's settlement. So much of it as the offset is set off against what
// other charges ask.
func (v *standing) settle(r *rule, sum, offset int64, out *Verdict) {
	o := &v.owed
	if o.shared != &r.refund {
		// An adjustment had the ledger for itself. Why was told before.
		told := len(out.Reasons)
		v.shares(&r.refund, r, out)
		out.Reasons = out.Reasons[:told]
	}
	o.settled = r
	shares := int64(0)
	for i := range v.room.items {
		shares += v.room.items[i].share
	}
	order := r.settlement.Order
	charges := v.s.Charges
	if sum == shares {
		for i := range v.room.items {
			v.room.items[i].give = v.room.items[i].share
		}
	} else {
		v.room.shares = v.room.shares[:0]
		for i := range v.room.items {
			it := &v.room.items[i]
			p := portion{index: int32(i), at: instantOf(charges[it.charge].At), most: it.share}
			if sum > shares {
				p.most = it.most
			}
			v.room.shares = append(v.room.shares, p)
		}
		list := v.room.shares
		split(sum, list, order, func(i int32) string { return charges[v.room.items[i].charge].ID })
		for i := range list {
			v.room.items[list[i].index].give = list[i].give
		}
	}
	for i := range v.room.items {
		it := &v.room.items[i]
		if it.give == it.left {
			for l := it.first; l < it.last; l++ {
				v.room.lines[l].give = v.room.lines[l].rest.left
			}
			continue
		}
		payments := charges[it.charge].Payments
		v.room.shares = v.room.shares[:0]
		for l := it.first; l < it.last; l++ {
			line := &v.room.lines[l]
			p := portion{index: l, most: line.rest.left}
			switch first := r.settlement.First; {
			case line.payment == openLine:
			case first == 0, (first == ClassStoredValue) == line.stored:
				p.group = 1
			default:
				p.group = 2
			}
			if line.payment != openLine {
				if p.at = instantOf(payments[line.payment].At); p.at == unset {
					p.at = instantOf(charges[it.charge].At)
				}
			}
			v.room.shares = append(v.room.shares, p)
		}
		list := v.room.shares
		split(it.give, list, order, func(l int32) string {
			if n := v.room.lines[l].payment; n != openLine {
				return payments[n].ID
			}
			return ""
		})
		for i := range list {
			v.room.lines[list[i].index].give = list[i].give
		}
	}
	v.setOff(offset)
	v.totals(r)
}

// setOff takes an offset out of what the payments give, in the order of the ids.
func (v *standing) setOff(offset int64) {
	v.owed.offset = 0
	v.room.ids = v.room.ids[:0]
	for i := range v.room.lines {
		l := &v.room.lines[i]
		if l.off = 0; offset > 0 && l.payment != openLine && l.give > 0 {
			v.room.ids = append(v.room.ids, int32(i))
		}
	}
	slices.SortFunc(v.room.ids, func(a, b int32) int {
		c, p := v.paid(a)
		d, q := v.paid(b)
		return cmp.Or(strings.Compare(c.ID, d.ID), strings.Compare(p.ID, q.ID), cmp.Compare(a, b))
	})
	for _, i := range v.room.ids {
		l := &v.room.lines[i]
		l.off = min(l.give, offset-v.owed.offset)
		v.owed.offset += l.off
	}
}

// paid returns the charge and the payment of a line.
func (v *standing) paid(line int32) (*Charge, *Payment) {
	l := &v.room.lines[line]
	c := &v.s.Charges[v.room.items[l.item].charge]
	return c, &c.Payments[l.payment]
}

// totals adds up what the settlement gives.
func (v *standing) totals(r *rule) {
	o := &v.owed
	o.refund, o.payable, o.credit, o.creditable, o.parts = 0, 0, o.offset, o.offset, 0
	for i := range v.room.lines {
		l := &v.room.lines[i]
		give := l.give - l.off
		if l.now, l.blocked = give, 0; give == 0 {
			continue
		}
		operation := v.operation(r, l)
		if l.payment != openLine {
			_, p := v.paid(int32(i))
			if most, blocked, _ := l.rest.payable(p, v.at, operation == OpCredit); give > most-l.off {
				l.now, l.most, l.blocked = max(0, most-l.off), most, blocked
			}
		}
		if operation == OpRefund {
			o.refund, o.payable = o.refund+give, o.payable+l.now
		} else {
			o.credit, o.creditable = o.credit+give, o.creditable+l.now
		}
		if o.parts++; l.blocked != 0 {
			o.parts++
		}
	}
}

// operation is what is done with a line, a pending debit aside.
func (v *standing) operation(r *rule, l *line) Operation {
	switch {
	case l.payment == openLine:
		return OpReduce
	case l.stored, r.settlement.As == AsCredit:
		return OpCredit
	}
	return OpRefund
}

// give lists the movements that carry the settlement out, in the order of the
// ids, with a reason for each that is blocked.
func (v *standing) give(r *rule, out *Verdict) {
	o := &v.owed
	if cap(out.Parts) < o.parts {
		out.Parts = make([]Part, 0, o.parts)
	}
	for i := range v.room.lines {
		l := &v.room.lines[i]
		if l.give == l.off {
			continue
		}
		if l.now > 0 {
			v.part(r, l, l.now, l.rest.returned, out)
		}
		if l.blocked != 0 {
			// What is blocked comes after what is paid: it has a key of its
			// own, which is the key it will have once the rest is paid.
			part := v.part(r, l, l.give-l.off-l.now, l.rest.returned+l.most, out)
			part.Blocked, part.Needs, part.Expect = l.blocked, remedies[l.blocked], calendar.Range{}
		}
	}
	if o.offset > 0 {
		v.reduce(r, out)
	}
	out.sortParts()
	for i := range out.Parts {
		if p := &out.Parts[i]; p.Blocked != 0 {
			out.because(p.Blocked, "", p.Payment).Amount = p.Amount
		}
	}
	v.itemize(r, out)
}

// part adds what is to be done with a line, and returns it for what else it
// carries.
func (v *standing) part(r *rule, l *line, amount, returned int64, out *Verdict) *Part {
	c := &v.s.Charges[v.room.items[l.item].charge]
	out.Parts = append(out.Parts, Part{})
	part := &out.Parts[len(out.Parts)-1]
	part.Charge, part.Subscription = c.ID, v.s.ID
	part.Operation = v.operation(r, l)
	part.Amount, part.Returned = v.owed.amount(amount), v.owed.amount(returned)
	if l.payment == openLine {
		part.Returned = v.owed.amount(l.rest.left) // a later one reduces less
		return part
	}
	p := &c.Payments[l.payment]
	part.Payment, part.Method = p.ID, p.Method
	if part.Operation == OpRefund {
		part.Expect = v.expect(r, p.Method, out)
		if p.State == PaymentPending {
			part.Operation = OpCancelDebit
		}
	}
	return part
}

// remedies are what would unblock a part.
var remedies = [...]Remedy{
	PaymentIsPending: NeedsSettlement, DisputeIsOpen: NeedsOutcome, MethodExpired: NeedsOtherMethod,
}

// itemize lists what comes back by component.
func (v *standing) itemize(r *rule, out *Verdict) {
	o := &v.owed
	for i := range v.room.items {
		it := &v.room.items[i]
		c := &v.s.Charges[it.charge]
		if len(c.Components) == 0 || it.give == 0 {
			continue
		}
		total := int64(0)
		v.room.shares = v.room.shares[:0]
		for j := range c.Components {
			if n := c.Components[j].Amount.Minor(); n > 0 && r.refund.includes(c, j, true) {
				v.room.shares = append(v.room.shares, portion{index: int32(j), most: n})
				total += n
			}
		}
		if total <= 0 {
			continue
		}
		list := v.room.shares
		split(it.give, list, InProportion, func(j int32) string { return c.Components[j].Name })
		slices.SortFunc(list, func(a, b portion) int { return cmp.Compare(a.index, b.index) })
		for _, p := range list {
			if p.give > 0 {
				out.Lines = append(out.Lines, Line{Charge: c.ID, Component: c.Components[p.index].Name, Amount: o.amount(p.give)})
			}
		}
	}
	slices.SortStableFunc(out.Lines, func(a, b Line) int { return strings.Compare(a.Charge, b.Charge) })
}

// offset works out how much of a sum goes against what other charges still ask.
// It has a ledger of its own: what is doubtful there is no fault of the base.
func (v *standing) offset(r *rule, sum int64, out *Verdict) (int64, truth) {
	if r.settlement.As != AsOffset {
		return 0, yes
	}
	o, debts := ledger{currency: v.owed.currency}, int64(0)
	for i := range v.s.Charges {
		if !r.refund.Asked || !v.inBase(i) { // what is open of these is given up already
			debts = o.add(v, int32(i), debts, v.openOf(&o, i))
		}
	}
	if o.fault != 0 {
		v.settleFault(&o)
		v.blame(&o, r, out)
		return 0, unknown
	}
	return min(sum, debts), yes
}

// inBase reports whether a charge is in the base.
func (v *standing) inBase(index int) bool {
	if base := v.owed.base; base == BaseTermCharges || base == BaseAllCharges {
		_, found := slices.BinarySearchFunc(v.room.items, v.s.Charges[index].ID, func(it item, id string) int {
			return strings.Compare(v.s.Charges[it.charge].ID, id)
		})
		return found
	}
	return slices.ContainsFunc(v.room.items, func(it item) bool { return int(it.charge) == index })
}

// reduce lists which payment is set off against what which other charge asks.
func (v *standing) reduce(r *rule, out *Verdict) {
	o, charges := &v.owed, v.s.Charges
	v.room.shares = v.room.shares[:0]
	for i := range charges {
		if r.refund.Asked && v.inBase(i) {
			continue
		}
		if open := v.openOf(&ledger{}, i); open > 0 {
			v.room.shares = append(v.room.shares, portion{index: int32(i), at: instantOf(charges[i].At), most: open})
		}
	}
	debts, n := v.room.shares, 0
	split(o.offset, debts, OldestFirst, func(i int32) string { return charges[i].ID })
	for i := range debts {
		if debts[i].give > 0 {
			out.because(OffsetAgainst, r.id, charges[debts[i].index].ID).Amount = o.amount(debts[i].give)
		}
	}
	for _, i := range v.room.ids {
		l := &v.room.lines[i]
		for left := l.off; left > 0; {
			d := &debts[n]
			amount := min(left, d.give)
			if d.give -= amount; amount > 0 {
				part := v.part(r, l, amount, l.rest.returned, out)
				part.Operation, part.Against, part.Expect = OpReduce, charges[d.index].ID, calendar.Range{}
			}
			if left -= amount; d.give == 0 {
				n++
			}
		}
	}
}

// void lists the authorizations to let go of, when all of the money comes back.
func (v *standing) void(r *rule, out *Verdict) {
	for i := range v.s.Charges {
		c := &v.s.Charges[i]
		end := v.coverEnd(c)
		if instantOf(c.At) > v.at || end <= v.sent {
			continue
		}
		v.see(end)
		for j := range c.Payments {
			if p := &c.Payments[j]; p.State == PaymentAuthorized && p.Captured.Sign() > 0 {
				out.Handling.Money = r.handling.Money
				none, _ := money.FromMinor(0, p.Captured.Currency())
				out.Parts = append(out.Parts, Part{
					Charge: c.ID, Payment: p.ID, Method: p.Method, Operation: OpVoid, Amount: p.Captured,
					Subscription: v.s.ID, Returned: none,
				})
			}
		}
	}
	out.sortParts()
}

// sortParts puts the parts in the order of their ids, and leaves those of one
// payment as they stand.
func (v *Verdict) sortParts() {
	if len(v.Parts) > 1 {
		slices.SortStableFunc(v.Parts, func(a, b Part) int {
			return cmp.Or(strings.Compare(a.Charge, b.Charge), strings.Compare(a.Payment, b.Payment), strings.Compare(a.Against, b.Against))
		})
	}
}

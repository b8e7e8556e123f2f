package policy

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/rescind-go/rescind/money"
)

// A ledger is what is left to give back of the charges of a base: what was
// captured, less what went back already, payment by payment.
//
// A fault in the facts leaves the amounts unknown. It never lowers them to
// nothing, and never pays.
type ledger struct {
	base  Base // what it was gathered for; 0: nothing yet
	asked bool // with what is asked and not paid

	fault  Code  // zero: none
	charge int32 // the charge that the fault is about, and the payment
	about  int32 // or -1

	currency money.Currency
	captured int64 // what was taken, in minor units
	left     int64 // what is left
	most     int64 // what of it a formula can give

	next instant // when something in it may change

	shared  *formula // whose shares the items hold
	settled *rule    // whose settlement they and the lines do

	// What it comes to, and how many movements carry it out.
	offset             int64 // goes against what other charges ask
	refund, payable    int64
	credit, creditable int64 // the offset too
	parts              int
}

// An item is a charge of the base.
type item struct {
	charge      int32 // its index
	first, last int32 // its lines
	superseded  bool
	start, end  instant

	asked    int64 // what was asked, less promotional value
	paid     int64 // what was captured, promotional value too
	captured int64
	returned int64 // refunds that were owed, credits, lost disputes
	goodwill int64 // refunds that were gifts
	left     int64 // of all lines
	most     int64 // what a formula can give of it

	share int64 // what a formula takes of it
	give  int64 // what a verdict gives of it
}

// A line is a payment of an item, or what is open of it.
type line struct {
	item    int32 // its index
	payment int32 // its index; openLine: what is asked and not paid
	stored  bool  // it is stored value
	rest    remainder
	give    int64
	off     int64 // what of it is set off against what other charges ask
	now     int64 // what of the rest can be given at once
	most    int64 // what of the payment can be, where that is less
	blocked Code  // why not the rest
}

const openLine = -1

// A room holds the lists that a decision works with, so that the next one needs
// no new ones. It has no pointers into a snapshot, and it is used for one
// ledger, one splitting and one list of pauses at a time.
type room struct {
	items  []item
	lines  []line
	shares []portion
	pauses []pause
	ids    []int32 // the charges, by their ids

	layers []*Decision // of an overlay, what the statutes decide

	// Of what was decided last: when something may change that is no share of
	// time; when an end or a deadline moves with the request; and when an answer
	// may turn because a pause goes on, a share becomes nothing, or another
	// outcome of an overlay becomes the best.
	edge, moves, turns instant
}

// gather works out what is left of the charges of a base.
func (v *standing) gather(base Base, asked bool) *ledger {
	o, next := &v.owed, v.next
	if o.base == base && o.asked == asked {
		v.seeNow(o.next) // who uses it depends on what it depends on
		return o
	}
	v.next = never
	*o = ledger{base: base, asked: asked}
	v.room.items, v.room.lines = v.room.items[:0], v.room.lines[:0]
	if v.afterEnd.charge != nil {
		o.fail(v, ChargeAfterEnd, v.afterEnd.index, -1)
	}
	switch base {
	case BaseTermCharges, BaseAllCharges, BaseOpenCharges:
		v.gatherAll(o)
	default:
		v.gatherChain(o)
	}
	for i := range v.room.items {
		it := &v.room.items[i]
		o.captured = o.add(v, it.charge, o.captured, it.captured)
		o.left = o.add(v, it.charge, o.left, it.left)
	}
	v.settleFault(o)
	o.next, v.next = v.next, min(next, v.next)
	return o
}

// settleFault says which charge a fault of several is about: which of them is the
// odd one depends on where one begins.
func (v *standing) settleFault(o *ledger) {
	if o.fault != MixedCurrencies && o.fault != SumTooLarge {
		return
	}
	// Which charges are open may depend on it, too.
	if o.charge, o.about = -1, -1; o.base != 0 && o.base != BaseOpenCharges && len(v.room.items) > 0 {
		o.charge = v.room.items[0].charge
	}
}

// head is the charge that the base of the latest one begins with, or -1. What
// is asked for the running period and not paid comes after what was paid before.
func (v *standing) head(asked bool) int {
	if v.running != nil && asked && v.unpaid && (v.latest.charge == nil || instantOf(v.running.At) > v.latest.at) {
		for i := range v.s.Charges {
			if &v.s.Charges[i] == v.running {
				return i
			}
		}
	}
	if v.latest.charge == nil {
		return -1
	}
	return int(v.latest.index)
}

// maxUpgrades is how long a chain of charges that supersede each other may be.
const maxUpgrades = 100

// gatherChain takes the latest charge and those it supersedes.
func (v *standing) gatherChain(o *ledger) {
	charges := v.s.Charges
	i := v.head(o.asked)
	if i < 0 {
		return
	}
	if charges[i].Supersedes == "" {
		for j := range charges {
			if j != i && charges[j].ID == charges[i].ID {
				o.fail(v, DuplicateCharge, int32(i), -1)
			}
		}
		v.item(o, i, false)
		return
	}
	v.sortIDs()
	for n := 0; ; n++ {
		c := &charges[i]
		if _, same := v.find(c.ID); same > 1 {
			o.fail(v, DuplicateCharge, int32(i), -1)
		}
		v.item(o, i, n > 0)
		if c.Supersedes == "" {
			return
		}
		before, found := v.find(c.Supersedes)
		switch {
		case found > 1:
			o.fail(v, DuplicateCharge, int32(before), -1)
			return
		case found == 0, n == maxUpgrades, charges[before].At.After(c.At):
			o.fail(v, UpgradeDoubtful, int32(i), -1)
			return
		}
		i = before
	}
}

// sortIDs sorts the charges by their ids, to be found by them.
func (v *standing) sortIDs() {
	charges := v.s.Charges
	v.room.ids = v.room.ids[:0]
	for i := range charges {
		v.room.ids = append(v.room.ids, int32(i))
	}
	slices.SortFunc(v.room.ids, func(a, b int32) int {
		return cmp.Or(strings.Compare(charges[a].ID, charges[b].ID), cmp.Compare(a, b))
	})
}

// find returns the first charge of an id among those sorted, and whether there
// is none, one, or more, which counts as two.
func (v *standing) find(id string) (index, n int) {
	ids := v.room.ids
	at, _ := slices.BinarySearchFunc(ids, id, func(i int32, id string) int { return strings.Compare(v.s.Charges[i].ID, id) })
	for n < 2 && at+n < len(ids) && v.s.Charges[ids[at+n]].ID == id {
		n++
	}
	if n == 0 {
		return -1, 0
	}
	return int(ids[at]), n
}

// gatherAll takes every charge that took money, or of these the ones of the
// term.
func (v *standing) gatherAll(o *ledger) {
	charges := v.s.Charges
	term, upgrades := v.termPeriod(), false
	if o.base == BaseTermCharges && v.oddCommitment {
		o.fail(v, CommitmentDoubtful, -1, -1)
	}
	for i := range charges {
		c := &charges[i]
		if o.base == BaseOpenCharges {
			if open := v.openOf(o, i); open > 0 {
				v.room.items = append(v.room.items, item{
					charge: int32(i), start: instantOf(c.Covers.Start), end: v.coverEnd(c), captured: open,
				})
			}
			continue
		}
		if instantOf(c.At) > v.sent || !c.debited() {
			continue
		}
		if o.base == BaseTermCharges {
			if term.start >= term.end {
				continue
			}
			if start, end := instantOf(c.Covers.Start), v.coverEnd(c); start < end && (end <= term.start || start >= term.end) {
				continue // one without a period may be of any term
			}
		}
		v.item(o, i, false)
		upgrades = upgrades || c.Supersedes != ""
	}
	// By id, so that the order of the list never matters.
	id := func(it *item) string { return charges[it.charge].ID }
	slices.SortFunc(v.room.items, func(a, b item) int {
		return cmp.Or(strings.Compare(id(&a), id(&b)), cmp.Compare(a.first, b.first))
	})
	for i := range v.room.items {
		it := &v.room.items[i]
		for l := it.first; l < it.last; l++ {
			v.room.lines[l].item = int32(i)
		}
		if i > 0 && id(it) == id(&v.room.items[i-1]) {
			o.fail(v, DuplicateCharge, it.charge, -1)
		}
	}
	if !upgrades {
		return
	}
	v.sortIDs()
	for i := range v.room.items {
		c := &charges[v.room.items[i].charge]
		if c.Supersedes == "" {
			continue
		}
		before, n := v.find(c.Supersedes)
		if n > 1 {
			o.fail(v, DuplicateCharge, int32(before), -1)
			continue
		}
		if n == 0 || charges[before].At.After(c.At) || charges[before].At.Equal(c.At) && v.circle(before, c.ID) {
			o.fail(v, UpgradeDoubtful, v.room.items[i].charge, -1)
			continue
		}
		j, found := slices.BinarySearchFunc(v.room.items, c.Supersedes, func(it item, want string) int { return strings.Compare(id(&it), want) })
		if found {
			v.room.items[j].superseded = true
		}
	}
}

// circle reports whether what a charge supersedes leads to an id.
func (v *standing) circle(index int, id string) bool {
	for range maxUpgrades {
		c := &v.s.Charges[index]
		if c.ID == id {
			return true
		}
		n := 0
		if index, n = v.find(c.Supersedes); n == 0 || c.Supersedes == "" {
			return false
		}
	}
	return true // longer than any chain may be
}

// A stretch is a period in instants.
type stretch struct{ start, end instant }

// termPeriod is the term that contains the request: the commitment or else the
// running period of a charge. Without either it is empty.
func (v *standing) termPeriod() stretch {
	if start, end := instantOf(v.s.Commitment.Start), instantOf(v.s.Commitment.End); !v.oddCommitment && start != unset && start <= v.sent && v.sent < end {
		v.see(end)
		return stretch{start, end}
	}
	v.see(instantOf(v.s.Commitment.Start))
	if v.running == nil || v.running.Covers.empty() {
		return stretch{unset, unset}
	}
	return stretch{instantOf(v.running.Covers.Start), v.coverEnd(v.running)}
}

// item adds a charge to the base.
func (v *standing) item(o *ledger, index int, superseded bool) {
	c := &v.s.Charges[index]
	n := len(v.room.items)
	v.room.items = append(v.room.items, item{
		charge: int32(index), superseded: superseded, first: int32(len(v.room.lines)),
		start: instantOf(c.Covers.Start), end: v.coverEnd(c),
	})
	it := &v.room.items[n]
	if it.start == unset || it.start >= it.end {
		o.fail(v, EmptyCover, it.charge, -1)
	}
	promotional := int64(0)
	for i := range c.Payments {
		p := &c.Payments[i]
		for j := range c.Payments[:i] {
			if c.Payments[j].ID == p.ID {
				o.fail(v, PaymentDoubtful, it.charge, int32(i))
			}
		}
		r := o.payment(v, it.charge, int32(i))
		if p.Class == ClassPromotional {
			promotional = o.add(v, it.charge, promotional, r.captured)
			continue
		}
		_, _, until := r.payable(p, v.at, false)
		v.seeNow(until)
		it.captured = o.add(v, it.charge, it.captured, r.captured)
		it.returned = o.add(v, it.charge, it.returned, r.returned-r.goodwill)
		it.goodwill = o.add(v, it.charge, it.goodwill, r.goodwill)
		it.left = o.add(v, it.charge, it.left, r.left)
		if r.left > 0 {
			v.room.lines = append(v.room.lines, line{item: int32(n), payment: int32(i), stored: p.Class == ClassStoredValue, rest: r})
		}
	}
	paid := o.add(v, it.charge, it.captured, promotional)
	asked, known := v.askedFor(o, index)
	if !known {
		asked = paid
	}
	it.asked, it.paid = max(0, asked-promotional), paid
	if o.asked && asked > paid {
		it.left = o.add(v, it.charge, it.left, asked-paid)
		v.room.lines = append(v.room.lines, line{item: int32(n), payment: openLine, rest: remainder{left: asked - paid}})
	}
	it.last = int32(len(v.room.lines))
}

// askedFor returns what was asked for a charge, if the records tell.
func (v *standing) askedFor(o *ledger, index int) (int64, bool) {
	c := &v.s.Charges[index]
	if len(c.Components) == 0 {
		if !c.Amount.IsValid() {
			return 0, false
		}
		return o.minor(v, c.Amount, ComponentsDoubtful, int32(index), -1), true
	}
	sum := int64(0)
	for i := range c.Components {
		part := &c.Components[i]
		if sum += o.minor(v, part.Amount, ComponentsDoubtful, int32(index), -1); sum < 0 {
			sum = math.MaxInt64
			o.fail(v, SumTooLarge, int32(index), -1)
		}
		known := part.Of == ""
		for j := range c.Components {
			other := &c.Components[j]
			if i != j && other.Name == part.Name {
				o.fail(v, ComponentsDoubtful, int32(index), -1)
			}
			known = known || i != j && other.Name == part.Of && other.Of == ""
		}
		if !known {
			o.fail(v, ComponentsDoubtful, int32(index), -1)
		}
	}
	if c.Amount.IsValid() && o.minor(v, c.Amount, ComponentsDoubtful, int32(index), -1) != sum {
		o.fail(v, ComponentsDoubtful, int32(index), -1)
	}
	return sum, true
}

// fail keeps the fault with the lowest code and of these the one with the
// lowest id, so that the order of the list never matters.
func (o *ledger) fail(v *standing, code Code, charge, payment int32) {
	switch {
	case o.fault == 0, code < o.fault:
	case code > o.fault, v.subject(charge, payment) >= v.subject(o.charge, o.about):
		return
	}
	o.fault, o.charge, o.about = code, charge, payment
}

// subject is the id that a fault is about.
func (v *standing) subject(charge, payment int32) string {
	switch {
	case charge < 0:
		return ""
	case payment < 0:
		return v.s.Charges[charge].ID
	}
	return v.s.Charges[charge].Payments[payment].ID
}

// told tells what is wrong with the facts of a ledger.
func (v *standing) told(o *ledger) Reason {
	r := Reason{Code: o.fault, Subject: v.subject(o.charge, o.about)}
	if r.Code == ChargeAfterEnd {
		r.At = v.time(v.afterEnd.at)
	}
	return r
}

// remainder is what is left of one payment, in minor units.
type remainder struct {
	captured, returned, left int64
	goodwill                 int64 // how much of returned was a gift
	disputed                 int64 // how much of left is in an open dispute
}

// payment works out what is left of one payment.
func (o *ledger) payment(v *standing, charge, index int32) (r remainder) {
	p := &v.s.Charges[charge].Payments[index]
	switch p.State {
	case PaymentCaptured, PaymentPending:
	case 0:
		o.fail(v, PaymentDoubtful, charge, index)
		return r
	default:
		return r // nothing was taken
	}
	r.captured = o.minor(v, p.Captured, PaymentDoubtful, charge, index)
	if p.untouched() {
		r.left = r.captured
		return r
	}
	p.back(func(_ time.Time, amount money.Amount) {
		r.returned = o.add(v, charge, r.returned, o.minor(v, amount, PaymentDoubtful, charge, index))
	})
	for i := range p.Refunds {
		if g := &p.Refunds[i]; g.Goodwill && g.State != RefundFailed {
			r.goodwill = o.add(v, charge, r.goodwill, o.minor(v, g.Amount, PaymentDoubtful, charge, index))
		}
	}
	for i := range p.Disputes {
		if d := &p.Disputes[i]; d.State == DisputeOpen {
			r.disputed = o.add(v, charge, r.disputed, o.minor(v, d.Amount, PaymentDoubtful, charge, index))
		}
	}
	if r.returned > r.captured {
		o.fail(v, PaymentDoubtful, charge, index) // more went back than was taken
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

// payable returns how much of a payment's remainder can be given at once, why
// not the rest, and the instant at which that is going to change. A credit does
// not go back by the method, and may be given when that has expired.
func (r remainder) payable(p *Payment, at instant, credit bool) (amount int64, blocked Code, until instant) {
	until = instantOf(p.RefundableUntil)
	switch {
	case p.State == PaymentPending:
		return 0, PaymentIsPending, unset
	case until != unset && until <= at && !credit:
		return 0, MethodExpired, unset
	case r.disputed > 0:
		return r.left - r.disputed, DisputeIsOpen, until
	}
	return r.left, 0, until
}

// minor returns the minor units of an amount, if it is one that money can be
// counted with. If not, that is a fault.
func (o *ledger) minor(v *standing, a money.Amount, doubt Code, charge, payment int32) int64 {
	switch {
	case !a.IsValid() || a.Sign() < 0:
		o.fail(v, doubt, charge, payment)
		return 0
	case !o.currency.IsValid():
		o.currency = a.Currency()
	case o.currency != a.Currency():
		o.fail(v, MixedCurrencies, charge, -1)
		return 0
	}
	return a.Minor()
}

// add adds two sums that are not negative. A sum that is too large stays the
// largest there is, whatever else is added in whatever order.
func (o *ledger) add(v *standing, charge int32, a, b int64) int64 {
	if sum := a + b; sum >= a {
		return sum
	}
	o.fail(v, SumTooLarge, charge, -1)
	return math.MaxInt64
}

// amount returns minor units as an amount of the ledger's currency.
func (o *ledger) amount(minor int64) money.Amount {
	a, _ := money.FromMinor(minor, o.currency)
	return a
}

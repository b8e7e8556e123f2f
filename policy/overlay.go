package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"github.com/rescind-go/rescind/money"
)

// maxLayers bounds the statutes that one policy can be under.
const maxLayers = 16

// Overlay returns the policy that a contract and the statutes over it make
// together. For each action the best of their outcomes for the subscriber holds:
//
//   - allowed is better than undecided, and undecided than refused;
//   - then the larger refund, with what is given as a credit and less what is
//     due, is better, if access does not end earlier;
//   - of equal sums, longer access, if the subscription does not end later for
//     it; then the earlier deadline for the money;
//   - of two that are the same, the contract's, then that of the earlier statute.
//
// What cannot be ordered is kept as [Verdict].Alternative, and there may be
// several, one the alternative of another: more money against longer access, a
// later end against an earlier one, sums in two currencies, an amount that is
// known beside a larger one that may be. Where a refund that is known lies within
// the bounds of one that is not, it becomes the lower bound of that one, if it ends
// no later and access lasts as long.
//
// A statute gives what its rules give, and no exit by default. It has no say on an
// action for which it has no rules.
//
// Each part keeps its zone, calendar and rounding. What is said of the
// subscription as a whole, such as its phase, is the contract's. The reasons of a
// verdict on which a statute had a say name the policy whose outcome it is
// ([OutcomeOf]) and all others ([OutcomeBeside]).
//
// The [Ref] joins the ids and the versions with "+". It is an error, matching
// [ErrDocument], if a policy is nil or is an overlay itself, or if there are more
// than 16 statutes.
func Overlay(contract *Policy, statutes ...*Policy) (*Policy, error) {
	layers := append([]*Policy{contract}, statutes...)
	if len(statutes) > maxLayers {
		return nil, overlayFault("want at most 16 statutes")
	}
	for _, p := range layers {
		if p == nil || p.zone == nil {
			return nil, overlayFault("want policies that Compile made, not overlays and not nil")
		}
	}
	if len(statutes) == 0 {
		return contract, nil
	}
	out := &Policy{layers: layers}
	var refs []Ref
	for _, p := range layers {
		refs = append(refs, p.ref)
		out.names = append(out.names, p.ref.String()) // as reasons have them
	}
	out.ref = joined(refs)
	return out, nil
}

// joined names the policy that several make together.
func joined(refs []Ref) Ref {
	var ids, versions []string
	h := sha256.New()
	for _, r := range refs {
		ids, versions = append(ids, r.ID), append(versions, r.Version)
		h.Write([]byte(r.Digest))
	}
	return Ref{ID: strings.Join(ids, "+"), Version: strings.Join(versions, "+"), Digest: hex.EncodeToString(h.Sum(nil))}
}

func overlayFault(want string) error { return &DocumentError{Want: want, Err: errors.New("overlay")} }

// overlay decides by every layer, and ranks what they say.
func (p *Policy) overlay(d *Decision, s *Snapshot, at time.Time) error {
	if err := p.layers[0].DecideInto(d, s, at); err != nil {
		return err
	}
	for len(d.room.layers) < len(p.layers)-1 {
		d.room.layers = append(d.room.layers, new(Decision))
	}
	d.Policy = p.ref
	for i, statute := range p.layers[1:] {
		other := d.room.layers[i]
		if err := statute.decideInto(other, s, at, true); err != nil {
			*d = Decision{}
			return err
		}
		d.Until = earlier(d.Until, other.Until)
		d.room.edge, d.room.moves = min(d.room.edge, other.room.edge), min(d.room.moves, other.room.moves)
		d.room.turns = min(d.room.turns, other.room.turns)
	}
	for a := StopRenewal; a <= ResumeRenewal; a++ {
		p.rank(a, d)
	}
	return nil
}

// rank makes the verdict on an action the best of its outcomes, and chains to it
// those that are not beaten.
func (p *Policy) rank(a Action, d *Decision) {
	v := d.verdict(a)
	all, holds := outcomes{v}, v.Holds
	for i, statute := range p.layers[1:] {
		if len(statute.rules[a]) > 0 {
			other := d.room.layers[i].verdict(a)
			all[i+1], holds = other, earlier(holds, other.Holds)
		}
	}
	if all == (outcomes{v}) {
		return // no statute has a say
	}
	if all.live() > 1 {
		// Which is best may turn on moments that follow the request, and on
		// shares of time.
		if moves := d.room.moves; moves != never {
			holds = earlier(holds, Moment{Kind: Fixed, At: moves.time().In(d.At.Location())})
		}
		if at, fixed := holds.Time(); fixed {
			d.room.turns = min(d.room.turns, instantOf(at))
		}
	}
	rest := all.unbeaten()
	best := rest.best()
	rest[best] = nil
	if best > 0 {
		// Each keeps the room of its own lists.
		*v, *all[best] = *all[best], *v
		if all[0], all[best] = all[best], v; rest[0] != nil {
			rest[0] = all[0]
		}
	}
	v.Holds = holds
	v.because(OutcomeOf, v.Rule, p.names[best])
	for i, other := range all {
		if other != nil && other != v {
			v.because(OutcomeBeside, other.Rule, p.names[i]).Amount = other.Refund.Amount
		}
	}
	last := v
	for i := rest.best(); i >= 0; i = rest.best() {
		other := d.room.of(i, best, a) // which is rest[i], and surely not part of d
		other.Holds = holds
		other.because(OutcomeOf, other.Rule, p.names[i])
		last.Alternative, last = other, other
		rest[i] = nil
	}
	for x := v; x != nil; x = x.Alternative {
		for y := v; y != nil; y = y.Alternative {
			x.atLeast(y)
		}
	}
}

// of returns where the verdict of a layer is that is not the best: that of the
// contract has changed places with the best.
func (r *room) of(layer, best int, a Action) *Verdict {
	if layer == 0 {
		layer = best
	}
	return r.layers[layer-1].verdict(a)
}

// outcomes are the verdicts on an action of those that have a say on it, by
// layer. The others are nil.
type outcomes [1 + maxLayers]*Verdict

// unbeaten returns the outcomes that no other beats.
func (all outcomes) unbeaten() outcomes {
	left := all
	for i, v := range all {
		for j, other := range all {
			if v != nil && other != nil && i != j && other.beats(v, j < i) {
				left[i] = nil
			}
		}
	}
	return left
}

// live returns how many outcomes are no refusals.
func (all outcomes) live() int {
	n := 0
	for _, v := range all {
		if v != nil && v.Answer != Refused {
			n++
		}
	}
	return n
}

// best returns the layer whose outcome comes first, and -1 if there is none: of
// those that cannot be ordered, the one that may give the most money, then the
// one that surely does, then the one with the longest access.
func (all outcomes) best() int {
	first := -1
	for i, v := range all {
		if v != nil && (first < 0 || v.before(all[first])) {
			first = i
		}
	}
	return first
}

// before reports whether an outcome comes before one that precedes it in the
// order of layers, if neither beats the other.
func (v *Verdict) before(other *Verdict) bool {
	if v.Answer != other.Answer {
		return v.Answer > other.Answer
	}
	mine, theirs := v.net(), other.net()
	switch {
	case mine.foreign(theirs):
		return false
	case mine.bounded != theirs.bounded:
		return !mine.bounded
	case mine.most != theirs.most && mine.bounded:
		return mine.most > theirs.most
	case mine.least != theirs.least:
		return mine.least > theirs.least
	}
	longer, known := v.Access.compare(other.Access)
	return known && longer > 0
}

// beats reports whether an outcome is better than another in something and worse
// in nothing or, of two that are the same, is the earlier.
func (v *Verdict) beats(other *Verdict, earlier bool) bool {
	money, ordered := v.net().compare(other.net())
	switch {
	case v.Answer < other.Answer:
		return false
	case other.Answer == Refused && v.Answer == Refused:
		// That there is no statute is no answer of a policy that is under one.
		return other.Reasons[0].Code == NoStatute || v.Reasons[0].Code != NoStatute && earlier
	case other.Answer == Refused:
		return true
	case v.Answer > other.Answer:
		return ordered && money >= 0 // what may be more is worth asking for
	}
	access, known := v.Access.compare(other.Access)
	if !ordered || !known || money < 0 || access < 0 {
		return false
	}
	end, told := v.Ends.compare(other.Ends)
	switch {
	case money > 0:
		return true
	case end != 0 || !told:
		return false // who stays longer may have to pay for it, who leaves does not
	case v.open() != other.open():
		return !v.open() // of two that are worth the same, one can be paid
	case access > 0:
		return true
	}
	deadline, _ := other.Deadline.orNever().compare(v.Deadline.orNever())
	return deadline > 0 || deadline == 0 && earlier
}

// open reports whether a sum of the verdict is not decided.
func (v *Verdict) open() bool {
	return v.Refund.State == SumUndecided || v.Credit.State == SumUndecided || v.Due.State == SumUndecided
}

// atLeast raises what is sure of an undecided refund to what is sure by another
// outcome that ends no later and gives no shorter access: the subscriber may have
// that instead.
func (v *Verdict) atLeast(other *Verdict) {
	end, told := v.Ends.compare(other.Ends)
	access, known := other.Access.compare(v.Access)
	if !told || !known || end < 0 || access < 0 {
		return
	}
	s, least := &v.Refund, other.Refund.least()
	if s.State != SumUndecided || v.Answer != other.Answer || v.Credit.State != SumNone || v.Due.State != SumNone || other.Due.State != SumNone ||
		!least.IsValid() || s.Most.IsValid() && least.Currency() != s.Most.Currency() {
		return
	}
	if least.Minor() > s.Least.Minor() {
		s.Least = least
	}
}

// A net is what an outcome is worth in money, or what is known of it.
type net struct {
	least, most int64
	bounded     bool
	currency    money.Currency
	mixed       bool // it has sums in two currencies
}

func (v *Verdict) net() net {
	n := net{bounded: true}
	for _, s := range [...]Sum{v.Refund, v.Credit} {
		least, most := s.least(), s.most()
		n.least, n.most = n.least+least.Minor(), n.most+most.Minor()
		n.bounded = n.bounded && (s.State != SumUndecided || most.IsValid())
		n.in(least)
		n.in(most)
	}
	n.in(v.Due.least())
	n.in(v.Due.most())
	n.least -= v.Due.most().Minor()
	n.most -= v.Due.least().Minor()
	if v.Due.State == SumUndecided && !v.Due.Most.IsValid() {
		n.least = -1 << 62 // it may be anything
	}
	return n
}

// in notes the currency of an amount.
func (n *net) in(a money.Amount) {
	if a.IsValid() {
		n.mixed = n.mixed || n.currency.IsValid() && n.currency != a.Currency()
		n.currency = a.Currency()
	}
}

// foreign reports whether two outcomes are worth money in two currencies.
func (n net) foreign(m net) bool {
	return n.mixed || m.mixed || n.currency != m.currency && n.currency.IsValid() && m.currency.IsValid()
}

// compare orders what two outcomes are worth, and reports whether it can: not
// those in two currencies, nor those whose bounds overlap.
func (n net) compare(m net) (order int, ordered bool) {
	switch {
	case n.foreign(m):
		return 0, false
	case n.bounded && m.bounded && n.least == n.most && m.least == m.most && n.least == m.least:
		return 0, true
	case m.bounded && n.least >= m.most:
		return 1, true
	case n.bounded && m.least >= n.most:
		return -1, true
	}
	return 0, false
}

// compare orders moments, the request, instants and never, and reports whether
// it can: not one that is not told and one that is.
func (m Moment) compare(n Moment) (order int, ordered bool) {
	rank := [...]int{NoMoment: 0, AtRequest: 1, Fixed: 2, Never: 3}
	switch {
	case m.Kind == Fixed && n.Kind == Fixed:
		return m.At.Compare(n.At), true // in whatever zones
	case m.Kind == n.Kind:
		return 0, true
	}
	return rank[m.Kind] - rank[n.Kind], m.Kind != NoMoment && n.Kind != NoMoment
}

// orNever is the moment of something that must happen: none is never.
func (m Moment) orNever() Moment {
	if m.Kind == NoMoment {
		m.Kind = Never
	}
	return m
}

// earlier returns the moment that comes first, of two before which something
// holds.
func earlier(a, b Moment) Moment {
	if a.Kind == Never || a.Kind == Fixed && b.Kind == Fixed && b.At.Before(a.At) {
		return b
	}
	return a
}

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
// together. For each action the better of their outcomes for the subscriber
// holds:
//
//   - allowed is better than undecided, and undecided than refused;
//   - then the larger refund, with what is given as a credit and less what is
//     due, is better;
//   - then the earlier deadline for the money.
//
// Where an amount that is known lies within the bounds of one that is not, it
// becomes the lower bound of that one. What cannot be ordered is kept beside the
// better outcome, as [Verdict].Alternative: more money against longer access,
// sums in two currencies, and an amount that is known beside a larger one that
// may be. A statute has no say on an action for which it has no rules.
//
// Each part keeps its zone, calendar and rounding. What is said of the
// subscription as a whole, such as its phase, is the contract's. The reasons of a
// verdict on which a statute had a say name the policy whose outcome it is
// ([OutcomeOf]) and the others ([OutcomeBeside]).
//
// The [Ref] joins the ids and the versions with "+". It is an error, matching
// [ErrDocument], if a policy is nil or is an overlay itself, or if there are more
// than 16 statutes.
func Overlay(contract *Policy, statutes ...*Policy) (*Policy, error) {
	layers := append([]*Policy{contract}, statutes...)
	if len(statutes) > maxLayers {
		return nil, overlayFault("want at most 16 statutes")
	}
	var ids, versions []string
	h := sha256.New()
	for _, p := range layers {
		if p == nil || p.zone == nil {
			return nil, overlayFault("want policies that Compile made, not overlays and not nil")
		}
		ids, versions = append(ids, p.ref.ID), append(versions, p.ref.Version)
		h.Write([]byte(p.ref.Digest))
	}
	if len(statutes) == 0 {
		return contract, nil
	}
	names := make([]string, len(layers)) // as reasons have them
	for i, p := range layers {
		names[i] = p.ref.String()
	}
	return &Policy{layers: layers, names: names, ref: Ref{
		ID: strings.Join(ids, "+"), Version: strings.Join(versions, "+"), Digest: hex.EncodeToString(h.Sum(nil)),
	}}, nil
}

func overlayFault(want string) error { return &DocumentError{Want: want, Err: errors.New("overlay")} }

// overlay decides by every layer, and merges what they say.
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
		if err := statute.DecideInto(other, s, at); err != nil {
			*d = Decision{}
			return err
		}
		d.Until = earlier(d.Until, other.Until)
		for a := StopRenewal; a <= ResumeRenewal; a++ {
			if len(statute.rules[a]) > 0 {
				d.verdict(a).overlay(other.verdict(a), p, i+1)
			}
		}
	}
	return nil
}

// overlay makes v the better of two outcomes, of which the other is a layer's.
func (v *Verdict) overlay(other *Verdict, p *Policy, layer int) {
	holds := earlier(v.Holds, other.Holds)
	if other.Answer == Refused || len(other.Reasons) > 0 && other.Reasons[0].Code == ExitByDefault {
		v.Holds = holds // the statute changes nothing, yet
		return
	}
	verdict, order := v.against(other)
	mine := v.origin(p)
	if verdict < 0 {
		*v, *other = *other, *v // each keeps the room of its own lists
		v.Alternative, other.Alternative = other.Alternative, nil
		v.because(OutcomeOf, v.Rule, p.names[layer])
		v.told(OutcomeBeside, other, mine)
	} else {
		if !v.has(OutcomeOf) {
			v.because(OutcomeOf, v.Rule, mine)
		}
		v.told(OutcomeBeside, other, p.names[layer])
	}
	if !order {
		v.Alternative = other
		if other.Due.State == SumNone {
			v.Refund = v.Refund.raised(other.Refund)
		}
	}
	v.Holds = holds
	if other.Holds = holds; v.Alternative != nil {
		v.Alternative.Holds = holds
	}
}

// origin names the policy whose outcome a verdict is.
func (v *Verdict) origin(p *Policy) string {
	for i := range v.Reasons {
		if v.Reasons[i].Code == OutcomeOf {
			return v.Reasons[i].Subject
		}
	}
	return p.names[0]
}

func (v *Verdict) has(code Code) bool {
	for i := range v.Reasons {
		if v.Reasons[i].Code == code {
			return true
		}
	}
	return false
}

// told adds what another policy would give.
func (v *Verdict) told(code Code, other *Verdict, policy string) {
	v.because(code, other.Rule, policy).Amount = other.Refund.Amount
}

// against compares two outcomes of one action: below zero if the other is
// better. They are in order unless each is better in something.
func (v *Verdict) against(other *Verdict) (verdict int, order bool) {
	if v.Answer != other.Answer {
		return int(v.Answer) - int(other.Answer), true
	}
	if v.Answer == Refused {
		return 0, true
	}
	mine, theirs := v.net(), other.net()
	switch {
	case mine.currency != theirs.currency && mine.currency.IsValid() && theirs.currency.IsValid():
		return 0, false
	case mine.least == theirs.least && mine.most == theirs.most && mine.bounded == theirs.bounded:
		return other.Deadline.orNever().compare(v.Deadline.orNever()), true
	case mine.bounded && theirs.least >= mine.most:
		verdict = -1
	case theirs.bounded && mine.least >= theirs.most:
		verdict = 1
	default: // the bounds overlap: what may be more is asked for, what is sure is kept
		if !theirs.bounded || mine.bounded && theirs.most > mine.most {
			return -1, false
		}
		return 1, false
	}
	longer := v.Access.compare(other.Access)
	return verdict, longer == 0 || (longer > 0) == (verdict > 0)
}

// A net is what an outcome is worth in money, or what is known of it.
type net struct {
	least, most int64
	bounded     bool
	currency    money.Currency
}

func (v *Verdict) net() net {
	n := net{bounded: true}
	for _, s := range [...]Sum{v.Refund, v.Credit} {
		least, most := s.least(), s.most()
		n.least, n.most = n.least+least.Minor(), n.most+most.Minor()
		n.bounded = n.bounded && (s.State != SumUndecided || most.IsValid())
		if most.IsValid() {
			n.currency = most.Currency()
		}
	}
	n.least -= v.Due.most().Minor()
	n.most -= v.Due.least().Minor()
	if v.Due.State == SumUndecided && !v.Due.Most.IsValid() {
		n.least = -1 << 62 // it may be anything
	}
	return n
}

// raised returns an undecided sum with its lower bound raised to what is sure.
func (s Sum) raised(sure Sum) Sum {
	least := sure.least()
	if s.State == SumUndecided && least.IsValid() && (!s.Most.IsValid() || least.Currency() == s.Most.Currency()) &&
		least.Minor() > s.Least.Minor() {
		if s.Least = least; s.Most.IsValid() && least.Minor() > s.Most.Minor() {
			s.Least = s.Most
		}
	}
	return s
}

// compare orders moments: what is not told, the request, instants, never.
func (m Moment) compare(n Moment) int {
	rank := [...]int{NoMoment: 0, AtRequest: 1, Fixed: 2, Never: 3}
	if m.Kind > Never || n.Kind > Never {
		return 0
	}
	if d := rank[m.Kind] - rank[n.Kind]; d != 0 || m.Kind != Fixed {
		return d
	}
	return m.At.Compare(n.At)
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

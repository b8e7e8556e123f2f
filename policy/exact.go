package policy

import (
	"slices"
	"time"
)

// maxLooks is how many instants [Policy.DecideExact] looks at for each moment,
// [Policy.Timeline] for each segment, and [Policy.NextBetter] in all.
const maxLooks = 1000

// DecideExact is [Policy.DecideAt] with Until and each Holds as late as they can
// be. DecideAt gives the first instant at which something may change, which is
// cheap to know: a use that is dated tomorrow, the end of a charge's time, a
// midnight that moves an expected date. DecideExact decides there too, and goes on
// as long as nothing has changed. At the Until that it gives something differs from
// now, and at a Holds the answer or a sum does, or else they are [Never].
//
// An alternative holds as DecideAt has it.
//
// It costs a decision for every such instant. After a thousand of them it gives
// the one it has come to, before which nothing changes in any case: a share of time
// by the second may hold longer than a thousand seconds. The errors are those of
// DecideAt.
func (p *Policy) DecideExact(s Snapshot, at time.Time) (Decision, error) {
	d, err := p.DecideAt(s, at)
	if err != nil {
		return Decision{}, err
	}
	var then Decision // what is decided later
	d.Until = p.lasts(&s, d.Until, &then,
		func() Moment { return then.Until }, func() bool { return then.equal(&d) })
	for a := StopRenewal; a <= ResumeRenewal; a++ {
		v, w := d.verdict(a), then.verdict(a)
		v.Holds = p.lasts(&s, v.Holds, &then,
			func() Moment { return w.Holds }, func() bool { return v.pays(w) })
	}
	return d, nil
}

// lasts returns the first moment, from one on, at which what is decided then is
// not the same, or never.
func (p *Policy) lasts(s *Snapshot, m Moment, then *Decision, next func() Moment, same func() bool) Moment {
	for range maxLooks {
		if m.Kind != Fixed || p.DecideInto(then, s, m.At) != nil || !same() {
			break
		}
		m = next()
	}
	return m
}

// pays reports whether two verdicts have the same answer and the same sums.
func (v *Verdict) pays(w *Verdict) bool {
	return v.Answer == w.Answer && v.Refund == w.Refund && v.Credit == w.Credit && v.Due == w.Due
}

// equal reports whether two decisions of a policy differ in nothing but the instant
// and how long they hold.
func (d *Decision) equal(e *Decision) bool {
	if !d.same(e, true) || !slices.Equal(d.Findings, e.Findings) {
		return false
	}
	for a := StopRenewal; a <= ResumeRenewal; a++ {
		for v, w := d.verdict(a), e.verdict(a); v != nil; v, w = v.Alternative, w.Alternative {
			if v.Deadline != w.Deadline || v.Payout != w.Payout || !slices.Equal(v.Reasons, w.Reasons) ||
				!slices.Equal(v.Parts, w.Parts) || !slices.Equal(v.Lines, w.Lines) || !slices.Equal(v.Claims, w.Claims) {
				return false
			}
		}
	}
	return true
}

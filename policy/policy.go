package policy

import (
	"slices"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
)

// A Clock tells the time. [time.Now] is one. A decision reads it exactly once.
type Clock func() time.Time

// Sources is everything that a policy needs from outside. It is used by
// [Compile] alone, so that no decision ever looks anything up.
type Sources struct {
	// Calendar finds a business-day calendar by its id; holidays.Lookup is
	// one such function. Nil: documents that name a calendar are refused.
	Calendar func(id string) (*calendar.Calendar, error)

	// Zone finds a time zone by its IANA name. Nil: [time.LoadLocation].
	Zone func(name string) (*time.Location, error)
}

// A Policy is a compiled document. It does not change, and any number of
// goroutines may use it. Make one with [Compile] when the program starts, and
// keep it.
type Policy struct {
	ref      Ref
	title    string
	zone     *calendar.Zone     // prepared for the years of a snapshot
	calendar *calendar.Calendar // nil if the document names none

	rounding  money.Rounding
	lengthens bool // pauses make the covers longer
	rules     [ResumeRenewal + 1][]rule

	effective *scope // nil: always, for all

	layers []*Policy // of an overlay, the contract first; nothing else is then set but ref
	names  []string  // and what they are called
}

// Ref returns the id, the version and the digest of the policy.
func (p *Policy) Ref() Ref {
	if p == nil {
		return Ref{}
	}
	return p.ref
}

// A rule is a compiled Rule.
type rule struct {
	id, label string
	cites     []Citation
	refuse    bool
	by        uint8 // a bit for each Initiator
	phases    phases
	scope     *scope // nil: all subscriptions
	causes    []string
	stopped   Flag
	from      point
	until     point
	orUntil   point
	refunds   count
	once      bool // refunds is a condition
	facts     []fact
	ends      point
	access    point
	refund    formula
	due       formula
	dueOn     point
	gives     string // names what comes back, and asks what is due: rules with the same have the same sums
	asks      string
	handling  Handling
	ifRefund  bool
	forfeits  []string
	deadline  point

	settlement Settlement
	payout     payout
	payouts    []methodPayout
}

// A fact is a compiled Fact.
type fact struct {
	event string
	since point
	count count
}

// A payout is a compiled Payout.
type payout struct {
	Payout
	from point
}

// A methodPayout is a compiled MethodPayout.
type methodPayout struct {
	methods []string
	payout  payout
}

// Decide decides on a snapshot at the clock's present instant. It is DecideAt
// with one reading of the clock.
func (p *Policy) Decide(s Snapshot, c Clock) (Decision, error) {
	if c == nil {
		return Decision{}, cannotDecide("there is no clock: want a func() time.Time, as time.Now")
	}
	return p.DecideAt(s, c())
}

// DecideAt decides on a snapshot at an instant. It is pure: equal arguments
// give equal decisions, wherever and whenever it is called, and in whatever
// zone the instant is written.
//
// An error matches [ErrSnapshot] when the snapshot is not valid, or [ErrCannotDecide]
// when the policy is nil or the instant lies outside the years 1900 to 2199.
// It comes with the zero Decision, which allows nothing.
func (p *Policy) DecideAt(s Snapshot, at time.Time) (d Decision, err error) {
	// One piece of memory holds the reasons of the four verdicts, and the
	// room for most: an allocation and not six. A verdict that needs more
	// than its share grows on its own.
	const share = 5
	var memory = new(struct {
		reasons [4 * share]Reason
		items   [1]item
		lines   [2]line
	})
	for a := StopRenewal; a <= ResumeRenewal; a++ {
		i := (int(a) - 1) * share
		d.verdict(a).Reasons = memory.reasons[i : i : i+share]
	}
	d.room = room{items: memory.items[:0], lines: memory.lines[:0]}
	err = p.DecideInto(&d, &s, at)
	d.room = room{}
	return d, err
}

// DecideInto is DecideAt into a decision of the caller's, whose slices it uses
// again. Once they have grown to what the policy needs it allocates nothing.
// It does not keep s or d, and it does not change s. On an error d is the zero
// Decision.
func (p *Policy) DecideInto(d *Decision, s *Snapshot, at time.Time) error {
	switch {
	case d == nil:
		return cannotDecide("there is no decision to fill in")
	case p != nil && p.layers != nil:
		return p.overlay(d, s, at)
	}
	return p.decideInto(d, s, at, false)
}

// decideInto is DecideInto for a document that is no overlay. One that decides as
// a statute gives what its rules give, and has no exit by default.
func (p *Policy) decideInto(d *Decision, s *Snapshot, at time.Time, statute bool) error {
	v := standing{policy: p, s: s, room: &d.room, statute: statute}
	if !v.derive(at) {
		*d = Decision{}
		return p.fault(s, at)
	}
	d.clear()
	d.Policy = p.ref
	d.Subscription, d.Revision = s.ID, s.Revision
	d.At = v.time(v.at)
	if d.Requested = s.Request.At; !d.Requested.IsZero() {
		d.Requested = p.local(d.Requested)
	}
	d.Phase, d.Stopped, d.Unpaid = v.phases.only(), v.stopped, v.unpaid
	if d.Grace = (time.Time{}); v.unpaid && !v.running.GraceUntil.IsZero() {
		d.Grace = p.local(v.running.GraceUntil)
	}
	v.period(&d.Running)
	d.Findings = v.findings(d.Findings)

	anyNext, anyTicks := v.next, v.ticks // what changes one of them
	allNext, allTicks := v.next, v.ticks // and all
	for a := StopRenewal; a <= ResumeRenewal; a++ {
		out := d.verdict(a)
		own := out.Forfeits
		v.next, v.ticks, out.Forfeits = allNext, allTicks, nil
		v.decide(a, out)
		out.Forfeits = append(own, out.Forfeits...) // those of a rule are the policy's own
		out.Holds = v.until(min(v.next, v.ticks))
		anyNext, anyTicks = min(anyNext, v.next), min(anyTicks, v.ticks)
	}
	d.room.moves, d.room.turns = never, v.turns
	if (v.byDay || v.payDay) && v.moving {
		midnight := v.midnightAfter(v.sent)
		if v.shift(midnight); v.byDay {
			d.room.moves = midnight
		}
	}
	d.Until, d.room.edge = v.until(min(anyNext, anyTicks, v.shifts)), anyNext
	return nil
}

// fault tells why there is nothing to decide on, when derive has found that.
func (p *Policy) fault(s *Snapshot, at time.Time) error {
	if err := p.check(s, at); err != nil {
		return err
	}
	return cannotDecide("the snapshot is out of bounds") // the two disagree: fail closed
}

// clear empties a decision and keeps the room of its slices.
func (d *Decision) clear() {
	d.StopRenewal.clear()
	d.TerminateNow.clear()
	d.Withdraw.clear()
	d.ResumeRenewal.clear()
	d.Findings = d.Findings[:0]
}

// clear empties a verdict and keeps the room of its slices.
func (v *Verdict) clear() {
	reasons, parts, lines, claims, forfeits := v.Reasons[:0], v.Parts[:0], v.Lines[:0], v.Claims[:0], v.Forfeits[:0]
	*v = Verdict{}
	v.Reasons, v.Parts, v.Lines, v.Claims, v.Forfeits = reasons, parts, lines, claims, forfeits
}

// decide fills in the verdict for an action: what follows from the first rule
// that applies or, where a fact is missing, what those that may apply have in
// common.
func (v *standing) decide(a Action, out *Verdict) {
	if code, at := v.closed(a); code != 0 {
		if reason := out.because(code, "", ""); at != unset {
			reason.At = v.time(at)
		}
		return
	}
	var source *rule // whose money the verdict promises
	open := false    // a rule before this one may apply
	rules := v.policy.rules[a]
	for i := range rules {
		r := &rules[i]
		if r.by&(1<<v.s.Request.By) == 0 || r.phases&v.phases == 0 {
			continue
		}
		n := len(out.Reasons)
		if !open {
			out.because(r.code(), r.id, "")
		}
		held := v.test(r, out)
		switch {
		case held == no:
			out.Reasons = out.Reasons[:n]
			continue
		case open:
			v.weigh(a, r, source, held, out)
		case held == yes:
			if r.refuse && r.until.anchor != noAnchor {
				if at := v.windowEnd(r, out); at != never {
					out.Reasons[n].At = v.time(at)
				}
			}
			v.follow(r, out)
		default:
			out.Reasons = slices.Delete(out.Reasons, n, n+1)
			told, payDay, shifts := len(out.Reasons), v.payDay, v.shifts
			v.follow(r, out)
			out.Reasons, v.payDay, v.shifts = out.Reasons[:told], payDay, shifts // what it would pay is not yet said
		}
		if source == nil {
			source = r
		}
		if open = true; held == yes {
			v.conclude(source, out)
			return
		}
	}
	if open {
		v.weigh(a, nil, source, yes, out)
	} else {
		v.otherwise(a, out)
	}
	v.conclude(source, out)
}

// code is what a rule that applies gives as its reason.
func (r *rule) code() Code {
	if r.refuse {
		return RuleRefuses
	}
	return RuleApplies
}

// closed tells why an action is out of the question whatever the rules say, and
// since or until when.
func (v *standing) closed(a Action) (Code, instant) {
	switch {
	case a == Withdraw:
	case v.phases == setOf(Ended):
		return HasEnded, v.end
	case a == TerminateNow:
	case v.ending:
		return EndIsSet, v.end
	case a == StopRenewal && v.stopped:
		return AlreadyStopped, v.stoppedAt
	case a == ResumeRenewal && !v.stopped:
		return NotStopped, unset
	}
	return 0, unset
}

// otherwise is what follows when no rule applies. The way out of a live,
// renewing subscription stays open; nothing else is offered.
func (v *standing) otherwise(a Action, out *Verdict) {
	switch {
	case a == StopRenewal && !v.statute:
		out.Answer = Allowed
		switch _, held := v.anchor(periodEnd); held {
		case yes:
			out.Ends = v.dated(periodEnd, v.periodEnd)
		case no:
			out.Ends = v.now() // nothing was ever paid for
		}
		out.Access = out.Ends
		out.Handling.Action = Automatic
		out.because(ExitByDefault, "", "")
	case a == Withdraw && len(v.policy.rules[a]) == 0:
		out.because(NoStatute, "", "")
	default:
		out.because(NoRule, "", v.phases.only().String())
	}
}

// follow is what follows when a rule applies.
func (v *standing) follow(r *rule, out *Verdict) {
	out.Rule, out.Label = r.id, r.label
	if r.refuse {
		out.Access = v.moment(r, r.access, out)
		return
	}
	out.Answer = Allowed
	out.Handling.Action = r.handling.Action
	out.Ends = v.moment(r, r.ends, out)
	if out.Access = out.Ends; r.access.anchor != noAnchor {
		out.Access = v.moment(r, r.access, out)
	}
	if end := v.noLater(out.Ends); end != out.Ends {
		if out.Access == out.Ends {
			out.Access = end
		}
		out.Ends = end
	}
	v.refund(r, out)
	v.due(r, out)
	if r.ifRefund {
		if v.turns = min(v.turns, v.ticks); !v.worthwhile(r, out) {
			return
		}
	}
	out.Forfeits = r.forfeits
	if r.deadline.anchor != noAnchor && out.Refund.possible() {
		out.Deadline = v.moment(r, r.deadline, out)
	}
}

// worthwhile reports whether money may come back by a rule that offers its action
// only then, and turns the verdict into a refusal if not.
func (v *standing) worthwhile(r *rule, out *Verdict) bool {
	switch {
	case out.Refund.certain()+out.Credit.certain() > 0:
		return true
	case out.Refund.State == SumUndecided || out.Credit.State == SumUndecided:
		out.Answer = Undecided
		return true
	}
	*out = Verdict{Rule: r.id, Label: r.label, Reasons: out.Reasons, Parts: out.Parts, Lines: out.Lines, Claims: out.Claims}
	for i := range out.Reasons {
		if why := &out.Reasons[i]; why.Code == RuleApplies && why.Rule == r.id {
			why.Code = NothingToRefund // which decides, and not that the rule applies
			return false
		}
	}
	out.because(NothingToRefund, r.id, "")
	return false
}

// possible reports whether the sum may be more than nothing.
func (s Sum) possible() bool { return s.certain() > 0 || s.State == SumUndecided }

// weigh adds to a verdict, whose money is that of the rule source, what else may
// follow: another rule or, if it is nil, what follows when none applies.
func (v *standing) weigh(a Action, r, source *rule, held truth, out *Verdict) {
	told := len(out.Reasons)
	next := Verdict{Reasons: out.Reasons}
	if r == nil {
		v.otherwise(a, &next)
	} else {
		v.follow(r, &next)
	}
	// What a rule would pay is not yet said. Whom the last one sends to ask
	// is.
	if out.Reasons = next.Reasons; r != nil && (held != yes || r.refund.Ask == 0) {
		out.Reasons = out.Reasons[:told]
	}
	// Equal sums that are made up differently have no movements in common.
	out.meet(&next, a == StopRenewal && !v.statute, r == nil || source.gives == r.gives, r == nil || source.asks == r.asks)
}

// meet keeps what two verdicts have in common, when either may be right. exit:
// that one of them is allowed is enough.
func (v *Verdict) meet(next *Verdict, exit, gives, asks bool) {
	v.Rule = ""
	switch {
	case v.Answer == next.Answer:
	case exit:
		// Not knowing which rule applies must not close the way out: what
		// follows, save for money, is what the rule that leaves it open says.
		if v.Answer != Allowed {
			v.Answer, v.Label, v.Ends, v.Access, v.Forfeits = next.Answer, next.Label, next.Ends, next.Access, next.Forfeits
			v.Handling.Action = next.Handling.Action
		} else {
			next.Label, next.Ends, next.Access, next.Forfeits = v.Label, v.Ends, v.Access, v.Forfeits
			next.Handling.Action = v.Handling.Action
		}
		if v.Reasons[len(v.Reasons)-1].Code != ExitByDefault {
			v.because(ExitByDefault, "", "")
		}
	default:
		v.Answer = Undecided
	}
	if v.Label != next.Label {
		v.Label = ""
	}
	if v.Ends != next.Ends {
		v.Ends = Moment{}
	}
	if v.Access != next.Access {
		v.Access = Moment{}
	}
	// Promise no easier way than the harder of the two: automatic comes first.
	v.Handling.Action = max(v.Handling.Action, next.Handling.Action)
	if v.Payout != next.Payout {
		v.Payout = Arrival{}
	}
	if v.Deadline != next.Deadline {
		v.Deadline = Moment{}
	}
	if !slices.Equal(v.Forfeits, next.Forfeits) {
		v.Forfeits = nil
	}
	v.Handling.Money = max(v.Handling.Money, next.Handling.Money)
	if v.Refund != next.Refund || !gives && v.Refund.certain() > 0 {
		v.Refund, v.Payout = v.Refund.meet(next.Refund), Arrival{}
		v.Handling.Money = v.Refund.Ask
	}
	if v.Credit != next.Credit || !gives && v.Credit.certain() > 0 {
		v.Credit = v.Credit.meet(next.Credit)
		v.Handling.Money = max(v.Handling.Money, v.Credit.Ask)
	}
	if v.Due != next.Due || !asks && v.Due.certain() > 0 {
		v.Due = v.Due.meet(next.Due)
	}
}

// meet bounds a sum that may be either of two.
func (s Sum) meet(next Sum) Sum {
	out := Sum{State: SumUndecided, Ask: max(s.Ask, next.Ask), Least: s.least(), Most: s.most()}
	if out.Ask == 0 {
		out.Ask = Support
	}
	least, most := next.least(), next.most()
	switch {
	case !least.IsValid():
		out.Least = zero(out.Least)
	case !out.Least.IsValid():
		out.Least = zero(least)
	case least.Minor() < out.Least.Minor():
		out.Least = least
	}
	switch {
	case s.State == SumUndecided && !out.Most.IsValid(), next.State == SumUndecided && !most.IsValid():
		out.Most = money.Amount{} // one side has no bound
	case !out.Most.IsValid() || most.IsValid() && most.Minor() > out.Most.Minor():
		out.Most = most
	}
	if out.Most.IsValid() && out.Most.Sign() == 0 {
		return Sum{State: SumExact, Amount: out.Most, Payable: out.Most}
	}
	return out
}

// least and most are the bounds of a sum. The zero Amount is none: for no
// money at all, and where an undecided sum has no bound.
func (s Sum) least() money.Amount {
	if s.State == SumUndecided {
		return s.Least
	}
	return s.Amount
}

func (s Sum) most() money.Amount {
	if s.State == SumUndecided {
		return s.Most
	}
	return s.Amount
}

// zero returns 0 in the currency of a, or no amount if a is none.
func zero(a money.Amount) money.Amount {
	if !a.IsValid() {
		return a
	}
	z, _ := money.FromMinor(0, a.Currency())
	return z
}

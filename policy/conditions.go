package policy

import (
	"strings"
	"time"
)

// test reports whether the window and the facts of a rule hold, and adds the
// reasons. All of them are looked at, even after one has turned out unknown:
// one that is surely false settles the rule.
func (v *standing) test(r *rule, out *Verdict) truth {
	result := yes
	if v.phases&^r.phases != 0 {
		result = unknown
		out.because(PhaseUnknown, r.id, "")
	}
	if r.stopped != 0 && (r.stopped == Yes) != v.stoppedThen() {
		result = no
	}
	if len(r.causes) > 0 {
		result = min(result, v.caused(r, out))
	}
	if r.scope != nil {
		result = min(result, v.scoped(r, out))
	}
	if r.from.anchor != noAnchor {
		begun, _ := v.inside(r, r.from, true, out)
		result = min(result, begun)
	}
	if r.until.anchor != noAnchor {
		result = min(result, v.before(r, out))
	}
	if r.once {
		result = min(result, v.refundsBefore(r, out))
	}
	for i := range r.facts {
		result = min(result, v.counted(r, &r.facts[i], out))
	}
	return result
}

// stoppedThen reports whether renewal was stopped when the request was sent.
func (v *standing) stoppedThen() bool { return v.stopped && v.stoppedAt <= v.sent }

// caused reports whether the request's cause is one of the rule's.
func (v *standing) caused(r *rule, out *Verdict) truth {
	cause := v.s.Request.Cause
	if cause == "" {
		if v.s.Request.By == ByCustomer {
			return no
		}
		out.because(ScopeUnknown, r.id, "cause")
		return unknown // there was one, and it is not told which
	}
	for _, want := range r.causes {
		if within(cause, want) {
			return yes
		}
	}
	return no
}

// before reports whether the request was sent before the rule's window ends, by
// whichever of its two ends comes first.
func (v *standing) before(r *rule, out *Verdict) truth {
	first, there := v.inside(r, r.until, false, out)
	if r.orUntil.anchor == noAnchor {
		return first
	}
	second, either := v.inside(r, r.orUntil, false, out)
	switch {
	case !there:
		return second // and no, if there is neither
	case !either:
		return first
	}
	return min(first, second)
}

// refundsBefore compares the number of charges of which money went back.
func (v *standing) refundsBefore(r *rule, out *Verdict) truth {
	n := v.givenBack()
	held := r.refunds.holds(n, true)
	if held == yes {
		out.because(RefundsCounted, r.id, "").Count = n
	}
	return held
}

// givenBack returns the number of charges of which money went back.
func (v *standing) givenBack() int {
	n := 0
	for i := range v.s.Charges {
		c := &v.s.Charges[i]
		if at := instantOf(c.At); at > v.sent {
			v.see(at)
		} else if back := firstBack(c); back <= v.sent {
			n++
		} else {
			v.see(back)
		}
	}
	return n
}

// firstBack returns when money of a charge first went back, and never if it did
// not. A refund without a date was before everything.
func firstBack(c *Charge) instant {
	first := never
	for i := range c.Payments {
		refunds := c.Payments[i].Refunds
		for j := range refunds {
			if f := &refunds[j]; f.State != RefundFailed && !f.Goodwill {
				first = min(first, instantOf(f.At))
			}
		}
	}
	return first
}

// inside reports whether the request lies on the right side of one end of the
// rule's window, and whether the subscription has such an end. Without it, the
// request does not.
func (v *standing) inside(r *rule, end point, opens bool, out *Verdict) (held truth, there bool) {
	told := len(out.Reasons)
	at, known := v.resolve(r, end, out)
	switch {
	case known == no:
		return no, false
	case known == unknown && v.sent >= at: // and not before the earliest that it can be
		return unknown, true
	}
	out.Reasons = out.Reasons[:told]
	v.see(at)
	if (v.sent < at) != opens {
		return yes, true
	}
	return no, true
}

// windowEnd returns when the rule's window ends, by whichever of its two ends comes
// first, or never.
func (v *standing) windowEnd(r *rule, out *Verdict) instant {
	told, first := len(out.Reasons), never
	for _, end := range [...]point{r.until, r.orUntil} {
		if end.anchor == noAnchor {
			continue
		}
		if at, known := v.resolve(r, end, out); known == yes {
			first = min(first, at)
		}
	}
	out.Reasons = out.Reasons[:told]
	return first
}

// resolve returns the instant of a point for this subscription. It is unknown,
// with a reason, when the records do not tell it or the calendar does not reach
// it, and no when there is no such anchor: a subscription without a trial has
// no end of one. The instant of one that is unknown is the earliest that it can
// be, or unset.
func (v *standing) resolve(r *rule, p point, out *Verdict) (instant, truth) {
	at, held := v.base(p)
	if held == unknown && !out.told(AnchorUnknown, r.id, p.subject()) {
		out.because(AnchorUnknown, r.id, p.subject())
	}
	if held == no || at == unset || p.plain() {
		return at, held
	}
	switch {
	case p.part[1] != 0:
		at = v.partOf(p)
	case p.terms != 0:
		if at = v.termsAfter(p, at); at == unset {
			out.because(ScopeUnknown, r.id, "interval") // of the term that follows
			return unset, unknown
		}
	default:
		moved, err := p.from(v.time(at), v.policy)
		if err != nil {
			out.because(BeyondCalendar, r.id, v.policy.calendar.ID())
			return unset, unknown
		}
		if p.lastDay.IsValid() && v.atRequest(p.anchor) {
			v.see(clamped(v.policy.zone.Start(p.lastDay.AddDays(1))))
		}
		return moved, held
	}
	if p.month && at != never {
		at = p.monthEnd(v.time(at), true, v.policy)
	}
	return at, held
}

// anchor returns the instant of an anchor.
func (v *standing) anchor(a anchor) (instant, truth) {
	at := unset
	switch {
	case a == contract && v.contract == unset,
		v.oddTrial && (a == trialStart || a == trialEnd),
		v.oddCommitment && (a == commitmentStart || a == commitmentEnd),
		v.unphased && a == renewalCharge,
		v.running != nil && (a == termStart || a == termEnd || a == periodEnd) && v.running.Covers.empty():
		return unset, unknown
	}
	switch a {
	case contract:
		at = v.contract
	case trialStart:
		at = v.trialStart
	case trialEnd:
		at = v.trialEnd
	case request:
		at = v.sent
	case periodEnd:
		at = v.periodEnd
	case commitmentStart:
		at = instantOf(v.s.Commitment.Start)
	case commitmentEnd:
		at = instantOf(v.s.Commitment.End)
	case event:
		return v.cause()
	case received:
		known := instantOf(v.s.Request.Received)
		v.see(known)
		at = max(v.sent, known) // nobody is informed before
	case serviceStart:
		return v.serviceStart()
	case conversion:
		return v.conversion()
	case firstCharge:
		at = v.first.time()
	case latestCharge:
		at = v.latest.time()
	case renewalCharge:
		at = v.renewal.time()
	case termStart:
		at = v.term.time()
	case termEnd: // of the term that contains the request, or else of the last one
		if v.term.charge != nil {
			at = v.coverEnd(v.term.charge)
		}
	}
	if at == unset {
		return unset, no
	}
	return at, yes
}

// base returns the instant a point counts from: its anchor, or the latest
// event of its kind.
func (v *standing) base(p point) (instant, truth) {
	if p.kind != "" {
		return v.latestOf(p.kind)
	}
	return v.anchor(p.anchor)
}

// cause returns the instant of the latest event that the request names as its
// cause.
func (v *standing) cause() (instant, truth) {
	switch cause := v.s.Request.Cause; {
	case cause != "":
		at, held := v.latestOf(cause)
		if at != unset {
			held = yes // the one that the request names is on record
		}
		return at, held
	case v.s.Request.By == ByEvent:
		return unset, unknown // there was one, and it is not told which
	}
	return unset, no
}

// latestOf returns the instant of the latest event of a kind. Where the records do
// not hold all of them there may be a later one.
func (v *standing) latestOf(of string) (instant, truth) {
	at, complete := unset, v.complete(of)
	for i := range v.s.Events {
		e := &v.s.Events[i]
		if t := instantOf(e.At); !within(e.Kind, of) {
			// A kind that no document can name may be this one, misspelt.
			complete = complete && (t > v.sent || kind(e.Kind))
		} else if t > v.sent {
			v.see(t)
		} else {
			at = max(at, t)
		}
	}
	switch {
	case !complete:
		return at, unknown
	case at == unset:
		return unset, no
	}
	return at, yes
}

// subject names the point's anchor in a reason.
func (p point) subject() string {
	if p.kind != "" {
		return p.kind
	}
	return p.anchor.String()
}

// serviceStart returns the start of the trial, or of the first time that was
// paid for.
func (v *standing) serviceStart() (instant, truth) {
	at := v.trialStart
	if v.oddTrial {
		return unset, unknown
	}
	for i := range v.s.Charges {
		c := &v.s.Charges[i]
		if taken := instantOf(c.At); taken > v.sent || !c.debited() {
			continue
		}
		if c.Covers.empty() {
			return unset, unknown
		}
		if start := instantOf(c.Covers.Start); at == unset || start < at {
			at = start
		}
	}
	if at == unset {
		return unset, no
	}
	v.see(at)
	return at, yes
}

// conversion returns when the first charge since a trial began took money, save one
// that pays for no time beyond it.
func (v *standing) conversion() (instant, truth) {
	switch {
	case v.oddTrial:
		return unset, unknown
	case v.trialStart == unset:
		return unset, no
	}
	at := never
	for i := range v.s.Charges {
		c := &v.s.Charges[i]
		tried := !c.Covers.empty() && instantOf(c.Covers.End) <= v.trialEnd
		if taken := instantOf(c.At); v.trialStart <= taken && taken <= v.sent && c.debited() && !tried {
			at = min(at, taken)
		}
	}
	if at == never {
		return unset, no
	}
	return at, yes
}

// partOf returns the midnight that lies a part of a period from its start, or
// back from its end, in whole days.
func (v *standing) partOf(p point) instant {
	start, end := v.periodOf(p.anchor)
	return v.policy.partOf(p, start, end)
}

// periodOf returns the period of which an anchor is an end.
func (v *standing) periodOf(a anchor) (start, end instant) {
	switch a {
	case trialStart, trialEnd:
		return v.trialStart, v.trialEnd
	case commitmentStart, commitmentEnd:
		return instantOf(v.s.Commitment.Start), instantOf(v.s.Commitment.End)
	}
	return instantOf(v.term.charge.Covers.Start), v.coverEnd(v.term.charge)
}

func (in *Policy) partOf(p point, start, end instant) instant {
	first, last := in.zone.DateIn(start.time()), in.zone.DateIn(end.time())
	days := last.DaysSince(first) * p.part[0] / p.part[1]
	if p.back {
		return clamped(in.zone.Start(last.AddDays(-days)))
	}
	return clamped(in.zone.Start(first.AddDays(days)))
}

// termsAfter returns when the terms end that follow one that ends at an instant,
// each as long as that one, at the same time of day. It is unset if a trial ends
// there, of which nothing follows.
func (v *standing) termsAfter(p point, at instant) instant {
	c := v.lastTerm(at)
	if c == nil {
		return unset
	}
	return v.policy.termsAfter(p, instantOf(c.Covers.Start), instantOf(c.Covers.End), at)
}

// termsAfter is that of a term from start to end, which pauses may have made end
// later.
func (in *Policy) termsAfter(p point, start, end, at instant) instant {
	first, last, day := in.zone.DateIn(start.time()), in.zone.DateIn(end.time()), in.zone.DateIn(at.time())
	switch months, whole := wholeMonths(first, last); {
	case !whole:
		day = day.AddDays(p.terms * max(1, last.DaysSince(first)))
	case at != end: // the next begin later
		day = day.AddMonths(p.terms * months)
	default:
		day = monthsOn(first, (p.terms+1)*months, keptDay(first, last))
	}
	if !day.IsValid() {
		return never // beyond all years
	}
	zone := in.zone.Location()
	local := at.time().In(zone)
	hour, minute, second := local.Clock()
	year, month, date := day.Date()
	return clamped(time.Date(year, month, date, hour, minute, second, local.Nanosecond(), zone))
}

// lastTerm returns the charge that pays for the time up to an end or, of several,
// for the longest: one may have been added to another.
func (v *standing) lastTerm(end instant) *Charge {
	var found candidate
	for i := range v.s.Charges {
		c := &v.s.Charges[i]
		if instantOf(c.At) > v.sent || c.Covers.empty() || v.coverEnd(c) != end {
			continue
		}
		if state := v.stateAt(c, v.sent, false); state == paid || state == returned && c == v.running || c == v.term.charge {
			found.earlier(c, i, instantOf(c.Covers.Start))
		}
	}
	return found.charge
}

// time returns what the candidate was chosen by, or unset.
func (b *candidate) time() instant {
	if b.charge == nil {
		return unset
	}
	return b.at
}

// counted reports whether a fact holds.
func (v *standing) counted(r *rule, f *fact, out *Verdict) truth {
	since := unset // since the beginning of the records
	if f.since.anchor != noAnchor {
		var held truth
		if since, held = v.resolve(r, f.since, out); held != yes {
			return held
		}
	}
	n, complete := v.happened(f.event, since)
	held := f.count.holds(n, complete)
	if held == no {
		return no
	}
	code := EventsCounted
	if held == unknown {
		code = EventsUnknown
	}
	reason := out.because(code, r.id, f.event)
	reason.Count = n
	if since != unset {
		reason.At = v.time(since)
	}
	return held
}

// happened returns how many events of a kind are known since an instant, and
// whether those are all.
func (v *standing) happened(kindOf string, since instant) (n int, complete bool) {
	complete = v.complete(kindOf)
	events, sent := v.s.Events, v.sent
	for i := range events {
		e := &events[i]
		at := instantOf(e.At)
		ahead := at > sent
		// The anchor's own instant counts. Most events of a long history come
		// before it, and their kinds need not be read.
		if !ahead && at < since {
			continue
		}
		if !within(e.Kind, kindOf) {
			// A kind that no document can name may be this one, misspelt.
			complete = complete && kind(e.Kind)
			continue
		}
		if ahead {
			v.see(at)
		} else {
			n++
		}
	}
	return n, complete
}

// complete reports whether the snapshot holds every event of a kind.
func (v *standing) complete(kind string) bool {
	for _, k := range v.s.Complete {
		if within(kind, k) {
			return true
		}
	}
	return false
}

// within reports whether a kind of event is another, or below it: "use.video"
// is within "use".
func within(kind, other string) bool {
	return strings.HasPrefix(kind, other) && (len(kind) == len(other) || kind[len(other)] == '.')
}

// moment returns the moment of an effect of a rule, or none with a reason if it
// is not known. One that is the request itself follows the clock, as long as no
// request was made.
func (v *standing) moment(r *rule, p point, out *Verdict) Moment {
	if p.anchor == noAnchor {
		return Moment{}
	}
	if v.atRequest(p.anchor) {
		if p.plain() {
			return v.now()
		}
		v.byDay = true
	}
	at, held := v.resolve(r, p, out)
	switch {
	case held == yes:
		return v.dated(p.anchor, at)
	case held == no && p.anchor == periodEnd:
		return v.now() // nothing was ever paid for
	case held == no:
		out.because(AnchorUnknown, r.id, p.subject())
	}
	return Moment{}
}

// atRequest reports whether an anchor is the request's own instant.
func (v *standing) atRequest(a anchor) bool {
	return a == request || a == received && instantOf(v.s.Request.Received) <= v.sent
}

// dated is the moment of an effect at an instant.
func (v *standing) dated(a anchor, at instant) Moment {
	if at == never {
		return Moment{Kind: Never}
	}
	if !v.atRequest(a) {
		v.see(at)
		if at <= v.sent {
			return v.now() // nothing ends before it is asked to
		}
	}
	return Moment{Kind: Fixed, At: v.time(at)}
}

// noLater returns an end, or the end of which notice was given if that is
// earlier.
func (v *standing) noLater(end Moment) Moment {
	if v.ending && (end.Kind == Never || end.Kind == Fixed && instantOf(end.At) > v.end) {
		return Moment{Kind: Fixed, At: v.time(v.end)}
	}
	return end
}

// now is the moment of the request.
func (v *standing) now() Moment {
	if v.moving {
		return Moment{Kind: AtRequest}
	}
	return Moment{Kind: Fixed, At: v.time(v.sent)}
}

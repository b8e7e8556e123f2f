package policy

import "strings"

// test reports whether the window and the facts of a rule hold, and adds the
// reasons. All of them are looked at, even after one has turned out unknown:
// one that is surely false settles the rule.
func (v *standing) test(r *rule, out *Verdict) truth {
	result := yes
	if v.phases&^r.phases != 0 {
		result = unknown
		out.because(PhaseUnknown, r.id, "")
	}
	if r.from.anchor != noAnchor {
		result = min(result, v.inside(r, r.from, true, out))
	}
	if r.until.anchor != noAnchor {
		result = min(result, v.inside(r, r.until, false, out))
	}
	for i := range r.facts {
		result = min(result, v.counted(r, &r.facts[i], out))
	}
	return result
}

// inside reports whether the request lies on the right side of one end of the
// rule's window.
func (v *standing) inside(r *rule, end point, opens bool, out *Verdict) truth {
	at, held := v.resolve(r, end, out)
	if held != yes {
		return held
	}
	v.see(at)
	if (v.sent < at) != opens {
		return yes
	}
	return no
}

// resolve returns the instant of a point for this subscription. It is unknown,
// with a reason, when the records do not tell it or the calendar does not reach
// it, and no when there is no such anchor: a subscription without a trial has
// no end of one.
func (v *standing) resolve(r *rule, p point, out *Verdict) (instant, truth) {
	at, held := v.anchor(p.anchor)
	if held == unknown {
		out.because(AnchorUnknown, r.id, p.anchor.String())
	}
	if held != yes || p.span.Unit == 0 {
		return at, held
	}
	moved, err := p.from(v.time(at), v.policy)
	if err != nil {
		out.because(BeyondCalendar, r.id, v.policy.calendar.ID())
		return unset, unknown
	}
	return moved, yes
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

// cause returns the instant of the latest event that the request names as its
// cause.
func (v *standing) cause() (instant, truth) {
	cause, at := v.s.Request.Cause, unset
	switch {
	case cause == "" && v.s.Request.By == ByEvent:
		return unset, unknown // there was one, and it is not told which
	case cause == "":
		return unset, no
	}
	for i := range v.s.Events {
		e := &v.s.Events[i]
		if t := instantOf(e.At); e.Kind != cause {
		} else if t > v.sent {
			v.see(t)
		} else {
			at = max(at, t)
		}
	}
	switch {
	case at != unset:
		return at, yes
	case v.complete(cause):
		return unset, no
	}
	return unset, unknown
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
	n, complete := 0, v.complete(f.event)
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
		if !within(e.Kind, f.event) {
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
	if p.anchor == request {
		if p.span.Unit == 0 {
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
		out.because(AnchorUnknown, r.id, p.anchor.String())
	}
	return Moment{}
}

// dated is the moment of an effect at an instant.
func (v *standing) dated(a anchor, at instant) Moment {
	if at == never {
		return Moment{Kind: Never}
	}
	if a != request {
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

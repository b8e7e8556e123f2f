package policy

import (
	"github.com/rescind-go/rescind/calendar"
)

// A timing is from when time counts as left.
type timing struct {
	at     instant
	day    calendar.Date // the first day that counts as left
	moving bool          // it moves with the clock
}

// timing works out from when time is left by a share. It is unknown, with a
// reason, if the records do not tell.
func (v *standing) timing(r *rule, in *share, out *Verdict) (timing, truth) {
	var t timing
	from := in.from
	if from.anchor == ends {
		// The span of From is counted from the end by the rule.
		if end := r.ends; end.anchor == noAnchor {
			return t, no
		} else if v.atRequest(end.anchor) && end.plain() {
			t.at, t.moving = v.sent, v.moving
		} else {
			at, held := v.resolve(r, end, out)
			if held != yes {
				return t, v.untold(r, end.subject(), held, out)
			}
			if t.at = max(at, v.sent); v.ending {
				t.at = min(t.at, v.end)
			}
			t.moving = v.moving && (v.atRequest(end.anchor) || at <= v.sent)
			v.see(at)
		}
		if !from.plain() {
			at, err := from.from(v.time(t.at), v.policy)
			if err != nil {
				out.because(BeyondCalendar, r.id, v.policy.calendar.ID())
				return t, unknown
			}
			t.at = at
		}
	} else {
		at, held := v.resolve(r, from, out)
		if held != yes {
			return t, v.untold(r, from.subject(), held, out)
		}
		t.at, t.moving = at, v.moving && v.atRequest(from.anchor)
	}
	t.day = v.policy.firstLeft(in, t.at)
	if t.moving {
		// What is left changes with the next second, or at midnight.
		if in.unit == inSeconds {
			v.tick(instant((v.sent.unix() + 1) * 1e9))
		} else {
			v.tick(v.midnightAfter(v.sent))
		}
	}
	switch {
	case v.pausing && in.unit == inSeconds:
		v.tick(instant((v.at.unix() + 1) * 1e9))
	case v.pausing:
		v.tick(v.midnightAfter(v.at))
	}
	return t, yes
}

// firstLeft is the first day that counts as left, if time is left from an instant
// and is not counted in seconds.
func (p *Policy) firstLeft(in *share, at instant) calendar.Date {
	if at == never || in.unit == inSeconds {
		return calendar.Date{}
	}
	day := p.zone.DateIn(at.time())
	if in.day == Used {
		day = day.AddDays(1)
	}
	return day
}

// untold says that an anchor is not there, if nothing else did. Of an amount of
// money that is unknown, not none.
func (v *standing) untold(r *rule, subject string, held truth, out *Verdict) truth {
	if held == no {
		out.because(AnchorUnknown, r.id, subject)
	}
	return unknown
}

// left returns how many units of a period are left, and out of how many.
func (v *standing) left(in *share, t timing, start, end instant) (units, of int64) {
	var before, all int64
	if len(v.room.pauses) > 0 {
		before, all = v.paused(in, t, start, end)
	}
	return v.policy.left(in, t, start, end, before, all)
}

// paused returns how much of a period was paused before time is left, and in all
// if pauses are not in the period: seconds or, for longer units, days.
func (v *standing) paused(in *share, t timing, start, end instant) (before, all int64) {
	if in.unit == inSeconds {
		first, from, last := in.seconds(t, start, end)
		before = v.pausedSeconds(first, from)
		if in.without {
			all = v.pausedSeconds(first, last)
		}
		return before, all
	}
	first, day, last := v.policy.days(t, start, end)
	before = int64(v.pausedDays(first, day))
	if in.without {
		all = int64(v.pausedDays(first, last))
	}
	return before, all
}

// days returns the days of a period, half-open, and the first that is left.
func (p *Policy) days(t timing, start, end instant) (first, day, last calendar.Date) {
	first, last = p.zone.DateIn(start.time()), p.zone.DateIn(end.time())
	if !first.Before(last) {
		last = first.AddDays(1)
	}
	day = t.day
	switch {
	case t.at >= end || last.Before(day):
		day = last
	case t.at < start:
		day = first // even if it is that day already
	}
	return first, day, last
}

// left returns how many units of a period are left, and out of how many, when so
// many seconds or days of it were paused. Those are not used. They may be in the
// period, or not.
func (p *Policy) left(in *share, t timing, start, end instant, before, all int64) (units, of int64) {
	if in.unit == inSeconds {
		first, from, last := in.seconds(t, start, end)
		if of = last - first - all; of <= 0 {
			return 0, 1
		}
		return min(max(0, of-(from-first-before)), of), of
	}
	first, day, last := p.days(t, start, end)
	covered := last
	day, last = day.AddDays(int(-before)), last.AddDays(int(-all))
	if p.lengthens {
		covered = last // which is as long as what was paid for
	}
	if !first.Before(last) {
		return 0, 1 // all of it was paused, and is left out
	}
	switch in.unit {
	case inTerms:
		return in.spans(first, last, day, calendar.Span{N: last.DaysSince(first), Unit: calendar.Days}, 0)
	case inSpans:
		return in.spans(first, last, day, in.span, keptDay(first, covered))
	}
	units, of = int64(last.DaysSince(day)), int64(last.DaysSince(first))
	switch in.over {
	case fixedDays:
		of = in.days
	case nominal:
		months, _ := gone(first, last, calendar.Span{N: 1, Unit: calendar.Months}, keptDay(first, covered))
		of = max(1, 365*int64(months)/12)
	case thirty360:
		if n := days360(last) - days360(first); n > 0 {
			units, of = days360(last)-days360(day), n
		}
	}
	return min(max(0, units), of), of
}

// days360 counts days in months of thirty.
func days360(d calendar.Date) int64 {
	year, month, day := d.Date()
	return int64(year)*360 + int64(month-1)*30 + int64(min(day, 30))
}

// spans counts whole spans from the start of the period. Months keep a day.
func (in *share) spans(first, last, day calendar.Date, span calendar.Span, keep int) (units, of int64) {
	total, _ := gone(first, last, span, keep)
	if !day.Before(last) {
		return 0, int64(total) // a last span that the end cut short is over too
	}
	up, down := gone(first, day, span, keep)
	used := up
	if in.begun == Unused {
		used = down
	}
	return int64(max(0, total-used)), int64(total)
}

// seconds returns the whole seconds at which a period begins, from which it is
// left, and at which it ends.
func (in *share) seconds(t timing, start, end instant) (first, from, last int64) {
	first, last = start.unix(), end.unix()
	if first >= last {
		last = first + 1
	}
	if from = last; t.at != never {
		from = min(max(t.at.unix(), first), last)
	}
	return first, from, last
}

package policy

import (
	"cmp"
	"slices"
	"time"

	"github.com/rescind-go/rescind/calendar"
)

// maxPauses is how many pauses a snapshot may have.
const maxPauses = 100

// A pause is a time in which the subscription was paused, in instants and in
// the civil days that count as paused.
type pause struct {
	start, end  instant
	open        bool          // it has no end yet
	first, last calendar.Date // half-open
}

// readPauses takes in the pauses, in order. One without an end lasts until the
// instant decided. It reports whether all keep the bounds.
func (v *standing) readPauses() bool {
	for i := range v.s.Pauses {
		p := &v.s.Pauses[i]
		start, end := instantOf(p.Start), instantOf(p.End)
		switch {
		case start.lost(&p.Start) || end.lost(&p.End):
			return false
		case start == unset || end != unset && end < start:
			v.oddPause = true
			continue
		case end == unset:
			end = never
		}
		if start > v.sent {
			v.see(start) // it may not come to that
			continue
		}
		v.room.pauses = append(v.room.pauses, pause{start: start, end: end})
	}
	slices.SortFunc(v.room.pauses, func(a, b pause) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end)) })
	for i := 1; i < len(v.room.pauses); i++ {
		v.oddPause = v.oddPause || v.room.pauses[i].start < v.room.pauses[i-1].end
	}
	for i := range v.room.pauses {
		p := &v.room.pauses[i]
		if p.end == never {
			v.pausing = true
			p.end, p.open = v.at, true
		}
		p.first, p.last = v.dayOf(p.start), v.dayOf(p.end)
	}
	if v.oddPause {
		v.room.pauses = v.room.pauses[:0] // no date moves because of what is not known
	}
	return true
}

// dayOf returns the civil day of an instant.
func (v *standing) dayOf(t instant) calendar.Date {
	return v.policy.zone.DateIn(t.time())
}

// midnightAfter returns the midnight that ends the day of an instant.
func (v *standing) midnightAfter(t instant) instant {
	return clamped(v.policy.zone.Start(v.dayOf(t).AddDays(1)))
}

// pausedDays returns how many of the days from first up to last were paused.
func (v *standing) pausedDays(first, last calendar.Date) int {
	n := 0
	for i := range v.room.pauses {
		p := &v.room.pauses[i]
		from, until := p.first, p.last
		if from.Before(first) {
			from = first
		}
		if until.After(last) {
			until = last
		}
		n += max(0, until.DaysSince(from))
	}
	return n
}

// pausedSeconds returns how many of the seconds from first up to last were
// paused.
func (v *standing) pausedSeconds(first, last int64) int64 {
	n := int64(0)
	for i := range v.room.pauses {
		n += max(0, min(v.room.pauses[i].end.unix(), last)-max(v.room.pauses[i].start.unix(), first))
	}
	return n
}

// unix returns whole seconds since 1970, rounded down.
func (i instant) unix() int64 {
	sec := int64(i) / 1e9
	if int64(i)%1e9 < 0 {
		sec--
	}
	return sec
}

// coverEnd returns the end of what a charge pays for. Pauses may have moved it:
// it is then the same time of day, so many civil days later.
func (v *standing) coverEnd(c *Charge) instant {
	end := instantOf(c.Covers.End)
	if len(v.room.pauses) == 0 || !v.policy.lengthens || c.Covers.empty() {
		return end
	}
	first, last, paused := v.dayOf(instantOf(c.Covers.Start)), v.dayOf(end), 0
	for i := range v.room.pauses {
		p := &v.room.pauses[i]
		from := p.first
		if from.Before(first) {
			from = first
		}
		// A pause that begins before the end lies in the period as a whole:
		// the end moves on while it lasts.
		if from.Before(last.AddDays(paused)) {
			paused += max(0, p.last.DaysSince(from))
			if p.open {
				midnight := v.midnightAfter(v.at)
				v.turns = min(v.turns, midnight)
				v.tick(midnight)
			}
		}
	}
	if paused == 0 {
		return end
	}
	t := c.Covers.End.In(v.policy.zone.Location())
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	return clamped(time.Date(year, month, day+paused, hour, minute, second, t.Nanosecond(), v.policy.zone.Location()))
}

package calendar

import "time"

const (
	secondsPerDay = 24 * 60 * 60

	// unixDay1 is the Unix time, in seconds, at which day 1 begins in UTC.
	unixDay1 = -62135596800

	// maxOffset bounds the difference of any zone from UTC, in seconds. The
	// time zone database stays within 16 hours, its format within 26.
	maxOffset = 26 * 60 * 60
)

// DateIn returns the day on which t falls in the zone loc. A nil loc is UTC.
// It is the zero Date if that day is not within the years 1 to 9999.
func DateIn(t time.Time, loc *time.Location) Date {
	if loc == nil {
		loc = time.UTC
	}
	_, offset := t.In(loc).Zone()
	unix := t.Unix()
	if unix < unixDay1-1<<40 || unix > 1<<40 {
		return Date{} // centuries off; and the sum below must not overflow
	}
	sec := unix + int64(offset) - unixDay1
	if sec < 0 || sec >= maxDay*secondsPerDay {
		return Date{}
	}
	return Date{int32(sec/secondsPerDay) + 1}
}

// Start returns the first instant at which the day d, or a later one, has
// begun in the zone loc; the result is in loc. A nil loc is UTC. The zero
// Date starts at the zero Time.
//
// It is midnight on most days. Where clocks are set forward at midnight the
// day starts at 01:00; where midnight occurs twice it starts at the first; and
// where a zone changed sides of the date line and skipped the whole day, as
// Apia skipped 2011-12-30, it starts when the next one does.
func (d Date) Start(loc *time.Location) time.Time {
	if d.day == 0 {
		return time.Time{}
	}
	return firstAt(int64(d.day-1)*secondsPerDay+unixDay1, loc)
}

// firstAt returns the first instant at which the clocks of a zone show a time
// or a later one. The time is given as the Unix time at which they would in UTC.
func firstAt(local int64, loc *time.Location) time.Time {
	if loc == nil {
		loc = time.UTC
	}
	// The instant sought is the first t with t + offset(t) >= local.

	// If one offset is in force all around, as it is but for a few days a
	// year, no other can bring the time about earlier.
	guess := time.Unix(local, 0).In(loc)
	_, offset := guess.Zone()
	from, until := guess.ZoneBounds()
	if (from.IsZero() || from.Unix() <= local-maxOffset) &&
		(until.IsZero() || until.Unix() > local+maxOffset) {
		return time.Unix(local-int64(offset), 0).In(loc)
	}
	return walkTo(local, loc)
}

// walkTo is firstAt by walking over the stretches of constant offset around it.
func walkTo(local int64, loc *time.Location) time.Time {
	// No zone is further ahead of UTC than maxOffset, so that the time cannot
	// be shown before t. A few days hold a few stretches; the bound is for zone
	// data made up to hurt.
	t := local - maxOffset
	for range 100 {
		here := time.Unix(t, 0).In(loc)
		_, offset := here.Zone()
		_, end := here.ZoneBounds()
		until := end.Unix()
		if until <= t {
			// In leap years that its table does not list, package time ends
			// the last stretch a day early. It lasts to the end of the day.
			until = t - t%secondsPerDay + secondsPerDay
		}
		start := max(t, local-int64(offset))
		if end.IsZero() || start < until {
			return time.Unix(start, 0).In(loc)
		}
		t = until
	}
	return time.Unix(t, 0).In(loc)
}

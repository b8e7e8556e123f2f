package calendar

import "time"

// A Zone is a time zone prepared for civil days: its changes of offset from UTC
// are looked up once, so that DateIn and Start give the answers of [DateIn] and
// [Date.Start] several times faster. It does not change, and any number of
// goroutines may use it. The nil Zone and the zero Zone are UTC.
type Zone struct {
	loc    *time.Location
	starts []int64 // Unix time at which each stretch of constant offset begins
	offset []int32 // its offset, in seconds east of UTC
	end    int64   // Unix time at which the last stretch is no longer known
	hint   []int32 // the stretch in which each bucket of time begins
}

// bucketBits makes a bucket some 97 days long: a zone changes its offset twice a
// year, so that a search takes one step or two.
const bucketBits = 23

// NewZone prepares a zone for the years from first to last, both included.
// Outside these years, and outside the years 1 to 9999, a Zone is right too, and
// slower. A nil loc is UTC.
func NewZone(loc *time.Location, first, last int) *Zone {
	z := &Zone{loc: loc}
	first, last = max(first, 1), min(last, 9999)
	if first > last {
		return z
	}
	// Local time may be a day off the years' limits.
	t := time.Date(first, 1, 1, 0, 0, 0, 0, time.UTC).Unix() - maxOffset
	z.end = time.Date(last+1, 1, 1, 0, 0, 0, 0, time.UTC).Unix() + maxOffset
	for t < z.end {
		here := time.Unix(t, 0).In(z.Location())
		_, offset := here.Zone()
		if n := len(z.offset); n == 0 || z.offset[n-1] != int32(offset) {
			z.starts = append(z.starts, t)
			z.offset = append(z.offset, int32(offset))
		}
		_, until := here.ZoneBounds()
		if until.IsZero() {
			break
		}
		if next := until.Unix(); next > t {
			t = next
		} else {
			// In leap years that its table does not list, package time ends
			// the last stretch a day early. It lasts to the end of the day.
			t -= (t%secondsPerDay+secondsPerDay)%secondsPerDay - secondsPerDay
		}
	}
	i := 0
	for t := z.starts[0]; t < z.end; t += 1 << bucketBits {
		for i+1 < len(z.starts) && z.starts[i+1] <= t {
			i++
		}
		z.hint = append(z.hint, int32(i))
	}
	return z
}

// Location returns the zone as package time knows it.
func (z *Zone) Location() *time.Location {
	if z == nil || z.loc == nil {
		return time.UTC
	}
	return z.loc
}

// stretch returns the stretch of constant offset that holds an instant, or -1.
func (z *Zone) stretch(unix int64) int {
	if z == nil || len(z.starts) == 0 || unix < z.starts[0] || unix >= z.end {
		return -1
	}
	i := int(z.hint[(unix-z.starts[0])>>bucketBits])
	for i+1 < len(z.starts) && z.starts[i+1] <= unix {
		i++
	}
	return i
}

// DateIn returns the day on which t falls in the zone: [DateIn].
func (z *Zone) DateIn(t time.Time) Date {
	i := z.stretch(t.Unix())
	if i < 0 {
		return DateIn(t, z.Location())
	}
	sec := t.Unix() + int64(z.offset[i]) - unixDay1
	if sec < 0 || sec >= maxDay*secondsPerDay {
		return Date{}
	}
	return Date{int32(sec/secondsPerDay) + 1}
}

// Start returns the first instant at which the day d, or a later one, has
// begun in the zone: [Date.Start].
func (z *Zone) Start(d Date) time.Time {
	if d.day == 0 {
		return time.Time{}
	}
	midnight := int64(d.day-1)*secondsPerDay + unixDay1
	// No stretch before this one can hold the start: no zone is further ahead
	// of UTC. The first that holds an instant of the day does.
	for i := z.stretch(midnight - maxOffset); 0 <= i && i < len(z.starts); i++ {
		until := z.end
		if i+1 < len(z.starts) {
			until = z.starts[i+1]
		}
		if start := max(z.starts[i], midnight-int64(z.offset[i])); start < until {
			return time.Unix(start, 0).In(z.Location())
		}
	}
	return d.Start(z.Location())
}

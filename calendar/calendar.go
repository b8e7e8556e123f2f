package calendar

import (
	"math/bits"
	"sort"
	"strconv"
)

// A Calendar knows which days of its years are business days. It is made by
// [New], [Join], [Calendar.WithHolidays] or [Calendar.WithWeek], never changes,
// and may be used by any number of goroutines. The methods of a nil or zero
// Calendar return errors matching [ErrCalendar], or zero values where they return no error.
//
// A day that is the zero Date is an error matching [ErrDate]. A day outside
// the calendar's years, be it an argument that must be looked at or the
// result, is a [RangeError].
type Calendar struct {
	id, name string
	week     Week         // in force from the first day
	changes  []WeekChange // and those after it, by date

	first int32  // number of the first day
	days  uint32 // number of days
	total uint32 // number of business days

	// One bit a day, set for business days, in words of 64. There are always
	// two words beyond the last day, so that the end may be read like a day.
	bits []uint64

	// rank[i] is the number of business days before word i. Positions in the
	// sequence of business days are found by it instead of by walking.
	rank []uint32

	// stride is the average number of words for one business day, times 2^32.
	stride int64

	holidays []mark // by day, all different
	labels   []label

	digest [32]byte
}

// A mark is a holiday: its day number and the index of its label.
type mark struct {
	day   int32
	label uint16
}

// A label is what holidays are called, in English and in another language.
type label struct{ name, local string }

// ID returns the identifier given to [New].
func (c *Calendar) ID() string {
	if c == nil {
		return ""
	}
	return c.id
}

// Name returns the name given to [New], for people. It may be empty.
func (c *Calendar) Name() string {
	if c == nil {
		return ""
	}
	return c.name
}

// WeekOn returns the working week that is in force on d, and none outside the
// calendar's years.
func (c *Calendar) WeekOn(d Date) Week {
	if !c.knows(d) {
		return 0
	}
	return weekOn(c.week, c.changes, d)
}

// First returns the first day that the calendar knows, a 1 January.
func (c *Calendar) First() Date {
	if c == nil {
		return Date{}
	}
	return Date{c.first}
}

// Last returns the last day that the calendar knows, a 31 December.
func (c *Calendar) Last() Date {
	if c == nil || c.days == 0 {
		return Date{}
	}
	return Date{c.first + int32(c.days) - 1}
}

// Digest returns a SHA-256 sum over the ID, the years, the first week and every
// day's state, open or closed. Calendars with equal digests answer every question about
// business days alike, so that a record of a decision can name what it was
// based on. It is all zeros for a nil or zero Calendar.
func (c *Calendar) Digest() [32]byte {
	if c == nil {
		return [32]byte{}
	}
	return c.digest
}

// knows reports whether d is within the calendar's years.
func (c *Calendar) knows(d Date) bool { return c != nil && uint32(d.day-c.first) < c.days }

// IsBusinessDay reports whether d is a business day.
func (c *Calendar) IsBusinessDay(d Date) (bool, error) {
	if c != nil {
		if i := uint32(d.day - c.first); i < c.days {
			return c.bits[i/64]>>(i%64)&1 != 0, nil
		}
	}
	return false, c.refuse("business day", d)
}

// HolidayOn returns the holiday on d, if there is one. It also knows the
// holidays on which nobody would work anyway, such as one on a Sunday. It is
// false outside the calendar's years.
func (c *Calendar) HolidayOn(d Date) (Holiday, bool) {
	if c == nil {
		return Holiday{}, false
	}
	i := c.markFrom(d)
	if i == len(c.holidays) || c.holidays[i].day != d.day {
		return Holiday{}, false
	}
	return c.holiday(i), true
}

// markFrom returns the index of the first holiday on d or after it.
func (c *Calendar) markFrom(d Date) int {
	return sort.Search(len(c.holidays), func(i int) bool { return c.holidays[i].day >= d.day })
}

// holiday returns the holiday of an index.
func (c *Calendar) holiday(i int) Holiday {
	m := c.holidays[i]
	return Holiday{Date{m.day}, c.labels[m.label].name, c.labels[m.label].local}
}

// NthAfter returns the n-th business day strictly after d, which need not be a
// business day and never counts: the first business day after a Friday, and
// after a Saturday, is Monday. An n below 1 is an error matching [ErrCount].
func (c *Calendar) NthAfter(d Date, n int) (Date, error) {
	if c != nil && d.day > 0 {
		// i is the first day looked at. One past the end is a place to stand,
		// from which there is nothing to find.
		if i := uint32(d.day - c.first + 1); i <= c.days {
			// Most counts end within the 64 days from i, and the smallest are
			// found quickest bit by bit. Zero and negative n wrap around to
			// huge numbers.
			ahead := c.bits[i/64]>>(i%64) | c.bits[i/64+1]<<(64-i%64)
			if uint(n)-1 < uint(bits.OnesCount64(ahead)) {
				if n > 8 {
					return Date{d.day + 1 + selectBit(ahead, uint32(n)-1)}, nil
				}
				for ; n > 1; n-- {
					ahead &= ahead - 1
				}
				return Date{d.day + 1 + int32(bits.TrailingZeros64(ahead))}, nil
			}
			done := c.before(i)
			if uint(n)-1 < uint(c.total-done) {
				return c.nth(done+uint32(n)-1, i/64), nil
			}
			if n > 0 {
				return Date{}, c.outside(c.Last().AddDays(1))
			}
		}
	}
	return Date{}, c.refuseCount("nth after", d, n)
}

// NthBefore returns the n-th business day strictly before d. It mirrors
// [Calendar.NthAfter].
func (c *Calendar) NthBefore(d Date, n int) (Date, error) {
	if c != nil && d.day > 0 {
		// i is the end of the days looked at.
		if i := uint32(d.day - c.first); i <= c.days {
			left := c.before(i)
			if uint(n)-1 < uint(left) {
				return c.nth(left-uint32(n), i/64), nil
			}
			if n > 0 {
				return Date{}, c.outside(c.First().AddDays(-1))
			}
		}
	}
	return Date{}, c.refuseCount("nth before", d, n)
}

// OnOrAfter returns d if it is a business day, and the next business day if not.
func (c *Calendar) OnOrAfter(d Date) (Date, error) {
	if open, err := c.IsBusinessDay(d); open || err != nil {
		return d.only(open), err
	}
	return c.NthAfter(d, 1)
}

// OnOrBefore returns d if it is a business day, and the one before if not.
func (c *Calendar) OnOrBefore(d Date) (Date, error) {
	if open, err := c.IsBusinessDay(d); open || err != nil {
		return d.only(open), err
	}
	return c.NthBefore(d, 1)
}

// only is d if ok, else the zero Date: what must accompany an error.
func (d Date) only(ok bool) Date {
	if ok {
		return d
	}
	return Date{}
}

// Count returns the number of business days after the first date up to and
// including the second. If through is before after, it is the negative of the
// count the other way around, so that
//
//	Count(a, b) + Count(b, c) == Count(a, c)
//
// The day named after is not looked at, and may be the eve of the calendar's
// first.
func (c *Calendar) Count(after, through Date) (int, error) {
	const op = "count"
	if c != nil {
		i, j := uint32(after.day-c.first+1), uint32(through.day-c.first+1)
		if i <= c.days && j <= c.days && after.day > 0 && through.day > 0 {
			return int(c.before(j)) - int(c.before(i)), nil
		}
		if i <= c.days && after.day > 0 {
			return 0, c.refuse(op, through)
		}
	}
	return 0, c.refuse(op, after)
}

// before returns the number of business days before day index i <= c.days.
func (c *Calendar) before(i uint32) uint32 {
	return c.rank[i/64] + uint32(bits.OnesCount64(c.bits[i/64]&(1<<(i%64)-1)))
}

// nth returns the business day at position k < c.total. It starts looking near
// a word; the nearer, the better the guess, but any will do.
func (c *Calendar) nth(k uint32, near uint32) Date {
	// Business days are spread so evenly in real calendars that the average
	// leads to the right word, or its neighbour.
	w := int64(near) + (int64(k)-int64(c.rank[near]))*c.stride>>32
	w = min(max(w, 0), int64(len(c.bits))-2)
	for range 4 {
		if k < c.rank[w] {
			w--
		} else if k >= c.rank[w+1] {
			w++
		} else {
			return Date{c.first + int32(w)*64 + selectBit(c.bits[w], k-c.rank[w])}
		}
	}
	// An uneven calendar: find the last word with rank <= k.
	w = int64(sort.Search(len(c.rank), func(i int) bool { return c.rank[i] > k })) - 1
	return Date{c.first + int32(w)*64 + selectBit(c.bits[w], k-c.rank[w])}
}

// selectBit returns the index of the k-th set bit of w, counting from 0. There
// must be more than k of them. It has no branches: which bit is sought is
// as good as random, and a wrong guess of the processor costs more than
// all of this.
func selectBit(w uint64, k uint32) int32 {
	const (
		ones = 0x0101010101010101 // 1 in every byte
		tops = 0x8080808080808080 // the top bit of every byte
	)
	// Count the bits of each byte, then sum: byte i of s becomes the number of
	// set bits in bytes 0 to i.
	s := w - w>>1&0x5555555555555555
	s = s&0x3333333333333333 + s>>2&0x3333333333333333
	s = (s + s>>4) & 0x0f0f0f0f0f0f0f0f * ones

	// The bytes whose sum is at most k end before the bit sought. Subtracting
	// under a set top bit compares all eight at once.
	skipped := uint(bits.OnesCount64(((uint64(k)*ones | tops) - s) & tops))
	shift := skipped * 8
	k -= uint32(s << 8 >> shift & 0xff)

	// The same once more with the bits of one byte, each spread to a byte.
	s = w >> shift & 0xff * ones & 0x8040201008040201
	s = (s + (tops - ones)) >> 7 & ones * ones
	return int32(shift) + int32(bits.OnesCount64(((uint64(k)*ones|tops)-s)&tops))
}

// refuse explains why a question about d has no answer.
func (c *Calendar) refuse(op string, d Date) error {
	switch {
	case c == nil || c.days == 0:
		return fault(ErrCalendar, op, "", "a calendar made by New, Join, WithHolidays or WithWeek")
	case !d.IsValid():
		return fault(ErrDate, op+" in "+c.id, "", "a date, not the zero Date")
	}
	return c.outside(d)
}

// refuseCount is refuse for operations that count n days.
func (c *Calendar) refuseCount(op string, d Date, n int) error {
	if n < 1 && c != nil && c.days != 0 && d.IsValid() {
		return fault(ErrCount, op, strconv.Itoa(n), "a count of at least 1")
	}
	return c.refuse(op, d)
}

func (c *Calendar) outside(d Date) error {
	return &RangeError{Calendar: c.id, Date: d, First: c.First(), Last: c.Last()}
}

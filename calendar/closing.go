package calendar

import (
	"cmp"
	"strconv"
)

// A Closing is a day that is no business day, and why: a holiday, a day on which
// the week does not work, or both. If it is no weekend it is a holiday, be it
// without a name.
type Closing struct {
	Holiday      // its Date is always set, its names only on a holiday
	Weekend bool `json:"weekend,omitzero"` // the week does not work on this day
}

// String returns "Fri 8 May 2026: Victory in Europe Day", or
// "Sat 9 May 2026: weekend" on a day without a holiday.
func (c Closing) String() string {
	if c.Name == "" && c.Weekend {
		return dayText(c.Date, "weekend")
	}
	return c.Holiday.String()
}

// String returns the day and the name, "Fri 8 May 2026: Victory in Europe Day",
// or "Fri 8 May 2026: holiday" if it has none.
func (h Holiday) String() string { return dayText(h.Date, cmp.Or(h.Name, "holiday")) }

// dayText writes a day for people, and why it is closed.
func dayText(d Date, reason string) string {
	y, m, day := d.Date()
	if !d.IsValid() {
		return "no date: " + reason
	}
	return d.Weekday().String()[:3] + " " + strconv.Itoa(day) + " " + m.String()[:3] + " " + strconv.Itoa(y) + ": " + reason
}

// Skipped returns the days after the first date, up to and including the second,
// that [Calendar.Count] does not count, in order, each with the reason. There
// are none if through is not after the first date. It is an error where Count
// is one.
func (c *Calendar) Skipped(after, through Date) ([]Closing, error) {
	open, err := c.Count(after, through)
	days := through.DaysSince(after)
	if err != nil || days <= open {
		return nil, err
	}
	list := make([]Closing, 0, days-open)
	next := c.markFrom(after.AddDays(1))
	for day := after.day + 1; day <= through.day; day++ {
		i := uint32(day - c.first)
		if c.bits[i/64]>>(i%64)&1 != 0 {
			continue
		}
		d := Date{day}
		closing := Closing{Holiday: Holiday{Date: d}, Weekend: !weekOn(c.week, c.changes, d).Works(d.Weekday())}
		for next < len(c.holidays) && c.holidays[next].day < day {
			next++
		}
		if next < len(c.holidays) && c.holidays[next].day == day {
			closing.Holiday = c.holiday(next)
		}
		list = append(list, closing)
	}
	return list, nil
}

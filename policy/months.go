package policy

import "github.com/rescind-go/rescind/calendar"

// keptDay returns the day of the month that a period keeps to: that on which it
// begins. One that begins with a month's last day and ends on a later day of
// another began early, because its month was too short: 28 February to 31 March
// is one month, and the next ends with 30 April.
func keptDay(first, last calendar.Date) int {
	day, end := first.Day(), last.Day()
	switch {
	case end <= day || first.AddDays(1).Day() != 1:
		return day
	case last.AddDays(1).Day() == 1:
		return 31 // it may be this, or any day since
	}
	return end
}

// monthsOn returns the day n months after a day, or the last of a month that is
// too short for the day that is kept.
func monthsOn(first calendar.Date, n, keep int) calendar.Date {
	day := first.AddMonths(n)
	if !day.IsValid() {
		return day // beyond all years
	}
	for day.Day() < keep && day.AddDays(1).Day() != 1 {
		day = day.AddDays(1) // at most three: February's are the fewest
	}
	return day
}

// inMonths returns the number of months of a span of months or years, and 0 for
// any other.
func inMonths(span calendar.Span) int {
	switch span.Unit {
	case calendar.Months:
		return span.N
	case calendar.Years:
		return 12 * span.N
	}
	return 0
}

// gone counts the spans from first to day, each counted from first: those that
// have begun, and those that are over. Months keep a day of the month.
func gone(first, day calendar.Date, span calendar.Span, keep int) (begun, over int) {
	if !first.Before(day) {
		return 0, 0
	}
	if months := inMonths(span); months > 0 {
		year, month, _ := first.Date()
		year2, month2, _ := day.Date()
		n := (12*(year2-year) + int(month2-month)) / months
		// A month that ends early, or the day in it, makes this one too many.
		end := monthsOn(first, n*months, keep)
		if end.After(day) {
			n--
			end = monthsOn(first, n*months, keep)
		}
		if end == day {
			return n, n
		}
		return n + 1, n
	}
	if span.Unit == calendar.Weeks {
		span.N *= 7
	}
	days := day.DaysSince(first)
	return (days + span.N - 1) / span.N, days / span.N
}

// wholeMonths returns how many months a period has, and whether it has nothing
// over.
func wholeMonths(first, last calendar.Date) (months int, whole bool) {
	begun, over := gone(first, last, calendar.Span{N: 1, Unit: calendar.Months}, keptDay(first, last))
	return over, begun == over && over > 0
}

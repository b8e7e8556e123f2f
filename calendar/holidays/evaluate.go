package holidays

import (
	"reflect"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rickar/cal/v2"
)

// dayOf returns the day on which a rule falls in a year, before it is observed
// elsewhere. It is the zero Date if there is none, and has a reason if
// the rule cannot be evaluated.
//
// The four calculators of package cal are not called but computed here. They
// go through midnight in cal.DefaultLoc: in zones whose clocks change at
// midnight their result falls on the day before, and a nil location panics.
func dayOf(rule *cal.Holiday, year int) (day calendar.Date, reason string) {
	switch {
	case rule.Func == nil:
		return calendar.Date{}, "no function"
	case year < 1 || year > 9999:
		return calendar.Date{}, ""
	case is(rule.Func, cal.CalcEasterOffset):
		day = easter(year, rule.Julian).AddDays(rule.Offset)
	case is(rule.Func, cal.CalcDayOfMonth):
		if day, reason = dayOfMonth(year, rule.Month, rule.Day); reason != "" {
			return day, reason
		}
	case is(rule.Func, cal.CalcWeekdayFrom):
		if day, reason = dayOfMonth(year, rule.Month, rule.Day); reason != "" {
			return day, reason
		}
		if day, reason = nthWeekday(day, rule.Weekday, rule.Offset); reason != "" {
			return day, reason
		}
	case is(rule.Func, cal.CalcWeekdayOffset):
		if day, reason = dayOfMonth(year, rule.Month, 1); reason != "" {
			return day, reason
		}
		if rule.Offset < 0 { // from the month's last day backwards
			day = day.AddMonths(1).AddDays(-1)
		}
		if day, reason = nthWeekday(day, rule.Weekday, rule.Offset); reason != "" {
			return day, reason
		}
	default:
		t, reason := call(rule, year)
		if reason != "" || t.IsZero() {
			return calendar.Date{}, reason
		}
		// Such functions return a midnight, or 23:00 of the day before where
		// that midnight is missing, or noon. Six hours on, all three are
		// on the day that is meant.
		day = calendar.DateIn(t.Add(6*time.Hour), t.Location())
	}
	return day.AddDays(rule.CalcOffset), ""
}

// is reports whether f is the given calculator, which is a plain function.
func is(f, calculator cal.HolidayFn) bool {
	return reflect.ValueOf(f).Pointer() == reflect.ValueOf(calculator).Pointer()
}

// dayOfMonth returns a day of a year. In common years 29 February is 1 March,
// as in package cal. A day that no year has was surely not meant.
func dayOfMonth(year int, month time.Month, day int) (calendar.Date, string) {
	const leapYear = 4
	if _, err := calendar.NewDate(leapYear, month, day); err != nil {
		return calendar.Date{}, "no such day in any year"
	}
	first, _ := calendar.NewDate(year, month, 1)
	return first.AddDays(day - 1), ""
}

// nthWeekday returns the n-th given weekday on or after a day, or with a
// negative n on or before it.
func nthWeekday(from calendar.Date, weekday time.Weekday, n int) (calendar.Date, string) {
	const limit = 60 // a year has at most 53
	if weekday < time.Sunday || weekday > time.Saturday {
		return calendar.Date{}, "no such weekday"
	}
	if n == 0 || n < -limit || n > limit {
		return calendar.Date{}, "offset must be from 1 to 60 or from -60 to -1"
	}
	if n > 0 {
		ahead := (int(weekday-from.Weekday()) + 7) % 7
		return from.AddDays(ahead + 7*(n-1)), ""
	}
	back := (int(from.Weekday()-weekday) + 7) % 7
	return from.AddDays(-back + 7*(n+1)), ""
}

// easter returns Easter Sunday as a Gregorian date, by the reckoning of the
// western churches or, if julian, of the eastern ones.
func easter(year int, julian bool) calendar.Date {
	// The moon repeats every 19 years; golden is the year's place in that
	// cycle. The paschal full moon is moon days after 21 March.
	golden := year % 19
	if julian {
		moon := (19*golden + 15) % 30
		// Julian and Gregorian dates drift apart by three days in four
		// centuries. Package cal always uses 13, right from 1900 to 2099.
		drift := year/100 - year/400 - 2
		return sundayAfter(march21(year).AddDays(moon + drift))
	}
	century := year / 100
	solar := century - century/4   // leap days that the Gregorian reform drops
	lunar := (8*century + 13) / 25 // its correction of the moon's cycle
	moon := (19*golden + 15 + solar - lunar) % 30
	// The lunar month has 29.5 days: the last places of the table move up.
	if moon == 29 || moon == 28 && golden > 10 {
		moon--
	}
	return sundayAfter(march21(year).AddDays(moon))
}

func march21(year int) calendar.Date {
	d, _ := calendar.NewDate(year, time.March, 21)
	return d
}

// sundayAfter returns the first Sunday strictly after a day.
func sundayAfter(d calendar.Date) calendar.Date { return d.AddDays(7 - int(d.Weekday())) }

package holidays

import (
	"time"

	"github.com/rickar/cal/v2"
)

// fixed returns a rule for the same day of every year.
func fixed(name string, month time.Month, day int) *cal.Holiday {
	return &cal.Holiday{Name: name, Month: month, Day: day, Func: cal.CalcDayOfMonth}
}

// once returns a rule for a single day.
func once(name string, year int, month time.Month, day int) *cal.Holiday {
	rule := fixed(name, month, day)
	rule.StartYear, rule.EndYear = year, year
	return rule
}

// nthMonday returns a rule for the n-th Monday of a month, or with -1 for its last.
func nthMonday(name string, n int, month time.Month) *cal.Holiday {
	return &cal.Holiday{Name: name, Month: month, Weekday: time.Monday, Offset: n, Func: cal.CalcWeekdayOffset}
}

// easterOffset returns a rule for n days after Easter Sunday, or before it if n
// is negative.
func easterOffset(name string, n int) *cal.Holiday {
	return &cal.Holiday{Name: name, Offset: n, Func: cal.CalcEasterOffset}
}

// named returns a copy of a rule under another name.
func named(rule *cal.Holiday, name string) *cal.Holiday {
	return rule.Clone(&cal.Holiday{Name: name})
}

// from returns a copy of a rule that holds from a year on.
func from(rule *cal.Holiday, year int) *cal.Holiday {
	return rule.Clone(&cal.Holiday{StartYear: year})
}

// until returns a copy of a rule that holds up to a year, and in that year.
func until(rule *cal.Holiday, year int) *cal.Holiday {
	return rule.Clone(&cal.Holiday{EndYear: year})
}

// except returns a copy of a rule that does not hold in some more years.
func except(rule *cal.Holiday, years ...int) *cal.Holiday {
	return rule.Clone(&cal.Holiday{Except: append(years, rule.Except...)})
}

// observed returns a copy of a rule with these substitutions and no others.
func observed(rule *cal.Holiday, alts ...cal.AltDay) *cal.Holiday {
	rule = rule.Clone(nil)
	rule.Observed = alts // Clone would keep the rule's own if there are none
	return rule
}

func onSaturday(offset int) cal.AltDay { return cal.AltDay{Day: time.Saturday, Offset: offset} }
func onSunday(offset int) cal.AltDay   { return cal.AltDay{Day: time.Sunday, Offset: offset} }

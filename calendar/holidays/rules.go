package holidays

import (
	"fmt"
	"slices"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rickar/cal/v2"
)

// FromRules builds a calendar from rules of package cal, by their meaning
// there: StartYear, EndYear, Except, CalcOffset and Observed apply, Type and
// Description do not. The holidays listed in the spec are added, and give
// their name to a date that has several.
//
// The rules are not changed and not kept. They are evaluated without regard to
// cal.DefaultLoc, so that the same rules give the same days whatever that
// variable holds; a Func of the host's own is called, and the day of the time
// that it returns is taken as that time's location shows it.
//
// A holiday that is observed on another day closes that day. On its own day it
// closes nothing, unless the week does not work on it anyway; then it is
// kept as a holiday there, for the sake of [calendar.Calendar.WithWeek]: when
// Christmas falls on a Saturday and the bank closes on Monday, a six-day week
// rests on both.
//
// The error is one of [calendar.New], or a [RuleError] if a rule is nil, has no
// Func, has a Func that panics, or names a day that no year has. A Func that
// never returns cannot be stopped.
func FromRules(spec calendar.Spec, rules []*cal.Holiday) (*calendar.Calendar, error) {
	return evaluate(spec, rules, func(name string) (string, string) { return name, "" })
}

// evaluate is FromRules; called says what a rule's holiday is called in English
// and in another language.
func evaluate(spec calendar.Spec, rules []*cal.Holiday, called func(string) (name, local string)) (*calendar.Calendar, error) {
	// Without the rules the spec must already stand: its years are looped over.
	base, err := calendar.New(spec)
	if err != nil {
		return nil, err
	}
	days := slices.Clone(spec.Holidays)
	add := func(day calendar.Date, name, local string) {
		if y := day.Year(); y >= spec.FirstYear && y <= spec.LastYear {
			days = append(days, calendar.Holiday{Date: day, Name: name, Local: local})
		}
	}
	for i, rule := range rules {
		if rule == nil {
			return nil, &RuleError{Index: i, Reason: "nil"}
		}
		name, local := called(rule.Name)
		// A holiday of the year before or after may be observed in this one:
		// 1 January on 31 December.
		for year := spec.FirstYear - 1; year <= spec.LastYear+1; year++ {
			if !holds(rule, year) {
				continue
			}
			day, reason := dayOf(rule, year)
			if reason != "" {
				return nil, &RuleError{Index: i, Name: cut(rule.Name), Year: year, Reason: reason}
			}
			if !day.IsValid() {
				continue
			}
			observed := day.AddDays(observedOffset(rule, day))
			if observed == day {
				add(day, name, local)
				continue
			}
			add(observed, name+" (observed)", local)
			if !base.WeekOn(day).Works(day.Weekday()) {
				add(day, name, local)
			}
		}
	}
	spec.Holidays = days
	return calendar.New(spec)
}

// holds reports whether a rule applies in a year.
func holds(rule *cal.Holiday, year int) bool {
	return (rule.StartYear <= 0 || year >= rule.StartYear) &&
		(rule.EndYear <= 0 || year <= rule.EndYear) &&
		!slices.Contains(rule.Except, year)
}

// observedOffset returns by how many days the first matching substitution
// moves a holiday.
func observedOffset(rule *cal.Holiday, day calendar.Date) int {
	for _, alt := range rule.Observed {
		if alt.Day == day.Weekday() {
			return alt.Offset
		}
	}
	return 0
}

// call runs a rule's own function. The rule is passed as a copy, so that the
// function cannot change it for others.
func call(rule *cal.Holiday, year int) (t time.Time, reason string) {
	defer func() {
		if v := recover(); v != nil {
			t, reason = time.Time{}, cut(fmt.Sprintf("function panics: %v", v))
		}
	}()
	return rule.Func(rule.Clone(nil), year), ""
}

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/rickar/cal/v2"
)

// The years whose days are always named: those that one still computes with.
const (
	firstNamed = 2026
	lastNamed  = 2035
)

// A verified is a calendar on which independent sources agree.
type verified struct {
	Years    [2]int   // the first and the last, both included
	Holidays []string // the closed days from Monday to Friday, as 2006-01-02
}

// readOracle returns the verified calendars by id.
func readOracle(file string) (map[string]verified, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var o map[string]verified
	if err := json.Unmarshal(data, &o); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return o, nil
}

// A difference is a weekday on which package cal is not what was verified.
type difference struct {
	day    time.Time
	closed bool   // in package cal, and open in fact; or the reverse
	name   string // what package cal calls the day, often ""
}

func (d difference) String() string {
	kind := "missed"
	if d.closed {
		kind = "false"
	}
	s := d.day.Format("2006-01-02 Mon ") + kind
	if d.name != "" {
		s += ", " + d.name
	}
	return s
}

// differences compares rules of package cal with v by package cal's own
// meaning: whether noon in UTC belongs to a workday, in a week from Monday to
// Friday.
func (v verified) differences(rules []*cal.Holiday) ([]difference, error) {
	theirs := newRickar(rules)
	closed := make(map[string]bool, len(v.Holidays))
	for _, day := range v.Holidays {
		closed[day] = true
	}
	var found []difference
	for t := noon(v.Years[0], time.January, 1); t.Year() <= v.Years[1]; t = t.AddDate(0, 0, 1) {
		if t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
			continue
		}
		day := t.Format(time.DateOnly)
		want := closed[day]
		delete(closed, day)
		if got := !theirs.IsWorkday(t); got != want {
			// A missed day has a name when package cal observes it elsewhere.
			d := difference{day: t, closed: got}
			if _, _, h := theirs.IsHoliday(t); h != nil {
				d.name = h.Name
			}
			found = append(found, d)
		}
	}
	// A day that was never asked about would count as a match.
	for _, day := range slices.Sorted(maps.Keys(closed)) {
		return nil, fmt.Errorf("holiday %q is not a weekday of %d to %d", day, v.Years[0], v.Years[1])
	}
	return found, nil
}

// newRickar returns a business calendar of package cal, which works from Monday
// to Friday.
func newRickar(rules []*cal.Holiday) *cal.BusinessCalendar {
	c := cal.NewBusinessCalendar()
	c.AddHoliday(rules...)
	return c
}

func noon(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 12, 0, 0, 0, time.UTC)
}

// report writes a paragraph for each calendar, in the order of their ids, and
// the total as the last line. The same input gives the same bytes.
func report(w io.Writer, o map[string]verified, all bool) error {
	fmt.Fprintln(w, "Where github.com/rickar/cal/v2 differs from the verified calendars, Monday to Friday.")
	fmt.Fprintln(w, "A false day is closed there and open in the verified calendar, a missed one the reverse.")
	if all {
		fmt.Fprintln(w, "All days are named.")
	} else {
		fmt.Fprintf(w, "All days are counted, those from %d to %d named.\n", firstNamed, lastNamed)
	}
	exact, current := 0, 0
	for _, id := range slices.Sorted(maps.Keys(o)) {
		v := o[id]
		l, ok := lists[id]
		if !ok {
			return fmt.Errorf("no list to compare %s with", id)
		}
		found, err := v.differences(l.rules)
		if err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		fmt.Fprintf(w, "\n%s, %d to %d: %s", id, v.Years[0], v.Years[1], l.name)
		if l.note != "" {
			fmt.Fprintf(w, " (%s)", l.note)
		}
		if len(found) == 0 {
			exact++
			fmt.Fprint(w, "\n  exact\n")
			continue
		}
		closed, named := 0, 0
		for _, d := range found {
			if d.closed {
				closed++
			}
			if d.isCurrent() {
				named++
			}
		}
		if named > 0 {
			current++
		}
		fmt.Fprintf(w, "\n  %d false, %d missed; %d of these from %d to %d\n", closed, len(found)-closed, named, firstNamed, lastNamed)
		for _, d := range found {
			if all || d.isCurrent() {
				fmt.Fprintf(w, "  %v\n", d)
			}
		}
	}
	fmt.Fprintf(w, "\n%d of %d differ from %d to %d, %d in other years only.\n", current, len(o), firstNamed, lastNamed, len(o)-exact-current)
	_, err := fmt.Fprintf(w, "%d of %d match exactly.\n", exact, len(o))
	return err
}

func (d difference) isCurrent() bool {
	return d.day.Year() >= firstNamed && d.day.Year() <= lastNamed
}

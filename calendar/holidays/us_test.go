package holidays

import (
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
)

func mustLookup(t *testing.T, id string) *calendar.Calendar {
	t.Helper()
	c, err := Lookup(id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// US-LEGAL has no list of its own to be compared with, but the days of US, which
// has one, must be those of US-LEGAL: moved from Saturday to Friday by 5 U.S.C.
// 6103(b), from Sunday to Monday by Executive Order 11582, and no others.
func TestLegalHolidaysMovedAreTheFederalOnes(t *testing.T) {
	legal, federal := mustLookup(t, "US-LEGAL"), mustLookup(t, "US")
	moved := make(map[calendar.Date]string)
	for d := legal.First(); !d.After(legal.Last()); d = d.AddDays(1) {
		h, ok := legal.HolidayOn(d)
		if !ok {
			continue
		}
		switch d.Weekday() {
		case time.Saturday:
			moved[d.AddDays(-1)] = h.Name + " (observed)"
		case time.Sunday:
			moved[d.AddDays(1)] = h.Name + " (observed)"
		default:
			moved[d] = h.Name
		}
	}
	// New Year's Day 2051 is a Sunday: nothing moves into the last year.
	for d := federal.First(); !d.After(federal.Last()); d = d.AddDays(1) {
		if !calendar.MonFri.Works(d.Weekday()) {
			continue
		}
		if h, _ := federal.HolidayOn(d); h.Name != moved[d] {
			t.Errorf("%v: %q in US, %q from US-LEGAL", d, h.Name, moved[d])
		}
	}
}

// The cooling-off period and the right of rescission count the observed day and
// leave out the Saturday itself.
func TestLegalHolidaysHaveNoSubstitutes(t *testing.T) {
	legal := mustLookup(t, "US-LEGAL")
	for day, want := range map[string]bool{
		"2026-07-03": true,  // Friday
		"2026-07-04": false, // Saturday, Independence Day
		"2026-07-05": false, // Sunday
		"2026-07-06": true,
		"2027-07-04": false, // Sunday, Independence Day
		"2027-07-05": true,  // Monday
		"2021-06-18": true,  // Friday
		"2021-06-19": false, // Saturday, the first Juneteenth
		"2020-06-19": true,  // not a holiday yet
		"2027-12-31": true,  // Friday
		"2028-01-01": false, // Saturday, New Year's Day
	} {
		if open, err := legal.IsBusinessDay(date(day)); err != nil || open != want {
			t.Errorf("%s: open is %v (%v), want %v", day, open, err, want)
		}
	}
}

// A New Year's Day on Saturday is never kept in December, the others are on
// Friday.
func TestExchangeTradesOnTheLastDayOfTheYear(t *testing.T) {
	nyse := mustLookup(t, "US-NYSE")
	for day, want := range map[string]bool{
		"2021-12-24": false,
		"2021-12-31": true,
		"2022-01-03": true,
		"2022-12-30": true,
		"2023-01-02": false, // for a Sunday
	} {
		if open, err := nyse.IsBusinessDay(date(day)); err != nil || open != want {
			t.Errorf("%s: open is %v (%v), want %v", day, open, err, want)
		}
	}
}

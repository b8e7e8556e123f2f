package holidays_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ie"
)

// French law and the settlement of euros keep different days.
func ExampleLookup() {
	good, bastille := calendar.MustParseDate("2020-04-10"), calendar.MustParseDate("2020-07-14")
	for _, id := range []string{"FR", "FR-AM", "TARGET"} {
		c, err := holidays.Lookup(id)
		if err != nil {
			fmt.Println(err)
			return
		}
		onGoodFriday, _ := c.IsBusinessDay(good)
		on14July, _ := c.IsBusinessDay(bastille)
		fmt.Println(id, onGoodFriday, on14July)
	}
	// Output:
	// FR true false
	// FR-AM false false
	// TARGET false true
}

// A refund from Europe to America needs both systems open.
func ExampleLookup_joint() {
	c, err := holidays.Lookup("TARGET+US-FED")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.ID(), c.First(), c.Last())
	fmt.Println(c.NthAfter(calendar.MustParseDate("2026-07-02"), 3))
	// Output:
	// TARGET+US-FED 2002-01-01 2050-12-31
	// 2026-07-07 <nil>
}

// An unknown id is an error, never an empty calendar.
func ExampleUnknownError() {
	_, err := holidays.Lookup("fr-am")
	fmt.Println(err)
	_, err = holidays.Lookup("XX")
	fmt.Println(err, errors.Is(err, holidays.ErrUnknown))
	// Output:
	// holidays: unknown calendar "fr-am": want "FR-AM"?
	// holidays: unknown calendar "XX": holidays.All lists those there are true
}

// What there is can be listed without building it.
func ExampleAll() {
	for info := range holidays.All() {
		if info.Kind != holidays.Public {
			fmt.Println(info.ID, info.Kind, info.FirstYear, info.LastYear, info.Name)
		}
	}
	// Output:
	// GB-ENG bank 1990 2050 England and Wales: bank holidays
	// GB-NIR bank 2013 2050 Northern Ireland: bank holidays
	// GB-SCT bank 2013 2050 Scotland: bank holidays
	// GB-WLS bank 2013 2050 Wales: bank holidays
	// SE-BANK bank 2005 2050 Sweden: bank days
	// TARGET bank 2002 2050 TARGET: euro settlement
	// US-FED bank 1990 2050 United States: Federal Reserve Banks
	// US-NYSE exchange 1990 2050 New York Stock Exchange
}

// Any rules of package cal make a calendar, here those of Ireland and a day of
// one's own.
func ExampleFromRules() {
	founded := &cal.Holiday{
		Name:  "Founder's Day",
		Month: time.September,
		Day:   1,
		Func:  cal.CalcDayOfMonth,
	}
	c, err := holidays.FromRules(calendar.Spec{
		ID:        "DUBLIN",
		FirstYear: 2024,
		LastYear:  2030,
		Week:      calendar.MonFri,
	}, append([]*cal.Holiday{founded}, ie.Holidays...))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.HolidayOn(calendar.MustParseDate("2026-03-17")))
	fmt.Println(c.NthAfter(calendar.MustParseDate("2026-08-28"), 2))
	// Output:
	// Tue 17 Mar 2026: Saint Patrick's Day true
	// 2026-09-02 <nil>
}

package holidays

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ie"
)

// ieRules are the public holidays of the Organisation of Working Time Act 1997,
// second schedule. One that falls on a weekend stays there by law, though banks
// and most employers give the next Monday.
func ieRules() []*cal.Holiday {
	return []*cal.Holiday{
		ie.NewYear,
		// Both days were added by the regulations of 2022, S.I. 50 of 2022.
		{Name: "Saint Brigid's Day", StartYear: 2023, Func: saintBrigid},
		once("Day of Remembrance and Recognition", 2022, time.March, 18),
		ie.SaintPatrickDay,
		ie.EasterMonday,
		ie.FirstMondayMay,
		ie.FirstMondayJune,
		ie.FirstMondayAugust,
		ie.LastMondayInOctober,
		ie.ChristmasDay,
		ie.SaintStephenDay,
	}
}

// saintBrigid returns 1 February if that is a Friday, or else the first Monday
// in February. Package cal computes the same through cal.DefaultLoc.
func saintBrigid(_ *cal.Holiday, year int) time.Time {
	first := time.Date(year, time.February, 1, 0, 0, 0, 0, time.UTC)
	if first.Weekday() == time.Friday {
		return first
	}
	return first.AddDate(0, 0, (8-int(first.Weekday()))%7)
}

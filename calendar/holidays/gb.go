package holidays

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/gb"
)

// gbEngRules are the bank holidays of England and Wales: those of the Banking
// and Financial Dealings Act 1971, schedule 1, Good Friday and Christmas Day
// by common law, and the days that royal proclamations under section 1 move
// (subsection 2) or add (subsection 3).
func gbEngRules() []*cal.Holiday {
	return append(gbRules(),
		gb.NewYear,
		gb.EasterMonday,
		gb.SummerHoliday,
	)
}

// gbNIRRules adds the two days of Northern Ireland: 17 March by the Act's
// schedule 1, paragraph 3, and 12 July, which is appointed for each year. Both
// go to the Monday after a weekend.
func gbNIRRules() []*cal.Holiday {
	return append(gbEngRules(),
		observed(fixed("Saint Patrick's Day", time.March, 17), onSaturday(2), onSunday(1)),
		observed(fixed("Battle of the Boyne", time.July, 12), onSaturday(2), onSunday(1)),
	)
}

// gbSctRules are the bank holidays of Scotland, by the Act's schedule 1,
// paragraph 2, and by proclamation. Easter Monday is none.
func gbSctRules() []*cal.Holiday {
	return append(gbRules(),
		// The schedule moves both days from a Sunday to 3 January, and
		// proclamations move what then is left on a Saturday.
		observed(gb.NewYear, onSaturday(3), onSunday(2)),
		observed(fixed("2nd January", time.January, 2), onSaturday(2), onSunday(1)),
		gb.SummerHolidayScotland,
		// St Andrew's Day Bank Holiday (Scotland) Act 2007, section 1.
		observed(from(fixed("Saint Andrew's Day", time.November, 30), 2007), onSaturday(2), onSunday(1)),
		// Proclaimed in February 2026 as an additional day.
		once("Scotland at the FIFA World Cup", 2026, time.June, 15),
	)
}

// gbRules are the days that are the same in the whole United Kingdom. Package
// cal has the proclamations of 2020, 2022 and 2023; the others are added.
func gbRules() []*cal.Holiday {
	return []*cal.Holiday{
		gb.GoodFriday,
		except(named(gb.EarlyMay, "Early May Bank Holiday"), 1995),
		gb.VEDay,
		gb.CoronationDay,
		except(gb.SpringHoliday, 2002, 2012),
		gb.SpringHoliday2022,
		gb.PlatinumJubilee,
		// Schedule 1 adds 27 December, and proclamations 28, so that a 26th that
		// is a Monday is Boxing Day itself.
		observed(gb.ChristmasDay, onSaturday(2), onSunday(2)),
		observed(gb.BoxingDay, onSaturday(2), onSunday(2)),

		// Proclaimed in place of 1 May, for fifty years of peace in Europe.
		once("VE Day", 1995, time.May, 8),
		// Proclaimed as an additional day, for the turn of the millennium.
		once("Millennium Eve", 1999, time.December, 31),
		// Proclaimed: the Golden Jubilee, and next to it the spring holiday
		// in place of 27 May.
		once("Golden Jubilee", 2002, time.June, 3),
		once("Spring Bank Holiday", 2002, time.June, 4),
		// Proclaimed as an additional day.
		once("Wedding of Prince William and Catherine Middleton", 2011, time.April, 29),
		// Proclaimed: the spring holiday in place of 28 May, and next to it
		// the Diamond Jubilee.
		once("Spring Bank Holiday", 2012, time.June, 4),
		once("Diamond Jubilee", 2012, time.June, 5),
		// Proclaimed in September 2022 as an additional day.
		once("State Funeral of Queen Elizabeth II", 2022, time.September, 19),
	}
}

package holidays

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/gb"
)

// gbEngRules are the bank holidays of England and Wales: those of the Banking
// and Financial Dealings Act 1971, schedule 1, Good Friday and Christmas Day
// by common law, and the days that royal proclamations under section 1 move
// (subsection 2) or add (subsection 3). Package cal has the proclamations of
// 2020, 2022 and 2023; those below are added.
func gbEngRules() []*cal.Holiday {
	return []*cal.Holiday{
		gb.NewYear,
		gb.GoodFriday,
		gb.EasterMonday,
		except(gb.EarlyMay, 1995),
		gb.VEDay,
		gb.CoronationDay,
		except(gb.SpringHoliday, 2002, 2012),
		gb.SpringHoliday2022,
		gb.PlatinumJubilee,
		gb.SummerHoliday,
		gb.ChristmasDay,
		gb.BoxingDay,

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

// except returns a copy of a rule that does not hold in some more years.
func except(rule *cal.Holiday, years ...int) *cal.Holiday {
	return rule.Clone(&cal.Holiday{Except: append(years, rule.Except...)})
}

// once returns a rule for a single day.
func once(name string, year int, month time.Month, day int) *cal.Holiday {
	return &cal.Holiday{
		Name:      name,
		Type:      cal.ObservanceBank,
		StartYear: year,
		EndYear:   year,
		Month:     month,
		Day:       day,
		Func:      cal.CalcDayOfMonth,
	}
}

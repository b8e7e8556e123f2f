package holidays

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/jp"
)

// jpRules are the holidays of the Act on National Holidays (Act No. 178 of
// 1948), articles 2 and 3, with its amendments:
//
//   - No. 103 of 1985: the day between two holidays is one too, article 3(3);
//   - No. 5 of 1989: the Emperor's birthday, and 29 April stays as Greenery Day;
//   - No. 22 of 1995: Marine Day, from 1996;
//   - No. 141 of 1998 and No. 59 of 2001: two days go to Mondays from 2000, and
//     two more from 2003;
//   - No. 43 of 2005, from 2007: 29 April is Showa Day, 4 May is Greenery Day,
//     and a Sunday's substitute is the next day that is no holiday;
//   - No. 43 of 2014: Mountain Day, from 2016;
//   - No. 57 of 2018: Sports Day gets its name, from 2020.
//
// By article 3(2) a holiday on a Sunday closes the Monday. Where the Monday is a
// holiday already, which can happen in May only, the substitutions below
// say which day it is. Package cal has the law of today for all years.
func jpRules() []*cal.Holiday {
	sunday := func(rule *cal.Holiday) *cal.Holiday { return observed(rule, onSunday(1)) }
	rules := []*cal.Holiday{
		jp.NewYear,
		until(sunday(fixed("Coming of Age Day", time.January, 15)), 1999),
		from(jp.ComingOfAgeDay, 2000),
		jp.NationalFoundationDay,
		// No Emperor's birthday in 2019: the law on the abdication (Act No. 63
		// of 2017) took effect between the two dates.
		until(sunday(fixed("The Emperor's Birthday", time.December, 23)), 2018),
		from(sunday(fixed("The Emperor's Birthday", time.February, 23)), 2020),
		sunday(&cal.Holiday{Name: "Vernal Equinox Day", Func: jpVernalEquinox}),
		until(sunday(fixed("Greenery Day", time.April, 29)), 2006),
		from(jp.ShowaDay, 2007),
		until(sunday(fixed("Constitution Memorial Day", time.May, 3)), 2006),
		from(jp.ConstitutionMemorialDay, 2007), // a Sunday's substitute is 6 May
		// Between two holidays by article 3(3), which left out Sundays then. On
		// a Monday it is the substitute of 3 May.
		except(until(fixed("Citizens' Holiday", time.May, 4), 2006), 1997, 2003),
		from(jp.GreeneryDay, 2007), // a Sunday's substitute is 6 May
		jp.ChildrensDay,
		until(from(sunday(fixed("Marine Day", time.July, 20)), 1996), 2002),
		except(from(nthMonday("Marine Day", 3, time.July), 2003), 2020, 2021),
		except(from(sunday(fixed("Mountain Day", time.August, 11)), 2016), 2020, 2021),
		until(sunday(fixed("Respect for the Aged Day", time.September, 15)), 2002),
		from(jp.RespectForTheAgedDay, 2003),
		from(&cal.Holiday{Name: "Citizens' Holiday", Func: jpBeforeAutumnalEquinox}, 2003),
		sunday(&cal.Holiday{Name: "Autumnal Equinox Day", Func: jpAutumnalEquinox}),
		until(sunday(fixed("Health and Sports Day", time.October, 10)), 1999),
		until(from(nthMonday("Health and Sports Day", 2, time.October), 2000), 2019),
		except(from(nthMonday("Sports Day", 2, time.October), 2020), 2020, 2021),
		jp.CultureDay,
		jp.LaborThanksgivingDay,
	}
	return append(rules,
		// An act of 1990 for this day.
		once("Enthronement Ceremony", 1990, time.November, 12),
		// An act of 30 April 1993 for this day.
		once("Wedding of Crown Prince Naruhito", 1993, time.June, 9),
		// Act No. 99 of 2018: two days, which also make two between holidays.
		once("Citizens' Holiday", 2019, time.April, 30),
		once("Enthronement Day", 2019, time.May, 1),
		once("Citizens' Holiday", 2019, time.May, 2),
		once("Enthronement Ceremony", 2019, time.October, 22),
		// The Act on Special Measures for the Tokyo Games (Act No. 33 of 2015),
		// article 32, as amended in 2018 for 2020 and in 2020 for 2021.
		once("Marine Day", 2020, time.July, 23),
		once("Sports Day", 2020, time.July, 24),
		once("Mountain Day", 2020, time.August, 10),
		once("Marine Day", 2021, time.July, 22),
		once("Sports Day", 2021, time.July, 23),
		sunday(once("Mountain Day", 2021, time.August, 8)),
	)
}

func jpVernalEquinox(_ *cal.Holiday, year int) time.Time {
	return jpEquinox(year, time.March, 20_843_100)
}

func jpAutumnalEquinox(_ *cal.Holiday, year int) time.Time {
	return jpEquinox(year, time.September, 23_248_800)
}

// jpBeforeAutumnalEquinox is the day between Respect for the Aged Day, the third
// Monday of September, and the equinox, if there is just one: article 3(3).
func jpBeforeAutumnalEquinox(h *cal.Holiday, year int) time.Time {
	equinox := jpAutumnalEquinox(h, year)
	const lastThirdMonday = 21
	if equinox.Weekday() != time.Wednesday || equinox.Day()-2 > lastThirdMonday {
		return time.Time{}
	}
	return equinox.AddDate(0, 0, -1)
}

// jpEquinox returns the day of an equinox in Japan by the usual approximation,
// printed in Shin Koyomi Benricho (Koseisha Koseikaku, 1991) with constants for
// 1980 to 2099. In 1980 the equinox was that many millionths of a day after
// the month's day 0; it comes 0.242194 days later each year, and one day
// earlier by each leap day. The true day is gazetted in February of the year before.
func jpEquinox(year int, month time.Month, millionths int) time.Time {
	if year < 1980 || year > 2099 {
		return time.Time{}
	}
	years := year - 1980
	day := (millionths+242_194*years)/1_000_000 - years/4
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

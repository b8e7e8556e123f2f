package holidays

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/au"
)

// auNTRules are the holidays of the whole Northern Territory: those of its
// Public Holidays Act 1981 and those declared under it. The show days of single
// towns are left out, and so are the evenings of 24 and 31 December. Only Monday
// to Friday is verified: sources disagree on whether a holiday that goes from
// Saturday to Monday is kept on both.
func auNTRules() []*cal.Holiday {
	return append(auRules(),
		au.EasterSaturday,
		au.AnzacDayNtQldSa,
		named(au.LabourDayNtQld, "May Day"),
		until(au.QueensBirthday, 2022),
		// The second Monday of June kept its place when the King succeeded.
		au.QueensBirthday.Clone(&cal.Holiday{Name: "King's Birthday", StartYear: 2023}),
		au.PicnicDay,
	)
}

// auWARules are the holidays of Western Australia, by its Public and Bank
// Holidays Act 1972. The Sovereign's birthday has no rule there: it is proclaimed
// for each year, so that beyond the proclaimed years it is a prediction.
func auWARules() []*cal.Holiday {
	return append(auRules(),
		au.LabourDayWa,
		au.AnzacDayActWa,
		au.WesternAustraliaDay,
		until(au.QueensBirthdayWa, 2021),
		except(from(nthMonday("King's Birthday", -1, time.September), 2022), 2024),
		// Proclaimed for the fourth of five Mondays.
		once("King's Birthday", 2024, time.September, 23),
	)
}

// auRules are the holidays that both have.
func auRules() []*cal.Holiday {
	return []*cal.Holiday{
		au.NewYear,
		{Name: au.AustraliaDay.Name, Func: auAustraliaDay},
		au.GoodFriday,
		from(au.EasterSunday, 2022), // declared in the one, by amendment in the other
		au.EasterMonday,
		// Declared in all of Australia for the death of Queen Elizabeth II.
		au.MourningDay2022,
		au.ChristmasDay,
		au.BoxingDay,
	}
}

// auAustraliaDay is 26 January or, when that is at a weekend, the Monday after
// it. Both Acts name that Monday instead of the day and not besides it: such a
// Saturday is no holiday. Package cal keeps both days, as is right for the others.
func auAustraliaDay(_ *cal.Holiday, year int) time.Time {
	day := time.Date(year, time.January, 26, 0, 0, 0, 0, time.UTC)
	switch day.Weekday() {
	case time.Saturday:
		return day.AddDate(0, 0, 2)
	case time.Sunday:
		return day.AddDate(0, 0, 1)
	}
	return day
}

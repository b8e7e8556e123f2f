package holidays

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/nz"
)

// nzRules are the public holidays of the Holidays Act 2003, section 44, without
// the anniversary days of the provinces, as a week from Monday to Friday has them:
// the days about Christmas and New Year go from a Saturday to the Monday
// and from a Sunday to the Tuesday, section 45.
func nzRules() []*cal.Holiday {
	rules := []*cal.Holiday{
		observed(nz.NewYear, onSaturday(2), onSunday(2)),
		observed(nz.DayAfterNewYear, onSaturday(2), onSunday(2)),
		// Moved from a weekend to the Monday since the Holidays (Full Recognition
		// of Waitangi Day and ANZAC Day) Amendment Act 2013; not so before.
		until(observed(nz.WaitangiDay), 2013),
		from(nz.WaitangiDay, 2014),
		nz.GoodFriday,
		nz.EasterMonday,
		until(observed(nz.AnzacDay), 2013),
		from(nz.AnzacDay, 2014),
		until(nz.QueensBirthday, 2022),
		nz.QueensBirthday.Clone(&cal.Holiday{Name: "King's Birthday", StartYear: 2023}),
		// Queen Elizabeth II Memorial Day Act 2022.
		once("Queen Elizabeth II Memorial Day", 2022, time.September, 26),
		nz.LabourDay,
		observed(nz.ChristmasDay, onSaturday(2), onSunday(2)),
		observed(nz.BoxingDay, onSaturday(2), onSunday(2)),
	}
	for i, day := range matariki {
		rules = append(rules, once("Matariki", firstMatariki+i, day.month, day.day))
	}
	return rules
}

const firstMatariki = 2022

// matariki lists the Fridays of the schedule to Te Kāhui o Matariki Public
// Holiday Act 2022, one a year: the Act has no rule for them. The schedule goes
// beyond the table's years and is given whole.
var matariki = [...]struct {
	month time.Month
	day   int
}{
	{time.June, 24}, {time.July, 14}, {time.June, 28}, {time.June, 20}, {time.July, 10}, // 2022
	{time.June, 25}, {time.July, 14}, {time.July, 6}, {time.June, 21}, {time.July, 11}, // 2027
	{time.July, 2}, {time.June, 24}, {time.July, 7}, {time.June, 29}, {time.July, 18}, // 2032
	{time.July, 10}, {time.June, 25}, {time.July, 15}, {time.July, 6}, {time.July, 19}, // 2037
	{time.July, 11}, {time.July, 3}, {time.June, 24}, {time.July, 7}, {time.June, 29}, // 2042
	{time.July, 19}, {time.July, 3}, {time.June, 25}, {time.July, 15}, {time.June, 30}, // 2047
	{time.June, 21}, // 2052
}

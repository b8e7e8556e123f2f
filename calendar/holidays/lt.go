package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/lt"
)

// ltRules are the holidays of the Labour Code of 2016, article 123, and before
// July 2017 of that of 2002, article 162,
// without those that are always Sundays.
//
// Christmas Eve became one of them in 2011, by reports of the time; the amending
// act was not read. The sources of the table have it from 2003 on, and so does
// the table: see the package comment on doubtful days.
func ltRules() []*cal.Holiday {
	return []*cal.Holiday{
		lt.NewYear,
		lt.StateRestorationDay,
		lt.IndependenceDay,
		lt.EasterMonday,
		lt.LabourDay,
		lt.SaintJohnsEve,
		lt.StatehoodDay,
		lt.AssumptionDay,
		lt.AllSaintsDay,
		// Added by an amendment of August 2019.
		from(lt.AllSoulsDay, 2020),
		lt.ChristmasEve,
		lt.ChristmasDayOne,
		lt.ChristmasDayTwo,
	}
}

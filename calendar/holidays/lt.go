package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/lt"
)

// ltRules are the holidays of the Labour Code of 2016, article 123, and before
// July 2017 of that of 2002, article 162.
//
// Christmas Eve became one of them in 2011, as the news of the time has it. The
// sources of the table project it back to 2003, and so does the table: a refund
// promised too early is worse than one day late.
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

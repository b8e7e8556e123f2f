package holidays

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/mx"
)

// mxRules are the days of rest of the Ley Federal del Trabajo, article 74. The
// law moves none from a weekend; package cal does. The decree published on 17
// January 2006 put three of them on Mondays. Election days, section IX, are Sundays.
func mxRules() []*cal.Holiday {
	rules := []*cal.Holiday{
		observed(mx.NewYear),
		until(observed(mx.ConstitutionDay), 2005),
		from(nthMonday("Constitution Day", 1, time.February), 2006),
		until(observed(mx.BenitoJuarezDay), 2006), // section III changed from 2007 on
		from(nthMonday("Benito Juárez's Birthday", 3, time.March), 2007),
		observed(mx.LabourDay),
		observed(mx.IndependenceDay),
		until(fixed("Revolution Day", time.November, 20), 2005),
		from(mx.RevolutionDay, 2006),
		observed(mx.ChristmasDay),
	}
	// Section VII: every six years a new President takes office, on 1 December
	// and, by the decree published on 30 September 2024, on 1 October.
	for year := 1994; year <= lastYear; year += 6 {
		month := time.December
		if year >= 2024 {
			month = time.October
		}
		rules = append(rules, once("Change of Federal Government", year, month, 1))
	}
	return rules
}

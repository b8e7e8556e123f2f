package holidays

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/us"
)

// usFedRules are the holidays of 5 U.S.C. 6103(a), as the Federal Reserve Banks
// keep them. Package cal has the federal government's: it rests on Friday for a
// Saturday holiday, by 5 U.S.C. 6103(b). The Banks' holiday schedule says
// otherwise: closed on Monday for a Sunday, open on Friday for a Saturday.
func usFedRules() []*cal.Holiday {
	rules := []*cal.Holiday{
		us.NewYear.Clone(nil),
		us.MlkDay.Clone(nil),
		us.PresidentsDay.Clone(nil),
		us.MemorialDay.Clone(nil),
		us.Juneteenth.Clone(nil),
		us.IndependenceDay.Clone(nil),
		us.LaborDay.Clone(nil),
		us.ColumbusDay.Clone(nil),
		us.VeteransDay.Clone(nil),
		us.ThanksgivingDay.Clone(nil),
		us.ChristmasDay.Clone(nil),
	}
	for _, rule := range rules {
		if rule.Observed != nil {
			rule.Observed = []cal.AltDay{{Day: time.Sunday, Offset: 1}}
		}
	}
	return rules
}

package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ecb"
)

// targetRules are the closing days of the euro settlement system besides
// weekends, as the Governing Council of the ECB laid them down for 2002 and
// after. None is moved when it falls on a weekend.
func targetRules() []*cal.Holiday {
	return []*cal.Holiday{
		ecb.NewYear,
		ecb.GoodFriday,
		ecb.EasterMonday,
		ecb.LabourDay,
		ecb.ChristmasDay,
		ecb.ChristmasHoliday,
	}
}

package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/cz"
)

// czRules are the state holidays and other holidays of Act 245/2000, sections 1
// and 2. Good Friday is one of them since Act 359/2015, in force in 2016, and
// the table begins there.
func czRules() []*cal.Holiday {
	return []*cal.Holiday{
		cz.NewYear,
		cz.GoodFriday,
		cz.EasterMonday,
		cz.LabourDay,
		cz.LiberationDay,
		cz.SaintsCyrilMethodius,
		cz.JanHusDay,
		cz.SaintWenceslasDay,
		cz.IndependenceDay,
		cz.FreedomDay,
		cz.ChristmasEve,
		cz.ChristmasDay,
		cz.SaintStephensDay,
	}
}

package holidays

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/lu"
)

// luRules are the holidays of the Code du travail, article L. 232-2. One that
// falls on a Sunday or on another holiday gives workers a day of leave, which
// closes nothing.
func luRules() []*cal.Holiday {
	return []*cal.Holiday{
		lu.NeitJoer,
		lu.Ouschtermeindeg,
		lu.DagVunAarbecht,
		lu.ChristiHimmelfaart,
		lu.Pengschtméindeg,
		lu.MariesHimmelfaart,
		lu.Allerhellgen,
		lu.Chreschtdag,
		lu.ZweetenDagChrëschtdag,

		// Article L. 232-2 sets the Grand Duke's birthday at 23 June. Package
		// cal has 23 July.
		fixed("Nationalfeierdag", time.June, 23),
		// Added by the law of 25 April 2019, in force from 1 January 2019.
		from(fixed("Europadag", time.May, 9), 2019),
	}
}

package holidays

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/pl"
)

// plRules are the days of the Act on Days Free from Work of 18 January 1951,
// article 1, without those that are always Sundays. Epiphany was added with effect from 2011, and the table begins
// there; Christmas Eve by the Act of 6 December 2024, from 2025.
func plRules() []*cal.Holiday {
	return []*cal.Holiday{
		pl.NewYear,
		pl.ThreeKings,
		pl.EasterMonday,
		pl.LabourDay,
		pl.ConstitutionDay,
		pl.CorpusChristi,
		pl.AssumptionBlessedVirginMary,
		pl.AllSaints,
		pl.NationalIndependenceDay,
		pl.ChristmasEve,
		pl.ChristmasDayOne,
		pl.ChristmasDayTwo,

		// The Act of 7 November 2018, for a hundred years of independence.
		once("Święto Narodowe z okazji Setnej Rocznicy Odzyskania Niepodległości", 2018, time.November, 12),
	}
}

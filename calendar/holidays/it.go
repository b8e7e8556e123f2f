package holidays

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/it"
)

// itRules are the holidays of Act 260 of 27 May 1949, article 2, without those
// that Act 54 of 1977 abolished and with Epiphany, which a decree of 1985
// restored. Act 336 of 2000 made 2 June a holiday again, and the table begins
// with 2001.
func itRules() []*cal.Holiday {
	return []*cal.Holiday{
		it.Capodanno,
		it.Epifania,
		it.Pasquetta,
		it.FestaDellaLiberazione,
		it.FestaDelLavoro,
		it.FestaDellaRepubblica,
		it.Assunzione,
		it.TuttiISanti,
		it.Immacolata,
		it.Natale,
		it.SantoStefano,

		// Decree-law 5 of 22 February 2011, for that year only.
		once("150º anniversario dell'Unità d'Italia", 2011, time.March, 17),
		// Act 151 of 8 October 2025, in force on 1 January 2026.
		from(fixed("San Francesco d'Assisi", time.October, 4), 2026),
	}
}

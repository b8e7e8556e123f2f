package holidays

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/fr"
)

// frRules are the eleven holidays of the Code du travail, article L3133-1.
// Before 2008 Whit Monday was for some years the day worked for solidarity, and
// sources disagree about it, so that the tables begin there.
func frRules() []*cal.Holiday {
	return []*cal.Holiday{
		fr.NouvelAn,
		fr.LundiDePâques,
		fr.FêteDuTravail,
		fr.FêteDeLaVictoire,
		fr.Ascension,
		fr.LundiDePentecôte,
		fr.FêteNationale,
		fr.Assomption,
		fr.Toussaint,
		fr.Armistice1918,
		fr.Noël,
	}
}

// alsaceMoselleRules adds the two days of Bas-Rhin, Haut-Rhin and Moselle, Code
// du travail, article L3134-13. Good Friday is a holiday there in communes
// with a Protestant or a mixed church only; the table closes it everywhere: see
// the package comment on doubtful days.
func alsaceMoselleRules() []*cal.Holiday {
	return append(frRules(),
		easterOffset("Vendredi saint", -2),
		fixed("Saint-Étienne", time.December, 26),
	)
}

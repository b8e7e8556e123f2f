package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/at"
)

// atRules are the thirteen holidays of the Feiertagsruhegesetz 1957, § 1(1),
// repeated in the Arbeitsruhegesetz, § 7(2). Good Friday is not among them: it
// was a holiday for members of four churches only, and since BGBl. I 22/2019
// it is for nobody.
func atRules() []*cal.Holiday {
	return []*cal.Holiday{
		at.Neujahr,
		at.HeiligeDreiKoenige,
		at.Ostermontag,
		at.TagderArbeit,
		at.ChristiHimmelfahrt,
		at.Pfingstmontag,
		at.Fronleichnam,
		at.MariaHimmelfahrt,
		at.Nationalfeiertag,
		at.Allerheiligen,
		at.MariaEmpfaengnis,
		at.Christtag,
		at.Stefanitag,
	}
}

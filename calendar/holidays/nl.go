package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/nl"
)

// nlRules are the days of the Algemene termijnenwet, article 3(1) and (2), on
// which no time limit of the law ends. Good Friday and 5 May count every year
// there, though few have the day off. King's Day is 27 April since the
// accession of 2013, first kept in 2014, and the table begins there.
//
// Left out are the days that royal decrees under article 3(3) add for a few
// years at a time, such as the Friday after Ascension Day: they are not known
// in advance.
func nlRules() []*cal.Holiday {
	return []*cal.Holiday{
		nl.Nieuwjaar,
		nl.GoedeVrijdag,
		nl.TweedePaasdag,
		nl.Koningsdag,
		nl.BevrijdingsDag,
		nl.Hemelvaart,
		nl.TweedePinksterDag,
		nl.EersteKerstdag,
		nl.TweedeKerstdag,
	}
}

package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/be"
)

// beRules are the ten holidays that the Royal Decree of 18 April 1974, article
// 1, lists for the Holidays Act of 4 January 1974. For one on a Sunday or on
// another day off each employer sets a day in its place, so that no general
// rule can move it.
func beRules() []*cal.Holiday {
	return []*cal.Holiday{
		be.Nieuwjaar,
		be.Paasmaandag,
		be.DagVanDeArbeid,
		be.OnzeLieveHeerHemelvaart,
		be.Pinkstermaandag,
		be.NationaleFeestdag,
		be.OnzeLieveVrouwHemelvaart,
		be.Allerheiligen,
		be.Wapenstilstand,
		be.Kerstmis,
	}
}

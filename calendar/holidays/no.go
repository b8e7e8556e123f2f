package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/no"
)

// noRules are the holidays of the Act on Holidays and Holiday Peace of 1995,
// section 2, without those that are always Sundays, as they were in the act of 1965, and 1 and 17 May by the act
// of 1947 on these two days.
func noRules() []*cal.Holiday {
	return []*cal.Holiday{
		no.FoersteNyttaarsdag,
		no.Skjaertorsdag,
		no.Langfredag,
		no.AndrePaaskedag,
		no.Arbeiderenesdag,
		no.Grunnlovsdag,
		no.Kristihimmelfartsdag,
		no.AndrePinsedag,
		no.FoersteJuledag,
		no.AndreJuledag,
	}
}

package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/dk"
)

// dkRules are the holidays of the national church, which go back to the
// ordinance on holidays of 1770, without those that are always Sundays. The act of 2023 that abolished General Prayer
// Day took effect in 2024.
//
// Constitution Day, 5 June, is left out: it is no holiday by law, though shops
// and banks close. So are 24 and 31 December.
func dkRules() []*cal.Holiday {
	return []*cal.Holiday{
		dk.Nytaarsdag,
		dk.Skaertorsdag,
		dk.Langfredag,
		dk.AndenPaaskedag,
		dk.StoreBededag,
		dk.KristiHimmelfartsdag,
		dk.AndenPinsedag,
		dk.Juledag,
		dk.AndenJuledag,
	}
}

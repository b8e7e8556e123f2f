package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/fi"
)

// fiRules are the days on which a time limit does not end, by the Act on the
// Calculation of Statutory Time Limits (150/1930), section 5: the holidays of the
// church, Independence Day, 1 May, and the eves of Christmas and Midsummer.
func fiRules() []*cal.Holiday {
	return []*cal.Holiday{
		fi.Uudenvuodenpaiva,
		fi.Loppiainen,
		fi.Pitkaperjantai,
		fi.Paasiaispaiva,
		fi.ToinenPaasiaispaiva,
		fi.Vappu,
		fi.Helatorstai,
		fi.Helluntaipaiva,
		fi.Juhannusaatto,
		fi.Juhannuspaiva,
		fi.Pyhainpaiva,
		fi.Itsenaisyyspaiva,
		fi.Jouluaatto,
		fi.Joulupaiva,
		fi.Tapaninpaiva,
	}
}

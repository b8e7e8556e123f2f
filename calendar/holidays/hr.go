package holidays

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/hr"
)

// hrRules are the holidays of the Act on Holidays, Memorial Days and
// Non-Working Days: that of 1996 (Narodne novine 33/96) as amended in 2001, and
// from 2020 that of 2019 (110/2019). Package cal has those of 2019 for all years.
func hrRules() []*cal.Holiday {
	return []*cal.Holiday{
		hr.NovaGodina,
		// Taken off the list by NN 96/2001, put back by NN 13/2002.
		except(hr.SvetaTriKralja, 2002),
		hr.Uskrs,
		hr.UskrsnjiPonedjeljak,
		hr.PraznikRada,
		hr.Tijelovo,
		hr.DanAntifasistickeBorbe,
		hr.DanPobjedeIDomovinskeZahvalnosti,
		hr.VelikaGospa,
		hr.DanSvihSvetih,
		hr.Bozic,
		hr.SvetiStjepan,

		// NN 110/2019 moved Statehood Day from 25 June to 30 May, and has
		// Remembrance Day in place of Independence Day.
		until(fixed("Dan državnosti", time.June, 25), 2019),
		from(hr.DanDrzavnosti, 2020),
		until(fixed("Dan neovisnosti", time.October, 8), 2019),
		from(hr.DanSjecanjaNaZrtveDomovinskogRata, 2020),
	}
}

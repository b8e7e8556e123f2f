package holidays

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/si"
)

// siRules are the days free from work of the Act on Holidays and Days Free from
// Work in the Republic of Slovenia.
func siRules() []*cal.Holiday {
	return []*cal.Holiday{
		si.NovoLeto,
		// Abolished by the Public Finance Balance Act of 2012, restored from
		// 2017 by an amendment of December 2016.
		except(si.NovoLeto2, 2013, 2014, 2015, 2016),
		si.PresernovDan,
		si.DanUporaProtiOkupatorju,
		si.VelikaNoc,
		si.VelikonocniPonedeljek,
		si.BinkostnaNedelja,
		si.PrviMaj,
		si.DrugiMaj,
		si.DanDrzavnosti,
		si.MarijinoVnebovzetje,
		si.DanReformacije,
		si.DanSpominaNaMrtve,
		si.Bozic,
		si.DanSamostojnostiInEnotnosti,

		// Declared in August 2023, to help after the floods.
		once("dan solidarnosti", 2023, time.August, 14),
	}
}

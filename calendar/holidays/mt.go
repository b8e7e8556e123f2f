package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/mt"
)

// mtRules are the holidays of the National Holidays and Other Public Holidays
// Act, chapter 252 of the Laws of Malta.
func mtRules() []*cal.Holiday {
	return []*cal.Holiday{
		mt.LEwwelTasSena,
		mt.NawfragjuSanPawl,
		mt.SanGuzepp,
		mt.IlGimghaLKbira,
		mt.JumIlĦelsien,
		mt.JumIlĦaddiem,
		mt.SetteGiugno,
		mt.LImnarja,
		mt.SantaMarija,
		mt.JumIlVitorja,
		mt.JumLIndipendenza,
		mt.IlKuncizzjoni,
		mt.JumIrRepubblika,
		mt.IlMilied,
	}
}

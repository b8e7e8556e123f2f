package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ee"
)

// eeRules are the national day and the public holidays of the Public Holidays
// and Days of National Importance Act of 1998, sections 1 and 2. Christmas Eve
// was added in 2005, and the table begins there.
func eeRules() []*cal.Holiday {
	return []*cal.Holiday{
		ee.Uusaasta,
		ee.Iseseisvuspaev,
		ee.SuurReede,
		ee.Ulestousmispuhade,
		ee.Kevadpuha,
		ee.Nelipuha,
		ee.Voidupuha,
		ee.Jaanipaev,
		ee.Taasiseseisvuspaev,
		ee.Joululaupaev,
		ee.EsimeneJoulupuha,
		ee.TeineJoulupuha,
	}
}

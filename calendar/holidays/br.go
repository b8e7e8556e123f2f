package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/br"
)

// brRules are the national holidays of Brazil: those of Lei 662/1949 as amended
// by Lei 10.607/2002, 12 October by Lei 6.802/1980, and Good Friday, a religious
// holiday by Lei 9.093/1995, article 2, which is kept everywhere. None is moved.
// Carnival and Corpus Christi, which package cal has too, are optional days: the
// banks close, but no law of the Union makes them holidays. An act of 1985, in force
// until October 1990, kept some holidays on Mondays; the sources of the table
// do not have that, and neither does the table.
func brRules() []*cal.Holiday {
	return []*cal.Holiday{
		br.AnoNovo,
		br.SextaFeiraSanta,
		br.Tiradentes,
		br.Trabalhador,
		br.Independencia,
		br.NossaSenhoraAparecida,
		br.Finados,
		br.Republica,
		// National since Lei 14.759 of 21 December 2023; before, a holiday of
		// some states and cities.
		from(br.ConscienciaNegra, 2024),
		br.Natal,
	}
}

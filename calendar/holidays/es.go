package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/es"
)

// esRules are the holidays that all of Spain has in common, by the Estatuto de
// los Trabajadores, article 37.2, and Royal Decree 2001/1983, article 45. The
// autonomous communities and the municipalities add theirs, may replace
// Epiphany, and decide each year whether a holiday on a Sunday moves to Monday.
func esRules() []*cal.Holiday {
	return []*cal.Holiday{
		es.AñoNuevo,
		es.Reyes,
		es.ViernesSanto,
		es.Trabajador,
		es.Asunción,
		es.FiestaNacionalDeEspaña,
		es.TodosLosSantos,
		es.Constitucion,
		es.InmaculadaConcepcion,
		es.Navidad,
	}
}

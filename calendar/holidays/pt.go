package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/pt"
)

// ptRules are the mandatory holidays of the Código do Trabalho, article 234,
// and of the laws before it. Act 23/2012 took four of them off the list from
// 2013, and Act 8/2016 of 1 April put them back; package cal has them throughout.
// Carnival and the municipal holidays are optional, and not here.
func ptRules() []*cal.Holiday {
	suspended := func(rule *cal.Holiday) *cal.Holiday { return except(rule, 2013, 2014, 2015) }
	return []*cal.Holiday{
		pt.AnoNovo,
		pt.SextaFeiraSanta,
		pt.DomingoPascoa,
		pt.DiaDaLiberdade,
		pt.DiaDoTrabalhador,
		suspended(pt.CorpoDeDeus),
		pt.DiaDePortugal,
		pt.AssuncaoDeNossaSenhora,
		suspended(pt.ImplantacaoDaRepublica),
		suspended(pt.TodosOsSantos),
		suspended(pt.RestauracaoDaIndependencia),
		pt.ImaculadaConceicao,
		pt.Natal,
	}
}

package policytest

import (
	"testing"

	"github.com/rescind-go/rescind/internal/explained"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

// Over the catalog, and ledgers made for each document: an explanation is of the
// decision, and every step follows.
func TestExplainOverTheCatalog(t *testing.T) {
	for d := range catalog.All() {
		c := checkerOf(t, d)
		p, err := policy.Compile(d, in)
		if err != nil {
			t.Fatal(err)
		}
		ledgers := 40
		if testing.Short() || underRace {
			ledgers = 5
		}
		for i := range ledgers {
			s, at := c.ledger(i)
			if err := explained.Check(p, s, at); err != nil {
				t.Errorf("%s, ledger %d at %s: %v", c.name, i, at, err)
			}
		}
	}
}

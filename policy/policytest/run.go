package policytest

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rescind-go/rescind/policy"
)

// The flags bear the package's name, so that they are not in the way of a
// -update that a test has of its own.
var (
	updateFlag = flag.Bool("policytest.update", false, "write the expectations of scenarios anew")
	casesFlag  = flag.Int("policytest.cases", 2000, "how many random ledgers policytest.Check decides on")
	seedFlag   = flag.Uint64("policytest.seed", 1, "the seed of the random ledgers of policytest.Check")
)

// Run runs the scenarios of a folder, which are its files that end in .json, in
// the order of their names. Its sub-folders are not entered: they may hold what
// scenarios share. Where t is a [*testing.T] each scenario is a subtest.
//
// A scenario fails when its file is not one, or when the decision differs from
// the one wanted, and tells each place that differs:
//
//	terminate_now.refund.amount: got 31.20 EUR, want 49.00 EUR
//
// The sources compile the policies. The lookups are asked in turn for a policy
// that a scenario names by its id; [catalog.Lookup] is one.
//
// With the flag -policytest.update nothing is compared. The expectation of each
// scenario that would fail is written anew: of what it asks for, and in full
// where it is missing. Read the change before you keep it.
//
// [catalog.Lookup]: https://pkg.go.dev/github.com/rescind-go/rescind/policy/catalog#Lookup
func Run(t testing.TB, dir string, in policy.Sources, lookup ...func(id string) (policy.Document, error)) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Errorf("policytest: %v", err)
		return
	}
	r, n := reader{in, lookup}, 0
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".json")
		if !ok || e.IsDir() {
			continue
		}
		n++
		file := filepath.Join(dir, e.Name())
		if parent, ok := t.(interface {
			Run(string, func(*testing.T)) bool
		}); ok {
			parent.Run(name, func(t *testing.T) { t.Helper(); r.run(t, file) })
		} else {
			r.run(t, file)
		}
	}
	if n == 0 {
		t.Errorf("policytest: %q holds no scenario: want files that end in .json", dir)
	}
}

// run runs a scenario.
func (r reader) run(t testing.TB, file string) {
	t.Helper()
	s, err := r.read(file)
	if err != nil {
		t.Errorf("%v", err)
		return
	}
	d, err := s.policy.DecideAt(s.snapshot, s.at)
	if err != nil {
		t.Errorf("%s: %v", s.file, err)
		return
	}
	var wrong []string
	if s.want == nil {
		wrong = []string{"want: missing: -policytest.update writes the decision there"}
	} else {
		wrong = differences(s.want, reflect.ValueOf(d), "")
	}
	switch {
	case len(wrong) == 0:
	case *updateFlag:
		if err := s.update(d); err != nil {
			t.Errorf("%s: %v", s.file, err)
			return
		}
		t.Logf("%s: the expectation is written anew", s.file)
	default:
		t.Errorf("%s:\n\t%s", s.file, strings.Join(wrong, "\n\t"))
	}
}

package strict_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/internal/strict"
)

// hostile are inputs made to hurt. All must fail.
func hostile() map[string][]byte {
	var keys strings.Builder
	for i := range 8_000 {
		fmt.Fprintf(&keys, `"%x":1,`, i)
	}
	near := strings.Repeat("c", 1<<19)
	h := map[string]string{
		"digits":             `{"Untagged":` + strings.Repeat("9", 4096) + `}`,
		"digits, raw":        `{"note":` + strings.Repeat("9", 1<<19) + `}`,
		"exponent":           `{"Untagged":1e20000000}`,
		"exponent, raw":      `{"note":1e20000000}`,
		"brackets":           strings.Repeat("[", 100_000),
		"brackets, raw":      `{"note":` + strings.Repeat("[", 100_000),
		"braces":             strings.Repeat(`{"a":`, 100_000),
		"braces, raw":        `{"note":` + strings.Repeat(`{"a":`, 100_000),
		"ledgers":            strings.Repeat(`{"next":[`, 50_000),
		"keys":               `{"prices":{` + keys.String() + `"0":1}}`,
		"keys, raw":          `{"note":{` + keys.String() + `"0":1}}`,
		"long key":           `{"` + near + `":1}`,
		"long keys, raw":     `{"note":{"` + near[1:] + `":1,"` + near[2:] + `":1,}`,
		"long string":        `{"id":"` + near,
		"escapes":            `{"id":"` + strings.Repeat(`\u0041`, 40_000),
		"lines":              strings.Repeat("\n", 1<<20),
		"small objects, raw": `{"note":[` + strings.Repeat(`[{"a":1}],`, 10_000),
		"empty charges":      `{"charges":[` + strings.Repeat(`{},`, 8_000),
		"long time":          `{"charges":[{"at":"` + near + `"}]}`,
		"long path":          `{"next":[{"loose":{"` + strings.Repeat("k", 1000) + `":[}`,
	}
	m := map[string][]byte{}
	for name, s := range h {
		m[name] = []byte(s)
	}
	return m
}

// Half a second is far more than any of these takes, the race detector
// included, and less than anything quadratic would.
func TestHostileInputIsQuick(t *testing.T) {
	limit := 500 * time.Millisecond
	if testing.CoverMode() != "" {
		limit *= 20 // counting the statements takes longer than running them
	}
	for name, data := range hostile() {
		best := time.Hour
		for range 5 { // the machine may be busy
			start := time.Now()
			err := strict.Decode(data, new(ledger), strict.Limits{})
			best = min(best, time.Since(start))
			if err == nil {
				t.Fatalf("%s: accepted", name)
			}
			if n := len(err.Error()); n > 500 {
				t.Errorf("%s: a message of %d bytes", name, n)
			}
		}
		t.Logf("%-20s %8d bytes %10v", name, len(data), best)
		if best > limit {
			t.Errorf("%s: took %v", name, best)
		}
	}
}

// What is refused at once must be refused before anything is made of it.
func TestHostileInputIsRefusedEarly(t *testing.T) {
	h := hostile()
	for _, name := range []string{
		"digits", "digits, raw", "exponent", "exponent, raw", "brackets", "brackets, raw", "braces",
		"braces, raw", "long string", "long time", "long keys, raw", "lines",
	} {
		allocs := testing.AllocsPerRun(10, func() {
			if strict.Decode(h[name], new(ledger), strict.Limits{}) == nil {
				t.Errorf("%s: accepted", name)
			}
		})
		if allocs > 200 {
			t.Errorf("%s: %v allocations", name, allocs)
		}
	}
}

// Walking over raw JSON allocates nothing, however many objects it holds.
func TestRawIsWalkedWithoutAllocation(t *testing.T) {
	type raw struct{ A anyRaw }
	measure := func(n int) float64 {
		data := []byte(`{"A":[` + strings.Repeat(`{"a":[1],"b":{"c":true}},`, n) + `0]}`)
		return testing.AllocsPerRun(10, func() {
			if err := strict.Decode(data, new(raw), strict.Limits{}); err != nil {
				t.Error(err)
			}
		})
	}
	if few, many := measure(1), measure(10_000); many > few+2 {
		t.Errorf("%v allocations for one object, %v for ten thousand", few, many)
	}
}

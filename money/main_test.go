package money_test

import (
	"errors"
	"flag"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/rescind-go/rescind/money"
)

var (
	eur = money.MustParseCurrency("EUR")
	usd = money.MustParseCurrency("USD")
	jpy = money.MustParseCurrency("JPY")
	kwd = money.MustParseCurrency("KWD")
	clf = money.MustParseCurrency("CLF")
	all = slices.Collect(money.Currencies())

	modes = []money.Rounding{money.HalfUp, money.HalfEven, money.Down, money.Up}

	seedFlag = flag.Uint64("seed", 0, "seed of the random tests; 0 picks one")
)

// cases is how many random cases each property is tried on.
const cases = 100_000

// random returns a source of numbers whose seed is printed if the test fails.
func random(t *testing.T) *rand.Rand {
	t.Helper()
	seed := *seedFlag
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("to repeat: -seed=%d", seed)
		}
	})
	return rand.New(rand.NewPCG(seed, seed))
}

// number returns a number of random magnitude, often one where arithmetic breaks.
func number(r *rand.Rand) int64 {
	switch r.IntN(8) {
	case 0:
		edges := []int64{0, 1, -1, 2, -2, 10, 100, 1 << 32, math.MaxInt64, math.MaxInt64 - 1, math.MinInt64, math.MinInt64 + 1}
		return edges[r.IntN(len(edges))]
	case 1:
		return int64(r.Uint64())
	}
	return int64(r.Uint64()) >> r.IntN(64)
}

func currency(i uint64) money.Currency { return all[i%uint64(len(all))] }

func amount(n int64, cur money.Currency) money.Amount {
	a, err := money.FromMinor(n, cur)
	if err != nil {
		panic(err)
	}
	return a
}

// checkError fails unless err is an *Error wrapping want, and nil if want is nil.
func checkError(t *testing.T, what string, err, want error) {
	t.Helper()
	if want == nil {
		if err != nil {
			t.Errorf("%s: unexpected error: %v", what, err)
		}
		return
	}
	var typed *money.Error
	switch {
	case !errors.Is(err, want):
		t.Errorf("%s: error %v; want one wrapping %q", what, err, want)
	case !errors.As(err, &typed):
		t.Errorf("%s: error %v is a %T; want a *money.Error", what, err, err)
	case typed.Op == "" || typed.Want == "":
		t.Errorf("%s: error %#v does not say what was attempted or wanted", what, typed)
	case !strings.HasPrefix(err.Error(), "money: ") || len(err.Error()) > 400:
		t.Errorf("%s: error text %q", what, err)
	}
}

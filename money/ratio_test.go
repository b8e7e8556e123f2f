package money_test

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/rescind-go/rescind/money"
)

// exactly works out a product of ratios in rational numbers and rounds it once.
func exactly(minor int64, mode money.Rounding, ratios []money.Ratio) (int64, bool) {
	x := new(big.Rat).SetInt64(minor)
	for _, r := range ratios {
		x.Mul(x, new(big.Rat).SetFrac(big.NewInt(r.Num), big.NewInt(r.Den)))
	}
	negative := x.Sign() < 0
	x.Abs(x)
	whole := new(big.Int).Quo(x.Num(), x.Denom())
	rest := new(big.Rat).Sub(x, new(big.Rat).SetInt(whole))
	half := rest.Cmp(big.NewRat(1, 2))
	up := false
	switch mode {
	case money.HalfUp:
		up = half >= 0
	case money.HalfEven:
		up = half > 0 || half == 0 && whole.Bit(0) == 1
	case money.Up:
		up = rest.Sign() > 0
	}
	if up {
		whole.Add(whole, big.NewInt(1))
	}
	if negative {
		whole.Neg(whole)
	}
	return whole.Int64(), whole.IsInt64()
}

func TestPropertyMulRatiosRoundsTheExactProductOnce(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 7))
	eur := money.MustParseCurrency("EUR")
	edges := []int64{0, 1, -1, 2, 3, 7, 30, 365, 100_000_000, math.MaxInt64, math.MinInt64, math.MaxInt64 - 1, math.MinInt64 + 1}
	number := func() int64 {
		switch rng.IntN(3) {
		case 0:
			return edges[rng.IntN(len(edges))]
		case 1:
			return int64(rng.IntN(1000)) - 300
		}
		return int64(rng.Uint64()) >> rng.IntN(63)
	}
	wide, narrow, refused := 0, 0, 0
	for range 300_000 {
		minor := number()
		ratios := make([]money.Ratio, rng.IntN(4))
		for i := range ratios {
			ratios[i] = money.Ratio{Num: number(), Den: number()}
			for ratios[i].Den == 0 {
				ratios[i].Den = number()
			}
		}
		mode := money.Rounding(1 + rng.IntN(4))
		a, err := money.FromMinor(minor, eur)
		if err != nil {
			t.Fatal(err)
		}
		got, err := a.MulRatios(mode, ratios...)
		want, fits := exactly(minor, mode, ratios)
		switch {
		case !fits:
			refused++
			if !errors.Is(err, money.ErrOverflow) || got.IsValid() {
				t.Fatalf("%d by %v, %s: got %v and %v, want an overflow", minor, ratios, mode, got, err)
			}
		case err != nil || got.Minor() != want:
			t.Fatalf("%d by %v, %s: got %d and %v, want %d", minor, ratios, mode, got.Minor(), err, want)
		case len(ratios) > 1:
			wide++
		default:
			narrow++
		}
	}
	if wide < 50_000 || narrow < 50_000 || refused < 10_000 {
		t.Errorf("the cases are one-sided: %d with several ratios, %d with one or none, %d refused", wide, narrow, refused)
	}
}

func TestMulRatiosErrors(t *testing.T) {
	a := money.MustParse("49.00 EUR")
	for name, c := range map[string]struct {
		a      money.Amount
		mode   money.Rounding
		ratios []money.Ratio
		want   error
	}{
		"no amount":          {money.Amount{}, money.HalfUp, nil, money.ErrNoAmount},
		"no mode":            {a, 0, nil, money.ErrRounding},
		"zero ratio":         {a, money.HalfUp, []money.Ratio{{Num: 1, Den: 2}, {}}, money.ErrRatio},
		"zero after a wide":  {a, money.HalfUp, []money.Ratio{{Num: math.MaxInt64, Den: 2}, {Num: math.MaxInt64, Den: 2}, {Num: 1}}, money.ErrRatio},
		"product too large":  {a, money.HalfUp, []money.Ratio{{Num: math.MaxInt64, Den: 1}, {Num: math.MaxInt64, Den: 1}}, money.ErrOverflow},
		"rounded too large":  {money.MustParse("92233720368547758.07 EUR"), money.Up, []money.Ratio{{Num: math.MaxInt64, Den: math.MaxInt64 - 1}}, money.ErrOverflow},
		"quotient of 65 bit": {money.MustParse("92233720368547758.07 EUR"), money.Up, []money.Ratio{{Num: 3, Den: 1}}, money.ErrOverflow},
	} {
		got, err := c.a.MulRatios(c.mode, c.ratios...)
		if !errors.Is(err, c.want) || got.IsValid() {
			t.Errorf("%s: got %v and %v, want an error matching %v", name, got, err, c.want)
		}
	}
}

func TestMulRatiosDoesNotAllocate(t *testing.T) {
	a := money.MustParse("2399.95 USD")
	if n := testing.AllocsPerRun(100, func() {
		if _, err := a.MulRatios(money.HalfUp, money.Ratio{Num: 4999, Den: 5999}, money.Ratio{Num: 23_241_600, Den: 31_622_400}, money.Ratio{Num: 125, Den: 1000}); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("MulRatios allocates %v times", n)
	}
}

package money_test

import (
	"encoding"
	"encoding/json"
	"fmt"
	"math"
	"testing"
	"unsafe"

	"github.com/rescind-go/rescind/money"
)

var (
	_ encoding.TextMarshaler   = money.Amount{}
	_ encoding.TextAppender    = money.Amount{}
	_ encoding.TextUnmarshaler = (*money.Amount)(nil)
	_ json.Marshaler           = money.Amount{}
	_ json.Unmarshaler         = (*money.Amount)(nil)
	_ fmt.Stringer             = money.Amount{}

	_ encoding.TextMarshaler   = money.Currency{}
	_ encoding.TextAppender    = money.Currency{}
	_ encoding.TextUnmarshaler = (*money.Currency)(nil)

	_ encoding.TextMarshaler   = money.HalfUp
	_ encoding.TextUnmarshaler = (*money.Rounding)(nil)
)

func TestSize(t *testing.T) {
	if got := unsafe.Sizeof(money.Amount{}); got > 16 {
		t.Errorf("an Amount has %d bytes, want 16, or 12 where int64 is not aligned", got)
	}
	if got := unsafe.Sizeof(money.Currency{}); got != 4 {
		t.Errorf("a Currency has %d bytes, want 4", got)
	}
}

func TestEquality(t *testing.T) {
	direct := amount(4900, eur)
	parsed := money.MustParse("49.00 EUR")
	sum, err := amount(4800, eur).Add(amount(100, eur))
	checkError(t, "add", err, nil)
	if direct != parsed || direct != sum {
		t.Errorf("%#v, %#v and %#v should be ==", direct, parsed, sum)
	}
	for _, other := range []money.Amount{{}, amount(4900, usd), amount(-4900, eur), amount(4901, eur)} {
		if direct == other {
			t.Errorf("%v == %v", direct, other)
		}
	}
	if seen := map[money.Amount]bool{direct: true}; !seen[parsed] {
		t.Error("equal amounts are two map keys")
	}
}

func TestZeroAmount(t *testing.T) {
	var zero money.Amount
	if zero == amount(0, eur) {
		t.Error("no amount equals 0.00 EUR")
	}
	if zero.IsValid() || zero.Minor() != 0 || zero.Sign() != 0 || zero.Currency() != (money.Currency{}) || zero.String() != "" {
		t.Errorf("zero Amount: %#v", zero)
	}
	if !amount(0, eur).IsValid() {
		t.Error("0.00 EUR is not valid")
	}

	one := amount(1, eur)
	_, err := zero.Add(one)
	checkError(t, "zero + one", err, money.ErrNoAmount)
	_, err = one.Add(zero)
	checkError(t, "one + zero", err, money.ErrNoAmount)
	_, err = zero.Add(zero)
	checkError(t, "zero + zero", err, money.ErrNoAmount)
	_, err = zero.Sub(one)
	checkError(t, "zero - one", err, money.ErrNoAmount)
	_, err = one.Sub(zero)
	checkError(t, "one - zero", err, money.ErrNoAmount)
	_, err = zero.Neg()
	checkError(t, "-zero", err, money.ErrNoAmount)
	_, err = zero.Cmp(zero)
	checkError(t, "zero against zero", err, money.ErrNoAmount)
	_, err = one.Cmp(zero)
	checkError(t, "one against zero", err, money.ErrNoAmount)
	_, err = zero.MulRatio(1, 1, money.HalfUp)
	checkError(t, "zero * 1", err, money.ErrNoAmount)
	_, err = zero.Allocate(1)
	checkError(t, "split zero", err, money.ErrNoAmount)
}

func TestFromMinor(t *testing.T) {
	a, err := money.FromMinor(-4900, eur)
	checkError(t, "-4900", err, nil)
	if a.Minor() != -4900 || a.Currency() != eur || a.Sign() != -1 {
		t.Errorf("FromMinor(-4900, EUR) = %#v", a)
	}
	if got := amount(0, jpy).Sign(); got != 0 {
		t.Errorf("sign of 0 JPY = %d", got)
	}
	if got := amount(1, jpy).Sign(); got != 1 {
		t.Errorf("sign of 1 JPY = %d", got)
	}
	a, err = money.FromMinor(1, money.Currency{})
	checkError(t, "no currency", err, money.ErrCurrency)
	if a != (money.Amount{}) {
		t.Errorf("an error came with %#v", a)
	}
}

func TestAddSub(t *testing.T) {
	const least, most = math.MinInt64, math.MaxInt64
	for _, test := range []struct {
		a, b      int64
		sum, diff int64
		sumErr    error
		diffErr   error
	}{
		{a: 0, b: 0},
		{a: 4900, b: -100, sum: 4800, diff: 5000},
		{a: most - 1, b: 1, sum: most, diff: most - 2},
		{a: most, b: 0, sum: most, diff: most},
		{a: most, b: 1, sumErr: money.ErrOverflow, diff: most - 1},
		{a: most, b: most, sumErr: money.ErrOverflow},
		{a: most, b: -1, sum: most - 1, diffErr: money.ErrOverflow},
		{a: least + 1, b: -1, sum: least, diff: least + 2},
		{a: least, b: 0, sum: least, diff: least},
		{a: least, b: -1, sumErr: money.ErrOverflow, diff: least + 1},
		{a: least, b: 1, sum: least + 1, diffErr: money.ErrOverflow},
		{a: least, b: least, sumErr: money.ErrOverflow},
		{a: least, b: most, sum: -1, diffErr: money.ErrOverflow},
		{a: 0, b: least, sum: least, diffErr: money.ErrOverflow},
		{a: -1, b: least, sumErr: money.ErrOverflow, diff: most},
	} {
		a, b := amount(test.a, eur), amount(test.b, eur)
		got, err := a.Add(b)
		checkResult(t, fmt.Sprintf("%v + %v", a, b), got, err, test.sum, test.sumErr)
		got, err = a.Sub(b)
		checkResult(t, fmt.Sprintf("%v - %v", a, b), got, err, test.diff, test.diffErr)
	}
}

// checkResult expects want minor units of EUR, or an error and no amount.
func checkResult(t *testing.T, what string, got money.Amount, err error, want int64, wantErr error) {
	t.Helper()
	checkError(t, what, err, wantErr)
	expected := money.Amount{}
	if wantErr == nil {
		expected = amount(want, eur)
	}
	if got != expected {
		t.Errorf("%s = %v, want %v", what, got, expected)
	}
}

func TestNeg(t *testing.T) {
	for _, test := range []struct {
		n, want int64
		err     error
	}{
		{n: 0}, {n: 1, want: -1}, {n: -1, want: 1},
		{n: math.MaxInt64, want: -math.MaxInt64},
		{n: -math.MaxInt64, want: math.MaxInt64},
		{n: math.MinInt64, err: money.ErrOverflow},
	} {
		got, err := amount(test.n, eur).Neg()
		checkResult(t, fmt.Sprintf("-(%d)", test.n), got, err, test.want, test.err)
	}
}

func TestCmp(t *testing.T) {
	for _, test := range []struct {
		a, b int64
		want int
	}{
		{0, 0, 0}, {1, 2, -1}, {2, 1, 1}, {-1, 1, -1},
		{math.MinInt64, math.MaxInt64, -1}, {math.MaxInt64, math.MinInt64, 1},
	} {
		got, err := amount(test.a, eur).Cmp(amount(test.b, eur))
		checkError(t, "cmp", err, nil)
		if got != test.want {
			t.Errorf("%d against %d = %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

func TestMismatch(t *testing.T) {
	a, b := amount(1, eur), amount(1, usd)
	_, err := a.Add(b)
	checkError(t, "add", err, money.ErrMismatch)
	_, err = a.Sub(b)
	checkError(t, "sub", err, money.ErrMismatch)
	_, err = a.Cmp(b)
	checkError(t, "cmp", err, money.ErrMismatch)
}

func TestMulRatio(t *testing.T) {
	const least, most = math.MinInt64, math.MaxInt64
	over := []int64(nil) // every mode overflows
	for _, test := range []struct {
		n, num, den int64
		want        []int64 // half up, half even, down, up
	}{
		{4900, 17, 30, []int64{2777, 2777, 2776, 2777}}, // 2776.67
		{0, 17, 30, []int64{0, 0, 0, 0}},
		{4900, 0, 30, []int64{0, 0, 0, 0}},
		{24, 1, 10, []int64{2, 2, 2, 3}},
		{25, 1, 10, []int64{3, 2, 2, 3}},
		{26, 1, 10, []int64{3, 3, 2, 3}},
		{35, 1, 10, []int64{4, 4, 3, 4}},
		{-24, 1, 10, []int64{-2, -2, -2, -3}},
		{-25, 1, 10, []int64{-3, -2, -2, -3}},
		{-26, 1, 10, []int64{-3, -3, -2, -3}},
		{25, -1, 10, []int64{-3, -2, -2, -3}},
		{25, 1, -10, []int64{-3, -2, -2, -3}},
		{-25, -1, -10, []int64{-3, -2, -2, -3}},
		{25, -1, -10, []int64{3, 2, 2, 3}},
		{1, 1, 3, []int64{0, 0, 0, 1}},
		{-1, 1, 3, []int64{0, 0, 0, -1}},
		// A rate just below one half, in a product that float64 cannot hold.
		{most, 4611686018427387903, most, []int64{4611686018427387903, 4611686018427387903, 4611686018427387903, 4611686018427387903}},
		// The edges of the range.
		{most, most, most, []int64{most, most, most, most}},
		{least, least, least, []int64{least, least, least, least}},
		{least, most, most, []int64{least, least, least, least}},
		{most, -1, 1, []int64{-most, -most, -most, -most}},
		{least, 1, 1, []int64{least, least, least, least}},
		{least, 1, least, []int64{1, 1, 1, 1}},
		{1, least, 1, []int64{least, least, least, least}},
		{1, 1, least, []int64{0, 0, 0, -1}},
		{least, -1, 1, over},
		{least, 1, -1, over},
		{most, 2, 1, over},
		{most, most, 1, over},
		{least, least, 1, over},
		{1 << 32, 1 << 32, 1, over}, // a quotient of exactly 2^64
	} {
		for i, mode := range modes {
			a := amount(test.n, eur)
			got, err := a.MulRatio(test.num, test.den, mode)
			what := fmt.Sprintf("%d * %d / %d, %v", test.n, test.num, test.den, mode)
			if test.want == nil {
				checkResult(t, what, got, err, 0, money.ErrOverflow)
			} else {
				checkResult(t, what, got, err, test.want[i], nil)
			}
		}
	}
}

// The quotient is at the edge of the range and only the rounding decides.
func TestMulRatioRoundsOverTheEdge(t *testing.T) {
	const most = math.MaxInt64
	for _, test := range []struct {
		n, num, den int64
		mode        money.Rounding
		want        int64
		err         error
	}{
		{n: 6148914691236517205, num: 3, den: 2, mode: money.Down, want: most}, // 2^63 - 0.5 before rounding
		{n: 6148914691236517205, num: 3, den: 2, mode: money.HalfUp, err: money.ErrOverflow},
		{n: -6148914691236517205, num: 3, den: 2, mode: money.HalfUp, want: math.MinInt64},
		{n: -6148914691236517205, num: 3, den: 2, mode: money.Down, want: -most},
		// 2^64 - 1/4, which rounds past uint64.
		{n: 8198552921648689607, num: 9, den: 4, mode: money.Up, err: money.ErrOverflow},
		{n: 8198552921648689607, num: 9, den: 4, mode: money.HalfUp, err: money.ErrOverflow},
		{n: 8198552921648689607, num: 9, den: 4, mode: money.Down, err: money.ErrOverflow},
	} {
		got, err := amount(test.n, eur).MulRatio(test.num, test.den, test.mode)
		checkResult(t, fmt.Sprintf("%d * %d / %d, %v", test.n, test.num, test.den, test.mode), got, err, test.want, test.err)
	}
}

func TestMulRatioRefuses(t *testing.T) {
	a := amount(4900, eur)
	for _, mode := range []money.Rounding{0, 5, 255} {
		_, err := a.MulRatio(1, 2, mode)
		checkError(t, mode.String(), err, money.ErrRounding)
	}
	for _, num := range []int64{0, 1, math.MinInt64} {
		_, err := a.MulRatio(num, 0, money.HalfUp)
		checkError(t, "over zero", err, money.ErrRatio)
	}
}

func TestAllocate(t *testing.T) {
	const least, most = math.MinInt64, math.MaxInt64
	for _, test := range []struct {
		n       int64
		weights []int64
		want    []int64
	}{
		{100, []int64{1}, []int64{100}},
		{100, []int64{1, 1, 1}, []int64{34, 33, 33}}, // ties go to the lower index
		{-100, []int64{1, 1, 1}, []int64{-34, -33, -33}},
		{101, []int64{1, 1, 1}, []int64{34, 34, 33}},
		{5, []int64{3, 7}, []int64{2, 3}}, // 1.5 and 3.5: a tie
		{100, []int64{0, 1, 0}, []int64{0, 100, 0}},
		{1, []int64{0, 1, 1}, []int64{0, 1, 0}},
		{10, []int64{1, 2, 4}, []int64{1, 3, 6}}, // 1.43, 2.86, 5.71
		{0, []int64{1, 2}, []int64{0, 0}},
		{2, []int64{1, 1, 1, 1}, []int64{1, 1, 0, 0}},
		{3350, []int64{103, 2}, []int64{3286, 64}},
		{most, []int64{1, 1}, []int64{1 << 62, 1<<62 - 1}},
		{least, []int64{1}, []int64{least}},
		{least, []int64{0, most}, []int64{0, least}},
		{least, []int64{1, 1}, []int64{-1 << 62, -1 << 62}},
		{most, []int64{most, most}, []int64{1 << 62, 1<<62 - 1}},        // weights of 2^64 - 2
		{least, []int64{most, most, 1}, []int64{-1 << 62, -1 << 62, 0}}, // of 2^64 - 1
	} {
		parts, err := amount(test.n, eur).Allocate(test.weights...)
		checkError(t, fmt.Sprint(test.n, test.weights), err, nil)
		if len(parts) != len(test.want) {
			t.Errorf("%d by %v: %v, want %v", test.n, test.weights, parts, test.want)
			continue
		}
		for i, part := range parts {
			if part != amount(test.want[i], eur) {
				t.Errorf("%d by %v: part %d is %v, want %d", test.n, test.weights, i, part, test.want[i])
			}
		}
	}
}

func TestAllocateRefuses(t *testing.T) {
	ones := make([]int64, 1<<16+1)
	for i := range ones {
		ones[i] = 1
	}
	for _, test := range []struct {
		name    string
		weights []int64
		err     error
	}{
		{"no weights", nil, money.ErrRatio},
		{"zero", []int64{0}, money.ErrRatio},
		{"zeros", []int64{0, 0, 0}, money.ErrRatio},
		{"negative", []int64{1, -1}, money.ErrRatio},
		{"least", []int64{math.MinInt64, 1}, money.ErrRatio},
		{"too many", ones, money.ErrRatio},
		{"2^64", []int64{math.MaxInt64, math.MaxInt64, 2}, money.ErrOverflow},
	} {
		parts, err := amount(100, eur).Allocate(test.weights...)
		checkError(t, test.name, err, test.err)
		if parts != nil {
			t.Errorf("%s: an error came with %v", test.name, parts)
		}
	}
	if parts, err := amount(100, eur).Allocate(ones[1:]...); err != nil || len(parts) != 1<<16 {
		t.Errorf("65536 weights: %d parts, %v", len(parts), err)
	}
}

func TestAllocateLeavesWeightsAlone(t *testing.T) {
	weights := []int64{5, 1, 3}
	if _, err := amount(100, eur).Allocate(weights...); err != nil {
		t.Fatal(err)
	}
	if weights[0] != 5 || weights[1] != 1 || weights[2] != 3 {
		t.Errorf("weights are now %v", weights)
	}
}

func TestArithmeticAllocatesNothing(t *testing.T) {
	a, b := amount(4900, eur), amount(17, eur)
	buf := make([]byte, 0, 64)
	for name, f := range map[string]func(){
		"FromMinor":     func() { _, _ = money.FromMinor(a.Minor(), eur) },
		"Add":           func() { _, _ = a.Add(b) },
		"Sub":           func() { _, _ = a.Sub(b) },
		"Neg":           func() { _, _ = a.Neg() },
		"Cmp":           func() { _, _ = a.Cmp(b) },
		"MulRatio":      func() { _, _ = a.MulRatio(17, 30, money.HalfEven) },
		"AppendText":    func() { _, _ = a.AppendText(buf) },
		"Parse":         func() { _, _ = money.Parse("49.00 EUR") },
		"ParseCurrency": func() { _, _ = money.ParseCurrency("EUR") },
	} {
		if got := testing.AllocsPerRun(100, f); got != 0 {
			t.Errorf("%s allocates %v times", name, got)
		}
	}
}

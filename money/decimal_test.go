package money_test

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/rescind-go/rescind/money"
	"github.com/shopspring/decimal"
)

// power returns base^exp as a decimal of exponent scale.
func power(base, exp int64, scale int32) decimal.Decimal {
	return decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(base), big.NewInt(exp), nil), scale)
}

func TestFromDecimal(t *testing.T) {
	for _, test := range []struct {
		name string
		d    decimal.Decimal
		cur  money.Currency
		want int64
		err  error
	}{
		{name: "zero value", d: decimal.Decimal{}, cur: eur},
		{name: "49", d: decimal.New(49, 0), cur: eur, want: 4900},
		{name: "49.00", d: decimal.New(4900, -2), cur: eur, want: 4900},
		{name: "-49.00", d: decimal.New(-4900, -2), cur: eur, want: -4900},
		{name: "49.00000", d: decimal.New(4900000, -5), cur: eur, want: 4900},
		{name: "4.9e1", d: decimal.New(49, 0), cur: jpy, want: 49},
		{name: "1e2", d: decimal.New(1, 2), cur: jpy, want: 100},
		{name: "1.005 to EUR", d: decimal.New(1005, -3), cur: eur, err: money.ErrPrecision},
		{name: "1.005 to KWD", d: decimal.New(1005, -3), cur: kwd, want: 1005},
		{name: "0.5 to JPY", d: decimal.New(5, -1), cur: jpy, err: money.ErrPrecision},
		{name: "most", d: decimal.New(math.MaxInt64, -2), cur: eur, want: math.MaxInt64},
		{name: "least", d: decimal.New(math.MinInt64, -2), cur: eur, want: math.MinInt64},
		{name: "most, with a zero more", d: decimal.NewFromBigInt(times10(math.MaxInt64), -3), cur: eur, want: math.MaxInt64},
		{name: "least, with a zero more", d: decimal.NewFromBigInt(times10(math.MinInt64), -3), cur: eur, want: math.MinInt64},
		{name: "most + 1", d: decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 63), -2), cur: eur, err: money.ErrOverflow},
		{name: "most as yen times ten", d: decimal.New(math.MaxInt64/10+1, 1), cur: jpy, err: money.ErrOverflow},
		{name: "nearly most as yen times ten", d: decimal.New(math.MaxInt64/10, 1), cur: jpy, want: math.MaxInt64 / 10 * 10},
		{name: "least as yen times ten", d: decimal.New(math.MinInt64/10-1, 1), cur: jpy, err: money.ErrOverflow},
		{name: "1e18", d: decimal.New(1, 18), cur: jpy, want: 1e18},
		{name: "1e19", d: decimal.New(1, 19), cur: jpy, err: money.ErrOverflow},
		{name: "1e16 EUR", d: decimal.New(1, 16), cur: eur, want: 1e18},
		{name: "1e17 EUR", d: decimal.New(1, 17), cur: eur, err: money.ErrOverflow},
		{name: "0e20000000", d: decimal.New(0, 20000000), cur: eur},
		{name: "0e-20000000", d: decimal.New(0, -20000000), cur: eur},
		{name: "1e20000000", d: decimal.New(1, 20000000), cur: eur, err: money.ErrOverflow},
		{name: "1e-20000000", d: decimal.New(1, -20000000), cur: eur, err: money.ErrPrecision},
		{name: "greatest exponent", d: decimal.New(1, math.MaxInt32), cur: clf, err: money.ErrOverflow},
		{name: "least exponent", d: decimal.New(1, math.MinInt32), cur: jpy, err: money.ErrPrecision},
		{name: "ten to the 77th over itself", d: power(10, 77, -77), cur: eur, want: 100},
		{name: "256 bits", d: power(2, 255, 0), cur: eur, err: money.ErrOverflow},
		{name: "257 bits", d: power(2, 256, -400), cur: eur, err: money.ErrOverflow},
		{name: "a million digits", d: power(10, 1000000, -1000000), cur: eur, err: money.ErrOverflow},
		{name: "no currency", d: decimal.New(49, 0), err: money.ErrCurrency},
		{name: "no currency, 1e20000000", d: decimal.New(1, 20000000), err: money.ErrCurrency},
	} {
		got, err := money.FromDecimal(test.d, test.cur)
		checkError(t, test.name, err, test.err)
		want := money.Amount{}
		if test.err == nil {
			want = amount(test.want, test.cur)
		}
		if got != want {
			t.Errorf("%s: %v, want %v", test.name, got, want)
		}
	}
}

func times10(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), big.NewInt(10)) }

func TestFromDecimalLeavesItsArgumentAlone(t *testing.T) {
	d := decimal.New(4900000, -5)
	if _, err := money.FromDecimal(d, eur); err != nil {
		t.Fatal(err)
	}
	if d.Coefficient().Int64() != 4900000 || d.Exponent() != -5 {
		t.Errorf("49.00000 became %v", d)
	}
}

func TestDecimal(t *testing.T) {
	for _, test := range []struct {
		a    money.Amount
		coef int64
		exp  int32
	}{
		{amount(4900, eur), 4900, -2},
		{amount(-1, kwd), -1, -3},
		{amount(5800, jpy), 5800, 0},
		{amount(math.MinInt64, clf), math.MinInt64, -4},
		{money.Amount{}, 0, 0},
	} {
		d := test.a.Decimal()
		if d.Coefficient().Int64() != test.coef || d.Exponent() != test.exp {
			t.Errorf("%v as decimal: %v * 10^%d", test.a, d.Coefficient(), d.Exponent())
		}
	}
}

// Other packages of the process may set the variables of decimal. No byte changes.
func TestHostileDecimalGlobals(t *testing.T) {
	zero, precision, quotes, trim, scientific, decode := decimal.Zero, decimal.DivisionPrecision,
		decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MaxDecodeExponent
	defer func() {
		decimal.Zero, decimal.DivisionPrecision = zero, precision
		decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros = quotes, trim
		decimal.UseScientificNotation, decimal.MaxDecodeExponent = scientific, decode
	}()

	transcript := func() string {
		var b strings.Builder
		show := func(v any, err error) {
			text, _ := json.Marshal(v)
			b.Write(text)
			if err != nil {
				b.WriteString(err.Error())
			}
			b.WriteByte('\n')
		}
		for _, d := range []decimal.Decimal{
			{}, decimal.New(4900, -2), decimal.New(1, 3), decimal.New(1005, -3),
			decimal.New(1, 20000000), power(2, 300, 0),
		} {
			for _, cur := range []money.Currency{eur, jpy, kwd} {
				a, err := money.FromDecimal(d, cur)
				show(a, err)
				show(a.Decimal().Coefficient(), nil)
				show(a.Decimal().Exponent(), nil)
				a, err = a.MulRatio(20, 3, money.HalfEven)
				show(a, err)
			}
		}
		return b.String()
	}

	before := transcript()
	decimal.Zero = decimal.New(7, 0)
	decimal.DivisionPrecision = 0
	decimal.MarshalJSONWithoutQuotes = true
	decimal.TrimTrailingZeros = false
	decimal.UseScientificNotation = true
	decimal.MaxDecodeExponent = 0
	if after := transcript(); after != before {
		t.Errorf("the globals of decimal changed\n%s\nto\n%s", before, after)
	}
}

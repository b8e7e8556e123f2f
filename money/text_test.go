package money_test

import (
	"math"
	"strings"
	"testing"

	"github.com/rescind-go/rescind/money"
)

func TestParse(t *testing.T) {
	for _, test := range []struct {
		text string
		want money.Amount
	}{
		{"49.00 EUR", amount(4900, eur)},
		{"-49.00 EUR", amount(-4900, eur)},
		{"0.00 EUR", amount(0, eur)},
		{"0.01 EUR", amount(1, eur)},
		{"-0.01 EUR", amount(-1, eur)},
		{"0.10 EUR", amount(10, eur)},
		{"10.00 EUR", amount(1000, eur)},
		{"0 JPY", amount(0, jpy)},
		{"5800 JPY", amount(5800, jpy)},
		{"-5800 JPY", amount(-5800, jpy)},
		{"1.005 KWD", amount(1005, kwd)},
		{"0.0001 CLF", amount(1, clf)},
		{"92233720368547758.07 EUR", amount(math.MaxInt64, eur)},
		{"-92233720368547758.08 EUR", amount(math.MinInt64, eur)},
		{"9223372036854775807 JPY", amount(math.MaxInt64, jpy)},
		{"-9223372036854775808 JPY", amount(math.MinInt64, jpy)},
		{"-9223372036854775.808 KWD", amount(math.MinInt64, kwd)},
	} {
		got, err := money.Parse(test.text)
		checkError(t, test.text, err, nil)
		if got != test.want || got.String() != test.text || test.want.String() != test.text {
			t.Errorf("%q parsed as %v, want %v", test.text, got, test.want)
		}
		got = money.Amount{}
		checkError(t, test.text, got.UnmarshalText([]byte(test.text)), nil)
		if text, err := got.MarshalText(); string(text) != test.text || err != nil {
			t.Errorf("%q comes back as %q, %v", test.text, text, err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, test := range []struct {
		text string
		err  error
	}{
		{"", money.ErrSyntax},
		{"EUR", money.ErrSyntax},
		{" EUR", money.ErrSyntax},
		{"49.00", money.ErrSyntax},
		{"49.00EUR", money.ErrSyntax},
		{"49.00  EUR", money.ErrSyntax},
		{"49.00\tEUR", money.ErrSyntax},
		{"49.00\u00a0EUR", money.ErrSyntax},
		{" 49.00 EUR", money.ErrSyntax},
		{"49.00 EUR ", money.ErrSyntax},
		{"EUR 49.00", money.ErrSyntax},
		{"+49.00 EUR", money.ErrSyntax},
		{"--49.00 EUR", money.ErrSyntax},
		{"- 49.00 EUR", money.ErrSyntax},
		{"- EUR", money.ErrSyntax},
		{"−49.00 EUR", money.ErrSyntax}, // U+2212, the typographic minus
		{"-0.00 EUR", money.ErrSyntax},
		{"-0 JPY", money.ErrSyntax},
		{"049.00 EUR", money.ErrSyntax},
		{"00.00 EUR", money.ErrSyntax},
		{"00 JPY", money.ErrSyntax},
		{".50 EUR", money.ErrSyntax},
		{"49. EUR", money.ErrSyntax},
		{"5800. JPY", money.ErrSyntax},
		{"49,00 EUR", money.ErrSyntax},
		{"1,000.00 EUR", money.ErrSyntax},
		{"1 000.00 EUR", money.ErrSyntax},
		{"1_000.00 EUR", money.ErrSyntax},
		{"49.0.0 EUR", money.ErrSyntax},
		{"4.9e1 EUR", money.ErrSyntax},
		{"1e20000000 EUR", money.ErrSyntax},
		{"1E2 JPY", money.ErrSyntax},
		{"0x31 JPY", money.ErrSyntax},
		{"NaN EUR", money.ErrSyntax},
		{"Inf EUR", money.ErrSyntax},
		{"٤٩.٠٠ EUR", money.ErrSyntax},
		{"49.00 \xff\xff\xff", money.ErrCurrency},
		{"49.00 eur", money.ErrCurrency},
		{"49.00 XYZ", money.ErrCurrency},
		{"49.00 XAU", money.ErrCurrency},
		{"49 EUR", money.ErrPrecision},
		{"49.0 EUR", money.ErrPrecision},
		{"49.000 EUR", money.ErrPrecision},
		{"5800.0 JPY", money.ErrPrecision},
		{"49.00 KWD", money.ErrPrecision},
		{"92233720368547758.08 EUR", money.ErrOverflow},
		{"-92233720368547758.09 EUR", money.ErrOverflow},
		{"92233720368547758.10 EUR", money.ErrOverflow},
		{"184467440737095516.16 EUR", money.ErrOverflow}, // 2^64, which would wrap to 0
		{"9223372036854775808 JPY", money.ErrOverflow},
		{strings.Repeat("9", 57) + ".00 EUR", money.ErrOverflow}, // 64 bytes
		{strings.Repeat("9", 58) + ".00 EUR", money.ErrSyntax},   // 65 bytes
	} {
		got, err := money.Parse(test.text)
		checkError(t, test.text, err, test.err)
		if got != (money.Amount{}) {
			t.Errorf("%q: an error came with %v", test.text, got)
		}
		a := amount(1, eur)
		if test.text != "" {
			checkError(t, test.text, a.UnmarshalText([]byte(test.text)), test.err)
		}
		if a != amount(1, eur) {
			t.Errorf("%q: an error changed the amount to %v", test.text, a)
		}
	}
}

func TestZeroAmountText(t *testing.T) {
	text, err := money.Amount{}.MarshalText()
	if text == nil || len(text) != 0 || err != nil {
		t.Errorf("zero Amount as text: %q, %v", text, err)
	}
	a := amount(1, eur)
	checkError(t, "empty text", a.UnmarshalText(nil), nil)
	if a != (money.Amount{}) {
		t.Errorf("empty text read as %v", a)
	}
	if text, err := amount(-1, eur).AppendText([]byte("owed ")); string(text) != "owed -0.01 EUR" || err != nil {
		t.Errorf("appended %q, %v", text, err)
	}
	if text, _ := (money.Amount{}).AppendText([]byte("owed")); string(text) != "owed" {
		t.Errorf("appended %q", text)
	}
}

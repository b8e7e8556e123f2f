package money_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/money"
	"github.com/shopspring/decimal"
)

// The texts are for people; these are the ones that people will meet.
func TestErrorText(t *testing.T) {
	_, noCurrency := money.FromMinor(4900, money.Currency{})
	_, mismatch := amount(4900, eur).Add(amount(100, usd))
	_, overflow := amount(math.MaxInt64, eur).Add(amount(1, eur))
	_, absent := amount(4900, eur).Sub(money.Amount{})
	_, ratio := amount(4900, eur).MulRatio(17, 0, money.HalfUp)
	_, mode := amount(4900, eur).MulRatio(17, 30, 0)
	_, weights := amount(4900, eur).Allocate(1, -2)
	_, precise := money.FromDecimal(decimal.New(1005, -3), eur)
	_, huge := money.FromDecimal(decimal.New(1, 20000000), eur)
	parse := func(s string) error { _, err := money.Parse(s); return err }
	scan := func(s string) error { return new(money.Amount).UnmarshalJSON([]byte(s)) }

	for _, test := range []struct {
		err  error
		want string
	}{
		{parse("49 EUR"), `money: parse "49 EUR": want two decimals, as in "49.00 EUR"`},
		{parse("49.00 JPY"), `money: parse "49.00 JPY": want no decimals, as in "49 JPY"`},
		{parse("49.00 KWD"), `money: parse "49.00 KWD": want 3 decimals, as in "49.000 KWD"`},
		{parse("049.00 EUR"), `money: parse "049.00 EUR": want no leading zeros, as in "49.00 EUR"`},
		{parse("49.00"), `money: parse "49.00": want an amount, one space and a currency, as in "49.00 EUR"`},
		{parse(strings.Repeat("é", 80)), `money: parse "` + strings.Repeat("é", 40) + `…": want at most 64 bytes`},
		{scan(`{"amount":49,"currency":"EUR"}`), `money: parse JSON {"amount":49,"currency":"EUR"}: want a string in quotes: a JSON number may already have lost digits`},
		{noCurrency, `money: from minor units "4900": want a currency`},
		{mismatch, `money: add "49.00 EUR + 1.00 USD": want amounts of one currency`},
		{overflow, `money: add "92233720368547758.07 EUR + 0.01 EUR": want a result that int64 minor units can hold`},
		{absent, `money: subtract "49.00 EUR - no amount": want an amount, not the zero Amount`},
		{ratio, `money: multiply "49.00 EUR * 17 / 0": want a divisor other than zero`},
		{mode, `money: multiply "49.00 EUR * 17 / 30": want a rounding mode: half_up, half_even, down or up`},
		{weights, `money: allocate "49.00 EUR by weight -2 at index 1": want weights of zero or more`},
		{precise, `money: from decimal "1005e-3 EUR": want at most two decimals, as in "49.00 EUR"`},
		{huge, `money: from decimal "1e20000000 EUR": want a result that int64 minor units can hold`},
		{&money.Error{Op: "parse", Value: "x", Err: money.ErrSyntax}, `money: parse "x": malformed text`},
		{&money.Error{Op: "parse"}, `money: parse ""`},
	} {
		if got := test.err.Error(); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

// Each sentinel is its own: matching one never matches another.
func TestSentinelsAreDistinct(t *testing.T) {
	sentinels := []error{
		money.ErrSyntax, money.ErrCurrency, money.ErrMismatch, money.ErrOverflow,
		money.ErrPrecision, money.ErrNoAmount, money.ErrRounding, money.ErrRatio,
	}
	for i, a := range sentinels {
		for j, b := range sentinels {
			if errors.Is(&money.Error{Err: a}, b) != (i == j) {
				t.Errorf("%v matches %v: %v", a, b, i != j)
			}
		}
	}
}

// Hostile input is refused with a typed error in under a millisecond.
func TestHostileInput(t *testing.T) {
	digits := strings.Repeat("9", 4096)
	big, err := decimal.NewFromString(digits)
	if err != nil {
		t.Fatal(err)
	}
	parse := func(s string) func() error {
		return func() error { _, err := money.Parse(s); return err }
	}
	text := func(s string) func() error {
		return func() error { return new(money.Amount).UnmarshalText([]byte(s)) }
	}
	object := func(s string) func() error {
		return func() error { return new(money.Amount).UnmarshalJSON([]byte(s)) }
	}
	code := func(s string) func() error {
		return func() error { _, err := money.ParseCurrency(s); return err }
	}
	from := func(d decimal.Decimal) func() error {
		return func() error { _, err := money.FromDecimal(d, eur); return err }
	}
	for name, f := range map[string]func() error{
		"1e20000000 EUR":       parse("1e20000000 EUR"),
		"4 KiB of digits":      parse(digits + " EUR"),
		"4 KiB of text":        text(digits + " EUR"),
		"1 MiB of text":        text(strings.Repeat("0", 1<<20)),
		"4 KiB of zeros":       parse(strings.Repeat("0", 4096) + ".00 EUR"),
		"4 KiB of signs":       parse(strings.Repeat("-", 4096)),
		"4 KiB of 0xff":        parse(strings.Repeat("\xff", 4096)),
		"4 KiB of emoji":       parse(strings.Repeat("💶", 1024)),
		"JSON 1e20000000":      object(`{"amount":1e20000000,"currency":"EUR"}`),
		"JSON digits":          object(`{"amount":"` + digits + `","currency":"EUR"}`),
		"JSON 1000 digits":     object(`{"amount":"` + digits[:900] + `.00","currency":"EUR"}`),
		"JSON brackets":        object(strings.Repeat("[", 4096)),
		"JSON braces":          object(strings.Repeat(`{"amount":`, 100)),
		"JSON space":           object(strings.Repeat(" ", 1<<20)),
		"JSON quotes":          object(`{` + strings.Repeat(`"`, 1000)),
		"currency of 4 KiB":    code(digits),
		"decimal 1e20000000":   from(decimal.New(1, 20000000)),
		"decimal 1e-20000000":  from(decimal.New(1, -20000000)),
		"decimal 1e2147483647": from(decimal.New(1, math.MaxInt32)),
		"decimal of 4 KiB":     from(big),
		"decimal 4 KiB, small": from(decimal.NewFromBigInt(big.Coefficient(), -4096)),
		"decimal of 256 bits":  from(power(10, 76, math.MinInt32)),
		"rounding of 4 KiB":    func() error { return new(money.Rounding).UnmarshalText([]byte(digits)) },
	} {
		// The best of several runs: the machine may be busy.
		best := time.Hour
		for range 5 {
			start := time.Now()
			err := f()
			best = min(best, time.Since(start))
			var typed *money.Error
			if !errors.As(err, &typed) || len(err.Error()) > 400 {
				t.Fatalf("%s: %T %.400v", name, err, err)
			}
		}
		if best > 20*time.Millisecond {
			t.Errorf("%s took %v", name, best)
		}
	}
}

package money_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/rescind-go/rescind/money"
	"github.com/shopspring/decimal"
)

// Each property below is one check function, tried by a Test on random cases and by
// a Fuzz target on whatever the fuzzer finds. The checks share no code with the
// package: they use math/big, encoding/json and fmt.

// checkRoundTrip: the text of an amount is the plain decimal number, and is read back.
func checkRoundTrip(t *testing.T, a money.Amount) {
	t.Helper()
	text := a.String()
	if want := spell(a); text != want {
		t.Fatalf("%d minor units of %v print as %q, want %q", a.Minor(), a.Currency(), text, want)
	}
	if back, err := money.Parse(text); err != nil || back != a {
		t.Fatalf("%q is read back as %v, %v", text, back, err)
	}
	var back money.Amount
	appended, err := a.AppendText([]byte("x"))
	if err != nil || string(appended) != "x"+text {
		t.Fatalf("%q appended as %q, %v", text, appended, err)
	}
	if err := back.UnmarshalText(appended[1:]); err != nil || back != a {
		t.Fatalf("%q is read back as %v, %v", text, back, err)
	}
}

// spell writes an amount by padding its digits, as one would by hand.
func spell(a money.Amount) string {
	digits := new(big.Int).Abs(big.NewInt(a.Minor())).String()
	n := a.Currency().Digits()
	if len(digits) <= n {
		digits = strings.Repeat("0", n+1-len(digits)) + digits
	}
	if n > 0 {
		digits = digits[:len(digits)-n] + "." + digits[len(digits)-n:]
	}
	if a.Minor() < 0 {
		digits = "-" + digits
	}
	return digits + " " + a.Currency().Code()
}

func TestParseFormatRoundTrip(t *testing.T) {
	r := random(t)
	for range cases {
		checkRoundTrip(t, amount(number(r), currency(r.Uint64())))
	}
}

func FuzzParseFormatRoundTrip(f *testing.F) {
	f.Add(int64(4900), uint64(0))
	f.Add(int64(math.MinInt64), uint64(50))
	f.Fuzz(func(t *testing.T, n int64, cur uint64) {
		checkRoundTrip(t, amount(n, currency(cur)))
	})
}

// FuzzParseNeverPanicsAndIsCanonical: whatever is accepted is the one text of its
// amount, and whatever is refused is refused with a typed error.
func FuzzParseNeverPanicsAndIsCanonical(f *testing.F) {
	for _, s := range []string{"49.00 EUR", "-0.00 EUR", "5800 JPY", "1e20000000 EUR", "-92233720368547758.08 EUR", "", " EUR"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		// The fuzzer seldom hits on a currency; also try the text with one.
		for _, s := range []string{s, s + " EUR", s + " JPY", s + ".00 EUR"} {
			a, err := money.Parse(s)
			if err != nil {
				checkRefusal(t, s, err)
				if a != (money.Amount{}) {
					t.Fatalf("%q: an error came with %v", s, a)
				}
				continue
			}
			if a.String() != s || spell(a) != s || !a.IsValid() {
				t.Fatalf("%q is accepted, but its text is %q", s, a)
			}
		}
	})
}

// checkRefusal: an error is an *Error with a sentinel, and short.
func checkRefusal(t *testing.T, input string, err error) {
	t.Helper()
	var typed *money.Error
	if !errors.As(err, &typed) || typed.Err == nil || typed.Want == "" || len(err.Error()) > 400 {
		t.Fatalf("%q: error %#v", input, err)
	}
}

// checkJSON: the JSON of an amount is read back, here and by encoding/json.
func checkJSON(t *testing.T, a money.Amount) {
	t.Helper()
	text, err := a.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var back money.Amount
	if err := back.UnmarshalJSON(text); err != nil || back != a {
		t.Fatalf("%s is read back as %v, %v", text, back, err)
	}
	var fields map[string]string
	if err := json.Unmarshal(text, &fields); err != nil || len(fields) != 2 ||
		fields["amount"]+" "+fields["currency"] != spell(a) {
		t.Fatalf("%s is read by encoding/json as %v, %v", text, fields, err)
	}
}

func TestJSONRoundTrip(t *testing.T) {
	r := random(t)
	for range cases {
		checkJSON(t, amount(number(r), currency(r.Uint64())))
	}
}

// FuzzJSONRoundTrip: besides, whatever bytes are accepted are valid JSON that
// encoding/json, told to be strict, understands in the same way.
func FuzzJSONRoundTrip(f *testing.F) {
	f.Add(int64(4900), uint64(0), []byte(`{"amount":"49.00","currency":"EUR"}`))
	f.Add(int64(math.MinInt64), uint64(50), []byte(` { "currency" : "JPY" , "amount" : "-1" } `))
	f.Add(int64(0), uint64(7), []byte(` null`))
	f.Add(int64(0), uint64(7), []byte(`{"amount":49.00,"currency":"EUR","x":[]}`))
	f.Fuzz(func(t *testing.T, n int64, cur uint64, data []byte) {
		checkJSON(t, amount(n, currency(cur)))

		before := amount(1, eur)
		a := before
		if err := a.UnmarshalJSON(data); err != nil {
			checkRefusal(t, string(data), err)
			if a != before {
				t.Fatalf("%q: an error changed the amount to %v", data, a)
			}
			return
		}
		var fields *struct{ Amount, Currency string }
		d := json.NewDecoder(bytes.NewReader(data))
		d.DisallowUnknownFields()
		if err := d.Decode(&fields); err != nil || !json.Valid(data) {
			t.Fatalf("%q is accepted, but encoding/json says %v", data, err)
		}
		if fields == nil {
			if a != (money.Amount{}) {
				t.Fatalf("%q is read as %v", data, a)
			}
			return
		}
		if a.String() != fields.Amount+" "+fields.Currency {
			t.Fatalf("%q is read as %v", data, a)
		}
	})
}

// checkAddSub: sum, difference, negation and order are those of big integers.
func checkAddSub(t *testing.T, x, y int64) {
	t.Helper()
	a, b := amount(x, eur), amount(y, eur)
	bx, by := big.NewInt(x), big.NewInt(y)
	sum, err := a.Add(b)
	checkBig(t, sum, err, new(big.Int).Add(bx, by), x, "+", y)
	diff, err := a.Sub(b)
	checkBig(t, diff, err, new(big.Int).Sub(bx, by), x, "-", y)
	neg, err := a.Neg()
	checkBig(t, neg, err, new(big.Int).Neg(bx), "-", x)
	if order, err := a.Cmp(b); err != nil || order != bx.Cmp(by) {
		t.Fatalf("%d against %d = %d, %v", x, y, order, err)
	}
	if a.Sign() != bx.Sign() {
		t.Fatalf("sign of %d = %d", x, a.Sign())
	}
}

// checkBig expects want minor units of EUR, or an overflow if int64 cannot hold it.
func checkBig(t *testing.T, got money.Amount, err error, want *big.Int, what ...any) {
	t.Helper()
	switch {
	case !want.IsInt64():
		if !errors.Is(err, money.ErrOverflow) || got != (money.Amount{}) {
			t.Fatalf("%v = %v, %v; want an overflow", what, got, err)
		}
	case err != nil || got != amount(want.Int64(), eur):
		t.Fatalf("%v = %v, %v; want %v minor units", what, got, err, want)
	}
}

func TestAddSubAgainstBig(t *testing.T) {
	r := random(t)
	for range cases {
		checkAddSub(t, number(r), number(r))
	}
}

func FuzzAddSubAgainstBig(f *testing.F) {
	f.Add(int64(math.MaxInt64), int64(1))
	f.Add(int64(math.MinInt64), int64(math.MinInt64))
	f.Fuzz(checkAddSub)
}

// checkMulRatio: the product is the exact rational, rounded once, in every mode.
func checkMulRatio(t *testing.T, n, num, den int64) {
	t.Helper()
	a := amount(n, eur)
	if den == 0 {
		if got, err := a.MulRatio(num, den, money.Up); !errors.Is(err, money.ErrRatio) || got != (money.Amount{}) {
			t.Fatalf("%d * %d / 0 = %v, %v", n, num, got, err)
		}
		return
	}
	product := new(big.Int).Mul(big.NewInt(n), big.NewInt(num))
	exact := new(big.Rat).SetFrac(product, big.NewInt(den))
	for _, mode := range modes {
		got, err := a.MulRatio(num, den, mode)
		checkBig(t, got, err, round(exact, mode), n, "*", num, "/", den, mode)
	}
}

// round rounds x by its definition: it asks which neighbour is the closer one.
func round(x *big.Rat, mode money.Rounding) *big.Int {
	toward := new(big.Int).Quo(x.Num(), x.Denom()) // Quo truncates
	if x.IsInt() || mode == money.Down {
		return toward
	}
	away := new(big.Int).Add(toward, big.NewInt(int64(x.Sign())))
	if mode == money.Up {
		return away
	}
	middle := new(big.Rat).SetFrac(new(big.Int).Add(toward, away), big.NewInt(2))
	switch side := x.Cmp(middle) * x.Sign(); { // beyond the middle, as seen from zero
	case side < 0:
		return toward
	case side > 0:
		return away
	case mode == money.HalfEven && toward.Bit(0) == 0:
		return toward
	}
	return away
}

func TestMulRatioAgainstBig(t *testing.T) {
	r := random(t)
	for range cases / len(modes) { // each case is tried in every mode
		n, num, den := number(r), number(r), number(r)
		switch r.IntN(3) {
		case 0: // a share of time, where results usually fit
			den = r.Int64N(400) + 1
			num = r.Int64N(den + 1)
		case 1: // halves
			den = 2 * (r.Int64N(50) + 1)
			num = den / 2
		}
		checkMulRatio(t, n, num, den)
	}
}

func FuzzMulRatioAgainstBig(f *testing.F) {
	f.Add(int64(4900), int64(17), int64(30))
	f.Add(int64(math.MinInt64), int64(-1), int64(1))
	f.Add(int64(8198552921648689607), int64(9), int64(4))
	f.Add(int64(25), int64(1), int64(-10))
	f.Add(int64(25), int64(1), int64(0))
	f.Fuzz(checkMulRatio)
}

// checkAllocate: the parts add up; each is its exact share rounded down or up; a
// part that was rounded up lost no less than one that was rounded down, and among
// equals it stands first; a negative amount splits as the positive one does.
func checkAllocate(t *testing.T, n int64, weights []int64) {
	t.Helper()
	what := fmt.Sprintf("%d by %v", n, weights)
	total := new(big.Int)
	for _, w := range weights {
		total.Add(total, big.NewInt(w))
	}
	parts, err := amount(n, eur).Allocate(weights...)
	switch {
	case total.Sign() == 0:
		if !errors.Is(err, money.ErrRatio) || parts != nil {
			t.Fatalf("%s = %v, %v", what, parts, err)
		}
		return
	case total.BitLen() > 64:
		if !errors.Is(err, money.ErrOverflow) || parts != nil {
			t.Fatalf("%s = %v, %v", what, parts, err)
		}
		return
	case err != nil || len(parts) != len(weights):
		t.Fatalf("%s = %v, %v", what, parts, err)
	}

	sum := new(big.Int)
	lost := make([]*big.Rat, len(parts)) // the fraction that rounding down took
	upped := make([]bool, len(parts))
	for i, part := range parts {
		sum.Add(sum, big.NewInt(part.Minor()))
		share := new(big.Rat).Mul(big.NewRat(n, 1), new(big.Rat).SetFrac(big.NewInt(weights[i]), total))
		share.Abs(share)
		whole := new(big.Int).Quo(share.Num(), share.Denom())
		lost[i] = new(big.Rat).Sub(share, new(big.Rat).SetInt(whole))
		got := new(big.Int).Abs(big.NewInt(part.Minor()))
		extra := new(big.Int).Sub(got, whole)
		upped[i] = extra.Sign() > 0
		if extra.Sign() < 0 || extra.Cmp(big.NewInt(1)) > 0 || upped[i] && lost[i].Sign() == 0 ||
			part.Currency() != eur || part.Sign()*amount(n, eur).Sign() < 0 {
			t.Fatalf("%s: part %d is %v, its share %v", what, i, part, share.FloatString(3))
		}
	}
	if sum.Cmp(big.NewInt(n)) != 0 {
		t.Fatalf("%s = %v adds up to %v", what, parts, sum)
	}
	for i := range parts {
		for j := range parts {
			if !upped[i] && upped[j] && (lost[i].Cmp(lost[j]) > 0 || lost[i].Cmp(lost[j]) == 0 && i < j) {
				t.Fatalf("%s = %v: the unit of part %d belongs to part %d", what, parts, j, i)
			}
		}
	}
	if n > 0 {
		mirror, err := amount(-n, eur).Allocate(weights...)
		for i := range mirror {
			if mirror[i].Minor() != -parts[i].Minor() {
				t.Fatalf("%s = %v, but negated %v, %v", what, parts, mirror, err)
			}
		}
	}
}

func TestAllocateAddsUp(t *testing.T) {
	r := random(t)
	for range cases / 10 { // the oracle is slow
		weights := make([]int64, r.IntN(8))
		for i := range weights {
			weights[i] = number(r) & math.MaxInt64
			if r.IntN(2) == 0 {
				weights[i] %= 5 // ties
			}
		}
		checkAllocate(t, number(r), weights)
	}
}

// FuzzAllocateAddsUp takes the weights from bytes: eight a weight, the sign dropped.
func FuzzAllocateAddsUp(f *testing.F) {
	f.Add(int64(100), []byte{1, 1, 1}, true)
	f.Add(int64(math.MinInt64), []byte{3, 7, 0, 255}, true)
	f.Add(int64(math.MaxInt64), bytes.Repeat([]byte{255}, 24), false)
	f.Fuzz(func(t *testing.T, n int64, data []byte, small bool) {
		data = data[:min(len(data), 64)]
		var weights []int64
		if small {
			for _, b := range data {
				weights = append(weights, int64(b))
			}
		} else {
			for chunk := range slices.Chunk(data, 8) {
				var full [8]byte
				copy(full[:], chunk)
				weights = append(weights, int64(binary.LittleEndian.Uint64(full[:])&math.MaxInt64))
			}
		}
		checkAllocate(t, n, weights)
	})
}

// checkFromDecimal: a decimal is taken exactly, or refused for the right reason.
func checkFromDecimal(t *testing.T, coef *big.Int, exp int32, cur money.Currency) {
	t.Helper()
	got, err := money.FromDecimal(decimal.NewFromBigInt(coef, exp), cur)
	what := fmt.Sprintf("%v * 10^%d %v", coef, exp, cur)

	minor := new(big.Rat).SetInt(coef)
	power := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(exp, -exp))), nil))
	if exp < 0 {
		power.Inv(power)
	}
	minor.Mul(minor, power)
	minor.Mul(minor, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(cur.Digits())), nil)))

	switch {
	case coef.BitLen() > 256:
		if !errors.Is(err, money.ErrOverflow) {
			t.Fatalf("%s = %v, %v", what, got, err)
		}
	case !minor.IsInt():
		if !errors.Is(err, money.ErrPrecision) {
			t.Fatalf("%s = %v, %v", what, got, err)
		}
	case !minor.Num().IsInt64():
		if !errors.Is(err, money.ErrOverflow) {
			t.Fatalf("%s = %v, %v", what, got, err)
		}
	default:
		if err != nil || got != amount(minor.Num().Int64(), cur) {
			t.Fatalf("%s = %v, %v; want %v minor units", what, got, err, minor.Num())
		}
		if back, err := money.FromDecimal(got.Decimal(), cur); err != nil || back != got {
			t.Fatalf("%v as decimal comes back as %v, %v", got, back, err)
		}
		return
	}
	if got != (money.Amount{}) {
		t.Fatalf("%s: an error came with %v", what, got)
	}
}

func TestFromDecimalExact(t *testing.T) {
	r := random(t)
	for range cases {
		coef := big.NewInt(number(r))
		exp := int32(r.IntN(12) - 8)
		if zeros := r.IntN(30); r.IntN(2) == 0 { // trailing zeros, taken back by the exponent
			coef.Mul(coef, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(zeros)), nil))
			exp -= int32(zeros)
		}
		checkFromDecimal(t, coef, exp, currency(r.Uint64()))
	}
}

func FuzzFromDecimalExact(f *testing.F) {
	f.Add([]byte{49}, false, int32(0), uint64(0))
	f.Add([]byte{128, 0, 0, 0, 0, 0, 0, 0}, true, int32(-2), uint64(50))
	f.Add(bytes.Repeat([]byte{255}, 33), true, int32(-2), uint64(50))
	f.Fuzz(func(t *testing.T, coef []byte, negative bool, exp int32, cur uint64) {
		c := new(big.Int).SetBytes(coef[:min(len(coef), 40)])
		if negative {
			c.Neg(c)
		}
		// The oracle, unlike the package, is slow for great exponents.
		checkFromDecimal(t, c, exp%500, currency(cur))
	})
}

// FuzzCurrencyText: a code is known and comes back as it was, or is refused.
func FuzzCurrencyText(f *testing.F) {
	for _, s := range []string{"EUR", "eur", "", "XXX", "EURO", "\xff\xff\xff"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c := eur
		if err := c.UnmarshalText(text); err != nil {
			checkRefusal(t, string(text), err)
			if c != eur || slices.ContainsFunc(all, func(k money.Currency) bool { return k.Code() == string(text) }) {
				t.Fatalf("%q: refused, %v", text, c)
			}
		} else if back, err := c.MarshalText(); err != nil || !bytes.Equal(back, text) || c.IsValid() != (len(text) == 3) {
			t.Fatalf("%q: read as %v, back %q, %v", text, c, back, err)
		}
		parsed, err := money.ParseCurrency(string(text))
		if err == nil && parsed != c || err != nil && parsed.IsValid() {
			t.Fatalf("%q: parsed as %v, %v", text, parsed, err)
		}

		// Fold into three letters, so that known codes come up.
		var code [3]byte
		copy(code[:], text)
		for i := range code {
			code[i] = 'A' + code[i]%26
		}
		known := slices.ContainsFunc(all, func(k money.Currency) bool { return k.Code() == string(code[:]) })
		if _, err := money.ParseCurrency(string(code[:])); (err == nil) != known {
			t.Fatalf("%q: known %v, %v", code, known, err)
		}
	})
}

// Splitting what was paid and giving it back part by part returns all of it and
// never a cent more.
func TestAllocatedPartsPayBackExactly(t *testing.T) {
	r := random(t)
	for range cases / 10 {
		left := amount(r.Int64N(1_000_000), eur)
		parts, err := left.Allocate(1+r.Int64N(50), r.Int64N(50), r.Int64N(50))
		if err != nil {
			t.Fatal(err)
		}
		r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		for _, part := range parts {
			if left, err = left.Sub(part); err != nil || left.Sign() < 0 {
				t.Fatalf("%v: %v left, %v", parts, left, err)
			}
		}
		if left != amount(0, eur) {
			t.Fatalf("%v: %v left", parts, left)
		}
	}
}

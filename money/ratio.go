package money

import (
	"math/big"
	"math/bits"
	"strconv"
	"strings"
)

// A Ratio is a fraction to multiply an amount by: 17 of 30 days, 20 of 100
// parts. The zero Ratio has no value and is refused.
type Ratio struct{ Num, Den int64 }

// String returns "17 / 30".
func (r Ratio) String() string {
	return strconv.FormatInt(r.Num, 10) + " / " + strconv.FormatInt(r.Den, 10)
}

// MulRatios returns a multiplied by every ratio, rounded once, with mode, to
// whole minor units. The product is exact, however large it grows on the way:
// 10.00 EUR by 1/3 and 3/1 is 10.00 EUR. It is [Amount.MulRatio] for a share of
// a share; without any ratio it is a.
//
// An error wraps [ErrNoAmount], [ErrRounding] for an unknown mode or none,
// [ErrRatio] for a divisor of zero, or [ErrOverflow].
func (a Amount) MulRatios(mode Rounding, ratios ...Ratio) (Amount, error) {
	num, den := uint64(1), uint64(1)
	negative, wide := false, false
	for _, r := range ratios {
		if r.Den == 0 {
			return Amount{}, errRatios(a, ratios, "a divisor other than zero", ErrRatio)
		}
		negative = negative != (r.Num < 0) != (r.Den < 0)
		n, d := magnitude(r.Num), magnitude(r.Den)
		if n == d {
			continue
		}
		hiNum, loNum := bits.Mul64(num, n)
		hiDen, loDen := bits.Mul64(den, d)
		if hiNum|hiDen != 0 {
			// In lower terms there may be room.
			g, h := gcd(num, d), gcd(n, den)
			hiNum, loNum = bits.Mul64(num/g, n/h)
			hiDen, loDen = bits.Mul64(den/h, d/g)
		}
		if hiNum|hiDen != 0 {
			wide = true
			break
		}
		num, den = loNum, loDen
	}
	switch {
	case !a.IsValid():
		return Amount{}, errRatios(a, ratios, "an amount, not the zero Amount", ErrNoAmount)
	case !mode.known():
		return Amount{}, errRatios(a, ratios, "a rounding mode: "+wantRounding, ErrRounding)
	case wide:
		return a.mulWide(mode, ratios)
	}
	hi, lo := bits.Mul64(magnitude(a.minor), num)
	if hi >= den { // a quotient of 65 bits or more, on which Div64 would panic
		return Amount{}, errRatios(a, ratios, wantRange, ErrOverflow)
	}
	q, rem := bits.Div64(hi, lo, den)
	return a.rounded(q, mode.up(q, rem, den), negative, ratios)
}

// gcd returns the greatest common divisor, and 1 if one of them is zero.
func gcd(a, b uint64) uint64 {
	if a == 0 || b == 0 {
		return 1
	}
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// mulWide is MulRatios for ratios whose product does not fit into 64 bits.
func (a Amount) mulWide(mode Rounding, ratios []Ratio) (Amount, error) {
	num, den := new(big.Int).SetUint64(magnitude(a.minor)), big.NewInt(1)
	negative := false
	for _, r := range ratios {
		if r.Den == 0 {
			return Amount{}, errRatios(a, ratios, "a divisor other than zero", ErrRatio)
		}
		negative = negative != (r.Num < 0) != (r.Den < 0)
		num.Mul(num, new(big.Int).SetUint64(magnitude(r.Num)))
		den.Mul(den, new(big.Int).SetUint64(magnitude(r.Den)))
	}
	q, rem := new(big.Int).QuoRem(num, den, new(big.Int))
	if !q.IsUint64() {
		return Amount{}, errRatios(a, ratios, wantRange, ErrOverflow)
	}
	// What is left over matters to rounding only by how it compares with one
	// half: two units in four say that.
	left := uint64(0)
	switch rem.Lsh(rem, 1).CmpAbs(den) {
	case 1:
		left = 3
	case 0:
		left = 2
	default:
		if rem.Sign() != 0 {
			left = 1
		}
	}
	return a.rounded(q.Uint64(), mode.up(q.Uint64(), left, 4), negative, ratios)
}

// rounded returns the quotient q, one more if up is set, with its sign.
func (a Amount) rounded(q uint64, up, negative bool, ratios []Ratio) (Amount, error) {
	if up {
		if q++; q == 0 {
			return Amount{}, errRatios(a, ratios, wantRange, ErrOverflow)
		}
	}
	n, ok := signed((a.minor < 0) != negative, q)
	if !ok {
		return Amount{}, errRatios(a, ratios, wantRange, ErrOverflow)
	}
	return Amount{n, a.cur}, nil
}

// errRatios says which product failed. It copies the ratios into text, so that
// the list of the caller stays where it is.
//
//go:noinline
func errRatios(a Amount, ratios []Ratio, want string, err error) error {
	var b strings.Builder
	b.WriteString(a.operand())
	for i, r := range ratios {
		if i == maxShownRatios {
			b.WriteString(" * …")
			break
		}
		b.WriteString(" * " + r.String())
	}
	return &Error{"multiply", b.String(), want, err}
}

const maxShownRatios = 4

package money

import (
	"math"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"
)

// maxCoefficient bounds the digits of a decimal, in bits; 256 bits are 77 digits.
const maxCoefficient = 256

// FromDecimal returns the amount of d major units of cur: the decimal 49 and EUR
// give 49.00 EUR. It is exact or fails; it never rounds. Trailing zeros are
// welcome: 49.0000 is 49.00 EUR.
//
// The size of d is looked at before anything is computed, so a decimal such as
// 1e20000000, on which arithmetic would run for seconds, is refused at once.
//
// An error wraps [ErrCurrency] for the zero Currency; [ErrPrecision] if d has more
// decimals than cur, trailing zeros aside; or [ErrOverflow] if the amount does not
// fit, or if the coefficient of d is longer than 256 bits.
func FromDecimal(d decimal.Decimal, cur Currency) (Amount, error) {
	// d is coef * 10^exp, so it is coef * 10^shift minor units. decimal's own
	// arithmetic is avoided: it grows with the exponent, and parts of it obey
	// global variables.
	coef := d.Coefficient()
	shift := int64(d.Exponent()) + int64(cur.Digits())
	switch {
	case !cur.IsValid():
		return Amount{}, errDecimal(d, cur, "a currency", ErrCurrency)
	case coef.Sign() == 0:
		return Amount{0, cur}, nil
	case coef.BitLen() > maxCoefficient:
		return Amount{}, errDecimal(d, cur, "a coefficient of at most 256 bits", ErrOverflow)
	case shift > 18: // 10^19 is above int64 already
		return Amount{}, errDecimal(d, cur, wantRange, ErrOverflow)
	}

	// Take trailing zeros off. The coefficient is not zero and has at most 78
	// digits, so this ends soon, whatever shift is.
	ten, digit := big.NewInt(10), new(big.Int)
	for ; shift < 0; shift++ {
		if coef.QuoRem(coef, ten, digit); digit.Sign() != 0 {
			return Amount{}, errDecimal(d, cur, "at most "+decimalsWord(cur.Digits())+cur.example(), ErrPrecision)
		}
	}
	if !coef.IsInt64() {
		return Amount{}, errDecimal(d, cur, wantRange, ErrOverflow)
	}
	minor := coef.Int64()
	for ; shift > 0; shift-- {
		if minor > math.MaxInt64/10 || minor < math.MinInt64/10 {
			return Amount{}, errDecimal(d, cur, wantRange, ErrOverflow)
		}
		minor *= 10
	}
	return Amount{minor, cur}, nil
}

// Decimal returns the amount in major units, with as many decimals as the currency
// has: 49.00 EUR gives 4900 * 10^-2. The zero Amount gives 0; ask IsValid first
// where that matters. Compare decimals with their Equal method, not with ==.
func (a Amount) Decimal() decimal.Decimal {
	return decimal.New(a.minor, -int32(a.cur.Digits()))
}

// errDecimal shows d as coefficient and exponent: d.String would write out every
// zero of 1e20000000, and obeys global variables.
func errDecimal(d decimal.Decimal, cur Currency, want string, err error) error {
	coef := d.Coefficient()
	value := "a coefficient of " + strconv.Itoa(coef.BitLen()) + " bits"
	if coef.BitLen() <= maxCoefficient {
		value = coef.String() + "e" + strconv.Itoa(int(d.Exponent()))
	}
	if cur.IsValid() {
		value += " " + cur.Code()
	}
	return &Error{"from decimal", value, want, err}
}

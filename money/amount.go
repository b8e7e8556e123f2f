package money

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strconv"
)

// Amount is a whole number of minor units of one currency: 4900 cents are
// 49.00 EUR. It ranges over all of int64 and may be negative. It is a value of at
// most 16 bytes; two Amounts are equal if and only if == says so.
//
// The zero Amount is no amount. It is distinct from zero euros: IsValid is false,
// its currency is the zero Currency, and arithmetic refuses it.
type Amount struct {
	minor int64 // 0 where cur is the zero Currency
	cur   Currency
}

// FromMinor returns the amount of n minor units of cur. What a minor unit is
// follows from the currency: cents for EUR, whole yen for JPY. The zero Currency
// is an error wrapping [ErrCurrency].
func FromMinor(n int64, cur Currency) (Amount, error) {
	if !cur.IsValid() {
		return Amount{}, errFromMinor(n)
	}
	return Amount{n, cur}, nil
}

// errFromMinor stays out of line so that FromMinor is small enough to be inlined.
//
//go:noinline
func errFromMinor(n int64) error {
	return &Error{"from minor units", strconv.FormatInt(n, 10), "a currency", ErrCurrency}
}

// Minor returns the amount in minor units, and 0 for the zero Amount.
func (a Amount) Minor() int64 { return a.minor }

// Currency returns the currency, and the zero Currency for the zero Amount.
func (a Amount) Currency() Currency { return a.cur }

// IsValid reports whether a is an amount; it is false only for the zero Amount,
// and true for zero of a currency.
func (a Amount) IsValid() bool { return a.cur.IsValid() }

// Sign returns -1, 0 or +1. It is 0 for the zero Amount too.
func (a Amount) Sign() int { return cmp.Compare(a.minor, 0) }

// Add returns a + b. An error wraps [ErrNoAmount], [ErrMismatch] or [ErrOverflow].
func (a Amount) Add(b Amount) (Amount, error) {
	if !a.IsValid() || a.cur != b.cur {
		return Amount{}, errPair("add", a, " + ", b)
	}
	sum := a.minor + b.minor
	// The sum wrapped around if it has the sign of neither operand.
	if (a.minor^sum)&(b.minor^sum) < 0 {
		return Amount{}, errRange("add", a.operand()+" + "+b.operand())
	}
	return Amount{sum, a.cur}, nil
}

// Sub returns a - b. An error wraps [ErrNoAmount], [ErrMismatch] or [ErrOverflow].
func (a Amount) Sub(b Amount) (Amount, error) {
	if !a.IsValid() || a.cur != b.cur {
		return Amount{}, errPair("subtract", a, " - ", b)
	}
	diff := a.minor - b.minor
	// Only operands of unlike sign can wrap around, and then the sign of a is lost.
	if (a.minor^b.minor)&(a.minor^diff) < 0 {
		return Amount{}, errRange("subtract", a.operand()+" - "+b.operand())
	}
	return Amount{diff, a.cur}, nil
}

// Neg returns -a. An error wraps [ErrNoAmount], or [ErrOverflow] for the least
// int64, which has no positive counterpart.
func (a Amount) Neg() (Amount, error) {
	switch {
	case !a.IsValid():
		return Amount{}, errNoAmount("negate", a.operand())
	case a.minor == math.MinInt64:
		return Amount{}, errRange("negate", a.operand())
	}
	return Amount{-a.minor, a.cur}, nil
}

// Cmp returns -1 if a < b, 0 if a == b and +1 if a > b. An error wraps
// [ErrNoAmount] or [ErrMismatch]: there is no order between currencies.
func (a Amount) Cmp(b Amount) (int, error) {
	if !a.IsValid() || a.cur != b.cur {
		return 0, errPair("compare", a, " with ", b)
	}
	return cmp.Compare(a.minor, b.minor), nil
}

// MulRatio returns a * num / den, rounded once, with mode, to whole minor units.
// The product is exact: it is held in 128 bits. num and den may be negative or as
// large as int64 goes.
//
// An error wraps [ErrNoAmount], [ErrRounding] for an unknown mode or none,
// [ErrRatio] for den == 0, or [ErrOverflow].
func (a Amount) MulRatio(num, den int64, mode Rounding) (Amount, error) {
	return a.MulRatios(mode, Ratio{num, den})
}

// maxWeights bounds what one call of Allocate takes.
const maxWeights = 1 << 16

// Allocate splits a into one part a weight, in proportion to the weights. The
// parts add up to a exactly.
//
// Each part is first rounded toward zero; the minor units left over go one each to
// the parts that lost the largest fractions, and among equals to the lower index.
// So no part is a whole minor unit away from its exact share, a part of weight 0
// is 0, and the parts of a negative amount are those of the positive one, negated.
//
// An error wraps [ErrNoAmount]; [ErrRatio] if a weight is negative, if none is
// positive, or if there are more than 65536; or [ErrOverflow] if the weights add
// up to 2^64 or more.
func (a Amount) Allocate(weights ...int64) ([]Amount, error) {
	if !a.IsValid() {
		return nil, errNoAmount("allocate", a.operand())
	}
	total, err := a.totalWeight(weights)
	if err != nil {
		return nil, err
	}

	type fraction struct {
		rem   uint64 // what rounding took, in units of 1/total
		index int
	}
	parts := make([]Amount, len(weights))
	fractions := make([]fraction, len(weights))
	whole := magnitude(a.minor)
	left := whole
	for i, w := range weights {
		// w <= total and whole <= 2^63, so the quotient fits and Div64 cannot panic.
		hi, lo := bits.Mul64(whole, uint64(w))
		q, rem := bits.Div64(hi, lo, total)
		left -= q
		parts[i] = Amount{int64(q), a.cur}
		fractions[i] = fraction{rem, i}
	}

	if left > 0 {
		slices.SortFunc(fractions, func(x, y fraction) int {
			if x.rem != y.rem {
				return cmp.Compare(y.rem, x.rem)
			}
			return cmp.Compare(x.index, y.index)
		})
		// left is the sum of the fractions, each below one: it is less than the
		// number of parts that lost something.
		for _, f := range fractions[:left] {
			parts[f.index].minor++
		}
	}
	if a.minor < 0 {
		// A part of 2^63, stored as the least int64, negates to itself: rightly so.
		for i := range parts {
			parts[i].minor = -parts[i].minor
		}
	}
	return parts, nil
}

// totalWeight adds up the weights and refuses those that Allocate cannot use.
func (a Amount) totalWeight(weights []int64) (uint64, error) {
	if len(weights) > maxWeights {
		return 0, errWeights(a, strconv.Itoa(len(weights))+" weights", "at most 65536 weights", ErrRatio)
	}
	var total, carry uint64
	for i, w := range weights {
		if w < 0 {
			at := "weight " + strconv.FormatInt(w, 10) + " at index " + strconv.Itoa(i)
			return 0, errWeights(a, at, "weights of zero or more", ErrRatio)
		}
		if total, carry = bits.Add64(total, uint64(w), 0); carry != 0 {
			return 0, errWeights(a, strconv.Itoa(len(weights))+" weights", "weights that add up to less than 2^64", ErrOverflow)
		}
	}
	if total == 0 {
		return 0, errWeights(a, strconv.Itoa(len(weights))+" weights", "at least one weight above zero", ErrRatio)
	}
	return total, nil
}

// magnitude returns |n|, which for the least int64 is 2^63.
func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// signed returns the number of that sign and magnitude, and whether int64 holds it.
func signed(negative bool, mag uint64) (int64, bool) {
	if negative {
		return -int64(mag), mag <= 1<<63
	}
	return int64(mag), mag <= math.MaxInt64
}

const wantRange = "a result that int64 minor units can hold"

// operand returns a as the text of an error shows it.
func (a Amount) operand() string {
	if !a.IsValid() {
		return "no amount"
	}
	return a.String()
}

func errRange(op, value string) error {
	return &Error{op, value, wantRange, ErrOverflow}
}

func errNoAmount(op, value string) error {
	return &Error{op, value, "an amount, not the zero Amount", ErrNoAmount}
}

// errPair says why a and b do not go together.
func errPair(op string, a Amount, sign string, b Amount) error {
	value := a.operand() + sign + b.operand()
	if !a.IsValid() || !b.IsValid() {
		return errNoAmount(op, value)
	}
	return &Error{op, value, "amounts of one currency", ErrMismatch}
}

func errWeights(a Amount, what, want string, err error) error {
	return &Error{"allocate", a.operand() + " by " + what, want, err}
}

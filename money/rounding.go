package money

import "strconv"

// Rounding says what becomes of a fraction of a minor unit.
//
//	          2.4   2.5   2.6   3.5  -2.4  -2.5  -2.6  -3.5
//	HalfUp      2     3     3     4    -2    -3    -3    -4
//	HalfEven    2     2     3     4    -2    -2    -3    -4
//	Down        2     2     2     3    -2    -2    -2    -3
//	Up          3     3     3     4    -3    -3    -3    -4
//
// Every mode treats an amount and its negative alike, so a charge and its
// reversal cancel out.
//
// The zero Rounding names no mode. [Amount.MulRatio] refuses it.
type Rounding uint8

const (
	HalfUp   Rounding = iota + 1 // to the nearest, halves away from zero
	HalfEven                     // to the nearest, halves to the even neighbour
	Down                         // toward zero
	Up                           // away from zero
)

// String returns "half_up", "half_even", "down" or "up", and for any other
// value, zero included, a form such as "Rounding(9)".
func (r Rounding) String() string {
	switch r {
	case HalfUp:
		return "half_up"
	case HalfEven:
		return "half_even"
	case Down:
		return "down"
	case Up:
		return "up"
	}
	return "Rounding(" + strconv.Itoa(int(r)) + ")"
}

// MarshalText returns the name of the mode, and empty text for the zero
// Rounding. Any other value is an error wrapping [ErrRounding].
func (r Rounding) MarshalText() ([]byte, error) {
	switch {
	case r == 0:
		return []byte{}, nil
	case !r.known():
		return nil, &Error{"marshal rounding", r.String(), wantRounding, ErrRounding}
	}
	return []byte(r.String()), nil
}

// UnmarshalText reads what [Rounding.MarshalText] writes, and nothing else:
// the exact lower-case name, or empty text for the zero Rounding. An error
// wraps [ErrRounding] and leaves r as it was.
func (r *Rounding) UnmarshalText(text []byte) error {
	switch string(text) {
	case "":
		*r = 0
	case "half_up":
		*r = HalfUp
	case "half_even":
		*r = HalfEven
	case "down":
		*r = Down
	case "up":
		*r = Up
	default:
		return &Error{"parse rounding", shorten(text), wantRounding, ErrRounding}
	}
	return nil
}

const wantRounding = "half_up, half_even, down or up"

func (r Rounding) known() bool { return HalfUp <= r && r <= Up }

// up reports whether the magnitude q + rem/den goes up to q+1; rem < den.
func (r Rounding) up(q, rem, den uint64) bool {
	// rem >= den-rem is 2*rem >= den without the overflow.
	switch r {
	case HalfUp:
		return rem >= den-rem
	case HalfEven:
		return rem > den-rem || rem == den-rem && q%2 == 1
	case Up:
		return rem > 0
	}
	return false
}

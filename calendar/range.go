package calendar

import "strconv"

// A Counting says which business day is number 1. Its text is the name of the
// constant in lower case, with an underscore: "after_event". The zero Counting
// is none and cannot be used, because the two differ by a day after every
// weekend and holiday.
type Counting uint8

const (
	// AfterEvent: business day 1 is the first business day strictly after the
	// day of the event.
	AfterEvent Counting = 1 + iota

	// AfterRolled: an event on a closed day is first moved to the next business
	// day, and business day 1 is the first one strictly after that.
	AfterRolled
)

var countingNames = []string{"after_event", "after_rolled"}

// String returns the convention's text, "" for the zero Counting, or Counting(9).
func (k Counting) String() string { return enumString("Counting", countingNames, uint8(k)) }

// MarshalText returns the convention's text. An unknown one is an error
// matching [ErrCount].
func (k Counting) MarshalText() ([]byte, error) {
	return enumAppend(nil, "Counting", countingNames, uint8(k), ErrCount)
}

// UnmarshalText reads what [Counting.MarshalText] writes. Other text is an
// error matching [ErrSyntax].
func (k *Counting) UnmarshalText(text []byte) error {
	v, err := enumParse("counting", countingNames, text)
	if err == nil {
		*k = Counting(v)
	}
	return err
}

// A Range is two dates between which something is expected, both included.
// Ranges can be compared with ==. The zero Range is none.
type Range struct {
	Earliest Date `json:"earliest,omitzero"`
	Latest   Date `json:"latest,omitzero"`
}

// String returns "2020-02-13 to 2020-02-17", one date if both are the same,
// and "" for the zero Range.
func (r Range) String() string {
	if r.Earliest == r.Latest {
		return r.Earliest.String()
	}
	return r.Earliest.String() + " to " + r.Latest.String()
}

// Range returns the days from business day min to business day max after an
// event, counted as k says. An error matches [ErrCount] if k is zero or
// unknown, or unless 1 <= min <= max.
func (c *Calendar) Range(event Date, min, max int, k Counting) (Range, error) {
	const op = "range"
	if k != AfterEvent && k != AfterRolled {
		return Range{}, fault(ErrCount, op, k.String(), oneOf(countingNames))
	}
	if min < 1 || min > max {
		return Range{}, fault(ErrCount, op, strconv.Itoa(min)+" to "+strconv.Itoa(max), "1 or more, and the smaller number first")
	}
	if k == AfterRolled {
		rolled, err := c.OnOrAfter(event)
		if err != nil {
			return Range{}, err
		}
		event = rolled
	}
	earliest, err := c.NthAfter(event, min)
	if err != nil {
		return Range{}, err
	}
	latest, err := c.NthAfter(event, max)
	if err != nil {
		return Range{}, err
	}
	return Range{earliest, latest}, nil
}

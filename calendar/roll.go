package calendar

import "errors"

// A Roll says where a date goes that falls on a closed day. Its text is the
// name of the constant in lower case, with an underscore:
// "modified_following". The zero Roll is none and cannot be used: whether a
// deadline moves, and where to, is not something to be guessed.
type Roll uint8

const (
	Following         Roll = 1 + iota // the next business day
	ModifiedFollowing                 // the next one, or if that is in another month the one before
	Preceding                         // the business day before
	ModifiedPreceding                 // the one before, or if that is in another month the next
)

var rollNames = []string{"following", "modified_following", "preceding", "modified_preceding"}

// String returns the convention's text, "" for the zero Roll, or Roll(9).
func (r Roll) String() string { return enumString("Roll", rollNames, uint8(r)) }

// MarshalText returns the convention's text. An unknown one is an error
// matching [ErrRoll].
func (r Roll) MarshalText() ([]byte, error) {
	return enumAppend(nil, "Roll", rollNames, uint8(r), ErrRoll)
}

// UnmarshalText reads what [Roll.MarshalText] writes. Other text is an error
// matching [ErrSyntax].
func (r *Roll) UnmarshalText(text []byte) error {
	v, err := enumParse("roll", rollNames, text)
	if err == nil {
		*r = Roll(v)
	}
	return err
}

// Adjust returns d if it is a business day, and otherwise the business day to
// which the convention moves it. An unknown or zero convention is an error
// matching [ErrRoll]. In a month without any business day the modified
// conventions leave the month in their second direction.
func (c *Calendar) Adjust(d Date, r Roll) (Date, error) {
	if r < Following || r > ModifiedPreceding {
		return Date{}, fault(ErrRoll, "adjust", r.String(), oneOf(rollNames))
	}
	if open, err := c.IsBusinessDay(d); open || err != nil {
		return d.only(open), err
	}
	// What remains cannot fail but by running out of the calendar's years. The
	// years end with a month, so that a modified convention turns around
	// there just as it does at any other month's end.
	next, nextErr := c.NthAfter(d, 1)
	last, lastErr := c.NthBefore(d, 1)
	switch {
	case r == Following:
		return next, nextErr
	case r == Preceding:
		return last, lastErr
	case r == ModifiedFollowing && next.sameMonth(d):
		return next, nil
	case r == ModifiedPreceding && !last.sameMonth(d):
		return next, nextErr
	}
	return last, lastErr
}

// LastOfMonth returns the last business day of d's month. A month without any
// business day is an error matching [ErrDate].
func (c *Calendar) LastOfMonth(d Date) (Date, error) {
	last := d
	if year, month, day := d.Date(); d.IsValid() {
		last = d.AddDays(daysIn(year, month) - day)
	}
	open, err := c.OnOrBefore(last)
	if err == nil && open.sameMonth(d) {
		return open, nil
	}
	if re := (*RangeError)(nil); err == nil || errors.As(err, &re) && c.knows(d) {
		err = fault(ErrDate, "last business day of the month", d.String(), "a month with a business day in "+c.id)
	}
	return Date{}, err
}

// sameMonth reports whether both are in the same month of the same year. No
// date shares a month with the zero Date.
func (d Date) sameMonth(e Date) bool {
	y1, m1, _ := d.Date()
	y2, m2, _ := e.Date()
	return y1 == y2 && m1 == m2
}

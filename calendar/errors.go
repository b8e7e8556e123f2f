package calendar

import (
	"errors"
	"strconv"
)

// The failures of this package, to be matched with [errors.Is].
var (
	// ErrRange: a day outside the years for which a calendar is verified.
	ErrRange = errors.New("calendar: outside the calendar's years")

	// ErrDate: no such day, the zero Date where a date is needed, or a
	// result outside the years 1 to 9999.
	ErrDate = errors.New("calendar: no such date")

	// ErrSyntax: text that is not in the expected form.
	ErrSyntax = errors.New("calendar: malformed text")

	// ErrCount: a number of days that is out of bounds, or no known way of
	// counting them.
	ErrCount = errors.New("calendar: bad count")

	// ErrUnit: a unit that is unknown or that makes no sense here, such as
	// hours added to a date.
	ErrUnit = errors.New("calendar: bad unit")

	// ErrRoll: no known roll convention.
	ErrRoll = errors.New("calendar: bad roll convention")

	// ErrCalendar: a nil or zero Calendar where one is needed.
	ErrCalendar = errors.New("calendar: no calendar")

	// ErrSpec: a calendar that cannot be built as specified.
	ErrSpec = errors.New("calendar: bad specification")
)

// An Error is any failure but [RangeError]. Err is one of the sentinels and
// is what Unwrap returns.
type Error struct {
	Op    string // what was attempted: "parse date"
	Value string // the offending value, cut at 64 bytes; may be empty
	Want  string // what would have been accepted: `a date like "2020-02-09"`
	Err   error
}

// Error returns a message such as
//
//	calendar: parse date "2020-2-9": want a date like "2020-02-09"
func (e *Error) Error() string {
	s := "calendar: " + e.Op
	if e.Value != "" || e.Err == ErrSyntax {
		s += " " + strconv.Quote(e.Value)
	}
	return s + ": want " + e.Want
}

// Unwrap returns e.Err.
func (e *Error) Unwrap() error { return e.Err }

// fault builds an Error. Values come from documents, so that they are cut: an
// error must not carry a megabyte into a log.
func fault(err error, op, value, want string) error {
	const limit = 64
	if len(value) > limit {
		value = value[:limit] + "..."
	}
	return &Error{Op: op, Value: value, Want: want, Err: err}
}

// A RangeError says that a calendar was asked about, or would have had to look
// at, a day outside its years. It matches [ErrRange].
type RangeError struct {
	Calendar    string // the calendar's ID
	Date        Date   // the first such day; zero if it is beyond year 9999 or before year 1
	First, Last Date   // the days the calendar does know, both included
}

// Error returns a message such as
//
//	calendar: FR is verified from 2008-01-01 to 2050-12-31: 2051-01-03 is outside
func (e *RangeError) Error() string {
	day := "the day asked for"
	if e.Date.IsValid() {
		day = e.Date.String()
	}
	return "calendar: " + e.Calendar + " is verified from " + e.First.String() +
		" to " + e.Last.String() + ": " + day + " is outside"
}

// Unwrap returns [ErrRange].
func (e *RangeError) Unwrap() error { return ErrRange }

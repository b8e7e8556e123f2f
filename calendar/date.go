package calendar

import (
	"cmp"
	"time"
)

// A Date is a day of the Gregorian calendar, from 0001-01-01 to 9999-12-31,
// extended to the years before its adoption. It has no time of day and no zone.
//
// The zero Date is no date. It is before every date, and whatever is computed
// from it, or leaves the years 1 to 9999, is again the zero Date. Dates can
// be compared with == and used as map keys.
type Date struct {
	// Days are numbered from 1 for 0001-01-01, a Monday. So 0 is free to mean
	// no date, and the weekday is the number modulo 7.
	day int32
}

const (
	maxYear = 9999
	maxDay  = 3652059 // 9999-12-31
)

// NewDate returns the date of a year from 1 to 9999, a month and a day of the
// month. Nothing is normalised: a day that the month does not have is an
// error matching [ErrDate].
func NewDate(year int, month time.Month, day int) (Date, error) {
	const op = "new date"
	switch {
	case year < 1 || year > maxYear:
		return Date{}, fault(ErrDate, op, ymdText(year, int(month), day), "a year from 1 to 9999")
	case month < time.January || month > time.December:
		return Date{}, fault(ErrDate, op, ymdText(year, int(month), day), "a month from 1 to 12")
	case day < 1 || day > daysIn(year, month):
		return Date{}, fault(ErrDate, op, ymdText(year, int(month), day), "a day that the month has")
	}
	return Date{dayNumber(year, month, day)}, nil
}

// ParseDate reads a date in the form 2006-01-02, which is the only one. Text
// in another form is an error matching [ErrSyntax], a day that does not exist
// one matching [ErrDate]. The empty string is no date, and an error.
func ParseDate(s string) (Date, error) { return parseDate(s) }

// MustParseDate is [ParseDate] for tests and tables with dates written in the
// source; it panics if s is not a date.
func MustParseDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func parseDate[T string | []byte](s T) (Date, error) {
	const op, form = "parse date", "0000-00-00"
	ok := len(s) == len(form)
	var n [3]int // year, month, day
	for i, field := 0, 0; ok && i < len(form); i++ {
		if form[i] == '-' {
			ok = s[i] == '-'
			field++
			continue
		}
		ok = '0' <= s[i] && s[i] <= '9'
		n[field] = n[field]*10 + int(s[i]-'0')
	}
	if !ok {
		return Date{}, fault(ErrSyntax, op, string(s), `a date like "2020-02-09"`)
	}
	d, err := NewDate(n[0], time.Month(n[1]), n[2])
	if err != nil {
		return Date{}, fault(ErrDate, op, string(s), "a day that exists, in the years 1 to 9999")
	}
	return d, nil
}

// IsValid reports whether d is a date, that is, not the zero Date.
func (d Date) IsValid() bool { return d.day != 0 }

// Date returns the year, the month and the day of the month, or three zeros
// for the zero Date.
func (d Date) Date() (year int, month time.Month, day int) { return civil(d.day) }

// Year returns the year, 1 to 9999, or 0 for the zero Date.
func (d Date) Year() int {
	year, _, _ := civil(d.day)
	return year
}

// Month returns the month, or 0 for the zero Date.
func (d Date) Month() time.Month {
	_, month, _ := civil(d.day)
	return month
}

// Day returns the day of the month, 1 to 31, or 0 for the zero Date.
func (d Date) Day() int {
	_, _, day := civil(d.day)
	return day
}

// Weekday returns the day of the week. The zero Date has none, and Sunday is
// returned for it.
func (d Date) Weekday() time.Weekday { return time.Weekday(uint32(d.day) % 7) }

// YearDay returns the day of the year, 1 to 366, or 0 for the zero Date.
func (d Date) YearDay() int {
	if d.day == 0 {
		return 0
	}
	return int(d.day-dayNumber(d.Year(), time.January, 1)) + 1
}

// AddDays returns the date n days after d, or before it if n is negative.
func (d Date) AddDays(n int) Date {
	// The bounds on n come first, so that the sum cannot overflow.
	if d.day == 0 || n > maxDay || n < -maxDay {
		return Date{}
	}
	day := int(d.day) + n
	if day < 1 || day > maxDay {
		return Date{}
	}
	return Date{int32(day)}
}

// AddMonths returns the same day of the month n months after d, or before it
// if n is negative, and the month's last day where the month is too short: a
// month after 31 January is 28 or 29 February. A year is 12 months.
//
// Periods that repeat must each be computed from the first day. Adding one
// month at a time would lose the 31st at the first short month.
func (d Date) AddMonths(n int) Date {
	const limit = 12 * maxYear
	if d.day == 0 || n > limit || n < -limit {
		return Date{}
	}
	year, month, day := civil(d.day)
	months := year*12 + int(month) - 1 + n
	if months < 12 || months >= 12*(maxYear+1) {
		return Date{}
	}
	year, month = months/12, time.Month(months%12+1)
	return Date{dayNumber(year, month, min(day, daysIn(year, month)))}
}

// DaysSince returns the number of days from e to d: 1 if d is the day after e,
// negative if d is before e. It returns 0 if either is the zero Date.
func (d Date) DaysSince(e Date) int {
	if d.day == 0 || e.day == 0 {
		return 0
	}
	return int(d.day - e.day)
}

// Compare returns -1 if d is before e, 0 if they are equal, and +1 if d is
// after e. The zero Date is before every other.
func (d Date) Compare(e Date) int { return cmp.Compare(d.day, e.day) }

// Before reports whether d is before e.
func (d Date) Before(e Date) bool { return d.day < e.day }

// After reports whether d is after e.
func (d Date) After(e Date) bool { return d.day > e.day }

// String returns the date in the form 2020-02-09, or "" for the zero Date.
func (d Date) String() string {
	var buf [10]byte
	return string(d.append(buf[:0]))
}

// AppendText appends what [Date.String] returns. The error is always nil.
func (d Date) AppendText(b []byte) ([]byte, error) { return d.append(b), nil }

// MarshalText returns what [Date.String] returns. The error is always nil.
func (d Date) MarshalText() ([]byte, error) { return d.append(nil), nil }

// UnmarshalText is [ParseDate], except that the empty text is the zero Date.
// On an error d is left as it was.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	e, err := parseDate(text)
	if err != nil {
		return err
	}
	*d = e
	return nil
}

func (d Date) append(b []byte) []byte {
	if d.day == 0 {
		return b
	}
	year, month, day := civil(d.day)
	b = append(b, byte('0'+year/1000), byte('0'+year/100%10), byte('0'+year/10%10), byte('0'+year%10), '-')
	b = append(b, byte('0'+month/10), byte('0'+month%10), '-')
	return append(b, byte('0'+day/10), byte('0'+day%10))
}

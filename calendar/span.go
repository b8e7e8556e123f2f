package calendar

import (
	"strconv"

	"github.com/rescind-go/rescind/internal/strict"
)

// A Unit is what a [Span] is counted in. Its text is the name of the constant
// in lower case, with an underscore: "business_days". The zero Unit is none.
type Unit uint8

const (
	Hours Unit = 1 + iota
	Days
	BusinessDays // of a calendar that must be given
	Weeks
	Months
	Years
)

// The words of a span, one and many, from unit 1 on.
var unitWords = [...][2]string{
	{"hour", "hours"},
	{"day", "days"},
	{"business day", "business days"},
	{"week", "weeks"},
	{"month", "months"},
	{"year", "years"},
}

var unitNames = []string{"hours", "days", "business_days", "weeks", "months", "years"}

// String returns the unit's text, "" for the zero Unit, or Unit(9).
func (u Unit) String() string { return enumString("Unit", unitNames, uint8(u)) }

// MarshalText returns the unit's text. An unknown unit is an error matching [ErrUnit].
func (u Unit) MarshalText() ([]byte, error) {
	return enumAppend(nil, "Unit", unitNames, uint8(u), ErrUnit)
}

// UnmarshalText reads what [Unit.MarshalText] writes. Other text is an error
// matching [ErrSyntax].
func (u *Unit) UnmarshalText(text []byte) error {
	v, err := enumParse("unit", unitNames, text)
	if err == nil {
		*u = Unit(v)
	}
	return err
}

// A Span is a number of units: 14 days, 3 business days, 1 month. Spans can be
// compared with ==; 7 days and 1 week are different spans. The zero Span is no
// span, which is not the same as 0 days.
type Span struct {
	N    int // 0 to 9999
	Unit Unit
}

const maxSpan = 9999

// ParseSpan reads a span such as "14 days", "1 day" or "3 business days": a
// number from 0 to 9999 without leading zeros, one space, and the unit, which
// is in the singular after 1 only. Other text is an error matching [ErrSyntax].
func ParseSpan(s string) (Span, error) { return parseSpan(s) }

// MustParseSpan is [ParseSpan] for tests and tables with spans written in the
// source; it panics if s is not a span.
func MustParseSpan(s string) Span {
	span, err := ParseSpan(s)
	if err != nil {
		panic(err)
	}
	return span
}

func parseSpan[T string | []byte](s T) (Span, error) {
	n, i := 0, 0
	for i < len(s) && i < len("9999") && '0' <= s[i] && s[i] <= '9' {
		n = n*10 + int(s[i]-'0')
		i++
	}
	// Text has one spelling, so that equal spans have equal text.
	if i > 0 && (s[0] != '0' || i == 1) && i < len(s) && s[i] == ' ' {
		form := 1
		if n == 1 {
			form = 0
		}
		for u, words := range unitWords {
			if string(s[i+1:]) == words[form] {
				return Span{n, Unit(u + 1)}, nil
			}
		}
	}
	want := `a span like "14 days", "1 month" or "3 business days"`
	if i > 0 && (i == len(s) || s[i] < '0' || s[i] > '9') {
		// The number is one, so that it is the unit that is not.
		known := make([]string, len(unitWords))
		for u := range known {
			known[u] = Span{n, Unit(u + 1)}.String()
		}
		want += strict.DidYouMean(known, string(s))
	}
	return Span{}, fault(ErrSyntax, "parse span", string(s), want)
}

// valid tells whether s has a text of its own.
func (s Span) valid() bool {
	return s.N >= 0 && s.N <= maxSpan && s.Unit >= Hours && s.Unit <= Years
}

// String returns the text that [ParseSpan] reads, or "" for the zero Span. A
// span out of bounds prints as such, for logs: "-1 Unit(9)".
func (s Span) String() string {
	switch {
	case s == Span{}:
		return ""
	case !s.valid():
		return strconv.Itoa(s.N) + " " + s.Unit.String()
	}
	return string(s.append(nil))
}

// AppendText appends the text that [ParseSpan] reads, or nothing for the zero
// Span. A span that has none is an error matching [ErrCount] or [ErrUnit].
func (s Span) AppendText(b []byte) ([]byte, error) {
	if s == (Span{}) {
		return b, nil
	}
	if err := s.check("marshal"); err != nil {
		return b, err
	}
	return s.append(b), nil
}

// MarshalText is [Span.AppendText] to a new slice.
func (s Span) MarshalText() ([]byte, error) { return s.AppendText(nil) }

// UnmarshalText is [ParseSpan], except that the empty text is the zero Span.
// On an error s is left as it was.
func (s *Span) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*s = Span{}
		return nil
	}
	span, err := parseSpan(text)
	if err == nil {
		*s = span
	}
	return err
}

// append appends the text of a valid span.
func (s Span) append(b []byte) []byte {
	form := 1
	if s.N == 1 {
		form = 0
	}
	b = append(strconv.AppendInt(b, int64(s.N), 10), ' ')
	return append(b, unitWords[s.Unit-1][form]...)
}

func (s Span) check(op string) error {
	switch {
	case s.Unit < Hours || s.Unit > Years:
		return fault(ErrUnit, op+" span", s.String(), oneOf(unitNames))
	case !s.valid():
		return fault(ErrCount, op+" span", s.String(), "a number from 0 to 9999")
	}
	return nil
}

// AddTo returns the date that lies the span after d. Days, weeks, months and
// years are counted from d itself and do not use c; see [Date.AddMonths] for
// short months. Business days are those of c, counted as [Calendar.NthAfter]
// does.
//
// The error matches [ErrUnit] if the unit is none, unknown, or hours, which
// belong to instants and not to days; [ErrCount] if the number is out of
// bounds, or 0 business days, on whose meaning people differ; [ErrCalendar]
// if c is needed and nil; [ErrRange] if c does not reach far enough; and
// [ErrDate] if d is the zero Date or the result is not within the years 1 to 9999.
func (s Span) AddTo(d Date, c *Calendar) (Date, error) { return s.move("add", d, c, 1) }

// SubFrom returns the date that lies the span before d. It is the mirror of
// [Span.AddTo], with the same errors. It is not its inverse: a month before
// 31 March is 28 February, and a month after that 28 March.
func (s Span) SubFrom(d Date, c *Calendar) (Date, error) { return s.move("subtract", d, c, -1) }

// LatestStart returns the last day from which the span, counted as
// [Span.AddTo] does, is over by the end of a day: the last day for a notice of
// one month to 30 November is 31 October. The errors are those of AddTo.
func (s Span) LatestStart(end Date, c *Calendar) (Date, error) {
	if s.Unit == BusinessDays && s.N > 0 {
		return s.eve(end, c)
	}
	start, err := s.SubFrom(end, c)
	if err != nil {
		return Date{}, err
	}
	// Months may be clamped, so that several days lead to the same end.
	for {
		next, err := s.AddTo(start.AddDays(1), c)
		if err != nil || next.After(end) {
			return start, nil
		}
		start = start.AddDays(1)
	}
}

// eve returns the day before the last N business days up to an end, from which
// N of them are left. It need not be one itself.
func (s Span) eve(end Date, c *Calendar) (Date, error) {
	if err := s.check("latest start of"); err != nil {
		return Date{}, err
	}
	first, err := c.OnOrBefore(end)
	if err == nil && s.N > 1 {
		first, err = c.NthBefore(first, s.N-1)
	}
	if err != nil {
		return Date{}, err
	}
	if first = first.AddDays(-1); !first.IsValid() {
		return Date{}, fault(ErrDate, "latest start of span", s.String(), "a result in the years 1 to 9999, counting from "+end.String())
	}
	return first, nil
}

func (s Span) move(op string, d Date, c *Calendar, sign int) (Date, error) {
	if err := s.check(op); err != nil {
		return Date{}, err
	}
	if !d.IsValid() {
		return Date{}, fault(ErrDate, op+" span", s.String(), "a date to count from, not the zero Date")
	}
	var result Date
	n := s.N * sign
	switch s.Unit {
	case Days:
		result = d.AddDays(n)
	case Weeks:
		result = d.AddDays(7 * n)
	case Months:
		result = d.AddMonths(n)
	case Years:
		result = d.AddMonths(12 * n)
	case BusinessDays:
		if sign < 0 {
			return c.NthBefore(d, s.N)
		}
		return c.NthAfter(d, s.N)
	default:
		return Date{}, fault(ErrUnit, op+" span", s.String(), "days or longer: hours belong to instants, not to dates")
	}
	if !result.IsValid() {
		return Date{}, fault(ErrDate, op+" span", s.String(), "a result in the years 1 to 9999, counting from "+d.String())
	}
	return result, nil
}

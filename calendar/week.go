package calendar

import (
	"strings"
	"time"
)

// A Week says on which weekdays people work when there is no holiday: bit i is
// set if [time.Weekday] i is worked. The zero Week has no working day, and no
// calendar can be built with it.
type Week uint8

const (
	MonFri Week = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday
	MonSat Week = MonFri | 1<<time.Saturday
	SunThu Week = MonFri&^(1<<time.Friday) | 1<<time.Sunday
)

const (
	allDays   Week = 1<<7 - 1
	notADay   Week = 1 << 7 // marks a week that [New] must refuse
	daysAWeek      = 7
)

// NewWeek returns the week in which the given days are worked. A value that is
// no weekday makes a week that [New] refuses, rather than one with a day less.
func NewWeek(days ...time.Weekday) Week {
	var w Week
	for _, day := range days {
		if day < time.Sunday || day > time.Saturday {
			w |= notADay
		} else {
			w |= 1 << day
		}
	}
	return w
}

// A WeekChange is a day from which on another week is worked: the Emirates went
// from Sunday to Thursday over to Monday to Friday on 1 January 2022.
type WeekChange struct {
	From Date `json:"from"`
	Week Week `json:"week"`
}

// weekOn returns the week in force on d: the first, or that of the last change.
func weekOn(first Week, changes []WeekChange, d Date) Week {
	w := first
	for _, change := range changes {
		if change.From.After(d) {
			break
		}
		w = change.Week
	}
	return w
}

// valid reports whether a calendar can be built with the week.
func (w Week) valid() bool { return w != 0 && w&notADay == 0 }

// ParseWeek reads what [Week.String] writes for a week of days that exist, and
// nothing else: "Mon-Fri", "Mon,Wed,Fri". Other text is an error matching
// [ErrSyntax].
func ParseWeek(s string) (Week, error) {
	const longest = len("Mon,Tue,Wed,Thu,Fri,Sat,Sun")
	if len(s) <= longest {
		var w Week
		for _, part := range strings.Split(s, ",") {
			first, last, run := strings.Cut(part, "-")
			day, ok := weekday(first)
			for end, known := weekday(last); ok && run && day != end; day = (day + 1) % daysAWeek {
				ok = known
				w |= 1 << day
			}
			if ok {
				w |= 1 << day
			}
		}
		// A week has one spelling, whatever was understood.
		if s != "" && w.String() == s {
			return w, nil
		}
	}
	return 0, fault(ErrSyntax, "parse week", s, `working days from Monday on, like "Mon-Fri", "Sun-Thu" or "Mon,Wed,Fri"`)
}

// weekday reads the three letters of a day's name.
func weekday(s string) (time.Weekday, bool) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if s == day.String()[:3] {
			return day, true
		}
	}
	return 0, false
}

// MarshalText returns what [Week.String] does, "" for the zero Week. A week with
// a day that does not exist is an error matching [ErrSpec].
func (w Week) MarshalText() ([]byte, error) {
	if w&notADay != 0 {
		return nil, fault(ErrSpec, "marshal week", w.String(), wantWeek)
	}
	return []byte(w.String()), nil
}

// UnmarshalText is [ParseWeek], except that the empty text is the zero Week. On
// an error w is left as it was.
func (w *Week) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*w = 0
		return nil
	}
	week, err := ParseWeek(string(text))
	if err == nil {
		*w = week
	}
	return err
}

// Works reports whether the given weekday is worked. It is false for a value
// that is no weekday.
func (w Week) Works(day time.Weekday) bool {
	return day >= time.Sunday && day <= time.Saturday && w>>day&1 != 0
}

// String returns the working days from Monday on: "Mon-Fri", "Sun-Thu",
// or "Mon,Wed,Fri" if they do not follow one another. It is "" for the zero
// Week, and ends in "?" if the week has a day that does not exist.
func (w Week) String() string {
	var names []string
	runs, first := 0, time.Monday // of working days that follow one another
	for i := range daysAWeek {
		day := time.Weekday((i + 1) % daysAWeek)
		if !w.Works(day) {
			continue
		}
		names = append(names, day.String()[:3])
		if !w.Works((day + daysAWeek - 1) % daysAWeek) {
			runs++
			first = day
		}
	}
	s := strings.Join(names, ",")
	if n := len(names); n == daysAWeek || n > 2 && runs == 1 {
		last := (first + time.Weekday(n) - 1) % daysAWeek
		s = first.String()[:3] + "-" + last.String()[:3]
	}
	if w&notADay != 0 {
		s += "?"
	}
	return s
}

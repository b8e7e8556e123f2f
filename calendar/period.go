package calendar

import (
	"strconv"
	"time"
)

// A Period is a length of time as statutes count it: the day of the event does
// not count, the period ends with the last hour of its last day, and months and
// years end on the day of the same number, or on the month's last day where
// there is none.
//
// That much is common to Regulation (EEC, Euratom) No 1182/71, article 3, to
// the German Civil Code, sections 187 and 188, and to the British and French
// rules on withdrawal. They differ in what happens when the last day is no
// working day:
//
//	EU, Regulation 1182/71 art. 3(4), 3(5)   Roll: Following, AtLeast: 2
//	France, Code de la consommation L221-19  Roll: Following
//	Germany, BGB s. 193                      Roll: Following, but none for a notice to terminate
//	UK, S.I. 2013/3134 reg. 30               no Roll
type Period struct {
	Span Span // of days or longer; business days need a calendar

	// Roll says where the last day goes if it is no business day. The zero
	// Roll leaves it there.
	Roll Roll

	// AtLeast is the least number of business days in a period of two days or
	// more, 0 to 9999: one that has fewer is lengthened until it has them. With
	// 0 there is no such rule.
	AtLeast int

	// Zone is where the days are: for a right, where the consumer lives. A nil
	// Zone is UTC.
	Zone *time.Location
}

// A Deadline is the end of a [Period].
type Deadline struct {
	// Strict is the last day as counted, and Last the one that counts: the
	// same, or the day to which the period's rules move it. Whoever owes
	// something promises it by the earlier of the two; whoever judges lateness
	// waits for Last. Last is not before Strict unless Roll is a convention that
	// goes back, which may lead to a day before the event.
	Strict Date `json:"strict"`
	Last   Date `json:"last"`

	// Until is the first instant that is too late: Last is over, in the
	// period's zone.
	Until time.Time `json:"until"`
}

// After returns the deadline that an event starts. The event's day is the one on
// which it happens in the period's zone. See [Period.AfterDay].
func (p Period) After(event time.Time, c *Calendar) (Deadline, error) {
	return p.AfterDay(DateIn(event, p.Zone), c)
}

// AfterDay returns the deadline that an event on a day starts. The calendar is
// whose working days matter; it may be nil if none do, that is without Roll,
// AtLeast, and business days.
//
// The errors are those of [Span.AddTo] and [Calendar.Adjust], and one matching
// [ErrCount] if AtLeast is out of bounds.
func (p Period) AfterDay(day Date, c *Calendar) (Deadline, error) {
	if p.AtLeast < 0 || p.AtLeast > maxSpan {
		return Deadline{}, fault(ErrCount, "period with at least", strconv.Itoa(p.AtLeast), "0 to 9999 business days")
	}
	strict, err := p.Span.AddTo(day, c)
	if err != nil {
		return Deadline{}, err
	}
	last := strict
	if p.Roll != 0 {
		if last, err = c.Adjust(strict, p.Roll); err != nil {
			return Deadline{}, err
		}
	}
	if p.AtLeast > 0 && !p.Span.withinADay() {
		least, err := c.NthAfter(day, p.AtLeast)
		if err != nil {
			return Deadline{}, err
		}
		if least.After(last) {
			last = least
		}
	}
	return p.end(strict, last)
}

// BeforeDay returns the deadline of what must happen at least the period before
// a day: "at the latest one month before the renewal". It is never moved, since
// that would shorten the time of whom the period protects (Regulation 1182/71,
// art. 3(4); for notices of termination the Bundesgerichtshof, III ZR 172/04):
// Roll and AtLeast do not matter. The errors are those of [Span.SubFrom].
//
// In months it is a strict reading: a month before 30 November is 30 October. A
// notice that is given on 31 October and takes a month ends on 30 November too;
// [Span.LatestStart] is that reading.
func (p Period) BeforeDay(day Date, c *Calendar) (Deadline, error) {
	strict, err := p.Span.SubFrom(day, c)
	if err != nil {
		return Deadline{}, err
	}
	return p.end(strict, strict)
}

// withinADay reports whether the span is a day or less, be it a business day.
func (s Span) withinADay() bool {
	return s.N == 0 || s.N == 1 && (s.Unit == Days || s.Unit == BusinessDays)
}

func (p Period) end(strict, last Date) (Deadline, error) {
	next := last.AddDays(1)
	if !next.IsValid() {
		return Deadline{}, fault(ErrDate, "period", p.Span.String(), "an end in the years 1 to 9999")
	}
	return Deadline{strict, last, next.Start(p.Zone)}, nil
}

package calendar

import (
	"strconv"
	"time"
)

// A Window is a promise in business days, "3 to 5 business days after your
// request", with all that decides which days these are.
type Window struct {
	Min, Max int      // business days; 1 <= Min <= Max
	Counting Counting // which one is number 1; required
	CutOff   CutOff   // of the day of the event; zero: midnight

	// Zone is where the event has its day, and whose clocks CutOff means. A nil
	// Zone is UTC. Of a calendar of package holidays, Info.Zone names it.
	Zone *time.Location
}

// After returns the days of the window for an event. For the day of an event,
// ask [Calendar.Range].
//
// An event later than the cut-off counts as one of the next calendar day, be that
// a business day or not. What follows from a closed day is for Counting to say:
// by [AfterRolled] a late Friday is Monday's, as banks have it, and by
// [AfterEvent] the first business day after it is Monday all the same.
//
// The errors are those of [Calendar.Range], and one matching [ErrCount] if the
// cut-off is out of bounds.
func (w Window) After(event time.Time, c *Calendar) (Range, error) {
	if w.CutOff > maxCutOff {
		return Range{}, fault(ErrCount, "window", w.CutOff.String(), wantCutOff)
	}
	return c.Range(w.CutOff.DateIn(event, w.Zone), w.Min, w.Max, w.Counting)
}

// A CutOff is the time of day until which an event counts as one of its day, in
// minutes after midnight by the local clock: 17*60 is 17:00. It is at most 1439.
// The zero CutOff is none. Its text is "17:00", or empty.
//
// An event at 17:00 sharp is in time: payment services may set a time beyond
// which an order counts as received the next business day (Directive (EU)
// 2015/2366, art. 78(1)). That is [AfterRolled].
type CutOff uint16

const (
	maxCutOff  CutOff = 24*60 - 1
	wantCutOff        = `a time of day from "00:01" to "23:59"`
)

// DateIn returns the day as which an event counts that happens in a zone: its
// own or, after the cut-off, the next. A nil loc is UTC. It is the zero Date if
// that day is not within the years 1 to 9999, or the cut-off out of bounds.
//
// Where clocks are set, the cut-off is the first instant at which they show its
// time or a later one. With a cut-off, a later event never counts as one of an
// earlier day.
func (o CutOff) DateIn(event time.Time, loc *time.Location) Date {
	d := DateIn(event, loc)
	switch {
	case o == 0 || !d.IsValid():
		return d
	case o > maxCutOff:
		return Date{}
	}
	cut := firstAt(int64(d.day-1)*secondsPerDay+unixDay1+int64(o)*60, loc)
	if event.After(cut) {
		return d.AddDays(1)
	}
	return d
}

// String returns the text: "17:00", "" for none, or CutOff(1440) if there is no
// such time.
func (o CutOff) String() string {
	switch {
	case o == 0:
		return ""
	case o > maxCutOff:
		return "CutOff(" + strconv.Itoa(int(o)) + ")"
	}
	two := func(n CutOff) string { return strconv.Itoa(int(n/10)) + strconv.Itoa(int(n%10)) }
	return two(o/60) + ":" + two(o%60)
}

// MarshalText returns the text. A cut-off out of bounds is an error matching
// [ErrCount].
func (o CutOff) MarshalText() ([]byte, error) {
	if o > maxCutOff {
		return nil, fault(ErrCount, "marshal cut-off", o.String(), wantCutOff)
	}
	return []byte(o.String()), nil
}

// UnmarshalText reads what [CutOff.MarshalText] writes. Other text is an error
// matching [ErrSyntax].
func (o *CutOff) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*o = 0
		return nil
	}
	t, err := time.Parse("15:04", string(text))
	v := CutOff(t.Hour()*60 + t.Minute())
	if err != nil || v == 0 || v.String() != string(text) {
		return fault(ErrSyntax, "parse cut-off", string(text), wantCutOff)
	}
	*o = v
	return nil
}

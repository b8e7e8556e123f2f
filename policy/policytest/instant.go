package policytest

import (
	"fmt"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/policy"
)

// time reads an instant in the story's zone.
func (d *draft) time(to *time.Time, text string) error {
	if day, err := calendar.ParseDate(text); err == nil {
		*to = day.Start(d.zone)
		return nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		*to = t
		return nil
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05"} {
		t, err := time.ParseInLocation(layout, text, d.zone)
		if err != nil {
			continue
		}
		if t.Format(layout) != text {
			return fmt.Errorf("%q: the clocks of %s skip it", text, d.zone)
		}
		if u, ok := twin(t); ok {
			if u.Before(t) {
				t, u = u, t
			}
			return fmt.Errorf("%q: the clocks of %s show it twice: want %q or %q", text, d.zone, t.Format(time.RFC3339), u.Format(time.RFC3339))
		}
		*to = t
		return nil
	}
	return fmt.Errorf(`%q: want a day or a time of day, as in "2020-04-09" or "2020-04-09 12:00"`, text)
}

// twin returns the other instant at which the clocks show t's date and time,
// before the change that precedes t or after the one that follows it.
func twin(t time.Time) (time.Time, bool) {
	_, offset := t.Zone()
	start, end := t.ZoneBounds()
	for _, beyond := range []time.Time{start.Add(-1), end} {
		_, other := beyond.Zone()
		u := t.Add(time.Duration(offset-other) * time.Second)
		if _, shown := u.Zone(); shown == other && other != offset {
			return u, true
		}
	}
	return time.Time{}, false
}

// period reads a period.
func (d *draft) period(to *policy.Period, start, end string) error {
	if err := d.time(&to.Start, start); err != nil {
		return err
	}
	if err := d.time(&to.End, end); err != nil {
		return err
	}
	if !to.Start.Before(to.End) {
		return fmt.Errorf("%q: want an end after the start, %q", end, start)
	}
	return nil
}

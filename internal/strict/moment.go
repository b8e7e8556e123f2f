package strict

import (
	"reflect"
	"time"
)

const (
	firstYear = 1900
	lastYear  = 2199

	wantMoment = `a time such as "2006-01-02T15:04:05Z"`
)

// moment reads a string into a time.Time.
func (d *decoder) moment(p *plan, v reflect.Value) error {
	at := d.pos
	if _, err := d.text(); err != nil {
		return err
	}
	s := string(d.data[at+1 : d.pos-1]) // with its escapes, if any: no time has one
	if !rfc3339(s) {
		return d.fail(at, ErrValue, p.want)
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return d.fail(at, ErrValue, p.want)
	}
	if y := t.Year(); y < firstYear || y > lastYear {
		return d.fail(at, ErrLimit, "a year from 1900 to 2199")
	}

	// Where the offset happens to be that of time.Local, time.Parse uses
	// time.Local. The same text must give the same value on every machine.
	if _, offset := t.Zone(); offset == 0 {
		t = t.UTC()
	} else {
		t = t.In(time.FixedZone("", offset))
	}
	*v.Addr().Interface().(*time.Time) = t
	return nil
}

// rfc3339 reports whether s has the shape of a time in RFC 3339. time.Parse
// knows the calendar, but takes an hour of one digit, a comma before the
// fraction, more digits than it keeps, and an offset of 24 hours.
func rfc3339(s string) bool {
	const second = len("2006-01-02T15:04:05")
	if len(s) <= second || !shaped(s[:second], "0000-00-00T00:00:00") {
		return false
	}
	s = s[second:]
	if s[0] == '.' {
		n := digits(s[1:])
		if n < 1 || n > 9 {
			return false
		}
		s = s[1+n:]
	}
	if s == "Z" {
		return true
	}
	return (shaped(s, "+00:00") || shaped(s, "-00:00")) && s[1:3] < "24" && s[4:] < "60"
}

// shaped reports whether s is like shape, in which 0 stands for any digit.
func shaped(s, shape string) bool {
	if len(s) != len(shape) {
		return false
	}
	for i, c := range []byte(shape) {
		if c == '0' && '0' <= s[i] && s[i] <= '9' {
			continue
		}
		if c == '0' || c != s[i] {
			return false
		}
	}
	return true
}

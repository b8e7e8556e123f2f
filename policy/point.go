package policy

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/rescind-go/rescind/calendar"
)

// A Point is an instant that a document names: an anchor, with a span added or
// taken away. "latest_charge", "contract + 14 days", "term_end - 48 hours".
// The empty Point is absent.
//
// The anchors are
//
//	contract       when the contract was concluded
//	trial_start    when the trial began
//	trial_end      when it ends, or ended
//	first_charge   when the first charge was taken, even if it was of 0.00
//	latest_charge  when the latest charge took money
//	renewal        when the latest renewal charge was taken
//	term_start     the start of the paid period that contains the request, or
//	               of the last one once that is over
//	term_end       its end
//	period_end     the end of all time that is paid for or tried, renewals left aside
//	commitment_start, commitment_end
//	               the ends of the commitment
//	event          when the latest event of the request's cause happened
//	request        when the request was sent
//	ends           when the subscription ends by the rule: only in a share's
//	               From and in a rule's DueOn
//
// A span in hours is added to the instant. A span in days, business days,
// weeks, months or years counts civil days of the document's zone: the
// anchor's own day is not counted, and the last day counts until its midnight.
// "contract + 14 days" of a contract concluded at noon on the 1st is the
// midnight that ends the 15th. Backwards, "term_end - 30 days" is the midnight
// that begins the thirtieth day before the day of term_end. Months and years
// keep the day of the month, or the last day of a shorter one.
//
// An end that lies at midnight is the end of the day before: 14 days from a
// trial that ends with 30 April end with 14 May, and a term that goes on for a
// month from there ends with May.
type Point string

// An anchor is where a point is counted from.
type anchor uint8

const (
	noAnchor anchor = iota
	contract
	trialStart
	trialEnd
	firstCharge
	latestCharge
	renewalCharge
	termStart
	termEnd
	periodEnd
	commitmentStart
	commitmentEnd
	event
	request
	ends
)

var anchorWords = words{
	contract: "contract", trialStart: "trial_start", trialEnd: "trial_end",
	firstCharge: "first_charge", latestCharge: "latest_charge", renewalCharge: "renewal",
	termStart: "term_start", termEnd: "term_end", periodEnd: "period_end",
	commitmentStart: "commitment_start", commitmentEnd: "commitment_end", event: "event", request: "request", ends: "ends",
}

func (a anchor) String() string { return anchorWords.name("anchor", uint8(a)) }

// A point is a compiled Point.
type point struct {
	anchor anchor
	back   bool // the span is taken away
	span   calendar.Span
}

// compile reads the text of a point.
func (p Point) compile() (point, error) {
	var out point
	name, span := string(p), ""
	if i := strings.IndexByte(name, ' '); i >= 0 {
		rest := name[i:]
		name = name[:i]
		switch {
		case strings.HasPrefix(rest, " + "):
		case strings.HasPrefix(rest, " - "):
			out.back = true
		default:
			return point{}, errPoint
		}
		if span = rest[len(" + "):]; span == "" {
			return point{}, errPoint
		}
	}
	a, err := anchorWords.unmarshal("anchor", []byte(name))
	if err != nil {
		return point{}, err
	}
	out.anchor = anchor(a)
	if span != "" {
		if out.span, err = calendar.ParseSpan(span); err != nil {
			return point{}, err
		}
	}
	return out, nil
}

var errPoint = errors.New(`want an anchor, or an anchor and a span, as in "contract + 14 days"`)

// from returns the instant of the point for an anchor that stands at t. Beyond
// the years that are decided in, it is never, or before everything. It fails
// when a day lies outside the calendar's years.
func (p point) from(t time.Time, in *Policy) (instant, error) {
	if p.span.Unit == calendar.Hours {
		hours := time.Duration(p.span.N) * time.Hour
		if p.back {
			hours = -hours
		}
		return clamped(t.Add(hours)), nil
	}
	day := in.zone.DateIn(t)
	next := !p.back // the last day counts until its midnight
	if next && p.anchor.over() && in.zone.Start(day).Equal(t) {
		// What is over at midnight was over with the day before. Months are
		// counted from one midnight to another: what ends with April and goes
		// on for a month ends with May.
		if next = p.span.Unit == calendar.BusinessDays; next {
			day = day.AddDays(-1)
		}
	}
	day, err := p.day(day, in)
	if err != nil {
		return unset, err
	}
	if next {
		day = day.AddDays(1)
	}
	return clamped(in.zone.Start(day)), nil
}

// over reports whether the anchor is an instant at which something is over.
func (a anchor) over() bool {
	return a == trialEnd || a == termEnd || a == periodEnd || a == commitmentEnd || a == ends
}

// day returns the day that the point's span leads to from the day of its
// anchor.
func (p point) day(d calendar.Date, in *Policy) (calendar.Date, error) {
	if p.back {
		return p.span.SubFrom(d, in.calendar)
	}
	return p.span.AddTo(d, in.calendar)
}

// clamped returns the instant of a time that may lie beyond the years.
func clamped(t time.Time) instant {
	if t.Year() > lastYear {
		return never
	}
	return instantOf(t)
}

// A Count compares a number of events: "= 0", ">= 1", "<= 3". The operators
// are =, <, <=, > and >=, the number is whole and at most 1000000. The empty
// Count is absent.
type Count string

// A count is a compiled Count: the numbers from least to most, both included.
type count struct{ least, most int }

const maxCount = 1_000_000

func (c Count) compile() (count, error) {
	op, number, ok := strings.Cut(string(c), " ")
	n, err := strconv.Atoi(number)
	if !ok || err != nil || n < 0 || n > maxCount || strconv.Itoa(n) != number {
		return count{}, errCount
	}
	switch op {
	case "=":
		return count{n, n}, nil
	case "<":
		if n > 0 {
			return count{0, n - 1}, nil
		}
	case "<=":
		return count{0, n}, nil
	case ">":
		return count{n + 1, math.MaxInt}, nil
	case ">=":
		return count{n, math.MaxInt}, nil
	}
	return count{}, errCount
}

var errCount = errors.New(`want =, <, <=, > or >= and a whole number, as in "= 0"`)

// holds compares n events. When more may exist than are known, only what no
// further event could change is certain.
func (c count) holds(n int, complete bool) truth {
	switch {
	case n > c.most:
		return no
	case complete && n < c.least:
		return no
	case complete, n >= c.least && c.most == math.MaxInt:
		return yes
	}
	return unknown
}

package policy

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/rescind-go/rescind/calendar"
)

// A Point is an instant that a document names: an anchor, with a span added or
// taken away. "latest_charge", "contract + 14 days", "term_end - 48 hours",
// "request + 1 month to month_end". The empty Point is absent.
//
// The anchors are
//
//	contract       when the contract was concluded
//	trial_start    when the trial began
//	trial_end      when it ends, or ended
//	service_start  when the service began: with the trial, or with the first
//	               time that was paid for
//	conversion     when the first charge since a trial began took money, save one
//	               that pays for no time beyond the trial
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
//	event:KIND     when the latest event of the kind happened, as in
//	               "event:receipt"; there may be a later one than those on
//	               record unless the kind is complete ([Snapshot].Complete)
//	request        when the request was sent
//	received       when the vendor was informed of it
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
// Other things may be added:
//
//   - a part of the period whose start or end the anchor is, in whole days:
//     "term_start + 1/2" is the middle of the term, "commitment_end - 1/12";
//   - terms, to the end of one: "period_end + 1 term" is when the next ends,
//     at the same time of day. It is as long as the one that ends there, without
//     its pauses, in months or, if that is no whole number of them, in days, at
//     least one; of several, as the longest. What follows a trial is not known;
//   - " rolled", last: the last day counted, if it is no business day of the
//     document's calendar, is the next one that is: "contract + 14 days rolled";
//   - " to month_end", last: the midnight that ends the calendar month of the
//     last day counted.
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
	serviceStart
	conversion
	received
)

var anchorWords = words{
	contract: "contract", trialStart: "trial_start", trialEnd: "trial_end",
	firstCharge: "first_charge", latestCharge: "latest_charge", renewalCharge: "renewal",
	termStart: "term_start", termEnd: "term_end", periodEnd: "period_end",
	commitmentStart: "commitment_start", commitmentEnd: "commitment_end", event: "event", request: "request", ends: "ends",
	serviceStart: "service_start", conversion: "conversion", received: "received",
}

func (a anchor) String() string { return anchorWords.name("anchor", uint8(a)) }

// A point is a compiled Point.
type point struct {
	anchor anchor
	kind   string // of the event, if it is not the request's cause
	back   bool   // what follows is taken away
	span   calendar.Span
	part   [2]int // of a period: numerator and denominator
	terms  int
	month  bool // to the end of the month
	rolled bool // to a business day

	// Of business days after the request: the last day of which the calendar
	// has so many.
	lastDay calendar.Date
}

// String returns the text of the point, as documents have it.
func (p point) String() string {
	text := p.anchor.String()
	if p.kind != "" {
		text += ":" + p.kind
	}
	sign := " + "
	if p.back {
		sign = " - "
	}
	switch {
	case p.terms == 1:
		text += sign + "1 term"
	case p.terms > 1:
		text += fmt.Sprintf("%s%d terms", sign, p.terms)
	case p.part[1] != 0:
		text += fmt.Sprintf("%s%d/%d", sign, p.part[0], p.part[1])
	case p.span != calendar.Span{}:
		text += sign + p.span.String()
	}
	if p.rolled {
		text += " rolled"
	}
	if p.month {
		text += " to month_end"
	}
	return text
}

// plain reports whether the point is its anchor.
func (p point) plain() bool { return p == point{anchor: p.anchor, kind: p.kind} }

// asked reports whether the point is counted from the request.
func (p point) asked() bool { return p.anchor == request || p.anchor == received }

// compile reads the text of a point.
func (p Point) compile() (point, error) {
	var out point
	text, month := strings.CutSuffix(string(p), " to month_end")
	text, rolled := strings.CutSuffix(text, " rolled")
	name, span := text, ""
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
	name, eventKind, named := strings.Cut(name, ":")
	if named && (name != event.String() || !kind(eventKind)) {
		return point{}, errPoint
	}
	a, err := anchorWords.unmarshal("anchor", []byte(name))
	if err != nil {
		return point{}, err
	}
	out.anchor, out.kind, out.month, out.rolled = anchor(a), eventKind, month, rolled
	if span == "" {
		return out, nil
	}
	if out.measure(span) {
		return out, nil
	}
	out.span, err = calendar.ParseSpan(span)
	return out, err
}

// measure reads a part of a period, "1/2", or a number of terms.
func (p *point) measure(text string) bool {
	number, unit, _ := strings.Cut(text, " ")
	if unit == "term" || unit == "terms" {
		n, err := strconv.Atoi(number)
		p.terms = n
		return err == nil && 1 <= n && n <= maxTerms && strconv.Itoa(n) == number && (n == 1) == (unit == "term")
	}
	above, below, ok := strings.Cut(text, "/")
	num, err1 := strconv.Atoi(above)
	den, err2 := strconv.Atoi(below)
	p.part = [2]int{num, den}
	return ok && err1 == nil && err2 == nil && 1 <= num && num < den && den <= maxPart &&
		strconv.Itoa(num)+"/"+strconv.Itoa(den) == text
}

const (
	maxTerms = 100
	maxPart  = 366
)

var errPoint = errors.New(`want an anchor, or an anchor and a span, as in "contract + 14 days"`)

// from returns the instant of the point for an anchor that stands at t. Beyond
// the years that are decided in, it is never, or before everything. It fails
// when a day lies outside the calendar's years.
func (p point) from(t time.Time, in *Policy) (instant, error) {
	if p.month {
		whole := p
		whole.month = false
		if whole.plain() {
			return p.monthEnd(t, p.anchor.over(), in), nil
		}
		at, err := whole.from(t, in)
		if err != nil || at == never || at == unset {
			return at, err
		}
		return p.monthEnd(at.time(), !p.back && p.span.Unit > calendar.Hours, in), nil
	}
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
		if next = p.span.Unit == calendar.BusinessDays || p.rolled; next {
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

// monthEnd returns the midnight that ends the month of an instant or, if the
// instant is one at which something is over, of the day that is over.
func (p point) monthEnd(t time.Time, over bool, in *Policy) instant {
	day := in.zone.DateIn(t)
	if over && in.zone.Start(day).Equal(t) {
		day = day.AddDays(-1)
	}
	return clamped(in.zone.Start(day.AddDays(1 - day.Day()).AddMonths(1)))
}

// over reports whether the anchor is an instant at which something is over.
func (a anchor) over() bool {
	return a == trialEnd || a == termEnd || a == periodEnd || a == commitmentEnd || a == ends
}

// ended reports whether the point is the midnight that ends the last day counted.
func (p point) ended() bool {
	return p.month || p.terms > 0 || !p.back && p.span.Unit > calendar.Hours
}

// day returns the day that the point's span leads to from the day of its
// anchor.
func (p point) day(d calendar.Date, in *Policy) (calendar.Date, error) {
	if p.back {
		return p.span.SubFrom(d, in.calendar)
	}
	last, err := p.span.AddTo(d, in.calendar)
	if err == nil && p.rolled {
		return in.calendar.OnOrAfter(last)
	}
	return last, err
}

// clamped returns the instant of a time that may lie beyond the years.
func clamped(t time.Time) instant {
	if t.Unix() >= firstSecond+seconds {
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

// String returns the text of the count, as documents have it.
func (c count) String() string {
	switch {
	case c.most == math.MaxInt:
		return fmt.Sprintf(">= %d", c.least)
	case c.least == c.most:
		return fmt.Sprintf("= %d", c.least)
	}
	return fmt.Sprintf("<= %d", c.most)
}

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

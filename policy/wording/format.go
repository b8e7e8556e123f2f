package wording

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
)

// Amount writes an amount: "49.00 EUR", in French "49,00 EUR". It is empty for the
// zero Amount.
func (l *Language) Amount(a money.Amount) string {
	if !a.IsValid() {
		return ""
	}
	l = l.own()
	digits, minus := strings.CutPrefix(a.String(), "-")
	digits, _, _ = strings.Cut(digits, " ")
	whole, rest, decimals := strings.Cut(digits, ".")
	number := ""
	if minus {
		number = l.say("format", "minus", nil)
	}
	number += l.grouped(whole)
	if decimals {
		number += l.say("format", "decimal", nil) + rest
	}
	return l.say("format", "amount", with{"number": number, "currency": a.Currency().Code()})
}

// grouped sets the separator between every three digits.
func (l *Language) grouped(digits string) string {
	separator := l.say("format", "group", nil)
	if separator == "" {
		return digits
	}
	var b strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(separator)
		}
		b.WriteRune(digit)
	}
	return b.String()
}

// number writes a number that something is counted by.
func (l *Language) number(n int64) string {
	if n < 0 {
		return l.say("format", "minus", nil) + l.grouped(strconv.FormatInt(n, 10)[1:])
	}
	return l.grouped(strconv.FormatInt(n, 10))
}

// decimal writes a number that has a point: "97.5".
func (l *Language) decimal(s string) string {
	return strings.Replace(s, ".", l.say("format", "decimal", nil), 1)
}

// Day writes a date: "9 April 2020". It is empty for the zero Date.
func (l *Language) Day(d calendar.Date) string {
	if !d.IsValid() {
		return ""
	}
	return l.own().date(d.Start(time.UTC))
}

func (l *Language) date(t time.Time) string {
	return l.count("format", "date", int64(t.Day()), with{
		"day": strconv.Itoa(t.Day()), "month": l.say("month", strings.ToLower(t.Month().String()), nil),
		"year": strconv.Itoa(t.Year()), "weekday": l.weekday(t),
	})
}

func (l *Language) weekday(t time.Time) string {
	return l.say("weekday", strings.ToLower(t.Weekday().String()), nil)
}

// fullDay writes a date with its weekday.
func (l *Language) fullDay(d calendar.Date) string {
	if !d.IsValid() {
		return l.say("format", "undated", nil)
	}
	t := d.Start(time.UTC)
	return l.say("format", "full_day", with{"weekday": l.weekday(t), "date": l.date(t)})
}

// Instant writes an instant by the clock of its own location: "Thursday 9 April
// 2020 at 15:00". Seconds are written where there are any, fractions of them
// never. It is empty for the zero Time.
//
// A midnight that ends a day is written as the instant that it is, the first of
// the day after: "Friday 10 April 2020 at 00:00".
func (l *Language) Instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	l = l.own()
	return l.say("format", "instant", with{"weekday": l.weekday(t), "date": l.date(t), "time": l.clock(t)})
}

// brief writes an instant without its weekday, by one of two formats.
func (l *Language) brief(format string, t time.Time) string {
	if t.IsZero() {
		return l.say("format", "undated", nil)
	}
	return l.say("format", format, with{"date": l.date(t), "time": l.clock(t)})
}

func (l *Language) clock(t time.Time) string {
	key := "time"
	if t.Second() != 0 {
		key = "time_seconds"
	}
	return l.say("format", key, with{
		"hour": strconv.Itoa(t.Hour()), "hour2": fmt.Sprintf("%02d", t.Hour()),
		"minute": fmt.Sprintf("%02d", t.Minute()), "second": fmt.Sprintf("%02d", t.Second()),
	})
}

// zone names the zone of an instant, by its offset if it has no name of its own.
func (l *Language) zone(t time.Time) string {
	switch name := t.Location().String(); name {
	case "", "Local": // which would be another on each machine
		return l.say("format", "offset", with{"offset": t.Format("-07:00")})
	default:
		return name
	}
}

// quote quotes the words of others, and names what has no name.
func (l *Language) quote(s string) string {
	if s == "" {
		return l.say("format", "unnamed", nil)
	}
	return l.say("format", "quote", with{"text": s})
}

// list joins what is said of several things.
func (l *Language) list(all []string) string {
	return strings.Join(all, l.say("format", "separator", nil))
}

// units writes a number of units: "3 business days".
func (l *Language) units(n int64, unit string) string {
	return l.count("unit", unit, n, with{"n": l.number(n)})
}

// sixDays reports whether a calendar counts the working days of a six-day week,
// which French tells apart from business days.
func sixDays(calendar string) bool { return strings.HasSuffix(calendar, "OUVRABLE") }

package wording

import (
	"strconv"
	"strings"

	"github.com/rescind-go/rescind/calendar"
)

// point writes what a document names an instant by, "contract + 14 days", in the
// words of the language. What it cannot read it quotes.
func (l *Language) point(text, calendar string) string {
	rest, month := strings.CutSuffix(text, " to month_end")
	rest, rolled := strings.CutSuffix(rest, " rolled")
	name, span, later := strings.Cut(rest, " + ")
	earlier := false
	if !later {
		name, span, earlier = strings.Cut(rest, " - ")
	}
	out := l.anchor(name)
	if out == "" {
		return l.quote(text)
	}
	key := "after"
	if earlier {
		key = "before"
	}
	if later || earlier {
		length, ok := l.span(span, calendar)
		if !ok {
			if !strings.Contains(span, "/") {
				return l.quote(text)
			}
			key, length = "part_"+key, span
		}
		out = l.say("point", key, with{"span": length, "part": length, "anchor": out})
	}
	if rolled {
		out = l.say("point", "rolled", with{"point": out})
	}
	if month {
		out = l.say("point", "month_end", with{"point": out})
	}
	return out
}

// anchor names the instant that a point is counted from, and is empty for an
// anchor that is not known.
func (l *Language) anchor(name string) string {
	if kind, ok := strings.CutPrefix(name, "event:"); ok {
		return l.say("point", "event", with{"kind": l.quote(kind)})
	}
	if !l.has("anchor", name) {
		return ""
	}
	return l.say("anchor", name, nil)
}

// span writes a length of time, "1 month", in the words of the language, if it can.
func (l *Language) span(text, calendarID string) (string, bool) {
	if text == "second" {
		return l.units(1, "seconds"), true
	}
	number, unit, _ := strings.Cut(text, " ")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return "", false
	}
	if s, err := calendar.ParseSpan(text); err == nil {
		unit = s.Unit.String()
	} else if unit != "term" && unit != "terms" {
		return "", false
	}
	switch {
	case unit == "term":
		unit = "terms"
	case unit == calendar.BusinessDays.String() && sixDays(calendarID):
		unit = "working_days"
	}
	return l.units(n, unit), true
}

// comparison writes a condition on a number, "= 0".
func (l *Language) comparison(text string) string {
	op, number, _ := strings.Cut(text, " ")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || !l.has("comparison", op) {
		return l.quote(text)
	}
	return l.count("comparison", op, n, with{"n": l.number(n)})
}

// length writes a condition on a length of time, "> 1 month".
func (l *Language) length(text string) string {
	op, span, _ := strings.Cut(text, " ")
	words, ok := l.span(span, "")
	if !ok || !l.has("length", op) {
		return l.quote(text)
	}
	return l.say("length", op, with{"span": words})
}

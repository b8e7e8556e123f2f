package main

import (
	"cmp"
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// texts is the table of the types that are text of a form of their own, and of
// the amount, which reads itself. Empty text is the absent value, save for an
// instant. Patterns are those of ECMA 262 and of Go alike.
func texts(src *source) map[reflect.Type]*Schema {
	anchors := strings.Join(src.words["policy.anchorWords"], "|")
	return map[reflect.Type]*Schema{
		reflect.TypeFor[policy.Point](): text(`(` + anchors + `|event:` + dotted + `)` +
			`( [+-] (` + span(anySpan) + `|[1-9][0-9]{0,2}/[1-9][0-9]{0,2}|1 term|[2-9] terms|[1-9][0-9] terms|100 terms))?( rolled)?( to month_end)?`),
		reflect.TypeFor[policy.Interval](): text(`(=|<=|<|>=|>) ` + span(longer)),
		reflect.TypeFor[policy.Count]():    text(`(=|<=|>=|>) 0|(=|<=|<|>=|>) ([1-9][0-9]{0,5}|1000000)`),
		reflect.TypeFor[policy.Percent]():  text(`100|[1-9]?[0-9](\.[0-9]{0,5}[1-9])?`),
		reflect.TypeFor[calendar.Span]():   text(span(anySpan)),
		reflect.TypeFor[calendar.Date]():   text(`[0-9]{4}-` + monthDay),
		reflect.TypeFor[time.Time](): {
			Type: "string", Format: "date-time",
			Description: "An instant in the years 1900 to 2199, with seconds and an offset, as in 2020-02-09T09:00:00+01:00",
			Pattern: `^(19|20|21)[0-9]{2}-` + monthDay +
				`T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$`,
		},
		reflect.TypeFor[money.Amount](): amount(),
	}
}

const monthDay = `(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])`

// text is text that a pattern describes, or empty.
func text(pattern string) *Schema {
	return &Schema{Type: "string", Pattern: `^(` + pattern + `)?$`}
}

func anySpan(calendar.Unit) bool { return true }

// span is the pattern of a span in some units, as calendar itself spells them:
// in the singular after 1.
func span(in func(calendar.Unit) bool) string {
	var one, many []string
	for u := range calendar.Unit(255) {
		word, err := calendar.Span{N: 1, Unit: u}.MarshalText()
		words, err2 := calendar.Span{N: 2, Unit: u}.MarshalText()
		if err == nil && err2 == nil && in(u) {
			one = append(one, strings.TrimPrefix(string(word), "1 "))
			many = append(many, strings.TrimPrefix(string(words), "2 "))
		}
	}
	return `(1 (` + strings.Join(one, "|") + `)|(0|[2-9]|[1-9][0-9]{1,3}) (` + strings.Join(many, "|") + `))`
}

// amount is the object of money: the code of a currency, and a number with as
// many decimals as the currency has.
func amount() *Schema {
	var codes []string
	byDigits := map[int][]string{}
	for c := range money.Currencies() {
		codes = append(codes, c.Code())
		byDigits[c.Digits()] = append(byDigits[c.Digits()], c.Code())
	}
	s := &Schema{
		Type: "object",
		Properties: properties{
			{"amount", &Schema{Type: "string", Description: "In major units, with all decimals of the currency and no separators"}},
			{"currency", &Schema{Enum: codes, Description: "The code of ISO 4217"}},
		},
		Additional: false,
		Required:   []string{"amount", "currency"},
	}
	// One number of decimals after another, the commonest last, so that it needs
	// no list.
	digits := slices.SortedStableFunc(maps.Keys(byDigits), func(a, b int) int {
		return cmp.Or(len(byDigits[b])-len(byDigits[a]), a-b)
	})
	var rest *Schema
	for _, n := range digits {
		decimals := ""
		if n > 0 {
			decimals = fmt.Sprintf(`\.[0-9]{%d}`, n)
		}
		then := &Schema{Properties: properties{{"amount", &Schema{Pattern: `^-?(0|[1-9][0-9]*)` + decimals + `$`}}}}
		if rest == nil {
			rest = then
			continue
		}
		of := &Schema{Properties: properties{{"currency", &Schema{Enum: byDigits[n]}}}}
		rest = &Schema{If: of, Then: then, Else: rest}
	}
	s.If, s.Then, s.Else = rest.If, rest.Then, rest.Else
	return s
}

// enumeration is the text of a small enumeration, asked of the type itself, and
// nil if t is none. A zero value without a word, which is empty text, comes
// last.
func enumeration(t reflect.Type) *Schema {
	if t.Kind() != reflect.Uint8 || !t.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return nil
	}
	s, silent := &Schema{}, false
	for n := range 256 {
		v := reflect.New(t).Elem()
		v.SetUint(uint64(n))
		word, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		if err == nil && len(word) > 0 {
			s.Enum = append(s.Enum, string(word))
		} else if err == nil {
			silent = true
		}
	}
	if silent {
		s.Enum = append(s.Enum, "")
	}
	return s
}

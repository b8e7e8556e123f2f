package calendar

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
)

func TestSpanText(t *testing.T) {
	for s, want := range map[string]Span{
		"14 days":           {14, Days},
		"1 day":             {1, Days},
		"0 days":            {0, Days},
		"3 business days":   {3, BusinessDays},
		"1 business day":    {1, BusinessDays},
		"48 hours":          {48, Hours},
		"2 weeks":           {2, Weeks},
		"1 month":           {1, Months},
		"1 year":            {1, Years},
		"9999 years":        {9999, Years},
		"1000 months":       {1000, Months},
		"0 hours":           {0, Hours},
		"12 business days":  {12, BusinessDays},
		"11 weeks":          {11, Weeks},
		"101 business days": {101, BusinessDays},
	} {
		got, err := ParseSpan(s)
		if err != nil || got != want || got.String() != s {
			t.Errorf("%q is %+v, written %q: %v", s, got, got, err)
		}
		var again Span
		if b, err := got.MarshalText(); err != nil || again.UnmarshalText(b) != nil || again != got {
			t.Errorf("%q: %q, %v, %+v", s, b, err, again)
		}
	}
}

func TestParseSpanIsStrict(t *testing.T) {
	for _, s := range []string{
		"", " ", "days", "14", "14 ", "14days", "14  days", " 14 days", "14 days ", "1 days", "2 day", "01 day", "007 days", "00 days",
		"-1 days", "+1 day", "1.5 days", "10000 days", "99999999999999999999 days", "14 Days", "14 business_days", "3 business  days",
		"1 fortnight", "one day", "١ day", "14\tdays", "0 day", "3 businessdays",
	} {
		if got, err := ParseSpan(s); !errors.Is(err, ErrSyntax) || got != (Span{}) {
			t.Errorf("%q is %+v, %v", s, got, err)
		}
	}
	_, err := ParseSpan(strings.Repeat("x", 1<<20))
	if err == nil || len(err.Error()) > 200 {
		t.Error("an error repeats a megabyte")
	}
}

func TestSpansOutOfBounds(t *testing.T) {
	d := MustParseDate("2020-02-09")
	for _, c := range []struct {
		s    Span
		text string
		kind error
	}{
		{Span{-1, Days}, "-1 days", ErrCount},
		{Span{10000, Days}, "10000 days", ErrCount},
		{Span{math.MinInt, Years}, strconv.Itoa(math.MinInt) + " years", ErrCount},
		{Span{3, 0}, "3 ", ErrUnit},
		{Span{3, 9}, "3 Unit(9)", ErrUnit},
	} {
		if c.s.String() != c.text {
			t.Errorf("%q, want %q", c.s, c.text)
		}
		for _, err := range []error{
			second(c.s.MarshalText()), second(c.s.AddTo(d, nil)), second(c.s.SubFrom(d, nil)),
		} {
			if !errors.Is(err, c.kind) {
				t.Errorf("%q: %v", c.text, err)
			}
		}
	}
	var z Span
	if b, err := z.MarshalText(); len(b) != 0 || err != nil || z.String() != "" {
		t.Errorf("the zero Span is %q, %v", b, err)
	}
	s := Span{1, Days}
	if err := s.UnmarshalText(nil); err != nil || s != z {
		t.Errorf("empty text is %v, %v", s, err)
	}
	s = Span{1, Days}
	if err := s.UnmarshalText([]byte("soon")); err == nil || s != (Span{1, Days}) {
		t.Errorf("an error changed the span to %v, %v", s, err)
	}
	if _, err := z.AddTo(d, nil); !errors.Is(err, ErrUnit) {
		t.Error(err)
	}
}

func TestSpanMoves(t *testing.T) {
	c := small(t)
	for _, x := range []struct {
		from, span, after, before string
	}{
		{"2020-01-31", "1 month", "2020-02-29", "2019-12-31"},
		{"2020-03-31", "1 month", "2020-04-30", "2020-02-29"},
		{"2020-02-29", "1 year", "2021-02-28", "2019-02-28"},
		{"2020-02-29", "4 years", "2024-02-29", "2016-02-29"},
		{"2020-02-09", "14 days", "2020-02-23", "2020-01-26"},
		{"2020-02-09", "2 weeks", "2020-02-23", "2020-01-26"},
		{"2020-02-09", "0 days", "2020-02-09", "2020-02-09"},
		{"2020-02-09", "3 business days", "2020-02-12", "2020-02-05"},
		{"2020-04-30", "1 business day", "2020-05-04", "2020-04-29"},
	} {
		s, d := MustParseSpan(x.span), MustParseDate(x.from)
		if got, err := s.AddTo(d, c); err != nil || got.String() != x.after {
			t.Errorf("%s + %s = %v, %v, want %s", x.from, x.span, got, err, x.after)
		}
		if got, err := s.SubFrom(d, c); err != nil || got.String() != x.before {
			t.Errorf("%s - %s = %v, %v, want %s", x.from, x.span, got, err, x.before)
		}
	}
	late, early := MustParseDate("9999-12-31"), MustParseDate("0001-01-01")
	for i, x := range []struct{ err, kind error }{
		{second(Span{48, Hours}.AddTo(late, c)), ErrUnit},
		{second(Span{1, Days}.AddTo(Date{}, c)), ErrDate},
		{second(Span{1, Days}.AddTo(late, c)), ErrDate},
		{second(Span{9999, Years}.AddTo(late, c)), ErrDate},
		{second(Span{9999, Weeks}.SubFrom(early, c)), ErrDate},
		{second(Span{1, Months}.SubFrom(early, c)), ErrDate},
		{second(Span{0, BusinessDays}.AddTo(c.First(), c)), ErrCount},
		{second(Span{1, BusinessDays}.AddTo(c.First(), nil)), ErrCalendar},
		{second(Span{1, BusinessDays}.AddTo(late, c)), ErrRange},
		{second(Span{1, BusinessDays}.SubFrom(c.First(), c)), ErrRange},
	} {
		if !errors.Is(x.err, x.kind) {
			t.Errorf("%d: %v is not %v", i, x.err, x.kind)
		}
	}
}

// Every enumeration is text both ways.
func TestEnumerations(t *testing.T) {
	type enum interface {
		encoding.TextMarshaler
		fmt.Stringer
	}
	enums := []struct {
		typ    string
		values []enum // from zero on, and an unknown one
		text   []string
		parse  func([]byte) (enum, error)
		kind   error
	}{
		{"Unit", []enum{Unit(0), Hours, Days, BusinessDays, Weeks, Months, Years, Unit(7)},
			[]string{"", "hours", "days", "business_days", "weeks", "months", "years"},
			func(b []byte) (enum, error) { var v Unit; err := v.UnmarshalText(b); return v, err }, ErrUnit},
		{"Roll", []enum{Roll(0), Following, ModifiedFollowing, Preceding, ModifiedPreceding, Roll(5)},
			[]string{"", "following", "modified_following", "preceding", "modified_preceding"},
			func(b []byte) (enum, error) { var v Roll; err := v.UnmarshalText(b); return v, err }, ErrRoll},
		{"Counting", []enum{Counting(0), AfterEvent, AfterRolled, Counting(3)},
			[]string{"", "after_event", "after_rolled"},
			func(b []byte) (enum, error) { var v Counting; err := v.UnmarshalText(b); return v, err }, ErrCount},
	}
	for _, e := range enums {
		for i, text := range e.text {
			v := e.values[i]
			b, err := v.MarshalText()
			if err != nil || string(b) != text || v.String() != text {
				t.Errorf("%s %d is %q, %q, %v", e.typ, i, b, v, err)
			}
			if back, err := e.parse([]byte(text)); err != nil || back != v {
				t.Errorf("%s %q is read as %v, %v", e.typ, text, back, err)
			}
		}
		unknown := e.values[len(e.text)]
		if want := fmt.Sprintf("%s(%d)", e.typ, len(e.text)); unknown.String() != want {
			t.Errorf("%q, want %q", unknown, want)
		}
		if b, err := unknown.MarshalText(); !errors.Is(err, e.kind) || len(b) != 0 {
			t.Errorf("%v marshals as %q, %v", unknown, b, err)
		}
		if v, err := e.parse([]byte("Other")); !errors.Is(err, ErrSyntax) || v != e.values[0] {
			t.Errorf("%v, %v", v, err)
		}
	}
	_, err := json.Marshal(Unit(9))
	if err == nil {
		t.Error("an unknown unit marshals")
	}
}

func FuzzParseSpanRoundTrip(f *testing.F) {
	for _, s := range []string{"", "14 days", "1 day", "3 business days", "01 day", "1 days", "10000 days"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		span, err := ParseSpan(s)
		if err != nil {
			if span != (Span{}) {
				t.Errorf("%v with error %v", span, err)
			}
			return
		}
		if span.String() != s {
			t.Errorf("%q is read and written as %q", s, span)
		}
		var again Span
		if err := again.UnmarshalText([]byte(s)); err != nil || again != span {
			t.Errorf("UnmarshalText gives %v, %v", again, err)
		}
	})
}

// Whoever misses the one spelling is told it.
func TestParseSpanKnowsWhatWasMeant(t *testing.T) {
	for text, meant := range map[string]string{
		"1 days": "1 day", "2 day": "2 days", "14days": "14 days", "14 Days": "14 days", "3 busines days": "3 business days", "1 mnth": "1 month",
		"": "", "14": "", "days": "", "30 minutes": "", "1.5 days": "", "10000 days": "", "1 month + 1 day": "", strings.Repeat("9", 1<<20): "",
	} {
		_, err := ParseSpan(text)
		if err == nil {
			t.Fatal(text)
		}
		_, got, _ := strings.Cut(err.Error(), ` (did you mean "`)
		if got, _, _ = strings.Cut(got, `"`); got != meant {
			t.Errorf("%.20q: got %q, want %q", text, got, meant)
		}
	}
	var u Unit
	if err := u.UnmarshalText([]byte("business days")); err == nil || !strings.HasSuffix(err.Error(), ` (did you mean "business_days"?)`) {
		t.Error(err)
	}
}

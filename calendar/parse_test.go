package calendar

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
)

const acme = `{
  "id": "ACME", "name": "Acme Ltd",
  "first_year": 2026, "last_year": 2030,
  "week": "Mon-Fri",
  "changes": [{"from": "2028-01-01", "week": "Mon-Thu"}],
  "holidays": [
    {"date": "2026-12-24", "name": "Christmas Eve", "local": "Heiligabend"},
    {"date": "2026-12-31"}
  ]
}`

func TestSpecInJSON(t *testing.T) {
	spec, err := ParseSpec([]byte(acme))
	if err != nil {
		t.Fatal(err)
	}
	want := Spec{ID: "ACME", Name: "Acme Ltd", FirstYear: 2026, LastYear: 2030, Week: MonFri,
		Changes:  []WeekChange{{MustParseDate("2028-01-01"), NewWeek(1, 2, 3, 4)}},
		Holidays: []Holiday{{MustParseDate("2026-12-24"), "Christmas Eve", "Heiligabend"}, {Date: MustParseDate("2026-12-31")}},
	}
	if !reflect.DeepEqual(spec, want) {
		t.Errorf("%+v", spec)
	}
	c := mustNew(t, spec)
	b, err := json.Marshal(c.Spec())
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseSpec(b)
	if err != nil || !reflect.DeepEqual(again, spec) || mustNew(t, again).Digest() != c.Digest() {
		t.Errorf("%s: %+v, %v", b, again, err)
	}
	var within struct{ Calendar Spec }
	if err := json.Unmarshal([]byte(`{"calendar": `+acme+`}`), &within); err != nil || !reflect.DeepEqual(within.Calendar, spec) {
		t.Errorf("%+v, %v", within, err)
	}
	if b, err := json.Marshal(Spec{ID: "X", FirstYear: 2026, LastYear: 2026, Week: MonSat}); err != nil || string(b) != `{"id":"X","first_year":2026,"last_year":2026,"week":"Mon-Sat"}` {
		t.Errorf("%s, %v", b, err)
	}
}

func TestParseSpecIsStrict(t *testing.T) {
	for _, x := range []struct {
		old, new string // replaced in a good text
		want     string
		kind     error
	}{
		{`"week"`, `"weeks"`, `calendar: parse calendar: line 4, column 3 "weeks": want one of "id", "name", "first_year", "last_year", "week", "changes", "holidays" (did you mean "week"?)`, ErrSyntax},
		{`"2026-12-24"`, `"2026-02-30"`, `calendar: parse calendar: line 7, column 14: holidays[0].date "2026-02-30": want a day that exists, in the years 1 to 9999`, ErrDate},
		{`"2026-12-24"`, `"24/12/2026"`, `calendar: parse calendar: line 7, column 14: holidays[0].date "24/12/2026": want a date like "2020-02-09"`, ErrSyntax},
		{`"Mon-Fri"`, `"mon-fri"`, `calendar: parse calendar: line 4, column 11: week "mon-fri": want working days from Monday on, like "Mon-Fri", "Sun-Thu" or "Mon,Wed,Fri"`, ErrSyntax},
		{`"first_year": 2026`, `"first_year": "2026"`, ``, ErrSyntax},
		{`"first_year": 2026`, `"first_year": 2026.5`, ``, ErrSyntax},
		{`"Acme Ltd"`, `null`, ``, ErrSyntax},
		{`"id": "ACME"`, `"id": "A", "id": "B"`, ``, ErrSyntax},
		{"  ]\n}", "  ]\n} 1", ``, ErrSyntax},
		{"  ]\n}", "  ]", ``, ErrSyntax},
		{`"name": "Christmas Eve"`, `"Name": "Christmas Eve"`, ``, ErrSyntax},
		{`[{"from"`, `[[{"from"`, ``, ErrSyntax},
		{`"Mon-Thu"`, `31`, ``, ErrSyntax},
	} {
		text := strings.Replace(acme, x.old, x.new, 1)
		if text == acme {
			t.Fatalf("%s is not in the text", x.old)
		}
		s, err := ParseSpec([]byte(text))
		if !errors.Is(err, x.kind) || !reflect.DeepEqual(s, Spec{}) || x.want != "" && err.Error() != x.want {
			t.Errorf("%s: %+v\n got %v\nwant %v", x.new, s, err, x.want)
		}
		if err := json.Unmarshal([]byte(text), &s); err == nil {
			t.Errorf("%s: json.Unmarshal is laxer", x.new)
		}
	}
	if _, err := ParseSpec(make([]byte, 17<<20)); !errors.Is(err, ErrSyntax) || len(err.Error()) > 300 {
		t.Error(err)
	}
}

func TestWithHolidays(t *testing.T) {
	base := mustNew(t, Spec{ID: "FR", Name: "France", FirstYear: 2026, LastYear: 2026, Week: MonFri, Holidays: []Holiday{
		{MustParseDate("2026-05-01"), "Labour Day", "Fête du Travail"},
	}})
	before := base.Digest()
	days := []Holiday{{Date: MustParseDate("2026-12-24"), Name: "Closing day"}, {Date: MustParseDate("2026-05-01"), Name: "Works outing"}}
	c, err := base.WithHolidays("ACME", days...)
	if err != nil || c.ID() != "ACME" || c.Name() != "France" {
		t.Fatal(err)
	}
	for day, name := range map[string]string{"2026-12-24": "Closing day", "2026-05-01": "Works outing"} {
		if h, ok := c.HolidayOn(MustParseDate(day)); !ok || h.Name != name || h.Local != "" {
			t.Errorf("%v", h)
		}
		if open, err := c.IsBusinessDay(MustParseDate(day)); open || err != nil {
			t.Errorf("%s: %v, %v", day, open, err)
		}
	}
	if open, _ := base.IsBusinessDay(MustParseDate("2026-12-24")); !open || base.Digest() != before {
		t.Error("the calendar that was extended changed")
	}
	if c, err := base.WithHolidays("X", Holiday{Date: MustParseDate("2027-01-01")}); !errors.Is(err, ErrSpec) || c != nil {
		t.Errorf("a day outside the years: %v", err)
	}
	for _, none := range []*Calendar{nil, {}} {
		if c, err := none.WithHolidays("X"); !errors.Is(err, ErrCalendar) || c != nil {
			t.Errorf("%v, %v", c, err)
		}
		if s := none.Spec(); !reflect.DeepEqual(s, Spec{}) {
			t.Errorf("%+v", s)
		}
	}
}

func FuzzParsedSpecsBuildOrAreRefused(f *testing.F) {
	f.Add([]byte(acme))
	f.Add([]byte(`{"id":"X","first_year":1,"last_year":400,"week":"Sat,Sun"}`))
	f.Add([]byte(`{"id":"X","first_year":9999,"last_year":9999,"week":"Mon-Sun","holidays":[{"date":"9999-12-31"}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		spec, err := ParseSpec(b)
		var own *Error
		if err != nil {
			if !errors.As(err, &own) || len(err.Error()) > 1000 {
				t.Errorf("%v is no error of this package", err)
			}
			return
		}
		c, err := New(spec)
		if err != nil {
			if !errors.Is(err, ErrSpec) {
				t.Error(err)
			}
			return
		}
		text, err := json.Marshal(c.Spec())
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseSpec(text)
		if err != nil {
			t.Fatal(err)
		}
		same, err := New(again)
		if err != nil || same.Digest() != c.Digest() {
			t.Errorf("%s builds another calendar: %v", text, err)
		}
		if _, err := c.Skipped(c.First().AddDays(-1), c.First().AddDays(20)); err != nil && c.First().Year() > 1 {
			t.Error(err)
		}
	})
}

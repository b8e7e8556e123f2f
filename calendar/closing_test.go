package calendar

import (
	"errors"
	"testing"
)

func TestSkipped(t *testing.T) {
	c := mustNew(t, Spec{ID: "FR", FirstYear: 2026, LastYear: 2026, Week: MonFri, Holidays: []Holiday{
		{MustParseDate("2026-05-01"), "Labour Day", "Fête du Travail"},
		{MustParseDate("2026-05-08"), "Victory in Europe Day", "Fête de la Victoire"},
		{Date: MustParseDate("2026-05-14")},
		{MustParseDate("2026-08-15"), "Assumption Day", "Assomption"},
	}})
	list, err := c.Skipped(MustParseDate("2026-05-07"), MustParseDate("2026-05-14"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Fri 8 May 2026: Victory in Europe Day", "Sat 9 May 2026: weekend", "Sun 10 May 2026: weekend", "Thu 14 May 2026: holiday"}
	for i, closing := range list {
		if i >= len(want) || closing.String() != want[i] {
			t.Errorf("%d: %v", i, closing)
		}
	}
	if len(list) != len(want) || list[0].Local != "Fête de la Victoire" || list[0].Weekend || !list[1].Weekend {
		t.Errorf("%+v", list)
	}
	// A holiday on a day of rest is named, and is both.
	list, err = c.Skipped(MustParseDate("2026-08-14"), MustParseDate("2026-08-15"))
	if err != nil || len(list) != 1 || list[0].String() != "Sat 15 Aug 2026: Assumption Day" || !list[0].Weekend {
		t.Errorf("%v, %v", list, err)
	}
	// The eve of the first day may be counted from, as in Count.
	if list, err := c.Skipped(MustParseDate("2025-12-31"), MustParseDate("2026-01-03")); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
	for _, x := range [][2]string{{"2026-05-14", "2026-05-07"}, {"2026-05-09", "2026-05-09"}, {"2026-05-03", "2026-05-07"}} {
		if list, err := c.Skipped(MustParseDate(x[0]), MustParseDate(x[1])); err != nil || list != nil {
			t.Errorf("%v: %v, %v", x, list, err)
		}
	}
	for _, x := range [][2]string{{"2025-12-30", "2026-01-03"}, {"2026-12-01", "2027-01-01"}, {"", "2026-01-03"}, {"2026-01-03", ""}} {
		var a, b Date
		_, _ = a.UnmarshalText([]byte(x[0])), b.UnmarshalText([]byte(x[1]))
		if list, err := c.Skipped(a, b); !errors.Is(err, ErrRange) && !errors.Is(err, ErrDate) || list != nil {
			t.Errorf("%v: %v, %v", x, list, err)
		}
	}
	if list, err := (*Calendar)(nil).Skipped(MustParseDate("2026-05-14"), MustParseDate("2026-05-15")); !errors.Is(err, ErrCalendar) || list != nil {
		t.Errorf("%v, %v", list, err)
	}
	if s := (Closing{}).String(); s != "no date: holiday" {
		t.Error(s)
	}
}

func TestLastOfMonth(t *testing.T) {
	c := mustNew(t, Spec{ID: "X", FirstYear: 2026, LastYear: 2026, Week: MonFri, Holidays: func() (list []Holiday) {
		for d := MustParseDate("2026-02-01"); d.Month() == 2; d = d.AddDays(1) {
			list = append(list, Holiday{Date: d})
		}
		for d := MustParseDate("2026-01-01"); d.Day() < 30; d = d.AddDays(1) {
			list = append(list, Holiday{Date: d})
		}
		return append(list, Holiday{Date: MustParseDate("2026-12-31")})
	}()})
	for day, want := range map[string]string{
		"2026-01-01": "2026-01-30", "2026-01-31": "2026-01-30", "2026-05-31": "2026-05-29",
		"2026-06-30": "2026-06-30", "2026-12-31": "2026-12-30", "2026-12-01": "2026-12-30",
	} {
		if got, err := c.LastOfMonth(MustParseDate(day)); err != nil || got.String() != want {
			t.Errorf("%s: %v, %v", day, got, err)
		}
	}
	if d, err := c.LastOfMonth(MustParseDate("2026-02-10")); !errors.Is(err, ErrDate) || d.IsValid() {
		t.Errorf("a month without a business day: %v, %v", d, err)
	}
	for _, day := range []string{"2025-12-31", "2027-01-01"} {
		if d, err := c.LastOfMonth(MustParseDate(day)); !errors.Is(err, ErrRange) || d.IsValid() {
			t.Errorf("%s: %v, %v", day, d, err)
		}
	}
	if d, err := c.LastOfMonth(Date{}); !errors.Is(err, ErrDate) || d.IsValid() {
		t.Errorf("%v, %v", d, err)
	}
	// The first month has none, and nothing is known before it.
	january := mustNew(t, Spec{ID: "X", FirstYear: 2026, LastYear: 2026, Week: MonFri, Holidays: func() (list []Holiday) {
		for d := MustParseDate("2026-01-01"); d.Month() == 1; d = d.AddDays(1) {
			list = append(list, Holiday{Date: d})
		}
		return list
	}()})
	if d, err := january.LastOfMonth(MustParseDate("2026-01-10")); !errors.Is(err, ErrDate) || errors.Is(err, ErrRange) || d.IsValid() {
		t.Errorf("%v, %v", d, err)
	}
}

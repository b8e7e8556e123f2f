package calendar

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"testing"
	"time"
)

func TestEveryWeekHasOneText(t *testing.T) {
	seen := make(map[string]bool)
	for w := Week(0); w <= allDays; w++ {
		text, err := w.MarshalText()
		if err != nil || seen[string(text)] {
			t.Errorf("%07b: %q, %v", w, text, err)
		}
		seen[string(text)] = true
		back := MonFri
		if err := back.UnmarshalText(text); err != nil || back != w {
			t.Errorf("%q is read as %v, %v", text, back, err)
		}
	}
	for _, text := range []string{"mon-fri", "Mon-Mon", "Mon,Tue,Wed,Thu,Fri", "Fri,Mon", "Mon-Fri ", "Mon?", "1111100", "Sun-Sat"} {
		w := MonSat
		if err := w.UnmarshalText([]byte(text)); !errors.Is(err, ErrSyntax) || w != MonSat {
			t.Errorf("%q is read as %v, %v", text, w, err)
		}
	}
	if w, err := ParseWeek(""); !errors.Is(err, ErrSyntax) || w != 0 {
		t.Errorf("%v, %v", w, err)
	}
	if _, err := json.Marshal(NewWeek(9)); !errors.Is(err, ErrSpec) {
		t.Error(err)
	}
}

// The Emirates rested on Fridays and Saturdays until the end of 2021.
func emirates(t *testing.T) *Calendar {
	return mustNew(t, Spec{ID: "AE", FirstYear: 2020, LastYear: 2024, Week: SunThu,
		Changes: []WeekChange{{MustParseDate("2022-01-01"), MonFri}}})
}

func TestChangeOfTheWeek(t *testing.T) {
	c := emirates(t)
	for day, open := range map[string]bool{
		"2021-12-30": true,  // Thursday
		"2021-12-31": false, // the last Friday of rest
		"2022-01-01": false, // Saturday
		"2022-01-02": false, // the first Sunday of rest
		"2022-01-07": true,  // Friday
		"2021-12-26": true,  // Sunday
	} {
		d := MustParseDate(day)
		if got, err := c.IsBusinessDay(d); got != open || err != nil {
			t.Errorf("%s: %v, %v", day, got, err)
		}
	}
	for day, want := range map[string]Week{"2019-12-31": 0, "2020-01-01": SunThu, "2021-12-31": SunThu, "2022-01-01": MonFri, "2024-12-31": MonFri, "2025-01-01": 0} {
		if got := c.WeekOn(MustParseDate(day)); got != want {
			t.Errorf("the week of %s is %v, want %v", day, got, want)
		}
	}
	if six, err := c.WithWeek("AE6", MonSat); err != nil || six.WeekOn(MustParseDate("2023-01-01")) != MonSat {
		t.Errorf("%v, %v", six, err)
	}
	same, err := New(c.Spec())
	if err != nil || same.Digest() != c.Digest() {
		t.Errorf("the spec of a calendar builds another one: %v", err)
	}
	plain := mustNew(t, Spec{ID: "AE", FirstYear: 2020, LastYear: 2024, Week: SunThu})
	if plain.Digest() == c.Digest() {
		t.Error("a change of the week does not change the digest")
	}
	// What is joined keeps both weeks, each in its time.
	fr := mustNew(t, Spec{ID: "FR", FirstYear: 2021, LastYear: 2024, Week: MonFri})
	joint, err := Join("J", fr, c)
	if err != nil {
		t.Fatal(err)
	}
	if before, after := joint.WeekOn(MustParseDate("2021-12-31")), joint.WeekOn(MustParseDate("2022-01-01")); before != MonFri&SunThu || after != MonFri {
		t.Errorf("joint weeks %v, %v", before, after)
	}
	never := mustNew(t, Spec{ID: "N", FirstYear: 2020, LastYear: 2024, Week: NewWeek(time.Friday)})
	if _, err := Join("J", c, never); !errors.Is(err, ErrSpec) {
		t.Errorf("a time without a common day of work: %v", err)
	}
}

// The order in which calendars are joined, and how they are grouped, changes
// nothing but names.
func TestPropertyJoinIsCommutativeAndAssociative(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	built := 0
	for range 400 {
		var cs [3]*Calendar
		first := randomSpec(r)
		for i := range cs {
			spec := randomSpec(r)
			spec.FirstYear, spec.LastYear = first.FirstYear, first.LastYear
			n := newNaive(spec)
			kept := spec.Holidays[:0]
			for _, h := range spec.Holidays {
				if n.knows(h.Date) {
					kept = append(kept, h)
				}
			}
			spec.Holidays, spec.Changes = kept, nil
			if d := n.first.AddDays(1 + r.IntN(300)); r.IntN(2) == 0 {
				spec.Changes = []WeekChange{{d, Week(1 + r.IntN(127))}}
			}
			cs[i], _ = New(spec)
		}
		if cs[0] == nil || cs[1] == nil || cs[2] == nil {
			continue
		}
		all, err := Join("J", cs[0], cs[1], cs[2])
		if err != nil {
			continue // no common day of work
		}
		built++
		ab, err1 := Join("AB", cs[0], cs[1])
		bc, err2 := Join("BC", cs[1], cs[2])
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		for _, group := range [][]*Calendar{{ab, cs[2]}, {cs[0], bc}, {bc, cs[0]}, {cs[2], cs[1], cs[0]}, {cs[1], cs[1], cs[0], cs[2], ab}} {
			j, err := Join("J", group...)
			if err != nil || j.Digest() != all.Digest() {
				t.Fatalf("grouped otherwise: %v", err)
			}
			for d := all.First(); d.IsValid() && !d.After(all.Last()); d = d.AddDays(1) {
				if j.WeekOn(d) != all.WeekOn(d) {
					t.Fatalf("%v: %v, %v", d, j.WeekOn(d), all.WeekOn(d))
				}
			}
		}
	}
	if built < 50 {
		t.Errorf("only %d of the cases can be joined", built)
	}
}

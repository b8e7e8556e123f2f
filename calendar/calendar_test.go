package calendar

import (
	"bytes"
	"encoding/hex"
	"errors"
	"go/parser"
	"go/token"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func mustNew(t testing.TB, spec Spec) *Calendar {
	t.Helper()
	c, err := New(spec)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A naive calendar answers by walking over the days one by one.
type naive struct {
	first, last Date
	open        map[Date]bool
}

func newNaive(spec Spec) naive {
	n := naive{open: make(map[Date]bool)}
	n.first, _ = NewDate(spec.FirstYear, time.January, 1)
	n.last, _ = NewDate(spec.LastYear, time.December, 31)
	week := spec.Week
	for d := n.first; d.IsValid() && !d.After(n.last); d = d.AddDays(1) {
		for _, change := range spec.Changes {
			if change.From == d {
				week = change.Week
			}
		}
		n.open[d] = week.Works(d.Weekday())
	}
	for _, h := range spec.Holidays {
		n.open[h.Date] = false
	}
	return n
}

func (n naive) knows(d Date) bool { return d.IsValid() && !d.Before(n.first) && !d.After(n.last) }

// nth walks from d, which is not looked at, by step; ok is false if it leaves
// the years.
func (n naive) nth(d Date, count, step int) (Date, bool) {
	if !d.IsValid() {
		return Date{}, false
	}
	for count > 0 {
		if d = d.AddDays(step); !n.knows(d) {
			return Date{}, false
		}
		if n.open[d] {
			count--
		}
	}
	return d, true
}

func (n naive) onOr(d Date, step int) (Date, bool) {
	if n.knows(d) && !n.open[d] {
		return n.nth(d, 1, step)
	}
	return d, n.knows(d)
}

// count needs after+1 to through to be known.
func (n naive) count(after, through Date) int {
	if through.Before(after) {
		return -n.count(through, after)
	}
	sum := 0
	for d := after.AddDays(1); !d.After(through); d = d.AddDays(1) {
		if n.open[d] {
			sum++
		}
	}
	return sum
}

func (n naive) adjust(d Date, r Roll) (Date, bool) {
	switch r {
	case Following:
		return n.onOr(d, 1)
	case Preceding:
		return n.onOr(d, -1)
	}
	step := 1
	if r == ModifiedPreceding {
		step = -1
	}
	if !n.knows(d) {
		return Date{}, false
	}
	for e := d; e.sameMonth(d); e = e.AddDays(step) {
		if n.open[e] {
			return e, true
		}
	}
	return n.onOr(d, -step)
}

// check compares a result with the naive one: the same date, or both outside.
func check(t *testing.T, got Date, err error, want Date, ok bool, format string, args ...any) {
	t.Helper()
	if ok && (err != nil || got != want) || !ok && (err == nil || got.IsValid()) {
		t.Helper()
		t.Fatalf(format+": got %v, %v, want %v, %v", append(args, got, err, want, ok)...)
	}
	if !ok && !errors.Is(err, ErrRange) && !errors.Is(err, ErrDate) {
		t.Fatalf(format+": %v is no RangeError", append(args, err)...)
	}
}

// checkSkipped compares the closed days with a walk.
func checkSkipped(t *testing.T, c *Calendar, n naive, spec Spec, after, through Date) {
	t.Helper()
	list, err := c.Skipped(after, through)
	if err != nil {
		t.Fatal(err)
	}
	for d := after.AddDays(1); !d.After(through); d = d.AddDays(1) {
		if n.open[d] {
			continue
		}
		if len(list) == 0 || list[0].Date != d {
			t.Fatalf("%v is missing from the days skipped", d)
		}
		h, holiday := c.HolidayOn(d)
		if !holiday {
			h = Holiday{Date: d}
		}
		if list[0].Holiday != h || list[0].Weekend == c.WeekOn(d).Works(d.Weekday()) || !holiday && !list[0].Weekend {
			t.Fatalf("%v: %+v, want holiday %v", d, list[0], h)
		}
		list = list[1:]
	}
	if len(list) != 0 {
		t.Fatalf("%v is skipped for no reason", list[0])
	}
}

// randomSpec has any week, sometimes changed, any density of holidays, and
// sometimes a long stretch without a business day.
func randomSpec(r *rand.Rand) Spec {
	spec := Spec{ID: "random", FirstYear: 1 + r.IntN(3000), Week: Week(1 + r.IntN(127))}
	if r.IntN(8) == 0 {
		spec.FirstYear = 9996
	}
	if r.IntN(8) == 0 {
		spec.FirstYear = 1
	}
	spec.LastYear = spec.FirstYear + r.IntN(3)
	n := newNaive(spec)
	days := n.last.DaysSince(n.first) + 1
	for range r.IntN(1 + r.IntN(days)) {
		spec.Holidays = append(spec.Holidays, Holiday{Date: n.first.AddDays(r.IntN(days)), Name: strconv.Itoa(r.IntN(20))})
	}
	if r.IntN(3) == 0 {
		d := n.first
		for range r.IntN(4) {
			if d = d.AddDays(1 + r.IntN(days/2)); n.knows(d) {
				spec.Changes = append(spec.Changes, WeekChange{d, Week(1 + r.IntN(127))})
			}
		}
	}
	if r.IntN(3) == 0 {
		d := n.first.AddDays(r.IntN(days))
		for range r.IntN(days) {
			if n.knows(d) {
				spec.Holidays = append(spec.Holidays, Holiday{Date: d, Name: "long"})
			}
			d = d.AddDays(1)
		}
	}
	return spec
}

// monthEnd walks to the last day of a month.
func monthEnd(d Date) Date {
	for d.AddDays(1).sameMonth(d) {
		d = d.AddDays(1)
	}
	return d
}

func TestEveryOperationAgainstNaiveWalk(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	built := 0
	for range 150 {
		spec := randomSpec(r)
		c, err := New(spec)
		if errors.Is(err, ErrSpec) {
			continue // no business day left
		} else if err != nil {
			t.Fatal(err)
		}
		built++
		n := newNaive(spec)
		for range 200 {
			// Also two days beyond both ends, where there are such days.
			d := n.first.AddDays(r.IntN(n.last.DaysSince(n.first)+5) - 2)
			open, err := c.IsBusinessDay(d)
			if open != n.open[d] || (err == nil) != n.knows(d) {
				t.Fatalf("IsBusinessDay(%v) = %v, %v", d, open, err)
			}
			count := 1 + r.IntN(1+r.IntN(40))
			if r.IntN(10) == 0 {
				count = 1 + r.IntN(1200)
			}
			// d itself is not looked at, so the eve of the first day will do.
			got, err := c.NthAfter(d, count)
			want, ok := n.nth(d, count, 1)
			if d.Before(n.first.AddDays(-1)) || d.After(n.last) {
				ok = false
			}
			check(t, got, err, want, ok, "%+v: NthAfter(%v, %d)", spec, d, count)
			if ok {
				if back, err := c.Count(d, got); err != nil || back != count {
					t.Fatalf("Count(%v, %v) = %d, %v, want %d", d, got, back, err, count)
				}
				if n.open[d] {
					if back, err := c.NthBefore(got, count); err != nil || back != d {
						t.Fatalf("NthBefore(%v, %d) = %v, %v, want %v", got, count, back, err, d)
					}
				}
			}
			got, err = c.NthBefore(d, count)
			want, ok = n.nth(d, count, -1)
			if d.Before(n.first) || d.After(n.last.AddDays(1)) && n.last.Year() < maxYear {
				ok = false
			}
			check(t, got, err, want, ok, "NthBefore(%v, %d)", d, count)

			got, err = c.OnOrAfter(d)
			want, ok = n.onOr(d, 1)
			check(t, got, err, want, ok, "OnOrAfter(%v)", d)
			if again, err := c.OnOrAfter(got); ok && (err != nil || again != got) {
				t.Fatalf("OnOrAfter(%v) = %v, %v", got, again, err)
			}
			got, err = c.OnOrBefore(d)
			want, ok = n.onOr(d, -1)
			check(t, got, err, want, ok, "OnOrBefore(%v)", d)
			for roll := Following; roll <= ModifiedPreceding; roll++ {
				got, err = c.Adjust(d, roll)
				want, ok = n.adjust(d, roll)
				check(t, got, err, want, ok, "Adjust(%v, %v)", d, roll)
			}
			if n.knows(d) {
				got, err := c.LastOfMonth(d)
				want, ok := n.adjust(monthEnd(d), Preceding)
				check(t, got, err, want, ok && want.sameMonth(d), "LastOfMonth(%v)", d)
				e := n.first.AddDays(r.IntN(n.last.DaysSince(n.first) + 1))
				if got, err := c.Count(d, e); err != nil || got != n.count(d, e) {
					t.Fatalf("Count(%v, %v) = %d, %v, want %d", d, e, got, err, n.count(d, e))
				}
				checkSkipped(t, c, n, spec, d, e)
			}
			lo := 1 + r.IntN(5)
			hi := lo + r.IntN(5)
			for k := AfterEvent; k <= AfterRolled; k++ {
				event, ok := d, !d.Before(n.first.AddDays(-1)) && !d.After(n.last)
				if k == AfterRolled {
					event, ok = n.onOr(d, 1)
				}
				a, okA := n.nth(event, lo, 1)
				b, okB := n.nth(event, hi, 1)
				got, err := c.Range(d, lo, hi, k)
				if ok && okA && okB {
					if err != nil || got != (Range{a, b}) {
						t.Fatalf("Range(%v, %d, %d, %v) = %v, %v, want %v, %v", d, lo, hi, k, got, err, a, b)
					}
				} else if err == nil || got != (Range{}) {
					t.Fatalf("Range(%v, %d, %d, %v) = %v, %v", d, lo, hi, k, got, err)
				}
			}
		}
	}
	if built < 100 {
		t.Errorf("only %d calendars", built)
	}
}

// A calendar whose business days are all at the ends defeats guessing by the
// average, and must be answered by search.
func TestUnevenCalendar(t *testing.T) {
	spec := Spec{ID: "uneven", FirstYear: 1700, LastYear: 2099, Week: allDays}
	closed := MustParseDate("1702-01-01")
	for ; closed.Year() < 2097; closed = closed.AddDays(1) {
		spec.Holidays = append(spec.Holidays, Holiday{Date: closed, Name: "closed"})
	}
	c := mustNew(t, spec)
	n := newNaive(spec)
	d := c.First().AddDays(-1)
	var all []Date
	for e := n.first; n.knows(e); e = e.AddDays(1) {
		if n.open[e] {
			all = append(all, e)
		}
	}
	for i, want := range all {
		if got, err := c.NthAfter(d, i+1); err != nil || got != want {
			t.Fatalf("NthAfter(%v, %d) = %v, %v, want %v", d, i+1, got, err, want)
		}
		if got, err := c.NthBefore(c.Last().AddDays(1), len(all)-i); err != nil || got != want {
			t.Fatalf("NthBefore(%d) = %v, %v, want %v", len(all)-i, got, err, want)
		}
	}
}

func TestSelectBit(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	words := []uint64{1, 1 << 63, math.MaxUint64, 1<<63 | 1, 0x8080808080808080}
	for range 10000 {
		words = append(words, r.Uint64(), r.Uint64()&r.Uint64()&r.Uint64())
	}
	for _, w := range words {
		k := uint32(0)
		for i := range int32(64) {
			if w>>i&1 != 0 {
				if got := selectBit(w, k); got != i {
					t.Fatalf("bit %d of %064b is %d, want %d", k, w, got, i)
				}
				k++
			}
		}
	}
}

// Five business days a week, 1 May and New Year closed: small enough to see.
func small(t testing.TB) *Calendar {
	return mustNew(t, Spec{
		ID: "SMALL", Name: "Small", FirstYear: 2019, LastYear: 2021, Week: MonFri,
		Holidays: []Holiday{
			{Date: MustParseDate("2020-05-01"), Name: "Labour Day"},
			{Date: MustParseDate("2020-01-01"), Name: "New Year"},
			{Date: MustParseDate("2021-05-01"), Name: "Labour Day"}, // a Saturday
			{Date: MustParseDate("2020-05-01"), Name: "May Day"},
		},
	})
}

func TestBoundaries(t *testing.T) {
	c := small(t)
	first, last := c.First(), c.Last()
	if first != MustParseDate("2019-01-01") || last != MustParseDate("2021-12-31") {
		t.Fatalf("%v to %v", first, last)
	}
	type result struct {
		d   Date
		err error
	}
	after := func(d Date, n int) result { d, err := c.NthAfter(d, n); return result{d, err} }
	before := func(d Date, n int) result { d, err := c.NthBefore(d, n); return result{d, err} }
	for _, x := range []struct {
		what string
		got  result
		want string // "" is outside
	}{
		// 2019-01-01 is a Tuesday, 2021-12-31 a Friday, both business days.
		{"two days before the first", after(first.AddDays(-2), 1), ""},
		{"the eve of the first is not looked at", after(first.AddDays(-1), 1), "2019-01-01"},
		{"at the first", after(first, 1), "2019-01-02"},
		{"one before the last", after(last.AddDays(-1), 1), "2021-12-31"},
		{"one too far", after(last.AddDays(-1), 2), ""},
		{"at the last", after(last, 1), ""},
		{"after the last", after(last.AddDays(1), 1), ""},
		{"huge count", after(first, math.MaxInt), ""},
		{"backwards from two days after the last", before(last.AddDays(2), 1), ""},
		{"backwards from the day after the last", before(last.AddDays(1), 1), "2021-12-31"},
		{"backwards from the last", before(last, 1), "2021-12-30"},
		{"backwards to the first", before(first.AddDays(1), 1), "2019-01-01"},
		{"backwards from the first", before(first, 1), ""},
		{"backwards from before the first", before(first.AddDays(-1), 1), ""},
		{"huge count backwards", before(last, math.MaxInt), ""},
	} {
		if x.got.d.String() != x.want || (x.got.err == nil) != (x.want != "") || x.want == "" && !errors.Is(x.got.err, ErrRange) {
			t.Errorf("%s: %v, want %q", x.what, x.got, x.want)
		}
	}
	for _, n := range []int{0, -1, math.MinInt} {
		if r := after(first, n); !errors.Is(r.err, ErrCount) || r.d.IsValid() {
			t.Errorf("NthAfter %d: %v", n, r)
		}
		if r := before(last, n); !errors.Is(r.err, ErrCount) || r.d.IsValid() {
			t.Errorf("NthBefore %d: %v", n, r)
		}
	}
	total, err := c.Count(first.AddDays(-1), last)
	if err != nil || total != 784-2 {
		t.Errorf("%d business days, %v", total, err)
	}
	if back, err := c.Count(last, first.AddDays(-1)); err != nil || back != -total {
		t.Errorf("%d the other way around, %v", back, err)
	}
	for _, pair := range [][2]Date{
		{first.AddDays(-2), last}, {first, last.AddDays(1)}, {last.AddDays(1), first},
	} {
		if n, err := c.Count(pair[0], pair[1]); !errors.Is(err, ErrRange) || n != 0 {
			t.Errorf("Count(%v) = %d, %v", pair, n, err)
		}
	}
	_, err = c.IsBusinessDay(MustParseDate("2022-01-03"))
	const want = "calendar: SMALL is verified from 2019-01-01 to 2021-12-31: 2022-01-03 is outside"
	var re *RangeError
	if !errors.As(err, &re) || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	// The end of the years is the end of a month: no day beyond it is needed.
	year := mustNew(t, Spec{ID: "2022", FirstYear: 2022, LastYear: 2022, Week: MonFri})
	if d, err := year.Adjust(MustParseDate("2022-12-31"), ModifiedFollowing); err != nil || d.String() != "2022-12-30" {
		t.Errorf("%v, %v", d, err)
	}
	if d, err := year.Adjust(MustParseDate("2022-01-01"), ModifiedPreceding); err != nil || d.String() != "2022-01-03" {
		t.Errorf("%v, %v", d, err)
	}
	if d, err := year.Adjust(MustParseDate("2022-12-31"), Following); !errors.Is(err, ErrRange) || d.IsValid() {
		t.Errorf("%v, %v", d, err)
	}
}

func TestCalendarsAtTheEndsOfTime(t *testing.T) {
	c := mustNew(t, Spec{ID: "first", FirstYear: 1, LastYear: 1, Week: MonFri})
	for _, err := range []error{
		second(c.NthAfter(Date{}, 1)), second(c.NthBefore(Date{}, 1)), second(c.Count(Date{}, c.Last())),
		second(c.Count(c.First(), Date{})), second(c.IsBusinessDay(Date{})), second(c.Range(Date{}, 1, 2, AfterEvent)),
	} {
		if !errors.Is(err, ErrDate) {
			t.Errorf("the zero Date is taken for the eve of day 1: %v", err)
		}
	}
	c = mustNew(t, Spec{ID: "last", FirstYear: 9999, LastYear: 9999, Week: MonFri})
	_, err := c.NthAfter(c.Last(), 1)
	const want = "calendar: last is verified from 9999-01-01 to 9999-12-31: the day asked for is outside"
	if !errors.Is(err, ErrRange) || err.Error() != want {
		t.Error(err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestNoCalendarIsAnError(t *testing.T) {
	d := MustParseDate("2020-02-09")
	for _, c := range []*Calendar{nil, {}} {
		for i, err := range []error{
			second(c.IsBusinessDay(d)), second(c.OnOrAfter(d)), second(c.OnOrBefore(d)), second(c.NthAfter(d, 1)), second(c.NthBefore(d, 1)),
			second(c.NthAfter(d, 0)), second(c.Count(d, d)), second(c.Adjust(d, Following)), second(c.Range(d, 3, 5, AfterEvent)),
			second(c.Range(d, 3, 5, AfterRolled)), second(c.WithWeek("x", MonFri)), second(Join("x", c)), second(Span{3, BusinessDays}.AddTo(d, c)),
			second(Span{3, BusinessDays}.SubFrom(d, c)), second(c.IsBusinessDay(Date{})),
		} {
			if !errors.Is(err, ErrCalendar) {
				t.Errorf("%d: %v", i, err)
			}
		}
		if h, ok := c.HolidayOn(d); ok || h != (Holiday{}) {
			t.Error("a holiday")
		}
		if c.ID() != "" || c.Name() != "" || c.WeekOn(d) != 0 || c.First().IsValid() || c.Last().IsValid() || c.Digest() != [32]byte{} {
			t.Error("a property")
		}
	}
	const want = "calendar: business day: want a calendar made by New, Join, WithHolidays or WithWeek"
	if _, err := (*Calendar)(nil).IsBusinessDay(d); err.Error() != want {
		t.Error(err)
	}
}

func TestHolidayOn(t *testing.T) {
	c := small(t)
	for day, want := range map[string]string{
		"2020-05-01": "Labour Day", // the first of two names
		"2020-01-01": "New Year",
		"2021-05-01": "Labour Day", // nobody works on Saturdays
		"2020-05-02": "",
		"2018-01-01": "",
		"2022-01-01": "",
	} {
		if got, ok := c.HolidayOn(MustParseDate(day)); got.Name != want || ok != (want != "") {
			t.Errorf("%s: %q, %v", day, got, ok)
		}
	}
	if _, ok := c.HolidayOn(Date{}); ok {
		t.Error("the zero Date is a holiday")
	}
	if c.ID() != "SMALL" || c.Name() != "Small" || c.WeekOn(MustParseDate("2020-02-02")) != MonFri {
		t.Error("properties")
	}
}

func TestNewRefusesMistakes(t *testing.T) {
	good := Spec{ID: "X", FirstYear: 2020, LastYear: 2021, Week: MonFri}
	everyDay := func() (list []Holiday) {
		for d := MustParseDate("2020-01-01"); d.Year() < 2022; d = d.AddDays(1) {
			list = append(list, Holiday{Date: d})
		}
		return list
	}
	for what, change := range map[string]func(*Spec){
		"no id":            func(s *Spec) { s.ID = "" },
		"long id":          func(s *Spec) { s.ID = strings.Repeat("x", 129) },
		"long name":        func(s *Spec) { s.Name = strings.Repeat("x", 257) },
		"no week":          func(s *Spec) { s.Week = 0 },
		"eighth weekday":   func(s *Spec) { s.Week = NewWeek(time.Monday, 7) },
		"negative weekday": func(s *Spec) { s.Week = NewWeek(time.Monday, -1) },
		"year 0":           func(s *Spec) { s.FirstYear = 0 },
		"year 10000":       func(s *Spec) { s.FirstYear, s.LastYear = 9999, 10000 },
		"reversed":         func(s *Spec) { s.FirstYear = 2022 },
		"401 years":        func(s *Spec) { s.LastYear = 2420 },
		"huge years":       func(s *Spec) { s.FirstYear, s.LastYear = math.MinInt, math.MaxInt },
		"holiday before":   func(s *Spec) { s.Holidays = []Holiday{{Date: MustParseDate("2019-12-31"), Name: ""}} },
		"holiday after":    func(s *Spec) { s.Holidays = []Holiday{{Date: MustParseDate("2022-01-01"), Name: ""}} },
		"no date":          func(s *Spec) { s.Holidays = []Holiday{{}} },
		"long holiday name": func(s *Spec) {
			s.Holidays = []Holiday{{Date: MustParseDate("2020-01-01"), Name: strings.Repeat("x", 257)}}
		},
		"long local name": func(s *Spec) {
			s.Holidays = []Holiday{{Date: MustParseDate("2020-01-01"), Local: strings.Repeat("x", 257)}}
		},
		"change to no week":     func(s *Spec) { s.Changes = []WeekChange{{MustParseDate("2020-05-01"), 0}} },
		"change to no day":      func(s *Spec) { s.Changes = []WeekChange{{MustParseDate("2020-05-01"), MonFri | notADay}} },
		"change without a date": func(s *Spec) { s.Changes = []WeekChange{{Date{}, MonSat}} },
		"change on first day":   func(s *Spec) { s.Changes = []WeekChange{{MustParseDate("2020-01-01"), MonSat}} },
		"change after the end":  func(s *Spec) { s.Changes = []WeekChange{{MustParseDate("2022-01-01"), MonSat}} },
		"changes in disorder": func(s *Spec) {
			s.Changes = []WeekChange{{MustParseDate("2021-01-01"), MonSat}, {MustParseDate("2020-05-01"), MonFri}}
		},
		"two changes a day": func(s *Spec) {
			s.Changes = []WeekChange{{MustParseDate("2021-01-01"), MonSat}, {MustParseDate("2021-01-01"), MonFri}}
		},
		"65 changes": func(s *Spec) {
			for i := range 65 {
				s.Changes = append(s.Changes, WeekChange{MustParseDate("2020-05-01").AddDays(i), MonFri})
			}
		},
		"no business day":    func(s *Spec) { s.Holidays = everyDay() },
		"far too many names": func(s *Spec) { s.FirstYear, s.LastYear, s.Holidays = 2000, 2399, manyNames() },
	} {
		spec := good
		change(&spec)
		if c, err := New(spec); !errors.Is(err, ErrSpec) || c != nil {
			t.Errorf("%s: %v, %v", what, c, err)
		} else if len(err.Error()) > 400 {
			t.Errorf("%s: an error of %d bytes", what, len(err.Error()))
		}
	}
	if _, err := New(good); err != nil {
		t.Error(err)
	}
}

func manyNames() (list []Holiday) {
	d := MustParseDate("2000-01-01")
	for i := range 1<<16 + 1 {
		list = append(list, Holiday{Date: d.AddDays(i), Name: strconv.Itoa(i)})
	}
	return list
}

func TestNewKeepsNothingOfTheSpec(t *testing.T) {
	list := []Holiday{{Date: MustParseDate("2020-05-02"), Name: "b"}, {Date: MustParseDate("2020-05-01"), Name: "a"}}
	kept := slices.Clone(list)
	c := mustNew(t, Spec{ID: "X", FirstYear: 2020, LastYear: 2020, Week: MonSat, Holidays: list})
	if !slices.Equal(list, kept) {
		t.Error("New sorted the caller's slice")
	}
	list[1] = Holiday{Date: MustParseDate("2020-06-01"), Name: "c"}
	if h, ok := c.HolidayOn(MustParseDate("2020-05-01")); !ok || h.Name != "a" {
		t.Error("the calendar changed with the caller's slice")
	}
}

func TestSixtyYearsFitIn16KiB(t *testing.T) {
	spec := Spec{ID: "X", FirstYear: 1990, LastYear: 2049, Week: MonFri}
	for year := 1990; year < 2050; year++ {
		for month := time.January; month <= time.December; month++ {
			d, _ := NewDate(year, month, 10)
			spec.Holidays = append(spec.Holidays, Holiday{Date: d, Name: "Holiday of " + month.String()})
		}
	}
	c := mustNew(t, spec)
	if size := c.Size(); size > 16<<10 {
		t.Errorf("%d bytes", size)
	}
}

func TestWithWeek(t *testing.T) {
	c := small(t)
	six, err := c.WithWeek("SMALL-6", MonSat)
	if err != nil {
		t.Fatal(err)
	}
	friday := MustParseDate("2021-04-30") // the next day is Labour Day
	if d, err := six.NthAfter(friday, 1); err != nil || d.String() != "2021-05-03" {
		t.Errorf("%v, %v", d, err)
	}
	if d, err := six.NthAfter(friday.AddDays(-7), 1); err != nil || d.String() != "2021-04-24" {
		t.Errorf("%v, %v", d, err)
	}
	back, err := six.WithWeek("SMALL", MonFri)
	if err != nil || back.Digest() != c.Digest() || back.Name() != c.Name() {
		t.Errorf("the way back differs: %v", err)
	}
	if _, err := c.WithWeek("none", 0); !errors.Is(err, ErrSpec) {
		t.Error(err)
	}
}

func TestDigestTellsCalendarsApart(t *testing.T) {
	base := Spec{ID: "X", FirstYear: 2020, LastYear: 2021, Week: MonFri}
	seen := map[[32]byte]string{}
	for what, change := range map[string]func(*Spec){
		"base":       func(s *Spec) {},
		"id":         func(s *Spec) { s.ID = "Y" },
		"first year": func(s *Spec) { s.FirstYear = 2019 },
		"last year":  func(s *Spec) { s.LastYear = 2022 },
		"week":       func(s *Spec) { s.Week = MonSat },
		"holiday":    func(s *Spec) { s.Holidays = []Holiday{{Date: MustParseDate("2020-05-01"), Name: ""}} },
	} {
		spec := base
		change(&spec)
		digest := mustNew(t, spec).Digest()
		if other, ok := seen[digest]; ok {
			t.Errorf("%s and %s have the same digest", what, other)
		}
		seen[digest] = what
	}
	named := base
	named.Name = "a name"
	if mustNew(t, named).Digest() != mustNew(t, base).Digest() {
		t.Error("names count")
	}
	// Decisions record digests: what one covers must never change.
	const want = "e9b763ea"
	digest := mustNew(t, base).Digest()
	if got := hex.EncodeToString(digest[:4]); got != want {
		t.Errorf("the digest begins with %s, want %s", got, want)
	}
}

func TestJoin(t *testing.T) {
	a := mustNew(t, Spec{ID: "A", Name: "Ay", FirstYear: 2018, LastYear: 2021, Week: MonFri, Holidays: []Holiday{
		{Date: MustParseDate("2018-05-01"), Name: "too early"}, {Date: MustParseDate("2020-05-01"), Name: "May Day"}}})
	b := mustNew(t, Spec{ID: "B", Name: "Bee", FirstYear: 2020, LastYear: 2024, Week: SunThu, Holidays: []Holiday{
		{Date: MustParseDate("2020-05-04"), Name: "Monday"}, {Date: MustParseDate("2020-05-01"), Name: "Friday"}}})
	ab, err := Join("J", a, b)
	if err != nil {
		t.Fatal(err)
	}
	ba, err := Join("J", b, a)
	if err != nil || ab.Digest() != ba.Digest() {
		t.Errorf("Join does not commute: %v", err)
	}
	if ab.First() != b.First() || ab.Last() != a.Last() || ab.ID() != "J" || ab.Name() != "Ay + Bee" {
		t.Errorf("%s %q: %v to %v", ab.ID(), ab.Name(), ab.First(), ab.Last())
	}
	for d := ab.First(); !d.After(ab.Last()); d = d.AddDays(1) {
		x, _ := a.IsBusinessDay(d)
		y, _ := b.IsBusinessDay(d)
		if got, err := ab.IsBusinessDay(d); err != nil || got != (x && y) {
			t.Fatalf("%v: %v, %v", d, got, err)
		}
	}
	if h, _ := ab.HolidayOn(MustParseDate("2020-05-01")); h.Name != "May Day" {
		t.Errorf("%q", h.Name)
	}
	if one, err := Join("A", a); err != nil || one.Digest() != a.Digest() {
		t.Errorf("a calendar joined alone differs: %v", err)
	}
	late := mustNew(t, Spec{ID: "late", FirstYear: 2030, LastYear: 2031, Week: MonFri})
	weekend := mustNew(t, Spec{ID: "weekend", FirstYear: 2020, LastYear: 2021, Week: NewWeek(time.Saturday)})
	for _, err := range []error{second(Join("x")), second(Join("x", a, late)), second(Join("x", a, weekend)), second(Join("", a))} {
		if !errors.Is(err, ErrSpec) {
			t.Error(err)
		}
	}
	long := mustNew(t, Spec{ID: "long", Name: strings.Repeat("x", 200), FirstYear: 2020, LastYear: 2021, Week: MonFri})
	if c, err := Join("x", long, long); err != nil || c.Name() != "" {
		t.Errorf("%v, %v", c.Name(), err)
	}
}

func TestJoinCommutesAtRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		s1, s2 := randomSpec(r), randomSpec(r)
		if r.IntN(4) > 0 {
			s2.FirstYear, s2.LastYear, s2.Holidays = s1.FirstYear, s1.LastYear, nil
		}
		a, err1 := New(s1)
		b, err2 := New(s2)
		if err1 != nil || err2 != nil {
			continue
		}
		ab, err1 := Join("J", a, b)
		ba, err2 := Join("J", b, a)
		if (err1 == nil) != (err2 == nil) || ab.Digest() != ba.Digest() {
			t.Fatalf("%v, %v", err1, err2)
		}
	}
}

func TestWeek(t *testing.T) {
	for w, want := range map[Week]string{
		0: "", MonFri: "Mon-Fri", MonSat: "Mon-Sat", SunThu: "Sun-Thu", allDays: "Mon-Sun",
		NewWeek(time.Wednesday):                                "Wed",
		NewWeek(time.Saturday, time.Sunday):                    "Sat,Sun",
		NewWeek(time.Friday, time.Monday, time.Wednesday):      "Mon,Wed,Fri",
		NewWeek(time.Saturday, time.Sunday, time.Monday):       "Sat-Mon",
		NewWeek(time.Monday, 9):                                "Mon?",
		NewWeek(time.Monday, time.Tuesday, time.Thursday):      "Mon,Tue,Thu",
		NewWeek(time.Monday, time.Monday, 6, 5, 4, 3, 2, 1):    "Mon-Sat",
		NewWeek(1, 2, 3, 4, 5):                                 "Mon-Fri",
		NewWeek(time.Thursday, time.Friday, time.Sunday, 1, 2): "Mon,Tue,Thu,Fri,Sun",
	} {
		if got := w.String(); got != want {
			t.Errorf("%07b is %q, want %q", w, got, want)
		}
	}
	if MonFri.Works(-1) || MonFri.Works(7) || MonFri.Works(math.MaxInt) || allDays.Works(7) || MonFri.Works(time.Sunday) || !MonFri.Works(time.Friday) {
		t.Error("Works")
	}
}

func TestRangeRefuses(t *testing.T) {
	c := small(t)
	d := MustParseDate("2020-02-09")
	for _, x := range []struct {
		lo, hi int
		k      Counting
	}{{0, 5, AfterEvent}, {-1, 5, AfterRolled}, {5, 3, AfterEvent}, {3, 5, 0}, {3, 5, 9}, {math.MinInt, math.MaxInt, AfterEvent}} {
		if r, err := c.Range(d, x.lo, x.hi, x.k); !errors.Is(err, ErrCount) || r != (Range{}) {
			t.Errorf("%+v: %v, %v", x, r, err)
		}
	}
	if r, err := c.Range(d, 3, math.MaxInt, AfterEvent); !errors.Is(err, ErrRange) || r != (Range{}) {
		t.Errorf("%v, %v", r, err)
	}
	if d, err := c.Adjust(d, 0); !errors.Is(err, ErrRoll) || d.IsValid() {
		t.Errorf("%v, %v", d, err)
	}
}

func TestRangeText(t *testing.T) {
	a, b := MustParseDate("2020-02-13"), MustParseDate("2020-02-17")
	for r, want := range map[Range]string{{a, b}: "2020-02-13 to 2020-02-17", {a, a}: "2020-02-13", {}: ""} {
		if r.String() != want {
			t.Errorf("%q, want %q", r, want)
		}
	}
}

// The package promises to link nothing but the standard library, and what is
// internal to this module and keeps the same promise.
func TestImportsOnlyTheStandardLibrary(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), entry.Name(), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, imp := range f.Imports {
			if strings.Contains(imp.Path.Value, ".") && !strings.Contains(imp.Path.Value, "/internal/") {
				t.Errorf("%s imports %s", entry.Name(), imp.Path.Value)
			}
		}
	}
}

func FuzzNthAfterAgainstNaiveWalk(f *testing.F) {
	f.Add(uint8(MonFri), []byte{1, 50, 200}, 10, 5)
	f.Add(uint8(1), bytes.Repeat([]byte{7}, 40), 0, 1)
	f.Fuzz(func(t *testing.T, week uint8, closed []byte, from, n int) {
		spec := Spec{ID: "fuzz", FirstYear: 2019, LastYear: 2021, Week: Week(week)}
		first := MustParseDate("2019-01-01")
		d := first
		for _, gap := range closed {
			if d = d.AddDays(int(gap)); d.Year() > 2021 {
				break
			}
			spec.Holidays = append(spec.Holidays, Holiday{Date: d})
		}
		c, err := New(spec)
		if err != nil {
			return
		}
		o := newNaive(spec)
		start := first.AddDays(from % 1100)
		if start.Before(c.First()) || start.After(c.Last()) {
			return
		}
		got, err := c.NthAfter(start, n)
		if n < 1 {
			if !errors.Is(err, ErrCount) {
				t.Errorf("n %d: %v, %v", n, got, err)
			}
			return
		}
		want, ok := o.nth(start, min(n, 2000), 1)
		check(t, got, err, want, ok, "NthAfter(%v, %d)", start, n)
	})
}

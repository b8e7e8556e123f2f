package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rickar/cal/v2"
)

var ratiosFlag = flag.Bool("ratios", false, "print how many times as long package cal takes")

// benchmarked are the calendars of which both sides have the same days.
var benchmarked = []string{"FR", "US", "TARGET"}

// cached is the one for which package cal's cache is tried as well.
const cached = "FR"

// start holds days on which to begin, the same for both. There are too many
// for a processor to learn by heart. They lie in one year, so that whatever is
// reached from them fits the cache of package cal, which holds three.
var start = func() (s struct {
	days  [1024]calendar.Date
	times [1024]time.Time
}) {
	r := rand.New(rand.NewPCG(1, 2))
	first := calendar.MustParseDate("2026-01-01")
	for i := range s.days {
		s.days[i] = first.AddDays(r.IntN(365))
		s.times[i] = noonOf(s.days[i])
	}
	return s
}()

func noonOf(d calendar.Date) time.Time { return noon(d.Date()) }

// result takes what is computed, so that the compiler leaves nothing out.
var result struct {
	day  calendar.Date
	time time.Time
	n    int
	open bool
}

// An operation is a loop for each side.
type operation struct {
	name    string
	rescind func(*testing.B, *calendar.Calendar)
	rickar  func(*testing.B, *cal.BusinessCalendar)
}

var operations = []operation{add5, add30, add250, countYear, isBusinessDay}

var (
	add5   = add("Add5", 5)
	add30  = add("Add30", 30)
	add250 = add("Add250", 250)

	countYear = operation{
		"CountYear",
		func(b *testing.B, c *calendar.Calendar) {
			for i := range b.N {
				d := start.days[i%len(start.days)]
				result.n, _ = c.Count(d, d.AddDays(365))
			}
		},
		func(b *testing.B, c *cal.BusinessCalendar) {
			for i := range b.N {
				t := start.times[i%len(start.times)]
				result.n = c.WorkdaysInRange(t.AddDate(0, 0, 1), t.AddDate(0, 0, 365))
			}
		},
	}

	isBusinessDay = operation{
		"IsBusinessDay",
		func(b *testing.B, c *calendar.Calendar) {
			for i := range b.N {
				result.open, _ = c.IsBusinessDay(start.days[i%len(start.days)])
			}
		},
		func(b *testing.B, c *cal.BusinessCalendar) {
			for i := range b.N {
				result.open = c.IsWorkday(start.times[i%len(start.times)])
			}
		},
	}
)

// add goes forward by n business days.
func add(name string, n int) operation {
	return operation{
		name,
		func(b *testing.B, c *calendar.Calendar) {
			for i := range b.N {
				result.day, _ = c.NthAfter(start.days[i%len(start.days)], n)
			}
		},
		func(b *testing.B, c *cal.BusinessCalendar) {
			for i := range b.N {
				result.time = c.WorkdaysFrom(start.times[i%len(start.times)], n)
			}
		},
	}
}

func BenchmarkAdd5(b *testing.B)          { add5.run(b) }
func BenchmarkAdd30(b *testing.B)         { add30.run(b) }
func BenchmarkAdd250(b *testing.B)        { add250.run(b) }
func BenchmarkCountYear(b *testing.B)     { countYear.run(b) }
func BenchmarkIsBusinessDay(b *testing.B) { isBusinessDay.run(b) }

func (op operation) run(b *testing.B) {
	for _, id := range benchmarked {
		ours, theirs := op.on(b, id, false)
		b.Run(id+"/rescind", ours)
		b.Run(id+"/rickar", theirs)
		if id == cached {
			_, theirs = op.on(b, id, true)
			b.Run(id+"/rickar-cached", theirs)
		}
	}
}

// on returns the two benchmarks for a calendar.
func (op operation) on(t testing.TB, id string, cache bool) (ours, theirs func(*testing.B)) {
	c, r := sides(t, id)
	r.Cacheable = cache
	ours = func(b *testing.B) {
		b.ReportAllocs()
		op.rescind(b, c)
	}
	theirs = func(b *testing.B) {
		b.ReportAllocs()
		op.rickar(b, r)
	}
	return ours, theirs
}

func sides(t testing.TB, id string) (*calendar.Calendar, *cal.BusinessCalendar) {
	c, err := holidays.Lookup(id)
	if err != nil {
		t.Fatal(err)
	}
	return c, newRickar(lists[id].rules)
}

// A comparison of speed is worth something only where the answers are the same.
func TestSameAnswers(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	first := calendar.MustParseDate("2008-01-01")
	last := calendar.MustParseDate("2049-01-01") // from here, 250 business days lead to the end
	days := slices.Clone(start.days[:])
	for range 1000 {
		days = append(days, first.AddDays(r.IntN(last.DaysSince(first))))
	}
	for _, id := range benchmarked {
		ours, theirs := sides(t, id)
		for _, d := range days {
			at := noonOf(d)
			open, err := ours.IsBusinessDay(d)
			if want := theirs.IsWorkday(at); err != nil || open != want {
				t.Errorf("%s: %v is open: %v, %v; package cal %v", id, d, open, err, want)
			}
			for _, n := range []int{1, 5, 30, 250} {
				got, err := ours.NthAfter(d, n)
				if want := theirs.WorkdaysFrom(at, n); err != nil || !noonOf(got).Equal(want) {
					t.Errorf("%s: %v + %d is %v, %v; package cal %v", id, d, n, got, err, want)
				}
			}
			n, err := ours.Count(d, d.AddDays(365))
			if want := theirs.WorkdaysInRange(at.AddDate(0, 0, 1), at.AddDate(0, 0, 365)); err != nil || n != want {
				t.Errorf("%s: %d business days in the year after %v, %v; package cal %d", id, n, d, err, want)
			}
		}
	}
}

// The two sides take turns, and turn about, so that whatever else the processor
// does weighs on both alike. Nothing fails here for being slow: that depends on
// the processor.
func TestRatios(t *testing.T) {
	if !*ratiosFlag {
		t.Skip("only with -ratios")
	}
	const rounds = 5
	benchtime := flag.Lookup("test.benchtime")
	if was := benchtime.Value.String(); was == benchtime.DefValue {
		// A second for each of some hundred runs is too long to wait for.
		if err := benchtime.Value.Set("100ms"); err != nil {
			t.Fatal(err)
		}
		defer benchtime.Value.Set(was)
	}

	type column struct {
		title, id string
		cache     bool
	}
	var columns []column
	for _, id := range benchmarked {
		columns = append(columns, column{id, id, false})
	}
	columns = append(columns, column{cached + " cached", cached, true})

	var table strings.Builder
	fmt.Fprintf(&table, "package cal takes as many times as long:\n%-14s", "")
	for _, c := range columns {
		fmt.Fprintf(&table, "%11s", c.title)
	}
	for _, op := range operations {
		fmt.Fprintf(&table, "\n%-14s", op.name)
		for _, c := range columns {
			a, b := op.on(t, c.id, c.cache)
			var ratios []float64
			for range rounds {
				ours, theirs := nanoseconds(a), nanoseconds(b)
				theirs += nanoseconds(b)
				ours += nanoseconds(a)
				ratios = append(ratios, theirs/ours)
			}
			slices.Sort(ratios)
			fmt.Fprintf(&table, "%11.0f", ratios[rounds/2])
		}
	}
	t.Log(table.String())
}

// nanoseconds returns the time that one operation takes.
func nanoseconds(f func(*testing.B)) float64 {
	r := testing.Benchmark(f)
	return float64(r.T) / float64(r.N)
}

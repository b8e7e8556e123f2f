package calendar_test

import (
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/calendar/holidays"
)

func lookup(t testing.TB, id string) *calendar.Calendar {
	c, err := holidays.Lookup(id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func paris(t testing.TB) *time.Location {
	loc, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestNothingAllocates(t *testing.T) {
	c, loc := lookup(t, "FR"), paris(t)
	d := calendar.MustParseDate("2020-04-09")
	span, month := calendar.MustParseSpan("3 business days"), calendar.MustParseSpan("1 month")
	at := time.Date(2020, 4, 9, 22, 30, 0, 0, time.UTC)
	window := calendar.Window{Min: 3, Max: 5, Counting: calendar.AfterRolled, CutOff: 17 * 60, Zone: loc}
	period := calendar.Period{Span: calendar.MustParseSpan("14 days"), Roll: calendar.Following, AtLeast: 2, Zone: loc}
	buf := make([]byte, 0, 64)
	for name, f := range map[string]func(){
		"IsBusinessDay":       func() { c.IsBusinessDay(d) },
		"NthAfter 5":          func() { c.NthAfter(d, 5) },
		"NthAfter 2500":       func() { c.NthAfter(d, 2500) },
		"NthBefore 2500":      func() { c.NthBefore(d, 2500) },
		"OnOrAfter":           func() { c.OnOrAfter(d) },
		"OnOrBefore":          func() { c.OnOrBefore(d) },
		"Count":               func() { c.Count(d, d.AddDays(365)) },
		"Adjust":              func() { c.Adjust(d.AddDays(2), calendar.Following) },
		"Range":               func() { c.Range(d, 3, 5, calendar.AfterRolled) },
		"HolidayOn":           func() { c.HolidayOn(d.AddDays(4)) },
		"Span.AddTo":          func() { span.AddTo(d, c); month.AddTo(d, nil) },
		"DateIn":              func() { calendar.DateIn(at, loc) },
		"Date.Start":          func() { d.Start(loc) },
		"Date.Start near DST": func() { calendar.MustParseDate("2020-03-29").Start(loc) },
		"Date":                func() { _, _, _ = d.AddMonths(1).AddDays(1).Date() },
		"ParseDate":           func() { calendar.ParseDate("2020-04-09") },
		"ParseSpan":           func() { calendar.ParseSpan("3 business days") },
		"Date.AppendText":     func() { d.AppendText(buf) },
		"Span.AppendText":     func() { span.AppendText(buf) },
		"Digest":              func() { c.Digest() },
		"WeekOn":              func() { c.WeekOn(d) },
		"LastOfMonth":         func() { c.LastOfMonth(d) },
		"Window.After":        func() { window.After(at, c) },
		"CutOff.DateIn":       func() { window.CutOff.DateIn(at, loc) },
		"Period.After":        func() { period.After(at, c) },
		"Period.BeforeDay":    func() { period.BeforeDay(d, c) },
		"Span.LatestStart":    func() { month.LatestStart(d, nil) },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}

func TestBuiltInCalendarsFitIn16KiB(t *testing.T) {
	most := ""
	for info := range holidays.All() {
		c := lookup(t, info.ID)
		if size := c.Size(); size > 16<<10 {
			t.Errorf("%s takes %d bytes", info.ID, size)
		} else if most == "" || size > lookup(t, most).Size() {
			most = info.ID
		}
	}
	t.Logf("the largest is %s with %d bytes", most, lookup(t, most).Size())
}

// The days of a year, so that no benchmark profits from asking the same twice.
func dates() (list [256]calendar.Date) {
	d := calendar.MustParseDate("2024-01-01")
	for i := range list {
		list[i] = d.AddDays(i * 37 % 365)
	}
	return list
}

func BenchmarkIsBusinessDay(b *testing.B) {
	c, days := lookup(b, "FR"), dates()
	b.ReportAllocs()
	for i := range b.N {
		c.IsBusinessDay(days[i%256])
	}
}

func BenchmarkNthAfter(b *testing.B) {
	c, days := lookup(b, "FR"), dates()
	for _, bb := range []struct {
		name string
		n    int
	}{{"5", 5}, {"30", 30}, {"250", 250}, {"2500", 2500}} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := range b.N {
				c.NthAfter(days[i%256], bb.n)
			}
		})
	}
}

func BenchmarkCountYear(b *testing.B) {
	c, days := lookup(b, "FR"), dates()
	b.ReportAllocs()
	for i := range b.N {
		d := days[i%256]
		c.Count(d, d.AddDays(365))
	}
}

func BenchmarkRange(b *testing.B) {
	c, days := lookup(b, "FR"), dates()
	b.ReportAllocs()
	for i := range b.N {
		c.Range(days[i%256], 3, 5, calendar.AfterEvent)
	}
}

func BenchmarkDateIn(b *testing.B) {
	loc, at := paris(b), time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC)
	var times [256]time.Time
	for i := range times {
		times[i] = at.Add(time.Duration(i*37%365*24) * time.Hour)
	}
	b.ReportAllocs()
	for i := range b.N {
		calendar.DateIn(times[i%256], loc)
	}
}

func BenchmarkStart(b *testing.B) {
	loc, days := paris(b), dates()
	b.ReportAllocs()
	for i := range b.N {
		days[i%256].Start(loc)
	}
}

func BenchmarkAddMonths(b *testing.B) {
	days := dates()
	b.ReportAllocs()
	for i := range b.N {
		days[i%256].AddMonths(i & 15)
	}
}

func BenchmarkLookup(b *testing.B) {
	for _, id := range []string{"FR", "TARGET+US-FED"} {
		b.Run(id, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				holidays.Lookup(id)
			}
		})
	}
}

func BenchmarkWindow(b *testing.B) {
	c, loc := lookup(b, "TARGET"), paris(b)
	w := calendar.Window{Min: 3, Max: 5, Counting: calendar.AfterRolled, CutOff: 17 * 60, Zone: loc}
	at := time.Date(2026, 6, 5, 18, 0, 0, 0, loc)
	b.ReportAllocs()
	for b.Loop() {
		w.After(at, c)
	}
}

func BenchmarkDeadline(b *testing.B) {
	c, loc := lookup(b, "FR"), paris(b)
	p := calendar.Period{Span: calendar.MustParseSpan("14 days"), Roll: calendar.Following, AtLeast: 2, Zone: loc}
	at := time.Date(2026, 6, 5, 18, 0, 0, 0, loc)
	b.ReportAllocs()
	for b.Loop() {
		p.After(at, c)
	}
}

func BenchmarkSkipped(b *testing.B) {
	c := lookup(b, "FR")
	from, to := calendar.MustParseDate("2026-05-07"), calendar.MustParseDate("2026-05-18")
	b.ReportAllocs()
	for b.Loop() {
		c.Skipped(from, to)
	}
}

func BenchmarkNew(b *testing.B) {
	spec := lookup(b, "JP").Spec()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := calendar.New(spec); err != nil {
			b.Fatal(err)
		}
	}
}

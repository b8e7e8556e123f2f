package calendar

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"
)

// christmas has the holidays at the end of 2026 in Germany, and May in France.
func legal(t testing.TB) *Calendar {
	return mustNew(t, Spec{ID: "LEGAL", FirstYear: 2026, LastYear: 2029, Week: MonFri, Holidays: []Holiday{
		{Date: MustParseDate("2026-05-01"), Name: "Labour Day"},
		{Date: MustParseDate("2026-12-25"), Name: "Christmas Day"},
		{Date: MustParseDate("2026-12-26"), Name: "Second Day of Christmas"},
	}})
}

func TestDeadlines(t *testing.T) {
	c, paris := legal(t), load(t, "Europe/Paris")
	for _, x := range []struct {
		why          string
		span         string
		roll         Roll
		atLeast      int
		event        string
		strict, last string
		until        string
	}{
		{"on a working day", "14 days", Following, 2, "2026-09-01T10:00:00+02:00", "2026-09-15", "2026-09-15", "2026-09-15T22:00:00Z"},
		{"a Saturday rolls to Monday", "14 days", Following, 2, "2026-09-05T10:00:00+02:00", "2026-09-19", "2026-09-21", "2026-09-21T22:00:00Z"},
		{"Britain does not roll", "14 days", 0, 0, "2026-12-11T10:00:00Z", "2026-12-25", "2026-12-25", "2026-12-25T23:00:00Z"},
		{"Germany, over Christmas", "14 days", Following, 0, "2026-12-11T18:00:00+01:00", "2026-12-25", "2026-12-28", "2026-12-28T23:00:00Z"},
		{"a Friday holiday, not Saturday", "14 days", Following, 2, "2026-04-17T10:00:00+02:00", "2026-05-01", "2026-05-04", "2026-05-04T22:00:00Z"},
		{"the day is that of the zone", "14 days", Following, 2, "2026-05-31T23:30:00Z", "2026-06-15", "2026-06-15", "2026-06-15T22:00:00Z"},
		{"clocks go back, the day does not", "14 days", Following, 2, "2026-10-20T23:30:00+02:00", "2026-11-03", "2026-11-03", "2026-11-03T23:00:00Z"},
		{"29 February exists", "1 month", Following, 2, "2028-01-31T12:00:00+01:00", "2028-02-29", "2028-02-29", "2028-02-29T23:00:00Z"},
		{"a year from 29 February", "1 year", 0, 0, "2028-02-29T12:00:00+01:00", "2029-02-28", "2029-02-28", "2029-02-28T23:00:00Z"},
		{"weeks end on the same day of the week", "2 weeks", 0, 0, "2026-09-02T12:00:00+02:00", "2026-09-16", "2026-09-16", "2026-09-16T22:00:00Z"},
		{"two days over a weekend hold two working days", "2 days", Following, 2, "2026-09-04T12:00:00+02:00", "2026-09-06", "2026-09-08", "2026-09-08T22:00:00Z"},
		{"a period of one day need not", "1 day", Following, 2, "2026-09-04T12:00:00+02:00", "2026-09-05", "2026-09-07", "2026-09-07T22:00:00Z"},
		{"a business day is a day", "1 business day", 0, 2, "2026-09-04T12:00:00+02:00", "2026-09-07", "2026-09-07", "2026-09-07T22:00:00Z"},
		{"without that rule", "2 days", Following, 0, "2026-09-04T12:00:00+02:00", "2026-09-06", "2026-09-07", "2026-09-07T22:00:00Z"},
		{"working days without a roll", "2 days", 0, 2, "2026-09-04T12:00:00+02:00", "2026-09-06", "2026-09-08", "2026-09-08T22:00:00Z"},
		{"business days", "10 business days", 0, 0, "2026-12-24T12:00:00+01:00", "2027-01-08", "2027-01-08", "2027-01-08T23:00:00Z"},
		{"no days", "0 days", Following, 2, "2026-09-05T12:00:00+02:00", "2026-09-05", "2026-09-07", "2026-09-07T22:00:00Z"},
		{"preceding, to before the event", "1 day", Preceding, 0, "2026-09-05T10:00:00+02:00", "2026-09-06", "2026-09-04", "2026-09-04T22:00:00Z"},
		{"preceding", "14 days", Preceding, 0, "2026-09-05T10:00:00+02:00", "2026-09-19", "2026-09-18", "2026-09-18T22:00:00Z"},
	} {
		event, err := time.Parse(time.RFC3339, x.event)
		if err != nil {
			t.Fatal(err)
		}
		p := Period{Span: MustParseSpan(x.span), Roll: x.roll, AtLeast: x.atLeast, Zone: paris}
		got, err := p.After(event, c)
		if err != nil || got.Strict.String() != x.strict || got.Last.String() != x.last || got.Until.UTC().Format(time.RFC3339) != x.until {
			t.Errorf("%s: %+v, %v", x.why, got, err)
		}
		if byDay, err := p.AfterDay(DateIn(event, paris), c); err != nil || byDay != got {
			t.Errorf("%s: by day %+v, %v", x.why, byDay, err)
		}
	}
}

func TestDeadlinesBackwards(t *testing.T) {
	paris := load(t, "Europe/Paris")
	for _, x := range []struct{ span, day, last, until string }{
		{"1 month", "2026-11-30", "2026-10-30", "2026-10-30T23:00:00Z"},
		{"3 months", "2026-11-30", "2026-08-30", "2026-08-30T22:00:00Z"},
		{"1 month", "2026-03-31", "2026-02-28", "2026-02-28T23:00:00Z"}, // a Saturday, and it stays
		{"15 days", "2027-01-01", "2026-12-17", "2026-12-17T23:00:00Z"},
	} {
		p := Period{Span: MustParseSpan(x.span), Roll: Following, AtLeast: 2, Zone: paris}
		got, err := p.BeforeDay(MustParseDate(x.day), nil)
		if err != nil || got.Last.String() != x.last || got.Strict != got.Last || got.Until.UTC().Format(time.RFC3339) != x.until {
			t.Errorf("%s before %s: %+v, %v", x.span, x.day, got, err)
		}
	}
}

func TestDeadlineErrors(t *testing.T) {
	c, day := legal(t), MustParseDate("2026-09-05")
	days := MustParseSpan("14 days")
	for _, x := range []struct {
		what string
		p    Period
		day  Date
		c    *Calendar
		want error
	}{
		{"no span", Period{}, day, c, ErrUnit},
		{"hours", Period{Span: MustParseSpan("24 hours")}, day, c, ErrUnit},
		{"no day", Period{Span: days}, Date{}, c, ErrDate},
		{"no such roll", Period{Span: days, Roll: 9}, day, c, ErrRoll},
		{"roll without a calendar", Period{Span: days, Roll: Following}, day, nil, ErrCalendar},
		{"at least without a calendar", Period{Span: days, AtLeast: 2}, day, nil, ErrCalendar},
		{"at least -1", Period{Span: days, AtLeast: -1}, day, c, ErrCount},
		{"at least too many", Period{Span: days, AtLeast: 10000}, day, c, ErrCount},
		{"business days without a calendar", Period{Span: MustParseSpan("3 business days")}, day, nil, ErrCalendar},
		{"beyond the calendar", Period{Span: MustParseSpan("5 years"), Roll: Following}, day, c, ErrRange},
		{"beyond the calendar, at least", Period{Span: days, AtLeast: 9999}, day, c, ErrRange},
		{"no tomorrow", Period{Span: MustParseSpan("0 days")}, MustParseDate("9999-12-31"), nil, ErrDate},
	} {
		if d, err := x.p.AfterDay(x.day, x.c); !errors.Is(err, x.want) || d != (Deadline{}) {
			t.Errorf("%s: %+v, %v", x.what, d, err)
		}
	}
	if d, err := (Period{Span: days}).BeforeDay(MustParseDate("0001-01-05"), nil); !errors.Is(err, ErrDate) || d != (Deadline{}) {
		t.Errorf("%+v, %v", d, err)
	}
	if d, err := (Period{Span: days}).After(time.Time{}.AddDate(-1, 0, 0), nil); !errors.Is(err, ErrDate) || d != (Deadline{}) {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestLatestStart(t *testing.T) {
	c := legal(t)
	for _, x := range []struct{ span, end, want string }{
		{"1 month", "2026-11-30", "2026-10-31"}, // 31 October is clamped to 30 November
		{"1 month", "2026-02-28", "2026-01-31"},
		{"1 month", "2028-02-28", "2028-01-28"},
		{"1 month", "2026-12-31", "2026-11-30"}, // a month later is 30 December, the next day's is 1 January
		{"1 year", "2028-02-28", "2027-02-28"},
		{"1 year", "2029-02-28", "2028-02-29"},
		{"14 days", "2026-11-30", "2026-11-16"},
		{"3 business days", "2026-12-31", "2026-12-28"},
		{"3 business days", "2026-12-27", "2026-12-21"}, // 22, 23 and 24 are left
		{"1 business day", "2026-12-28", "2026-12-27"},
	} {
		if got, err := MustParseSpan(x.span).LatestStart(MustParseDate(x.end), c); err != nil || got.String() != x.want {
			t.Errorf("%s to %s: %v, %v, want %s", x.span, x.end, got, err, x.want)
		}
	}
	if d, err := MustParseSpan("3 business days").LatestStart(MustParseDate("2026-01-02"), c); !errors.Is(err, ErrRange) || d.IsValid() {
		t.Errorf("%v, %v", d, err)
	}
	// The ends of time.
	late := mustNew(t, Spec{ID: "LATE", FirstYear: 9999, LastYear: 9999, Week: MonFri})
	for span, want := range map[string]string{"1 business day": "9999-12-30", "2 business days": "9999-12-29", "1 day": "9999-12-30"} {
		if d, err := MustParseSpan(span).LatestStart(MustParseDate("9999-12-31"), late); err != nil || d.String() != want {
			t.Errorf("%s: %v, %v, want %s", span, d, err, want)
		}
	}
	early := mustNew(t, Spec{ID: "EARLY", FirstYear: 1, LastYear: 1, Week: MonFri})
	for _, span := range []string{"1 business day", "1 day"} {
		if d, err := MustParseSpan(span).LatestStart(MustParseDate("0001-01-01"), early); !errors.Is(err, ErrDate) || d.IsValid() {
			t.Errorf("%s: %v, %v", span, d, err)
		}
	}
	if d, err := MustParseSpan("0 business days").LatestStart(MustParseDate("2026-12-31"), c); !errors.Is(err, ErrCount) || d.IsValid() {
		t.Errorf("%v, %v", d, err)
	}
	if d, err := MustParseSpan("1 business day").LatestStart(MustParseDate("2026-12-31"), nil); !errors.Is(err, ErrCalendar) || d.IsValid() {
		t.Errorf("%v, %v", d, err)
	}
	if d, err := (Span{10000, BusinessDays}).LatestStart(MustParseDate("2026-12-31"), c); !errors.Is(err, ErrCount) || d.IsValid() {
		t.Errorf("%v, %v", d, err)
	}
	if d, err := MustParseSpan("3 hours").LatestStart(MustParseDate("2026-01-02"), c); !errors.Is(err, ErrUnit) || d.IsValid() {
		t.Errorf("%v, %v", d, err)
	}
	if d, err := MustParseSpan("3 days").LatestStart(Date{}, c); !errors.Is(err, ErrDate) || d.IsValid() {
		t.Errorf("%v, %v", d, err)
	}
}

// From its latest start a span is over by the end, and from the day after it is
// not.
func TestPropertyLatestStartIsTheLatest(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	c := legal(t)
	for range 50_000 {
		end := MustParseDate("2027-01-01").AddDays(r.IntN(700))
		s := Span{1 + r.IntN(40), Unit(2 + r.IntN(5))}
		if s.Unit >= Months {
			s.N = 1 + r.IntN(5)
		}
		start, err := s.LatestStart(end, c)
		if errors.Is(err, ErrRange) {
			continue
		}
		over, err1 := s.AddTo(start, c)
		next, err2 := s.AddTo(start.AddDays(1), c)
		if err != nil || err1 != nil || over.After(end) || err2 == nil && !next.After(end) {
			t.Fatalf("%v to %v: %v, which is over on %v, and the next on %v; %v", s, end, start, over, next, err)
		}
	}
}

// A deadline is never before the days are over, ends on a business day if it
// rolls, and holds as many as it promises.
func TestPropertyDeadlines(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	locs := zones(t)
	for range 20_000 {
		spec := Spec{ID: "X", FirstYear: 2019, LastYear: 2022, Week: Week(1 + r.IntN(127))}
		for range r.IntN(60) {
			spec.Holidays = append(spec.Holidays, Holiday{Date: MustParseDate("2020-01-01").AddDays(r.IntN(600))})
		}
		c := mustNew(t, spec)
		p := Period{Span: Span{r.IntN(40), Days}, AtLeast: r.IntN(4), Zone: locs[r.IntN(len(locs))]}
		if r.IntN(3) > 0 {
			p.Roll = Following
		}
		day := MustParseDate("2020-01-01").AddDays(r.IntN(500))
		got, err := p.AfterDay(day, c)
		if err != nil {
			t.Fatal(err)
		}
		if got.Last.Before(got.Strict) || got.Strict.DaysSince(day) != p.Span.N {
			t.Fatalf("%+v from %v: %+v", p, day, got)
		}
		if open, _ := c.IsBusinessDay(got.Last); p.Roll != 0 && !open {
			t.Fatalf("%+v from %v ends on a closed day: %+v", p, day, got)
		}
		if n, _ := c.Count(day, got.Last); p.Span.N >= 2 && n < p.AtLeast {
			t.Fatalf("%+v from %v holds %d business days: %+v", p, day, n, got)
		}
		if d := DateIn(got.Until, p.Zone); !d.After(got.Last) || DateIn(got.Until.Add(-1), p.Zone).After(got.Last) {
			t.Fatalf("%+v ends at %v", got, got.Until)
		}
	}
}

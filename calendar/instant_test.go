package calendar

import (
	"archive/zip"
	"go/build"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

// zones returns every zone of the toolchain's database, or some notable ones
// if the toolchain is not there.
func zones(t testing.TB) []*time.Location {
	names := []string{
		"Pacific/Apia", "Pacific/Kwajalein", "Pacific/Kiritimati", "America/St_Johns", "America/Sao_Paulo", "America/Havana",
		"America/Santiago", "Atlantic/Azores", "Africa/Casablanca", "Africa/Monrovia", "Asia/Gaza", "Asia/Tehran", "Antarctica/Troll",
		"Europe/Paris", "Europe/Dublin", "Australia/Lord_Howe", "America/New_York", "Asia/Kathmandu", "Asia/Pyongyang", "UTC",
	}
	if r, err := zip.OpenReader(filepath.Join(build.Default.GOROOT, "lib", "time", "zoneinfo.zip")); err == nil {
		defer r.Close()
		names = nil
		for _, f := range r.File {
			if !strings.HasSuffix(f.Name, "/") {
				names = append(names, f.Name)
			}
		}
	}
	var locs []*time.Location
	for _, name := range names {
		locs = append(locs, load(t, name))
	}
	return locs
}

func load(t testing.TB, name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// transitions returns the instants from 1970 to 2040 at which the offset changes.
func transitions(loc *time.Location) []time.Time {
	var list []time.Time
	t := time.Unix(0, 0).In(loc)
	for t.Year() <= 2040 {
		_, end := t.ZoneBounds()
		switch {
		case end.IsZero():
			return list
		case !end.After(t): // see walkTo
			end = t.Add(24 * time.Hour)
		default:
			list = append(list, end)
		}
		t = end
	}
	return list
}

func dateOf(t time.Time) Date {
	y, m, d := t.Date()
	e, _ := NewDate(y, m, d)
	return e
}

// firstInstant finds the start of a day from its definition: the first t whose
// local time is not before midnight. Offsets are constant between transitions,
// so t is a transition or midnight under one of the offsets near by.
func firstInstant(d Date, loc *time.Location, near []time.Time) time.Time {
	midnight := time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
	candidates := []time.Time{}
	offsets := map[int]bool{}
	for _, tr := range near {
		if tr.Sub(midnight).Abs() < 50*time.Hour {
			candidates = append(candidates, tr)
			_, before := tr.Add(-time.Second).In(loc).Zone()
			_, after := tr.In(loc).Zone()
			offsets[before], offsets[after] = true, true
		}
	}
	_, here := midnight.In(loc).Zone()
	offsets[here] = true
	for offset := range offsets {
		candidates = append(candidates, midnight.Add(-time.Duration(offset)*time.Second))
	}
	var first time.Time
	for _, c := range candidates {
		if dateOf(c.In(loc)).Before(d) {
			continue
		}
		if first.IsZero() || c.Before(first) {
			first = c
		}
	}
	return first
}

func TestEveryTransitionOfEveryZone(t *testing.T) {
	seen := 0
	for _, loc := range zones(t) {
		list := transitions(loc)
		for i, tr := range list {
			seen++
			for _, by := range []time.Duration{-24 * time.Hour, -time.Hour, -time.Second, -1, 0, 1, time.Hour, 24 * time.Hour} {
				at := tr.Add(by)
				if got, want := DateIn(at, loc), dateOf(at.In(loc)); got != want {
					t.Fatalf("%v in %v is on %v, want %v", at.UTC(), loc, got, want)
				}
			}
			near := list[max(i-4, 0):min(i+5, len(list))]
			for by := -2; by <= 2; by++ {
				d := dateOf(tr.In(loc)).AddDays(by)
				start := d.Start(loc)
				if want := firstInstant(d, loc, near); !start.Equal(want) {
					t.Fatalf("%v starts in %v at %v, want %v", d, loc, start, want)
				}
				if DateIn(start, loc).Before(d) || !DateIn(start.Add(-1), loc).Before(d) {
					t.Fatalf("%v starts in %v at %v: not its first instant", d, loc, start)
				}
				if start.Location() != loc {
					t.Fatalf("start in %v, want %v", start.Location(), loc)
				}
			}
		}
	}
	if seen < 100 {
		t.Errorf("only %d transitions", seen)
	}
}

// Whole years day by day, at the ends of the tables of transitions: package
// time then computes the rest, and ends its stretches at New Year.
func TestStartsOfWholeYears(t *testing.T) {
	for _, name := range []string{"Europe/Paris", "America/Santiago", "Australia/Sydney", "America/Havana", "Asia/Tokyo", "Pacific/Auckland"} {
		loc := load(t, name)
		for _, year := range []int{1969, 2036, 2037, 2038, 2039, 2040, 2041, 2096, 2100} {
			d, _ := NewDate(year, time.January, 1)
			for ; d.Year() <= year; d = d.AddDays(1) {
				start := d.Start(loc)
				if DateIn(start, loc) != d || DateIn(start.Add(-1), loc) != d.AddDays(-1) {
					t.Fatalf("%v starts in %v at %v", d, loc, start)
				}
			}
		}
	}
}

func TestNotableStarts(t *testing.T) {
	for _, c := range []struct {
		zone, day, start, why string
	}{
		{"UTC", "2020-02-09", "2020-02-09T00:00:00Z", ""},
		{"Pacific/Apia", "2011-12-30", "2011-12-31T00:00:00+14:00", "the whole day is missing"},
		{"Pacific/Apia", "2011-12-31", "2011-12-31T00:00:00+14:00", "the day after it starts then too"},
		{"Pacific/Apia", "2011-12-29", "2011-12-29T00:00:00-10:00", "the day before it"},
		{"Pacific/Kwajalein", "1993-08-21", "1993-08-22T00:00:00+12:00", "the whole day is missing"},
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00:00-02:00", "midnight is missing"},
		{"America/Sao_Paulo", "2018-02-18", "2018-02-18T00:00:00-03:00", "23:00 to 24:00 of the eve is doubled"},
		{"America/Havana", "2026-03-08", "2026-03-08T01:00:00-04:00", "midnight is missing"},
		{"America/Havana", "2026-11-01", "2026-11-01T00:00:00-04:00", "midnight is doubled"},
		{"America/Santiago", "2026-09-06", "2026-09-06T01:00:00-03:00", "midnight is missing"},
		{"Atlantic/Azores", "2026-03-29", "2026-03-29T01:00:00Z", "midnight is missing"},
		{"America/St_Johns", "1995-10-29", "1995-10-29T00:00:00-02:30", "one minute of the day, then 59 of the eve again"},
	} {
		start := MustParseDate(c.day).Start(load(t, c.zone))
		if got := start.Format(time.RFC3339); got != c.start {
			t.Errorf("%s in %s (%s): %s, want %s", c.day, c.zone, c.why, got, c.start)
		}
	}
}

func TestNilZoneIsUTC(t *testing.T) {
	at := time.Date(2020, 2, 9, 23, 30, 0, 0, time.FixedZone("", -3600))
	d := MustParseDate("2020-02-10")
	if DateIn(at, nil) != d || d.Start(nil) != d.Start(time.UTC) {
		t.Errorf("%v, %v", DateIn(at, nil), d.Start(nil))
	}
}

func TestInstantsOutsideTheYears(t *testing.T) {
	east, west := time.FixedZone("east", 3600), time.FixedZone("west", -3600)
	first := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	end := time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		at   time.Time
		loc  *time.Location
		want string
	}{
		{first, nil, "0001-01-01"},
		{first, east, "0001-01-01"},
		{first, west, ""},
		{first.Add(-1), nil, ""},
		{first.Add(-1), east, "0001-01-01"},
		{end.Add(-1), nil, "9999-12-31"},
		{end.Add(-1), east, ""},
		{end, nil, ""},
		{end, west, "9999-12-31"},
		{time.Unix(math.MaxInt64, 0), nil, ""},
		{time.Unix(math.MinInt64, 0), nil, ""},
	} {
		if got := DateIn(c.at, c.loc); got.String() != c.want {
			t.Errorf("%v in %v is on %v, want %v", c.at, c.loc, got, c.want)
		}
	}
	for _, offset := range []int{math.MaxInt, math.MinInt} {
		loc := time.FixedZone("absurd", offset)
		for _, at := range []time.Time{first, time.Unix(0, 0), end.Add(-1)} {
			// In 64 bits the offset is more than all the years.
			if d := DateIn(at, loc); d.IsValid() && math.MaxInt > math.MaxInt32 {
				t.Errorf("%v is on %v", at, d)
			}
		}
		Date{1}.Start(loc)
	}
	for _, d := range []Date{{1}, {maxDay}} {
		for _, offset := range []int{0, 14 * 3600, -12 * 3600, 40 * 3600, -40 * 3600} {
			loc := time.FixedZone("", offset)
			if start := d.Start(loc); DateIn(start, loc) != d {
				t.Errorf("%v starts in %+d at %v", d, offset, start)
			}
		}
	}
}

// absurdZone is zone data in which the offset jumps by hours every hour.
func absurdZone(t testing.TB, jump int32) *time.Location {
	put := func(b []byte, v int32) []byte { return append(b, byte(v>>24), byte(v>>16), byte(v>>8), byte(v)) }
	const n = 1000
	b := append([]byte("TZif"), make([]byte, 16)...)
	for _, count := range []int32{0, 0, 0, n, 2, 4} {
		b = put(b, count)
	}
	for i := range int32(n) {
		b = put(b, 1_500_000_000+3600*i)
	}
	for i := range n {
		b = append(b, byte(i%2))
	}
	b = append(put(b, 0), 0, 0)
	b = append(put(b, jump), 0, 0)
	b = append(b, "AAA\x00"...)
	loc, err := time.LoadLocationFromTZData("absurd", b)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestAbsurdZonesAreHarmless(t *testing.T) {
	for _, jump := range []int32{1, 7200, -7200, 20 * 3600, 1 << 30, -1 << 30} {
		loc := absurdZone(t, jump)
		d := DateIn(time.Unix(1_500_000_000, 0), nil).AddDays(-5)
		for range 60 {
			start := d.Start(loc)
			if jump > -maxOffset && jump < maxOffset && DateIn(start, loc).Before(d) {
				t.Errorf("%v starts at %v", d, start)
			}
			d = d.AddDays(1)
		}
	}
}

func FuzzDateInStartAgree(f *testing.F) {
	var locs []*time.Location
	for _, name := range []string{"Europe/Paris", "Pacific/Apia", "America/St_Johns", "America/Havana", "Atlantic/Azores", "Antarctica/Troll"} {
		locs = append(locs, load(f, name))
	}
	f.Add(int64(1325239200), uint8(1))
	f.Add(int64(0), uint8(0))
	f.Add(int64(-1<<62), uint8(2))
	f.Fuzz(func(t *testing.T, unix int64, zone uint8) {
		loc := locs[int(zone)%len(locs)]
		at := time.Unix(unix, 0)
		d := DateIn(at, loc)
		if d != dateOf(at.In(loc)) {
			t.Fatalf("%v in %v is on %v", at, loc, d)
		}
		if !d.IsValid() {
			return
		}
		start := d.Start(loc)
		if start.After(at) {
			t.Errorf("%v has begun at %v, before it starts at %v", d, at, start)
		}
		if DateIn(start, loc) != d {
			t.Errorf("%v is the day of its start, %v, want %v", DateIn(start, loc), start, d)
		}
		if eve := DateIn(start.Add(-1), loc); !eve.Before(d) {
			t.Errorf("%v is the day before %v starts", eve, d)
		}
	})
}

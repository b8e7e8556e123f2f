package calendar

import (
	"testing"
	"time"
)

// agree checks a prepared zone against the functions it stands in for.
func agree(t *testing.T, z *Zone, at time.Time) {
	t.Helper()
	d := DateIn(at, z.Location())
	if got := z.DateIn(at); got != d {
		t.Fatalf("%v in %v is on %v, want %v", at.UTC(), z.Location(), got, d)
	}
	for by := -2; by <= 2; by++ {
		d := d.AddDays(by)
		got, want := z.Start(d), d.Start(z.Location())
		if !got.Equal(want) || got.Location() != want.Location() {
			t.Fatalf("%v starts in %v at %v, want %v", d, z.Location(), got, want)
		}
	}
}

func TestZoneAgreesAtEveryTransitionOfEveryZone(t *testing.T) {
	for _, loc := range zones(t) {
		z := NewZone(loc, 1900, 2199)
		for _, tr := range transitions(loc) {
			for _, by := range []time.Duration{-24 * time.Hour, -time.Second, -1, 0, 1, time.Hour, 24 * time.Hour} {
				agree(t, z, tr.Add(by))
			}
		}
	}
}

// The ends of the years prepared, what lies beyond them, and leap years that a
// table of transitions no longer lists.
func TestZoneAgreesBeyondItsYears(t *testing.T) {
	for _, name := range []string{"Europe/Paris", "America/Havana", "Pacific/Apia", "Asia/Kathmandu"} {
		for _, years := range [][2]int{{1900, 2199}, {2020, 2020}, {1, 9999}, {2021, 2020}, {-5, 20_000}} {
			z := NewZone(load(t, name), years[0], years[1])
			for _, year := range []int{1, 2, 1899, 1900, 2019, 2020, 2021, 2096, 2199, 2200, 9998, 9999} {
				for _, edge := range []time.Time{
					time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(year, 12, 31, 23, 59, 59, 0, time.UTC),
				} {
					for _, by := range []time.Duration{-26 * time.Hour, -1, 0, 26 * time.Hour} {
						agree(t, z, edge.Add(by))
					}
				}
			}
			for d := MustParseDate("2096-01-01"); d.Year() == 2096; d = d.AddDays(1) {
				if got, want := z.Start(d), d.Start(z.Location()); !got.Equal(want) {
					t.Fatalf("%v starts in %v at %v, want %v", d, name, got, want)
				}
			}
		}
	}
}

func TestAbsurdZonesAreHarmlessWhenPrepared(t *testing.T) {
	for _, jump := range []int32{1, 7200, -7200, 20 * 3600, 1 << 30, -1 << 30} {
		z := NewZone(absurdZone(t, jump), 1900, 2199)
		for i := range 60 {
			at := time.Unix(1_500_000_000+int64(i)*86_400, 0)
			if got, want := z.DateIn(at), DateIn(at, z.Location()); got != want {
				t.Errorf("jump %d: %v is on %v, want %v", jump, at, got, want)
			}
			z.Start(DateIn(at, nil)) // must come back
		}
	}
}

func TestNilZoneAndNilLocationAreUTC(t *testing.T) {
	at := time.Date(2020, 2, 9, 23, 30, 0, 0, time.UTC)
	var z *Zone
	agree(t, z, at)
	agree(t, &Zone{}, at)
	agree(t, NewZone(nil, 2020, 2020), at)
	if got := z.Start(Date{}); !got.IsZero() {
		t.Errorf("no date starts at %v, want the zero Time", got)
	}
}

func FuzzZoneAgrees(f *testing.F) {
	var zs []*Zone
	for _, name := range []string{"Europe/Paris", "Pacific/Apia", "America/St_Johns", "America/Havana", "Atlantic/Azores", "Antarctica/Troll"} {
		zs = append(zs, NewZone(load(f, name), 1900, 2199))
	}
	f.Add(int64(1325239200), uint8(1))
	f.Add(int64(0), uint8(0))
	f.Add(int64(-1<<62), uint8(2))
	f.Fuzz(func(t *testing.T, unix int64, zone uint8) {
		agree(t, zs[int(zone)%len(zs)], time.Unix(unix, 0))
	})
}

func BenchmarkZone(b *testing.B) {
	z := NewZone(load(b, "Europe/Paris"), 1900, 2199)
	at := time.Date(2021, 4, 1, 13, 0, 0, 0, time.UTC)
	d := z.DateIn(at)
	b.Run("DateIn", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			z.DateIn(at)
		}
	})
	b.Run("Start", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			z.Start(d)
		}
	})
	b.Run("New", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			NewZone(z.Location(), 1900, 2199)
		}
	})
}

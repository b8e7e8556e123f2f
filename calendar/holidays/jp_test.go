package holidays

import "testing"

// The approximation is no better than its range of years.
func TestEquinoxesOutsideTheirYears(t *testing.T) {
	for _, year := range []int{1979, 2100} {
		if d := jpVernalEquinox(nil, year); !d.IsZero() {
			t.Errorf("spring %d: %v", year, d)
		}
		if d := jpAutumnalEquinox(nil, year); !d.IsZero() {
			t.Errorf("autumn %d: %v", year, d)
		}
		if d := jpBeforeAutumnalEquinox(nil, year); !d.IsZero() {
			t.Errorf("before autumn %d: %v", year, d)
		}
	}
}

// Article 3(3): 21 or 22 September, when the Aged Day is two days before the
// equinox.
func TestDayBetweenTheAgedDayAndTheEquinox(t *testing.T) {
	japan := mustLookup(t, "JP")
	var got []string
	for d := japan.First(); !d.After(japan.Last()); d = d.AddDays(1) {
		if h, ok := japan.HolidayOn(d); ok && h.Name == "Citizens' Holiday" && d.Month() == 9 {
			got = append(got, d.String())
		}
	}
	want := []string{"2009-09-22", "2015-09-22", "2026-09-22", "2032-09-21", "2037-09-22", "2043-09-22", "2049-09-21"}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got[i], want[i])
		}
	}
}

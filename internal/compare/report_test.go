package main

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

var updateFlag = flag.Bool("update", false, "write testdata/report.txt anew")

const golden = "testdata/report.txt"

// A new version of package cal shows here as a difference, for better or worse.
func TestReport(t *testing.T) {
	o, err := readOracle(oracleFile)
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := report(&got, o, false); err != nil {
		t.Fatal(err)
	}
	if *updateFlag {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got.Bytes(), want) {
		return
	}
	gots, wants := strings.Split(got.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gots), len(wants)) {
		if i >= len(gots) || i >= len(wants) || gots[i] != wants[i] {
			t.Fatalf("line %d of %s:\n got %s\nwant %s\n\nif that is right, run go test -run TestReport -update",
				i+1, golden, line(gots, i), line(wants, i))
		}
	}
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(the end)"
}

func TestEveryCalendarHasAList(t *testing.T) {
	o, err := readOracle(oracleFile)
	if err != nil {
		t.Fatal(err)
	}
	ids := slices.Sorted(maps.Keys(o))
	if got := slices.Sorted(maps.Keys(lists)); !slices.Equal(got, ids) {
		t.Errorf("lists of %q, calendars %q", got, ids)
	}
	for id, l := range lists {
		if len(l.rules) == 0 {
			t.Errorf("%s: %s is empty", id, l.name)
		}
	}
}

// Two errors planted in the year 2026 of France are found, and the rest is not
// called different.
func TestDifferences(t *testing.T) {
	v := verified{[2]int{2026, 2026}, []string{"2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25",
		"2026-07-14", "2026-07-15", "2026-11-11"}}
	var got bytes.Buffer
	if err := report(&got, map[string]verified{"FR": v}, false); err != nil {
		t.Fatal(err)
	}
	const want = `
FR, 2026 to 2026: fr.Holidays
  1 false, 1 missed; 2 of these from 2026 to 2035
  2026-07-15 Wed missed
  2026-12-25 Fri false, Noël

1 of 1 differ from 2026 to 2035, 0 in other years only.
0 of 1 match exactly.
`
	if !strings.HasSuffix(got.String(), want) {
		t.Errorf("%s\nwant%s", got.String(), want)
	}
}

func TestReportRefuses(t *testing.T) {
	for want, o := range map[string]map[string]verified{
		"no list to compare XX with":                                {"XX": {}},
		`FR: holiday "2027-01-01" is not a weekday of 2026 to 2026`: {"FR": {[2]int{2026, 2026}, []string{"2027-01-01"}}},
		`FR: holiday "2026-08-15" is not a weekday of 2026 to 2026`: {"FR": {[2]int{2026, 2026}, []string{"2026-08-15"}}},
	} {
		if err := report(&bytes.Buffer{}, o, false); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

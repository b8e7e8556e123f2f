package catalog_test

import (
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

// Every document is found by its name, compiles, cites what each rule was taken
// from, and is written as it is read.
func TestDocuments(t *testing.T) {
	entries, err := os.ReadDir("documents")
	if err != nil {
		t.Fatal(err)
	}
	var files, listed []string
	for _, e := range entries {
		files = append(files, strings.TrimSuffix(e.Name(), ".json"))
	}
	for d := range catalog.All() {
		name := d.ID + "@" + d.Version
		listed = append(listed, name)
		found, err := catalog.Lookup(name)
		if err != nil || !reflect.DeepEqual(found, d) {
			t.Errorf("%s is found as %s@%s: %v", name, found.ID, found.Version, err)
		}
		if _, err := policy.Compile(d, policy.Sources{Calendar: holidays.Lookup}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if d.Title == "" || d.Market == "" || len(d.Citations) == 0 {
			t.Errorf("%s has no title, no market or no citation", name)
		}
		for _, c := range d.Citations {
			if c.Date == "" || c.Confidence == 0 {
				t.Errorf("%s: citation %s has no date, or does not say how sure it is", name, c.ID)
			}
		}
		for _, r := range slices.Concat(d.StopRenewal, d.TerminateNow, d.Withdraw, d.ResumeRenewal) {
			if len(r.Cites) == 0 {
				t.Errorf("%s: rule %s cites nothing", name, r.ID)
			}
		}
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := policy.Parse(text); err != nil || !reflect.DeepEqual(again, d) {
			t.Errorf("%s is not read as it is written: %v", name, err)
		}
	}
	slices.Sort(listed)
	slices.Sort(files)
	if !slices.Equal(listed, files) {
		t.Errorf("All lists %s, the files are %s", listed, files)
	}
}

// A bare id is its newest version; the result is the caller's to change.
func TestLookup(t *testing.T) {
	d, err := catalog.Lookup("amazon-prime-fr")
	if err != nil {
		t.Fatal(err)
	}
	d.TerminateNow[0].Label = "changed"
	if again, _ := catalog.Lookup("amazon-prime-fr"); again.TerminateNow[0].Label == "changed" {
		t.Error("two lookups share a list")
	}
	for _, id := range []string{"", "amazon", "amazon-prime-fr@", "amazon-prime-fr@2020", "../catalog", strings.Repeat("x", 1<<20)} {
		if _, err := catalog.Lookup(id); err == nil || len(err.Error()) > 1000 {
			t.Errorf("%.20q: %.200v", id, err)
		}
	}
}

// All can be stopped.
func TestAllStops(t *testing.T) {
	n := 0
	for range catalog.All() {
		n++
		break
	}
	if n != 1 {
		t.Error(n)
	}
}

// Of versions that hold for all, the newest that was known at the instant.
func TestFindGoesByTheDate(t *testing.T) {
	for _, tt := range []struct{ id, at, want string }{
		{"amazon-prime-fr", "2019-12-31T12:00:00Z", "2020-02"}, // none is older
		{"amazon-prime-fr", "2020-02-01T00:00:00+01:00", "2020-02"},
		{"amazon-prime-fr", "2025-12-30T12:00:00Z", "2020-02"},
		{"amazon-prime-fr", "2026-01-01T00:00:00+01:00", "2026"},
		{"amazon-prime-uk", "2022-08-30T00:00:00Z", "2020-04"},
		{"amazon-prime-uk", "2022-09-01T00:00:00Z", "2022-09"},
		{"uk-dmcc", "2026-11-01T00:00:00Z", "2027-spring"},
		{"parship", "2020-10-07T23:59:59+02:00", "before-c-641-19"},
		{"parship", "2020-10-08T00:00:00+02:00", "after-c-641-19"},
	} {
		at, err := time.Parse(time.RFC3339, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		p, err := catalog.Find(tt.id, policy.Snapshot{ID: "sub-1"}, at, policy.Sources{Calendar: holidays.Lookup})
		if err != nil || p.Ref().Version != tt.want {
			t.Errorf("%s at %s: %s, %v; want %s", tt.id, tt.at, p.Ref().Version, err, tt.want)
		}
	}
	if _, err := catalog.Find("no-such", policy.Snapshot{ID: "sub-1"}, time.Time{}, policy.Sources{}); !errors.Is(err, catalog.ErrUnknown) {
		t.Error(err)
	}
}

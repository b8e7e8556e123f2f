package catalog_test

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

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

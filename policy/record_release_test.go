package policy_test

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/policy"
)

var rewriteFlag = flag.Bool("rewrite-records", false, "decide the records in testdata again: only for those that no release has had")

// The records of releases are kept for good: files are only ever added to
// testdata/records, and a file that a release has had is never changed. Each
// must still verify, and recording its snapshot at its instant must give the
// same bytes.
//
// With them are kept the documents that decided (policies) and the days of their
// calendars without the names (calendars), because the catalog and the tables go
// on: a table that gains a year has another digest. To add a record, indent the
// JSON of Policy.Record by two spaces, and add the document and the calendar if
// they are not there as they are. A second version of one takes another file
// name; what is in the file counts.
func TestRecordsOfReleasesStillVerify(t *testing.T) {
	policies := keptPolicies(t)
	files, err := filepath.Glob("testdata/records/*.json")
	if err != nil || len(files) < 52 {
		t.Fatalf("%d records, %v: none is ever taken away", len(files), err)
	}
	told := make(map[string]bool) // the codes of reasons
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := policy.ParseRecord(text)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		p := keptPolicy(t, policies, r.Policy)
		if p == nil {
			t.Errorf("%s: no policy %s with the digest %s", file, r.Policy, r.Policy.Digest)
			continue
		}
		again, err := p.Record(r.Snapshot, r.At)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if *rewriteFlag {
			if err := os.WriteFile(file, []byte(indented(asJSON(again))), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := p.Verify(r); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if got := indented(asJSON(again)); got != string(text) {
			t.Errorf("%s: recorded again, it is %s", file, got)
		}
		for _, reason := range allReasons(r.Decision) {
			told[reason.Code.String()] = true
		}
	}
	if len(told) < 30 {
		t.Errorf("the records have %d kinds of reason: %v", len(told), told)
	}
}

// keptPolicies compiles each document that is kept with each calendar that has
// its calendar's id, by the name of the policy.
func keptPolicies(t *testing.T) map[string][]*policy.Policy {
	t.Helper()
	read := func(glob string, each func(text []byte)) {
		files, err := filepath.Glob("testdata/records/" + glob)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", glob, len(files), err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			each(text)
		}
	}
	calendars := map[string][]*calendar.Calendar{"": {nil}}
	read("calendars/*.json", func(text []byte) {
		spec, err := calendar.ParseSpec(text)
		if err != nil {
			t.Fatal(err)
		}
		c, err := calendar.New(spec)
		if err != nil {
			t.Fatal(err)
		}
		calendars[spec.ID] = append(calendars[spec.ID], c)
	})
	policies := make(map[string][]*policy.Policy)
	read("policies/*.json", func(text []byte) {
		doc, err := policy.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if len(calendars[doc.Calendar]) == 0 {
			t.Errorf("no calendar %q for %s", doc.Calendar, doc.ID)
		}
		for _, c := range calendars[doc.Calendar] {
			p, err := policy.Compile(doc, policy.Sources{Calendar: func(string) (*calendar.Calendar, error) { return c, nil }})
			if err != nil {
				t.Fatal(err)
			}
			policies[p.Ref().String()] = append(policies[p.Ref().String()], p)
		}
	})
	return policies
}

// keptPolicy finds the policy that decided, alone or as an overlay.
func keptPolicy(t *testing.T, policies map[string][]*policy.Policy, ref policy.Ref) *policy.Policy {
	t.Helper()
	ids, versions := strings.Split(ref.ID, "+"), strings.Split(ref.Version, "+")
	if len(ids) != len(versions) {
		return nil
	}
	sets := [][]*policy.Policy{nil} // each way to choose a policy for each id
	for i := range ids {
		var longer [][]*policy.Policy
		for _, set := range sets {
			for _, p := range policies[ids[i]+"@"+versions[i]] {
				longer = append(longer, append(set[:len(set):len(set)], p))
			}
		}
		sets = longer
	}
	for _, set := range sets {
		p, err := policy.Overlay(set[0], set[1:]...)
		if err != nil {
			t.Fatal(err)
		}
		if p.Ref() == ref || *rewriteFlag {
			return p
		}
	}
	return nil
}

// What a record of format 1 may hold, one field a line, and "!" behind those
// that are always written. The list is for good: a field is never taken away,
// renamed, or written where it was left out, since older records would not fit
// their digest any more. A new field is left out when it is zero, and goes into
// the list; one of a decision raises the format too, and Verify must then hold a
// record of an older format against a decision without it.
func TestFieldsOfRecordsAreKept(t *testing.T) {
	var lines []string
	seen := make(map[reflect.Type]bool)
	var walk func(typ reflect.Type)
	walk = func(typ reflect.Type) {
		for typ.Kind() == reflect.Slice || typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || seen[typ] || !strings.HasSuffix(typ.PkgPath(), "/policy") && typ != reflect.TypeFor[calendar.Range]() {
			return
		}
		if seen[typ] = true; typ == reflect.TypeFor[policy.Moment]() {
			return // text
		}
		for i := range typ.NumField() {
			f := typ.Field(i)
			if !f.IsExported() {
				continue
			}
			key, option, _ := strings.Cut(f.Tag.Get("json"), ",")
			line := typ.Name() + "." + key
			if option == "" {
				line += "!"
			}
			lines = append(lines, line)
		}
		if typ == reflect.TypeFor[policy.Part]() {
			lines = append(lines, "Part.key!") // by MarshalJSON
		}
		for i := range typ.NumField() {
			if f := typ.Field(i); f.IsExported() {
				walk(f.Type)
			}
		}
	}
	walk(reflect.TypeFor[policy.Record]())
	got := strings.Join(lines, "\n") + "\n"
	const file = "testdata/record_fields.txt"
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Fields(string(want)) {
		if !strings.Contains("\n"+got, "\n"+line+"\n") {
			t.Errorf("%s was in records of format 1, and is not as it was", line)
		}
	}
	for _, line := range lines {
		switch {
		case strings.Contains("\n"+string(want), "\n"+line+"\n"):
		case strings.HasSuffix(line, "!"):
			t.Errorf("%s is new, and must be left out when it is zero", line)
		default:
			t.Errorf("%s is new: see the comment of this test, and add it to %s", line, file)
		}
	}
	if t.Failed() {
		t.Log(got)
	}
}

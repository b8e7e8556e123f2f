package main

import (
	"bytes"
	"encoding"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/internal/schema/valid"
	"github.com/rescind-go/rescind/money"
)

const root = "../.."

// The committed files are what the types say.
func TestFilesAreCurrent(t *testing.T) {
	files, err := generate(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		path := filepath.Join(root, folder, name)
		got, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the types say (%v): go run ./internal/schema", path, err)
		}
		if _, err := valid.Read(path); err != nil {
			t.Error(err)
		}
	}
	entries, err := os.ReadDir(filepath.Join(root, folder))
	if err != nil || len(entries) != len(files) {
		t.Errorf("%s has %d files (%v), want %d", folder, len(entries), err, len(files))
	}
}

// A key is required where the library misses it, and not where the comment or
// the tag might suggest it: a payment without a state is a doubtful fact.
func TestRequired(t *testing.T) {
	files, err := generate(root)
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string][]string{
		"document.json": {`"id","version","zone","rounding"`, `"id","title"`, `"event","count"`, `"methods","payout"`},
		"snapshot.json": {`"id","at"`, `"kind","at"`, `"name"`, `"id"`},
	} {
		var compact bytes.Buffer
		for _, line := range strings.Fields(string(files[file])) {
			compact.WriteString(line)
		}
		for _, keys := range want {
			if !strings.Contains(compact.String(), `"required":[`+keys+`]`) {
				t.Errorf("%s requires %s nowhere", file, keys)
			}
		}
	}
}

// The patterns of the types that read themselves agree with them, but for days
// that do not exist.
func TestTextsAgree(t *testing.T) {
	src, err := read(root, "policy")
	if err != nil {
		t.Fatal(err)
	}
	for typ, samples := range map[reflect.Type]string{
		reflect.TypeFor[calendar.Span](): `|1 day|1 days|0 days|0 day|2 days|2 day|14 days|01 days|9999 hours|10000 hours|1 business day|3 business days|
			3 business  days|-1 days|1 Day|1 months|1 month|4 weeks|1 week|1 year|2 years|1.5 days|days|1|1 day |+1 day|1 term`,
		reflect.TypeFor[calendar.Date](): `|2020-02-09|2020-2-9|2020-13-01|2020-00-01|2020-01-00|2020-01-32|9999-12-31|20200209|2020-02-09T00:00:00Z`,
	} {
		pattern := regexp.MustCompile(texts(src)[typ].Pattern)
		for _, sample := range strings.Split(samples, "|") {
			sample = strings.TrimPrefix(sample, "\n\t\t\t")
			err := reflect.New(typ).Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(sample))
			if pattern.MatchString(sample) != (err == nil) {
				t.Errorf("%s: the pattern says %t of %q, the type %v", typ, err != nil, sample, err)
			}
		}
	}
}

// What the generator cannot say is an error, and not a gap.
func TestBuildRefuses(t *testing.T) {
	src, err := read(root, "policy", "money", "calendar")
	if err != nil {
		t.Fatal(err)
	}
	none := func([]byte) []string { return nil }
	type Word string
	type Amount struct{}
	for want, typ := range map[string]reflect.Type{
		"form of its own":     reflect.TypeFor[struct{ A Word }](),
		"form of its own too": reflect.TypeFor[struct{ A money.Currency }](),
		"strict JSON":         reflect.TypeFor[struct{ A float64 }](),
		"have one name": reflect.TypeFor[struct {
			A []Amount
			B money.Amount
		}](),
		"": reflect.TypeFor[struct {
			A map[string]uint8
			B time.Time
		}](),
	} {
		_, err := build(src, typ, none, map[string]bool{})
		want = strings.TrimSuffix(want, " too")
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", typ, err, want)
		}
	}
}

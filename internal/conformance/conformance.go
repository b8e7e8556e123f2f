// Package conformance runs worked cases, which are data, against the library.
//
// The cases of a package lie in its testdata. When the environment variable
// RESCIND_CASES names a folder, the file of the same name there is run too, so
// that anyone can try cases that nobody here has seen. A case that the library
// answers differently on purpose is listed with the reason in
// testdata/refusals.json; nothing is skipped silently.
package conformance

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// ErrUnknown marks a case about a policy or a calendar that is not here.
var ErrUnknown = errors.New("unknown here")

// A Tally is what became of the cases of one file.
type Tally struct {
	t        *testing.T
	refusals map[string]string

	cases, met, refused, unknown int
}

// Case records one case: err is nil when it was met, wraps ErrUnknown when it
// is about something that is not here, and else tells how the library differs.
// A difference that is not listed as refused fails the test.
func (y *Tally) Case(key string, err error) {
	y.t.Helper()
	y.cases++
	_, listed := y.refusals[key]
	switch {
	case errors.Is(err, ErrUnknown):
		y.unknown++
	case err == nil && listed:
		y.t.Errorf("%s is met, but listed as refused", key)
	case err == nil:
		y.met++
	case listed:
		y.refused++
	default:
		y.t.Errorf("%s: %v", key, err)
	}
}

// Refused records a case that says itself why its figure must not be met, after
// the library was seen to give its own.
func (y *Tally) Refused(key, reason string) {
	y.t.Helper()
	if reason == "" {
		y.t.Errorf("%s is refused without a reason", key)
	}
	y.cases++
	y.refused++
}

// root returns the folder of the module, from which a relative RESCIND_CASES
// counts.
func root(t *testing.T) string {
	dir, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if filepath.Dir(dir) == dir {
			break
		}
		dir = filepath.Dir(dir)
	}
	t.Fatalf("RESCIND_CASES is relative, and no go.mod is above: %v", err)
	return ""
}

// Run runs check over a file of testdata, and over the file of that name in
// RESCIND_CASES. It prints a line for each.
func Run(t *testing.T, file string, check func(t *testing.T, data []byte, y *Tally)) {
	var refusals map[string]string
	data, err := os.ReadFile("testdata/refusals.json")
	if err == nil {
		err = json.Unmarshal(data, &refusals)
	}
	if err != nil {
		t.Fatal(err)
	}
	paths := []string{filepath.Join("testdata", file)}
	if dir := os.Getenv("RESCIND_CASES"); dir != "" {
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(root(t), dir)
		}
		if _, err := os.Stat(dir); err != nil {
			t.Fatalf("RESCIND_CASES: %v", err)
		}
		path := filepath.Join(dir, file)
		if _, err := os.Stat(path); err == nil {
			paths = append(paths, path)
		} else if !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		y := &Tally{t: t, refusals: refusals}
		check(t, data, y)
		if y.cases == 0 {
			t.Errorf("%s has no cases", path)
		}
		fmt.Printf("conformance %s: %d cases, %d met, %d refused, %d unknown\n",
			file, y.cases, y.met, y.refused, y.unknown)
	}
}

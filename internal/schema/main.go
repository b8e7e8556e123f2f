// Command schema writes the JSON Schemas of the policy document and of the
// snapshot to policy/schema, for editors and for other languages.
//
//	go run ./internal/schema
//
// They follow from the Go types: keys from the fields, descriptions from the
// comments, words from the enumerations, bounds from the constants, and what is
// required from the faults that the library finds. A test fails when a file is
// not what the types say.
//
// A schema refuses nothing that the library takes. It takes some things that
// the library refuses, because they cannot be said in one.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/rescind-go/rescind/policy"
)

const (
	dialect = "https://json-schema.org/draft/2020-12/schema"
	folder  = "policy/schema"
	home    = "https://raw.githubusercontent.com/rescind-go/rescind/main/" + folder + "/"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}

func run() error {
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return fmt.Errorf("no module here: %w", err)
	}
	dir := strings.TrimSpace(string(root))
	files, err := generate(dir)
	if err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, folder, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// generate returns the files by name, from the module at root.
func generate(root string) (map[string][]byte, error) {
	src, err := read(root, "policy", "money", "calendar")
	if err != nil {
		return nil, err
	}
	files, seen := map[string][]byte{}, map[string]bool{}
	for _, top := range []struct {
		name, title string
		of          reflect.Type
		ask         door
	}{
		{"document.json", "rescind policy document", reflect.TypeFor[policy.Document](), documentDoor},
		{"snapshot.json", "rescind snapshot of a subscription", reflect.TypeFor[policy.Snapshot](), snapshotDoor},
	} {
		s, err := build(src, top.of, top.ask, seen)
		if err != nil {
			return nil, err
		}
		s.Dialect, s.ID, s.Title = dialect, home+top.name, top.title
		if files[top.name], err = s.file(); err != nil {
			return nil, err
		}
	}
	for field := range limits {
		if !seen[field] {
			return nil, fmt.Errorf("limits.go has a line for %s, which is no field", field)
		}
	}
	return files, nil
}

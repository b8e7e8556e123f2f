package catalog_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rescind-go/rescind/internal/schema/valid"
)

// The documents, and the snapshots that the cases are made into, follow the
// schemas that policy publishes.
func TestSchema(t *testing.T) {
	documents, err := valid.Read("../schema/document.json")
	if err != nil {
		t.Fatal(err)
	}
	snapshots, err := valid.Read("../schema/snapshot.json")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("documents/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err == nil {
			err = documents.Check(text)
		}
		if err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}

	cases, err := filepath.Glob("testdata/*.json")
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, file := range cases {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var all struct{ Cases []json.RawMessage }
		if err := json.Unmarshal(data, &all); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, raw := range all.Cases {
			var c vendorCase
			if json.Unmarshal(raw, &c) != nil {
				continue // the conformance test says why
			}
			s, err := c.snapshot(time.UTC)
			if err != nil {
				continue
			}
			checked++
			if err := snapshots.Check([]byte(show(s))); err != nil {
				t.Errorf("%s: %v", c.ID, err)
			}
		}
	}
	if checked == 0 {
		t.Error("there are no cases")
	}
}

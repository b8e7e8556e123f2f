package wording_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/wording"
)

var rewriteFlag = flag.Bool("rewrite", false, "write the goldens in testdata again")

// kept returns a record of policy's testdata and its policy, compiled with the
// tables of this version, whose days have names.
func kept(t testing.TB, file string) (*policy.Policy, policy.Record) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r, err := policy.ParseRecord(text)
	if err != nil {
		t.Fatal(err)
	}
	var layers []*policy.Policy
	versions := strings.Split(r.Policy.Version, "+")
	for i, id := range strings.Split(r.Policy.ID, "+") {
		text, err := os.ReadFile("../testdata/records/policies/" + id + "@" + versions[i] + ".json")
		if err != nil {
			t.Fatal(err)
		}
		doc, err := policy.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		p, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
		if err != nil {
			t.Fatal(err)
		}
		layers = append(layers, p)
	}
	p, err := policy.Overlay(layers[0], layers[1:]...)
	if err != nil {
		t.Fatal(err)
	}
	return p, r
}

// What is decided in each record of policy's testdata is explained to the byte: as
// JSON, in English and in French. An explanation is the same however often it is
// asked for, and in any order of the facts that has no meaning.
func TestExplanationsToTheByte(t *testing.T) {
	files, err := filepath.Glob("../testdata/records/*.json")
	if err != nil || len(files) < 25 {
		t.Fatal(len(files), err)
	}
	for n, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		times := 3
		if n%10 == 0 {
			times = 100
		}
		p, r := kept(t, file)
		x, err := p.Explain(r.Snapshot, r.At)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		text, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		var tidy bytes.Buffer
		if err := json.Indent(&tidy, text, "", " "); err != nil {
			t.Fatal(err)
		}
		tidy.WriteByte('\n')
		for ext, got := range map[string]string{
			".json": tidy.String(), ".en.txt": wording.English().Explanation(x), ".fr.txt": wording.French().Explanation(x),
		} {
			golden := filepath.Join("testdata", name+ext)
			if *rewriteFlag {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s: got\n%s", golden, firstDifference(got, string(want)))
			}
		}
		read, err := policy.ParseExplanation(tidy.Bytes())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := policy.Replay(read, policy.Sources{Calendar: holidays.Lookup}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if again := wording.French().Explanation(read); again != wording.French().Explanation(x) {
			t.Errorf("%s: read from JSON it is explained otherwise", name)
		}
		s := r.Snapshot
		slices.Reverse(s.Charges)
		slices.Reverse(s.Events)
		for i := range times {
			again, err := p.Explain(s, r.At.In(time.FixedZone("", i*60)))
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := json.Marshal(again); string(got) != string(text) {
				t.Fatalf("%s, time %d: %s", name, i, firstDifference(string(got), string(text)))
			}
		}
	}
}

// firstDifference shows two texts from the line on in which they differ.
func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			other := ""
			if i < len(b) {
				other = b[i]
			}
			return a[i] + "\nwant\n" + other
		}
	}
	return "too little"
}

// What is set off is said to be off the charge that asks for it, and no refund is
// said to come where none does.
func TestDecisionOfAnOffset(t *testing.T) {
	p, r := kept(t, "../testdata/records/worked-example-set-off-against-an-open-charge.json")
	d, err := p.DecideAt(r.Snapshot, r.At)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range d.TerminateNow.Parts {
		if part.Against == "" {
			continue
		}
		for l, want := range map[*wording.Language]string{
			wording.English(): `against charge "` + part.Against + `"`, wording.French(): "sur le prélèvement «\u00a0" + part.Against + "\u00a0»",
		} {
			if text := l.Decision("", d); !strings.Contains(text, want) {
				t.Errorf("want %q in\n%s", want, text)
			}
		}
		return
	}
	t.Error("nothing is set off")
}

package policytest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	_ "time/tzdata" // the tests pass on machines without zone data

	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

var in = policy.Sources{Calendar: holidays.Lookup}

func TestScenarios(t *testing.T) { Run(t, "testdata/scenarios", in, catalog.Lookup) }

// A recorder is a test that keeps what it is told.
type recorder struct {
	testing.TB
	errors, logs []string
}

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}
func (r *recorder) Logf(format string, args ...any) {
	r.logs = append(r.logs, fmt.Sprintf(format, args...))
}

// fatal is what a recorder's Fatal panics with.
type fatal string

func (r *recorder) Fatal(args ...any) { panic(fatal(fmt.Sprint(args...))) }

// folder writes files into a new folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// told runs a folder and returns what it tells, with the folder's name taken off.
func told(dir string) string {
	var r recorder
	Run(&r, dir, in, catalog.Lookup)
	return strings.ReplaceAll(strings.Join(r.errors, "\n"), filepath.ToSlash(dir)+"/", "")
}

// What the tests below fill in.
const (
	gymDocument = `{"id": "gym", "version": "1", "zone": "Europe/Paris", "rounding": "half_up",
    "terminate_now": [{"id": "all", "ends": "request", "refund": {"base": "latest_charge", "fraction": "all"}}]}`
	gymSnapshot = `{"id": "m-1", "charges": [{"id": "in-1", "at": "2026-03-02T00:00:00+01:00", "phase": "initial",
    "covers": {"start": "2026-03-02T00:00:00+01:00", "end": "2027-03-02T00:00:00+01:00"},
    "payments": [{"id": "pay-1", "method": "card", "state": "captured", "captured": {"amount": "240.00", "currency": "EUR"}}]}]}`
)

// gym is a scenario with an expectation.
func gym(want string) string {
	return fmt.Sprintf(`{
  "policy": %s,
  "snapshot": %s,
  "at": "2026-03-10T10:00:00+01:00",
  "want": %s
}
`, gymDocument, gymSnapshot, want)
}

// An alternative is compared in its parts, and a key that it does not have is an
// error there too.
func TestAlternatives(t *testing.T) {
	b, err := os.ReadFile("testdata/scenarios/statute-over-contract.json")
	if err != nil {
		t.Fatal(err)
	}
	for old, c := range map[string]struct{ new, want string }{
		`"rule": "runs-on", "ends"`: {`"rule": "other", "ends"`, `withdraw.alternative.rule: got "runs-on", want "other"`},
		`"alternative": null`:       {`"alternative": {"rule": "x"}`, `withdraw.alternative.alternative: got nothing, want {"rule": "x"}`},
		`"refund": null`:            {`"refnud": null`, `want.withdraw.alternative: unknown key "refnud"`},
		`"fr-l221-18"`:              {`"fr-l221-18", "no-such"`, `"no-such"`},
		`"sub-1"`:                   {`"sub-1"`, ""},
	} {
		text := strings.Replace(string(b), old, c.new, 1)
		if got := told(folder(t, map[string]string{"s.json": text})); c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %s", c.new, got)
		}
	}
	if got := told(folder(t, map[string]string{"s.json": `{"policy": [], "snapshot": {"id": "x"}, "at": "2026-03-05T10:00:00+01:00"}`})); !strings.Contains(got, "want a contract") {
		t.Error(got)
	}
}

// What differs is told place by place, in the order of the decision's fields.
func TestDifferences(t *testing.T) {
	for _, tt := range []struct{ want, told string }{
		{`{}`, ""},
		{`{"phase": "initial", "stopped": false, "grace": null, "findings": [], "withdraw": {"refund": {"state": "none"}}}`, ""},
		{`{"at": "2026-03-10T09:00:00Z", "running": {"end": "2027-03-01T23:00:00Z"}, "until": "2027-03-01T23:00:00Z"}`, ""},
		{`{"terminate_now": {"ends": "request", "refund": {"amount": {"currency": "EUR", "amount": "240.00"}}, "parts": [{}]}}`, ""},
		{
			`{"terminate_now": {"refund": {"amount": {"amount": "31.20", "currency": "EUR"}, "ask": "support"}, "answer": "refused"}, "phase": "trial"}`,
			`phase: got initial, want trial
			terminate_now.answer: got allowed, want refused
			terminate_now.refund.ask: got nothing, want support
			terminate_now.refund.amount: got 240.00 EUR, want 31.20 EUR`,
		},
		{
			`{"subscription": "m-2", "unpaid": true, "running": null, "until": "never", "terminate_now": {"refund": null, "ends": null}}`,
			`subscription: got "m-1", want "m-2"
			unpaid: got false, want true
			running: got {"start": "2026-03-02T00:00:00+01:00", "end": "2027-03-02T00:00:00+01:00"}, want nothing
			until: got 2027-03-02T00:00:00+01:00, want never
			terminate_now.ends: got at the request, want nothing
			terminate_now.refund: got {"state": "exact", "amount": {"amount": "240.00", "currency": "EUR"}, "payable": {"amount": "240.00", "currency": "EUR"}}, want nothing`,
		},
		{
			`{"terminate_now": {"parts": [], "reasons": [{"code": "no_rule"}, {"amount": null}, {"code": "ask", "rule": "all"}]}}`,
			`terminate_now.parts[0]: got {"charge": "in-1", "payment": "pay-1", "method": "card", "operation": "refund", "amount": {"amount": "240.00", "currency": "EUR"}, "subscription": "m-1", "returned": {"amount": "0.00", "currency": "EUR"}, "key": "6a3628a4663032322d4ed6ad11641638"}, want nothing
			terminate_now.reasons[0].code: got rule_applies, want no_rule
			terminate_now.reasons[1].amount: got 240.00 EUR, want nothing
			terminate_now.reasons[2]: got nothing, want {"code": "ask", "rule": "all"}`,
		},
	} {
		dir := folder(t, map[string]string{"a.json": gym(tt.want)})
		want := strings.ReplaceAll(tt.told, "\n\t\t\t", "\n\t")
		if want != "" {
			want = "a.json:\n\t" + want
		}
		if got := told(dir); got != want {
			t.Errorf("want %s\ngot  %s\nwant %s", tt.want, got, want)
		}
	}
}

// A file that is no scenario is told with the place.
func TestFaults(t *testing.T) {
	replaced := func(old, new string) string { return strings.Replace(gym(`{}`), old, new, 1) }
	added := func(key string) string { return replaced("\n  \"at\"", "\n  "+key+", \"at\"") }
	for _, tt := range []struct{ text, told string }{
		{"", "a.json:1:1: malformed JSON: unexpected end of JSON input"},
		{"[1", "a.json:1:2: malformed JSON: unexpected end of JSON input"},
		{"{} {}", "a.json:1:4: malformed JSON: invalid character '{' after top-level value"},
		{"[]", "a.json:1:1: []: want a scenario, an object with the keys title, policy, snapshot, at, want"},
		{"{}", "a.json:1:1: policy: missing: want it in every scenario"},
		{strings.Repeat("[", 40) + strings.Repeat("]", 40), "a.json:1:34: nested more than 32 deep"},
		{added(`"when": 1`), `a.json:7:3: unknown key "when": want one of title, policy, snapshot, at, want`},
		{added(`"policy": 1`), `a.json:7:3: the key "policy" stands here for the second time: want it once`},
		{replaced(`"2026-03-10T10:00:00+01:00"`, `"2026-03-10"`), `a.json:7:9: at: "2026-03-10": want an instant with its offset, as in "2020-04-09T12:00:00+02:00"`},
		{replaced(`"2026-03-10T10:00:00+01:00"`, `1`), `a.json:7:9: at: 1: want a string`},
		{replaced(`"2026-03-10T10:00:00+01:00"`, `"2226-03-10T10:00:00+01:00"`), `a.json: policy: cannot decide: the instant is in the year 2226: want one from 1900 to 2199`},
		{added(`"title": null`), `a.json:7:12: title: null: want a string`},
		{replaced(`"base"`, `"bse"`), `a.json:3:67: policy.terminate_now[0].refund: "bse": unknown key: want one of "base"`},
		{replaced(`"id": "gym"`, `"id": 7`), `a.json:2:20: policy.id: 7: wrong type: want a string`},
		{replaced(`"request"`, `"never"`), `a.json:2:13: policy: policy: document: terminate_now[0].ends: "never": unknown anchor`},
		{replaced(`"pay-1"`, `""`), `a.json:6:25: snapshot.charges[0].payments[0].id: "": want an id of 1 to 128 bytes`},
		{replaced(gymDocument, `3`), `a.json:2:13: policy: 3: want a document, the name of a file or an id`},
		{replaced(gymDocument, `"acme"`), `a.json:2:13: policy: "acme": catalog: no such policy`},
		{replaced(gymDocument, `"gone.json"`), `a.json:2:13: stat `},
		{replaced(gymDocument, `"bad/policy.json"`), `bad/policy.json:2:2: "idd": unknown key`},
		{replaced(gymSnapshot, `"s-1"`), `a.json:4:15: snapshot: "s-1": want a snapshot, or the name of a file that ends in .json`},
		{gym(`null`), `a.json:8:11: want: null: want the expected decision, or no such key`},
		{gym(`[]`), `a.json:8:11: want: []: want an object`},
		{gym("{\n\"phase\": \"trail\"}"), `a.json:9:10: want.phase: "trail": unknown phase "trail": want "before_start"`},
		{gym(`{"findings": {}}`), `a.json:8:24: want.findings: {}: want a list`},
		{gym(`{"findings": [{"cod": 1}]}`), `a.json:8:26: want.findings[0]: unknown key "cod": want one of code, rule`},
		{gym(`{"Phase": "trial"}`), `a.json:8:12: want: unknown key "Phase"`},
		{gym(`{"withdraw": {"refund": {"amount": 49}}}`), `a.json:8:46: want.withdraw.refund.amount: 49: `},
		{strings.Replace(gym("0"), ",\n  \"want\": 0", "", 1), "a.json:\n\twant: missing: -policytest.update writes the decision there"},
	} {
		dir := folder(t, map[string]string{"a.json": tt.text, "bad/policy.json": "{\n \"idd\": 1}", "README": "not read"})
		if got := told(dir); !strings.HasPrefix(got, tt.told) {
			t.Errorf("%s\ngot  %s\nwant %s", tt.text, got, tt.told)
		}
	}
	for dir, want := range map[string]string{
		folder(t, map[string]string{"sub/a.json": "{}"}): "holds no scenario: want files that end in .json",
		filepath.Join(t.TempDir(), "gone"):               "gone",
	} {
		if got := told(dir); !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q", dir, got, want)
		}
	}
}

// A policy that no lookup is there to find is an error that says so, and the
// lookups are asked in turn.
func TestLookups(t *testing.T) {
	dir := folder(t, map[string]string{"a.json": strings.Replace(gym(`{}`), gymDocument, `"acme"`, 1)})
	acme := func(id string) (policy.Document, error) {
		d, err := policy.Parse([]byte(gymDocument))
		d.ID = id
		return d, err
	}
	var r recorder
	Run(&r, dir, in)
	if len(r.errors) != 1 || !strings.Contains(r.errors[0], `policy: "acme": want a name that ends in .json, or a function given to Run that finds the id`) {
		t.Errorf("without a lookup: %q", r.errors)
	}
	Run(t, dir, in, catalog.Lookup, acme)
}

// The flag writes what is asked for anew, and nothing else.
func TestUpdate(t *testing.T) {
	gone := strings.Replace(gym("0"), ",\n  \"want\": 0", "", 1)
	same := gym(`{"stopped":false ,   "phase": "initial"}`)
	dir := folder(t, map[string]string{
		"same.json": same,
		"part.json": gym(`{
    "withdraw":{"reasons":[ ]},
    "running": null,
    "terminate_now":  {"parts": [{"charge":"?"}, {}], "reasons": [{"code":"ask"}], "answer":"refused", "label": "x",
      "access": "never", "credit": {"state": "exact", "amount": {"amount":"1.00","currency":"EUR"}}, "payout": {"min": 3}}, "grace": "2026-01-01T00:00:00Z"
  }`),
		"tabs.json": strings.ReplaceAll(strings.ReplaceAll(gym(`{"phase": "due"}`), "\n  ", "\n\t"), "{}", "{\n}"),
		"full.json": gone,
		"line.json": strings.NewReplacer("\n", "").Replace(gone),
		"bad.json":  "{}",
	})
	if err := flag.Set("policytest.update", "true"); err != nil {
		t.Fatal(err)
	}
	defer flag.Set("policytest.update", "false")
	var r recorder
	Run(&r, dir, in)
	if len(r.errors) != 1 || !strings.Contains(r.errors[0], "bad.json:1:1: policy: missing") {
		t.Errorf("errors %q, want one for bad.json", r.errors)
	}
	if got := len(r.logs); got != 4 {
		t.Errorf("%d files are told to be written, want 4: %q", got, r.logs)
	}
	if err := flag.Set("policytest.update", "false"); err != nil {
		t.Fatal(err)
	}
	if got, want := told(dir), "bad.json:1:1: policy: missing: want it in every scenario"; got != want {
		t.Errorf("afterwards: %s", got)
	}
	read := func(name string) string {
		t.Helper()
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for name, want := range map[string]string{
		"same.json": same,
		"part.json": gym(`{
    "grace": null,
    "running": {"start": "2026-03-02T00:00:00+01:00", "end": "2027-03-02T00:00:00+01:00"},
    "terminate_now": {
      "answer": "allowed",
      "label": "",
      "access": "request",
      "credit": {"state": "none", "amount": null},
      "parts": [{"charge": "in-1"}],
      "payout": {"min": 0},
      "reasons": [{"code": "rule_applies"}, {"code": "charge_refunded"}]
    },
    "withdraw": {"reasons": [{"code": "no_statute"}]}
  }`),
		"tabs.json": strings.ReplaceAll(gym(`{"phase": "initial"}`), "\n  ", "\n\t"),
	} {
		if got := read(name); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
	full := read("full.json")
	before := strings.TrimSuffix(gone, "\n}\n") + ",\n  \"want\": {\n    \"policy\": {\n"
	if !strings.HasPrefix(full, before) || !strings.Contains(full, "\n    \"stop_renewal\": {\n      \"answer\": \"allowed\",") || !strings.HasSuffix(full, "\n  }\n}\n") {
		t.Errorf("full.json:\n%s", full)
	}
}

// What is written is what would be written again.
func TestLayout(t *testing.T) {
	d := Subscription("sub-1", "UTC").Charged("2026-01-01", "1.00 EUR", Card).Covering("2026-01-01", "2026-02-01").Snapshot(t)
	once := pretty(d)
	n, err := text{data: []byte(once)}.parse()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if n.layout(&b, 0, "", "  "); b.String() != once {
		t.Errorf("got %s\nwant %s", b.String(), once)
	}
	for line := range strings.Lines(once) {
		if len(line) > width+1 {
			t.Errorf("a line of %d bytes, want at most %d: %s", len(line), width, line)
		}
	}
}

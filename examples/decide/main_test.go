package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

// call runs the program with a clock that stands still.
func call(stdin string, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	clock := func() time.Time { return time.Date(2020, 3, 10, 9, 0, 0, 0, time.UTC) }
	code = run(args, strings.NewReader(stdin), &out, &errs, clock)
	return code, out.String(), errs.String()
}

// TestReadmeShowsTheReport keeps the README's picture equal to what a newcomer
// sees.
func TestReadmeShowsTheReport(t *testing.T) {
	code, out, errs := call("")
	if code != 0 || errs != "" {
		t.Fatalf("exit %d, standard error %q", code, errs)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), "```\n"+out+"```\n") {
		t.Errorf("README.md does not show this report:\n%s", out)
	}
}

// The seed's member, from before Easter on.
func TestTimeline(t *testing.T) {
	code, out, errs := call("", "-timeline")
	want := `Stop the renewal
From 9 April 2020 at 15:00 until 9 February 2021 at 09:00: it is offered; it ends on 9 February 2021 at 09:00.
From 9 February 2021 at 09:00 to 9 April 2022 at 15:00, as far as this looks: it is offered.

End it now
From 9 April 2020 at 15:00 until 9 February 2021 at 09:00: it is offered; 49.00 EUR comes back.
From 9 February 2021 at 09:00 to 9 April 2022 at 15:00, as far as this looks: it is not offered.
    Why: The policy has no rule that offers it in the phase "due".

`
	if code != 0 || errs != "" || out != want {
		t.Errorf("exit %d, standard error %q\n%s", code, errs, out)
	}
	if code, _, errs := call("", "-timeline", "-at", "2300-01-01T00:00:00Z"); code != 2 || errs == "" {
		t.Errorf("exit %d, standard error %q", code, errs)
	}
}

// How the answer comes about, for people in two languages and for programs.
func TestExplain(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {`End it now ("Terminer maintenant"): yes`, "49.00 EUR comes back.", "Not counted: Saturday 11 April 2020, Sunday 12 April 2020, Monday 13 April 2020 (Easter Monday)."},
		"fr": {"Résilier maintenant («\u00a0Terminer maintenant\u00a0»)\u00a0: oui", "lundi 13 avril 2020 (Lundi de Pâques)"},
	} {
		code, out, errs := call("", "-explain", "-lang", lang)
		if code != 0 || errs != "" {
			t.Fatalf("exit %d, standard error %q", code, errs)
		}
		for _, line := range want {
			if !strings.Contains(out, line) {
				t.Errorf("%s: want %q in\n%s", lang, line, out)
			}
		}
	}
	_, out, _ := call("", "-explain", "-json")
	x, err := policy.ParseExplanation([]byte(out))
	if err == nil {
		err = policy.Replay(x, policy.Sources{})
	}
	if err != nil {
		t.Error(err)
	}
	_, out, _ = call("", "-explain", "-policy", "amazon-prime-fr,fr-l221-18")
	if want := "By fr-l221-18@2026:"; !strings.Contains(out, want) {
		t.Errorf("want %q in\n%s", want, out)
	}
}

func TestReports(t *testing.T) {
	const charge = `{"id":"in-1","at":"2020-02-09T09:00:00+01:00","phase":"initial",
		"covers":{"start":"2020-02-09T09:00:00+01:00","end":"2021-02-09T09:00:00+01:00"},
		"payments":[{"id":"pay-1","state":"captured","captured":{"amount":"49.00","currency":"EUR"}%s}]}`
	paid := strings.Replace(charge, "%s", "", 1)
	for name, test := range map[string]struct {
		snapshot string
		want     []string
	}{
		"trial": {
			`{"id":"s","trial":{"start":"2020-03-01T00:00:00Z","end":"2020-04-01T00:00:00Z"}}`,
			[]string{`Stop the renewal ("Ne pas continuer"): yes`, "End it now: no", "in its trial"},
		},
		"used": {
			`{"id":"s","charges":[` + paid + `],"events":[{"kind":"use","at":"2020-02-09T09:00:00+01:00"}],"complete":["use"]}`,
			[]string{"How much money comes back is not decided: at most 49.00 EUR.", "Customer service decides on the amount."},
		},
		"usage not told": {
			`{"id":"s","charges":[` + paid + `]}`,
			[]string{"not decided: at most 49.00 EUR", `It is not known whether "use" happened`},
		},
		"disputed": {
			`{"id":"s","charges":[` + strings.Replace(charge, "%s", `,"disputes":[{"amount":{"amount":"9.00","currency":"EUR"}}]`, 1) + `],"complete":["use"]}`,
			[]string{`To refund: 40.00 EUR of payment "pay-1"`, `To refund: 9.00 EUR of payment "pay-1"`, "disputed"},
		},
		"stopped": {
			`{"id":"s","charges":[` + paid + `],"complete":["use"],"stopped_at":"2020-03-01T00:00:00Z"}`,
			[]string{"Renewal was already stopped on 1 March 2020 01:00.", "49.00 EUR comes back"},
		},
		"ended": {
			`{"id":"s","charges":[` + paid + `],"ended_at":"2020-03-01T00:00:00Z"}`,
			[]string{"The subscription is over.", "Nothing of this changes by itself."},
		},
		"charged twice": {
			`{"id":"s","charges":[` + paid + `,` + paid + `],"complete":["use"]}`,
			[]string{`Note: Two charges have the id "in-1"`, "Stop the renewal (\"Fin d'adhésion\"): yes"},
		},
		"fresh": {`{"id":"s"}`, []string{"Nothing has begun yet.", "Stop the renewal: yes"}},
	} {
		code, out, errs := call(test.snapshot, "-snapshot", "-")
		if code != 0 || errs != "" {
			t.Errorf("%s: exit %d, standard error %q", name, code, errs)
		}
		for _, want := range test.want {
			if !strings.Contains(out, want) {
				t.Errorf("%s: want %q in\n%s", name, want, out)
			}
		}
	}
}

// Every policy of the catalog can be reported on, and what few of them say is said.
func TestReportsOfTheCatalog(t *testing.T) {
	for d := range catalog.All() {
		if code, out, errs := call("", "-policy", d.ID+"@"+d.Version); code != 0 || errs != "" || !strings.Contains(out, d.Title) {
			t.Errorf("%s@%s: exit %d, %s", d.ID, d.Version, code, errs)
		}
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "rare.json")
	if err := os.WriteFile(file, []byte(`{"id":"rare","version":"1","zone":"Europe/Paris","rounding":"half_up",
		"stop_renewal":[{"id":"late","refuse":true,"access":"period_end + 1 term"}],
		"terminate_now":[{"id":"end","ends":"request","refund":{"base":"latest_charge","fraction":"all"},"forfeits":["credits"],
			"deadline":"request + 14 days","payout":{"text":"one or two statements"}}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	_, out, _ := call("", "-policy", file)
	for _, want := range []string{"It goes on until Wednesday 9 February 2022", "credits", "one or two statements", "must be on its way before Friday 24 April 2020"} {
		if !strings.Contains(out, want) {
			t.Errorf("want %q in\n%s", want, out)
		}
	}
}

func TestJSONIsTheDecision(t *testing.T) {
	code, out, errs := call("", "-json")
	var d policy.Decision
	if err := json.Unmarshal([]byte(out), &d); err != nil || code != 0 || errs != "" {
		t.Fatal(code, err, errs)
	}
	if got := d.TerminateNow.Refund.Amount.String(); got != "49.00 EUR" {
		t.Errorf("refund %s, want 49.00 EUR", got)
	}
	if code, again, _ := call("", "-json"); code != 0 || again != out {
		t.Errorf("a second run differs:\n%s", again)
	}
}

func TestFilesAndCatalog(t *testing.T) {
	dir := t.TempDir()
	text, err := os.ReadFile("../../policy/catalog/documents/amazon-prime-fr@2020-02.json")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "mine.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	snapshot := filepath.Join(dir, "snapshot.json")
	if err := os.WriteFile(snapshot, ownSnapshot, 0o600); err != nil {
		t.Fatal(err)
	}
	_, want, _ := call("")
	if code, out, errs := call("", "-policy", file, "-snapshot", snapshot, "-at", ownInstant); code != 0 || out != want {
		t.Errorf("exit %d, %s\n%s", code, errs, out)
	}
	if code, out, _ := call("", "-snapshot", snapshot); code != 0 || !strings.Contains(out, "Tuesday 10 March 2020 at 10:00") {
		t.Errorf("without -at the clock was not read:\n%s", out)
	}
	if code, out, _ := call("", "-policies"); code != 0 || !strings.Contains(out, "amazon-prime-fr@2020-02") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

func TestBadInputIsOneMessageAndExit2(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.json")
	if err := os.WriteFile(bad, []byte(`{"id":"x","version":"1","zone":"Mars/Olympus","rounding":"half_up"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		stdin string
		args  []string
		want  string
	}{
		"unknown flag":      {"", []string{"-nope"}, "nope"},
		"an argument":       {"", []string{"member.json"}, `unexpected argument "member.json"`},
		"unknown policy":    {"", []string{"-policy", "acme"}, `"acme": All lists those there are`},
		"no such file":      {"", []string{"-policy", filepath.Join(dir, "none.json")}, "none.json"},
		"a folder":          {"", []string{"-snapshot", dir}, "-snapshot"},
		"bad zone":          {"", []string{"-policy", bad}, `zone: "Mars/Olympus"`},
		"two answers":       {"", []string{"-timeline", "-json"}, "-timeline: want it alone"},
		"no such language":  {"", []string{"-lang", "de"}, `-lang "de": want "en" or "fr"`},
		"a bad statute":     {"", []string{"-policy", "amazon-prime-fr,acme"}, "-policy acme"},
		"bad instant":       {"", []string{"-at", "yesterday"}, `-at "yesterday"`},
		"year 9999":         {"", []string{"-at", "9999-01-01T00:00:00Z"}, "year 9999"},
		"empty snapshot":    {"", []string{"-snapshot", "-"}, "line 1, column 1"},
		"key in wrong case": {`{"id":"s","Charges":[]}`, []string{"-snapshot", "-"}, `line 1, column 11: "Charges"`},
		"huge number":       {`{"id":"s","charges":[{"id":1e20000000}]}`, []string{"-snapshot", "-"}, "charges[0].id"},
		"no id":             {`{}`, []string{"-snapshot", "-"}, "want an id"},
	} {
		code, out, errs := call(test.stdin, test.args...)
		if code != 2 || out != "" {
			t.Errorf("%s: exit %d, standard output %q", name, code, out)
		}
		if !strings.Contains(errs, test.want) || strings.Contains(errs, "goroutine") {
			t.Errorf("%s: want %q in %q", name, test.want, errs)
		}
	}
	if code, _, _ := call("", "-help"); code != 0 {
		t.Errorf("-help: exit %d", code)
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/money"
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
	want := `from Thursday 9 April 2020 15:00 initial
     Stop the renewal: allowed by "paid-stop"
     End it now: allowed by "paid-unused", 49.00 EUR
from Tuesday 9 February 2021 09:00 due
     Stop the renewal: allowed
`
	if code != 0 || errs != "" || out != want {
		t.Errorf("exit %d, standard error %q\n%s", code, errs, out)
	}
	if code, _, errs := call("", "-timeline", "-at", "2300-01-01T00:00:00Z"); code != 2 || errs == "" {
		t.Errorf("exit %d, standard error %q", code, errs)
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
			[]string{`yes  Stop the renewal ("Ne pas continuer")`, "no   End it now", "In the trial"},
		},
		"used": {
			`{"id":"s","charges":[` + paid + `],"events":[{"kind":"use","at":"2020-02-09T09:00:00+01:00"}],"complete":["use"]}`,
			[]string{"What comes back is undecided, at most 49.00 EUR: ask support.", "ask support"},
		},
		"usage not told": {
			`{"id":"s","charges":[` + paid + `]}`,
			[]string{"undecided, at most 49.00 EUR: ask support", `It is not known whether "use" happened`},
		},
		"disputed": {
			`{"id":"s","charges":[` + strings.Replace(charge, "%s", `,"disputes":[{"amount":{"amount":"9.00","currency":"EUR"}}]`, 1) + `],"complete":["use"]}`,
			[]string{"refund 40.00 EUR of payment pay-1", "refund 9.00 EUR of payment pay-1", "blocked: dispute_is_open"},
		},
		"stopped": {
			`{"id":"s","charges":[` + paid + `],"complete":["use"],"stopped_at":"2020-03-01T00:00:00Z"}`,
			[]string{"renewal is stopped", "Renewal was already stopped on 1 March 2020 01:00.", "49.00 EUR comes back"},
		},
		"ended": {
			`{"id":"s","charges":[` + paid + `],"ended_at":"2020-03-01T00:00:00Z"}`,
			[]string{"The subscription is over.", "Nothing of this changes by itself."},
		},
		"charged twice": {
			`{"id":"s","charges":[` + paid + `,` + paid + `],"complete":["use"]}`,
			[]string{`Note: Two charges have the id "in-1"`, "yes  Stop the renewal"},
		},
		"fresh": {`{"id":"s"}`, []string{"Nothing has begun yet.", "yes  Stop the renewal"}},
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
	for _, want := range []string{"It goes on until Wednesday 9 February 2022", "Lost by it: credits.", "expected after one or two statements", "must be on its way before Friday 24 April 2020"} {
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
	if code, out, _ := call("", "-snapshot", snapshot); code != 0 || !strings.Contains(out, "Tuesday 10 March 2020 10:00") {
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

// A report tells credits, dues, components and claims, which the document at
// hand has none of.
func TestReportOfEveryKindOfMoney(t *testing.T) {
	eur := money.MustParse
	var b strings.Builder
	verdict(&b, policy.TerminateNow, policy.Verdict{
		Answer: policy.Allowed, Ends: policy.Moment{Kind: policy.AtRequest},
		Refund: policy.Sum{State: policy.SumExact, Amount: eur("9.90 EUR"), Payable: eur("0.00 EUR")},
		Credit: policy.Sum{State: policy.SumExact, Amount: eur("9.30 EUR"), Payable: eur("9.30 EUR")},
		Due:    policy.Sum{State: policy.SumExact, Amount: eur("15.00 EUR"), Payable: eur("15.00 EUR")},
		Parts: []policy.Part{
			{Charge: "fee", Operation: policy.OpReduce, Amount: eur("9.30 EUR")},
			{Charge: "fee", Payment: "card", Operation: policy.OpRefund, Amount: eur("9.90 EUR"), Blocked: policy.DisputeIsOpen, Needs: policy.NeedsOutcome},
		},
		Lines: []policy.Line{{Charge: "fee", Component: "tax", Amount: eur("3.20 EUR")}},
		Claims: []policy.Claim{
			{Kind: policy.ClaimFee, Amount: eur("5.00 EUR"), On: policy.Moment{Kind: policy.AtRequest}},
			{Kind: policy.ClaimOpenCharge, ID: "march", Amount: eur("10.00 EUR"), On: policy.Moment{Kind: policy.Fixed, At: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}},
		},
	})
	for _, want := range []string{
		"9.90 EUR comes back.", "As a credit: 9.30 EUR.", "To be paid: 15.00 EUR.",
		"reduce 9.30 EUR of charge fee, key ", "refund 9.90 EUR of payment card (charge fee), key ", ", blocked: dispute_is_open, needs outcome",
		"of fee, tax: 3.20 EUR", "fee of 5.00 EUR, due at once", "open charge march of 10.00 EUR, due by Sunday 1 March 2026 00:00",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the report does not say %q:\n%s", want, b.String())
		}
	}
}

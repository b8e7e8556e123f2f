package wording

import (
	"errors"
	"strings"
	"testing"

	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// Each fault is told with its place, the value and what was wanted.
func TestParseFaults(t *testing.T) {
	type texts = map[string]map[string]any
	for _, tt := range []struct {
		name   string
		change func(top map[string]any, texts texts)
		want   string // after the place
	}{
		{"a key is missing", func(_ map[string]any, x texts) { delete(x["phase"], "trial") },
			`texts.phase.trial: missing: want a text such as "The subscription is in its trial."`},
		{"a group is missing", func(_ map[string]any, x texts) { delete(x, "phase") },
			`texts.phase: missing: want a text for each of its keys in the English table`},
		{"a key is unknown", func(_ map[string]any, x texts) { x["phase"]["trail"] = "Trailing." },
			`texts.phase.trail: unknown key (did you mean "trial"?): want only keys of the English table`},
		{"a group is unknown", func(_ map[string]any, x texts) { x["phases"] = map[string]any{} },
			`texts.phases: unknown key (did you mean "phase"?): want only keys of the English table`},
		{"a placeholder is unknown", func(_ map[string]any, x texts) { x["reason"]["rule_applies"] = "{rul} applies." },
			`texts.reason.rule_applies: "{rul}": unknown placeholder (did you mean "rule"?): want {rule}`},
		{"a placeholder where there are none", func(_ map[string]any, x texts) { x["reason"]["no_statute"] = "No {statute}." },
			`texts.reason.no_statute: "{statute}": unknown placeholder: want none`},
		{"a placeholder of one form", func(_ map[string]any, x texts) {
			x["unit"]["days"] = map[string]string{"one": "a {day}", "other": "{n} days"}
		}, `texts.unit.days: "{day}": unknown placeholder: want {n}`},
		{"a brace that is not closed", func(_ map[string]any, x texts) { x["phase"]["trial"] = "In {the trial." },
			`texts.phase.trial: "In {the trial.": want each "{" to open the name of a placeholder and a "}" to close it`},
		{"a brace that is not opened", func(_ map[string]any, x texts) { x["phase"]["trial"] = "In the} trial." },
			`texts.phase.trial: "In the} trial.": want each "{" to open the name of a placeholder and a "}" to close it`},
		{"an empty text", func(_ map[string]any, x texts) { x["phase"]["trial"] = "" },
			`texts.phase.trial: empty: want a text such as "The subscription is in its trial."`},
		{"forms where no number decides", func(_ map[string]any, x texts) { x["phase"]["trial"] = map[string]string{"one": "a", "other": "b"} },
			`texts.phase.trial: forms by number: want one template, because no number decides here`},
		{"no other form", func(_ map[string]any, x texts) { x["unit"]["days"] = map[string]string{"one": "{n} day"} },
			`texts.unit.days: form "other" is missing: want one for the numbers that no other form is for`},
		{"an unknown form", func(_ map[string]any, x texts) {
			x["unit"]["days"] = map[string]string{"few": "{n} dni", "other": "{n} dni"}
		}, `texts.unit.days.few: unknown form: want "other", a number such as "=0", or a category of "plurals"`},
		{"a number for a text", func(_ map[string]any, x texts) { x["phase"]["trial"] = 5 },
			`texts.phase.trial: 5: want a template, or one for each form: {"one": "{n} day", "other": "{n} days"}`},
		{"no language", func(top map[string]any, _ texts) { top["language"] = "" },
			`language: want a language tag such as "en" or "pt-BR"`},
		{"a language that is none", func(top map[string]any, _ texts) { top["language"] = "Deutsch!" },
			`language: "Deutsch!": want a language tag such as "en" or "pt-BR"`},
		{"an unknown category", func(top map[string]any, _ texts) { top["plurals"] = map[string]string{"one": "n = 1", "some": "n = 2"} },
			`plurals.some: "some": want one of "zero", "one", "two", "few", "many"`},
		{"a rule that cannot be read", func(top map[string]any, _ texts) { top["plurals"] = map[string]string{"one": "n is 1"} },
			`plurals.one: "n is 1": want a rule such as "n = 1" or "n % 10 = 2..4 and n % 100 != 12..14"`},
		{"an unknown field", func(top map[string]any, _ texts) { top["text"] = map[string]string{} },
			`"text": unknown key: want one of "language", "plurals", "local_names", "texts" (did you mean "texts"?)`},
	} {
		l, err := Parse(changed(t, tt.change))
		if l != nil || err == nil {
			t.Errorf("%s: no error", tt.name)
			continue
		}
		var fault *TableError
		if !errors.Is(err, ErrTable) || !errors.As(err, &fault) || fault.Line != 1 || fault.Column < 2 {
			t.Errorf("%s: %v is no TableError with its place", tt.name, err)
		}
		if _, text, _ := strings.Cut(err.Error(), ": line 1, column "); !strings.HasSuffix(text, ": "+tt.want) || strings.Count(err.Error(), "\n") > 0 {
			t.Errorf("%s:\n got %v\nwant %s", tt.name, err, tt.want)
		}
	}
}

// All faults are told, in the order of the table, up to a bound.
func TestParseTellsAllFaults(t *testing.T) {
	_, err := Parse(changed(t, func(_ map[string]any, x map[string]map[string]any) {
		x["weekday"]["monday"] = "{moon}day"
		delete(x["month"], "may")
	}))
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], "texts.month.may") || !strings.Contains(lines[1], "texts.weekday.monday") {
		t.Errorf("got %v", err)
	}

	_, err = Parse(changed(t, func(_ map[string]any, x map[string]map[string]any) {
		for _, group := range []string{"reason", "condition"} {
			for key := range x[group] {
				x[group][key] = "{nothing}"
			}
		}
	}))
	if lines := strings.Split(err.Error(), "\n"); len(lines) != maxFaults+1 || !strings.HasSuffix(lines[maxFaults], " more faults") {
		t.Errorf("%d lines, the last %q", len(lines), lines[len(lines)-1])
	}
	if !errors.Is(err, ErrTable) {
		t.Error("not an ErrTable")
	}
}

func TestParseOfItsOwnTables(t *testing.T) {
	for _, b := range [][]byte{english, french} {
		l, err := Parse(b)
		if err != nil {
			t.Fatal(err)
		}
		for n := range 3 {
			r := policy.Reason{Code: policy.EventsCounted, Subject: "use", Count: n}
			if got, want := l.Reason(r), languages()[l.Tag()].Reason(r); got != want {
				t.Errorf("%s, not %s", got, want)
			}
		}
	}
}

// Nothing that a stranger writes panics, and what is accepted can be used. Beside a
// table of the stranger's it is the English one with a text, a form and a rule of
// the stranger's: whole tables are too long to be found by chance.
func FuzzParseNeverPanics(f *testing.F) {
	f.Add([]byte(`{"language":"xx","plurals":{"one":"n % 10 = 1..3,5 and n != 11 or n = 0"},"texts":{"unit":{"days":{"=0":"{n","":""}}}}`), "{n} days", "one", "n = 1")
	f.Add([]byte(`{"texts":{"a.b":{"c[0].d":"{x}"},"reason":{"ask/support":{}}}}`), "{n", "=1", "n % 10 = 1..3,5 and n != 11 or n = 0")
	f.Add([]byte(`{"texts":{"reason":{"ask":null}}}`), "}{}", "few", "n % 0 = 1")
	use := func(t *testing.T, b []byte) {
		l, err := Parse(b)
		if (err == nil) != (l != nil) || err != nil && !errors.Is(err, ErrTable) {
			t.Fatalf("%v and %v", l, err)
		}
		if l != nil {
			l.Amount(money.MustParse("-1234567.89 EUR"))
			l.units(-7, "days")
			l.Decision("", policy.Decision{})
			l.Explanation(policy.Explanation{})
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, text, form, rule string) {
		use(t, b)
		use(t, changed(t, func(top map[string]any, texts map[string]map[string]any) {
			top["language"], top["plurals"] = text, map[string]string{form: rule}
			texts["unit"]["days"] = map[string]string{form: text, "other": text}
			texts["phase"][form], texts["action"]["withdraw"] = text, text
		}))
		use(t, changed(t, func(top map[string]any, texts map[string]map[string]any) {
			top["plurals"] = map[string]string{"one": "n = 1", "few": rule}
			texts["unit"]["days"] = map[string]string{"one": "{n}", "few": text, "other": "{n}"}
		}))
	})
}

func TestPluralRules(t *testing.T) {
	for _, s := range []string{"", "n", "n =", "n = ", "n = 1,", "n = 2..1", "n % 0 = 1", "n % x = 1", "m = 1", "n == 1", "n = -1", "n = 01",
		"n = 1 and", "n = 1 or or n = 2", "n = 1..2..3", "n = 99999999999999999999", "n % 10 = 1 and n % 100 != 11 x"} {
		if _, err := parsePlural(s); err == nil {
			t.Errorf("%q is read", s)
		}
	}
	p, err := parsePlural("n % 10 = 1 and n % 100 != 11 or n = 0,7..8")
	if err != nil {
		t.Fatal(err)
	}
	for n := range int64(200) {
		want := n%10 == 1 && n%100 != 11 || n == 0 || n == 7 || n == 8
		if p.holds(n) != want {
			t.Errorf("%d: %t", n, !want)
		}
	}
}

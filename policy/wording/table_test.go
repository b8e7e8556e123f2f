package wording

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

func languages() map[string]*Language {
	return map[string]*Language{"en": English(), "fr": French()}
}

// words returns the words of an enumeration: those of all values that have one.
func words[T interface {
	~uint8
	String() string
}](t *testing.T) []string {
	t.Helper()
	var all []string
	for n := range 256 {
		v := T(n)
		_, kind, _ := strings.Cut(fmt.Sprintf("%T", v), ".")
		if word := v.String(); word != "" && word != fmt.Sprintf("%s(%d)", kind, n) {
			all = append(all, word)
		}
	}
	if len(all) == 0 {
		t.Errorf("%T has no words", T(0))
	}
	return all
}

// What package policy can say has words in every language.
func TestEveryWordHasAText(t *testing.T) {
	want := map[string][]string{
		"reason":         words[policy.Code](t),
		"action":         words[policy.Action](t),
		"answer":         words[policy.Answer](t),
		"phase":          words[policy.Phase](t),
		"handling":       words[policy.Handler](t),
		"money_handling": words[policy.Handler](t),
		"ask":            words[policy.Handler](t),
		"part":           words[policy.Operation](t),
		"remedy":         words[policy.Remedy](t),
		"claim":          words[policy.ClaimKind](t),
		"refund":         words[policy.SumState](t),
		"credit":         words[policy.SumState](t),
		"due":            words[policy.SumState](t),
		"count":          words[calendar.Unit](t),
		"phase_name":     words[policy.Phase](t),
		"initiator":      append(words[policy.Initiator](t), policy.ByCustomer.String()),
		"truth":          words[policy.Truth](t),
		"flag":           words[policy.Truth](t),
		"rule":           words[policy.Truth](t),
		"rank":           words[policy.Rank](t),
		"order":          words[policy.Order](t),
		"rounding":       words[money.Rounding](t),
		"unit":           words[calendar.Unit](t),
		"comparison":     {"=", "<", "<=", ">", ">="},
		"length":         {"=", "<", "<=", ">", ">="},
		"anchor": {"contract", "trial_start", "trial_end", "service_start", "conversion", "first_charge", "latest_charge", "renewal",
			"term_start", "term_end", "period_end", "commitment_start", "commitment_end", "event", "request", "received", "ends"},
	}
	for _, p := range words[policy.Phase](t) {
		want["reason"] = append(want["reason"], "no_rule/"+p)
		want["phase"] = append(want["phase"], p+"/running")
	}
	for _, h := range words[policy.Handler](t) {
		want["reason"] = append(want["reason"], "ask/"+h)
	}
	for _, s := range []string{"market", "plan", "channel", "payment_method", "interval", "cause"} {
		want["reason"] = append(want["reason"], "scope_unknown/"+s)
	}
	for _, a := range words[policy.Answer](t) {
		want["answer"] = append(want["answer"], a+"/label")
	}
	for _, r := range words[policy.Truth](t) {
		want["rule"] = append(want["rule"], r+"/refuses")
	}
	for _, k := range words[policy.ClaimKind](t) {
		want["claim"] = append(want["claim"], k+"/at")
	}
	for m := time.January; m <= time.December; m++ {
		want["month"] = append(want["month"], strings.ToLower(m.String()))
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		want["weekday"] = append(want["weekday"], strings.ToLower(d.String()))
	}
	for tag, l := range languages() {
		for group, keys := range want {
			for _, key := range keys {
				if !l.has(group, key) {
					t.Errorf("%s: texts.%s.%s: there is none", tag, group, key)
				}
			}
		}
	}
}

// A language that leaves a figure out says less than the other.
func TestTablesAgree(t *testing.T) {
	en, fr := English(), French()
	for group, keys := range en.texts {
		for key, text := range keys {
			ours := slices.DeleteFunc(fr.texts[group][key].places(), func(s string) bool { return slices.Contains(extra[group+"."+key], s) })
			theirs := slices.DeleteFunc(text.places(), func(s string) bool {
				return s == "hour2" || key == "anchor_unknown/anchor" // see extra
			})
			if !slices.Equal(ours, theirs) {
				t.Errorf("texts.%s.%s: French has %v, English %v", group, key, ours, theirs)
			}
		}
		if !slices.Equal(slices.Sorted(maps.Keys(keys)), slices.Sorted(maps.Keys(fr.texts[group]))) {
			t.Errorf("texts.%s: other keys", group)
		}
	}
	if len(en.texts) != len(fr.texts) {
		t.Errorf("%d groups and %d", len(en.texts), len(fr.texts))
	}
}

// all returns every template of a language, as it is written, by its key.
func (l *Language) all() map[string]string {
	out := make(map[string]string)
	for group, keys := range l.texts {
		for key, text := range keys {
			for form := range text {
				out[group+"."+key+"."+form] = text.form(form)
			}
		}
	}
	return out
}

func TestBannedWords(t *testing.T) {
	for _, tt := range []struct{ key, banned string }{
		{``, `(?i)\b(penalt|fine\b|fines\b|forfeit|pénalité|amende)`},
		{``, `(?i)\b(wins?|won|winner|loses?|lost|loser|gagn|perd)`},
		{``, `(?i)\b(cancel|annul)`},
		{`^(credit|credit_over_time)\.|^part\.credit|\.customer_may_choose|credit`, `(?i)refund|rembours`},
		{`^(refund|refund_over_time)\.|^part\.refund|refund`, `(?i)\bcredit|\bcrédit|\bavoir`},
		{`^(due|due_over_time|claim)\.|is_due`, `(?i)refund|rembours|credit|crédit|avoir`},
	} {
		key, banned := regexp.MustCompile(tt.key), regexp.MustCompile(tt.banned)
		for tag, l := range languages() {
			for at, text := range l.all() {
				if found := banned.FindString(text); found != "" && key.MatchString(at) {
					t.Errorf("%s: %s: %q has %q", tag, at, text, found)
				}
			}
		}
	}
}

// French sets a space before these signs, one at which no line breaks.
func TestFrenchTypography(t *testing.T) {
	plain := regexp.MustCompile("(^|[^\u00a0])[:;?!»]|«[^\u00a0]|«$|\u2019|\\.\\.\\.|\"|  |^ | $")
	for at, text := range French().all() {
		switch at {
		case "format.separator.other", "format.clauses.other", "format.or.other", "figure.times.other", "figure.plus.other", "figure.minus.other":
			text = "x" + text + "x" // they stand between others
		}
		if found := plain.FindString(text); found != "" {
			t.Errorf("%s: %q has %q", at, text, found)
		}
	}
}

// What stands on a line of its own is a sentence: a capital, and a full stop.
func TestSentencesAreWhole(t *testing.T) {
	for tag, l := range languages() {
		for at, text := range l.all() {
			group, _, _ := strings.Cut(at, ".")
			switch group {
			case "reason", "phase", "ends", "access", "handling", "money_handling", "ask", "refund", "credit", "due", "deadline", "payout", "part", "remedy", "claim":
				if first, _ := firstRune(text); !strings.HasSuffix(text, ".") || strings.ToLower(first) == first && first != "{" {
					t.Errorf("%s: %s: no sentence: %q", tag, at, text)
				}
			}
		}
	}
}

func firstRune(s string) (string, bool) {
	for _, r := range s {
		return string(r), true
	}
	return "", false
}

// In English a reason is the sentence that package policy has for it.
func TestReasonsInEnglish(t *testing.T) {
	at := time.Date(2020, 4, 9, 15, 0, 0, 0, time.UTC)
	for n := range 256 {
		c := policy.Code(n)
		for _, r := range []policy.Reason{
			{Code: c, Rule: "the-rule", Subject: "in-1", At: at, Amount: money.MustParse("1234.00 EUR"), Count: 2, Of: 12},
			{Code: c, Rule: "{subject}", Subject: "{amount}", At: at, Amount: money.MustParse("-0.50 EUR"), Count: 7},
			{Code: c, Rule: "the-rule", At: at, Amount: money.MustParse("49 JPY"), Count: 0, Of: 1},
			{Code: c, Rule: "the-rule", Subject: "trial", At: at, Amount: money.MustParse("49.00 EUR"), Count: 3},
			{Code: c, Rule: "the-rule", Subject: "payment method", At: at, Amount: money.MustParse("49.00 EUR"), Count: 3},
			{Code: c, Rule: "the-rule", Subject: "latest_charge", At: at, Amount: money.MustParse("49.00 EUR"), Count: 3},
			{Code: c, Rule: "the-rule", Subject: "in_person", At: at, Count: 3},
		} {
			if c != policy.OutcomeBeside && !r.Amount.IsValid() {
				r.Amount = money.MustParse("1.00 EUR")
			}
			if got, want := English().Reason(r), r.String(); got != want {
				t.Errorf("%s is\n%s\nin package policy\n%s", c, got, want)
			}
		}
	}
	for _, c := range []policy.Code{policy.EventsCounted, policy.EventsUnknown} {
		r := policy.Reason{Code: c, Subject: "use"}
		if got, want := English().Reason(r), r.String(); got != want {
			t.Errorf("%s is\n%s\nin package policy\n%s", c, got, want)
		}
	}
}

// The reference has a form for every number, in every language.
func TestForms(t *testing.T) {
	for _, tt := range []struct {
		l    *Language
		n    int
		want string
	}{
		{English(), 0, `No event of "use" on record since the beginning of the records.`},
		{English(), 1, `1 event of "use" on record since the beginning of the records.`},
		{English(), 2, `2 events of "use" on record since the beginning of the records.`},
		{French(), 0, "Aucun événement «\u00a0use\u00a0» n'est enregistré depuis le début du dossier."},
		{French(), 1, "1 événement «\u00a0use\u00a0» est enregistré depuis le début du dossier."},
		{French(), 2, "2 événements «\u00a0use\u00a0» sont enregistrés depuis le début du dossier."},
		{French(), 1200, "1\u202f200 événements «\u00a0use\u00a0» sont enregistrés depuis le début du dossier."},
	} {
		if got := tt.l.Reason(policy.Reason{Code: policy.EventsCounted, Subject: "use", Count: tt.n}); got != tt.want {
			t.Errorf("%d: %s, want %s", tt.n, got, tt.want)
		}
	}
}

// changed returns the English table with a change.
func changed(t testing.TB, change func(top map[string]any, texts map[string]map[string]any)) []byte {
	t.Helper()
	var top map[string]any
	if err := json.Unmarshal(english, &top); err != nil {
		t.Fatal(err)
	}
	texts := make(map[string]map[string]any)
	for group, keys := range top["texts"].(map[string]any) {
		texts[group] = keys.(map[string]any)
	}
	change(top, texts)
	top["texts"] = texts
	b, err := json.Marshal(top)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A language with four forms is a table, too.
func TestPolish(t *testing.T) {
	l, err := Parse(changed(t, func(top map[string]any, texts map[string]map[string]any) {
		top["language"] = "pl"
		top["plurals"] = map[string]string{
			"one":  "n = 1",
			"few":  "n % 10 = 2..4 and n % 100 != 12..14",
			"many": "n % 10 = 0,1,5..9 or n % 100 = 12..14",
		}
		texts["unit"]["days"] = map[string]string{"one": "{n} dzień", "few": "{n} dni (few)", "many": "{n} dni", "other": "{n} dnia"}
	}))
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int64]string{
		0: "0 dni", 1: "1 dzień", 2: "2 dni (few)", 4: "4 dni (few)", 5: "5 dni", 12: "12 dni", 14: "14 dni", 21: "21 dni", 22: "22 dni (few)", 112: "112 dni",
	} {
		if got := l.units(n, "days"); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if l.Tag() != "pl" {
		t.Errorf("Tag is %q", l.Tag())
	}
}

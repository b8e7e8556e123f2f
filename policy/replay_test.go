package policy_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/policy"
)

// explanations explains what the records of releases decide.
func explanations(t testing.TB) map[string]policy.Explanation {
	t.Helper()
	var docs []policy.Document
	files, _ := filepath.Glob("testdata/records/policies/*.json")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := policy.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, doc)
	}
	out := make(map[string]policy.Explanation)
	files, _ = filepath.Glob("testdata/records/*.json")
	for _, file := range files {
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
			n := slices.IndexFunc(docs, func(d policy.Document) bool { return d.ID == id && d.Version == versions[i] })
			p, err := policy.Compile(docs[n], policy.Sources{Calendar: holidays.Lookup})
			if err != nil {
				t.Fatal(err)
			}
			layers = append(layers, p)
		}
		p, err := policy.Overlay(layers[0], layers[1:]...)
		if err != nil {
			t.Fatal(err)
		}
		x, err := p.Explain(r.Snapshot, r.At)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		out[strings.TrimSuffix(filepath.Base(file), ".json")] = x
	}
	return out
}

// Any JSON value, to change one place in it.
type anyTree = any

func treeOfJSON(t testing.TB, v any) anyTree {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(asJSON(v)))
	dec.UseNumber()
	var out anyTree
	if err := dec.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// eachChange changes a tree in one place after another, and changes it back.
func eachChange(path string, tree anyTree, set func(anyTree), visit func(path, how string)) {
	change := func(how string, to anyTree) {
		set(to)
		visit(path, how)
		set(tree)
	}
	switch v := tree.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			eachChange(path+"."+key, v[key], func(to anyTree) { v[key] = to }, visit)
			if was := v[key]; key != "digest" {
				delete(v, key)
				visit(path+"."+key, "gone")
				v[key] = was
			}
		}
	case []any:
		for i := range v {
			eachChange(fmt.Sprintf("%s[%d]", path, i), v[i], func(to anyTree) { v[i] = to }, visit)
			if i > 0 && asJSON(v[i]) != asJSON(v[i-1]) {
				v[i], v[i-1] = v[i-1], v[i]
				visit(fmt.Sprintf("%s[%d]", path, i), "swapped")
				v[i], v[i-1] = v[i-1], v[i]
			}
		}
		if len(v) > 0 {
			change("shortened", v[:len(v)-1])
		}
	case json.Number:
		n, _ := v.Int64()
		change("one more", json.Number(fmt.Sprint(n+1)))
	case bool:
		change("turned", !v)
	case string:
		change("changed", otherText(v))
	}
}

// otherText is another text of the same kind.
func otherText(s string) string {
	if at, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return at.Add(24 * time.Hour).Format(time.RFC3339Nano)
	}
	if day, err := calendar.ParseDate(s); err == nil {
		return day.AddDays(1).String()
	}
	if regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`).MatchString(s) {
		last := s[len(s)-1]
		return s[:len(s)-1] + string('0'+(last-'0'+1)%10)
	}
	for _, list := range [][]string{
		{"yes", "no", "unknown"}, {"allowed", "refused", "undecided"}, {"exact", "undecided"}, {"half_up", "down"},
		{"initial", "renewal"}, {"EUR", "USD"}, {"used", "unused"},
	} {
		if i := slices.Index(list, s); i >= 0 {
			return list[(i+1)%len(list)]
		}
	}
	return s + "x"
}

// sealed gives a tree the digest of what it says.
func sealed(t testing.TB, tree anyTree) []byte {
	x, err := policy.ParseExplanation([]byte(asJSON(tree)))
	if err != nil {
		return nil
	}
	text, err := x.Canonical()
	if err != nil {
		return nil
	}
	sum := sha256.Sum256(text)
	x.Digest = hex.EncodeToString(sum[:])
	return []byte(asJSON(x))
}

// step returns the first step of a name in the course for ending now.
func step(x *policy.Explanation, op policy.Op, name string) *policy.Inference {
	for i := range x.Policies[0].Courses {
		for j := range x.Policies[0].Courses[i].Steps {
			if s := &x.Policies[0].Courses[i].Steps[j]; s.Op == op && s.Name == name && x.Policies[0].Courses[i].Action == policy.TerminateNow {
				return s
			}
		}
	}
	panic("no step " + name)
}

// What somebody might write who knows how the digest is made.
func TestReplayRejectsForgeries(t *testing.T) {
	explained := explanations(t)
	for name, test := range map[string]struct {
		of    string
		forge func(*policy.Explanation)
		want  string
	}{
		"a part too many": {"prime-fr-unused", func(x *policy.Explanation) {
			v := &x.Decision.TerminateNow
			more := v.Parts[0]
			less := more
			more.Amount, less.Amount = eur(100), eur(-100)
			v.Parts = append(v.Parts, more, less)
		}, "decision.terminate_now.parts[2].amount"},
		"parts that go around": {"prime-fr-unused", func(x *policy.Explanation) {
			v := &x.Decision.TerminateNow
			for range 4 {
				p := v.Parts[0]
				p.Amount = eur(1 << 62)
				v.Parts = append(v.Parts, p)
			}
		}, "decision.terminate_now.parts"},
		"a payment of nobody": {"prime-fr-unused", func(x *policy.Explanation) {
			x.Decision.TerminateNow.Parts[0].Charge, x.Decision.TerminateNow.Parts[0].Payment = "clock", "phase"
		}, "decision.terminate_now.parts[0]"},
		"the other payment": {"prime-fr-gift-card-and-promotion", func(x *policy.Explanation) {
			p := x.Decision.TerminateNow.Parts
			p[0].Payment, p[1].Payment = p[1].Payment, p[0].Payment
		}, "decision.terminate_now.parts[0]"},
		"a figure that is stated": {"nordvpn-renewal-by-begun-months", func(x *policy.Explanation) {
			step(x, policy.OpMultiply, "unused").Op = policy.OpFact
		}, "want a fact that is stated and not worked out"},
		"a sum that is stated": {"nordvpn-renewal-by-begun-months", func(x *policy.Explanation) {
			s := step(x, policy.OpSum, "refund")
			s.Op, s.Name, s.Inputs = policy.OpFact, "stated", nil
		}, "want what such a thing is worked out by"},
		"another rounding": {"nordvpn-renewal-by-begun-months", func(x *policy.Explanation) {
			step(x, policy.OpMultiply, "unused").Text = "down"
		}, "want the rounding of the policy, half_up"},
		"a day outside of the count": {"prime-fr-unused", func(x *policy.Explanation) {
			s := step(x, policy.OpExpect, "payout")
			s.Skipped = append(s.Skipped, calendar.Closing{Holiday: calendar.Holiday{Date: s.Days.Latest.AddDays(9)}, Weekend: true})
		}, "want no day that is skipped outside of the days that are counted"},
		"a day with another name": {"prime-fr-unused", func(x *policy.Explanation) {
			step(x, policy.OpExpect, "payout").Skipped[0].Name = "Feast of Nobody"
		}, "the calendar does not have it so"},
		"days skipped by a product": {"nordvpn-renewal-by-begun-months", func(x *policy.Explanation) {
			step(x, policy.OpMultiply, "unused").Skipped = []calendar.Closing{{Weekend: true}}
		}, "only where days are counted"},
		"the host's own zone": {"prime-fr-unused", func(x *policy.Explanation) { x.Policies[0].Zone = "Local" }, `policies[0].zone: "Local"`},
		"no zone":             {"prime-fr-unused", func(x *policy.Explanation) { x.Policies[0].Zone = "" }, "policies[0].zone"},
		"another winner": {"overlay-withdraw-all-back", func(x *policy.Explanation) {
			o := x.Rankings[0].Outcomes
			o[0].Rank, o[1].Rank = o[1].Rank, o[0].Rank
		}, "rankings: want the order"},
		"a rule left out": {"nordvpn-renewal-by-begun-months", func(x *policy.Explanation) {
			s := step(x, policy.OpRule, "rule")
			for i := range s.Inputs {
				if s.Inputs[i].Name == "position" {
					s.Inputs[i].Count.N++
				}
			}
		}, "want the rules in their order"},
		"another format":  {"prime-fr-unused", func(x *policy.Explanation) { x.Format = 2 }, "format: 2: want 1"},
		"no policy":       {"prime-fr-unused", func(x *policy.Explanation) { x.Policies = nil }, "policies"},
		"a later instant": {"prime-fr-unused", func(x *policy.Explanation) { x.Decision.At = x.Decision.At.Add(1) }, "decision.at"},
	} {
		x := explained[test.of]
		text, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		forged, err := policy.ParseExplanation(text) // which shares nothing
		if err != nil {
			t.Fatal(err)
		}
		test.forge(&forged)
		if text, err = forged.Canonical(); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(text)
		forged.Digest = hex.EncodeToString(sum[:])
		err = policy.Replay(forged, policy.Sources{Calendar: holidays.Lookup})
		if err == nil || !strings.Contains(err.Error(), test.want) || !errors.Is(err, policy.ErrRecord) {
			t.Errorf("%s: got %v, want %s", name, err, test.want)
		}
	}
}

// derived are the places whose value follows from others: whatever digest it has,
// an explanation with another value there does not follow.
var derived = regexp.MustCompile(`steps\[\]\.((at|day|days\..*|amount\..*|count\.(n|of)|holds|sum\..*|effect\..*|n)|inputs\[\]\.(amount\..*|days\..*|sum\..*|holds)) (changed|one more)$|` +
	`^\.decision\.\w+\.(alternative\.)?(answer|rule|label|ends|access|deadline|refund\..*|credit\..*|due\..*|payout\.expect\..*) changed$|` +
	`^\.(rankings|decision\.(at|phase|running|policy)).* (changed|swapped)$|` +
	`courses\[\](\.steps\[\])? swapped$`)

// An explanation is rejected if one place in it is changed, whichever. If it is
// given the digest of what it then says, it is rejected where what is changed
// follows from something or something follows from it.
func TestReplayRejectsWhatWasChanged(t *testing.T) {
	indexes := regexp.MustCompile(`\[[0-9]+\]`)
	kinds := make(map[string]int) // of changed places whose values are derived
	n, all, follows := 0, 0, 0
	stride := max(23, 460_000/cases())
	explained := explanations(t)
	for _, name := range slices.Sorted(maps.Keys(explained)) {
		x := explained[name]
		if err := policy.Replay(x, policy.Sources{Calendar: holidays.Lookup}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		was := asJSON(x)
		tree := treeOfJSON(t, x)
		eachChange("", tree, func(to anyTree) { tree = to }, func(path, how string) {
			if n++; n%stride != 0 {
				return
			}
			place := indexes.ReplaceAllString(path, "[]") + " " + how
			forged, err := policy.ParseExplanation([]byte(asJSON(tree)))
			if err != nil || asJSON(forged) == was {
				return // refused at the door, or a key of a part, which is worked out
			}
			all++
			if policy.Replay(forged, policy.Sources{}) == nil {
				t.Errorf("%s: %s %s is accepted", name, path, how)
			}
			if forged, err = policy.ParseExplanation(sealed(t, tree)); err == nil {
				err = policy.Replay(forged, policy.Sources{})
			}
			if err != nil {
				follows++
			}
			if derived.MatchString(place) {
				if kinds[place]++; err == nil {
					t.Errorf("%s: %s %s is accepted with a digest of its own", name, path, how)
				}
			}
		})
	}
	if stride == 23 && (all < 2000 || len(kinds) < 60) {
		t.Errorf("%d changes, %d kinds of derived ones: %v", all, len(kinds), slices.Sorted(maps.Keys(kinds)))
	}
	t.Logf("of %d changes %d are found without the digest; %d kinds of derived ones", all, follows, len(kinds))
}

package policy_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

func TestPropertyVerifyTakesEveryRecord(t *testing.T) { forAll(t, anything, verifies) }

// verifies checks that what can be decided can be recorded, read and verified. It
// looks at some cases: to write JSON and to read it costs what many decisions do.
func verifies(c *choices, d named, s policy.Snapshot, at time.Time) string {
	if !c.one(20) {
		return ""
	}
	want, wrong := d.policy.DecideAt(s, at)
	r, err := d.policy.Record(s, at)
	switch {
	case err != nil && !reflect.DeepEqual(r, policy.Record{}):
		return "an error, and something with it"
	case wrong != nil:
		if err == nil || errors.Is(wrong, policy.ErrSnapshot) != errors.Is(err, policy.ErrSnapshot) {
			return fmt.Sprintf("DecideAt says %v, Record %v", wrong, err)
		}
		return ""
	case err != nil:
		if _, unread := policy.ParseSnapshot([]byte(asJSON(s))); unread != nil && errors.Is(err, policy.ErrSnapshot) {
			return "" // an amount is missing
		}
		if beyond(want) && errors.Is(err, policy.ErrRecord) {
			return "" // on the clocks of the policy it is another year
		}
		return err.Error()
	}
	if got := asJSON(r.Decision); got != asJSON(want) {
		return "another decision: " + got
	}
	if err := d.policy.Verify(r); err != nil {
		return err.Error()
	}
	got, err := policy.ParseRecord([]byte(asJSON(r)))
	if err != nil {
		return err.Error()
	}
	if !reflect.DeepEqual(got, r) {
		return "read back as " + asJSON(got)
	}
	return ""
}

// beyond reports whether a decision names an instant that its zone writes with
// a year outside 1900 to 2199.
func beyond(d policy.Decision) bool {
	text := asJSON(d)
	return strings.Contains(text, `"1899-`) || strings.Contains(text, `"2200-`)
}

func TestPropertyRecordsAreCanonical(t *testing.T) { forAll(t, anything, canonical) }

// canonical checks that equal facts have equal bytes, however they are written,
// and that the bytes are what RFC 8785 asks for.
func canonical(c *choices, d named, s policy.Snapshot, at time.Time) string {
	if !c.one(20) {
		return ""
	}
	r, err := d.policy.Record(s, at)
	if err != nil {
		return ""
	}
	text, err := r.Canonical()
	if err != nil {
		return err.Error()
	}
	if want := digestOf(t0(asJSON(r))); r.Digest != want {
		return "the digest is " + r.Digest + ", want " + want
	}
	s, at = rewritten(c, s, at)
	if s.Charges == nil {
		s.Charges = []policy.Charge{}
	}
	again, err := d.policy.Record(s, at)
	if err != nil {
		return err.Error()
	}
	if got, err := again.Canonical(); err != nil || !bytes.Equal(got, text) || again.Digest != r.Digest {
		return fmt.Sprintf("%v: written otherwise, it becomes %s", err, got)
	}
	r.Snapshot, r.At = s, at
	if err := r.Check(); err != nil {
		return "with other clocks: " + err.Error()
	}
	if err := d.policy.Verify(r); err != nil {
		return "with other clocks: " + err.Error()
	}
	return ""
}

// t0 reads JSON into maps and lists.
func t0(text string) map[string]any {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var out map[string]any
	if err := dec.Decode(&out); err != nil {
		panic(err)
	}
	return out
}

// digestOf works out the digest of a record a second time: encoding/json sorts
// the keys of maps, and differs from RFC 8785 only in what it escapes.
func digestOf(record map[string]any) string {
	record = maps.Clone(record)
	delete(record, "digest")
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(record); err != nil {
		panic(err)
	}
	text := strings.NewReplacer(`\u2028`, "\u2028", `\u2029`, "\u2029").Replace(strings.TrimSuffix(b.String(), "\n"))
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func TestHundredRunsGiveTheSameRecord(t *testing.T) {
	docs := varied(t)
	t.Parallel()
	for i := range 20 {
		c := &choices{rng: rand.New(rand.NewPCG(*seedFlag, uint64(i)))}
		d, s, at := oneCase(c, docs, plausible)
		first, err := d.policy.Record(s, at)
		if err != nil {
			continue
		}
		want, err := first.Canonical()
		if err != nil {
			t.Fatal(err)
		}
		for range 100 {
			r, err := d.policy.Record(s, at)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := r.Canonical(); err != nil || !bytes.Equal(got, want) {
				t.Fatalf("case %d: %v\n%s\n%s", i, err, got, want)
			}
		}
	}
}

// The bytes are those of RFC 8785: what needs no escape has none, and what does
// has its shortest.
func TestCanonicalText(t *testing.T) {
	s := member()
	s.ID = "<a & b>\u2028\u2029 é€😀 \"\\/ \b\f\n\r\t\x01\x1f\x7f\ufffd"
	r, err := primePolicy(t).Record(s, nextDebit)
	if err != nil {
		t.Fatal(err)
	}
	text, err := r.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	want := "\"id\":\"<a & b>\u2028\u2029 é€😀 \\\"\\\\/ \\b\\f\\n\\r\\t\\u0001\\u001f\x7f\ufffd\""
	if !bytes.Contains(text, []byte(want)) {
		t.Errorf("%s\nholds no %s", text, want)
	}
	for _, order := range []string{`{"at":`, `,"decision":{"at":`, `,"format":1,"policy":{"digest":`, `,"snapshot":{"charges":[{"at":`} {
		i := bytes.Index(text, []byte(order))
		if i < 0 {
			t.Fatalf("%s\nholds no %s behind the others", text, order)
		}
		text = text[i:]
	}
	if err := primePolicy(t).Verify(r); err != nil {
		t.Error(err)
	}
}

// A record shares nothing with the snapshot that it was made from.
func TestRecordIsACopy(t *testing.T) {
	s := memberWith(use(nextDebit))
	r, err := primePolicy(t).Record(s, nextDebit.AddDate(0, 0, 1))
	if err != nil {
		t.Fatal(err)
	}
	s.Charges[1].Payments[0].Captured = eur(1)
	s.Events[0].At = paidUntil
	s.Complete[0] = "other"
	if err := r.Check(); err != nil {
		t.Error(err)
	}
}

// What no JSON can hold is not recorded, and the error says where it is.
func TestWhatCannotBeRecorded(t *testing.T) {
	p := primePolicy(t)
	for _, tt := range []struct {
		name   string
		change func(*policy.Snapshot)
		at     time.Time
		kind   error
		want   string
	}{
		{"broken text", func(s *policy.Snapshot) { s.Charges[1].Payments[0].ID = "a\xff" }, nextDebit, policy.ErrSnapshot,
			`policy: snapshot: charges[1].payments[0].id: "a\xff": want text in UTF-8`},
		{"broken kind", func(s *policy.Snapshot) { s.Complete[0] = "Use" }, nextDebit, policy.ErrSnapshot,
			`policy: snapshot: complete[0]: "Use": want a kind of event in lower case, as in "use.video"`},
		{"NUL", func(s *policy.Snapshot) { s.Plan = "a\x00" }, nextDebit, policy.ErrSnapshot,
			`policy: snapshot: plan: \u0000: invalid value: want no NUL in a string`},
		{"missing amount", func(s *policy.Snapshot) { s.Quotes = []policy.Quote{{Name: "value"}} }, nextDebit, policy.ErrSnapshot,
			`policy: snapshot: quotes[0].amount: null: null is not allowed: want a value`},
		{"no id", func(s *policy.Snapshot) { s.ID = "" }, nextDebit, policy.ErrSnapshot,
			`policy: snapshot: id: "": want an id of 1 to 128 bytes`},
		{"no instant", func(*policy.Snapshot) {}, time.Time{}, policy.ErrCannotDecide,
			`policy: cannot decide: the instant is missing: want one from 1900 to 2199`},
		{"another year in Paris", func(*policy.Snapshot) {}, ts("2199-12-31T23:30:00Z"), policy.ErrRecord,
			`policy: record: decision.at: "2200-01-01T00:30:00+01:00": outside the limits: want a year from 1900 to 2199`},
	} {
		r, err := p.Record(memberWith(tt.change), tt.at)
		if !errors.Is(err, tt.kind) || err.Error() != tt.want || !reflect.DeepEqual(r, policy.Record{}) {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
	var none *policy.Policy
	if _, err := none.Record(member(), nextDebit); !errors.Is(err, policy.ErrCannotDecide) {
		t.Error(err)
	}
	r, err := p.Record(member(), nextDebit)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []*policy.Policy{none, new(policy.Policy)} {
		if err := p.Verify(r); !errors.Is(err, policy.ErrCannotDecide) || errors.Is(err, policy.ErrRecord) {
			t.Error(err)
		}
	}
}

// A record that was put together by hand is refused before its digest is
// looked at, if it is none.
func TestCheckRefuses(t *testing.T) {
	p := primePolicy(t)
	for _, tt := range []struct {
		change func(*policy.Record)
		want   string
	}{
		{func(r *policy.Record) { *r = policy.Record{} }, `policy: record: format: 0: want 1`},
		{func(r *policy.Record) { r.Format = 2 }, `policy: record: format: 2: want 1 or less: a newer version of this package wrote it`},
		{func(r *policy.Record) { r.At = time.Time{} }, `policy: record: at: missing: want an instant in the years 1900 to 2199 of UTC`},
		{func(r *policy.Record) { r.At = ts("2200-01-01T00:00:00Z") }, `policy: record: at: "2200-01-01T00:00:00Z": want an instant in the years 1900 to 2199 of UTC`},
		{func(r *policy.Record) { r.Snapshot.ID = "" }, `policy: record: snapshot.id: "": want an id of 1 to 128 bytes`},
		{func(r *policy.Record) { r.Snapshot.Plan = "\xff" }, `policy: record: snapshot.plan: "\xff": want text in UTF-8`},
		{func(r *policy.Record) { r.Decision.StopRenewal.Answer = 9 }, `Answer(9) has no text`},
		{func(r *policy.Record) { r.Digest = "" }, `policy: record: digest: "": want "`},
		{func(r *policy.Record) { r.Digest = strings.ToUpper(r.Digest) }, `, the SHA-256 of what the record says`},
		{func(r *policy.Record) { r.Decision.Stopped = true }, `, the SHA-256 of what the record says`},
	} {
		r, err := p.Record(member(), nextDebit)
		if err != nil {
			t.Fatal(err)
		}
		tt.change(&r)
		for _, err := range []error{r.Check(), p.Verify(r)} {
			var fault *policy.RecordError
			if !errors.As(err, &fault) || !errors.Is(err, policy.ErrRecord) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want %s", err, tt.want)
			}
		}
	}
}

// A record of another policy is told apart from one that is wrong.
func TestVerifyNamesThePolicy(t *testing.T) {
	r, err := primePolicy(t).Record(member(), nextDebit)
	if err != nil {
		t.Fatal(err)
	}
	var fault *policy.RecordError
	for path, change := range map[string]func(*policy.Document){
		"policy.id":      func(d *policy.Document) { d.ID = "another" },
		"policy.version": func(d *policy.Document) { d.Version = "2020-03" },
		"policy.digest":  func(d *policy.Document) { d.TerminateNow[0].Refund.Percent = "50" },
	} {
		d := primeDocument(t)
		change(&d)
		p := mustCompile(t, d)
		if err := p.Verify(r); !errors.As(err, &fault) || fault.Path != path {
			t.Errorf("%s: %v", path, err)
		}
	}
	both, err := policy.Overlay(primePolicy(t), primePolicy(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := both.Verify(r); !errors.As(err, &fault) || fault.Path != "policy.id" {
		t.Error(err)
	}
	r, err = both.Record(member(), nextDebit)
	if err != nil {
		t.Fatal(err)
	}
	if r.Policy.ID != "amazon-prime-fr+amazon-prime-fr" {
		t.Error(r.Policy)
	}
	if err := both.Verify(r); err != nil {
		t.Error(err)
	}
}

// How a record is laid out does not matter, and how its values are written does.
func TestParseRecord(t *testing.T) {
	p := primePolicy(t)
	r, err := p.Record(memberWith(use(trialStart)), nextDebit.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	text := asJSON(r)
	sorted := asJSON(t0(text)) // other order of keys
	for _, in := range []string{text, sorted, indented(text), strings.ReplaceAll(text, "sub-1", `sub\u002d1`)} {
		got, err := policy.ParseRecord([]byte(in))
		if err != nil || !reflect.DeepEqual(got, r) {
			t.Errorf("%v: %s", err, in)
		}
		var viaJSON policy.Record
		if err := json.Unmarshal([]byte(in), &viaJSON); err != nil || !reflect.DeepEqual(viaJSON, r) {
			t.Errorf("%v: %s", err, in)
		}
	}
	text = indented(text)
	for _, tt := range []struct{ old, new, want string }{
		{`"format": 1`, `"format": 2`, `line 2, column 13: format: 2: want 1 or less: a newer version of this package wrote it`},
		{`"format": 1`, `"format": 2, "hash": 1`, `line 2, column 13: format: 2: want 1 or less: a newer version of this package wrote it`},
		{`"format": 1`, `"format": 0`, `line 2, column 13: format: 0: want 1`},
		{`"format": 1`, `"format": 1, "hash": 1`, `line 2, column 16: "hash": unknown key`},
		{`"format": 1`, `"Format": 1`, `line 2, column 3: "Format": unknown key`},
		{`"format": 1`, `"format": 1, "format": 1`, `line 2, column 16: "format": duplicate key: want each key once`},
		{`"format": 1`, `"format": 1.0`, `line 2, column 13: format: 1.0: wrong type`},
		{`"until": `, `"note": "x", "until": `, `decision: "note": unknown key`},
		{`"operation": "refund"`, `"operation": "refund", "Note": "x"`, `decision.terminate_now.parts[0]["Note"]: "x": want nothing there`},
		{`"operation": "refund"`, `"Operation": "refund"`, `decision.terminate_now.parts[0]["Operation"]: "refund": want nothing there`},
		{`"operation": "refund"`, `"operation": "send"`, `decision.terminate_now.parts[0]: `},
		{`"key": "`, `"key": "0`, `decision.terminate_now.parts[0].key: "`},
		{`"key": "`, `"keys": "`, `decision.terminate_now.parts[0].key: missing: want "`},
		{`"phase": "renewal",
    "running"`, `"phase": "paid", "running"`, `decision.phase: "paid": unknown phase: want "before_start"`},
		{`"running": `, `"stopped": false, "running": `, `decision.stopped: false: want nothing there`},
		{`"contract": "2020-01-10T08:00:00Z"`, `"contract": "2020-01-10T09:00:00+01:00"`,
			`snapshot.contract: "2020-01-10T09:00:00+01:00": want "2020-01-10T08:00:00Z", as records have it`},
		{`"id": "sub-1"`, `"id": ""`, `line 10, column 11: snapshot.id: "": want an id of 1 to 128 bytes`},
		{`"kind": "use.video"`, `"kind": "Use"`, `snapshot.events[0].kind: "Use": want a kind of event`},
		{`"id": "sub-1"`, `"id": "sub-2"`, `digest: "` + r.Digest + `": want "`},
		{`"subscription": "sub-1"`, `"subscription": null`, `decision.subscription: null: null is not allowed`},
	} {
		if !strings.Contains(text, tt.old) {
			t.Fatalf("%s\nholds no %s", text, tt.old)
		}
		in := strings.Replace(text, tt.old, tt.new, 1)
		got, err := policy.ParseRecord([]byte(in))
		checkParse[*policy.RecordError](t, err, policy.ErrRecord, reflect.DeepEqual(got, policy.Record{}))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.new, err, tt.want)
		}
		var fault *policy.RecordError
		if errors.As(err, &fault) && fault.Line == 0 {
			t.Errorf("%s: no place in %v", tt.new, err)
		}
	}
}

// indented is JSON as the records of releases are kept.
func indented(text string) string {
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(text), "", "  "); err != nil {
		panic(err)
	}
	return b.String() + "\n"
}

// rich is a record with something of everything: components, parts that are
// blocked, claims, lines, findings, and an alternative.
func rich(t *testing.T) (*policy.Policy, policy.Record) {
	t.Helper()
	all := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}
	contract := blank()
	contract.TerminateNow = []policy.Rule{{
		ID: "contract", Label: "End", Ends: "request", Access: "period_end", Forfeits: []string{"points"}, Deadline: "request + 14 days",
		Refund: policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: policy.Share{Unit: "1 day", Day: policy.Used}},
		Due:    policy.Formula{Base: policy.BaseAmount, Amount: eur(250), Fraction: policy.FractionAll},
		Payout: policy.Payout{Min: 3, Max: 5, Unit: 3},
	}}
	contract.ResumeRenewal = []policy.Rule{{ID: "resume"}}
	statute := blank()
	statute.ID = "statute"
	statute.TerminateNow = []policy.Rule{{ID: "statute", Ends: "request", Refund: all}}
	statute.Withdraw = []policy.Rule{{ID: "withdraw", When: policy.When{Facts: []policy.Fact{{Event: "use", Count: "= 0"}}}, Ends: "request", Refund: all}}
	p, err := policy.Overlay(mustCompile(t, contract), mustCompile(t, statute))
	if err != nil {
		t.Fatal(err)
	}
	s := memberWith(use(nextDebit.AddDate(0, 1, 0)), func(s *policy.Snapshot) {
		s.Market, s.Plan, s.Channel, s.Revision = "FR", "annual", "direct", "17"
		s.StoppedAt = nextDebit.AddDate(0, 2, 0)
		s.Quotes = []policy.Quote{{Name: "value", Amount: eur(120)}}
		s.Request = policy.Request{At: nextDebit.AddDate(0, 4, 0), Received: nextDebit.AddDate(0, 4, 1)}
		c := &s.Charges[1]
		c.Amount = eur(4900)
		c.Components = []policy.Component{{Name: "net", Amount: eur(3000)}, {Name: "tax", Amount: eur(900), Of: "net"}, {Name: "fee", Amount: eur(1000), Kept: true}}
		c.Payments = []policy.Payment{captured("pay-2", 2000), captured("pay-3", 2900)}
		c.Payments[0].Disputes = []policy.Dispute{{ID: "d1", At: nextDebit.AddDate(0, 1, 0), Amount: eur(500)}}
		c.Payments[1].Refunds = []policy.Refund{{ID: "r1", At: nextDebit.AddDate(0, 1, 0), Amount: eur(100), Goodwill: true}}
		s.Complete = nil
	})
	r, err := p.Record(s, nextDebit.AddDate(0, 4, 2))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Verify(r); err != nil {
		t.Fatal(err)
	}
	return p, r
}

// A mutant is a record of which one thing was changed.
type mutant struct {
	path string
	text map[string]any
}

// mutants changes each value of a record in turn: a digit or a letter of text, a
// number, a truth; and takes away or doubles each key and element, and puts each
// two neighbours in another order.
func mutants(record string) (all []mutant) {
	var walk func(path string, root func() map[string]any, get func(map[string]any) (any, func(any)))
	walk = func(path string, root func() map[string]any, get func(map[string]any) (any, func(any))) {
		change := func(what string, f func(old any) (any, bool)) {
			r := root()
			old, set := get(r)
			if v, ok := f(old); ok {
				set(v)
				all = append(all, mutant{path + " " + what, r})
			}
		}
		v, _ := get(root())
		switch v := v.(type) {
		case map[string]any:
			for _, key := range slices.Sorted(maps.Keys(v)) {
				change("without "+key, func(old any) (any, bool) { delete(old.(map[string]any), key); return old, true })
				walk(path+"."+key, root, func(r map[string]any) (any, func(any)) {
					at, _ := get(r)
					m := at.(map[string]any)
					return m[key], func(v any) { m[key] = v }
				})
			}
		case []any:
			for i := range v {
				change(fmt.Sprint("without ", i), func(old any) (any, bool) {
					l := old.([]any)
					return slices.Delete(l, i, i+1), true
				})
				change(fmt.Sprint("twice ", i), func(old any) (any, bool) {
					l := old.([]any)
					return slices.Insert(l, i, l[i]), true
				})
				change(fmt.Sprint("order ", i), func(old any) (any, bool) {
					l := old.([]any)
					if i == 0 || reflect.DeepEqual(l[i-1], l[i]) {
						return nil, false
					}
					l[i-1], l[i] = l[i], l[i-1]
					return l, true
				})
				walk(fmt.Sprintf("%s[%d]", path, i), root, func(r map[string]any) (any, func(any)) {
					at, _ := get(r)
					l := at.([]any)
					return l[i], func(v any) { l[i] = v }
				})
			}
		case string:
			for _, i := range []int{len(v) / 2, strings.LastIndexAny(v, "0123456789")} {
				change(fmt.Sprint("letter ", i), func(any) (any, bool) {
					if i < 0 || i == len(v) {
						return nil, false
					}
					b := []byte(v)
					switch c := b[i]; {
					case c == '9' || c == 'z' || c == 'Z':
						b[i]--
					default:
						b[i]++
					}
					return string(b), true
				})
			}
		case json.Number:
			change("number", func(any) (any, bool) { return json.Number(v.String() + "1"), true })
		case bool:
			change("truth", func(any) (any, bool) { return !v, true })
		}
	}
	walk("", func() map[string]any { return t0(record) }, func(r map[string]any) (any, func(any)) { return r, func(any) {} })
	return all
}

// Whatever is changed in a record, it is found out: without a new digest by the
// digest, and with one by deciding again, unless the changed record is itself
// right, because a fact was changed on which nothing depends.
func TestMutatedRecordsAreRefused(t *testing.T) {
	t.Parallel()
	p, r := rich(t)
	record := asJSON(r)
	refused, harmless, every := 0, 0, 1
	if testing.Short() || underRace {
		every = 5
	}
	for i, m := range mutants(record) {
		if i%every > 0 {
			continue
		}
		if _, err := policy.ParseRecord([]byte(asJSON(m.text))); !errors.Is(err, policy.ErrRecord) {
			t.Errorf("%s: read with the old digest: %v", m.path, err)
		}
		if strings.HasPrefix(m.path, ".digest") || m.path == " without digest" {
			continue
		}
		m.text["digest"] = digestOf(m.text)
		got, err := policy.ParseRecord([]byte(asJSON(m.text)))
		if err == nil {
			if err = p.Verify(got); err == nil {
				// Only another fact, and one that leaves all as it was.
				d, err := p.DecideAt(got.Snapshot, got.At)
				if !strings.HasPrefix(m.path, ".snapshot") || err != nil || asJSON(d) != asJSON(r.Decision) {
					t.Errorf("%s: verified with a new digest", m.path)
				}
				harmless++
				continue
			}
		}
		if !errors.Is(err, policy.ErrRecord) {
			t.Errorf("%s: %v", m.path, err)
		}
		refused++
	}
	t.Logf("%d refused, %d without consequence", refused, harmless)
	if refused < 500/every {
		t.Errorf("only %d mutants were refused", refused)
	}
}

// Verify names the first thing that differs, and both values.
func TestVerifyNamesTheDifference(t *testing.T) {
	p, r := rich(t)
	for _, tt := range []struct {
		change func(*policy.Decision)
		want   string
	}{
		{func(d *policy.Decision) { d.TerminateNow.Refund.Amount = eur(1) },
			`decision.terminate_now.refund.amount.amount: "0.01": want "39.00", which is decided now`},
		{func(d *policy.Decision) { d.TerminateNow.Rule = "another" },
			`decision.terminate_now.rule: "another": want "statute", which is decided now`},
		{func(d *policy.Decision) { d.TerminateNow.Alternative = nil },
			`decision.terminate_now.alternative: missing: want {...}, which is decided now`},
		{func(d *policy.Decision) { d.ResumeRenewal.Reasons = nil },
			`decision.resume_renewal.reasons: missing: want [...], which is decided now`},
		{func(d *policy.Decision) { d.Unpaid = true },
			`decision.unpaid: true: want nothing there`},
		{func(d *policy.Decision) { d.At = d.At.Add(1) },
			`decision.at: "2021-06-11T10:00:00.000000001+02:00": want "2021-06-11T10:00:00+02:00", which is decided now`},
		{func(d *policy.Decision) { d.At = d.At.UTC() },
			`decision.at: "2021-06-11T08:00:00Z": want "2021-06-11T10:00:00+02:00", which is decided now`},
		{func(d *policy.Decision) {
			d.Findings = []policy.Reason{{Code: policy.SumTooLarge, Amount: money.MustParse("1.00 EUR")}}
		}, `decision.findings: [...]: want nothing there`},
	} {
		r := r
		r.Decision = r.Decision.Clone()
		tt.change(&r.Decision)
		text := t0(asJSON(r))
		r.Digest = digestOf(text)
		err := p.Verify(r)
		if want := "policy: record: " + tt.want; err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

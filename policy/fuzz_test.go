package policy_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/policy"
)

// fuzz runs a property on cases that are made from the fuzzer's bytes.
func fuzz(f *testing.F, sh shape, holds check) {
	docs := varied(f)
	for i := range len(docs) {
		f.Add([]byte{byte(i), 1, 1, 1, 1, 1, 1, 1, 2, 0, 3, 1, 0, 0, 2})
	}
	f.Add([]byte("any text has enough bytes to make a snapshot from, if it is long enough for that"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := &choices{data: data}
		d, s, at := oneCase(c, docs, sh)
		if wrong := holds(c, d, s, at); wrong != "" {
			t.Errorf("document %s\nsnapshot %s\nat %s\n%s", d.name, asJSON(s), at.Format(time.RFC3339Nano), wrong)
		}
	})
}

func FuzzRefundWithinBounds(f *testing.F) { fuzz(f, shape{faults: true}, refundWithinBounds) }
func FuzzUntilSound(f *testing.F)         { fuzz(f, anything, untilSound) }
func FuzzPartsAddUp(f *testing.F)         { fuzz(f, anything, partsAddUp) }
func FuzzMissingFactsNeverPay(f *testing.F) {
	fuzz(f, anything, missingFactsNeverPay)
}
func FuzzOrderDoesNotMatter(f *testing.F) { fuzz(f, anything, orderDoesNotMatter) }
func FuzzDoorsAgree(f *testing.F)         { fuzz(f, anything, doorsAgree) }

func FuzzExplanationFollows(f *testing.F) { fuzz(f, anything, explanationFollows) }

// Whatever an explanation says, Replay comes to an end, and accepts nothing that
// says another thing.
func FuzzReplayOfAnything(f *testing.F) {
	var all []policy.Explanation
	explained := explanations(f)
	for _, name := range []string{
		"prime-fr-used", "sncf-carte-days-of-a-six-day-week", "nordvpn-renewal-by-begun-months", "verizon-fee-of-a-table-is-due",
		"overlay-withdraw-less-the-days-used", "worked-example-set-off-against-an-open-charge",
	} {
		all = append(all, explained[name])
	}
	for i := range len(all) {
		f.Add([]byte{byte(i), 2, byte(7 * i), byte(i), 1, byte(3 * i), byte(2 * i), 5})
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c := &choices{data: data}
		x := all[c.n(len(all))]
		tree := treeOfJSON(t, x)
		for range 1 + c.n(3) {
			odd := pick(c, "", "x", "never", "request", "yes", "2199-12-31T23:59:59Z", "1900-01-01T00:00:00Z", "2020-02-30", "9223372036854775807",
				"-1", "0.00", "92233720368547758.07", "JPY", "before_all_years", "contract + 99 years", "term_end + 100 terms", "term_start + 365/366",
				"event - 1000 business days rolled to month_end", "999999 hours", "> 100 years", "= 1000000", "36600 days", "second", "Asia/Gaza")
			number := pick(c, "0", "-1", "1", "366", "1000000", "9223372036854775807", "-9223372036854775808")
			at, n := c.n(1+4*256)*37, 0
			tree = changed(tree, &n, at, func(was anyTree) anyTree {
				if _, is := was.(json.Number); is {
					return json.Number(number)
				}
				return odd
			})
		}
		forged, err := policy.ParseExplanation(sealed(t, tree))
		if err != nil {
			return
		}
		start := time.Now()
		if err := policy.Replay(forged, policy.Sources{}); err == nil && asJSON(forged.Decision.TerminateNow.Refund) != asJSON(x.Decision.TerminateNow.Refund) {
			t.Errorf("accepted: %s", asJSON(forged))
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("it took %s: %s", took, asJSON(forged))
		}
	})
}

// changed returns a tree whose leaf of a number is changed.
func changed(tree anyTree, n *int, at int, to func(anyTree) anyTree) anyTree {
	switch v := tree.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			v[key] = changed(v[key], n, at, to)
		}
	case []any:
		for i := range v {
			v[i] = changed(v[i], n, at, to)
		}
	case nil:
	default:
		if *n++; *n == at {
			return to(v)
		}
	}
	return tree
}

func FuzzDocumentRoundTrip(f *testing.F) {
	for _, d := range varied(f) {
		f.Add([]byte(asJSON(d.doc)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		// What can be parsed can be written, if every word is known, and be
		// read back.
		if d, err := policy.Parse(data); err == nil {
			if wrong := documentRoundTrip(d); wrong != "" {
				t.Error(wrong)
			}
		}
		d := (&choices{data: data}).document()
		if wrong := documentRoundTrip(d); wrong != "" {
			t.Error(wrong)
		}
		if _, err := policy.Compile(d, policy.Sources{Calendar: holidays.Lookup}); err != nil {
			t.Errorf("%v: %s", err, asJSON(d))
		}
	})
}

func FuzzSnapshotRoundTrip(f *testing.F) {
	addSnapshots(f)
	docs := varied(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := policy.ParseSnapshot(data); err == nil {
			again, err := policy.ParseSnapshot([]byte(asJSON(s)))
			if err != nil {
				t.Fatalf("%v: %s", err, asJSON(s))
			}
			if asJSON(again) != asJSON(s) {
				t.Errorf("wrote %s\nread %s", asJSON(s), asJSON(again))
			}
		}
		c := &choices{data: data}
		d, s, at := oneCase(c, docs, shape{faults: true, overReturn: true})
		if wrong := snapshotRoundTrip(c, d, s, at); wrong != "" {
			t.Error(wrong, asJSON(s))
		}
	})
}

func addSnapshots(f *testing.F) {
	f.Add([]byte(asJSON(member())))
	f.Add([]byte(asJSON(memberWith(use(nextDebit), func(s *policy.Snapshot) {
		s.StoppedAt, s.EndedAt = nextDebit, paidUntil
		s.Request = policy.Request{At: nextDebit, By: policy.ByEvent, Cause: "death"}
		p := &s.Charges[1].Payments[0]
		p.RefundableUntil = paidUntil
		p.Refunds = []policy.Refund{{Amount: eur(100)}, {State: policy.RefundFailed, Amount: eur(100)}}
		p.Credits = []policy.Credit{{Amount: eur(100)}}
		p.Disputes = []policy.Dispute{{Amount: eur(100)}, {State: policy.DisputeLost, Amount: eur(1)}}
	}))))
	f.Add([]byte(`{"id":"x"}`))
	for _, h := range hostileSnapshots() {
		if len(h.text) < 5000 {
			f.Add([]byte(h.text))
		}
	}
}

func FuzzParseNeverPanics(f *testing.F) {
	for _, d := range varied(f) {
		f.Add([]byte(asJSON(d.doc)))
	}
	for _, h := range hostileDocuments() {
		if len(h.text) < 5000 {
			f.Add([]byte(h.text))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := policy.Parse(data)
		checkParse[*policy.DocumentError](t, err, policy.ErrDocument, reflect.ValueOf(d).IsZero())
		var viaJSON policy.Document
		if err2 := json.Unmarshal(data, &viaJSON); (err2 == nil) != (err == nil) {
			t.Errorf("Parse says %v, json.Unmarshal %v", err, err2)
		}
	})
}

func FuzzParseSnapshotNeverPanics(f *testing.F) {
	addSnapshots(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := policy.ParseSnapshot(data)
		checkParse[*policy.SnapshotError](t, err, policy.ErrSnapshot, reflect.ValueOf(s).IsZero())
		var viaJSON policy.Snapshot
		if err2 := json.Unmarshal(data, &viaJSON); (err2 == nil) != (err == nil) {
			t.Errorf("ParseSnapshot says %v, json.Unmarshal %v", err, err2)
		}
	})
}

func FuzzParseRecord(f *testing.F) {
	p := primePolicy(f)
	for _, s := range []policy.Snapshot{member(), memberWith(use(nextDebit)), {ID: "x"}} {
		r, err := p.Record(s, nextDebit)
		if err != nil {
			f.Fatal(err)
		}
		text := asJSON(r)
		f.Add([]byte(text))
		f.Add([]byte(indented(text)))
		f.Add([]byte(text[:len(text)/2]))
	}
	f.Add([]byte(`{"format":1}`))
	f.Add([]byte(`{"format":2,"then":{}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		parse := func(data []byte) {
			r, err := policy.ParseRecord(data)
			checkParse[*policy.RecordError](t, err, policy.ErrRecord, reflect.DeepEqual(r, policy.Record{}))
			var viaJSON policy.Record
			if err2 := json.Unmarshal(data, &viaJSON); (err2 == nil) != (err == nil) {
				t.Errorf("ParseRecord says %v, json.Unmarshal %v", err, err2)
			}
			if err != nil {
				return
			}
			again, err := policy.ParseRecord([]byte(asJSON(r)))
			if err != nil || !reflect.DeepEqual(again, r) {
				t.Errorf("%v: wrote %s", err, asJSON(r))
			}
			checkParse[*policy.RecordError](t, p.Verify(r), policy.ErrRecord, true)
		}
		parse(data)
		// With a digest that fits, so that what is behind it is reached too.
		var record map[string]any
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.UseNumber()
		if dec.Decode(&record) == nil && record != nil {
			record["digest"] = digestOf(record)
			parse([]byte(asJSON(record)))
		}
	})
}

// checkParse checks that an error is typed and comes with nothing.
func checkParse[E error](t *testing.T, err, kind error, empty bool) {
	t.Helper()
	if err == nil {
		return
	}
	var typed E
	if !errors.As(err, &typed) || !errors.Is(err, kind) {
		t.Errorf("%T, want %T: %v", err, typed, err)
	}
	if !empty {
		t.Error("an error, and something with it")
	}
	if len(err.Error()) > 2000 {
		t.Errorf("a message of %d bytes", len(err.Error()))
	}
}

func FuzzDecideNeverPanics(f *testing.F) {
	addSnapshots(f)
	docs := varied(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := policy.ParseSnapshot(data)
		if err != nil {
			return
		}
		ats := []time.Time{nextDebit, ts("1900-01-01T00:00:00Z"), ts("2199-12-31T23:59:59.999999999Z")}
		if facts := instants(s); len(facts) > 0 {
			ats = append(ats, facts[0], facts[len(facts)-1].Add(-1))
		}
		for _, d := range docs[:13] {
			for _, at := range ats {
				got, err := d.policy.DecideAt(s, at)
				if err != nil {
					if !errors.Is(err, policy.ErrSnapshot) && !errors.Is(err, policy.ErrCannotDecide) {
						t.Errorf("neither a bad snapshot nor cannot decide: %v", err)
					}
					continue
				}
				if _, err := json.Marshal(got); err != nil {
					t.Error(err)
				}
			}
		}
	})
}

func FuzzCompileNeverPanics(f *testing.F) {
	for _, d := range varied(f) {
		f.Add([]byte(asJSON(d.doc)), uint8(0))
	}
	f.Add([]byte(`{}`), uint8(9))
	f.Fuzz(func(t *testing.T, data []byte, enum uint8) {
		d, err := policy.Parse(data)
		if err != nil {
			return
		}
		// Values that no JSON can bring.
		for _, rules := range [][]policy.Rule{d.StopRenewal, d.TerminateNow, d.Withdraw, d.ResumeRenewal} {
			for i := range rules {
				if enum > 0 {
					rules[i].Handling.Money = policy.Handler(enum)
					rules[i].When.Phase = append(rules[i].When.Phase, policy.Phase(enum))
				}
			}
		}
		p, err := policy.Compile(d, policy.Sources{Calendar: holidays.Lookup})
		checkParse[*policy.DocumentError](t, firstOf(err), policy.ErrDocument, p == nil)
		if err == nil {
			s := member()
			if _, err := p.DecideAt(s, nextDebit); err != nil {
				t.Error(err)
			}
		}
	})
}

// firstOf returns the first of joined errors.
func firstOf(err error) error {
	if all := faults(err); len(all) > 0 {
		return all[0]
	}
	return err
}

func FuzzPointAndCountNeverPanic(f *testing.F) {
	for _, text := range []string{
		"contract", "contract + 14 days", "term_end - 48 hours", "request + 1 business day", "request  + 1 day", "contract + ",
		"contract + 9999 years", "contract - 9999 months", "latest_charge + 0 business days",
	} {
		f.Add(text, "= 0")
	}
	for _, count := range []string{"= 0", ">= 1", "< 0", "<= 1000000", "> 1000001", "= -1", "=0", "= 00", "≥ 1"} {
		f.Add("contract", count)
	}
	f.Fuzz(func(t *testing.T, point, count string) {
		d := refunding("Europe/Paris", policy.Window{Until: policy.Point(point)})
		d.TerminateNow[0].Ends = policy.Point(point)
		d.TerminateNow[0].When.Facts = []policy.Fact{{Event: "use", Count: policy.Count(count)}}
		p, err := policy.Compile(d, policy.Sources{Calendar: holidays.Lookup})
		if err != nil {
			for _, fault := range faults(err) {
				checkParse[*policy.DocumentError](t, fault, policy.ErrDocument, p == nil)
			}
			return
		}
		s := member()
		for _, at := range []time.Time{trialStart, nextDebit, paidUntil} {
			got, err := p.DecideAt(s, at)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := json.Marshal(got); err != nil {
				t.Error(err)
			}
		}
	})
}

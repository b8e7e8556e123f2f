package policy_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/policy"
)

// A hostile is JSON that must be refused, and what the message must name.
type hostile struct {
	name, text string
	path       string // of the fault
}

// common are refused by both doors. in is an object with one good key, without
// its closing brace.
func common(in string) []hostile {
	return []hostile{
		{"nothing", "", ""},
		{"blank", " \n\t ", ""},
		{"null", "null", ""},
		{"a string", `"x"`, ""},
		{"a list", `[` + in + `}]`, ""},
		{"cut off", in, ""},
		{"two values", in + "} {}", ""},
		{"trailing text", in + "} x", ""},
		{"trailing NUL", in + "}\x00", ""},
		{"unknown key", in + `,"surprise":1}`, ""},
		{"key in capitals", in + `,"ID":"x"}`, ""},
		{"key twice", in + `,"id":"x"}`, ""},
		{"key twice, escaped", in + `,"\u0069d":"x"}`, ""},
		{"id null", `{"id":null}`, "id"},
		{"id a number", `{"id":1}`, "id"},
		{"id 1e20000000", `{"id":1e20000000}`, "id"},
		{"id a long number", `{"id":` + strings.Repeat("9", 4096) + `}`, "id"},
		{"not UTF-8", "{\"id\":\"\xff\"}", "id"},
		{"half a surrogate", `{"id":"\ud800"}`, "id"},
		{"byte order mark", "\ufeff" + in + "}", ""},
		{"deep lists", in + `,"x":` + strings.Repeat("[", 100_000), ""},
		{"deep objects", strings.Repeat(`{"id":`, 50_000), "id"},
		{"a comment", in + `/* */}`, ""},
		{"trailing comma", in + `,}`, ""},
	}
}

func hostileDocuments() []hostile {
	with := func(text string) string { return `{"id":"x",` + text + `}` }
	rule := func(text string) string { return with(`"terminate_now":[{"id":"t",` + text + `}]`) }
	return append(common(`{"id":"x"`), []hostile{
		{"rules null", with(`"stop_renewal":null`), "stop_renewal"},
		{"a rule null", with(`"stop_renewal":[null]`), "stop_renewal[0]"},
		{"rules an object", with(`"stop_renewal":{}`), "stop_renewal"},
		{"deep rules", with(`"stop_renewal":` + strings.Repeat("[", 10_000)), "stop_renewal[0]"},
		{"key in another case", rule(`"Refund":{"fraction":"all"}`), "terminate_now[0]"},
		{"misspelt key", rule(`"refunds":{"fraction":"all"}`), "terminate_now[0]"},
		{"key twice, deep", rule(`"refund":{"fraction":"all","fraction":"none"}`), "terminate_now[0].refund"},
		{"refund a word", rule(`"refund":"all"`), "terminate_now[0].refund"},
		{"unknown fraction", rule(`"refund":{"fraction":"half"}`), "terminate_now[0].refund.fraction"},
		{"fraction in capitals", rule(`"refund":{"fraction":"All"}`), "terminate_now[0].refund.fraction"},
		{"fraction null", rule(`"refund":{"fraction":null}`), "terminate_now[0].refund.fraction"},
		{"fraction a number", rule(`"refund":{"fraction":2}`), "terminate_now[0].refund.fraction"},
		{"unknown base", rule(`"refund":{"base":"price"}`), "terminate_now[0].refund.base"},
		{"unknown phase", rule(`"when":{"phase":["trial","forever"]}`), "terminate_now[0].when.phase[1]"},
		{"unknown initiator", rule(`"when":{"by":["me"]}`), "terminate_now[0].when.by[0]"},
		{"unknown handler", rule(`"handling":{"action":"email"}`), "terminate_now[0].handling.action"},
		{"unknown unit", rule(`"payout":{"unit":"fortnights"}`), "terminate_now[0].payout.unit"},
		{"unknown rounding", with(`"rounding":"nearest"`), "rounding"},
		{"unknown confidence", with(`"citations":[{"id":"s","title":"t","confidence":"sure"}]`), "citations[0].confidence"},
		{"payout 1e20000000", rule(`"payout":{"min":1e20000000}`), "terminate_now[0].payout.min"},
		{"payout of 4 KiB", rule(`"payout":{"min":` + strings.Repeat("9", 4096) + `}`), "terminate_now[0].payout.min"},
		{"payout a fraction", rule(`"payout":{"min":1.5}`), "terminate_now[0].payout.min"},
		{"payout text", rule(`"payout":{"min":"3"}`), "terminate_now[0].payout.min"},
		{"count a number", rule(`"when":{"facts":[{"event":"use","count":0}]}`), "terminate_now[0].when.facts[0].count"},
		{"refuse text", rule(`"refuse":"true"`), "terminate_now[0].refuse"},
		{"too many rules", with(`"stop_renewal":[` + strings.Repeat(`{"id":"r"},`, 10_001) + `{"id":"r"}]`), "stop_renewal"},
	}...)
}

func hostileSnapshots() []hostile {
	with := func(text string) string { return `{"id":"x",` + text + `}` }
	charge := func(text string) string {
		return with(`"charges":[{"id":"c","at":"2020-02-09T09:00:00Z",` + text + `}]`)
	}
	payment := func(text string) string { return charge(`"payments":[{"id":"p",` + text + `}]`) }
	amount := func(text string) string {
		return payment(`"captured":{"amount":` + text + `,"currency":"EUR"}`)
	}
	const captured = "charges[0].payments[0].captured"
	return append(common(`{"id":"x"`), []hostile{
		{"id missing", `{}`, "id"},
		{"id empty", `{"id":""}`, "id"},
		{"id long", `{"id":"` + strings.Repeat("x", 129) + `"}`, "id"},
		{"amount 1e20000000", amount(`1e20000000`), captured},
		{"amount 1e20000000 as text", amount(`"1e20000000"`), captured},
		{"amount 1e-20000000 as text", amount(`"1e-20000000"`), captured},
		{"amount of 4 KiB", amount(strings.Repeat("9", 4096)), captured},
		{"amount of 4 KiB as text", amount(`"` + strings.Repeat("9", 4096) + `"`), captured},
		{"amount of 4 KiB of zeros", amount(`"0.` + strings.Repeat("0", 4096) + `"`), captured},
		{"amount a number", amount(`49.00`), captured},
		{"amount beyond int64", amount(`"92233720368547758.08"`), captured},
		{"amount with one decimal", amount(`"49.0"`), captured},
		{"amount with a comma", amount(`"49,00"`), captured},
		{"amount with a sign", amount(`"+49.00"`), captured},
		{"amount null", amount(`null`), captured},
		{"captured null", payment(`"captured":null`), captured},
		{"captured a list", payment(`"captured":[]`), captured},
		{"captured text", payment(`"captured":"49.00 EUR"`), captured},
		{"amount twice", payment(`"captured":{"amount":"1.00","amount":"2.00","currency":"EUR"}`), captured},
		{"Amount", payment(`"captured":{"Amount":"1.00","currency":"EUR"}`), captured},
		{"unknown currency", payment(`"captured":{"amount":"1.00","currency":"XXZ"}`), captured},
		{"currency in lower case", payment(`"captured":{"amount":"1.00","currency":"eur"}`), captured},
		{"unknown state", payment(`"state":"paid"`), "charges[0].payments[0].state"},
		{"state a number", payment(`"state":1`), "charges[0].payments[0].state"},
		{"unknown refund state", payment(`"refunds":[{"state":"done"}]`), "charges[0].payments[0].refunds[0].state"},
		{"unknown dispute state", payment(`"disputes":[{"state":"closed"}]`), "charges[0].payments[0].disputes[0].state"},
		{"payments null", charge(`"payments":null`), "charges[0].payments"},
		{"phase trial", charge(`"phase":"trial"`), "charges[0].phase"},
		{"phase unknown", charge(`"phase":"first"`), "charges[0].phase"},
		{"payment without id", charge(`"payments":[{"state":"captured"}]`), "charges[0].payments[0].id"},
		{"charge without id", with(`"charges":[{"at":"2020-02-09T09:00:00Z"}]`), "charges[0].id"},
		{"charge without at", with(`"charges":[{"id":"c"}]`), "charges[0].at"},
		{"charges an object", with(`"charges":{}`), "charges"},
		{"deep charges", with(`"charges":` + strings.Repeat("[", 10_000)), "charges[0]"},
		{"year 9999", with(`"ended_at":"9999-12-31T23:59:59Z"`), "ended_at"},
		{"year 10000", with(`"ended_at":"10000-01-01T00:00:00Z"`), "ended_at"},
		{"year 1899", with(`"ended_at":"1899-12-31T23:59:59Z"`), "ended_at"},
		{"year 2199, west of it", with(`"ended_at":"2199-12-31T23:59:59-01:00"`), "ended_at"},
		{"year 1900, east of it", with(`"ended_at":"1900-01-01T00:00:00+01:00"`), "ended_at"},
		{"year 0001", with(`"ended_at":"0001-01-01T00:00:00Z"`), "ended_at"},
		{"a date", with(`"ended_at":"2020-02-09"`), "ended_at"},
		{"30 February", with(`"ended_at":"2020-02-30T00:00:00Z"`), "ended_at"},
		{"a Unix time", with(`"ended_at":1581235200`), "ended_at"},
		{"no offset", with(`"ended_at":"2020-02-09T09:00:00"`), "ended_at"},
		{"leap second", with(`"ended_at":"2016-12-31T23:59:60Z"`), "ended_at"},
		{"unknown initiator", with(`"request":{"by":"me"}`), "request.by"},
		{"initiator a number", with(`"request":{"by":1}`), "request.by"},
		{"event without kind", with(`"events":[{"at":"2020-02-09T09:00:00Z"}]`), "events[0].kind"},
		{"event without at", with(`"events":[{"kind":"use"}]`), "events[0].at"},
		{"event null", with(`"events":[null]`), "events[0]"},
		{"complete a word", with(`"complete":"use"`), "complete"},
		{"complete null", with(`"complete":[null]`), "complete[0]"},
	}...)
}

func TestHostileDocuments(t *testing.T) {
	for _, h := range hostileDocuments() {
		t.Run(h.name, func(t *testing.T) {
			var d policy.Document
			err := quick(t, h.text, func() (err error) { d, err = policy.Parse([]byte(h.text)); return err })
			if !reflect.ValueOf(d).IsZero() {
				t.Error("a document came with the error")
			}
			var e *policy.DocumentError
			if !errors.As(err, &e) || !errors.Is(err, policy.ErrDocument) || errors.Is(err, policy.ErrSnapshot) {
				t.Fatalf("%T: %v", err, err)
			}
			checkPlace(t, h, e.Place, err)
			d.ID = "kept"
			if err := json.Unmarshal([]byte(h.text), &d); err == nil || d.ID != "kept" {
				t.Errorf("json.Unmarshal: %v, and it wrote %+v", err, d)
			}
		})
	}
}

func TestHostileSnapshots(t *testing.T) {
	for _, h := range hostileSnapshots() {
		t.Run(h.name, func(t *testing.T) {
			var s policy.Snapshot
			err := quick(t, h.text, func() (err error) { s, err = policy.ParseSnapshot([]byte(h.text)); return err })
			if !reflect.ValueOf(s).IsZero() {
				t.Error("a snapshot came with the error")
			}
			var e *policy.SnapshotError
			if !errors.As(err, &e) || !errors.Is(err, policy.ErrSnapshot) || errors.Is(err, policy.ErrDocument) {
				t.Fatalf("%T: %v", err, err)
			}
			checkPlace(t, h, e.Place, err)
			s.ID = "kept"
			if err := json.Unmarshal([]byte(h.text), &s); err == nil || s.ID != "kept" {
				t.Errorf("json.Unmarshal: %v, and it wrote %+v", err, s)
			}
		})
	}
}

func checkPlace(t *testing.T, h hostile, at policy.Place, err error) {
	t.Helper()
	if at.Line < 1 || at.Column < 1 {
		t.Errorf("no line and column: %v", err)
	}
	if lines := 1 + strings.Count(h.text, "\n"); at.Line > lines || at.Column > len(h.text)+1 {
		t.Errorf("line %d, column %d lies outside the text", at.Line, at.Column)
	}
	// A fault in an amount may be placed at the amount or deeper.
	if !strings.HasPrefix(at.Path, h.path) || h.path == "" && strings.ContainsAny(at.Path, ".[") {
		t.Errorf("path %q, want %q: %v", at.Path, h.path, err)
	}
	if len(err.Error()) > 1000 {
		t.Errorf("a message of %d bytes", len(err.Error()))
	}
}

// quick runs f and fails if it is slow: hostile input must not buy time. On a
// quiet machine all of it takes microseconds. The bound leaves room for a busy
// one, and the best of several runs counts; what is quadratic breaks it still.
func quick(t *testing.T, text string, f func() error) error {
	t.Helper()
	bound := 20*time.Millisecond + time.Duration(len(text))*time.Microsecond // what is long takes time to read
	if underRace || testing.CoverMode() != "" {
		bound *= 20
	}
	best := time.Hour
	var err error
	for range 20 {
		start := time.Now()
		err = f()
		if best = min(best, time.Since(start)); best < bound {
			return err
		}
	}
	t.Errorf("took %s", best)
	return err
}

// A snapshot full of hostile but legal values is decided, at any instant, in
// bounded time.
func TestLargeSnapshotIsQuick(t *testing.T) {
	p := primePolicy(t)
	s := member()
	for i := range 9_000 {
		c := s.Charges[i%2]
		c.ID = fmt.Sprint("more-", i)
		s.Charges = append(s.Charges, c)
	}
	for i := range 99_000 {
		s.Events = append(s.Events, policy.Event{Kind: "use.video", At: firstDebit.Add(time.Duration(i))})
	}
	start := time.Now()
	d := decide(t, p, s, nextDebit)
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("took %s", took)
	}
	if !d.StopRenewal.Allowed() {
		t.Error(brief(d.StopRenewal))
	}
}

// Limits that Go literals can break are errors too.
func TestSnapshotLimits(t *testing.T) {
	p := primePolicy(t)
	many := func(n int) []policy.Refund { return make([]policy.Refund, n) }
	for path, change := range map[string]func(*policy.Snapshot){
		"charges":                         func(s *policy.Snapshot) { s.Charges = make([]policy.Charge, 10_001) },
		"events":                          func(s *policy.Snapshot) { s.Events = make([]policy.Event, 100_001) },
		"complete":                        func(s *policy.Snapshot) { s.Complete = make([]string, 1001) },
		"charges[1].payments":             func(s *policy.Snapshot) { s.Charges[1].Payments = make([]policy.Payment, 101) },
		"charges[1].payments[0].refunds":  lastPayment(func(p *policy.Payment) { p.Refunds = many(1001) }),
		"charges[1].payments[0].credits":  lastPayment(func(p *policy.Payment) { p.Credits = make([]policy.Credit, 1001) }),
		"charges[1].payments[0].disputes": lastPayment(func(p *policy.Payment) { p.Disputes = make([]policy.Dispute, 1001) }),
		"charges[1].payments[0].state":    lastPayment(func(p *policy.Payment) { p.State = 9 }),
		"charges[1].payments[0].id":       lastPayment(func(p *policy.Payment) { p.ID = "" }),
		"charges[1].payments[0].refunds[0].state": lastPayment(func(p *policy.Payment) {
			p.Refunds = []policy.Refund{{State: 9, Amount: eur(1)}}
		}),
		"charges[1].payments[0].disputes[0].state": lastPayment(func(p *policy.Payment) {
			p.Disputes = []policy.Dispute{{State: 9, Amount: eur(1)}}
		}),
		"charges[1].payments[0].refundable_until": lastPayment(func(p *policy.Payment) { p.RefundableUntil = time.Unix(1<<40, 0) }),
		"charges[0].phase":                        func(s *policy.Snapshot) { s.Charges[0].Phase = policy.Ended },
		"charges[0].id":                           func(s *policy.Snapshot) { s.Charges[0].ID = strings.Repeat("x", 129) },
		"charges[0].at":                           func(s *policy.Snapshot) { s.Charges[0].At = time.Time{} },
		"charges[0].covers.start":                 func(s *policy.Snapshot) { s.Charges[0].Covers.Start = time.Unix(1<<40, 0) },
		"charges[0].covers.end":                   func(s *policy.Snapshot) { s.Charges[0].Covers.End = time.Unix(1<<40, 0) },
		"contract":                                func(s *policy.Snapshot) { s.Contract = ts("1899-12-31T23:59:59Z") },
		"trial.start":                             func(s *policy.Snapshot) { s.Trial.Start = time.Unix(1<<40, 0) },
		"trial.end":                               func(s *policy.Snapshot) { s.Trial.End = time.Unix(-1<<40, 0) },
		"stopped_at":                              func(s *policy.Snapshot) { s.StoppedAt = ts("2200-01-01T00:00:00Z") },
		"ended_at":                                func(s *policy.Snapshot) { s.EndedAt = time.Unix(1<<62, 0) },
		"request.at":                              func(s *policy.Snapshot) { s.Request.At = time.Unix(-1<<62, 0) },
		"request.received":                        func(s *policy.Snapshot) { s.Request.Received = time.Unix(1<<40, 0) },
		"request.by":                              func(s *policy.Snapshot) { s.Request.By = 4 },
		"events[0].kind":                          func(s *policy.Snapshot) { s.Events = []policy.Event{{At: nextDebit}} },
		"events[0].at":                            func(s *policy.Snapshot) { s.Events = []policy.Event{{Kind: "use"}} },
		"id":                                      func(s *policy.Snapshot) { s.ID = "" },
	} {
		_, err := p.DecideAt(memberWith(change), nextDebit)
		var e *policy.SnapshotError
		if !errors.As(err, &e) || !errors.Is(err, policy.ErrSnapshot) || e.Path != path {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// What is no question is neither a bad document nor a bad snapshot.
func TestCannotDecide(t *testing.T) {
	p, s := primePolicy(t), member()
	for name, ask := range map[string]func() (policy.Decision, error){
		"no clock":        func() (policy.Decision, error) { return p.Decide(s, nil) },
		"no policy":       func() (policy.Decision, error) { return (*policy.Policy)(nil).DecideAt(s, nextDebit) },
		"zero policy":     func() (policy.Decision, error) { return new(policy.Policy).DecideAt(s, nextDebit) },
		"zero instant":    func() (policy.Decision, error) { return p.DecideAt(s, time.Time{}) },
		"too early":       func() (policy.Decision, error) { return p.DecideAt(s, ts("1899-12-31T23:59:59.999999999Z")) },
		"too late":        func() (policy.Decision, error) { return p.DecideAt(s, ts("2200-01-01T00:00:00Z")) },
		"centuries early": func() (policy.Decision, error) { return p.DecideAt(s, time.Unix(-1<<60, 0)) },
		"centuries late":  func() (policy.Decision, error) { return p.DecideAt(s, time.Unix(1<<60, 0)) },
		"no snapshot": func() (policy.Decision, error) {
			var d policy.Decision
			d.StopRenewal.Answer = policy.Allowed
			return d, p.DecideInto(&d, nil, nextDebit)
		},
	} {
		d, err := ask()
		if !errors.Is(err, policy.ErrCannotDecide) || errors.Is(err, policy.ErrSnapshot) || errors.Is(err, policy.ErrDocument) {
			t.Errorf("%s: %v", name, err)
		}
		if name != "no snapshot" && !reflect.DeepEqual(d, policy.Decision{}) {
			t.Errorf("%s: decided %s", name, asJSON(d))
		}
	}
	if err := p.DecideInto(nil, &s, nextDebit); !errors.Is(err, policy.ErrCannotDecide) {
		t.Error(err)
	}
	for _, at := range []time.Time{ts("1900-01-01T00:00:00Z"), ts("2199-12-31T23:59:59.999999999Z")} {
		if _, err := p.DecideAt(s, at); err != nil {
			t.Error(at, err)
		}
	}
	if ref := (*policy.Policy)(nil).Ref(); ref != (policy.Ref{}) {
		t.Error(ref)
	}
}

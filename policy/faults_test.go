package policy_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

var updateFlag = flag.Bool("update", false, "write the errors of testdata/faults anew")

// faultFile is a file of testdata/faults: JSON in which nothing is wrong, and
// ways to spoil it.
type faultFile struct {
	Good   json.RawMessage `json:"good"`
	Faults []faultCase     `json:"faults"`
}

// A faultCase is one way, and the error that it must give. Places are those of
// the good JSON as it stands in the file, its brace being line 1.
type faultCase struct {
	Name string `json:"name"`

	// Text is the whole input. Set changes the good JSON instead: it leads
	// from paths to what stands there, whether or not something did.
	Text string          `json:"text,omitzero"`
	Set  json.RawMessage `json:"set,omitzero"`

	// Times repeats the text, or, of what is set, a string or the elements
	// of an array: a limit needs no megabyte of test data.
	Times int `json:"times,omitzero"`

	// Error is the exact text. Empty: nothing refuses this snapshot, and
	// Findings are the sentences with which a decision on it tells its doubt.
	Error    string `json:"error"`
	Findings string `json:"findings,omitzero"`
}

func TestDocumentFaults(t *testing.T) {
	file := readFaults(t, "documents")
	for i := range file.Faults {
		f := &file.Faults[i]
		t.Run(f.Name, func(t *testing.T) {
			d, p, err := readPolicy(f.input(t, file.Good))
			if p != nil || errors.Is(err, policy.ErrSnapshot) || errors.Is(err, policy.ErrCannotDecide) {
				t.Errorf("a policy: %v, with it %v", p != nil, err)
			}
			for _, fault := range append(faults(err), err) {
				var e *policy.DocumentError
				if !errors.As(fault, &e) || !errors.Is(fault, policy.ErrDocument) {
					t.Errorf("%T: %v", fault, fault)
				}
				namesNoOther(t, fault)
				if e != nil && e.Line > 0 && !reflect.ValueOf(d).IsZero() {
					t.Errorf("a document came with %v", err)
				}
			}
			f.check(t, err, "")
		})
	}
	writeFaults(t, "documents", file)
}

func TestSnapshotFaults(t *testing.T) {
	_, p, err := readPolicy(readFaults(t, "documents").Good)
	if err != nil {
		t.Fatal(err)
	}
	file := readFaults(t, "snapshots")
	for i := range file.Faults {
		f := &file.Faults[i]
		t.Run(f.Name, func(t *testing.T) {
			text := f.input(t, file.Good)
			s, err := policy.ParseSnapshot(text)
			if err == nil {
				d := decide(t, p, s, nextDebit)
				f.check(t, nil, sentences(d.Findings))
				return
			}
			var e *policy.SnapshotError
			if !errors.As(err, &e) || !errors.Is(err, policy.ErrSnapshot) || errors.Is(err, policy.ErrDocument) || errors.Is(err, policy.ErrCannotDecide) {
				t.Fatalf("%T: %v", err, err)
			}
			if !reflect.ValueOf(s).IsZero() {
				t.Error("a snapshot came with the error")
			}
			if e.Line < 1 || e.Column < 1 {
				t.Error("no line and column")
			}
			f.check(t, err, "")
			namesNoOther(t, err)
			if e.Err == nil {
				refusedByDeciding(t, p, text, *e)
			}
		})
	}
	writeFaults(t, "snapshots", file)
}

// What came back is bounded as every other instant is, at both doors.
func TestInstantsOfWhatCameBack(t *testing.T) {
	p := primePolicy(t)
	for path, set := range map[string]func(*policy.Payment, time.Time){
		"refunds[0].at":  func(p *policy.Payment, at time.Time) { p.Refunds = []policy.Refund{{At: at, Amount: eur(1)}} },
		"credits[0].at":  func(p *policy.Payment, at time.Time) { p.Credits = []policy.Credit{{At: at, Amount: eur(1)}} },
		"disputes[0].at": func(p *policy.Payment, at time.Time) { p.Disputes = []policy.Dispute{{At: at, Amount: eur(1)}} },
	} {
		for at, good := range map[time.Time]bool{
			{}:                                   true, // not known
			ts("1900-01-01T00:00:00Z"):           true,
			ts("2199-12-31T23:59:59.999999999Z"): true,
			ts("1900-01-01T00:00:00Z").Add(-1):   false,
			ts("2200-01-01T00:00:00Z"):           false,
			ts("2199-12-31T23:59:59-01:00"):      false, // of 2200 in UTC
			ts("1900-01-01T00:59:59+01:00"):      false,
			time.Unix(1<<62, 0):                  false,
			time.Unix(-1<<62, 0):                 false,
		} {
			s := memberWith(lastPayment(func(p *policy.Payment) { set(p, at) }))
			_, err := p.DecideAt(s, nextDebit)
			errs := []error{err}
			if text, err := json.Marshal(s); err == nil {
				_, err := policy.ParseSnapshot(text)
				errs = append(errs, err)
			}
			for _, err := range errs {
				var e *policy.SnapshotError
				if good && err != nil || !good && (!errors.As(err, &e) || e.Path != "charges[1].payments[0]."+path) {
					t.Errorf("%s: %s: %v", path, at, err)
				}
			}
		}
	}
}

// An instant that is not there is not one in the year 1.
func TestMissingInstants(t *testing.T) {
	p := primePolicy(t)
	_, err := p.DecideAt(member(), time.Time{})
	if want := "policy: cannot decide: the instant is missing: want one from 1900 to 2199"; err == nil || err.Error() != want {
		t.Error(err)
	}
	_, err = p.DecideAt(memberWith(func(s *policy.Snapshot) { s.Charges[0].At = time.Time{} }), nextDebit)
	if want := "policy: snapshot: charges[0].at: missing: want an instant in the years 1900 to 2199 of UTC"; err == nil || err.Error() != want {
		t.Error(err)
	}
}

// A message is of one package, and what another one said can still be told.
func TestFaultsOfOtherPackages(t *testing.T) {
	for name, test := range map[string]struct {
		set  string
		want error
	}{
		"a span":     {`{"terminate_now[0].ends": "request + 14"}`, calendar.ErrSyntax},
		"a day":      {`{"effective.from": "2020-02-30"}`, calendar.ErrDate},
		"a unit":     {`{"terminate_now[0].payout.unit": "dayz"}`, calendar.ErrSyntax},
		"a rounding": {`{"rounding": "half-up"}`, money.ErrRounding},
		"an amount":  {`{"terminate_now[0].refund.amount": {"amount": "5.0", "currency": "EUR"}}`, money.ErrPrecision},
		"a currency": {`{"terminate_now[0].refund.amount": {"amount": "5.00", "currency": "XXZ"}}`, money.ErrCurrency},
		"a calendar": {`{"calendar": "XX"}`, holidays.ErrUnknown},
	} {
		f := faultCase{Set: json.RawMessage(test.set)}
		_, _, err := readPolicy(f.input(t, readFaults(t, "documents").Good))
		if !errors.Is(err, test.want) || !errors.Is(err, policy.ErrDocument) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What a source of the host's says is told in full, whatever it wraps.
func TestFaultsOfSources(t *testing.T) {
	d, _, err := readPolicy(readFaults(t, "documents").Good)
	if err != nil {
		t.Fatal(err)
	}
	_, broken := calendar.ParseSpec([]byte("{\n\"weeks\": 1}"))
	_, err = policy.Compile(d, policy.Sources{Calendar: func(string) (*calendar.Calendar, error) { return nil, broken }})
	if broken == nil || err == nil || !errors.Is(err, broken) || !strings.HasSuffix(err.Error(), broken.Error()) {
		t.Errorf("the source said %v\nand the compiler %v", broken, err)
	}
}

// namesNoOther checks that a message does not hold that of another package.
func namesNoOther(t *testing.T, err error) {
	t.Helper()
	var amount *money.Error
	var day *calendar.Error
	if errors.As(err, &amount) && strings.Contains(err.Error(), "money: ") || errors.As(err, &day) && strings.Contains(err.Error(), "calendar: ") {
		t.Errorf("a message in a message: %v", err)
	}
}

// Nothing is wrong with what the faults are planted in.
func TestFaultsAreOfGoodJSON(t *testing.T) {
	_, p, err := readPolicy(readFaults(t, "documents").Good)
	if err != nil {
		t.Fatal(err)
	}
	s, err := policy.ParseSnapshot(readFaults(t, "snapshots").Good)
	if err != nil {
		t.Fatal(err)
	}
	if d := decide(t, p, s, nextDebit); len(d.Findings) > 0 {
		t.Error(sentences(d.Findings))
	}
}

func readPolicy(text []byte) (policy.Document, *policy.Policy, error) {
	d, err := policy.Parse(text)
	if err != nil {
		return d, nil, err
	}
	p, err := policy.Compile(d, policy.Sources{Calendar: holidays.Lookup})
	return d, p, err
}

// refusedByDeciding checks that a snapshot which was not parsed is refused for
// the same fault, without a place in a text. Kinds of events are the exception:
// deciding takes those that no document can name.
func refusedByDeciding(t *testing.T, p *policy.Policy, text []byte, want policy.SnapshotError) {
	t.Helper()
	type unchecked policy.Snapshot // without UnmarshalJSON
	var s unchecked
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	d, err := p.DecideAt(policy.Snapshot(s), nextDebit)
	if err == nil && (strings.HasSuffix(want.Path, "kind") || strings.HasPrefix(want.Path, "complete[")) {
		return
	}
	want.Line, want.Column = 0, 0
	if err == nil || err.Error() != want.Error() || !errors.Is(err, policy.ErrSnapshot) {
		t.Errorf("deciding: %v\nwant      %v", err, &want)
	}
	if !reflect.ValueOf(d).IsZero() {
		t.Error("a decision came with the error")
	}
}

// check compares what was said with the file, or with -update notes it.
func (f *faultCase) check(t *testing.T, err error, findings string) {
	t.Helper()
	text := ""
	if err != nil {
		text = err.Error()
	}
	if *updateFlag {
		f.Error, f.Findings = text, findings
	}
	if text != f.Error || findings != f.Findings {
		t.Errorf("got  %s%s\nwant %s%s", text, findings, f.Error, f.Findings)
	}
	if text+findings == "" {
		t.Error("nothing is wrong")
	}
}

// sentences are the texts of reasons, a line each.
func sentences(all []policy.Reason) string {
	var lines []string
	for _, r := range all {
		lines = append(lines, r.String())
	}
	return strings.Join(lines, "\n")
}

// input makes the text of a case.
func (f *faultCase) input(t *testing.T, good []byte) []byte {
	t.Helper()
	if f.Set == nil {
		return []byte(strings.Repeat(f.Text, max(f.Times, 1)))
	}
	text := string(good)
	dec := json.NewDecoder(bytes.NewReader(f.Set))
	dec.Token() // the brace
	for dec.More() {
		path, err := dec.Token()
		var value json.RawMessage
		if err := errors.Join(err, dec.Decode(&value)); err != nil {
			t.Fatal(err)
		}
		text = put(text, path.(string), repeated(string(value), f.Times))
	}
	return []byte(text)
}

// put sets the value at a path, as errors write it, and leaves the rest of the
// text as it is. What is not there yet is added at the end.
func put(text, path, value string) string {
	step, rest := path, ""
	if i := strings.IndexAny(path[1:], ".["); i >= 0 {
		step, rest = path[:i+1], strings.TrimPrefix(path[i+1:], ".")
	}
	dec := json.NewDecoder(strings.NewReader(text))
	dec.Token() // the bracket
	for i := 0; dec.More(); i++ {
		name := "[" + strconv.Itoa(i) + "]"
		if text[0] == '{' {
			key, _ := dec.Token()
			name = key.(string)
		}
		var old json.RawMessage
		if dec.Decode(&old) != nil {
			break
		}
		if name == step {
			if rest != "" {
				value = put(string(old), rest, value)
			}
			end := int(dec.InputOffset())
			return text[:end-len(old)] + value + text[end:]
		}
	}
	switch {
	case rest == "":
	case rest[0] == '[':
		value = put("[]", rest, value)
	default:
		value = put("{}", rest, value)
	}
	if text[0] == '{' {
		value = strconv.Quote(step) + ": " + value
	}
	end := len(strings.TrimRight(text[:len(text)-1], " \t\n"))
	if end > 1 {
		value = ", " + value
	}
	return text[:end] + value + text[end:]
}

// repeated repeats what is inside a string or an array.
func repeated(value string, times int) string {
	if times == 0 {
		return value
	}
	last := len(value) - 1
	inner := value[1:last]
	if value[0] == '[' {
		inner += ","
	}
	return value[:1] + strings.TrimSuffix(strings.Repeat(inner, times), ",") + value[last:]
}

func readFaults(t *testing.T, name string) faultFile {
	t.Helper()
	text, err := os.ReadFile("testdata/faults/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var file faultFile
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		t.Fatal(err)
	}
	return file
}

// writeFaults writes a file as it was, with other errors, if -update asks for it.
func writeFaults(t *testing.T, name string, file faultFile) {
	t.Helper()
	if !*updateFlag {
		return
	}
	var b bytes.Buffer
	b.WriteString("{\"good\":\n" + string(file.Good) + ",\n\n\"faults\": [\n")
	for i, f := range file.Faults {
		if i > 0 {
			b.WriteString(",\n")
		}
		field := func(before, key string, value any) {
			if !reflect.ValueOf(value).IsZero() || key == "error" || key == "text" && f.Set == nil {
				b.WriteString(before + strconv.Quote(key) + ": " + plainJSON(t, value))
			}
		}
		field("{", "name", f.Name)
		field(",\n ", "text", f.Text)
		if f.Set != nil {
			b.WriteString(",\n \"set\": " + string(f.Set)) // as it was written
		}
		field(",\n ", "times", f.Times)
		field(",\n ", "error", f.Error)
		field(",\n ", "findings", f.Findings)
		b.WriteString("}")
	}
	b.WriteString("\n]}\n")
	if err := os.WriteFile("testdata/faults/"+name+".json", b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// plainJSON writes < and > as they are, and a byte order mark so that it is seen.
func plainJSON(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(strings.TrimSpace(b.String()), "\ufeff", `\ufeff`)
}

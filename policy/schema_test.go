package policy_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/internal/schema/valid"
	"github.com/rescind-go/rescind/policy"
)

// The schemas in the folder schema and the doors of this package agree: a schema
// refuses nothing that is taken here, and everything whose form is wrong.

// A gate is a schema and the door that it stands for.
type gate struct {
	schema *valid.Schema
	form   func([]byte) error // reads
	sense  func([]byte) error // reads, and compiles
}

func gates(t testing.TB) (documents, snapshots gate) {
	t.Helper()
	read := func(name string) *valid.Schema {
		s, err := valid.Read(filepath.Join("schema", name))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	// A schema knows no zones and no calendars: here every name is one.
	fr, err := holidays.Lookup("FR")
	if err != nil {
		t.Fatal(err)
	}
	sources := policy.Sources{
		Zone:     func(string) (*time.Location, error) { return time.UTC, nil },
		Calendar: func(string) (*calendar.Calendar, error) { return fr, nil },
	}
	parse := func(text []byte) error { _, err := policy.Parse(text); return err }
	compile := func(text []byte) error {
		d, err := policy.Parse(text)
		if err == nil {
			_, err = policy.Compile(d, sources)
		}
		return err
	}
	snapshot := func(text []byte) error { _, err := policy.ParseSnapshot(text); return err }
	return gate{read("document.json"), parse, compile}, gate{read("snapshot.json"), snapshot, snapshot}
}

// takes checks that both take a text.
func (g gate) takes(t *testing.T, what string, text []byte) {
	t.Helper()
	if err := g.sense(text); err != nil {
		t.Errorf("%s: the library: %v", what, err)
	}
	if err := g.schema.Check(text); err != nil {
		t.Errorf("%s: the schema: %v", what, err)
	}
}

// refuses checks that both refuse a text.
func (g gate) refuses(t *testing.T, what string, text []byte) {
	t.Helper()
	if g.sense(text) == nil {
		t.Errorf("%s: the library takes %.300s", what, text)
	}
	if g.schema.Check(text) == nil {
		t.Errorf("%s: the schema takes %.300s", what, text)
	}
}

// agrees checks the two halves of the agreement, and returns what is refused
// here and taken by the schema.
func (g gate) agrees(t *testing.T, text []byte) (left error) {
	t.Helper()
	sense, schema := g.sense(text), g.schema.Check(text)
	if schema != nil && sense == nil {
		t.Errorf("only the schema refuses %s: %v", text, schema)
	}
	if schema != nil {
		return nil
	}
	if err := g.form(text); err != nil {
		t.Errorf("the schema takes %s: %v", text, err)
	}
	return sense
}

// The documents and snapshots of the tests are valid, and those that the cases
// are made into. The catalog's own test holds its documents to the schema.
func TestSchemaTakesWhatIsHere(t *testing.T) {
	documents, snapshots := gates(t)
	text, err := os.ReadFile("../examples/decide/snapshot.json")
	if err != nil {
		t.Fatal(err)
	}
	snapshots.takes(t, "the example", text)

	data, err := os.ReadFile("testdata/billing.json")
	if err != nil {
		t.Fatal(err)
	}
	for i, raw := range billingCases(t, data) {
		c, err := readBillingCase(raw)
		if err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("billing.json[%d]", i)
		if d, err := c.document(c.Rounding, c.PriorMode); err == nil {
			documents.takes(t, name, []byte(asJSON(d)))
		}
		snapshots.takes(t, name, []byte(asJSON(c.snapshot())))
	}
	for _, d := range varied(t) {
		documents.takes(t, d.name, []byte(asJSON(d.doc)))
	}
	for i := range 300 {
		c := &choices{rng: rand.New(rand.NewPCG(*seedFlag, uint64(i)))}
		if s := []byte(asJSON(c.snapshot(shape{faults: true, overReturn: true}))); snapshots.sense(s) == nil {
			snapshots.takes(t, "a random snapshot", s)
		}
	}
	snapshots.takes(t, "payments without a state", []byte(asJSON(memberWith(lastPayment(func(p *policy.Payment) { p.State = 0 })))))
}

// Every value of documents and snapshots is changed in every way.
func TestSchemaAgreesOnWhatIsChanged(t *testing.T) {
	documents, snapshots := gates(t)
	left, tried := map[string]bool{}, map[string]int{}
	tryAll := func(g gate, top, text string) {
		for _, changed := range changes(t, top, text, tried) {
			var fault *policy.DocumentError
			if err := firstOf(g.agrees(t, changed)); errors.As(err, &fault) {
				left[fault.Want] = true
			}
		}
	}
	for _, d := range varied(t) {
		tryAll(documents, "document", asJSON(d.doc))
	}
	tryAll(snapshots, "snapshot", asJSON(memberWith(use(nextDebit), func(s *policy.Snapshot) {
		s.StoppedAt, s.EndedAt = nextDebit, paidUntil
		s.Request = policy.Request{At: nextDebit, By: policy.ByEvent, Cause: "death"}
	})))
	for i := range 100 {
		c := &choices{rng: rand.New(rand.NewPCG(*seedFlag, uint64(i)))}
		tryAll(snapshots, "snapshot", asJSON(c.snapshot(shape{})))
	}
	for _, want := range slices.Sorted(maps.Keys(left)) {
		t.Logf("left to Compile: %s", want)
	}
}

// changes returns a text with one value in it changed, in many ways. A place,
// such as charges[].id, is tried a few times and no more, however deep it lies.
func changes(t *testing.T, top, text string, tried map[string]int) (all [][]byte) {
	t.Helper()
	times := 3
	if testing.Short() || underRace {
		times = 1
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var root any
	if err := d.Decode(&root); err != nil {
		t.Fatal(err)
	}
	var walk func(place string, v any, set func(any))
	walk = func(place string, v any, set func(any)) {
		switch v := v.(type) {
		case []any:
			for i := range v {
				walk(place+"[]", v[i], func(to any) { v[i] = to })
			}
		case map[string]any:
			for _, key := range slices.Sorted(maps.Keys(v)) {
				walk(place[strings.LastIndex(place, ".")+1:]+"."+key, v[key], func(to any) { v[key] = to })
			}
		}
		if tried[place]++; tried[place] > times {
			return
		}
		for _, to := range others(v) {
			set(to)
			all = append(all, []byte(asJSON(root)))
		}
		set(v)
	}
	walk(top, root, func(to any) { root = to })
	return all
}

// others are values that might stand where v does.
func others(v any) []any {
	all := []any{nil, true, json.Number("7"), "nonsense", "", []any{}, map[string]any{}, []any{nil}, map[string]any{"amount": "1.00"}}
	switch v := v.(type) {
	case string:
		all = append(all, v+"x", " "+v, v+" ", strings.ToUpper(v), strings.Repeat(v, 130), strings.TrimRight(v, "0"))
	case json.Number:
		all = append(all, json.Number("-1"), json.Number("1.5"), json.Number("366"), json.Number("367"))
	case []any:
		for _, more := range []any{nil, "x", "", map[string]any{}} {
			all = append(all, append(slices.Clone(v), more))
		}
	case map[string]any:
		with := maps.Clone(v)
		with["surprise"] = json.Number("1")
		all = append(all, with)
		for key := range v {
			without := maps.Clone(v)
			delete(without, key)
			all = append(all, without)
			shouted := maps.Clone(without)
			shouted[strings.ToUpper(key)] = v[key]
			all = append(all, shouted)
		}
	}
	return all
}

// Text that outgrows a limit, or misses a form by a little.
func TestSchemaKnowsTheBounds(t *testing.T) {
	documents, snapshots := gates(t)
	const head = `{"id":"x","version":"1","zone":"UTC","calendar":"FR","rounding":"half_up",`
	rule := func(text string) string {
		return head + `"citations":[{"id":"c","title":"t"}],"terminate_now":[{"id":"r","ends":"request",` + text + `}]}`
	}
	refund := func(text string) string {
		return rule(`"refund":{"base":"latest_charge","fraction":"all",` + text + `}`)
	}
	all := `"refund":{"base":"latest_charge","fraction":"all"},`
	fact := func(event, since, count string) string {
		return rule(`"refund":{"fraction":"none"},"when":{"facts":[{"event":"` + event + `","since":"` + since + `","count":"` + count + `"}]}`)
	}
	share := func(text string) string {
		return rule(`"refund":{"base":"latest_charge","fraction":"unused","time":{"day":"used",` + text + `}}`)
	}
	charge := func(text string) string {
		return `{"id":"x","charges":[{"id":"c","at":"2020-02-09T09:00:00Z",` + text + `}]}`
	}
	payment := func(text string) string { return charge(`"payments":[{"id":"p",` + text + `}]`) }
	captured := func(amount, currency string) string {
		return payment(`"captured":{"amount":"` + amount + `","currency":"` + currency + `"}`)
	}
	at := func(text string) string { return `{"id":"x","ended_at":"` + text + `"}` }
	name := strings.Repeat("x", 128)
	for _, tt := range []struct {
		g          gate
		good, evil string
	}{
		{documents, strings.Replace(rule(all+`"cites":["c"]`), `"x"`, `"`+name+`"`, 1), strings.Replace(rule(all+`"cites":["c"]`), `"x"`, `"x`+name+`"`, 1)},
		{documents, rule(all + `"cites":["c"]`), rule(all + `"cites":[""]`)},
		{documents, strings.ReplaceAll(rule(all+`"cites":["c"]`), `"c"`, `"`+name+`"`), strings.ReplaceAll(rule(all+`"cites":["c"]`), `"c"`, `"x`+name+`"`)},
		{documents, rule(all + `"label":"a"`), rule(`"label":"a"`)},
		{documents, head + `"withdraw":[{"id":"r","refuse":true}]}`, head + `"withdraw":[{"id":"r"}]}`},
		{documents, head + `"stop_renewal":[{"id":"r","ends":"period_end"}]}`, head + `"stop_renewal":[{"id":"r"}]}`},
		{documents, refund(`"adjust":[{"minus":{"base":"quote","fraction":"all","quote":"` + name + `"}}]`),
			refund(`"adjust":[{"minus":{"base":"quote","fraction":"all","quote":"x` + name + `"}}]`)},
		{documents, rule(all + `"label":"a"`), strings.Replace(rule(all+`"label":"a"`), `"x"`, `"X"`, 1)},
		{documents, fact("use.video", "contract", "= 0"), fact("use..video", "contract", "= 0")},
		{documents, fact("use", "", "= 0"), fact("Use", "", "= 0")},
		{documents, fact("use", "contract + 1 day", "> 0"), fact("use", "contract + 1 days", "> 0")},
		{documents, fact("use", "contract - 9999 hours", ">= 0"), fact("use", "contract - 10000 hours", ">= 0")},
		{documents, fact("use", "commitment_end - 3 business days", "< 1"), fact("use", "commitment_end - 3 busy days", "< 1")},
		{documents, fact("use", "event", "<= 1000000"), fact("use", "event", "<= 1000001")},
		{documents, fact("use", "term_end + 2 weeks", "> 999999"), fact("use", "term_end +2 weeks", "> 999999")},
		{documents, fact("use", "", "<= 0"), fact("use", "", "< 0")},
		{documents, fact("use", "", "= 10"), fact("use", "", "= 010")},
		{documents, fact("use", "", "= 1"), fact("use", "", "")},
		{documents, refund(`"percent":"100"`), refund(`"percent":"100.5"`)},
		{documents, refund(`"percent":"12.5"`), refund(`"percent":"12.50"`)},
		{documents, refund(`"percent":"0.000001"`), refund(`"percent":"0.0000001"`)},
		{documents, refund(`"percent":"0"`), refund(`"percent":"00"`)},
		{documents, share(`"unit":"1 day"`), share(`"unit":"24 hours"`)},
		{documents, share(`"unit":"2 weeks","begun":"used"`), share(`"unit":"2 business days","begun":"used"`)},
		{documents, share(`"unit":"1 day","over":"30/360"`), share(`"unit":"1 day","over":"30/365"`)},
		{documents, share(`"unit":"1 day","over":"36600 days"`), share(`"unit":"1 day","over":"366000 days"`)},
		{documents, rule(all + `"payout":{"max":366,"unit":"days"}`), rule(all + `"payout":{"max":367,"unit":"days"}`)},
		{documents, rule(all + `"payout":{"max":1,"unit":"days"}`), rule(all + `"payout":{"min":-1,"max":1,"unit":"days"}`)},
		{documents, rule(all + `"payout":{"max":1,"unit":"days"}`), rule(all + `"payout":{"max":1,"unit":"weeks"}`)},
		{documents, rule(all + `"settlement":{"first":"money"}`), rule(all + `"settlement":{"first":"promotional"}`)},
		{documents, rule(all + `"handling":{"money":"support"}`), rule(all + `"handling":{"money":"suport"}`)},
		{documents, rule(all + `"when":{"phase":["trial"]}`), rule(all + `"when":{"phase":[""]}`)},
		{documents, refund(`"adjust":[{"minus":{"base":"amount","fraction":"all","amount":{"amount":"1.00","currency":"EUR"}}}]`),
			refund(`"adjust":[{"minus":{"base":"amount","fraction":"all","amount":{"amount":"1.0","currency":"EUR"}}}]`)},

		{snapshots, `{"id":"` + name + `"}`, `{"id":"` + name + `x"}`},
		{snapshots, `{"id":"x"}`, `{}`},
		{snapshots, captured("-49.00", "EUR"), captured("+49.00", "EUR")},
		{snapshots, captured("0.00", "EUR"), captured("00.00", "EUR")},
		{snapshots, captured("49", "JPY"), captured("49.00", "JPY")},
		{snapshots, captured("0.490", "KWD"), captured("0.49", "KWD")},
		{snapshots, captured("49.0000", "UYW"), captured("49.00", "UYW")},
		{snapshots, captured("49.00", "EUR"), captured("49", "EUR")},
		{snapshots, captured("49.00", "ZWR"), captured("49.00", "XXX")},
		{snapshots, charge(`"phase":"renewal"`), charge(`"phase":"trial"`)},
		{snapshots, charge(`"supersedes":"` + name + `"`), charge(`"supersedes":"x` + name + `"`)},
		{snapshots, payment(`"state":""`), payment(`"state":"paid"`)},
		{snapshots, `{"id":"x","complete":["use"]}`, `{"id":"x","complete":["use."]}`},
		{snapshots, `{"id":"x","request":{"by":"event"}}`, `{"id":"x","request":{"by":""}}`},
		{snapshots, at("1900-01-01T00:00:00Z"), at("1899-12-31T23:59:59Z")},
		{snapshots, at("2199-12-31T23:59:59.999999999Z"), at("2200-01-01T00:00:00Z")},
		{snapshots, at("2020-02-09T09:00:00+01:00"), at("2020-02-09T09:00:00+0100")},
		{snapshots, at("2020-02-09T09:00:00-23:59"), at("2020-02-09T09:00:00-24:00")},
		{snapshots, at("2020-02-09T09:00:00.5Z"), at("2020-02-09T09:00:00,5Z")},
		{snapshots, at("2020-02-09T09:00:00Z"), at("2020-02-09")},
		{snapshots, at("2020-02-09T09:00:00Z"), at("2020-02-09T09:00:60Z")},
		{snapshots, at("2020-02-09T09:00:00Z"), at("")},
	} {
		tt.g.takes(t, tt.good, []byte(tt.good))
		tt.g.refuses(t, tt.evil, []byte(tt.evil))
	}

	// Lists as long as they may be, and longer by one.
	rules := func(action string) func(string) string {
		return func(list string) string { return head + `"` + action + `":` + list + `}` }
	}
	element := func(format string) func(int) string {
		return func(i int) string { return strings.ReplaceAll(format, "#", fmt.Sprint(i)) }
	}
	in := func(before, after string) func(string) string {
		return func(list string) string { return before + list + after }
	}
	none := `"ends":"request","refund":{"fraction":"none"}`
	formula := `{"base":"amount","fraction":"all","amount":{"amount":"1.00","currency":"EUR"}}`
	hole := func(text string) func(string) string {
		before, after, _ := strings.Cut(text, "#")
		return in(before, after)
	}
	for what, tt := range map[string]struct {
		g    gate
		most int
		text func(list string) string
		one  func(i int) string
	}{
		"stop_renewal":   {documents, 1000, rules("stop_renewal"), element(`{"id":"r#","ends":"request"}`)},
		"terminate_now":  {documents, 1000, rules("terminate_now"), element(`{"id":"r#",` + none + `}`)},
		"withdraw":       {documents, 1000, rules("withdraw"), element(`{"id":"r#",` + none + `}`)},
		"resume_renewal": {documents, 1000, rules("resume_renewal"), element(`{"id":"r#"}`)},
		"facts":          {documents, 16, hole(rule(`"refund":{"fraction":"none"},"when":{"facts":#}`)), element(`{"event":"use","count":"= #"}`)},
		"payouts": {documents, 20, hole(rule(all + `"payouts":#`)),
			element(`{"methods":["m#"],"payout":{"max":1,"unit":"days"}}`)},
		"methods":      {documents, 20, hole(rule(all + `"payouts":[{"methods":#,"payout":{"max":1,"unit":"days"}}]`)), element(`"m#"`)},
		"components":   {documents, 20, hole(refund(`"components":#`)), element(`"m#"`)},
		"keep":         {documents, 20, hole(refund(`"keep":#`)), element(`"m#"`)},
		"adjust":       {documents, 8, hole(refund(`"adjust":#`)), element(`{"minus":` + formula + `}`)},
		"minus_larger": {documents, 4, hole(refund(`"adjust":[{"minus_larger":#}]`)), element(formula)},
		"steps": {documents, 1000, hole(rule(`"refund":{"base":"latest_charge","fraction":"steps","steps":#}`)), func(i int) string {
			return strings.Replace(fmt.Sprintf(`{"percent":"5","until":"contract + %d days"}`, i+2), `"until":"contract + 1001 days"`, `"until":""`, 1)
		}},

		"instalments": {snapshots, 1000, in(`{"id":"x","instalments":`, `}`), element(`{"id":"i#","at":"2020-02-09T09:00:00Z"}`)},
		"pauses":      {snapshots, 100, in(`{"id":"x","pauses":`, `}`), element(`{}`)},
		"charges":     {snapshots, 10_000, in(`{"id":"x","charges":`, `}`), element(`{"id":"c#","at":"2020-02-09T09:00:00Z"}`)},
		"quotes":      {snapshots, 1000, in(`{"id":"x","quotes":`, `}`), element(`{"name":"q#"}`)},
		"events":      {snapshots, 100_000, in(`{"id":"x","events":`, `}`), element(`{"kind":"u","at":"2020-02-09T09:00:00Z"}`)},
		"complete":    {snapshots, 1000, in(`{"id":"x","complete":`, `}`), element(`"k#"`)},
		"parts":       {snapshots, 50, hole(charge(`"components":#`)), element(`{"name":"n#"}`)},
		"payments":    {snapshots, 100, hole(charge(`"payments":#`)), element(`{"id":"p#"}`)},
		"refunds":     {snapshots, 1000, hole(payment(`"refunds":#`)), element(`{}`)},
		"credits":     {snapshots, 1000, hole(payment(`"credits":#`)), element(`{}`)},
		"disputes":    {snapshots, 1000, hole(payment(`"disputes":#`)), element(`{}`)},
	} {
		list := func(n int) []byte {
			var b bytes.Buffer
			b.WriteByte('[')
			for i := range n {
				if i > 0 {
					b.WriteByte(',')
				}
				b.WriteString(tt.one(i))
			}
			b.WriteByte(']')
			return []byte(tt.text(b.String()))
		}
		tt.g.takes(t, what, list(tt.most))
		tt.g.refuses(t, what, list(tt.most+1))
	}
}

// What a test refuses already, the schema refuses too, if it is JSON at all. The
// exceptions cannot be said in a schema.
func TestSchemaRefusesWhatIsHostile(t *testing.T) {
	documents, snapshots := gates(t)
	unsaid := []string{
		"key twice", "key twice, escaped", "key twice, deep", "amount twice", "not UTF-8", "half a surrogate",
		"amount beyond int64", "30 February", "year 1900, east of it", "year 2199, west of it",
	}
	refused := func(g gate, all []hostile) {
		for _, h := range all {
			if took := g.schema.Check([]byte(h.text)) == nil; took && !slices.Contains(unsaid, h.name) {
				t.Errorf("%s: the schema takes %.200s", h.name, h.text)
			}
		}
	}
	refused(documents, hostileDocuments())
	refused(snapshots, hostileSnapshots())
	// Editors find a schema by the file's name: a document has no room to name it.
	documents.refuses(t, "$schema", []byte(strings.Replace(asJSON(primeDocument(t)), `{`, `{"$schema":"document.json",`, 1)))
}

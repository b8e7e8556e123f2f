package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

var write = flag.Bool("write", false, "write timeline.svg anew")

// call runs the program with a clock that stands still.
func call(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	clock := func() time.Time { return time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC) }
	code = run(args, &out, &errs, clock)
	return code, out.String(), errs.String()
}

// must returns the picture that the program draws.
func must(t *testing.T, args ...string) string {
	t.Helper()
	code, out, errs := call(args...)
	if code != 0 || errs != "" {
		t.Fatalf("%q: exit %d, standard error %q", args, code, errs)
	}
	return out
}

// file writes a file that lasts as long as the test.
func file(t *testing.T, name, text string) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// The picture that the README shows is the program's:
//
//	go test ./examples/picture -write
func TestPictureIsCommitted(t *testing.T) {
	got := must(t)
	if *write {
		if err := os.WriteFile("timeline.svg", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("timeline.svg")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("timeline.svg is not what the program writes; if that is right, run go test ./examples/picture -write\n%s", got)
	}
}

func TestPictureMarksToday(t *testing.T) {
	const snapshot = "../decide/snapshot.json"
	for name, test := range map[string]struct {
		args []string
		want []string // texts
		not  string
	}{
		"own":            {nil, []string{"today: 45.17 EUR", "20 Aug 2026", "84.99 EUR", "70.79 EUR", "annual-60-days", "no-notice-before-renewal", "due", "refused"}, ""},
		"another day":    {[]string{"-at", "2026-03-10T10:00:00+01:00"}, []string{"today: 84.99 EUR", "10 Mar 2026"}, ""},
		"refused":        {[]string{"-at", "2027-03-10T10:00:00+01:00"}, []string{"today: refused", "10 Mar 2027"}, ""},
		"the clock's":    {[]string{"-snapshot", "snapshot.json"}, []string{"1 Sep 2026"}, ""},
		"ask":            {[]string{"-policy", "canva-auto-refund", "-at", "2026-08-20T10:00:00+02:00"}, []string{"today: ask, at most 84.99 EUR", "ask"}, ""},
		"before":         {[]string{"-from", "2026-09-01T00:00:00Z"}, []string{"no-notice-before-renewal"}, "today"},
		"after":          {[]string{"-until", "2026-05-01T00:00:00Z"}, []string{"annual-60-days"}, "today"},
		"nothing at all": {[]string{"-until", "2020-05-01T00:00:00Z"}, []string{"2 Mar 2026"}, "today"},
		"another action": {[]string{"-action", "stop_renewal", "-policy", "norton-refund"}, []string{"stop-at-period-end"}, "EUR"},
		"the seed's":     {[]string{"-policy", "amazon-prime-fr@2020-02", "-snapshot", snapshot, "-at", "2020-04-09T15:00:00+02:00"}, []string{"today: 49.00 EUR", "paid-unused"}, ""},
	} {
		texts := labels(t, must(t, test.args...))
		for _, want := range test.want {
			if !slices.ContainsFunc(texts, func(l label) bool { return l.text == want }) {
				t.Errorf("%s: %q is not among %v", name, want, texts)
			}
		}
		for _, l := range texts {
			if test.not != "" && strings.Contains(l.text, test.not) {
				t.Errorf("%s: unexpected %q", name, l.text)
			}
		}
	}
}

// gallery returns arguments for pictures of every policy of the catalog, and of
// all kinds of texts, sums and times.
func gallery(t *testing.T) [][]string {
	t.Helper()
	var all [][]string
	for d := range catalog.All() {
		id := d.ID + "@" + d.Version
		all = append(all, []string{"-policy", id}, []string{"-policy", id, "-action", "withdraw", "-at", "2026-03-05T12:00:00Z"})
	}
	all = append(all,
		[]string{"-at", "1900-01-02T00:00:00Z", "-until", "2199-12-31T00:00:00Z"},
		[]string{"-at", "2026-03-02T08:00:00Z", "-until", "2026-03-02T08:00:01Z"},
		[]string{"-at", "2026-08-20T08:00:00Z", "-from", "2026-08-20T08:00:00Z", "-until", "2026-08-20T08:00:00Z"},
		[]string{"-from", "2026-04-20T08:00:00Z", "-until", "2026-05-20T08:00:00Z"},
		[]string{"-snapshot", file(t, "empty.json", `{"id":"s"}`)},
	)
	const hostile = `<script>alert("1")</script> & 'quoted' ]]> <!-- 統一碼 `
	evil := file(t, "evil.json", `{"id":"evil","version":"1","title":`+strconv.Quote(strings.Repeat(hostile, 3))+`,"zone":"Asia/Tokyo","rounding":"half_up",
		"terminate_now":[
			{"id":"short","when":{"window":{"until":"latest_charge + 20 days"}},"ends":"request","refund":{"base":"latest_charge","fraction":"all"}},
			{"id":"a-very-long-name-of-a-rule-which-says-all-that-it-does-at-great-length-and-then-some","when":{"window":{"until":"latest_charge + 40 days"}},"ends":"request","refund":{"base":"latest_charge","fraction":"all"}},
			{"id":"rest","ends":"request","refund":{"base":"latest_charge","ask":"support"}}]}`)
	for _, paid := range []string{`"0.01","currency":"EUR"`, `"49.00","currency":"EUR"`, `"1000000000.00","currency":"EUR"`, `"92233720368547758.07","currency":"EUR"`, `"4900","currency":"JPY"`} {
		snapshot := file(t, "s.json", `{"id":"s","charges":[{"id":"c","at":"2026-03-02T09:00:00Z","phase":"initial",
			"covers":{"start":"2026-03-02T09:00:00Z","end":"2027-03-02T09:00:00Z"},
			"payments":[{"id":"p","state":"captured","captured":{"amount":`+paid+`}}]}]}`)
		for _, at := range []string{"2026-03-02T09:00:00Z", "2026-03-20T00:00:00Z", "2026-10-01T00:00:00Z", "2027-04-01T12:00:00Z"} {
			all = append(all, []string{"-policy", evil, "-snapshot", snapshot, "-at", at}, []string{"-policy", "wix-il", "-snapshot", snapshot, "-at", at})
		}
	}
	return all
}

func TestPictureIsWellFormed(t *testing.T) {
	for _, args := range gallery(t) {
		out := must(t, args...)
		dec := xml.NewDecoder(strings.NewReader(out))
		elements := map[string]int{}
		for {
			token, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%q: %v\n%s", args, err, out)
			}
			if e, ok := token.(xml.StartElement); ok {
				elements[e.Name.Local]++
			}
		}
		for _, once := range []string{"svg", "title", "desc", "style"} {
			if elements[once] != 1 {
				t.Errorf("%q: %d elements %s", args, elements[once], once)
			}
		}
		if elements["script"] > 0 || strings.Contains(out, "NaN") || strings.Contains(out, `="-`) {
			t.Errorf("%q: %s", args, out)
		}
	}
}

// Texts of every picture lie on the page, and none on another.
func TestLabelsDoNotOverlap(t *testing.T) {
	for _, args := range gallery(t) {
		texts := labels(t, must(t, args...))
		for i, l := range texts {
			b := l.box()
			if b.left < 0 || b.top < 0 || b.right > width || b.bottom > height {
				t.Errorf("%q: %q is cut off", args, l.text)
			}
			for _, other := range texts[:i] {
				if b.overlaps(other.box()) {
					t.Errorf("%q: %q lies on %q", args, l.text, other.text)
				}
			}
		}
	}
}

// A sum of another currency than the axis has is not drawn as one of it.
func TestOtherCurrency(t *testing.T) {
	const charge = `{"id":"YEAR","at":"YEAR-03-02T09:00:00Z","phase":"renewal","covers":{"start":"YEAR-03-02T09:00:00Z","end":"NEXT-03-02T09:00:00Z"},
		"payments":[{"id":"pYEAR","state":"captured","captured":{"amount":"120.00","currency":"CODE"}}]}`
	first := strings.NewReplacer("YEAR", "2025", "NEXT", "2026", "CODE", "ILS").Replace(charge)
	second := strings.NewReplacer("YEAR", "2026", "NEXT", "2027", "CODE", "USD").Replace(charge)
	snapshot := file(t, "two.json", `{"id":"s","charges":[`+first+`,`+second+`]}`)
	out := must(t, "-policy", "wix-il", "-snapshot", snapshot, "-from", "2025-03-02T09:00:00Z", "-at", "2025-08-20T10:00:00Z", "-until", "2027-03-10T00:00:00Z")
	for _, want := range []string{">120.00 ILS<", ">not in ILS<"} {
		if !strings.Contains(out, want) {
			t.Errorf("want %s in\n%s", want, out)
		}
	}
	if n := strings.Count(out, `class="line"`); n != 2 {
		t.Errorf("%d lines, want those of the first year, before today and after", n)
	}
	out = must(t, "-policy", "wix-il", "-snapshot", snapshot, "-from", "2025-03-02T09:00:00Z", "-at", "2026-08-20T10:00:00Z")
	if !strings.Contains(out, ">today: not in ILS<") || strings.Contains(out, "<circle") {
		t.Errorf("today's sum is in USD:\n%s", out)
	}
}

func TestWords(t *testing.T) {
	p := plot{currency: money.MustParseCurrency("EUR")}
	for _, test := range []struct {
		worth worth
		want  string
	}{
		{worth{}, "refused"},
		{worth{answer: policy.Allowed}, "0.00 EUR"},
		{worth{answer: policy.Allowed, least: 4900, most: 4900}, "49.00 EUR"},
		{worth{answer: policy.Allowed, least: 100, most: 4900}, "ask, at least 1.00 EUR, at most 49.00 EUR"},
		{worth{answer: policy.Undecided, unbounded: true}, "ask"},
		{worth{answer: policy.Undecided, most: 4900}, "ask, at most 49.00 EUR"},
		{worth{answer: policy.Allowed, foreign: true}, "not in EUR"},
	} {
		if got := p.words(test.worth); got != test.want {
			t.Errorf("%+v: %q, want %q", test.worth, got, test.want)
		}
	}
}

// What has no upper bound reaches to the top of the plot.
func TestUnbounded(t *testing.T) {
	from := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	w := worth{answer: policy.Undecided, unbounded: true}
	p := plot{from: from, until: from.AddDate(1, 0, 0), at: from.AddDate(0, 6, 0), today: w}
	p.stretches = []stretch{{p.from, p.until, "rule", w, w}}
	if out := draw(p); !strings.Contains(out, `class="ask" d="M64 318V102L776 102V318Z"`) || !strings.Contains(out, ">today: ask<") {
		t.Error(out)
	}
}

// labels reads the texts of a picture.
func labels(t *testing.T, svg string) []label {
	t.Helper()
	var doc struct {
		Texts []struct {
			X      float64 `xml:"x,attr"`
			Y      float64 `xml:"y,attr"`
			Anchor string  `xml:"text-anchor,attr"`
			Class  string  `xml:"class,attr"`
			Text   string  `xml:",chardata"`
		} `xml:"text"`
	}
	if err := xml.Unmarshal([]byte(svg), &doc); err != nil {
		t.Fatal(err)
	}
	var all []label
	for _, e := range doc.Texts {
		all = append(all, label{px(math.Round(e.X * 10)), px(math.Round(e.Y * 10)), e.Anchor, e.Class, e.Text})
	}
	return all
}

func TestTicks(t *testing.T) {
	for most, want := range map[string]string{
		"0.00 EUR":          "0.00 EUR",
		"0.01 EUR":          "0.00 EUR, 0.01 EUR",
		"0.07 EUR":          "0.00 EUR, 0.02 EUR, 0.04 EUR, 0.06 EUR, 0.08 EUR",
		"49.00 EUR":         "0.00 EUR, 10.00 EUR, 20.00 EUR, 30.00 EUR, 40.00 EUR, 50.00 EUR",
		"84.99 EUR":         "0.00 EUR, 20.00 EUR, 40.00 EUR, 60.00 EUR, 80.00 EUR, 100.00 EUR",
		"100.00 EUR":        "0.00 EUR, 20.00 EUR, 40.00 EUR, 60.00 EUR, 80.00 EUR, 100.00 EUR",
		"100.01 EUR":        "0.00 EUR, 50.00 EUR, 100.00 EUR, 150.00 EUR",
		"1000000000.00 EUR": "0.00 EUR, 200000000.00 EUR, 400000000.00 EUR, 600000000.00 EUR, 800000000.00 EUR, 1000000000.00 EUR",
		"4900 JPY":          "0 JPY, 1000 JPY, 2000 JPY, 3000 JPY, 4000 JPY, 5000 JPY",
		"1.250 KWD":         "0.000 KWD, 0.500 KWD, 1.000 KWD, 1.500 KWD",
	} {
		a := money.MustParse(most)
		p := plot{currency: a.Currency()}
		var got []string
		for _, n := range ticks(a.Minor()) {
			got = append(got, p.amount(n))
		}
		if got := strings.Join(got, ", "); got != want {
			t.Errorf("up to %s: %s, want %s", most, got, want)
		}
	}
	if got := ticks(math.MaxInt64); len(got) > 6 || !slices.IsSorted(got) {
		t.Errorf("up to the largest sum: %v", got)
	}
	if got := (&plot{}).amount(0); got != "0" {
		t.Errorf("without a currency: %q, want 0", got)
	}
}

func TestDates(t *testing.T) {
	for _, test := range []struct{ from, until, want string }{
		{"2026-03-02", "2026-03-02", ""},
		{"2026-03-02", "2026-03-06", "2026-03-03 2026-03-04 2026-03-05"},
		{"2026-03-02", "2026-03-30", "2026-03-09 2026-03-16 2026-03-23"},
		{"2026-03-02", "2027-04-02", "2026-05-01 2026-07-01 2026-09-01 2026-11-01 2027-01-01 2027-03-01"},
		{"1900-01-01", "2200-01-01", "1950-01-01 2000-01-01 2050-01-01 2100-01-01 2150-01-01"},
	} {
		from, err1 := time.Parse(time.DateOnly, test.from)
		until, err2 := time.Parse(time.DateOnly, test.until)
		var got []string
		for _, d := range dates(from, until) {
			got = append(got, d.String())
		}
		if got := strings.Join(got, " "); err1 != nil || err2 != nil || got != test.want {
			t.Errorf("from %s to %s: %s, want %s", test.from, test.until, got, test.want)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, test := range []struct {
		text string
		room px
		want string
	}{
		{"renewal-30-days", 2000, "renewal-30-days"},
		{"renewal-30-days", 750, "renewal…"},
		{"renewal-30-days", 300, ""},
		{"", 0, ""},
	} {
		if got := shorten(test.text, textSize, test.room); got != test.want {
			t.Errorf("%q in %v: %q, want %q", test.text, test.room, got, test.want)
		}
	}
}

// Text has the contrast that the level AA of the accessibility guidelines asks for,
// on the paper and on the bands, in light and in dark.
func TestContrast(t *testing.T) {
	light, dark, ok := strings.Cut(style, "@media (prefers-color-scheme: dark)")
	if !ok {
		t.Fatal("the style has nothing for dark")
	}
	for name, css := range map[string]string{"light": light, "dark": dark} {
		for _, text := range []string{"--ink", "--quiet", "--sum", "--today"} {
			for _, ground := range []string{"--paper", "--band"} {
				a, b := luminance(t, css, text), luminance(t, css, ground)
				if c := (max(a, b) + 0.05) / (min(a, b) + 0.05); c < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.1f, want 4.5", name, text, ground, c)
				}
			}
		}
	}
}

// luminance returns how light a colour of the style is.
func luminance(t *testing.T, css, name string) float64 {
	t.Helper()
	_, value, _ := strings.Cut(css, name+": #")
	n, err := strconv.ParseUint(value[:min(6, len(value))], 16, 32)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	channel := func(shift uint) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}

func TestBadInputIsOneMessageAndExit2(t *testing.T) {
	bad := file(t, "bad.json", `{"id":"x","version":"1","zone":"Mars/Olympus","rounding":"half_up"}`)
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"unknown flag":      {[]string{"-nope"}, "nope"},
		"an argument":       {[]string{"member.json"}, `unexpected argument "member.json"`},
		"unknown policy":    {[]string{"-policy", "acme"}, `"acme": All lists those there are`},
		"unknown statute":   {[]string{"-policy", "norton-refund,acme"}, "-policy acme"},
		"too many statutes": {[]string{"-policy", "norton-refund" + strings.Repeat(",fr-l215-1", 17)}, "at most 16"},
		"no such policy":    {[]string{"-policy", "none.json"}, "none.json"},
		"bad policy":        {[]string{"-policy", bad}, `zone: "Mars/Olympus"`},
		"no such snapshot":  {[]string{"-snapshot", "none.json"}, "-snapshot none.json"},
		"bad snapshot":      {[]string{"-snapshot", bad}, `"version"`},
		"bad -at":           {[]string{"-at", "yesterday"}, `-at "yesterday": want an instant as in 20`},
		"bad -from":         {[]string{"-from", "2026-13-01"}, `-from "2026-13-01"`},
		"bad -until":        {[]string{"-until", "soon"}, `-until "soon"`},
		"bad action":        {[]string{"-action", "cancel"}, `"cancel"`},
		"year 9999":         {[]string{"-at", "9999-01-01T00:00:00Z"}, "year 9999"},
		"from year 1800":    {[]string{"-from", "1800-01-01T00:00:00Z"}, "from 1799-12-31"},
		"until year 2500":   {[]string{"-until", "2500-01-01T00:00:00Z"}, "until 2499-12-31"},
	} {
		code, out, errs := call(test.args...)
		if code != 2 || out != "" {
			t.Errorf("%s: exit %d, standard output %q", name, code, out)
		}
		if !strings.Contains(errs, test.want) || strings.Contains(errs, "goroutine") {
			t.Errorf("%s: want %q in %q", name, test.want, errs)
		}
	}
	if code, _, _ := call("-help"); code != 0 {
		t.Errorf("-help: exit %d", code)
	}
}

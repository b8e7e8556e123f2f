package policy_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/shopspring/decimal"

	"github.com/rescind-go/rescind/policy"
)

// sample decides a few hundred cases under every document and writes down the
// decisions, the snapshots and the documents.
func sample(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	n := 400
	if underRace || testing.Short() {
		n = 60
	}
	for i := range n {
		c := &choices{rng: rand.New(rand.NewPCG(7, uint64(i)))}
		// Compiled here, so that what Compile does is compared too.
		doc := c.document()
		s := c.snapshot(shape{faults: true})
		p, at := mustCompile(t, doc), c.at(s)
		d, err := p.DecideAt(s, at)
		r, _ := p.Record(s, at)
		record, _ := r.Canonical()
		back, err2 := policy.ParseSnapshot([]byte(asJSON(s)))
		fmt.Fprintln(&b, asJSON(doc), asJSON(d), err, asJSON(back), err2, string(record), r.Digest)
		for _, r := range allReasons(d) {
			fmt.Fprintln(&b, r)
		}
	}
	p := primePolicy(t)
	for _, at := range []time.Time{trialStart, firstDebit, nextDebit, paidUntil} {
		fmt.Fprintln(&b, asJSON(decide(t, p, member(), at)))
	}
	return b.Bytes()
}

// Whatever a host does to the variables of packages that are linked, the bytes
// stay the same.
func TestHostileGlobals(t *testing.T) {
	want := sample(t)
	precision, quotes, loc, local := decimal.DivisionPrecision, decimal.MarshalJSONWithoutQuotes, cal.DefaultLoc, time.Local
	trim, scientific := decimal.TrimTrailingZeros, decimal.UseScientificNotation
	restore := func() {
		decimal.TrimTrailingZeros, decimal.UseScientificNotation = trim, scientific
		decimal.DivisionPrecision, decimal.MarshalJSONWithoutQuotes = precision, quotes
		cal.DefaultLoc, time.Local = loc, local
	}
	defer restore()
	for name, spoil := range map[string]func(){
		"decimal.DivisionPrecision":        func() { decimal.DivisionPrecision = 0 },
		"decimal.DivisionPrecision < 0":    func() { decimal.DivisionPrecision = -5 },
		"decimal.MarshalJSONWithoutQuotes": func() { decimal.MarshalJSONWithoutQuotes = true },
		"decimal.TrimTrailingZeros":        func() { decimal.TrimTrailingZeros = !trim },
		"decimal.UseScientificNotation":    func() { decimal.UseScientificNotation = !scientific },
		"cal.DefaultLoc":                   func() { cal.DefaultLoc = time.FixedZone("odd", 12345) },
		"cal.DefaultLoc nil":               func() { cal.DefaultLoc = nil },
		"time.Local":                       func() { time.Local = time.FixedZone("odd", -12345) },
		"all of them": func() {
			decimal.DivisionPrecision, decimal.MarshalJSONWithoutQuotes = 0, true
			decimal.TrimTrailingZeros, decimal.UseScientificNotation = !trim, !scientific
			cal.DefaultLoc, time.Local = nil, time.FixedZone("Europe/Paris", 14*3600)
		},
	} {
		spoil()
		got := sample(t)
		restore()
		if !bytes.Equal(got, want) {
			t.Errorf("%s changes the answers", name)
		}
	}
}

// The same for the machine's zone: the test runs itself under others.
func TestSameBytesUnderEveryTZ(t *testing.T) {
	const marker = "RESCIND_POLICY_PRINT_SAMPLE"
	if os.Getenv(marker) != "" {
		if err := os.WriteFile(os.Getenv(marker), sample(t), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want := sample(t)
	for _, tz := range []string{"UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati", "", "No/Such_Zone"} {
		file := t.TempDir() + "/sample"
		cmd := exec.Command(os.Args[0], "-test.run=^TestSameBytesUnderEveryTZ$", "-test.count=1",
			fmt.Sprintf("-test.short=%t", testing.Short()), fmt.Sprintf("-seed=%d", *seedFlag), fmt.Sprintf("-cases=%d", *casesFlag))
		for _, v := range os.Environ() {
			if !strings.HasPrefix(v, "TZ=") {
				cmd.Env = append(cmd.Env, v)
			}
		}
		cmd.Env = append(cmd.Env, "TZ="+tz, marker+"="+file)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("TZ=%s: %v\n%s", tz, err, out)
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("TZ=%s changes the answers", tz)
		}
	}
}

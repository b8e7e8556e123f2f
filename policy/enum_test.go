package policy_test

import (
	"encoding"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/rescind-go/rescind/policy"
)

// text is what every enumeration can do.
type text interface {
	fmt.Stringer
	encoding.TextMarshaler
}

// enumeration tests one type: its words, from the value first on.
func enumeration[T interface {
	~uint8
	text
}, P interface {
	*T
	encoding.TextUnmarshaler
}](t *testing.T, first uint8, words ...string) {
	t.Helper()
	name := reflect.TypeFor[T]().Name()
	known := map[uint8]string{0: ""}
	for i, word := range words {
		known[first+uint8(i)] = word
	}
	for n := range 256 {
		v := T(n)
		word, ok := known[uint8(n)]
		written, err := v.MarshalText()
		if !ok {
			if want := fmt.Sprintf("%s(%d)", name, n); v.String() != want || err == nil {
				t.Errorf("%s %d is unknown, prints as %q, and is written as %q, %v", name, n, v, written, err)
			}
			continue
		}
		if v.String() != word || string(written) != word || err != nil {
			t.Errorf("%s %d: prints as %q, is written as %q, %v, want %q", name, n, v, written, err, word)
		}
		back := T(77)
		if err := P(&back).UnmarshalText([]byte(word)); err != nil || back != v {
			t.Errorf("%s %q is read as %d: %v", name, word, back, err)
		}
	}
	for _, wrong := range []string{"nonsense", " ", words[0] + " ", "X" + words[0], fmt.Sprintf("%s(%d)", name, 99), "\x00"} {
		v := T(1)
		if err := P(&v).UnmarshalText([]byte(wrong)); err == nil {
			t.Errorf("%s takes %q for %d", name, wrong, v)
		}
	}
}

func TestEnumerations(t *testing.T) {
	enumeration[policy.Action](t, 1, "stop_renewal", "terminate_now", "withdraw", "resume_renewal")
	enumeration[policy.Answer](t, 0, "refused", "undecided", "allowed")
	enumeration[policy.SumState](t, 0, "none", "exact", "undecided", "quoted")
	enumeration[policy.Phase](t, 1, "before_start", "trial", "initial", "renewal", "due", "ended")
	enumeration[policy.Initiator](t, 0, "customer", "vendor", "vendor_for_cause", "event")
	enumeration[policy.Handler](t, 1, "automatic", "support", "biller", "bank", "in_person", "letter")
	enumeration[policy.Operation](t, 1, "refund", "cancel_debit", "void", "credit", "reduce")
	enumeration[policy.PaymentState](t, 1, "captured", "pending", "authorized", "failed", "voided")
	enumeration[policy.RefundState](t, 0, "succeeded", "pending", "failed")
	enumeration[policy.DisputeState](t, 0, "open", "won", "lost")
	enumeration[policy.Base](t, 1, "latest_charge", "term_charges", "all_charges", "list_price", "discount", "unbilled", "open_charges", "amount", "quote")
	enumeration[policy.Fraction](t, 1, "none", "all", "unused", "used", "steps", "quoted")
	enumeration[policy.Use](t, 1, "used", "unused")
	enumeration[policy.Class](t, 1, "money", "stored_value", "promotional")
	enumeration[policy.Remedy](t, 1, "settlement", "outcome", "other_method")
	enumeration[policy.ClaimKind](t, 1, "fee", "instalment", "open_charge")
	enumeration[policy.Earlier](t, 0, "capped", "deducted", "netted")
	enumeration[policy.Form](t, 0, "as_paid", "credit", "offset", "chosen")
	enumeration[policy.Order](t, 0, "in_proportion", "newest_first", "oldest_first")
	enumeration[policy.Confidence](t, 1, "read", "second_hand", "open")
	// Only ever added to, at the end.
	enumeration[policy.Field](t, 1, "phase", "stopped", "unpaid", "grace", "running", "findings",
		"answer", "rule", "label", "ends", "access", "refund", "refund_blocked", "credit", "credit_blocked", "due",
		"parts", "lines", "claims", "handling", "money_handling", "deadline", "forfeits", "payout", "payout_count",
		"reason", "reasons", "alternative")
}

func TestMoments(t *testing.T) {
	for _, tt := range []struct {
		moment policy.Moment
		prints string
		want   string
	}{
		{policy.Moment{}, "", ""},
		{policy.Moment{Kind: policy.Fixed, At: firstDebit}, "2020-02-09T09:00:00+01:00", "2020-02-09T09:00:00+01:00"},
		{policy.Moment{Kind: policy.Fixed, At: firstDebit.Add(1)}, "2020-02-09T09:00:00.000000001+01:00", "2020-02-09T09:00:00.000000001+01:00"},
		{policy.Moment{Kind: policy.AtRequest}, "at the request", "request"},
		{policy.Moment{Kind: policy.Never}, "never", "never"},
	} {
		text, err := tt.moment.MarshalText()
		if tt.moment.String() != tt.prints || string(text) != tt.want || err != nil {
			t.Errorf("%+v: prints as %q, is written as %q, %v", tt.moment, tt.moment, text, err)
		}
		var back policy.Moment
		if err := back.UnmarshalText(text); err != nil || back.Kind != tt.moment.Kind || !back.At.Equal(tt.moment.At) {
			t.Errorf("%q is read as %+v: %v", text, back, err)
		}
		if at, ok := tt.moment.Time(); ok != (tt.moment.Kind == policy.Fixed) || ok && !at.Equal(tt.moment.At) {
			t.Errorf("%+v: %s, %v", tt.moment, at, ok)
		}
	}
	odd := policy.Moment{Kind: 9}
	if _, err := odd.MarshalText(); err == nil || odd.String() != "MomentKind(9)" {
		t.Errorf("%s, %v", odd, err)
	}
	for _, wrong := range []string{"now", "Never", "2020-02-09", " never"} {
		var m policy.Moment
		if m.UnmarshalText([]byte(wrong)) == nil {
			t.Errorf("takes %q for %s", wrong, m)
		}
	}
	if _, err := (policy.Moment{Kind: policy.Fixed, At: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}).MarshalText(); err == nil {
		t.Error("writes the year 10000")
	}
}

func TestSums(t *testing.T) {
	for want, sum := range map[string]policy.Sum{
		"none":      {},
		"49.00 EUR": {State: policy.SumExact, Amount: eur(4900)},
		"0.00 EUR":  {State: policy.SumExact, Amount: eur(0)},
		"1.00 EUR":  {State: policy.SumQuoted, Amount: eur(100)},
		"undecided": {State: policy.SumUndecided},
		"undecided, at most 49.00 EUR: ask support":                      {State: policy.SumUndecided, Ask: policy.Support, Least: eur(0), Most: eur(4900)},
		"undecided, at least 1.00 EUR, at most 49.00 EUR: ask in person": {State: policy.SumUndecided, Ask: policy.InPerson, Least: eur(100), Most: eur(4900)},
		"SumState(9)": {State: 9},
	} {
		if got := sum.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestVerdictsOfADecision(t *testing.T) {
	var zero policy.Decision
	n := policy.Action(0)
	for a, v := range zero.Verdicts() {
		if n++; a != n || v.Allowed() || v.Answer != policy.Refused {
			t.Errorf("%s: %s", a, asJSON(v))
		}
		if a == policy.Withdraw {
			break
		}
	}
	d := decide(t, primePolicy(t), member(), nextDebit)
	for a, v := range d.Verdicts() {
		if asJSON(d.Verdict(a)) != asJSON(v) {
			t.Errorf("%s differs", a)
		}
	}
	for _, a := range []policy.Action{0, 5, 99} {
		if v := d.Verdict(a); !reflect.DeepEqual(v, policy.Verdict{}) {
			t.Errorf("%s has a verdict: %s", a, asJSON(v))
		}
	}
}

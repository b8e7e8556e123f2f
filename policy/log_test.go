package policy_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/policy"
)

// secret is in every name that only the host knows.
const secret = "qzx"

// hideNames puts the secret into every name of a snapshot, and into facts that
// nobody asks for.
func hideNames(s policy.Snapshot) policy.Snapshot {
	s = deepCopy(s)
	hide := func(names ...*string) {
		for _, name := range names {
			if *name != "" {
				*name = secret + *name
			}
		}
	}
	hide(&s.ID, &s.Revision, &s.Market, &s.Plan, &s.Channel)
	for i := range s.Charges {
		ch := &s.Charges[i]
		hide(&ch.ID, &ch.Supersedes)
		for j := range ch.Components {
			hide(&ch.Components[j].Name, &ch.Components[j].Of)
		}
		for j := range ch.Payments {
			p := &ch.Payments[j]
			hide(&p.ID, &p.Method)
			for k := range p.Refunds {
				hide(&p.Refunds[k].ID)
			}
			for k := range p.Credits {
				hide(&p.Credits[k].ID)
			}
			for k := range p.Disputes {
				hide(&p.Disputes[k].ID)
			}
		}
	}
	for i := range s.Instalments {
		hide(&s.Instalments[i].ID)
	}
	s.Revision = secret
	s.Quotes = append(s.Quotes, policy.Quote{Name: secret, Amount: eur(1)})
	s.Events = append(s.Events, policy.Event{Kind: "use." + secret, At: firstDebit})
	return s
}

// lines logs a value in the ways in which a handler must ask it what to log.
func lines(v ...any) string {
	var b bytes.Buffer
	all := &slog.HandlerOptions{Level: slog.LevelDebug}
	for _, h := range []slog.Handler{slog.NewJSONHandler(&b, all), slog.NewTextHandler(&b, all)} {
		log := slog.New(h)
		for _, v := range v {
			log.Info("decided", "it", v)
			log.Debug("decided", slog.Group("outer", slog.Group("inner", "it", v)))
			log.With("it", v).WithGroup("group").Warn("decided", slog.Any("it", v))
			log.LogAttrs(context.Background(), slog.LevelError, "decided", slog.Any("it", slog.AnyValue(v)))
		}
	}
	return b.String()
}

// No name that a snapshot gives to something is logged.
func TestPropertyLogsHaveNoNames(t *testing.T) { forAll(t, anything, logsHaveNoNames) }

func logsHaveNoNames(c *choices, d named, s policy.Snapshot, at time.Time) string {
	if !c.one(4) {
		return "" // so many lines take their time
	}
	p := d.policy
	if c.one(3) {
		var err error
		if p, err = policy.Overlay(p, variedPolicies[c.n(len(variedPolicies))].policy); err != nil {
			return err.Error()
		}
	}
	x, err := p.DecideAt(hideNames(s), at)
	if err != nil {
		return ""
	}
	if !strings.Contains(asJSON(x), secret) {
		return "the test is vain: " + asJSON(x)
	}
	what := []any{x, &x, x.TerminateNow, &x.Withdraw, x.StopRenewal.Refund}
	if why, err := p.Explain(hideNames(s), at); err == nil {
		what = append(what, why, &why)
		if wrong := plainValues(why.LogValue()); wrong != "" {
			return wrong
		}
	}
	logged := lines(what...)
	if strings.Contains(logged, secret) {
		return fmt.Sprintf("%s\nis logged as\n%s", asJSON(x), logged)
	}
	if strings.Contains(logged, "ERROR:") || strings.Contains(logged, "panicked") {
		return logged
	}
	var b bytes.Buffer
	slog.New(slog.NewJSONHandler(&b, nil)).Info("", "d", x)
	if b.Len() > 2500 {
		return fmt.Sprintf("%d bytes: %s", b.Len(), b.String())
	}
	return plainValues(x.LogValue())
}

// plainValues tells what of a value is still to be asked what it is.
func plainValues(v slog.Value) string {
	switch v.Kind() {
	case slog.KindGroup:
		for _, a := range v.Group() {
			if wrong := plainValues(a.Value); wrong != "" {
				return a.Key + "." + wrong
			}
		}
	case slog.KindAny, slog.KindLogValuer:
		return fmt.Sprintf("a value of kind %s", v.Kind())
	}
	return ""
}

// logged is the JSON of a value as it is logged.
func logged(v any) string {
	var b bytes.Buffer
	slog.New(slog.NewJSONHandler(&b, &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) == 0 && a.Key != "it" {
			return slog.Attr{}
		}
		return a
	}})).Info("", "it", v)
	return strings.TrimSpace(b.String())
}

func TestLogOfADecision(t *testing.T) {
	s := memberWith(lastPayment(func(p *policy.Payment) { p.Disputes = []policy.Dispute{{ID: "d", Amount: eur(900)}} }),
		func(s *policy.Snapshot) { s.StoppedAt = nextDebit.AddDate(0, 0, -1) })
	d := decide(t, primePolicy(t), s, nextDebit.AddDate(0, 0, 1))
	const want = `{"it":{"policy":"amazon-prime-fr@2020-02","at":"2021-02-10T09:00:00+01:00","phase":"renewal","findings":"charge_after_stop","until":"2021-02-11T00:00:00+01:00",` +
		`"stop_renewal":{"answer":"allowed","rule":"paid-stop","reason":"rule_applies","holds":"2022-02-09T09:00:00+01:00"},` +
		`"terminate_now":{"answer":"allowed","rule":"paid-unused","reason":"rule_applies","refund":"49.00 EUR","refund_blocked":"9.00 EUR","holds":"2022-02-09T09:00:00+01:00"},` +
		`"withdraw":{"answer":"refused","reason":"no_statute","holds":"2022-02-09T09:00:00+01:00"},` +
		`"resume_renewal":{"answer":"refused","reason":"not_stopped","holds":"2022-02-09T09:00:00+01:00"}}}`
	if got := logged(d); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if logged(&d) != logged(d) {
		t.Errorf("a pointer is logged as %s", logged(&d))
	}
}

// What no policy decided is logged too: short, and without a fault.
func TestLogOfHandMadeDecisions(t *testing.T) {
	const refused = `{"answer":"refused"}`
	zero := `{"it":{"stop_renewal":` + refused + `,"terminate_now":` + refused + `,"withdraw":` + refused + `,"resume_renewal":` + refused + `}}`
	if got := logged(policy.Decision{}); got != zero {
		t.Errorf("the zero Decision: %s", got)
	}
	if got := logged(new(policy.Decision)); got != zero {
		t.Errorf("a pointer to the zero Decision: %s", got)
	}
	loop := policy.Verdict{Answer: 9, Refund: policy.Sum{State: 9}, Holds: policy.Moment{Kind: 9}}
	loop.Alternative = &loop
	for want, v := range map[string]any{
		`{"it":{"answer":"Answer(9)","refund":"SumState(9)","alternatives":16,"holds":"MomentKind(9)"}}`: loop,
		`{"it":"none"}`: policy.Sum{},
		`{"it":"undecided, at most 49.00 EUR: ask support"}`: &policy.Sum{State: policy.SumUndecided, Ask: policy.Support, Most: eur(4900)},
		`{"it":{"answer":"allowed","refund":"49.00 EUR","refund_blocked":"9.00 EUR","credit":"0.00 EUR","due":"1.00 EUR","holds":"never"}}`: policy.Verdict{
			Answer: policy.Allowed, Refund: policy.Sum{State: policy.SumExact, Amount: eur(4900), Payable: eur(4000)},
			Credit: policy.Sum{State: policy.SumExact, Amount: eur(0), Payable: eur(0)}, Due: policy.Sum{State: policy.SumQuoted, Amount: eur(100), Payable: eur(100)},
			Holds: policy.Moment{Kind: policy.Never}, Label: "Cancel", Forfeits: []string{"credits"},
		},
	} {
		if got := logged(v); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	var none *policy.Decision
	lines(none) // must not panic
}

// The way that the documentation names, to log all of it on purpose.
func TestLogOfAWholeDecision(t *testing.T) {
	type whole policy.Decision
	d := decide(t, primePolicy(t), member(), nextDebit)
	var back struct{ It policy.Decision }
	if err := json.Unmarshal([]byte(logged(whole(d))), &back); err != nil {
		t.Fatal(err)
	}
	if got := policy.Compare(d, back.It); len(got) > 0 || back.It.Subscription != d.Subscription {
		t.Errorf("%s", asJSON(got))
	}
}

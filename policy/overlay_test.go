package policy_test

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// fortnight is a statute of the kind of the European right to withdraw from a
// service: fourteen days, rolled to a working day, and all money back in as many.
func fortnight() policy.Document {
	d := blank()
	d.ID = "statute"
	d.Withdraw = []policy.Rule{{ID: "fortnight", When: policy.When{Window: policy.Window{Until: "contract + 14 days rolled"}}, Ends: "request",
		Refund: policy.Formula{Base: policy.BaseAllCharges, Fraction: policy.FractionAll}, Deadline: "received + 14 days"}}
	return d
}

// terminating is a document with one rule for ending at once or later.
func terminating(id string, change func(*policy.Rule)) policy.Document {
	d := blank()
	d.ID = id
	r := policy.Rule{ID: id + "-rule", Ends: "request", Refund: policy.Formula{Fraction: policy.FractionNone}}
	change(&r)
	d.TerminateNow = []policy.Rule{r}
	return d
}

func mustOverlay(t testing.TB, contract policy.Document, statutes ...policy.Document) *policy.Policy {
	t.Helper()
	var compiled []*policy.Policy
	for _, d := range statutes {
		compiled = append(compiled, mustCompile(t, d))
	}
	p, err := policy.Overlay(mustCompile(t, contract), compiled...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The contract gives nothing back, and the statute everything for a fortnight,
// which a weekend lengthens.
func TestStatuteOverContract(t *testing.T) {
	begun := ts("2026-09-05T10:00:00+02:00") // the fourteenth day is a Saturday
	p := mustOverlay(t, refunding("Europe/Paris", policy.Window{Until: "contract - 1 day"}), fortnight())
	border := ts("2026-09-22T00:00:00+02:00")
	for off, want := range map[time.Duration]policy.Answer{-1: policy.Allowed, 0: policy.Refused, 1: policy.Refused} {
		d := decide(t, p, sub(begun), border.Add(off))
		v := d.Withdraw
		if v.Answer != want {
			t.Errorf("%d ns: %s", off, brief(v))
		}
		if off < 0 && (v.Refund.Amount != eur(4900) || len(v.Parts) != 1 || !d.Until.At.Equal(border) || !v.Holds.At.Equal(border) || v.Deadline.String() != "2026-10-06T00:00:00+02:00") {
			t.Errorf("%s, until %s, deadline %s", asJSON(v), d.Until, v.Deadline)
		}
		if off < 0 && (!has(v.Reasons, policy.OutcomeOf) || !has(v.Reasons, policy.OutcomeBeside)) {
			t.Errorf("nobody is named: %s", codes(v.Reasons))
		}
		// The other actions are the contract's alone.
		if d.TerminateNow.Rule != "outside" || has(d.TerminateNow.Reasons, policy.OutcomeOf) || !d.StopRenewal.Allowed() {
			t.Errorf("%d ns: %s", off, brief(d.TerminateNow))
		}
	}
	if ref := p.Ref(); ref.ID != "test+statute" || ref.Version != "1+1" || len(ref.Digest) != 64 {
		t.Errorf("%+v", ref)
	}
}

func TestBetterOutcome(t *testing.T) {
	at := nextDebit.Add(100 * 24 * time.Hour)
	share := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: policy.Share{Unit: "1 day", Day: policy.Unused}}
	all := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}
	ask := policy.Formula{Base: policy.BaseLatestCharge, Ask: policy.Support}
	fee := policy.Formula{Base: policy.BaseAmount, Amount: eur(4000), Fraction: policy.FractionAll}
	pays := func(f policy.Formula) func(*policy.Rule) { return func(r *policy.Rule) { r.Refund = f } }
	refuses := func(r *policy.Rule) { *r = policy.Rule{ID: r.ID, Refuse: true} }
	yen := policy.Formula{Base: policy.BaseAmount, Amount: minor(5000, "JPY"), Fraction: policy.FractionAll}
	half := share
	half.Percent = "50"
	unknown := func(r *policy.Rule) { r.When.Scope.Markets = []string{"FR"}; r.Refund = all }
	for _, tt := range []struct {
		name         string
		mine, theirs func(*policy.Rule)
		winner       string // the rule; "": neither alone
		alternative  string
		least, most  int64
	}{
		{"allowed beats refused", refuses, pays(share), "b-rule", "", 3558, 3558},
		{"refused takes nothing away", pays(share), refuses, "a-rule", "", 3558, 3558},
		{"the larger refund", pays(share), pays(all), "b-rule", "", 4900, 4900},
		{"the larger refund of the contract", pays(all), pays(share), "a-rule", "", 4900, 4900},
		{"the same", pays(all), pays(all), "a-rule", "", 4900, 4900},
		{"less what is due", func(r *policy.Rule) { r.Refund, r.Due = all, fee }, pays(share), "b-rule", "", 3558, 3558},
		{"the earlier deadline", pays(all), func(r *policy.Rule) { r.Refund, r.Deadline = all, "received + 14 days" }, "b-rule", "", 4900, 4900},
		{"allowed beats undecided, which may pay more", unknown, pays(share), "b-rule", "none alone", 3558, 3558},
		{"allowed beats undecided", unknown, pays(all), "b-rule", "", 4900, 4900},
		{"what is known bounds what is not", pays(ask), pays(share), "a-rule", "b-rule", 3558, 4900},
		{"and the other way around", pays(share), pays(ask), "b-rule", "a-rule", 3558, 4900},
		{"what is known may be the most", pays(ask), pays(all), "b-rule", "", 4900, 4900},
		{"money against access", func(r *policy.Rule) { r.Ends = "period_end" }, pays(share), "b-rule", "a-rule", 3558, 3558},
		{"access against money", pays(share), func(r *policy.Rule) { r.Ends = "period_end" }, "a-rule", "b-rule", 3558, 3558},
		{"longer access for the same money", func(r *policy.Rule) { r.Refund, r.Deadline = all, "received + 14 days" },
			func(r *policy.Rule) { r.Refund, r.Access = all, "period_end" }, "b-rule", "", 4900, 4900},
		{"a later end for the same money", pays(all), func(r *policy.Rule) { r.Refund, r.Ends = all, "period_end" }, "b-rule", "a-rule", 4900, 4900},
		{"two that are not known are not the same", pays(ask), func(r *policy.Rule) { unknown(r); r.ID = "b-rule" }, "a-rule", "none alone", 0, 4900},
		{"a due in another currency", func(r *policy.Rule) { r.Refund, r.Due = all, yen }, func(*policy.Rule) {}, "a-rule", "b-rule", 4900, 4900},
		{"what is known bounds nothing that ends earlier", pays(ask), func(r *policy.Rule) { r.Refund, r.Ends = half, "request + 6 months" }, "a-rule", "b-rule", 0, 4900},
		{"more of both", func(r *policy.Rule) {}, func(r *policy.Rule) { r.Ends, r.Refund = "period_end", all }, "b-rule", "", 4900, 4900},
	} {
		p := mustOverlay(t, terminating("a", tt.mine), terminating("b", tt.theirs))
		s := member()
		v := decide(t, p, s, at).TerminateNow
		least, most := v.Refund.Least, v.Refund.Most
		if v.Refund.State == policy.SumExact {
			least, most = v.Refund.Amount, v.Refund.Amount
		}
		alternative := ""
		if v.Alternative != nil {
			alternative = cmp.Or(v.Alternative.Rule, "none alone")
		}
		if v.Rule != tt.winner || alternative != tt.alternative || least.Minor() != tt.least || most.Minor() != tt.most {
			t.Errorf("%s: %s, or %q", tt.name, brief(v), alternative)
		}
		if !has(v.Reasons, policy.OutcomeOf) || !has(v.Reasons, policy.OutcomeBeside) {
			t.Errorf("%s: nobody is named in %s", tt.name, codes(v.Reasons))
		}
		// A decision that is used again says the same, and what was cloned stays.
		var again policy.Decision
		for range 3 {
			if err := p.DecideInto(&again, &s, at); err != nil {
				t.Fatal(err)
			}
		}
		if text := asJSON(again.TerminateNow); text != asJSON(v) {
			t.Errorf("%s: used again\n%s\n%s", tt.name, text, asJSON(v))
		}
		kept := again.Clone()
		text := asJSON(kept)
		other := sub(firstDebit)
		_ = p.DecideInto(&again, &other, firstDebit.Add(time.Hour))
		if asJSON(kept) != text {
			t.Errorf("%s: a clone changed", tt.name)
		}
	}
}

// Three outcomes of which none is better in everything are kept, in the same
// order however the policies are, and one that another beats is not.
func TestOutcomesBesideEachOther(t *testing.T) {
	at := nextDebit.Add(100 * 24 * time.Hour)
	share := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: policy.Share{Unit: "1 day", Day: policy.Unused}}
	half := share
	half.Percent = "50"
	docs := []policy.Document{
		terminating("much", func(r *policy.Rule) { r.Refund = share }),
		terminating("some", func(r *policy.Rule) { r.Refund, r.Ends = half, "request + 30 days" }),
		terminating("none", func(r *policy.Rule) { r.Ends = "period_end" }),
		terminating("less", func(r *policy.Rule) { r.Refund, r.Ends, r.Access = half, "request + 30 days", "request + 3 days" }),
	}
	s := member()
	var d policy.Decision
	for i := range 24 {
		// The i-th order of the four.
		rest, order := slices.Clone(docs), []policy.Document(nil)
		for n := 4; n > 0; n-- {
			k := i % n
			i /= n
			order, rest = append(order, rest[k]), slices.Delete(rest, k, k+1)
		}
		p := mustOverlay(t, order[0], order[1:]...)
		if err := p.DecideInto(&d, &s, at); err != nil {
			t.Fatal(err)
		}
		var chain, told []string
		for v := &d.TerminateNow; v != nil; v = v.Alternative {
			chain = append(chain, v.Rule)
			if v.Holds != d.TerminateNow.Holds {
				t.Errorf("%s holds until %s, the first until %s", v.Rule, v.Holds, d.TerminateNow.Holds)
			}
			if r := v.Reasons[len(v.Reasons)-1]; v != &d.TerminateNow && (r.Code != policy.OutcomeOf || !strings.HasPrefix(v.Rule, strings.TrimSuffix(r.Subject, "@1"))) {
				t.Errorf("%s says %s", v.Rule, r)
			}
		}
		for _, r := range d.TerminateNow.Reasons {
			if r.Code == policy.OutcomeBeside {
				told = append(told, r.Rule)
			}
		}
		if got := strings.Join(chain, " "); got != "much-rule some-rule none-rule" {
			t.Errorf("%s first: %s", order[0].ID, got)
		}
		if len(told) != 3 || slices.Contains(told, "much-rule") {
			t.Errorf("%s first: beside it %s", order[0].ID, told)
		}
	}
}

// A statute gives what its rules give. It has no exit by default, so that what is
// not known of it never opens what the contract refuses, nor is it silent.
func TestStatuteHasNoExitByDefault(t *testing.T) {
	contract := blank()
	contract.StopRenewal = []policy.Rule{{ID: "too-late", Refuse: true}}
	statute := func(rules ...policy.Rule) policy.Document {
		d := blank()
		d.ID, d.StopRenewal = "statute", rules
		return d
	}
	unknown := policy.When{Scope: policy.Scope{Plans: []string{"any"}}}
	for _, tt := range []struct {
		name    string
		statute policy.Document
		want    policy.Answer
	}{
		{"a refusal that may apply", statute(policy.Rule{ID: "no", When: unknown, Refuse: true}), policy.Refused},
		{"none that applies", statute(policy.Rule{ID: "no", When: policy.When{Phase: []policy.Phase{policy.Trial}}, Refuse: true}), policy.Refused},
		{"a right that may apply", statute(policy.Rule{ID: "yes", When: unknown, Ends: "period_end"}), policy.Undecided},
		{"a right", statute(policy.Rule{ID: "yes", Ends: "period_end"}), policy.Allowed},
	} {
		v := decide(t, mustOverlay(t, contract, tt.statute), member(), nextDebit.Add(time.Hour)).StopRenewal
		if v.Answer != tt.want || !has(v.Reasons, policy.OutcomeBeside) {
			t.Errorf("%s: %s, %s", tt.name, brief(v), codes(v.Reasons))
		}
	}
	// Where no statute gives the right, the one that might have says why not.
	v := decide(t, mustOverlay(t, blank(), fortnight()), member(), nextDebit.Add(time.Hour)).Withdraw
	if v.Answer != policy.Refused || v.Reasons[0].Code != policy.NoRule || !has(v.Reasons, policy.OutcomeOf) {
		t.Errorf("%s", asJSON(v))
	}
}

// Which outcome is better may turn with the midnight that moves a date.
func TestOverlayHoldsUntilADateMoves(t *testing.T) {
	all := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}
	less := all
	less.Adjust = []policy.Adjustment{{Minus: policy.Formula{Base: policy.BaseAmount, Amount: eur(1000), Fraction: policy.FractionAll}}}
	p := mustOverlay(t, terminating("a", func(r *policy.Rule) { r.Refund, r.Deadline = less, "received + 14 days" }),
		terminating("b", func(r *policy.Rule) {
			r.Refund, r.Deadline = all, "latest_charge + 20 days"
			r.Due = policy.Formula{Base: policy.BaseAmount, Amount: eur(1000), Fraction: policy.FractionAll}
		}))
	first := decide(t, p, member(), nextDebit.AddDate(0, 0, 2)).TerminateNow
	later := decide(t, p, member(), nextDebit.AddDate(0, 0, 9)).TerminateNow
	if first.Rule != "a-rule" || later.Rule != "b-rule" || first.Holds.At.After(nextDebit.AddDate(0, 0, 9)) {
		t.Errorf("%s until %s, then %s", brief(first), first.Holds, brief(later))
	}
}

func TestOverlayRefuses(t *testing.T) {
	one := mustCompile(t, blank())
	both, err := policy.Overlay(one, one)
	if err != nil {
		t.Fatal(err)
	}
	for name, make := range map[string]func() (*policy.Policy, error){
		"no contract":        func() (*policy.Policy, error) { return policy.Overlay(nil, one) },
		"a nil statute":      func() (*policy.Policy, error) { return policy.Overlay(one, nil) },
		"a zero policy":      func() (*policy.Policy, error) { return policy.Overlay(new(policy.Policy), one) },
		"an overlay":         func() (*policy.Policy, error) { return policy.Overlay(both, one) },
		"seventeen statutes": func() (*policy.Policy, error) { return policy.Overlay(one, many(one, 17)...) },
	} {
		if p, err := make(); p != nil || !errors.Is(err, policy.ErrDocument) {
			t.Errorf("%s: %v, %v", name, p, err)
		}
	}
	if p, err := policy.Overlay(one); p != one || err != nil {
		t.Error("a contract alone is itself")
	}
	if p, err := policy.Overlay(one, many(one, 16)...); p == nil || err != nil {
		t.Error(err)
	}
	if d, err := both.DecideAt(policy.Snapshot{}, firstDebit); !errors.Is(err, policy.ErrSnapshot) || !reflect.DeepEqual(d, policy.Decision{}) {
		t.Errorf("%+v, %v", d, err)
	}
}

func many(p *policy.Policy, n int) (list []*policy.Policy) {
	for range n {
		list = append(list, p)
	}
	return list
}

// An overlay never gives less than the contract, and holds as long as it says.
func TestPropertyOverlayIsNoWorse(t *testing.T) { forAll(t, anything, overlayIsNoWorse) }

func overlayIsNoWorse(c *choices, d named, s policy.Snapshot, at time.Time) string {
	doc := c.document()
	doc.ID = "statute"
	statute, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
	if err != nil {
		return ""
	}
	statutes := []*policy.Policy{statute}
	if c.one(2) {
		statutes = append(statutes, variedPolicies[c.n(len(variedPolicies))].policy)
	}
	p, err := policy.Overlay(d.policy, statutes...)
	if err != nil {
		return err.Error()
	}
	alone, err := d.policy.DecideAt(s, at)
	both, err2 := p.DecideAt(s, at)
	if err != nil || err2 != nil {
		if (err == nil) != (err2 == nil) {
			return "one of them is an error: " + asJSON(s)
		}
		return ""
	}
	for a, v := range both.Verdicts() {
		was := alone.Verdict(a)
		if v.Answer < was.Answer {
			return a.String() + " is worse\n" + asJSON(v) + "\n" + asJSON(was)
		}
		if v.Answer == was.Answer && v.Alternative == nil && worth(v) < worth(was) && currency(v) == currency(was) {
			return a.String() + " pays less\n" + asJSON(v) + "\n" + asJSON(was)
		}
	}
	for a, v := range both.Verdicts() {
		if at, fixed := v.Holds.Time(); fixed {
			before, err := p.DecideAt(s, at.Add(-1))
			if err != nil {
				return err.Error()
			}
			if w := before.Verdict(a); w.Answer != v.Answer || w.Refund != v.Refund || w.Credit != v.Credit || w.Due != v.Due {
				return fmt.Sprintf("%s holds until %s\n%s\n%s", a, v.Holds, asJSON(v), asJSON(w))
			}
		}
	}
	if at, fixed := both.Until.Time(); fixed {
		before, err := p.DecideAt(s, at.Add(-1))
		if err != nil {
			return err.Error()
		}
		before.At = both.At
		if wrong := differ(before, both); wrong != "" {
			return "until " + both.Until.String() + "\n" + wrong
		}
	}
	return ""
}

// worth is what is sure to be had.
func worth(v policy.Verdict) int64 {
	sure := func(s policy.Sum) int64 {
		if s.State == policy.SumUndecided {
			return s.Least.Minor()
		}
		return s.Amount.Minor()
	}
	due := v.Due.Amount.Minor()
	if v.Due.State == policy.SumUndecided {
		if !v.Due.Most.IsValid() {
			return -1 << 62
		}
		due = v.Due.Most.Minor()
	}
	return sure(v.Refund) + sure(v.Credit) - due
}

func currency(v policy.Verdict) (c money.Currency) {
	for _, a := range []money.Amount{v.Refund.Amount, v.Refund.Most, v.Credit.Amount, v.Credit.Most} {
		if a.IsValid() {
			return a.Currency()
		}
	}
	return c
}

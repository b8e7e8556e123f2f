package policy_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// pair makes two decisions as somebody may compare them: of one snapshot at two
// instants, by two policies, or of two snapshots.
func (c *choices) pair(d named, s policy.Snapshot, at time.Time) (x, y policy.Decision, ok bool) {
	x, err := d.policy.DecideAt(s, at)
	if err != nil {
		return x, y, false
	}
	switch c.n(4) {
	case 0:
		at = c.at(s)
	case 1:
		d = variedPolicies[c.n(len(variedPolicies))]
	case 2:
		s = deepCopy(s)
		c.change(&s)
	case 3:
		// Statutes over it, so that there are alternatives.
		var err error
		layers := []*policy.Policy{variedPolicies[c.n(len(variedPolicies))].policy, variedPolicies[c.n(len(variedPolicies))].policy}
		if d.policy, err = policy.Overlay(d.policy, layers...); err != nil {
			return x, y, false
		}
		if c.one(2) {
			if x, err = d.policy.DecideAt(s, c.at(s)); err != nil {
				return x, y, false
			}
		}
	}
	y, err = d.policy.DecideAt(s, at)
	return x, y, err == nil
}

// change makes a snapshot another, often only in one thing.
func (c *choices) change(s *policy.Snapshot) {
	switch c.n(4) {
	case 0:
		s.StoppedAt = c.instant()
	case 1:
		s.Complete = []string{"use"}
	case 2:
		*s = c.snapshot(anything)
	default:
		if len(s.Charges) > 0 {
			ch := &s.Charges[len(s.Charges)-1]
			ch.Payments = append(slices.Clone(ch.Payments), c.payment(anything, "pay-x"))
		}
	}
}

// turned is a change seen from the other side.
func turned(ch policy.Change) policy.Change {
	ch.Before, ch.After = ch.After, ch.Before
	if ch.By.IsValid() {
		ch.By, _ = ch.By.Neg()
	}
	return ch
}

func TestPropertyCompareIsAntisymmetric(t *testing.T) { forAll(t, anything, compareAntisymmetric) }

func compareAntisymmetric(c *choices, d named, s policy.Snapshot, at time.Time) string {
	x, y, ok := c.pair(d, s, at)
	if !ok {
		return ""
	}
	return notAntisymmetric(x, y)
}

func notAntisymmetric(x, y policy.Decision) string {
	there, back := policy.Compare(x, y), policy.Compare(y, x)
	for i := range back {
		back[i] = turned(back[i])
	}
	if !slices.Equal(there, back) {
		return fmt.Sprintf("there %s\nback and turned %s", asJSON(there), asJSON(back))
	}
	return ""
}

// Whatever zone the instants are in, whoever decided and when, and in whatever
// order the lists are.
func TestPropertyEqualDecisionsHaveNoChanges(t *testing.T) { forAll(t, anything, equalHaveNoChanges) }

func equalHaveNoChanges(c *choices, d named, s policy.Snapshot, at time.Time) string {
	_, x, ok := c.pair(d, s, at)
	if !ok {
		return ""
	}
	y := essence(x.Clone())
	for a := range y.Verdicts() {
		for v := verdict(&y, a); v != nil; v = v.Alternative {
			shuffle(c, v.Parts)
			shuffle(c, v.Lines)
			shuffle(c, v.Claims)
		}
	}
	if changes := policy.Compare(x, y); len(changes) > 0 {
		return fmt.Sprintf("%s\nagainst itself: %s", asJSON(x), asJSON(changes))
	}
	return ""
}

// Compare finds what differs in the JSON of two decisions, what it says it
// passes over aside, and nothing else.
func TestPropertyCompareMissesNothing(t *testing.T) { forAll(t, anything, compareMissesNothing) }

func compareMissesNothing(c *choices, d named, s policy.Snapshot, at time.Time) string {
	x, y, ok := c.pair(d, s, at)
	if !ok {
		return ""
	}
	changes := policy.Compare(x, y)
	a, b := asJSON(essence(x.Clone())), asJSON(essence(y.Clone()))
	if (len(changes) == 0) != (a == b) {
		return fmt.Sprintf("changes %s\n%s\n%s", asJSON(changes), a, b)
	}
	for action, v := range x.Verdicts() {
		if len(codesOnlyIn(v, y.Verdict(action), changes, action)) > 0 {
			return fmt.Sprintf("%s: codes are not told: %s\n%s\n%s", action, asJSON(changes), a, b)
		}
	}
	return ""
}

// codesOnlyIn lists the codes of v that w does not have and that no change
// tells, though there are changes of the verdict.
func codesOnlyIn(v, w policy.Verdict, changes []policy.Change, a policy.Action) (out []policy.Code) {
	told := map[string]bool{}
	other := false
	for _, ch := range changes {
		if ch.Action == a && ch.Alternative == 0 {
			other = true
			if ch.Field == policy.FieldReason || ch.Field == policy.FieldReasons {
				told[ch.Before] = true
			}
		}
	}
	for _, r := range v.Reasons {
		if other && !has(w.Reasons, r.Code) && !told[r.Code.String()] {
			out = append(out, r.Code)
		}
	}
	return out
}

// essence is what Compare compares of a decision: in UTC, and in the order of
// the text.
func essence(d policy.Decision) policy.Decision {
	d.Policy, d.Subscription, d.Revision, d.At, d.Requested, d.Until = policy.Ref{}, "", "", time.Time{}, time.Time{}, policy.Moment{}
	d.Grace, d.Running = d.Grace.UTC(), policy.Period{Start: d.Running.Start.UTC(), End: d.Running.End.UTC()}
	for i, f := range d.Findings {
		d.Findings[i] = policy.Reason{Code: f.Code, Subject: f.Subject}
	}
	sortByText(d.Findings)
	for a := range d.Verdicts() {
		for v := verdict(&d, a); v != nil; v = v.Alternative {
			v.Holds = policy.Moment{}
			for _, m := range []*policy.Moment{&v.Ends, &v.Access, &v.Deadline} {
				m.At = m.At.UTC()
			}
			for i := range v.Claims {
				v.Claims[i].On.At = v.Claims[i].On.At.UTC()
			}
			for i := range v.Parts {
				v.Parts[i].Subscription = ""
			}
			for _, sum := range []*policy.Sum{&v.Refund, &v.Credit, &v.Due} {
				if sum.Least.Sign() == 0 {
					sum.Least = money.Amount{}
				}
			}
			if len(v.Reasons) > 0 {
				v.Reasons = []policy.Reason{{Code: v.Reasons[0].Code}}
			}
			sortByText(v.Parts)
			sortByText(v.Lines)
			sortByText(v.Claims)
			sortByText(v.Forfeits)
		}
	}
	return d
}

func sortByText[T any](list []T) {
	slices.SortFunc(list, func(x, y T) int { return cmp.Compare(asJSON(x), asJSON(y)) })
}

// verdict is the place of a verdict in a decision.
func verdict(d *policy.Decision, a policy.Action) *policy.Verdict {
	return []*policy.Verdict{nil, &d.StopRenewal, &d.TerminateNow, &d.Withdraw, &d.ResumeRenewal}[a]
}

// Each change says something, can be read back, and stands in its place.
func TestPropertyChangesAreInOrder(t *testing.T) { forAll(t, anything, changesInOrder) }

func changesInOrder(c *choices, d named, s policy.Snapshot, at time.Time) string {
	x, y, ok := c.pair(d, s, at)
	if !ok {
		return ""
	}
	changes := policy.Compare(x, y)
	for i, ch := range changes {
		if ch.Before == ch.After || ch.Field == 0 || ch.Action > policy.ResumeRenewal || ch.Alternative < 0 || ch.Action == 0 && ch.Alternative != 0 {
			return fmt.Sprintf("says nothing: %s", asJSON(ch))
		}
		var back policy.Change
		if err := json.Unmarshal([]byte(asJSON(ch)), &back); err != nil || back != ch {
			return fmt.Sprintf("%s is read as %+v: %v", asJSON(ch), back, err)
		}
		if text := ch.String(); !strings.Contains(text, ": ") || strings.Contains(text, "(") || strings.Contains(text, "  ") ||
			strings.HasSuffix(text, " ") || strings.HasSuffix(text, ":") {
			return fmt.Sprintf("no sentence: %q", text)
		}
		if i == 0 {
			continue
		}
		last := changes[i-1]
		if cmp.Or(cmp.Compare(last.Action, ch.Action), cmp.Compare(last.Alternative, ch.Alternative), cmp.Compare(last.Field, ch.Field)) > 0 {
			return fmt.Sprintf("in the wrong order: %s", asJSON(changes))
		}
	}
	return ""
}

// The two amounts and the difference add up.
func TestPropertyChangesOfSumsAddUp(t *testing.T) { forAll(t, anything, changesAddUp) }

func changesAddUp(c *choices, d named, s policy.Snapshot, at time.Time) string {
	x, y, ok := c.pair(d, s, at)
	if !ok {
		return ""
	}
	for _, ch := range policy.Compare(x, y) {
		switch ch.Field {
		case policy.FieldRefund, policy.FieldCredit, policy.FieldDue, policy.FieldRefundBlocked, policy.FieldCreditBlocked:
		default:
			if ch.By.IsValid() {
				return "no sum: " + asJSON(ch)
			}
			continue
		}
		before, err := money.Parse(ch.Before)
		after, err2 := money.Parse(ch.After)
		exact := err == nil && err2 == nil && before.Currency() == after.Currency()
		if exact != ch.By.IsValid() {
			return "want a difference where both are exact: " + asJSON(ch)
		}
		if sum, err := before.Add(ch.By); exact && (err != nil || sum != after) {
			return fmt.Sprintf("%s makes %s: %v", asJSON(ch), sum, err)
		}
	}
	return ""
}

// Decisions are plain values: anybody can make one, and get it wrong.
func TestPropertyCompareOfAnyDecision(t *testing.T) { forAll(t, plausible, compareAny) }

func compareAny(c *choices, _ named, _ policy.Snapshot, _ time.Time) string {
	if !c.one(4) {
		return "" // they are large
	}
	x, y := c.handMade(), c.handMade()
	if c.one(4) {
		y = policy.Decision{}
	}
	for _, ch := range policy.Compare(x, y) {
		if ch.Before == ch.After || ch.String() == "" {
			return fmt.Sprintf("says nothing: %+v", ch)
		}
	}
	if changes := policy.Compare(x, x); len(changes) > 0 {
		return fmt.Sprintf("%+v against itself: %s", x, asJSON(changes))
	}
	return notAntisymmetric(x, y)
}

// handMade makes a decision as no policy does.
func (c *choices) handMade() policy.Decision {
	d := policy.Decision{
		Phase: policy.Phase(c.odd()), Stopped: c.one(2), Unpaid: c.one(2), Grace: c.oddTime(),
		Running:  policy.Period{Start: c.oddTime(), End: c.oddTime()},
		Findings: []policy.Reason{{Code: policy.Code(c.odd()), Subject: pick(c, "", "\x00", "in-1")}},
	}
	for a := range d.Verdicts() {
		*verdict(&d, a) = c.handMadeVerdict()
	}
	if c.one(20) {
		d.Withdraw.Alternative = &d.Withdraw // for ever
	}
	return d
}

func (c *choices) handMadeVerdict() policy.Verdict {
	v := policy.Verdict{
		Answer: policy.Answer(c.odd()), Rule: pick(c, "", "a", "\"\xff"), Label: pick(c, "", "Cancel"),
		Ends: c.oddMoment(), Access: c.oddMoment(), Deadline: c.oddMoment(),
		Refund: c.oddSum(), Credit: c.oddSum(), Due: c.oddSum(),
		Handling: policy.Handling{Action: policy.Handler(c.odd()), Money: policy.Handler(c.odd())},
		Payout:   policy.Arrival{Text: pick(c, "", "soon"), Min: c.n(3) - 1, Unit: calendar.Unit(c.odd()), Counting: calendar.Counting(c.odd())},
	}
	for range c.n(3) {
		v.Parts = append(v.Parts, policy.Part{Charge: pick(c, "", "in-1"), Operation: policy.Operation(c.odd()), Amount: c.oddAmount(),
			Blocked: policy.Code(c.odd()), Needs: policy.Remedy(c.odd()), Returned: c.oddAmount()})
		v.Lines = append(v.Lines, policy.Line{Component: pick(c, "", "net"), Amount: c.oddAmount()})
		v.Claims = append(v.Claims, policy.Claim{Kind: policy.ClaimKind(c.odd()), ID: pick(c, "", "n1"), Amount: c.oddAmount(), On: c.oddMoment()})
		v.Forfeits = append(v.Forfeits, pick(c, "", "credits", "downloads"))
		v.Reasons = append(v.Reasons, policy.Reason{Code: policy.Code(c.odd())})
	}
	if c.one(3) {
		inner := c.handMadeVerdict()
		v.Alternative = &inner
	}
	return v
}

func (c *choices) odd() uint8 { return pick[uint8](c, 0, 1, 2, 3, 77, 255) }

func (c *choices) oddTime() time.Time {
	return pick(c, time.Time{}, firstDebit, firstDebit.UTC(), time.Date(99999, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC))
}

func (c *choices) oddMoment() policy.Moment {
	return policy.Moment{Kind: policy.MomentKind(c.odd()), At: c.oddTime()}
}

func (c *choices) oddAmount() money.Amount {
	return pick(c, money.Amount{}, eur(0), eur(-1), eur(4900), minor(7, "JPY"), eur(math.MaxInt64), eur(math.MinInt64))
}

func (c *choices) oddSum() policy.Sum {
	return policy.Sum{State: policy.SumState(c.odd()), Ask: policy.Handler(c.odd()), Amount: c.oddAmount(), Least: c.oddAmount(), Most: c.oddAmount(), Payable: c.oddAmount()}
}

// The sentences and the words, of every field.
func TestChangesInWords(t *testing.T) {
	exact := func(cents, payable int64) policy.Sum {
		return policy.Sum{State: policy.SumExact, Amount: eur(cents), Payable: eur(payable)}
	}
	fixed := policy.Moment{Kind: policy.Fixed, At: firstDebit}
	days := calendar.Range{Earliest: calendar.MustParseDate("2020-02-10"), Latest: calendar.MustParseDate("2020-02-14")}
	part := policy.Part{Charge: "in-1", Payment: "pay-1", Operation: policy.OpRefund, Amount: eur(4900), Method: "card"}
	blocked := policy.Part{Charge: "in-1", Payment: "pay-1", Operation: policy.OpRefund, Amount: eur(4000), Blocked: policy.DisputeIsOpen,
		Needs: policy.NeedsOutcome, Returned: eur(900), Expect: days}
	less := part
	less.Amount = eur(900)

	type d = policy.Decision
	type v = policy.Verdict
	terminate := func(v v) d { return d{TerminateNow: v} }
	for _, tt := range []struct {
		before, after d
		want          string
	}{
		{d{Phase: policy.Trial}, d{Phase: policy.BeforeStart}, "subscription: the phase changes from trial to before start"},
		{d{}, d{Phase: policy.Trial}, "subscription: the phase is trial, and there was none"},
		{d{Phase: policy.Trial}, d{}, "subscription: there is no phase, and it was trial"},
		{d{}, d{Stopped: true}, "subscription: renewal is stopped, and was not"},
		{d{Stopped: true}, d{}, "subscription: renewal is not stopped, and was"},
		{d{}, d{Unpaid: true}, "subscription: the running period is unpaid, and none was"},
		{d{Unpaid: true}, d{}, "subscription: no running period is unpaid, and one was"},
		{d{}, d{Grace: firstDebit}, "subscription: the grace is 2020-02-09T09:00:00+01:00, and there was none"},
		{d{}, d{Running: policy.Period{Start: firstDebit, End: nextDebit}},
			"subscription: the running period is 2020-02-09T09:00:00+01:00 to 2021-02-09T09:00:00+01:00, and there was none"},
		{d{}, d{Findings: []policy.Reason{{Code: policy.EmptyCover, Subject: "in-1"}}}, `subscription: a finding is added: empty_cover "in-1"`},

		{terminate(v{}), terminate(v{Answer: policy.Allowed}), "terminate_now: the answer changes from refused to allowed"},
		{terminate(v{Rule: "a"}), terminate(v{Rule: "b"}), `terminate_now: the rule changes from "a" to "b"`},
		{terminate(v{}), terminate(v{Label: "End now"}), `terminate_now: the label is "End now", and there was none`},
		{terminate(v{Ends: policy.Moment{Kind: policy.AtRequest}}), terminate(v{Ends: fixed}), "terminate_now: the end changes from the request to 2020-02-09T09:00:00+01:00"},
		{terminate(v{Access: fixed}), terminate(v{Access: policy.Moment{Kind: policy.Never}}), "terminate_now: the end of access changes from 2020-02-09T09:00:00+01:00 to never"},
		{terminate(v{Refund: exact(4900, 4900)}), terminate(v{Refund: exact(3120, 3120)}), "terminate_now: the refund falls from 49.00 EUR to 31.20 EUR, by 17.80 EUR"},
		{terminate(v{Due: exact(1, 1)}), terminate(v{Due: exact(3, 3)}), "terminate_now: the amount due rises from 0.01 EUR to 0.03 EUR, by 0.02 EUR"},
		{terminate(v{}), terminate(v{Credit: exact(0, 0)}), "terminate_now: the credit changes from none to 0.00 EUR"},
		{terminate(v{Refund: exact(4900, 4900)}), terminate(v{Refund: policy.Sum{State: policy.SumQuoted, Amount: eur(4900), Payable: eur(4900)}}),
			"terminate_now: the refund changes from 49.00 EUR to 49.00 EUR, quoted"},
		{terminate(v{Refund: exact(4900, 4900)}), terminate(v{Refund: policy.Sum{State: policy.SumUndecided, Ask: policy.InPerson, Most: eur(4900)}}),
			"terminate_now: the refund changes from 49.00 EUR to undecided, at most 49.00 EUR: ask in person"},
		{terminate(v{Refund: exact(4900, 4900)}), terminate(v{Refund: policy.Sum{State: policy.SumExact, Amount: minor(6000, "JPY"), Payable: minor(6000, "JPY")}}),
			"terminate_now: the refund changes from 49.00 EUR to 6000 JPY"},
		{terminate(v{Refund: exact(4900, 4900)}), terminate(v{Refund: exact(4900, 900)}),
			"terminate_now: the blocked part of the refund rises from 0.00 EUR to 40.00 EUR, by 40.00 EUR"},
		{terminate(v{Credit: exact(4900, 900)}), terminate(v{Credit: exact(4900, 4800)}),
			"terminate_now: the blocked part of the credit falls from 40.00 EUR to 1.00 EUR, by 39.00 EUR"},
		{terminate(v{Parts: []policy.Part{part}}), terminate(v{Parts: []policy.Part{blocked, less}}),
			`terminate_now: a part changes from refund 49.00 EUR of charge "in-1", payment "pay-1", method "card" to refund 9.00 EUR of charge "in-1", payment "pay-1", method "card"` + "\n" +
				`terminate_now: a part is added: refund 40.00 EUR of charge "in-1", payment "pay-1", blocked by dispute_is_open, needs outcome, expected 2020-02-10 to 2020-02-14, after 9.00 EUR`},
		{terminate(v{Lines: []policy.Line{{"in-1", "net", eur(100)}}}), terminate(v{Lines: []policy.Line{{"in-1", "net", eur(200)}}}),
			`terminate_now: a line changes from 1.00 EUR for "net" of charge "in-1" to 2.00 EUR for "net" of charge "in-1"`},
		{terminate(v{Claims: []policy.Claim{{policy.ClaimInstalment, "n1", eur(100), fixed}, {policy.ClaimFee, "", eur(100), policy.Moment{}}}}), terminate(v{}),
			"terminate_now: a claim is gone: fee 1.00 EUR\n" + `terminate_now: a claim is gone: instalment 1.00 EUR of "n1", due 2020-02-09T09:00:00+01:00`},
		{terminate(v{Handling: policy.Handling{Action: policy.Automatic, Money: policy.Support}}), terminate(v{Handling: policy.Handling{Action: policy.InPerson, Money: policy.Bank}}),
			"terminate_now: the handling changes from automatic to in person\nterminate_now: the handling of the money changes from support to bank"},
		{terminate(v{}), terminate(v{Deadline: fixed}), "terminate_now: the deadline is 2020-02-09T09:00:00+01:00, and there was none"},
		{terminate(v{Forfeits: []string{"a", "b"}}), terminate(v{Forfeits: []string{"c", "a"}}),
			`terminate_now: a forfeit is gone: "b"` + "\n" + `terminate_now: a forfeit is added: "c"`},
		{terminate(v{Payout: policy.Arrival{Text: "soon"}}), terminate(v{Payout: policy.Arrival{Expect: days}}), "terminate_now: the expected payout changes from soon to 2020-02-10 to 2020-02-14"},
		{terminate(v{}), terminate(v{Payout: policy.Arrival{Min: 1, Max: 5, Unit: calendar.BusinessDays, Calendar: "FR", Counting: calendar.AfterEvent}}),
			"terminate_now: the count of the payout is 1 to 5 business days of FR, after event, and there was none"},

		// The code that decides, and those after it.
		{terminate(v{Reasons: because(policy.NoRule)}), terminate(v{Reasons: because(policy.HasEnded)}), "terminate_now: the deciding reason changes from no_rule to has_ended"},
		{terminate(v{Reasons: because(policy.NoRule, policy.Ask)}), terminate(v{Reasons: because(policy.NoRule)}), ""},
		{terminate(v{Reasons: because(policy.NoRule, policy.Ask)}), terminate(v{Reasons: because(policy.NoRule), Rule: "a"}),
			`terminate_now: the rule is "a", and there was none` + "\nterminate_now: a reason is gone: ask"},
		{terminate(v{Reasons: because(policy.NoRule, policy.Ask, policy.Ask)}), terminate(v{Reasons: because(policy.NoRule, policy.Ask), Rule: "a"}),
			`terminate_now: the rule is "a", and there was none`},
		{terminate(v{Reasons: because(policy.NoRule, policy.Ask)}), terminate(v{Reasons: because(policy.Ask, policy.NoRule)}), "terminate_now: the deciding reason changes from no_rule to ask"},
		{terminate(v{Reasons: []policy.Reason{{Code: policy.HasEnded, At: firstDebit}}}), terminate(v{Reasons: because(policy.HasEnded)}), ""},

		{terminate(v{Alternative: &v{Answer: policy.Allowed, Rule: "a", Refund: exact(1, 1), Ends: policy.Moment{Kind: policy.AtRequest}}}), terminate(v{}),
			`terminate_now, alternative 1: an outcome is gone: allowed by "a", refund 0.01 EUR, ends request`},
		{terminate(v{Alternative: &v{}}), terminate(v{Alternative: &v{Answer: policy.Undecided, Alternative: &v{}}}),
			"terminate_now, alternative 1: the answer changes from refused to undecided\nterminate_now, alternative 2: an outcome is added: refused"},
		{d{}, d{Phase: policy.Trial, Withdraw: v{Answer: policy.Allowed}, StopRenewal: v{Answer: policy.Allowed}},
			"subscription: the phase is trial, and there was none\nstop_renewal: the answer changes from refused to allowed\nwithdraw: the answer changes from refused to allowed"},

		// No differences.
		{d{Grace: firstDebit}, d{Grace: firstDebit.UTC()}, ""},
		{terminate(v{Ends: fixed, Claims: []policy.Claim{{policy.ClaimFee, "", eur(1), fixed}}}),
			terminate(v{Ends: inUTC(fixed), Claims: []policy.Claim{{policy.ClaimFee, "", eur(1), inUTC(fixed)}}}), ""},
		{terminate(v{Ends: policy.Moment{Kind: policy.Never, At: firstDebit}}), terminate(v{Ends: policy.Moment{Kind: policy.Never}}), ""},
		{d{Policy: policy.Ref{ID: "a"}, Subscription: "a", Revision: "1", At: firstDebit, Requested: firstDebit, Until: fixed, Withdraw: v{Holds: fixed}}, d{}, ""},
		{terminate(v{Refund: policy.Sum{State: policy.SumUndecided, Least: eur(0)}}), terminate(v{Refund: policy.Sum{State: policy.SumUndecided}}), ""},
		{terminate(v{}), terminate(v{Parts: []policy.Part{}, Reasons: []policy.Reason{}}), ""},
	} {
		var lines []string
		for _, ch := range policy.Compare(tt.before, tt.after) {
			lines = append(lines, ch.String())
		}
		if got := strings.Join(lines, "\n"); got != tt.want {
			t.Errorf("got\n%s\nwant\n%s", got, tt.want)
		}
		if wrong := notAntisymmetric(tt.before, tt.after); wrong != "" {
			t.Error(wrong)
		}
	}
	for _, odd := range []policy.Change{{}, {Action: 77, Field: 77, Alternative: -1, Before: "a"}, {Field: policy.FieldStopped}} {
		if odd.String() == "" {
			t.Errorf("%+v has no text", odd)
		}
	}
}

func because(list ...policy.Code) (out []policy.Reason) {
	for _, c := range list {
		out = append(out, policy.Reason{Code: c})
	}
	return out
}

func inUTC(m policy.Moment) policy.Moment {
	m.At = m.At.UTC()
	return m
}

// Every field of Decision and Verdict is compared, or is one of those that
// Compare says it passes over: a field that is added later must be one of the two.
func TestCompareKnowsEveryField(t *testing.T) {
	aside := map[string]bool{"Policy": true, "Subscription": true, "Revision": true, "At": true, "Requested": true, "Until": true, "Holds": true}
	check := func(typ reflect.Type, in func(reflect.Value) policy.Decision) {
		for i := range typ.NumField() {
			f := typ.Field(i)
			if !f.IsExported() || f.Type == reflect.TypeFor[policy.Verdict]() {
				continue
			}
			changed := reflect.New(typ).Elem()
			fill(changed.Field(i))
			if got := policy.Compare(policy.Decision{}, in(changed)); (len(got) == 0) != aside[f.Name] {
				t.Errorf("%s.%s: %s", typ.Name(), f.Name, asJSON(got))
			}
		}
	}
	check(reflect.TypeFor[policy.Decision](), func(v reflect.Value) policy.Decision { return v.Interface().(policy.Decision) })
	check(reflect.TypeFor[policy.Verdict](), func(v reflect.Value) policy.Decision {
		return policy.Decision{Withdraw: v.Interface().(policy.Verdict)}
	})
	// And those of what is in the lists.
	inside := func(v policy.Verdict) policy.Decision { return policy.Decision{Withdraw: v} }
	members(t, policy.Part{}, "Subscription", func(p policy.Part) policy.Decision { return inside(policy.Verdict{Parts: []policy.Part{p}}) })
	members(t, policy.Line{}, "", func(l policy.Line) policy.Decision { return inside(policy.Verdict{Lines: []policy.Line{l}}) })
	members(t, policy.Claim{}, "", func(c policy.Claim) policy.Decision { return inside(policy.Verdict{Claims: []policy.Claim{c}}) })
	members(t, policy.Arrival{}, "", func(a policy.Arrival) policy.Decision { return inside(policy.Verdict{Payout: a}) })
	members(t, policy.Handling{}, "", func(h policy.Handling) policy.Decision { return inside(policy.Verdict{Handling: h}) })
}

// members changes the fields of a type one by one.
func members[T any](t *testing.T, zero T, aside string, in func(T) policy.Decision) {
	t.Helper()
	typ := reflect.TypeFor[T]()
	for i := range typ.NumField() {
		changed := zero
		fill(reflect.ValueOf(&changed).Elem().Field(i))
		if got := policy.Compare(in(zero), in(changed)); (len(got) == 0) != (typ.Field(i).Name == aside) {
			t.Errorf("%s.%s: %s", typ.Name(), typ.Field(i).Name, asJSON(got))
		}
	}
}

// fill sets a value to something that is not zero.
func fill(v reflect.Value) {
	switch p := v.Addr().Interface().(type) {
	case *money.Amount:
		*p = eur(4900)
		return
	case *time.Time:
		*p = firstDebit
		return
	case *calendar.Range:
		*p = calendar.Range{Earliest: calendar.MustParseDate("2020-02-10"), Latest: calendar.MustParseDate("2020-02-14")}
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(1)
	case reflect.Uint8:
		v.SetUint(1)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i))
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	default:
		panic(v.Type())
	}
}

// A statute over the contract of Prime adds an outcome and takes nothing away.
func TestCompareWithAndWithoutAStatute(t *testing.T) {
	contract := mustCompile(t, primeDocument(t))
	doc := blank()
	doc.ID = "statute"
	doc.Withdraw = []policy.Rule{{ID: "fortnight", When: policy.When{Window: policy.Window{Until: "latest_charge + 14 days"}}, Ends: "request",
		Refund: policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}}}
	statute, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
	if err != nil {
		t.Fatal(err)
	}
	both, err := policy.Overlay(contract, statute)
	if err != nil {
		t.Fatal(err)
	}
	at := nextDebit.AddDate(0, 0, 2)
	for _, ch := range policy.Compare(decide(t, contract, member(), at), decide(t, both, member(), at)) {
		if ch.Action != policy.Withdraw {
			t.Errorf("the statute is about withdrawing: %s", ch)
		}
	}
}

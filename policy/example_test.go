package policy_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// gym is a policy as a Go literal: everything back within 14 days of signing,
// and after that nothing, with a month's notice.
var gym = policy.Document{
	ID: "gym", Version: "2026-03", Zone: "Europe/Paris", Calendar: "FR", Rounding: money.HalfUp,
	StopRenewal: []policy.Rule{{ID: "stop", Ends: "period_end"}},
	TerminateNow: []policy.Rule{
		{
			ID:     "cooling-off",
			When:   policy.When{Window: policy.Window{Until: "contract + 14 days"}},
			Ends:   "request",
			Refund: policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll},
			Payout: policy.Payout{Min: 1, Max: 5, Unit: calendar.BusinessDays},
		},
		{
			ID:     "notice",
			Ends:   "request + 1 month",
			Refund: policy.Formula{Fraction: policy.FractionNone},
		},
	},
	ResumeRenewal: []policy.Rule{{ID: "resume"}},
}

// gymMember signed at noon on 2 March 2026 and paid 240 EUR for a year.
func gymMember() policy.Snapshot {
	signed := time.Date(2026, 3, 2, 11, 0, 0, 0, time.UTC)
	return policy.Snapshot{
		ID:       "member-7",
		Contract: signed,
		Charges: []policy.Charge{{
			ID: "invoice-1", At: signed, Phase: policy.Initial,
			Covers: policy.Period{Start: signed, End: signed.AddDate(1, 0, 0)},
			Payments: []policy.Payment{{
				ID: "pay-1", State: policy.PaymentCaptured, Captured: money.MustParse("240.00 EUR"),
			}},
		}},
	}
}

func compiled(d policy.Document) *policy.Policy {
	p, err := policy.Compile(d, policy.Sources{Calendar: holidays.Lookup})
	if err != nil {
		panic(err)
	}
	return p
}

// The whole call: a document, a snapshot and an instant give a decision.
func Example() {
	p := compiled(gym)
	at := time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	d, err := p.DecideAt(gymMember(), at)
	if err != nil {
		fmt.Println(err)
		return
	}
	end := d.TerminateNow
	fmt.Println(end.Answer, end.Rule, end.Ends)
	fmt.Println(end.Refund, "expected", end.Payout.Expect)
	fmt.Println("until", d.Until)
	// Output:
	// allowed cooling-off at the request
	// 240.00 EUR expected 2026-03-11 to 2026-03-17
	// until 2026-03-11T00:00:00+01:00
}

// Parse is strict: a misspelt key is an error that names its place and the
// nearest right key.
func ExampleParse() {
	_, err := policy.Parse([]byte(`{
  "id": "gym",
  "terminate_now": [{"id": "r1", "refnd": {"fraction": "none"}}]
}`))
	var fault *policy.DocumentError
	if errors.As(err, &fault) {
		fmt.Println(fault.Line, fault.Column, fault.Path, fault.Value)
	}
	fmt.Println(errors.Is(err, policy.ErrDocument))
	// Output:
	// 3 34 terminate_now[0] "refnd"
	// true
}

// Compile reports every fault at once, each with its path.
func ExampleCompile() {
	_, err := policy.Compile(policy.Document{
		ID: "gym", Version: "1", Zone: "Europe/Paris", Rounding: money.HalfUp,
		StopRenewal:  []policy.Rule{{ID: "stop", Ends: "periodend"}},
		TerminateNow: []policy.Rule{{ID: "stop", Ends: "request"}},
	}, policy.Sources{})
	fmt.Println(err)
	// Output:
	// policy: document: stop_renewal[0].ends: "periodend": unknown anchor "periodend": want "contract", "trial_start", "trial_end", "first_charge", "latest_charge", "renewal", "term_start", "term_end", "period_end", "commitment_start", "commitment_end", "event", "request", "ends", "service_start", "conversion" or "received" (did you mean "period_end"?)
	// policy: document: terminate_now[0].id: "stop": want an id of its own: stop_renewal[0] has it too
	// policy: document: terminate_now[0].refund: want a refund, {"fraction":"none"} if there is none: forgetting it must not mean nothing
}

// A document and its JSON are two spellings of the same words.
func ExampleDocument() {
	text, err := json.Marshal(gym.TerminateNow[0])
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(text))
	// Output:
	// {"id":"cooling-off","when":{"window":{"until":"contract + 14 days"}},"ends":"request","refund":{"base":"latest_charge","fraction":"all"},"payout":{"min":1,"max":5,"unit":"business_days"}}
}

// Decide reads a clock once. A service hands in time.Now.
func ExamplePolicy_Decide() {
	p := compiled(gym)
	clock := func() time.Time { return time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC) }
	d, err := p.Decide(gymMember(), clock)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.TerminateNow.Rule, "ends", d.TerminateNow.Ends, "refund", d.TerminateNow.Refund)
	// Output:
	// notice ends 2026-05-02T00:00:00+02:00 refund none
}

// DecideAt takes the instant: here, the last one of the fourteen days and the
// first one after them. The days are those of Paris.
func ExamplePolicy_DecideAt() {
	p := compiled(gym)
	midnight := time.Date(2026, 3, 16, 23, 0, 0, 0, time.UTC) // in Paris, the 17th begins
	for _, at := range []time.Time{midnight.Add(-1), midnight} {
		d, err := p.DecideAt(gymMember(), at)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(d.At.Format(time.RFC3339Nano), d.TerminateNow.Rule)
	}
	// Output:
	// 2026-03-16T23:59:59.999999999+01:00 cooling-off
	// 2026-03-17T00:00:00+01:00 notice
}

// DecideInto reuses a decision, for a batch that goes through many.
func ExamplePolicy_DecideInto() {
	p := compiled(gym)
	s := gymMember()
	var d policy.Decision
	total := money.MustParse("0.00 EUR")
	for day := range 20 {
		at := time.Date(2026, 3, 5+day, 9, 0, 0, 0, time.UTC)
		if err := p.DecideInto(&d, &s, at); err != nil {
			fmt.Println(err)
			return
		}
		if sum := d.TerminateNow.Refund; sum.State == policy.SumExact {
			total, _ = total.Add(sum.Amount)
		}
	}
	fmt.Println(total)
	// Output: 2880.00 EUR
}

// Two windows that share a point meet without a gap: a point is one instant, and
// days count to the midnight that ends the last one.
func ExampleWindow() {
	none := policy.Formula{Fraction: policy.FractionNone}
	p := compiled(policy.Document{
		ID: "windows", Version: "1", Zone: "Europe/Paris", Rounding: money.HalfUp,
		TerminateNow: []policy.Rule{
			{ID: "hours", When: policy.When{Window: policy.Window{Until: "contract + 48 hours"}}, Ends: "request", Refund: none},
			{ID: "days", When: policy.When{Window: policy.Window{From: "contract + 48 hours", Until: "contract + 1 month"}}, Ends: "request", Refund: none},
			{ID: "last month", When: policy.When{Window: policy.Window{From: "term_end - 1 month"}}, Ends: "term_end", Refund: none},
		},
	})
	for _, at := range []string{"2026-03-04T11:59:59+01:00", "2026-03-04T12:00:00+01:00", "2026-04-02T23:59:59+02:00", "2026-04-03T00:00:00+02:00", "2027-02-02T00:00:00+01:00"} {
		instant, err := time.Parse(time.RFC3339, at)
		if err != nil {
			fmt.Println(err)
			return
		}
		d, err := p.DecideAt(gymMember(), instant)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s %s %q\n", at, d.TerminateNow.Answer, d.TerminateNow.Rule)
	}
	// Output:
	// 2026-03-04T11:59:59+01:00 allowed "hours"
	// 2026-03-04T12:00:00+01:00 allowed "days"
	// 2026-04-02T23:59:59+02:00 allowed "days"
	// 2026-04-03T00:00:00+02:00 refused ""
	// 2027-02-02T00:00:00+01:00 allowed "last month"
}

// A sum says what is known of it. Undecided is not zero.
func ExampleSum() {
	fmt.Println(policy.Sum{})
	fmt.Println(policy.Sum{State: policy.SumExact, Amount: money.MustParse("0.00 EUR")})
	fmt.Println(policy.Sum{State: policy.SumUndecided, Ask: policy.Support, Most: money.MustParse("49.00 EUR")})
	// Output:
	// none
	// 0.00 EUR
	// undecided, at most 49.00 EUR: ask support
}

// A fault of a snapshot has its place, even when only its meaning is wrong.
func ExampleSnapshotError() {
	_, err := policy.ParseSnapshot([]byte(`{
  "id": "member-7",
  "events": [{"kind": "Use.video", "at": "2026-03-02T12:00:00+01:00"}]
}`))
	var fault *policy.SnapshotError
	if errors.As(err, &fault) {
		fmt.Println(fault.Line, fault.Column, fault.Path, fault.Value)
	}
	fmt.Println(errors.Is(err, policy.ErrSnapshot))
	// Output:
	// 3 23 events[0].kind "Use.video"
	// true
}

// A request that was sent in time keeps its right, however late it is decided.
func ExampleRequest() {
	p := compiled(gym)
	s := gymMember()
	s.Request.At = time.Date(2026, 3, 16, 22, 59, 0, 0, time.UTC)
	d, err := p.DecideAt(s, time.Date(2026, 3, 20, 9, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.TerminateNow.Rule, d.TerminateNow.Refund, d.TerminateNow.Payout.Expect)
	// Output: cooling-off 240.00 EUR 2026-03-17 to 2026-03-23
}

// A snapshot usually comes as JSON, from another service.
func ExampleParseSnapshot() {
	s, err := policy.ParseSnapshot([]byte(`{
		"id": "member-7",
		"contract": "2026-03-02T12:00:00+01:00",
		"trial": {"start": "2026-03-02T12:00:00+01:00", "end": "2026-04-01T12:00:00+02:00"}
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := compiled(gym).DecideAt(s, time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Phase, d.StopRenewal.Ends)

	_, err = policy.ParseSnapshot([]byte(`{"id": "member-7", "contract": "9999-01-01T00:00:00Z"}`))
	fmt.Println(err)
	// Output:
	// trial 2026-04-01T12:00:00+02:00
	// policy: snapshot: line 1, column 32: contract: "9999-01-01T00:00:00Z": outside the limits: want a year from 1900 to 2199
}

// AsOf takes away what came later, to make last month's decision again.
func ExampleSnapshot_AsOf() {
	s := gymMember()
	s.EndedAt = time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	at := time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	d, err := compiled(gym).DecideAt(s.AsOf(at), at)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Phase, d.TerminateNow.Answer)
	// Output: initial allowed
}

// Silence is unknown. A policy that pays only for what was not used pays nothing
// while nobody has said whether it was.
func ExampleFact() {
	lessons := policy.Document{
		ID: "lessons", Version: "1", Zone: "UTC", Rounding: money.HalfUp,
		TerminateNow: []policy.Rule{
			{
				ID:     "unused",
				When:   policy.When{Facts: []policy.Fact{{Event: "use", Since: "latest_charge", Count: "= 0"}}},
				Ends:   "request",
				Refund: policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll},
			},
			{ID: "used", Ends: "request", Refund: policy.Formula{Fraction: policy.FractionNone}},
		},
	}
	p := compiled(lessons)
	at := time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	s := gymMember()
	for _, complete := range [][]string{nil, {"use"}} {
		s.Complete = complete
		d, err := p.DecideAt(s, at)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(d.TerminateNow.Answer, d.TerminateNow.Refund)
		fmt.Println("  ", d.TerminateNow.Reasons[0])
	}
	// Output:
	// allowed undecided, at most 240.00 EUR: ask support
	//    It is not known whether "use" happened since 2 March 2026 11:00: list the events, or declare the kind complete.
	// allowed 240.00 EUR
	//    Rule "unused" applies.
}

// A refusal is an answer with a reason, and the codes of reasons are stable.
func ExampleReason() {
	s := gymMember()
	s.StoppedAt = time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC)
	d, err := compiled(gym).DecideAt(s, time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range d.StopRenewal.Reasons {
		fmt.Println(d.StopRenewal.Answer, r.Code, "-", r)
	}
	fmt.Println("resume:", d.ResumeRenewal.Answer)
	// Output:
	// refused already_stopped - Renewal was already stopped on 5 March 2026 10:00.
	// resume: allowed
}

// The four verdicts in order.
func ExampleDecision_Verdicts() {
	d, err := compiled(gym).DecideAt(gymMember(), time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	for action, v := range d.Verdicts() {
		fmt.Println(action, v.Answer)
	}
	fmt.Println(d.Verdict(policy.Withdraw).Reasons[0])
	// Output:
	// stop_renewal allowed
	// terminate_now allowed
	// withdraw refused
	// resume_renewal refused
	// No statute applies: the policy gives no right to withdraw.
}

// A decision that is filled again shares its lists with the last one. Clone keeps
// what it said.
func ExampleDecision_Clone() {
	p := compiled(gym)
	s, d := gymMember(), policy.Decision{}
	if err := p.DecideInto(&d, &s, time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)); err != nil {
		fmt.Println(err)
		return
	}
	kept := d.Clone()
	if err := p.DecideInto(&d, &s, time.Date(2026, 4, 10, 9, 0, 0, 0, time.UTC)); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(kept.TerminateNow.Reasons[0])
	fmt.Println(d.TerminateNow.Reasons[0])
	// Output:
	// Rule "cooling-off" applies.
	// Rule "notice" applies.
}

// The zero Decision allows nothing, and is what an error comes with.
func ExampleDecision_zero() {
	var p *policy.Policy // never compiled
	d, err := p.DecideAt(gymMember(), time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC))
	fmt.Println(errors.Is(err, policy.ErrCannotDecide), d.TerminateNow.Allowed())
	// Output: true false
}

// Each part is one order for a gateway. Its key does not depend on when it is
// decided; what is in dispute is blocked, and told apart.
func ExamplePart_Key() {
	s := gymMember()
	s.Charges[0].Payments[0].Disputes = []policy.Dispute{{Amount: money.MustParse("40.00 EUR")}}
	p := compiled(gym)
	var keys [2]string
	for i := range keys {
		d, err := p.DecideAt(s, time.Date(2026, 3, 10, 9+i, 0, 0, 0, time.UTC))
		if err != nil {
			fmt.Println(err)
			return
		}
		keys[i] = d.TerminateNow.Parts[0].Key()
		if i == 0 {
			fmt.Println(d.TerminateNow.Refund, "owed,", d.TerminateNow.Refund.Payable, "payable")
			for _, part := range d.TerminateNow.Parts {
				fmt.Printf("%s %s of %s %q\n", part.Operation, part.Amount, part.Payment, part.Blocked)
			}
		}
	}
	fmt.Println("same key:", keys[0] == keys[1])
	// Output:
	// 240.00 EUR owed, 200.00 EUR payable
	// refund 200.00 EUR of pay-1 ""
	// refund 40.00 EUR of pay-1 "dispute_is_open"
	// same key: true
}

// A part's JSON carries its key.
func ExamplePart_MarshalJSON() {
	text, err := json.MarshalIndent(policy.Part{
		Charge: "invoice-1", Payment: "pay-1", Operation: policy.OpRefund,
		Amount: money.MustParse("49.00 EUR"), Subscription: "sub-117", Returned: money.MustParse("0.00 EUR"),
	}, "", "  ")
	fmt.Println(string(text), err)
	// Output:
	// {
	//   "charge": "invoice-1",
	//   "payment": "pay-1",
	//   "operation": "refund",
	//   "amount": {
	//     "amount": "49.00",
	//     "currency": "EUR"
	//   },
	//   "subscription": "sub-117",
	//   "returned": {
	//     "amount": "0.00",
	//     "currency": "EUR"
	//   },
	//   "key": "10a1aa805c2840f082cf8c0806d07be7"
	// } <nil>
}

// A moment is an instant, or one that follows the clock and is named instead.
func ExampleMoment() {
	fmt.Println(policy.Moment{Kind: policy.AtRequest})
	fmt.Println(policy.Moment{Kind: policy.Never})
	fmt.Println(policy.Moment{Kind: policy.Fixed, At: time.Date(2026, 3, 2, 11, 0, 0, 0, time.UTC)})
	// Output:
	// at the request
	// never
	// 2026-03-02T11:00:00Z
}

package policytest

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

// documents are policies to check: those of the catalog, and some of the kinds
// that package policy shows in its examples.
func documents(t *testing.T) []policy.Document {
	t.Helper()
	all := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}
	none := policy.Formula{Fraction: policy.FractionNone}
	unused := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: policy.Share{Unit: "1 month", Day: policy.Used, Begun: policy.Used}}
	docs := []policy.Document{
		{ID: "empty"},
		{
			ID: "gym", Calendar: "FR",
			StopRenewal: []policy.Rule{{ID: "stop", Ends: "period_end"}},
			TerminateNow: []policy.Rule{
				{ID: "cooling-off", When: policy.When{Window: policy.Window{Until: "contract + 14 days"}}, Ends: "request", Refund: all, Payout: policy.Payout{Min: 1, Max: 5, Unit: calendar.BusinessDays}},
				{ID: "notice", Ends: "request + 1 month", Refund: none},
			},
			ResumeRenewal: []policy.Rule{{ID: "resume"}},
		},
		{
			ID: "benefits", PausesLengthen: true,
			TerminateNow: []policy.Rule{{ID: "end", Ends: "request", Refund: policy.Formula{
				Base: unused.Base, Fraction: unused.Fraction, Time: unused.Time, Percent: "50",
				Adjust: []policy.Adjustment{
					{Minus: policy.Formula{Base: policy.BaseQuote, Quote: "benefits_used", Fraction: policy.FractionAll}},
					{NothingBelow: money.MustParse("5.00 EUR")},
				},
			}}},
		},
		{
			ID: "steps",
			TerminateNow: []policy.Rule{{
				ID: "end", Ends: "request", Settlement: policy.Settlement{As: policy.AsOffset, Order: policy.NewestFirst},
				Refund: policy.Formula{Base: policy.BaseAllCharges, Keep: []string{"joining"}, Fraction: policy.FractionSteps, Steps: []policy.Step{
					{Until: "contract + 7 days", Percent: "100"}, {Until: "contract + 30 days", Percent: "50"}, {Percent: "0"},
				}},
			}},
			Withdraw: []policy.Rule{
				{ID: "consented", When: policy.When{Facts: []policy.Fact{{Event: "consent.start", Count: ">= 1"}}}, Refuse: true},
				{ID: "open", When: policy.When{Window: policy.Window{Until: "contract + 14 days"}}, Ends: "request", Refund: all},
			},
		},
		{
			ID: "commitment",
			StopRenewal: []policy.Rule{
				{ID: "too late", When: policy.When{Window: policy.Window{From: "commitment_end - 30 days"}}, Refuse: true},
				{ID: "in time", Ends: "commitment_end"},
			},
			TerminateNow: []policy.Rule{
				{ID: "death", When: policy.When{By: []policy.Initiator{policy.ByEvent}, Window: policy.Window{From: "event"}}, Ends: "request", Refund: unused},
				{ID: "fee", Ends: "request", Refund: none, Due: policy.Formula{Base: policy.BaseUnbilled, Fraction: policy.FractionAll, Percent: "50"}},
			},
		},
		{
			ID: "yen", Zone: "Asia/Tokyo",
			TerminateNow: []policy.Rule{{ID: "end", Ends: "request", Refund: all, Settlement: policy.Settlement{As: policy.AsChosen}, Due: policy.Formula{Base: policy.BaseAmount, Amount: money.MustParse("500 JPY"), Fraction: policy.FractionAll}}},
		},
	}
	for i := range docs {
		docs[i].Version, docs[i].Rounding = "1", money.HalfUp
		if docs[i].Zone == "" {
			docs[i].Zone = "Europe/Paris"
		}
	}
	return docs
}

// The documents of the catalog keep what the library promises. Not all of their
// rules are met in so few ledgers.
func TestCheckCatalog(t *testing.T) {
	n := 200
	if testing.Short() || underRace {
		n = 20
	}
	for d := range catalog.All() {
		t.Run(d.ID+"@"+d.Version, func(t *testing.T) {
			t.Parallel()
			c := checkerOf(t, d)
			if wrong := c.run(n); wrong != "" {
				t.Error(wrong)
			}
		})
	}
}

// The documents keep what the library promises, and their ledgers meet every
// rule.
func TestCheck(t *testing.T) {
	for _, d := range documents(t) {
		t.Run(d.ID, func(t *testing.T) {
			t.Parallel()
			c := checkerOf(t, d)
			if testing.Short() || underRace {
				// The race detector looks for races and not for arithmetic.
				if wrong := c.run(200); wrong != "" {
					t.Error(wrong)
				}
				return
			}
			var r recorder
			Check(&r, d, in)
			if len(r.errors)+len(r.logs) > 0 {
				t.Errorf("want every rule to decide once: %q", append(r.errors, r.logs...))
			}
		})
	}
}

// A document that does not compile fails at once.
func TestCheckBadDocument(t *testing.T) {
	var r recorder
	Check(&r, policy.Document{ID: "bad", Version: "1", Zone: "Mars/Base", Rounding: money.HalfUp}, in)
	if len(r.errors) != 1 || !strings.Contains(r.errors[0], "Mars/Base") {
		t.Errorf("got %q", r.errors)
	}
}

// checkerOf is what Check makes of a document.
func checkerOf(t *testing.T, d policy.Document) checker {
	t.Helper()
	p, err := policy.Compile(d, in)
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation(d.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return checker{decide: p.DecideAt, hints: hintsOf(d), zone: zone, name: p.Ref().String(), seed: 1}
}

// A seed always gives the same ledgers, and a scenario can hold each of them.
func TestLedgers(t *testing.T) {
	for _, d := range documents(t) {
		one, two := checkerOf(t, d), checkerOf(t, d)
		other := two
		other.seed = 2
		differ, late := 0, 0
		for i := range 300 {
			s, at := one.ledger(i)
			again, then := two.ledger(i)
			if !reflect.DeepEqual(s, again) || !at.Equal(then) {
				t.Fatalf("%s: ledger %d is another the second time", d.ID, i)
			}
			text := marshal(s)
			back, err := policy.ParseSnapshot(text)
			if err != nil {
				t.Fatalf("%s: ledger %d cannot be read: %v\n%s", d.ID, i, err, text)
			}
			if again := marshal(back); string(again) != string(text) {
				t.Fatalf("%s: ledger %d\nread %s\nmade %s", d.ID, i, again, text)
			}
			if s, _ := other.ledger(i); !reflect.DeepEqual(s, again) {
				differ++
			}
			if at.Year() > 2030 {
				late++
			}
		}
		if differ < 290 || late > 10 {
			t.Errorf("%s: %d of 300 ledgers of another seed differ, and %d are late", d.ID, differ, late)
		}
	}
}

// A policy that lies is found out, by the law that it breaks, on a ledger from
// which nothing more can be taken.
func TestCheckFindsLies(t *testing.T) {
	euro := money.MustParse("0.01 EUR")
	shorter := func(m *policy.Moment, at time.Time) { *m = policy.Moment{Kind: policy.Fixed, At: at} }
	for _, tt := range []struct {
		law     string
		charges int // how many the ledger needs
		lie     func(s policy.Snapshot, at time.Time, d *policy.Decision) error
	}{
		{"an error comes with the zero decision", 0, func(s policy.Snapshot, at time.Time, d *policy.Decision) error {
			d.StopRenewal.Answer = policy.Allowed
			return nil
		}},
		{"nothing is negative", 0, func(s policy.Snapshot, at time.Time, d *policy.Decision) error {
			d.TerminateNow.Due.Least = money.MustParse("-0.01 EUR")
			return nil
		}},
		{"no more comes back than is left", 1, func(s policy.Snapshot, at time.Time, d *policy.Decision) error {
			// It forgets what went back.
			if d.TerminateNow.Refund.Amount.Minor() > 0 && len(s.Charges) > 0 && len(s.Charges[0].Payments) > 0 {
				d.TerminateNow.Refund.Amount = money.MustParse("1000000.00 EUR")
			}
			return nil
		}},
		{"the parts add up", 1, func(s policy.Snapshot, at time.Time, d *policy.Decision) error {
			if n := len(d.TerminateNow.Parts); n > 0 {
				d.TerminateNow.Parts = d.TerminateNow.Parts[:n-1]
			}
			return nil
		}},
		{"every verdict has a reason", 0, func(s policy.Snapshot, at time.Time, d *policy.Decision) error {
			if d.Withdraw.Answer == policy.Refused {
				d.Withdraw.Reasons = nil
			}
			return nil
		}},
		{"renewal can be stopped", 0, func(s policy.Snapshot, at time.Time, d *policy.Decision) error {
			if len(s.Events) > 0 {
				d.StopRenewal.Answer = policy.Undecided
			}
			return nil
		}},
		{"a decision is read as it is written", 0, func(s policy.Snapshot, at time.Time, d *policy.Decision) error {
			d.Phase = 99
			return nil
		}},
		{"facts have no order", 2, func(s policy.Snapshot, at time.Time, d *policy.Decision) error {
			if len(s.Charges) > 1 {
				d.Revision = s.Charges[0].ID
			}
			return nil
		}},
		{"what is unknown never pays", 0, func(s policy.Snapshot, at time.Time, d *policy.Decision) error {
			if len(s.Complete) == 0 {
				d.TerminateNow.Credit.Least = euro
			}
			return nil
		}},
		{"nothing changes before Until and Holds", 0, func(s policy.Snapshot, at time.Time, d *policy.Decision) error {
			d.Unpaid = at.Month() == time.May
			return nil
		}},
		{"nothing changes before Until and Holds", 0, func(s policy.Snapshot, at time.Time, d *policy.Decision) error {
			shorter(&d.Until, at)
			return nil
		}},
		{"nothing changes before Until and Holds", 0, func(s policy.Snapshot, at time.Time, d *policy.Decision) error {
			shorter(&d.Withdraw.Holds, at.Add(-1))
			return nil
		}},
		{"nothing changes before Until and Holds", 0, func(s policy.Snapshot, at time.Time, d *policy.Decision) error {
			d.Withdraw.Holds = policy.Moment{}
			return nil
		}},
		{"a ledger can be decided on", 0, func(s policy.Snapshot, at time.Time, d *policy.Decision) error {
			if len(s.Pauses) > 0 {
				*d = policy.Decision{}
				return errors.New("a pause")
			}
			return nil
		}},
	} {
		c := checkerOf(t, documents(t)[1]) // the gym
		honest := c.decide
		c.decide = func(s policy.Snapshot, at time.Time) (policy.Decision, error) {
			d, err := honest(s, at)
			if err != nil && tt.law != "an error comes with the zero decision" {
				return d, err
			}
			if lied := tt.lie(s, at, &d); lied != nil {
				err = lied
			}
			return d, err
		}
		wrong := c.run(2000)
		if !strings.Contains(wrong, "gym@1, -policytest.seed 1, ledger ") || !strings.Contains(wrong, "this is broken: "+tt.law+".\n") {
			t.Errorf("%s: got %s", tt.law, wrong)
			continue
		}
		if again := c.run(2000); again != wrong {
			t.Errorf("%s: another time it is told as %s\nand not as %s", tt.law, again, wrong)
		}
		var scenario struct {
			Snapshot policy.Snapshot
			Policy   string
			At       time.Time
		}
		text := wrong[strings.Index(wrong, "\n{")+1:]
		if err := json.Unmarshal([]byte(text), &scenario); err != nil {
			t.Fatalf("%s: %v\n%s", tt.law, err, text)
		}
		if s := scenario.Snapshot; tt.law != "a ledger can be decided on" && (len(s.Charges) != tt.charges || len(text) > 700) {
			t.Errorf("%s: want a ledger of %d charges, and short:\n%s", tt.law, tt.charges, text)
		}
		// It is a scenario as it stands, save the policy.
		doc := string(marshal(documents(t)[1]))
		dir := folder(t, map[string]string{"a.json": strings.Replace(text, `"gym@1"`, doc, 1)})
		if got := told(dir); !strings.Contains(got, "want: missing") {
			t.Errorf("%s: the scenario does not run: %s\n%s", tt.law, got, text)
		}
	}
}

// A decision that is another each time is found out too.
func TestCheckFindsChance(t *testing.T) {
	c := checkerOf(t, documents(t)[1])
	honest, n := c.decide, 0
	c.decide = func(s policy.Snapshot, at time.Time) (policy.Decision, error) {
		d, err := honest(s, at)
		if n++; err == nil {
			d.Revision = time.Duration(n).String()
		}
		return d, err
	}
	if told := c.run(10); !strings.Contains(told, "this is broken: equal facts give equal bytes.\nrevision: got \"") {
		t.Errorf("got %s", told)
	}
}

// What pays more than is left of one payment is found out, though all of them
// together have as much.
func TestWithinPayment(t *testing.T) {
	s := Subscription("sub-1", "UTC").
		Charged("2026-01-01", "60.00 EUR", Unpaid).Covering("2026-01-01", "2027-01-01").
		Paid("30.00 EUR", Card).
		Paid("30.00 EUR", Card).Disputed("2026-02-01", "30.00 EUR").
		Snapshot(t)
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	part := policy.Part{Charge: "charge-1", Payment: "payment-1", Operation: policy.OpRefund, Amount: money.MustParse("31.00 EUR")}
	sum := policy.Sum{State: policy.SumExact, Amount: part.Amount, Payable: part.Amount}
	for want, change := range map[string]func(*policy.Decision, *policy.Snapshot){
		"terminate_now.parts: got 3100 minor units of payment-1, want at most 3000, captured and not given back": func(_ *policy.Decision, s *policy.Snapshot) {
			s.Charges[0].Payments[1].Disputes = nil
		},
		"terminate_now.parts: got 3000 minor units of payment-2 now, want at most 0, which can be sent now": func(d *policy.Decision, _ *policy.Snapshot) {
			d.TerminateNow.Parts[0].Payment, d.TerminateNow.Parts[0].Amount = "payment-2", money.MustParse("30.00 EUR")
			d.TerminateNow.Refund.Payable = money.MustParse("30.00 EUR")
		},
		"terminate_now.refund.payable: got 31.00 EUR, want at most 3000 minor units, which can be sent now": func(_ *policy.Decision, s *policy.Snapshot) {
			s.Charges[0].Payments[0].State = policy.PaymentPending
			s.Charges[0].Payments[1].Disputes = nil
		},
		"terminate_now.parts: got 31.00 EUR of payment-1, want nothing of what was given away": func(_ *policy.Decision, s *policy.Snapshot) {
			s.Charges[0].Payments[0].Class = policy.ClassPromotional
			s.Charges[0].Payments[1].Captured = money.MustParse("99.00 EUR")
			s.Charges[0].Payments[1].Disputes = nil
		},
	} {
		d := policy.Decision{TerminateNow: policy.Verdict{Refund: sum, Parts: []policy.Part{part}}}
		s := clone(s)
		change(&d, &s)
		if got := withinWhatIsLeft(&trial{s: s, at: at, got: d}); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	d, err := catalog.Lookup("amazon-prime-fr")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		Check(b, d, in)
	}
}

// The laws hold for contracts under statutes too, in zones of their own.
func TestCheckOverlay(t *testing.T) {
	lookup := func(id string) policy.Document {
		d, err := catalog.Lookup(id)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	statute := lookup("fr-l221-18")
	for _, id := range []string{"amazon-prime-fr@2020-02", "adobe-apm", "tinder", "basic-fit-fr", "parship@after-c-641-19"} {
		CheckOverlay(t, in, lookup(id), statute)
	}
	CheckOverlay(t, in, lookup("match-uk"), lookup("bahncard@before-2024-07-09"), lookup("nordvpn"), statute)
	var r recorder
	CheckOverlay(&r, in, statute, policy.Document{ID: "bad"})
	if len(r.errors) != 1 || !strings.Contains(r.errors[0], "zone") {
		t.Errorf("%q", r.errors)
	}
}

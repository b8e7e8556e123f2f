package policy_test

import (
	"slices"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/policy"
)

// The words of documents that few policies need, each on a member in the second
// paid year.

// conditional is a document whose first rule gives everything back under a
// condition, and whose second gives nothing.
func conditional(w policy.When) policy.Document {
	d := refunding("Europe/Paris", policy.Window{})
	d.TerminateNow[0].When = w
	return d
}

func TestConditions(t *testing.T) {
	at := nextDebit.Add(24 * time.Hour)
	in := func(market, plan, channel string) func(*policy.Snapshot) {
		return func(s *policy.Snapshot) { s.Market, s.Plan, s.Channel = market, plan, channel }
	}
	by := func(i policy.Initiator, cause string) func(*policy.Snapshot) {
		return func(s *policy.Snapshot) { s.Request.By, s.Request.Cause = i, cause }
	}
	lasting := func(start, end string) func(*policy.Snapshot) {
		return func(s *policy.Snapshot) { s.Charges[1].Covers = policy.Period{Start: ts(start), End: ts(end)} }
	}
	paid := func(methods ...string) func(*policy.Snapshot) {
		return func(s *policy.Snapshot) {
			s.Charges[1].Payments = nil
			for i, m := range methods {
				p := captured("pay-x"+m, int64(100+i))
				p.Method = m
				s.Charges[1].Payments = append(s.Charges[1].Payments, p)
			}
		}
	}
	back := func(r policy.Refund) func(*policy.Snapshot) {
		r.Amount = eur(100)
		return func(s *policy.Snapshot) { s.Charges[0].Payments[0].Refunds = []policy.Refund{r} }
	}
	scope := func(s policy.Scope) policy.When { return policy.When{Scope: s} }
	cohort := func(on policy.Point, from, before string) policy.When {
		var c policy.Cohort
		c.On = on
		_, _ = c.From.UnmarshalText([]byte(from)), c.Before.UnmarshalText([]byte(before))
		return scope(policy.Scope{Cohort: c})
	}
	month, year := lasting("2021-02-09T09:00:00+01:00", "2021-03-09T09:00:00+01:00"), lasting("2021-02-09T09:00:00+01:00", "2022-02-09T00:00:00+01:00")
	for _, tt := range []struct {
		name   string
		when   policy.When
		change func(*policy.Snapshot)
		want   string // the rule; "": it is not known which
	}{
		{"its market", scope(policy.Scope{Markets: []string{"DE", "FR"}}), in("FR", "", ""), "inside"},
		{"a part of its market", scope(policy.Scope{Markets: []string{"US"}}), in("US-CA", "", ""), "inside"},
		{"the whole is no part", scope(policy.Scope{Markets: []string{"US-CA"}}), in("US", "", ""), "outside"},
		{"another market that begins alike", scope(policy.Scope{Markets: []string{"US"}}), in("USA", "", ""), "outside"},
		{"market not told", scope(policy.Scope{Markets: []string{"US"}}), in("", "", ""), ""},
		{"its plan", scope(policy.Scope{Plans: []string{"annual"}}), in("", "annual", ""), "inside"},
		{"a plan that begins alike", scope(policy.Scope{Plans: []string{"annual"}}), in("", "annual-plus", ""), "outside"},
		{"a plan with a part", scope(policy.Scope{Plans: []string{"annual"}}), in("", "annual-paid-monthly", ""), "outside"},
		{"its channel", scope(policy.Scope{Channels: []string{"app_store"}}), in("", "", "app_store"), "inside"},
		{"channel not told", scope(policy.Scope{Channels: []string{"app_store"}}), in("FR", "annual", ""), ""},
		{"one condition fails, another is not told", scope(policy.Scope{Markets: []string{"FR"}, Plans: []string{"monthly"}}), in("", "annual", ""), "outside"},

		{"its method", scope(policy.Scope{Methods: []string{"cash", "card"}}), paid("card"), "inside"},
		{"another method", scope(policy.Scope{Methods: []string{"cash"}}), paid("card"), "outside"},
		{"two methods, one of them", scope(policy.Scope{Methods: []string{"cash"}}), paid("card", "cash"), ""},
		{"two methods, both", scope(policy.Scope{Methods: []string{"cash", "card"}}), paid("card", "cash"), "inside"},
		{"method not told", scope(policy.Scope{Methods: []string{"cash"}}), paid(""), ""},

		{"longer than a month", scope(policy.Scope{Interval: "> 1 month"}), year, "inside"},
		{"a month is not longer", scope(policy.Scope{Interval: "> 1 month"}), month, "outside"},
		{"a month", scope(policy.Scope{Interval: "= 1 month"}), month, "inside"},
		{"at most a month", scope(policy.Scope{Interval: "<= 1 month"}), month, "inside"},
		{"less than a month", scope(policy.Scope{Interval: "< 1 month"}), month, "outside"},
		{"28 days in February", scope(policy.Scope{Interval: "= 28 days"}), month, "inside"},
		{"at least a year", scope(policy.Scope{Interval: ">= 1 year"}), year, "inside"},
		{"a year, whatever the hour", scope(policy.Scope{Interval: "= 12 months"}), year, "inside"},
		{"time not told", scope(policy.Scope{Interval: "> 1 month"}), func(s *policy.Snapshot) { s.Charges[1].Covers = policy.Period{} }, ""},

		{"the cohort's first day", cohort("contract", "2020-01-10", ""), nil, "inside"},
		{"the day after it", cohort("contract", "2020-01-11", ""), nil, "outside"},
		{"the cohort's last day", cohort("contract", "", "2020-01-11"), nil, "inside"},
		{"the day before", cohort("contract", "", "2020-01-10"), nil, "outside"},
		{"by the renewal", cohort("renewal", "2021-01-01", "2022-01-01"), nil, "inside"},
		{"not told when", cohort("contract", "2020-01-10", ""), func(s *policy.Snapshot) { s.Contract = time.Time{} }, ""},

		{"renewal stopped", policy.When{Stopped: policy.Yes}, func(s *policy.Snapshot) { s.StoppedAt = at.Add(-1) }, "inside"},
		{"renewal not stopped", policy.When{Stopped: policy.Yes}, nil, "outside"},
		{"renewal stopped after the request", policy.When{Stopped: policy.Yes}, func(s *policy.Snapshot) { s.StoppedAt, s.Request.At = at.Add(-1), at.Add(-2) }, "outside"},
		{"renewal must not be stopped", policy.When{Stopped: policy.No}, nil, "inside"},

		{"nothing given back yet", policy.When{Refunds: "= 0"}, nil, "inside"},
		{"something given back", policy.When{Refunds: "= 0"}, back(policy.Refund{}), "outside"},
		{"a gift", policy.When{Refunds: "= 0"}, back(policy.Refund{Goodwill: true}), "inside"},
		{"it failed", policy.When{Refunds: "= 0"}, back(policy.Refund{State: policy.RefundFailed}), "inside"},
		{"on its way", policy.When{Refunds: "= 0"}, back(policy.Refund{State: policy.RefundPending}), "outside"},
		{"later than the request", policy.When{Refunds: "= 0"}, back(policy.Refund{At: at.Add(1)}), "inside"},
		{"at least one", policy.When{Refunds: ">= 1"}, back(policy.Refund{At: at}), "inside"},

		{"a cause", policy.When{By: []policy.Initiator{policy.ByEvent}, Causes: []string{"death"}}, by(policy.ByEvent, "death"), "inside"},
		{"a cause below it", policy.When{By: []policy.Initiator{policy.ByEvent}, Causes: []string{"move"}}, by(policy.ByEvent, "move.over_25_miles"), "inside"},
		{"a cause above it", policy.When{By: []policy.Initiator{policy.ByEvent}, Causes: []string{"move.over_25_miles"}}, by(policy.ByEvent, "move"), ""},
		{"another cause", policy.When{By: []policy.Initiator{policy.ByEvent}, Causes: []string{"death"}}, by(policy.ByEvent, "move"), ""},
		{"a customer without a cause", policy.When{Causes: []string{"move"}}, nil, "outside"},
		{"a customer with a cause", policy.When{Causes: []string{"move"}}, by(policy.ByCustomer, "move"), "inside"},
	} {
		s := member()
		if tt.change != nil {
			tt.change(&s)
		}
		v := decide(t, mustCompile(t, conditional(tt.when)), s, at).TerminateNow
		if v.Rule != tt.want {
			t.Errorf("%s: %s, want %q", tt.name, brief(v), tt.want)
		}
		if tt.want == "" && v.Refund.State == policy.SumExact && v.Refund.Amount.Sign() > 0 {
			t.Errorf("%s: %s promises money on an unknown fact", tt.name, brief(v))
		}
	}
}

// Whichever comes first ends a window, and what never comes does not.
func TestWhicheverComesFirst(t *testing.T) {
	p := mustCompile(t, refunding("Europe/Paris", policy.Window{Until: "latest_charge + 14 days", OrUntil: "event:certificate"}))
	early, late := nextDebit.Add(3*24*time.Hour), nextDebit.Add(20*24*time.Hour)
	for _, tt := range []struct {
		name   string
		events []policy.Event
		known  bool
		border time.Time
	}{
		{"it came first", []policy.Event{{Kind: "certificate", At: early}}, true, early},
		{"it came later", []policy.Event{{Kind: "certificate", At: late}}, true, ts("2021-02-24T00:00:00+01:00")},
		{"it never came", nil, true, ts("2021-02-24T00:00:00+01:00")},
	} {
		s := memberWith(func(s *policy.Snapshot) {
			s.Events, s.Complete = tt.events, []string{"use", "certificate"}
		})
		for off, want := range map[time.Duration]string{-1: "inside", 0: "outside"} {
			if d := decide(t, p, s, tt.border.Add(off)); d.TerminateNow.Rule != want || off < 0 && !d.Until.At.Equal(tt.border) {
				t.Errorf("%s, %d ns: %s, until %s", tt.name, off, brief(d.TerminateNow), d.Until)
			}
		}
	}
	if v := decide(t, p, member(), early).TerminateNow; v.Rule != "" || !has(v.Reasons, policy.AnchorUnknown) {
		t.Errorf("whether it came is not told: %s", brief(v))
	}
}

func TestRareAnchors(t *testing.T) {
	untried := memberWith(func(s *policy.Snapshot) { s.Trial = policy.Period{} })
	for _, tt := range []struct {
		point policy.Point
		s     policy.Snapshot
		want  string // "": there is none
	}{
		{"service_start", member(), "2020-01-10T09:00:00+01:00"},
		{"service_start", untried, "2020-02-09T09:00:00+01:00"},
		{"conversion", member(), "2020-02-09T09:00:00+01:00"},
		{"conversion", untried, ""},
		{"trial_start + 1/3", member(), "2020-01-20T00:00:00+01:00"}, // 10 of 30 days
		{"period_end + 1 term", member(), "2023-02-09T00:00:00+01:00"},
		{"term_end + 2 terms", member(), "2024-02-09T00:00:00+01:00"},
		{"commitment_start + 1/2", member(), ""},
	} {
		d := conditional(policy.When{Scope: policy.Scope{Cohort: policy.Cohort{On: tt.point, From: calendar.MustParseDate("1990-01-01")}}})
		at := nextDebit.Add(time.Hour)
		if tt.want == "" {
			if v := decide(t, mustCompile(t, d), tt.s, at).TerminateNow; v.Rule != "outside" {
				t.Errorf("%s: %s", tt.point, brief(v))
			}
			continue
		}
		want := ts(tt.want)
		day := calendar.DateIn(want, want.Location())
		d.TerminateNow[0].When.Scope.Cohort = policy.Cohort{On: tt.point, From: day, Before: day.AddDays(1)}
		if v := decide(t, mustCompile(t, d), tt.s, at).TerminateNow; v.Rule != "inside" {
			t.Errorf("%s is not on %s: %s", tt.point, day, brief(v))
		}
	}
	// A month from 31 January ends on 28 February; the next term ends with March.
	s := memberWith(func(s *policy.Snapshot) {
		s.Charges[1].Covers = policy.Period{Start: ts("2021-01-31T00:00:00+01:00"), End: ts("2021-02-28T00:00:00+01:00")}
	})
	d := blank()
	d.StopRenewal = []policy.Rule{{ID: "late", Refuse: true, Access: "period_end + 1 term"}}
	v := decide(t, mustCompile(t, d), s, ts("2021-02-20T00:00:00+01:00")).StopRenewal
	if v.Allowed() || v.Rule != "late" || v.Access.String() != "2021-03-31T00:00:00+02:00" {
		t.Errorf("%s, goes on until %s", brief(v), v.Access)
	}
}

// An action that is offered only if it pays.
func TestOfferedIfMoneyComesBack(t *testing.T) {
	d := refunding("Europe/Paris", policy.Window{})
	d.TerminateNow = []policy.Rule{{ID: "quote", Ends: "request", IfRefund: true, Forfeits: []string{"credits"},
		Refund: policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionQuoted, Quote: "refund"}}}
	p := mustCompile(t, d)
	at := nextDebit.Add(time.Hour)
	quoted := func(cents int64) policy.Snapshot {
		return memberWith(func(s *policy.Snapshot) { s.Quotes = []policy.Quote{{Name: "refund", Amount: eur(cents)}} })
	}
	if v := decide(t, p, quoted(3276), at).TerminateNow; !v.Allowed() || v.Refund.Amount != eur(3276) || !slices.Equal(v.Forfeits, []string{"credits"}) {
		t.Errorf("some: %s", asJSON(v))
	}
	if v := decide(t, p, quoted(0), at).TerminateNow; v.Answer != policy.Refused || v.Refund.State != policy.SumNone || v.Ends.Kind != policy.NoMoment || len(v.Forfeits) > 0 || !has(v.Reasons, policy.NothingToRefund) {
		t.Errorf("none: %s", asJSON(v))
	}
	if v := decide(t, p, member(), at).TerminateNow; v.Answer != policy.Undecided || v.Refund.State != policy.SumUndecided {
		t.Errorf("not told: %s", asJSON(v))
	}
	// A decision that is used again forgets what was lost before.
	var again policy.Decision
	for _, cents := range []int64{3276, 0} {
		s := quoted(cents)
		if err := p.DecideInto(&again, &s, at); err != nil || len(again.TerminateNow.Forfeits) != int(min(cents, 1)) {
			t.Errorf("%d: %v, %v", cents, again.TerminateNow.Forfeits, err)
		}
	}
	// What a caller does with it stays with the caller.
	first := decide(t, p, quoted(3276), at)
	first.TerminateNow.Forfeits[0] = "changed"
	if v := decide(t, p, quoted(3276), at).TerminateNow; v.Forfeits[0] != "credits" {
		t.Error("a decision shares its lists with the policy")
	}
}

func TestPayoutsInHoursAndWords(t *testing.T) {
	d := refunding("Europe/Paris", policy.Window{})
	d.TerminateNow[0].Payout = policy.Payout{Min: 2, Max: 3, Unit: calendar.Hours}
	d.TerminateNow[0].Deadline = "received + 14 days"
	p := mustCompile(t, d)
	for at, want := range map[string]string{
		"2021-03-01T20:59:59.999999999+01:00": "2021-03-01",
		"2021-03-01T21:00:00+01:00":           "2021-03-01 to 2021-03-02",
		"2021-03-01T22:00:00+01:00":           "2021-03-02",
	} {
		got := decide(t, p, member(), ts(at))
		v := got.TerminateNow
		if v.Payout.Expect.String() != want || v.Payout.Unit != calendar.Hours || v.Deadline.String() != "2021-03-16T00:00:00+01:00" {
			t.Errorf("%s: %s, deadline %s", at, asJSON(v.Payout), v.Deadline)
		}
		// Until is when the day of one of the two moves.
		next := decide(t, p, member(), got.Until.At).TerminateNow
		if before := decide(t, p, member(), got.Until.At.Add(-1)).TerminateNow; next.Payout == before.Payout && next.Deadline == before.Deadline || before.Payout != v.Payout {
			t.Errorf("%s: nothing moves at %s", at, got.Until)
		}
	}
	s := memberWith(func(s *policy.Snapshot) {
		s.Request = policy.Request{At: ts("2021-03-01T12:00:00+01:00"), Received: ts("2021-03-04T09:00:00+01:00")}
	})
	if v := decide(t, p, s, ts("2021-03-05T12:00:00+01:00")).TerminateNow; v.Deadline.String() != "2021-03-19T00:00:00+01:00" {
		t.Errorf("by what was received: %s", v.Deadline)
	}
	d.TerminateNow[0].Payout = policy.Payout{Text: "one or two statements"}
	if v := decide(t, mustCompile(t, d), member(), ts("2021-03-01T12:00:00+01:00")).TerminateNow; v.Payout.Text != "one or two statements" || v.Payout.Expect != (calendar.Range{}) {
		t.Error(asJSON(v.Payout))
	}
}

func TestInForce(t *testing.T) {
	day := calendar.MustParseDate
	for _, tt := range []struct {
		name string
		in   policy.Cohort
		s    policy.Snapshot
		at   time.Time
		want policy.Answer
	}{
		{"always", policy.Cohort{}, member(), nextDebit, policy.Allowed},
		{"today, the first day", policy.Cohort{From: day("2021-02-09")}, member(), nextDebit, policy.Allowed},
		{"today, the day before", policy.Cohort{From: day("2021-02-10")}, member(), nextDebit, policy.Refused},
		{"today, the last day", policy.Cohort{Before: day("2021-02-10")}, member(), nextDebit, policy.Allowed},
		{"by the contract", policy.Cohort{On: "contract", Before: day("2020-01-11")}, member(), nextDebit, policy.Allowed},
		{"by another contract", policy.Cohort{On: "contract", Before: day("2020-01-10")}, member(), nextDebit, policy.Refused},
		{"by the latest charge", policy.Cohort{On: "latest_charge", From: day("2021-01-01")}, member(), nextDebit, policy.Allowed},
		{"by the charge before", policy.Cohort{On: "latest_charge", From: day("2021-01-01")}, member(), nextDebit.Add(-1), policy.Refused},
		{"not charged yet, today's", policy.Cohort{On: "latest_charge", Before: day("2020-02-01")}, member(), trialStart, policy.Allowed},
		{"not charged yet, another day's", policy.Cohort{On: "latest_charge", From: day("2020-02-01")}, member(), trialStart, policy.Refused},
		{"not told", policy.Cohort{On: "contract", From: day("2021-01-01")}, memberWith(func(s *policy.Snapshot) { s.Contract = time.Time{} }), nextDebit, policy.Undecided},
	} {
		d := blank()
		d.Effective = tt.in
		if got, err := mustCompile(t, d).InForce(tt.s, tt.at); got != tt.want || err != nil {
			t.Errorf("%s: %v, %v", tt.name, got, err)
		}
	}
	if _, err := (*policy.Policy)(nil).InForce(member(), nextDebit); err == nil {
		t.Error("a nil policy is in force")
	}
	if _, err := mustCompile(t, blank()).InForce(policy.Snapshot{}, nextDebit); err == nil {
		t.Error("a policy is in force for nothing")
	}
}

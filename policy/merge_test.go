package policy_test

import (
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/policy"
)

// What follows when it is not known which rule applies: what the candidates
// have in common.
func TestCandidates(t *testing.T) {
	all := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}
	none := policy.Formula{Fraction: policy.FractionNone}
	ask := func(h policy.Handler) policy.Formula { return policy.Formula{Ask: h} }
	unknown := policy.When{Facts: []policy.Fact{{Event: "unheard", Count: "= 0"}}}
	rule := func(id string, f policy.Formula, change ...func(*policy.Rule)) policy.Rule {
		r := policy.Rule{ID: id, Label: "End", Ends: "request", Refund: f}
		for _, c := range change {
			c(&r)
		}
		return r
	}
	maybe := func(r *policy.Rule) { r.When = unknown }
	label := func(text string) func(*policy.Rule) { return func(r *policy.Rule) { r.Label = text } }
	ends := func(p policy.Point) func(*policy.Rule) { return func(r *policy.Rule) { r.Ends = p } }
	access := func(p policy.Point) func(*policy.Rule) { return func(r *policy.Rule) { r.Access = p } }
	by := func(a, m policy.Handler) func(*policy.Rule) {
		return func(r *policy.Rule) { r.Handling = policy.Handling{Action: a, Money: m} }
	}
	paid := func(r *policy.Rule) { r.Payout = policy.Payout{Min: 1, Max: 2, Unit: calendar.Days} }
	refuse := func(id string, w policy.When) policy.Rule { return policy.Rule{ID: id, When: w, Refuse: true} }
	const (
		initial = "initial"
	)
	for _, tt := range []struct {
		name     string
		rules    []policy.Rule
		answer   policy.Answer
		refund   string
		label    string
		ends     string
		access   string
		handling policy.Handling
		codes    string
	}{
		{"all or none", []policy.Rule{rule("a", all, maybe, paid), rule("b", none)}, policy.Allowed,
			"undecided, at most 49.00 EUR: ask support", "End", "at the request", "at the request", policy.Handling{Action: policy.Automatic, Money: policy.Support}, "events_unknown"},
		{"none or all", []policy.Rule{rule("a", none, maybe), rule("b", all, paid)}, policy.Allowed,
			"undecided, at most 49.00 EUR: ask support", "End", "at the request", "at the request", policy.Handling{Action: policy.Automatic, Money: policy.Support}, "events_unknown"},
		{"all or whatever the biller says", []policy.Rule{rule("a", all, maybe), rule("b", ask(policy.Biller))}, policy.Allowed,
			"undecided, at most 49.00 EUR: ask biller", "End", "at the request", "at the request", policy.Handling{Action: policy.Automatic, Money: policy.Biller}, "events_unknown ask"},
		{"none or none", []policy.Rule{rule("a", none, maybe), rule("b", none)}, policy.Allowed,
			"none", "End", "at the request", "at the request", policy.Handling{Action: policy.Automatic}, "events_unknown"},
		{"two to ask: the harder way", []policy.Rule{rule("a", ask(policy.Letter), maybe), rule("b", ask(policy.Support))}, policy.Allowed,
			"undecided, at most 49.00 EUR: ask letter", "End", "at the request", "at the request", policy.Handling{Action: policy.Automatic, Money: policy.Letter}, "events_unknown ask"},
		{"all, or not offered", []policy.Rule{rule("a", all, maybe)}, policy.Undecided,
			"undecided, at most 49.00 EUR: ask support", "", "", "", policy.Handling{Action: policy.Automatic, Money: policy.Support}, "events_unknown no_rule"},
		{"all, or refused", []policy.Rule{rule("a", all, maybe), refuse("b", policy.When{})}, policy.Undecided,
			"undecided, at most 49.00 EUR: ask support", "", "", "", policy.Handling{Action: policy.Automatic, Money: policy.Support}, "events_unknown"},
		{"refused, or all", []policy.Rule{refuse("a", unknown), rule("b", all)}, policy.Undecided,
			"undecided, at most 49.00 EUR: ask support", "", "", "", policy.Handling{Action: policy.Automatic, Money: policy.Support}, "events_unknown"},
		{"refused, or refused", []policy.Rule{refuse("a", unknown), refuse("b", policy.When{})}, policy.Refused,
			"none", "", "", "", policy.Handling{}, "events_unknown"},
		{"refused, or not offered", []policy.Rule{refuse("a", unknown)}, policy.Refused,
			"none", "", "", "", policy.Handling{}, "events_unknown no_rule"},
		{"labels and ends differ", []policy.Rule{rule("a", none, maybe, label("A"), ends("term_end"), access("term_end")), rule("b", none, label("B"), access("term_end"))}, policy.Allowed,
			"none", "", "", "2021-02-09T09:00:00+01:00", policy.Handling{Action: policy.Automatic}, "events_unknown"},
		{"the harder way to act", []policy.Rule{rule("a", none, maybe, by(policy.Automatic, 0)), rule("b", none, by(policy.Letter, 0))}, policy.Allowed,
			"none", "End", "at the request", "at the request", policy.Handling{Action: policy.Letter}, "events_unknown"},
		{"three candidates", []policy.Rule{rule("a", all, maybe), rule("b", none, maybe), rule("c", ask(policy.Support))}, policy.Allowed,
			"undecided, at most 49.00 EUR: ask support", "End", "at the request", "at the request", policy.Handling{Action: policy.Automatic, Money: policy.Support}, "events_unknown events_unknown ask"},
		{"a rule that surely fails is passed over", []policy.Rule{
			rule("a", all, maybe),
			rule("b", all, func(r *policy.Rule) { r.When.Phase = []policy.Phase{policy.Trial} }),
			rule("c", all, func(r *policy.Rule) { r.When.Window.Until = "latest_charge" }),
			rule("d", none),
		}, policy.Allowed, "undecided, at most 49.00 EUR: ask support", "End", "at the request", "at the request", policy.Handling{Action: policy.Automatic, Money: policy.Support}, "events_unknown"},
		{"what is surely false settles a rule that is unknown too", []policy.Rule{
			rule("a", all, maybe, func(r *policy.Rule) { r.When.Window.Until = "latest_charge" }), rule("b", none),
		}, policy.Allowed, "none", "End", "at the request", "at the request", policy.Handling{Action: policy.Automatic}, "rule_applies"},
		{"rules after the one that applies do not matter", []policy.Rule{rule("a", all), rule("b", none, maybe)}, policy.Allowed,
			"49.00 EUR", "End", "at the request", "at the request", policy.Handling{Action: policy.Automatic, Money: policy.Automatic}, "rule_applies charge_refunded"},
	} {
		d := blank()
		d.TerminateNow = tt.rules
		got := decide(t, mustCompile(t, d), sub(firstDebit), firstDebit.Add(time.Hour))
		v := got.TerminateNow
		if v.Answer != tt.answer || v.Refund.String() != tt.refund || v.Label != tt.label || v.Ends.String() != tt.ends || v.Access.String() != tt.access ||
			v.Handling != tt.handling || codes(v.Reasons) != tt.codes {
			t.Errorf("%s: %s", tt.name, asJSON(v))
		}
		if v.Refund.State == policy.SumUndecided && (v.Payout != (policy.Arrival{}) || len(v.Parts) != 0 || v.Refund.Least != eur(0) || v.Refund.Most != eur(4900)) {
			t.Errorf("%s: promised what is not known: %s", tt.name, asJSON(v))
		}
		if got.Phase.String() != initial {
			t.Error(got.Phase)
		}
	}
}

// Not knowing which rule applies must not close the way out.
func TestCandidatesToStop(t *testing.T) {
	unknown := policy.When{Facts: []policy.Fact{{Event: "unheard", Count: "= 0"}}}
	for _, tt := range []struct {
		name  string
		rules []policy.Rule
		want  string
	}{
		{"refused, perhaps", []policy.Rule{{ID: "a", When: unknown, Refuse: true}}, "allowed, ends 2021-02-09T09:00:00+01:00 (events_unknown exit_by_default)"},
		{"refused, perhaps, or allowed", []policy.Rule{{ID: "a", When: unknown, Refuse: true}, {ID: "b", Ends: "period_end"}}, "allowed, ends 2021-02-09T09:00:00+01:00 (events_unknown exit_by_default)"},
		{"refused", []policy.Rule{{ID: "a", Refuse: true}}, "refused, by a (rule_refuses)"},
		{"refused one way or another", []policy.Rule{{ID: "a", When: unknown, Refuse: true}, {ID: "b", Refuse: true}}, "refused (events_unknown)"},
		{"no rule", nil, "allowed, ends 2021-02-09T09:00:00+01:00 (exit_by_default)"},
		{"a rule for the vendor", []policy.Rule{{ID: "a", When: policy.When{By: []policy.Initiator{policy.ByVendor}}, Refuse: true}}, "allowed, ends 2021-02-09T09:00:00+01:00 (exit_by_default)"},
	} {
		d := blank()
		d.StopRenewal = tt.rules
		if got := brief(decide(t, mustCompile(t, d), sub(firstDebit), firstDebit).StopRenewal); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// Rules are for the customer's requests unless they name others.
func TestInitiators(t *testing.T) {
	d := blank()
	formula := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}
	d.TerminateNow = []policy.Rule{
		{ID: "customer", Ends: "request", Refund: policy.Formula{Fraction: policy.FractionNone}},
		{ID: "vendor", When: policy.When{By: []policy.Initiator{policy.ByVendor, policy.ByEvent}}, Ends: "request", Refund: formula},
	}
	p := mustCompile(t, d)
	for by, want := range map[policy.Initiator]string{
		policy.ByCustomer:       "allowed, by customer, ends at the request (rule_applies)",
		policy.ByVendor:         "allowed, by vendor, refund 49.00 EUR, ends at the request (rule_applies charge_refunded)",
		policy.ByEvent:          "allowed, by vendor, refund 49.00 EUR, ends at the request (rule_applies charge_refunded)",
		policy.ByVendorForCause: "refused (no_rule)",
	} {
		s := sub(firstDebit)
		s.Request.By = by
		if got := brief(decide(t, p, s, firstDebit).TerminateNow); got != want {
			t.Errorf("%s: %s, want %s", by, got, want)
		}
	}
	// The catalog's rules are the customer's.
	s := member()
	s.Request.By = policy.ByVendor
	if v := decide(t, primePolicy(t), s, nextDebit).TerminateNow; brief(v) != "refused (no_rule)" {
		t.Error(brief(v))
	}
}

// How events are counted, and what silence means.
func TestFacts(t *testing.T) {
	at := firstDebit.Add(time.Hour)
	for _, tt := range []struct {
		event    string
		count    policy.Count
		events   []string
		complete []string
		want     string // inside: holds; outside: does not; "": unknown
	}{
		{"use", "= 0", nil, []string{"use"}, "inside"},
		{"use", "= 0", nil, nil, ""},
		{"use", "= 0", []string{"use"}, nil, "outside"},
		{"use", "= 0", []string{"use.video"}, []string{"use"}, "outside"},
		{"use", "= 0", []string{"used"}, []string{"use"}, "inside"},
		{"use.video", "= 0", []string{"use"}, []string{"use"}, "inside"},
		{"use.video", "= 0", []string{"use.video.hd"}, []string{"use"}, "outside"},
		{"use.video", "= 0", nil, []string{"use"}, "inside"},
		{"use", "= 0", nil, []string{"use.video"}, ""}, // other uses are not told
		{"use", "= 0", nil, []string{"", "us", "use.", "uses"}, ""},
		{"use", ">= 1", nil, []string{"use"}, "outside"},
		{"use", ">= 1", nil, nil, ""},
		{"use", ">= 1", []string{"use"}, nil, "inside"}, // more would not change it
		{"use", "> 1", []string{"use"}, nil, ""},
		{"use", "> 1", []string{"use", "use"}, nil, "inside"},
		{"use", "= 2", []string{"use", "use"}, nil, ""},
		{"use", "= 2", []string{"use", "use"}, []string{"use"}, "inside"},
		{"use", "= 2", []string{"use", "use", "use"}, nil, "outside"},
		{"use", "<= 1", []string{"use"}, nil, ""},
		{"use", "<= 1", []string{"use"}, []string{"use"}, "inside"},
		{"use", "< 1", []string{"use"}, nil, "outside"},
		{"use", ">= 0", nil, nil, "inside"},
		{"use", "<= 1000000", nil, nil, ""},
	} {
		d := refunding("Europe/Paris", policy.Window{})
		d.TerminateNow[0].When.Facts = []policy.Fact{{Event: tt.event, Since: "latest_charge", Count: tt.count}}
		s := sub(firstDebit)
		s.Complete = tt.complete
		for _, kind := range tt.events {
			s.Events = append(s.Events, policy.Event{Kind: kind, At: firstDebit})
		}
		// None of these count.
		s.Events = append(s.Events, policy.Event{Kind: tt.event, At: firstDebit.Add(-1)}, policy.Event{Kind: tt.event, At: at.Add(1)})
		v := decide(t, mustCompile(t, d), s, at).TerminateNow
		if v.Rule != tt.want || has(v.Reasons, policy.EventsUnknown) != (tt.want == "") {
			t.Errorf("%s %s of %q, complete %q: %q, want %q", tt.event, tt.count, tt.events, tt.complete, v.Rule, tt.want)
		}
	}
}

// A rule for resuming is the only way to take a stop back.
func TestResumeRenewal(t *testing.T) {
	d := blank()
	d.ResumeRenewal = []policy.Rule{{ID: "r", Label: "Resume", When: policy.When{Phase: []policy.Phase{policy.Initial}, Window: policy.Window{Until: "period_end - 1 day"}}, Handling: policy.Handling{Action: policy.Support}}}
	p := mustCompile(t, d)
	stopped := sub(firstDebit)
	stopped.StoppedAt = firstDebit.Add(time.Hour)
	last := ts("2021-02-08T00:00:00+01:00")
	for _, tt := range []struct {
		s    policy.Snapshot
		at   time.Time
		want string
	}{
		{sub(firstDebit), firstDebit.Add(time.Hour), "refused (not_stopped)"},
		{stopped, stopped.StoppedAt.Add(-1), "refused (not_stopped)"},
		{stopped, stopped.StoppedAt, "allowed, by r (rule_applies)"},
		{stopped, last.Add(-1), "allowed, by r (rule_applies)"},
		{stopped, last, "refused (no_rule)"},
		{stopped, nextDebit, "refused (has_ended)"},
	} {
		v := decide(t, p, tt.s, tt.at).ResumeRenewal
		if brief(v) != tt.want {
			t.Errorf("at %s: %s, want %s", tt.at, brief(v), tt.want)
		}
		if v.Allowed() && (v.Label != "Resume" || v.Handling.Action != policy.Support || v.Refund != (policy.Sum{}) || v.Ends != (policy.Moment{})) {
			t.Error(asJSON(v))
		}
	}
}

// A right to withdraw may outlive the subscription.
func TestWithdraw(t *testing.T) {
	d := blank()
	d.Withdraw = []policy.Rule{{ID: "w", When: policy.When{Window: policy.Window{Until: "contract + 14 days"}}, Ends: "request", Refund: policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}}}
	p := mustCompile(t, d)
	s := sub(firstDebit)
	s.EndedAt = firstDebit.Add(24 * time.Hour)
	last := ts("2020-02-24T00:00:00+01:00")
	for at, want := range map[time.Time]string{
		firstDebit:   "allowed, by w, refund 49.00 EUR, ends at the request (rule_applies charge_refunded)",
		last.Add(-1): "allowed, by w, refund 49.00 EUR, ends at the request (rule_applies charge_refunded)",
		last:         "refused (no_rule)",
	} {
		if got := brief(decide(t, p, s, at).Withdraw); got != want {
			t.Errorf("at %s: %s, want %s", at, got, want)
		}
	}
}

// AsOf is what a replay needs: each fact goes when it is later, by itself.
func TestAsOf(t *testing.T) {
	at := nextDebit
	s := member()
	s.StoppedAt, s.EndedAt = at.Add(1), at.Add(1)
	s.Request = policy.Request{At: at.Add(1), By: policy.ByVendor}
	s.Events = []policy.Event{{Kind: "use", At: at}, {Kind: "use", At: at.Add(1)}}
	p := &s.Charges[1].Payments[0]
	p.Refunds = []policy.Refund{{ID: "undated", Amount: eur(1)}, {ID: "now", At: at, Amount: eur(1)}, {ID: "later", At: at.Add(1), Amount: eur(1)}}
	p.Credits = []policy.Credit{{ID: "now", At: at, Amount: eur(1)}, {ID: "later", At: at.Add(1), Amount: eur(1)}}
	p.Disputes = []policy.Dispute{{ID: "later", At: at.Add(1), Amount: eur(1)}, {ID: "now", At: at, Amount: eur(1)}}

	then := s.AsOf(at)
	q := then.Charges[1].Payments[0]
	if !then.StoppedAt.IsZero() || !then.EndedAt.IsZero() || then.Request != (policy.Request{}) || len(then.Events) != 1 ||
		len(q.Refunds) != 2 || len(q.Credits) != 1 || len(q.Disputes) != 1 || q.Disputes[0].ID != "now" || len(then.Charges) != 2 {
		t.Error(asJSON(then))
	}
	if earlier := s.AsOf(at.Add(-1)); len(earlier.Charges) != 1 || earlier.Trial != s.Trial || earlier.Contract != s.Contract {
		t.Error(asJSON(earlier))
	}
	if same := s.AsOf(at.Add(1)); asJSON(same) != asJSON(s) {
		t.Errorf("got  %s\nwant %s", asJSON(same), asJSON(s))
	}
	if zero := (policy.Snapshot{}).AsOf(at); zero.Charges != nil || zero.Events != nil {
		t.Error("AsOf makes lists out of nothing")
	}
}

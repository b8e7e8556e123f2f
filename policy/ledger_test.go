package policy_test

import (
	"testing"
	"time"

	"github.com/rescind-go/rescind/policy"
)

// What billing systems really record: tries that failed, invoices not yet paid,
// mistakes given back, charges early and late. Each row once went wrong.
func TestLedgersOfRealLife(t *testing.T) {
	p := primePolicy(t)
	failed := func(p *policy.Payment) { p.State = policy.PaymentFailed }
	back := func(on time.Time) func(*policy.Payment) {
		return func(p *policy.Payment) { p.Refunds = []policy.Refund{{At: on, Amount: p.Captured}} }
	}
	add := func(c policy.Charge) func(*policy.Snapshot) {
		return func(s *policy.Snapshot) { s.Charges = append(s.Charges, c) }
	}
	stop := func(at time.Time) func(*policy.Snapshot) {
		return func(s *policy.Snapshot) { s.StoppedAt = at }
	}
	end := func(at time.Time) func(*policy.Snapshot) {
		return func(s *policy.Snapshot) { s.EndedAt = at }
	}
	first := func(s *policy.Snapshot) { s.Charges = s.Charges[:1] }
	spring, summer := ts("2020-04-01T12:00:00+02:00"), ts("2020-06-01T12:00:00+02:00")
	month := nextDebit.AddDate(0, 1, 0)
	for _, tt := range []struct {
		name string
		s    policy.Snapshot
		at   time.Time
		want string
		ends string // of StopRenewal
	}{
		{"the renewal failed", memberWith(lastPayment(failed)), month,
			"renewal unpaid | stop allowed | terminate allowed 0.00 EUR", "at the request"},
		{"the renewal failed, and was stopped", memberWith(lastPayment(failed), stop(nextDebit.Add(time.Hour))), month,
			"ended stopped | stop refused | terminate refused", ""},
		{"next year's invoice is open", memberWith(first, add(policy.Charge{ID: "in-2", At: spring, Phase: policy.Renewal, Covers: policy.Period{Start: nextDebit, End: paidUntil}})), summer,
			"initial | stop allowed | terminate allowed 49.00 EUR", "2021-02-09T09:00:00+01:00"},
		{"the trial was stopped, and a debit failed", memberWith(first, lastPayment(failed), stop(trialStart.Add(time.Hour))), spring,
			"ended stopped | stop refused | terminate refused", ""},
		{"never paid", memberWith(first, lastPayment(failed), func(s *policy.Snapshot) { s.Trial = policy.Period{} }), spring,
			"initial unpaid | stop allowed | terminate allowed", "at the request"},
		{"renewed by mistake after a stop, and given back", memberWith(stop(summer), lastPayment(back(nextDebit.Add(time.Hour)))), month,
			"ended stopped | stop refused | terminate refused", ""},
		{"the same, asked before it was given back", memberWith(stop(summer), lastPayment(back(nextDebit.Add(2*time.Hour))), func(s *policy.Snapshot) { s.Request.At = nextDebit.Add(time.Hour) }), month,
			"renewal stopped | stop refused | terminate allowed 0.00 EUR", ""},
		{"charged by mistake after the end, and given back", memberWith(end(nextDebit.Add(-time.Second)), lastPayment(back(nextDebit.Add(time.Hour)))), month,
			"ended | stop refused | terminate refused", ""},
		{"given back, and still a member", memberWith(first, lastPayment(back(spring))), summer,
			"initial | stop allowed | terminate allowed 0.00 EUR", "2021-02-09T09:00:00+01:00"},
		{"given back, stopped later, and run out", memberWith(first, lastPayment(back(spring)), stop(summer)), month,
			"ended stopped | stop refused | terminate refused", ""},
		{"an upgrade after a stop", memberWith(first, stop(spring), add(policy.Charge{ID: "up", At: summer, Phase: policy.Initial, Covers: policy.Period{Start: summer, End: nextDebit}, Payments: []policy.Payment{captured("pay-up", 2000)}})), summer.AddDate(0, 1, 0),
			"initial stopped | stop refused | terminate allowed 20.00 EUR", ""},
		{"a period given away is no debit", memberWith(first, add(policy.Charge{ID: "gift", At: spring, Phase: policy.Initial, Covers: policy.Period{Start: nextDebit, End: nextDebit.AddDate(0, 1, 0)}, Payments: []policy.Payment{captured("pay-gift", 0)}})), summer,
			"initial | stop allowed | terminate allowed 49.00 EUR", "2021-03-09T09:00:00+01:00"},
		{"a closing invoice of nothing after the end", memberWith(first, end(spring), add(policy.Charge{ID: "close", At: summer, Phase: policy.Initial, Payments: []policy.Payment{captured("pay-close", 0)}})), month,
			"ended | stop refused | terminate refused", ""},
		{"debited twice, and one given back", memberWith(first, add(policy.Charge{ID: "twin", At: firstDebit.Add(time.Hour), Phase: policy.Initial, Covers: policy.Period{Start: firstDebit, End: nextDebit}, Payments: []policy.Payment{captured("pay-twin", 4900)}}), lastPayment(back(firstDebit.Add(24*time.Hour)))), spring,
			"initial | stop allowed | terminate allowed undecided: ask support", "2021-02-09T09:00:00+01:00"},
		{"the renewal says not what it pays for", memberWith(func(s *policy.Snapshot) { s.Charges[1].Covers = policy.Period{} }), month,
			"renewal | stop allowed | terminate allowed undecided: ask support", ""},
		{"debited early, in the trial", memberWith(first, func(s *policy.Snapshot) { s.Charges[0].At = firstDebit.Add(-96 * time.Hour) }), firstDebit.Add(-48 * time.Hour),
			"trial | stop allowed | terminate refused", "2020-02-09T09:00:00+01:00"},
		{"ended since the request", memberWith(first, end(spring.Add(time.Hour)), func(s *policy.Snapshot) { s.Request.At = spring }), summer,
			"initial | stop refused | terminate allowed 49.00 EUR", ""},
	} {
		d := decide(t, p, tt.s, tt.at)
		if got := line(d); got != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.name, got, tt.want)
		}
		if got := d.StopRenewal.Ends.String(); got != tt.ends {
			t.Errorf("%s: stop ends %q, want %q", tt.name, got, tt.ends)
		}
		if d.StopRenewal.Allowed() && d.StopRenewal.Access != d.StopRenewal.Ends {
			t.Errorf("%s: access %s", tt.name, d.StopRenewal.Access)
		}
	}
}

// An anchor that the records leave open is unknown: deleting a fact must not
// earn money, nor close the way out.
func TestAnchorsLeftOpen(t *testing.T) {
	all := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}
	none := policy.Formula{Fraction: policy.FractionNone}
	for _, tt := range []struct {
		name   string
		window policy.Window
		change func(*policy.Snapshot)
	}{
		{"a trial without a start", policy.Window{Until: "trial_end + 2 years"}, func(s *policy.Snapshot) { s.Trial.Start = time.Time{} }},
		{"no word of a renewal", policy.Window{From: "renewal"}, func(s *policy.Snapshot) { s.Charges[1].Phase = 0 }},
		{"a term without an end", policy.Window{Until: "term_end + 1 day"}, func(s *policy.Snapshot) { s.Charges[1].Covers.End = time.Time{} }},
		{"no contract", policy.Window{From: "contract"}, func(s *policy.Snapshot) { s.Contract = time.Time{} }},
	} {
		d := blank()
		d.TerminateNow = []policy.Rule{
			{ID: "nothing", When: policy.When{Window: tt.window}, Ends: "request", Refund: none},
			{ID: "all", Ends: "request", Refund: all},
		}
		d.StopRenewal = []policy.Rule{
			{ID: "open", When: policy.When{Window: tt.window}, Ends: "request"},
			{ID: "shut", Refuse: true},
		}
		at := nextDebit.Add(time.Hour)
		p := mustCompile(t, d)
		if v := decide(t, p, member(), at).TerminateNow; v.Rule != "nothing" {
			t.Errorf("%s: with all facts, %s", tt.name, brief(v))
		}
		got := decide(t, p, memberWith(tt.change), at)
		if v := got.TerminateNow; v.Refund.State != policy.SumUndecided || !v.Allowed() {
			t.Errorf("%s: %s", tt.name, brief(v))
		}
		if v := got.StopRenewal; !v.Allowed() {
			t.Errorf("%s: the way out is shut: %s", tt.name, brief(v))
		}
	}
}

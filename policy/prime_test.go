package policy_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/policy"
)

// The boundaries of the catalog's policy: what holds an instant before, at and
// after each.

// line tells a decision in a line: phase and the answers to stop and terminate.
func line(d policy.Decision) string {
	text := d.Phase.String()
	if d.Stopped {
		text += " stopped"
	}
	if d.Unpaid {
		text += " unpaid"
	}
	money := ""
	if v := d.TerminateNow; v.Refund.State != policy.SumNone {
		money = " " + v.Refund.String()
	}
	return fmt.Sprintf("%s | stop %s | terminate %s%s", text, d.StopRenewal.Answer, d.TerminateNow.Answer, money)
}

func TestPrimeBoundaries(t *testing.T) {
	const (
		ns        = time.Nanosecond
		trial     = "trial | stop allowed | terminate refused"
		before    = "before_start | stop allowed | terminate refused"
		initial   = "initial | stop allowed | terminate allowed 49.00 EUR"
		renewal   = "renewal | stop allowed | terminate allowed 49.00 EUR"
		renewUsed = "renewal | stop allowed | terminate allowed undecided, at most 49.00 EUR: ask support"
		due       = "due | stop allowed | terminate refused"
		ended     = "ended | stop refused | terminate refused"
	)
	stopped := func(at time.Time) func(*policy.Snapshot) { return func(s *policy.Snapshot) { s.StoppedAt = at } }
	end := func(at time.Time) func(*policy.Snapshot) { return func(s *policy.Snapshot) { s.EndedAt = at } }
	noCharge := func(s *policy.Snapshot) { s.Charges = nil }
	later := nextDebit.Add(100 * time.Hour)
	for _, tt := range []struct {
		name   string
		s      policy.Snapshot
		border time.Time
		// what holds a nanosecond before the border, at it, and after it
		before, at, after string
	}{
		{"trial start", member(), trialStart, before, trial, trial},
		{"trial end, charged", member(), firstDebit, trial, initial, initial},
		{"trial end, not charged", memberWith(noCharge), firstDebit, trial, due, due},
		{"trial end, stopped, not charged", memberWith(noCharge, stopped(trialStart)), firstDebit,
			"trial stopped | stop refused | terminate refused", "ended stopped | stop refused | terminate refused", "ended stopped | stop refused | terminate refused"},
		{"renewal", member(), nextDebit, initial, renewal, renewal},
		{"term end", member(), paidUntil, renewal, due, due},
		{"term end, stopped", memberWith(stopped(later)), paidUntil,
			"renewal stopped | stop refused | terminate allowed 49.00 EUR", "ended stopped | stop refused | terminate refused", "ended stopped | stop refused | terminate refused"},
		{"stop", memberWith(stopped(later)), later,
			renewal, "renewal stopped | stop refused | terminate allowed 49.00 EUR", "renewal stopped | stop refused | terminate allowed 49.00 EUR"},
		{"end", memberWith(end(later)), later,
			"renewal | stop refused | terminate allowed 49.00 EUR", ended, ended},
		{"use", memberWith(use(later)), later, renewal, renewUsed, renewUsed},
		{"use at the debit", memberWith(use(nextDebit)), nextDebit, initial, renewUsed, renewUsed},
		{"use a nanosecond before the debit", memberWith(use(nextDebit.Add(-ns))), nextDebit,
			"initial | stop allowed | terminate allowed undecided, at most 49.00 EUR: ask support", renewal, renewal},
		{"use in the trial", memberWith(use(trialStart)), firstDebit, trial, initial, initial},
		{"use a nanosecond after the debit", memberWith(use(nextDebit.Add(ns))), nextDebit, initial, renewal, renewUsed},
		{"the card was charged a week before the term", memberWith(func(s *policy.Snapshot) {
			s.Charges[1].At = nextDebit.AddDate(0, 0, -7)
		}), nextDebit, initial, renewal, renewal},
		{"a debit that is late by an hour", memberWith(func(s *policy.Snapshot) { s.Charges[1].At = nextDebit.Add(time.Hour) }), nextDebit.Add(time.Hour),
			due, renewal, renewal},
	} {
		p := primePolicy(t)
		for i, want := range []string{tt.before, tt.at, tt.after} {
			at := tt.border.Add(time.Duration(i-1) * ns)
			if got := line(decide(t, p, tt.s, at)); got != want {
				t.Errorf("%s, %+d ns:\ngot  %s\nwant %s", tt.name, i-1, got, want)
			}
		}
	}
}

// Every phase with every action.
func TestPrimePhasesAndActions(t *testing.T) {
	stop := func(s *policy.Snapshot) { s.StoppedAt = nextDebit.Add(time.Hour) }
	none := func(s *policy.Snapshot) {}
	const (
		trialEnds = "2020-02-09T09:00:00+01:00"
		firstEnds = "2021-02-09T09:00:00+01:00"
		ends      = "2022-02-09T09:00:00+01:00"
		paid      = "allowed, by paid-unused, refund 49.00 EUR, ends at the request (rule_applies events_counted charge_refunded)"
	)
	for _, tt := range []struct {
		name                              string
		change                            func(*policy.Snapshot)
		at                                time.Time
		phase                             policy.Phase
		stop, terminate, withdraw, resume string
	}{
		{"before", none, trialStart.Add(-time.Hour), policy.BeforeStart,
			"allowed (exit_by_default)", "refused (no_rule)", "refused (no_statute)", "refused (not_stopped)"},
		{"trial", none, trialStart.Add(time.Hour), policy.Trial,
			"allowed, by trial-stop, ends " + trialEnds + " (rule_applies)", "refused (no_rule)", "refused (no_statute)", "refused (not_stopped)"},
		{"trial, used", use(trialStart), trialStart.Add(time.Hour), policy.Trial,
			"allowed, by trial-stop, ends " + trialEnds + " (rule_applies)", "refused (no_rule)", "refused (no_statute)", "refused (not_stopped)"},
		{"trial, stopped", func(s *policy.Snapshot) { s.Charges, s.StoppedAt = nil, trialStart }, trialStart.Add(time.Hour), policy.Trial,
			"refused (already_stopped)", "refused (no_rule)", "refused (no_statute)", "refused (no_rule)"},
		{"initial", none, firstDebit.Add(time.Hour), policy.Initial,
			"allowed, by paid-stop, ends " + firstEnds + " (rule_applies)", paid, "refused (no_statute)", "refused (not_stopped)"},
		{"renewal", none, nextDebit.Add(time.Hour), policy.Renewal,
			"allowed, by paid-stop, ends " + ends + " (rule_applies)", paid, "refused (no_statute)", "refused (not_stopped)"},
		{"renewal, used in the first year", use(firstDebit), nextDebit.Add(time.Hour), policy.Renewal,
			"allowed, by paid-stop, ends " + ends + " (rule_applies)", paid, "refused (no_statute)", "refused (not_stopped)"},
		{"renewal, stopped", stop, nextDebit.Add(2 * time.Hour), policy.Renewal,
			"refused (already_stopped)", paid, "refused (no_statute)", "refused (no_rule)"},
		{"renewal, unknown uses", func(s *policy.Snapshot) { s.Complete = nil }, nextDebit.Add(time.Hour), policy.Renewal,
			"allowed, by paid-stop, ends " + ends + " (rule_applies)",
			"allowed, refund undecided, at most 49.00 EUR: ask support, ends at the request (events_unknown ask)",
			"refused (no_statute)", "refused (not_stopped)"},
		{"renewal, used", use(nextDebit), nextDebit.Add(time.Hour), policy.Renewal,
			"allowed, by paid-stop, ends " + ends + " (rule_applies)",
			"allowed, by paid-used, refund undecided, at most 49.00 EUR: ask support, ends at the request (rule_applies ask)",
			"refused (no_statute)", "refused (not_stopped)"},
		{"due", none, paidUntil, policy.Due,
			"allowed, ends at the request (exit_by_default)", "refused (no_rule)", "refused (no_statute)", "refused (not_stopped)"},
		{"ended", func(s *policy.Snapshot) { s.EndedAt = nextDebit.Add(time.Hour) }, nextDebit.Add(2 * time.Hour), policy.Ended,
			"refused (has_ended)", "refused (has_ended)", "refused (no_statute)", "refused (has_ended)"},
		{"run out", stop, paidUntil, policy.Ended,
			"refused (has_ended)", "refused (has_ended)", "refused (no_statute)", "refused (has_ended)"},
		{"will end", func(s *policy.Snapshot) { s.EndedAt = paidUntil.Add(-time.Hour) }, nextDebit.Add(2 * time.Hour), policy.Renewal,
			"refused (end_is_set)", paid, "refused (no_statute)", "refused (end_is_set)"},
		{"phase unknown", func(s *policy.Snapshot) { s.Charges[1].Phase = 0 }, nextDebit.Add(time.Hour), 0,
			"allowed, by paid-stop, ends " + ends + " (rule_applies)", paid, "refused (no_statute)", "refused (not_stopped)"},
	} {
		d := decide(t, primePolicy(t), memberWith(tt.change), tt.at)
		if d.Phase != tt.phase {
			t.Errorf("%s: phase %s, want %s", tt.name, d.Phase, tt.phase)
		}
		for a, want := range map[policy.Action]string{
			policy.StopRenewal: tt.stop, policy.TerminateNow: tt.terminate, policy.Withdraw: tt.withdraw, policy.ResumeRenewal: tt.resume,
		} {
			if tt.name == "before" && a == policy.StopRenewal {
				// The time that the trial takes counts, and the later charges do not yet.
				want = "allowed, ends " + trialEnds + " (exit_by_default)"
			}
			if got := brief(d.Verdict(a)); got != want {
				t.Errorf("%s, %s:\ngot  %s\nwant %s", tt.name, a, got, want)
			}
		}
	}
}

// The days on which the money should arrive are days in Paris, whatever zone
// the instant is written in, and move at its midnight.
func TestPrimePayoutDays(t *testing.T) {
	p := primePolicy(t)
	for _, tt := range []struct{ at, want string }{
		{"2021-02-09T09:00:00+01:00", "2021-02-12 to 2021-02-16"}, // Tuesday: Friday to Tuesday
		{"2021-02-09T23:59:59.999999999+01:00", "2021-02-12 to 2021-02-16"},
		{"2021-02-10T00:00:00+01:00", "2021-02-15 to 2021-02-17"},
		{"2021-02-10T07:00:00+08:00", "2021-02-15 to 2021-02-17"},
		{"2021-02-10T06:59:59.999999999+08:00", "2021-02-12 to 2021-02-16"},
		{"2021-02-13T12:00:00+01:00", "2021-02-17 to 2021-02-19"}, // Saturday
		{"2021-03-27T12:00:00+01:00", "2021-03-31 to 2021-04-02"}, // the eve of summer time
		{"2021-04-01T15:00:00+02:00", "2021-04-07 to 2021-04-09"}, // Easter Monday is a holiday
		{"2021-10-31T23:30:00+01:00", "2021-11-04 to 2021-11-08"}, // All Saints
		{"2021-12-24T12:00:00+01:00", "2021-12-29 to 2021-12-31"},
	} {
		for _, zone := range []*time.Location{time.UTC, time.FixedZone("", -11*3600), time.FixedZone("", 14*3600)} {
			d := decide(t, p, member(), ts(tt.at).In(zone))
			v := d.TerminateNow.Payout
			if v.Expect.String() != tt.want || v.Min != 3 || v.Max != 5 || v.Unit != calendar.BusinessDays || v.Calendar != "FR" || v.Counting != calendar.AfterEvent {
				t.Errorf("%s: %+v, want %s", tt.at, v, tt.want)
			}
			paris := d.At.Location()
			if midnight := calendar.DateIn(ts(tt.at), paris).AddDays(1).Start(paris); d.Until != (policy.Moment{Kind: policy.Fixed, At: midnight}) {
				t.Errorf("%s: until %s, want %s", tt.at, d.Until, midnight)
			}
			if d.TerminateNow.Holds.At != d.StopRenewal.Holds.At || !d.TerminateNow.Holds.At.Equal(paidUntil) {
				t.Errorf("%s: holds %s", tt.at, d.TerminateNow.Holds)
			}
		}
	}
}

// A renewal year counts from its own debit, and what was refunded of the first
// year does not touch it.
func TestPrimeRenewalYearsCountFromTheirOwnDebit(t *testing.T) {
	p := primePolicy(t)
	s := memberWith(use(firstDebit.Add(time.Hour)), func(s *policy.Snapshot) {
		s.Charges[0].Payments[0].Refunds = []policy.Refund{{Amount: eur(1000)}}
	})
	v := decide(t, p, s, nextDebit).TerminateNow
	if v.Rule != "paid-unused" || v.Refund.Amount != eur(4900) || v.Parts[0].Charge != "in-2" || v.Parts[0].Payment != "pay-2" {
		t.Error(asJSON(v))
	}
	if at := v.Reasons[1].At; !at.Equal(nextDebit) || v.Reasons[1].Count != 0 {
		t.Error(asJSON(v.Reasons))
	}
	// In the first year, the use counts.
	v = decide(t, p, s, nextDebit.Add(-1)).TerminateNow
	if v.Rule != "paid-used" || v.Refund.Most != eur(3900) {
		t.Error(asJSON(v))
	}
}

// The instant the request was sent decides rights; the money that is left is
// what is known now.
func TestRequestDecidesRights(t *testing.T) {
	p := primePolicy(t)
	sent := nextDebit.Add(time.Hour)
	now := nextDebit.Add(48 * time.Hour)
	asked := func(s *policy.Snapshot) { s.Request.At = sent }
	for _, tt := range []struct {
		name string
		s    policy.Snapshot
		at   time.Time
		want string
	}{
		{"used after the request", memberWith(asked, use(sent.Add(1))), now, "renewal | stop allowed | terminate allowed 49.00 EUR"},
		{"used at the request", memberWith(asked, use(sent)), now, "renewal | stop allowed | terminate allowed undecided, at most 49.00 EUR: ask support"},
		{"refunded after the request", memberWith(asked, lastPayment(func(p *policy.Payment) {
			p.Refunds = []policy.Refund{{At: sent.Add(time.Hour), Amount: eur(1000)}}
		})), now, "renewal | stop allowed | terminate allowed 39.00 EUR"},
		{"the term ended since", memberWith(asked), paidUntil.Add(time.Hour), "renewal | stop allowed | terminate allowed 49.00 EUR"},
		{"sent before the renewal", memberWith(func(s *policy.Snapshot) { s.Request.At = nextDebit.Add(-1) }), now, "initial | stop allowed | terminate allowed 49.00 EUR"},
		{"stopped since", memberWith(asked, func(s *policy.Snapshot) { s.StoppedAt = sent.Add(1) }), now, "renewal stopped | stop refused | terminate allowed 49.00 EUR"},
		{"dated after the clock", memberWith(asked, use(sent)), sent.Add(-1), "renewal | stop allowed | terminate allowed 49.00 EUR"},
	} {
		d := decide(t, p, tt.s, tt.at)
		if got := line(d); got != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.name, got, tt.want)
		}
		late := tt.s.Request.At.After(tt.at)
		if has(d.Findings, policy.RequestAfterClock) != late {
			t.Errorf("%s: findings %s", tt.name, codes(d.Findings))
		}
		// The payout counts from the request, and does not move any more.
		if v := d.TerminateNow; !late && v.Ends.Kind == policy.AtRequest {
			t.Errorf("%s: ends %s, though the request was made", tt.name, v.Ends)
		}
		if late && !d.Until.At.Equal(tt.s.Request.At) {
			t.Errorf("%s: until %s", tt.name, d.Until)
		}
	}
	v := decide(t, p, memberWith(asked), now).TerminateNow
	if got := v.Payout.Expect.String(); got != "2021-02-12 to 2021-02-16" {
		t.Error(got)
	}
	// A charge taken between request and decision is reported.
	d := decide(t, p, memberWith(func(s *policy.Snapshot) { s.Request.At = nextDebit.Add(-1) }), now)
	if !has(d.Findings, policy.ChargeAfterRequest) || d.TerminateNow.Parts[0].Charge != "in-1" {
		t.Error(asJSON(d))
	}
}

// The order of the reasons is part of the answer: the deciding one first.
func TestPrimeSentences(t *testing.T) {
	d := decide(t, primePolicy(t), memberWith(lastPayment(func(p *policy.Payment) {
		p.Refunds = []policy.Refund{{Amount: eur(1000)}}
	})), nextDebit)
	var got string
	for _, r := range d.TerminateNow.Reasons {
		got += r.String() + "\n"
	}
	want := `Rule "paid-unused" applies.
No event of "use" on record since 9 February 2021 09:00.
The refund is of charge "in-2": 49.00 EUR was taken for it.
10.00 EUR of charge "in-2" was given back before.
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

package catalog_test

import (
	"math/bits"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

// What a programmer would write for this one policy, without a library: int64
// money, a bitmap of business days computed beforehand, time.Time in. It reads
// the same facts as the library. It knows nothing of other policies, of
// disputes and other faults in the facts, or of requests sent earlier.
// Benchmarks measure the library against it.

// handPolicy is what a service would keep at hand.
type handPolicy struct {
	ref   policy.Ref
	paris *time.Location
	eur   money.Currency
	bits  []uint64 // a bit for each business day, from first on
	first calendar.Date
}

func newHandPolicy(p *policy.Policy) *handPolicy {
	fr, err := holidays.Lookup("FR")
	if err != nil {
		panic(err)
	}
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	h := &handPolicy{ref: p.Ref(), paris: paris, eur: money.MustParseCurrency("EUR"), first: fr.First()}
	for d := fr.First(); !d.After(fr.Last()); d = d.AddDays(1) {
		i := d.DaysSince(h.first)
		if i%64 == 0 {
			h.bits = append(h.bits, 0)
		}
		if open, _ := fr.IsBusinessDay(d); open {
			h.bits[i/64] |= 1 << (i % 64)
		}
	}
	return h
}

// nth returns the n-th business day after day i.
func (h *handPolicy) nth(i, n int) int {
	i++
	word := h.bits[i/64] >> (i % 64) << (i % 64)
	for w := i / 64; ; {
		if c := bits.OnesCount64(word); c >= n {
			for ; n > 1; n-- {
				word &= word - 1
			}
			return w*64 + bits.TrailingZeros64(word)
		} else {
			n -= c
		}
		w++
		word = h.bits[w]
	}
}

// taken returns the cents that were taken for a charge, and those given back.
func taken(c *policy.Charge) (captured, returned int64) {
	for i := range c.Payments {
		p := &c.Payments[i]
		if p.State != policy.PaymentCaptured {
			continue
		}
		captured += p.Captured.Minor()
		for j := range p.Refunds {
			if p.Refunds[j].State != policy.RefundFailed {
				returned += p.Refunds[j].Amount.Minor()
			}
		}
	}
	return captured, returned
}

// complete reports whether all uses are known.
func complete(s *policy.Snapshot) bool {
	for _, kind := range s.Complete {
		if kind == "use" {
			return true
		}
	}
	return false
}

// A handAnswer is the least that a service needs.
type handAnswer struct {
	stop, terminate  bool
	stopEnds         time.Time
	askSupport       bool
	cents            int64
	earliest, latest calendar.Date
}

// minimal answers what may be done, the amount and the dates.
func (h *handPolicy) minimal(s *policy.Snapshot, at time.Time) (a handAnswer) {
	if !s.EndedAt.IsZero() && !s.EndedAt.After(at) {
		return a
	}
	var latest, term *policy.Charge
	for i := range s.Charges {
		c := &s.Charges[i]
		if c.At.After(at) {
			continue
		}
		if latest == nil || c.At.After(latest.At) {
			latest = c
		}
		if !at.Before(c.Covers.Start) && at.Before(c.Covers.End) {
			term = c
		}
	}
	stopped := !s.StoppedAt.IsZero() && !s.StoppedAt.After(at)
	if term == nil {
		a.stop, a.stopEnds = !stopped, s.Trial.End
		return a
	}
	a.stop, a.stopEnds, a.terminate = !stopped, term.Covers.End, true
	used := !complete(s)
	for i := range s.Events {
		e := &s.Events[i]
		if !e.At.Before(latest.At) && !e.At.After(at) && strings.HasPrefix(e.Kind, "use") {
			used = true
			break
		}
	}
	captured, returned := taken(latest)
	left := captured - returned
	if used {
		a.askSupport = left > 0
		return a
	}
	if left > 0 {
		_, offset := at.In(h.paris).Zone()
		day := int((at.Unix()+int64(offset))/86400) - h.epoch()
		a.cents = left
		a.earliest, a.latest = h.first.AddDays(h.nth(day, 3)), h.first.AddDays(h.nth(day, 5))
	}
	return a
}

// epoch is the bitmap's first day, counted from 1 January 1970.
func (h *handPolicy) epoch() int { return 13879 } // 1 January 2008

// decide fills in the library's Decision, with the same reasons.
func (h *handPolicy) decide(d *policy.Decision, s *policy.Snapshot, at time.Time) {
	stop, terminate := d.StopRenewal.Reasons[:0], d.TerminateNow.Reasons[:0]
	withdraw, resume := d.Withdraw.Reasons[:0], d.ResumeRenewal.Reasons[:0]
	parts := d.TerminateNow.Parts[:0]
	at = at.Round(0)
	*d = policy.Decision{
		Policy: h.ref, Subscription: s.ID, At: at.In(h.paris), Findings: d.Findings[:0],
		StopRenewal:   policy.Verdict{Parts: d.StopRenewal.Parts[:0]},
		TerminateNow:  policy.Verdict{Parts: parts},
		Withdraw:      policy.Verdict{Parts: d.Withdraw.Parts[:0]},
		ResumeRenewal: policy.Verdict{Parts: d.ResumeRenewal.Parts[:0]},
	}
	d.Withdraw.Reasons = append(withdraw, policy.Reason{Code: policy.NoStatute})

	var next time.Time
	see := func(t time.Time) {
		if t.After(at) && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	see(s.Trial.Start)
	see(s.Trial.End)
	see(s.StoppedAt)
	see(s.EndedAt)
	var latest, term *policy.Charge
	end := s.Trial.End
	for i := range s.Charges {
		c := &s.Charges[i]
		if c.At.After(at) {
			see(c.At)
			continue
		}
		see(c.Covers.Start)
		see(c.Covers.End)
		if latest == nil || c.At.After(latest.At) {
			latest = c
		}
		if !at.Before(c.Covers.Start) && at.Before(c.Covers.End) {
			term = c
		}
		if c.Covers.End.After(end) {
			end = c.Covers.End
		}
	}
	over := s.EndedAt
	ended := !s.EndedAt.IsZero() && !s.EndedAt.After(at)
	trial := !at.Before(s.Trial.Start) && at.Before(s.Trial.End)
	d.Stopped = !s.StoppedAt.IsZero() && !s.StoppedAt.After(at)
	switch {
	case ended:
		d.Phase, next = policy.Ended, time.Time{} // what is over stays over
		see(s.StoppedAt)
	case term != nil && term.Phase == policy.Renewal:
		d.Phase = policy.Renewal
	case term != nil:
		d.Phase = policy.Initial
	case trial:
		d.Phase = policy.Trial
	case d.Stopped:
		d.Phase, ended, over = policy.Ended, true, end
	case at.Before(s.Trial.Start) && latest == nil:
		d.Phase = policy.BeforeStart
	default:
		d.Phase = policy.Due
	}
	byDay := false
	others := h.until(next) // which do not depend on uses
	if ended {
		why := policy.Reason{Code: policy.HasEnded, At: over.In(h.paris)}
		d.StopRenewal.Reasons = append(stop, why)
		d.TerminateNow.Reasons = append(terminate, why)
		d.ResumeRenewal.Reasons = append(resume, why)
	} else {
		if term != nil {
			d.Running = policy.Period{Start: term.Covers.Start.In(h.paris), End: term.Covers.End.In(h.paris)}
		} else if trial {
			d.Running = policy.Period{Start: s.Trial.Start.In(h.paris), End: s.Trial.End.In(h.paris)}
		}
		if d.Stopped {
			d.StopRenewal.Reasons = append(stop, policy.Reason{Code: policy.AlreadyStopped, At: s.StoppedAt.In(h.paris)})
			d.ResumeRenewal.Reasons = append(resume, policy.Reason{Code: policy.NoRule, Subject: d.Phase.String()})
		} else {
			d.ResumeRenewal.Reasons = append(resume, policy.Reason{Code: policy.NotStopped})
			v := &d.StopRenewal
			v.Answer = policy.Allowed
			v.Handling.Action = policy.Automatic
			switch {
			case term != nil:
				v.Rule, v.Label = "paid-stop", "Fin d'adhésion"
				v.Reasons = append(stop, policy.Reason{Code: policy.RuleApplies, Rule: "paid-stop"})
			case trial:
				v.Rule, v.Label = "trial-stop", "Ne pas continuer"
				v.Reasons = append(stop, policy.Reason{Code: policy.RuleApplies, Rule: "trial-stop"})
			default:
				v.Reasons = append(stop, policy.Reason{Code: policy.ExitByDefault})
			}
			v.Ends = policy.Moment{Kind: policy.AtRequest}
			if end.After(at) {
				v.Ends = policy.Moment{Kind: policy.Fixed, At: end.In(h.paris)}
			}
			v.Access = v.Ends
		}
		if term == nil {
			d.TerminateNow.Reasons = append(terminate, policy.Reason{Code: policy.NoRule, Subject: d.Phase.String()})
		} else {
			byDay = h.terminate(&d.TerminateNow, s, latest, at, terminate, see)
		}
	}
	holds := h.until(next)
	d.StopRenewal.Holds, d.TerminateNow.Holds, d.Withdraw.Holds, d.ResumeRenewal.Holds = others, holds, others, others
	d.Until = holds
	if byDay {
		midnight := calendar.DateIn(at, h.paris).AddDays(1).Start(h.paris)
		if holds.Kind == policy.Never || midnight.Before(holds.At) {
			d.Until = policy.Moment{Kind: policy.Fixed, At: midnight}
		}
	}
}

// until is the moment of an instant, or never.
func (h *handPolicy) until(t time.Time) policy.Moment {
	if t.IsZero() {
		return policy.Moment{Kind: policy.Never}
	}
	return policy.Moment{Kind: policy.Fixed, At: t.In(h.paris)}
}

// terminate fills in the verdict on ending a paid membership.
func (h *handPolicy) terminate(v *policy.Verdict, s *policy.Snapshot, latest *policy.Charge, at time.Time, reasons []policy.Reason, see func(time.Time)) (byDay bool) {
	eur := func(cents int64) money.Amount {
		a, _ := money.FromMinor(cents, h.eur)
		return a
	}
	v.Answer, v.Label = policy.Allowed, "Terminer maintenant"
	v.Ends = policy.Moment{Kind: policy.AtRequest}
	v.Access = v.Ends
	v.Handling.Action = policy.Automatic
	uses := 0
	for i := range s.Events {
		e := &s.Events[i]
		if e.At.Before(latest.At) || !strings.HasPrefix(e.Kind, "use") {
			continue
		}
		if e.At.After(at) {
			see(e.At)
		} else {
			uses++
		}
	}
	known := complete(s)
	captured, returned := taken(latest)
	left := captured - returned
	since := latest.At.In(h.paris)
	if uses > 0 || !known {
		if uses > 0 {
			v.Rule = "paid-used"
			v.Reasons = append(reasons, policy.Reason{Code: policy.RuleApplies, Rule: "paid-used"})
		} else {
			v.Reasons = append(reasons, policy.Reason{Code: policy.EventsUnknown, Rule: "paid-unused", Subject: "use", At: since})
		}
		v.Reasons = append(v.Reasons, policy.Reason{Code: policy.Ask, Rule: "paid-used", Subject: "support"})
		v.Refund = policy.Sum{State: policy.SumUndecided, Ask: policy.Support, Least: eur(0), Most: eur(left)}
		v.Handling.Money = policy.Support
		return false
	}
	v.Rule = "paid-unused"
	v.Reasons = append(reasons,
		policy.Reason{Code: policy.RuleApplies, Rule: "paid-unused"},
		policy.Reason{Code: policy.EventsCounted, Rule: "paid-unused", Subject: "use", At: since},
	)
	if left == 0 {
		v.Reasons = append(v.Reasons, policy.Reason{Code: policy.NothingLeft, Rule: "paid-unused", Subject: latest.ID})
		v.Refund = policy.Sum{State: policy.SumExact, Amount: eur(0), Payable: eur(0)}
		return false
	}
	v.Reasons = append(v.Reasons, policy.Reason{Code: policy.ChargeRefunded, Rule: "paid-unused", Subject: latest.ID, Amount: eur(captured)})
	if returned > 0 {
		v.Reasons = append(v.Reasons, policy.Reason{Code: policy.ReturnedBefore, Rule: "paid-unused", Subject: latest.ID, Amount: eur(returned)})
	}
	v.Refund = policy.Sum{State: policy.SumExact, Amount: eur(left), Payable: eur(left)}
	v.Handling.Money = policy.Automatic
	day := calendar.DateIn(at, h.paris)
	i := day.DaysSince(h.first)
	v.Payout = policy.Arrival{
		Expect: calendar.Range{Earliest: h.first.AddDays(h.nth(i, 3)), Latest: h.first.AddDays(h.nth(i, 5))},
		Min:    3, Max: 5, Unit: calendar.BusinessDays, Counting: calendar.AfterEvent, Calendar: "FR",
	}
	v.Parts = append(v.Parts, policy.Part{
		Charge: latest.ID, Payment: latest.Payments[0].ID, Method: latest.Payments[0].Method,
		Operation: policy.OpRefund, Amount: eur(left),
		Expect: v.Payout.Expect, Subscription: s.ID, Returned: eur(returned),
	})
	return true
}

func prime(t testing.TB) *policy.Policy {
	t.Helper()
	doc, err := catalog.Lookup("amazon-prime-fr@2020-02")
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// benchSnapshot is a member in the second year, with uses in the first.
func benchSnapshot() (policy.Snapshot, time.Time) {
	day := func(s string) time.Time {
		t, err := time.Parse(time.RFC3339, s)
		if err != nil {
			panic(err)
		}
		return t
	}
	paid := func(id string) []policy.Payment {
		return []policy.Payment{{ID: id, State: policy.PaymentCaptured, Captured: money.MustParse("49.00 EUR")}}
	}
	trial, first, second, end := day("2020-01-10T09:00:00+01:00"), day("2020-02-09T09:00:00+01:00"), day("2021-02-09T09:00:00+01:00"), day("2022-02-09T09:00:00+01:00")
	return policy.Snapshot{
		ID:    "sub-1",
		Trial: policy.Period{Start: trial, End: first},
		Charges: []policy.Charge{
			{ID: "in-1", At: first, Covers: policy.Period{Start: first, End: second}, Phase: policy.Initial, Payments: paid("pay-1")},
			{ID: "in-2", At: second, Covers: policy.Period{Start: second, End: end}, Phase: policy.Renewal, Payments: paid("pay-2")},
		},
		Events: []policy.Event{
			{Kind: "use.delivery", At: day("2020-06-01T12:00:00+02:00")},
			{Kind: "use.delivery", At: day("2020-11-27T08:30:00+01:00")},
		},
		Complete: []string{"use"},
	}, day("2021-04-01T15:00:00+02:00")
}

// TestHandWrittenAgrees keeps the benchmark fair: both must do the same work.
func TestHandWrittenAgrees(t *testing.T) {
	p := prime(t)
	h := newHandPolicy(p)
	if want := h.first.DaysSince(calendar.MustParseDate("1970-01-01")); h.epoch() != want {
		t.Fatalf("epoch is %d, want %d", h.epoch(), want)
	}
	use := func(s *policy.Snapshot, at time.Time) {
		s.Events = append(s.Events, policy.Event{Kind: "use.video", At: at})
	}
	refund := func(s *policy.Snapshot, amount string) {
		s.Charges[1].Payments[0].Refunds = []policy.Refund{{Amount: money.MustParse(amount)}}
	}
	for name, change := range map[string]func(*policy.Snapshot, *time.Time){
		"unused":        func(s *policy.Snapshot, at *time.Time) {},
		"used":          func(s *policy.Snapshot, at *time.Time) { use(s, at.Add(-time.Hour)) },
		"used later":    func(s *policy.Snapshot, at *time.Time) { use(s, at.Add(time.Hour)) },
		"not told":      func(s *policy.Snapshot, at *time.Time) { s.Complete = nil },
		"stopped":       func(s *policy.Snapshot, at *time.Time) { s.StoppedAt = at.Add(-time.Hour) },
		"ended":         func(s *policy.Snapshot, at *time.Time) { s.EndedAt = at.Add(-time.Hour) },
		"trial":         func(s *policy.Snapshot, at *time.Time) { *at = s.Trial.Start },
		"before":        func(s *policy.Snapshot, at *time.Time) { *at = s.Trial.Start.Add(-1) },
		"first year":    func(s *policy.Snapshot, at *time.Time) { *at = s.Trial.End },
		"refunded":      func(s *policy.Snapshot, at *time.Time) { refund(s, "49.00 EUR") },
		"part refunded": func(s *policy.Snapshot, at *time.Time) { refund(s, "10.00 EUR") },
		"over":          func(s *policy.Snapshot, at *time.Time) { *at = s.Charges[1].Covers.End },
		"run out": func(s *policy.Snapshot, at *time.Time) {
			*at, s.StoppedAt = s.Charges[1].Covers.End, s.Charges[1].At.Add(1)
		},
	} {
		s, at := benchSnapshot()
		change(&s, &at)
		got, err := p.DecideAt(s, at)
		if err != nil {
			t.Fatal(name, err)
		}
		var want policy.Decision
		h.decide(&want, &s, at)
		if show(got) != show(want) {
			t.Errorf("%s:\nlibrary %s\nby hand %s", name, show(got), show(want))
		}
		a := h.minimal(&s, at)
		v := got.TerminateNow
		if a.stop != got.StopRenewal.Allowed() || a.terminate != v.Allowed() ||
			a.askSupport != (v.Refund.State == policy.SumUndecided) || a.cents != v.Refund.Amount.Minor() ||
			a.earliest != v.Payout.Expect.Earliest || a.latest != v.Payout.Expect.Latest {
			t.Errorf("%s: minimal %+v, library %s", name, a, show(got))
		}
	}
}

// BenchmarkDecide measures the library against what is written by hand, for a
// member with an ordinary history, an order a week in the first year, and for
// the barest record there is, two orders. The barest shows what filling in a
// Decision costs, with nothing to read.
func BenchmarkDecide(b *testing.B) {
	p := prime(b)
	h := newHandPolicy(p)
	bare, at := benchSnapshot()
	weekly := bare
	weekly.Events = nil
	for week := range 52 {
		weekly.Events = append(weekly.Events, policy.Event{Kind: "use.delivery", At: bare.Charges[0].At.AddDate(0, 0, 7*week)})
	}
	for _, history := range []struct {
		name string
		s    *policy.Snapshot
	}{{"weekly", &weekly}, {"bare", &bare}} {
		s := history.s
		var d policy.Decision
		b.Run(history.name+"/Into", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := p.DecideInto(&d, s, at); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(history.name+"/ByHandSame", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				h.decide(&d, s, at)
			}
		})
		b.Run(history.name+"/ByHandMinimal", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				handSink = h.minimal(s, at)
			}
		})
		b.Run(history.name+"/At", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := p.DecideAt(*s, at); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

var handSink handAnswer

// What an explanation, its replay and a timeline of a year cost, beside the decision
// that they are about.
func BenchmarkExplain(b *testing.B) {
	p := prime(b)
	s, at := benchSnapshot()
	x, err := p.Explain(s, at)
	if err != nil {
		b.Fatal(err)
	}
	for name, f := range map[string]func() error{
		"Decide":  func() error { _, err := p.DecideAt(s, at); return err },
		"Explain": func() error { _, err := p.Explain(s, at); return err },
		"Replay":  func() error { return policy.Replay(x, policy.Sources{}) },
		"Record":  func() error { _, err := p.Record(s, at); return err },
		"Timeline": func() error {
			for _, err := range p.Timeline(s, at, at.AddDate(1, 0, 0)) {
				if err != nil {
					return err
				}
			}
			return nil
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := f(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

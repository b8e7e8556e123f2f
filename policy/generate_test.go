package policy_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// choices makes random snapshots and documents. What it chooses comes from a
// random source in tests, and from the fuzzer's bytes in fuzz targets, so that
// a mutated byte is another choice.
type choices struct {
	rng  *rand.Rand
	data []byte // used when rng is nil; when it is used up, every choice is 0
}

// n returns a number from 0 to k-1.
func (c *choices) n(k int) int {
	if c.rng != nil {
		return c.rng.IntN(k)
	}
	if len(c.data) == 0 {
		return 0
	}
	b := c.data[0]
	c.data = c.data[1:]
	return int(b) % k
}

// one is true once in k times.
func (c *choices) one(k int) bool { return c.n(k) == k-1 }

func pick[T any](c *choices, of ...T) T { return of[c.n(len(of))] }

// instant returns one of few instants, so that facts often fall together or a
// nanosecond apart. It is written in UTC, as ParseSnapshot would.
func (c *choices) instant() time.Time {
	if c.one(100) {
		return pick(c, ts("1900-01-01T00:00:00Z"), ts("2199-12-31T23:59:59.999999999Z"), ts("2008-01-01T12:00:00Z"), ts("2050-12-30T12:00:00Z"))
	}
	t := firstDebit.UTC().AddDate(c.n(4), 0, pick(c, 0, 0, 0, 0, 1, 2, 5, 10, 14, 15, 20, 29, 30, 31, 90, 180, 364, -1, -30))
	return t.Add(pick(c, 0, 0, 0, 0, 0, 1, -1, time.Hour, -time.Hour, 14*time.Hour, 15*time.Hour, 47*time.Hour))
}

func (c *choices) maybeInstant(oneIn int) time.Time {
	if c.one(oneIn) {
		return c.instant()
	}
	return time.Time{}
}

// A shape says what the snapshots may hold that not every property allows.
type shape struct {
	faults     bool // facts about money that contradict each other
	overReturn bool // more given back for a payment than was taken
	unwritable bool // facts that no JSON snapshot can hold: an amount missing in a refund
}

// amount returns an amount up to most, which the fault-free part of a ledger
// keeps to.
func (c *choices) amount(sh shape, most int64) money.Amount {
	if sh.faults && c.one(40) {
		switch c.n(4) {
		case 0:
			return eur(math.MaxInt64 - int64(c.n(3)))
		case 1:
			return eur(-int64(c.n(5000)))
		case 2:
			return minor(int64(c.n(5000)), "JPY")
		default:
			if sh.unwritable {
				return money.Amount{}
			}
		}
	}
	if most <= 0 {
		return eur(0)
	}
	return eur(pick(c, 0, 1, most, most-1, most/2, min(most, 1000)))
}

func (c *choices) payment(sh shape, id string) policy.Payment {
	p := policy.Payment{
		ID: id, Method: pick(c, "", "card", "sepa_debit"),
		State: pick(c, policy.PaymentCaptured, policy.PaymentCaptured, policy.PaymentCaptured, policy.PaymentCaptured,
			policy.PaymentPending, policy.PaymentAuthorized, policy.PaymentFailed, policy.PaymentVoided),
		RefundableUntil: c.maybeInstant(8),
	}
	if sh.faults && c.one(30) {
		p.State = 0
	}
	left := pick(c, int64(4900), 4900, 999, 1, 100_000)
	p.Captured = c.amount(sh, left)
	if left = p.Captured.Minor(); sh.overReturn && c.one(10) {
		left = 100_000
	}
	spend := func(a money.Amount) money.Amount { left -= a.Minor(); return a }
	for i := range c.n(10) - 7 {
		r := policy.Refund{ID: fmt.Sprint("r", i), At: c.maybeInstant(2), State: pick(c, policy.RefundSucceeded, policy.RefundPending, policy.RefundFailed)}
		if r.Amount = c.amount(sh, left); r.State != policy.RefundFailed {
			spend(r.Amount)
		}
		p.Refunds = append(p.Refunds, r)
	}
	for i := range c.n(10) - 8 {
		p.Credits = append(p.Credits, policy.Credit{ID: fmt.Sprint("c", i), At: c.maybeInstant(2), Amount: spend(c.amount(sh, left))})
	}
	for i := range c.n(10) - 7 {
		d := policy.Dispute{ID: fmt.Sprint("d", i), At: c.maybeInstant(2), State: pick(c, policy.DisputeOpen, policy.DisputeWon, policy.DisputeLost)}
		if d.Amount = c.amount(sh, left); d.State == policy.DisputeLost {
			spend(d.Amount)
		}
		p.Disputes = append(p.Disputes, d)
	}
	return p
}

// snapshot makes a snapshot. Most are a plausible run of yearly charges.
func (c *choices) snapshot(sh shape) policy.Snapshot {
	s := policy.Snapshot{
		ID: "sub", Revision: pick(c, "", "7"), Contract: c.maybeInstant(2),
		StoppedAt: c.maybeInstant(5), EndedAt: c.maybeInstant(10),
	}
	if c.one(2) {
		s.Trial = policy.Period{Start: firstDebit.UTC().AddDate(0, 0, -30), End: firstDebit.UTC()}
	} else if c.one(4) {
		s.Trial = policy.Period{Start: c.instant(), End: c.instant()}
	}
	for i := range c.n(5) {
		ch := policy.Charge{ID: fmt.Sprintf("in-%d", i), At: c.instant()}
		if !c.one(4) {
			ch.At = firstDebit.UTC().AddDate(i, 0, 0)
		}
		ch.Covers = policy.Period{Start: ch.At, End: ch.At.AddDate(1, 0, 0)}
		if c.one(6) {
			if start, end := c.instant(), c.instant(); start.Before(end) || sh.faults {
				ch.Covers = policy.Period{Start: start, End: end}
			}
		}
		switch {
		case c.one(10):
		case i == 0:
			ch.Phase = policy.Initial
		default:
			ch.Phase = policy.Renewal
		}
		if sh.faults {
			switch c.n(30) {
			case 0:
				ch.Covers = policy.Period{}
			case 1:
				ch.Covers.Start, ch.Covers.End = ch.Covers.End, ch.Covers.Start
			case 2:
				ch.ID = "in-0"
			}
		}
		for j := range pick(c, 1, 1, 1, 1, 0, 2, 3) {
			ch.Payments = append(ch.Payments, c.payment(sh, fmt.Sprintf("pay-%d-%d", i, j)))
		}
		s.Charges = append(s.Charges, ch)
	}
	for range c.n(5) {
		s.Events = append(s.Events, policy.Event{Kind: pick(c, "use", "use.video", "use.delivery", "used", "consent.start", "notice"), At: c.instant()})
	}
	for range c.n(3) {
		s.Complete = append(s.Complete, pick(c, "use", "use", "use", "use.video", "consent", "consent.start"))
	}
	if c.one(4) {
		s.Request = policy.Request{
			At: c.maybeInstant(2), Received: c.maybeInstant(8), Cause: pick(c, "", "death"),
			By: pick(c, policy.ByCustomer, policy.ByVendor, policy.ByVendorForCause, policy.ByEvent),
		}
	}
	return s
}

// at returns an instant to decide at: often one of the snapshot's own, or a
// nanosecond beside it.
func (c *choices) at(s policy.Snapshot) time.Time {
	t := c.instant()
	if facts := instants(s); len(facts) > 0 && !c.one(3) {
		t = facts[c.n(len(facts))].Add(pick[time.Duration](c, -1, 0, 1, time.Hour, 24*time.Hour))
	}
	if t.Year() < 1900 || t.Year() > 2199 {
		return firstDebit
	}
	return t
}

// instants are those that a snapshot names.
func instants(s policy.Snapshot) []time.Time {
	var all []time.Time
	add := func(ts ...time.Time) {
		for _, t := range ts {
			if !t.IsZero() {
				all = append(all, t)
			}
		}
	}
	add(s.Contract, s.Trial.Start, s.Trial.End, s.StoppedAt, s.EndedAt, s.Request.At)
	for _, ch := range s.Charges {
		add(ch.At, ch.Covers.Start, ch.Covers.End)
		for _, p := range ch.Payments {
			add(p.RefundableUntil)
		}
	}
	for _, e := range s.Events {
		add(e.At)
	}
	return all
}

var anchors = []policy.Point{"contract", "trial_start", "trial_end", "first_charge", "latest_charge", "renewal", "term_start", "term_end", "period_end", "request"}

// point makes a point. Only some may follow the request.
func (c *choices) point(request bool) policy.Point {
	anchor := anchors[c.n(len(anchors)-1)]
	if request = request && c.one(2); request {
		anchor = "request"
	}
	if c.one(2) {
		return anchor
	}
	span := pick(c, "14 days", "1 day", "0 days", "30 days", "1 week", "3 business days", "10 business days", "1 month", "13 months", "1 year", "48 hours", "1 hour")
	sign := pick[policy.Point](c, " + ", " - ")
	if request {
		// Nothing ends before it is asked to, or hours after: Compile
		// refuses it.
		if sign = " + "; span == "48 hours" || span == "1 hour" {
			span = "2 days"
		}
	}
	return anchor + sign + policy.Point(span)
}

func (c *choices) rule(a policy.Action, id string) policy.Rule {
	r := policy.Rule{ID: id, Label: pick(c, "", "", "Stop", "Ende\u2028é\"<&>")}
	if c.one(3) {
		r.Cites = []string{"s"}
	}
	if c.one(3) {
		r.When.By = []policy.Initiator{pick(c, policy.ByCustomer, policy.ByVendor), pick(c, policy.ByCustomer, policy.ByEvent)}
	}
	for range c.n(6) - 2 {
		r.When.Phase = append(r.When.Phase, policy.Phase(1+c.n(6)))
	}
	if c.one(3) {
		r.When.Window.From = c.point(false)
	}
	if c.one(3) {
		r.When.Window.Until = c.point(false)
	}
	for range c.n(4) - 1 {
		f := policy.Fact{Event: pick(c, "use", "use.video", "consent.start"), Count: pick[policy.Count](c, "= 0", "= 0", ">= 1", "< 2", "<= 1", "> 1", "= 2")}
		if !c.one(3) {
			f.Since = c.point(false)
		}
		r.When.Facts = append(r.When.Facts, f)
	}
	if c.one(8) {
		r.Refuse = true
		return r
	}
	r.Handling = policy.Handling{Action: policy.Handler(c.n(7)), Money: policy.Handler(c.n(7))}
	if a == policy.ResumeRenewal {
		return r
	}
	r.Ends = c.point(true)
	if c.one(4) {
		r.Access = c.point(true)
	}
	if a == policy.StopRenewal {
		return r
	}
	switch c.n(4) {
	case 0:
		r.Refund = policy.Formula{Fraction: policy.FractionNone}
	case 1:
		r.Refund = policy.Formula{Ask: policy.Handler(2 + c.n(5)), Base: policy.Base(c.n(2))}
	default:
		r.Refund = policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}
		if c.one(2) {
			r.Payout = policy.Payout{Min: 1 + c.n(5), Unit: calendar.BusinessDays, Counting: calendar.Counting(c.n(3))}
			if c.one(2) {
				r.Payout = policy.Payout{Min: c.n(3), Unit: calendar.Days}
			}
			r.Payout.Max = r.Payout.Min + c.n(20)
			if c.one(3) {
				r.Payout.From = c.point(true)
			}
		}
	}
	return r
}

// document makes a document that compiles.
func (c *choices) document() policy.Document {
	d := policy.Document{
		ID: "random", Version: "1", Title: pick(c, "", "A title\twith <odd> \"signs\" é\u2028"), Market: pick(c, "", "FR"),
		Zone:     pick(c, "Europe/Paris", "America/Havana", "Asia/Kathmandu", "UTC", "Pacific/Apia"),
		Calendar: pick(c, "FR", "TARGET", "US-FED"), Rounding: pick(c, money.HalfUp, money.HalfEven, money.Down, money.Up),
		Citations: []policy.Citation{{ID: "s", Title: "The terms", Confidence: policy.Confidence(c.n(4)), URL: pick(c, "", "https://example.com/?a=b&c=d")}},
		LeftOut:   pick(c, nil, []string{"this", ""}),
	}
	rules := func(a policy.Action) (out []policy.Rule) {
		for i := range c.n(4) {
			out = append(out, c.rule(a, fmt.Sprintf("%s-%d", a, i)))
		}
		return out
	}
	d.StopRenewal, d.TerminateNow = rules(policy.StopRenewal), rules(policy.TerminateNow)
	d.Withdraw, d.ResumeRenewal = rules(policy.Withdraw), rules(policy.ResumeRenewal)
	return d
}

package policy_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
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
	if c.one(4) {
		p.Class = pick(c, policy.ClassMoney, policy.ClassStoredValue, policy.ClassPromotional)
		p.At = c.maybeInstant(2)
	}
	left := pick(c, int64(4900), 4900, 999, 1, 100_000)
	p.Captured = c.amount(sh, left)
	if left = p.Captured.Minor(); sh.overReturn && c.one(10) {
		left = 100_000
	}
	spend := func(a money.Amount) money.Amount { left -= a.Minor(); return a }
	for i := range c.n(10) - 7 {
		r := policy.Refund{ID: fmt.Sprint("r", i), At: c.maybeInstant(2), State: pick(c, policy.RefundSucceeded, policy.RefundPending, policy.RefundFailed), Goodwill: c.one(4)}
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
		Market: pick(c, "", "FR", "FR-75", "US"), Plan: pick(c, "", "annual", "monthly"), Channel: pick(c, "", "direct", "app_store"),
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
		if c.one(4) {
			c.terms(sh, &s, &ch)
		}
		for j := range pick(c, 1, 1, 1, 1, 0, 2, 3) {
			ch.Payments = append(ch.Payments, c.payment(sh, fmt.Sprintf("pay-%d-%d", i, j)))
		}
		s.Charges = append(s.Charges, ch)
	}
	if c.one(4) {
		c.bounds(sh, &s)
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

// terms adds to a charge what it asks, and what it supersedes.
func (c *choices) terms(sh shape, s *policy.Snapshot, ch *policy.Charge) {
	net, tax, fee := c.amount(sh, 4000), c.amount(sh, 900), c.amount(sh, 500)
	switch c.n(3) {
	case 0:
		ch.Amount = pick(c, eur(4900), eur(9900), c.amount(sh, 100_000))
	case 1:
		ch.Components = []policy.Component{{Name: "net", Amount: net}, {Name: "tax", Amount: tax, Of: "net"}, {Name: "fee", Amount: fee, Kept: c.one(2)}}
		if sum, err := net.Add(tax); err == nil && c.one(2) {
			if sum, err = sum.Add(fee); err == nil {
				ch.Amount = sum
			}
		}
		if sh.faults && c.one(8) {
			ch.Components[1].Of = pick(c, "gone", "tax", "fee")
		}
	}
	if c.one(3) {
		ch.Discount = c.amount(sh, 2000)
	}
	if n := len(s.Charges); n > 0 && c.one(2) {
		ch.Supersedes = s.Charges[n-1].ID
	} else if sh.faults && c.one(6) {
		ch.Supersedes = pick(c, "gone", ch.ID)
	}
	ch.GraceUntil = c.maybeInstant(4)
}

// bounds adds a commitment, instalments, pauses and quotes.
func (c *choices) bounds(sh shape, s *policy.Snapshot) {
	if c.one(2) {
		s.Commitment = policy.Period{Start: firstDebit.UTC(), End: firstDebit.UTC().AddDate(pick(c, 1, 2), 0, 0)}
		for i := range c.n(5) {
			n := policy.Instalment{ID: fmt.Sprint("n", i), At: firstDebit.UTC().AddDate(0, 1+3*i, 0), Amount: c.amount(sh, 4900)}
			if sh.faults && c.one(20) {
				n = policy.Instalment{ID: "n0", At: firstDebit.UTC().AddDate(0, 1, 0), Amount: c.amount(sh, 4900)}
			}
			s.Instalments = append(s.Instalments, n)
		}
	}
	for i := range c.n(3) {
		start := firstDebit.UTC().AddDate(0, 2+6*i, c.n(20))
		p := policy.Period{Start: start, End: start.AddDate(0, 0, pick(c, 1, 10, 30, 90))}
		if c.one(6) {
			p.End = time.Time{}
		}
		if sh.faults && c.one(10) {
			p.Start, p.End = p.End, p.Start
		}
		s.Pauses = append(s.Pauses, p)
	}
	for range c.n(3) {
		s.Quotes = append(s.Quotes, policy.Quote{Name: pick(c, "value", "refund", "other"), Amount: c.amount(sh, 6000)})
	}
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
	if c.one(6) {
		return c.rarePoint(request)
	}
	if request {
		// Nothing ends before it is asked to, or hours after: Compile
		// refuses it.
		if sign = " + "; span == "48 hours" || span == "1 hour" {
			span = "2 days"
		}
	}
	return anchor + sign + policy.Point(span)
}

// rarePoint makes a point of the words that few policies need.
func (c *choices) rarePoint(request bool) policy.Point {
	if request {
		return pick(c, policy.Point("request to month_end"), "request + 7 days to month_end", "request + 1 month to month_end",
			"received", "received + 14 days", "period_end + 1 term", "term_end to month_end")
	}
	return pick(c, policy.Point("service_start + 14 days"), "conversion", "conversion + 3 business days", "event:use", "event:use.video + 7 days",
		"term_start + 1/2", "trial_start + 1/3", "term_end - 1/12", "commitment_start + 11/12", "period_end + 1 term", "term_end + 2 terms",
		"contract to month_end", "latest_charge + 14 days to month_end", "term_end - 1/2 to month_end")
}

// scope makes a scope that the snapshots may be in.
func (c *choices) scope() (s policy.Scope) {
	switch c.n(5) {
	case 0:
		s.Markets = pick(c, []string{"FR"}, []string{"US", "DE"})
	case 1:
		s.Plans, s.Channels = []string{"annual"}, pick(c, nil, []string{"direct"})
	case 2:
		s.Methods = []string{"card"}
	case 3:
		s.Interval = pick(c, policy.Interval("> 1 month"), "= 1 year", "< 1 year", ">= 366 days", "<= 52 weeks")
	case 4:
		s.Cohort = policy.Cohort{On: c.point(false), From: calendar.MustParseDate("2020-03-01")}
		if c.one(2) {
			s.Cohort.Before = calendar.MustParseDate("2021-03-01")
		}
	}
	return s
}

func (c *choices) rule(a policy.Action, id string) policy.Rule {
	r := c.anyRule(a, id)
	compatible(&r)
	return r
}

// compatible takes back a due that Compile refuses beside a refund which reduces
// what is open.
func compatible(r *policy.Rule) {
	if r.Due.Base == policy.BaseOpenCharges && (r.Refund.Asked || r.Settlement.As == policy.AsOffset) {
		r.Due, r.DueOn = policy.Formula{}, ""
	}
	if from := string(r.Payout.From); strings.Contains(from, "/") || strings.Contains(from, " term") {
		r.Payout.From = "" // a day is counted from an anchor or a span
	}
}

func (c *choices) anyRule(a policy.Action, id string) policy.Rule {
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
	if r.When.Window.Until != "" && c.one(3) {
		r.When.Window.OrUntil = c.point(false)
	}
	if c.one(4) {
		r.When.Scope = c.scope()
	}
	if c.one(12) {
		r.When.Stopped = pick(c, policy.Yes, policy.No)
	}
	if c.one(12) {
		r.When.Refunds = pick(c, policy.Count("= 0"), ">= 1", "< 2")
	}
	if c.one(12) {
		r.When.Causes = []string{"death"}
	}
	for range c.n(4) - 1 {
		f := policy.Fact{Event: pick(c, "use", "use.video", "consent.start"), Count: pick[policy.Count](c, "= 0", "= 0", ">= 1", "< 2", "<= 1", "> 1", "= 2")}
		if !c.one(3) {
			f.Since = c.point(false)
		}
		r.When.Facts = append(r.When.Facts, f)
	}
	if c.one(8) {
		if r.Refuse = true; c.one(3) {
			r.Access = c.point(true)
		}
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
	if a == policy.StopRenewal && !c.one(5) {
		return r // it is normally without money
	}
	if c.one(5) {
		r.Due = c.formula(false)
		goesOn := r.Due.Fraction == policy.FractionAll && (r.Due.Base == policy.BaseUnbilled || r.Due.Base == policy.BaseOpenCharges)
		if c.one(2) && !goesOn {
			r.DueOn = pick(c, policy.Point("ends"), "ends + 14 days", "request + 1 month", "term_end", "contract + 48 hours")
		}
	}
	switch c.n(6) {
	case 4, 5:
		r.Refund = c.formula(true)
		r.Settlement = policy.Settlement{As: policy.Form(c.n(4)), Order: policy.Order(c.n(3)), First: policy.Class(c.n(3))}
		if c.one(2) {
			r.Payout = policy.Payout{Min: 1, Max: 1 + c.n(9), Unit: pick(c, calendar.Days, calendar.Hours)}
		} else if c.one(3) {
			r.Payout = policy.Payout{Text: "one or two statements"}
		}
		r.IfRefund = c.one(5) && a != policy.StopRenewal
		if c.one(4) {
			r.Forfeits = []string{"credits", "downloads"}
		}
		if c.one(4) {
			r.Deadline = pick(c, policy.Point("request + 14 days"), "received + 14 days", "term_end", "received + 3 business days")
		}
		if c.one(3) {
			r.Payouts = []policy.MethodPayout{{Methods: []string{"card"}, Payout: policy.Payout{Min: 3, Max: 5, Unit: calendar.BusinessDays}}}
		}
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

// formula makes a refund, or what is due.
func (c *choices) formula(refund bool) policy.Formula {
	f := c.figure()
	if refund {
		f.Base = pick(c, policy.BaseLatestCharge, policy.BaseLatestCharge, policy.BaseTermCharges, policy.BaseAllCharges)
		f.Amount, f.Quote = money.Amount{}, ""
		if c.one(8) {
			f = policy.Formula{Base: f.Base, Fraction: policy.FractionQuoted, Quote: "refund"}
		}
		f.Asked = c.one(4)
		if table := len(f.Steps) > 0 && f.Steps[0].Amount.IsValid(); f.Fraction == policy.FractionQuoted || table {
			f.Earlier = policy.Earlier(c.n(2))
		} else {
			f.Earlier = policy.Earlier(c.n(3))
		}
	}
	for range c.n(5) - 2 {
		var a policy.Adjustment
		switch c.n(5) {
		case 0:
			a.Minus = c.figure()
		case 1:
			a.MinusLarger = []policy.Formula{c.figure(), c.figure()}
		case 2:
			a.AtMost = c.figure()
		case 3:
			a.AtLeast = c.figure()
		case 4:
			a.NothingBelow = eur(pick[int64](c, 1, 500))
		}
		f.Adjust = append(f.Adjust, a)
	}
	return f
}

// figure makes a formula without adjustments.
func (c *choices) figure() policy.Formula {
	f := policy.Formula{
		Base:     policy.Base(1 + c.n(9)),
		Fraction: pick(c, policy.FractionAll, policy.FractionUnused, policy.FractionUnused, policy.FractionUsed, policy.FractionSteps),
		Percent:  pick(c, policy.Percent(""), "", "50", "12.5", "33.333333", "0"),
	}
	switch f.Base {
	case policy.BaseAmount:
		f.Amount = eur(pick[int64](c, 0, 100, 2500))
	case policy.BaseQuote:
		f.Quote = "value"
	case policy.BaseLatestCharge, policy.BaseTermCharges, policy.BaseAllCharges:
		if c.one(3) {
			f.Components = []string{pick(c, "net", "fee", "other")}
		}
		if c.one(4) {
			f.Keep = []string{pick(c, "fee", "tax")}
		}
	}
	switch f.Fraction {
	case policy.FractionUnused, policy.FractionUsed:
		f.Time = c.share()
	case policy.FractionSteps:
		f.Steps = []policy.Step{{Until: "latest_charge + 7 days", Percent: "100"}, {Until: "latest_charge + 30 days", Percent: "50"}, {Percent: "0"}}
		if c.one(2) && len(f.Components)+len(f.Keep) == 0 {
			f = policy.Formula{Fraction: policy.FractionSteps, Percent: f.Percent, Steps: []policy.Step{
				{Until: "contract + 1 month", Amount: eur(3500)}, {Until: "contract + 12 months", Amount: eur(2000)}, {Amount: eur(0)},
			}}
		}
	}
	return f
}

func (c *choices) share() policy.Share {
	s := policy.Share{
		Unit: pick(c, "1 day", "1 day", "second", "1 month", "4 weeks", "1 year", "term"),
		From: pick(c, policy.Point(""), "", "ends", "trial_end", "contract + 14 days", "event", "request + 10 days"),
	}
	if s.Unit != "second" {
		s.Day = pick(c, policy.Used, policy.Unused)
		if s.Unit != "1 day" {
			s.Begun = pick(c, policy.Used, policy.Unused)
		} else {
			s.Over = pick(c, "", "", "30 days", "365 days", "30/360", "nominal")
		}
	}
	s.WithoutPauses = c.one(3)
	return s
}

// document makes a document that compiles.
func (c *choices) document() policy.Document {
	d := policy.Document{
		ID: "random", Version: "1", Title: pick(c, "", "A title\twith <odd> \"signs\" é\u2028"), Market: pick(c, "", "FR"),
		Zone:     pick(c, "Europe/Paris", "America/Havana", "Asia/Kathmandu", "UTC", "Pacific/Apia"),
		Calendar: pick(c, "FR", "TARGET", "US-FED"), Rounding: pick(c, money.HalfUp, money.HalfEven, money.Down, money.Up),
		Citations: []policy.Citation{{ID: "s", Title: "The terms", Confidence: policy.Confidence(c.n(4)), URL: pick(c, "", "https://example.com/?a=b&c=d")}},
		LeftOut:   pick(c, nil, []string{"this", ""}),

		PausesLengthen: c.one(3),
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

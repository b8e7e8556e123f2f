package policytest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// A ledgers makes random ledgers for a document. Most are a plausible course of
// a subscription; in some a fact is doubtful, as in records that were kept badly.
type ledgers struct {
	hints
	*rand.Rand
	zone *time.Location
}

// one is true once in k times.
func (g *ledgers) one(k int) bool { return g.IntN(k) == 0 }

func pick[T any](g *ledgers, of ...T) T { return of[g.IntN(len(of))] }

// amount is one of at most so many minor units.
func (g *ledgers) amount(most int64) money.Amount {
	n := pick(g, 0, 1, most, most/2, g.Int64N(max(most, 0)+1))
	return g.minor(min(n, max(most, 0)))
}

func (g *ledgers) minor(n int64) money.Amount {
	a, err := money.FromMinor(n, g.currency)
	if err != nil {
		panic(err) // the currency was read from an amount
	}
	return a
}

// name is one of a document's names, another, or none.
func (g *ledgers) name(list []string) string {
	if len(list) == 0 || g.one(4) {
		return pick(g, "", "other")
	}
	return pick(g, list...)
}

// instant is one of the time from start to end, of a whole second.
func (g *ledgers) instant(start, end time.Time) time.Time {
	t := start.Add(time.Duration(g.Int64N(int64(max(end.Sub(start), 0)/time.Second)+1)) * time.Second)
	if g.one(4) {
		y, m, d := t.Date()
		t = time.Date(y, m, d, 0, 0, 0, 0, g.zone)
	}
	return t
}

// maybe is an instant once in k times.
func (g *ledgers) maybe(k int, start, end time.Time) time.Time {
	if g.one(k) {
		return g.instant(start, end)
	}
	return time.Time{}
}

// snapshot makes a ledger.
func (g *ledgers) snapshot() policy.Snapshot {
	start := time.Date(2022+g.IntN(5), time.Month(1+g.IntN(12)), pick(g, 1, 15, 28, 31, 1+g.IntN(28)), pick(g, 0, 9, 23), 0, 0, 0, g.zone)
	if len(g.days) > 0 && g.one(2) { // about a day on which a cohort begins or ends
		start = pick(g, g.days...).AddDays(pick(g, -400, -30, -1, 0, 1, 30)).Start(g.zone)
	}
	months, n := pick(g, 1, 1, 3, 12, 12), g.IntN(5)
	end := start.AddDate(0, months*max(n, 1), 0)
	s := policy.Snapshot{ID: "sub-1", Market: g.name(g.markets), Plan: g.name(g.plans), Channel: g.name(g.channels)}
	if g.one(2) {
		s.Trial = policy.Period{Start: start.AddDate(0, 0, -pick(g, 7, 14, 30)), End: start}
	}
	if !g.one(4) {
		if s.Contract = start; !s.Trial.Start.IsZero() {
			s.Contract = s.Trial.Start
		}
		s.Contract = s.Contract.AddDate(0, 0, -pick(g, 0, 0, 1, 10))
	}
	for i := range n {
		ch := policy.Charge{ID: fmt.Sprintf("charge-%d", i+1), Phase: policy.Renewal}
		ch.Covers = policy.Period{Start: start.AddDate(0, i*months, 0), End: start.AddDate(0, (i+1)*months, 0)}
		if ch.At = ch.Covers.Start.AddDate(0, 0, -pick(g, 0, 0, 0, 1, 30)); i == 0 && !g.one(4) {
			ch.Phase = policy.Initial
		}
		g.pay(&ch)
		s.Charges = append(s.Charges, ch)
		if g.one(6) {
			up := policy.Charge{ID: ch.ID + "-up", Supersedes: ch.ID, Phase: ch.Phase, At: g.instant(ch.Covers.Start, ch.Covers.End)}
			up.Covers = policy.Period{Start: up.At, End: ch.Covers.End}
			if up.At.Before(ch.Covers.End) {
				g.pay(&up)
				s.Charges = append(s.Charges, up)
			}
		}
	}
	if g.one(4) {
		s.Commitment = policy.Period{Start: start, End: end.AddDate(0, months*g.IntN(3), 0)}
		for i := range g.IntN(5) {
			s.Instalments = append(s.Instalments, policy.Instalment{ID: fmt.Sprintf("instalment-%d", i+1), At: start.AddDate(0, i*months, 0), Amount: g.amount(pick(g, g.amounts...))})
		}
	}
	if g.one(5) {
		for i := range 1 + g.IntN(2) {
			at := start.AddDate(0, i*months, g.IntN(20))
			p := policy.Period{Start: at, End: at.AddDate(0, 0, 1+g.IntN(7))}
			if i > 0 && g.one(3) {
				p.End = time.Time{}
			}
			s.Pauses = append(s.Pauses, p)
		}
	}
	for _, name := range g.quotes {
		if !g.one(4) {
			s.Quotes = append(s.Quotes, policy.Quote{Name: name, Amount: g.amount(pick(g, g.amounts...))})
		}
	}
	for range pick(g, 0, 0, 0, 1, 2, 3) {
		s.Events = append(s.Events, policy.Event{Kind: pick(g, g.kinds...), At: g.instant(start.AddDate(0, 0, -10), end)})
	}
	for _, kind := range g.kinds {
		if !g.one(3) {
			s.Complete = append(s.Complete, kind)
		}
	}
	s.StoppedAt, s.EndedAt = g.maybe(5, start, end), g.maybe(10, start, end.AddDate(0, 1, 0))
	if g.one(3) {
		s.Request = policy.Request{
			At: g.maybe(2, start, end), Received: g.maybe(6, start, end),
			By: pick(g, policy.ByCustomer, policy.ByVendor, policy.ByVendorForCause, policy.ByEvent, policy.ByEvent),
		}
		if s.Request.By == policy.ByEvent && !g.one(4) {
			s.Request.Cause = pick(g, g.causes...)
			s.Events = append(s.Events, policy.Event{Kind: s.Request.Cause, At: g.instant(start, end)})
		}
	}
	if g.one(4) {
		g.doubt(&s)
	}
	return s
}

// pay pays a charge: by several payments, not all of it, or not at all. Some of
// it may have gone back.
func (g *ledgers) pay(ch *policy.Charge) {
	asked := int64(0)
	for i := range pick(g, 1, 1, 1, 1, 1, 1, 2, 2, 3, 0) {
		p := policy.Payment{ID: fmt.Sprintf("payment-%s-%d", ch.ID, i+1), Method: pick(g, g.methods...), State: policy.PaymentCaptured}
		p.Captured = g.minor(pick(g, g.amounts...))
		asked += p.Captured.Minor()
		if g.one(8) {
			p.State = pick(g, policy.PaymentPending, policy.PaymentPending, policy.PaymentAuthorized, policy.PaymentFailed, policy.PaymentVoided)
		}
		if g.one(6) {
			p.Class = pick(g, policy.ClassMoney, policy.ClassStoredValue, policy.ClassPromotional)
		}
		p.RefundableUntil = g.maybe(8, ch.At, ch.Covers.End)
		left := p.Captured.Minor()
		back := func() money.Amount {
			a := g.amount(left)
			left -= a.Minor()
			return a
		}
		for j := range pick(g, 0, 0, 0, 0, 1, 2) {
			r := policy.Refund{ID: fmt.Sprintf("refund-%d", j+1), At: g.instant(ch.At, ch.Covers.End), Amount: back(), Goodwill: g.one(4)}
			if g.one(3) {
				r.State = pick(g, policy.RefundPending, policy.RefundFailed)
			}
			p.Refunds = append(p.Refunds, r)
		}
		if g.one(8) {
			p.Credits = append(p.Credits, policy.Credit{ID: "credit-1", At: ch.At, Amount: back()})
		}
		if g.one(6) {
			d := policy.Dispute{ID: "dispute-1", At: ch.At, State: pick(g, policy.DisputeOpen, policy.DisputeOpen, policy.DisputeWon, policy.DisputeLost)}
			if d.Amount = g.amount(left); d.State == policy.DisputeLost {
				left -= d.Amount.Minor()
			}
			p.Disputes = append(p.Disputes, d)
		}
		ch.Payments = append(ch.Payments, p)
	}
	if asked == 0 || g.one(4) {
		asked += pick(g, g.amounts...)
	}
	switch g.IntN(3) {
	case 0:
		ch.Amount = g.minor(asked)
	case 1:
		g.itemize(ch, asked)
	}
	if g.one(5) {
		ch.Discount = g.amount(asked)
	}
}

// itemize lists what a charge is made of.
func (g *ledgers) itemize(ch *policy.Charge, asked int64) {
	names := slices.Clone(g.parts)
	g.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	for i, name := range names[:min(len(names), 3)] {
		c := policy.Component{Name: name, Kept: g.one(6)}
		if c.Amount = g.amount(asked); i == min(len(names), 3)-1 {
			c.Amount = g.minor(asked)
		}
		if asked -= c.Amount.Minor(); i == 1 && g.one(2) {
			c.Of, c.Kept = names[0], false
		}
		ch.Components = append(ch.Components, c)
	}
}

// doubt makes some of what is known doubtful.
func (g *ledgers) doubt(s *policy.Snapshot) {
	half := func(p *policy.Period) { *pick(g, &p.Start, &p.End) = time.Time{} }
	switch g.IntN(4) {
	case 0:
		half(&s.Trial)
	case 1:
		half(&s.Commitment)
	}
	if len(s.Pauses) > 0 && g.one(2) {
		s.Pauses = append(s.Pauses, s.Pauses[0])
	}
	if len(s.Charges) == 0 {
		return
	}
	ch := &s.Charges[g.IntN(len(s.Charges))]
	switch g.IntN(8) {
	case 0:
		half(&ch.Covers)
	case 1:
		ch.Covers.Start, ch.Covers.End = ch.Covers.End, ch.Covers.Start
	case 2:
		ch.Phase = 0
	case 3:
		ch.ID = s.Charges[0].ID
	case 4:
		ch.Supersedes = pick(g, ch.ID, "gone")
	case 5:
		ch.Amount = g.minor(pick[int64](g, math.MaxInt64, -4900, 0))
	}
	if len(ch.Payments) == 0 {
		return
	}
	p := &ch.Payments[g.IntN(len(ch.Payments))]
	switch g.IntN(6) {
	case 0:
		p.State = 0
	case 1:
		p.Captured = money.MustParse(pick(g, "4900 JPY", "49.00 USD", "-49.00 EUR"))
	case 2:
		p.Captured = g.minor(math.MaxInt64 - int64(g.IntN(3)))
	case 3:
		p.Refunds = append(p.Refunds, policy.Refund{ID: "refund-too-much", At: ch.At, Amount: g.minor(p.Captured.Minor()/2 + 1)})
	case 4:
		p.Captured = money.Amount{}
	}
}

// at is an instant to decide at: one of the ledger's own, one that a span of the
// document leads to, or one beside it.
func (g *ledgers) at(s policy.Snapshot) time.Time {
	var facts []time.Time
	add := func(all ...time.Time) {
		for _, t := range all {
			if !t.IsZero() {
				facts = append(facts, t)
			}
		}
	}
	add(s.Contract, s.Trial.Start, s.Trial.End, s.StoppedAt, s.EndedAt, s.Request.At, s.Commitment.End)
	for _, ch := range s.Charges {
		add(ch.At, ch.Covers.Start, ch.Covers.End)
	}
	for _, e := range s.Events {
		add(e.At)
	}
	if len(facts) == 0 {
		return time.Date(2024, 1, 1, 0, 0, 0, 0, g.zone)
	}
	first, last := slices.MinFunc(facts, time.Time.Compare), slices.MaxFunc(facts, time.Time.Compare)
	t := g.instant(first, last)
	if !g.one(3) {
		if t = pick(g, facts...); g.one(2) {
			t = moved(t, pick(g, g.spans...), g.one(2), g.zone)
		}
		t = t.Add(pick[time.Duration](g, -1, 0, 0, 1, time.Hour))
	}
	if t.Year() < 1901 || t.Year() > 2198 {
		return first
	}
	return t.In(g.zone)
}

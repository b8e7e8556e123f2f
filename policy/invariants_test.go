package policy_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// What must hold of money whatever a document says. Of the same kind, and in
// properties_test.go, are RefundWithinBounds, WhatWasNotTakenDoesNotComeBack,
// RenewalCanAlwaysBeStopped, MissingFactsNeverPay, NoSecondRefund and
// HundredRunsGiveTheSameBytes.

// casesPerWording is how many cases share a document: compiling it is dear
// beside deciding.
const casesPerWording = 25

// A wording is a random document, and what it was compiled to.
type wording struct {
	doc    policy.Document
	policy *policy.Policy
}

// wrong tells what is wrong of a snapshot at an instant.
func (w wording) wrong(s policy.Snapshot, at time.Time, format string, args ...any) string {
	return fmt.Sprintf("document %s\nsnapshot %s\nat %s\n%s", asJSON(w.doc), asJSON(s), at.Format(time.RFC3339Nano), fmt.Sprintf(format, args...))
}

// vain is what a property says of a case that it has nothing to say of.
const vain = "vain"

// forWordings runs a property over random cases of random documents.
func forWordings(t *testing.T, write func(*choices) policy.Document, holds func(*choices, wording) string) {
	t.Helper()
	t.Parallel()
	var w wording
	n, failures, idle := cases(), 0, 0
	for i := range n {
		if i%casesPerWording == 0 {
			// A stream of its own, so that cases do not follow from documents.
			d := write(&choices{rng: rand.New(rand.NewPCG(^*seedFlag, uint64(i)))})
			for _, rules := range [][]policy.Rule{d.StopRenewal, d.TerminateNow, d.Withdraw} {
				for i := range rules {
					compatible(&rules[i])
				}
			}
			w = wording{d, mustCompile(t, d)}
		}
		switch wrong := holds(&choices{rng: rand.New(rand.NewPCG(*seedFlag, uint64(i)))}, w); wrong {
		case "":
		case vain:
			idle++
		default:
			t.Errorf("-seed %d, case %d: %s", *seedFlag, i, wrong)
			if failures++; failures == 3 {
				t.FailNow()
			}
		}
	}
	if idle > n*6/10 {
		t.Errorf("of %d of %d cases there is nothing to say: the generator is off", idle, n)
	}
}

// page is a document to write rules into. It counts no business days.
func (c *choices) page() policy.Document {
	d := blank()
	d.Calendar = ""
	d.Zone = pick(c, "UTC", "Europe/Paris", "America/Havana", "Asia/Kathmandu", "Pacific/Apia")
	d.Rounding = pick(c, money.HalfUp, money.HalfEven, money.Down, money.Up)
	d.PausesLengthen = c.one(4)
	return d
}

func (c *choices) settlement() policy.Settlement {
	return policy.Settlement{As: policy.Form(c.n(4)), Order: policy.Order(c.n(3)), First: policy.Class(c.n(3))}
}

// both is what is given of a verdict as money and as credit.
func both(v policy.Verdict) int64 { return v.Refund.Amount.Minor() + v.Credit.Amount.Minor() }

// open reports whether the money of a verdict is left to somebody.
func open(v policy.Verdict) bool {
	return v.Refund.State == policy.SumUndecided || v.Credit.State == policy.SumUndecided
}

// rising are instants in order, from the first up to the last: some far apart,
// some a nanosecond.
func (c *choices) rising(n int, first, last time.Time) []time.Time {
	var out []time.Time
	for len(out) < n {
		t := first.Add(last.Sub(first) / 1000 * time.Duration(c.n(1001)))
		if c.one(4) {
			t = t.Truncate(24 * time.Hour)
		}
		for range pick(c, 1, 1, 2, 3) {
			out = append(out, t)
			t = t.Add(pick(c, 1, time.Second, time.Hour, 24*time.Hour))
		}
	}
	out = slices.DeleteFunc(out, func(t time.Time) bool { return t.Before(first) })
	slices.SortFunc(out, time.Time.Compare)
	return out
}

// lone is a subscription with one charge, for any length of time, paid in one
// or more payments.
func (c *choices) lone() policy.Snapshot {
	start := ts("2019-01-01T00:00:00Z").Add(time.Duration(c.n(6*365*24*60*60)) * time.Second)
	if c.one(2) {
		start = time.Date(2019+c.n(6), time.Month(1+c.n(12)), pick(c, 1, 15, 28, 29, 30, 31), pick(c, 0, 9, 23), 0, 0, 0, time.UTC)
	}
	end := start.AddDate(0, pick(c, 1, 1, 2, 3, 6, 12, 12, 24, 36, 120), 0)
	switch c.n(4) {
	case 0:
		end = start.AddDate(0, 0, 1+c.n(400))
	case 1:
		end = start.Add(time.Duration(1+c.n(40*60*60)) * time.Second)
	}
	ch := policy.Charge{ID: "in-1", At: start.Add(-time.Duration(pick(c, 0, 0, 1, 30)) * 24 * time.Hour), Covers: policy.Period{Start: start, End: end}, Phase: policy.Initial}
	for i := range pick(c, 1, 1, 1, 2, 3) {
		p := captured(fmt.Sprint("pay-", i), pick(c, 1, 2, 99, 4900, 19996, int64(1+c.n(10_000_000))))
		p.Class = pick(c, 0, 0, policy.ClassMoney, policy.ClassStoredValue)
		ch.Payments = append(ch.Payments, p)
	}
	return policy.Snapshot{ID: "sub", Contract: ch.At, Charges: []policy.Charge{ch}}
}

// account is a subscription in its course, and an instant of it: charges one
// after the other, some upgraded, most of them paid, and what else a document
// may ask for.
func (c *choices) account() (policy.Snapshot, time.Time) {
	s := c.lone()
	start, months := s.Charges[0].Covers.Start, pick(c, 1, 1, 3, 12)
	s.Charges, s.Contract = nil, start.AddDate(0, 0, -c.n(20))
	n := 1 + c.n(4)
	from, end := start, start
	for i := range n {
		from, end = end, start.AddDate(0, (i+1)*months, 0)
		ch := policy.Charge{ID: fmt.Sprint("in-", i), At: from, Covers: policy.Period{Start: from, End: end}, Phase: policy.Renewal}
		if i == 0 {
			ch.Phase = policy.Initial
		}
		c.pay(&ch)
		s.Charges = append(s.Charges, ch)
		if c.one(4) {
			up := ch
			up.ID, up.Supersedes, up.At = ch.ID+"-up", ch.ID, from.Add(end.Sub(from)/10*time.Duration(c.n(10)))
			up.Covers.Start, up.Payments, up.Components, up.Amount = up.At, nil, nil, money.Amount{}
			c.pay(&up)
			s.Charges = append(s.Charges, up)
		}
	}
	if !c.one(4) {
		s.Trial = policy.Period{Start: start.AddDate(0, 0, -14), End: start}
	}
	if c.one(3) {
		s.Commitment = policy.Period{Start: start, End: start.AddDate(0, months*(n+c.n(3)), 0)}
		for i := range c.n(5) {
			s.Instalments = append(s.Instalments, policy.Instalment{ID: fmt.Sprint("n", i), At: from.AddDate(0, i, 0), Amount: eur(int64(c.n(5000)))})
		}
	}
	for i := range c.n(5) - 2 {
		at := from.AddDate(0, 0, 10*i+c.n(9))
		s.Pauses = append(s.Pauses, policy.Period{Start: at, End: at.AddDate(0, 0, 1)})
	}
	for _, name := range []string{"value", "refund"} {
		if !c.one(4) {
			s.Quotes = append(s.Quotes, policy.Quote{Name: name, Amount: eur(int64(c.n(6000)))})
		}
	}
	within := func() time.Time { return start.Add(end.Sub(start) / 100 * time.Duration(c.n(110))) }
	for range c.n(4) {
		s.Events = append(s.Events, policy.Event{Kind: pick(c, "use", "use.video", "consent.start", "death"), At: within()})
	}
	s.Complete = pick(c, nil, []string{"use"}, []string{"use", "consent", "death"})
	if !c.one(4) {
		s.Request.Cause = "death"
		s.Events = append(s.Events, policy.Event{Kind: "death", At: start})
	}
	at := within()
	if !c.one(4) {
		at = from.Add(end.Sub(from) / 100 * time.Duration(c.n(100)))
	}
	return s, at
}

// pay pays a charge: by several payments, not all of it, or not at all. Some of
// it may have gone back.
func (c *choices) pay(ch *policy.Charge) {
	for i := range pick(c, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 0) {
		p := captured(fmt.Sprint("pay-", ch.ID, "-", i), pick(c, 1, 999, 4900, 4900, int64(1+c.n(20_000))))
		if c.one(6) {
			p.State = pick(c, policy.PaymentPending, policy.PaymentFailed)
		}
		p.Class = pick(c, 0, 0, 0, 0, policy.ClassMoney, policy.ClassStoredValue, policy.ClassPromotional)
		left := int(p.Captured.Minor())
		if c.one(3) {
			back := c.n(left + 1)
			left -= back
			p.Refunds = append(p.Refunds, policy.Refund{At: ch.At, Amount: eur(int64(back)), Goodwill: c.one(4)})
		}
		if c.one(6) {
			back := c.n(left + 1)
			left -= back
			p.Credits = append(p.Credits, policy.Credit{At: ch.At, Amount: eur(int64(back))})
		}
		if c.one(6) {
			p.Disputes = append(p.Disputes, policy.Dispute{At: ch.At, Amount: eur(int64(c.n(left + 1))), State: pick(c, policy.DisputeOpen, policy.DisputeOpen, policy.DisputeWon, policy.DisputeLost)})
		}
		ch.Payments = append(ch.Payments, p)
	}
	asked := taken(*ch) + pick(c, 0, 0, int64(c.n(3000)))
	switch c.n(4) {
	case 0:
		ch.Amount = eur(asked)
	case 1:
		tax := asked / 6
		ch.Components = []policy.Component{{Name: "net", Amount: eur(asked - tax - asked/10)}, {Name: "tax", Amount: eur(tax), Of: "net"}, {Name: "fee", Amount: eur(asked / 10), Kept: c.one(2)}}
	}
	if c.one(4) {
		ch.Discount = eur(int64(c.n(2000)))
	}
}

// taken is what a charge took, promotional value aside.
func taken(ch policy.Charge) int64 {
	n := int64(0)
	for _, p := range ch.Payments {
		if (p.State == policy.PaymentCaptured || p.State == policy.PaymentPending) && p.Class != policy.ClassPromotional {
			n += p.Captured.Minor()
		}
	}
	return n
}

// However time is counted, who asks later gets no more. At the start of the
// period all is unused, and at its end nothing. Pauses are left out: once one
// has begun its time is no used time, and more is left than was a moment before.
func TestPropertyRefundNeverRisesWithTime(t *testing.T) {
	forWordings(t, func(c *choices) policy.Document {
		d, share := c.page(), c.share()
		share.From = pick(c, policy.Point(""), "", "", "", "ends", "ends + 14 days", "request + 10 days", "request + 1 month", "latest_charge + 14 days")
		d.TerminateNow = []policy.Rule{{
			ID: "t", Ends: pick(c, policy.Point("request"), "request", "request + 30 days", "period_end"), Settlement: c.settlement(),
			Refund: policy.Formula{
				Base: pick(c, policy.BaseLatestCharge, policy.BaseTermCharges, policy.BaseAllCharges), Fraction: policy.FractionUnused,
				Time: share, Percent: pick(c, policy.Percent(""), "", "50", "12.5", "33.333333"),
			},
		}}
		return d
	}, refundNeverRises)
}

func refundNeverRises(c *choices, w wording) string {
	s, f := c.lone(), w.doc.TerminateNow[0].Refund
	ch := &s.Charges[0]
	covers, all := ch.Covers, taken(*ch)
	first := ch.At
	if f.Base == policy.BaseTermCharges {
		first = covers.Start // there is no term before
	}
	last := all
	for _, at := range c.rising(6, first, covers.End.AddDate(0, 0, 10)) {
		v, wrong := w.terminate(s, at)
		if wrong != "" {
			return wrong
		}
		if both(v) > last {
			return w.wrong(s, at, "it was %d before, and now it is %s", last, asJSON(v))
		}
		last = both(v)
	}
	if f.Percent != "" || f.Time.From != "" {
		return ""
	}
	if f.Time.Over == "" && f.Time.Day != policy.Used {
		v, wrong := w.terminate(s, covers.Start)
		if wrong != "" {
			return wrong
		}
		if both(v) != all {
			return w.wrong(s, covers.Start, "%d was taken, and at the start comes back %s", all, asJSON(v))
		}
	}
	end := covers.End
	if end.Sub(covers.Start) < 48*time.Hour {
		end = end.Add(24 * time.Hour) // a period within one day counts as all of it
	}
	v, wrong := w.terminate(s, end)
	if wrong == "" && both(v) != 0 {
		return w.wrong(s, end, "at the end comes back %s", asJSON(v))
	}
	return wrong
}

// terminate is the verdict on terminating now, whose money must be decided.
func (w wording) terminate(s policy.Snapshot, at time.Time) (policy.Verdict, string) {
	d, err := w.policy.DecideAt(s, at)
	if err != nil || open(d.TerminateNow) {
		return d.TerminateNow, w.wrong(s, at, "not decided: %v, %s", err, asJSON(d.TerminateNow))
	}
	return d.TerminateNow, ""
}

// The used share of each charge is what the unused one leaves of it: nothing is
// lost between them, however they are rounded.
func TestPropertyUsedAndUnusedAreWhatWasPaid(t *testing.T) {
	forWordings(t, func(c *choices) policy.Document {
		d, share := c.page(), c.share()
		if share.From != "" && c.one(2) {
			share.From = ""
		}
		unused := policy.Formula{Base: pick(c, policy.BaseLatestCharge, policy.BaseAllCharges, policy.BaseAllCharges), Fraction: policy.FractionUnused, Time: share}
		used := unused
		used.Fraction = policy.FractionUsed
		settlement := c.settlement()
		if settlement.As == policy.AsOffset {
			settlement.As = policy.AsPaid // an offset is of no charge that was paid
		}
		d.TerminateNow = []policy.Rule{{ID: "unused", Ends: "request", Refund: unused, Settlement: settlement, Due: used}}
		d.Withdraw = []policy.Rule{{ID: "used", Ends: "request", Refund: used, Settlement: settlement}}
		return d
	}, usedAndUnused)
}

func usedAndUnused(c *choices, w wording) string {
	s, at := c.account()
	for i := range s.Charges {
		ch := &s.Charges[i]
		ch.Components = nil
		for j := range ch.Payments {
			p := &ch.Payments[j]
			p.Refunds, p.Credits, p.Disputes = nil, nil, nil
		}
	}
	d, err := w.policy.DecideAt(s, at)
	unused, used := d.TerminateNow, d.Withdraw
	switch {
	case err != nil:
		return vain // beyond the years
	case open(unused) != open(used):
		return w.wrong(s, at, "one of the two is not known\nunused %s\nused   %s", asJSON(unused), asJSON(used))
	case open(unused), has(unused.Reasons, policy.PeriodOver), has(unused.Reasons, policy.NothingCaptured):
		return vain
	}
	given, all := make(map[string]int64), int64(0)
	for _, part := range append(movements(unused), movements(used)...) {
		given[part.Charge] += part.Amount.Minor()
	}
	for _, r := range unused.Reasons {
		if r.Code != policy.ChargeRefunded {
			continue
		}
		i := slices.IndexFunc(s.Charges, func(ch policy.Charge) bool { return ch.ID == r.Subject })
		paid := taken(s.Charges[i])
		if all += paid; given[r.Subject] != paid {
			return w.wrong(s, at, "of %d paid for %s come back %d\nunused %s\nused   %s", paid, r.Subject, given[r.Subject], asJSON(unused), asJSON(used))
		}
	}
	if owed := unused.Due.Amount.Minor(); both(unused)+both(used) != all || both(unused)+owed != all {
		return w.wrong(s, at, "of %d paid are unused %d and used %d, or due %d", all, both(unused), both(used), owed)
	}
	return ""
}

// Who keeps the records poorer must not pay more, nor shut the way out: what is
// not known is not guessed. A sum counts with what is certain of it.
//
// Each of these facts is known or not known. Left out is what says something
// else by its absence, in the words of the fields themselves: that nothing went
// back or is disputed (Refunds, Credits, Disputes), that no time was paused
// (Pauses), that there was no trial, commitment, instalment, discount or earlier
// charge (Trial, Commitment, Instalments, Discount, Supersedes), that nothing is
// kept (Kept), that it was paid in money (Class), that nobody stopped or ended
// it, and that it can be sent back at any time (RefundableUntil). To take one of
// those away is to tell another story, and some are in the customer's favour. So
// are the amount and the components of a charge, which without them asked what
// it took and is counted whole: they may go where no formula looks at them.
func TestPropertyKnowingLessNeverPaysMore(t *testing.T) {
	forWordings(t, guarded, func(c *choices, w wording) string {
		return lessIsNeverMore(c, w, pick(c, "quotes", "contract", "trial", "completeness", "events", "instalment", "phase", "component", "amount", "components"))
	})
}

// The same of a fact that is doubtful without what was taken away. It touches
// more than its own money: the phase, the term, which rule applies. A charge that
// does not tell its time or whether it was paid is read as paying for this time,
// so a document that refuses in so many words may then refuse.
func TestPropertyDoubtNeverPaysMore(t *testing.T) {
	forWordings(t, guarded, func(c *choices, w wording) string {
		return lessIsNeverMore(c, w, pick(c, "commitment", "cause", "cover", "state", "captured", "refund"))
	})
}

// guarded is a document whose rules hang on every anchor there is.
func guarded(c *choices) policy.Document {
	d := c.document()
	point := func() policy.Point {
		return pick(c, policy.Point("event"), "commitment_end", "commitment_start", "trial_end", "trial_start", "contract", "renewal", "term_end", "latest_charge") +
			pick(c, policy.Point(""), " + 14 days", " + 1 year", " - 30 days")
	}
	for _, rules := range [][]policy.Rule{d.StopRenewal, d.TerminateNow, d.Withdraw} {
		for i := range rules {
			r := &rules[i]
			if r.Due.Base == policy.BaseUnbilled || r.Due.Base == policy.BaseOpenCharges {
				r.DueOn = "" // what goes on has dates of its own
			}
			if c.one(2) {
				r.When.By = nil
				if c.one(2) {
					r.When.By = []policy.Initiator{policy.ByCustomer, policy.ByEvent}
				}
				r.When.Window = policy.Window{From: point()}
				if c.one(2) {
					r.When.Window = policy.Window{Until: point()}
				}
			}
		}
	}
	// What comes after the rules: all, or nothing.
	d.TerminateNow = append(d.TerminateNow, policy.Rule{
		ID: "last", When: policy.When{By: []policy.Initiator{policy.ByCustomer, policy.ByEvent}}, Ends: "request",
		Refund: policy.Formula{Base: policy.BaseAllCharges, Fraction: policy.FractionAll},
	})
	return d
}

func lessIsNeverMore(c *choices, w wording, what string) string {
	s, at := c.account()
	if s.Request.Cause != "" && c.one(2) {
		s.Request.By = policy.ByEvent
	}
	less := deepCopy(s)
	if !c.forget(&less, w, what) {
		return vain
	}
	full, err := w.policy.DecideAt(s, at)
	poor, err2 := w.policy.DecideAt(less, at)
	if err != nil || err2 != nil {
		return w.wrong(s, at, "%v, %v", err, err2)
	}
	certain := func(s policy.Sum) int64 { return max(s.Amount.Minor(), s.Least.Minor()) }
	for a, p := range poor.Verdicts() {
		f := full.Verdict(a)
		if certain(p.Refund) > certain(f.Refund) || certain(p.Credit) > certain(f.Credit) || p.Refund.Payable.Minor() > f.Refund.Payable.Minor() {
			return w.wrong(s, at, "%s: with less of the %s it pays more\nless %s\nfull %s", a, what, asJSON(p), asJSON(f))
		}
	}
	refuses := slices.ContainsFunc(w.doc.StopRenewal, func(r policy.Rule) bool { return r.Refuse })
	doubtful := slices.Contains([]string{"cover", "state", "captured", "refund"}, what)
	if full.StopRenewal.Allowed() && !poor.StopRenewal.Allowed() && !(refuses && doubtful) {
		return w.wrong(s, at, "with less of the %s the way out is shut\nless %s\nfull %s", what, asJSON(poor.StopRenewal), asJSON(full.StopRenewal))
	}
	return ""
}

// forget makes a known fact an unknown one. It reports whether there was any.
func (c *choices) forget(s *policy.Snapshot, w wording, what string) bool {
	half := func(p *policy.Period) bool {
		there := p.Start.Before(p.End)
		if c.one(2) {
			p.Start = time.Time{}
		} else {
			p.End = time.Time{}
		}
		return there
	}
	switch what {
	case "quotes":
		s.Quotes = nil
		return true
	case "contract":
		s.Contract = time.Time{}
		return true
	case "trial":
		return half(&s.Trial)
	case "completeness":
		there := len(s.Complete) > 0
		s.Complete = nil
		return there
	case "events":
		s.Events, s.Complete = nil, nil
		return true
	case "commitment":
		return half(&s.Commitment)
	case "cause":
		there := s.Request.By == policy.ByEvent
		s.Request.Cause = ""
		return there
	case "instalment":
		if len(s.Instalments) == 0 {
			return false
		}
		s.Instalments[c.n(len(s.Instalments))].Amount = money.Amount{}
		return true
	}
	ch := &s.Charges[c.n(len(s.Charges))]
	kept := func(part policy.Component) bool { return part.Kept }
	switch what {
	case "phase":
		ch.Phase = 0
		return true
	case "cover":
		return half(&ch.Covers)
	case "component":
		if len(ch.Components) == 0 {
			return false
		}
		ch.Components[c.n(len(ch.Components))].Amount = money.Amount{}
		return true
	case "amount", "components":
		text := asJSON(w.doc)
		for _, word := range []string{`"asked"`, `"list_price"`, `"open_charges"`, `"offset"`, `"components"`, `"keep"`} {
			if strings.Contains(text, word) {
				return false
			}
		}
		there := ch.Amount.IsValid() || len(ch.Components) > 0 && !slices.ContainsFunc(ch.Components, kept)
		ch.Amount, ch.Components = money.Amount{}, nil
		return there
	}
	if len(ch.Payments) == 0 {
		return false
	}
	p := &ch.Payments[c.n(len(ch.Payments))]
	switch what {
	case "state":
		p.State = 0
	case "captured":
		p.Captured = money.Amount{}
	case "refund":
		if len(p.Refunds) == 0 {
			return false
		}
		p.Refunds[0].Amount = money.Amount{}
	}
	return true
}

// oneFormula is a document with a formula for each of two actions.
func oneFormula(c *choices) policy.Document {
	d := c.page()
	d.TerminateNow = []policy.Rule{{ID: "t", Ends: "request", Refund: c.formula(true), Settlement: c.settlement()}}
	d.Withdraw = []policy.Rule{{ID: "w", Ends: "request", Refund: c.formula(true), Settlement: c.settlement()}}
	if c.one(3) {
		d.TerminateNow[0].Due = c.formula(false)
	}
	return d
}

// What went back in one movement may have gone back in several, by every school
// of earlier refunds.
func TestPropertySplitRefundsAreOne(t *testing.T) { forWordings(t, oneFormula, splitIsOne) }

func splitIsOne(c *choices, w wording) string {
	s, at := c.account()
	// parts are amounts that add up to one.
	parts := func(whole money.Amount) (out []money.Amount) {
		n := whole.Minor()
		for range c.n(4) {
			if n > 1 {
				part := 1 + int64(c.n(int(n-1)))
				out = append(out, eur(part))
				n -= part
			}
		}
		return append(out, eur(n))
	}
	more, split := deepCopy(s), false
	for i := range more.Charges {
		for j := range more.Charges[i].Payments {
			p := &more.Charges[i].Payments[j]
			before := *p
			p.Refunds, p.Credits, p.Disputes = nil, nil, nil
			for _, r := range before.Refunds {
				for _, r.Amount = range parts(r.Amount) {
					p.Refunds = append(p.Refunds, r)
				}
			}
			for _, r := range before.Credits {
				for _, r.Amount = range parts(r.Amount) {
					p.Credits = append(p.Credits, r)
				}
			}
			for _, r := range before.Disputes {
				for _, r.Amount = range parts(r.Amount) {
					p.Disputes = append(p.Disputes, r)
				}
			}
			split = split || len(p.Refunds) > len(before.Refunds)
		}
	}
	if !split {
		return vain
	}
	return w.same(s, more, at)
}

// same compares what is decided on two snapshots.
func (w wording) same(s, other policy.Snapshot, at time.Time) string {
	want, err := w.policy.DecideAt(s, at)
	if err != nil {
		return vain // beyond the years
	}
	got, err := w.policy.DecideAt(other, at)
	for a := range got.Verdicts() {
		// Lines are told in the order in which the host lists components.
		for _, v := range []policy.Verdict{got.Verdict(a), want.Verdict(a)} {
			slices.SortFunc(v.Lines, func(a, b policy.Line) int {
				return strings.Compare(a.Charge+"\x00"+a.Component, b.Charge+"\x00"+b.Component)
			})
		}
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		return w.wrong(s, at, "%v\nother snapshot %s\n%s", err, asJSON(other), differ(got, want))
	}
	return ""
}

// The lists of a snapshot have no order.
func TestPropertyOrderOfListsDoesNotMatter(t *testing.T) {
	forWordings(t, oneFormula, func(c *choices, w wording) string {
		s, at := c.account()
		if c.one(3) {
			s = c.snapshot(anything)
			c.bounds(anything, &s)
			at = c.at(s)
		}
		ids := make(map[string]bool)
		for _, ch := range s.Charges {
			ids[ch.ID] = true
		}
		if len(ids) < len(s.Charges) {
			return vain // two charges of one id are told apart by their place
		}
		other := deepCopy(s)
		shuffle(c, other.Charges)
		shuffle(c, other.Pauses)
		shuffle(c, other.Instalments)
		shuffle(c, other.Quotes)
		shuffle(c, other.Events)
		for i := range other.Charges {
			shuffle(c, other.Charges[i].Payments)
			shuffle(c, other.Charges[i].Components)
		}
		return w.same(s, other, at)
	})
}

// A refund of everything may be carried out bit by bit, each recorded before
// the next is asked for: it comes to what was left, and no part of it has the
// key of another.
func TestPropertyStepsComeToTheWhole(t *testing.T) {
	forWordings(t, func(c *choices) policy.Document {
		d := c.page()
		settlement := c.settlement()
		if settlement.As == policy.AsOffset {
			settlement.As = policy.AsPaid // what reduces an open charge is not given back
		}
		d.TerminateNow = []policy.Rule{{ID: "t", Ends: "request", Settlement: settlement, Refund: policy.Formula{
			Base: pick(c, policy.BaseLatestCharge, policy.BaseAllCharges), Fraction: policy.FractionAll, Earlier: policy.Earlier(c.n(3)),
		}}}
		return d
	}, stepsComeToTheWhole)
}

func stepsComeToTheWhole(c *choices, w wording) string {
	s, at := c.account()
	for i := range s.Charges {
		s.Charges[i].Components = nil // what is kept of them is not everything
	}
	d, err := w.policy.DecideAt(s, at)
	whole := both(d.TerminateNow)
	if err != nil || whole == 0 {
		return vain
	}
	left := int64(0)
	for _, ch := range s.Charges {
		for _, p := range ch.Payments {
			if o, _ := ceiling(p, at); o.Sign() > 0 && p.Class != policy.ClassPromotional && slices.ContainsFunc(movements(d.TerminateNow), func(part policy.Part) bool { return part.Charge == ch.ID }) {
				left += o.Int64()
			}
		}
	}
	if whole != left {
		return w.wrong(s, at, "%d is left, and %s comes back", left, asJSON(d.TerminateNow))
	}
	given, keys := int64(0), make(map[string]bool)
	for k := range 1 + c.n(5) {
		for _, part := range movements(d.TerminateNow) {
			// The last time all of it, before that something of some.
			amount := part.Amount.Minor()
			if k < 4 && c.one(2) {
				amount = int64(c.n(int(amount) + 1))
			}
			if part.Blocked != 0 || amount == 0 {
				continue
			}
			if keys[part.Key()] {
				return w.wrong(s, at, "two movements have one key: %s", asJSON(part))
			}
			keys[part.Key()] = true
			part.Amount = eur(amount)
			given += amount
			execute(c, &s, part, at)
		}
		if d, err = w.policy.DecideAt(s, at); err != nil || given+both(d.TerminateNow) != whole && !has(d.TerminateNow.Reasons, policy.PaidTwice) {
			return w.wrong(s, at, "%v: %d came back of %d, and then %s", err, given, whole, asJSON(d.TerminateNow))
		}
	}
	return ""
}

// execute records a movement as the host would.
func execute(c *choices, s *policy.Snapshot, part policy.Part, at time.Time) {
	for i := range s.Charges {
		ch := &s.Charges[i]
		if ch.ID != part.Charge {
			continue
		}
		if part.Operation == policy.OpReduce {
			asked := ch.Amount.Minor()
			if !ch.Amount.IsValid() {
				for _, component := range ch.Components {
					asked += component.Amount.Minor()
				}
			}
			ch.Amount, ch.Components = eur(asked-part.Amount.Minor()), nil // it is asked anew, as one sum
		}
		for j := range ch.Payments {
			switch p := &ch.Payments[j]; {
			case p.ID != part.Payment:
			case part.Operation == policy.OpCredit:
				p.Credits = append(p.Credits, policy.Credit{At: at, Amount: part.Amount})
			default:
				p.Refunds = append(p.Refunds, policy.Refund{At: at, Amount: part.Amount, State: pick(c, policy.RefundSucceeded, policy.RefundPending)})
			}
		}
	}
}

// Whatever a customer does in whatever order, with everything paid out that a
// verdict says, they do not get back more than they paid.
func TestPropertyNoWalkEarnsMoney(t *testing.T) {
	forWordings(t, func(c *choices) policy.Document {
		d := oneFormula(c)
		d.TerminateNow[0].Ends = pick(c, policy.Point("request"), "request", "period_end", "request + 30 days")
		d.ResumeRenewal = []policy.Rule{{ID: "r"}}
		return d
	}, walkEarnsNothing)
}

func walkEarnsNothing(c *choices, w wording) string {
	s, at := c.account()
	before, keys := deepCopy(s), make(map[string]bool)
	for range 1 + c.n(6) {
		// Who did not stop goes on, and may be charged again.
		if last := s.Charges[len(s.Charges)-1]; s.StoppedAt.IsZero() && s.EndedAt.IsZero() && !at.Before(last.Covers.End) {
			next := policy.Charge{ID: last.ID + "+", At: last.Covers.End, Phase: policy.Renewal, Covers: policy.Period{Start: last.Covers.End, End: last.Covers.End.AddDate(0, 1, 0)}}
			c.pay(&next)
			s.Charges = append(s.Charges, next)
		}
		d, err := w.policy.DecideAt(s, at)
		if err != nil {
			return w.wrong(s, at, "%v", err)
		}
		for _, part := range c.step(&s, d, at) {
			// What a charge asks less is of no payment, and has no record.
			if part.Payment != "" && keys[part.Key()] {
				return w.wrong(before, at, "two movements have one key: %s", asJSON(part))
			}
			keys[part.Key()] = true
		}
		for _, ch := range s.Charges {
			for _, p := range ch.Payments {
				if left, _ := ceiling(p, at); left.Sign() < 0 {
					return w.wrong(before, at, "more than was taken goes back of %s: %s", p.ID, asJSON(s))
				}
			}
		}
		at = at.Add(pick(c, 1, time.Hour, 24*time.Hour, 31*24*time.Hour, 200*24*time.Hour))
	}
	if len(keys) == 0 {
		return vain
	}
	return ""
}

// step takes an action that is allowed, with all that follows, and returns what
// moved.
func (c *choices) step(s *policy.Snapshot, d policy.Decision, at time.Time) []policy.Part {
	var allowed []policy.Action
	for a, v := range d.Verdicts() {
		if v.Allowed() {
			allowed = append(allowed, a)
		}
		if len(movements(v)) > 0 {
			allowed = append(allowed, a, a) // rather than what moves nothing
		}
	}
	if len(allowed) == 0 {
		return nil
	}
	a := allowed[c.n(len(allowed))]
	v := d.Verdict(a)
	for _, part := range movements(v) {
		execute(c, s, part, at)
	}
	switch a {
	case policy.StopRenewal:
		s.StoppedAt = at
	case policy.ResumeRenewal:
		s.StoppedAt = time.Time{}
	default:
		switch v.Ends.Kind {
		case policy.Fixed:
			s.EndedAt = v.Ends.At
		case policy.AtRequest:
			s.EndedAt = at
		}
	}
	return movements(v)
}

// Nor do they keep the money and the time: what comes back and the days until
// the end, at the price of a day, are not more than what was paid, a minor unit
// of rounding aside. Where the end lies ahead they may ask again, and then the
// school must be the one that deducts what came back: by the others the same
// time is given back again, as far as there is money left.
func TestPropertyNoWalkEarnsTime(t *testing.T) {
	forWordings(t, func(c *choices) policy.Document {
		d := c.page()
		d.PausesLengthen = false
		share := policy.Share{Unit: "second", From: "ends"}
		if c.one(2) {
			share = policy.Share{Unit: "1 day", From: "ends", Day: pick(c, policy.Used, policy.Unused)}
		}
		r := policy.Rule{ID: "t", Ends: "request", Refund: policy.Formula{
			Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: share, Earlier: policy.Earlier(c.n(3)),
		}}
		if c.one(2) {
			r.Ends, r.Refund.Earlier = pick(c, policy.Point("period_end"), "request + 30 days", "request + 3 days", "term_end - 5 days"), policy.EarlierDeducted
		}
		d.TerminateNow = []policy.Rule{r}
		d.ResumeRenewal = []policy.Rule{{ID: "r"}}
		return d
	}, walkKeepsNoTime)
}

func walkKeepsNoTime(c *choices, w wording) string {
	s := deepCopy(c.lone())
	ch := &s.Charges[0]
	at, moved := ch.Covers.Start, false
	length := ch.Covers.End.Sub(at)
	for range 1 + c.n(6) {
		at = at.Add(length / 100 * time.Duration(c.n(25)))
		d, err := w.policy.DecideAt(s, at)
		if err != nil {
			return w.wrong(s, at, "%v", err)
		}
		before := s.EndedAt
		moved = len(c.step(&s, d, at)) > 0 || moved
		if !before.IsZero() && s.EndedAt.After(before) {
			s.EndedAt = before // notice was given: the end only comes nearer
		}
	}
	if !moved {
		return vain
	}
	// Time is counted here in whole days, or in seconds.
	zone, err := time.LoadLocation(w.doc.Zone)
	if err != nil {
		return err.Error()
	}
	count := func(t time.Time) int64 { return t.Unix() }
	if w.doc.TerminateNow[0].Refund.Time.Unit == "1 day" {
		count = func(t time.Time) int64 {
			year, month, day := t.In(zone).Date()
			return time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)
		}
	}
	start, end := count(ch.Covers.Start), count(ch.Covers.End)
	end = max(end, start+1)
	used := min(max(count(s.EndedAt), start), end) - start
	paid, given := taken(*ch), int64(0)
	for _, p := range ch.Payments {
		left, _ := ceiling(p, at)
		given += p.Captured.Minor() - left.Int64()
	}
	value := new(big.Rat).Mul(big.NewRat(used, end-start), big.NewRat(paid, 1))
	if value.Add(value, big.NewRat(given, 1)).Cmp(big.NewRat(paid+1, 1)) >= 0 {
		return w.wrong(s, at, "of %d paid %d came back, and %d of %d units were used", paid, given, used, end-start)
	}
	return ""
}

// A movement is the same order however late it is worked out, and whatever it
// then comes to: also the part of it that an open dispute blocks. A gateway that
// was told once must not pay again.
func TestPropertyPartKeysDoNotMoveWithTheClock(t *testing.T) {
	forWordings(t, func(c *choices) policy.Document {
		d := oneFormula(c)
		d.TerminateNow[0].Refund = policy.Formula{
			Base: pick(c, policy.BaseLatestCharge, policy.BaseAllCharges), Fraction: policy.FractionUnused, Time: c.share(), Earlier: policy.Earlier(c.n(3)),
		}
		if d.TerminateNow[0].Refund.Time.From = pick(c, policy.Point(""), "", "ends", "request + 3 days"); c.one(2) {
			d.TerminateNow[0].Refund.Time = policy.Share{Unit: "second"}
		}
		return d
	}, keysStandStill)
}

func keysStandStill(c *choices, w wording) string {
	s, at := c.account()
	keys, amounts, moved := make(map[string]string), make(map[string]string), false
	for range 5 {
		d, err := w.policy.DecideAt(s, at)
		if err != nil {
			return w.wrong(s, at, "%v", err)
		}
		for a, v := range d.Verdicts() {
			for _, part := range v.Parts {
				key := part.Key()
				what := fmt.Sprint(part.Charge, " ", part.Payment, " ", part.Operation, " ", part.Against, " ", part.Blocked)
				if before, ok := keys[what]; ok && before != key {
					return w.wrong(s, at, "%s: the key of %s has changed: %s", a, what, asJSON(v))
				}
				keys[what] = key
				what = fmt.Sprint(a, " ", what)
				moved = moved || amounts[what] != "" && amounts[what] != part.Amount.String()
				amounts[what] = part.Amount.String()
			}
		}
		at = at.Add(pick(c, 1, time.Hour, 24*time.Hour, 6*24*time.Hour, -40*24*time.Hour))
	}
	if !moved {
		return vain // no amount has changed
	}
	return ""
}

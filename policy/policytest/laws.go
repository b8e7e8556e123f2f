package policytest

import (
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/rescind-go/rescind/policy"
)

// A decider decides: a policy, or in tests of this package one that lies.
type decider func(policy.Snapshot, time.Time) (policy.Decision, error)

// A trial is one case that the laws look at.
type trial struct {
	decide  decider
	refuses bool // the document refuses to stop the renewal
	s       policy.Snapshot
	at      time.Time
	got     policy.Decision
	rng     *rand.Rand // what a law leaves to chance
}

// A law is something that the library promises of every decision. It returns
// what is wrong, or "".
type law struct {
	name string
	find func(*trial) string
}

// laws are tried in this order, the plainest first.
var laws = []law{
	{"an error comes with the zero decision", errorsAreEmpty},
	{"nothing is negative", nothingNegative},
	{"no more comes back than is left", withinWhatIsLeft},
	{"the parts add up", partsAddUp},
	{"every verdict has a reason", reasonsAreGiven},
	{"renewal can be stopped", renewalCanBeStopped},
	{"equal facts give equal bytes", equalBytes},
	{"a decision is read as it is written", readAsWritten},
	{"facts have no order", factsHaveNoOrder},
	{"what is unknown never pays", unknownNeverPays},
	{"nothing changes before Until and Holds", nothingChangesBefore},
}

// errorsAreEmpty asks what cannot be decided.
func errorsAreEmpty(t *trial) string {
	s, at := t.s, t.at
	switch t.rng.IntN(4) {
	case 0:
		s.ID = ""
	case 1:
		s.Events = append(slices.Clip(s.Events), policy.Event{Kind: "use"})
	case 2:
		s.Request.By = 99
	case 3:
		at = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	got, err := t.decide(s, at)
	if err == nil {
		return "it decides on a snapshot without an id, an event without an instant, a request of nobody or the year 2200"
	}
	if !reflect.DeepEqual(got, policy.Decision{}) {
		return fmt.Sprintf("%v, with the decision %s", err, marshal(got))
	}
	return ""
}

func nothingNegative(t *trial) string {
	for a, v := range t.got.Verdicts() {
		for i, sum := range []policy.Sum{v.Refund, v.Credit, v.Due} {
			for _, amount := range []int64{sum.Amount.Minor(), sum.Payable.Minor(), sum.Least.Minor(), sum.Most.Minor()} {
				if amount < 0 {
					return fmt.Sprintf("%s.%s: got %s, want nothing below zero", a, []string{"refund", "credit", "due"}[i], marshal(sum))
				}
			}
		}
	}
	return ""
}

// left works out what can come back of a payment, and what of it can be sent
// now. The sums are big, because a ledger may hold any.
func left(p policy.Payment, at time.Time) (owed, payable *big.Int) {
	owed, payable = new(big.Int), new(big.Int)
	if p.State != policy.PaymentCaptured && p.State != policy.PaymentPending {
		return owed, payable
	}
	owed.SetInt64(p.Captured.Minor())
	for _, r := range p.Refunds {
		if r.State != policy.RefundFailed {
			owed.Sub(owed, big.NewInt(r.Amount.Minor()))
		}
	}
	for _, c := range p.Credits {
		owed.Sub(owed, big.NewInt(c.Amount.Minor()))
	}
	payable.Set(owed)
	for _, d := range p.Disputes {
		switch amount := big.NewInt(d.Amount.Minor()); d.State {
		case policy.DisputeLost:
			owed.Sub(owed, amount)
			payable.Sub(payable, amount)
		case policy.DisputeOpen:
			payable.Sub(payable, amount)
		}
	}
	if p.State == policy.PaymentPending || !p.RefundableUntil.IsZero() && !p.RefundableUntil.After(at) || payable.Sign() < 0 {
		payable.SetInt64(0)
	}
	return owed, payable
}

// movements are the parts that give something back: all but the voided
// authorizations.
func movements(v policy.Verdict) []policy.Part {
	return slices.DeleteFunc(slices.Clone(v.Parts), func(p policy.Part) bool { return p.Operation == policy.OpVoid })
}

func withinWhatIsLeft(t *trial) string {
	for a, v := range t.got.Verdicts() {
		owed, payable := new(big.Int), new(big.Int)
		for _, ch := range t.s.Charges {
			if len(v.Parts) > 0 && !slices.ContainsFunc(v.Parts, func(p policy.Part) bool { return p.Charge == ch.ID }) {
				continue
			}
			for _, p := range ch.Payments {
				// More may have gone back of another payment than it took.
				if o, y := left(p, t.at); o.Sign() > 0 && p.Class != policy.ClassPromotional && p.Class != policy.ClassStoredValue {
					owed.Add(owed, o)
					payable.Add(payable, y)
				}
			}
		}
		most := max(v.Refund.Amount.Minor(), v.Refund.Most.Minor())
		switch {
		case owed.Cmp(big.NewInt(most)) < 0:
			return fmt.Sprintf("%s.refund: got %s, want at most %s minor units, captured and not given back", a, marshal(v.Refund), owed)
		case payable.Cmp(big.NewInt(v.Refund.Payable.Minor())) < 0:
			return fmt.Sprintf("%s.refund.payable: got %s, want at most %s minor units, which can be sent now", a, v.Refund.Payable, payable)
		}
		for _, ch := range t.s.Charges {
			for _, p := range ch.Payments {
				if wrong := withinPayment(v, ch.ID, p, t.at); wrong != "" {
					return a.String() + ".parts: " + wrong
				}
			}
		}
	}
	return ""
}

// withinPayment looks at what the parts of a verdict give back of a payment.
func withinPayment(v policy.Verdict, charge string, p policy.Payment, at time.Time) string {
	owed, payable := left(p, at)
	all, now, given, credited := new(big.Int), new(big.Int), false, false
	for _, part := range movements(v) {
		if part.Charge != charge || part.Payment != p.ID {
			continue
		}
		if p.Class == policy.ClassPromotional {
			return fmt.Sprintf("got %s of %s, want nothing of what was given away", part.Amount, p.ID)
		}
		given, credited = true, credited || part.Operation == policy.OpCredit || part.Operation == policy.OpReduce
		all.Add(all, big.NewInt(part.Amount.Minor()))
		if part.Blocked == 0 {
			now.Add(now, big.NewInt(part.Amount.Minor()))
		}
	}
	switch {
	case !given:
	case all.Cmp(owed) > 0:
		return fmt.Sprintf("got %s minor units of %s, want at most %s, captured and not given back", all, p.ID, owed)
	case now.Cmp(payable) > 0 && !credited:
		return fmt.Sprintf("got %s minor units of %s now, want at most %s, which can be sent now", now, p.ID, payable)
	}
	return ""
}

func partsAddUp(t *trial) string {
	for a, v := range t.got.Verdicts() {
		type sums struct{ all, payable int64 }
		var refund, credit sums
		given := make(map[string]int64) // by charge
		for i, part := range movements(v) {
			sum, whole := &credit, v.Credit
			if part.Operation == policy.OpRefund || part.Operation == policy.OpCancelDebit {
				sum, whole = &refund, v.Refund
			}
			switch {
			case part.Amount.Minor() <= 0 || part.Amount.Currency() != whole.Amount.Currency():
				return fmt.Sprintf("%s.parts[%d].amount: got %q, want something of %q", a, i, part.Amount, whole.Amount)
			case part.Blocked != 0 && part.Needs == 0:
				return fmt.Sprintf("%s.parts[%d]: it is blocked, want what it needs", a, i)
			}
			sum.all += part.Amount.Minor()
			given[part.Charge] += part.Amount.Minor()
			if part.Blocked == 0 {
				sum.payable += part.Amount.Minor()
			}
		}
		if want := (sums{v.Refund.Amount.Minor(), v.Refund.Payable.Minor()}); refund != want {
			return fmt.Sprintf("%s.refund: the parts come to %d minor units, %d of them payable, want %d and %d", a, refund.all, refund.payable, want.all, want.payable)
		}
		if want := (sums{v.Credit.Amount.Minor(), v.Credit.Payable.Minor()}); credit != want {
			return fmt.Sprintf("%s.credit: the parts come to %d minor units, %d of them payable, want %d and %d", a, credit.all, credit.payable, want.all, want.payable)
		}
		lines := make(map[string]int64)
		for i, line := range v.Lines {
			if line.Amount.Minor() <= 0 {
				return fmt.Sprintf("%s.lines[%d]: got %q, want more than zero", a, i, line.Amount)
			}
			lines[line.Charge] += line.Amount.Minor()
		}
		for _, ch := range t.s.Charges {
			if sum, ok := lines[ch.ID]; ok && sum != given[ch.ID] {
				return fmt.Sprintf("%s.lines: those of %s come to %d minor units, want %d as in the parts", a, ch.ID, sum, given[ch.ID])
			}
		}
		claimed := int64(0)
		for _, claim := range v.Claims {
			claimed += claim.Amount.Minor()
		}
		if len(v.Claims) > 0 && claimed != v.Due.Amount.Minor() {
			return fmt.Sprintf("%s.due: the claims come to %d minor units, want %s", a, claimed, v.Due.Amount)
		}
	}
	return ""
}

func reasonsAreGiven(t *trial) string {
	for a, v := range t.got.Verdicts() {
		if len(v.Reasons) == 0 {
			return fmt.Sprintf("%s: %s without a reason", a, v.Answer)
		}
	}
	return ""
}

// renewalCanBeStopped holds unless the document refuses in so many words.
func renewalCanBeStopped(t *trial) string {
	d := t.got
	afterEnd := slices.ContainsFunc(d.Findings, func(r policy.Reason) bool { return r.Code == policy.ChargeAfterEnd })
	ending := !t.s.EndedAt.IsZero() && !afterEnd
	if t.refuses || d.Phase == policy.Ended || d.Stopped || ending || d.StopRenewal.Allowed() {
		return ""
	}
	return fmt.Sprintf("stop_renewal.answer: got %s in the phase %q, want allowed", d.StopRenewal.Answer, d.Phase)
}

func equalBytes(t *trial) string {
	again, err := t.decide(t.s, t.at)
	if err != nil {
		return err.Error()
	}
	return differ(again, t.got)
}

// differ compares two decisions as they are written.
func differ(got, want policy.Decision) string {
	if reflect.DeepEqual(got, want) {
		return ""
	}
	a, b := marshal(got), marshal(want)
	if string(a) == string(b) {
		return ""
	}
	if all := differences(entire(reflect.ValueOf(want)), reflect.ValueOf(got), ""); len(all) > 0 {
		return strings.Join(all, "\n")
	}
	return fmt.Sprintf("got %s\nwant %s", a, b)
}

func readAsWritten(t *trial) string {
	b, err := json.Marshal(t.got)
	if err != nil {
		return err.Error()
	}
	var back policy.Decision
	if err := json.Unmarshal(b, &back); err != nil {
		return fmt.Sprintf("%v: %s", err, b)
	}
	if again, err := json.Marshal(back); err != nil || string(again) != string(b) {
		return fmt.Sprintf("%v\nread %s\nwritten %s", err, again, b)
	}
	return ""
}

func factsHaveNoOrder(t *trial) string {
	ids := make(map[string]bool)
	for _, ch := range t.s.Charges {
		if ids[ch.ID] {
			return "" // two charges of one id are told apart by their place
		}
		ids[ch.ID] = true
	}
	other := clone(t.s)
	reorder(&other, t.rng)
	got, err := t.decide(other, t.at)
	if err != nil {
		return err.Error()
	}
	return differ(sorted(got), sorted(t.got))
}

// reorder puts every list of a snapshot into another order.
func reorder(s *policy.Snapshot, rng *rand.Rand) {
	shuffle(rng, s.Charges)
	shuffle(rng, s.Instalments)
	shuffle(rng, s.Pauses)
	shuffle(rng, s.Quotes)
	shuffle(rng, s.Events)
	shuffle(rng, s.Complete)
	for i := range s.Charges {
		ch := &s.Charges[i]
		shuffle(rng, ch.Payments)
		shuffle(rng, ch.Components)
		for j := range ch.Payments {
			p := &ch.Payments[j]
			shuffle(rng, p.Refunds)
			shuffle(rng, p.Credits)
			shuffle(rng, p.Disputes)
		}
	}
}

func shuffle[T any](rng *rand.Rand, list []T) {
	rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

// sorted returns a decision with its lines in order: they are told in the order
// in which the host lists the components.
func sorted(d policy.Decision) policy.Decision {
	d = d.Clone()
	for _, v := range []*policy.Verdict{&d.StopRenewal, &d.TerminateNow, &d.Withdraw, &d.ResumeRenewal} {
		for ; v != nil; v = v.Alternative {
			slices.SortFunc(v.Lines, func(a, b policy.Line) int {
				return strings.Compare(a.Charge+"\x00"+a.Component, b.Charge+"\x00"+b.Component)
			})
		}
	}
	return d
}

// clone copies the lists of a snapshot.
func clone(s policy.Snapshot) policy.Snapshot {
	s.Charges = slices.Clone(s.Charges)
	for i := range s.Charges {
		ch := &s.Charges[i]
		ch.Payments, ch.Components = slices.Clone(ch.Payments), slices.Clone(ch.Components)
		for j := range ch.Payments {
			p := &ch.Payments[j]
			p.Refunds, p.Credits, p.Disputes = slices.Clone(p.Refunds), slices.Clone(p.Credits), slices.Clone(p.Disputes)
		}
	}
	s.Instalments, s.Pauses, s.Quotes = slices.Clone(s.Instalments), slices.Clone(s.Pauses), slices.Clone(s.Quotes)
	s.Events, s.Complete = slices.Clone(s.Events), slices.Clone(s.Complete)
	return s
}

// unknownNeverPays takes away what is known to be complete, and the contract.
func unknownNeverPays(t *trial) string {
	less := t.s
	if n := t.rng.IntN(3); n != 0 {
		less.Complete = nil
		if n == 1 {
			less.Contract = time.Time{}
		}
	} else {
		less.Contract = time.Time{}
	}
	poor, err := t.decide(less, t.at)
	if err != nil {
		return err.Error()
	}
	certain := func(s policy.Sum) int64 { return max(s.Amount.Minor(), s.Least.Minor()) }
	for a, v := range poor.Verdicts() {
		full := t.got.Verdict(a)
		covered := false // by an outcome that there is with all that is known
		for other := &full; other != nil; other = other.Alternative {
			covered = covered || certain(v.Refund) <= certain(other.Refund) && certain(v.Credit) <= certain(other.Credit) &&
				v.Refund.Payable.Minor() <= other.Refund.Payable.Minor()
		}
		if !covered {
			return fmt.Sprintf("%s: with less known, refund %s and credit %s; with more, %s and %s", a, v.Refund, v.Credit, full.Refund, full.Credit)
		}
	}
	if t.got.StopRenewal.Allowed() && !poor.StopRenewal.Allowed() {
		return "stop_renewal: with less known, the way out is shut"
	}
	return ""
}

// nothingChangesBefore decides again at the last instant before, and at one on
// the way there.
func nothingChangesBefore(t *trial) string {
	before := func(until policy.Moment, what string, same func(got policy.Decision) string) string {
		last := time.Date(2199, 12, 31, 23, 59, 59, 999999999, time.UTC)
		switch until.Kind {
		case policy.Fixed:
			if !until.At.After(t.at) {
				return fmt.Sprintf("%s: got %s, want an instant after %s", what, until, t.at.Format(time.RFC3339Nano))
			}
			if then := until.At.Add(-1); then.Before(last) {
				last = then
			}
		case policy.Never:
		default:
			return fmt.Sprintf("%s: got %q, want an instant or never", what, until)
		}
		for _, then := range []time.Time{last, t.at.Add(last.Sub(t.at) / time.Duration(2+t.rng.IntN(1000)))} {
			got, err := t.decide(t.s, then)
			if err != nil {
				return err.Error()
			}
			got.At = t.got.At
			if wrong := same(got); wrong != "" {
				return fmt.Sprintf("%s: %s, yet at %s: %s", what, until, then.Format(time.RFC3339Nano), wrong)
			}
		}
		return ""
	}
	if wrong := before(t.got.Until, "until", func(got policy.Decision) string { return differ(got, t.got) }); wrong != "" {
		return wrong
	}
	for a, v := range t.got.Verdicts() {
		wrong := before(v.Holds, a.String()+".holds", func(got policy.Decision) string {
			if g := got.Verdict(a); g.Answer != v.Answer || g.Refund != v.Refund || g.Credit != v.Credit || g.Due != v.Due {
				return fmt.Sprintf("%s, refund %s, credit %s, due %s; want %s, %s, %s, %s", g.Answer, g.Refund, g.Credit, g.Due, v.Answer, v.Refund, v.Credit, v.Due)
			}
			return ""
		})
		if wrong != "" {
			return wrong
		}
	}
	return ""
}

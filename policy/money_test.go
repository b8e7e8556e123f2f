package policy_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// everythingBack gives back what is left of the latest charge, always.
func everythingBack(t testing.TB) *policy.Policy {
	return mustCompile(t, refunding("Europe/Paris", policy.Window{}))
}

// orders tells parts in a line each.
func orders(parts []policy.Part) string {
	var out []string
	for _, p := range parts {
		text := fmt.Sprintf("%s %s %s", p.Operation, p.Payment, p.Amount)
		if p.Blocked != 0 {
			text += " blocked " + p.Blocked.String()
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

// What of a payment comes back, and what of that at once.
func TestPayments(t *testing.T) {
	at := firstDebit.Add(time.Hour)
	pay := func(change func(*policy.Payment)) []policy.Payment {
		p := captured("a", 4900)
		change(&p)
		return []policy.Payment{p}
	}
	refund := func(cents int64, state policy.RefundState) []policy.Refund {
		return []policy.Refund{{State: state, Amount: eur(cents)}}
	}
	dispute := func(cents int64, state policy.DisputeState) []policy.Dispute {
		return []policy.Dispute{{State: state, Amount: eur(cents)}}
	}
	for _, tt := range []struct {
		name     string
		payments []policy.Payment
		amount   string
		payable  string
		parts    string
		code     policy.Code // that must be among the reasons
	}{
		{"captured", pay(func(p *policy.Payment) {}), "49.00 EUR", "49.00 EUR", "refund a 49.00 EUR", policy.ChargeRefunded},
		{"no payment", nil, "", "", "", policy.NothingCaptured},
		{"authorized", pay(func(p *policy.Payment) { p.State = policy.PaymentAuthorized }), "", "", "void a 49.00 EUR", policy.NothingCaptured},
		{"failed", pay(func(p *policy.Payment) { p.State = policy.PaymentFailed }), "", "", "", policy.NothingCaptured},
		{"voided", pay(func(p *policy.Payment) { p.State = policy.PaymentVoided }), "", "", "", policy.NothingCaptured},
		{"of nothing", pay(func(p *policy.Payment) { p.Captured = eur(0) }), "", "", "", policy.NothingCaptured},
		{"pending", pay(func(p *policy.Payment) { p.State = policy.PaymentPending }), "49.00 EUR", "0.00 EUR", "cancel_debit a 49.00 EUR blocked payment_is_pending", policy.ChargeRefunded},

		{"partly refunded", pay(func(p *policy.Payment) { p.Refunds = refund(1000, 0) }), "39.00 EUR", "39.00 EUR", "refund a 39.00 EUR", policy.ReturnedBefore},
		{"a cent left", pay(func(p *policy.Payment) { p.Refunds = refund(4899, 0) }), "0.01 EUR", "0.01 EUR", "refund a 0.01 EUR", policy.ReturnedBefore},
		{"refunded", pay(func(p *policy.Payment) { p.Refunds = refund(4900, 0) }), "0.00 EUR", "0.00 EUR", "", policy.NothingLeft},
		{"refunded in parts", pay(func(p *policy.Payment) { p.Refunds = append(refund(1633, 0), refund(3267, 0)...) }), "0.00 EUR", "0.00 EUR", "", policy.NothingLeft},
		{"refund pending", pay(func(p *policy.Payment) { p.Refunds = refund(4900, policy.RefundPending) }), "0.00 EUR", "0.00 EUR", "", policy.NothingLeft},
		{"refund failed", pay(func(p *policy.Payment) { p.Refunds = refund(4900, policy.RefundFailed) }), "49.00 EUR", "49.00 EUR", "refund a 49.00 EUR", policy.ChargeRefunded},
		{"refunded too much", pay(func(p *policy.Payment) { p.Refunds = refund(5000, 0) }), "", "", "", policy.PaymentDoubtful},
		{"a refund of the future counts", pay(func(p *policy.Payment) {
			p.Refunds = []policy.Refund{{At: at.AddDate(1, 0, 0), Amount: eur(1000)}}
		}), "39.00 EUR", "39.00 EUR", "refund a 39.00 EUR", policy.ReturnedBefore},
		{"credited", pay(func(p *policy.Payment) { p.Credits = []policy.Credit{{Amount: eur(900)}} }), "40.00 EUR", "40.00 EUR", "refund a 40.00 EUR", policy.ReturnedBefore},

		{"dispute open", pay(func(p *policy.Payment) { p.Disputes = dispute(4900, policy.DisputeOpen) }), "49.00 EUR", "0.00 EUR", "refund a 49.00 EUR blocked dispute_is_open", policy.ChargeRefunded},
		{"dispute open, in part", pay(func(p *policy.Payment) { p.Disputes = dispute(900, policy.DisputeOpen) }), "49.00 EUR", "40.00 EUR", "refund a 40.00 EUR; refund a 9.00 EUR blocked dispute_is_open", policy.ChargeRefunded},
		{"dispute won", pay(func(p *policy.Payment) { p.Disputes = dispute(4900, policy.DisputeWon) }), "49.00 EUR", "49.00 EUR", "refund a 49.00 EUR", policy.ChargeRefunded},
		{"dispute lost", pay(func(p *policy.Payment) { p.Disputes = dispute(4900, policy.DisputeLost) }), "0.00 EUR", "0.00 EUR", "", policy.NothingLeft},
		{"dispute lost, in part", pay(func(p *policy.Payment) { p.Disputes = dispute(900, policy.DisputeLost) }), "40.00 EUR", "40.00 EUR", "refund a 40.00 EUR", policy.ReturnedBefore},
		{"dispute over what was refunded", pay(func(p *policy.Payment) {
			p.Refunds, p.Disputes = refund(4000, 0), dispute(4900, policy.DisputeOpen)
		}), "9.00 EUR", "0.00 EUR", "refund a 9.00 EUR blocked dispute_is_open", policy.ReturnedBefore},

		{"method expires later", pay(func(p *policy.Payment) { p.RefundableUntil = at.Add(1) }), "49.00 EUR", "49.00 EUR", "refund a 49.00 EUR", policy.ChargeRefunded},
		{"method expires now", pay(func(p *policy.Payment) { p.RefundableUntil = at }), "49.00 EUR", "0.00 EUR", "refund a 49.00 EUR blocked method_expired", policy.ChargeRefunded},
		{"method expired", pay(func(p *policy.Payment) { p.RefundableUntil = at.Add(-1) }), "49.00 EUR", "0.00 EUR", "refund a 49.00 EUR blocked method_expired", policy.ChargeRefunded},
		{"method expired, and disputed", pay(func(p *policy.Payment) {
			p.RefundableUntil, p.Disputes = at, dispute(900, policy.DisputeOpen)
		}), "49.00 EUR", "0.00 EUR", "refund a 49.00 EUR blocked method_expired", policy.ChargeRefunded},

		{"two payments", []policy.Payment{captured("a", 4000), captured("b", 900)}, "49.00 EUR", "49.00 EUR", "refund a 40.00 EUR; refund b 9.00 EUR", policy.ChargeRefunded},
		{"two payments, one refunded", []policy.Payment{
			pay(func(p *policy.Payment) { p.Refunds = refund(4900, 0) })[0], captured("b", 900),
		}, "9.00 EUR", "9.00 EUR", "refund b 9.00 EUR", policy.ReturnedBefore},
		{"a failed try before", []policy.Payment{
			pay(func(p *policy.Payment) { p.State = policy.PaymentFailed })[0], captured("b", 4900),
		}, "49.00 EUR", "49.00 EUR", "refund b 49.00 EUR", policy.ChargeRefunded},
		{"three payments, each in its own way", []policy.Payment{
			pay(func(p *policy.Payment) { p.Disputes = dispute(900, policy.DisputeOpen) })[0],
			{ID: "b", State: policy.PaymentPending, Captured: eur(500)},
			{ID: "c", State: policy.PaymentCaptured, Captured: eur(300), RefundableUntil: at},
		}, "57.00 EUR", "40.00 EUR",
			"refund a 40.00 EUR; refund a 9.00 EUR blocked dispute_is_open; cancel_debit b 5.00 EUR blocked payment_is_pending; refund c 3.00 EUR blocked method_expired", policy.ChargeRefunded},
		{"yen", []policy.Payment{{ID: "a", State: policy.PaymentCaptured, Captured: money.MustParse("5800 JPY")}}, "5800 JPY", "5800 JPY", "refund a 5800 JPY", policy.ChargeRefunded},
		{"all the money there is", []policy.Payment{captured("a", math.MaxInt64)}, "92233720368547758.07 EUR", "92233720368547758.07 EUR", "refund a 92233720368547758.07 EUR", policy.ChargeRefunded},
	} {
		s := sub(firstDebit)
		s.Charges[0].Payments = tt.payments
		d := decide(t, everythingBack(t), s, at)
		v := d.TerminateNow
		if v.Refund.Amount.String() != tt.amount || v.Refund.Payable.String() != tt.payable || orders(v.Parts) != tt.parts || !has(v.Reasons, tt.code) {
			t.Errorf("%s: %s of %s, %s (%s)", tt.name, v.Refund.Payable, v.Refund.Amount, orders(v.Parts), codes(v.Reasons))
		}
		if !v.Allowed() || !d.StopRenewal.Allowed() {
			t.Errorf("%s: %s", tt.name, asJSON(d))
		}
		// A charge that was called off does not cover any time.
		unpaid := tt.amount == "" && v.Refund.State == policy.SumNone && tt.name != "voided" && tt.name != "of nothing"
		if d.Unpaid != unpaid {
			t.Errorf("%s: unpaid is %v", tt.name, d.Unpaid)
		}
		if asked := v.Refund.State == policy.SumUndecided; (v.Handling.Money != 0) != (tt.parts != "" || asked) {
			t.Errorf("%s: the money is handled by %q", tt.name, v.Handling.Money)
		}
	}
}

// The latest captured charge counts, and no other.
func TestLatestCharge(t *testing.T) {
	p := everythingBack(t)
	at := nextDebit.Add(time.Hour)
	for _, tt := range []struct {
		name   string
		change func(*policy.Snapshot)
		want   string
		code   policy.Code
	}{
		{"two years", func(s *policy.Snapshot) {}, "refund pay-2 49.00 EUR", policy.ChargeRefunded},
		// What the first year paid for is over.
		{"the renewal failed", lastPayment(func(p *policy.Payment) { p.State = policy.PaymentFailed }), "", policy.PeriodOver},
		{"the renewal is unpaid", func(s *policy.Snapshot) { s.Charges[1].Payments = nil }, "", policy.PeriodOver},
		{"the renewal is pending", lastPayment(func(p *policy.Payment) { p.State = policy.PaymentPending }), "cancel_debit pay-2 49.00 EUR blocked payment_is_pending", policy.ChargeRefunded},
		{"the renewal was refunded", lastPayment(func(p *policy.Payment) { p.Refunds = []policy.Refund{{Amount: eur(4900)}} }), "", policy.NothingLeft},
		{"the next year is paid already", func(s *policy.Snapshot) {
			s.Charges = append(s.Charges, policy.Charge{ID: "in-3", At: at, Covers: policy.Period{Start: paidUntil, End: paidUntil.AddDate(1, 0, 0)}, Phase: policy.Renewal, Payments: []policy.Payment{captured("pay-3", 5900)}})
		}, "refund pay-3 59.00 EUR", policy.ChargeRefunded},
		{"a charge to come", func(s *policy.Snapshot) {
			s.Charges = append(s.Charges, policy.Charge{ID: "in-3", At: at.Add(1), Covers: policy.Period{Start: paidUntil, End: paidUntil.AddDate(1, 0, 0)}, Phase: policy.Renewal, Payments: []policy.Payment{captured("pay-3", 5900)}})
		}, "refund pay-2 49.00 EUR", policy.ChargeRefunded},
	} {
		v := decide(t, p, memberWith(tt.change), at).TerminateNow
		if orders(v.Parts) != tt.want || !has(v.Reasons, tt.code) {
			t.Errorf("%s: %s (%s)", tt.name, orders(v.Parts), codes(v.Reasons))
		}
	}
}

// A part's key is what makes a retry harmless.
func TestPartKey(t *testing.T) {
	part := policy.Part{Subscription: "sub-1", Charge: "in-1", Payment: "pay-1", Operation: policy.OpRefund, Amount: eur(4900), Returned: eur(0)}
	key := part.Key()
	if len(key) != 32 {
		t.Fatal(key)
	}
	same := map[string]func(*policy.Part){
		"amount":  func(p *policy.Part) { p.Amount = eur(1) },
		"blocked": func(p *policy.Part) { p.Blocked = policy.DisputeIsOpen },
	}
	for name, change := range same {
		other := part
		if change(&other); other.Key() != key {
			t.Errorf("the key depends on the %s", name)
		}
	}
	for name, change := range map[string]func(*policy.Part){
		"charge":       func(p *policy.Part) { p.Charge = "other" },
		"subscription": func(p *policy.Part) { p.Subscription = "sub-2" },
		"payment":      func(p *policy.Part) { p.Payment = "pay-2" },
		"operation":    func(p *policy.Part) { p.Operation = policy.OpCancelDebit },
		"returned":     func(p *policy.Part) { p.Returned = eur(1) },
		"currency":     func(p *policy.Part) { p.Returned = minor(0, "JPY") },
		"boundary":     func(p *policy.Part) { p.Subscription, p.Payment = "sub-1p", "ay-1" },
	} {
		other := part
		if change(&other); other.Key() == key {
			t.Errorf("the key does not depend on the %s", name)
		}
	}
}

// What is blocked has the key that it will have once the rest is paid.
func TestKeyOfABlockedPart(t *testing.T) {
	p := everythingBack(t)
	s := sub(firstDebit)
	s.Charges[0].Payments[0].Disputes = []policy.Dispute{{Amount: eur(900)}}
	at := firstDebit.Add(time.Hour)
	first := decide(t, p, s, at).TerminateNow.Parts
	if len(first) != 2 || first[0].Key() == first[1].Key() {
		t.Fatal(asJSON(first))
	}
	s.Charges[0].Payments[0].Refunds = []policy.Refund{{Amount: first[0].Amount}}
	s.Charges[0].Payments[0].Disputes[0].State = policy.DisputeWon
	second := decide(t, p, s, at.AddDate(0, 1, 0)).TerminateNow.Parts
	if len(second) != 1 || second[0].Key() != first[1].Key() || second[0].Amount != eur(900) || second[0].Blocked != 0 {
		t.Errorf("first %s\nthen %s", asJSON(first), asJSON(second))
	}
}

// Facts about money that contradict each other: the money is undecided and
// reported, and the way out stays open.
func TestDoubtfulFacts(t *testing.T) {
	at := nextDebit.Add(time.Hour)
	for _, tt := range []struct {
		name    string
		change  func(*policy.Snapshot)
		code    policy.Code
		subject string
	}{
		{"the same charge id twice", func(s *policy.Snapshot) { s.Charges[0].ID = "in-2" }, policy.DuplicateCharge, "in-2"},
		{"the same charge twice", func(s *policy.Snapshot) { s.Charges = append(s.Charges, s.Charges[1]) }, policy.DuplicateCharge, "in-2"},
		{"no cover", func(s *policy.Snapshot) { s.Charges[1].Covers = policy.Period{} }, policy.EmptyCover, "in-2"},
		{"a cover without an end", func(s *policy.Snapshot) { s.Charges[1].Covers.End = time.Time{} }, policy.EmptyCover, "in-2"},
		{"a cover without a start", func(s *policy.Snapshot) { s.Charges[1].Covers.Start = time.Time{} }, policy.EmptyCover, "in-2"},
		{"a cover of no time", func(s *policy.Snapshot) { s.Charges[1].Covers.End = nextDebit }, policy.EmptyCover, "in-2"},
		{"an inverted cover", func(s *policy.Snapshot) { s.Charges[1].Covers = policy.Period{Start: paidUntil, End: nextDebit} }, policy.EmptyCover, "in-2"},
		{"two currencies", func(s *policy.Snapshot) {
			s.Charges[1].Payments = append(s.Charges[1].Payments, policy.Payment{ID: "pay-3", State: policy.PaymentCaptured, Captured: minor(100, "USD")})
		}, policy.MixedCurrencies, "in-2"},
		{"a refund in another currency", lastPayment(func(p *policy.Payment) { p.Refunds = []policy.Refund{{Amount: minor(100, "USD")}} }), policy.MixedCurrencies, "in-2"},
		{"a dispute in another currency", lastPayment(func(p *policy.Payment) { p.Disputes = []policy.Dispute{{Amount: minor(100, "USD")}} }), policy.MixedCurrencies, "in-2"},
		{"a charge after the end", func(s *policy.Snapshot) { s.EndedAt = nextDebit.Add(-1) }, policy.ChargeAfterEnd, "in-2"},
		{"a payment without state", lastPayment(func(p *policy.Payment) { p.State = 0 }), policy.PaymentDoubtful, "pay-2"},
		{"no amount", lastPayment(func(p *policy.Payment) { p.Captured = money.Amount{} }), policy.PaymentDoubtful, "pay-2"},
		{"a negative amount", lastPayment(func(p *policy.Payment) { p.Captured = eur(-1) }), policy.PaymentDoubtful, "pay-2"},
		{"a negative refund", lastPayment(func(p *policy.Payment) { p.Refunds = []policy.Refund{{Amount: eur(-1)}} }), policy.PaymentDoubtful, "pay-2"},
		{"a refund without amount", lastPayment(func(p *policy.Payment) { p.Refunds = []policy.Refund{{}} }), policy.PaymentDoubtful, "pay-2"},
		{"a negative credit", lastPayment(func(p *policy.Payment) { p.Credits = []policy.Credit{{Amount: eur(math.MinInt64)}} }), policy.PaymentDoubtful, "pay-2"},
		{"a dispute without amount", lastPayment(func(p *policy.Payment) { p.Disputes = []policy.Dispute{{State: policy.DisputeLost}} }), policy.PaymentDoubtful, "pay-2"},
		{"captured too much to add", func(s *policy.Snapshot) {
			s.Charges[1].Payments = append(s.Charges[1].Payments, captured("pay-3", math.MaxInt64))
		}, policy.SumTooLarge, "in-2"},
		{"refunded more than was taken", lastPayment(func(p *policy.Payment) { p.Refunds = []policy.Refund{{Amount: eur(4901)}} }), policy.PaymentDoubtful, "pay-2"},
		{"refunded too much to add", lastPayment(func(p *policy.Payment) {
			p.Refunds = []policy.Refund{{Amount: eur(math.MaxInt64)}, {Amount: eur(1)}}
		}), policy.PaymentDoubtful, "pay-2"},
		{"the same payment twice", func(s *policy.Snapshot) {
			s.Charges[1].Payments = append(s.Charges[1].Payments, s.Charges[1].Payments[0])
		}, policy.PaymentDoubtful, "pay-2"},
		{"disputed too much to add", lastPayment(func(p *policy.Payment) {
			p.Disputes = []policy.Dispute{{Amount: eur(math.MaxInt64)}, {Amount: eur(math.MaxInt64)}}
		}), policy.SumTooLarge, "in-2"},
	} {
		for name, p := range map[string]*policy.Policy{"prime": primePolicy(t), "everything back": everythingBack(t)} {
			d := decide(t, p, memberWith(tt.change), at)
			v := d.TerminateNow
			if !has(d.Findings, tt.code) || !has(v.Reasons, tt.code) {
				t.Errorf("%s, %s: findings %s, reasons %s", name, tt.name, codes(d.Findings), codes(v.Reasons))
			}
			for _, r := range append(d.Findings, v.Reasons...) {
				if r.Code == tt.code && r.Subject != tt.subject {
					t.Errorf("%s, %s: about %q, want %q", name, tt.name, r.Subject, tt.subject)
				}
			}
			if v.Refund.State != policy.SumUndecided || v.Refund.Ask != policy.Support || v.Handling.Money != policy.Support ||
				v.Refund.Amount.IsValid() || v.Refund.Payable.IsValid() || v.Refund.Least.IsValid() || len(v.Parts) != 0 || v.Payout != (policy.Arrival{}) {
				t.Errorf("%s, %s: money is decided: %s", name, tt.name, asJSON(v))
			}
			if !d.StopRenewal.Allowed() {
				t.Errorf("%s, %s: no way out: %s", name, tt.name, asJSON(d.StopRenewal))
			}
		}
	}
}

// A fault in a charge that no money comes back of is none of the latest's.
func TestFaultsOfOtherCharges(t *testing.T) {
	at := nextDebit.Add(time.Hour)
	for name, change := range map[string]func(*policy.Snapshot){
		"cover":    func(s *policy.Snapshot) { s.Charges[0].Covers = policy.Period{} },
		"currency": func(s *policy.Snapshot) { s.Charges[0].Payments[0].Captured = minor(1, "USD") },
		"state":    func(s *policy.Snapshot) { s.Charges[0].Payments[0].State = 0 },
		"failed":   lastPayment(func(p *policy.Payment) { p.Disputes = nil }),
	} {
		if v := decide(t, everythingBack(t), memberWith(change), at).TerminateNow; v.Refund.Amount != eur(4900) {
			t.Errorf("%s: %s", name, asJSON(v))
		}
	}
}

// Money taken after a stop: the stop did not take effect, and is offered again.
func TestChargeAfterStop(t *testing.T) {
	s := memberWith(func(s *policy.Snapshot) { s.StoppedAt = nextDebit.Add(-time.Hour) })
	d := decide(t, primePolicy(t), s, nextDebit)
	if d.Stopped || !d.StopRenewal.Allowed() || !has(d.Findings, policy.ChargeAfterStop) || d.TerminateNow.Refund.Amount != eur(4900) {
		t.Error(asJSON(d))
	}
	// A failed try is no charge.
	s = memberWith(func(s *policy.Snapshot) { s.StoppedAt = nextDebit.Add(-time.Hour) }, lastPayment(func(p *policy.Payment) { p.State = policy.PaymentFailed }))
	if d := decide(t, primePolicy(t), s, nextDebit); !d.Stopped || len(d.Findings) != 0 {
		t.Error(asJSON(d))
	}
}

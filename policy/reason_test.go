package policy_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// listed reads the codes that were published: number and word. The file only
// grows; a line of it is never changed.
func listed(t *testing.T) map[policy.Code]string {
	t.Helper()
	text, err := os.ReadFile("testdata/reason_codes.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[policy.Code]string)
	words := make(map[string]bool)
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		var number uint8
		var word string
		if n, err := fmt.Sscanf(line, "%d %s", &number, &word); n != 2 || err != nil || fmt.Sprintf("%d %s", number, word) != line {
			t.Fatalf("line %q: want a number and a word", line)
		}
		if all[policy.Code(number)] != "" || words[word] {
			t.Errorf("line %q: a number or a word for the second time", line)
		}
		all[policy.Code(number)], words[word] = word, true
	}
	return all
}

// Reason codes are a public contract: what was published stays as it is.
func TestReasonCodesOnlyGrow(t *testing.T) {
	list := listed(t)
	for n := range 256 {
		c := policy.Code(n)
		word, known := list[c]
		text, err := c.MarshalText()
		if n == 0 {
			continue
		}
		switch {
		case known && (err != nil || string(text) != word || c.String() != word):
			t.Errorf("code %d was %q and is %q: codes are never changed or taken away", n, word, c)
		case !known && err == nil:
			t.Errorf("code %d, %q, is in use and not in testdata/reason_codes.txt: add the line", n, text)
		case !known && c.String() != fmt.Sprintf("Code(%d)", n):
			t.Errorf("code %d prints as %q", n, c)
		}
		if !known {
			continue
		}
		var back policy.Code
		if err := back.UnmarshalText([]byte(word)); err != nil || back != c {
			t.Errorf("%q is read as %v: %v", word, back, err)
		}
		// A sentence, with every parameter filled in.
		sentence := policy.Reason{
			Code: c, Rule: "the-rule", Subject: "the_subject", At: nextDebit, Amount: eur(4900), Count: 2,
		}.String()
		if len(sentence) < 15 || !strings.HasSuffix(sentence, ".") || strings.ContainsAny(sentence, "{}") || strings.ToUpper(sentence[:1]) != sentence[:1] {
			t.Errorf("%s: no English sentence: %q", c, sentence)
		}
	}
}

func TestReasonStrings(t *testing.T) {
	for _, tt := range []struct {
		reason policy.Reason
		want   string
	}{
		{policy.Reason{}, ""},
		{policy.Reason{Code: 200}, "Code(200)"},
		{policy.Reason{Code: policy.EventsCounted, Subject: "use"}, `No event of "use" on record since the beginning of the records.`},
		{policy.Reason{Code: policy.EventsCounted, Subject: "use", Count: 1, At: firstDebit}, `1 event of "use" on record since 9 February 2020 09:00.`},
		{policy.Reason{Code: policy.EventsCounted, Subject: "use", Count: 7}, `7 events of "use" on record since the beginning of the records.`},
		{policy.Reason{Code: policy.Ask, Subject: "in_person"}, `The policy leaves the amount open: ask in person.`},
		// What stands in a parameter is not read as one.
		{policy.Reason{Code: policy.RuleApplies, Rule: "{subject}", Subject: "x"}, `Rule "{subject}" applies.`},
	} {
		if got := tt.reason.String(); got != tt.want {
			t.Errorf("%s: %s, want %s", asJSON(tt.reason), got, tt.want)
		}
	}
}

// Every code can be met.
func TestEveryReasonCodeIsProduced(t *testing.T) {
	at := nextDebit.Add(time.Hour)
	all := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}
	plain := func(*policy.Document) {}
	when := func(w policy.When) func(*policy.Document) {
		return func(d *policy.Document) { d.TerminateNow[0].When = w }
	}
	refund := func(f policy.Formula) func(*policy.Document) {
		return func(d *policy.Document) { d.TerminateNow[0].Refund = f }
	}
	due := func(f policy.Formula) func(*policy.Document) {
		return func(d *policy.Document) { d.TerminateNow[0].Due = f }
	}
	fee := func(cents int64) policy.Formula {
		return policy.Formula{Base: policy.BaseAmount, Amount: eur(cents), Fraction: policy.FractionAll}
	}
	byDay := policy.Share{Unit: "1 day", Day: policy.Used}
	quote := func(name string, cents int64) func(*policy.Snapshot) {
		return func(s *policy.Snapshot) { s.Quotes = []policy.Quote{{Name: name, Amount: eur(cents)}} }
	}
	unpaid := func(asked money.Amount) func(*policy.Snapshot) {
		return func(s *policy.Snapshot) {
			s.Charges = append(s.Charges, policy.Charge{ID: "open", At: nextDebit, Covers: s.Charges[1].Covers, Amount: asked})
		}
	}
	same := func(*policy.Snapshot) {}
	pay := lastPayment
	seen := make(map[policy.Code]bool)
	for _, tt := range []struct {
		code   policy.Code
		doc    func(*policy.Document) // changes a document that gives everything back
		change func(*policy.Snapshot)
	}{
		{policy.RuleApplies, plain, same},
		{policy.RuleRefuses, func(d *policy.Document) { d.StopRenewal = []policy.Rule{{ID: "s", Refuse: true}} }, same},
		{policy.NoRule, func(d *policy.Document) { d.TerminateNow = nil }, same},
		{policy.NoStatute, plain, same},
		{policy.ExitByDefault, plain, same},
		{policy.AlreadyStopped, plain, func(s *policy.Snapshot) { s.StoppedAt = at }},
		{policy.NotStopped, plain, same},
		{policy.HasEnded, plain, func(s *policy.Snapshot) { s.EndedAt = at }},
		{policy.EndIsSet, plain, func(s *policy.Snapshot) { s.EndedAt = at.Add(1) }},
		{policy.EventsCounted, func(d *policy.Document) {
			d.TerminateNow[0].When.Facts = []policy.Fact{{Event: "use", Count: "= 0"}}
		}, same},
		{policy.EventsUnknown, func(d *policy.Document) {
			d.TerminateNow[0].When.Facts = []policy.Fact{{Event: "unheard", Count: "= 0"}}
		}, same},
		{policy.AnchorUnknown, func(d *policy.Document) { d.TerminateNow[0].When.Window.From = "contract" }, func(s *policy.Snapshot) { s.Contract = time.Time{} }},
		{policy.PhaseUnknown, func(d *policy.Document) { d.TerminateNow[0].When.Phase = []policy.Phase{policy.Initial} }, func(s *policy.Snapshot) { s.Charges[1].Phase = 0 }},
		{policy.BeyondCalendar, func(d *policy.Document) { d.TerminateNow[0].When.Window.Until = "contract + 9999 business days" }, func(s *policy.Snapshot) { s.Contract = at }},
		{policy.ChargeRefunded, plain, same},
		{policy.ReturnedBefore, plain, pay(func(p *policy.Payment) { p.Refunds = []policy.Refund{{Amount: eur(1)}} })},
		{policy.NothingCaptured, plain, func(s *policy.Snapshot) { s.Charges = nil }},
		{policy.NothingLeft, plain, pay(func(p *policy.Payment) { p.Refunds = []policy.Refund{{Amount: eur(4900)}} })},
		{policy.PeriodOver, plain, pay(func(p *policy.Payment) { p.State = policy.PaymentFailed })},
		{policy.Ask, func(d *policy.Document) { d.TerminateNow[0].Refund = policy.Formula{Ask: policy.Support} }, same},
		{policy.PaymentIsPending, plain, pay(func(p *policy.Payment) { p.State = policy.PaymentPending })},
		{policy.DisputeIsOpen, plain, pay(func(p *policy.Payment) { p.Disputes = []policy.Dispute{{Amount: eur(1)}} })},
		{policy.MethodExpired, plain, pay(func(p *policy.Payment) { p.RefundableUntil = at })},
		{policy.PayoutUndated, func(d *policy.Document) {
			d.TerminateNow[0].Refund = all
			d.TerminateNow[0].Payout = policy.Payout{Min: 1, Max: 2, Unit: calendar.BusinessDays, From: "request + 99 years"}
		}, same},
		{policy.DuplicateCharge, plain, func(s *policy.Snapshot) { s.Charges[0].ID = "in-2" }},
		{policy.EmptyCover, plain, func(s *policy.Snapshot) { s.Charges[1].Covers = policy.Period{} }},
		{policy.MixedCurrencies, plain, pay(func(p *policy.Payment) { p.Credits = []policy.Credit{{Amount: minor(1, "USD")}} })},
		{policy.ChargeAfterEnd, plain, func(s *policy.Snapshot) { s.EndedAt = nextDebit.Add(-1) }},
		{policy.PaymentDoubtful, plain, pay(func(p *policy.Payment) { p.State = 0 })},
		{policy.SumTooLarge, plain, func(s *policy.Snapshot) {
			s.Charges[1].Payments = append(s.Charges[1].Payments, captured("x", 1<<63-1))
		}},
		{policy.ChargeAfterStop, plain, func(s *policy.Snapshot) { s.StoppedAt = nextDebit.Add(-1) }},
		{policy.RequestAfterClock, plain, func(s *policy.Snapshot) { s.Request.At = at.Add(1) }},
		{policy.PaidTwice, plain, func(s *policy.Snapshot) {
			again := s.Charges[1]
			again.ID, again.At = "again", again.At.Add(1)
			again.Payments = []policy.Payment{captured("pay-3", 4900)}
			again.Payments[0].Refunds = []policy.Refund{{Amount: eur(4900)}}
			s.Charges = append(s.Charges, again)
		}},
		{policy.TrialDoubtful, plain, func(s *policy.Snapshot) { s.Trial.End = time.Time{} }},
		{policy.TimeCounted, refund(policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: byDay}), same},
		{policy.Calculated, refund(policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll, Percent: "90"}), same},
		{policy.CutToWhatIsLeft, refund(policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionQuoted, Quote: "refund"}), quote("refund", 9900)},
		{policy.Adjusted, refund(policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll, Adjust: []policy.Adjustment{{AtMost: fee(100)}}}), same},
		{policy.QuoteUsed, refund(policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionQuoted, Quote: "refund"}), quote("refund", 900)},
		{policy.QuoteMissing, refund(policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionQuoted, Quote: "refund"}), quote("other", 900)},
		{policy.AmountUnknown, due(policy.Formula{Base: policy.BaseOpenCharges, Fraction: policy.FractionAll}), unpaid(money.Amount{})},
		{policy.IsDue, due(fee(1500)), same},
		{policy.CustomerMayChoose, func(d *policy.Document) { d.TerminateNow[0].Settlement.As = policy.AsChosen }, same},
		{policy.OffsetAgainst, func(d *policy.Document) { d.TerminateNow[0].Settlement.As = policy.AsOffset }, unpaid(eur(500))},
		{policy.UpgradeDoubtful, plain, func(s *policy.Snapshot) { s.Charges[1].Supersedes = "gone" }},
		{policy.ComponentsDoubtful, plain, func(s *policy.Snapshot) {
			s.Charges[1].Amount, s.Charges[1].Components = eur(4900), []policy.Component{{Name: "net", Amount: eur(4899)}}
		}},
		{policy.PauseDoubtful, plain, func(s *policy.Snapshot) { s.Pauses = []policy.Period{{End: at}} }},
		{policy.InstalmentDoubtful, due(policy.Formula{Base: policy.BaseUnbilled, Fraction: policy.FractionAll}), func(s *policy.Snapshot) {
			s.Instalments = []policy.Instalment{{ID: "n", At: at.Add(1)}}
		}},
		{policy.CommitmentDoubtful, plain, func(s *policy.Snapshot) { s.Commitment.End = at }},
		{policy.ScopeUnknown, when(policy.When{Scope: policy.Scope{Markets: []string{"FR"}}}), same},
		{policy.RefundsCounted, when(policy.When{Refunds: "= 0"}), same},
		{policy.NothingToRefund, func(d *policy.Document) {
			d.TerminateNow[0].Refund, d.TerminateNow[0].IfRefund = all, true
		}, func(s *policy.Snapshot) { s.Charges[1].Payments[0].Refunds = []policy.Refund{{Amount: eur(4900)}} }},
		{policy.ChargeAfterRequest, plain, func(s *policy.Snapshot) { s.Request.At = nextDebit.Add(-1) }},
	} {
		d := refunding("Europe/Paris", policy.Window{})
		tt.doc(&d)
		got := decide(t, mustCompile(t, d), memberWith(tt.change), at)
		reasons := allReasons(got)
		for _, part := range got.TerminateNow.Parts {
			reasons = append(reasons, policy.Reason{Code: part.Blocked})
		}
		if !has(reasons, tt.code) {
			t.Errorf("%s is not among %s", tt.code, codes(reasons))
		}
		seen[tt.code] = true
	}
	seen[policy.OutcomeOf], seen[policy.OutcomeBeside] = true, true // see TestBetterOutcome
	for code, word := range listed(t) {
		if !seen[code] {
			t.Errorf("no case produces %d %s: add one here", code, word)
		}
	}
}

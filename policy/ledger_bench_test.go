package policy_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// longTime is a subscription of so many monthly charges, and an instant in the
// last month. If up is set, each charge supersedes the one before.
func longTime(charges int, up bool) (policy.Snapshot, time.Time) {
	start := ts("2020-01-15T09:00:00Z").AddDate(0, -charges, 0)
	s := policy.Snapshot{ID: "sub", Contract: start}
	for i := range charges {
		ch := policy.Charge{
			ID: fmt.Sprintf("in-%04d", i), At: start.AddDate(0, i, 0), Phase: policy.Renewal,
			Covers:   policy.Period{Start: start.AddDate(0, i, 0), End: start.AddDate(0, i+1, 0)},
			Payments: []policy.Payment{captured(fmt.Sprintf("pay-%04d", i), 4900)},
		}
		if up && i > 0 {
			ch.Supersedes = s.Charges[i-1].ID
		}
		s.Charges = append(s.Charges, ch)
	}
	return s, start.AddDate(0, charges-1, 10)
}

// daysOf is the share of the base that is unused, by the day.
func daysOf(base policy.Base) policy.Formula {
	return policy.Formula{Base: base, Fraction: policy.FractionUnused, Time: policy.Share{Unit: "1 day", Day: policy.Used}}
}

// BenchmarkCharges tells how the length of a ledger counts.
func BenchmarkCharges(b *testing.B) {
	for _, bench := range []struct {
		name    string
		base    policy.Base
		up      bool
		charges []int
	}{
		{"latest_charge", policy.BaseLatestCharge, false, []int{1, 10, 100, 1000}},
		{"all_charges", policy.BaseAllCharges, false, []int{1, 10, 100, 1000}},
		{"upgrades", policy.BaseLatestCharge, true, []int{1, 10, 100}},
	} {
		p := mustCompile(b, oneRefund(money.HalfUp, daysOf(bench.base)))
		for _, n := range bench.charges {
			b.Run(fmt.Sprintf("%s=%d", bench.name, n), func(b *testing.B) {
				s, at := longTime(n, bench.up)
				var d policy.Decision
				b.ReportAllocs()
				for b.Loop() {
					if err := p.DecideInto(&d, &s, at); err != nil || d.TerminateNow.Refund.State != policy.SumExact {
						b.Fatal(err, d.TerminateNow.Refund)
					}
				}
			})
		}
	}
}

// Once its lists have grown, a decision allocates nothing, however long the
// ledger is and whatever the document asks of it.
func TestDecideIntoDoesNotAllocateWithManyCharges(t *testing.T) {
	if underRace {
		t.Skip("the race detector changes what is allocated")
	}
	all := daysOf(policy.BaseAllCharges)
	with := func(f policy.Formula, change func(*policy.Formula)) policy.Formula {
		change(&f)
		return f
	}
	settled := func(s policy.Settlement) policy.Rule { return policy.Rule{Refund: all, Settlement: s} }
	charges := func(change func(i int, ch *policy.Charge)) func(*policy.Snapshot) {
		return func(s *policy.Snapshot) {
			for i := range s.Charges {
				change(i, &s.Charges[i])
			}
		}
	}
	split := charges(func(i int, ch *policy.Charge) {
		stored, disputed := captured(ch.ID+"-b", 2000), captured(ch.ID+"-c", 700)
		stored.Class = policy.ClassStoredValue
		disputed.At = ch.At.Add(-time.Hour)
		disputed.Disputes = []policy.Dispute{{Amount: eur(600)}}
		ch.Payments = append(ch.Payments, stored, disputed)
	})
	components := charges(func(i int, ch *policy.Charge) {
		ch.Components = []policy.Component{{Name: "net", Amount: eur(3500)}, {Name: "tax", Amount: eur(700), Of: "net"}, {Name: "fee", Amount: eur(700), Kept: i%2 == 0}}
	})
	returned := charges(func(i int, ch *policy.Charge) {
		ch.Payments[0].Refunds = []policy.Refund{{Amount: eur(100)}, {Amount: eur(50), Goodwill: true}}
		ch.Payments[0].Credits = []policy.Credit{{Amount: eur(30)}}
	})
	unpaid := charges(func(i int, ch *policy.Charge) {
		if ch.Amount = eur(6000); i%3 == 1 {
			ch.Payments = nil
		}
	})
	commitment := func(s *policy.Snapshot) {
		first, last := s.Charges[0].Covers, s.Charges[len(s.Charges)-1].Covers
		s.Commitment = policy.Period{Start: first.Start, End: last.End.AddDate(1, 0, 0)}
		for i := range min(len(s.Charges), 100) {
			s.Instalments = append(s.Instalments, policy.Instalment{ID: fmt.Sprint("n", i), At: last.End.AddDate(0, i, 0), Amount: eur(4900)})
		}
	}
	paused := func(s *policy.Snapshot) {
		for i := range min(len(s.Charges), 100) {
			start := s.Charges[len(s.Charges)-1-i].Covers.Start.AddDate(0, 0, 2)
			s.Pauses = append(s.Pauses, policy.Period{Start: start, End: start.AddDate(0, 0, 3)})
		}
	}
	quotes := func(s *policy.Snapshot) {
		s.Quotes = []policy.Quote{{Name: "value", Amount: eur(100)}, {Name: "refund", Amount: eur(3000)}}
	}
	for name, c := range map[string]struct {
		rule      policy.Rule
		change    func(*policy.Snapshot)
		up        bool
		lengthens bool
	}{
		"latest charge": {rule: policy.Rule{Refund: daysOf(policy.BaseLatestCharge)}},
		"all charges":   {rule: policy.Rule{Refund: all}},
		"term charges":  {rule: policy.Rule{Refund: daysOf(policy.BaseTermCharges)}, change: commitment},
		"upgrades":      {rule: policy.Rule{Refund: daysOf(policy.BaseLatestCharge)}, up: true},
		"all upgrades":  {rule: policy.Rule{Refund: all}, up: true},
		"seconds":       {rule: policy.Rule{Refund: with(all, func(f *policy.Formula) { f.Time = policy.Share{Unit: "second"} })}},
		"months": {rule: policy.Rule{Refund: with(all, func(f *policy.Formula) {
			f.Time = policy.Share{Unit: "1 month", Day: policy.Used, Begun: policy.Unused}
		})}},
		"30/360":               {rule: policy.Rule{Refund: with(all, func(f *policy.Formula) { f.Time.Over, f.Percent = "30/360", "33.333333" })}},
		"in proportion":        {rule: settled(policy.Settlement{}), change: split},
		"newest first":         {rule: settled(policy.Settlement{Order: policy.NewestFirst, First: policy.ClassStoredValue}), change: split},
		"oldest first":         {rule: settled(policy.Settlement{Order: policy.OldestFirst, First: policy.ClassMoney}), change: split},
		"as credit":            {rule: settled(policy.Settlement{As: policy.AsCredit}), change: split},
		"as offset":            {rule: settled(policy.Settlement{As: policy.AsOffset}), change: unpaid},
		"asked":                {rule: policy.Rule{Refund: with(all, func(f *policy.Formula) { f.Asked = true })}, change: unpaid},
		"components":           {rule: policy.Rule{Refund: all}, change: components},
		"one component":        {rule: policy.Rule{Refund: with(all, func(f *policy.Formula) { f.Components = []string{"net"} })}, change: components},
		"earlier, capped":      {rule: policy.Rule{Refund: all}, change: returned},
		"earlier, deducted":    {rule: policy.Rule{Refund: with(all, func(f *policy.Formula) { f.Earlier = policy.EarlierDeducted })}, change: returned},
		"earlier, netted":      {rule: policy.Rule{Refund: with(all, func(f *policy.Formula) { f.Earlier = policy.EarlierNetted })}, change: returned},
		"pauses":               {rule: policy.Rule{Refund: with(all, func(f *policy.Formula) { f.Time.WithoutPauses = true })}, change: paused},
		"pauses that lengthen": {rule: policy.Rule{Refund: all}, change: paused, lengthens: true},
		"due, a fee":           {rule: policy.Rule{Refund: all, Due: policy.Formula{Base: policy.BaseAmount, Fraction: policy.FractionAll, Amount: eur(1500)}, DueOn: "ends + 14 days"}},
		"due, instalments":     {rule: policy.Rule{Refund: all, Due: policy.Formula{Base: policy.BaseUnbilled, Fraction: policy.FractionAll}}, change: commitment},
		"due, open charges":    {rule: policy.Rule{Refund: all, Due: policy.Formula{Base: policy.BaseOpenCharges, Fraction: policy.FractionAll}}, change: unpaid},
		"due, a share":         {rule: policy.Rule{Refund: all, Due: daysOf(policy.BaseUnbilled)}, change: commitment},
		"quoted":               {rule: policy.Rule{Refund: policy.Formula{Base: policy.BaseAllCharges, Fraction: policy.FractionQuoted, Quote: "refund"}}, change: quotes},
		"steps": {rule: policy.Rule{Refund: policy.Formula{Base: policy.BaseAllCharges, Fraction: policy.FractionSteps, Steps: []policy.Step{
			{Until: "latest_charge + 7 days", Percent: "100"}, {Until: "latest_charge + 30 days", Percent: "50"}, {Percent: "0"},
		}}}},
		"adjustments": {change: quotes, rule: policy.Rule{Refund: with(all, func(f *policy.Formula) {
			f.Adjust = []policy.Adjustment{
				{Minus: policy.Formula{Base: policy.BaseQuote, Quote: "value", Fraction: policy.FractionAll}},
				{MinusLarger: []policy.Formula{
					{Base: policy.BaseAmount, Amount: eur(50), Fraction: policy.FractionAll},
					{Base: policy.BaseListPrice, Fraction: policy.FractionUsed, Time: f.Time, Percent: "1"},
				}},
				{AtLeast: daysOf(policy.BaseLatestCharge)},
				{AtMost: policy.Formula{Base: policy.BaseTermCharges, Fraction: policy.FractionAll}},
				{NothingBelow: eur(1)},
			}
		})}},
	} {
		for _, n := range []int{1, 10, 100, 1000} {
			if c.up && n > 100 {
				continue // a longer chain is doubtful
			}
			doc := oneRefund(money.HalfUp, policy.Formula{Fraction: policy.FractionNone})
			doc.PausesLengthen = c.lengthens
			c.rule.ID, c.rule.Ends = "t", "request"
			doc.TerminateNow = []policy.Rule{c.rule}
			p := mustCompile(t, doc)
			s, at := longTime(n, c.up)
			if c.change != nil {
				c.change(&s)
			}
			var d policy.Decision
			err, v := p.DecideInto(&d, &s, at), &d.TerminateNow
			if err != nil || open(*v) || both(*v) == 0 || (len(v.Claims) == 0) != (c.rule.Due.Fraction == 0) || (len(v.Lines) == 0) != (s.Charges[0].Components == nil) {
				t.Fatalf("%s, %d charges: nothing to measure: %v, %s", name, n, err, brief(*v))
			}
			if allocs := testing.AllocsPerRun(5, func() { _ = p.DecideInto(&d, &s, at) }); allocs != 0 {
				t.Errorf("%s, %d charges: DecideInto allocates %v times", name, n, allocs)
			}
		}
	}
}

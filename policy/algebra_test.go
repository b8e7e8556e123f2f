package policy_test

import (
	"errors"
	"testing"

	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// Worked cases of the refund algebra that the random ones found, or that a
// reader would look for. Each states its arithmetic.

// april is a month of 30 days, asked and paid on its first day, in UTC.
func april(cents int64) policy.Snapshot {
	return policy.Snapshot{
		ID: "sub", Contract: ts("2026-04-01T00:00:00Z"),
		Charges: []policy.Charge{{
			ID: "april", At: ts("2026-04-01T00:00:00Z"), Phase: policy.Initial,
			Covers:   policy.Period{Start: ts("2026-04-01T00:00:00Z"), End: ts("2026-05-01T00:00:00Z")},
			Payments: []policy.Payment{captured("pay", cents)},
		}},
	}
}

// endingBy is a document in which the member may end at once, for that money.
func endingBy(refund policy.Formula, changes ...func(*policy.Document)) policy.Document {
	d := blank()
	d.Zone = "UTC"
	d.TerminateNow = []policy.Rule{{ID: "end", Ends: "request", Refund: refund}}
	for _, change := range changes {
		change(&d)
	}
	return d
}

var all = policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}

// unusedDays is the share of the days left, the day of the request used.
var unusedDays = policy.Formula{
	Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: policy.Share{Unit: "1 day", Day: policy.Used},
}

func adjustedBy(f policy.Formula, a ...policy.Adjustment) policy.Formula {
	f.Adjust = a
	return f
}

func fixed(cents int64) policy.Formula {
	return policy.Formula{Base: policy.BaseAmount, Fraction: policy.FractionAll, Amount: eur(cents)}
}

func TestWorkedRefunds(t *testing.T) {
	at := ts("2026-04-10T12:00:00Z") // ten days used, with this one: 20 of 30 left
	withFee := func(s *policy.Snapshot) {
		s.Charges[0].Components = []policy.Component{
			{Name: "month", Amount: eur(4000)}, {Name: "tax", Amount: eur(800), Of: "month"},
			{Name: "joining", Amount: eur(2000), Kept: true}, {Name: "joining tax", Amount: eur(400), Of: "joining"},
		}
	}
	back := func(cents int64, goodwill bool) func(*policy.Snapshot) {
		return func(s *policy.Snapshot) {
			s.Charges[0].Payments[0].Refunds = []policy.Refund{{Amount: eur(cents), Goodwill: goodwill}}
		}
	}
	pause := func(from, until string) func(*policy.Snapshot) {
		return func(s *policy.Snapshot) { s.Pauses = []policy.Period{{Start: ts(from), End: ts(until)}} }
	}
	lengthen := func(d *policy.Document) { d.PausesLengthen = true }
	school := func(f policy.Formula, e policy.Earlier) policy.Formula { f.Earlier = e; return f }
	percent := func(f policy.Formula, p policy.Percent) policy.Formula { f.Percent = p; return f }
	for _, tt := range []struct {
		name   string
		doc    policy.Document
		paid   int64
		change func(*policy.Snapshot)
		want   string
	}{
		{"a third used", endingBy(unusedDays), 3000, nil, "20.00 EUR"},
		{"a third used, 90 % of the rest", endingBy(percent(unusedDays, "90")), 3000, nil, "18.00 EUR"},

		// Kept components stay, with their tax, whatever takes the money out.
		{"kept, all", endingBy(all), 7200, withFee, "48.00 EUR"},
		{"kept, unused", endingBy(unusedDays), 7200, withFee, "32.00 EUR"},
		{"kept, all less the used share of what can come back", endingBy(adjustedBy(all, policy.Adjustment{
			Minus: policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionUsed, Time: unusedDays.Time},
		})), 7200, withFee, "32.00 EUR"},
		{"kept, at least more", endingBy(adjustedBy(unusedDays, policy.Adjustment{AtLeast: fixed(7000)})), 7200, withFee, "48.00 EUR"},
		{"kept, a table of amounts", endingBy(policy.Formula{
			Base: policy.BaseLatestCharge, Fraction: policy.FractionSteps, Steps: []policy.Step{{Amount: eur(7000)}},
		}), 7200, withFee, "48.00 EUR"},
		{"kept, quoted", endingBy(policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionQuoted, Quote: "q"}), 7200, func(s *policy.Snapshot) {
			withFee(s)
			s.Quotes = []policy.Quote{{Name: "q", Amount: eur(7100)}}
		}, "48.00 EUR"},
		{"kept, and something went back", endingBy(all), 7200, func(s *policy.Snapshot) { withFee(s); back(3000, false)(s) }, "18.00 EUR"},
		{"kept, asked", endingBy(policy.Formula{Ask: policy.Support}), 7200, withFee, "undecided, at most 48.00 EUR: ask support"},
		{"kept, named", endingBy(func() policy.Formula {
			f := all
			f.Components = []string{"joining"}
			return f
		}()), 7200, withFee, "0.00 EUR"},

		// Earlier refunds: 20.00 of 30.00 is left by time.
		{"capped, room enough", endingBy(unusedDays), 3000, back(800, false), "20.00 EUR"},
		{"capped", endingBy(unusedDays), 3000, back(1800, false), "12.00 EUR"},
		{"deducted", endingBy(school(unusedDays, policy.EarlierDeducted)), 3000, back(800, false), "12.00 EUR"},
		{"deducted below nothing", endingBy(school(unusedDays, policy.EarlierDeducted)), 3000, back(2100, false), "0.00 EUR"},
		{"netted", endingBy(school(unusedDays, policy.EarlierNetted)), 3000, back(900, false), "14.00 EUR"},
		{"a gift is not deducted", endingBy(school(unusedDays, policy.EarlierDeducted)), 3000, back(800, true), "20.00 EUR"},
		{"a gift is not netted", endingBy(school(unusedDays, policy.EarlierNetted)), 3000, back(900, true), "20.00 EUR"},
		{"a gift is gone", endingBy(school(unusedDays, policy.EarlierNetted)), 3000, back(1800, true), "12.00 EUR"},

		// Ten days, of which five were paused: five are used, 25 of 30 left.
		{"paused", endingBy(unusedDays), 3000, pause("2026-04-03T00:00:00Z", "2026-04-08T00:00:00Z"), "25.00 EUR"},
		// Out of the period: 20 of 25.
		{"paused, out of the period", endingBy(func() policy.Formula { f := unusedDays; f.Time.WithoutPauses = true; return f }()), 3000,
			pause("2026-04-03T00:00:00Z", "2026-04-08T00:00:00Z"), "24.00 EUR"},
		// Lengthened: five of the 30 days that were paid for are used.
		{"paused, and longer for it", endingBy(unusedDays, lengthen), 3000, pause("2026-04-03T00:00:00Z", "2026-04-08T00:00:00Z"), "25.00 EUR"},
		{"a pause that never comes", endingBy(unusedDays), 3000, pause("2026-04-20T00:00:00Z", "2026-04-25T00:00:00Z"), "20.00 EUR"},
		{"a pause that never comes lengthens nothing", endingBy(unusedDays, lengthen), 3000, pause("2026-04-20T00:00:00Z", "2026-04-25T00:00:00Z"), "20.00 EUR"},

		// In order: 20.00 - 5.00 = 15.00, at most 12.00; and the other way round.
		{"minus, then at most", endingBy(adjustedBy(unusedDays, policy.Adjustment{Minus: fixed(500)}, policy.Adjustment{AtMost: fixed(1200)})), 3000, nil, "12.00 EUR"},
		{"at most, then minus", endingBy(adjustedBy(unusedDays, policy.Adjustment{AtMost: fixed(1200)}, policy.Adjustment{Minus: fixed(500)})), 3000, nil, "7.00 EUR"},
		{"minus more than there is", endingBy(adjustedBy(unusedDays, policy.Adjustment{Minus: fixed(2001)})), 3000, nil, "0.00 EUR"},
		{"minus the larger", endingBy(adjustedBy(all, policy.Adjustment{MinusLarger: []policy.Formula{
			fixed(700), {Base: policy.BaseLatestCharge, Fraction: policy.FractionUsed, Time: unusedDays.Time},
		}})), 3000, nil, "20.00 EUR"},
		{"exactly the minimum", endingBy(adjustedBy(unusedDays, policy.Adjustment{NothingBelow: eur(2000)})), 3000, nil, "20.00 EUR"},
		{"a cent below the minimum", endingBy(adjustedBy(unusedDays, policy.Adjustment{NothingBelow: eur(2001)})), 3000, nil, "0.00 EUR"},
		{"at least more than was paid", endingBy(adjustedBy(unusedDays, policy.Adjustment{AtLeast: fixed(9900)})), 3000, nil, "30.00 EUR"},

		// Ten days at the price by the day, 1.50: the year's price had a discount.
		{"used time at the list price", endingBy(adjustedBy(all, policy.Adjustment{
			Minus: policy.Formula{Base: policy.BaseListPrice, Fraction: policy.FractionUsed, Time: unusedDays.Time},
		})), 3000, func(s *policy.Snapshot) { s.Charges[0].Discount = eur(1500) }, "15.00 EUR"},
		{"the discount is taken back", endingBy(adjustedBy(unusedDays, policy.Adjustment{
			Minus: policy.Formula{Base: policy.BaseDiscount, Fraction: policy.FractionAll},
		})), 3000, func(s *policy.Snapshot) { s.Charges[0].Discount = eur(1500) }, "5.00 EUR"},
		{"the discount is not taken back unless the document says so", endingBy(unusedDays), 3000, func(s *policy.Snapshot) { s.Charges[0].Discount = eur(1500) }, "20.00 EUR"},
		// Five weeks of which the last has two days: over with the period.
		{"weeks after the end", endingBy(policy.Formula{Base: policy.BaseAllCharges, Fraction: policy.FractionUnused, Time: policy.Share{
			Unit: "1 week", From: "term_end", Day: policy.Unused, Begun: policy.Unused,
		}}), 3000, nil, "0.00 EUR"},
		{"weeks before the end", endingBy(policy.Formula{Base: policy.BaseAllCharges, Fraction: policy.FractionUnused, Time: policy.Share{
			Unit: "1 week", From: "term_end - 1 day", Day: policy.Unused, Begun: policy.Unused,
		}}), 3000, nil, "6.00 EUR"},

		// An adjustment that is about other charges than the refund.
		{"at most a tenth of what is open", endingBy(adjustedBy(unusedDays, policy.Adjustment{
			AtMost: policy.Formula{Base: policy.BaseOpenCharges, Fraction: policy.FractionAll, Percent: "10"},
		})), 3000, func(s *policy.Snapshot) {
			s.Charges = append(s.Charges, policy.Charge{ID: "open", At: s.Charges[0].At, Covers: s.Charges[0].Covers, Amount: eur(9000)})
		}, "9.00 EUR"},
		{"another currency", endingBy(adjustedBy(unusedDays, policy.Adjustment{
			Minus: policy.Formula{Base: policy.BaseAmount, Fraction: policy.FractionAll, Amount: minor(500, "USD")},
		})), 3000, nil, "undecided, at most 20.00 EUR: ask support"},
	} {
		s := april(tt.paid)
		if tt.change != nil {
			tt.change(&s)
		}
		v := decide(t, mustCompile(t, tt.doc), s, at).TerminateNow
		if v.Refund.String() != tt.want {
			t.Errorf("%s: %s, want %s (%s)", tt.name, v.Refund, tt.want, asJSON(v.Reasons))
		}
	}
}

// What is over at midnight was over with the day before.
func TestPointsFromTheEndOfATerm(t *testing.T) {
	for _, tt := range []struct {
		end, point, want string
	}{
		{"2026-05-01T00:00:00Z", "term_end + 0 days", "2026-05-01T00:00:00Z"},
		{"2026-05-01T00:00:00Z", "term_end + 14 days", "2026-05-15T00:00:00Z"},
		{"2026-05-01T00:00:00Z", "term_end + 1 month", "2026-06-01T00:00:00Z"},
		{"2026-05-01T00:00:00Z", "term_end + 1 year", "2027-05-01T00:00:00Z"},
		{"2026-05-01T00:00:00Z", "period_end + 1 week", "2026-05-08T00:00:00Z"},
		{"2026-05-02T00:00:00Z", "term_end + 1 business day", "2026-05-05T00:00:00Z"}, // over with Friday 1 May; Monday's end
		{"2026-05-01T00:00:00Z", "commitment_end + 1 day", "2026-05-02T00:00:00Z"},
		// A moment later the first of May has begun, and its end counts.
		{"2026-05-01T00:00:00.000000001Z", "term_end + 14 days", "2026-05-16T00:00:00Z"},
		{"2026-05-01T09:00:00Z", "term_end + 1 month", "2026-06-02T00:00:00Z"},
		// What begins at midnight begins with that day, which is not counted.
		{"2026-05-01T00:00:00Z", "term_start + 14 days", "2026-04-16T00:00:00Z"},
	} {
		s := april(3000)
		s.Charges[0].Covers.End = ts(tt.end)
		s.Commitment = s.Charges[0].Covers
		d := endingBy(all)
		d.TerminateNow[0].Ends = policy.Point(tt.point)
		got := decide(t, mustCompile(t, d), s, ts("2026-04-10T12:00:00Z")).TerminateNow.Ends
		if !got.At.Equal(ts(tt.want)) {
			t.Errorf("%s of a term that ends at %s: %s, want %s", tt.point, tt.end, got, tt.want)
		}
	}
}

// A period that is not paid is granted until the end of its grace.
func TestGrace(t *testing.T) {
	s := april(0)
	s.Charges[0].Payments, s.Charges[0].Amount, s.Charges[0].GraceUntil = nil, eur(3000), ts("2026-04-08T00:00:00Z")
	p := mustCompile(t, endingBy(all, func(d *policy.Document) {
		d.TerminateNow[0].Due = policy.Formula{Base: policy.BaseOpenCharges, Fraction: policy.FractionUsed, Time: unusedDays.Time}
	}))
	for _, tt := range []struct {
		at    string
		phase policy.Phase
		due   string
	}{
		{"2026-04-07T23:59:59.999999999Z", policy.Initial, "7.00 EUR"},
		{"2026-04-08T00:00:00Z", policy.Due, "8.00 EUR"},
		{"2026-05-08T00:00:00Z", policy.Due, "30.00 EUR"},
	} {
		d := decide(t, p, s, ts(tt.at))
		granted := tt.phase == policy.Initial
		if d.Phase != tt.phase || d.Unpaid != granted || d.Grace.IsZero() == granted || !d.StopRenewal.Allowed() || d.TerminateNow.Due.String() != tt.due {
			t.Errorf("at %s: %s, unpaid %v, grace %s, due %s", tt.at, d.Phase, d.Unpaid, d.Grace, d.TerminateNow.Due)
		}
	}
}

// The same commitment, left early: a share of what is to come at once, or what
// is to come when it comes.
func TestInstalments(t *testing.T) {
	s := april(3000)
	s.Commitment = policy.Period{Start: ts("2026-04-01T00:00:00Z"), End: ts("2026-07-01T00:00:00Z")}
	s.Instalments = []policy.Instalment{
		{ID: "june", At: ts("2026-06-01T00:00:00Z"), Amount: eur(3000)},
		{ID: "april", At: ts("2026-04-01T00:00:00Z"), Amount: eur(3000)},
		{ID: "may", At: ts("2026-05-01T00:00:00Z"), Amount: eur(3000)},
	}
	unbilled := policy.Formula{Base: policy.BaseUnbilled, Fraction: policy.FractionAll}
	half, whole := unbilled, unbilled
	half.Percent, whole.Percent = "50", "100"
	for name, tt := range map[string]struct {
		due  policy.Formula
		at   string
		want string
	}{
		"billing continues":            {unbilled, "2026-04-10T12:00:00Z", `[{"kind":"instalment","id":"may","amount":{"amount":"30.00","currency":"EUR"},"on":"2026-05-01T00:00:00Z"},{"kind":"instalment","id":"june","amount":{"amount":"30.00","currency":"EUR"},"on":"2026-06-01T00:00:00Z"}]`},
		"all of it is all of it":       {whole, "2026-04-10T12:00:00Z", `[{"kind":"instalment","id":"may","amount":{"amount":"30.00","currency":"EUR"},"on":"2026-05-01T00:00:00Z"},{"kind":"instalment","id":"june","amount":{"amount":"30.00","currency":"EUR"},"on":"2026-06-01T00:00:00Z"}]`},
		"half at once":                 {half, "2026-04-10T12:00:00Z", `[{"kind":"fee","amount":{"amount":"30.00","currency":"EUR"},"on":"request"}]`},
		"a moment before one is due":   {half, "2026-04-30T23:59:59.999999999Z", `[{"kind":"fee","amount":{"amount":"30.00","currency":"EUR"},"on":"request"}]`},
		"one that is due is billed":    {half, "2026-05-01T00:00:00Z", `[{"kind":"fee","amount":{"amount":"15.00","currency":"EUR"},"on":"request"}]`},
		"nothing to come, nothing due": {half, "2026-06-01T00:00:00Z", `null`},
	} {
		p := mustCompile(t, endingBy(policy.Formula{Fraction: policy.FractionNone}, func(d *policy.Document) { d.TerminateNow[0].Due = tt.due }))
		v := decide(t, p, s, ts(tt.at)).TerminateNow
		if got := asJSON(v.Claims); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
	d := endingBy(all, func(d *policy.Document) { d.TerminateNow[0].Due, d.TerminateNow[0].DueOn = unbilled, "ends" })
	if _, err := policy.Compile(d, policy.Sources{}); !errors.Is(err, policy.ErrDocument) {
		t.Errorf("due_on of instalments, which have dates of their own: %v", err)
	}
}

// Sums at the limits of int64 are right, or said to be too large.
func TestSumsAtTheLimit(t *testing.T) {
	const most = 1<<63 - 1
	at := ts("2026-04-16T00:00:00Z")
	half := unusedDays
	half.Time.Day = policy.Unused
	for _, tt := range []struct {
		name   string
		f      policy.Formula
		change func(*policy.Snapshot)
		want   string
	}{
		{"half of all the money there is", half, nil, money.MustParse("46116860184273879.04 EUR").String()},
		{"two charges that cannot be added", policy.Formula{Base: policy.BaseAllCharges, Fraction: policy.FractionAll}, func(s *policy.Snapshot) {
			again := s.Charges[0]
			again.ID, again.Payments = "again", []policy.Payment{captured("other", 1)}
			s.Charges = append(s.Charges, again)
		}, "undecided: ask support"},
		{"a list price that cannot be added", adjustedBy(half, policy.Adjustment{AtMost: policy.Formula{Base: policy.BaseListPrice, Fraction: policy.FractionAll}}),
			func(s *policy.Snapshot) { s.Charges[0].Discount = eur(1) }, "undecided, at most 46116860184273879.04 EUR: ask support"},
	} {
		s := april(most)
		if tt.change != nil {
			tt.change(&s)
		}
		if v := decide(t, mustCompile(t, endingBy(tt.f)), s, at).TerminateNow; v.Refund.String() != tt.want {
			t.Errorf("%s: %s, want %s (%s)", tt.name, v.Refund, tt.want, asJSON(v.Reasons))
		}
	}
}

// What a reading of the rules with fresh eyes found.
func TestMendedMoney(t *testing.T) {
	at := ts("2026-04-10T12:00:00Z")
	unknown := policy.When{Facts: []policy.Fact{{Event: "use", Count: "= 0"}}}
	none := policy.Formula{Fraction: policy.FractionNone}
	charge := func(id string, cents int64, change func(*policy.Charge)) policy.Charge {
		c := april(cents).Charges[0]
		c.ID, c.Payments[0].ID = id, "pay-"+id
		if change != nil {
			change(&c)
		}
		return c
	}
	authorized := func(c *policy.Charge) { c.Payments[0].State = policy.PaymentAuthorized }

	// A rule that may not apply promises no money, of StopRenewal neither.
	d := blank()
	d.StopRenewal = []policy.Rule{
		{ID: "unused", When: unknown, Ends: "period_end", Refund: all},
		{ID: "else", Refuse: true},
	}
	if v := decide(t, mustCompile(t, d), april(4900), at).StopRenewal; !v.Allowed() || v.Refund.String() != "undecided, at most 49.00 EUR: ask support" || len(v.Parts) != 0 {
		t.Errorf("an unknown rule of StopRenewal: %s", asJSON(v))
	}
	d.StopRenewal = []policy.Rule{
		{ID: "refused", When: unknown, Refuse: true},
		{ID: "else", Ends: "period_end", Refund: unusedDays, Settlement: policy.Settlement{As: policy.AsCredit}},
	}
	if v := decide(t, mustCompile(t, d), april(4900), at).StopRenewal; !v.Allowed() || v.Credit.State != policy.SumUndecided || len(v.Parts) != 0 || v.Ends.Kind != policy.Fixed {
		t.Errorf("a refusal that may not apply: %s", asJSON(v))
	}

	// Two rules that agree on a fee and not on the refund agree on the fee.
	d = endingBy(all, func(d *policy.Document) {
		d.TerminateNow[0].When, d.TerminateNow[0].Due = unknown, fixed(1500)
		d.TerminateNow = append(d.TerminateNow, policy.Rule{ID: "rest", Ends: "request", Refund: none, Due: fixed(1500)})
	})
	if v := decide(t, mustCompile(t, d), april(4900), at).TerminateNow; v.Due.String() != "15.00 EUR" || len(v.Claims) != 1 || v.Refund.State != policy.SumUndecided {
		t.Errorf("the same fee by two rules: %s", asJSON(v))
	}

	// What is doubtful about one verdict's adjustment is no fault of another's.
	d = endingBy(adjustedBy(all, policy.Adjustment{Minus: policy.Formula{Base: policy.BaseQuote, Quote: "q", Fraction: policy.FractionAll}}))
	d.Withdraw = []policy.Rule{{ID: "w", Ends: "request", Refund: all}}
	s := april(3000)
	s.Quotes = []policy.Quote{{Name: "q", Amount: minor(100, "USD")}}
	if got := decide(t, mustCompile(t, d), s, at); got.TerminateNow.Refund.State != policy.SumUndecided || got.Withdraw.Refund.String() != "30.00 EUR" {
		t.Errorf("a quote in another currency: %s and %s", got.TerminateNow.Refund, got.Withdraw.Refund)
	}

	// A share of what is open needs a period.
	d = endingBy(none, func(d *policy.Document) {
		d.TerminateNow[0].Due = policy.Formula{Base: policy.BaseOpenCharges, Fraction: policy.FractionUsed, Time: unusedDays.Time}
	})
	for name, covers := range map[string]policy.Period{
		"none": {}, "no end": {Start: ts("2026-04-01T00:00:00Z")}, "no start": {End: ts("2026-05-01T00:00:00Z")},
	} {
		s := april(3000)
		s.Charges = append(s.Charges, policy.Charge{ID: "open", At: s.Charges[0].At, Covers: covers, Amount: eur(5000)})
		if v := decide(t, mustCompile(t, d), s, at).TerminateNow; v.Due.State != policy.SumUndecided || !has(v.Reasons, policy.EmptyCover) {
			t.Errorf("an open charge with the period %s: %s (%s)", name, v.Due, codes(v.Reasons))
		}
	}

	// An authorization is let go of where everything comes back, and only there.
	half := all
	half.Percent = "50"
	for name, tt := range map[string]struct {
		refund policy.Formula
		change func(*policy.Snapshot)
		want   string
	}{
		"everything": {all, func(s *policy.Snapshot) { s.Charges = append(s.Charges, charge("next", 3000, authorized)) }, "refund pay 30.00 EUR; void pay-next 30.00 EUR"},
		"half":       {half, func(s *policy.Snapshot) { s.Charges = append(s.Charges, charge("next", 3000, authorized)) }, "refund pay 15.00 EUR"},
		"beside what was captured": {all, func(s *policy.Snapshot) {
			s.Charges[0].Payments = append(s.Charges[0].Payments, policy.Payment{ID: "set", State: policy.PaymentAuthorized, Captured: eur(700)})
		}, "refund pay 30.00 EUR; void set 7.00 EUR"},
	} {
		s := april(3000)
		tt.change(&s)
		if got := orders(decide(t, mustCompile(t, endingBy(tt.refund)), s, at).TerminateNow.Parts); got != tt.want {
			t.Errorf("authorized, %s: %s, want %s", name, got, tt.want)
		}
	}

	// A tax on a tax, and a circle of upgrades at one instant, are doubtful.
	s = april(3000)
	s.Charges[0].Components = []policy.Component{{Name: "net", Amount: eur(2500), Kept: true}, {Name: "tax", Amount: eur(400), Of: "net"}, {Name: "surtax", Amount: eur(100), Of: "tax"}}
	if v := decide(t, mustCompile(t, endingBy(all)), s, at).TerminateNow; !has(v.Reasons, policy.ComponentsDoubtful) {
		t.Errorf("a tax on a tax: %s", asJSON(v))
	}
	s = april(3000)
	s.Charges[0].Supersedes = "b"
	s.Charges = append(s.Charges, charge("b", 1000, func(c *policy.Charge) { c.Supersedes = "april" }))
	for _, base := range []policy.Base{policy.BaseLatestCharge, policy.BaseAllCharges} {
		if v := decide(t, mustCompile(t, endingBy(policy.Formula{Base: base, Fraction: policy.FractionAll})), s, at).TerminateNow; !has(v.Reasons, policy.UpgradeDoubtful) {
			t.Errorf("a circle in %s: %s", base, asJSON(v))
		}
	}

	// An end is not later than the one of which notice was given; what is due may be.
	d = endingBy(none, func(d *policy.Document) {
		d.TerminateNow[0].Ends, d.TerminateNow[0].Due, d.TerminateNow[0].DueOn = "request + 30 days", fixed(100), "commitment_end"
	})
	s = april(3000)
	s.EndedAt, s.Commitment = ts("2026-04-20T00:00:00Z"), policy.Period{Start: ts("2026-01-01T00:00:00Z"), End: ts("2027-01-01T00:00:00Z")}
	if v := decide(t, mustCompile(t, d), s, at).TerminateNow; !v.Ends.At.Equal(s.EndedAt) || !v.Access.At.Equal(s.EndedAt) || !v.Claims[0].On.At.Equal(s.Commitment.End) {
		t.Errorf("notice given before: %s", asJSON(v))
	}

	// What is set off is booked as a credit of the payment, and is not paid again.
	d = endingBy(all, func(d *policy.Document) { d.TerminateNow[0].Settlement.As = policy.AsOffset })
	s = april(3000)
	s.Charges[0].Components = []policy.Component{{Name: "net", Amount: eur(2500)}, {Name: "tax", Amount: eur(500), Of: "net"}}
	s.Charges = append(s.Charges, policy.Charge{ID: "open", At: s.Charges[0].At, Covers: s.Charges[0].Covers, Amount: eur(1200)})
	v := decide(t, mustCompile(t, d), s, at).TerminateNow
	if v.Refund.String() != "18.00 EUR" || v.Credit.String() != "12.00 EUR" || orders(v.Parts) != "refund pay 18.00 EUR; reduce pay 12.00 EUR" ||
		v.Parts[1].Against != "open" || len(v.Lines) != 2 || v.Lines[0].Amount != eur(2500) || v.Lines[1].Amount != eur(500) {
		t.Errorf("set off: %s", asJSON(v))
	}
	pay := &s.Charges[0].Payments[0]
	pay.Refunds, pay.Credits, s.Charges[1].Amount = []policy.Refund{{Amount: eur(1800)}}, []policy.Credit{{Amount: eur(1200)}}, eur(0)
	if v := decide(t, mustCompile(t, d), s, at).TerminateNow; v.Refund.String() != "0.00 EUR" || len(v.Parts) != 0 {
		t.Errorf("set off twice: %s", asJSON(v))
	}

	// Refused: an end that moves with every tick, and a debt that is reduced and asked for.
	for name, change := range map[string]func(*policy.Document){
		"hours": func(d *policy.Document) {
			d.TerminateNow[0].Refund = unusedDays
			d.TerminateNow[0].Refund.Time.From = "request + 12 hours"
		},
		"reduced and due": func(d *policy.Document) {
			d.TerminateNow[0].Settlement.As = policy.AsOffset
			d.TerminateNow[0].Due = policy.Formula{Base: policy.BaseOpenCharges, Fraction: policy.FractionAll}
		},
	} {
		if _, err := policy.Compile(endingBy(all, change), policy.Sources{}); !errors.Is(err, policy.ErrDocument) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

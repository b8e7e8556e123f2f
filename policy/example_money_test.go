package policy_test

import (
	"cmp"
	"fmt"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// clockAt reads an instant, as in "2026-04-15T10:00:00+02:00".
func clockAt(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

// decideOn compiles a document and decides on a snapshot at an instant.
func decideOn(doc policy.Document, s policy.Snapshot, at string) policy.Decision {
	p, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
	if err != nil {
		panic(err)
	}
	d, err := p.DecideAt(s, clockAt(at))
	if err != nil {
		panic(err)
	}
	return d
}

// decideText does so with a document and a snapshot in JSON.
func decideText(document, snapshot, at string) policy.Decision {
	doc, err := policy.Parse([]byte(document))
	if err != nil {
		panic(err)
	}
	s, err := policy.ParseSnapshot([]byte(snapshot))
	if err != nil {
		panic(err)
	}
	return decideOn(doc, s, at)
}

// ending is a document with one rule: the subscription ends at the request.
func ending(refund policy.Formula) policy.Document {
	return policy.Document{
		ID: "monthly", Version: "1", Zone: "Europe/Paris", Calendar: "FR", Rounding: money.HalfUp,
		TerminateNow: []policy.Rule{{ID: "end", Ends: "request", Refund: refund}},
	}
}

// inApril is a subscription that was charged once, for April 2026, and paid so.
// April has thirty days.
func inApril(payments ...policy.Payment) policy.Snapshot {
	start, end := clockAt("2026-04-01T00:00:00+02:00"), clockAt("2026-05-01T00:00:00+02:00")
	return policy.Snapshot{
		ID: "sub-9",
		Charges: []policy.Charge{{
			ID: "april", At: start, Phase: policy.Initial,
			Covers: policy.Period{Start: start, End: end}, Payments: payments,
		}},
	}
}

// card is a payment by card.
func card(id, amount string) policy.Payment {
	return policy.Payment{ID: id, Method: "card", State: policy.PaymentCaptured, Captured: money.MustParse(amount)}
}

// byDays is the share of the days that are left, today gone.
var byDays = policy.Share{Unit: "1 day", Day: policy.Used}

// February of a leap year was paid with 49.00 EUR and is cancelled on the 15th,
// which counts as used. The 16th to the 29th are left.
//
//	49.00 × 14/29 = 23.655… = 23.66
func ExampleFormula() {
	d := decideText(`{
		"id": "monthly", "version": "1", "zone": "Europe/Paris", "rounding": "half_up",
		"terminate_now": [{
			"id": "unused-days", "ends": "request",
			"refund": {
				"base": "latest_charge", "fraction": "unused",
				"time": {"unit": "1 day", "day": "used"}
			}
		}]
	}`, `{
		"id": "sub-9",
		"charges": [{
			"id": "february", "at": "2028-02-01T00:00:00+01:00", "phase": "initial",
			"covers": {"start": "2028-02-01T00:00:00+01:00", "end": "2028-03-01T00:00:00+01:00"},
			"payments": [{"id": "pay-1", "method": "card", "state": "captured", "captured": {"amount": "49.00", "currency": "EUR"}}]
		}]
	}`, "2028-02-15T10:00:00+01:00")
	fmt.Println(d.TerminateNow.Refund)
	for _, r := range d.TerminateNow.Reasons {
		fmt.Println(r)
	}
	// Output:
	// 23.66 EUR
	// Rule "unused-days" applies.
	// The refund is of charge "february": 49.00 EUR was taken for it.
	// 14 of 29 units of the time of "february" are left.
	// 23.66 EUR follows from: latest_charge, unused by 1 day (day used).
}

// The same cancellation by five conventions. The leap year 2028 was paid with
// 120.00 EUR, until 09:00 on 1 January 2029, and is cancelled at 15:00 on 15 March.
//
//	actual days    366 − (31 + 29 + 15) = 291 of 366: 95.409… = 95.41
//	30/360         360 − (30 + 30 + 15) = 285 of 360: 95.00
//	over 365 days  291 of 365:                        95.671… = 95.67
//	by the month   12 − 3 begun = 9 of 12:            90.00
//	by the second  291.75 days of 366:                95.655… = 95.66
func ExampleShare() {
	s := policy.Snapshot{ID: "sub-9", Charges: []policy.Charge{{
		ID: "2028", At: clockAt("2028-01-01T09:00:00Z"), Phase: policy.Initial,
		Covers:   policy.Period{Start: clockAt("2028-01-01T09:00:00Z"), End: clockAt("2029-01-01T09:00:00Z")},
		Payments: []policy.Payment{card("pay-1", "120.00 EUR")},
	}}}
	for _, convention := range []struct {
		name string
		time policy.Share
	}{
		{"actual days", policy.Share{Unit: "1 day", Day: policy.Used}},
		{"30/360", policy.Share{Unit: "1 day", Day: policy.Used, Over: "30/360"}},
		{"over 365 days", policy.Share{Unit: "1 day", Day: policy.Used, Over: "365 days"}},
		{"by the month", policy.Share{Unit: "1 month", Day: policy.Used, Begun: policy.Used}},
		{"by the second", policy.Share{Unit: "second"}},
	} {
		doc := ending(policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: convention.time})
		doc.Zone = "UTC"
		v := decideOn(doc, s, "2028-03-15T15:00:00Z").TerminateNow
		for _, r := range v.Reasons {
			if r.Code == policy.TimeCounted {
				fmt.Printf("%-13s  %8d of %8d  %s\n", convention.name, r.Count, r.Of, v.Refund)
			}
		}
	}
	// Output:
	// actual days         291 of      366  95.41 EUR
	// 30/360              285 of      360  95.00 EUR
	// over 365 days       291 of      365  95.67 EUR
	// by the month          9 of       12  90.00 EUR
	// by the second  25207200 of 31622400  95.66 EUR
}

// 20.00 EUR was paid, 8.00 given back on the 5th, and on the 10th two thirds of
// the month are left. What the 8.00 do to the new refund differs by school.
//
//	capped    20.00 × 20/30 = 13.33, of which 20.00 − 8.00 = 12.00 is left
//	deducted  20.00 × 20/30 − 8.00 = 5.33
//	netted    (20.00 − 8.00) × 20/30 = 8.00
func ExampleEarlier() {
	paid := card("pay-1", "20.00 EUR")
	paid.Refunds = []policy.Refund{{ID: "re-1", At: clockAt("2026-04-05T12:00:00+02:00"), Amount: money.MustParse("8.00 EUR")}}
	for _, school := range []policy.Earlier{policy.EarlierCapped, policy.EarlierDeducted, policy.EarlierNetted} {
		d := decideOn(ending(policy.Formula{
			Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: byDays, Earlier: school,
		}), inApril(paid), "2026-04-10T09:00:00+02:00")
		fmt.Println(school, d.TerminateNow.Refund)
	}
	// Output:
	// capped 12.00 EUR
	// deducted 5.33 EUR
	// netted 8.00 EUR
}

// Whoever withdraws from a monthly ticket of 24.00 EUR pays for the days used,
// 0.80 each, and at least a day pass of 3.50. Less than 1.00 is not paid out.
//
//	2 April   24.00 − 3.50,  which is more than  2 × 0.80 = 1.60:  20.50
//	10 April  24.00 − 8.00,  which is           10 × 0.80:         16.00
//	29 April  24.00 − 23.20, which is           29 × 0.80:  0.80, so 0.00
func ExampleAdjustment() {
	doc := policy.Document{
		ID: "ticket", Version: "1", Zone: "Europe/Paris", Rounding: money.HalfUp,
		Withdraw: []policy.Rule{{
			ID: "days-used", Ends: "request",
			Refund: policy.Formula{
				Base: policy.BaseLatestCharge, Fraction: policy.FractionAll,
				Adjust: []policy.Adjustment{
					{MinusLarger: []policy.Formula{
						{Base: policy.BaseAmount, Amount: money.MustParse("3.50 EUR"), Fraction: policy.FractionAll},
						{Base: policy.BaseLatestCharge, Fraction: policy.FractionUsed, Time: byDays},
					}},
					{NothingBelow: money.MustParse("1.00 EUR")},
				},
			},
		}},
	}
	s := inApril(card("pay-1", "24.00 EUR"))
	for _, at := range []string{"2026-04-02T18:00:00+02:00", "2026-04-10T18:00:00+02:00", "2026-04-29T18:00:00+02:00"} {
		v := decideOn(doc, s, at).Withdraw
		fmt.Println(at[:10], v.Refund)
		for _, r := range v.Reasons {
			if r.Code == policy.Adjusted {
				fmt.Println("  ", r)
			}
		}
	}
	// Output:
	// 2026-04-02 20.50 EUR
	//    20.50 EUR after the adjustment: minus the larger of (3.50 EUR, all) and (latest_charge, used by 1 day (day used)).
	// 2026-04-10 16.00 EUR
	//    16.00 EUR after the adjustment: minus the larger of (3.50 EUR, all) and (latest_charge, used by 1 day (day used)).
	// 2026-04-29 0.00 EUR
	//    0.80 EUR after the adjustment: minus the larger of (3.50 EUR, all) and (latest_charge, used by 1 day (day used)).
	//    0.00 EUR after the adjustment: nothing below 1.00 EUR.
}

// A year of 59.00 EUR: all of it for seven days, half of it to day thirty, then
// nothing. The charge was taken at noon on 1 March; the 8th is the seventh day
// and counts to its midnight, and the 31st is the thirtieth.
func ExampleStep() {
	document := `{
		"id": "yearly", "version": "1", "zone": "Europe/Paris", "rounding": "half_up",
		"terminate_now": [{
			"id": "end", "ends": "request",
			"refund": {"base": "latest_charge", "fraction": "steps", "steps": [
				{"until": "latest_charge + 7 days", "percent": "100"},
				{"until": "latest_charge + 30 days", "percent": "50"},
				{"percent": "0"}
			]}
		}]
	}`
	snapshot := `{
		"id": "sub-9",
		"charges": [{
			"id": "year", "at": "2026-03-01T12:00:00+01:00", "phase": "initial",
			"covers": {"start": "2026-03-01T12:00:00+01:00", "end": "2027-03-01T12:00:00+01:00"},
			"payments": [{"id": "pay-1", "state": "captured", "captured": {"amount": "59.00", "currency": "EUR"}}]
		}]
	}`
	for _, at := range []string{
		"2026-03-08T23:59:59+01:00", "2026-03-09T00:00:00+01:00", "2026-03-09T00:00:01+01:00",
		"2026-03-31T23:59:59+02:00", "2026-04-01T00:00:00+02:00",
	} {
		v := decideText(document, snapshot, at).TerminateNow
		fmt.Println(at, v.Refund, "until", v.Holds)
	}
	// Output:
	// 2026-03-08T23:59:59+01:00 59.00 EUR until 2026-03-09T00:00:00+01:00
	// 2026-03-09T00:00:00+01:00 29.50 EUR until 2026-04-01T00:00:00+02:00
	// 2026-03-09T00:00:01+01:00 29.50 EUR until 2026-04-01T00:00:00+02:00
	// 2026-03-31T23:59:59+02:00 29.50 EUR until 2026-04-01T00:00:00+02:00
	// 2026-04-01T00:00:00+02:00 0.00 EUR until 2027-03-01T12:00:00+01:00
}

// Of the eight days that are left, 87.5 % comes back. The share and the
// percentage are one product and rounded once.
//
//	49.00 × 8/30            = 13.066… = 13.07
//	49.00 × 8/30 × 87.5/100 = 11.433… = 11.43, and not 13.07 × 87.5/100 = 11.44
func ExamplePercent() {
	for _, percent := range []policy.Percent{"", "87.5", "0"} {
		d := decideOn(ending(policy.Formula{
			Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: byDays, Percent: percent,
		}), inApril(card("pay-1", "49.00 EUR")), "2026-04-22T09:00:00+02:00")
		fmt.Printf("%q %s\n", percent, d.TerminateNow.Refund)
	}
	// A percentage has one spelling.
	_, err := policy.Compile(ending(policy.Formula{
		Base: policy.BaseLatestCharge, Fraction: policy.FractionAll, Percent: "87.50",
	}), policy.Sources{Calendar: holidays.Lookup})
	fmt.Println(err)
	// Output:
	// "" 13.07 EUR
	// "87.5" 11.43 EUR
	// "0" 0.00 EUR
	// policy: document: terminate_now[0].refund.percent: "87.50": want a percentage from "0" to "100" with at most six decimals, as in "12.5"
}

// What the member saved on deliveries is taken off the fee of 99.00 EUR. Only the
// host can tell how much that was: 27.40, which leaves 71.60. A host that forgot to
// tell gets no figure, for nothing used and nothing told are two facts.
func ExampleQuote() {
	doc := ending(policy.Formula{
		Base: policy.BaseLatestCharge, Fraction: policy.FractionAll,
		Adjust: []policy.Adjustment{
			{Minus: policy.Formula{Base: policy.BaseQuote, Quote: "benefits_used", Fraction: policy.FractionAll}},
		},
	})
	s := inApril(card("pay-1", "99.00 EUR"))
	for _, quotes := range [][]policy.Quote{
		{{Name: "benefits_used", Amount: money.MustParse("27.40 EUR")}},
		nil, // forgotten
	} {
		s.Quotes = quotes
		v := decideOn(doc, s, "2026-04-10T09:00:00+02:00").TerminateNow
		fmt.Println(v.Answer, v.Refund)
		fmt.Println("  ", v.Reasons[len(v.Reasons)-1])
	}
	// Output:
	// allowed 71.60 EUR
	//    71.60 EUR after the adjustment: minus (quote "benefits_used", all).
	// allowed undecided, at most 99.00 EUR: ask support
	//    The records do not have one figure for "benefits_used".
}

// An invoice of 72.00 EUR asks 40.00 for a month, 20.00 for joining, and 20 % tax on
// each. The joining fee is kept, and its tax with it. Half of the month comes back,
// with half of its tax.
//
//	(40.00 + 8.00) × 15/30 = 24.00
func ExampleComponent() {
	s := inApril(card("pay-1", "72.00 EUR"))
	s.Charges[0].Components = []policy.Component{
		{Name: "month", Amount: money.MustParse("40.00 EUR")},
		{Name: "month tax", Amount: money.MustParse("8.00 EUR"), Of: "month"},
		{Name: "joining fee", Amount: money.MustParse("20.00 EUR"), Kept: true},
		{Name: "fee tax", Amount: money.MustParse("4.00 EUR"), Of: "joining fee"},
	}
	v := decideOn(ending(policy.Formula{
		Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: byDays,
	}), s, "2026-04-15T09:00:00+02:00").TerminateNow
	fmt.Println(v.Refund)
	for _, line := range v.Lines {
		fmt.Println(line.Component, line.Amount)
	}
	// Output:
	// 24.00 EUR
	// month 20.00 EUR
	// month tax 4.00 EUR
}

// 49.00 EUR was paid, 30.00 by card and 19.00 with a gift card, and half of it,
// 24.50, comes back. What goes to the card is a refund, what goes to the gift
// card a credit.
//
//	in proportion  24.50 × 30/49 = 15.00 and 24.50 × 19/49 = 9.50
//	money first    all 24.50, of the 30.00 there are
//	as a credit    as in proportion, but none of it called a refund
func ExampleSettlement() {
	gift := policy.Payment{
		ID: "gift-1", Method: "gift_card", Class: policy.ClassStoredValue,
		State: policy.PaymentCaptured, Captured: money.MustParse("19.00 EUR"),
	}
	for _, settlement := range []policy.Settlement{
		{},
		{First: policy.ClassMoney},
		{As: policy.AsCredit},
	} {
		doc := ending(policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: byDays})
		doc.TerminateNow[0].Settlement = settlement
		v := decideOn(doc, inApril(card("card-1", "30.00 EUR"), gift), "2026-04-15T09:00:00+02:00").TerminateNow
		fmt.Printf("refund %s, credit %s\n", v.Refund, v.Credit)
		for _, part := range v.Parts {
			fmt.Println("  ", part.Operation, part.Amount, part.Payment)
		}
	}
	// Output:
	// refund 15.00 EUR, credit 9.50 EUR
	//    refund 15.00 EUR card-1
	//    credit 9.50 EUR gift-1
	// refund 24.50 EUR, credit none
	//    refund 24.50 EUR card-1
	// refund none, credit 24.50 EUR
	//    credit 15.00 EUR card-1
	//    credit 9.50 EUR gift-1
}

// A year was paid in two goes, 60.00 EUR in April and 40.00 in May, and half of it
// comes back, 50.00. The order tells which payment gives how much.
//
//	in proportion  50.00 × 60/100 = 30.00 and 50.00 × 40/100 = 20.00
//	newest first   the 40.00 of May, and 10.00 of April's
//	oldest first   50.00 of April's 60.00
func ExampleOrder() {
	first, second := card("pay-1", "60.00 EUR"), card("pay-2", "40.00 EUR")
	second.At = clockAt("2026-05-01T00:00:00+02:00")
	s := inApril(first, second)
	s.Charges[0].Covers.End = clockAt("2027-04-01T00:00:00+02:00")
	for _, order := range []policy.Order{policy.InProportion, policy.NewestFirst, policy.OldestFirst} {
		doc := ending(policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll, Percent: "50"})
		doc.TerminateNow[0].Settlement.Order = order
		fmt.Println(order)
		for _, part := range decideOn(doc, s, "2026-06-01T09:00:00+02:00").TerminateNow.Parts {
			fmt.Println("  ", part.Operation, part.Amount, part.Payment)
		}
	}
	// Output:
	// in_proportion
	//    refund 30.00 EUR pay-1
	//    refund 20.00 EUR pay-2
	// newest_first
	//    refund 10.00 EUR pay-1
	//    refund 40.00 EUR pay-2
	// oldest_first
	//    refund 50.00 EUR pay-1
}

// April cost 20.00 EUR. On the 11th the customer went up to a plan of 50.00, and
// paid the difference for the twenty days left, 30.00 × 20/30 = 20.00. On the 20th
// all of it is cancelled: both charges come back, each by its own time.
//
//	basic    20.00 × 10/30 =  6.67
//	upgrade  20.00 × 10/20 = 10.00
func ExampleCharge_upgrade() {
	s := inApril(card("pay-1", "20.00 EUR"))
	upgraded := clockAt("2026-04-11T00:00:00+02:00")
	s.Charges = append(s.Charges, policy.Charge{
		ID: "upgrade", Supersedes: "april", At: upgraded, Phase: policy.Initial,
		Covers:   policy.Period{Start: upgraded, End: s.Charges[0].Covers.End},
		Payments: []policy.Payment{card("pay-2", "20.00 EUR")},
	})
	v := decideOn(ending(policy.Formula{
		Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: byDays,
	}), s, "2026-04-20T09:00:00+02:00").TerminateNow
	fmt.Println(v.Refund)
	for _, part := range v.Parts {
		fmt.Println(part.Operation, part.Amount, part.Payment, part.Charge)
	}
	// Output:
	// 16.67 EUR
	// refund 6.67 EUR pay-1 april
	// refund 10.00 EUR pay-2 upgrade
}

// A year is paid in twelve instalments of 49.00 EUR and left on 15 September, when
// three are to come: 147.00. Ending now costs half of them, 73.50, as one fee.
// Stopping the renewal ends nothing before its time: billing continues, and each
// instalment is a claim.
func ExampleClaim() {
	document := `{
		"id": "committed", "version": "1", "zone": "Europe/Paris", "rounding": "half_up",
		"terminate_now": [{
			"id": "half-now", "ends": "request", "refund": {"fraction": "none"},
			"due": {"base": "unbilled", "fraction": "all", "percent": "50"}, "due_on": "request + 14 days"
		}],
		"stop_renewal": [{
			"id": "to-the-end", "ends": "commitment_end",
			"due": {"base": "unbilled", "fraction": "all"}
		}]
	}`
	snapshot := `{
		"id": "sub-9",
		"commitment": {"start": "2026-01-01T00:00:00+01:00", "end": "2027-01-01T00:00:00+01:00"},
		"charges": [{
			"id": "september", "at": "2026-09-01T00:00:00+02:00", "phase": "renewal",
			"covers": {"start": "2026-09-01T00:00:00+02:00", "end": "2026-10-01T00:00:00+02:00"},
			"payments": [{"id": "pay-9", "state": "captured", "captured": {"amount": "49.00", "currency": "EUR"}}]
		}],
		"instalments": [
			{"id": "october", "at": "2026-10-01T00:00:00+02:00", "amount": {"amount": "49.00", "currency": "EUR"}},
			{"id": "november", "at": "2026-11-01T00:00:00+01:00", "amount": {"amount": "49.00", "currency": "EUR"}},
			{"id": "december", "at": "2026-12-01T00:00:00+01:00", "amount": {"amount": "49.00", "currency": "EUR"}}
		]
	}`
	d := decideText(document, snapshot, "2026-09-15T09:00:00+02:00")
	for _, v := range []policy.Verdict{d.TerminateNow, d.StopRenewal} {
		fmt.Println(v.Rule, "ends", v.Ends, "due", v.Due)
		for _, c := range v.Claims {
			fmt.Printf("   %s %q %s on %s\n", c.Kind, c.ID, c.Amount, c.On)
		}
	}
	// Output:
	// half-now ends at the request due 73.50 EUR
	//    fee "" 73.50 EUR on 2026-09-30T00:00:00+02:00
	// to-the-end ends 2027-01-01T00:00:00+01:00 due 147.00 EUR
	//    instalment "october" 49.00 EUR on 2026-10-01T00:00:00+02:00
	//    instalment "november" 49.00 EUR on 2026-11-01T00:00:00+01:00
	//    instalment "december" 49.00 EUR on 2026-12-01T00:00:00+01:00
}

// April was paid with 30.00 EUR and paused from the 6th to the 15th, ten days. Today
// is the 20th, and ten days are used, today too: paused time never is. What becomes
// of it is for the document to say.
//
//	it comes back      10 of 30 days used, 20 left:  30.00 × 20/30 = 20.00
//	it is left out     10 of 20 days used, 10 left:  30.00 × 10/20 = 15.00
//	it is made up for  until 10 May, so 20 of 30 are left again:     20.00
func ExampleSnapshot_pauses() {
	s := inApril(card("pay-1", "30.00 EUR"))
	s.Pauses = []policy.Period{{Start: clockAt("2026-04-06T00:00:00+02:00"), End: clockAt("2026-04-16T00:00:00+02:00")}}
	for _, way := range []struct{ without, lengthen bool }{
		{}, {without: true}, {without: true, lengthen: true},
	} {
		share := byDays
		share.WithoutPauses = way.without
		doc := ending(policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: share})
		doc.PausesLengthen = way.lengthen
		d := decideOn(doc, s, "2026-04-20T09:00:00+02:00")
		fmt.Println(d.TerminateNow.Refund, "paid until", d.Running.End.Format(time.DateOnly))
	}
	// Output:
	// 20.00 EUR paid until 2026-05-01
	// 15.00 EUR paid until 2026-05-01
	// 20.00 EUR paid until 2026-05-11
}

// 59.00 EUR is owed. Of the 30.00 by card, 10.00 are in dispute at the bank; a debit
// of 19.00 is not settled; a wallet took refunds of its 10.00 until the 10th. Each
// part that cannot be carried out now says why, and what would change that.
func ExamplePart_blocked() {
	disputed := card("card-1", "30.00 EUR")
	disputed.Disputes = []policy.Dispute{{ID: "dp-1", State: policy.DisputeOpen, Amount: money.MustParse("10.00 EUR")}}
	debit := policy.Payment{
		ID: "debit-1", Method: "sepa_debit", State: policy.PaymentPending, Captured: money.MustParse("19.00 EUR"),
	}
	wallet := policy.Payment{
		ID: "wallet-1", Method: "wallet", State: policy.PaymentCaptured, Captured: money.MustParse("10.00 EUR"),
		RefundableUntil: clockAt("2026-04-10T00:00:00+02:00"),
	}
	v := decideOn(ending(policy.Formula{
		Base: policy.BaseLatestCharge, Fraction: policy.FractionAll,
	}), inApril(disputed, debit, wallet), "2026-04-15T09:00:00+02:00").TerminateNow
	fmt.Println(v.Refund, "owed,", v.Refund.Payable, "payable")
	for _, part := range v.Parts {
		if part.Blocked == 0 {
			fmt.Println(part.Operation, part.Amount, part.Payment)
		} else {
			fmt.Printf("%s %s %s: %s, needs %s\n", part.Operation, part.Amount, part.Payment, part.Blocked, part.Needs)
		}
	}
	// Output:
	// 59.00 EUR owed, 20.00 EUR payable
	// refund 20.00 EUR card-1
	// refund 10.00 EUR card-1: dispute_is_open, needs outcome
	// cancel_debit 19.00 EUR debit-1: payment_is_pending, needs settlement
	// refund 10.00 EUR wallet-1: method_expired, needs other_method
}

// 40.00 EUR of an invoice of 60.00 was paid, and half of the month is left. Half
// of what was asked is given up, 30.00: the 20.00 that are not paid are not
// asked for any more, and 10.00 goes back. The customer has then paid 30.00,
// for half a month.
func ExamplePayment_partlyPaid() {
	s := inApril(card("pay-1", "40.00 EUR"))
	s.Charges[0].Amount = money.MustParse("60.00 EUR")
	v := decideOn(ending(policy.Formula{
		Base: policy.BaseLatestCharge, Asked: true, Fraction: policy.FractionUnused, Time: byDays,
	}), s, "2026-04-15T09:00:00+02:00").TerminateNow
	fmt.Printf("refund %s, credit %s\n", v.Refund, v.Credit)
	for _, part := range v.Parts {
		fmt.Println(part.Operation, part.Amount, "of", cmp.Or(part.Payment, part.Charge))
	}
	// Output:
	// refund 10.00 EUR, credit 20.00 EUR
	// reduce 20.00 EUR of april
	// refund 10.00 EUR of pay-1
}

// Notice is counted backward from the end of the term, or forward from the
// request. Here a year is stopped in time until four weeks before it ends. After
// that it renews, and a month's notice ends it.
func ExampleRule_notice() {
	document := `{
		"id": "yearly", "version": "1", "zone": "Europe/Paris", "rounding": "half_up",
		"stop_renewal": [
			{"id": "in-time", "when": {"window": {"until": "term_end - 4 weeks"}}, "ends": "term_end"},
			{"id": "notice", "ends": "request + 1 month"}
		]
	}`
	snapshot := `{
		"id": "sub-9",
		"charges": [{
			"id": "2026", "at": "2026-01-01T00:00:00+01:00", "phase": "initial",
			"covers": {"start": "2026-01-01T00:00:00+01:00", "end": "2027-01-01T00:00:00+01:00"},
			"payments": [{"id": "pay-1", "state": "captured", "captured": {"amount": "240.00", "currency": "EUR"}}]
		}]
	}`
	for _, at := range []string{"2026-12-03T23:59:59+01:00", "2026-12-04T00:00:00+01:00"} {
		v := decideText(document, snapshot, at).StopRenewal
		fmt.Println(at, v.Rule, "ends", v.Ends)
	}
	// Output:
	// 2026-12-03T23:59:59+01:00 in-time ends 2027-01-01T00:00:00+01:00
	// 2026-12-04T00:00:00+01:00 notice ends 2027-01-05T00:00:00+01:00
}

// Nobody leaves in the first six months. The refusal says from when it is
// possible: the day of the contract, 15 January, is not counted, and 15 July is the
// last day of the six months.
func ExampleRule_minimumTerm() {
	document := `{
		"id": "half-year", "version": "1", "zone": "Europe/Paris", "rounding": "half_up",
		"terminate_now": [
			{"id": "minimum-term", "when": {"window": {"until": "contract + 6 months"}}, "refuse": true},
			{"id": "end", "ends": "request", "refund": {"fraction": "none"}}
		]
	}`
	snapshot := `{"id": "sub-9", "contract": "2026-01-15T12:00:00+01:00"}`
	for _, at := range []string{"2026-04-15T09:00:00+02:00", "2026-07-16T00:00:00+02:00"} {
		v := decideText(document, snapshot, at).TerminateNow
		fmt.Println(v.Answer, v.Reasons[0])
		if from := v.Reasons[0].At; !from.IsZero() {
			fmt.Println("   possible from", from.Format("2 January 2006"))
		}
	}
	// Output:
	// refused Rule "minimum-term" refuses it.
	//    possible from 16 July 2026
	// allowed Rule "end" applies.
}

// By transfer the money is there after 2 to 3 business days, by any other method
// after 5 to 10. Each part has an estimate of its own, and the verdict's spans both.
// 15 April 2026 is a Wednesday: business days 1 to 10 are the 16th, 17th, 20th to 24th
// and 27th to 29th.
func ExampleMethodPayout() {
	doc := ending(policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll})
	doc.TerminateNow[0].Payout = policy.Payout{Min: 5, Max: 10, Unit: calendar.BusinessDays}
	doc.TerminateNow[0].Payouts = []policy.MethodPayout{
		{Methods: []string{"transfer"}, Payout: policy.Payout{Min: 2, Max: 3, Unit: calendar.BusinessDays}},
	}
	transfer := card("transfer-1", "19.00 EUR")
	transfer.Method = "transfer"
	v := decideOn(doc, inApril(card("card-1", "30.00 EUR"), transfer), "2026-04-15T09:00:00+02:00").TerminateNow
	for _, part := range v.Parts {
		fmt.Println(part.Operation, part.Amount, part.Payment, part.Expect)
	}
	fmt.Println("all", v.Payout.Expect)
	// Output:
	// refund 30.00 EUR card-1 2026-04-22 to 2026-04-29
	// refund 19.00 EUR transfer-1 2026-04-17 to 2026-04-20
	// all 2026-04-17 to 2026-04-29
}

// Half of the month comes back, 49.00 × 15/30 = 24.50, and leaving costs 15.00. The
// two are told apart, and never netted. The fee is due within fourteen days of the
// 15th: until the midnight that ends the 29th.
func ExampleSum_due() {
	doc := ending(policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused, Time: byDays})
	doc.TerminateNow[0].Due = policy.Formula{
		Base: policy.BaseAmount, Amount: money.MustParse("15.00 EUR"), Fraction: policy.FractionAll,
	}
	doc.TerminateNow[0].DueOn = "request + 14 days"
	v := decideOn(doc, inApril(card("pay-1", "49.00 EUR")), "2026-04-15T09:00:00+02:00").TerminateNow
	fmt.Println("refund", v.Refund, "due", v.Due)
	for _, c := range v.Claims {
		fmt.Println(c.Kind, c.Amount, c.On)
	}
	// Output:
	// refund 24.50 EUR due 15.00 EUR
	// fee 15.00 EUR 2026-04-30T00:00:00+02:00
}

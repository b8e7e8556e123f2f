package policy

import (
	"fmt"
	"strings"

	"github.com/rescind-go/rescind/money"
)

// A Formula is an amount of money: a fraction of a base, a percentage of that,
// then adjustments in order. The zero Formula is absent.
//
//	{"base": "latest_charge", "fraction": "all"}
//	{"base": "latest_charge", "fraction": "unused", "time": {"unit": "1 day", "day": "used"}}
//	{"base": "amount", "amount": {"amount": "15.00", "currency": "EUR"}, "fraction": "all"}
//
// The same words say what comes back ([Rule].Refund), what is owed ([Rule].Due)
// and what is taken off ([Adjustment]).
//
// Money is rounded once for each charge of the base, by [Document].Rounding;
// a sum of charges is a sum of whole minor units.
type Formula struct {
	// Base is the money that the formula is about. A refund needs a base of
	// charges, [BaseLatestCharge], [BaseTermCharges] or [BaseAllCharges],
	// unless its fraction is none: it is what the money comes out of, and the
	// refund is never more than what is left of it. Any other formula needs
	// one too, unless it is a table of amounts.
	Base Base `json:"base,omitzero"`

	// Components, at most 20, restricts the base to those of these names, and the
	// taxes on them, of charges that list components; a charge that lists
	// none is counted whole. Keep leaves the components of these names out.
	// A component that is Kept is always out of a refund's base, and out of
	// the amounts that adjust it. What is left of a charge with components is
	// at most the part of it that is in the base, less what went back.
	Components []string `json:"components,omitzero"`
	Keep       []string `json:"keep,omitzero"`

	// Asked takes the fraction of what was asked for the charges and not of
	// what was captured. What is asked and not paid is given up first (see
	// [OpReduce]); money comes back for what goes beyond: what was paid less
	// what was used. Only for a refund.
	Asked bool `json:"asked,omitzero"`

	// Fraction is how much of the base.
	Fraction Fraction `json:"fraction,omitzero"`

	// Time counts the fractions unused and used.
	Time Share `json:"time,omitzero"`

	// Steps is the table of the fraction steps, of at most 1000 rows.
	Steps []Step `json:"steps,omitzero"`

	// Amount is the sum of [BaseAmount].
	Amount money.Amount `json:"amount,omitzero"`

	// Quote is the name of the host's figure, for [BaseQuote] and
	// [FractionQuoted].
	Quote string `json:"quote,omitzero"`

	// Percent is a percentage of the fraction; absent, all of it.
	Percent Percent `json:"percent,omitzero"`

	// Earlier is what refunds given earlier do to this one. Only for a
	// refund.
	Earlier Earlier `json:"earlier,omitzero"`

	// Adjust changes the sum in at most 8 steps, in order. No step goes below
	// zero. What is over after the last step and not covered by what is left
	// of the base is cut off.
	Adjust []Adjustment `json:"adjust,omitzero"`

	// Ask leaves the amount undecided and says who decides it. The amount is
	// not zero, it is unknown. A Base bounds it from above; absent, the base
	// is the latest charge. Nothing but a base may stand beside it.
	Ask Handler `json:"ask,omitzero"`
}

// String tells the formula in a line, for reasons and logs:
// "latest_charge, unused by 1 day (day used) over 30 days, 90 %".
func (f Formula) String() string {
	var b strings.Builder
	add := func(format string, args ...any) {
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, format, args...)
	}
	switch {
	case f.Ask != 0:
		add("ask %s", f.Ask)
	case f.Base == BaseAmount:
		add("%s", f.Amount)
	case f.Base == BaseQuote:
		add("quote %q", f.Quote)
	case f.Base != 0:
		add("%s", f.Base)
	}
	if len(f.Components) > 0 {
		add("of %s", strings.Join(f.Components, " and "))
	}
	if len(f.Keep) > 0 {
		add("without %s", strings.Join(f.Keep, " and "))
	}
	if f.Asked {
		add("as asked")
	}
	switch f.Fraction {
	case FractionUnused, FractionUsed:
		add("%s by %s", f.Fraction, f.Time)
	case FractionSteps:
		add("steps of %d rows", len(f.Steps))
	case FractionQuoted:
		add("quoted as %q", f.Quote)
	case 0:
	default:
		add("%s", f.Fraction)
	}
	if f.Percent != "" {
		add("%s %%", f.Percent)
	}
	if f.Earlier != 0 {
		add("earlier refunds %s", f.Earlier)
	}
	for _, a := range f.Adjust {
		add("%s", a)
	}
	return b.String()
}

// String tells the share in a few words: "1 day (day used) over 30 days".
func (s Share) String() string {
	text, sides := s.Unit, []string(nil)
	if s.Day != 0 {
		sides = append(sides, "day "+s.Day.String())
	}
	if s.Begun != 0 {
		sides = append(sides, "begun "+s.Begun.String())
	}
	if len(sides) > 0 {
		text += " (" + strings.Join(sides, ", ") + ")"
	}
	if s.From != "" {
		text += " from " + string(s.From)
	}
	if s.Over != "" {
		text += " over " + s.Over
	}
	if s.WithoutPauses {
		text += " without pauses"
	}
	return text
}

// String tells the adjustment in a few words: "minus (25.00 EUR, all)".
func (a Adjustment) String() string {
	switch {
	case !a.Minus.none():
		return "minus (" + a.Minus.String() + ")"
	case len(a.MinusLarger) > 0:
		var all []string
		for _, f := range a.MinusLarger {
			all = append(all, "("+f.String()+")")
		}
		return "minus the larger of " + strings.Join(all, " and ")
	case !a.AtMost.none():
		return "at most (" + a.AtMost.String() + ")"
	case !a.AtLeast.none():
		return "at least (" + a.AtLeast.String() + ")"
	}
	return "nothing below " + a.NothingBelow.String()
}

// A Base is the money that a formula is about.
type Base uint8

const (
	// BaseLatestCharge is the latest charge that took money, with the charges
	// that it supersedes, as long as the period it pays for is not over.
	BaseLatestCharge Base = iota + 1

	// BaseTermCharges is every charge that took money whose period overlaps
	// the term: the commitment that contains the request, or else the
	// running period of a charge ([Decision].Running).
	BaseTermCharges

	// BaseAllCharges is every charge that took money up to the request.
	BaseAllCharges

	// BaseListPrice is what the latest charge, with those it supersedes,
	// would have been without its discount: what was asked, and the discount.
	BaseListPrice

	// BaseDiscount is the discount that the latest charge carries, with
	// those it supersedes.
	BaseDiscount

	// BaseUnbilled is the instalments that fall due after the request.
	BaseUnbilled

	// BaseOpenCharges is what was asked up to the request and is not paid. A
	// share of it is one of each charge's own time.
	BaseOpenCharges

	// BaseAmount is an amount that the document states, and BaseQuote one
	// that the host states, in [Snapshot].Quotes.
	BaseAmount
	BaseQuote
)

var baseWords = words{
	BaseLatestCharge: "latest_charge", BaseTermCharges: "term_charges", BaseAllCharges: "all_charges",
	BaseListPrice: "list_price", BaseDiscount: "discount", BaseUnbilled: "unbilled", BaseOpenCharges: "open_charges",
	BaseAmount: "amount", BaseQuote: "quote",
}

// String returns the word that documents use: "latest_charge".
func (b Base) String() string { return baseWords.name("Base", uint8(b)) }

// MarshalText encodes b as String does. It refuses an unknown value.
func (b Base) MarshalText() ([]byte, error) { return baseWords.marshal("Base", uint8(b)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (b *Base) UnmarshalText(text []byte) error {
	v, err := baseWords.unmarshal("base", text)
	*b = Base(v)
	return err
}

// A Fraction is how much of a base a formula takes.
type Fraction uint8

const (
	FractionNone   Fraction = iota + 1 // nothing
	FractionAll                        // the whole base
	FractionUnused                     // the share of the time that is left: see Share
	FractionUsed                       // the rest: the base less the unused share
	FractionSteps                      // the row of a table: see Step
	FractionQuoted                     // what the host states, of a base of charges
)

var fractionWords = words{
	FractionNone: "none", FractionAll: "all", FractionUnused: "unused", FractionUsed: "used",
	FractionSteps: "steps", FractionQuoted: "quoted",
}

// String returns the word that documents use: "unused".
func (f Fraction) String() string { return fractionWords.name("Fraction", uint8(f)) }

// MarshalText encodes f as String does. It refuses an unknown value.
func (f Fraction) MarshalText() ([]byte, error) { return fractionWords.marshal("Fraction", uint8(f)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (f *Fraction) UnmarshalText(text []byte) error {
	v, err := fractionWords.unmarshal("fraction", text)
	*f = Fraction(v)
	return err
}

// A Share is how much of the time that a charge pays for is left. The units
// left are divided by the units of the whole period; the quotient is between 0
// and 1, and rounds nothing: money is rounded, once, at the end.
//
// The time is that of each charge, [Charge].Covers. A base without charges
// (unbilled, amount, quote) is spread over the term, as [BaseTermCharges] has it.
//
// Periods are half-open, and units longer than a second are counted in civil
// days of the document's zone: from the day of Covers.Start up to the day of
// Covers.End, which is not in the period. A period within one day counts as a
// day.
type Share struct {
	// Unit is what is counted: "second", a span of days up to 100 years such as
	// "1 day", "1 month", "4 weeks" or "12 months", or "term", which is the
	// charge's whole period. Required.
	//
	// Longer units are counted from the start of the period, each from there
	// and not from the one before: the months of a period that starts on
	// 31 January start on 28 February, 31 March, 30 April. So do those of one
	// that starts with the last day of a month and ends on a later day of
	// another: 28 February to 31 March is one month. A last unit that
	// the end cuts short counts whole. Seconds are whole seconds: fractions
	// are cut off every instant.
	Unit string `json:"unit,omitzero"`

	// From is the point from which time is left; absent, the request. Hours
	// cannot be counted from the request or from the end. Before
	// the period begins, all of it is left. Beside
	// the anchors of [Point], it may be "ends": when the subscription ends by
	// the rule.
	From Point `json:"from,omitzero"`

	// Day says whether the day of From counts as used or as unused. Required
	// for every unit but the second.
	Day Use `json:"day,omitzero"`

	// Begun says whether a unit of more than a day that has begun, and is not
	// over, counts as used or as unused. Required for such units: "months
	// left" are whole months if the one that has begun is used.
	Begun Use `json:"begun,omitzero"`

	// Over is what the units left are divided by, if not the units of the
	// period: "30 days" or another number of days from 2 to 36600, "30/360", or
	// "nominal".
	//
	//   - "30 days": a day is a thirtieth, however long the period is.
	//   - "30/360": every month has thirty days, in the count of the days left
	//     too: the 31st counts as the 30th, and the last of February is two
	//     days, or one, before the end of its month. A period of no such days
	//     is counted in real ones.
	//   - "nominal": 365/12 days for each month of the period, rounded down:
	//     30, 91, 182 and 365 for 1, 3, 6 and 12 months. A last month cut
	//     short counts whole.
	//
	// Absent, the period. Only for the unit "1 day".
	Over string `json:"over,omitzero"`

	// WithoutPauses takes the paused time out of the period, and so out of
	// what it is divided by. Paused time is never used time: with pauses in
	// the period they count as left, even when the period is over. Where
	// pauses lengthen the period ([Document].PausesLengthen) they are always
	// out of it: the time that was paid for is the time without them. Of a
	// period that was paused as a whole nothing is then left.
	WithoutPauses bool `json:"without_pauses,omitzero"`
}

// A Use is whether time counts as used. The zero Use says nothing.
type Use uint8

const (
	Used   Use = iota + 1 // it counts as used
	Unused                // it counts as left
)

var useWords = words{Used: "used", Unused: "unused"}

// String returns "used" or "unused".
func (u Use) String() string { return useWords.name("Use", uint8(u)) }

// MarshalText encodes u as String does. It refuses an unknown value.
func (u Use) MarshalText() ([]byte, error) { return useWords.marshal("Use", uint8(u)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (u *Use) UnmarshalText(text []byte) error {
	v, err := useWords.unmarshal("use", text)
	*u = Use(v)
	return err
}

// A Step is a row of a table: the first row whose Until lies after the request
// says what the fraction is. All rows have one anchor and one unit, in order;
// the last has no Until.
type Step struct {
	// Until ends the row, as it would end a [Window]. Of an anchor that the
	// subscription does not have, as the end of a trial where there was none,
	// no row is met but the last.
	Until Point `json:"until,omitzero"`

	// Percent is the share of each charge of the base, and Amount a sum
	// instead. Exactly one is set, and the same one in all rows.
	Percent Percent      `json:"percent,omitzero"`
	Amount  money.Amount `json:"amount,omitzero"`
}

// A Percent is a percentage from "0" to "100", with at most six decimals and no
// superfluous zeros: "12.5". The empty Percent is absent.
type Percent string

// Earlier is what refunds given earlier do to a new one. There are three
// schools. Of 20 paid with 8 given back, and two thirds of the time left,
// capped gives 12.00 (13.33, but only 12.00 is left), deducted 5.33, netted
// 8.00. Goodwill ([Refund].Goodwill) only ever lowers what is left.
//
// What a superseded charge gave back was for the time that it no longer pays
// for, and is deducted from its share whatever the school, unless it is netted.
//
// The zero Earlier is capped.
type Earlier uint8

const (
	EarlierCapped   Earlier = iota // the sum is at most what is left of each charge
	EarlierDeducted                // they are taken off the sum of each charge
	EarlierNetted                  // they are taken off each charge before the fraction is
)

var earlierWords = words{"capped", "deducted", "netted"}

// String returns "capped", "deducted" or "netted".
func (e Earlier) String() string { return earlierWords.name("Earlier", uint8(e)) }

// MarshalText encodes e as String does. It refuses an unknown value.
func (e Earlier) MarshalText() ([]byte, error) { return earlierWords.marshal("Earlier", uint8(e)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (e *Earlier) UnmarshalText(text []byte) error {
	v, err := earlierWords.unmarshal("school of earlier refunds", text)
	*e = Earlier(v)
	return err
}

// An Adjustment is one change of a sum. Exactly one field is set. The formulas
// in it have no adjustments of their own, take charges as they were captured,
// whatever was given back since, and ask nobody.
type Adjustment struct {
	// Minus takes an amount off.
	Minus Formula `json:"minus,omitzero"`

	// MinusLarger takes the largest of two to four amounts off.
	MinusLarger []Formula `json:"minus_larger,omitzero"`

	// AtMost and AtLeast bound the sum.
	AtMost  Formula `json:"at_most,omitzero"`
	AtLeast Formula `json:"at_least,omitzero"`

	// NothingBelow makes a sum below it nothing.
	NothingBelow money.Amount `json:"nothing_below,omitzero"`
}

package policy

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
)

// Limits of a formula. The longest table met is that of an insurer, with a row
// for each day of a year.
const (
	maxSteps   = 1000
	maxAdjusts = 8  // of a formula
	maxLarger  = 4  // amounts of which the largest is taken off
	maxNames   = 20 // component names of a formula, methods of a payout
)

// A formula is a compiled Formula.
type formula struct {
	Formula
	text    string      // how it reads in reasons
	brief   string      // how it reads without its adjustments
	percent money.Ratio // 1/1 if absent
	time    share
	steps   []step
	adjust  []adjustment
}

// A share is a compiled Share.
type share struct {
	unit    shareUnit
	span    calendar.Span // for spans
	from    point
	day     Use
	begun   Use
	over    denominator
	days    int64 // for fixedDays
	without bool
}

type shareUnit uint8

const (
	noUnit shareUnit = iota
	inSeconds
	inDays
	inSpans
	inTerms
)

type denominator uint8

const (
	overPeriod denominator = iota
	fixedDays
	thirty360
	nominal
)

// A step is a compiled Step.
type step struct {
	until   point
	percent money.Ratio
	amount  money.Amount
}

// An adjustment is a compiled Adjustment.
type adjustment struct {
	kind adjustKind
	text string
	by   []formula
	min  money.Amount // for nothingBelow
}

type adjustKind uint8

const (
	lessBy adjustKind = iota + 1 // the largest of by, if there are several
	capAt
	raiseTo
	nothingBelow
)

// role is what a formula is for.
type role uint8

const (
	forRefund role = iota
	forDue
	forAdjustment
)

// charges reports whether the base is made of charges that took money.
func (b Base) charges() bool {
	return b == BaseLatestCharge || b == BaseTermCharges || b == BaseAllCharges
}

// none reports whether the formula is absent.
func (f *Formula) none() bool { return reflect.ValueOf(f).Elem().IsZero() }

// formula compiles a formula that is there.
func (c *compiler) formula(path string, in *Formula, as role) formula {
	out := formula{Formula: *in, text: in.String(), percent: money.Ratio{Num: 1, Den: 1}}
	// The policy shares nothing with the document, which is the caller's to change.
	out.Components, out.Keep, out.Steps, out.Adjust = slices.Clone(in.Components), slices.Clone(in.Keep), nil, nil
	brief := *in
	brief.Adjust = nil
	out.brief = brief.String()
	if in.Ask != 0 {
		c.asked(path, in, as)
		return out
	}
	switch {
	case in.Fraction == 0:
		c.fault(path, "", wantFraction)
		return out
	case !fractionWords.known(uint8(in.Fraction)):
		c.fault(path+".fraction", in.Fraction, "want "+fractionWords.list())
		return out
	case !baseWords.known(uint8(in.Base)):
		c.fault(path+".base", in.Base, "want "+baseWords.list())
		return out
	case in.Fraction == FractionNone:
		rest := *in
		rest.Fraction, rest.Base = 0, 0
		if in.Base != 0 {
			c.fault(path+".base", in.Base, `want no base beside the fraction "none"`)
		} else if !rest.none() {
			c.fault(path, "", `want nothing beside the fraction "none"`)
		}
		return out
	}
	tabled := in.Fraction == FractionSteps && len(in.Steps) > 0 && in.Steps[0].Amount.IsValid()
	switch {
	case in.Base == 0 && (as == forRefund || !tabled):
		c.fault(path+".base", "", "want what the fraction is taken of: "+baseWords.list())
	case as == forRefund && in.Base != 0 && !in.Base.charges():
		c.fault(path+".base", in.Base, `want charges that the money comes out of, as in "latest_charge"`)
	case tabled && as != forRefund && in.Base != 0:
		c.fault(path+".base", in.Base, "want no base: the table has amounts of its own")
	}
	c.only(path+".amount", in.Amount.IsValid(), in.Base == BaseAmount, "an amount", `the base "amount"`)
	c.notNegative(path+".amount", in.Amount)
	c.only(path+".quote", in.Quote != "", in.Base == BaseQuote || in.Fraction == FractionQuoted, "the name of a figure", `the base "quote" or the fraction "quoted"`)
	if len(in.Quote) > maxName {
		c.fault(path+".quote", in.Quote, fmt.Sprintf("want a name of at most %d bytes", maxName))
	}
	timed := in.Fraction == FractionUnused || in.Fraction == FractionUsed
	c.only(path+".time", in.Time != Share{}, timed, `how time is counted, as in {"unit": "1 day", "day": "used"}`, `the fractions "unused" and "used"`)
	if timed && in.Time != (Share{}) {
		out.time = c.share(path+".time", &in.Time)
	}
	c.only(path+".steps", len(in.Steps) > 0, in.Fraction == FractionSteps, "a table", `the fraction "steps"`)
	out.steps = c.steps(path+".steps", in.Steps)
	if in.Percent != "" {
		var err error
		if out.percent, err = in.Percent.compile(); err != nil {
			c.wrap(path+".percent", string(in.Percent), err)
		}
	}
	switch {
	case as == forRefund:
	case in.Asked:
		c.fault(path+".asked", true, "want it for a refund only")
	case in.Earlier != 0:
		c.fault(path+".earlier", in.Earlier, "want it for a refund only")
	case in.Fraction == FractionQuoted:
		c.fault(path+".fraction", in.Fraction, `want the base "quote"`)
	}
	switch {
	case in.Earlier > EarlierNetted:
		c.fault(path+".earlier", in.Earlier, "want "+earlierWords.list())
	case in.Earlier == EarlierNetted && (tabled || in.Fraction == FractionQuoted):
		c.fault(path+".earlier", in.Earlier, "want a fraction: an amount is of no charge that refunds could be taken off")
	}
	c.parts(path+".components", in.Components, in.Base)
	c.parts(path+".keep", in.Keep, in.Base)
	out.adjust = c.adjustments(path+".adjust", in.Adjust, as)
	return out
}

// asked checks a formula that leaves the amount to somebody.
func (c *compiler) asked(path string, in *Formula, as role) {
	rest := *in
	rest.Ask, rest.Base = 0, 0
	switch {
	case in.Ask == Automatic || !handlerWords.known(uint8(in.Ask)):
		c.fault(path+".ask", in.Ask, `want whom to ask, as in "support"`)
	case as == forAdjustment:
		c.fault(path+".ask", in.Ask, "want a figure: an adjustment asks nobody")
	case !rest.none():
		c.fault(path, "", wantFraction)
	case as == forDue && in.Base != 0:
		c.fault(path+".base", in.Base, "want no base: whoever is asked names the amount")
	case in.Base != 0 && !in.Base.charges():
		c.fault(path+".base", in.Base, `want charges, which bound the refund, as in "latest_charge"`)
	}
}

const wantFraction = `want either "fraction", how much, or "ask", who decides it`

// only checks that a field is there if and only if what it belongs to is.
func (c *compiler) only(path string, there, wanted bool, what, with string) {
	switch {
	case there && !wanted:
		c.fault(path, "", "want it only with "+with)
	case wanted && !there:
		c.fault(path, "", "want "+what+", for "+with)
	}
}

// notNegative checks an amount, if there is one.
func (c *compiler) notNegative(path string, a money.Amount) {
	if a.Sign() < 0 {
		c.fault(path, a, "want an amount that is not negative")
	}
}

// parts checks a list of components of a base.
func (c *compiler) parts(path string, list []string, of Base) {
	if len(list) > 0 && !of.charges() {
		c.fault(path, "", `want it only with a base of charges, as in "latest_charge"`)
	}
	c.names(path, list)
}

// names checks a list of names.
func (c *compiler) names(path string, list []string) {
	if len(list) > maxNames {
		c.fault(path, len(list), atMost(maxNames))
		return
	}
	for i, name := range list {
		if unnamed(name) {
			c.fault(fmt.Sprintf("%s[%d]", path, i), name, fmt.Sprintf("want a name of 1 to %d bytes", maxName))
		}
	}
}

// share compiles how time is counted.
func (c *compiler) share(path string, in *Share) share {
	out := share{from: point{anchor: request}, day: in.Day, begun: in.Begun, without: in.WithoutPauses || c.doc.PausesLengthen}
	if in.From != "" {
		out.from = c.point(path+".from", in.From)
		if p := out.from; (p.asked() || p.anchor == ends) && p.span.Unit == calendar.Hours {
			c.fault(path+".from", string(in.From), "want the request or the end, or days or longer from it")
		}
	}
	switch in.Unit {
	case "second":
		out.unit = inSeconds
	case "term":
		out.unit = inTerms
	case "1 day":
		out.unit = inDays
	default:
		out.unit = inSpans
		span, err := calendar.ParseSpan(in.Unit)
		if err != nil || span.Unit <= calendar.Hours || span.Unit == calendar.BusinessDays || span.N == 0 || longSpan(span) {
			// What else is wanted depends on the unit.
			c.fault(path+".unit", in.Unit, fmt.Sprintf(`want "second", "term", or a span of a day to %d years, as in "1 day" or "1 month"`, maxYears))
			return out
		}
		out.span = span
	}
	c.use(path+".day", in.Day, out.unit != inSeconds, `the day of the request, or of "from", counts`)
	c.use(path+".begun", in.Begun, out.unit == inSpans || out.unit == inTerms, "a unit that has begun counts")
	days, fixed := strings.CutSuffix(in.Over, " days")
	n, err := strconv.Atoi(days)
	switch {
	case in.Over == "":
	case out.unit != inDays:
		c.fault(path+".over", in.Over, `want it for the unit "1 day" only`)
	case in.Over == "30/360":
		out.over = thirty360
	case in.Over == "nominal":
		out.over = nominal
	case fixed && err == nil && n >= 2 && n <= maxYears*366 && strconv.Itoa(n) == days:
		out.over, out.days = fixedDays, int64(n)
	default:
		c.fault(path+".over", in.Over, `want "30/360", "nominal" or a number of days, as in "30 days"`)
	}
	return out
}

// use checks whether time counts as used.
func (c *compiler) use(path string, u Use, wanted bool, what string) {
	switch {
	case !useWords.known(uint8(u)):
		c.fault(path, u, "want "+useWords.list())
	case wanted && u == 0:
		c.fault(path, "", "want whether "+what+` as "used" or as "unused"`)
	case !wanted && u != 0:
		c.fault(path, u, "want it for longer units only")
	}
}

// steps compiles a table.
func (c *compiler) steps(path string, in []Step) []step {
	if len(in) > maxSteps {
		c.fault(path, len(in), atMost(maxSteps))
		return nil
	}
	var out []step
	for i, s := range in {
		path := fmt.Sprintf("%s[%d]", path, i)
		row := step{percent: money.Ratio{Num: 1, Den: 1}, amount: s.Amount}
		switch {
		case (s.Percent != "") == s.Amount.IsValid():
			c.fault(path, "", "want either a percentage or an amount")
		case (s.Percent != "") != (in[0].Percent != ""), s.Amount.Currency() != in[0].Amount.Currency():
			c.fault(path, "", "want what the first row has: percentages, or amounts of one currency")
		case s.Percent != "":
			var err error
			if row.percent, err = s.Percent.compile(); err != nil {
				c.wrap(path+".percent", string(s.Percent), err)
			}
		}
		c.notNegative(path+".amount", s.Amount)
		last := i == len(in)-1
		switch {
		case last && s.Until != "":
			c.fault(path+".until", string(s.Until), "want the last row without an end, to say what comes after")
		case !last && s.Until == "":
			c.fault(path+".until", "", "want when the row ends: only the last has no end")
		case !last:
			row.until = c.anchored(path+".until", s.Until)
			known := i > 0 && row.until.anchor != noAnchor && out[i-1].until.anchor != noAnchor
			if known && !row.until.follows(out[i-1].until) {
				c.fault(path+".until", string(s.Until), "want a later point of the same anchor and unit than the row before")
			}
		}
		out = append(out, row)
	}
	return out
}

// follows reports whether the point comes after another of its anchor and unit.
func (p point) follows(q point) bool {
	n, m := p.span.N, q.span.N
	if p.back {
		n = -n
	}
	if q.back {
		m = -m
	}
	// Another anchor, a month's end and the like leave the order open. Parts of
	// a period are in order by their own.
	a, b := p, q
	a.back, a.span.N, b.back, b.span.N = false, 0, false, 0
	if p.part[1] != 0 && q.part[1] != 0 && p.back == q.back {
		n, m = p.part[0]*q.part[1], q.part[0]*p.part[1]
		if p.back {
			n, m = -n, -m
		}
		a.part, b.part = [2]int{}, [2]int{}
	}
	return a == b && n > m
}

// adjustments compiles the changes of a sum.
func (c *compiler) adjustments(path string, in []Adjustment, as role) []adjustment {
	switch {
	case len(in) == 0:
		return nil
	case as == forAdjustment:
		c.fault(path, "", "want no adjustments in an adjustment")
		return nil
	case len(in) > maxAdjusts:
		c.fault(path, len(in), atMost(maxAdjusts))
		return nil
	}
	out := make([]adjustment, len(in))
	for i := range in {
		a, path := &in[i], fmt.Sprintf("%s[%d]", path, i)
		out[i].text = a.String()
		fields := 0
		one := func(name string, f *Formula, kind adjustKind) {
			if !f.none() {
				fields++
				out[i].kind = kind
				out[i].by = append(out[i].by, c.formula(path+"."+name, f, forAdjustment))
			}
		}
		one("minus", &a.Minus, lessBy)
		one("at_most", &a.AtMost, capAt)
		one("at_least", &a.AtLeast, raiseTo)
		if len(a.MinusLarger) > 0 {
			if fields++; len(a.MinusLarger) < 2 || len(a.MinusLarger) > maxLarger {
				c.fault(path+".minus_larger", len(a.MinusLarger), fmt.Sprintf("want 2 to %d amounts", maxLarger))
			}
			for j := range min(len(a.MinusLarger), maxLarger) {
				f := &a.MinusLarger[j]
				out[i].kind = lessBy
				out[i].by = append(out[i].by, c.formula(fmt.Sprintf("%s.minus_larger[%d]", path, j), f, forAdjustment))
			}
		}
		if a.NothingBelow.IsValid() {
			fields++
			out[i].kind, out[i].min = nothingBelow, a.NothingBelow
			c.notNegative(path+".nothing_below", a.NothingBelow)
		}
		if fields != 1 {
			c.fault(path, "", "want exactly one of minus, minus_larger, at_most, at_least and nothing_below")
		}
	}
	return out
}

// settlement checks the way money comes back.
func (c *compiler) settlement(path string, in *Rule, out *rule) {
	s := in.Settlement
	if s == (Settlement{}) {
		return
	}
	switch {
	case !formWords.known(uint8(s.As)):
		c.fault(path+".as", s.As, "want "+formWords.list())
	case !orderWords.known(uint8(s.Order)):
		c.fault(path+".order", s.Order, "want "+orderWords.list())
	case s.First != 0 && s.First != ClassMoney && s.First != ClassStoredValue:
		c.fault(path+".first", s.First, `want "money" or "stored_value"`)
	case in.Refund.Fraction == 0 || in.Refund.Fraction == FractionNone:
		c.fault(path, "", "want a refund to settle")
	}
	out.settlement = s
}

// compile reads the text of a percentage.
func (p Percent) compile() (money.Ratio, error) {
	whole, decimals, point := strings.Cut(string(p), ".")
	n, err := strconv.ParseInt(whole+decimals, 10, 64)
	switch {
	case err != nil, len(whole) > 3, len(decimals) > 6, len(whole) == 0,
		strings.Trim(whole+decimals, "0123456789") != "",
		point && (decimals == "" || strings.HasSuffix(decimals, "0")),
		len(whole) > 1 && whole[0] == '0':
		return money.Ratio{Num: 1, Den: 1}, errPercent
	}
	den := int64(100)
	for range len(decimals) {
		den *= 10
	}
	if n > den {
		return money.Ratio{Num: 1, Den: 1}, errPercent
	}
	// In lowest terms, so that products stay small.
	for _, prime := range []int64{2, 5} {
		for n%prime == 0 && den%prime == 0 {
			n, den = n/prime, den/prime
		}
	}
	return money.Ratio{Num: n, Den: den}, nil
}

var errPercent = errors.New(`want a percentage from "0" to "100" with at most six decimals, as in "12.5"`)

// longSpan reports whether a span is too long to count by.
func longSpan(s calendar.Span) bool {
	return s.Unit == calendar.Months && s.N > 12*maxYears || s.Unit == calendar.Years && s.N > maxYears
}

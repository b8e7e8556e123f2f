package policy

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
)

// A reasoning works out the results of inferences. Explain makes inferences with
// it, and Replay checks them: there is one meaning of each operation.
type reasoning struct {
	in    *Policy      // its zone, calendar and rounding
	steps []*Inference // those that were made, by number less one
	years int          // of days that were counted

	portions map[given]bool // that splittings gave, for Replay
}

// infer works out the result of an inference from its inputs.
func (x *reasoning) infer(s *Inference) (Value, error) {
	switch counts := s.Op == OpPoint || s.Op == OpExpect; {
	case len(s.Skipped) > 0 && !counts:
		return Value{}, errors.New("want days that are skipped only where days are counted")
	case s.Op == OpFact && (len(s.Inputs) > 0 || s.Time != Share{} || !slices.Contains(factNames, s.Name)):
		return Value{}, fmt.Errorf("want a fact that is stated and not worked out, and not %q", s.Name)
	}
	for i := 1; i < len(s.Skipped); i++ {
		if !s.Skipped[i-1].Date.Before(s.Skipped[i].Date) {
			return Value{}, errors.New("want the days that are skipped in order, each once")
		}
	}
	switch s.Op {
	case OpFact:
		return s.Value, nil
	case OpListed:
		return s.listed()
	case OpFrom, OpUntil:
		return s.windowed()
	case OpCounted:
		return s.counted()
	case OpInterval:
		return x.interval(s)
	case OpCohort:
		return x.cohort(s)
	case OpRule:
		return s.ruled()
	case OpPoint:
		return x.point(s)
	case OpMoment:
		return x.moment(s)
	case OpExpect:
		return x.expect(s)
	case OpUnits:
		return x.units(s)
	case OpAdd, OpSubtract, OpLeast, OpMost, OpDrop:
		return x.figure(s)
	case OpMultiply:
		return x.multiply(s)
	case OpSplit:
		return s.split()
	case OpSum:
		return s.sum()
	case OpNothing:
		return s.nothing()
	case OpEffect:
		return s.effect()
	case OpVerdict:
		return x.verdict(s)
	}
	return Value{}, errors.New("want an operation")
}

// factNames are what facts may be called: an anchor, or one of these.
var factNames = slices.Concat(anchorWords[1:], []string{
	"phase", "stopped", "unpaid", "running_start", "running_end", "closed", "payout",
	"captured", "returned", "gift", "asked", "open", "disputed", "available", "unbilled", "list_price", "discount", "quote", "stated", "none",
})

// all returns the inputs of a name.
func (s *Inference) all(name string) []Value {
	var all []Value
	for i := range s.Inputs {
		if in := &s.Inputs[i]; in.Name == name {
			all = append(all, in.Value)
		}
	}
	return all
}

// input returns the first input of a name, and whether there is one.
func (s *Inference) input(name string) (Value, bool) {
	for i := range s.Inputs {
		if in := &s.Inputs[i]; in.Name == name {
			return in.Value, true
		}
	}
	return Value{}, false
}

func missing(name string) error { return fmt.Errorf("want an input %q", name) }

// beforeAll is the word for an instant that lies before the years.
const beforeAll = "before_all_years"

// pointOf is the value of an instant that is known, unknown or not there.
func (p *Policy) pointOf(at instant, held truth) Value {
	var v Value
	switch {
	case held == no:
		return Value{Holds: False}
	case held == unknown:
		v.Holds = Unknown
	case at == unset:
		return Value{Word: beforeAll}
	}
	if at == never {
		v.At = Moment{Kind: Never}
	} else if at != unset {
		v.At = Moment{Kind: Fixed, At: p.local(at.time())}
	}
	return v
}

// point is the instant of a value, and whether it is known.
func (v Value) point() (instant, truth, error) {
	held, at := yes, unset
	switch v.Holds {
	case False:
		return unset, no, nil
	case Unknown:
		held = unknown
	}
	switch {
	case v.At.Kind == Never:
		at = never
	case v.At.Kind == Fixed:
		if at = instantOf(v.At.At); at == unset {
			return unset, no, errors.New("want an instant from 1900 to 2199")
		}
	case held == yes && v.Word != beforeAll:
		return unset, no, errors.New("want an instant")
	}
	return at, held, nil
}

// instant returns an input that must be an instant.
func (s *Inference) instant(name string) (instant, error) {
	v, ok := s.input(name)
	if !ok {
		return unset, missing(name)
	}
	at, held, err := v.point()
	if err == nil && held != yes {
		err = fmt.Errorf("want an instant %q that is known", name)
	}
	return at, err
}

// holds is the value of a condition.
func holds(t truth) Value { return Value{Holds: Truth(t) + 1} }

// truth is the condition that a value is, and unknown if it is none.
func (v Value) truth() truth {
	switch v.Holds {
	case True:
		return yes
	case False:
		return no
	}
	return unknown
}

// listed tells whether what there is is among what is wanted: of several, all.
func (s *Inference) listed() (Value, error) {
	have, want := s.all("have"), s.all("want")
	switch {
	case len(want) == 0:
		return Value{}, missing("want")
	case len(want) > maxScope, len(have) > maxPayments:
		return Value{}, fmt.Errorf("want at most %d words of a list of %d", maxPayments, maxScope)
	}
	in, out, untold := 0, 0, 0
	for _, v := range have {
		switch {
		case v.Word == "":
			untold++
		case slices.ContainsFunc(want, func(w Value) bool { return s.among(v.Word, w.Word) }):
			in++
		default:
			out++
		}
	}
	switch {
	case untold > 0, in > 0 && out > 0:
		return holds(unknown), nil
	case in > 0:
		return holds(yes), nil
	}
	return holds(no), nil
}

// among reports whether a word is another or, of markets and causes, below it.
func (s *Inference) among(word, want string) bool {
	switch s.Name {
	case "market":
		return listed([]string{want}, word, true)
	case "cause":
		return within(word, want)
	}
	return word == want
}

// windowed tells whether the request lies on the right side of an end, of two
// ends of whichever comes first.
func (s *Inference) windowed() (Value, error) {
	sent, err := s.instant("request")
	if err != nil {
		return Value{}, err
	}
	points := s.all("point")
	if len(points) == 0 {
		return Value{}, missing("point")
	}
	result, some := no, false
	for _, v := range points {
		at, known, err := v.point()
		if err != nil {
			return Value{}, err
		}
		held := no
		switch {
		case known == no:
			continue // there is no such end
		case known == unknown && sent >= at:
			held = unknown
		case (sent < at) == (s.Op == OpUntil):
			held = yes
		}
		if result = min(result, held); !some {
			result, some = held, true
		}
	}
	return holds(result), nil
}

// counted compares a number of events or charges.
func (s *Inference) counted() (Value, error) {
	want, err := Count(s.Text).compile()
	if err != nil {
		return Value{}, err
	}
	if since, ok := s.input("since"); ok {
		if _, held, err := since.point(); err != nil || held != yes {
			return holds(held), err
		}
	}
	n, ok := s.input("count")
	if !ok || n.Count.N < 0 || n.Count.N > math.MaxInt32 {
		return Value{}, missing("count")
	}
	complete, _ := s.input("complete")
	return holds(want.holds(int(n.Count.N), complete.Word == Yes.String())), nil
}

// interval compares the time that a charge pays for with a span.
func (x *reasoning) interval(s *Inference) (Value, error) {
	if len(s.Inputs) == 0 {
		return holds(no), nil // there is no charge
	}
	var sc scope
	if err := sc.compare(Interval(s.Text)); err != nil {
		return Value{}, err
	}
	if _, known := s.input("end"); !known {
		return holds(unknown), nil
	}
	start, err := s.instant("start")
	if err != nil {
		return Value{}, err
	}
	end, err := s.instant("end")
	if err != nil {
		return Value{}, err
	}
	if sc.lasts(x.in.zone.DateIn(start.time()), x.in.zone.DateIn(end.time())) {
		return holds(yes), nil
	}
	return holds(no), nil
}

// cohort tells whether the day of a point is among others.
func (x *reasoning) cohort(s *Inference) (Value, error) {
	v, ok := s.input("point")
	if !ok {
		return Value{}, missing("point")
	}
	at, held, err := v.point()
	if err != nil || held != yes {
		return holds(held), err
	}
	from, _ := s.input("from")
	before, _ := s.input("before")
	sc := scope{from: from.Day, before: before.Day}
	if !sc.includes(x.in.zone.DateIn(at.time())) {
		held = no
	}
	return holds(held), nil
}

// ruled tells whether all conditions of a rule hold.
func (s *Inference) ruled() (Value, error) {
	result := yes
	for _, v := range s.all("held") {
		if v.Holds == 0 {
			return Value{}, errors.New("want a condition")
		}
		result = min(result, v.truth())
	}
	return holds(result), nil
}

// point works out the instant that a text names.
func (x *reasoning) point(s *Inference) (Value, error) {
	anchor, ok := s.input("anchor")
	if !ok {
		return Value{}, missing("anchor")
	}
	at, held, err := anchor.point()
	if err != nil || held == no || at == unset {
		return x.in.pointOf(at, held), err
	}
	p, err := Point(s.Text).compile()
	if err != nil {
		return Value{}, err
	}
	if p.part[1] != 0 || p.terms != 0 {
		start, ok := s.input("start")
		end, both := s.input("end")
		if !ok || !both {
			return holds(unknown), nil // it is not told of which term
		}
		from, _, err := start.point()
		if err != nil {
			return Value{}, err
		}
		to, _, err := end.point()
		if err != nil {
			return Value{}, err
		}
		if from == unset || to == unset || from == never || to == never || at == never {
			return Value{}, errors.New("want a term that begins and ends")
		}
		if p.part[1] != 0 {
			at = x.in.partOf(p, from, to)
		} else {
			at = x.in.termsAfter(p, from, to, at)
		}
		if p.month && at != never {
			at = p.monthEnd(at.time(), true, x.in)
		}
		return x.in.pointOf(at, held), nil
	}
	if x.in.calendar == nil && (p.span.Unit == calendar.BusinessDays || p.rolled) && s.Holds == Unknown && len(s.Skipped) == 0 {
		return holds(unknown), nil // it is said to lie beyond the calendar
	}
	in := x.in
	if p.span.Unit == calendar.BusinessDays || p.rolled {
		if in, err = x.counting(s); err != nil {
			return Value{}, err
		}
	}
	moved, err := p.from(at.time(), in)
	if err != nil {
		return holds(unknown), nil
	}
	if len(s.Skipped) > 0 {
		if moved == unset || moved == never {
			return Value{}, errors.New("want no days that are skipped beyond all years")
		}
		first, last := x.in.zone.DateIn(min(at, moved).time()), x.in.zone.DateIn(max(at, moved).time())
		if err := x.closed(s.Skipped, first.AddDays(-1), last); err != nil {
			return Value{}, err
		}
	}
	return x.in.pointOf(moved, held), nil
}

// closed reports days that are listed as skipped and do not lie between two, both
// included, or are no such days of the calendar, if there is one.
func (x *reasoning) closed(list []calendar.Closing, first, last calendar.Date) error {
	for _, c := range list {
		if c.Date.Before(first) || c.Date.After(last) {
			return fmt.Errorf("want no day that is skipped outside of the days that are counted, as %s is", c.Date)
		}
		if x.in.calendar == nil {
			continue
		}
		if known, err := x.in.calendar.Skipped(c.Date.AddDays(-1), c.Date); err == nil && !slices.Equal(known, []calendar.Closing{c}) {
			return fmt.Errorf("want another day that is skipped than %s: the calendar does not have it so", c)
		}
	}
	return nil
}

// counting is the policy, with a calendar to count the days of an inference by. If
// it has none, all days but those that are skipped are business days.
func (x *reasoning) counting(s *Inference) (*Policy, error) {
	if x.in.calendar != nil {
		return x.in, nil
	}
	years := [2]int{lastYear, firstYear}
	see := func(d calendar.Date) {
		if d.IsValid() {
			years[0], years[1] = min(years[0], d.Year()-1), max(years[1], d.Year()+1)
		}
	}
	at := func(m Moment) {
		if m.Kind == Fixed {
			see(x.in.zone.DateIn(m.At))
		}
	}
	for i := range s.Inputs {
		at(s.Inputs[i].At)
	}
	at(s.At)
	see(s.Days.Latest)
	for i := range s.Skipped {
		see(s.Skipped[i].Date)
	}
	if years[0] > years[1] {
		return nil, errors.New("want days to count")
	}
	spec := calendar.Spec{ID: "as-listed", FirstYear: max(firstYear, years[0]), LastYear: min(lastYear, years[1]), Week: everyDay}
	if x.years += spec.LastYear - spec.FirstYear; x.years > maxCounted {
		return nil, fmt.Errorf("want no more than %d years of business days to be counted in all", maxCounted)
	}
	for _, c := range s.Skipped {
		spec.Holidays = append(spec.Holidays, calendar.Holiday{Date: c.Date})
	}
	c, err := calendar.New(spec)
	if err != nil {
		return nil, err
	}
	out := *x.in
	out.calendar = c
	return &out, nil
}

// maxCounted is how many years of days a replay looks at, so that no explanation
// takes long.
const maxCounted = 20_000

var everyDay = calendar.NewWeek(time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday)

// moment works out when something takes effect.
func (x *reasoning) moment(s *Inference) (Value, error) {
	sent, err := s.instant("request")
	if err != nil {
		return Value{}, err
	}
	v, ok := s.input("point")
	if !ok {
		return Value{}, missing("point")
	}
	at, held, err := v.point()
	if err != nil {
		return Value{}, err
	}
	p, err := Point(s.Text).compile()
	if err != nil {
		return Value{}, err
	}
	now := Moment{Kind: AtRequest}
	if moving, _ := s.input("moving"); moving.Word != Yes.String() {
		now = Moment{Kind: Fixed, At: x.in.local(sent.time())}
	}
	var m Moment
	switch {
	case held == unknown, held == no && p.anchor != periodEnd:
	case held == no: // nothing was ever paid for
		m = now
	case at == never:
		m = Moment{Kind: Never}
	case p.plain() && p.asked() && at <= sent, !p.asked() && at <= sent: // nothing ends before it is asked to
		m = now
	default:
		m = Moment{Kind: Fixed, At: x.in.local(at.time())}
	}
	if _, given := s.input("notice"); given {
		end, err := s.instant("notice")
		if err != nil {
			return Value{}, err
		}
		if m.Kind == Never || m.Kind == Fixed && instantOf(m.At) > end {
			m = Moment{Kind: Fixed, At: x.in.local(end.time())}
		}
	}
	return Value{At: m}, nil
}

// expect works out when money is expected.
func (x *reasoning) expect(s *Inference) (Value, error) {
	at, err := s.instant("from")
	if err != nil {
		return Value{}, err
	}
	least, ok := s.input("min")
	most, both := s.input("max")
	if !ok || !both {
		return Value{}, missing("min")
	}
	if a, b := least.Count.N, most.Count.N; a < 0 || b < a || b > maxPayout || least.Count.Unit != most.Count.Unit {
		return Value{}, fmt.Errorf("want a minimum and a maximum from 0 to %d units, in order", maxPayout)
	}
	from, err := Point(s.Text).compile()
	if err != nil {
		return Value{}, err
	}
	day := x.in.zone.DateIn(at.time())
	if from.ended() && x.in.zone.Start(day).Equal(at.time()) {
		day = day.AddDays(-1) // the last day counted
	}
	var unit calendar.Unit
	if err := unit.UnmarshalText([]byte(least.Count.Unit)); err != nil {
		return Value{}, err
	}
	a, b := int(least.Count.N), int(most.Count.N)
	switch unit {
	case calendar.Hours:
		over := func(n int) calendar.Date {
			return x.in.zone.DateIn(at.time().Add(time.Duration(n) * time.Hour))
		}
		return Value{Days: calendar.Range{Earliest: over(a), Latest: over(b)}}, nil
	case calendar.BusinessDays:
		var k calendar.Counting
		counting, _ := s.input("counting")
		if err := k.UnmarshalText([]byte(counting.Word)); err != nil {
			return Value{}, err
		}
		in, err := x.counting(s)
		if err != nil {
			return Value{}, err
		}
		days, err := in.calendar.Range(day, a, b, k)
		if err == nil {
			first := day
			if k == calendar.AfterEvent {
				first = day.AddDays(1) // the event's own day does not matter
			}
			err = x.closed(s.Skipped, first, days.Latest)
		}
		return Value{Days: days}, err
	}
	return Value{Days: calendar.Range{Earliest: day.AddDays(a), Latest: day.AddDays(b)}}, nil
}

// units counts the time that is left.
func (x *reasoning) units(s *Inference) (Value, error) {
	c := compiler{doc: &Document{PausesLengthen: x.in.lengthens}, policy: x.in}
	from := s.Time
	from.From = "" // it stands among the inputs
	in := c.share("time", &from)
	if len(c.faults) > 0 {
		return Value{}, errors.Join(c.faults...)
	}
	at, err := s.instant("from")
	if err != nil {
		return Value{}, err
	}
	start, err := s.instant("start")
	if err != nil {
		return Value{}, err
	}
	end, err := s.instant("end")
	if err != nil {
		return Value{}, err
	}
	if start == never || end == never {
		return Value{}, errors.New("want a period that begins and ends")
	}
	before, _ := s.input("paused_before")
	all, _ := s.input("paused")
	const most = seconds
	if min(before.Count.N, all.Count.N) < 0 || max(before.Count.N, all.Count.N) > most {
		return Value{}, errors.New("want a pause of the years 1900 to 2199")
	}
	units, of := x.in.left(&in, timing{at: at, day: x.in.firstLeft(&in, at)}, start, end, before.Count.N, all.Count.N)
	return Value{Count: Quantity{N: units, Of: of, Unit: s.Time.Unit}}, nil
}

// figure works out a sum, a difference, the least or the greatest.
func (x *reasoning) figure(s *Inference) (Value, error) {
	if len(s.Inputs) == 0 {
		return Value{}, errors.New("want inputs")
	}
	if s.Inputs[0].At.Kind != NoMoment || s.Inputs[0].Word == beforeAll {
		return x.extreme(s)
	}
	// No amount is nothing in whatever currency the others have.
	var none money.Amount
	for i := range s.Inputs {
		if a := s.Inputs[i].Amount; a.IsValid() {
			none = zero(a)
		}
	}
	amounts := make([]money.Amount, len(s.Inputs))
	for i := range s.Inputs {
		if amounts[i] = s.Inputs[i].Amount; !amounts[i].IsValid() {
			amounts[i] = none
		}
		if a := amounts[i]; a.Currency() != none.Currency() || a.Sign() < 0 {
			return Value{}, fmt.Errorf("want amounts of one currency that are not negative, and not %q", a.String())
		}
	}
	if !none.IsValid() {
		return Value{}, nil
	}
	sum := amounts[0]
	for _, a := range amounts[1:] {
		err := error(nil)
		order, _ := a.Cmp(sum)
		switch {
		case s.Op == OpAdd:
			sum, err = sum.Add(a)
		case s.Op == OpSubtract && order >= 0:
			sum = zero(sum)
		case s.Op == OpSubtract:
			sum, err = sum.Sub(a)
		case s.Op == OpLeast && order < 0, s.Op == OpMost && order > 0:
			sum = a
		case s.Op == OpDrop && order > 0:
			sum = zero(sum)
		}
		if err != nil {
			return Value{}, err
		}
	}
	return Value{Amount: sum}, nil
}

// extreme is the earliest or the latest of instants.
func (x *reasoning) extreme(s *Inference) (Value, error) {
	found := unset
	for i := range s.Inputs {
		at, held, err := s.Inputs[i].point()
		switch {
		case err != nil:
			return Value{}, err
		case held != yes || s.Op != OpLeast && s.Op != OpMost:
			return Value{}, errors.New("want instants that are known")
		case i == 0, s.Op == OpLeast && at < found, s.Op == OpMost && at > found:
			found = at
		}
	}
	return x.in.pointOf(found, yes), nil
}

// multiply works out a product of ratios, rounded once.
func (x *reasoning) multiply(s *Inference) (Value, error) {
	of, ok := s.input("of")
	switch {
	case !ok:
		return Value{}, missing("of")
	case !of.Amount.IsValid():
		return Value{}, nil // nothing, in whatever currency
	}
	if s.Text != x.in.rounding.String() {
		return Value{}, errors.New("want the rounding of the policy, " + x.in.rounding.String())
	}
	var ratios []money.Ratio
	for _, v := range s.all("times") {
		if v.Count.N < 0 || v.Count.Of <= 0 || v.Count.N > v.Count.Of {
			return Value{}, errors.New("want ratios from 0 to 1")
		}
		ratios = append(ratios, money.Ratio{Num: v.Count.N, Den: v.Count.Of})
	}
	a, err := of.Amount.MulRatios(x.in.rounding, ratios...)
	return Value{Amount: a}, err
}

// split checks a splitting: its result is the total, and what each portion has
// stands among the inputs.
func (s *Inference) split() (Value, error) {
	total, ok := s.input("total")
	if !ok || !total.Amount.IsValid() || total.Amount.Sign() < 0 {
		return Value{}, missing("total")
	}
	order := OldestFirst
	if s.Text != asListed {
		if err := order.UnmarshalText([]byte(s.Text)); err != nil {
			return Value{}, err
		}
	}
	var list []portion
	var ids []string
	sum := int64(0)
	for i := range s.Inputs {
		if in := &s.Inputs[i]; in.Name == "most" {
			a := in.Amount
			if !a.IsValid() || a.Currency() != total.Amount.Currency() || a.Sign() < 0 || in.Count.N < 0 || in.Count.N > 2 {
				return Value{}, errors.New("want portions in one currency")
			}
			at := unset
			if in.At.Kind == Fixed {
				at = instantOf(in.At.At)
			}
			list = append(list, portion{index: int32(len(ids)), group: int8(in.Count.N), at: at, most: a.Minor()})
			ids = append(ids, in.Subject)
			if sum += a.Minor(); sum < 0 {
				return Value{}, errors.New("want portions that can be added")
			}
		}
	}
	if total.Amount.Minor() > sum {
		return Value{}, errors.New("want a total that the portions have room for")
	}
	split(total.Amount.Minor(), list, order, func(i int32) string {
		if s.Text == asListed {
			return ""
		}
		return ids[i]
	})
	give := make([]int64, len(ids))
	for _, p := range list {
		give[p.index] = p.give
	}
	n := 0
	for i := range s.Inputs {
		if in := &s.Inputs[i]; in.Name == "give" {
			if n >= len(ids) || in.Subject != ids[n] || in.Amount.Currency() != total.Amount.Currency() || in.Amount.Minor() != give[n] {
				return Value{}, fmt.Errorf("want another portion than %s for %q", in.Amount, in.Subject)
			}
			n++
		}
	}
	if n != len(ids) {
		return Value{}, errors.New("want a portion for each")
	}
	return Value{Amount: total.Amount}, nil
}

// asListed is the order of portions that are taken as they stand.
const asListed = "as_listed"

// sum works out a sum of a verdict.
func (s *Inference) sum() (Value, error) {
	if s.Text == SumExact.String() || s.Text == SumQuoted.String() {
		amount, ok := s.input("amount")
		payable, both := s.input("payable")
		if !ok || !both || !amount.Amount.IsValid() {
			return Value{}, missing("amount")
		}
		state := SumExact
		if s.Text == SumQuoted.String() {
			state = SumQuoted
		}
		return Value{Sum: Sum{State: state, Amount: amount.Amount, Payable: payable.Amount}}, nil
	}
	out := Sum{State: SumUndecided}
	if err := out.Ask.UnmarshalText([]byte(s.Text)); err != nil {
		return Value{}, err
	}
	if most, ok := s.input("most"); ok {
		if out.Least, out.Most = zero(most.Amount), most.Amount; out.Most.Sign() == 0 {
			out = Sum{State: SumExact, Amount: out.Most, Payable: out.Most}
		}
	}
	return Value{Sum: out}, nil
}

// nothing tells why nothing comes back.
func (s *Inference) nothing() (Value, error) {
	var code Code
	if err := code.UnmarshalText([]byte(s.Text)); err != nil {
		return Value{}, err
	}
	switch code {
	case NothingCaptured:
		for _, v := range s.all("captured") {
			if v.Amount.Sign() != 0 {
				return Value{}, errors.New("want that nothing was captured")
			}
		}
	case NothingLeft:
		if left, ok := s.input("left"); !ok || left.Amount.Sign() != 0 {
			return Value{}, errors.New("want that nothing is left")
		}
	case PeriodOver:
		sent, err := s.instant("request")
		if err != nil {
			return Value{}, err
		}
		if end, err := s.instant("end"); err != nil || sent < end {
			return Value{}, errors.Join(err, errors.New("want a period that is over"))
		}
	default:
		return Value{}, errors.New("want a reason why nothing comes back")
	}
	left, ok := s.input("left")
	if !ok {
		left, ok = s.input("captured")
	}
	if !ok || !left.Amount.IsValid() {
		return Value{}, nil
	}
	none := zero(left.Amount)
	return Value{Sum: Sum{State: SumExact, Amount: none, Payable: none}}, nil
}

// effect works out what follows from a rule. What the rule states is taken from
// the result: its label, who carries it out, what is forfeited.
func (s *Inference) effect() (Value, error) {
	if s.Effect == nil {
		return Value{}, errors.New("want an effect")
	}
	if s.Rule == "" {
		var out Effect
		if err := out.Code.UnmarshalText([]byte(s.Text)); err != nil {
			return Value{}, err
		}
		if out.Code == ExitByDefault {
			out.Answer, out.Handling.Action = Allowed, Automatic
		}
		out.Ends, _ = s.at("ends")
		out.Access = out.Ends
		return Value{Effect: &out}, nil
	}
	if held, ok := s.input("rule"); !ok || held.Holds != True && held.Holds != Unknown {
		return Value{}, errors.New("want a rule that applies, or may")
	}
	out := Effect{Rule: s.Rule, Label: s.Effect.Label}
	out.Access, _ = s.at("access")
	if s.Text == ruleRefuses {
		return Value{Effect: &out}, nil
	}
	out.Answer, out.Handling = Allowed, s.Effect.Handling
	out.Ends, _ = s.at("ends")
	for _, sum := range [...]struct {
		name string
		into *Sum
	}{{"refund", &out.Refund}, {"credit", &out.Credit}, {"due", &out.Due}} {
		v, _ := s.input(sum.name)
		*sum.into = v.Sum
	}
	if s.Text == ruleIfRefund {
		switch {
		case out.Refund.certain()+out.Credit.certain() > 0:
		case out.Refund.State == SumUndecided || out.Credit.State == SumUndecided:
			out.Answer = Undecided
		default:
			return Value{Effect: &Effect{Rule: s.Rule, Label: s.Effect.Label}}, nil
		}
	}
	out.Forfeits = s.Effect.Forfeits
	if out.Refund.possible() {
		out.Deadline, _ = s.at("deadline")
	}
	for _, v := range s.all("payout") {
		switch {
		case v.Days == calendar.Range{}: // there is no date for some of it
			out.Payout = calendar.Range{}
			return Value{Effect: &out}, nil
		case out.Payout == calendar.Range{}:
			out.Payout = v.Days
		default:
			if v.Days.Earliest.Before(out.Payout.Earliest) {
				out.Payout.Earliest = v.Days.Earliest
			}
			if v.Days.Latest.After(out.Payout.Latest) {
				out.Payout.Latest = v.Days.Latest
			}
		}
	}
	return Value{Effect: &out}, nil
}

// What the text of an effect says of its rule.
const (
	ruleRefuses  = "refuses"
	ruleIfRefund = "if_refund"
)

// at returns the moment of an input.
func (s *Inference) at(name string) (Moment, bool) {
	v, ok := s.input(name)
	return v.At, ok
}

// verdict works out what effects have in common.
func (x *reasoning) verdict(s *Inference) (Value, error) {
	var out *Verdict
	for i := range s.Inputs {
		in := &s.Inputs[i]
		if in.Step < 1 || in.Step > len(x.steps) || x.steps[in.Step-1].Effect == nil {
			return Value{}, errors.New("want effects")
		}
		next := x.steps[in.Step-1].Effect.verdict()
		for _, m := range [...]*Moment{&next.Ends, &next.Access, &next.Deadline} {
			if m.Kind == Fixed {
				m.At = x.in.local(m.At) // one zone, so that equal moments are the same
			}
		}
		if out == nil {
			out = next
			continue
		}
		out.meet(next, s.Text == verdictExit, !strings.Contains(in.Word, "refund"), !strings.Contains(in.Word, "due"))
	}
	if out == nil {
		return Value{}, errors.New("want effects")
	}
	return Value{Effect: out.effect()}, nil
}

// verdictExit is the text of a verdict that is allowed if one of its effects is.
const verdictExit = "exit"

// verdict is the effect as a verdict, for what is done with one.
func (e *Effect) verdict() *Verdict {
	v := &Verdict{
		Answer: e.Answer, Rule: e.Rule, Label: e.Label, Ends: e.Ends, Access: e.Access, Refund: e.Refund, Credit: e.Credit, Due: e.Due,
		Deadline: e.Deadline, Handling: e.Handling, Forfeits: e.Forfeits, Reasons: []Reason{{Code: e.Code, Rule: e.Rule}},
	}
	v.Payout.Expect = e.Payout
	return v
}

// effect is what of a verdict an explanation derives.
func (v *Verdict) effect() *Effect {
	e := &Effect{
		Answer: v.Answer, Rule: v.Rule, Label: v.Label, Ends: v.Ends, Access: v.Access, Refund: v.Refund, Credit: v.Credit, Due: v.Due,
		Deadline: v.Deadline, Handling: v.Handling, Forfeits: v.Forfeits, Payout: v.Payout.Expect,
	}
	if v.Rule == "" && len(v.Reasons) > 0 {
		switch code := v.Reasons[0].Code; code {
		case NoRule, NoStatute, ExitByDefault, AlreadyStopped, NotStopped, HasEnded, EndIsSet:
			e.Code = code
		}
	}
	return e
}

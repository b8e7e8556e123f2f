package wording

import (
	"errors"
	"maps"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// Explanation writes how a decision came about: where the subscription stands,
// and for each action the verdict, each rule that was read with its conditions,
// what the document wants and what is the case, then the dates, the money as a
// chain of figures, the days that were not counted, and the sources. Of an overlay
// it says so for each policy, and which outcome holds.
//
// What a later version of package policy adds is written plainly, by its name and
// its value.
func (l *Language) Explanation(x policy.Explanation) string {
	w := writer{Language: l.own()}
	d := &x.Decision
	title, zone := "", w.zone(d.At)
	if len(x.Policies) > 0 {
		title, zone = x.Policies[0].Title, x.Policies[0].Zone
	}
	w.heading(title, d, zone)
	w.blank()
	w.standing(d)
	readers := make([]*reader, len(x.Policies))
	for i := range x.Policies {
		p := &x.Policies[i]
		readers[i] = newReader(&w, p)
		w.facts(p, len(x.Policies) > 1)
	}
	for a, v := range d.Verdicts() {
		w.blank()
		w.answer(a, &v)
		w.within(func() { w.action(a, &v, &x, readers) })
	}
	if len(d.Findings) > 0 {
		w.blank()
	}
	for _, f := range d.Findings {
		w.line(w.say("report", "note", with{"reason": w.Reason(f)}))
	}
	return w.String()
}

// facts tells what a policy counts by.
func (w *writer) facts(p *policy.Derivation, several bool) {
	lines := func() {
		key := "facts"
		if p.Calendar != "" {
			key += "/calendar"
		}
		w.line(w.say("explanation", key, with{"zone": p.Zone, "calendar": p.Calendar, "rounding": w.say("rounding", p.Rounding.String(), nil)}))
		if p.PausesLengthen {
			w.line(w.say("explanation", "pauses", nil))
		}
	}
	if !several {
		lines()
		return
	}
	key := "policy"
	if p.Title != "" {
		key += "/title"
	}
	w.line(w.say("explanation", key, with{"policy": p.Policy.String(), "title": p.Title}))
	w.within(lines)
}

// action tells what the policies make of an action.
func (w *writer) action(a policy.Action, v *policy.Verdict, x *policy.Explanation, readers []*reader) {
	var courses []func()
	var names []string
	for i := range x.Policies {
		p := &x.Policies[i]
		for j := range p.Courses {
			if c := &p.Courses[j]; c.Action == a {
				courses = append(courses, func() { readers[i].course(c, v) })
				names = append(names, p.Policy.String())
			}
		}
	}
	for i, course := range courses {
		if len(courses) == 1 {
			course()
			break
		}
		w.line(w.say("explanation", "by", with{"policy": names[i]}))
		w.within(course)
	}
	for _, r := range x.Rankings {
		for _, o := range r.Outcomes {
			if r.Action != a || o.Rank == 0 {
				continue
			}
			w.line(w.say("rank", o.Rank.String(), with{"policy": o.Policy, "by": o.By}))
			if o.Rank == policy.Best {
				w.together(a, v, x, o.Policy)
			}
		}
	}
}

// together tells the sums of a verdict where the outcomes beside it have raised what
// is sure.
func (w *writer) together(a policy.Action, v *policy.Verdict, x *policy.Explanation, best string) {
	for i := range x.Policies {
		p := &x.Policies[i]
		for j := range p.Courses {
			if e := p.Courses[j].Effect; p.Policy.String() == best && p.Courses[j].Action == a && e != nil && e.Refund != v.Refund {
				w.line(w.say("explanation", "together", nil))
				w.within(func() { w.sum("refund", v.Refund) })
				return
			}
		}
	}
}

// A reader reads the steps of a derivation aloud.
type reader struct {
	*writer
	in    *policy.Derivation
	steps map[int]*policy.Inference
	told  map[int]bool                   // of the effect at hand
	rows  map[string][]*policy.Inference // of tables, by the rule
	phase string                         // where the subscription stands, if that is known
}

func newReader(w *writer, p *policy.Derivation) *reader {
	r := &reader{writer: w, in: p, steps: make(map[int]*policy.Inference)}
	add := func(list []policy.Inference) {
		for i := range list {
			r.steps[list[i].N] = &list[i]
		}
	}
	add(p.Standing)
	phases := 0
	for _, s := range p.Standing {
		if s.Op == policy.OpFact && s.Name == "phase" {
			r.phase = s.Word
			phases++
		}
	}
	if phases != 1 {
		r.phase = ""
	}
	for i := range p.Courses {
		add(p.Courses[i].Steps)
	}
	return r
}

// course tells how a verdict comes about: the rules in the order in which they
// were read, then what follows.
func (r *reader) course(c *policy.Course, v *policy.Verdict) {
	var effects []*policy.Inference
	var verdict *policy.Inference
	r.rows = make(map[string][]*policy.Inference)
	for i := range c.Steps {
		switch s := &c.Steps[i]; {
		case s.Name == "row":
			r.rows[s.Rule] = append(r.rows[s.Rule], s)
		case s.Op == policy.OpRule:
			r.rule(s)
		case s.Op == policy.OpEffect:
			effects = append(effects, s)
		case s.Op == policy.OpVerdict:
			verdict = s
		case s.Op == 0 || s.Op > policy.OpVerdict:
			r.other(s)
		}
	}
	for _, s := range effects {
		if len(effects) == 1 && s.Rule == "" {
			r.effect(c, s)
			continue
		}
		r.line(r.after(s))
		r.within(func() { r.effect(c, s) })
	}
	if len(effects) > 1 && verdict != nil && verdict.Effect != nil {
		r.line(r.say("explanation", "in_common", nil))
		r.within(func() { r.common(c.Action, verdict.Effect) })
	}
	cited := make(map[policy.Citation]bool)
	for _, s := range c.Cites {
		if !cited[s] {
			cited[s] = true
			r.cite(s)
		}
	}
}

// after tells on what condition an effect follows.
func (r *reader) after(s *policy.Inference) string {
	switch in, ok := input(s, "rule"); {
	case s.Rule == "":
		return r.say("explanation", "if_none", nil)
	case ok && in.Holds == policy.True:
		return r.say("explanation", "by_rule", with{"rule": r.quote(s.Rule)})
	}
	return r.say("explanation", "if_rule", with{"rule": r.quote(s.Rule)})
}

// rule tells whether a rule applies, condition by condition.
func (r *reader) rule(s *policy.Inference) {
	key := s.Holds.String()
	if s.Text == "refuses" {
		key += "/refuses"
	}
	if _, ok := input(s, "held"); !ok && r.has("rule", key+"/bare") {
		key += "/bare"
	}
	r.line(r.say("rule", key, with{"rule": r.quote(s.Rule)}))
	r.within(func() {
		for _, in := range s.Inputs {
			held := r.steps[in.Step]
			if in.Name != "held" || held == nil {
				continue
			}
			r.line(r.answered(held))
			for _, in := range held.Inputs {
				if point := r.steps[in.Step]; point != nil && point.Op == policy.OpPoint {
					r.within(func() { r.skipped(point.Skipped) })
				}
			}
		}
	})
}

// answered is a condition and whether it holds.
func (r *reader) answered(s *policy.Inference) string {
	return r.say("condition", "answered", with{"condition": r.condition(s), "holds": r.say("truth", s.Holds.String(), nil)})
}

// condition tells what a document wants and what is the case.
func (r *reader) condition(s *policy.Inference) string {
	request, _ := input(s, "request")
	in := with{"name": s.Name, "kind": r.quote(s.Subject), "request": r.at(request.Value)}
	switch s.Op {
	case policy.OpListed:
		key := s.Name
		if !r.has("condition", key) || !slices.Contains([]string{"by", "phase", "stopped", "cause", "market", "plan", "channel", "method"}, key) {
			key = "other"
		}
		in["want"], in["have"] = r.alternatives(s, "want"), r.alternatives(s, "have")
		return r.say("condition", key, in)
	case policy.OpFrom, policy.OpUntil:
		var points []string
		for _, p := range s.Inputs {
			if p.Name == "point" {
				points = append(points, r.instant(p))
			}
		}
		key := s.Op.String()
		if len(points) > 1 {
			key = "until/first"
		}
		in["points"] = r.list(points)
		return r.say("condition", key, in)
	case policy.OpCounted:
		n, counted := input(s, "count")
		in["want"], in["n"] = r.comparison(s.Text), r.number(n.Count.N)
		if s.Name != "event" {
			return r.say("condition", "refunds", in)
		}
		key := "event"
		if since, ok := input(s, "since"); ok {
			key, in["since"] = "event/since", r.instant(since)
		}
		if all, ok := input(s, "complete"); ok && all.Word == "no" {
			key += "/incomplete"
		}
		if !counted && key == "event/since" {
			key = "event/unknown"
		}
		return r.say("condition", key, in)
	case policy.OpInterval:
		start, ok := input(s, "start")
		end, both := input(s, "end")
		in["want"], in["start"], in["end"] = r.length(s.Text), r.at(start.Value), r.at(end.Value)
		if !ok || !both {
			return r.say("condition", "interval/unknown", in)
		}
		return r.say("condition", "interval", in)
	case policy.OpCohort:
		from, lower := input(s, "from")
		before, upper := input(s, "before")
		point, _ := input(s, "point")
		in["from"], in["before"], in["point"] = r.Day(from.Day), r.Day(before.Day), r.instant(point)
		switch {
		case !upper:
			return r.say("condition", "cohort/from", in)
		case !lower:
			return r.say("condition", "cohort/before", in)
		}
		return r.say("condition", "cohort", in)
	}
	return r.say("explanation", "other", with{"name": s.Name, "value": r.value(s.Value)})
}

// alternatives writes the words of a list of which one must be, or is.
func (r *reader) alternatives(s *policy.Inference, name string) string {
	group := map[string]string{"phase": "phase_name", "by": "initiator", "stopped": "flag"}[s.Name]
	var all []string
	for _, in := range s.Inputs {
		switch {
		case in.Name != name:
		case in.Word == "":
			all = append(all, r.say("flag", "unknown", nil))
		case group != "" && r.has(group, in.Word):
			all = append(all, r.say(group, in.Word, nil))
		default:
			all = append(all, r.quote(in.Word))
		}
	}
	switch n := len(all); {
	case n == 0:
		return r.say("flag", "none", nil)
	case n == 1 || name == "have" && s.Name == "method": // all of which there are
		return r.list(all)
	default:
		return r.list(all[:n-1]) + r.say("format", "or", nil) + all[n-1]
	}
}

// instant writes an input that is an instant, and what the document names it by.
func (r *reader) instant(in policy.Input) string {
	name := ""
	if s := r.steps[in.Step]; s != nil && s.Op == policy.OpPoint {
		name = r.point(s.Text, r.in.Calendar)
	} else if s != nil {
		name = r.read(s)
	}
	if name == "" {
		return r.at(in.Value)
	}
	key := "point"
	if in.At.Kind != policy.Fixed {
		key += "/undated"
	}
	return r.say("condition", key, with{"at": r.at(in.Value), "point": name})
}

// read names an instant that was read from the records.
func (r *reader) read(s *policy.Inference) string {
	if s.Name == "event" && s.Subject != "" {
		return r.anchor("event:" + s.Subject)
	}
	return r.anchor(s.Name)
}

// at writes a value that is an instant.
func (r *reader) at(v policy.Value) string {
	switch {
	case v.Holds == policy.False:
		return r.say("moment", "none", nil)
	case v.At.Kind == policy.Fixed:
		return r.brief("brief", v.At.At)
	case v.At.Kind == policy.AtRequest:
		return r.say("moment", "request", nil)
	case v.At.Kind == policy.Never:
		return r.say("moment", "never", nil)
	case v.Word != "" && r.has("moment", v.Word):
		return r.say("moment", v.Word, nil)
	}
	return r.say("moment", "unknown", nil)
}

// value writes whatever a value is.
func (r *reader) value(v policy.Value) string {
	switch {
	case v.Amount.IsValid():
		return r.Amount(v.Amount)
	case v.At.Kind != policy.NoMoment:
		return r.at(v)
	case v.Day.IsValid():
		return r.Day(v.Day)
	case v.Days != calendar.Range{}:
		return r.list([]string{r.fullDay(v.Days.Earliest), r.fullDay(v.Days.Latest)})
	case v.Count.Of != 0:
		return r.ratio(policy.Input{Value: v})
	case v.Count.Unit != "":
		return r.number(v.Count.N)
	case v.Sum.State != policy.SumNone:
		return r.Amount(v.Sum.Amount)
	case v.Word != "":
		return r.quote(v.Word)
	case v.Holds != 0 && r.has("flag", v.Holds.String()):
		return r.say("flag", v.Holds.String(), nil)
	}
	return r.say("flag", "unknown", nil)
}

// effect tells what follows from a rule, or if none applies.
func (r *reader) effect(c *policy.Course, s *policy.Inference) {
	e := s.Effect
	if e == nil {
		return
	}
	r.told = make(map[int]bool)
	if s.Rule == "" && e.Code != 0 {
		because := policy.Reason{Code: e.Code}
		if closed, ok := input(s, "closed"); ok && closed.At.Kind == policy.Fixed {
			because.At = closed.At.At
		}
		if e.Code == policy.NoRule {
			because.Subject = r.phase
		}
		r.line(r.Reason(because))
	}
	if e.Answer == policy.Refused {
		if at, ok := e.Access.Time(); ok {
			r.line(r.say("report", "goes_on", with{"at": r.Instant(at)}))
			r.derived(s, "access")
		}
		if s.Text == "if_refund" {
			for _, name := range []string{"refund", "credit"} {
				if sum, ok := input(s, name); ok {
					r.money(s, name, sum.Sum)
				}
			}
			r.line(r.Reason(policy.Reason{Code: policy.NothingToRefund, Rule: e.Rule}))
		}
		return
	}
	if s.Text == "if_refund" {
		r.line(r.say("rule", "if_refund", nil))
	}
	r.line(r.ends(c.Action, e.Ends))
	r.derived(s, "ends")
	if e.Access != e.Ends {
		r.line(r.moment("access", "", e.Access))
		r.derived(s, "access")
	}
	r.line(r.say("handling", e.Handling.Action.String(), nil))
	r.forfeits(e.Forfeits)
	for _, row := range r.rows[s.Rule] {
		r.line(r.say("explanation", "row", with{"condition": r.answered(row)}))
	}
	if e.Refund.State != policy.SumNone || e.Credit.State == policy.SumNone && e.Due.State == policy.SumNone {
		r.money(s, "refund", e.Refund)
	}
	if e.Refund.State == policy.SumUndecided || e.Refund.Amount.Sign() > 0 {
		r.line(r.say("money_handling", e.Handling.Money.String(), nil))
		for _, in := range s.Inputs {
			if in.Name == "payout" {
				r.expected(in)
			}
		}
		r.line(r.moment("deadline", "", e.Deadline))
		r.derived(s, "deadline")
	}
	if e.Credit.State != policy.SumNone {
		r.money(s, "credit", e.Credit)
	}
	if e.Due.State != policy.SumNone {
		r.money(s, "due", e.Due)
	}
}

// common tells what several effects have in common.
func (r *reader) common(a policy.Action, e *policy.Effect) {
	if e.Answer == policy.Refused {
		return
	}
	r.line(r.ends(a, e.Ends))
	r.line(r.say("handling", e.Handling.Action.String(), nil))
	r.forfeits(e.Forfeits)
	for _, sum := range []struct {
		group string
		policy.Sum
	}{{"refund", e.Refund}, {"credit", e.Credit}, {"due", e.Due}} {
		if sum.State != policy.SumNone {
			r.sum(sum.group, sum.Sum)
		}
	}
}

// derived tells where a moment of an effect comes from.
func (r *reader) derived(s *policy.Inference, name string) {
	in, ok := input(s, name)
	m := r.steps[in.Step]
	if !ok || m == nil || m.Op != policy.OpMoment || m.At.Kind == policy.AtRequest {
		return
	}
	point, _ := input(m, "point")
	r.counted(point.Step)
	if notice, ok := input(m, "notice"); ok && notice.At.Kind == policy.Fixed && m.At.Kind == policy.Fixed && notice.At.At.Equal(m.At.At) {
		r.line(r.say("explanation", "not_later", with{"at": r.Instant(notice.At.At)}))
	}
}

// counted tells how an instant is counted, and which days are not.
func (r *reader) counted(step int) {
	s := r.steps[step]
	switch {
	case s == nil:
	case s.Op == policy.OpFact:
		r.line(r.say("explanation", "plain", with{"anchor": r.read(s)}))
	case s.Op == policy.OpPoint:
		key, anchor := "uncounted", policy.Input{}
		if in, ok := input(s, "anchor"); ok && in.At.Kind == policy.Fixed {
			key, anchor = "counted", in
		}
		if r.told != nil {
			r.told[step] = true
		}
		r.line(r.say("explanation", key, with{"point": r.point(s.Text, r.in.Calendar), "at": r.at(anchor.Value)}))
		r.skipped(s.Skipped)
	}
}

// expected tells when money is expected, and how the days were counted.
func (r *reader) expected(in policy.Input) {
	s := r.steps[in.Step]
	if s == nil {
		return
	}
	if s.Op != policy.OpExpect {
		if s.Text != "" {
			r.arrival(policy.Arrival{Text: s.Text})
		}
		return
	}
	least, _ := input(s, "min")
	most, _ := input(s, "max")
	a := policy.Arrival{Expect: s.Days, Min: int(least.Count.N), Max: int(most.Count.N), Calendar: r.in.Calendar}
	_ = a.Unit.UnmarshalText([]byte(most.Count.Unit)) // of an unknown unit nothing is said
	r.arrival(a)
	from, _ := input(s, "from")
	if point := r.steps[from.Step]; point != nil && point.Op == policy.OpPoint {
		r.counted(from.Step)
	} else if from.At.Kind == policy.Fixed {
		r.line(r.say("explanation", "counted_from", with{"at": r.at(from.Value)}))
	}
	if counting, _ := input(s, "counting"); counting.Word == calendar.AfterRolled.String() {
		r.line(r.say("explanation", "rolled", nil))
	}
	r.skipped(s.Skipped)
}

// maxWeekend is how many days of weekends are listed one by one.
const maxWeekend = 4

// skipped lists the days that a count passed over: holidays by name, and so many
// days of weekends that they would hide those by their number.
func (r *reader) skipped(days []calendar.Closing) {
	weekend := 0
	for _, c := range days {
		if c.Weekend && c.Name == "" {
			weekend++
		}
	}
	var all []string
	if weekend > maxWeekend {
		all = append(all, r.count("explanation", "weekends", int64(weekend), with{"n": r.number(int64(weekend))}))
	}
	for _, c := range days {
		name := c.Name
		if c.Local != "" && r.names(r.in.Calendar) {
			name = c.Local
		}
		switch {
		case name != "":
			all = append(all, r.say("explanation", "holiday", with{"day": r.fullDay(c.Date), "name": name}))
		case weekend <= maxWeekend || !c.Weekend:
			all = append(all, r.fullDay(c.Date))
		}
	}
	if len(all) > 0 {
		r.line(r.say("explanation", "skipped", with{"list": r.list(all)}))
	}
}

// names reports whether a calendar names its days in the language.
func (l *Language) names(calendar string) bool {
	return slices.ContainsFunc(l.local, func(id string) bool {
		return calendar == id || strings.HasPrefix(calendar, id+"-")
	})
}

// money tells a sum, and before it the figures that lead to it.
func (r *reader) money(s *policy.Inference, name string, sum policy.Sum) {
	if in, ok := input(s, name); ok {
		for _, step := range r.behind(in.Step) {
			r.figure(r.steps[step])
		}
		switch last := r.steps[in.Step]; {
		case last == nil:
		case last.Op == policy.OpNothing:
			r.line(r.Reason(because(last)))
		default:
			for _, why := range last.Inputs {
				if reason := (policy.Reason{Rule: last.Rule, Subject: why.Subject, At: why.At.At}); why.Name == "why" && reason.Code.UnmarshalText([]byte(why.Word)) == nil {
					r.line(r.Reason(reason))
				}
			}
		}
	}
	r.sum(name, sum)
}

// because is the reason why no money comes back.
func because(s *policy.Inference) policy.Reason {
	r := policy.Reason{Rule: s.Rule, Subject: s.Subject}
	_ = r.Code.UnmarshalText([]byte(s.Text)) // of an unknown code nothing is said
	if end, ok := input(s, "end"); ok && end.At.Kind == policy.Fixed {
		r.At = end.At.At
	}
	return r
}

// behind returns the steps that a step is made of, in order, itself the last. No
// step is told twice for an effect.
func (r *reader) behind(step int) []int {
	seen := map[int]bool{}
	todo := []int{step}
	for len(todo) > 0 {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		s := r.steps[n]
		if s == nil || seen[n] || r.told[n] {
			continue
		}
		seen[n], r.told[n] = true, true
		for _, in := range s.Inputs {
			todo = append(todo, in.Step)
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// figure tells a step about money or time.
func (r *reader) figure(s *policy.Inference) {
	figure := s.Name
	if r.has("figure", figure) {
		figure = r.say("figure", figure, nil)
	}
	in := with{"figure": figure, "amount": r.value(s.Value)}
	switch s.Op {
	case policy.OpFact:
		if s.Amount.IsValid() {
			key := s.Name
			if r.has("fact", key+"/"+s.Text) {
				key += "/" + s.Text
			}
			if !r.has("fact", key) && r.has("figure", key) {
				r.line(r.say("figure", "is", in)) // there are none to add
				return
			} else if !r.has("fact", key) {
				key = "other"
			}
			r.line(r.say("fact", key, with{"name": s.Name, "subject": r.quote(s.Subject), "amount": r.Amount(s.Amount)}))
		}
	case policy.OpUnits:
		r.left(s)
	case policy.OpMultiply:
		var product []string
		for _, f := range s.Inputs {
			if f.Name == "of" {
				product = append(product, r.Amount(f.Amount))
			} else if part, err := included(s, f); err == nil {
				product = append(product, r.say("time", "ratio", with{"n": r.Amount(part[0]), "of": r.Amount(part[1])}))
			} else {
				product = append(product, r.ratio(f))
			}
		}
		in["product"], in["rounding"] = strings.Join(product, r.say("figure", "times", nil)), r.say("rounding", s.Text, nil)
		r.line(r.say("figure", "multiply", in))
	case policy.OpAdd:
		in["terms"] = r.terms(s, "plus")
		r.line(r.say("figure", "add", in))
	case policy.OpSubtract:
		in["terms"] = r.terms(s, "minus")
		if floored(s) {
			r.line(r.say("figure", "subtract/floor", in))
		} else {
			r.line(r.say("figure", "subtract", in))
		}
	case policy.OpLeast, policy.OpMost:
		if s.Name == "share" {
			in["figure"] = r.say("figure", "cut", nil) // it is what is left that cuts it
		}
		in["terms"], in["at"] = r.list(r.inputs(s)), r.at(s.Value)
		key := "least"
		switch amount := s.Amount.IsValid(); {
		case s.Op == policy.OpMost && amount:
			key = "most_of"
		case s.Op == policy.OpMost:
			key = "latest"
		case !amount:
			key = "earliest"
		}
		r.line(r.say("figure", key, in))
	case policy.OpDrop:
		if len(s.Inputs) == 2 {
			in["sum"], in["min"] = r.value(s.Inputs[0].Value), r.value(s.Inputs[1].Value)
		}
		if s.Amount.Sign() == 0 {
			r.line(r.say("figure", "drop", in))
		} else {
			r.line(r.say("figure", "keep", in))
		}
	case policy.OpSplit:
		r.split(s)
	case policy.OpPoint:
		r.counted(s.N)
	case policy.OpSum, policy.OpNothing, policy.OpFrom, policy.OpUntil:
		// They are told where they belong.
	default:
		r.other(s)
	}
}

// included returns the part of a charge that a factor is, and all of it.
func included(s *policy.Inference, in policy.Input) (part [2]money.Amount, err error) {
	if in.Subject != "included" {
		return part, errors.New("no part of a charge")
	}
	if part[0], err = money.FromMinor(in.Count.N, s.Amount.Currency()); err == nil {
		part[1], err = money.FromMinor(in.Count.Of, s.Amount.Currency())
	}
	return part, err
}

// split tells how a sum is shared out, and who gives first.
func (r *reader) split(s *policy.Inference) {
	named := func(in policy.Input) string {
		if in.Subject == "" {
			return r.say("figure", "unpaid", nil)
		}
		return r.quote(in.Subject)
	}
	lowest, highest := int64(math.MaxInt64), int64(0)
	for _, in := range s.Inputs {
		if in.Name == "most" {
			lowest, highest = min(lowest, in.Count.N), max(highest, in.Count.N)
		}
	}
	var first, all []string
	for _, in := range s.Inputs {
		switch {
		case in.Name == "most" && in.Count.N == lowest:
			first = append(first, named(in))
		case in.Name == "give":
			all = append(all, r.say("figure", "portion", with{"subject": named(in), "amount": r.Amount(in.Amount)}))
		}
	}
	if len(all) < 2 {
		return // nothing is shared
	}
	key := "split"
	if lowest < highest {
		key = "split/first"
	}
	r.line(r.say("figure", key, with{"first": r.list(first), "order": r.say("order", s.Text, nil), "list": r.list(all)}))
}

// other tells a step of which nothing is known.
func (r *reader) other(s *policy.Inference) {
	r.line(r.say("explanation", "other", with{"name": s.Name, "value": r.value(s.Value)}))
}

// floored reports whether more was taken off than there was.
func floored(s *policy.Inference) bool {
	if len(s.Inputs) == 0 || s.Amount.Sign() != 0 {
		return false
	}
	rest := s.Inputs[0].Amount
	for _, in := range s.Inputs[1:] {
		var err error
		if rest, err = rest.Sub(in.Amount); err != nil {
			return false
		}
	}
	return rest.Sign() < 0
}

func (r *reader) inputs(s *policy.Inference) []string {
	var all []string
	for _, in := range s.Inputs {
		all = append(all, r.value(in.Value))
	}
	return all
}

func (r *reader) terms(s *policy.Inference, sign string) string {
	return strings.Join(r.inputs(s), r.say("figure", sign, nil))
}

// left tells how much time of a period is left.
func (r *reader) left(s *policy.Inference) {
	start, _ := input(s, "start")
	end, _ := input(s, "end")
	from, _ := input(s, "from")
	key, paused := "left", ""
	if before, ok := input(s, "paused_before"); from.At.Kind != policy.Fixed {
		key += "/undated"
	} else if ok && before.Count.N > 0 && r.has("unit", before.Count.Unit+"s") {
		key += "/paused"
		paused = r.units(before.Count.N, before.Count.Unit+"s")
	}
	r.line(r.say("time", key, with{
		"ratio": r.ratio(policy.Input{Value: s.Value}), "start": r.at(start.Value), "end": r.at(end.Value), "from": r.at(from.Value), "paused": paused,
	}))
}

// ratio writes a factor: so many days of so many, or a percentage.
func (r *reader) ratio(in policy.Input) string {
	q := in.Count
	values := with{"n": r.number(q.N), "of": r.number(q.Of)}
	if q.Unit == "ratio" {
		if percent, ok := percentage(q.N, q.Of); ok && in.Subject != "included" {
			return r.say("time", "percent", with{"n": r.decimal(percent)})
		}
		return r.say("time", "ratio", values)
	}
	key := map[string]string{
		"second": "seconds", "term": "term", "1 day": "days", "1 week": "weeks", "1 month": "months", "1 year": "years",
	}[q.Unit]
	if key == "" {
		span, ok := r.span(q.Unit, r.in.Calendar)
		if !ok {
			return r.say("time", "ratio", values)
		}
		key, values["span"] = "of_span", span
	}
	return r.say("time", key, values)
}

// percentage writes a ratio as a percentage, if it is one of few decimals: 90 of
// 100 is "90", 975 of 1000 is "97.5".
func percentage(n, of int64) (string, bool) {
	for places, scale := 0, uint64(100); places <= 6; places, scale = places+1, scale*10 {
		if n < 0 || of <= 0 {
			break
		}
		high, low := bits.Mul64(uint64(n), scale)
		if high >= uint64(of) {
			break
		}
		quotient, rest := bits.Div64(high, low, uint64(of))
		if rest != 0 {
			continue
		}
		s := strconv.FormatUint(quotient, 10)
		if places == 0 {
			return s, true
		}
		for len(s) <= places {
			s = "0" + s
		}
		return s[:len(s)-places] + "." + s[len(s)-places:], true
	}
	return "", false
}

// cite names a source.
func (r *reader) cite(c policy.Citation) {
	key := "title"
	switch {
	case c.Section != "" && c.Date != "":
		key = "section_date"
	case c.Section != "":
		key = "section"
	case c.Date != "":
		key = "date"
	}
	title := c.Title
	if title == "" {
		title = c.ID
	}
	r.line(r.say("source", key, with{"title": title, "section": c.Section, "date": c.Date}))
}

// input returns the first input of a name.
func input(s *policy.Inference, name string) (policy.Input, bool) {
	for _, in := range s.Inputs {
		if in.Name == name {
			return in, true
		}
	}
	return policy.Input{}, false
}

package policy

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/rescind-go/rescind/calendar"
)

// explanationFormat is the form of the explanations that this version makes.
const explanationFormat = 1

// Explain decides as DecideAt does, and tells how: see [Explanation]. It is pure:
// equal facts give equal bytes, in whatever order they are listed. It takes some
// milliseconds where a decision takes a microsecond, more for long histories, and is
// for those who ask why.
//
// The errors are those of [Policy.Record], for what cannot be read again cannot be
// checked; an explanation of more than 32 MiB is one that matches [ErrRecord].
func (p *Policy) Explain(s Snapshot, at time.Time) (Explanation, error) {
	r, err := p.Record(s, at) // of text that can be written and read again
	if err != nil {
		return Explanation{}, err
	}
	x := Explanation{Format: explanationFormat, Decision: r.Decision}
	layers := p.layers
	if layers == nil {
		layers = []*Policy{p}
	}
	for i, layer := range layers {
		d, err := layer.derivation(&r.Snapshot, r.At, p.layers != nil, i > 0)
		if err != nil {
			return Explanation{}, err
		}
		x.Policies = append(x.Policies, d)
	}
	if x.Rankings, err = x.rankings(); err != nil {
		return Explanation{}, err
	}
	if err := x.concluded(); err != nil {
		return Explanation{}, err
	}
	text, err := x.Canonical()
	if err != nil {
		return Explanation{}, err
	}
	if len(text) > maxExplained {
		return Explanation{}, replayFault("", fmt.Sprintf("%d bytes", len(text)), fmt.Sprintf("want at most %d", maxExplained))
	}
	x.Digest = digestOf(text)
	return x, nil
}

// maxExplained is how long an explanation can be, in the bytes that its digest is of.
const maxExplained = 32 << 20

// derivation tells how a policy that is no overlay comes to its verdicts.
func (p *Policy) derivation(s *Snapshot, at time.Time, ranked, statute bool) (Derivation, error) {
	var d Decision
	if err := p.decideInto(&d, s, at, statute); err != nil {
		return Derivation{}, err
	}
	v := standing{policy: p, s: s, room: new(room), statute: statute}
	if !v.derive(at) {
		return Derivation{}, p.fault(s, at)
	}
	e := explainer{reasoning: reasoning{in: p}, v: &v, known: make(map[string]int)}
	out := Derivation{
		Policy: p.ref, Title: p.title, Zone: p.zone.Location().String(), Rounding: p.rounding, PausesLengthen: p.lengthens,
		Courses: []Course{}, // of a statute that has a say on nothing
	}
	if p.calendar != nil {
		out.Calendar = p.calendar.ID()
	}
	e.stand()
	out.Standing = e.taken(0)
	standing := len(e.steps)
	for a := StopRenewal; a <= ResumeRenewal; a++ {
		if statute && len(p.rules[a]) == 0 {
			continue // it has no say
		}
		for key, n := range e.known {
			if n > standing {
				delete(e.known, key) // each course stands for itself
			}
		}
		e.points, e.timed = make(map[point]Input), make(map[*share]timing)
		from := len(e.steps)
		c := Course{Action: a, Cites: e.course(a)}
		e.prune(from)
		if c.Steps = e.taken(from); e.err != nil {
			return Derivation{}, e.err
		}
		if ranked {
			c.Effect = d.verdict(a).effect()
		}
		out.Courses = append(out.Courses, c)
	}
	return out, nil
}

// An explainer makes the inferences by which a policy comes to its verdicts. It
// asks the standing what it would do, and leaves it as it is.
type explainer struct {
	reasoning
	v     *standing
	known map[string]int // the numbers of inferences that were made, by their text
	err   error          // the first that could not be made

	sent   Input             // the request
	items  []itemed          // of the base at hand
	points map[point]Input   // of the course at hand
	timed  map[*share]timing // from when time is left, by the standing
}

// taken returns the steps from a number on.
func (e *explainer) taken(from int) []Inference {
	out := make([]Inference, 0, len(e.steps)-from)
	for _, s := range e.steps[from:] {
		out = append(out, *s)
	}
	return out
}

// standsAlone reports whether a step of a course says something even if nothing
// follows from it: the verdict, a rule that was read, the row of a table.
func (s *Inference) standsAlone() bool {
	return s.Op == OpVerdict || s.Op == OpRule || s.Name == "row"
}

// prune takes the steps away, from a number on, from which nothing follows.
func (e *explainer) prune(from int) {
	needed := make(map[int]bool)
	for i := len(e.steps) - 1; i >= from; i-- {
		if s := e.steps[i]; needed[s.N] || s.standsAlone() {
			needed[s.N] = true
			for j := range s.Inputs {
				needed[s.Inputs[j].Step] = true
			}
		}
	}
	kept, number := e.steps[:from], make(map[int]int)
	for _, s := range e.steps[from:] {
		if !needed[s.N] {
			continue
		}
		number[s.N] = len(kept) + 1
		s.N = len(kept) + 1
		kept = append(kept, s)
		for j := range s.Inputs {
			if n, moved := number[s.Inputs[j].Step]; moved {
				s.Inputs[j].Step = n
			}
		}
	}
	e.steps = kept
}

// infer adds an inference, if it was not made before, and returns its result as an
// input for others.
func (e *explainer) infer(s Inference) Input {
	result, err := e.reasoning.infer(&s)
	if err != nil && e.err == nil {
		e.err = cannotDecide(fmt.Sprintf("no explanation: %s %s: %v", s.Op, s.Name, err))
	}
	s.Value = result
	text, _ := json.Marshal(s)
	n, made := e.known[string(text)]
	if !made {
		n = len(e.steps) + 1
		e.known[string(text)] = n
		s.N = n
		e.steps = append(e.steps, &s)
	}
	result.Effect = nil // it is looked up
	return Input{Step: n, Value: result}
}

// as names an input.
func (in Input) as(name string) Input {
	in.Name = name
	return in
}

// of says what an input is of.
func (in Input) of(subject string) Input {
	in.Subject = subject
	return in
}

// named is an input that is a word.
func (v Value) named(name string) Input { return Input{Name: name, Value: v} }

// fact states something.
func (e *explainer) fact(name, source, subject string, v Value) Input {
	return e.infer(Inference{Op: OpFact, Name: name, Source: source, Subject: subject, Value: v})
}

// stand tells where the subscription stands.
func (e *explainer) stand() {
	v := e.v
	source := "request"
	if v.moving {
		source = "clock"
	}
	e.sent = e.fact(request.String(), source, "", v.policy.pointOf(v.sent, yes)).as("request")
	for p := BeforeStart; p <= Ended; p++ {
		if v.phases&setOf(p) != 0 {
			source, subject := "", ""
			if v.running != nil {
				source, subject = "charge", v.running.ID
			} else if p == Trial {
				source = "trial"
			}
			e.fact("phase", source, subject, Value{Word: p.String()})
		}
	}
	stopped := No
	if v.stoppedThen() {
		stopped = Yes
	}
	e.fact("stopped", "", "", Value{Word: stopped.String()})
	unpaid := No
	if v.unpaid {
		unpaid = Yes
	}
	e.fact("unpaid", "", "", Value{Word: unpaid.String()})
	var in Period
	if v.period(&in); !in.empty() {
		source, subject := "trial", ""
		if v.running != nil {
			source, subject = "charge", v.running.ID
		}
		e.fact("running_start", source, subject, Value{At: Moment{Kind: Fixed, At: in.Start}})
		e.fact("running_end", source, subject, Value{At: Moment{Kind: Fixed, At: in.End}})
	}
}

// course tells how an action is decided, and returns the sources of the rules that
// follow.
func (e *explainer) course(a Action) (cites []Citation) {
	v := e.v
	verdict := Inference{Op: OpVerdict, Name: a.String()}
	if a == StopRenewal && !v.statute {
		verdict.Text = verdictExit
	}
	if code, at := v.closed(a); code != 0 {
		what := Value{}
		if at != unset {
			what = v.policy.pointOf(at, yes)
		}
		closed := e.fact("closed", "", code.String(), what)
		effect := e.infer(Inference{Op: OpEffect, Name: a.String(), Text: code.String(), Inputs: []Input{closed.as("closed")}, Value: Value{Effect: &Effect{}}})
		verdict.Inputs = []Input{effect.as("effect")}
		e.infer(verdict)
		return nil
	}
	var source *rule
	rules := v.policy.rules[a]
	for i := range rules {
		r := &rules[i]
		held, step := e.rule(r, Quantity{N: int64(i + 1), Of: int64(len(rules)), Unit: "rule"})
		if held == no {
			continue
		}
		effect := e.follow(r, step).as("effect")
		if source == nil {
			source = r
		}
		effect.Word = differs(source, r)
		verdict.Inputs = append(verdict.Inputs, effect)
		if cites = append(cites, r.cites...); held == yes {
			e.infer(verdict)
			return cites
		}
	}
	verdict.Inputs = append(verdict.Inputs, e.otherwise(a).as("effect"))
	e.infer(verdict)
	return cites
}

// differs tells which sums of two rules are made up differently, so that they have
// no movements in common.
func differs(source, r *rule) string {
	switch gives, asks := source.gives != r.gives, source.asks != r.asks; {
	case gives && asks:
		return "other_refund_and_due"
	case gives:
		return "other_refund"
	case asks:
		return "other_due"
	}
	return ""
}

// otherwise tells what follows when no rule applies.
func (e *explainer) otherwise(a Action) Input {
	var out Verdict
	e.v.otherwise(a, &out)
	code := out.Reasons[0].Code
	s := Inference{Op: OpEffect, Name: a.String(), Text: code.String(), Value: Value{Effect: &Effect{}}}
	if code == ExitByDefault {
		if _, held := e.v.anchor(periodEnd); held != unknown {
			s.Inputs = []Input{e.moment("ends", &rule{}, point{anchor: periodEnd}, false).as("ends")}
		}
	}
	return e.infer(s)
}

// rule tells whether a rule applies, condition by condition, and which of how many
// it is.
func (e *explainer) rule(r *rule, position Quantity) (truth, Input) {
	all := Inference{Op: OpRule, Name: "rule", Rule: r.id, Inputs: []Input{Value{Count: position}.named("position")}}
	if r.refuse {
		all.Text = ruleRefuses
	}
	e.conditions(r, func(s Inference) {
		s.Rule = r.id
		all.Inputs = append(all.Inputs, e.infer(s).as("held").of(s.Name))
	})
	in := e.infer(all)
	return in.truth(), in.as("rule")
}

// conditions gives the conditions of a rule in the order in which they are looked
// at. On whose part the request is and in which phase come first: if one of these
// does not hold, nothing else is asked.
func (e *explainer) conditions(r *rule, give func(Inference)) {
	v, s := e.v, e.v.s
	word := func(name, text string) Input { return Value{Word: text}.named(name) }
	list := func(name string, have []Input, want []string) {
		for _, w := range want {
			have = append(have, word("want", w))
		}
		give(Inference{Op: OpListed, Name: name, Inputs: have})
	}
	by := 1<<s.Request.By&r.by != 0
	if r.by != 1<<ByCustomer || !by {
		var want []string
		for i := ByCustomer; i <= ByEvent; i++ {
			if r.by&(1<<i) != 0 {
				want = append(want, i.String())
			}
		}
		list("by", []Input{word("have", s.Request.By.String())}, want)
	}
	if r.phases != ^phases(0) {
		var have []Input
		var want []string
		for p := BeforeStart; p <= Ended; p++ {
			if v.phases&setOf(p) != 0 {
				have = append(have, word("have", p.String()))
			}
			if r.phases&setOf(p) != 0 {
				want = append(want, p.String())
			}
		}
		list("phase", have, want)
	}
	if !by || r.phases&v.phases == 0 {
		return
	}
	if r.stopped != 0 {
		have := No
		if v.stoppedThen() {
			have = Yes
		}
		list("stopped", []Input{word("have", have.String())}, []string{r.stopped.String()})
	}
	if len(r.causes) > 0 {
		var have []Input
		if s.Request.Cause != "" || s.Request.By != ByCustomer {
			have = append(have, word("have", s.Request.Cause))
		}
		list("cause", have, r.causes)
	}
	if r.scope != nil {
		e.scope(r, list, give)
	}
	if r.from.anchor != noAnchor {
		give(Inference{Op: OpFrom, Name: "from", Text: r.from.String(), Inputs: []Input{e.sent, e.point(r, r.from).as("point")}})
	}
	if r.until.anchor != noAnchor {
		end := Inference{Op: OpUntil, Name: "until", Text: r.until.String(), Inputs: []Input{e.sent, e.point(r, r.until).as("point")}}
		if r.orUntil.anchor != noAnchor {
			end.Inputs = append(end.Inputs, e.point(r, r.orUntil).as("point"))
		}
		give(end)
	}
	if r.once {
		n := Value{Count: Quantity{N: int64(v.givenBack()), Unit: "charge"}}
		give(Inference{Op: OpCounted, Name: "refunds", Text: r.refunds.String(), Inputs: []Input{n.named("count"), word("complete", Yes.String())}})
	}
	for i := range r.facts {
		f, since := &r.facts[i], unset
		c := Inference{Op: OpCounted, Name: "event", Subject: f.event, Text: f.count.String()}
		if f.since.anchor != noAnchor {
			var held truth
			c.Inputs = append(c.Inputs, e.point(r, f.since).as("since"))
			if since, held = v.resolve(r, f.since, new(Verdict)); held != yes {
				give(c)
				continue
			}
		}
		n, all := v.happened(f.event, since)
		complete := No
		if all {
			complete = Yes
		}
		c.Inputs = append(c.Inputs, Value{Count: Quantity{N: int64(n), Unit: "event"}}.named("count"), word("complete", complete.String()))
		give(c)
	}
}

// scope gives the conditions of a rule's scope.
func (e *explainer) scope(r *rule, list func(string, []Input, []string), give func(Inference)) {
	v, s, sc := e.v, e.v.s, r.scope
	have := func(text string) []Input { return []Input{Value{Word: text}.named("have")} }
	for _, c := range [...]struct {
		name, have string
		want       []string
	}{{"market", s.Market, sc.markets}, {"plan", s.Plan, sc.plans}, {"channel", s.Channel, sc.channels}} {
		if len(c.want) > 0 {
			list(c.name, have(c.have), c.want)
		}
	}
	latest := v.latest.charge
	if len(sc.methods) > 0 {
		var all []Input
		if latest != nil {
			for i := range latest.Payments {
				if p := &latest.Payments[i]; p.State != PaymentFailed && p.State != PaymentVoided {
					all = append(all, have(p.Method)[0].of(p.ID))
				}
			}
		}
		list("method", all, sc.methods)
	}
	if sc.interval.Unit != 0 {
		c := Inference{Op: OpInterval, Name: "interval", Text: string(sc.text)}
		if latest != nil {
			c.Subject = latest.ID
			if c.Inputs = []Input{Value{Word: latest.ID}.named("charge")}; !latest.Covers.empty() {
				c.Inputs = e.period(latest.ID, instantOf(latest.Covers.Start), instantOf(latest.Covers.End))
			}
		}
		give(c)
	}
	if sc.on.anchor != noAnchor {
		c := Inference{Op: OpCohort, Name: "cohort", Text: sc.on.String(), Inputs: []Input{e.point(r, sc.on).as("point")}}
		if sc.from.IsValid() {
			c.Inputs = append(c.Inputs, Value{Day: sc.from}.named("from"))
		}
		if sc.before.IsValid() {
			c.Inputs = append(c.Inputs, Value{Day: sc.before}.named("before"))
		}
		give(c)
	}
}

// period is a period as inputs.
func (e *explainer) period(subject string, start, end instant) []Input {
	p := e.v.policy
	return []Input{p.pointOf(start, yes).named("start").of(subject), p.pointOf(end, yes).named("end").of(subject)}
}

// follow tells what follows when a rule applies.
func (e *explainer) follow(r *rule, held Input) Input {
	v := e.v
	var next Verdict
	v.follow(r, &next)
	s := Inference{Op: OpEffect, Name: "effect", Rule: r.id, Inputs: []Input{held}}
	effect := Effect{Label: r.label, Handling: next.Handling, Forfeits: r.forfeits}
	s.Value.Effect = &effect
	if r.refuse {
		s.Text = ruleRefuses
		if r.access.anchor != noAnchor {
			s.Inputs = append(s.Inputs, e.moment("access", r, r.access, false).as("access"))
		}
		return e.infer(s)
	}
	if r.ifRefund {
		s.Text = ruleIfRefund
	}
	if r.ends.anchor != noAnchor {
		ends := e.moment("ends", r, r.ends, true).as("ends")
		access := ends
		if r.access.anchor != noAnchor {
			access = e.moment("access", r, r.access, v.moment(r, r.access, new(Verdict)) == v.moment(r, r.ends, new(Verdict)))
		}
		s.Inputs = append(s.Inputs, ends, access.as("access"))
	}
	s.Inputs = append(s.Inputs, e.refund(r, &next)...)
	s.Inputs = append(s.Inputs, e.due(r)...)
	if r.deadline.anchor != noAnchor && next.Refund.possible() {
		s.Inputs = append(s.Inputs, e.moment("deadline", r, r.deadline, false).as("deadline"))
	}
	return e.infer(s)
}

// point tells which instant a point is for this subscription.
func (e *explainer) point(r *rule, p point) Input {
	in, told := e.points[p]
	if !told {
		in = e.resolved(p)
		e.points[p] = in
	}
	return in
}

func (e *explainer) resolved(p point) Input {
	v := e.v
	at, held := v.base(p)
	source, subject := e.source(p, at)
	anchor := e.fact(p.anchor.String(), source, subject, v.policy.pointOf(at, held))
	if p.plain() {
		return anchor
	}
	s := Inference{Op: OpPoint, Name: "point", Text: p.String(), Inputs: []Input{anchor.as("anchor")}}
	if held == no || at == unset {
		return e.infer(s)
	}
	switch {
	case p.part[1] != 0:
		start, end := v.periodOf(p.anchor)
		s.Inputs = append(s.Inputs, e.period(subject, start, end)...)
	case p.terms != 0:
		if c := v.lastTerm(at); c != nil {
			s.Inputs = append(s.Inputs, e.period(c.ID, instantOf(c.Covers.Start), instantOf(c.Covers.End))...)
		}
	default:
		s.Skipped = e.skipped(p, at)
	}
	return e.infer(s)
}

// skipped lists the days that a point does not count.
func (e *explainer) skipped(p point, at instant) []calendar.Closing {
	in := e.v.policy
	if in.calendar == nil || p.span.Unit != calendar.BusinessDays && !p.rolled || at == never {
		return nil
	}
	day := in.zone.DateIn(at.time())
	if !p.back && p.anchor.over() && in.zone.Start(day).Equal(at.time()) {
		day = day.AddDays(-1)
	}
	to, err := p.day(day, in)
	if err != nil {
		return nil
	}
	if p.span.Unit != calendar.BusinessDays {
		if day, err = p.span.AddTo(day, in.calendar); err != nil {
			return nil
		}
		day = day.AddDays(-1)
	}
	if p.back {
		day, to = to.AddDays(-1), day.AddDays(-1)
	}
	list, _ := in.calendar.Skipped(day, to)
	return list
}

// source tells where an anchor was read, and of what it is.
func (e *explainer) source(p point, at instant) (source, subject string) {
	v := e.v
	charge := func(c *Charge) (string, string) {
		if c == nil {
			return "", ""
		}
		return "charge", c.ID
	}
	// Of those that count, the lowest id, so that the order of the list never
	// matters.
	which := func(counts func(c *Charge) bool, when func(c *Charge) instant) (string, string) {
		var found *Charge
		for i := range v.s.Charges {
			if c := &v.s.Charges[i]; instantOf(c.At) <= v.sent && when(c) == at && counts(c) && (found == nil || c.ID < found.ID) {
				found = c
			}
		}
		return charge(found)
	}
	switch p.anchor {
	case contract:
		return "contract", ""
	case trialStart, trialEnd:
		return "trial", ""
	case commitmentStart, commitmentEnd:
		return "commitment", ""
	case request:
		if v.moving {
			return "clock", ""
		}
		return "request", ""
	case received:
		return "request", ""
	case event:
		if p.kind == "" {
			return "event", v.s.Request.Cause
		}
		return "event", p.kind
	case firstCharge:
		return charge(v.first.charge)
	case latestCharge:
		return charge(v.latest.charge)
	case renewalCharge:
		return charge(v.renewal.charge)
	case termStart, termEnd:
		return charge(v.term.charge)
	}
	if at == unset {
		return "", ""
	}
	switch {
	case p.anchor == conversion:
		converts := func(c *Charge) bool {
			return c.debited() && (c.Covers.empty() || instantOf(c.Covers.End) > v.trialEnd)
		}
		return which(converts, func(c *Charge) instant { return instantOf(c.At) })
	case p.anchor == serviceStart && at == v.trialStart, p.anchor == periodEnd && at == v.trialEnd:
		return "trial", ""
	case p.anchor == serviceStart:
		return which((*Charge).debited, func(c *Charge) instant { return instantOf(c.Covers.Start) })
	}
	lasts := func(c *Charge) bool { return c == v.running || v.stateAt(c, v.sent, false) == paid }
	return which(lasts, v.coverEnd)
}

// moment tells when something takes effect, not later than a notice that was
// given.
func (e *explainer) moment(name string, r *rule, p point, notice bool) Input {
	v := e.v
	s := Inference{Op: OpMoment, Name: name, Text: p.String(), Inputs: []Input{e.sent, e.point(r, p).as("point")}}
	if v.moving {
		s.Inputs = append(s.Inputs, Value{Word: Yes.String()}.named("moving"))
	}
	if notice && v.ending {
		s.Inputs = append(s.Inputs, v.policy.pointOf(v.end, yes).named("notice"))
	}
	return e.infer(s)
}

// payout tells when money is expected, if that can be told.
func (e *explainer) payout(p *payout, r *rule) []Input {
	v := e.v
	if p.Unit == 0 {
		if p.Text == "" {
			return nil
		}
		return []Input{e.infer(Inference{Op: OpFact, Name: "payout", Rule: r.id, Text: p.Text}).as("payout")}
	}
	var into Arrival
	if v.arrival(p, r, new(Verdict), &into); into == (Arrival{}) {
		return nil
	}
	s := Inference{Op: OpExpect, Name: "payout", Rule: r.id, Text: p.from.String(), Inputs: []Input{e.point(r, p.from).as("from")}}
	for _, n := range [...]struct {
		name string
		n    int
	}{{"min", p.Min}, {"max", p.Max}} {
		s.Inputs = append(s.Inputs, Value{Count: Quantity{N: int64(n.n), Unit: p.Unit.String()}}.named(n.name))
	}
	if p.Unit == calendar.BusinessDays {
		s.Inputs = append(s.Inputs, Value{Word: p.Counting.String()}.named("counting"))
		at, _ := v.resolve(r, p.from, new(Verdict))
		day := v.dayOf(at)
		if p.from.ended() && v.policy.zone.Start(day).Equal(v.time(at)) {
			day = day.AddDays(-1)
		}
		if p.Counting == calendar.AfterRolled {
			day = day.AddDays(-1) // the event's own day may be rolled over
		}
		s.Skipped, _ = v.policy.calendar.Skipped(day, into.Expect.Latest)
	}
	return []Input{e.infer(s).as("payout")}
}

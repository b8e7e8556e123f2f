package policy

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/internal/strict"
	"github.com/rescind-go/rescind/money"
)

// Replay checks an explanation without the policy and the snapshot: it works out
// each step again from the inputs that the step states, in order, and then what
// the steps come to. The first thing that does not follow is an error, a
// [*RecordError] with its path: a figure, a date, a condition, an order, a sum, a
// part or a reason of the decision.
//
// A business day is one that the step does not list as skipped or, if in finds the
// calendar, one of the calendar's. Without in.Zone zones are loaded as [Compile]
// does.
//
// The digest is looked at last. It alone covers what nothing in the steps bears on:
// titles and sources, Until, Holds and Grace, lines by component, the methods, keys
// and dates of parts, findings. That every step follows does not tell that the facts
// are right, or that the policy has such rules: compare with [Policy.Explain], or
// keep a [Record].
func Replay(x Explanation, in Sources) error {
	if x.Format != explanationFormat {
		return replayFault("format", fmt.Sprint(x.Format), fmt.Sprintf("want %d", explanationFormat))
	}
	if n := len(x.Policies); n > 1+maxLayers {
		return replayFault("policies", fmt.Sprint(n), atMost(1+maxLayers))
	}
	for i := range x.Policies {
		if err := x.Policies[i].replay(fmt.Sprintf("policies[%d]", i), in, len(x.Policies) > 1); err != nil {
			return err
		}
	}
	rankings, err := x.rankings()
	if err != nil {
		return err
	}
	if !sameText(rankings, x.Rankings) {
		return replayFault("rankings", "", "want the order that follows from what the policies say")
	}
	if err := x.concluded(); err != nil {
		return err
	}
	text, err := x.Canonical()
	if err != nil {
		return err
	}
	sum := digestOf(text)
	if x.Digest != sum {
		return replayFault("digest", entire(x.Digest), "want "+entire(sum)+", the SHA-256 of what the explanation says")
	}
	return nil
}

func replayFault(path, value, want string) error {
	return &RecordError{Place: Place{Path: path}, Value: value, Want: want, explanation: true}
}

// differing is the fault of a value that is not what it should be: its first place
// that differs.
func differing(path string, got, want any, why string) error {
	was, err := treeFor(got)
	if err != nil {
		return replayFault(path, "", err.Error())
	}
	is, err := treeFor(want)
	if err != nil {
		return replayFault(path, "", err.Error())
	}
	d, ok := firstMismatch(path, was, is)
	switch {
	case !ok:
		return replayFault(path, "", "want "+why)
	case d.want == nil:
		return replayFault(d.path, shortly(d.got), "want nothing there, which is "+why)
	}
	return replayFault(d.path, shortly(d.got), "want "+shortly(d.want)+", "+why)
}

// sameText reports whether two values are written in the same way, in whatever
// zone an instant was read.
func sameText(a, b any) bool {
	x, err := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err == nil && err2 == nil && bytes.Equal(x, y)
}

// replay checks the steps of a derivation.
func (d *Derivation) replay(path string, in Sources, ranked bool) error {
	loc, err := in.zone(d.Zone)
	if err != nil || loc == nil || d.Zone == "" || d.Zone == "Local" {
		return replayFault(path+".zone", quote(d.Zone), "want a zone that can be found")
	}
	if !roundingWords.known(uint8(d.Rounding)) || d.Rounding == 0 {
		return replayFault(path+".rounding", "", "want "+roundingWords.list())
	}
	p := &Policy{zone: calendar.NewZone(loc, firstYear, lastYear), rounding: d.Rounding, lengthens: d.PausesLengthen}
	if in.Calendar != nil && d.Calendar != "" {
		p.calendar, _ = in.Calendar(d.Calendar) // or what the steps list, if there is none
	}
	x := reasoning{in: p}
	if err := x.replay(path+".standing", d.Standing, 0); err != nil {
		return err
	}
	last := Action(0)
	for i := range d.Courses {
		c, path := &d.Courses[i], fmt.Sprintf("%s.courses[%d]", path, i)
		if c.Action <= last || c.Action > ResumeRenewal {
			return replayFault(path+".action", c.Action.String(), "want the actions in their order")
		}
		last = c.Action
		if err := x.replay(path+".steps", c.Steps, len(d.Standing)); err != nil {
			return err
		}
		if err := c.complete(path); err != nil {
			return err
		}
		if (c.Effect != nil) != ranked {
			return replayFault(path+".effect", "", "want what the policy says for itself where it is ranked, and nowhere else")
		}
	}
	return nil
}

// replay works out steps again. They may use what stands up to a number, and each
// other.
func (x *reasoning) replay(path string, steps []Inference, standing int) error {
	from := len(x.steps)
	for i := range steps {
		s, path := &steps[i], fmt.Sprintf("%s[%d]", path, i)
		if s.N != len(x.steps)+1 {
			return replayFault(path+".n", fmt.Sprint(s.N), fmt.Sprintf("want %d, the next", len(x.steps)+1))
		}
		for j := range s.Inputs {
			in := &s.Inputs[j]
			if in.Step == 0 {
				continue
			}
			path := fmt.Sprintf("%s.inputs[%d]", path, j)
			if in.Step < 0 || in.Step > len(x.steps) || in.Step > standing && in.Step <= from {
				return replayFault(path+".step", fmt.Sprint(in.Step), "want an earlier step of the same course")
			}
			if !x.gave(x.steps[in.Step-1], in, s) {
				return replayFault(path, "", fmt.Sprintf("want the result of step %d", in.Step))
			}
		}
		result, err := x.infer(s)
		if err != nil {
			return replayFault(path, "", err.Error())
		}
		if !sameText(result, s.Value) {
			return differing(path, s.Value, result, fmt.Sprintf("what follows by %q", s.Op))
		}
		x.steps = append(x.steps, s)
	}
	return nil
}

// gave reports whether an input is what a step gave.
func (x *reasoning) gave(made *Inference, in *Input, to *Inference) bool {
	if made.Op == OpSplit {
		// One of its portions. There may be thousands, and as many who ask.
		if x.portions == nil {
			x.portions = make(map[given]bool)
		}
		if all := (given{step: made.N}); !x.portions[all] {
			x.portions[all] = true
			for i := range made.Inputs {
				if p := &made.Inputs[i]; p.Name == "give" {
					x.portions[given{made.N, p.Subject, p.Amount}], x.portions[given{made.N, "", p.Amount}] = true, true
				}
			}
		}
		return in.Amount.IsValid() && x.portions[given{made.N, in.Subject, in.Amount}]
	}
	want, got := made.Value, in.Value
	switch {
	case to.Op == OpSplit: // a portion has an order too
		got.At, got.Count = want.At, want.Count
	case to.Op == OpVerdict: // an effect is looked up, and beside it stands how it differs
		got.Word, want.Effect = want.Word, nil
	}
	return sameText(want, got)
}

// A given is a portion that a splitting gave.
type given struct {
	step    int
	subject string
	amount  money.Amount
}

// complete reports whether a course reads as one: every rule in its place, none
// after the one that decides, and at the end a verdict of all their effects.
func (c *Course) complete(path string) error {
	var effects []int
	steps, used := make(map[int]*Inference), make(map[int]bool)
	read, of := int64(0), int64(0)
	open, decided := "", false // a rule whose effect is to come; whether one has decided
	for i := range c.Steps {
		s, path := &c.Steps[i], fmt.Sprintf("%s.steps[%d]", path, i)
		steps[s.N] = s
		for j := range s.Inputs {
			used[s.Inputs[j].Step] = true
		}
		switch s.Op {
		case OpRule:
			position, _ := s.input("position")
			if read++; read == 1 {
				of = position.Count.Of
			}
			if position.Count != (Quantity{N: read, Of: of, Unit: "rule"}) || read > of || open != "" || decided {
				return replayFault(path, "", "want the rules in their order, and none after the one that decides")
			}
			for j := range s.Inputs {
				if in := &s.Inputs[j]; in.Name == "held" && (in.Step == 0 || steps[in.Step] == nil || steps[in.Step].Rule != s.Rule || steps[in.Step].Name != in.Subject) {
					return replayFault(fmt.Sprintf("%s.inputs[%d]", path, j), "", "want a condition of the rule "+quote(s.Rule))
				}
			}
			if s.Holds != False {
				open = s.Rule
			}
		case OpEffect:
			effects = append(effects, s.N)
			for j := range s.Inputs {
				if in := &s.Inputs[j]; !madeBy(in.Name, steps[in.Step]) {
					return replayFault(fmt.Sprintf("%s.inputs[%d]", path, j), "", "want what such a thing is worked out by")
				}
			}
			if s.Rule == "" {
				if _, closed := s.input("closed"); decided || open != "" || closed != (read == 0) && of > 0 || !closed && read < of {
					return replayFault(path, "", "want all rules to be read first")
				}
				decided = true
				continue
			}
			var rule *Inference
			for j := range s.Inputs {
				if in := &s.Inputs[j]; in.Name == "rule" {
					rule = steps[in.Step]
				}
			}
			if rule == nil || rule.Op != OpRule || open != s.Rule || rule.Rule != s.Rule || (rule.Text == ruleRefuses) != (s.Text == ruleRefuses) {
				return replayFault(path, "", "want what follows from the rule that was read")
			}
			open, decided = "", rule.Holds == True
		case OpVerdict:
			var of []int
			for _, in := range s.Inputs {
				of = append(of, in.Step)
			}
			if i != len(c.Steps)-1 || !decided || s.Name != c.Action.String() || !slices.Equal(of, effects) {
				return replayFault(path, "", "want the verdict on the action, last, of all effects in order")
			}
			if c.Effect != nil && !agree(c.Effect, s.Effect) {
				return replayFault(path, "", "want the effect that the course has")
			}
			return c.followed(strings.TrimSuffix(path, fmt.Sprintf(".steps[%d]", i)), used)
		}
	}
	return replayFault(path+".steps", "", "want a verdict")
}

// madeBy reports whether an input of an effect is what it can be.
func madeBy(name string, s *Inference) bool {
	if s == nil {
		return false
	}
	switch name {
	case "closed":
		return s.Op == OpFact && s.Name == name
	case "rule":
		return s.Op == OpRule
	case "ends", "access", "deadline":
		return s.Op == OpMoment
	case "refund", "credit", "due":
		return s.Op == OpSum || s.Op == OpNothing
	case "payout":
		return s.Op == OpExpect || s.Op == OpFact && s.Name == name
	}
	return false
}

// followed reports whether something follows from every step that does not stand
// for itself.
func (c *Course) followed(path string, used map[int]bool) error {
	for i := range c.Steps {
		if s := &c.Steps[i]; !used[s.N] && !s.standsAlone() {
			return replayFault(fmt.Sprintf("%s.steps[%d]", path, i), "", "want a step from which something follows")
		}
	}
	return nil
}

// rankings tells how the outcomes of the policies stand to each other, on the
// actions on which a statute has a say.
func (x *Explanation) rankings() ([]Ranking, error) {
	var out []Ranking
	for a := StopRenewal; a <= ResumeRenewal && len(x.Policies) > 1; a++ {
		all, err := x.outcomes(a)
		if err != nil {
			return nil, err
		}
		says := 0
		for _, v := range all {
			if v != nil {
				says++
			}
		}
		if says < 2 {
			continue
		}
		r := Ranking{Action: a}
		left := all.unbeaten()
		best := left.best()
		for i, v := range all {
			if v == nil {
				continue
			}
			o := Outcome{Policy: x.Policies[i].Policy.String(), Rank: Beaten}
			switch {
			case i == best:
				o.Rank = Best
			case left[i] != nil:
				o.Rank = Beside
			default:
				for j, other := range all {
					if other != nil && i != j && other.beats(v, j < i) {
						o.By = x.Policies[j].Policy.String()
						break
					}
				}
			}
			r.Outcomes = append(r.Outcomes, o)
		}
		out = append(out, r)
	}
	return out, nil
}

// outcomes are what the policies say on an action, each for itself.
func (x *Explanation) outcomes(a Action) (outcomes, error) {
	var all outcomes
	for i := range x.Policies {
		for j := range x.Policies[i].Courses {
			c := &x.Policies[i].Courses[j]
			if c.Action != a {
				continue
			}
			e := c.result()
			if e == nil {
				return all, replayFault(fmt.Sprintf("policies[%d].courses[%d]", i, j), "", "want a verdict")
			}
			all[i] = e.verdict()
		}
	}
	if all[0] == nil {
		return all, replayFault("policies[0].courses", "", "want a course for "+a.String())
	}
	return all, nil
}

// result is what the course comes to.
func (c *Course) result() *Effect {
	if n := len(c.Steps); n > 0 {
		return c.Steps[n-1].Effect
	}
	return nil
}

// concluded reports whether the decision is what the courses come to.
func (x *Explanation) concluded() error {
	if len(x.Policies) == 0 {
		return replayFault("policies", "", "want the policy that decided")
	}
	if err := x.stands(); err != nil {
		return err
	}
	for a := StopRenewal; a <= ResumeRenewal; a++ {
		all, err := x.outcomes(a)
		if err != nil {
			return err
		}
		says := 0
		for i := range all {
			if all[i] != nil {
				says++
			}
		}
		want := []*Verdict{all[0]}
		if says > 1 {
			want = all.chain()
		}
		v, path := x.Decision.verdict(a), "decision."+a.String()
		for _, w := range want {
			if v == nil {
				return replayFault(path+".alternative", "", "want another outcome")
			}
			if got, want := v.effect(), w.effect(); !agree(got, want) {
				return differing(path, got, want, "what the steps come to")
			}
			told := x.told(slices.Index(all[:], w), a)
			if err := v.adds(path, told); err != nil {
				return err
			}
			for i := range v.Parts {
				if p := &v.Parts[i]; p.Operation != OpVoid && !told.taken[movement{p.Charge, p.Payment}] || p.Subscription != x.Decision.Subscription {
					return replayFault(fmt.Sprintf("%s.parts[%d]", path, i), "", "want a part of what the steps say")
				}
			}
			for i := range v.Reasons {
				if !told.knows(&v.Reasons[i], v) {
					return replayFault(fmt.Sprintf("%s.reasons[%d]", path, i), shown(v.Reasons[i].String()), "want a reason with what the steps say")
				}
			}
			v, path = v.Alternative, path+".alternative"
		}
		if v != nil {
			return replayFault(path, "", "want no more outcomes than the policies have")
		}
	}
	return nil
}

// stands reports whether the decision says of the subscription what the contract's
// derivation does.
func (x *Explanation) stands() error {
	d, by := &x.Decision, x.Policies[0].Policy
	if len(x.Policies) > 1 {
		var refs []Ref
		for i := range x.Policies {
			refs = append(refs, x.Policies[i].Policy)
		}
		by = joined(refs)
	}
	if d.Policy != by {
		return replayFault("decision.policy", entire(d.Policy.Digest), "want "+entire(by.Digest)+", the policy that decided")
	}
	var set phases
	var in Period
	said := make(map[string]bool)
	for i := range x.Policies[0].Standing {
		s := &x.Policies[0].Standing[i]
		said[s.Name] = true
		switch s.Name {
		case "running_start":
			in.Start = s.At.At
		case "running_end":
			in.End = s.At.At
		case "unpaid":
			if d.Unpaid != (s.Word == Yes.String()) {
				return replayFault("decision.unpaid", fmt.Sprint(d.Unpaid), "want what the steps say")
			}
		case request.String():
			at, _, err := s.point()
			sent := instantOf(d.At)
			if asked := instantOf(d.Requested); asked != unset && asked < sent {
				sent = asked
			}
			if err != nil || at != sent || (s.Source == "request") != (sent < instantOf(d.At) || d.Requested.Equal(d.At)) {
				return replayFault("decision.at", shown(d.At), "want the instant of the request")
			}
		case "phase":
			var p Phase
			if err := p.UnmarshalText([]byte(s.Word)); err != nil {
				return err
			}
			set |= setOf(p)
		case "stopped":
			if s.Word == Yes.String() && !d.Stopped {
				return replayFault("decision.stopped", "false", "want what the steps say")
			}
		}
	}
	if !said["request"] || !said["stopped"] || !said["unpaid"] || !d.Running.Start.Equal(in.Start) || !d.Running.End.Equal(in.End) {
		return replayFault("decision.running", "", "want the period of the steps")
	}
	if set.only() != d.Phase {
		return replayFault("decision.phase", d.Phase.String(), "want the phase of the steps")
	}
	return nil
}

// adds reports whether the movements of a verdict are those that the steps gave, and
// add up to its sums.
func (v *Verdict) adds(path string, told telling) error {
	var refund, credit, due sumUp
	given := make(map[movement]*sumUp)
	for i := range v.Parts {
		p := &v.Parts[i]
		if p.Amount.Sign() < 0 {
			return replayFault(fmt.Sprintf("%s.parts[%d].amount", path, i), shown(p.Amount), "want an amount that is not negative")
		}
		switch p.Operation {
		case OpRefund, OpCancelDebit:
			refund.add(p.Amount, p.Blocked == 0)
		case OpCredit, OpReduce:
			credit.add(p.Amount, p.Blocked == 0)
		default:
			continue
		}
		of := movement{p.Charge, p.Payment}
		if given[of] == nil {
			given[of] = new(sumUp)
		}
		given[of].add(p.Amount, true)
	}
	for i := range v.Parts {
		p := &v.Parts[i]
		of := movement{p.Charge, p.Payment}
		if all := given[of]; all != nil && told.splits[of] && !told.gives[portionOf{of, p.Amount.Currency(), all.all}] {
			return replayFault(fmt.Sprintf("%s.parts[%d]", path, i), "", "want what the steps give by the payment "+quote(p.Payment))
		}
	}
	for i := range v.Claims {
		due.add(v.Claims[i].Amount, true)
	}
	if v.Answer != Refused && (!refund.makes(v.Refund) || !credit.makes(v.Credit)) {
		return replayFault(path+".parts", "", "want parts that add up to the refund and the credit")
	}
	if !due.makes(v.Due) {
		return replayFault(path+".claims", "", "want claims that add up to what is due")
	}
	return nil
}

// A sumUp adds amounts up, and of these those that can be paid at once.
type sumUp struct {
	all, now int64
	currency money.Currency
	odd      bool // two currencies, or too much
}

func (u *sumUp) add(a money.Amount, now bool) {
	n := a.Minor()
	u.odd = u.odd || u.currency.IsValid() && u.currency != a.Currency() || n < 0 || u.all+n < u.all
	u.currency = a.Currency()
	if u.all += n; now {
		u.now += n
	}
}

// makes reports whether the amounts add up to a sum.
func (u *sumUp) makes(s Sum) bool {
	return !u.odd && u.all == s.certain() && u.now == s.Payable.Minor() && (u.all == 0 || u.currency == s.Amount.Currency())
}

// A movement is of a payment of a charge, or of what is asked for it and not paid.
type movement struct{ charge, payment string }

// A portionOf is what a payment gives, in minor units.
type portionOf struct {
	movement
	currency money.Currency
	minor    int64
}

// A telling is what the steps of an explanation say.
type telling struct {
	amounts map[money.Amount]bool
	at      map[instant]bool
	counts  map[Quantity]bool // without their units
	words   map[string]bool   // ids, names and texts

	taken  map[movement]bool  // the payments that are stated
	splits map[movement]bool  // those over which a sum was shared out
	gives  map[portionOf]bool // and what they give
}

// told gathers what the steps say by which a policy comes to its verdict on an action,
// and what the others come to.
func (x *Explanation) told(by int, a Action) telling {
	t := telling{
		amounts: make(map[money.Amount]bool), at: make(map[instant]bool), counts: make(map[Quantity]bool), words: make(map[string]bool),
		taken: make(map[movement]bool), splits: make(map[movement]bool), gives: make(map[portionOf]bool),
	}
	for i := range x.Policies {
		p := &x.Policies[i]
		t.words[p.Policy.String()], t.words[p.Calendar] = true, true
		if i == by {
			t.hear(p.Standing)
		}
		for j := range p.Courses {
			switch c := &p.Courses[j]; {
			case c.Action != a:
			case i == by:
				t.hear(c.Steps)
			default:
				if e := c.result(); e != nil {
					t.amounts[e.Refund.Amount], t.words[e.Rule] = true, true
				}
			}
		}
	}
	return t
}

// hear gathers what steps say.
func (t *telling) hear(steps []Inference) {
	value := func(v *Value) {
		t.amounts[v.Amount], t.amounts[v.Sum.Amount] = true, true
		t.at[instantOf(v.At.At)] = true
		t.counts[Quantity{N: v.Count.N, Of: v.Count.Of}] = true
		t.words[v.Word], t.words[v.Sum.Ask.String()] = true, true
	}
	for i := range steps {
		s := &steps[i]
		value(&s.Value)
		t.words[s.Name], t.words[s.Rule], t.words[s.Subject], t.words[s.Source], t.words[s.Text] = true, true, true, true, true
		if s.Op == OpFact {
			switch s.Name {
			case "captured":
				t.taken[movement{s.Source, s.Subject}] = true
			case "asked":
				t.taken[movement{s.Subject, ""}] = true
			}
		}
		for j := range s.Inputs {
			in := &s.Inputs[j]
			value(&in.Value)
			if t.words[in.Subject] = true; s.Op == OpSplit && s.Name == "payments" && in.Name == "give" {
				of := movement{s.Subject, in.Subject}
				t.splits[of], t.gives[portionOf{of, in.Amount.Currency(), in.Amount.Minor()}] = true, true
			}
		}
	}
}

// knows reports whether what a reason of a verdict names stands in the steps. What
// is wrong with a fact, or not told, is not derived, and what a sum does not depend
// on is in no step.
func (t telling) knows(r *Reason, v *Verdict) bool {
	switch r.Code {
	case 0:
		return false
	case RuleApplies, RuleRefuses, NothingToRefund:
		if v.Rule != "" && r.Rule != v.Rule {
			return false
		}
	case PaymentIsPending, DisputeIsOpen, MethodExpired:
		return slices.ContainsFunc(v.Parts, func(p Part) bool { return p.Blocked == r.Code && p.Amount == r.Amount && p.Payment == r.Subject })
	case TimeCounted, Calculated, Adjusted, CutToWhatIsLeft, IsDue:
		if r.Code == TimeCounted && r.Subject == "" && v.Due.State == SumNone {
			return true // of what might have been due, and is nothing
		}
		units := r.Code != TimeCounted || t.counts[Quantity{N: int64(r.Count), Of: int64(r.Of)}]
		moves := v.Refund.certain()+v.Credit.certain()+v.Due.certain() > 0
		return v.Answer == Refused || v.open() || !moves || t.words[r.Rule] && t.amounts[r.Amount] && units
	case AnchorUnknown, BeyondCalendar, ScopeUnknown, ChargeRefunded, ReturnedBefore, QuoteUsed, OffsetAgainst:
		return t.words[r.Rule]
	}
	counted := r.Code == EventsCounted || r.Code == EventsUnknown || r.Code == RefundsCounted
	return r.Code >= DuplicateCharge || t.words[r.Rule] && t.words[r.Subject] && t.amounts[r.Amount] && t.at[instantOf(r.At)] &&
		(!counted || t.counts[Quantity{N: int64(r.Count), Of: int64(r.Of)}])
}

// agree reports whether two effects are the same, but for who handles money that
// was only set aside.
func agree(a, b *Effect) bool {
	x, y := *a, *b
	x.Handling.Money, y.Handling.Money = 0, 0
	x.Code, y.Code = 0, 0
	return sameText(x, y)
}

// chain returns the outcomes that no other beats, the best first, with the bounds
// that they have beside each other.
func (all outcomes) chain() []*Verdict {
	rest := all.unbeaten()
	var out []*Verdict
	for i := rest.best(); i >= 0; i = rest.best() {
		out = append(out, rest[i])
		rest[i] = nil
	}
	for _, v := range out {
		for _, w := range out {
			v.atLeast(w)
		}
	}
	return out
}

// digestOf is the SHA-256 of a text, in hex.
func digestOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// explanationLimits hold every explanation that Explain makes.
var explanationLimits = strict.Limits{Bytes: 4 * maxExplained, Depth: 32, Elements: 1 << 23}

// ParseExplanation reads an explanation from JSON, as strictly as [ParseRecord] a
// record. It does not check it: [Replay] does. An error is a [*RecordError].
func ParseExplanation(b []byte) (Explanation, error) {
	type plain Explanation // without this method
	var x plain
	if err := strict.Decode(b, &x, explanationLimits); err != nil {
		at, value, want := locate(err)
		return Explanation{}, &RecordError{Place: at, Value: value, Want: want, Err: err, explanation: true}
	}
	return Explanation(x), nil
}

// UnmarshalJSON is [ParseExplanation], so that no door to one is laxer than
// another.
func (x *Explanation) UnmarshalJSON(b []byte) error {
	parsed, err := ParseExplanation(b)
	if err == nil {
		*x = parsed
	}
	return err
}

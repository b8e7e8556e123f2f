package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rescind-go/rescind/calendar"
)

// A Scope says to which subscriptions a rule applies. Every condition that is set
// must hold, and one that is absent holds for all. What the snapshot does not
// tell is unknown: the rule may or may not apply.
type Scope struct {
	// Markets lists codes of [Snapshot].Market: "US" holds for "US" and for
	// "US-CA", "US-CA" for that alone.
	Markets []string `json:"markets,omitzero"`

	// Plans and Channels list values of [Snapshot].Plan and Channel, and
	// Methods those of [Payment].Method by which the latest charge was paid.
	Plans    []string `json:"plans,omitzero"`
	Channels []string `json:"channels,omitzero"`
	Methods  []string `json:"methods,omitzero"`

	// Interval compares the time that the latest charge pays for with a span:
	// "> 1 month".
	Interval Interval `json:"interval,omitzero"`

	// Cohort lists those whom an instant of their own puts among others of
	// the same time.
	Cohort Cohort `json:"cohort,omitzero"`
}

// A Cohort is the subscriptions whose point On lies on the days [From, Before)
// of the document's zone. Either day may be absent. A document that changed on
// a day keeps the old rules for those who bought before it.
type Cohort struct {
	On     Point         `json:"on,omitzero"` // required in a Scope
	From   calendar.Date `json:"from,omitzero"`
	Before calendar.Date `json:"before,omitzero"`
}

// An Interval compares a length of time with a span of days or longer: "= 1 year",
// "> 1 month". The operators are =, <, <=, > and >=. Both are counted from the
// day on which the time begins, so that every month is one month, that from
// 28 February to 31 March too ([Share].Unit). The empty Interval is absent.
type Interval string

// A scope is a compiled Scope.
type scope struct {
	markets, plans, channels, methods []string

	interval      calendar.Span // no span: absent
	text          Interval      // as the document has it
	shorter       bool          // holds for a shorter time,
	equal, longer bool          // one of that length, and a longer one

	on           point
	from, before calendar.Date
}

// scope compiles a scope, and returns nil for one that holds for all.
func (c *compiler) scope(path string, in *Scope) *scope {
	out := &scope{ // of the policy's own: the document is the caller's to change
		markets: slices.Clone(in.Markets), plans: slices.Clone(in.Plans), channels: slices.Clone(in.Channels), methods: slices.Clone(in.Methods),
	}
	for _, list := range []struct {
		name   string
		values []string
	}{{"markets", in.Markets}, {"plans", in.Plans}, {"channels", in.Channels}, {"methods", in.Methods}} {
		if len(list.values) > maxScope {
			c.fault(path+"."+list.name, len(list.values), fmt.Sprintf("want at most %d", maxScope))
		}
		for i, value := range list.values {
			if value == "" || len(value) > maxName {
				c.fault(fmt.Sprintf("%s.%s[%d]", path, list.name, i), value, fmt.Sprintf("want 1 to %d bytes", maxName))
			}
		}
	}
	if in.Interval != "" {
		out.text = in.Interval
		if err := out.compare(in.Interval); err != nil {
			c.wrap(path+".interval", string(in.Interval), err)
		}
	}
	if in.Cohort != (Cohort{}) {
		c.cohort(path+".cohort", &in.Cohort, out)
		if in.Cohort.On == "" {
			c.fault(path+".cohort.on", "", `want what the days are of, as in "contract"`)
		}
	}
	if len(in.Markets)+len(in.Plans)+len(in.Channels)+len(in.Methods) == 0 && in.Interval == "" && in.Cohort == (Cohort{}) {
		return nil
	}
	return out
}

// cohort compiles a cohort into a scope.
func (c *compiler) cohort(path string, in *Cohort, out *scope) {
	out.on, out.from, out.before = c.anchored(path+".on", in.On), in.From, in.Before
	switch {
	case !in.From.IsValid() && !in.Before.IsValid():
		c.fault(path, "", "want a day, from or before")
	case in.From.IsValid() && in.Before.IsValid() && !in.From.Before(in.Before):
		c.fault(path+".before", in.Before, "want a day after "+in.From.String())
	}
}

// InForce tells whether this version of the policy is for a subscription at an
// instant, by [Document].Effective: Allowed if it is, Refused if another version
// is, Undecided if the records do not tell. A subscription that does not have the
// point it goes by, such as one that has not been charged yet, is of the version
// of the instant. It is always Allowed for a document that does not say. The
// contract tells for an overlay. An error is one of [Policy.DecideAt].
func (p *Policy) InForce(s Snapshot, at time.Time) (Answer, error) {
	if p != nil && p.layers != nil {
		return p.layers[0].InForce(s, at)
	}
	v := standing{policy: p, s: &s, room: new(room)}
	if !v.derive(at) {
		return Refused, p.fault(&s, at)
	}
	sc, on := p.effective, v.at
	if sc != nil && sc.on.anchor != noAnchor {
		switch at, there := v.resolve(&rule{}, sc.on, new(Verdict)); there {
		case unknown:
			return Undecided, nil
		case yes:
			on = at
		}
	}
	if sc != nil && !sc.includes(v.dayOf(on)) {
		return Refused, nil
	}
	return Allowed, nil
}

// includes reports whether a day is among those of the cohort.
func (sc *scope) includes(d calendar.Date) bool {
	return (!sc.from.IsValid() || !d.Before(sc.from)) && (!sc.before.IsValid() || d.Before(sc.before))
}

// compare reads the text of an interval.
func (sc *scope) compare(text Interval) error {
	op, span, ok := strings.Cut(string(text), " ")
	switch op {
	case "=":
		sc.equal = true
	case "<":
		sc.shorter = true
	case "<=":
		sc.shorter, sc.equal = true, true
	case ">":
		sc.longer = true
	case ">=":
		sc.longer, sc.equal = true, true
	default:
		return errInterval
	}
	var err error
	if sc.interval, err = calendar.ParseSpan(span); !ok || err != nil {
		return errInterval
	}
	switch sc.interval.Unit {
	case calendar.Days, calendar.Weeks, calendar.Months, calendar.Years:
		if sc.interval.N > 0 && !longSpan(sc.interval) {
			return nil
		}
	}
	return errInterval
}

var errInterval = errors.New(`want =, <, <=, > or >= and a span of a day to 100 years, as in "> 1 month"`)

// scoped reports whether a rule's scope holds.
func (v *standing) scoped(r *rule, out *Verdict) truth {
	sc, s := r.scope, v.s
	result := yes
	for _, list := range [...]struct {
		want  []string
		have  string
		name  string
		parts bool
	}{{sc.markets, s.Market, "market", true}, {sc.plans, s.Plan, "plan", false}, {sc.channels, s.Channel, "channel", false}} {
		if len(list.want) == 0 {
			continue
		}
		held := no
		switch {
		case list.have == "":
			held = unknown
			out.because(ScopeUnknown, r.id, list.name)
		case listed(list.want, list.have, list.parts):
			held = yes
		}
		result = min(result, held)
	}
	if len(sc.methods) > 0 {
		result = min(result, v.paidBy(r, out))
	}
	if sc.interval.Unit != 0 {
		result = min(result, v.lasting(r, out))
	}
	if sc.on.anchor != noAnchor {
		result = min(result, v.ofCohort(r, out))
	}
	return result
}

// listed reports whether a value is in a list or, of values with parts, below one
// that is: "US-CA" is below "US".
func listed(list []string, value string, parts bool) bool {
	for _, want := range list {
		if rest, ok := strings.CutPrefix(value, want); ok && (rest == "" || parts && rest[0] == '-') {
			return true
		}
	}
	return false
}

// paidBy reports whether the latest charge was paid by the scope's methods.
func (v *standing) paidBy(r *rule, out *Verdict) truth {
	c := v.latest.charge
	if c == nil {
		return no
	}
	some, others, untold := false, false, false
	for i := range c.Payments {
		switch p := &c.Payments[i]; {
		case p.State == PaymentFailed || p.State == PaymentVoided:
		case p.Method == "":
			untold = true
		case listed(r.scope.methods, p.Method, false):
			some = true
		default:
			others = true
		}
	}
	switch {
	case untold || some && others: // of one part the rule holds, and of another it does not
		out.because(ScopeUnknown, r.id, "payment method")
		return unknown
	case some:
		return yes
	}
	return no
}

// lasting reports whether the latest charge pays for a time of the scope's
// length.
func (v *standing) lasting(r *rule, out *Verdict) truth {
	c := v.latest.charge
	if c == nil {
		return no
	}
	if c.Covers.empty() {
		out.because(ScopeUnknown, r.id, "interval")
		return unknown
	}
	if r.scope.lasts(v.dayOf(instantOf(c.Covers.Start)), v.dayOf(instantOf(c.Covers.End))) {
		return yes
	}
	return no
}

// lasts reports whether the time from one day up to another is of the scope's
// length.
func (sc *scope) lasts(first, last calendar.Date) bool {
	var end calendar.Date
	if months := inMonths(sc.interval); months > 0 {
		end = monthsOn(first, months, keptDay(first, last))
	} else {
		var err error
		if end, err = sc.interval.AddTo(first, nil); err != nil {
			return false // beyond all years
		}
	}
	switch {
	case last.Before(end):
		return sc.shorter
	case last.After(end):
		return sc.longer
	}
	return sc.equal
}

// ofCohort reports whether the subscription is of the scope's cohort.
func (v *standing) ofCohort(r *rule, out *Verdict) truth {
	at, held := v.resolve(r, r.scope.on, out)
	if held != yes {
		return held
	}
	if !r.scope.includes(v.dayOf(at)) {
		return no
	}
	return yes
}

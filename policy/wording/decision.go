package wording

import (
	"strings"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/policy"
)

// Decision writes a decision as a report of some lines: where the subscription
// stands, then for each action whether it may be taken, under the vendor's own
// label, what follows, the money, the dates and the reasons, and at the end until
// when all of it holds. An empty title is replaced by the policy's id.
func (l *Language) Decision(title string, d policy.Decision) string {
	w := writer{Language: l.own()}
	w.heading(title, &d, w.zone(d.At))
	w.blank()
	w.standing(&d)
	w.blank()
	for a, v := range d.Verdicts() {
		w.verdict(a, &v, d.Until)
	}
	for _, f := range d.Findings {
		w.line(w.say("report", "note", with{"reason": w.Reason(f)}))
	}
	w.blank()
	switch until, ok := d.Until.Time(); {
	case ok:
		w.line(w.say("report", "until", with{"at": w.Instant(until)}))
	case d.Until.Kind == policy.Never:
		w.line(w.say("report", "until/never", nil))
	}
	return w.String()
}

// A writer gathers lines.
type writer struct {
	*Language
	b      strings.Builder
	indent string
}

// String returns the lines, without empty ones at the end.
func (w *writer) String() string { return strings.TrimRight(w.b.String(), "\n") + "\n" }

func (w *writer) line(text string) {
	if text != "" {
		w.b.WriteString(w.indent + text + "\n")
	}
}

func (w *writer) blank() { w.b.WriteString("\n") }

// within writes lines that belong to the one before.
func (w *writer) within(lines func()) {
	outer := w.indent
	w.indent += "    "
	lines()
	w.indent = outer
}

func (w *writer) heading(title string, d *policy.Decision, zone string) {
	if title == "" {
		title = d.Policy.ID
	}
	w.line(title)
	w.line(w.say("report", "heading", with{
		"policy": d.Policy.String(), "subscription": d.Subscription, "at": w.Instant(d.At), "zone": zone,
	}))
}

// standing tells where the subscription stands.
func (w *writer) standing(d *policy.Decision) {
	if !d.Requested.IsZero() && !d.Requested.Equal(d.At) {
		w.line(w.say("report", "requested", with{"at": w.Instant(d.Requested)}))
	}
	phase := d.Phase.String()
	if !w.has("phase", phase) {
		phase = "unknown"
	}
	if !d.Running.End.IsZero() {
		phase += "/running"
	}
	w.line(w.say("phase", phase, with{"start": w.Instant(d.Running.Start), "end": w.Instant(d.Running.End)}))
	switch {
	case d.Unpaid && !d.Grace.IsZero():
		w.line(w.say("report", "unpaid/grace", with{"at": w.Instant(d.Grace)}))
	case d.Unpaid:
		w.line(w.say("report", "unpaid", nil))
	}
	if d.Stopped && d.Phase != policy.Ended {
		w.line(w.say("report", "stopped", nil))
	}
}

// answer writes whether an action may be taken, under its label.
func (w *writer) answer(a policy.Action, v *policy.Verdict) {
	key := v.Answer.String()
	if v.Label != "" {
		key += "/label"
	}
	w.line(w.say("answer", key, with{"action": w.say("action", a.String(), nil), "label": w.quote(v.Label)}))
}

// verdict writes whether an action is allowed, and what follows. Until when it
// holds is not said where that of the whole decision says it.
func (w *writer) verdict(a policy.Action, v *policy.Verdict, until policy.Moment) {
	w.answer(a, v)
	w.within(func() {
		if v.Answer == policy.Refused {
			if at, ok := v.Access.Time(); ok {
				w.line(w.say("report", "goes_on", with{"at": w.Instant(at)}))
			}
		} else {
			w.outcome(a, v)
		}
		w.reasons(v)
		for other := v.Alternative; other != nil; other = other.Alternative {
			key := "alternative"
			if other.Rule == "" {
				key += "/none"
			}
			w.line(w.say("report", key, with{"rule": w.quote(other.Rule)}))
			w.within(func() {
				w.outcome(a, other)
				w.reasons(other)
			})
		}
		if at, ok := v.Holds.Time(); ok && v.Answer != policy.Refused && !(until.Kind == policy.Fixed && until.At.Equal(at)) {
			w.line(w.say("report", "holds", with{"at": w.Instant(at)}))
		}
	})
}

func (w *writer) reasons(v *policy.Verdict) {
	for i, r := range v.Reasons {
		text := w.Reason(r)
		if i == 0 {
			text = w.say("report", "why", with{"reason": text})
		}
		w.line(text)
	}
}

// outcome writes what follows when an action is taken.
func (w *writer) outcome(a policy.Action, v *policy.Verdict) {
	w.line(w.ends(a, v.Ends))
	if v.Access != v.Ends {
		w.line(w.moment("access", "", v.Access))
	}
	w.line(w.say("handling", v.Handling.Action.String(), nil))
	w.forfeits(v.Forfeits)
	w.money(v)
	for _, p := range v.Parts {
		w.line(w.part(p))
	}
	for _, s := range v.Lines {
		w.line(w.say("report", "line", with{"charge": w.quote(s.Charge), "component": w.quote(s.Component), "amount": w.Amount(s.Amount)}))
	}
	for _, c := range v.Claims {
		w.line(w.claim(c))
	}
}

// forfeits tells what is given up by an action.
func (w *writer) forfeits(words []string) {
	if len(words) == 0 {
		return
	}
	var all []string
	for _, f := range words {
		all = append(all, w.quote(f))
	}
	w.line(w.say("report", "forfeits", with{"list": w.list(all)}))
}

// ends tells when the subscription ends if the action is taken.
func (l *Language) ends(a policy.Action, m policy.Moment) string {
	return l.moment("ends", a.String(), m)
}

// moment writes a sentence of a group about a moment, which may have one of its
// own for an action.
func (l *Language) moment(group, action string, m policy.Moment) string {
	var key string
	switch m.Kind {
	case policy.AtRequest:
		key = "request"
	case policy.Fixed:
		key = "fixed"
	case policy.Never:
		key = "never"
	default:
		return ""
	}
	if l.has(group, action+"/"+key) {
		key = action + "/" + key
	}
	return l.say(group, key, with{"at": l.Instant(m.At)})
}

// money writes the three sums, and what belongs to them.
func (w *writer) money(v *policy.Verdict) {
	if v.Refund.State != policy.SumNone || v.Credit.State == policy.SumNone && v.Due.State == policy.SumNone {
		w.sum("refund", v.Refund)
	}
	if v.Refund.Amount.Sign() > 0 || v.Refund.State == policy.SumUndecided {
		w.line(w.say("money_handling", v.Handling.Money.String(), nil))
		w.arrival(v.Payout)
		w.line(w.moment("deadline", "", v.Deadline))
	}
	if v.Credit.State != policy.SumNone {
		w.sum("credit", v.Credit)
	}
	if v.Due.State != policy.SumNone {
		w.sum("due", v.Due)
	}
}

// sum writes what is known of a sum, by the templates of a group.
func (w *writer) sum(group string, s policy.Sum) {
	w.line(w.say(group, state(s), w.amounts(s)))
	if s.State == policy.SumUndecided && s.Ask != 0 {
		w.line(w.say("ask", s.Ask.String(), nil))
	}
	if rest, err := s.Amount.Sub(s.Payable); err == nil && rest.Sign() > 0 {
		w.line(w.say(group, "blocked", with{"payable": w.Amount(s.Payable), "blocked": w.Amount(rest)}))
	}
}

// state is the key of what is known of a sum.
func state(s policy.Sum) string {
	switch s.State {
	case policy.SumExact, policy.SumQuoted:
		if s.Amount.Sign() == 0 {
			return "zero"
		}
		return s.State.String()
	case policy.SumUndecided:
		switch least := s.Least.Sign() > 0; {
		case least && s.Most.IsValid():
			return "undecided/between"
		case least:
			return "undecided/least"
		case s.Most.IsValid():
			return "undecided/most"
		}
		return "undecided"
	}
	return "none"
}

func (l *Language) amounts(s policy.Sum) with {
	return with{"amount": l.Amount(s.Amount), "least": l.Amount(s.Least), "most": l.Amount(s.Most)}
}

// arrival writes when money is expected, and how that was counted.
func (w *writer) arrival(a policy.Arrival) {
	if a.Text != "" {
		w.line(w.say("payout", "text", with{"text": w.quote(a.Text)}))
	}
	if a.Expect != (calendar.Range{}) {
		key := "range"
		if a.Expect.Earliest == a.Expect.Latest {
			key = "day"
		}
		w.line(w.say("payout", key, with{"from": w.fullDay(a.Expect.Earliest), "to": w.fullDay(a.Expect.Latest)}))
	}
	if a.Unit != 0 && a.Max > 0 {
		unit := a.Unit.String()
		if a.Unit == calendar.BusinessDays && sixDays(a.Calendar) {
			unit = "working_days"
		}
		span := w.number(int64(a.Max))
		if a.Min != a.Max {
			span = w.say("count", "span", with{"min": w.number(int64(a.Min)), "max": span})
		}
		w.line(w.count("count", unit, int64(a.Max), with{"span": span, "calendar": a.Calendar}))
	}
}

// part tells one movement of money, and what it waits for.
func (l *Language) part(p policy.Part) string {
	key := p.Operation.String()
	if p.Against != "" && l.has("part", key+"/against") {
		key += "/against"
	}
	text := l.say("part", key, with{
		"amount": l.Amount(p.Amount), "charge": l.quote(p.Charge), "payment": l.quote(p.Payment), "against": l.quote(p.Against),
	})
	if p.Blocked == 0 {
		return text
	}
	remedy := "none"
	if p.Needs != 0 {
		remedy = p.Needs.String()
	}
	return text + " " + l.say("remedy", remedy, nil)
}

// claim tells one thing that the customer owes.
func (l *Language) claim(c policy.Claim) string {
	key := c.Kind.String()
	if c.On.Kind == policy.Fixed {
		key += "/at"
	}
	return l.say("claim", key, with{"amount": l.Amount(c.Amount), "id": l.quote(c.ID), "at": l.Instant(c.On.At)})
}

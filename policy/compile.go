package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rescind-go/rescind/calendar"
)

// Limits of a document. A policy of a real vendor has some ten rules.
const (
	maxRules  = 1000 // in one action
	maxFacts  = 16   // in one rule
	maxScope  = 100  // values of one condition
	maxText   = 256  // bytes of a remark
	maxPayout = 366  // units
	maxName   = 128  // bytes of an id or a kind
	maxYears  = 100  // of a span
)

// Compile turns a document into a policy. It reports every fault at once, each
// a [*DocumentError] with its path, joined by [errors.Join].
//
// It loads the document's zone and calendar from in, once and for all.
func Compile(d Document, in Sources) (*Policy, error) {
	c := compiler{
		doc: &d, policy: &Policy{ref: Ref{ID: d.ID, Version: d.Version}, title: d.Title, rounding: d.Rounding, lengthens: d.PausesLengthen},
		ids: make(map[string]string), cited: make(map[string]bool),
	}
	c.header(in)
	c.citations()
	if d.Effective != (Cohort{}) {
		c.policy.effective = new(scope)
		c.cohort("effective", &d.Effective, c.policy.effective)
	}
	for a := StopRenewal; a <= ResumeRenewal; a++ {
		c.rules(a)
	}
	if len(c.faults) > 0 {
		return nil, errors.Join(c.faults...)
	}
	if err := c.digest(); err != nil {
		return nil, err
	}
	return c.policy, nil
}

// A compiler gathers the faults of a document while it builds the policy.
type compiler struct {
	doc    *Document
	policy *Policy
	ids    map[string]string // rule ids, and where each was first used
	cited  map[string]bool   // citation ids
	faults []error
}

// fault notes a fault. The value is quoted if it is text; empty text is a value
// that is missing.
func (c *compiler) fault(path string, value any, want string) {
	c.note(path, value, want, nil)
}

// wrap notes a fault that an error tells. What a source returns is noted as it is.
func (c *compiler) wrap(path, value string, err error) { c.note(path, value, wanted(err), err) }

func (c *compiler) note(path string, value any, want string, err error) {
	found := ""
	if value != "" {
		found = shown(value)
	}
	c.faults = append(c.faults, &DocumentError{Place: Place{Path: path}, Value: found, Want: want, Err: err})
}

// zone finds a zone by its name.
func (in *Sources) zone(name string) (*time.Location, error) {
	if in.Zone == nil {
		return time.LoadLocation(name)
	}
	return in.Zone(name)
}

// header checks the fields above the rules, and looks up what they name.
func (c *compiler) header(in Sources) {
	d := c.doc
	if !named(d.ID) {
		c.fault("id", d.ID, `want a name of lower-case letters, digits, dots and dashes, as in "amazon-prime-fr"`)
	}
	if !named(d.Version) {
		c.fault("version", d.Version, `want a version of lower-case letters, digits, dots and dashes, as in "2020-02"`)
	}
	if d.Rounding == 0 {
		c.fault("rounding", "", "want "+roundingWords.list())
	} else if !roundingWords.known(uint8(d.Rounding)) {
		c.fault("rounding", d.Rounding, "want "+roundingWords.list())
	}
	const wantZone = `want the name of a time zone, as in "Europe/Paris"`
	switch loc, err := in.zone(d.Zone); {
	case d.Zone == "" || d.Zone == "Local":
		c.fault("zone", d.Zone, wantZone)
	case err != nil:
		c.note("zone", d.Zone, err.Error()+": "+wantZone, err)
	case loc == nil:
		c.fault("zone", d.Zone, "want a zone that Sources.Zone finds")
	default:
		c.policy.zone = calendar.NewZone(loc, firstYear, lastYear)
	}
	switch {
	case d.Calendar == "":
	case in.Calendar == nil:
		c.fault("calendar", d.Calendar, "want Sources.Calendar to look it up with, as holidays.Lookup")
	default:
		cal, err := in.Calendar(d.Calendar)
		if err == nil && cal == nil {
			err = fmt.Errorf("want a calendar that Sources.Calendar finds")
		}
		if err != nil {
			c.note("calendar", d.Calendar, err.Error(), err)
		}
		c.policy.calendar = cal
	}
}

// citations checks what rules can cite.
func (c *compiler) citations() {
	for i, s := range c.doc.Citations {
		path := fmt.Sprintf("citations[%d]", i)
		switch {
		case unnamed(s.ID):
			c.fault(path+".id", s.ID, wantID+", which rules cite")
		case c.cited[s.ID]:
			c.fault(path+".id", s.ID, "want an id that no other citation has")
		}
		if s.Title == "" {
			c.fault(path+".title", s.Title, "want the title of the page or the act")
		}
		if !confidenceWords.known(uint8(s.Confidence)) {
			c.fault(path+".confidence", s.Confidence, "want "+confidenceWords.list())
		}
		c.cited[s.ID] = true
	}
}

// rules compiles the rules of an action.
func (c *compiler) rules(a Action) {
	list := c.doc.rules(a)
	if len(list) > maxRules {
		c.fault(a.String(), len(list), fmt.Sprintf("want at most %d rules", maxRules))
		return
	}
	c.policy.rules[a] = make([]rule, len(list))
	for i := range list {
		c.rule(a, fmt.Sprintf("%s[%d]", a, i), &list[i], &c.policy.rules[a][i])
	}
}

// rule compiles one rule.
func (c *compiler) rule(a Action, path string, in *Rule, out *rule) {
	out.id, out.label, out.refuse = in.ID, in.Label, in.Refuse
	switch first, used := c.ids[in.ID]; {
	case unnamed(in.ID):
		c.fault(path+".id", in.ID, wantID+", which reasons name")
	case used:
		c.fault(path+".id", in.ID, "want an id of its own: "+first+" has it too")
	default:
		c.ids[in.ID] = path
	}
	for i, id := range in.Cites {
		if !c.cited[id] {
			c.fault(fmt.Sprintf("%s.cites[%d]", path, i), id, "want the id of one of the document's citations")
			continue
		}
		out.cites = append(out.cites, c.doc.Citations[slices.IndexFunc(c.doc.Citations, func(s Citation) bool { return s.ID == id })])
	}
	c.when(path+".when", &in.When, out)
	if in.Refuse {
		if in.Ends != "" || in.IfRefund || len(in.Forfeits) > 0 || in.Deadline != "" || in.Handling != (Handling{}) || in.Payout != (Payout{}) || len(in.Payouts) > 0 ||
			!in.Refund.none() || in.Settlement != (Settlement{}) || !in.Due.none() || in.DueOn != "" {
			c.fault(path+".refuse", true, "want no consequence beside it, such as an end or a refund: only access may be set")
		}
		out.access = c.effective(path+".access", in.Access)
		return
	}
	c.effect(a, path, in, out)
	c.money(a, path, in, out)
	c.handler(path+".handling.action", in.Handling.Action)
	c.handler(path+".handling.money", in.Handling.Money)
	if out.handling = in.Handling; out.handling.Action == 0 {
		out.handling.Action = Automatic
	}
	if out.handling.Money == 0 {
		out.handling.Money = Automatic
	}
	c.payouts(path, in, out)
	c.names(path+".forfeits", in.Forfeits)
	out.forfeits = slices.Clone(in.Forfeits)
	gives := in.Refund.Ask != 0 || in.Refund.Fraction > FractionNone
	switch out.ifRefund = in.IfRefund; {
	case in.IfRefund && a != TerminateNow && a != Withdraw:
		c.fault(path+".if_refund", true, "want it for terminate_now and withdraw: stopping renewal does not depend on money")
	case in.IfRefund && !gives:
		c.fault(path+".if_refund", true, wantGiving)
	}
	if out.deadline = c.effective(path+".deadline", in.Deadline); in.Deadline != "" && !gives {
		c.fault(path+".deadline", string(in.Deadline), wantGiving)
	}
}

const wantGiving = `want it only with a refund of more than "none"`

// when compiles the conditions of a rule.
func (c *compiler) when(path string, in *When, out *rule) {
	out.by = 1 << ByCustomer
	if len(in.By) > 0 {
		out.by = 0
	}
	for i, by := range in.By {
		if by > ByEvent {
			c.fault(fmt.Sprintf("%s.by[%d]", path, i), by, "want "+initiatorWords.list())
			continue
		}
		out.by |= 1 << by
	}
	for i, phase := range in.Phase {
		if phase == 0 || phase > Ended {
			c.fault(fmt.Sprintf("%s.phase[%d]", path, i), phase, "want "+phaseWords.list())
			continue
		}
		out.phases |= setOf(phase)
	}
	if len(in.Phase) == 0 {
		out.phases = ^phases(0)
	}
	if len(in.Causes) > maxScope {
		c.fault(path+".causes", len(in.Causes), fmt.Sprintf("want at most %d causes", maxScope))
	}
	for i, cause := range in.Causes {
		if !kind(cause) {
			c.fault(fmt.Sprintf("%s.causes[%d]", path, i), cause, wantKind)
		}
	}
	if out.causes = slices.Clone(in.Causes); !flagWords.known(uint8(in.Stopped)) {
		c.fault(path+".stopped", in.Stopped, "want "+flagWords.list())
	}
	out.stopped = in.Stopped
	out.scope = c.scope(path+".scope", &in.Scope)
	out.from = c.anchored(path+".window.from", in.Window.From)
	out.until = c.anchored(path+".window.until", in.Window.Until)
	if out.orUntil = c.anchored(path+".window.or_until", in.Window.OrUntil); in.Window.OrUntil != "" && in.Window.Until == "" {
		c.fault(path+".window.until", "", "want an end: or_until is the second of two")
	}
	if in.Refunds != "" {
		var err error
		if out.refunds, err = in.Refunds.compile(); err != nil {
			c.wrap(path+".refunds", string(in.Refunds), err)
		}
		out.once = true
	}
	if len(in.Facts) > maxFacts {
		c.fault(path+".facts", len(in.Facts), fmt.Sprintf("want at most %d facts", maxFacts))
		return
	}
	for i, f := range in.Facts {
		path := fmt.Sprintf("%s.facts[%d]", path, i)
		if !kind(f.Event) {
			c.fault(path+".event", f.Event, wantKind)
		}
		n, err := f.Count.compile()
		if err != nil {
			c.wrap(path+".count", string(f.Count), err)
		}
		out.facts = append(out.facts, fact{event: f.Event, since: c.anchored(path+".since", f.Since), count: n})
	}
}

// anchored compiles a point that may not follow the request: a right that began
// or ended with its own request would be no condition.
func (c *compiler) anchored(path string, p Point) point {
	out := c.point(path, p)
	if out.asked() || out.anchor == ends {
		c.fault(path, string(p), fmt.Sprintf("want another anchor than %q: no condition is counted from the request or what follows it", out.anchor))
	}
	return out
}

// point compiles a point. An absent one is the zero point.
func (c *compiler) point(path string, p Point) point {
	if p == "" {
		return point{}
	}
	out, err := p.compile()
	if err != nil {
		c.note(path, string(p), wantPoint(err), err)
		return point{}
	}
	switch {
	case out.span.Unit == calendar.BusinessDays && c.doc.Calendar == "":
		c.fault(path, string(p), "want the document to name a calendar, to count business days by")
	case out.span.Unit == calendar.BusinessDays && out.span.N == 0:
		c.fault(path, string(p), "want at least 1 business day: people differ on what 0 of them are")
	case longSpan(out.span):
		c.fault(path, string(p), fmt.Sprintf("want at most %d years", maxYears))
	case out.part[1] != 0 && !out.ofPeriod():
		c.fault(path, string(p), `want a part of a period from its start, or back from its end, as in "term_start + 1/2"`)
	case out.rolled && (out.span.Unit <= calendar.Hours || out.back || out.month):
		c.fault(path, string(p), `want days or longer after an anchor to be rolled, as in "contract + 14 days rolled"`)
	case out.rolled && c.doc.Calendar == "":
		c.fault(path, string(p), "want the document to name a calendar, to roll by")
	case out.terms != 0 && (out.back || out.anchor != termEnd && out.anchor != periodEnd):
		c.fault(path, string(p), `want terms that follow another, as in "period_end + 1 term"`)
	}
	if cal := c.policy.calendar; cal != nil && out.asked() && out.span.Unit == calendar.BusinessDays && !out.back {
		out.lastDay, _ = out.span.LatestStart(cal.Last(), cal) // or none, if it never has
	}
	return out
}

// wantPoint says what is wrong in the text of a point, of which it is a part.
func wantPoint(err error) string {
	var span *calendar.Error
	if errors.As(err, &span) {
		return fmt.Sprintf(`unknown span %s: want a part like "1/2" down to "1/%d", "1 term" to "%d terms", or %s`, quote(span.Value), maxPart, maxTerms, span.Want)
	}
	return err.Error()
}

// ofPeriod reports whether the point goes from an end of a period into it.
func (p point) ofPeriod() bool {
	if p.back {
		return p.anchor == trialEnd || p.anchor == termEnd || p.anchor == commitmentEnd
	}
	return p.anchor == trialStart || p.anchor == termStart || p.anchor == commitmentStart
}

// effective compiles a point at which something takes effect. Nothing does
// before it is asked for. Hours after the request are refused: such an instant
// moves with every tick of the clock, and no answer that names it would hold.
func (c *compiler) effective(path string, p Point) point {
	out := c.point(path, p)
	if out.asked() && (out.span.Unit == calendar.Hours || out.back) {
		c.fault(path, string(p), "want the request, or days or longer after it")
	}
	if out.anchor == ends {
		c.fault(path, string(p), "want another anchor than the end itself")
	}
	return out
}

// effect compiles when the subscription and the access to it end.
func (c *compiler) effect(a Action, path string, in *Rule, out *rule) {
	out.ends = c.effective(path+".ends", in.Ends)
	out.access = c.effective(path+".access", in.Access)
	switch {
	case a == ResumeRenewal && in.Ends != "":
		c.fault(path+".ends", string(in.Ends), "want no end: resuming renewal ends nothing")
	case a == ResumeRenewal && in.Access != "":
		c.fault(path+".access", string(in.Access), "want no end: resuming renewal ends nothing")
	case a != ResumeRenewal && in.Ends == "":
		c.fault(path+".ends", "", `want when the subscription ends, as in "request" or "period_end"`)
	}
}

// money compiles what comes back and what is owed.
func (c *compiler) money(a Action, path string, in *Rule, out *rule) {
	switch {
	case !in.Refund.none() && a == ResumeRenewal:
		c.fault(path+".refund", "", "want no refund: resuming renewal moves no money")
	case !in.Refund.none():
		out.refund = c.formula(path+".refund", &in.Refund, forRefund)
	case a == TerminateNow || a == Withdraw:
		c.fault(path+".refund", "", `want a refund, {"fraction":"none"} if there is none: forgetting it must not mean nothing`)
	}
	switch {
	case !in.Due.none() && a == ResumeRenewal:
		c.fault(path+".due", "", "want nothing due: resuming renewal moves no money")
	case !in.Due.none():
		out.due = c.formula(path+".due", &in.Due, forDue)
		out.dueOn = point{anchor: request}
		if in.DueOn != "" {
			if out.due.goesOn() {
				c.fault(path+".due_on", string(in.DueOn), "want it for a fee: instalments and open charges have dates of their own")
			}
			out.dueOn = c.point(path+".due_on", in.DueOn)
			if (out.dueOn.asked() || out.dueOn.anchor == ends) && (out.dueOn.span.Unit == calendar.Hours || out.dueOn.back) {
				c.fault(path+".due_on", string(in.DueOn), "want the request or the end, or days or longer after it")
			}
		}
	case in.DueOn != "":
		c.fault(path+".due_on", string(in.DueOn), "want something due")
	}
	c.settlement(path+".settlement", in, out)
	if (in.Settlement.As == AsOffset || in.Refund.Asked) && in.Due.Base == BaseOpenCharges {
		c.fault(path+".due.base", in.Due.Base, "want another base: what is open is reduced by the refund already")
	}
	// What cannot be written has a fault of its own.
	gives, _ := json.Marshal(struct {
		Formula
		Settlement Settlement
	}{in.Refund, in.Settlement})
	asks, _ := json.Marshal(struct {
		Formula
		On Point
	}{in.Due, in.DueOn})
	out.gives, out.asks = string(gives), string(asks)
}

// handler checks a handler.
func (c *compiler) handler(path string, h Handler) {
	if !handlerWords.known(uint8(h)) {
		c.fault(path, h, "want "+handlerWords.list())
	}
}

// payouts compiles when the money should arrive.
func (c *compiler) payouts(path string, in *Rule, out *rule) {
	out.payout = c.payout(path+".payout", in, in.Payout)
	if len(in.Payouts) > maxNames {
		c.fault(path+".payouts", len(in.Payouts), atMost(maxNames))
		return
	}
	seen := make(map[string]bool)
	for i, by := range in.Payouts {
		path := fmt.Sprintf("%s.payouts[%d]", path, i)
		if len(by.Methods) == 0 {
			c.fault(path+".methods", "", `want the methods that it is for, as in "card"`)
		}
		c.names(path+".methods", by.Methods)
		for _, method := range by.Methods {
			if seen[method] {
				c.fault(path+".methods", method, "want each method once")
			}
			seen[method] = true
		}
		if by.Payout == (Payout{}) {
			c.fault(path+".payout", "", "want when the money arrives")
		}
		out.payouts = append(out.payouts, methodPayout{methods: slices.Clone(by.Methods), payout: c.payout(path+".payout", in, by.Payout)})
	}
}

// payout compiles one estimate.
func (c *compiler) payout(path string, rule *Rule, in Payout) payout {
	if in == (Payout{}) {
		return payout{}
	}
	least := 0
	if len(in.Text) > maxText {
		c.fault(path+".text", in.Text, fmt.Sprintf("want at most %d bytes", maxText))
	}
	if in.Text != "" && in != (Payout{Text: in.Text}) {
		c.fault(path+".text", in.Text, "want either a text or a number of units")
	}
	switch in.Unit {
	case 0:
		if in.Text == "" {
			c.fault(path+".unit", "", `want "business_days", "days" or "hours"`)
		}
	case calendar.Days, calendar.Hours:
		if in.Counting != 0 {
			c.fault(path+".counting", in.Counting, "want it for business days only")
		}
	case calendar.BusinessDays:
		least = 1
		if c.doc.Calendar == "" {
			c.fault(path+".unit", in.Unit, "want the document to name a calendar, to count business days by")
		}
	default:
		c.fault(path+".unit", in.Unit, `want "business_days", "days" or "hours"`)
	}
	if in.Min < least || in.Max < in.Min || in.Max > maxPayout {
		c.fault(path, fmt.Sprintf("%d to %d", in.Min, in.Max), fmt.Sprintf("want a minimum and a maximum from %d to %d units, in order", least, maxPayout))
	}
	if in.Counting > calendar.AfterRolled {
		c.fault(path+".counting", in.Counting, `want "after_event" or "after_rolled"`)
	}
	if in.Counting == 0 && in.Unit == calendar.BusinessDays {
		in.Counting = calendar.AfterEvent
	}
	if rule.Refund.Fraction == 0 || rule.Refund.Fraction == FractionNone {
		c.fault(path, "", "want a refund whose amount the rule knows")
	}
	out := payout{Payout: in, from: point{anchor: request}}
	if in.From != "" {
		out.from = c.effective(path+".from", in.From)
		if out.from.part[1] != 0 || out.from.terms != 0 {
			c.fault(path+".from", string(in.From), "want an anchor, or a span from it")
		}
	}
	return out
}

// digest names the policy by everything that its answers depend on.
func (c *compiler) digest() error {
	text, err := json.Marshal(c.doc)
	if err != nil {
		return &DocumentError{Want: err.Error(), Err: err}
	}
	h := sha256.New()
	h.Write(text)
	if cal := c.policy.calendar; cal != nil {
		sum := cal.Digest()
		h.Write(sum[:])
	}
	c.policy.ref.Digest = hex.EncodeToString(h.Sum(nil))
	return nil
}

// named reports whether s can name a document or a version.
func named(s string) bool {
	return s != "" && len(s) <= maxName && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789.-") == ""
}

// kind reports whether s is a kind of event: words of lower-case letters,
// digits, dashes and underscores, joined by dots.
func kind(s string) bool {
	begun := false // a word has begun
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '_', c == '-':
			begun = true
		case c == '.' && begun:
			begun = false
		default:
			return false
		}
	}
	return begun && len(s) <= maxName
}

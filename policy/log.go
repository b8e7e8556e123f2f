package policy

import (
	"log/slog"
	"strings"
)

// LogValue returns the decision as a group for package log/slog, short enough for
// a line: the policy's id and version, At, the phase, what is stopped or unpaid,
// the codes of the findings, Until, and a group for each action (see
// [Verdict.LogValue]). What is empty is left out. The zero Decision logs its four
// refusals.
//
// No personal data is in it unless it is in the words of the document. Left out
// are all that a snapshot names or that follows one subscriber about: the
// subscription and the revision, charges, payments and their methods, events,
// quotes, components, instalments, the subjects of reasons and findings. Sums are
// in it, those the host quoted too. The digest of the policy, Requested, Grace
// and Running are left out to be short.
//
// To log more on purpose, name it:
//
//	slog.Info("decided", "subscription", d.Subscription, "decision", d)
//
// or log a type that has the fields of a decision and not this method. A JSON
// handler writes everything that is in it:
//
//	type whole policy.Decision
//	slog.Info("decided", "decision", whole(d))
//
// A handler asks a Decision and a pointer to one, which must not be nil, for this
// value, at the top level and in groups, and does not look into a struct, a slice
// or a map of decisions: what is logged so is written whole. A [Part], [Line],
// [Claim], [Reason] or [Change] that is logged by itself is written whole too.
func (d Decision) LogValue() slog.Value {
	var all []slog.Attr
	if d.Policy != (Ref{}) {
		all = append(all, slog.String("policy", d.Policy.String()))
	}
	if !d.At.IsZero() {
		all = append(all, slog.Time("at", d.At))
	}
	all = logText(all, "phase", d.Phase.String())
	if d.Stopped {
		all = append(all, slog.Bool("stopped", true))
	}
	if d.Unpaid {
		all = append(all, slog.Bool("unpaid", true))
	}
	all = logText(all, "findings", codesText(d.Findings))
	all = logMoment(all, "until", d.Until)
	for a, v := range d.Verdicts() {
		// Resolved here: whoever prints a value without resolving it must not
		// find the verdict.
		all = append(all, slog.Attr{Key: a.String(), Value: v.LogValue()})
	}
	return slog.GroupValue(all...)
}

// LogValue returns the verdict as a group for package log/slog: the answer, the
// rule, the code of the reason that decides, the sums, what of them is blocked,
// the number of alternatives, and Holds. What is empty is left out, and what may
// be personal as [Decision.LogValue] says.
func (v Verdict) LogValue() slog.Value {
	all := []slog.Attr{slog.String("answer", v.Answer.String())}
	all = logText(all, "rule", v.Rule)
	all = logText(all, "reason", first(v.Reasons))
	for _, sum := range [...]struct {
		name string
		Sum
	}{{"refund", v.Refund}, {"credit", v.Credit}, {"due", v.Due}} {
		if sum.State != SumNone {
			all = append(all, slog.Attr{Key: sum.name, Value: sum.LogValue()})
		}
		if rest := sum.blocked(); rest.Sign() != 0 {
			all = append(all, slog.String(sum.name+"_blocked", rest.String()))
		}
	}
	others := 0
	for other := v.Alternative; other != nil && others < maxLayers; other = other.Alternative {
		others++
	}
	if others > 0 {
		all = append(all, slog.Int("alternatives", others))
	}
	return slog.GroupValue(logMoment(all, "holds", v.Holds)...)
}

// LogValue returns the explanation as a group for package log/slog: the decision as
// [Decision.LogValue] has it and, for each policy and action, the ids of the rules in
// the order in which they were read, each with whether it applies. The steps, which
// are full of ids and amounts, are left out, and so is the digest.
func (x Explanation) LogValue() slog.Value {
	all := []slog.Attr{{Key: "decision", Value: x.Decision.LogValue()}}
	for i := range x.Policies {
		p := &x.Policies[i]
		var courses []slog.Attr
		for j := range p.Courses {
			c := &p.Courses[j]
			var rules []string
			for k := range c.Steps {
				if s := &c.Steps[k]; s.Op == OpRule {
					rules = append(rules, s.Rule+":"+s.Holds.String())
				}
			}
			courses = logText(courses, c.Action.String(), strings.Join(rules, " "))
		}
		if len(courses) > 0 {
			all = append(all, slog.Attr{Key: p.Policy.String(), Value: slog.GroupValue(courses...)})
		}
	}
	return slog.GroupValue(all...)
}

// LogValue returns what String does, for package log/slog: without it, one
// handler writes the fields and another the text.
func (s Sum) LogValue() slog.Value { return slog.StringValue(s.String()) }

// logText adds what is not empty.
func logText(all []slog.Attr, key, value string) []slog.Attr {
	if value != "" {
		all = append(all, slog.String(key, value))
	}
	return all
}

// logMoment adds an instant as one, so that a handler writes it as it does
// others, and a moment that follows the clock as text.
func logMoment(all []slog.Attr, key string, m Moment) []slog.Attr {
	if at, ok := m.Time(); ok {
		return append(all, slog.Time(key, at))
	}
	return logText(all, key, m.text())
}

// codesText lists the codes of reasons, each once.
func codesText(list []Reason) string {
	var words []string
	for _, e := range codeEntries(list) {
		words = append(words, e.text)
	}
	return strings.Join(words, " ")
}

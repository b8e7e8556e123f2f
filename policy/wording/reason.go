package wording

import (
	"strings"

	"github.com/rescind-go/rescind/policy"
)

// Action names an action: "End it now". It is "" if it is none of the four.
func (l *Language) Action(a policy.Action) string {
	if a < policy.StopRenewal || a > policy.ResumeRenewal {
		return ""
	}
	return l.own().say("action", a.String(), nil)
}

// Reason writes a reason as a sentence. In English it is that of
// [policy.Reason.String].
func (l *Language) Reason(r policy.Reason) string {
	l = l.own()
	code := r.Code.String()
	if !l.has("reason", code) {
		return code // of a later version, or none
	}
	key := code
	switch r.Code {
	case policy.NoRule, policy.ScopeUnknown, policy.Ask:
		key = code + "/" + strings.ReplaceAll(r.Subject, " ", "_")
	case policy.OutcomeBeside:
		if !r.Amount.IsValid() {
			key = code + "/uncertain"
		}
	case policy.AnchorUnknown:
		if l.has("anchor", r.Subject) {
			key = code + "/anchor"
		}
	}
	for _, other := range []struct {
		name string
		is   bool
	}{{"/unnamed", r.Subject == ""}, {"/undated", r.At.IsZero()}} {
		if other.is && l.has("reason", code+other.name) {
			key = code + other.name
		}
	}
	if !l.has("reason", key) {
		key = code
	}
	subject := r.Subject
	if r.Code == policy.Ask {
		subject = strings.ReplaceAll(subject, "_", " ")
	}
	n := int64(r.Count)
	return l.count("reason", key, n, with{
		"rule": r.Rule, "subject": subject, "at": l.brief("reason", r.At), "amount": l.Amount(r.Amount), "anchor": l.say("anchor", r.Subject, nil),
		"n": l.number(n), "of": l.number(int64(r.Of)),
	})
}

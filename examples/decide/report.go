package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/policy"
)

// report writes a decision for a person.
func report(doc policy.Document, d policy.Decision) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", or(doc.Title, doc.ID))
	fmt.Fprintf(&b, "policy %s, subscription %s, %s (%s)\n", d.Policy, d.Subscription, instant(d.At), doc.Zone)
	fmt.Fprintf(&b, "\n%s\n\n", standing(d))
	for a, v := range d.Verdicts() {
		verdict(&b, a, v)
	}
	for _, f := range d.Findings {
		fmt.Fprintf(&b, "Note: %s\n", f)
	}
	switch until, ok := d.Until.Time(); {
	case ok:
		fmt.Fprintf(&b, "\nAll of this holds until %s.\n", instant(until))
	default:
		b.WriteString("\nNothing of this changes by itself.\n")
	}
	return b.String()
}

// standing tells where the subscription stands.
func standing(d policy.Decision) string {
	text := map[policy.Phase]string{
		policy.BeforeStart: "Nothing has begun yet",
		policy.Trial:       "In the trial",
		policy.Initial:     "In the first paid period",
		policy.Renewal:     "In a renewed period",
		policy.Due:         "The paid time is over and the renewal is due",
		policy.Ended:       "The subscription is over",
	}[d.Phase]
	switch {
	case text == "" && d.Running.End.IsZero():
		text = "The records do not tell where it stands"
	case text == "":
		text = "In a paid period"
	}
	if !d.Running.End.IsZero() {
		text += ", from " + instant(d.Running.Start) + " to " + instant(d.Running.End)
	}
	if d.Unpaid {
		text += ", not paid"
	}
	if d.Stopped && d.Phase != policy.Ended {
		text += "; renewal is stopped"
	}
	return text + "."
}

// names are the actions in words.
var names = map[policy.Action]string{
	policy.StopRenewal:   "Stop the renewal",
	policy.TerminateNow:  "End it now",
	policy.Withdraw:      "Withdraw",
	policy.ResumeRenewal: "Resume the renewal",
}

// verdict writes whether an action is allowed, and what follows.
func verdict(b *strings.Builder, a policy.Action, v policy.Verdict) {
	mark := map[policy.Answer]string{policy.Allowed: "yes", policy.Refused: "no", policy.Undecided: "ask"}[v.Answer]
	fmt.Fprintf(b, "%-4s %s", mark, names[a])
	if v.Label != "" {
		fmt.Fprintf(b, " (%q)", v.Label)
	}
	b.WriteString("\n")
	if v.Answer == policy.Refused && v.Access.Kind == policy.Fixed {
		line(b, "It goes on until "+instant(v.Access.At)+" in any case.")
	}
	if v.Answer != policy.Refused {
		outcome(b, a, v)
		for other := v.Alternative; other != nil; other = other.Alternative {
			line(b, "Or else, by rule "+strconv.Quote(other.Rule)+":")
			outcome(b, a, *other)
		}
	}
	for i, r := range v.Reasons {
		text := r.String()
		if i == 0 {
			text = "Why: " + text
		}
		line(b, text)
	}
}

// outcome writes what follows when an action is taken.
func outcome(b *strings.Builder, a policy.Action, v policy.Verdict) {
	line(b, ends(a, v))
	if len(v.Forfeits) > 0 {
		line(b, "Lost by it: "+strings.Join(v.Forfeits, ", ")+".")
	}
	line(b, refund(v))
	if by, ok := v.Deadline.Time(); ok {
		line(b, "The money must be on its way before "+instant(by)+".")
	}
	if v.Credit.State != policy.SumNone {
		line(b, "As a credit: "+v.Credit.String()+".")
	}
	if v.Due.State != policy.SumNone {
		line(b, "To be paid: "+v.Due.String()+".")
	}
	for _, p := range v.Parts {
		line(b, part(p))
	}
	for _, l := range v.Lines {
		line(b, fmt.Sprintf("of %s, %s: %s", l.Charge, l.Component, l.Amount))
	}
	for _, c := range v.Claims {
		line(b, claim(c))
	}
}

// line writes an indented line, if there is one.
func line(b *strings.Builder, text string) {
	if text != "" {
		fmt.Fprintf(b, "     %s\n", text)
	}
}

// ends tells when the subscription ends if the action is taken.
func ends(a policy.Action, v policy.Verdict) string {
	switch v.Ends.Kind {
	case policy.AtRequest:
		return "It ends at once."
	case policy.Fixed:
		if a == policy.StopRenewal {
			return "It runs until " + instant(v.Ends.At) + " and does not renew."
		}
		return "It ends on " + instant(v.Ends.At) + "."
	}
	return ""
}

// refund tells what comes back, who sees to it, and when it arrives.
func refund(v policy.Verdict) string {
	switch v.Refund.State {
	case policy.SumExact, policy.SumQuoted:
		if v.Refund.Amount.Sign() == 0 {
			return "No money comes back."
		}
		text := v.Refund.Amount.String() + " comes back"
		if v.Handling.Money == policy.Automatic {
			text += " by itself"
		} else if v.Handling.Money != 0 {
			text += " through " + strings.ReplaceAll(v.Handling.Money.String(), "_", " ")
		}
		switch {
		case v.Payout.Text != "":
			text += ", expected after " + v.Payout.Text
		case v.Payout.Expect != calendar.Range{}:
			text += ", expected " + days(v.Payout.Expect)
		}
		if v.Payout.Unit != 0 {
			text += fmt.Sprintf(" (%d to %d %s", v.Payout.Min, v.Payout.Max,
				strings.ReplaceAll(v.Payout.Unit.String(), "_", " "))
			if v.Payout.Calendar != "" {
				text += ", calendar " + v.Payout.Calendar
			}
			text += ")"
		}
		return text + "."
	case policy.SumUndecided:
		return "What comes back is " + v.Refund.String() + "."
	}
	return "No money is part of it."
}

// part tells one movement of money.
func part(p policy.Part) string {
	what := "of payment " + p.Payment + " (charge " + p.Charge + ")"
	if p.Payment == "" {
		what = "of charge " + p.Charge
	}
	if p.Against != "" {
		what += ", against charge " + p.Against
	}
	text := fmt.Sprintf("%s %s %s, key %s", strings.ReplaceAll(p.Operation.String(), "_", " "), p.Amount, what, p.Key())
	if p.Blocked != 0 {
		text += ", blocked: " + p.Blocked.String() + ", needs " + strings.ReplaceAll(p.Needs.String(), "_", " ")
	}
	return text
}

// claim tells one thing that the customer owes.
func claim(c policy.Claim) string {
	text := strings.ReplaceAll(c.Kind.String(), "_", " ") + " "
	if c.ID != "" {
		text += c.ID + " "
	}
	if text += "of " + c.Amount.String(); c.On.Kind == policy.Fixed {
		return text + ", due by " + instant(c.On.At)
	}
	return text + ", due at once"
}

// days writes a range of days.
func days(r calendar.Range) string {
	if r.Earliest == r.Latest {
		return "on " + day(r.Earliest)
	}
	return "from " + day(r.Earliest) + " to " + day(r.Latest)
}

func day(d calendar.Date) string { return d.Start(time.UTC).Format("Monday 2 January 2006") }

func instant(t time.Time) string { return t.Format("Monday 2 January 2006 15:04") }

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

package wording

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// Timeline writes what an action brings over time, a line for each stretch of
// [policy.Policy.Timeline] in which it brings something else: from when until
// when, whether it is offered, the money, and by about how much a day that falls.
//
//	text, err := wording.English().Timeline(p.Timeline(s, now, now.AddDate(1, 0, 0)), policy.TerminateNow)
//
// Segments in which only other actions change are one stretch. The rate of a sum
// that moves is what lies between the first and the last decision of the segment,
// by the civil days between them, and rounded; it is not said where it would be
// nothing. The error is that of the segments, or says that there is no such action.
func (l *Language) Timeline(seq iter.Seq2[policy.Segment, error], a policy.Action) (string, error) {
	if a < policy.StopRenewal || a > policy.ResumeRenewal {
		return "", fmt.Errorf("wording: there is no action %d: want one of the four", a)
	}
	l = l.own()
	var all []stretch
	for g, err := range seq {
		if err != nil {
			return "", err
		}
		s := l.stretch(&g, a)
		if n := len(all) - 1; n >= 0 && !s.moves && !all[n].moves && slices.Equal(all[n].what, s.what) && all[n].why == s.why {
			all[n].end = s.end
			continue
		}
		all = append(all, s)
	}
	w := writer{Language: l}
	for i, s := range all {
		key := "between"
		if i == len(all)-1 {
			key = "last"
		}
		what := strings.Join(s.what, l.say("format", "clauses", nil))
		w.line(l.say("timeline", key, with{"start": s.start, "end": s.end, "what": what}))
		if s.why != "" {
			w.within(func() { w.line(s.why) })
		}
	}
	if len(all) == 0 {
		w.line(l.say("timeline", "empty", nil))
	}
	return w.String(), nil
}

// A stretch is a time in which an action brings the same, or the same but for a
// sum that moves.
type stretch struct {
	start, end string
	what       []string // clauses
	why        string   // why it is not offered, or not sure to be
	moves      bool
}

func (l *Language) stretch(g *policy.Segment, a policy.Action) stretch {
	first, last := g.First.Verdict(a), g.Last.Verdict(a)
	s := stretch{start: l.brief("brief", g.Start), end: l.brief("brief", g.End), what: []string{l.say("timeline", first.Answer.String(), nil)}}
	if first.Answer != policy.Allowed && len(first.Reasons) > 0 {
		s.why = l.say("report", "why", with{"reason": l.Reason(first.Reasons[0])})
	}
	if first.Answer == policy.Refused {
		return s
	}
	days := days(g)
	for _, sum := range []struct {
		group       string
		first, last policy.Sum
	}{
		{"refund_over_time", first.Refund, last.Refund},
		{"credit_over_time", first.Credit, last.Credit},
		{"due_over_time", first.Due, last.Due},
	} {
		if sum.first.State == policy.SumNone && sum.last.State == policy.SumNone {
			continue
		}
		text, moves := l.overTime(sum.group, sum.first, sum.last, days)
		s.what, s.moves = append(s.what, text), s.moves || moves
	}
	if at, ok := first.Ends.Time(); ok && last.Ends.Kind == policy.Fixed && at.Equal(last.Ends.At) {
		s.what = append(s.what, l.say("timeline", "ends", with{"at": l.brief("brief", at)}))
	}
	return s
}

// days counts the midnights within a segment, at which a share of days moves.
func days(g *policy.Segment) int64 {
	zone := g.Start.Location()
	last := g.End.Add(-1)
	return int64(calendar.DateIn(last, zone).DaysSince(calendar.DateIn(g.Start, zone)))
}

// overTime writes a sum that is one thing at the start of a segment and another at
// its end, and reports whether it is.
func (l *Language) overTime(group string, first, last policy.Sum, days int64) (text string, moves bool) {
	key, in := state(first), l.amounts(first)
	if key == "quoted" {
		key = "exact"
	}
	if first == last {
		return l.say(group, key, in), false
	}
	by, err := first.Amount.Sub(last.Amount)
	if err != nil || by.Sign() == 0 {
		// Bounds move, or the state: what is said holds at the start.
		return l.say(group, key, in), true
	}
	in["amount"], in["last"] = l.Amount(first.Amount), l.Amount(last.Amount)
	key = "falling"
	if by.Sign() < 0 {
		key = "rising"
	}
	if rate, ok := rate(by, days); ok {
		key += "/daily"
		in["rate"] = l.Amount(rate)
	}
	return l.say(group, key, in), true
}

// rate is by how much a sum moves a day, if that can be said.
func rate(by money.Amount, days int64) (money.Amount, bool) {
	if days < 2 {
		return money.Amount{}, false
	}
	if by.Sign() < 0 {
		days = -days
	}
	rate, err := by.MulRatio(1, days, money.HalfUp)
	return rate, err == nil && rate.Sign() > 0
}

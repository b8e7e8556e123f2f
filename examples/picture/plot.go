package main

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// A question is what the flags name. A zero from or until is not said.
type question struct {
	title           string // of the contract
	policy          *policy.Policy
	snapshot        policy.Snapshot
	action          policy.Action
	from, at, until time.Time
}

// A plot is what there is to see, before it has a place on a page.
type plot struct {
	title, caption string
	from, until    time.Time // in the policy's zone
	at             time.Time
	today          worth // at that instant
	currency       money.Currency
	stretches      []stretch
}

// A stretch is what is drawn of one segment of the timeline.
type stretch struct {
	start, end  time.Time
	label       string
	first, last worth
}

// A worth is what an action brings at an instant: money from least to most, in
// minor units of the plot's currency. Least is sure to come back.
type worth struct {
	answer      policy.Answer
	least, most int64
	unbounded   bool // nothing is known that most could be
	foreign     bool // money of another currency is part of it, which the axis does not have
}

// ask reports whether somebody has to be asked for the money.
func (w worth) ask() bool {
	return w.answer == policy.Undecided || w.unbounded || w.least < w.most
}

// newPlot decides, and keeps what is to be drawn.
func newPlot(q question) (plot, error) {
	now, err := q.policy.DecideAt(q.snapshot, q.at)
	if err != nil {
		return plot{}, err
	}
	p := plot{
		title:   q.title,
		caption: "What comes back by " + words(q.action.String()) + ", under " + strings.ReplaceAll(now.Policy.ID, "+", " + "),
		from:    q.from, until: q.until, at: now.At,
	}
	if p.from.IsZero() {
		if p.from = now.At; !now.Running.Start.IsZero() && now.Running.Start.Before(now.At) {
			p.from = now.Running.Start
		}
	}
	if p.until.IsZero() {
		p.until = now.Running.End.AddDate(0, 1, 0)
		if !p.until.After(p.at) || !p.until.After(p.from) {
			p.until = p.at.AddDate(1, 0, 0)
		}
	}
	p.from, p.until = p.from.In(now.At.Location()), p.until.In(now.At.Location())

	var segments []policy.Segment
	for g, err := range q.policy.Timeline(q.snapshot, p.from, p.until) {
		if err != nil {
			return plot{}, fmt.Errorf("from %s until %s: %w", p.from.Format(time.RFC3339), p.until.Format(time.RFC3339), err)
		}
		segments = append(segments, g)
		p.settle(g.First.Verdict(q.action))
		p.settle(g.Last.Verdict(q.action))
	}
	p.settle(now.Verdict(q.action))
	p.today = p.worth(now.Verdict(q.action))
	for _, g := range segments {
		first, last := g.First.Verdict(q.action), g.Last.Verdict(q.action)
		label := first.Rule
		if label == "" && g.First.Phase != 0 {
			label = words(g.First.Phase.String())
		}
		s := stretch{g.Start, g.End, label, p.worth(first), p.worth(last)}
		if s.first != s.last && !p.today.ask() && s.start.Before(p.at) && p.at.Before(s.end) {
			// A share of whole months falls in steps: let the line that
			// stands for them go through today's sum.
			p.stretches = append(p.stretches, stretch{s.start, p.at, label, s.first, p.today})
			s.start, s.first = p.at, p.today
		}
		p.stretches = append(p.stretches, s)
	}
	return p, nil
}

// words writes a word of the library's as people do.
func words(s string) string { return strings.ReplaceAll(s, "_", " ") }

// settle makes the first currency that a verdict has the plot's.
func (p *plot) settle(v policy.Verdict) {
	for _, s := range []policy.Sum{v.Refund, v.Credit} {
		for _, a := range []money.Amount{s.Amount, s.Least, s.Most} {
			if !p.currency.IsValid() {
				p.currency = a.Currency()
			}
		}
	}
}

// worth adds up what comes back as money and as a credit.
func (p *plot) worth(v policy.Verdict) worth {
	w := worth{answer: v.Answer}
	for _, s := range []policy.Sum{v.Refund, v.Credit} {
		least, most := s.Amount, s.Amount
		if s.State == policy.SumUndecided {
			least, most = s.Least, s.Most
			w.unbounded = w.unbounded || !most.IsValid()
		}
		for _, a := range []money.Amount{least, most} {
			w.foreign = w.foreign || a.IsValid() && a.Currency() != p.currency
		}
		w.least, w.most = add(w.least, least), add(w.most, most)
	}
	if w.foreign {
		w.least, w.most = 0, 0
	}
	if w.answer == policy.Undecided {
		w.least = 0 // what may not be asked for is not sure
	}
	return w
}

// add adds an amount, or none, without an overflow.
func add(n int64, a money.Amount) int64 { return n + min(a.Minor(), math.MaxInt64-n) }

// most returns the largest sum that is drawn.
func (p *plot) most() int64 {
	var most int64
	for _, s := range p.stretches {
		most = max(most, s.first.most, s.last.most)
	}
	return most
}

// amount writes a number of minor units as the library does: 49.00 EUR.
func (p *plot) amount(n int64) string {
	a, err := money.FromMinor(n, p.currency)
	if err != nil {
		return "0" // no sum has a currency
	}
	return a.String()
}

// words tells what an action brings.
func (p *plot) words(w worth) string {
	switch {
	case w.answer == policy.Refused:
		return "refused"
	case w.foreign:
		return "not in " + p.currency.String()
	case !w.ask():
		return p.amount(w.least)
	}
	text := "ask"
	if w.least > 0 {
		text += ", at least " + p.amount(w.least)
	}
	if !w.unbounded {
		text += ", at most " + p.amount(w.most)
	}
	return text
}

// windows joins neighbours that the same rule decides. What is shorter than a
// length is too short to be told, and belongs to its neighbour.
func windows(stretches []stretch, shortest time.Duration) []stretch {
	var joined []stretch
	for _, s := range stretches {
		n := len(joined) - 1
		switch {
		case n >= 0 && (joined[n].label == s.label || s.end.Sub(s.start) < shortest):
			joined[n].end, joined[n].last = s.end, s.last
		case n >= 0 && joined[n].end.Sub(joined[n].start) < shortest:
			s.start = joined[n].start
			joined[n] = s
		default:
			joined = append(joined, s)
		}
	}
	return joined
}

// ticks returns round numbers from zero to the first that is not below most, six
// at the most. They have 1, 2 or 5 steps of a power of ten.
func ticks(most int64) []int64 {
	step := int64(1)
	for i := 0; (most-1)/step >= 5; i++ {
		step = step / []int64{1, 2, 5}[i%3] * []int64{2, 5, 10}[i%3]
	}
	all := []int64{0}
	for n := int64(0); n < most && n <= math.MaxInt64-step; {
		n += step
		all = append(all, n)
	}
	return all
}

// A step is the distance between two dates at which the time axis has a tick.
type step struct{ days, months int }

var steps = []step{
	{1, 0}, {2, 0}, {7, 0}, {14, 0},
	{0, 1}, {0, 2}, {0, 3}, {0, 6}, {0, 12}, {0, 24}, {0, 60}, {0, 120}, {0, 240}, {0, 600}, {0, 1200},
}

// A Monday in January: weeks begin with it, and so do years.
var origin = calendar.MustParseDate("1900-01-01")

// dates returns up to eight days at regular distances that begin in a time.
func dates(from, until time.Time) []calendar.Date {
	zone := from.Location()
	for _, s := range steps {
		var all []calendar.Date
		for d := s.next(calendar.DateIn(from, zone)); d.Start(zone).Before(until) && len(all) <= 8; d = s.next(d) {
			all = append(all, d)
		}
		if len(all) <= 8 {
			return all
		}
	}
	return nil
}

// next returns the first day after another that the step reaches.
func (s step) next(d calendar.Date) calendar.Date {
	if s.days > 0 {
		return origin.AddDays((d.DaysSince(origin)/s.days + 1) * s.days)
	}
	months := (d.Year()-origin.Year())*12 + int(d.Month()-origin.Month())
	return origin.AddMonths((months/s.months + 1) * s.months)
}

// summary tells the picture to who cannot see it.
func (p *plot) summary(told []stretch) string {
	var b strings.Builder
	if p.shows(p.at) {
		b.WriteString("Today, on " + day(p.at) + ": " + p.words(p.today) + ". ")
	}
	for _, s := range told {
		b.WriteString("From " + day(s.start))
		if s.label != "" {
			b.WriteString(", " + s.label)
		}
		b.WriteString(": " + p.words(s.first))
		if s.last != s.first {
			b.WriteString(", later " + p.words(s.last))
		}
		b.WriteString(". ")
	}
	b.WriteString("Until " + day(p.until) + ".")
	return b.String()
}

// shows reports whether an instant lies in the picture.
func (p *plot) shows(t time.Time) bool { return !t.Before(p.from) && t.Before(p.until) }

func day(t time.Time) string { return t.Format("2 Jan 2006") }

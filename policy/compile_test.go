package policy_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/policy"
)

// faults takes the joined errors of Compile apart.
func faults(err error) []error {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		return joined.Unwrap()
	}
	return nil
}

// paths lists where the faults are, in the order told.
func paths(t testing.TB, err error) []string {
	t.Helper()
	var out []string
	for _, fault := range faults(err) {
		var e *policy.DocumentError
		if !errors.As(fault, &e) || !errors.Is(fault, policy.ErrDocument) {
			t.Errorf("%T: %v", fault, fault)
			continue
		}
		if e.Want == "" {
			t.Errorf("%s: nothing is said to be wanted", e.Path)
		}
		if e.Line != 0 || e.Column != 0 {
			t.Errorf("%s: a line, without a text", e.Path)
		}
		out = append(out, e.Path)
	}
	return out
}

func TestCompileFaults(t *testing.T) {
	all := policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll}
	rule := policy.Rule{ID: "r", Ends: "request", Refund: all}
	// terminate returns a change that adds a rule to terminate_now, changed.
	terminate := func(change func(*policy.Rule)) func(*policy.Document) {
		return func(d *policy.Document) {
			r := rule
			change(&r)
			d.TerminateNow = append(d.TerminateNow, r)
		}
	}
	when := func(w policy.When) func(*policy.Document) {
		return terminate(func(r *policy.Rule) { r.When = w })
	}
	until := func(p policy.Point) func(*policy.Document) {
		return when(policy.When{Window: policy.Window{Until: p}})
	}
	counts := func(c policy.Count) func(*policy.Document) {
		return when(policy.When{Facts: []policy.Fact{{Event: "use", Count: c}}})
	}
	event := func(kind string) func(*policy.Document) {
		return when(policy.When{Facts: []policy.Fact{{Event: kind, Count: "= 0"}}})
	}
	payout := func(p policy.Payout) func(*policy.Document) {
		return terminate(func(r *policy.Rule) { r.Payout = p })
	}
	refund := func(f policy.Formula) func(*policy.Document) {
		return terminate(func(r *policy.Rule) { r.Refund = f })
	}
	const (
		windowUntil = "terminate_now[0].when.window.until"
		count       = "terminate_now[0].when.facts[0].count"
		kind        = "terminate_now[0].when.facts[0].event"
	)
	for _, tt := range []struct {
		name   string
		change func(*policy.Document)
		want   string // paths, joined by spaces
	}{
		// The head.
		{"nothing wrong", func(*policy.Document) {}, ""},
		{"no id", func(d *policy.Document) { d.ID = "" }, "id"},
		{"id with capitals", func(d *policy.Document) { d.ID = "Prime" }, "id"},
		{"id with a space", func(d *policy.Document) { d.ID = "a b" }, "id"},
		{"id with @", func(d *policy.Document) { d.ID = "a@b" }, "id"},
		{"long id", func(d *policy.Document) { d.ID = strings.Repeat("a", 129) }, "id"},
		{"no version", func(d *policy.Document) { d.Version = "" }, "version"},
		{"version with a slash", func(d *policy.Document) { d.Version = "2020/02" }, "version"},
		{"no rounding", func(d *policy.Document) { d.Rounding = 0 }, "rounding"},
		{"unknown rounding", func(d *policy.Document) { d.Rounding = 5 }, "rounding"},
		{"rounding 99", func(d *policy.Document) { d.Rounding = 99 }, "rounding"},
		{"no zone", func(d *policy.Document) { d.Zone = "" }, "zone"},
		{"Local", func(d *policy.Document) { d.Zone = "Local" }, "zone"},
		{"unknown zone", func(d *policy.Document) { d.Zone = "Europe/Atlantis" }, "zone"},
		{"a path for a zone", func(d *policy.Document) { d.Zone = "../../etc/passwd" }, "zone"},
		{"unknown calendar", func(d *policy.Document) { d.Calendar = "XX" }, "calendar"},

		// Sources.
		{"source without id", func(d *policy.Document) { d.Citations = []policy.Citation{{Title: "t"}} }, "citations[0].id"},
		{"source without title", func(d *policy.Document) { d.Citations = []policy.Citation{{ID: "s"}} }, "citations[0].title"},
		{"source id twice", func(d *policy.Document) {
			d.Citations = []policy.Citation{{ID: "s", Title: "t"}, {ID: "s", Title: "t"}}
		}, "citations[1].id"},
		{"unknown confidence", func(d *policy.Document) {
			d.Citations = []policy.Citation{{ID: "s", Title: "t", Confidence: 99}}
		}, "citations[0].confidence"},
		{"unknown source", terminate(func(r *policy.Rule) { r.Cites = []string{"", "s"} }), "terminate_now[0].cites[0] terminate_now[0].cites[1]"},

		// Rules.
		{"rule without id", terminate(func(r *policy.Rule) { r.ID = "" }), "terminate_now[0].id"},
		{"rule with a long id", terminate(func(r *policy.Rule) { r.ID = strings.Repeat("x", 129) }), "terminate_now[0].id"},
		{"rule id twice", func(d *policy.Document) { d.TerminateNow = []policy.Rule{rule, rule} }, "terminate_now[1].id"},
		{"rule id twice, in two actions", func(d *policy.Document) {
			d.TerminateNow, d.Withdraw = []policy.Rule{rule}, []policy.Rule{rule}
		}, "withdraw[0].id"},
		{"too many rules", func(d *policy.Document) { d.Withdraw = make([]policy.Rule, 1001) }, "withdraw"},
		{"no end", terminate(func(r *policy.Rule) { r.Ends = "" }), "terminate_now[0].ends"},
		{"no end of a stop", func(d *policy.Document) { d.StopRenewal = []policy.Rule{{ID: "s"}} }, "stop_renewal[0].ends"},
		{"no end of a withdrawal", func(d *policy.Document) { d.Withdraw = []policy.Rule{{ID: "s", Refund: all}} }, "withdraw[0].ends"},
		{"an end of a resumption", func(d *policy.Document) { d.ResumeRenewal = []policy.Rule{{ID: "s", Ends: "request"}} }, "resume_renewal[0].ends"},
		{"bad end", terminate(func(r *policy.Rule) { r.Ends = "now" }), "terminate_now[0].ends"},
		{"bad access", terminate(func(r *policy.Rule) { r.Access = "forever" }), "terminate_now[0].access"},
		{"no refund", refund(policy.Formula{}), "terminate_now[0].refund"},
		{"no refund of a withdrawal", func(d *policy.Document) { d.Withdraw = []policy.Rule{{ID: "s", Ends: "request"}} }, "withdraw[0].refund"},
		{"a refund of a resumption", func(d *policy.Document) { d.ResumeRenewal = []policy.Rule{{ID: "s", Refund: all}} }, "resume_renewal[0].refund"},
		{"unknown base", refund(policy.Formula{Base: 99, Fraction: policy.FractionAll}), "terminate_now[0].refund.base"},
		{"unknown fraction", refund(policy.Formula{Base: policy.BaseLatestCharge, Fraction: 99}), "terminate_now[0].refund.fraction"},
		{"ask nobody known", refund(policy.Formula{Ask: 99}), "terminate_now[0].refund.ask"},
		{"ask a machine", refund(policy.Formula{Ask: policy.Automatic}), "terminate_now[0].refund.ask"},
		{"ask, and a fraction", refund(policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionAll, Ask: policy.Support}), "terminate_now[0].refund"},
		{"a base only", refund(policy.Formula{Base: policy.BaseLatestCharge}), "terminate_now[0].refund"},
		{"all of nothing", refund(policy.Formula{Fraction: policy.FractionAll}), "terminate_now[0].refund.base"},
		{"none of something", refund(policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionNone}), "terminate_now[0].refund.base"},
		{"unknown handlers", terminate(func(r *policy.Rule) { r.Handling = policy.Handling{Action: 99, Money: 7} }), "terminate_now[0].handling.action terminate_now[0].handling.money"},

		// Refusals have no consequences.
		{"refuse", terminate(func(r *policy.Rule) { *r = policy.Rule{ID: "r", Refuse: true} }), ""},
		{"refuse with a refund", terminate(func(r *policy.Rule) { r.Refuse, r.Ends = true, "" }), "terminate_now[0].refuse"},
		{"refuse with an end", terminate(func(r *policy.Rule) { *r = policy.Rule{ID: "r", Refuse: true, Ends: "request"} }), "terminate_now[0].refuse"},
		{"refuse with access", terminate(func(r *policy.Rule) { *r = policy.Rule{ID: "r", Refuse: true, Access: "period_end + 1 term"} }), ""},
		{"refuse with what is lost", terminate(func(r *policy.Rule) { *r = policy.Rule{ID: "r", Refuse: true, Forfeits: []string{"credits"}} }), "terminate_now[0].refuse"},
		{"refuse with a deadline", terminate(func(r *policy.Rule) { *r = policy.Rule{ID: "r", Refuse: true, Deadline: "request"} }), "terminate_now[0].refuse"},
		{"refuse if money comes back", terminate(func(r *policy.Rule) { *r = policy.Rule{ID: "r", Refuse: true, IfRefund: true} }), "terminate_now[0].refuse"},
		{"refuse with a handler", terminate(func(r *policy.Rule) {
			*r = policy.Rule{ID: "r", Refuse: true, Handling: policy.Handling{Action: policy.Support}}
		}), "terminate_now[0].refuse"},
		{"refuse with a payout", terminate(func(r *policy.Rule) { *r = policy.Rule{ID: "r", Refuse: true, Payout: policy.Payout{Max: 3}} }), "terminate_now[0].refuse"},

		// Conditions.
		{"unknown phases", when(policy.When{Phase: []policy.Phase{policy.Trial, 0, 99}}), "terminate_now[0].when.phase[1] terminate_now[0].when.phase[2]"},
		{"unknown initiators", when(policy.When{By: []policy.Initiator{99, policy.ByVendor, 4}}), "terminate_now[0].when.by[0] terminate_now[0].when.by[2]"},
		{"too many facts", when(policy.When{Facts: make([]policy.Fact, 17)}), "terminate_now[0].when.facts"},
		{"from the request", when(policy.When{Window: policy.Window{From: "request"}}), "terminate_now[0].when.window.from"},
		{"until after the request", until("request + 1 day"), windowUntil},
		{"events since the request", when(policy.When{Facts: []policy.Fact{{Event: "use", Since: "request - 7 days", Count: "= 0"}}}), "terminate_now[0].when.facts[0].since"},
		{"a good payout", payout(policy.Payout{Min: 1, Max: 366, Unit: calendar.BusinessDays}), ""},
		{"a payout of today", payout(policy.Payout{Unit: calendar.Days}), ""},

		// Points.
		{"unknown anchor", until("birthday"), windowUntil},
		{"anchor in capitals", until("Contract"), windowUntil},
		{"a space before", until(" contract"), windowUntil},
		{"a space after", until("contract "), windowUntil},
		{"two spaces", until("contract  + 14 days"), windowUntil},
		{"no space before +", until("contract+ 14 days"), windowUntil},
		{"no space after +", until("contract +14 days"), windowUntil},
		{"no span", until("contract + "), windowUntil},
		{"no number", until("contract + days"), windowUntil},
		{"no unit", until("contract + 14"), windowUntil},
		{"a minus sign", until("contract + -14 days"), windowUntil},
		{"a fraction of a day", until("contract + 1.5 days"), windowUntil},
		{"1 days", until("contract + 1 days"), windowUntil},
		{"2 day", until("contract + 2 day"), windowUntil},
		{"minutes", until("contract + 30 minutes"), windowUntil},
		{"10000 days", until("contract + 10000 days"), windowUntil},
		{"0 business days", until("contract + 0 business days"), windowUntil},
		{"101 years", until("contract + 101 years"), windowUntil},
		{"1201 months", until("contract - 1201 months"), windowUntil},
		{"100 years", until("contract + 100 years"), ""},
		{"two spans", until("contract + 1 month + 1 day"), windowUntil},
		{"a tab", until("contract +\t14 days"), windowUntil},
		{"a date", until("2020-02-09"), windowUntil},
		{"half a term", until("term_start + 1/2"), ""},
		{"half a term, from its end", until("term_end - 1/2"), ""},
		{"half a term before it", until("term_start - 1/2"), windowUntil},
		{"half a contract", until("contract + 1/2"), windowUntil},
		{"all of a term", until("term_start + 2/2"), windowUntil},
		{"none of a term", until("term_start + 0/2"), windowUntil},
		{"a part of 367", until("term_start + 1/367"), windowUntil},
		{"a part with zeros", until("term_start + 01/2"), windowUntil},
		{"a negative part", until("term_start + -1/2"), windowUntil},
		{"a term more", until("period_end + 1 term"), ""},
		{"100 terms", until("term_end + 100 terms"), ""},
		{"101 terms", until("term_end + 101 terms"), windowUntil},
		{"1 terms", until("term_end + 1 terms"), windowUntil},
		{"no terms", until("term_end + 0 terms"), windowUntil},
		{"a term less", until("term_end - 1 term"), windowUntil},
		{"a term from the contract", until("contract + 1 term"), windowUntil},
		{"a month's end", until("contract + 1 month to month_end"), ""},
		{"a year's end", until("contract to year_end"), windowUntil},
		{"a month's end twice", until("contract to month_end to month_end"), windowUntil},
		{"a kind of event", until("event:receipt + 14 days"), ""},
		{"no kind of event", until("event: + 14 days"), windowUntil},
		{"a kind of event in capitals", until("event:Receipt"), windowUntil},
		{"a kind of something else", until("contract:receipt"), windowUntil},
		{"until informed", until("received"), windowUntil},
		{"the second of two ends", when(policy.When{Window: policy.Window{OrUntil: "contract"}}), windowUntil},

		// Versions.
		{"effective from a day on", func(d *policy.Document) { d.Effective.From = calendar.MustParseDate("2024-07-09") }, ""},
		{"effective without a day", func(d *policy.Document) { d.Effective.On = "contract" }, "effective"},
		{"effective backwards", func(d *policy.Document) {
			d.Effective = policy.Cohort{From: calendar.MustParseDate("2024-07-09"), Before: calendar.MustParseDate("2024-07-08")}
		}, "effective.before"},
		{"effective by the request", func(d *policy.Document) {
			d.Effective = policy.Cohort{On: "request", From: calendar.MustParseDate("2024-07-09")}
		}, "effective.on"},

		// Scopes.
		{"a good scope", when(policy.When{Scope: policy.Scope{Markets: []string{"US-CA"}, Plans: []string{"p"}, Channels: []string{"c"}, Methods: []string{"card"}, Interval: "> 1 month", Cohort: policy.Cohort{On: "contract", From: calendar.MustParseDate("2024-07-09")}}}), ""},
		{"an empty market", when(policy.When{Scope: policy.Scope{Markets: []string{"US", ""}}}), "terminate_now[0].when.scope.markets[1]"},
		{"many plans", when(policy.When{Scope: policy.Scope{Plans: slices.Repeat([]string{"p"}, 101)}}), "terminate_now[0].when.scope.plans"},
		{"an interval without a space", when(policy.When{Scope: policy.Scope{Interval: ">1 month"}}), "terminate_now[0].when.scope.interval"},
		{"an interval in hours", when(policy.When{Scope: policy.Scope{Interval: "> 48 hours"}}), "terminate_now[0].when.scope.interval"},
		{"an interval of business days", when(policy.When{Scope: policy.Scope{Interval: "> 5 business days"}}), "terminate_now[0].when.scope.interval"},
		{"an interval of nothing", when(policy.When{Scope: policy.Scope{Interval: "> 0 days"}}), "terminate_now[0].when.scope.interval"},
		{"an interval that is not", when(policy.When{Scope: policy.Scope{Interval: "!= 1 month"}}), "terminate_now[0].when.scope.interval"},
		{"a long interval", when(policy.When{Scope: policy.Scope{Interval: "> 101 years"}}), "terminate_now[0].when.scope.interval"},
		{"a cohort of nothing", when(policy.When{Scope: policy.Scope{Cohort: policy.Cohort{From: calendar.MustParseDate("2024-07-09")}}}), "terminate_now[0].when.scope.cohort.on"},
		{"a cohort of all", when(policy.When{Scope: policy.Scope{Cohort: policy.Cohort{On: "contract"}}}), "terminate_now[0].when.scope.cohort"},
		{"a cohort of none", when(policy.When{Scope: policy.Scope{Cohort: policy.Cohort{On: "contract", From: calendar.MustParseDate("2024-07-09"), Before: calendar.MustParseDate("2024-07-09")}}}), "terminate_now[0].when.scope.cohort.before"},
		{"a cohort by the request", when(policy.When{Scope: policy.Scope{Cohort: policy.Cohort{On: "request", From: calendar.MustParseDate("2024-07-09")}}}), "terminate_now[0].when.scope.cohort.on"},
		{"a cause in capitals", when(policy.When{Causes: []string{"Death"}}), "terminate_now[0].when.causes[0]"},
		{"many causes", when(policy.When{Causes: slices.Repeat([]string{"death"}, 101)}), "terminate_now[0].when.causes"},
		{"an unknown flag", when(policy.When{Stopped: 3}), "terminate_now[0].when.stopped"},
		{"refunds without a number", when(policy.When{Refunds: "="}), "terminate_now[0].when.refunds"},

		// What follows.
		{"if nothing is refunded", terminate(func(r *policy.Rule) { r.IfRefund, r.Refund = true, policy.Formula{Fraction: policy.FractionNone} }), "terminate_now[0].if_refund"},
		{"a deadline for nothing", terminate(func(r *policy.Rule) {
			r.Deadline, r.Refund = "request + 14 days", policy.Formula{Fraction: policy.FractionNone}
		}), "terminate_now[0].deadline"},
		{"a deadline before the request", terminate(func(r *policy.Rule) { r.Deadline = "received - 14 days" }), "terminate_now[0].deadline"},
		{"many things lost", terminate(func(r *policy.Rule) { r.Forfeits = slices.Repeat([]string{"credits"}, 21) }), "terminate_now[0].forfeits"},
		{"an unnamed thing lost", terminate(func(r *policy.Rule) { r.Forfeits = []string{""} }), "terminate_now[0].forfeits[0]"},
		{"a payout in hours", payout(policy.Payout{Min: 2, Max: 48, Unit: calendar.Hours}), ""},
		{"a payout in words", payout(policy.Payout{Text: "one or two statements"}), ""},
		{"a payout in words and days", payout(policy.Payout{Text: "soon", Unit: calendar.Days, Max: 3}), "terminate_now[0].payout.text"},
		{"a payout in many words", payout(policy.Payout{Text: strings.Repeat("x", 257)}), "terminate_now[0].payout.text"},
		{"a payout from a part of a term", payout(policy.Payout{Max: 3, Unit: calendar.Days, From: "term_start + 1/2"}), "terminate_now[0].payout.from"},
		{"steps of a part of a term", terminate(func(r *policy.Rule) {
			r.Refund = policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionSteps, Steps: []policy.Step{{Until: "term_start + 1/2", Percent: "100"}, {Until: "term_start + 2/3", Percent: "50"}, {Percent: "0"}}}
		}), ""},
		{"steps of parts in disorder", terminate(func(r *policy.Rule) {
			r.Refund = policy.Formula{Base: policy.BaseLatestCharge, Fraction: policy.FractionSteps, Steps: []policy.Step{{Until: "term_start + 1/2", Percent: "100"}, {Until: "term_start + 1/3", Percent: "50"}, {Percent: "0"}}}
		}), "terminate_now[0].refund.steps[1].until"},
		{"a long one", until(policy.Point(strings.Repeat("contract", 10_000))), windowUntil},

		// Counts.
		{"no count", counts(""), count},
		{"no operator", counts("0"), count},
		{"no space", counts("=0"), count},
		{"two spaces", counts("=  0"), count},
		{"==", counts("== 0"), count},
		{"!=", counts("!= 0"), count},
		{"fewer than none", counts("< 0"), count},
		{"a negative number", counts("= -1"), count},
		{"a plus sign", counts("= +1"), count},
		{"leading zeros", counts("= 00"), count},
		{"a fraction", counts("= 1.5"), count},
		{"an exponent", counts("= 1e2"), count},
		{"a million and one", counts("= 1000001"), count},
		{"an overflow", counts(">= 99999999999999999999"), count},
		{"a million", counts("<= 1000000"), ""},

		// Kinds.
		{"no kind", event(""), kind},
		{"kind in capitals", event("Use"), kind},
		{"kind with a space", event("use video"), kind},
		{"kind with an empty word", event("use..video"), kind},
		{"kind that ends with a dot", event("use."), kind},
		{"kind that begins with a dot", event(".use"), kind},
		{"long kind", event(strings.Repeat("x", 129)), kind},

		// Payouts.
		{"payout without unit", payout(policy.Payout{Min: 1, Max: 2}), "terminate_now[0].payout.unit"},
		{"payout in weeks", payout(policy.Payout{Min: 1, Max: 2, Unit: calendar.Weeks}), "terminate_now[0].payout.unit"},
		{"payout in unit 99", payout(policy.Payout{Min: 1, Max: 2, Unit: 99}), "terminate_now[0].payout.unit"},
		{"payout backwards", payout(policy.Payout{Min: 5, Max: 3, Unit: calendar.BusinessDays}), "terminate_now[0].payout"},
		{"payout in 0 business days", payout(policy.Payout{Min: 0, Max: 3, Unit: calendar.BusinessDays}), "terminate_now[0].payout"},
		{"negative payout", payout(policy.Payout{Min: -1, Max: 3, Unit: calendar.Days}), "terminate_now[0].payout"},
		{"payout after years", payout(policy.Payout{Min: 1, Max: 367, Unit: calendar.Days}), "terminate_now[0].payout"},
		{"counting of days", payout(policy.Payout{Min: 1, Max: 2, Unit: calendar.Days, Counting: calendar.AfterEvent}), "terminate_now[0].payout.counting"},
		{"unknown counting", payout(policy.Payout{Min: 1, Max: 2, Unit: calendar.BusinessDays, Counting: 99}), "terminate_now[0].payout.counting"},
		{"payout from nowhere", payout(policy.Payout{Min: 1, Max: 2, Unit: calendar.Days, From: "paris"}), "terminate_now[0].payout.from"},
		{"payout of nothing", terminate(func(r *policy.Rule) {
			r.Refund, r.Payout = policy.Formula{Fraction: policy.FractionNone}, policy.Payout{Min: 1, Max: 2, Unit: calendar.Days}
		}), "terminate_now[0].payout"},
		{"payout of a question", terminate(func(r *policy.Rule) {
			r.Refund, r.Payout = policy.Formula{Ask: policy.Support}, policy.Payout{Min: 1, Max: 2, Unit: calendar.Days}
		}), "terminate_now[0].payout"},

		// Business days need a calendar.
		{"window without calendar", func(d *policy.Document) {
			d.Calendar = ""
			until("contract + 3 business days")(d)
		}, windowUntil},
		{"payout without calendar", func(d *policy.Document) {
			d.Calendar = ""
			payout(policy.Payout{Min: 1, Max: 2, Unit: calendar.BusinessDays})(d)
		}, "terminate_now[0].payout.unit"},
		{"everything but business days without calendar", func(d *policy.Document) {
			d.Calendar = ""
			payout(policy.Payout{Min: 1, Max: 2, Unit: calendar.Days, From: "request + 1 month"})(d)
		}, ""},
	} {
		d := blank()
		tt.change(&d)
		p, err := policy.Compile(d, policy.Sources{Calendar: holidays.Lookup})
		if got := strings.Join(paths(t, err), " "); got != tt.want {
			t.Errorf("%s: faults at %q, want %q\n%v", tt.name, got, tt.want, err)
		}
		if (p == nil) != (tt.want != "") || (err == nil) != (tt.want == "") || err != nil && !errors.Is(err, policy.ErrDocument) {
			t.Errorf("%s: policy %v, error %v", tt.name, p, err)
		}
	}
}

// Whoever mends a document wants to see all that is wrong with it.
func TestCompileReportsEveryFaultAtOnce(t *testing.T) {
	d := policy.Document{
		Calendar:    "XX",
		Citations:   []policy.Citation{{}, {}},
		StopRenewal: []policy.Rule{{ID: "a", When: policy.When{Phase: []policy.Phase{99}}}},
		TerminateNow: []policy.Rule{
			{ID: "a", Ends: "x", Refund: policy.Formula{Fraction: policy.FractionAll}},
			{Refuse: true, Ends: "request"},
		},
		Withdraw:      []policy.Rule{{ID: "w", Handling: policy.Handling{Action: 99}}},
		ResumeRenewal: []policy.Rule{{ID: "r", Ends: "request", When: policy.When{Facts: []policy.Fact{{Since: "request"}}}}},
	}
	_, err := policy.Compile(d, policy.Sources{Calendar: holidays.Lookup})
	want := []string{
		"id", "version", "rounding", "zone", "calendar",
		"citations[0].id", "citations[0].title", "citations[1].id", "citations[1].title",
		"stop_renewal[0].when.phase[0]", "stop_renewal[0].ends",
		"terminate_now[0].id", "terminate_now[0].ends", "terminate_now[0].refund.base",
		"terminate_now[1].id", "terminate_now[1].refuse",
		"withdraw[0].ends", "withdraw[0].refund", "withdraw[0].handling.action",
		"resume_renewal[0].when.facts[0].event", "resume_renewal[0].when.facts[0].count", "resume_renewal[0].when.facts[0].since",
		"resume_renewal[0].ends",
	}
	if got := paths(t, err); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if !errors.Is(err, policy.ErrDocument) || !errors.Is(err, holidays.ErrUnknown) {
		t.Errorf("cannot be matched: %v", err)
	}
	for _, path := range want {
		if !strings.Contains(err.Error(), path+":") {
			t.Errorf("the message does not name %s", path)
		}
	}
}

func TestCompileSources(t *testing.T) {
	broken := errors.New("broken")
	paris := func(string) (*time.Location, error) { return time.LoadLocation("Europe/Paris") }
	for _, tt := range []struct {
		name string
		in   policy.Sources
		want string
		is   error
	}{
		{"no calendars", policy.Sources{}, "calendar", nil},
		{"calendars fail", policy.Sources{Calendar: func(string) (*calendar.Calendar, error) { return nil, broken }}, "calendar", broken},
		{"calendars find nothing", policy.Sources{Calendar: func(string) (*calendar.Calendar, error) { return nil, nil }}, "calendar", nil},
		{"zones fail", policy.Sources{Calendar: holidays.Lookup, Zone: func(string) (*time.Location, error) { return nil, broken }}, "zone", broken},
		{"zones find nothing", policy.Sources{Calendar: holidays.Lookup, Zone: func(string) (*time.Location, error) { return nil, nil }}, "zone", nil},
		{"both fail", policy.Sources{Zone: func(string) (*time.Location, error) { return nil, broken }}, "zone calendar", broken},
		{"both are found", policy.Sources{Calendar: holidays.Lookup, Zone: paris}, "", nil},
	} {
		d := blank()
		p, err := policy.Compile(d, tt.in)
		if got := strings.Join(paths(t, err), " "); got != tt.want || (p == nil) != (tt.want != "") {
			t.Errorf("%s: faults at %q, want %q: %v", tt.name, got, tt.want, err)
		}
		if tt.is != nil && !errors.Is(err, tt.is) {
			t.Errorf("%s: the cause is lost: %v", tt.name, err)
		}
		// "Local" would depend on the machine, whoever finds it.
		d.Zone = "Local"
		if _, err := policy.Compile(d, tt.in); !slices.Contains(paths(t, err), "zone") {
			t.Errorf("%s: Local is taken", tt.name)
		}
	}
	// A document that names no calendar needs none.
	d := blank()
	d.Calendar = ""
	if _, err := policy.Compile(d, policy.Sources{}); err != nil {
		t.Error(err)
	}
}

// Equal digests, equal decisions: whatever an answer depends on is in it.
func TestDigest(t *testing.T) {
	base := mustCompile(t, primeDocument(t)).Ref()
	if base.ID != "amazon-prime-fr" || base.Version != "2020-02" || len(base.Digest) != 64 || base.String() != "amazon-prime-fr@2020-02" {
		t.Errorf("%+v", base)
	}
	if again := mustCompile(t, primeDocument(t)).Ref(); again != base {
		t.Errorf("%v and %v", base, again)
	}
	d := primeDocument(t)
	d.TerminateNow[0].Payout.Max++
	if other := mustCompile(t, d).Ref(); other.Digest == base.Digest {
		t.Error("the digest leaves the rules out")
	}
	other, err := policy.Compile(primeDocument(t), policy.Sources{Calendar: func(string) (*calendar.Calendar, error) { return holidays.Lookup("FR-AM") }})
	if err != nil {
		t.Fatal(err)
	}
	if other.Ref().Digest == base.Digest {
		t.Error("the digest leaves the calendar out")
	}
}

// A policy does not follow the document it was compiled from.
func TestPolicyKeepsNothingOfTheDocument(t *testing.T) {
	d := primeDocument(t)
	p := mustCompile(t, d)
	s := memberWith(use(nextDebit))
	want := asJSON(decide(t, p, s, nextDebit))
	for _, rules := range [][]policy.Rule{d.StopRenewal, d.TerminateNow} {
		for i := range rules {
			r := &rules[i]
			r.When.Phase[0] = policy.Ended
			if len(r.When.Facts) > 0 {
				r.When.Facts[0] = policy.Fact{}
			}
			*r = policy.Rule{}
		}
	}
	if got := asJSON(decide(t, p, s, nextDebit)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestErrorMessages(t *testing.T) {
	d := blank()
	d.TerminateNow = []policy.Rule{{ID: strings.Repeat("long ", 20) + "name", Ends: "never", Refund: policy.Formula{Fraction: policy.FractionNone}}}
	_, err := policy.Compile(d, policy.Sources{Calendar: holidays.Lookup})
	for _, want := range []string{
		"policy: document: terminate_now[0].ends: \"never\": ",
	} {
		if !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("%v\ndoes not say %q", err, want)
		}
	}
	_, err = policy.Parse([]byte("{\"id\": \"x\",\n \"version\": 1}"))
	if want := "policy: document: line 2, column 13: version: 1: "; !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v\nwant %s", err, want)
	}
	_, err = policy.ParseSnapshot([]byte(`{"id":""}`))
	if want := `policy: snapshot: line 1, column 7: id: "": want an id of 1 to 128 bytes`; err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

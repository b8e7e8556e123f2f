// Package policy decides what a subscriber may do: given what is known of a
// subscription and an instant, which actions are allowed, how much money comes
// back, by which day, and why.
//
// It takes three things and gives one.
//
//	doc, err := policy.Parse(text)                              // the rules, as data
//	p, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
//	s, err := policy.ParseSnapshot(record)                      // the facts
//	d, err := p.Decide(s, time.Now)                             // the answer
//
// [Compile] once, when the program starts, and keep the [Policy]: it does not
// change and any number of goroutines may use it. [Policy.Decide] reads the
// clock once; [Policy.DecideAt] is the same with the instant as an argument,
// for replays, previews and tests; [Policy.DecideInto] is the same without
// allocating.
//
// # The answer
//
// A [Decision] has a [Verdict] for each of four actions: [StopRenewal],
// [TerminateNow], [Withdraw] and [ResumeRenewal]. "Cancel" is none of them,
// because the first runs to the end of what is paid and the second ends now,
// and mixing them up costs somebody a year's fee.
//
// A verdict's [Answer] is [Allowed], [Refused], or [Undecided] where a fact is
// missing. Refusals are answers, not errors, and say why. The zero Decision
// allows nothing, and every error comes with it.
//
// The money of a verdict is told apart: Refund is money back, Credit is value
// given instead of money, Due is what the customer owes. Each is a [Sum], in one
// of these states:
//
//   - [SumNone]: no money is part of the action.
//   - [SumExact]: this much, and 0.00 is possible.
//   - [SumUndecided]: not known. Ask whom it names; Least and Most bound it.
//   - [SumQuoted]: a figure that the host gave.
//
// Undecided is not zero: a customer who is sent to support may well be paid.
// What is owed, what can be paid at once and what is blocked are told apart in
// [Sum].Payable and [Part]. Each part is one order for a payment gateway, with
// an idempotency key, [Part.Key], that stays the same however often the
// decision is made.
//
// [Verdict].Payout says when the money should be there, as a range of days on
// the policy's business-day calendar. [Decision].Until is an instant before
// which nothing in the answer changes, and [Verdict].Holds one before which
// the answer and the sums do not: show a page, or set a cache header, until
// then. They may be earlier than they need to be; those of [Policy.DecideExact]
// are not.
//
// [Reason] gives a code, which is a stable contract, and its parameters.
// [Reason.String] is an English sentence.
//
// # The facts
//
// A [Snapshot] is a record of facts: charges and how they were paid, refunds,
// events, pauses, when renewal was stopped, and the figures that only the host
// can tell ([Quote]). Nothing in it is derived, and its lists are in no required
// order.
//
// Silence is unknown. An event that is not listed may have happened, unless
// [Snapshot].Complete names its kind: a host that forgot to load the usage must
// get "undecided", and not pay everybody. Unknown never yields money, and it
// never takes the way out away: the renewal of a live subscription can be
// stopped unless the document refuses it in so many words.
//
// Doubtful facts, such as an id that two charges have, a charge that pays for no
// time, two currencies, or money taken after the end, make the money that they
// touch undecided, and the reasons of the verdict say so. Those about the latest
// charge are in [Decision].Findings too, whether or not they touch a verdict.
// Only what is not a valid snapshot is an error ([ErrSnapshot]).
//
// Money comes from the ledger and not from a price list. A refund is at most
// what was captured, less refunds that have not failed, credits and lost
// disputes.
//
// Rights are tested at the instant the request was sent ([Request].At), or the
// instant decided if none was; what can be paid is tested at the instant
// decided, with everything known.
//
// # The rules
//
// A [Document] lists rules for each action, and the first whose conditions hold
// decides. A [Rule] has conditions ([When]: initiator and cause, [Scope], [Phase],
// [Window], [Fact]) and consequences: when the subscription ends, what is
// forfeited, what comes back and what is owed ([Formula]), the way it comes back
// ([Settlement]), who handles it ([Handling]), when the money arrives ([Payout])
// and by when it must be on its way.
// The Go literal and the JSON document are the same words; [Parse] is strict,
// so that a misspelt "refund" cannot mean "no refund", and Compile reports
// every fault at once, each with its path.
//
// If a condition is unknown, the rules after it are looked at too, and the
// verdict is what all of them have in common: usually that the action is
// allowed, and a sum with bounds.
//
// A [Point] names an instant of the subscription: "contract + 14 days",
// "term_end - 4 weeks", "event:receipt + 14 days rolled", "request + 1 month to
// month_end". Windows that end with the first of two points, a right that is given
// once ([When].Refunds), and an action that is offered only if it pays
// ([Rule].IfRefund) have words of their own.
//
// # Over time
//
// [Policy.Timeline] decides for all instants between two: "free until the 20th,
// then 57.37 EUR, falling every day until the 5th, then nothing". It goes from one
// instant to the next at which the rules that decide may change, and not from day
// to day. [Policy.NextBetter] finds the first instant at which an action is
// offered, or its money rises.
//
// # Statutes
//
// A statute is a document like any other, and [Overlay] puts it over a contract:
// for each action the better of the two outcomes holds, and both are named in the
// reasons. Where neither is better in everything, the other is kept as
// [Verdict].Alternative.
//
// # Money
//
// A [Formula] is a fraction of a base, a percentage of that, and adjustments, in
// this order. Half of what is left of a year, less the benefits used, and nothing
// below 5.00 EUR:
//
//	"refund": {
//	  "base": "latest_charge",
//	  "fraction": "unused", "time": {"unit": "1 month", "day": "used", "begun": "used"},
//	  "percent": "50",
//	  "adjust": [
//	    {"minus": {"base": "quote", "quote": "benefits_used", "fraction": "all"}},
//	    {"nothing_below": {"amount": "5.00", "currency": "EUR"}}
//	  ]
//	}
//
// The [Base] of a refund is charges: the latest, with those it supersedes
// ([Charge].Supersedes), those of the term, or all. The [Fraction] is none of
// them, all, the share of the time that is unused or used ([Share]), the row of a
// table ([Step]), or a figure of the host's. Each [Adjustment] takes off, bounds
// or drops what the steps before it left; the formulas in it may also be about a
// list price, a discount, a stated amount or a quote. Which day counts, over how
// many days, and how the last cent is rounded is never assumed: it stands in the
// document.
//
// What went back before counts against what comes back now, in one of three ways
// ([Earlier]). Whatever a formula says, no more comes back than is left of its
// base.
//
// The [Settlement] says what the sum comes back as and which payments give it.
// Without one, each payment gives in proportion: money as a refund, stored value
// as a credit. A credit is never called a refund.
//
// What the customer owes is a formula too, [Rule].Due: a fee, a share of the
// instalments to come, what is not yet paid. It is one [Claim] or one for each
// instalment or open charge, and it is never netted against what comes back.
//
// A charge may list its [Component] parts. Some are kept, a tax goes with what it
// is a tax on, and [Verdict].Lines tells what comes back of each, as a credit note
// does.
//
// What is in dispute, not yet settled, or past the time in which its method
// takes refunds is owed and cannot be paid now: its [Part] tells why, in Blocked,
// and what would change that, in Needs.
//
// # Days and zones
//
// A day is a civil day in the document's zone, whatever zone an instant is
// written in and whatever TZ is set to. Intervals are half-open. A span of days
// does not count the day it starts from and ends with the midnight of its last
// day; see [Point]. The zone is loaded by Compile: a program that may run
// without zone data imports time/tzdata.
//
// # Why
//
// The reasons of a verdict are few and short. [Policy.Explain] gives the same
// decision with the whole of its derivation, an [Explanation]: every rule that was
// read, condition by condition; where each instant was read, and how a date was
// counted, with the days that were skipped and their names; each figure as an
// operation on named inputs, down to what was captured; of statutes, whose outcome
// holds. Each step is an [Inference] with an [Op] that says what is done.
//
// An explanation can be checked by whoever has it, without the policy and without
// the snapshot: [Replay] works out each step again, and then what the steps come
// to. Package wording puts one into words of people.
//
// # What if
//
// [Compare] tells what differs between two decisions: tomorrow's and today's, those
// of two policies, those of two snapshots. Each [Change] is data, with the two
// values and, of a sum, how much it rises or falls; [Change.String] is an English
// sentence.
//
// # Logs
//
// A [Decision], and an [Explanation], logs itself through log/slog as a short group of words and sums,
// without the ids of the subscription, its charges or its payments, and without
// anything else that only the host has a name for: see [Decision.LogValue], and
// how to log the rest on purpose.
//
// # Errors
//
// Four things are kept apart, and each error matches one of them with
// [errors.Is]: [ErrDocument] (see [DocumentError]), [ErrSnapshot] (see
// [SnapshotError]), [ErrCannotDecide] and, of what was decided before,
// [ErrRecord] (see [RecordError]), which explanations match too.
//
// # Records
//
// A [Record] is a decision with all that it was made from: the policy's name and
// digest, the snapshot, the instant, and a digest of the whole. [Policy.Record]
// makes one, [ParseRecord] reads its JSON, and [Policy.Verify] decides again and
// names the first thing that differs. It holds personal data.
//
// What is promised about old records:
//
//   - Every later version of this package reads a record that a release wrote,
//     and finds the same digest. Fields and words are only added, a field that is
//     added is left out where it is zero, and the form of the bytes is that of
//     RFC 8785, whatever the order of the fields in Go.
//   - Every later version verifies it with the document, the calendar and the zone
//     that decided, and finds every field that the record's [Record].Format has as
//     it was. Of fields that came later nothing is asked. Records of each
//     release are kept among the tests for that.
//   - The exception is a mistake in deciding that a version mends. A record made
//     with the mistake then fails, at the field that was wrong, and the changelog
//     says which decisions changed.
//   - An earlier version refuses what it does not know, with its place, and passes
//     over nothing: what it cannot check it does not vouch for.
//
// A record does not hold the policy. Keep beside it the document and, as
// [calendar.Calendar.Spec], the calendar: the catalog may mend a document, and a
// table that gains a year or mends a day has another digest, hence so has
// every policy that is compiled with it, though no day of the old years moved.
// Verify then refuses the policy by its digest, before it looks at any date. The
// zone is in no digest: if the rules of a zone are changed for days that had not
// come yet when a decision was made, Verify names the first date that moved.
//
// # Stability
//
// Codes and the words of JSON are only added to. Readers of a decision must
// pass over fields they do not know; documents, snapshots, records and explanations
// must not have any. "Records" above says what that means for what was decided before.
// Decisions are pure: equal inputs give equal bytes, on any machine.
//
// This package gives no legal advice.
package policy

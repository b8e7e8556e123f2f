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
// The money of a verdict is a [Sum], in one of these states:
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
// the policy's business-day calendar. [Decision].Until is the instant before
// which nothing in the answer changes, and [Verdict].Holds the one before which
// the answer and the sums do not: show a page, or set a cache header, until
// then.
//
// [Reason] gives a code, which is a stable contract, and its parameters.
// [Reason.String] is an English sentence.
//
// # The facts
//
// A [Snapshot] is a record of facts: charges and how they were paid, refunds,
// events, when renewal was stopped. Nothing in it is derived, and its lists are
// in no required order.
//
// Silence is unknown. An event that is not listed may have happened, unless
// [Snapshot].Complete names its kind: a host that forgot to load the usage must
// get "undecided", and not pay everybody. Unknown never yields money, and it
// never takes the way out away: the renewal of a live subscription can be
// stopped unless the document refuses it in so many words.
//
// Doubtful facts about the latest charge, such as an id that another charge has,
// no time that it pays for, two currencies, or money taken after the end, are
// reported in [Decision].Findings and make its money undecided. Only
// what is not a valid snapshot is an error ([ErrSnapshot]).
//
// Money comes from the ledger and not from a price list. A refund is at most
// what was captured, less refunds that have not failed, credits and lost
// disputes; what is in dispute or not yet settled is owed and blocked.
//
// Rights are tested at the instant the request was sent ([Request].At), or the
// instant decided if none was; what can be paid is tested at the instant
// decided, with everything known.
//
// # The rules
//
// A [Document] lists rules for each action, and the first whose conditions hold
// decides. A [Rule] has conditions ([When]: initiator, [Phase], [Window],
// [Fact]) and consequences: when the subscription ends, what comes back
// ([Formula]), who handles it ([Handling]), when the money arrives ([Payout]).
// The Go literal and the JSON document are the same words; [Parse] is strict,
// so that a misspelt "refund" cannot mean "no refund", and Compile reports
// every fault at once, each with its path.
//
// If a condition is unknown, the rules after it are looked at too, and the
// verdict is what all of them have in common: usually that the action is
// allowed, and a sum with bounds.
//
// # Days and zones
//
// A day is a civil day in the document's zone, whatever zone an instant is
// written in and whatever TZ is set to. Intervals are half-open. A span of days
// does not count the day it starts from and ends with the midnight of its last
// day; see [Point]. The zone is loaded by Compile: a program that may run
// without zone data imports time/tzdata.
//
// # Errors
//
// Three things are kept apart, and each error matches one of them with
// [errors.Is]: [ErrDocument] (see [DocumentError]), [ErrSnapshot] (see
// [SnapshotError]) and [ErrCannotDecide].
//
// # Stability
//
// Codes and the words of JSON are only added to. Readers of a decision must
// pass over fields they do not know; documents and snapshots must not have any.
// Decisions are pure: equal inputs give equal bytes, on any machine.
//
// This package gives no legal advice.
package policy

// Package catalog holds policies of real vendors, and some statutes, as documents.
//
// Each document states its rules in this project's own words and cites where
// they were taken from, how sure the reading is, and what was left out. It says
// what a policy was at its version's date and no more: a vendor may have changed
// it since. Nothing here is legal advice.
//
// Take a document with [Lookup], compile it once, and decide:
//
//	doc, err := catalog.Lookup("amazon-prime-fr@2020-02")
//	...
//	prime, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
//
// [Find] takes the version that is in force for a subscription. [All] lists what
// there is. A document is data: change a copy of it, or write one of your own, and
// compile that.
//
// # What the host supplies
//
// Uses are events below "use": "use.video", "use.shipping". Other facts that a rule
// asks for, such as "consent.start" for an express request to begin, or
// "refund.money_back" for a guarantee that was used before, are named in the
// document. Figures that only the vendor knows are quotes: "benefits_used" for what
// the benefits were worth, "refund" for a sum worked out elsewhere. Names of
// plans and channels are those a host would use; change them to yours.
//
// # How the hardest are written
//
// These policies asked most of the vocabulary.
//
//	nordvpn            scope by market and interval, phases, a window from the renewal, months
//	                   left, and an event for what is given once
//	mcafee             a charge comes before the term it pays for: windows on "renewal" and
//	                   "term_end", which are different anchors
//	adobe-apm          a due of 50 % of the base "unbilled", and an end later than the request
//	tinder             three business days, twelve states as markets, a share from the event of a
//	                   death
//	amazon-prime-us    two rules, "conversion" and "first_charge", for one window with two starts;
//	                   initiators that turn the same dates around
//	amazon-prime-uk    kinds of use below "use"; what may be partial is left to support, with a bound
//	match-uk           a window with a not-before and a not-after on stopping the renewal
//	nyt-annual         two windows that overlap: the order of the rules decides
//	imagine-r          phase before_start, a fee as a component that is kept, motives as causes
//	sncf-carte         days of a six-day week by the calendar FR-OUVRABLE; a right lost only by use
//	                   and two consents, as a rule that refuses
//	spotify-fr         a window from the start of the trial, which paying customers never meet
//	verizon-etf        a table of steps by months of the commitment
//	puregym            minus the larger of two amounts
//	amazon-prime-jp    if_refund: the action is offered only if money comes back
//	google-play        payouts by payment method, in words where there are no dates
//
// # What cannot be said
//
//   - Clock times within a day ("by 11:59 pm"): a window ends at a midnight, of the
//     day that is safe.
//   - "Any but": list the others, or put the exception in a rule before.
//   - Business days where there is no calendar: add one with package calendar, and
//     name it in a copy of the document.
//   - A rolling count ("three uses in any twelve months"), distances, ages, prices, and
//     whether a proof was given: the host records an event when it is so.
//   - Two zones or calendars by market in one document: write one for each.
//   - Sums by meter, refunds in another currency, what a vendor must do unasked, and
//     changes of plan.
package catalog

// Package rescind is the overview of a library that answers one question: given
// what is known of a subscription and the time on a clock, what may the
// subscriber do now, how much money comes back, by which day, and why?
//
// The answer comes from one pure call. There is no I/O in it, no hidden clock
// and no global state: the same inputs give the same bytes, today and in a
// court case years later.
//
// # In a service
//
// Compile a policy once, and ask it for every request:
//
//	doc, err := catalog.Lookup("amazon-prime-fr@2020-02") // or policy.Parse(yourJSON)
//	prime, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
//
//	d, err := prime.Decide(snapshot, time.Now)
//	if d.TerminateNow.Allowed() {
//		fmt.Println(d.TerminateNow.Refund, "by", d.TerminateNow.Payout.Expect.Latest)
//	}
//
// What was decided can be explained step by step (policy.Policy.Explain), checked by
// others (policy.Replay), kept as a record (policy.Policy.Record) and followed over
// time (policy.Policy.Timeline).
//
// # The packages
//
//   - [github.com/rescind-go/rescind/policy]: documents, snapshots, decisions.
//     Start here.
//   - [github.com/rescind-go/rescind/policy/catalog]: policies of real vendors,
//     written down as documents with their sources.
//   - [github.com/rescind-go/rescind/policy/wording]: decisions, timelines and
//     explanations in English, in French, or by a table of your own.
//   - [github.com/rescind-go/rescind/policy/policytest]: the kit with which you test
//     policies of your own.
//   - [github.com/rescind-go/rescind/calendar]: civil days, business days in
//     constant time, windows of business days, legal deadlines.
//   - [github.com/rescind-go/rescind/calendar/holidays]: 68 verified
//     calendars, found by id.
//   - [github.com/rescind-go/rescind/money]: exact amounts, rounding named and
//     done once.
//   - [github.com/rescind-go/rescind/examples]: whole stories that run as tests.
//
// Whoever imports policy links one package that is not the standard library's,
// decimal; the holiday tables add one more, rickar/cal.
//
// # What it is not
//
// It does not move money, lock accounts or know your gateway: it tells what to
// do, with keys that make doing it twice harmless. It reads no clock of its own.
// It gives no legal advice: a document states how its author read a policy or a
// law, and cites it.
package rescind

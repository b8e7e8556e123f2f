// Package policytest tests policies: documents of package policy, on worked
// cases, on stories told in Go, and on thousands of random ledgers.
//
// # Scenarios
//
// A scenario is a JSON file that asks a question and gives the answer:
//
//	{
//	  "title": "a month's notice after the fourteen days",
//	  "policy": "../../policies/gym.json",
//	  "snapshot": {"id": "member-7", "contract": "2026-03-02T12:00:00+01:00"},
//	  "at": "2026-04-01T09:00:00+02:00",
//	  "want": {
//	    "terminate_now": {"answer": "allowed", "rule": "notice", "ends": "2026-05-02T00:00:00+02:00"}
//	  }
//	}
//
// The policy is a document, the name of a file that holds one, seen from the
// scenario's folder, or an id that a function given to [Run] finds; a list of them
// is a contract and the statutes over it ([policy.Overlay]). The snapshot is one, or the name of a file that holds it. Want is a part of the decision as
// package policy writes it:
//
//   - a key that is absent is not compared,
//   - null is what is not there: "refund": null,
//   - a list is compared from end to end, and its elements may be parts,
//   - instants are compared as instants, in whatever zone they are written.
//
// A key that a decision does not have is an error, and so is one that a scenario
// does not have. One line runs a folder of them:
//
//	func TestScenarios(t *testing.T) {
//		policytest.Run(t, "testdata/scenarios", policy.Sources{Calendar: holidays.Lookup}, catalog.Lookup)
//	}
//
// It tells what differs, place by place. To write the expectations anew, or for
// the first time where a scenario has none, run the test with
// -policytest.update and read what has changed.
//
// # Stories
//
// A test in Go tells a snapshot as a story, and may begin many with one:
//
//	member := policytest.Subscription("sub-1", "Europe/Paris").
//		Trial("2020-01-10", "2020-02-09").
//		Charged("2020-02-09", "49.00 EUR", policytest.Card).Covering("2020-02-09", "2021-02-09").
//		Complete("use")
//	d := member.Happened("use.video", "2020-03-01").DecideAt(t, p, "2020-04-09 12:00")
//
// See [Story] for its words.
//
// # Promises
//
// [Check] decides on random ledgers and tries what the library promises whatever
// a document says: that no more comes back than was paid, that what is unknown
// never pays, that the way out is open. A ledger that breaks a promise is made
// small and printed as a scenario.
//
//	func TestPromises(t *testing.T) {
//		policytest.Check(t, gym, policy.Sources{Calendar: holidays.Lookup})
//	}
//
// [CheckOverlay] does so for a contract with statutes over it.
//
// Scenarios tell whether a policy says what was meant, and Check whether it can
// do harm. A policy wants both.
//
// # Flags
//
// Importing the package adds three flags to a test, -policytest.update,
// -policytest.cases and -policytest.seed. A package that does not import it does
// not know them: name the package that does, as in
//
//	go test ./billing -policytest.update
//
// Nothing here depends on the date, on TZ or on the network, and equal seeds give
// equal ledgers.
package policytest

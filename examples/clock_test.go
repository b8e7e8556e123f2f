package examples_test

import (
	"fmt"
	"time"

	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

// trialMember is in a trial of thirty days from an instant.
func trialMember(start time.Time) policy.Snapshot {
	return policy.Snapshot{
		ID:    "sub-118",
		Trial: policy.Period{Start: start, End: start.Add(30 * 24 * time.Hour)},
	}
}

// A clock is a function. A test hands in one that it moves itself; clock_sync
// beside this file leaves time.Now in place and moves time.
func Example_fakeClock() {
	doc, err := catalog.Lookup("amazon-prime-fr@2020-02")
	if err != nil {
		panic(err)
	}
	prime, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
	if err != nil {
		panic(err)
	}
	now := time.Date(2020, 1, 10, 8, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }

	member := trialMember(now)
	for range 3 {
		d, err := prime.Decide(member, clock)
		if err != nil {
			panic(err)
		}
		fmt.Println(d.At.Format(time.DateOnly), d.Phase, d.StopRenewal.Answer, d.StopRenewal.Label)
		now = now.AddDate(0, 0, 15)
	}

	// Output:
	// 2020-01-10 trial allowed Ne pas continuer
	// 2020-01-25 trial allowed Ne pas continuer
	// 2020-02-09 due allowed
}

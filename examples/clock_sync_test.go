//go:build go1.25

package examples_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

// TestFakeTime leaves time.Now where it is and moves time: in a bubble of
// testing/synctest, sleeping a month takes no time. The service under test needs
// no clock of its own. The story has no Output, because a bubble needs a
// testing.T, and examples have none.
func TestFakeTime(t *testing.T) {
	doc, err := catalog.Lookup("amazon-prime-fr@2020-02")
	if err != nil {
		t.Fatal(err)
	}
	prime, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		member := trialMember(time.Now())
		phase := func() policy.Phase {
			d, err := prime.Decide(member, time.Now)
			if err != nil {
				t.Fatal(err)
			}
			return d.Phase
		}
		if got := phase(); got != policy.Trial {
			t.Errorf("at first the phase is %v, want trial", got)
		}
		time.Sleep(30*24*time.Hour - time.Nanosecond)
		if got := phase(); got != policy.Trial {
			t.Errorf("at the last instant of the trial the phase is %v, want trial", got)
		}
		time.Sleep(time.Nanosecond)
		if got := phase(); got != policy.Due {
			t.Errorf("when the trial is over the phase is %v, want due", got)
		}
	})
}

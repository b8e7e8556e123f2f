package policy_test

import (
	"encoding/json"

	"testing"
	"time"

	"github.com/rescind-go/rescind/internal/explained"
	"github.com/rescind-go/rescind/policy"
)

func TestExplainSeed(t *testing.T) {
	x, err := primePolicy(t).Explain(member(), ts("2020-04-09T15:00:00+02:00"))
	if err != nil {
		t.Fatal(err)
	}
	b, _ := json.MarshalIndent(x.Policies, "", " ")
	t.Logf("%s", b)
	if err := policy.Replay(x, policy.Sources{}); err != nil {
		t.Fatal(err)
	}
}

// An explanation has the decision of DecideAt, every step follows when it is read
// again from JSON.
func TestPropertyExplanationFollows(t *testing.T) { forAll(t, anything, explanationFollows) }

func explanationFollows(c *choices, d named, s policy.Snapshot, at time.Time) string {
	for c.one(4) { // up to some statutes
		statute := variedPolicies[c.n(len(variedPolicies))]
		if p, err := policy.Overlay(d.policy, statute.policy); err == nil {
			d.policy = p
		}
	}
	if _, err := d.policy.DecideAt(s, at); err != nil {
		if _, explained := d.policy.Explain(s, at); explained == nil {
			return "explained what cannot be decided"
		}
		return ""
	}
	if err := explained.Check(d.policy, s, at); err != nil {
		return err.Error()
	}
	return ""
}

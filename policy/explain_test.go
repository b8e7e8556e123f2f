package policy_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

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
	want, err := d.policy.DecideAt(s, at)
	x, explained := d.policy.Explain(s, at)
	if err != nil {
		if explained == nil {
			return "explained what cannot be decided"
		}
		return ""
	}
	if explained != nil {
		if errors.Is(explained, policy.ErrSnapshot) || errors.Is(explained, policy.ErrRecord) {
			return ""
		}
		return "not explained: " + explained.Error()
	}
	if asJSON(x.Decision) != asJSON(want) {
		return "another decision"
	}
	if err := policy.Replay(x, policy.Sources{}); err != nil {
		return "does not follow: " + err.Error() + asJSON(x.Policies)
	}
	return ""
}

// Package explained is for tests: it holds an explanation against the decision that
// it explains.
package explained

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/rescind-go/rescind/policy"
)

// Check reports what is wrong with the explanation of a decision: that it is of
// another decision, in any field, or that a step of it does not follow when it is
// read again from JSON. What cannot be recorded is not explained.
func Check(p *policy.Policy, s policy.Snapshot, at time.Time) error {
	want, err := p.DecideAt(s, at)
	if err != nil {
		return err
	}
	x, err := p.Explain(s, at)
	switch {
	case errors.Is(err, policy.ErrSnapshot), errors.Is(err, policy.ErrRecord):
		if _, unrecorded := p.Record(s, at); unrecorded != nil {
			return nil
		}
		return err
	case err != nil:
		return err
	}
	decided, err := json.Marshal(want)
	if err != nil {
		return err
	}
	explained, err := json.Marshal(x.Decision)
	if err != nil {
		return err
	}
	if string(decided) != string(explained) {
		return fmt.Errorf("decided %s, explained %s", decided, explained)
	}
	text, err := json.Marshal(x)
	if err != nil {
		return err
	}
	read, err := policy.ParseExplanation(text)
	if err != nil {
		return err
	}
	if err := policy.Replay(read, policy.Sources{}); err != nil {
		return fmt.Errorf("%w: %s", err, text)
	}
	return nil
}

package catalog

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rescind-go/rescind/policy"
)

// ErrVersion is what [Find] returns when a policy is in the catalog, and none of
// its versions is surely the one for a subscription.
var ErrVersion = errors.New("catalog: no version of the policy is known to apply")

// Find returns the policy of an id, "bahncard", in the version that is for a
// subscription at an instant: by the day of its contract, of its latest charge, or
// of the instant, whichever the documents go by ([policy.Document].Effective). Of
// several, the newest is taken that was known at the instant, by the date that
// its version begins with, or else the oldest. It compiles the versions with in,
// so keep what it returns.
//
// An id that the catalog does not hold is an [ErrUnknown]. It is an [ErrVersion]
// if no version is for the subscription, or if the records do not tell which one
// is. Other errors are those of [policy.Compile] and [policy.Policy.InForce].
func Find(id string, s policy.Snapshot, at time.Time, in policy.Sources) (*policy.Policy, error) {
	var oldest *policy.Policy
	known, untold := false, false
	for _, name := range slices.Backward(names()) {
		if base, _, _ := strings.Cut(name, "@"); base != spelled(id) {
			continue
		}
		known = true
		doc, err := load(name)
		if err != nil {
			return nil, err
		}
		p, err := policy.Compile(doc, in)
		if err != nil {
			return nil, fmt.Errorf("catalog: %s: %w", name, err)
		}
		answer, err := p.InForce(s, at)
		switch {
		case err != nil:
			return nil, err
		case answer == policy.Undecided:
			untold = true
		case answer == policy.Allowed && !untold && doc.Effective == (policy.Cohort{}) && later(doc.Version, at):
			oldest = p // so far
		case answer == policy.Allowed && !untold:
			return p, nil
		}
	}
	switch {
	case oldest != nil && !untold:
		return oldest, nil
	case !known:
		return nil, fmt.Errorf("%w: %.80q: All lists those there are", ErrUnknown, id)
	case untold:
		return nil, fmt.Errorf("%w: %q: the records do not tell which", ErrVersion, id)
	}
	return nil, fmt.Errorf("%w: %q: none is for this subscription", ErrVersion, id)
}

// later reports whether a version is of a later date than an instant, as exactly
// as it tells: "2020-02" is not later than the first of February.
func later(version string, at time.Time) bool {
	date := version[:len(version)-len(strings.TrimLeft(version, "0123456789-"))]
	day := at.UTC().AddDate(0, 0, 1).Format(time.DateOnly) // wherever on Earth it is
	return len(date) >= len("2020") && date[:min(len(date), len(day))] > day[:min(len(date), len(day))]
}

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
// several, the newest is taken. It compiles the versions with in, so keep what
// it returns.
//
// An id that the catalog does not hold is an [ErrUnknown]. It is an [ErrVersion]
// if no version is for the subscription, or if the records do not tell which one
// is. Other errors are those of [policy.Compile] and [policy.Policy.InForce].
func Find(id string, s policy.Snapshot, at time.Time, in policy.Sources) (*policy.Policy, error) {
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
		case answer == policy.Allowed && !untold:
			return p, nil
		case answer == policy.Undecided:
			untold = true
		}
	}
	switch {
	case !known:
		return nil, fmt.Errorf("%w: %.80q: All lists those there are", ErrUnknown, id)
	case untold:
		return nil, fmt.Errorf("%w: %q: the records do not tell which", ErrVersion, id)
	}
	return nil, fmt.Errorf("%w: %q: none is for this subscription", ErrVersion, id)
}

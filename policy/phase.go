package policy

import "math/bits"

// A Phase is where a subscription stands at an instant. It is derived from the
// recorded facts and never stored, with one exception: whether a charge is the
// first or a renewal is a fact of its own ([Charge].Phase), because a ledger
// that starts in year six must not turn a renewal into a first year and reopen
// the guarantees of a new customer.
//
// The zero Phase means that the facts do not tell.
type Phase uint8

const (
	// BeforeStart: no period has begun, tried, paid or asked for.
	BeforeStart Phase = iota + 1

	// Trial: inside the trial period, and in no paid one.
	Trial

	// Initial: inside a period paid by a first charge, or granted on one.
	Initial

	// Renewal: inside a period paid by a renewal charge, or granted on one.
	Renewal

	// Due: the covered time is over, renewal was not stopped, and no newer
	// charge is there yet.
	Due

	// Ended: the subscription was ended, or ran out after renewal was stopped.
	Ended
)

var phaseWords = words{BeforeStart: "before_start", Trial: "trial", Initial: "initial", Renewal: "renewal", Due: "due", Ended: "ended"}

// String returns the word that documents and snapshots use: "trial".
func (p Phase) String() string { return phaseWords.name("Phase", uint8(p)) }

// MarshalText encodes p as String does. It refuses an unknown value.
func (p Phase) MarshalText() ([]byte, error) { return phaseWords.marshal("Phase", uint8(p)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (p *Phase) UnmarshalText(text []byte) error {
	v, err := phaseWords.unmarshal("phase", text)
	*p = Phase(v)
	return err
}

// phases is a set of phases: those a rule names, or those a subscription may
// be in when the facts leave more than one open.
type phases uint8

func setOf(p Phase) phases { return 1 << p }

// only returns the single phase of the set, or the zero Phase when the set
// holds more than one.
func (set phases) only() Phase {
	if bits.OnesCount8(uint8(set)) != 1 {
		return 0
	}
	return Phase(bits.TrailingZeros8(uint8(set)))
}

// truth is the answer to a condition. Unknown is a third value and not a kind
// of false: it never yields money and never takes a right away.
type truth uint8

const (
	no truth = iota
	unknown
	yes
)

package policy

// An Action is something a subscriber may ask for. "Cancel" is not one of
// them: what ends when, and for what money, differs between the four, and
// mixing them up is the commonest fault of billing systems.
//
// The zero Action is none of them.
type Action uint8

const (
	// StopRenewal lets the paid or trial period run out and takes away the
	// renewal, or the conversion of the trial, after it. Normally no money.
	StopRenewal Action = iota + 1

	// TerminateNow gives notice now. The subscription ends at once, or at the
	// end that the policy sets (see [Verdict].Ends).
	TerminateNow

	// Withdraw uses a statutory right that undoes the contract.
	Withdraw

	// ResumeRenewal takes StopRenewal back while that is possible.
	ResumeRenewal
)

var actionWords = words{StopRenewal: "stop_renewal", TerminateNow: "terminate_now", Withdraw: "withdraw", ResumeRenewal: "resume_renewal"}

// String returns "stop_renewal", "terminate_now", "withdraw" or
// "resume_renewal".
func (a Action) String() string { return actionWords.name("Action", uint8(a)) }

// MarshalText encodes a as String does. It refuses an unknown value.
func (a Action) MarshalText() ([]byte, error) { return actionWords.marshal("Action", uint8(a)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (a *Action) UnmarshalText(text []byte) error {
	v, err := actionWords.unmarshal("action", text)
	*a = Action(v)
	return err
}

package policy

// A Handler is who carries something out, or who must be asked. The zero
// Handler is nobody: there is nothing to carry out.
type Handler uint8

const (
	Automatic Handler = iota + 1 // by itself, or at the press of a button
	Support                      // the vendor's customer service
	Biller                       // whoever took the money: an app store, a carrier
	Bank                         // the payer's bank
	InPerson                     // at a counter
	Letter                       // by post
)

var handlerWords = words{Automatic: "automatic", Support: "support", Biller: "biller", Bank: "bank", InPerson: "in_person", Letter: "letter"}

// String returns "automatic", "support", "biller", "bank", "in_person" or
// "letter", and "" for the zero Handler.
func (h Handler) String() string { return handlerWords.name("Handler", uint8(h)) }

// MarshalText encodes h as String does. It refuses an unknown value.
func (h Handler) MarshalText() ([]byte, error) { return handlerWords.marshal("Handler", uint8(h)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (h *Handler) UnmarshalText(text []byte) error {
	v, err := handlerWords.unmarshal("handler", text)
	*h = Handler(v)
	return err
}

// Handling tells who carries out an action, and who its money. The two differ:
// a membership may end at the press of a button while its refund is a matter
// for support.
type Handling struct {
	Action Handler `json:"action,omitzero"`
	Money  Handler `json:"money,omitzero"`
}

package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"

	"github.com/rescind-go/rescind/money"
)

// A Part is one movement of money that carries out a refund: what a service
// sends to its gateway. The parts of a verdict add up to its refund.
type Part struct {
	// Charge and Payment are the ids of what is given back.
	Charge  string `json:"charge"`
	Payment string `json:"payment"`

	// Operation is what to do, and Amount with how much.
	Operation Operation    `json:"operation"`
	Amount    money.Amount `json:"amount"`

	// Blocked tells why the part cannot be carried out now. Zero: it can.
	Blocked Code `json:"blocked,omitzero"`

	// Subscription and Returned are what Key is made of beside the fields
	// above. Returned is how much of the payment had been given back, or was
	// on its way, when this was decided.
	Subscription string       `json:"subscription"`
	Returned     money.Amount `json:"returned"`
}

// Key returns the part's idempotency key: 32 hex digits that depend on the
// subscription, the charge, the payment, the operation and what had been
// returned before, and not on the instant or the amount. Give it to the
// gateway. A retry meets the same key and pays once, even if the amount has
// changed since; a later refund of the rest has another. A gateway that answers
// a retry after a failure with the old failure needs a key of its own for each
// try: add a count to this one, once the failure is on record.
func (p Part) Key() string {
	h := sha256.New()
	for _, field := range []string{
		p.Subscription, p.Charge, p.Payment, p.Operation.String(), p.Returned.String(),
	} {
		// The length keeps "a"+"bc" and "ab"+"c" apart.
		h.Write([]byte(strconv.Itoa(len(field)) + ":" + field))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// MarshalJSON writes the fields and, as "key", what Key returns: whoever reads
// the JSON need not know how it is made.
func (p Part) MarshalJSON() ([]byte, error) {
	type fields Part // without this method
	return json.Marshal(struct {
		fields
		Key string `json:"key"`
	}{fields(p), p.Key()})
}

// An Operation is what is done with a payment. The zero Operation is nothing.
type Operation uint8

const (
	OpRefund      Operation = iota + 1 // send captured money back
	OpCancelDebit                      // call off a debit while it is not settled, or wait until it is
)

var operationWords = words{OpRefund: "refund", OpCancelDebit: "cancel_debit"}

// String returns "refund" or "cancel_debit".
func (o Operation) String() string { return operationWords.name("Operation", uint8(o)) }

// MarshalText encodes o as String does. It refuses an unknown value.
func (o Operation) MarshalText() ([]byte, error) {
	return operationWords.marshal("Operation", uint8(o))
}

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (o *Operation) UnmarshalText(text []byte) error {
	v, err := operationWords.unmarshal("operation", text)
	*o = Operation(v)
	return err
}

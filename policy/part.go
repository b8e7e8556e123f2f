package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
)

// A Part is one movement that carries out a verdict: what a service sends to
// its gateway or books. The refunds and cancelled debits of a verdict add up to
// its Refund, the credits and reductions to its Credit. Voiding an
// authorization gives nothing back and is in neither.
type Part struct {
	// Charge and Payment are the ids of what is given back. A charge that is
	// itself not paid is reduced without a payment.
	Charge  string `json:"charge"`
	Payment string `json:"payment,omitzero"`

	// Method is the payment's.
	Method string `json:"method,omitzero"`

	// Against is the charge that asks less because the payment is set off
	// against it ([AsOffset]). Book it as a [Credit] of the payment too, or it
	// counts as left. Empty: nothing is set off.
	Against string `json:"against,omitzero"`

	// Operation is what to do, and Amount with how much.
	Operation Operation    `json:"operation"`
	Amount    money.Amount `json:"amount"`

	// Blocked tells why the part cannot be carried out now, and Needs what
	// would change that. Zero: it can.
	Blocked Code   `json:"blocked,omitzero"`
	Needs   Remedy `json:"needs,omitzero"`

	// Expect is when the money of this part should be there. Zero: there is
	// no estimate.
	Expect calendar.Range `json:"expect,omitzero"`

	// Subscription and Returned are what Key is made of beside the fields
	// above. Returned is how much of the payment comes before this part: what
	// had been given back, or was on its way, when this was decided, and for a
	// blocked part what can be paid now too. Of a reduction it is what is
	// still asked before it.
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
	fields := []string{p.Subscription, p.Charge, p.Payment, p.Operation.String(), p.Returned.String()}
	if p.Against != "" {
		fields = append(fields, p.Against)
	}
	for _, field := range fields {
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

// UnmarshalJSON reads the fields. It passes over the key, which follows from
// them, and over fields that it does not know.
func (p *Part) UnmarshalJSON(b []byte) error {
	type fields Part // without this method
	return json.Unmarshal(b, (*fields)(p))
}

// An Operation is what is done. The zero Operation is nothing.
type Operation uint8

const (
	OpRefund      Operation = iota + 1 // send captured money back
	OpCancelDebit                      // call off a debit while it is not settled, or wait until it is
	OpVoid                             // let go of what is authorized and not captured
	OpCredit                           // give stored value back, or a credit instead of money
	OpReduce                           // ask less for a charge that is not paid
)

var operationWords = words{
	OpRefund: "refund", OpCancelDebit: "cancel_debit", OpVoid: "void", OpCredit: "credit", OpReduce: "reduce",
}

// String returns "refund", "cancel_debit", "void", "credit" or "reduce".
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

// A Remedy is what would let a blocked part be carried out. The zero Remedy is
// none.
type Remedy uint8

const (
	NeedsSettlement  Remedy = iota + 1 // the debit settles, or is called off
	NeedsOutcome                       // the dispute is decided
	NeedsOtherMethod                   // the customer names another way to be paid
)

var remedyWords = words{NeedsSettlement: "settlement", NeedsOutcome: "outcome", NeedsOtherMethod: "other_method"}

// String returns "settlement", "outcome" or "other_method".
func (r Remedy) String() string { return remedyWords.name("Remedy", uint8(r)) }

// MarshalText encodes r as String does. It refuses an unknown value.
func (r Remedy) MarshalText() ([]byte, error) { return remedyWords.marshal("Remedy", uint8(r)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (r *Remedy) UnmarshalText(text []byte) error {
	v, err := remedyWords.unmarshal("remedy", text)
	*r = Remedy(v)
	return err
}

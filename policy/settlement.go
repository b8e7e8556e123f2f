package policy

// A Settlement is the way money comes back. The zero Settlement gives it back
// as it was paid, to each payment in proportion to what is left of it.
//
// The sum is split over the charges of the base first, then over the payments
// of each, and no payment gets more than what is left of it. A payment in
// stored value goes back as stored value, in [Verdict].Credit, and promotional
// value was never paid and does not come back.
type Settlement struct {
	// As is what it comes back as.
	As Form `json:"as,omitzero"`

	// Order is which charges and payments it comes out of first, where the
	// sum is less than what is left.
	Order Order `json:"order,omitzero"`

	// First names a class of payments that gives before the others of the
	// same charge, [ClassMoney] or [ClassStoredValue]. Zero: none does.
	First Class `json:"first,omitzero"`
}

// A Form is what money comes back as. The zero Form is the original one.
//
// What is set off is a credit: [Part].Against names the charge that asks less.
type Form uint8

const (
	AsPaid   Form = iota // money as money, to the method it was paid with
	AsCredit             // a credit: never called a refund
	AsOffset             // set off against what other charges still ask, the oldest first; the rest as paid
	AsChosen             // as paid, or as a credit if the customer wishes
)

var formWords = words{"as_paid", "credit", "offset", "chosen"}

// String returns "as_paid", "credit", "offset" or "chosen".
func (f Form) String() string { return formWords.name("Form", uint8(f)) }

// MarshalText encodes f as String does. It refuses an unknown value.
func (f Form) MarshalText() ([]byte, error) { return formWords.marshal("Form", uint8(f)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (f *Form) UnmarshalText(text []byte) error {
	v, err := formWords.unmarshal("form of settlement", text)
	*f = Form(v)
	return err
}

// An Order is which charges and payments a sum comes out of. The zero Order is
// in proportion.
type Order uint8

const (
	InProportion Order = iota // each in proportion, by largest remainder, ties by id
	NewestFirst               // the latest first, ties by id
	OldestFirst               // the earliest first, ties by id
)

var orderWords = words{"in_proportion", "newest_first", "oldest_first"}

// String returns "in_proportion", "newest_first" or "oldest_first".
func (o Order) String() string { return orderWords.name("Order", uint8(o)) }

// MarshalText encodes o as String does. It refuses an unknown value.
func (o Order) MarshalText() ([]byte, error) { return orderWords.marshal("Order", uint8(o)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (o *Order) UnmarshalText(text []byte) error {
	v, err := orderWords.unmarshal("order of settlement", text)
	*o = Order(v)
	return err
}

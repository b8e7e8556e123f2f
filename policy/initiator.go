package policy

// An Initiator is on whose part a request is made. The same dates can mean
// opposite money when it is the vendor who ends a subscription. The zero
// Initiator is the customer.
type Initiator uint8

const (
	ByCustomer       Initiator = iota // the subscriber asks
	ByVendor                          // the vendor ends it at will
	ByVendorForCause                  // the vendor ends it for misuse or breach
	ByEvent                           // something happened: a death, a move, a price change
)

var initiatorWords = words{"customer", "vendor", "vendor_for_cause", "event"}

// String returns "customer", "vendor", "vendor_for_cause" or "event".
func (i Initiator) String() string { return initiatorWords.name("Initiator", uint8(i)) }

// MarshalText encodes i as String does. It refuses an unknown value.
func (i Initiator) MarshalText() ([]byte, error) {
	return initiatorWords.marshal("Initiator", uint8(i))
}

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (i *Initiator) UnmarshalText(text []byte) error {
	v, err := initiatorWords.unmarshal("initiator", text)
	*i = Initiator(v)
	return err
}

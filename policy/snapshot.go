package policy

import (
	"slices"
	"time"

	"github.com/rescind-go/rescind/money"
)

// A Snapshot is what is known of a subscription: facts, in no required order,
// as the host's records have them. Nothing in it is derived. The phase, the
// latest charge and what is left to refund are worked out from it.
//
// It is of one item: a subscription of seats, or of several things that end
// apart, is a snapshot for each.
//
// Facts may be later than the instant decided: a replay of last year's
// decision uses [Snapshot.AsOf] to leave them out. Rights are tested with what
// had happened when the request was sent; the limits on money use everything
// known, so that what was refunded since is not refunded again.
//
// Instants lie in the years 1900 to 2199, and a snapshot holds at most 10000
// charges with 100 payments and 50 components each, 50000
// payments and 20000 components in all, 100000 events, 100 pauses and 1000 of
// anything else. Beyond that, or with an id missing, it is not a snapshot, and
// deciding on it is an error. Anything less is a doubtful fact: it makes the
// money it touches undecided, it is reported there, and it never takes the way
// out away.
type Snapshot struct {
	// ID is the subscription's id in the host's records. Required: the keys
	// of refunds are made from it.
	ID string `json:"id"`

	// Revision is the host's own mark of the state of its records. It is
	// echoed in the decision.
	Revision string `json:"revision,omitzero"`

	Market  string `json:"market,omitzero"`  // ISO 3166 code of the subscriber's market
	Plan    string `json:"plan,omitzero"`    // the host's name for the plan
	Channel string `json:"channel,omitzero"` // where it was bought: "direct", "app_store"

	// Contract is when the contract was concluded. Zero: not known.
	Contract time.Time `json:"contract,omitzero"`

	// Trial is the trial period. Zero: there was none.
	Trial Period `json:"trial,omitzero"`

	// Commitment is the time to which the subscriber is bound: a minimum
	// term, or a year that is paid by the month. Zero: there is none.
	Commitment Period `json:"commitment,omitzero"`

	// Instalments are what falls due under the commitment. Those of the past
	// may be listed; they are billed, and their charges say how.
	Instalments []Instalment `json:"instalments,omitzero"`

	// Pauses are the times in which the subscription was paused. One that
	// starts after the request is left aside, and one without an end lasts
	// until the instant decided. Two that overlap are a doubtful fact.
	Pauses []Period `json:"pauses,omitzero"`

	// Charges are all charges of the subscription. The list is taken as
	// complete.
	Charges []Charge `json:"charges,omitzero"`

	// Quotes are figures that only the host can tell: the value of benefits
	// used, the price of a day pass, a refund worked out elsewhere.
	Quotes []Quote `json:"quotes,omitzero"`

	// Events are what is known to have happened: uses, consents, notices.
	Events []Event `json:"events,omitzero"`

	// Complete lists the kinds of event that Events holds all of, with the
	// kinds below them: "use" covers "use.video". Of other kinds, silence is
	// unknown.
	Complete []string `json:"complete,omitzero"`

	// StoppedAt is when renewal was stopped. Zero: it was not, or was
	// resumed since.
	StoppedAt time.Time `json:"stopped_at,omitzero"`

	// EndedAt is when the subscription ended, or will end because notice
	// was given. Zero: it has not.
	EndedAt time.Time `json:"ended_at,omitzero"`

	// Request is what the subscriber asked for, and when.
	Request Request `json:"request,omitzero"`
}

// A Period is the half-open time [Start, End).
type Period struct {
	Start time.Time `json:"start,omitzero"`
	End   time.Time `json:"end,omitzero"`
}

// empty reports whether the period holds no instant, or has an end missing.
func (p *Period) empty() bool {
	start, end := instantOf(p.Start), instantOf(p.End)
	return start == unset || start >= end // unset comes before all others
}

// A Charge is money asked for a period of the subscription.
type Charge struct {
	// ID is unique in the subscription. Required. Two charges with one id
	// are a doubtful fact.
	ID string `json:"id"`

	// At is when the charge was taken. Required.
	At time.Time `json:"at"`

	// Covers is the period it pays for. It may begin after At.
	Covers Period `json:"covers"`

	// Phase is [Initial] for a first charge and [Renewal] for a renewal.
	// Zero: the records do not tell.
	Phase Phase `json:"phase,omitzero"`

	// Supersedes is the id of the charge that this one adds to or replaces:
	// the upgrade in the middle of a term names what was upgraded. Empty:
	// none.
	Supersedes string `json:"supersedes,omitzero"`

	// Amount is what was asked. Zero: the sum of the components or, without
	// any, what was captured, and then nothing is open.
	Amount money.Amount `json:"amount,omitzero"`

	// Discount is what was taken off the list price before Amount. It is
	// information: no refund gives it out, and none takes it back unless the
	// document says so.
	Discount money.Amount `json:"discount,omitzero"`

	// Components are what Amount is made of: they add up to it.
	Components []Component `json:"components,omitzero"`

	// GraceUntil is until when a charge that is not paid grants the time it
	// covers. Zero: until the end of it.
	GraceUntil time.Time `json:"grace_until,omitzero"`

	// Payments are how it was paid. None: it is not paid.
	Payments []Payment `json:"payments,omitzero"`
}

// A Component is a part of what a charge asks.
type Component struct {
	// Name is unique in the charge: "net", "tax", "fee", "shipping".
	// Required.
	Name string `json:"name"`

	// Amount is not negative. Required.
	Amount money.Amount `json:"amount"`

	// Of is the name of the component that this one is a tax on, which is
	// itself a tax on none. It comes back in proportion with it, and is kept
	// with it.
	Of string `json:"of,omitzero"`

	// Kept says that it does not come back: a joining fee, shipping.
	Kept bool `json:"kept,omitzero"`
}

// An Instalment is an amount that falls due under a commitment.
type Instalment struct {
	ID     string       `json:"id"`     // required
	At     time.Time    `json:"at"`     // when it falls due; required
	Amount money.Amount `json:"amount"` // required
}

// A Quote is a figure of the host's, by the name that a document asks for.
type Quote struct {
	Name   string       `json:"name"`   // "benefits_used"; required, and unique
	Amount money.Amount `json:"amount"` // required
}

// A Payment is one movement of money that pays a charge, or was meant to.
type Payment struct {
	// ID is the payment's id at the gateway. Required.
	ID string `json:"id"`

	// Method is how it was paid: "card", "sepa_debit".
	Method string `json:"method,omitzero"`

	// State is where the payment stands. The zero state is a doubtful fact.
	State PaymentState `json:"state"`

	// Class is what it was paid in. The zero Class is money.
	Class Class `json:"class,omitzero"`

	// At is when it was paid, by which payments are ordered where a
	// settlement asks for it. Zero: when the charge was taken.
	At time.Time `json:"at,omitzero"`

	// Captured is what was taken, or is being taken while the payment is
	// pending, or is set aside while it is authorized. It is the ceiling of
	// every refund: not a list price, and not what was asked for.
	Captured money.Amount `json:"captured,omitzero"`

	// RefundableUntil is when the method stops taking refunds. Zero: it has
	// no such limit.
	RefundableUntil time.Time `json:"refundable_until,omitzero"`

	// Refunds and Credits are what was already given back, and Disputes what
	// the payer's bank was asked to take back.
	Refunds  []Refund  `json:"refunds,omitzero"`
	Credits  []Credit  `json:"credits,omitzero"`
	Disputes []Dispute `json:"disputes,omitzero"`
}

// A PaymentState is where a payment stands. The zero PaymentState is not
// known, and nothing is refunded on it.
type PaymentState uint8

const (
	PaymentCaptured   PaymentState = iota + 1 // the money was taken
	PaymentPending                            // the money is on its way: a debit not yet settled
	PaymentAuthorized                         // set aside, nothing taken
	PaymentFailed                             // not taken
	PaymentVoided                             // called off before anything was taken
)

var paymentWords = words{PaymentCaptured: "captured", PaymentPending: "pending", PaymentAuthorized: "authorized", PaymentFailed: "failed", PaymentVoided: "voided"}

// String returns "captured", "pending", "authorized", "failed" or "voided".
func (p PaymentState) String() string { return paymentWords.name("PaymentState", uint8(p)) }

// MarshalText encodes p as String does. It refuses an unknown value.
func (p PaymentState) MarshalText() ([]byte, error) {
	return paymentWords.marshal("PaymentState", uint8(p))
}

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (p *PaymentState) UnmarshalText(text []byte) error {
	v, err := paymentWords.unmarshal("payment state", text)
	*p = PaymentState(v)
	return err
}

// A Class is what a payment was made in. The zero Class is money.
type Class uint8

const (
	ClassMoney       Class = iota + 1 // money: a card, a debit, a transfer
	ClassStoredValue                  // value that was paid for before: a gift card, a balance
	ClassPromotional                  // value that was given away: it is never refunded
)

var classWords = words{ClassMoney: "money", ClassStoredValue: "stored_value", ClassPromotional: "promotional"}

// String returns "money", "stored_value" or "promotional", and "" for the zero
// Class.
func (c Class) String() string { return classWords.name("Class", uint8(c)) }

// MarshalText encodes c as String does. It refuses an unknown value.
func (c Class) MarshalText() ([]byte, error) { return classWords.marshal("Class", uint8(c)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (c *Class) UnmarshalText(text []byte) error {
	v, err := classWords.unmarshal("class of payment", text)
	*c = Class(v)
	return err
}

// A Refund is money given back earlier. One that is pending counts as given
// back; only a failed one does not.
type Refund struct {
	ID     string       `json:"id,omitzero"`
	At     time.Time    `json:"at,omitzero"`
	State  RefundState  `json:"state,omitzero"`
	Amount money.Amount `json:"amount,omitzero"`

	// Goodwill says that it was a gift and not part of what was owed. It
	// lowers what is left, and nothing else.
	Goodwill bool `json:"goodwill,omitzero"`
}

// A RefundState is where an earlier refund stands. The zero RefundState is
// succeeded.
type RefundState uint8

const (
	RefundSucceeded RefundState = iota // the payer has the money
	RefundPending                      // on its way: counts as given back
	RefundFailed                       // it came back: does not count
)

var refundWords = words{"succeeded", "pending", "failed"}

// String returns "succeeded", "pending" or "failed".
func (r RefundState) String() string { return refundWords.name("RefundState", uint8(r)) }

// MarshalText encodes r as String does. It refuses an unknown value.
func (r RefundState) MarshalText() ([]byte, error) {
	return refundWords.marshal("RefundState", uint8(r))
}

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (r *RefundState) UnmarshalText(text []byte) error {
	v, err := refundWords.unmarshal("refund state", text)
	*r = RefundState(v)
	return err
}

// A Credit is what was given instead of money: an account balance, a voucher.
// It lessens what a payment can still give back.
type Credit struct {
	ID     string       `json:"id,omitzero"`
	At     time.Time    `json:"at,omitzero"`
	Amount money.Amount `json:"amount,omitzero"`
}

// A Dispute is a payer's claim against a payment at their bank.
type Dispute struct {
	ID     string       `json:"id,omitzero"`
	At     time.Time    `json:"at,omitzero"`
	State  DisputeState `json:"state,omitzero"`
	Amount money.Amount `json:"amount,omitzero"`
}

// A DisputeState is where a dispute stands, seen from the vendor. The zero
// DisputeState is open: the money may yet go either way.
type DisputeState uint8

const (
	DisputeOpen DisputeState = iota // undecided: the amount is blocked
	DisputeWon                      // the vendor keeps the money
	DisputeLost                     // the payer has the money back
)

var disputeWords = words{"open", "won", "lost"}

// String returns "open", "won" or "lost".
func (d DisputeState) String() string { return disputeWords.name("DisputeState", uint8(d)) }

// MarshalText encodes d as String does. It refuses an unknown value.
func (d DisputeState) MarshalText() ([]byte, error) {
	return disputeWords.marshal("DisputeState", uint8(d))
}

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (d *DisputeState) UnmarshalText(text []byte) error {
	v, err := disputeWords.unmarshal("dispute state", text)
	*d = DisputeState(v)
	return err
}

// An Event is something that happened at an instant.
type Event struct {
	// Kind is a dotted name from the general to the special, in lower case:
	// "use.video". Required.
	Kind string `json:"kind"`

	// At is when it happened. Required.
	At time.Time `json:"at"`
}

// A Request is what starts a decision. The zero Request is the customer's, at
// the instant decided: a page that shows what could be done now.
type Request struct {
	// At is when the request was sent. Rights are tested at this instant,
	// and payouts count from it. Zero: the instant decided. When it is later
	// than the instant decided, the clocks of two machines disagree, the
	// instant decided is used, and that is reported.
	At time.Time `json:"at,omitzero"`

	// Received is when the vendor was informed. It starts the legal
	// deadline of a refund, where there is one. Zero: when it was sent.
	Received time.Time `json:"received,omitzero"`

	// By is on whose part it is made.
	By Initiator `json:"by,omitzero"`

	// Cause names the event when By is [ByEvent]: "death", "move". The point
	// "event" is the latest event of this kind.
	Cause string `json:"cause,omitzero"`
}

// AsOf returns the snapshot as it stood at t: without the charges, events,
// refunds, credits, disputes, stop, end and request that are later.
// Payments, refunds and disputes keep their present state, because when it
// changed is not recorded; pauses and instalments stay, because they are
// planned; and so does what has no date. The receiver is not
// changed, and the two share no slice that was cut.
func (s Snapshot) AsOf(t time.Time) Snapshot {
	later := func(at time.Time) bool { return at.After(t) }
	s.Events = slices.DeleteFunc(slices.Clone(s.Events), func(e Event) bool { return later(e.At) })
	s.Charges = slices.DeleteFunc(slices.Clone(s.Charges), func(c Charge) bool { return later(c.At) })
	for i := range s.Charges {
		payments := slices.Clone(s.Charges[i].Payments)
		for j := range payments {
			p := &payments[j]
			p.Refunds = slices.DeleteFunc(slices.Clone(p.Refunds), func(r Refund) bool { return later(r.At) })
			p.Credits = slices.DeleteFunc(slices.Clone(p.Credits), func(c Credit) bool { return later(c.At) })
			p.Disputes = slices.DeleteFunc(slices.Clone(p.Disputes), func(d Dispute) bool { return later(d.At) })
		}
		s.Charges[i].Payments = payments
	}
	if later(s.StoppedAt) {
		s.StoppedAt = time.Time{}
	}
	if later(s.EndedAt) {
		s.EndedAt = time.Time{}
	}
	if later(s.Request.At) {
		s.Request = Request{}
	}
	return s
}

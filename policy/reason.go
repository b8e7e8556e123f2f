package policy

import (
	"fmt"
	"strings"
	"time"

	"github.com/rescind-go/rescind/money"
)

// A Reason says why, as a code and its parameters. Which parameters a code
// carries stands with the code. Codes are a public contract: pin them, map
// them to your own words. The text of String is for people and may improve.
type Reason struct {
	Code Code `json:"code"`

	// Rule is the id of the rule that the reason is about.
	Rule string `json:"rule,omitzero"`

	// Subject is what the reason is about: a kind of event, an anchor, a
	// phase, the id of a charge or a payment, a calendar.
	Subject string `json:"subject,omitzero"`

	// At, Amount and Count are the instant, the sum and the number named,
	// and Of what Count is counted out of.
	At     time.Time    `json:"at,omitzero"`
	Amount money.Amount `json:"amount,omitzero"`
	Count  int          `json:"count,omitzero"`
	Of     int          `json:"of,omitzero"`
}

// because adds a reason to a verdict and returns it, for what else it carries.
// It is written where it will stand: reasons are what a decision mostly writes.
// Copied in line wherever it is called, it costs more than the calls do.
//
//go:noinline
func (v *Verdict) because(code Code, rule, subject string) *Reason {
	n := len(v.Reasons)
	if n < cap(v.Reasons) {
		v.Reasons = v.Reasons[:n+1]
	} else {
		v.Reasons = append(v.Reasons, Reason{})
	}
	r := &v.Reasons[n]
	*r = Reason{Code: code, Rule: rule, Subject: subject}
	return r
}

// told reports whether a verdict has a reason already.
func (v *Verdict) told(code Code, rule, subject string) bool {
	for i := range v.Reasons {
		if r := &v.Reasons[i]; r.Code == code && r.Rule == rule && r.Subject == subject {
			return true
		}
	}
	return false
}

// A Code names a kind of reason. The list only grows: a code is never
// reassigned and never taken away. The zero Code is none.
type Code uint8

// The codes, with the parameters that each carries.
const (
	// RuleApplies: the conditions of Rule hold, and it decides.
	RuleApplies Code = 1
	// RuleRefuses: the conditions of Rule hold, and it refuses the action.
	// At: until when, if the rule's window has an end.
	RuleRefuses Code = 2
	// NoRule: no rule of the policy offers the action. Subject: the phase.
	NoRule Code = 3
	// NoStatute: no statute is part of the policy, so there is no right to
	// withdraw.
	NoStatute Code = 4
	// ExitByDefault: no rule settles it, and the renewal of a live
	// subscription can always be stopped.
	ExitByDefault Code = 5
	// AlreadyStopped: renewal was stopped before. At: when.
	AlreadyStopped Code = 6
	// NotStopped: there is nothing to resume.
	NotStopped Code = 7
	// HasEnded: the subscription is over. At: since when.
	HasEnded Code = 8
	// EndIsSet: notice was given, and no renewal follows. At: when it ends.
	EndIsSet Code = 9

	// OutcomeOf: the verdict is that of the policy Subject, which is part of an
	// overlay, by Rule.
	OutcomeOf Code = 10
	// OutcomeBeside: by the policy Subject and its Rule, the refund would be
	// Amount. No Amount: none, or none that is certain.
	OutcomeBeside Code = 11

	// EventsCounted: Count events of kind Subject are known since At, and
	// the test of Rule holds.
	EventsCounted Code = 20
	// EventsUnknown: the records do not tell whether an event of kind
	// Subject happened since At. Rule may or may not apply.
	EventsUnknown Code = 21
	// AnchorUnknown: the records do not tell the instant Subject. Rule may
	// or may not apply or, if it does, its dates are not known.
	AnchorUnknown Code = 22
	// PhaseUnknown: the records do not tell the phase. Rule may or may not
	// apply.
	PhaseUnknown Code = 23
	// BeyondCalendar: an instant that Rule depends on lies beyond the years
	// of the calendar Subject. Rule may or may not apply.
	BeyondCalendar Code = 24

	// ScopeUnknown: the records do not tell the Subject: "market", "plan",
	// "channel", "payment method", "interval", "cause". Rule may or may not
	// apply.
	ScopeUnknown Code = 25
	// RefundsCounted: of Count charges money went back before, and the test
	// of Rule holds.
	RefundsCounted Code = 26
	// NothingToRefund: Rule offers the action only if money comes back, and
	// none does.
	NothingToRefund Code = 27

	// ChargeRefunded: the refund is of the charge Subject. Amount: what was
	// captured for it.
	ChargeRefunded Code = 40
	// ReturnedBefore: Amount of the charge Subject was given back already.
	ReturnedBefore Code = 41
	// NothingCaptured: no charge was captured, so there is nothing to give
	// back.
	NothingCaptured Code = 42
	// NothingLeft: all of the charge Subject was given back already.
	NothingLeft Code = 43
	// PeriodOver: the period that the charge Subject paid for is over. At:
	// since when.
	PeriodOver Code = 44
	// Ask: the amount is not the policy's to say. Subject: whom to ask.
	Ask Code = 45
	// PaidTwice: all of the latest debit was given back, and the charge
	// Subject pays for the running period too. What of it comes back is not
	// the policy's to say.
	PaidTwice Code = 46
	// TimeCounted: Count units of Of are left of the time of the charge
	// Subject or, if that is empty, of the term.
	TimeCounted Code = 47
	// Calculated: the formula Subject gives Amount, before what follows.
	Calculated Code = 48
	// CutToWhatIsLeft: the formula gives Amount, and less is left.
	CutToWhatIsLeft Code = 49
	// Adjusted: the adjustment Subject changes the sum to Amount.
	Adjusted Code = 50
	// QuoteUsed: the host states Amount for Subject.
	QuoteUsed Code = 51
	// QuoteMissing: the records have no figure, or not one alone, for
	// Subject.
	QuoteMissing Code = 52
	// AmountUnknown: the records do not tell what was asked for the charge
	// Subject.
	AmountUnknown Code = 53
	// CustomerMayChoose: the customer may take a credit instead.
	CustomerMayChoose Code = 54
	// OffsetAgainst: Amount reduces what the charge Subject still asks.
	OffsetAgainst Code = 55
	// IsDue: by the formula Subject, the customer owes Amount.
	IsDue Code = 56

	// PaymentIsPending: the payment Subject is not settled, so Amount cannot
	// be sent back yet.
	PaymentIsPending Code = 60
	// DisputeIsOpen: Amount of the payment Subject is disputed at the bank.
	DisputeIsOpen Code = 61
	// MethodExpired: Amount of the payment Subject cannot go back by the
	// method it was paid with any more.
	MethodExpired Code = 62
	// PayoutUndated: the expected dates lie beyond the years of the calendar
	// Subject or, if that is empty, beyond the years 1900 to 2199.
	PayoutUndated Code = 63

	// DuplicateCharge: two charges have the id Subject.
	DuplicateCharge Code = 80
	// EmptyCover: the charge Subject pays for no time.
	EmptyCover Code = 81
	// MixedCurrencies: the charge Subject, with those of its base, has
	// amounts in two currencies.
	MixedCurrencies Code = 82
	// ChargeAfterEnd: the charge Subject was captured at At, after the end.
	ChargeAfterEnd Code = 83
	// PaymentDoubtful: the payment Subject has no state, or an amount that
	// is missing or negative, or gave back more than it took, or is listed
	// twice.
	PaymentDoubtful Code = 84
	// SumTooLarge: the amounts of the charge Subject are too large to add.
	SumTooLarge Code = 85
	// ChargeAfterStop: the charge Subject was taken at At, after renewal was
	// stopped.
	ChargeAfterStop Code = 86
	// RequestAfterClock: the request is dated At, later than the instant
	// decided.
	RequestAfterClock Code = 87
	// ChargeAfterRequest: the charge Subject was taken at At, after the
	// request was sent and before it was decided. No verdict gives it back.
	ChargeAfterRequest Code = 88
	// TrialDoubtful: the trial has only one end, or ends before it starts.
	TrialDoubtful Code = 89
	// UpgradeDoubtful: the charge Subject supersedes one that is not there,
	// or is later, or is part of a circle.
	UpgradeDoubtful Code = 90
	// ComponentsDoubtful: the components of the charge Subject do not add up
	// to its amount, or have no name of their own, or one is a tax on what is
	// not there or a tax itself; or one of them, the amount or the discount is
	// negative.
	ComponentsDoubtful Code = 91
	// PauseDoubtful: two pauses overlap, or one ends before it starts.
	PauseDoubtful Code = 92
	// InstalmentDoubtful: the instalment Subject is listed twice, or has an
	// amount that is missing, negative or in another currency.
	InstalmentDoubtful Code = 93
	// CommitmentDoubtful: the commitment has only one end, or ends before it
	// starts.
	CommitmentDoubtful Code = 94
)

var codeWords = words{
	RuleApplies: "rule_applies", RuleRefuses: "rule_refuses", NoRule: "no_rule", NoStatute: "no_statute",
	ExitByDefault: "exit_by_default", AlreadyStopped: "already_stopped", NotStopped: "not_stopped",
	HasEnded: "has_ended", EndIsSet: "end_is_set", OutcomeOf: "outcome_of", OutcomeBeside: "outcome_beside",

	EventsCounted: "events_counted", EventsUnknown: "events_unknown", AnchorUnknown: "anchor_unknown",
	PhaseUnknown: "phase_unknown", BeyondCalendar: "beyond_calendar", ScopeUnknown: "scope_unknown",
	RefundsCounted: "refunds_counted", NothingToRefund: "nothing_to_refund",

	ChargeRefunded: "charge_refunded", ReturnedBefore: "returned_before", NothingCaptured: "nothing_captured",
	NothingLeft: "nothing_left", PeriodOver: "period_over", Ask: "ask", PaidTwice: "paid_twice",
	TimeCounted: "time_counted", Calculated: "calculated", CutToWhatIsLeft: "cut_to_what_is_left", Adjusted: "adjusted",
	QuoteUsed: "quote_used", QuoteMissing: "quote_missing", AmountUnknown: "amount_unknown",
	CustomerMayChoose: "customer_may_choose", OffsetAgainst: "offset_against", IsDue: "is_due",

	PaymentIsPending: "payment_is_pending", DisputeIsOpen: "dispute_is_open", MethodExpired: "method_expired",
	PayoutUndated: "payout_undated",

	DuplicateCharge: "duplicate_charge", EmptyCover: "empty_cover", MixedCurrencies: "mixed_currencies",
	ChargeAfterEnd: "charge_after_end", PaymentDoubtful: "payment_doubtful", SumTooLarge: "sum_too_large",
	ChargeAfterStop: "charge_after_stop", RequestAfterClock: "request_after_clock",
	ChargeAfterRequest: "charge_after_request",
	TrialDoubtful:      "trial_doubtful",
	UpgradeDoubtful:    "upgrade_doubtful", ComponentsDoubtful: "components_doubtful",
	PauseDoubtful: "pause_doubtful", InstalmentDoubtful: "instalment_doubtful",
	CommitmentDoubtful: "commitment_doubtful",
}

// String returns the code's word, as JSON has it: "already_stopped".
func (c Code) String() string { return codeWords.name("Code", uint8(c)) }

// MarshalText encodes c as String does. It refuses an unknown value.
func (c Code) MarshalText() ([]byte, error) { return codeWords.marshal("Code", uint8(c)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (c *Code) UnmarshalText(text []byte) error {
	v, err := codeWords.unmarshal("reason code", text)
	*c = Code(v)
	return err
}

// codeText is the English sentence of each code. {rule}, {subject}, {at},
// {amount}, {count}, {of} and {events} stand for the parameters.
var codeText = [...]string{
	RuleApplies:    `Rule "{rule}" applies.`,
	RuleRefuses:    `Rule "{rule}" refuses it.`,
	NoRule:         `The policy has no rule that offers it in the phase "{subject}".`,
	NoStatute:      `No statute applies: the policy gives no right to withdraw.`,
	ExitByDefault:  `Renewal can always be stopped unless a policy says otherwise.`,
	AlreadyStopped: `Renewal was already stopped on {at}.`,
	NotStopped:     `Renewal was not stopped, so there is nothing to resume.`,
	HasEnded:       `The subscription has been over since {at}.`,
	EndIsSet:       `Notice was given: the subscription ends on {at} and does not renew.`,
	OutcomeOf:      `The outcome is that of "{subject}".`,
	OutcomeBeside:  `By "{subject}" the refund would be {amount}.`,

	EventsCounted:  `{events} of "{subject}" on record since {at}.`,
	EventsUnknown:  `It is not known whether "{subject}" happened since {at}: list the events, or declare the kind complete.`,
	AnchorUnknown:  `The records do not tell when "{subject}" was, if it was.`,
	BeyondCalendar: `A date that rule "{rule}" depends on lies beyond the years of calendar "{subject}".`,
	PhaseUnknown:   `The records do not tell which phase the subscription is in.`,
	ScopeUnknown:   `The records do not tell the {subject}, on which rule "{rule}" depends.`,

	RefundsCounted:  `Money of {count} charges was given back before.`,
	NothingToRefund: `Rule "{rule}" offers it only if money comes back, and none does.`,

	ChargeRefunded:  `The refund is of charge "{subject}": {amount} was taken for it.`,
	ReturnedBefore:  `{amount} of charge "{subject}" was given back before.`,
	NothingCaptured: `No money was taken, so none comes back.`,
	NothingLeft:     `All of charge "{subject}" was given back before.`,
	PeriodOver:      `The time that charge "{subject}" paid for has been over since {at}.`,
	Ask:             `The policy leaves the amount open: ask {subject}.`,
	PaidTwice:       `Charge "{subject}" still pays for the running period: the amount needs a person.`,

	TimeCounted:       `{count} of {of} units of the time of "{subject}" are left.`,
	Calculated:        `{amount} follows from: {subject}.`,
	CutToWhatIsLeft:   `The formula gives {amount}, and less than that is left.`,
	Adjusted:          `{amount} after the adjustment: {subject}.`,
	QuoteUsed:         `The figure for "{subject}" is {amount}.`,
	QuoteMissing:      `The records do not have one figure for "{subject}".`,
	AmountUnknown:     `The records do not tell what was asked for charge "{subject}".`,
	CustomerMayChoose: `The customer may take a credit instead.`,
	OffsetAgainst:     `{amount} reduces what charge "{subject}" still asks.`,
	IsDue:             `{amount} is due: {subject}.`,

	PaymentIsPending: `{amount} of payment "{subject}" is still on its way and cannot be sent back yet.`,
	DisputeIsOpen:    `{amount} of payment "{subject}" is disputed at the payer's bank.`,
	MethodExpired:    `{amount} of payment "{subject}" cannot go back by the method it was paid with any more.`,
	PayoutUndated:    `The expected dates lie beyond the years of calendar "{subject}".`,

	DuplicateCharge:    `Two charges have the id "{subject}": the amount needs a person.`,
	EmptyCover:         `Charge "{subject}" pays for no time: the amount needs a person.`,
	MixedCurrencies:    `Charge "{subject}" has amounts in two currencies: the amount needs a person.`,
	ChargeAfterEnd:     `Charge "{subject}" was taken on {at}, after the end: the amount needs a person.`,
	PaymentDoubtful:    `Payment "{subject}" does not add up: the amount needs a person.`,
	SumTooLarge:        `The amounts of charge "{subject}" are too large to add: the amount needs a person.`,
	ChargeAfterStop:    `Charge "{subject}" was taken on {at}, after renewal was stopped.`,
	ChargeAfterRequest: `Charge "{subject}" was taken on {at}, after the request was sent: see that it goes back too.`,
	UpgradeDoubtful:    `Charge "{subject}" supersedes one that is not there, or is later, or leads back to it: the amount needs a person.`,
	ComponentsDoubtful: `The components of charge "{subject}" do not add up: the amount needs a person.`,
	PauseDoubtful:      `The pauses overlap, or one ends before it starts.`,
	CommitmentDoubtful: `The commitment has only one end, or ends before it starts.`,
	InstalmentDoubtful: `Instalment "{subject}" does not add up: the amount needs a person.`,
	TrialDoubtful:      `The trial has only one end, or ends before it starts.`,
	RequestAfterClock:  `The request is dated {at}, after the instant decided, which was used instead.`,
}

// String returns the reason as an English sentence.
func (r Reason) String() string {
	if int(r.Code) >= len(codeText) || codeText[r.Code] == "" {
		return r.Code.String()
	}
	at := "the beginning of the records"
	if !r.At.IsZero() {
		at = r.At.Format("2 January 2006 15:04")
	}
	text, subject := codeText[r.Code], r.Subject
	if r.Code == NoRule && subject == "" {
		text = "The policy has no rule that offers it."
	}
	if r.Code == PayoutUndated && subject == "" {
		text = "The expected dates lie beyond the years 1900 to 2199."
	}
	if r.Code == OutcomeBeside && !r.Amount.IsValid() {
		text = `By "{subject}" no refund is certain.`
	}
	if subject == "" {
		text = strings.NewReplacer(`Charge "{subject}"`, "A charge", `charge "{subject}"`, "a charge",
			`the time of "{subject}"`, "the time of the term").Replace(text)
	}
	if r.Code == Ask {
		subject = strings.ReplaceAll(subject, "_", " ")
	}
	return strings.NewReplacer(
		"{rule}", r.Rule, "{subject}", subject, "{at}", at,
		"{amount}", r.Amount.String(), "{count}", fmt.Sprint(r.Count), "{of}", fmt.Sprint(r.Of), "{events}", events(r.Count),
	).Replace(text)
}

// events counts events in words.
func events(n int) string {
	switch n {
	case 0:
		return "No event"
	case 1:
		return "1 event"
	}
	return fmt.Sprintf("%d events", n)
}

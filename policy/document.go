package policy

import (
	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
)

// A Document is a policy as it is written down: a Go literal and a JSON
// document are two spellings of the same words, and [Parse] of a marshalled
// Document gives it back. [Compile] turns it into a [Policy].
//
// Rules are listed per action, and within a list the first rule whose
// conditions hold decides. Put the special before the general.
//
// A field left at its zero value is absent. There are no pointers, and where
// zero would mean something the field is text ("= 0").
type Document struct {
	// ID and Version name the document, in decisions too:
	// "amazon-prime-fr" and "2020-02". Lower-case letters, digits, dots and
	// dashes. Both are required.
	ID      string `json:"id"`
	Version string `json:"version"`

	// Title says in a line what the policy is about.
	Title string `json:"title,omitzero"`

	// Market is the ISO 3166 code of where the policy applies. It informs
	// readers and listings; no rule depends on it.
	Market string `json:"market,omitzero"`

	// Zone is the IANA zone whose midnights the policy counts by:
	// "Europe/Paris". Required.
	Zone string `json:"zone"`

	// Calendar is the id of the business-day calendar, as
	// [Sources].Calendar knows it: "FR". Required when a rule counts in
	// business days.
	Calendar string `json:"calendar,omitzero"`

	// Rounding is used once per charge where a share of it is computed.
	// Required, so that no policy leaves its last cent to chance.
	Rounding money.Rounding `json:"rounding"`

	// PausesLengthen makes a paused subscription run longer: a charge covers
	// as many more civil days as were paused in the time it covers. Without
	// it a pause moves no date.
	PausesLengthen bool `json:"pauses_lengthen,omitzero"`

	// Effective says whom this version of the policy is for: those whose point
	// On, such as "contract" or "latest_charge", lies on its days or, without
	// On or such a point, requests that are decided on them. Deciding does not
	// look at it: [Policy.InForce] does. The zero Cohort is everybody, always.
	Effective Cohort `json:"effective,omitzero"`

	// Citations are what the rules were taken from.
	Citations []Citation `json:"citations,omitzero"`

	// LeftOut tells, a line each, what the source leaves open or this
	// document does not express.
	LeftOut []string `json:"left_out,omitzero"`

	// The rules for each action. An empty list offers the action to nobody,
	// save StopRenewal: the way out of a live, renewing subscription is open
	// unless a rule with Refuse closes it.
	StopRenewal   []Rule `json:"stop_renewal,omitzero"`
	TerminateNow  []Rule `json:"terminate_now,omitzero"`
	Withdraw      []Rule `json:"withdraw,omitzero"`
	ResumeRenewal []Rule `json:"resume_renewal,omitzero"`
}

var roundingWords = words{money.HalfUp: "half_up", money.HalfEven: "half_even", money.Down: "down", money.Up: "up"}

// rules returns the document's list for an action.
func (d *Document) rules(a Action) []Rule {
	switch a {
	case StopRenewal:
		return d.StopRenewal
	case TerminateNow:
		return d.TerminateNow
	case Withdraw:
		return d.Withdraw
	case ResumeRenewal:
		return d.ResumeRenewal
	}
	return nil
}

// A Citation is where rules come from: a vendor's terms, a statute, an article.
// State the rule in your own words and cite; do not copy.
type Citation struct {
	ID         string     `json:"id"`                  // what Rule.Cites names: "terms"
	Title      string     `json:"title"`               // of the page or the act
	Publisher  string     `json:"publisher,omitzero"`  // who published it
	Section    string     `json:"section,omitzero"`    // where in it
	Date       string     `json:"date,omitzero"`       // its date, as exactly as known: "2020-02"
	URL        string     `json:"url,omitzero"`        // where it can be read
	Confidence Confidence `json:"confidence,omitzero"` // how sure the reading is
	Note       string     `json:"note,omitzero"`
}

// Confidence is how sure the reading of a source is. The zero Confidence says
// nothing.
type Confidence uint8

const (
	ConfidenceRead       Confidence = iota + 1 // the text itself was read
	ConfidenceSecondHand                       // another's account of it was read
	ConfidenceOpen                             // the text is unclear, or sources disagree
)

var confidenceWords = words{ConfidenceRead: "read", ConfidenceSecondHand: "second_hand", ConfidenceOpen: "open"}

// String returns "read", "second_hand" or "open".
func (c Confidence) String() string { return confidenceWords.name("Confidence", uint8(c)) }

// MarshalText encodes c as String does. It refuses an unknown value.
func (c Confidence) MarshalText() ([]byte, error) {
	return confidenceWords.marshal("Confidence", uint8(c))
}

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (c *Confidence) UnmarshalText(text []byte) error {
	v, err := confidenceWords.unmarshal("confidence", text)
	*c = Confidence(v)
	return err
}

// A Rule says what follows when its conditions hold.
type Rule struct {
	// ID names the rule in reasons, unique in its document. Required.
	ID string `json:"id"`

	// Label is the vendor's own word for the action, as on its button:
	// "Ne pas continuer".
	Label string `json:"label,omitzero"`

	// Cites lists the ids of the citations the rule was taken from.
	Cites []string `json:"cites,omitzero"`

	// When holds the conditions; all must hold. The zero When always holds
	// for a customer's request.
	When When `json:"when,omitzero"`

	// Refuse makes the rule a refusal: the action is not offered. Only Access
	// may then be set, too: until when the subscription goes on in any case,
	// as for one whose renewal it is too late to stop.
	Refuse bool `json:"refuse,omitzero"`

	// IfRefund offers the action only if money, or a credit, comes back. If
	// none does, the rule refuses; if that is not known, it is undecided. Only
	// for TerminateNow and Withdraw.
	IfRefund bool `json:"if_refund,omitzero"`

	// Ends is when the subscription ends: "request", "period_end",
	// "request + 30 days". Required for StopRenewal, TerminateNow and
	// Withdraw, unless the rule refuses; it has no meaning for
	// ResumeRenewal.
	Ends Point `json:"ends,omitzero"`

	// Access is until when access lasts; absent, it lasts as long as the
	// subscription.
	Access Point `json:"access,omitzero"`

	// Forfeits lists what is lost by the action, in the words of the host:
	// "credits", "downloads". At most 20.
	Forfeits []string `json:"forfeits,omitzero"`

	// Refund is what comes back. Required for TerminateNow and Withdraw,
	// where forgetting it must not mean "nothing".
	Refund Formula `json:"refund,omitzero"`

	// Settlement is the way it comes back. The zero Settlement gives it back
	// as it was paid, to each payment in proportion.
	Settlement Settlement `json:"settlement,omitzero"`

	// Due is what the customer owes on top, never netted against the refund:
	// a fee, a share of the instalments to come, what is not yet paid.
	// Absent: nothing.
	Due Formula `json:"due,omitzero"`

	// DueOn is when a fee is due; absent, when the request is made.
	// Instalments and open charges have dates of their own.
	DueOn Point `json:"due_on,omitzero"`

	// Handling is who carries out the action, and who the money. An absent
	// handler is [Automatic].
	Handling Handling `json:"handling,omitzero"`

	// Payout is when the money should arrive, and Payouts when it should by
	// the payment methods that differ.
	Payout  Payout         `json:"payout,omitzero"`
	Payouts []MethodPayout `json:"payouts,omitzero"`

	// Deadline is when money that comes back must be on its way at the latest,
	// by the law or the contract: "received + 14 days". It is no estimate, and
	// is kept apart from Payout.
	Deadline Point `json:"deadline,omitzero"`
}

// When holds the conditions of a rule. An absent condition holds always.
type When struct {
	// By lists on whose part the request may be made; absent, the
	// customer's only.
	By []Initiator `json:"by,omitzero"`

	// Causes lists kinds of event that [Request].Cause must be, or be below:
	// "death", "move". Absent, any cause will do, and none.
	Causes []string `json:"causes,omitzero"`

	// Scope says to which subscriptions the rule applies.
	Scope Scope `json:"scope,omitzero"`

	// Phase lists the phases in which the rule applies.
	Phase []Phase `json:"phase,omitzero"`

	// Stopped tells whether renewal must be stopped already, or must not be.
	Stopped Flag `json:"stopped,omitzero"`

	// Window is the time in which the request must be sent.
	Window Window `json:"window,omitzero"`

	// Refunds compares the number of charges of which money went back before
	// the request: "= 0" where a right is given once. Failed refunds and
	// gifts ([Refund].Goodwill) do not count.
	Refunds Count `json:"refunds,omitzero"`

	// Facts are tests on recorded events; all must hold.
	Facts []Fact `json:"facts,omitzero"`
}

// A Flag is a condition that holds or does not. The zero Flag is absent.
type Flag uint8

const (
	Yes Flag = iota + 1
	No
)

var flagWords = words{Yes: "yes", No: "no"}

// String returns "yes" or "no".
func (f Flag) String() string { return flagWords.name("Flag", uint8(f)) }

// MarshalText encodes f as String does. It refuses an unknown value.
func (f Flag) MarshalText() ([]byte, error) { return flagWords.marshal("Flag", uint8(f)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (f *Flag) UnmarshalText(text []byte) error {
	v, err := flagWords.unmarshal("flag", text)
	*f = Flag(v)
	return err
}

// A Window is the half-open time [From, Until). Either end may be absent.
//
// Two rules whose windows are "until X" and "from X" meet without a gap or an
// overlap, because the same [Point] is the same instant in both.
type Window struct {
	From  Point `json:"from,omitzero"`
	Until Point `json:"until,omitzero"`

	// OrUntil ends the window too: whichever comes first. Of a point that the
	// subscription does not have, such as an event that did not happen,
	// nothing comes, and the other end counts alone, whichever that is.
	OrUntil Point `json:"or_until,omitzero"`
}

// A Fact is a test on the events of a kind.
//
// Silence is unknown: when the snapshot neither lists enough events to settle
// the test nor declares the kind complete, the rule is undecided, and it pays
// nothing.
type Fact struct {
	// Event is a kind of event with all kinds below it: "use" is met by
	// "use" and "use.video". Required.
	Event string `json:"event"`

	// Since is the anchor from which events count, its own instant
	// included: "latest_charge". Absent, all recorded events count.
	Since Point `json:"since,omitzero"`

	// Count compares how many there are: "= 0", ">= 1". Required.
	Count Count `json:"count"`
}

// A Payout is an estimate of when money arrives: Min to Max units after a
// point. The zero Payout estimates nothing.
type Payout struct {
	// Min and Max are the earliest and the latest arrival, 0 to 366 units.
	Min int `json:"min,omitzero"`
	Max int `json:"max,omitzero"`

	// Unit is [calendar.BusinessDays] of the document's calendar,
	// [calendar.Days] or [calendar.Hours]. Required, unless there is only Text.
	Unit calendar.Unit `json:"unit,omitzero"`

	// Text is what the source says instead of a number, in our own words:
	// "one or two monthly statements". At most 256 bytes. Unit is then absent:
	// there is no date, and that is what is known.
	Text string `json:"text,omitzero"`

	// From is the point whose day is day zero; absent, the request. Of days
	// that are counted, and of a month, it is the last: day zero of
	// "request + 14 days" is the fourteenth, not the day after its midnight.
	From Point `json:"from,omitzero"`

	// Counting tells what happens to a day zero that is no business day;
	// absent, [calendar.AfterEvent].
	Counting calendar.Counting `json:"counting,omitzero"`
}

// A MethodPayout is the estimate for payments of certain methods.
type MethodPayout struct {
	Methods []string `json:"methods"` // as [Payment].Method spells them: "card"
	Payout  Payout   `json:"payout"`
}

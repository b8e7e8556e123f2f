package policy

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
)

// A Decision is the answer for one snapshot at one instant: a verdict for each
// action. It is a plain value to keep and to write as JSON. One that is filled
// by [Policy.DecideInto] shares its lists with the next; keep a
// [Decision.Clone] of it.
//
// The zero Decision allows nothing, and it is what every error comes with.
type Decision struct {
	// Policy is the document that decided.
	Policy Ref `json:"policy"`

	// Subscription and Revision are the snapshot's.
	Subscription string `json:"subscription"`
	Revision     string `json:"revision,omitzero"`

	// At is the instant decided, in the policy's zone.
	At time.Time `json:"at"`

	// Requested is when the request was sent, if the snapshot tells: the
	// instant at which rights were tested, unless it is later than At.
	Requested time.Time `json:"requested,omitzero"`

	// Phase is where the subscription stood when the request was sent;
	// Stopped, that renewal is stopped; Unpaid, that the running period is
	// not paid.
	Phase   Phase `json:"phase"`
	Stopped bool  `json:"stopped,omitzero"`
	Unpaid  bool  `json:"unpaid,omitzero"`

	// Grace is until when a period that is not paid is granted. Zero: it is
	// paid, or granted to its end.
	Grace time.Time `json:"grace,omitzero"`

	// Running is the period that the subscription is in: the latest that is
	// paid or, outside the trial, the latest that is asked for, or was given
	// back, and granted. Zero: in none.
	Running Period `json:"running,omitzero"`

	// Until is an instant before which nothing in the decision changes, At
	// aside, as long as the facts stay as they are. It is the first at which
	// something may change: see [Policy.DecideExact].
	Until Moment `json:"until"`

	StopRenewal   Verdict `json:"stop_renewal"`
	TerminateNow  Verdict `json:"terminate_now"`
	Withdraw      Verdict `json:"withdraw"`
	ResumeRenewal Verdict `json:"resume_renewal"`

	// Findings are the doubtful or odd facts about the subscription and its
	// latest charge, whether or not they changed a verdict. Those of other
	// charges are among the reasons of a verdict that is about them.
	Findings []Reason `json:"findings,omitempty"`

	room room // what DecideInto works with, for the next time
}

// A Ref names a compiled policy. Digest is the SHA-256, in hex, of the document
// and of the days of the calendar it was compiled with. The zone's rules are not
// part of it.
type Ref struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Digest  string `json:"digest"`
}

// String returns "id@version".
func (r Ref) String() string { return r.ID + "@" + r.Version }

// Clone returns a copy that shares nothing with d.
func (d Decision) Clone() Decision {
	for a := StopRenewal; a <= ResumeRenewal; a++ {
		v := d.verdict(a)
		v.own()
		for v.Alternative != nil {
			other := *v.Alternative
			other.own()
			v.Alternative, v = &other, &other
		}
	}
	d.Findings = slices.Clone(d.Findings)
	d.room = room{}
	return d
}

// own gives a verdict lists of its own.
func (v *Verdict) own() {
	v.Parts, v.Reasons = slices.Clone(v.Parts), slices.Clone(v.Reasons)
	v.Lines, v.Claims = slices.Clone(v.Lines), slices.Clone(v.Claims)
	v.Forfeits = slices.Clone(v.Forfeits)
}

// verdict returns the place of an action's verdict.
func (d *Decision) verdict(a Action) *Verdict {
	switch a {
	case StopRenewal:
		return &d.StopRenewal
	case TerminateNow:
		return &d.TerminateNow
	case Withdraw:
		return &d.Withdraw
	case ResumeRenewal:
		return &d.ResumeRenewal
	}
	return nil
}

// Verdict returns the verdict for an action, the zero Verdict for none of the
// four.
func (d Decision) Verdict(a Action) Verdict {
	if v := d.verdict(a); v != nil {
		return *v
	}
	return Verdict{}
}

// Verdicts returns the four actions with their verdicts, in the order of the
// constants.
func (d Decision) Verdicts() iter.Seq2[Action, Verdict] {
	return func(yield func(Action, Verdict) bool) {
		for a := StopRenewal; a <= ResumeRenewal; a++ {
			if !yield(a, *d.verdict(a)) {
				return
			}
		}
	}
}

// A Verdict says whether an action is allowed, and what follows when it is
// taken. A refusal is a result and not an error: it has reasons.
type Verdict struct {
	// Answer tells whether the action is allowed. The zero Answer is Refused.
	Answer Answer `json:"answer"`

	// Rule is the id of the rule that decided; empty when none decided
	// alone. Label is the vendor's own word for the action; empty when the
	// rules that may apply have different ones.
	Rule  string `json:"rule,omitzero"`
	Label string `json:"label,omitzero"`

	// Ends is when the subscription ends if the action is taken, and Access
	// until when it can be used. Both are instants at which it is over. Of a
	// refusal, Access is until when the subscription goes on in any case, if
	// the rule says so.
	Ends   Moment `json:"ends,omitzero"`
	Access Moment `json:"access,omitzero"`

	// Refund is money back. Credit is value given instead of money: stored
	// value, a balance, less to pay on an open invoice. Due is what the
	// customer owes. None is ever negative, and they are never netted.
	Refund Sum `json:"refund,omitzero"`
	Credit Sum `json:"credit,omitzero"`
	Due    Sum `json:"due,omitzero"`

	// Parts are the movements that carry out Refund and Credit.
	Parts []Part `json:"parts,omitempty"`

	// Lines are Refund and Credit by the components of each charge, where the
	// charges have any: what a credit note lists. They add up to what the
	// parts give back of those charges.
	Lines []Line `json:"lines,omitempty"`

	// Claims are what Due is made of.
	Claims []Claim `json:"claims,omitempty"`

	// Handling tells who carries out the action, and who the money.
	Handling Handling `json:"handling,omitzero"`

	// Deadline is when money that comes back must be on its way at the
	// latest. It is the instant at which the last day is over. Zero: the
	// policy knows of none.
	Deadline Moment `json:"deadline,omitzero"`

	// Forfeits is what is lost by the action, in the host's words.
	Forfeits []string `json:"forfeits,omitempty"`

	// Payout is when the refund should arrive: where its parts differ, from
	// the first to the last of them, without saying how it was counted.
	Payout Arrival `json:"payout,omitzero"`

	// Holds is an instant before which the answer and the sums do not
	// change, as long as the facts stay as they are. Expected dates may move
	// earlier than that, at midnight. Like [Decision].Until it may be earlier
	// than it needs to be.
	Holds Moment `json:"holds"`

	// Reasons tell why, the deciding one first.
	Reasons []Reason `json:"reasons"`

	// Alternative is another outcome of the same action, which the subscriber
	// may prefer, and which may have an alternative in turn: see [Overlay].
	// Nil: there is none.
	Alternative *Verdict `json:"alternative,omitempty"`
}

// Allowed reports whether the answer is [Allowed].
func (v Verdict) Allowed() bool { return v.Answer == Allowed }

// An Answer is whether an action may be taken.
type Answer uint8

const (
	Refused   Answer = iota // it may not
	Undecided               // a fact is missing: ask
	Allowed                 // it may
)

var answerWords = words{"refused", "undecided", "allowed"}

// String returns "refused", "undecided" or "allowed".
func (a Answer) String() string { return answerWords.name("Answer", uint8(a)) }

// MarshalText encodes a as String does. It refuses an unknown value.
func (a Answer) MarshalText() ([]byte, error) { return answerWords.marshal("Answer", uint8(a)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (a *Answer) UnmarshalText(text []byte) error {
	v, err := answerWords.unmarshal("answer", text)
	*a = Answer(v)
	return err
}

// A Sum is an amount of money, or what is known of one.
type Sum struct {
	// State tells which of the amounts below have a meaning.
	State SumState `json:"state,omitzero"`

	// Ask is who decides an undecided sum.
	Ask Handler `json:"ask,omitzero"`

	// Amount is the exact or quoted sum. An exact sum may be 0.00.
	Amount money.Amount `json:"amount,omitzero"`

	// Least and Most bound an undecided sum, both included. The zero Amount
	// is no bound.
	Least money.Amount `json:"least,omitzero"`
	Most  money.Amount `json:"most,omitzero"`

	// Payable is how much of Amount can be paid at once. The rest is
	// blocked, and the parts say why. Of a sum that is due it is all of it,
	// whenever it is due.
	Payable money.Amount `json:"payable,omitzero"`
}

// String returns "none", "49.00 EUR", "undecided, at most 49.00 EUR: ask
// support".
func (s Sum) String() string {
	switch s.State {
	case SumExact, SumQuoted:
		return s.Amount.String()
	case SumUndecided:
		text := "undecided"
		if s.Least.Sign() > 0 {
			text += ", at least " + s.Least.String()
		}
		if s.Most.IsValid() {
			text += ", at most " + s.Most.String()
		}
		if s.Ask != 0 {
			text += ": ask " + strings.ReplaceAll(s.Ask.String(), "_", " ")
		}
		return text
	}
	return s.State.String()
}

// A SumState is what is known of a sum. The zero SumState is none: no money
// is part of the action, which differs from an exact 0.00.
type SumState uint8

const (
	SumNone      SumState = iota
	SumExact              // Amount is what is owed
	SumUndecided          // not known: ask; Least and Most bound it
	SumQuoted             // Amount is the host's figure, neither cut nor divided
)

var sumWords = words{"none", "exact", "undecided", "quoted"}

// String returns "none", "exact", "undecided" or "quoted".
func (s SumState) String() string { return sumWords.name("SumState", uint8(s)) }

// MarshalText encodes s as String does. It refuses an unknown value.
func (s SumState) MarshalText() ([]byte, error) { return sumWords.marshal("SumState", uint8(s)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (s *SumState) UnmarshalText(text []byte) error {
	v, err := sumWords.unmarshal("sum state", text)
	*s = SumState(v)
	return err
}

// A Line is what comes back of a component of a charge.
type Line struct {
	Charge    string       `json:"charge"`
	Component string       `json:"component"`
	Amount    money.Amount `json:"amount"`
}

// A Claim is one thing that the customer owes.
type Claim struct {
	Kind   ClaimKind    `json:"kind"`
	ID     string       `json:"id,omitzero"` // of the instalment or the charge
	Amount money.Amount `json:"amount"`

	// On is when it is due. Like [Verdict].Ends it is the instant at which
	// the time is over: a claim due on a day has the midnight that ends it.
	On Moment `json:"on,omitzero"`
}

// A ClaimKind is what a claim is for. The zero ClaimKind is nothing.
type ClaimKind uint8

const (
	ClaimFee        ClaimKind = iota + 1 // what the policy asks for the action
	ClaimInstalment                      // an instalment that goes on: billing continues
	ClaimOpenCharge                      // what was asked before and is not paid
)

var claimWords = words{ClaimFee: "fee", ClaimInstalment: "instalment", ClaimOpenCharge: "open_charge"}

// String returns "fee", "instalment" or "open_charge".
func (k ClaimKind) String() string { return claimWords.name("ClaimKind", uint8(k)) }

// MarshalText encodes k as String does. It refuses an unknown value.
func (k ClaimKind) MarshalText() ([]byte, error) { return claimWords.marshal("ClaimKind", uint8(k)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (k *ClaimKind) UnmarshalText(text []byte) error {
	v, err := claimWords.unmarshal("kind of claim", text)
	*k = ClaimKind(v)
	return err
}

// An Arrival is when money should be there: an estimate, not a deadline.
type Arrival struct {
	// Expect is the earliest and the latest day. Zero: the policy gives no
	// estimate, or the day lies beyond the calendar's years.
	Expect calendar.Range `json:"expect,omitzero"`

	// Text is what the policy says where it gives no number.
	Text string `json:"text,omitzero"`

	// How Expect was counted: Min to Max units of the calendar. Of hours,
	// Expect has the days on which they are over.
	Min      int               `json:"min,omitzero"`
	Max      int               `json:"max,omitzero"`
	Unit     calendar.Unit     `json:"unit,omitzero"`
	Counting calendar.Counting `json:"counting,omitzero"`
	Calendar string            `json:"calendar,omitzero"`
}

// A Moment is an instant, or one that follows the clock and is therefore named
// and not dated. The zero Moment is none.
type Moment struct {
	Kind MomentKind
	At   time.Time // for Fixed only
}

// A MomentKind tells what a Moment is.
type MomentKind uint8

const (
	NoMoment  MomentKind = iota
	Fixed                // the instant At
	AtRequest            // the instant at which the request is made
	Never                // no instant: it does not happen
)

// Time returns the instant of a Fixed moment, and whether it is one.
func (m Moment) Time() (time.Time, bool) { return m.At, m.Kind == Fixed }

// String returns an instant as RFC 3339, "at the request", "never" or "".
func (m Moment) String() string {
	switch m.Kind {
	case NoMoment:
		return ""
	case Fixed:
		return m.At.Format(time.RFC3339Nano)
	case AtRequest:
		return "at the request"
	case Never:
		return "never"
	}
	return fmt.Sprintf("MomentKind(%d)", m.Kind)
}

// MarshalText returns an instant as RFC 3339, "request", "never" or "". It
// refuses an unknown kind.
func (m Moment) MarshalText() ([]byte, error) {
	switch {
	case m.Kind == AtRequest:
		return []byte("request"), nil
	case m.Kind > Never:
		return nil, fmt.Errorf("policy: MomentKind(%d) has no text", m.Kind)
	case m.Kind == Fixed:
		return m.At.MarshalText()
	}
	return []byte(m.String()), nil
}

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (m *Moment) UnmarshalText(text []byte) error {
	switch string(text) {
	case "":
		*m = Moment{}
	case "request":
		*m = Moment{Kind: AtRequest}
	case "never":
		*m = Moment{Kind: Never}
	default:
		var t time.Time
		if err := t.UnmarshalText(text); err != nil {
			return fmt.Errorf(`unknown moment %s: want an RFC 3339 instant, "request" or "never"`, quote(string(text)))
		}
		*m = Moment{Kind: Fixed, At: t}
	}
	return nil
}

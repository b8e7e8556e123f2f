package policy

import (
	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
)

// An Explanation is a decision with its derivation: which rules were read, in
// which order, and why each applied or not; where each instant comes from; each
// figure as an operation on named inputs, and each date as a count of days. Make
// one with [Policy.Explain], check it with [Replay], and read it with package
// wording, or as JSON.
//
// It holds personal data, as a [Record] does: ids, instants and amounts of the
// snapshot.
type Explanation struct {
	// Format is the form of the explanation, 1.
	Format int `json:"format"`

	// Decision is what [Policy.DecideAt] decides.
	Decision Decision `json:"decision"`

	// Policies has the derivation by the policy or, of an overlay, by each of
	// its policies, the contract first.
	Policies []Derivation `json:"policies"`

	// Rankings tell, of an overlay, which outcome is the best for each action on
	// which a statute has a say.
	Rankings []Ranking `json:"rankings,omitempty"`

	// Digest is the SHA-256, in lower-case hex, of the rest in canonical JSON
	// (RFC 8785). It shows that something was changed, and not by whom: see
	// [Record].
	Digest string `json:"digest"`
}

// Canonical returns the bytes that the digest is of: the JSON of the explanation
// without its digest, in the form of RFC 8785. An error is a [*RecordError]: the
// explanation is not one that can be written.
func (x Explanation) Canonical() ([]byte, error) {
	t, err := treeFor(x)
	if err != nil {
		return nil, &RecordError{Want: err.Error(), Err: err, explanation: true}
	}
	return canonical(t), nil
}

// A Derivation is what one policy makes of the facts, step by step.
type Derivation struct {
	Policy   Ref            `json:"policy"`
	Title    string         `json:"title,omitzero"`    // the document's
	Zone     string         `json:"zone"`              // whose midnights count
	Calendar string         `json:"calendar,omitzero"` // whose business days count
	Rounding money.Rounding `json:"rounding"`          // of every product

	// PausesLengthen is the document's: it decides what months are counted by.
	PausesLengthen bool `json:"pauses_lengthen,omitzero"`

	// Standing is where the subscription stands, and Courses lead from there to
	// a verdict on each action. The steps of all are numbered from 1 on.
	Standing []Inference `json:"standing"`
	Courses  []Course    `json:"courses"`
}

// A Course is how a policy comes to a verdict on an action. The last step is
// [OpVerdict], and names the steps that the verdict is made of.
type Course struct {
	Action Action      `json:"action"`
	Steps  []Inference `json:"steps"`

	// Effect is what the policy says for itself, where that is ranked with what
	// others say. Nil: the decision has it.
	Effect *Effect `json:"effect,omitempty"`

	// Cites are the sources of the rules that decided.
	Cites []Citation `json:"cites,omitempty"`
}

// A Ranking is what the policies of an overlay say on an action.
type Ranking struct {
	Action   Action    `json:"action"`
	Outcomes []Outcome `json:"outcomes"` // in the order of the policies
}

// An Outcome is what became of a policy's verdict.
type Outcome struct {
	Policy string `json:"policy"` // "id@version"
	Rank   Rank   `json:"rank"`
	By     string `json:"by,omitzero"` // the policy that beats it
}

// A Rank is how an outcome stands among others. The zero Rank is none.
type Rank uint8

const (
	Best   Rank = iota + 1 // it is the verdict
	Beside                 // it cannot be ordered with the best, and is an alternative
	Beaten                 // another is better in something and worse in nothing, or is the same and comes first
)

var rankWords = words{Best: "best", Beside: "beside", Beaten: "beaten"}

// String returns "best", "beside" or "beaten".
func (r Rank) String() string { return rankWords.name("Rank", uint8(r)) }

// MarshalText encodes r as String does. It refuses an unknown value.
func (r Rank) MarshalText() ([]byte, error) { return rankWords.marshal("Rank", uint8(r)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (r *Rank) UnmarshalText(text []byte) error {
	v, err := rankWords.unmarshal("rank", text)
	*r = Rank(v)
	return err
}

// An Inference is one step: an operation on inputs, and its result. It uses the
// results of earlier ones, so that a figure can be followed back to the facts. Half
// of 49.00 EUR is, as JSON:
//
//	{
//	  "n": 19, "op": "multiply", "name": "unused", "subject": "invoice-1", "text": "half_up",
//	  "inputs": [
//	    {"name": "of", "step": 17, "subject": "pay-1", "amount": {"amount": "49.00", "currency": "EUR"}},
//	    {"name": "times", "step": 18, "subject": "time", "count": {"n": 183, "of": 366, "unit": "1 day"}}
//	  ],
//	  "amount": {"amount": "24.50", "currency": "EUR"}
//	}
//
// The words of operations, names and inputs are only ever added to. Readers pass over
// those they do not know.
type Inference struct {
	// N is the number of the step among those of its derivation, from 1 on.
	N int `json:"n"`

	// Op is what is done, and Name what the result is: "left", "refund",
	// "window.until". The names that each operation has stand with it.
	Op   Op     `json:"op"`
	Name string `json:"name"`

	// Rule is the id of the rule that the step is about. Subject is the charge,
	// the payment, the event or the figure; Source is where a fact was read,
	// such as "charge", "trial" or "clock".
	Rule    string `json:"rule,omitzero"`
	Subject string `json:"subject,omitzero"`
	Source  string `json:"source,omitzero"`

	// Text is what the document says, in its own words: "latest_charge + 14
	// days", "= 0", "half_up".
	Text string `json:"text,omitzero"`

	// Time is how the document counts time, for [OpUnits].
	Time Share `json:"time,omitzero"`

	Inputs []Input `json:"inputs,omitempty"`

	// Skipped are the days that a count of business days passed over, and why.
	Skipped []calendar.Closing `json:"skipped,omitempty"`

	Value // the result
}

// An Input is something that a step is made of: a value that an earlier step gave
// or, if there is none, one that is stated here.
type Input struct {
	// Name is what the input is to the step: "request", "point", "times".
	Name string `json:"name"`

	// Step is the number of the step whose result this is. Zero: it is a fact.
	Step int `json:"step,omitzero"`

	// Subject is the id that the input is of, where there are several.
	Subject string `json:"subject,omitzero"`

	Value
}

// A Value is one of its fields, or none: then there is no such thing.
type Value struct {
	Holds  Truth          `json:"holds,omitzero"`  // of a condition
	At     Moment         `json:"at,omitzero"`     // an instant
	Day    calendar.Date  `json:"day,omitzero"`    // a civil day of the zone
	Days   calendar.Range `json:"days,omitzero"`   // when something is expected
	Amount money.Amount   `json:"amount,omitzero"` // in its currency
	Count  Quantity       `json:"count,omitzero"`
	Sum    Sum            `json:"sum,omitzero"`
	Word   string         `json:"word,omitzero"` // of a list: a phase, a market, a state

	// Effect is what follows from a rule, or if none applies.
	Effect *Effect `json:"effect,omitempty"`
}

// An Effect is what a rule brings: the fields of a [Verdict] that follow from it.
type Effect struct {
	Answer   Answer   `json:"answer"`
	Code     Code     `json:"code,omitzero"` // why, if no rule says so
	Rule     string   `json:"rule,omitzero"`
	Label    string   `json:"label,omitzero"`
	Ends     Moment   `json:"ends,omitzero"`
	Access   Moment   `json:"access,omitzero"`
	Refund   Sum      `json:"refund,omitzero"`
	Credit   Sum      `json:"credit,omitzero"`
	Due      Sum      `json:"due,omitzero"`
	Deadline Moment   `json:"deadline,omitzero"`
	Handling Handling `json:"handling,omitzero"`
	Forfeits []string `json:"forfeits,omitempty"`

	// Payout is when money is expected. Zero: there is no date.
	Payout calendar.Range `json:"payout,omitzero"`
}

// A Quantity is a number of units: 0 events, 351 of 366 days. Of is zero where it
// is out of nothing.
type Quantity struct {
	N  int64 `json:"n"`
	Of int64 `json:"of,omitzero"`

	// Unit is "event", "charge", "rule", "group", "day", "second", the unit of a
	// [Share] ("1 day") or of a [Payout] ("business_days"), or "ratio": N by Of.
	Unit string `json:"unit"`
}

// Truth is whether a condition holds. The zero Truth is none.
type Truth uint8

const (
	False   Truth = iota + 1 // it does not hold
	Unknown                  // the records do not tell
	True                     // it holds
)

var truthWords = words{False: "no", Unknown: "unknown", True: "yes"}

// String returns "no", "unknown" or "yes".
func (t Truth) String() string { return truthWords.name("Truth", uint8(t)) }

// MarshalText encodes t as String does. It refuses an unknown value.
func (t Truth) MarshalText() ([]byte, error) { return truthWords.marshal("Truth", uint8(t)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (t *Truth) UnmarshalText(text []byte) error {
	v, err := truthWords.unmarshal("truth", text)
	*t = Truth(v)
	return err
}

// An Op is what a step does. Like reason codes, operations are never reassigned.
// The name of a result is free, if nothing is said of it. An input that has no name
// is one of several alike.
type Op uint8

const (
	// OpFact states what the snapshot, the document or the clock says. It follows
	// from nothing. Its name is that of an anchor of [Point], or "phase",
	// "stopped", "unpaid", "running_start", "running_end", "closed" (why an action
	// is out of the question: the subject is the code), "captured", "returned",
	// "gift", "asked", "open" (asked and not paid), "disputed", "available" (Text is
	// the code why not all is), "unbilled", "list_price", "discount", "quote",
	// "stated" (by the document), "none" (nothing, in a currency) or "payout" (Text
	// is what the document says instead of days).
	OpFact Op = iota + 1

	// OpListed: whether what there is is among what is wanted; of several, all.
	// Names: "by", "phase", "stopped", "cause", "market", "plan", "channel",
	// "method". Inputs: "have" and "want", any number of each; a "have" without
	// a word is not told.
	OpListed
	// OpFrom and OpUntil: whether the request lies on the right side of an end of
	// a window, which Text names. Names: "from", "until" and, of a table, "row".
	// Inputs: "request", and "point", twice for whichever comes first.
	OpFrom
	OpUntil
	// OpCounted: whether a number is what Text says. Names: "event", whose subject
	// is the kind, and "refunds". Inputs: "since", if they count from a point,
	// "count" and "complete", which is "yes" if there are no others.
	OpCounted
	// OpInterval: whether the time that a charge pays for is as long as Text
	// says. Inputs: "start" and "end", or only the "charge" if that is not told;
	// none, if there is no charge.
	OpInterval
	// OpCohort: whether the day of a "point" lies "from" a day on and "before"
	// another.
	OpCohort
	// OpRule: whether a rule applies: the least of its conditions, each a "held".
	// Its "position" is the number of the rule, of all that the action has. Text is
	// "refuses" for one that refuses.
	OpRule

	// OpPoint: the instant that Text names. Inputs: "anchor", and "start" and
	// "end" of the period where it counts by one.
	OpPoint
	// OpMoment: when something takes effect by the point that Text names: "ends",
	// "access", "deadline". Inputs: "request"; "moving", which is "yes" if that is
	// the instant decided; "point"; and "notice", the end that was set before,
	// which it is not later than. Nothing takes effect before it is asked for.
	OpMoment
	// OpExpect: when money is expected: "min" to "max" units after "from", which
	// Text names. "counting" says what becomes of a day zero that is no business
	// day: see [calendar.Counting].
	OpExpect
	// OpUnits: how many units of the period from "start" to "end" are left by Time,
	// "from" an instant on. Inputs "paused_before" and "paused": the days or
	// seconds of pauses until then, and those that are not in the period.
	OpUnits

	// OpAdd adds its inputs. OpSubtract takes all others off the first, but not
	// below zero. OpLeast and OpMost are the least and the greatest, of instants
	// too.
	OpAdd
	OpSubtract
	OpLeast
	OpMost
	// OpMultiply multiplies an amount, "of", by ratios, "times", and rounds once as
	// Text says. The subject of a ratio is what it is: "time", "percent", "row" (of
	// a table) or "included" (the part of a charge that counts).
	OpMultiply
	// OpDrop is nothing if the first input is below the second, and else the
	// first.
	OpDrop
	// OpSplit shares an amount, "total", out over portions: each "most" has the
	// "give" of its subject. Names: "charges", "payments" of the charge that is the
	// subject, "offsets". Text is the [Order], or "as_listed". The count of a
	// "most" is its group, the lowest first, and its instant what it is ordered by.
	// Whoever uses a portion names its subject.
	OpSplit

	// OpSum: a sum of a verdict: "refund", "credit", "due". Text is "exact" or
	// "quoted", with the inputs "amount" and "payable" or, of one that is
	// undecided, whom to ask, with the "most" that it may be and the code of each
	// reason "why".
	OpSum
	// OpNothing: no money comes back, and Text is the code of the reason. Inputs:
	// what was "captured", is "left", or the "end" of the time and the "request".
	OpNothing
	// OpEffect: what follows from a rule that applies, or may. Inputs: "rule", and
	// those named after the fields of [Effect]. Text is "refuses", or "if_refund"
	// where the rule asks for one. Of an action that is out of the question
	// ("closed"), and where no rule applies, Text is the code of the reason.
	OpEffect
	// OpVerdict: what each "effect" comes to: the only one or, where several may
	// follow, what they have in common. Text is "exit" if one that is allowed is
	// enough, and the word of an effect says whether its refund or what is due is
	// made up otherwise than that of the first.
	OpVerdict
)

var opWords = words{
	OpFact: "fact", OpListed: "listed", OpFrom: "from", OpUntil: "until", OpCounted: "counted", OpInterval: "interval",
	OpCohort: "cohort", OpRule: "rule", OpPoint: "point", OpMoment: "moment", OpExpect: "expect", OpUnits: "units",
	OpAdd: "add", OpSubtract: "subtract", OpLeast: "least", OpMost: "most", OpMultiply: "multiply", OpDrop: "drop",
	OpSplit: "split", OpSum: "sum", OpNothing: "nothing", OpEffect: "effect", OpVerdict: "verdict",
}

// String returns the operation's word, as JSON has it: "multiply".
func (o Op) String() string { return opWords.name("Op", uint8(o)) }

// MarshalText encodes o as String does. It refuses an unknown value.
func (o Op) MarshalText() ([]byte, error) { return opWords.marshal("Op", uint8(o)) }

// UnmarshalText is the inverse of MarshalText. It accepts nothing else.
func (o *Op) UnmarshalText(text []byte) error {
	v, err := opWords.unmarshal("operation", text)
	*o = Op(v)
	return err
}

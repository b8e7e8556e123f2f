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
// results of earlier ones, so that a figure can be followed back to the facts.
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
// is out of nothing; a ratio without a unit is N by Of.
type Quantity struct {
	N    int64  `json:"n"`
	Of   int64  `json:"of,omitzero"`
	Unit string `json:"unit"` // "event", "charge", "1 day", "second", "ratio"
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
type Op uint8

const (
	// OpFact states what the snapshot, the document or the clock says. Nothing
	// follows from anything. Names are those of the anchors of [Point] and
	// "phase", "stopped", "unpaid", "running_start" and "running_end", "captured",
	// "returned", "gift", "asked", "open", "disputed", "available", "unbilled",
	// "list_price", "discount", "quote", "stated", "none", "payout" and "closed".
	OpFact Op = iota + 1

	// OpListed: whether a word is one of a list. Inputs: "have" and "want", any
	// number of each.
	OpListed
	// OpFrom and OpUntil: whether the request lies on the right side of one end
	// of a window. Inputs: "request", and "point" once or twice.
	OpFrom
	OpUntil
	// OpCounted: whether a number of events or charges is what Text says. Inputs:
	// "count", "complete" and, if they count since a point, "since".
	OpCounted
	// OpInterval: whether the time that a charge pays for is as long as Text
	// says. Inputs: "start" and "end".
	OpInterval
	// OpCohort: whether a day lies from one up to another. Inputs: "point", "from"
	// and "before".
	OpCohort
	// OpRule: whether a rule applies: the least of its conditions, each a "held".
	// Its "position" is the number of the rule, of all that the action has.
	OpRule

	// OpPoint: the instant that Text names. Inputs: "anchor", and "start" and
	// "end" of the period where it counts by one.
	OpPoint
	// OpMoment: when something takes effect: the "point", unless it is not later
	// than the "request", and not later than a "notice" that was given.
	OpMoment
	// OpExpect: when money is expected: Text, from "point".
	OpExpect
	// OpUnits: how many units of a period are left by Time. Inputs: "start", "end"
	// and "from", and "paused" seconds or days.
	OpUnits

	// OpAdd adds its inputs. OpSubtract takes all others off the first, but not
	// below zero. OpLeast and OpMost are the least and the greatest.
	OpAdd
	OpSubtract
	OpLeast
	OpMost
	// OpMultiply multiplies an amount, "of", by ratios, "times", and rounds once.
	OpMultiply
	// OpDrop is nothing if the first input is below the second, and else the
	// first.
	OpDrop
	// OpSplit shares an amount, "total", out over portions: each "most" has the
	// "give" of its subject.
	OpSplit

	// OpSum: a sum of a verdict. Inputs: "amount" and "payable" or, of one that is
	// undecided, the "most" that it may be, and the code of each reason "why".
	OpSum
	// OpNothing: no money is part of it, and Text is the reason's code.
	OpNothing
	// OpEffect: what follows from a rule that applies, or may. Inputs: "rule", and
	// those named after the fields of [Effect]. Of an action that is out of the
	// question, and where no rule applies, Text is the code of the reason.
	OpEffect
	// OpVerdict: what the effects come to: the last one or, where several may
	// follow, what they have in common.
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

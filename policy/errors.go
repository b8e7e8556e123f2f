package policy

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
)

// The things that can go wrong, kept apart. Every error of Parse, Compile,
// ParseSnapshot, ParseRecord and the methods of a Policy matches exactly one of
// them with [errors.Is]. A refusal is none of them: it is a result, with reasons.
var (
	// ErrDocument: the policy document is bad. See [DocumentError].
	ErrDocument = errors.New("policy: bad document")

	// ErrSnapshot: the snapshot is not valid. See [SnapshotError].
	ErrSnapshot = errors.New("policy: bad snapshot")

	// ErrCannotDecide: the question cannot be asked. There is no policy, no
	// snapshot or no clock, or the instant lies outside the years 1900 to
	// 2199.
	ErrCannotDecide = errors.New("policy: cannot decide")

	// ErrRecord: the record is malformed, was altered, is not of the policy,
	// or does not say what the policy decides; or an explanation does not
	// follow. See [RecordError].
	ErrRecord = errors.New("policy: bad record")
)

// A Place is where in a document, a snapshot or a record something is wrong.
type Place struct {
	// Line and Column count from 1, the column in bytes. Zero: the value did
	// not come from JSON.
	Line, Column int

	// Path leads to the value: "terminate_now[2].when.window.until".
	Path string
}

// A DocumentError is one fault of a document. It matches [ErrDocument], and
// what it wraps.
type DocumentError struct {
	Place
	Value string // what was found, quoted and shortened; "" when something is missing
	Want  string // what was wanted
	Err   error  // the underlying error, if any
}

// Error says where the fault is, what was found and what was wanted.
func (e *DocumentError) Error() string {
	return message("policy: document", e.Place, e.Value, e.Want)
}

// Is makes the error match [ErrDocument].
func (e *DocumentError) Is(target error) bool { return target == ErrDocument }

// Unwrap returns Err.
func (e *DocumentError) Unwrap() error { return e.Err }

// A SnapshotError is one fault of a snapshot. It matches [ErrSnapshot], and
// what it wraps.
type SnapshotError struct {
	Place
	Value string // what was found, quoted and shortened; "" when something is missing
	Want  string // what was wanted
	Err   error  // the underlying error, if any
}

// Error says where the fault is, what was found and what was wanted.
func (e *SnapshotError) Error() string {
	return message("policy: snapshot", e.Place, e.Value, e.Want)
}

// Is makes the error match [ErrSnapshot].
func (e *SnapshotError) Is(target error) bool { return target == ErrSnapshot }

// Unwrap returns Err.
func (e *SnapshotError) Unwrap() error { return e.Err }

// A RecordError is the first fault of a record or an explanation: what is malformed,
// or where it differs from what it should say. It matches [ErrRecord], and what it
// wraps.
type RecordError struct {
	Place
	Value string // what it says there, quoted and shortened; "" when something is missing
	Want  string // what was wanted
	Err   error  // the underlying error, if any

	explanation bool // it is of one
}

// Error says where the fault is, what was found and what was wanted.
func (e *RecordError) Error() string {
	if e.explanation {
		return message("policy: explanation", e.Place, e.Value, e.Want)
	}
	return message("policy: record", e.Place, e.Value, e.Want)
}

// Is makes the error match [ErrRecord].
func (e *RecordError) Is(target error) bool { return target == ErrRecord }

// Unwrap returns Err.
func (e *RecordError) Unwrap() error { return e.Err }

// message writes a fault: what it is in, where, what was found, what was
// wanted.
func message(in string, at Place, value, want string) string {
	var b strings.Builder
	b.WriteString(in)
	if at.Line > 0 {
		fmt.Fprintf(&b, ": line %d, column %d", at.Line, at.Column)
	}
	if at.Path != "" {
		b.WriteString(": " + at.Path)
	}
	if value != "" {
		b.WriteString(": " + value)
	}
	return b.String() + ": " + want
}

// wanted is what an error says beside the value, which the message shows, and the
// name of the package that it comes from.
func wanted(err error) string {
	var (
		word   *wordError
		amount *money.Error
		day    *calendar.Error
	)
	switch {
	case errors.As(err, &word):
		return "unknown " + word.kind + ": " + word.want
	case errors.As(err, &amount) && amount.Err == money.ErrRounding:
		_, err = roundingWords.unmarshal("rounding", []byte(amount.Value))
		return wanted(err)
	case errors.As(err, &amount):
		return "want " + amount.Want
	case errors.As(err, &day):
		return "want " + day.Want
	}
	return err.Error()
}

// shown is a value as a message shows it: text in quotes, and nothing for an
// instant that is missing.
func shown(value any) string {
	switch v := value.(type) {
	case string:
		return quote(v)
	case money.Amount:
		return v.String()
	case time.Time:
		if v.IsZero() {
			return ""
		}
		return quote(v.Format(time.RFC3339))
	case fmt.Stringer: // a word or a day
		return quote(v.String())
	}
	return fmt.Sprint(value)
}

// cannotDecide is the error of a question that cannot be asked.
func cannotDecide(why string) error { return fmt.Errorf("%w: %s", ErrCannotDecide, why) }

package strict

import (
	"errors"
	"fmt"
	"strings"
)

// What may be wrong with an input. Match with [errors.Is].
var (
	ErrSyntax    = errors.New("malformed JSON")      // not JSON, or not only one value
	ErrKey       = errors.New("unknown key")         // a key that the type does not have
	ErrDuplicate = errors.New("duplicate key")       // a key for the second time
	ErrNull      = errors.New("null is not allowed") // null, wherever it stands
	ErrType      = errors.New("wrong type")          // a string for a number, 1.5 for an integer
	ErrLimit     = errors.New("outside the limits")  // too large, too long, too deep, out of range
	ErrValue     = errors.New("invalid value")       // of the right type but without meaning
)

// An Error is the first fault of an input.
type Error struct {
	Line   int    // from 1
	Column int    // from 1, in bytes
	Path   string // as in "charges[2].covers.start"; empty at the top
	Value  string // what stands there, shortened, fit to print; {...} for an object that no Unmarshal method read, empty at the end
	Want   string // what should, as in "a string"; may be empty
	Err    error  // one of the above, or what the value's own Unmarshal method returned
}

func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "line %d, column %d: ", e.Line, e.Column)
	if e.Path != "" {
		b.WriteString(e.Path + ": ")
	}
	switch {
	case e.Err == ErrNull:
		b.WriteString(ErrNull.Error())
	case e.Err == ErrSyntax && e.Value == "":
		b.WriteString(ErrSyntax.Error() + " at the end of the input")
	case e.Err == ErrSyntax:
		b.WriteString(ErrSyntax.Error() + " at " + e.Value)
	default:
		what := e.Err
		if !e.own() {
			what = ErrValue
		}
		b.WriteString(what.Error())
		if e.Value != "" {
			b.WriteString(" " + e.Value)
		}
	}
	if e.Want != "" {
		b.WriteString(": want " + e.Want)
	}
	if !e.own() && e.Err != nil {
		b.WriteString(": " + printable(e.Err.Error(), maxMessage))
	}
	return b.String()
}

// Unwrap returns e.Err.
func (e *Error) Unwrap() error { return e.Err }

// Is makes whatever an Unmarshal method returned an ErrValue too.
func (e *Error) Is(target error) bool { return target == ErrValue && !e.own() }

// own reports whether e.Err is an error of this package.
func (e *Error) own() bool {
	switch e.Err {
	case ErrSyntax, ErrKey, ErrDuplicate, ErrNull, ErrType, ErrLimit, ErrValue:
		return true
	}
	return false
}

// fail describes the fault at an offset.
func (d *decoder) fail(at int, err error, want string) *Error {
	line, column := Position(d.data, at)
	return &Error{line, column, d.path.String(), excerpt(d.data[at:]), want, err}
}

// rebase moves a fault, found by a Decode within the value at an offset, to its
// place in the whole.
func (d *decoder) rebase(at int, inner *Error) error {
	e := *inner
	line, column := Position(d.data, at)
	if e.Line == 1 {
		e.Column += column - 1
	}
	e.Line += line - 1
	outer := d.path.String()
	if outer != "" && e.Path != "" && e.Path[0] != '[' {
		outer += "."
	}
	e.Path = outer + e.Path
	return &e
}

package calendar

import (
	"errors"
	"strconv"

	"github.com/rescind-go/rescind/internal/strict"
)

// specLimits hold 400 years in which every other day is a holiday with a name.
var specLimits = strict.Limits{Bytes: 8 << 20, Depth: 4, Elements: 100_000}

// ParseSpec reads a [Spec] from JSON. It is strict: unknown and repeated keys,
// null, trailing data and more than 8 MiB are errors matching [ErrSyntax], with
// line, column and path. A date that does not exist is one matching [ErrDate].
//
// ParseSpec looks at the form. [New] checks that it makes a calendar.
func ParseSpec(b []byte) (Spec, error) {
	var s Spec
	err := strict.Decode(b, &s, specLimits)
	if err == nil {
		return s, nil
	}
	var at *strict.Error
	if !errors.As(err, &at) {
		return Spec{}, fault(ErrSyntax, "parse calendar", "", err.Error())
	}
	op := "parse calendar: line " + strconv.Itoa(at.Line) + ", column " + strconv.Itoa(at.Column)
	if at.Path != "" {
		op += ": " + at.Path
	}
	// What is wrong with a text of this package's own is better said by it.
	var inner *Error
	if errors.As(at.Err, &inner) {
		return Spec{}, fault(inner.Err, op, inner.Value, inner.Want)
	}
	want := at.Want
	if want == "" {
		want = "no " + at.Err.Error()
	}
	return Spec{}, fault(ErrSyntax, op, at.Value, want)
}

// UnmarshalJSON is [ParseSpec], so that no door to a calendar is laxer than
// another.
func (s *Spec) UnmarshalJSON(b []byte) error {
	spec, err := ParseSpec(b)
	if err == nil {
		*s = spec
	}
	return err
}

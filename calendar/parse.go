package calendar

import (
	"errors"
	"strconv"

	"github.com/rescind-go/rescind/internal/strict"
)

// specLimits hold 400 years in which every day is a holiday with a name.
var specLimits = strict.Limits{Bytes: 16 << 20, Depth: 4, Elements: 150_000}

// ParseSpec reads a [Spec] from JSON. It is strict: unknown and repeated keys,
// null, trailing data, more than 16 MiB and
// more than 150,000 holidays are errors matching [ErrSyntax], with
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
	value := at.Value
	if s, err := strconv.Unquote(value); err == nil {
		value = s // quoted again by Error
	}
	return Spec{}, fault(ErrSyntax, op, value, want)
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

package holidays

import (
	"errors"
	"strconv"
)

// The failures of this package, to be matched with [errors.Is].
var (
	// ErrUnknown: no calendar of that id.
	ErrUnknown = errors.New("holidays: unknown calendar")

	// ErrChanged: a table is not what was verified, because the rules that it
	// is built from were changed, in this process or in a dependency.
	ErrChanged = errors.New("holidays: table differs from the verified one")

	// ErrRule: a rule that cannot be evaluated.
	ErrRule = errors.New("holidays: bad rule")
)

// An UnknownError reports an id that [Lookup] does not know. It matches [ErrUnknown].
type UnknownError struct {
	ID      string // the id asked for, or the part of a joint id; cut at 64 bytes
	Nearest string // a known id that looks like it, or ""

	parts int // more than there may be, or 0
}

// Error returns a message that suggests the nearest id, if there is one.
func (e *UnknownError) Error() string {
	s := "holidays: unknown calendar " + strconv.Quote(e.ID)
	if e.parts > 0 {
		return s + ": want at most " + strconv.Itoa(maxParts) + " ids joined by +"
	}
	if e.Nearest != "" {
		return s + ": want " + strconv.Quote(e.Nearest) + "?"
	}
	return s + ": holidays.All lists those there are"
}

// Unwrap returns [ErrUnknown].
func (e *UnknownError) Unwrap() error { return ErrUnknown }

// A ChangedError reports a built-in table whose days are not those that were
// verified. It matches [ErrChanged].
type ChangedError struct {
	ID        string
	Got, Want string // the digests of the holidays, in hexadecimal; Got is empty if the table cannot be built
}

// Error returns a message with both digests.
func (e *ChangedError) Error() string {
	if e.Got == "" {
		return "holidays: " + e.ID + " differs from the verified table: it cannot be built"
	}
	return "holidays: " + e.ID + " differs from the verified table: digest " + e.Got + ", want " + e.Want
}

// Unwrap returns [ErrChanged].
func (e *ChangedError) Unwrap() error { return ErrChanged }

// A RuleError reports a rule that [FromRules] cannot evaluate. It matches [ErrRule].
type RuleError struct {
	Index  int    // of the rule in the slice, from 0
	Name   string // of the holiday; cut at 64 bytes; may be empty
	Year   int    // in which it failed, or 0 if it would in every year
	Reason string
}

// Error returns a message such as
//
//	holidays: rule 3 "Founding Day" in 2024: no function
func (e *RuleError) Error() string {
	s := "holidays: rule " + strconv.Itoa(e.Index)
	if e.Name != "" {
		s += " " + strconv.Quote(e.Name)
	}
	if e.Year != 0 {
		s += " in " + strconv.Itoa(e.Year)
	}
	return s + ": " + e.Reason
}

// Unwrap returns [ErrRule].
func (e *RuleError) Unwrap() error { return ErrRule }

// cut bounds what an error repeats of its input.
func cut(s string) string {
	const limit = 64
	if len(s) > limit {
		return s[:limit] + "..."
	}
	return s
}

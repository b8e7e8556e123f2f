package policy

import (
	"errors"
	"fmt"

	"github.com/rescind-go/rescind/internal/strict"
)

// Limits of JSON. A document that outgrows its own is no policy; a snapshot
// may carry years of events.
var (
	documentLimits = strict.Limits{Bytes: 1 << 20, Depth: 16, Elements: 10_000}
	snapshotLimits = strict.Limits{Bytes: 32 << 20, Depth: 16, Elements: maxEvents}
)

// Parse reads a document from JSON. It is strict, because a misspelt "refund"
// must not mean "no refund": unknown and repeated keys, keys in another case,
// null, trailing data, and documents of more than 1 MiB are errors, each a
// [*DocumentError] with line, column and path.
//
// Parse looks at the form. Whether the rules make sense is for [Compile].
func Parse(doc []byte) (Document, error) {
	var d Document
	if err := strict.Decode(doc, &d, documentLimits); err != nil {
		at, value, want := locate(err)
		return Document{}, &DocumentError{Place: at, Value: value, Want: want, Err: err}
	}
	return d, nil
}

// UnmarshalJSON is [Parse], so that no door to a document is laxer than
// another.
func (d *Document) UnmarshalJSON(doc []byte) error {
	parsed, err := Parse(doc)
	if err == nil {
		*d = parsed
	}
	return err
}

// ParseSnapshot reads a snapshot from JSON, as strictly as [Parse] reads a
// document, and checks what [Policy.DecideAt] would refuse. It refuses kinds of
// events that no document can name, too: deciding takes one that is written
// "Use.video" for what may be a use. An error is a [*SnapshotError] with line and
// column.
func ParseSnapshot(b []byte) (Snapshot, error) {
	var s Snapshot
	if err := strict.Decode(b, &s, snapshotLimits); err != nil {
		at, value, want := locate(err)
		return Snapshot{}, &SnapshotError{Place: at, Value: value, Want: want, Err: err}
	}
	err := s.checkText()
	var fault *SnapshotError
	if errors.As(err, &fault) {
		fault.Line, fault.Column = strict.Find(b, fault.Path)
	}
	if err != nil {
		return Snapshot{}, err
	}
	return s, nil
}

// checkText is check for a snapshot that comes as text.
func (s *Snapshot) checkText() error {
	err := s.check()
	for i := range s.Events {
		if err == nil && !kind(s.Events[i].Kind) {
			err = bad(fmt.Sprintf("events[%d].kind", i), s.Events[i].Kind, wantKind)
		}
	}
	for i := range s.Complete {
		if err == nil && !kind(s.Complete[i]) {
			err = bad(fmt.Sprintf("complete[%d]", i), s.Complete[i], wantKind)
		}
	}
	return err
}

// UnmarshalJSON is [ParseSnapshot].
func (s *Snapshot) UnmarshalJSON(b []byte) error {
	parsed, err := ParseSnapshot(b)
	if err == nil {
		*s = parsed
	}
	return err
}

// locate takes a decoding error apart.
func locate(err error) (at Place, value, want string) {
	var e *strict.Error
	if !errors.As(err, &e) {
		return Place{}, "", err.Error()
	}
	want = wanted(e.Err)
	if e.Err == strict.ErrSyntax && e.Value == "" {
		want += " at the end of the input"
	}
	if e.Want != "" {
		want += ": want " + e.Want
	}
	return Place{Line: e.Line, Column: e.Column, Path: e.Path}, e.Value, want
}

package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rescind-go/rescind/internal/strict"
	"github.com/rescind-go/rescind/money"
)

// recordFormat is the form of the records that this version makes. A version
// that adds a field to decisions, or gives a reason where there was none, raises
// it and holds older records only against what their format has: [Policy.Verify]
// promises so.
const recordFormat = 1

// recordLimits hold a snapshot of a hundred thousand events, with a decision.
var recordLimits = strict.Limits{Bytes: 32 << 20, Depth: 32, Elements: 1 << 20}

// A Record is what was decided, on what facts, at what instant and by which
// policy, with a digest: what a host keeps to show, years later, why somebody got
// what they got. Make one with [Policy.Record], keep its JSON, read it with
// [ParseRecord] and decide again with [Policy.Verify].
//
// A Record holds personal data: the snapshot's ids, events and payments, and the
// decision on them. Keep it, and delete it, as such. Its [Record.Canonical] bytes
// and, of facts that can be guessed, its digest are no less personal.
//
// The digest tells that a record was damaged, and not by whom: whoever can write
// a record can write its digest. Sign the digest, or keep it where others cannot
// write, if that matters.
//
// The zero Record is none: Check refuses it.
type Record struct {
	// Format is the form of the record, 1. A later version that has more to
	// tell counts on.
	Format int `json:"format"`

	// Policy is the policy that decided. Of an overlay the ids and the
	// versions are joined, see [Overlay].
	Policy Ref `json:"policy"`

	// At is the instant decided, in UTC.
	At time.Time `json:"at"`

	// Snapshot is what was decided on, with instants in UTC. Its lists are in
	// the order in which they were given: the same facts in another order are
	// another record.
	Snapshot Snapshot `json:"snapshot"`

	// Decision is the decision, with instants in the zones of its policies.
	Decision Decision `json:"decision"`

	// Digest is the SHA-256, in lower-case hex, of [Record.Canonical].
	Digest string `json:"digest"`
}

// Record decides as DecideAt does and records it. It is pure: equal arguments
// give records with equal bytes, in whatever zone their instants are written and
// whatever clock they were read from. The record shares nothing with s.
//
// An error comes with the zero Record. It matches what the error of DecideAt
// would and, further, [ErrSnapshot] if ParseSnapshot would not read the JSON of
// s, or text in s is not UTF-8; [ErrRecord] if ParseRecord would not read the
// record, because it is too large or names an instant that lies outside the
// years 1900 to 2199 on the clocks of the policy.
func (p *Policy) Record(s Snapshot, at time.Time) (Record, error) {
	facts, err := settled(&s)
	if err != nil {
		return Record{}, err
	}
	text, err := json.Marshal(facts)
	if err != nil {
		return Record{}, &SnapshotError{Want: err.Error(), Err: err}
	}
	if _, err := ParseSnapshot(text); err != nil {
		return Record{}, unplaced(err)
	}
	at = at.UTC().Round(0)
	d, err := p.DecideAt(facts, at)
	if err != nil {
		return Record{}, err
	}
	r := Record{Format: recordFormat, Policy: p.ref, At: at, Snapshot: facts, Decision: d}
	t, err := r.tree()
	if err != nil {
		return Record{}, err
	}
	r.Digest = digest(t)
	if text, err = json.Marshal(r); err != nil {
		return Record{}, &RecordError{Want: err.Error(), Err: err}
	}
	// What is handed out is what will be read back.
	r, err = ParseRecord(text)
	return r, unplaced(err)
}

// ParseRecord reads a record from JSON, as strictly as [ParseSnapshot] reads a
// snapshot, and checks that its digest fits. White space and the order of keys
// are free, since databases change them. Each value must be written as [Policy.Record]
// writes it: what is zero is left out, and the instants of the snapshot are in
// UTC. It reads at most 32 MiB, and takes some ten times as much memory for it.
//
// A record by a newer version of this package is read if it holds nothing that
// this version does not know. Otherwise it is refused: a Format that is greater,
// a key, a code or a word that is unknown is an error that says where, because
// what is passed over cannot be vouched for.
//
// An error is a [*RecordError] with line, column and path, and comes with the
// zero Record.
func ParseRecord(b []byte) (Record, error) {
	type facts Snapshot // read as part of the record, so that faults have their place in it
	var in struct {
		Format   int       `json:"format"`
		Policy   Ref       `json:"policy"`
		At       time.Time `json:"at"`
		Snapshot facts     `json:"snapshot"`
		Decision Decision  `json:"decision"`
		Digest   string    `json:"digest"`
	}
	if err := strict.Decode(b, &in, recordLimits); err != nil {
		if newer := newerFormat(b); newer != nil {
			return Record{}, newer
		}
		at, value, want := locate(err)
		return Record{}, &RecordError{Place: at, Value: value, Want: want, Err: err}
	}
	r := Record{in.Format, in.Policy, in.At, Snapshot(in.Snapshot), in.Decision, in.Digest}
	err := r.check(b)
	var fault *RecordError
	if errors.As(err, &fault) {
		fault.Line, fault.Column = strict.Find(b, fault.Path)
	}
	if err != nil {
		return Record{}, err
	}
	return r, nil
}

// UnmarshalJSON is [ParseRecord], so that no door to a record is laxer than
// another.
func (r *Record) UnmarshalJSON(b []byte) error {
	parsed, err := ParseRecord(b)
	if err == nil {
		*r = parsed
	}
	return err
}

// Canonical returns the bytes that the digest is of: the JSON of the record
// without its digest, in the form of RFC 8785, the JSON Canonicalization Scheme.
// Keys are sorted, there is no white space, and text is UTF-8 without needless
// escapes. At and the instants of the snapshot are in UTC, whatever zone they are
// in here, and lists of the snapshot that hold nothing are left out. Any program
// that knows the scheme can compute the digest from the JSON of a record.
//
// An error is a [*RecordError]: the record is not one that can be written.
func (r Record) Canonical() ([]byte, error) {
	t, err := r.tree()
	if err != nil {
		return nil, err
	}
	return canonical(t), nil
}

// Check reports whether the record is well-formed and its digest fits what it
// says. It needs no policy, and does not tell whether the decision is right:
// [Policy.Verify] does. An error is a [*RecordError].
func (r Record) Check() error { return r.check(nil) }

// check is Check for a record that was read from text, if there is any: nothing
// in the text may be passed over.
func (r *Record) check(text []byte) error {
	if err := r.form(); err != nil {
		return err
	}
	t, err := r.tree()
	if err != nil {
		return err
	}
	if text != nil {
		read, err := treeOf(text)
		if err != nil {
			return &RecordError{Want: err.Error(), Err: err}
		}
		if d, ok := firstMismatch("", read, t); ok {
			return d.fault(", as records have it")
		}
	}
	if sum := digest(t); r.Digest != sum {
		return &RecordError{Place: Place{Path: "digest"}, Value: entire(r.Digest), Want: "want " + entire(sum) + ", the SHA-256 of what the record says"}
	}
	return nil
}

// tree is the record as JSON, and the same for all records that say the same.
func (r Record) tree() (tree, error) {
	facts, err := settled(&r.Snapshot)
	if err != nil {
		return nil, inRecord(err)
	}
	r.Snapshot, r.At = facts, r.At.UTC()
	t, err := treeFor(r)
	if err != nil {
		return nil, &RecordError{Want: err.Error(), Err: err}
	}
	return t, nil
}

// canonical writes the tree of a record without its digest.
func canonical(t tree) []byte {
	rest := maps.Clone(t.(map[string]any))
	delete(rest, "digest")
	return appendCanonical(nil, rest)
}

// digest is what the digest of a record should be.
func digest(t tree) string {
	sum := sha256.Sum256(canonical(t))
	return hex.EncodeToString(sum[:])
}

// Verify decides again, and reports whether a record is right: its digest fits,
// p is the policy that decided, and p decides what the record says, to the last
// reason and date. The first thing that differs is an error, a [*RecordError]
// with its path, what the record says and what is decided now; the fields of the
// decision are taken in the order of the alphabet. A nil policy is an error that
// matches [ErrCannotDecide].
//
// To verify a record of an earlier year, compile the document that was in force
// with the calendar that was in use: both are in the digest of [Ref]. See
// "Records" in the documentation of the package.
func (p *Policy) Verify(r Record) error {
	if p == nil || p.ref == (Ref{}) {
		return cannotDecide("there is no policy: want one made by Compile")
	}
	if err := r.Check(); err != nil {
		return err
	}
	switch by := p.ref; {
	case r.Policy.ID != by.ID:
		return anotherPolicy("id", r.Policy.ID, by.ID)
	case r.Policy.Version != by.Version:
		return anotherPolicy("version", r.Policy.Version, by.Version)
	case r.Policy.Digest != by.Digest:
		return anotherPolicy("digest", r.Policy.Digest, by.Digest)
	}
	now, err := p.DecideAt(r.Snapshot, r.At)
	if err != nil {
		return inRecord(err)
	}
	got, err := treeFor(r.Decision)
	if err != nil {
		return &RecordError{Want: err.Error(), Err: err}
	}
	want, err := treeFor(now)
	if err != nil {
		return &RecordError{Want: err.Error(), Err: err}
	}
	if d, ok := firstMismatch("decision", got, want); ok {
		return d.fault(", which is decided now")
	}
	return nil
}

func anotherPolicy(field, got, want string) error {
	return &RecordError{Place: Place{Path: "policy." + field}, Value: entire(got), Want: "want " + entire(want) + ", the policy that verifies"}
}

// entire quotes an id or a digest, whose end matters too.
func entire(s string) string { return fmt.Sprintf("%.128q", s) }

// fault is the error for a mismatch.
func (d mismatch) fault(why string) error {
	want := "want " + shortly(d.want) + why
	switch {
	case d.want == nil:
		want = "want nothing there"
	case d.got == nil:
		want = "missing: " + want
	}
	return &RecordError{Place: Place{Path: d.path}, Value: shortly(d.got), Want: want}
}

// form reports what makes r no record of this format.
func (r *Record) form() error {
	switch {
	case r.Format > recordFormat:
		return wrongFormat(r.Format)
	case r.Format != recordFormat:
		return &RecordError{Place: Place{Path: "format"}, Value: fmt.Sprint(r.Format), Want: fmt.Sprintf("want %d", recordFormat)}
	case r.At.IsZero():
		return &RecordError{Place: Place{Path: "at"}, Want: "missing: " + wantYear}
	case far(r.At):
		return &RecordError{Place: Place{Path: "at"}, Value: shown(r.At), Want: wantYear}
	}
	return inRecord(r.Snapshot.checkText())
}

// newerFormat is the error for text that says it is of a later format, whatever
// else is wrong with it.
func newerFormat(b []byte) error {
	var head struct {
		Format int `json:"format"`
	}
	if len(b) > recordLimits.Bytes || json.Unmarshal(b, &head) != nil || head.Format <= recordFormat {
		return nil
	}
	fault := wrongFormat(head.Format)
	fault.Line, fault.Column = strict.Find(b, fault.Path)
	return fault
}

func wrongFormat(n int) *RecordError {
	want := fmt.Sprintf("want %d or less: a newer version of this package wrote it", recordFormat)
	return &RecordError{Place: Place{Path: "format"}, Value: fmt.Sprint(n), Want: want}
}

// inRecord makes the fault of a snapshot one of the record that holds it.
func inRecord(err error) error {
	var fault *SnapshotError
	if !errors.As(err, &fault) {
		return err
	}
	return &RecordError{Place: Place{Path: below("snapshot", fault.Path)}, Value: fault.Value, Want: fault.Want}
}

func below(path, rest string) string {
	if rest == "" {
		return path
	}
	return path + "." + rest
}

// unplaced takes line and column from an error about text that the caller has
// not seen.
func unplaced(err error) error {
	var (
		record   *RecordError
		snapshot *SnapshotError
	)
	switch {
	case errors.As(err, &record):
		record.Line, record.Column = 0, 0
	case errors.As(err, &snapshot):
		snapshot.Line, snapshot.Column = 0, 0
	}
	return err
}

// settled returns a copy of a snapshot that shares nothing with it and is the
// same for all snapshots that say the same: instants are in UTC, and lists that
// hold nothing are nil.
func settled(s *Snapshot) (Snapshot, error) {
	if err := s.checkText(); err != nil {
		return Snapshot{}, err
	}
	var out Snapshot
	path, text, ok := settle(reflect.ValueOf(&out).Elem(), reflect.ValueOf(s).Elem())
	if !ok {
		return Snapshot{}, bad(strings.TrimPrefix(path, "."), text, "want text in UTF-8")
	}
	return out, nil
}

// settle copies a part of a snapshot. If text in it is not UTF-8, which JSON
// would change, it returns the path to it and the text.
func settle(to, from reflect.Value) (path, text string, ok bool) {
	switch from.Kind() {
	case reflect.Struct:
		switch v := from.Interface().(type) {
		case money.Amount:
			to.Set(from)
		case time.Time:
			if !v.IsZero() {
				to.Set(reflect.ValueOf(v.UTC().Round(0)))
			}
		default:
			for i := range from.NumField() {
				if path, text, ok := settle(to.Field(i), from.Field(i)); !ok {
					key, _, _ := strings.Cut(from.Type().Field(i).Tag.Get("json"), ",")
					return "." + key + path, text, false
				}
			}
		}
	case reflect.Slice:
		if from.Len() > 0 {
			to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
		}
		for i := range from.Len() {
			if path, text, ok := settle(to.Index(i), from.Index(i)); !ok {
				return fmt.Sprintf("[%d]%s", i, path), text, false
			}
		}
	default:
		if from.Kind() == reflect.String && !utf8.ValidString(from.String()) {
			return "", from.String(), false
		}
		to.Set(from)
	}
	return "", "", true
}

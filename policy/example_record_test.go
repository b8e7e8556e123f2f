package policy_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// kept is a record as a host has it in its archive.
func kept() string {
	r, err := compiled(gym).Record(gymMember(), time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC))
	if err != nil {
		panic(err)
	}
	text, err := json.Marshal(r)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// A record says by which policy, when and on what facts somebody got what they
// got.
func ExampleRecord() {
	var r policy.Record
	if err := json.Unmarshal([]byte(kept()), &r); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Policy, "at", r.At.Format(time.RFC3339))
	fmt.Println(r.Snapshot.ID, "had paid", r.Snapshot.Charges[0].Payments[0].Captured)
	fmt.Println(r.Decision.TerminateNow.Rule, r.Decision.TerminateNow.Refund)
	// Output:
	// gym@2026-03 at 2026-03-10T09:00:00Z
	// member-7 had paid 240.00 EUR
	// cooling-off 240.00 EUR
}

// Record decides and keeps. In whatever zone the clock is, the record is the
// same.
func ExamplePolicy_Record() {
	p := compiled(gym)
	at := time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	r, err := p.Record(gymMember(), at)
	if err != nil {
		fmt.Println(err)
		return
	}
	other, err := p.Record(gymMember(), at.In(time.FixedZone("", 9*3600)))
	fmt.Println(r.Digest == other.Digest, err)

	_, err = p.Record(policy.Snapshot{}, at)
	fmt.Println(err)
	// Output:
	// true <nil>
	// policy: snapshot: id: "": want an id of 1 to 128 bytes
}

// Verify decides again. Here somebody wrote another sum into a record, and a
// digest that fits.
func ExamplePolicy_Verify() {
	p := compiled(gym)
	r, err := policy.ParseRecord([]byte(kept()))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("as kept:", p.Verify(r))

	r.Decision.TerminateNow.Refund.Amount = money.MustParse("24.00 EUR")
	text, err := r.Canonical()
	if err != nil {
		fmt.Println(err)
		return
	}
	sum := sha256.Sum256(text)
	r.Digest = hex.EncodeToString(sum[:])
	err = p.Verify(r)
	fmt.Println(errors.Is(err, policy.ErrRecord))
	fmt.Println(err)
	// Output:
	// as kept: <nil>
	// true
	// policy: record: decision.terminate_now.refund.amount.amount: "24.00": want "240.00", which is decided now
}

// A calendar that gains years has another digest, and so has a policy that is
// compiled with it. Keep the calendar beside the document, to verify with what
// was in use.
func ExamplePolicy_Verify_calendar() {
	r, err := policy.ParseRecord([]byte(kept()))
	if err != nil {
		fmt.Println(err)
		return
	}
	archive := `{"id": "FR", "first_year": 2020, "last_year": 2027, "week": "Mon-Fri", "holidays": [{"date": "2026-04-06"}]}`
	spec, err := calendar.ParseSpec([]byte(archive))
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := policy.Compile(gym, policy.Sources{Calendar: func(string) (*calendar.Calendar, error) { return calendar.New(spec) }})
	if err != nil {
		fmt.Println(err)
		return
	}
	var fault *policy.RecordError
	if errors.As(p.Verify(r), &fault) {
		fmt.Println(fault.Path)
	}
	// Output: policy.digest
}

// ParseRecord refuses what was changed without a new digest, and what a newer
// version wrote.
func ExampleParseRecord() {
	r, err := policy.ParseRecord([]byte(kept()))
	fmt.Println(r.Snapshot.ID, err)

	_, err = policy.ParseRecord([]byte(strings.Replace(kept(), "240.00", "241.00", 1)))
	var fault *policy.RecordError
	if errors.As(err, &fault) {
		fmt.Println(fault.Path)
	}
	_, err = policy.ParseRecord([]byte(strings.Replace(kept(), `"format":1`, `"format":2`, 1)))
	fmt.Println(err)
	// Output:
	// member-7 <nil>
	// digest
	// policy: record: line 1, column 11: format: 2: want 1 or less: a newer version of this package wrote it
}

// Check needs no policy.
func ExampleRecord_Check() {
	r, err := policy.ParseRecord([]byte(kept()))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Check())
	r.Snapshot.ID = "member-8"
	var fault *policy.RecordError
	if errors.As(r.Check(), &fault) {
		fmt.Println(fault.Path)
	}
	// Output:
	// <nil>
	// digest
}

// Canonical is what to sign, and what any program that knows RFC 8785 finds in
// the JSON of a record.
func ExampleRecord_Canonical() {
	r, err := policy.ParseRecord([]byte(kept()))
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := r.Canonical()
	if err != nil {
		fmt.Println(err)
		return
	}
	sum := sha256.Sum256(text)
	fmt.Println(r.Digest == hex.EncodeToString(sum[:]))
	fmt.Printf("%s\n", text[:30])
	// Output:
	// true
	// {"at":"2026-03-10T09:00:00Z","
}

// A record reads itself as strictly as ParseRecord does.
func ExampleRecord_UnmarshalJSON() {
	var archive struct {
		Records []policy.Record `json:"records"`
	}
	err := json.Unmarshal([]byte(`{"records": [`+kept()+`]}`), &archive)
	fmt.Println(len(archive.Records), err)
	err = json.Unmarshal([]byte(`{"records": [{"format": 1, "policies": []}]}`), &archive)
	fmt.Println(err)
	// Output:
	// 1 <nil>
	// policy: record: line 1, column 15: "policies": unknown key: want one of "format", "policy", "at", "snapshot", "decision", "digest"
}

// A RecordError has the place of the fault, and what is wrong with it.
func ExampleRecordError() {
	r, err := policy.ParseRecord([]byte(kept()))
	if err != nil {
		fmt.Println(err)
		return
	}
	later := gym
	later.Version = "2026-04"
	err = compiled(later).Verify(r)
	var fault *policy.RecordError
	if errors.As(err, &fault) && fault.Path == "policy.version" {
		fmt.Println("not the policy that decided: look for", r.Policy)
	}
	// Output: not the policy that decided: look for gym@2026-03
}

// The key of a part follows from its fields and is not read.
func ExamplePart_UnmarshalJSON() {
	d, err := compiled(gym).DecideAt(gymMember(), time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := json.Marshal(d.TerminateNow.Parts[0])
	if err != nil {
		fmt.Println(err)
		return
	}
	var part policy.Part
	err = json.Unmarshal(text, &part)
	fmt.Println(part == d.TerminateNow.Parts[0], err)
	// Output: true <nil>
}

package policytest

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/policy"
)

// Each mistake is told with its call, and only once.
func TestStoryFaults(t *testing.T) {
	sub := Subscription("sub-1", "Europe/Paris")
	charged := sub.Charged("2026-01-01", "49.00 EUR", Card).Covering("2026-01-01", "2027-01-01")
	for _, tt := range []struct {
		story Story
		want  string
	}{
		{Story{}, `a story without a beginning: want Subscription("sub-1", "Europe/Paris")`},
		{Subscription("", "UTC"), `the story of "": policy: snapshot: line 1, column 7: id: "": want an id of 1 to 128 bytes`},
		{Subscription("sub-1", ""), `Subscription("sub-1", ""): "": want a zone that is the same everywhere`},
		{Subscription("sub-1", "Local"), `Subscription("sub-1", "Local"): "Local": want a zone`},
		{Subscription("sub-1", "Paris"), `Subscription("sub-1", "Paris"): unknown time zone Paris`},
		{sub.Signed("yesterday"), `Signed("yesterday"): "yesterday": want a day or a time of day`},
		{sub.Signed("2026-02-29"), `"2026-02-29": want a day`},
		{sub.Signed("1816-02-28"), `contract: "1816-02-28T`},
		{sub.Trial("", "2026-01-01"), `Trial("", "2026-01-01"): "": want a day`},
		{sub.Trial("2026-01-01", "2026-01-01"), `"2026-01-01": want an end after the start, "2026-01-01"`},
		{sub.Committed("2026-01-02", "2026-01-01"), `Committed("2026-01-02", "2026-01-01"): "2026-01-01": want an end after`},
		{sub.Paused("2026-01-02", "2026-01-01"), `Paused("2026-01-02", "2026-01-01"): "2026-01-01": want an end after`},
		{sub.Instalment("2026-01-02", "ten"), `Instalment("2026-01-02", "ten"): money: parse "ten"`},
		{sub.Happened("use"), `Happened("use"): want an instant, or several`},
		{sub.Happened("Use", "2026-01-01"), `events[0].kind: "Use": want a kind of event in lower case`},
		{sub.Complete("Use"), `complete[0]: "Use": want a kind of event`},
		{sub.Quoted("value", "1.0 EUR"), `Quoted("value", "1.0 EUR"): money`},
		{sub.Covering("2026-01-01", "2027-01-01"), `Covering("2026-01-01", "2027-01-01"): want a charge before it`},
		{sub.GraceUntil("2026-01-01"), `GraceUntil("2026-01-01"): want a charge before it`},
		{sub.Upgraded("2026-01-01", "1.00 EUR", Card), `Upgraded("2026-01-01", "1.00 EUR", "card"): want a charge before it`},
		{sub.Paid("1.00 EUR", Card), `Paid("1.00 EUR", "card"): want a charge before it`},
		{charged.Paid("1.00 EUR", Unpaid), `Paid("1.00 EUR", ""): "": want a method of payment`},
		{sub.Charged("2026-01-01", "49.00 EUR", Card), `the story of "sub-1": charge-1 pays for no time: want Covering after it`},
		{sub.Charged("2026-01-01", "49.00 EUR", Unpaid).Refunded("2026-01-02", "1.00 EUR"), `Refunded("2026-01-02", "1.00 EUR"): want a charge that is paid before it`},
		{sub.Refunded("2026-01-02", "1.00 EUR"), `Refunded("2026-01-02", "1.00 EUR"): want a charge before it`},
		{sub.Credited("2026-01-02", "1.00 EUR"), `want a charge before it`},
		{sub.Disputed("2026-01-02", "1.00 EUR"), `want a charge before it`},
		{sub.RefundableUntil("2026-01-02"), `want a charge before it`},
		{sub.Pending(), `Pending(): want a payment or a refund before it`},
		{charged.Disputed("2026-01-02", "1.00 EUR").Failed(), `Failed(): want a payment or a refund before it`},
		{charged.Refunded("2026-01-02", "1.00 EUR").Authorized(), `Authorized(): want a payment before it`},
		{charged.Goodwill(), `Goodwill(): want a refund before it`},
		{charged.Credited("2026-01-02", "1.00 EUR").Lost(), `Lost(): want a dispute before it`},
		{sub.By(99), `Initiator(99) has no text`},
		{charged.Signed("2026-03-29 02:00:30"), `the clocks of Europe/Paris skip it`},
		{charged.Signed("2026-10-25 02:59:59"), `show it twice: want "2026-10-25T02:59:59+02:00" or "2026-10-25T02:59:59+01:00"`},
	} {
		s, err := tt.story.Build()
		if err == nil || !strings.HasPrefix(err.Error(), "policytest: ") || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("got %v\nwant %s", err, tt.want)
		}
		if !reflect.DeepEqual(s, policy.Snapshot{}) {
			t.Errorf("%s: an error with a snapshot", tt.want)
		}
	}
}

// Stories that begin alike do not tell each other's ends.
func TestStoriesShareNothing(t *testing.T) {
	base := Subscription("sub-1", "UTC").Charged("2026-01-01", "49.00 EUR", Card).Covering("2026-01-01", "2027-01-01")
	before := base.Snapshot(t)
	kinds, at := []string{"use"}, []string{"2026-02-01"}
	one := base.Complete(kinds...).Happened("use", at...)
	two := base.Refunded("2026-02-01", "1.00 EUR").Stopped("2026-03-01")
	kinds[0], at[0] = "other", "never"
	if s := one.Snapshot(t); s.Complete[0] != "use" || len(s.Charges[0].Payments[0].Refunds) > 0 || !s.StoppedAt.IsZero() {
		t.Errorf("the first tells the second's: %s", marshal(s))
	}
	if s := two.Snapshot(t); len(s.Complete) > 0 || len(s.Charges[0].Payments[0].Refunds) != 1 {
		t.Errorf("the second tells the first's: %s", marshal(s))
	}
	s := base.Snapshot(t)
	s.Charges[0].Payments[0].ID = "mine"
	if again := base.Snapshot(t); !reflect.DeepEqual(again, before) {
		t.Errorf("a snapshot that is changed changes the story: %s", marshal(again))
	}
}

// The hour before and after the changes of the clocks is plain, and an hour that
// comes twice can be told with its offset.
func TestStoryInstants(t *testing.T) {
	for text, want := range map[string]string{
		"2026-03-29 01:59":          "2026-03-29T00:59:00Z",
		"2026-03-29 03:00":          "2026-03-29T01:00:00Z",
		"2026-10-25 01:59:59":       "2026-10-24T23:59:59Z",
		"2026-10-25 03:00":          "2026-10-25T02:00:00Z",
		"2026-10-25T02:30:00+01:00": "2026-10-25T01:30:00Z",
		"2026-10-25":                "2026-10-24T22:00:00Z",
	} {
		s := Subscription("sub-1", "Europe/Paris").Signed(text).Snapshot(t)
		if got := s.Contract.UTC().Format(time.RFC3339); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
	// In Havana the day of the change begins at one.
	s := Subscription("sub-1", "America/Havana").Signed("2026-03-08").Snapshot(t)
	if got := s.Contract.Format("15:04"); got != "01:00" {
		t.Errorf("got %s, want 01:00", got)
	}
}

// A mistake fails the test that tells the story.
func TestSnapshotFails(t *testing.T) {
	p, err := policy.Compile(policy.Document{ID: "d", Version: "1", Zone: "UTC", Rounding: 1}, policy.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	for want, tell := range map[string]func(testing.TB){
		`policytest: Signed("soon")`:       func(t testing.TB) { Subscription("sub-1", "UTC").Signed("soon").Snapshot(t) },
		`policytest: DecideAt("soon")`:     func(t testing.TB) { Subscription("sub-1", "UTC").DecideAt(t, p, "soon") },
		`policy: cannot decide: there is`:  func(t testing.TB) { Subscription("sub-1", "UTC").DecideAt(t, nil, "2026-01-01") },
		`policy: cannot decide: the insta`: func(t testing.TB) { Subscription("sub-1", "UTC").DecideAt(t, p, "2226-01-01") },
	} {
		func() {
			defer func() {
				if got, ok := recover().(fatal); !ok || !strings.HasPrefix(string(got), want) {
					t.Errorf("got %q, want %q", got, want)
				}
			}()
			tell(&recorder{})
		}()
	}
}

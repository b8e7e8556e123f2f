package catalog_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

func read(t testing.TB, id string) *policy.Policy {
	t.Helper()
	doc, err := catalog.Lookup(id)
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A member who was charged at once and used the service goes to support by the
// contract of 2020. The statute knows the sum, for a fortnight.
func TestStatuteOverPrime(t *testing.T) {
	p, err := policy.Overlay(read(t, "amazon-prime-fr@2020-02"), read(t, "fr-L221-18"))
	if err != nil {
		t.Fatal(err)
	}
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2020, 9, 5, 10, 0, 0, 0, paris) // the fourteenth day is a Saturday
	s := policy.Snapshot{
		ID: "sub-1", Contract: at, Complete: []string{"use", "consent", "notice"},
		Charges: []policy.Charge{{
			ID: "invoice-1", At: at, Covers: policy.Period{Start: at, End: at.AddDate(1, 0, 0)}, Phase: policy.Initial,
			Payments: []policy.Payment{{ID: "pay-1", State: policy.PaymentCaptured, Captured: money.MustParse("49.00 EUR")}},
		}},
		Events: []policy.Event{{Kind: "use.video", At: at.Add(time.Hour)}},
	}
	asked := []policy.Event{{Kind: "consent.start", At: at}, {Kind: "notice.withdrawal", At: at}}
	for _, tt := range []struct {
		events []policy.Event
		day    int
		want   string
	}{
		{nil, 16, "allowed 49.00 EUR"},
		{nil, 17, "refused none"},
		{asked, 10, "allowed 47.66 EUR"}, // 355 of 365 days are left
		{asked[:1], 10, "allowed 49.00 EUR"},
	} {
		s := s
		s.Events = append(append([]policy.Event(nil), s.Events...), tt.events...)
		d, err := p.DecideAt(s, at.AddDate(0, 0, tt.day))
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(d.Withdraw.Answer, " ", d.Withdraw.Refund); got != tt.want {
			t.Errorf("day %d with %d events: %s, want %s", tt.day, len(tt.events), got, tt.want)
		}
		if d.TerminateNow.Refund.State != policy.SumUndecided || d.TerminateNow.Refund.Ask != policy.Support {
			t.Errorf("the contract: %s", d.TerminateNow.Refund)
		}
	}
}

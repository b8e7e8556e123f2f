package catalog_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/internal/conformance"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

// A vendorCase is a worked case of a vendor's policy, as the case files have
// it; the head of each file explains the fields.
type vendorCase struct {
	ID       string
	Policy   string
	Market   string
	Snapshot struct {
		Timezone string
		Calendar string
		Currency string
		Plan     struct{ ID string }
		Channel  string
		Trial    *struct{ Start, End time.Time }
		Charges  []vendorCharge
		Usage    []struct {
			At   time.Time
			Kind string
		}
		RenewalStoppedAt *time.Time `json:"renewal_stopped_at"`
		EndedAt          *time.Time `json:"ended_at"`
	}
	Now      time.Time
	NowDate  calendar.Date `json:"now_local_date"`
	Request  string
	Expected struct {
		Actions []string
		Refund  struct {
			Status   string
			Minor    *int64 `json:"amount_minor"`
			Currency string
			Handling *string
		}
		DueMinor     int64          `json:"amount_due_minor"`
		EffectiveEnd *calendar.Date `json:"effective_end"`
		AccessUntil  *calendar.Date `json:"access_until"`
		Arrival      *struct {
			Unit, Calendar, From string
			Min, Max             int
			Earliest, Latest     calendar.Date
		} `json:"refund_expected"`
	}
}

type vendorCharge struct {
	At            time.Time
	AmountMinor   int64 `json:"amount_minor"`
	RefundedMinor int64 `json:"refunded_minor"`
	Covers        struct{ Start, End calendar.Date }
	Phase         policy.Phase
	Method        string
}

func TestConformancePrimeFR(t *testing.T) { conformVendors(t, "prime-fr.json") }

func conformVendors(t *testing.T, file string) {
	conformance.Run(t, file, func(t *testing.T, data []byte, y *conformance.Tally) {
		var all struct{ Cases []json.RawMessage }
		if err := json.Unmarshal(data, &all); err != nil {
			t.Fatal(err)
		}
		for i, raw := range all.Cases {
			var c vendorCase
			if err := json.Unmarshal(raw, &c); err != nil {
				y.Case(fmt.Sprintf("%s[%d]", file, i), err)
				continue
			}
			y.Case(c.ID, c.check())
		}
	})
}

// check decides the case and compares every expectation.
func (c *vendorCase) check() error {
	p, err := c.compile()
	if err != nil {
		return err
	}
	zone, err := c.zone()
	if err != nil {
		return err
	}
	s, err := c.snapshot(zone)
	if err != nil {
		return err
	}
	d, err := p.DecideAt(s, c.Now)
	if err != nil {
		return err
	}
	var actions []string
	var action policy.Action
	for a, v := range d.Verdicts() {
		name := a.String()
		if a == policy.TerminateNow && date(v.Ends, c.Now, zone).After(calendar.DateIn(c.Now, zone)) {
			name = "terminate_with_notice" // the case files' word for a later end
		}
		if v.Allowed() && a != policy.ResumeRenewal {
			actions = append(actions, name)
		}
		if name == c.Request || a.String() == c.Request {
			action = a
		}
	}
	if action == 0 {
		return fmt.Errorf("request %q is none that the library knows", c.Request)
	}
	v := d.Verdict(action)
	want := &c.Expected
	diff := differences{}
	diff.add("actions", actions, want.Actions, slices.Equal(actions, want.Actions))

	refund := &want.Refund
	status, minor := c.money(v.Refund, s)
	diff.add("refund status", status, refund.Status,
		status == refund.Status || status == "undecided" && (refund.Status == "contact_support" || refund.Status == "discretionary"))
	diff.add("refund amount", minor, refund.Minor,
		minor == nil && refund.Minor == nil || minor != nil && refund.Minor != nil && *minor == *refund.Minor)
	diff.add("currency", v.Refund.Amount.Currency(), refund.Currency,
		!v.Refund.Amount.IsValid() || v.Refund.Amount.Currency().Code() == refund.Currency)
	diff.add("amount due", v.Due.Amount.Minor(), want.DueMinor, v.Due.Amount.Minor() == want.DueMinor)
	if refund.Handling != nil {
		words := map[policy.Handler]string{0: "none", policy.Biller: "third_party"}
		handling := words[v.Handling.Money]
		if handling == "" {
			handling = v.Handling.Money.String()
		}
		diff.add("handling", handling, *refund.Handling, handling == *refund.Handling)
	}

	// An action that leaves the running period alone has no effective end of
	// its own; what is refused leaves things as they stand.
	ends, access := date(v.Ends, c.Now, zone), date(v.Access, c.Now, zone)
	if !v.Allowed() || action == policy.StopRenewal && ends == calendar.DateIn(d.Running.End, zone) {
		ends = calendar.Date{}
	}
	switch {
	case v.Allowed():
	case !d.Running.End.IsZero():
		access = calendar.DateIn(d.Running.End, zone)
	case d.Phase == policy.Ended && s.EndedAt.IsZero(): // it ran out
		access = calendar.DateIn(v.Reasons[0].At, zone)
	}
	diff.add("effective end", ends, want.EffectiveEnd, ends == or(want.EffectiveEnd))
	diff.add("access until", access, want.AccessUntil, access == or(want.AccessUntil))

	if a := want.Arrival; a == nil {
		diff.add("arrival", v.Payout, "none", v.Payout == policy.Arrival{})
	} else {
		diff.add("arrival", v.Payout, *a, v.Payout.Unit.String() == a.Unit && v.Payout.Calendar == a.Calendar &&
			int(v.Payout.Min) == a.Min && int(v.Payout.Max) == a.Max && a.From == "request" &&
			v.Payout.Expect == calendar.Range{Earliest: a.Earliest, Latest: a.Latest})
	}
	return diff.err()
}

// zone is the zone of the document, or that of the case where only it gives the
// case's own local date.
func (c *vendorCase) zone() (*time.Location, error) {
	doc, err := catalog.Lookup(c.Policy)
	if err != nil {
		return nil, err
	}
	own, err := time.LoadLocation(doc.Zone)
	if err != nil || calendar.DateIn(c.Now, own) == c.NowDate {
		return own, err
	}
	return time.LoadLocation(c.Snapshot.Timezone)
}

// compile compiles the case's policy. The case's calendar overrides the
// document's.
func (c *vendorCase) compile() (*policy.Policy, error) {
	doc, err := catalog.Lookup(c.Policy)
	if errors.Is(err, catalog.ErrUnknown) {
		return nil, fmt.Errorf("%w: %w", conformance.ErrUnknown, err)
	} else if err != nil {
		return nil, err
	}
	if c.Snapshot.Calendar != "" {
		doc.Calendar = c.Snapshot.Calendar
	}
	zone, err := c.zone()
	if err != nil {
		return nil, err
	}
	doc.Zone = zone.String()
	p, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
	if errors.Is(err, holidays.ErrUnknown) {
		return nil, fmt.Errorf("%w: %w", conformance.ErrUnknown, err)
	}
	return p, err
}

// snapshot writes the case's facts as a snapshot. Its event lists are complete.
func (c *vendorCase) snapshot(zone *time.Location) (policy.Snapshot, error) {
	in := &c.Snapshot
	s := policy.Snapshot{
		ID: c.ID, Market: c.Market, Plan: in.Plan.ID, Channel: in.Channel, Complete: []string{"use"},
	}
	if in.Trial != nil {
		s.Trial = policy.Period{Start: in.Trial.Start, End: in.Trial.End}
	}
	if in.RenewalStoppedAt != nil {
		s.StoppedAt = *in.RenewalStoppedAt
	}
	if in.EndedAt != nil {
		s.EndedAt = *in.EndedAt
	}
	for _, u := range in.Usage {
		s.Events = append(s.Events, policy.Event{Kind: "use." + strings.ToLower(u.Kind), At: u.At})
	}
	currency, err := money.ParseCurrency(in.Currency)
	if err != nil {
		return s, err
	}
	amount := func(minor int64) money.Amount {
		a, err2 := money.FromMinor(minor, currency)
		err = errors.Join(err, err2)
		return a
	}
	for i, ch := range in.Charges {
		p := policy.Payment{
			ID: fmt.Sprintf("payment-%d", i), Method: ch.Method,
			State: policy.PaymentCaptured, Captured: amount(ch.AmountMinor),
		}
		if ch.RefundedMinor != 0 {
			p.Refunds = []policy.Refund{{Amount: amount(ch.RefundedMinor)}}
		}
		s.Charges = append(s.Charges, policy.Charge{
			ID: fmt.Sprintf("charge-%d", i), At: ch.At, Phase: ch.Phase, Payments: []policy.Payment{p},
			Covers: policy.Period{Start: ch.Covers.Start.Start(zone), End: ch.Covers.End.Start(zone)},
		})
	}
	return s, err
}

// money puts a sum in the words of the case files.
func (c *vendorCase) money(sum policy.Sum, s policy.Snapshot) (status string, minor *int64) {
	n := sum.Amount.Minor()
	switch {
	case sum.State == policy.SumUndecided:
		return "undecided", nil
	case n == 0:
		return "none", &n
	}
	var latest policy.Charge
	for _, ch := range s.Charges {
		if !ch.At.After(c.Now) && !ch.At.Before(latest.At) {
			latest = ch
		}
	}
	if latest.Payments[0].Captured == sum.Amount {
		return "full", &n
	}
	return "partial", &n
}

// date is the civil day of a moment.
func date(m policy.Moment, now time.Time, zone *time.Location) calendar.Date {
	switch m.Kind {
	case policy.Fixed:
		return calendar.DateIn(m.At, zone)
	case policy.AtRequest:
		return calendar.DateIn(now, zone)
	}
	return calendar.Date{}
}

func or(d *calendar.Date) calendar.Date {
	if d == nil {
		return calendar.Date{}
	}
	return *d
}

// differences gathers what a case expected and did not get.
type differences []error

func (d *differences) add(what string, got, want any, equal bool) {
	if !equal {
		*d = append(*d, fmt.Errorf("%s: got %s, want %s", what, show(got), show(want)))
	}
}

func (d differences) err() error { return errors.Join(d...) }

func show(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}

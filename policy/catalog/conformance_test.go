package catalog_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/internal/conformance"
	"github.com/rescind-go/rescind/internal/explained"
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
		Plan     struct {
			ID       string
			Interval string
			Minor    int64 `json:"price_minor"`
		}
		Channel string
		Trial   *struct{ Start, End time.Time }
		Charges []vendorCharge
		Usage   []struct {
			At    time.Time
			Kind  string
			Minor int64 `json:"value_minor"` // what it was worth
		}
		Commitment *struct {
			Start, End  calendar.Date
			Instalments int
		}
		TerminationBy string `json:"termination_by"`
		VendorReason  string `json:"vendor_reason"`
		PriorRefunds  []struct {
			At   time.Time
			Kind string
		} `json:"prior_refunds"`
		QuoteMinor       *int64     `json:"vendor_quote_minor"`
		DayPassMinor     *int64     `json:"day_pass_minor"`
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
	AmountMinor   int64                              `json:"amount_minor"`
	RefundedMinor int64                              `json:"refunded_minor"`
	Covers        struct{ Start, End calendar.Date } // without an end: for good
	Phase         policy.Phase
	Method        string
	Components    map[string]int64
}

func TestConformancePrimeFR(t *testing.T) { conformVendors(t, "prime-fr.json") }
func TestConformanceVendors(t *testing.T) { conformVendors(t, "vendors.json") }

// Cases of our own, a file for a part of the alphabet.
func TestConformanceOwn(t *testing.T) {
	files, err := filepath.Glob("testdata/own-*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range files {
		conformVendors(t, filepath.Base(file))
	}
}

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
	doc, _ := catalog.Lookup(c.Policy)
	s.Complete = kinds(doc)
	d, err := p.DecideAt(s, c.Now)
	if err != nil {
		return err
	}
	if err := explained.Check(p, s, c.Now); err != nil {
		return fmt.Errorf("the explanation: %w", err)
	}
	// The files have one word for ending now and withdrawing, and two for ending
	// now and later.
	action := map[string]policy.Action{
		"stop_renewal": policy.StopRenewal, "terminate_now": policy.TerminateNow, "terminate_with_notice": policy.TerminateNow,
	}[c.Request]
	if action == 0 {
		return fmt.Errorf("request %q is none that the library knows", c.Request)
	}
	if w := d.Withdraw; action == policy.TerminateNow && w.Allowed() && (!d.TerminateNow.Allowed() || w.Refund.Amount.Minor() > d.TerminateNow.Refund.Amount.Minor()) {
		action = policy.Withdraw
	}
	actions := []string{}
	if s.Request.By == policy.ByCustomer { // no other leaves the customer anything to do
		if d.StopRenewal.Allowed() {
			actions = append(actions, "stop_renewal")
		}
		if d.TerminateNow.Allowed() || d.Withdraw.Allowed() {
			actions = append(actions, "terminate_now")
		}
	}
	v := d.Verdict(action)
	want := &c.Expected
	diff := differences{}
	for i, name := range want.Actions {
		if name == "terminate_with_notice" {
			want.Actions[i] = "terminate_now"
		}
	}
	diff.add("actions", actions, want.Actions, slices.Equal(actions, want.Actions))

	refund := &want.Refund
	status, minor := c.money(v.Refund, s)
	if status == "none" { // a credit is not a refund, and the files have a word for it
		switch n := v.Credit.Amount.Minor(); {
		case v.Credit.State == policy.SumUndecided:
			status, minor = "undecided", nil
		case n > 0:
			status, minor = "credit", &n
		}
	}
	diff.add("refund status", status, refund.Status,
		status == refund.Status || status == "undecided" && (refund.Status == "contact_support" || refund.Status == "discretionary"))
	diff.add("refund amount", minor, refund.Minor,
		minor == nil && refund.Minor == nil || minor != nil && refund.Minor != nil && *minor == *refund.Minor)
	diff.add("currency", v.Refund.Amount.Currency(), refund.Currency,
		!v.Refund.Amount.IsValid() || v.Refund.Amount.Currency().Code() == refund.Currency)
	diff.add("amount due", v.Due.Amount.Minor(), want.DueMinor, v.Due.Amount.Minor() == want.DueMinor)
	if refund.Handling != nil {
		words := map[policy.Handler]string{0: "none", policy.Biller: "third_party"}
		who := v.Handling.Money
		if why := slices.IndexFunc(v.Reasons, func(r policy.Reason) bool { return r.Code == policy.QuoteMissing }); why >= 0 && status == "undecided" {
			who = handler(doc, v.Reasons[why].Rule) // who would have told the figure
		}
		handling := words[who]
		if handling == "" {
			handling = who.String()
		}
		if status == "none" {
			handling = "none" // a sum that came to nothing has nothing to carry out
		}
		diff.add("handling", handling, *refund.Handling, handling == *refund.Handling)
	}

	// An action that leaves the running period alone has no effective end of
	// its own; what is refused leaves things as they stand.
	ends, access := date(v.Ends, c.Now, zone), date(v.Access, c.Now, zone)
	if !v.Allowed() || action == policy.StopRenewal && (ends == calendar.DateIn(d.Running.End, zone) || ends == calendar.DateIn(s.Commitment.End, zone) || c.paidUntil(ends)) {
		ends = calendar.Date{}
	}
	switch {
	case v.Allowed(), access.IsValid(): // a refusal may say until when it goes on
	case !d.Running.End.IsZero():
		access = calendar.DateIn(d.Running.End, zone)
	case d.Phase == policy.Ended && s.EndedAt.IsZero(): // it ran out
		access = calendar.DateIn(v.Reasons[0].At, zone)
	}
	diff.add("effective end", ends, want.EffectiveEnd, ends == or(want.EffectiveEnd))
	diff.add("access until", access, want.AccessUntil, access == or(want.AccessUntil) || access.Year() > 2100 && want.AccessUntil == nil)

	if a := want.Arrival; a == nil || a.Unit == "unspecified" {
		diff.add("arrival", v.Payout, "none", v.Payout == policy.Arrival{Text: v.Payout.Text})
	} else {
		diff.add("arrival", v.Payout, *a, v.Payout.Unit.String() == strings.TrimPrefix(a.Unit, "calendar_") && v.Payout.Calendar == a.Calendar &&
			int(v.Payout.Min) == a.Min && int(v.Payout.Max) == a.Max && a.From == "request" &&
			v.Payout.Expect == calendar.Range{Earliest: a.Earliest, Latest: a.Latest})
	}
	return diff.err()
}

// handler is who handles the money by a rule of a document.
func handler(d policy.Document, rule string) policy.Handler {
	for _, r := range slices.Concat(d.StopRenewal, d.TerminateNow, d.Withdraw, d.ResumeRenewal) {
		if r.ID == rule {
			return r.Handling.Money
		}
	}
	return 0
}

// paidUntil reports whether a charge pays for the time up to a day.
func (c *vendorCase) paidUntil(day calendar.Date) bool {
	return slices.ContainsFunc(c.Snapshot.Charges, func(ch vendorCharge) bool { return ch.Covers.End == day })
}

// blames reports whether a vendor's reason is something that the customer did.
func blames(reason string) bool {
	return slices.ContainsFunc([]string{"misuse", "violation", "fraud", "breach", "abuse", "sanction", "non_payment"}, func(word string) bool {
		return strings.Contains(reason, word)
	}) || reason == "cause" || reason == "for_cause"
}

// zone is the zone of the document or, in another country than it was written for,
// that of the case. At home the vendor's midnights count, wherever the customer
// lives.
func (c *vendorCase) zone() (*time.Location, error) {
	doc, err := catalog.Lookup(c.Policy)
	if err != nil {
		return nil, err
	}
	own, err := time.LoadLocation(doc.Zone)
	if err != nil || country(doc.Market) == country(c.Market) {
		return own, err
	}
	return time.LoadLocation(c.Snapshot.Timezone)
}

// country cuts the region off a market.
func country(market string) string {
	land, _, _ := strings.Cut(market, "-")
	return land
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
		ID: c.ID, Market: c.Market, Plan: in.Plan.ID, Channel: in.Channel,
	}
	switch by := in.TerminationBy; {
	case by == "" || by == "customer":
	case by != "vendor" && by != "insurer":
		s.Request.By, s.Request.Cause = policy.ByEvent, by
	case blames(in.VendorReason):
		s.Request.By = policy.ByVendorForCause
	default: // at will, or because the service is given up
		s.Request.By = policy.ByVendor
	}
	for _, r := range in.PriorRefunds { // of an earlier subscription
		s.Events = append(s.Events, policy.Event{Kind: "refund." + r.Kind, At: r.At})
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
	quote := func(name string, minor int64) {
		s.Quotes = append(s.Quotes, policy.Quote{Name: name, Amount: amount(minor)})
	}
	used, latest := int64(0), time.Time{} // what was used before the latest charge was paid for by another, or free
	for _, ch := range in.Charges {
		if ch.At.After(latest) && !ch.At.After(c.Now) {
			latest = ch.At
		}
	}
	for _, u := range in.Usage {
		if !u.At.Before(latest) && !u.At.After(c.Now) {
			used += u.Minor
		}
	}
	quote("benefits_used", used)
	if in.QuoteMinor != nil {
		quote("refund", *in.QuoteMinor)
	}
	if in.DayPassMinor != nil {
		quote("day_pass", *in.DayPassMinor)
	}
	if in.Trial != nil {
		s.Contract = in.Trial.Start
	} else if len(in.Charges) > 0 {
		first := in.Charges[0]
		if s.Contract = first.At; first.Phase == policy.Renewal && first.Covers.End.IsValid() {
			// A renewal is not what was agreed on first: a term went before it.
			s.Contract = first.Covers.Start.AddDays(-first.Covers.End.DaysSince(first.Covers.Start)).Start(zone)
		}
	}
	if m := in.Commitment; m != nil {
		if s.Contract.IsZero() || m.Start.Before(calendar.DateIn(s.Contract, zone)) {
			s.Contract = m.Start.Start(zone) // only the latest charges are listed
		}
		s.Commitment = policy.Period{Start: m.Start.Start(zone), End: m.End.Start(zone)}
		for i := 0; m.Start.AddMonths(i).Before(m.End); i++ {
			s.Instalments = append(s.Instalments, policy.Instalment{
				ID: fmt.Sprintf("instalment-%d", i), At: m.Start.AddMonths(i).Start(zone), Amount: amount(in.Plan.Minor),
			})
		}
	}
	for i, ch := range in.Charges {
		if !ch.Covers.End.IsValid() {
			ch.Covers.End = ch.Covers.Start.AddMonths(12 * 100)
		}
		if ch.Method == "" { // the files name a method where it matters
			ch.Method = "ordinary"
		}
		p := policy.Payment{
			ID: fmt.Sprintf("payment-%d", i), Method: ch.Method,
			State: policy.PaymentCaptured, Captured: amount(ch.AmountMinor),
		}
		if ch.RefundedMinor != 0 {
			p.Refunds = []policy.Refund{{Amount: amount(ch.RefundedMinor)}}
		}
		var parts []policy.Component
		if over := ch.AmountMinor - in.Plan.Minor; len(ch.Components) == 0 && ch.Phase == policy.Initial && in.Plan.Minor > 0 && over > 0 {
			// What a first charge asks beyond the price of the plan is a fee.
			ch.Components = map[string]int64{"membership": in.Plan.Minor, "joining_fee": over}
		}
		for _, name := range slices.Sorted(maps.Keys(ch.Components)) {
			parts = append(parts, policy.Component{Name: name, Amount: amount(ch.Components[name])})
		}
		s.Charges = append(s.Charges, policy.Charge{
			Components: parts,
			ID:         fmt.Sprintf("charge-%d", i), At: ch.At, Phase: ch.Phase, Payments: []policy.Payment{p},
			Covers: policy.Period{Start: ch.Covers.Start.Start(zone), End: ch.Covers.End.Start(zone)},
		})
	}
	return s, err
}

// kinds lists the kinds of event that a document asks for: the files list all
// events, and what is absent did not happen.
func kinds(d policy.Document) []string {
	all := []string{"use"}
	for _, rules := range [][]policy.Rule{d.StopRenewal, d.TerminateNow, d.Withdraw, d.ResumeRenewal} {
		for _, r := range rules {
			for _, f := range r.When.Facts {
				all = append(all, f.Event)
			}
			for _, p := range []policy.Point{r.When.Window.From, r.When.Window.Until, r.When.Window.OrUntil} {
				if _, kind, ok := strings.Cut(string(p), "event:"); ok {
					kind, _, _ = strings.Cut(kind, " ")
					all = append(all, kind)
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
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

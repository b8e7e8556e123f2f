package policy_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/internal/conformance"
	"github.com/rescind-go/rescind/internal/explained"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// A billingCase is a worked case of another billing system, as the case files
// have it; the head of each file explains the fields. Its convention becomes a
// document, and what happened a snapshot: the expected figures are only looked
// at afterwards.
type billingCase struct {
	ID       string
	Currency money.Currency
	Timezone string

	// The convention.
	Peer            string
	Basis           string
	Rounding        money.Rounding
	Measure         string
	CancelDayUsed   bool   `json:"cancel_day_used"`
	WindowHours     int    `json:"window_hours"`
	WindowDays      int    `json:"window_days"`
	DenominatorDays int    `json:"denominator_days"`
	PriorMode       string `json:"prior_mode"`

	// What happened.
	PeriodStart     string `json:"period_start"`
	PeriodEnd       string `json:"period_end"`
	CancelAt        string `json:"cancel_at"`
	TrialEnd        string `json:"trial_end"`
	Paid            figure
	NetAmount       figure `json:"net_amount"`
	Coupon          figure
	TaxRatePercent  figure `json:"tax_rate_percent"`
	ListPrice       figure `json:"list_price"`
	PriorRefunds    figure `json:"prior_refunds"`
	PotentialRefund figure `json:"potential_refund"`

	// What is expected, and why the library must not give it.
	ExpectedRefund     figure            `json:"expected_refund"`
	ExpectedCredit     figure            `json:"expected_credit"`
	HalfEven           figure            `json:"half_even"`
	PriorRefundSchools map[string]figure `json:"prior_refund_schools"`
	Refuse             string

	kept       map[string]figure // expected_retained and the like: what is not given back
	unread     []string          // fields that mean nothing here
	zone       *time.Location
	start, end time.Time
	cancel     time.Time
	trialEnd   time.Time // zero: not in the period
	pauses     []policy.Period
	resumes    bool // nothing was cancelled: the pause alone comes back
}

// Fields that tell where a case comes from, or how its figures came about, and
// change nothing.
var billingRemarks = strings.Fields(`source source_type note numbers_origin plain_days plain_seconds peer_rule
	peer_rule_result verdict quirk quirk_class source_period_start source_period_end service_start
	service_end_inclusive ratio invoice_total invoice_paid items_on_invoice trial_start discount_percent
	discount_amount`)

func TestConformanceBilling(t *testing.T) {
	conformance.Run(t, "billing.json", func(t *testing.T, data []byte, y *conformance.Tally) {
		for i, raw := range billingCases(t, data) {
			c, err := readBillingCase(raw)
			var got billingAnswer
			if err == nil {
				got, err = c.answer(c.Rounding, c.PriorMode)
			}
			if err == nil && c.Refuse == "" {
				err = c.compare(got)
			}
			key := cmp.Or(c.ID, fmt.Sprintf("billing.json[%d]", i))
			if errors.Is(err, conformance.ErrUnknown) {
				t.Logf("%s: %v", key, err)
			} else if c.Refuse != "" {
				if err == nil {
					err = c.refused(got)
				}
				if err != nil {
					t.Errorf("%s, which the case refuses (%s): %v", key, c.Refuse, err)
				}
				y.Refused(key, c.Refuse)
				continue
			} else if err != nil && c.forgetsMoney(got) {
				t.Logf("%s: %v", key, err)
				y.Refused(key, "the share of money forgets what went back in money before")
				continue
			}
			y.Case(key, err)
		}
	})
}

// What the cases at hand refuse is explained in testdata/refusals.json, with
// both figures.
func TestBillingRefusalsAreListed(t *testing.T) {
	var refusals map[string]string
	text, err := os.ReadFile("testdata/refusals.json")
	if err == nil {
		err = json.Unmarshal(text, &refusals)
	}
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("testdata/billing.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, raw := range billingCases(t, data) {
		c, err := readBillingCase(raw)
		if err != nil {
			t.Fatal(err)
		}
		if c.Refuse == "" {
			continue
		}
		back := c.exact()
		ours, _, _ := strings.Cut(c.amount(back.refund+back.credit).String(), " ")
		for _, figure := range []string{string(c.ExpectedRefund), ours} {
			if !strings.Contains(refusals[c.ID], figure) {
				t.Errorf("%s: no reason that names %s: %q", c.ID, figure, refusals[c.ID])
			}
		}
	}
}

func billingCases(t *testing.T, data []byte) []json.RawMessage {
	var all struct{ Cases []json.RawMessage }
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all.Cases
}

// strange is the error of a case that says something this library, or this
// test, has no words for.
func strange(format string, args ...any) error {
	return fmt.Errorf("%w: %w", conformance.ErrUnknown, fmt.Errorf(format, args...))
}

// A figure is a number as the case files write it: text, or a JSON number. The
// empty figure is absent.
type figure string

func (f *figure) UnmarshalJSON(data []byte) error {
	text := figure(bytes.Trim(data, `"`))
	if text == "null" {
		text = ""
	}
	if _, ok := new(big.Rat).SetString(string(text)); !ok && text != "" {
		return fmt.Errorf("%s is not a number", data)
	}
	*f = text
	return nil
}

// rat returns the exact value, and 0 for none.
func (f figure) rat() *big.Rat {
	r := new(big.Rat)
	if f != "" {
		r.SetString(string(f)) // what was read is a number
	}
	return r
}

// minor returns the minor units of an amount in major ones.
func (c *billingCase) minor(major *big.Rat) *big.Rat {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(c.Currency.Digits())), nil)
	return new(big.Rat).Mul(major, new(big.Rat).SetInt(unit))
}

// units is minor for what must be whole, rounded if it is not.
func (c *billingCase) units(major *big.Rat) int64 { return rounded(c.minor(major), money.HalfUp) }

func (c *billingCase) amount(units int64) money.Amount { return minor(units, c.Currency.Code()) }

// readBillingCase reads a case. Even with an error it has the id, where that
// can be read.
func readBillingCase(raw []byte) (*billingCase, error) {
	c := &billingCase{Timezone: "UTC", Rounding: money.HalfUp}
	if err := json.Unmarshal(raw, c); err != nil {
		return c, strange("%w", err)
	}
	var rest map[string]json.RawMessage
	if err := json.Unmarshal(raw, &rest); err != nil {
		return c, err
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[billingCase]()) {
		if f.IsExported() {
			delete(rest, cmp.Or(f.Tag.Get("json"), strings.ToLower(f.Name)))
		}
	}
	for _, name := range billingRemarks {
		delete(rest, name)
	}
	if c.Paid == "" || !c.Currency.IsValid() {
		return c, strange("%q of %q paid", c.Paid, c.Currency)
	}
	if c.PriorMode == "" && c.Peer == "lago" && c.Basis != "cap" {
		c.PriorMode = "deduct" // what its credit notes do with earlier ones
	}
	if err := c.readDates(); err != nil {
		return c, err
	}
	return c, c.readRest(rest)
}

// readDates reads the instants.
func (c *billingCase) readDates() error {
	var err error
	if c.zone, err = time.LoadLocation(c.Timezone); err != nil {
		return strange("%w", err)
	}
	for _, d := range []struct {
		text string
		into *time.Time
	}{{c.PeriodStart, &c.start}, {c.PeriodEnd, &c.end}, {c.CancelAt, &c.cancel}, {c.TrialEnd, &c.trialEnd}} {
		if *d.into, err = c.instant(d.text); err != nil {
			return err
		}
	}
	if !c.trialEnd.After(c.start) {
		c.trialEnd = time.Time{} // it was over before
	}
	if !c.timed() && (c.cancel.Before(c.start) || !c.cancel.Before(c.end)) {
		// It is about an amount, and any time will do.
		c.start, c.cancel, c.end = ts("2024-04-01T00:00:00Z"), ts("2024-04-16T00:00:00Z"), ts("2024-05-01T00:00:00Z")
	}
	if c.start.IsZero() || !c.start.Before(c.end) {
		return strange("a period from %q to %q", c.PeriodStart, c.PeriodEnd)
	}
	return nil
}

// instant reads a date, which is its midnight in the zone of the case, or an
// instant. Without a text it is zero.
func (c *billingCase) instant(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if d, err := calendar.ParseDate(text); err == nil {
		return d.Start(c.zone), nil
	}
	if t, err := time.ParseInLocation("2006-01-02T15:04:05", text, c.zone); err == nil {
		return t, nil
	}
	return time.Parse(time.RFC3339, text)
}

// timed reports whether the dates of the case matter.
func (c *billingCase) timed() bool {
	return !slices.Contains([]string{"none", "full", "cap", "override"}, c.Basis)
}

// pauseField matches the names that a hole in the period goes by.
var pauseField = regexp.MustCompile(`^(?:pauses?|paused|block|blocked|hole|suspended|on_hold)(?:_(start|from|at|end|until|to))?$`)

// typedField matches the names of a refund that somebody typed in.
var typedField = regexp.MustCompile(`^(?:override|override_(?:amount|refund)|refund_amount|requested_(?:amount|refund))$`)

// readRest reads the fields that have several names, and keeps the names of
// those that mean nothing here.
func (c *billingCase) readRest(rest map[string]json.RawMessage) error {
	var pause pauseCase
	var pauses []pauseCase
	c.kept = map[string]figure{}
	for _, name := range slices.Sorted(maps.Keys(rest)) {
		raw, err := rest[name], error(nil)
		field := pauseField.FindStringSubmatch(name)
		switch {
		case string(raw) == "null":
		case field != nil && field[1] == "":
			err = json.Unmarshal(raw, &pauses)
		case field != nil && (field[1] == "end" || field[1] == "until" || field[1] == "to"),
			name == "resume_at", name == "resumed_at":
			err = json.Unmarshal(raw, &pause.End)
		case field != nil:
			err = json.Unmarshal(raw, &pause.Start)
		case typedField.MatchString(name):
			err = json.Unmarshal(raw, &c.PotentialRefund)
		default:
			var f figure
			if !strings.HasPrefix(name, "expected_") || json.Unmarshal(raw, &f) != nil {
				c.unread = append(c.unread, name)
				break
			}
			c.kept[name] = f
		}
		if err != nil {
			return strange("%s: %w", name, err)
		}
	}
	if pause != (pauseCase{}) {
		pauses = append(pauses, pause)
	}
	return c.readPauses(pauses)
}

// A pauseCase is a pause as a case file writes it.
type pauseCase struct{ Start, End, From, To, Until string }

// readPauses takes in the pauses. A pause that begins when the case has
// something happen, and ends again in the period, is what happens: nothing was
// cancelled.
func (c *billingCase) readPauses(pauses []pauseCase) error {
	for _, p := range pauses {
		start, err := c.instant(cmp.Or(p.Start, p.From, c.CancelAt))
		end, err2 := c.instant(cmp.Or(p.End, p.Until, p.To, c.PeriodEnd))
		if err = errors.Join(err, err2); err != nil {
			return err
		}
		if start.IsZero() || !start.Before(end) {
			return strange("a pause from %s to %s", start, end)
		}
		c.pauses = append(c.pauses, policy.Period{Start: start, End: end})
		if (c.cancel.IsZero() || start.Equal(c.cancel)) && end.Before(c.end) {
			c.resumes, c.cancel = true, end
		}
	}
	if c.cancel.IsZero() {
		return strange("no instant of cancelling")
	}
	return nil
}

// decision compiles the case's convention and decides its facts.
func (c *billingCase) decision(mode money.Rounding, school string) (policy.Verdict, error) {
	doc, err := c.document(mode, school)
	if err != nil {
		return policy.Verdict{}, err
	}
	p, err := policy.Compile(doc, policy.Sources{})
	if err != nil {
		return policy.Verdict{}, err
	}
	d, err := p.DecideAt(c.snapshot(), c.cancel)
	if err == nil {
		err = explained.Check(p, c.snapshot(), c.cancel)
	}
	return d.TerminateNow, err
}

// document states the convention. What it says of rounding and of refunds given
// earlier can be asked for one by one.
func (c *billingCase) document(mode money.Rounding, school string) (policy.Document, error) {
	doc := policy.Document{ID: "billing-case", Version: "1", Zone: c.zone.String(), Rounding: mode}
	f, err := c.formula(school)
	if err != nil {
		return doc, err
	}
	rule := policy.Rule{ID: "cancelled", Ends: "request", Refund: f}
	switch c.Measure {
	case "credit":
		if f.Fraction != policy.FractionNone {
			rule.Settlement.As = policy.AsCredit
		}
	case "refund", "retained":
	case "charge_used", "net_charge":
		if c.Paid.rat().Sign() == 0 {
			return doc, strange("%s, and nothing was paid", c.Measure)
		}
	default:
		return doc, strange("measure %q", c.Measure)
	}
	switch {
	case c.WindowHours != 0 || c.WindowDays != 0:
		span := calendar.Span{N: c.WindowHours, Unit: calendar.Hours}
		if c.WindowDays != 0 {
			span = calendar.Span{N: c.WindowDays, Unit: calendar.Days}
		}
		rule.When.Window.Until = policy.Point("latest_charge + " + span.String())
		after := policy.Rule{ID: "after-the-window", Ends: "request", Refund: policy.Formula{Fraction: policy.FractionNone}}
		doc.TerminateNow = []policy.Rule{rule, after}
	case !c.trialEnd.IsZero() && !c.resumes && f.Fraction == policy.FractionUnused:
		trial := rule
		trial.ID, trial.When.Window.Until, trial.Refund.Time.From = "in-the-trial", "trial_end", "trial_end"
		if f.Time.Day != 0 {
			trial.Refund.Time.Day = policy.Unused // the first day after it was not used
		}
		doc.TerminateNow = []policy.Rule{trial, rule}
	default:
		doc.TerminateNow = []policy.Rule{rule}
	}
	return doc, nil
}

// formula states how much comes back.
func (c *billingCase) formula(school string) (policy.Formula, error) {
	f := policy.Formula{Base: policy.BaseLatestCharge, Asked: c.asked() > c.units(c.Paid.rat())}
	switch school {
	case "", "cap", "ignore": // no refund here ignores what went back: the nearest is capped
	case "deduct":
		f.Earlier = policy.EarlierDeducted
	case "net_then_prorate":
		f.Earlier = policy.EarlierNetted
	default:
		return f, strange("prior_mode %q", school)
	}
	windowed := c.WindowHours != 0 || c.WindowDays != 0
	switch {
	case windowed != (c.Basis == "window" || c.Basis == "window_full"):
		return f, strange("basis %q of a window of %d hours and %d days", c.Basis, c.WindowHours, c.WindowDays)
	case c.Basis == "none":
		return policy.Formula{Fraction: policy.FractionNone}, nil
	case windowed:
		f.Base, f.Fraction, f.Asked = policy.BaseAllCharges, policy.FractionAll, false // the period may be over
		return f, nil
	case c.Basis == "full", c.Basis == "cap" && c.PotentialRefund == "":
		f.Fraction = policy.FractionAll
		return f, nil
	case c.Basis == "cap", c.Basis == "override" && c.PotentialRefund != "":
		f.Fraction, f.Quote, f.Asked = policy.FractionQuoted, "worked-out-elsewhere", false
		if f.Earlier == policy.EarlierNetted {
			return f, strange("prior_mode %q of a figure", school)
		}
		return f, nil
	}
	var err error
	f.Fraction = policy.FractionUnused
	f.Time, err = c.share()
	return f, err
}

// fixedDays matches a basis with a fixed divisor: "actual/30", "days/365".
var fixedDays = regexp.MustCompile(`^(?:actual|days)/([0-9]+)$`)

// share states how time is counted.
func (c *billingCase) share() (policy.Share, error) {
	s := policy.Share{Unit: "1 day", Day: policy.Unused}
	if c.CancelDayUsed {
		s.Day = policy.Used
	}
	if c.resumes {
		s.From, s.Day = "term_end", policy.Unused
	}
	switch fixed := fixedDays.FindStringSubmatch(c.Basis); {
	case c.Basis == "seconds":
		s.Unit, s.Day = "second", 0
	case c.Basis == "months":
		s.Unit, s.Begun = "1 month", policy.Used // months left are whole ones
	case c.Basis == "30/360", c.Basis == "strict30/360":
		s.Over = "30/360"
	case c.Basis == "nominal", c.Basis == "days/nominal":
		s.Over = "nominal"
	case fixed != nil:
		s.Over = fixed[1] + " days"
	case c.Basis != "days":
		return s, strange("basis %q", c.Basis)
	case c.DenominatorDays != 0 && c.DenominatorDays < c.day(c.end).DaysSince(c.day(c.start)):
		// A longer one tells how the price of a part of a month was worked
		// out, and that is the price that was paid.
		s.Over = fmt.Sprintf("%d days", c.DenominatorDays)
	}
	return s, nil
}

// asked is what was asked for the fee, in minor units: the net amount less a
// coupon, and the tax. Without a net amount it is what was paid, and also where
// the two are less than a minor unit apart: the tax was rounded otherwise.
func (c *billingCase) asked() int64 {
	paid := c.units(c.Paid.rat())
	if c.NetAmount == "" {
		return paid
	}
	asked := new(big.Rat).Quo(c.TaxRatePercent.rat(), big.NewRat(100, 1))
	asked.Mul(c.net(), asked.Add(asked, big.NewRat(1, 1)))
	apart := new(big.Rat).Sub(c.minor(asked), big.NewRat(paid, 1))
	if apart.Abs(apart).Cmp(big.NewRat(1, 1)) < 0 {
		return paid
	}
	return c.units(asked)
}

func (c *billingCase) net() *big.Rat {
	net := c.NetAmount.rat()
	return net.Sub(net, c.Coupon.rat())
}

// prior is what was given back earlier. A payment cannot have given back more
// than it took: what goes beyond came from elsewhere.
func (c *billingCase) prior() int64 {
	return min(c.units(c.PriorRefunds.rat()), c.units(c.Paid.rat()))
}

// snapshot writes down what happened. Only what was captured is a payment; a
// list price, a discount and a tax are facts of the charge.
func (c *billingCase) snapshot() policy.Snapshot {
	paid, asked := c.units(c.Paid.rat()), c.asked()
	at := c.start
	if c.cancel.Before(at) {
		at = c.cancel // it was paid before it began
	}
	charge := policy.Charge{
		ID: "fee", At: at, Phase: policy.Initial,
		Covers: policy.Period{Start: c.start, End: c.end}, Amount: c.amount(max(asked, paid)),
	}
	if tax := asked - c.units(c.net()); c.NetAmount != "" && asked >= paid && tax > 0 {
		charge.Components = []policy.Component{
			{Name: "net", Amount: c.amount(asked - tax)},
			{Name: "tax", Amount: c.amount(tax), Of: "net"},
		}
	}
	if list := c.units(c.ListPrice.rat()); list > max(asked, paid) {
		charge.Discount = c.amount(list - max(asked, paid))
	}
	if coupon := c.units(c.Coupon.rat()); coupon > 0 {
		charge.Discount = c.amount(coupon)
	}
	if paid > 0 {
		payment := policy.Payment{ID: "payment", State: policy.PaymentCaptured, Captured: c.amount(paid)}
		if prior := c.prior(); prior > 0 {
			payment.Refunds = []policy.Refund{{ID: "earlier", At: at, Amount: c.amount(prior)}}
		}
		charge.Payments = []policy.Payment{payment}
	}
	s := policy.Snapshot{ID: cmp.Or(c.ID, "case"), Contract: at, Charges: []policy.Charge{charge}, Pauses: c.pauses}
	if !c.trialEnd.IsZero() {
		s.Trial = policy.Period{Start: at, End: c.trialEnd}
	}
	if c.PotentialRefund != "" {
		s.Quotes = []policy.Quote{{Name: "worked-out-elsewhere", Amount: c.amount(c.units(c.PotentialRefund.rat()))}}
	}
	return s
}

func (c *billingCase) day(t time.Time) calendar.Date { return calendar.DateIn(t, c.zone) }

// A billingAnswer is what comes back, in minor units.
type billingAnswer struct{ refund, credit int64 }

func (a billingAnswer) String() string {
	return fmt.Sprintf("%d minor units of money and %d of credit", a.refund, a.credit)
}

// answer is what the library says.
func (c *billingCase) answer(mode money.Rounding, school string) (billingAnswer, error) {
	v, err := c.decision(mode, school)
	if err != nil {
		return billingAnswer{}, err
	}
	for _, sum := range []policy.Sum{v.Refund, v.Credit} {
		if sum.State == policy.SumUndecided {
			return billingAnswer{}, fmt.Errorf("%s, because of %s", sum, codes(v.Reasons))
		}
	}
	return billingAnswer{v.Refund.Amount.Minor(), v.Credit.Amount.Minor()}, nil
}

// compare holds the answer against everything that the case expects.
func (c *billingCase) compare(got billingAnswer) error {
	if c.ExpectedRefund == "" && c.ExpectedCredit == "" && len(c.kept) == 0 {
		return strange("no figure is expected")
	}
	others, err := c.others()
	diff := append(c.differences(got), others...)
	switch {
	case err != nil || len(diff) == 0:
		return err
	case len(c.unread) > 0:
		return strange("%s, and nobody here can read %s", strings.Join(diff, ", "), strings.Join(c.unread, ", "))
	}
	return fmt.Errorf("%s; worked out again: %v", strings.Join(diff, ", "), c.exact())
}

// forgetsMoney reports whether the case splits the right sum as one peer does:
// the share of money is what was paid less what was used, whatever of it went
// back in money before. That is refused: together the two would be more than was
// paid for unused time, while a part of the fee is still asked for.
func (c *billingCase) forgetsMoney(got billingAnswer) bool {
	prior, paid := c.prior(), c.units(c.Paid.rat())
	if c.ExpectedRefund == "" || c.ExpectedCredit == "" || prior == 0 || c.asked() <= paid {
		return false
	}
	money, credit := c.units(c.ExpectedRefund.rat()), c.units(c.ExpectedCredit.rat())
	return money+credit == got.refund+got.credit && money > got.refund && money <= got.refund+prior
}

// refused checks the answer to a case whose figure is refused: it must be
// another one, and is not taken on trust.
func (c *billingCase) refused(got billingAnswer) error {
	others, err := c.others()
	switch want := c.exact(); {
	case err != nil:
		return err
	case got != want:
		return fmt.Errorf("got %v, and worked out again %v", got, want)
	case len(c.differences(got)) == 0:
		return errors.New("is met")
	case len(others) > 0:
		return errors.New(strings.Join(others, ", "))
	}
	return nil
}

// others compares the figures that the case has for another rounding, and for
// each school of earlier refunds.
func (c *billingCase) others() ([]string, error) {
	var diff []string
	again := func(name string, mode money.Rounding, school string, want figure) error {
		if want == "" {
			return nil
		}
		got, err := c.answer(mode, school)
		if err != nil {
			return err
		}
		diff = append(diff, c.difference(name, got.refund+got.credit, want)...)
		return nil
	}
	if err := again("half_even", money.HalfEven, c.PriorMode, c.HalfEven); err != nil {
		return nil, err
	}
	for _, school := range slices.Sorted(maps.Keys(c.PriorRefundSchools)) {
		if school == "ignore" {
			continue // money that is gone is never given again
		}
		if err := again(school, c.Rounding, school, c.PriorRefundSchools[school]); err != nil {
			return nil, err
		}
	}
	return diff, nil
}

// differences compares the figures of the case itself.
func (c *billingCase) differences(got billingAnswer) []string {
	diff := c.difference("credit", got.credit, c.ExpectedCredit)
	if c.Measure == "refund" {
		return append(diff, c.difference("refund", got.refund, c.ExpectedRefund)...)
	}
	both := got.refund + got.credit
	diff = append(diff, c.difference("refund", both, c.ExpectedRefund)...)
	if c.Measure != "credit" {
		for _, name := range slices.Sorted(maps.Keys(c.kept)) {
			diff = append(diff, c.difference(name, c.units(c.Paid.rat())-both, c.kept[name])...)
		}
	}
	return diff
}

// difference tells how a figure differs, if it does.
func (c *billingCase) difference(what string, got int64, want figure) []string {
	if want == "" || c.minor(want.rat()).Cmp(big.NewRat(got, 1)) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s: got %s, want %s", what, c.amount(got), want)}
}

// exact works the answer out a second time, without the library: the days one
// by one, the share of what was captured as a fraction of integers, rounded
// once.
func (c *billingCase) exact() billingAnswer {
	paid, asked := c.units(c.Paid.rat()), max(c.asked(), c.units(c.Paid.rat()))
	base := asked
	if c.PriorMode == "net_then_prorate" {
		base -= c.prior()
	}
	var sum int64
	switch c.Basis {
	case "none":
	case "full":
		sum = asked
	case "cap", "override":
		if asked, sum = paid, paid; c.PotentialRefund != "" {
			sum = c.units(c.PotentialRefund.rat())
		}
	case "window", "window_full":
		until := c.start.Add(time.Duration(c.WindowHours) * time.Hour)
		if c.WindowDays != 0 {
			until = c.day(c.start).AddDays(c.WindowDays + 1).Start(c.zone)
		}
		if asked = paid; c.cancel.Before(until) {
			sum = paid
		}
	default:
		left := c.left()
		sum = rounded(left.Mul(left, big.NewRat(base, 1)), c.Rounding)
	}
	if c.PriorMode == "deduct" {
		sum -= c.prior()
	}
	open := min(max(0, sum), asked-paid) // is not asked for any more
	back := billingAnswer{refund: max(0, min(sum-open, paid-c.prior())), credit: open}
	if c.Measure == "credit" {
		back = billingAnswer{credit: back.refund + back.credit}
	}
	return back
}

// left is the share of the period that is left.
func (c *billingCase) left() *big.Rat {
	from, day := c.cancel, c.day(c.cancel)
	switch {
	case !c.cancel.Before(c.end):
		return new(big.Rat) // whatever was paused: it is over
	case c.resumes, c.cancel.Before(c.trialEnd) && c.end.Before(c.trialEnd):
		from, day = c.end, c.day(c.end)
	case c.cancel.Before(c.trialEnd):
		from, day = c.trialEnd, c.day(c.trialEnd)
	case c.CancelDayUsed:
		day = day.AddDays(1)
	}
	if c.Basis == "seconds" {
		return c.secondsLeft(from)
	}
	first, last := c.day(c.start), c.day(c.end)
	if first == last {
		last = first.AddDays(1) // a part of a day is a day
	}
	of, used, paused := int64(0), int64(0), 0
	for d := first; d.Before(last); d = d.AddDays(1) {
		of++
		switch {
		case !d.Before(day):
		case slices.ContainsFunc(c.pauses, func(p policy.Period) bool {
			return !d.Before(c.day(p.Start)) && d.Before(c.day(p.End))
		}):
			paused++ // not used
		default:
			used++
		}
	}
	units := of - used
	if paused > 0 {
		day = day.AddDays(-paused) // as if so much less had gone by
	}
	var months, monthsLeft int64
	for start := first; start.Before(last); start = first.AddMonths(int(months)) {
		months++
		if !start.Before(day) {
			monthsLeft++
		}
	}
	days360 := func(d calendar.Date) int64 {
		year, month, day := d.Date()
		return int64(360*year + 30*int(month) + min(day, 30))
	}
	fixed := fixedDays.FindStringSubmatch(c.Basis)
	switch {
	case c.Basis == "months":
		units, of = monthsLeft, months
	case strings.HasSuffix(c.Basis, "30/360") && days360(last) > days360(first):
		units, of = days360(last)-max(days360(day), days360(first)), days360(last)-days360(first)
	case strings.HasSuffix(c.Basis, "nominal"):
		of = 365 * months / 12
	case fixed != nil:
		of = rounded(figure(fixed[1]).rat(), money.HalfUp)
	case int64(c.DenominatorDays) > 0 && int64(c.DenominatorDays) < of:
		of = int64(c.DenominatorDays)
	}
	return big.NewRat(min(max(0, units), of), of)
}

// secondsLeft counts what is left and what was paused before it.
func (c *billingCase) secondsLeft(from time.Time) *big.Rat {
	seconds := func(from, until time.Time) int64 { return max(0, until.Unix()-from.Unix()) }
	if from.Before(c.start) {
		from = c.start
	}
	units := seconds(from, c.end)
	for _, p := range c.pauses {
		if p.Start.Before(c.start) {
			p.Start = c.start
		}
		if p.End.After(from) {
			p.End = from
		}
		units += seconds(p.Start, p.End)
	}
	return big.NewRat(units, max(1, seconds(c.start, c.end)))
}

// rounded rounds what is not negative to a whole number.
func rounded(x *big.Rat, mode money.Rounding) int64 {
	whole, rest := new(big.Int).QuoRem(x.Num(), x.Denom(), new(big.Int))
	half := rest.Lsh(rest, 1).Cmp(x.Denom())
	n := whole.Int64()
	switch {
	case rest.Sign() == 0, mode == money.Down, half < 0 && mode != money.Up, half == 0 && mode == money.HalfEven && n%2 == 0:
		return n
	}
	return n + 1
}

// A fee of 31.00 EUR and 20 % tax for October is cancelled on the 15th, which
// counts as used: 16 of 31 days are left, 19.20 of 37.20. What was asked and
// not paid is given up first, and money comes back for what goes beyond: what
// was paid less the 18.00 that were used.
func TestPartlyPaidFee(t *testing.T) {
	doc := blank()
	doc.Zone, doc.Calendar = "UTC", ""
	doc.TerminateNow = []policy.Rule{{ID: "unused-days", Ends: "request", Refund: policy.Formula{
		Base: policy.BaseLatestCharge, Asked: true, Fraction: policy.FractionUnused,
		Time: policy.Share{Unit: "1 day", Day: policy.Used},
	}}}
	p := mustCompile(t, doc)
	for _, test := range []struct {
		paid           int64
		refund, credit string
		parts, lines   string
	}{
		{3720, "19.20 EUR", "none", "refund 19.20 EUR of pay-1", "net 16.00 EUR, tax 3.20 EUR"},
		{2790, "9.90 EUR", "9.30 EUR", "reduce 9.30 EUR, refund 9.90 EUR of pay-1", "net 16.00 EUR, tax 3.20 EUR"},
		{0, "0.00 EUR", "19.20 EUR", "reduce 19.20 EUR", "net 16.00 EUR, tax 3.20 EUR"},
	} {
		fee := policy.Charge{
			ID: "october", At: ts("2022-10-01T00:00:00Z"), Phase: policy.Initial,
			Covers:     policy.Period{Start: ts("2022-10-01T00:00:00Z"), End: ts("2022-11-01T00:00:00Z")},
			Components: []policy.Component{{Name: "net", Amount: eur(3100)}, {Name: "tax", Amount: eur(620), Of: "net"}},
		}
		if test.paid > 0 {
			fee.Payments = []policy.Payment{captured("pay-1", test.paid)}
		}
		s := policy.Snapshot{ID: "sub-1", Charges: []policy.Charge{fee}}
		v := decide(t, p, s, ts("2022-10-15T10:00:00Z")).TerminateNow
		var parts, lines []string
		for _, part := range v.Parts {
			text := fmt.Sprintf("%s %s", part.Operation, part.Amount)
			if part.Payment != "" {
				text += " of " + part.Payment
			}
			parts = append(parts, text)
		}
		for _, line := range v.Lines {
			lines = append(lines, fmt.Sprintf("%s %s", line.Component, line.Amount))
		}
		for _, check := range []struct{ what, got, want string }{
			{"refund", v.Refund.String(), test.refund},
			{"credit", v.Credit.String(), test.credit},
			{"parts", strings.Join(parts, ", "), test.parts},
			{"lines", strings.Join(lines, ", "), test.lines},
		} {
			if check.got != check.want {
				t.Errorf("%d cents paid: %s: got %s, want %s", test.paid, check.what, check.got, check.want)
			}
		}
	}
}

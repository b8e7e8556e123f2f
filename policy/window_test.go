package policy_test

import (
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/policy"
)

// sub is a subscription that began, was charged and concluded at one instant,
// for a year.
func sub(at time.Time) policy.Snapshot {
	return policy.Snapshot{
		ID: "sub-1", Contract: at, Complete: []string{"use"},
		Charges: []policy.Charge{{
			ID: "in-1", At: at, Covers: policy.Period{Start: at, End: at.AddDate(1, 0, 0)}, Phase: policy.Initial,
			Payments: []policy.Payment{captured("pay-1", 4900)},
		}},
	}
}

// Where a window ends, and that it opens at the same instant when the point
// stands at its other end: windows meet without a gap or an overlap.
func TestWindowBoundaries(t *testing.T) {
	for _, tt := range []struct {
		zone, begun string // when the subscription began
		point       policy.Point
		want        string // the first instant that is no more inside
	}{
		// The anchor itself.
		{"Europe/Paris", "2020-02-09T09:00:00+01:00", "contract", "2020-02-09T09:00:00+01:00"},
		{"Europe/Paris", "2020-02-09T09:00:00+01:00", "period_end", "2021-02-09T09:00:00+01:00"},

		// Hours are added to the instant, over changes of the clock too.
		{"Europe/Paris", "2020-02-09T09:00:00+01:00", "contract + 0 hours", "2020-02-09T09:00:00+01:00"},
		{"Europe/Paris", "2020-02-09T09:00:00+01:00", "contract + 48 hours", "2020-02-11T09:00:00+01:00"},
		{"Europe/Paris", "2020-03-28T12:00:00+01:00", "contract + 24 hours", "2020-03-29T13:00:00+02:00"},
		{"Europe/Paris", "2020-10-24T12:00:00+02:00", "contract + 24 hours", "2020-10-25T11:00:00+01:00"},
		{"Europe/Paris", "2020-03-29T01:59:59+01:00", "contract + 1 hour", "2020-03-29T03:59:59+02:00"},

		// Days end with midnight; the anchor's own day is not counted.
		{"Europe/Paris", "2020-02-09T09:00:00+01:00", "contract + 0 days", "2020-02-10T00:00:00+01:00"},
		{"Europe/Paris", "2020-02-09T09:00:00+01:00", "contract + 1 day", "2020-02-11T00:00:00+01:00"},
		{"Europe/Paris", "2020-02-09T09:00:00+01:00", "contract + 14 days", "2020-02-24T00:00:00+01:00"},
		{"Europe/Paris", "2020-02-09T00:00:00+01:00", "contract + 14 days", "2020-02-24T00:00:00+01:00"},
		{"Europe/Paris", "2020-02-09T23:59:59.999999999+01:00", "contract + 14 days", "2020-02-24T00:00:00+01:00"},
		{"Europe/Paris", "2020-02-09T23:30:00Z", "contract + 14 days", "2020-02-25T00:00:00+01:00"}, // the 10th in Paris
		{"Europe/Paris", "2020-03-20T09:00:00+01:00", "contract + 14 days", "2020-04-04T00:00:00+02:00"},
		{"Europe/Paris", "2020-10-20T09:00:00+02:00", "contract + 14 days", "2020-11-04T00:00:00+01:00"},
		{"Pacific/Kiritimati", "2020-02-09T09:00:00Z", "contract + 14 days", "2020-02-24T00:00:00+14:00"},
		{"Pacific/Kiritimati", "2020-02-09T10:00:00Z", "contract + 14 days", "2020-02-25T00:00:00+14:00"},
		{"America/Los_Angeles", "2020-02-09T07:59:59Z", "contract + 14 days", "2020-02-23T00:00:00-08:00"},

		// A day whose midnight is missing begins at one; one whose midnight is
		// there twice begins at the first.
		{"America/Havana", "2020-03-01T12:00:00-05:00", "contract + 6 days", "2020-03-08T01:00:00-04:00"},
		{"America/Havana", "2020-03-01T12:00:00-05:00", "contract + 7 days", "2020-03-09T00:00:00-04:00"},
		{"America/Havana", "2020-10-25T12:00:00-04:00", "contract + 6 days", "2020-11-01T00:00:00-04:00"},
		{"America/Havana", "2020-03-08T01:00:00-04:00", "contract + 0 days", "2020-03-09T00:00:00-04:00"},
		{"America/Havana", "2020-03-08T00:59:59-05:00", "contract + 0 days", "2020-03-09T00:00:00-04:00"}, // 01:59:59 in Havana
		// A day that was skipped ends when it would have begun.
		{"Pacific/Apia", "2011-12-28T12:00:00-10:00", "contract + 1 day", "2011-12-31T00:00:00+14:00"},
		{"Pacific/Apia", "2011-12-28T12:00:00-10:00", "contract + 2 days", "2011-12-31T00:00:00+14:00"},
		{"Pacific/Apia", "2011-12-28T12:00:00-10:00", "contract + 3 days", "2012-01-01T00:00:00+14:00"},

		// Weeks, months, years.
		{"Europe/Paris", "2020-02-09T09:00:00+01:00", "contract + 2 weeks", "2020-02-24T00:00:00+01:00"},
		{"Europe/Paris", "2020-01-15T09:00:00+01:00", "contract + 1 month", "2020-02-16T00:00:00+01:00"},
		{"Europe/Paris", "2020-01-31T09:00:00+01:00", "contract + 1 month", "2020-03-01T00:00:00+01:00"}, // 29 February
		{"Europe/Paris", "2021-01-31T09:00:00+01:00", "contract + 1 month", "2021-03-01T00:00:00+01:00"}, // 28 February
		{"Europe/Paris", "2020-01-31T09:00:00+01:00", "contract + 2 months", "2020-04-01T00:00:00+02:00"},
		{"Europe/Paris", "2020-01-31T09:00:00+01:00", "contract + 3 months", "2020-05-01T00:00:00+02:00"},
		{"Europe/Paris", "2020-02-29T09:00:00+01:00", "contract + 1 year", "2021-03-01T00:00:00+01:00"},
		{"Europe/Paris", "2020-02-29T09:00:00+01:00", "contract + 4 years", "2024-03-01T00:00:00+01:00"},

		// Business days in France.
		{"Europe/Paris", "2020-02-07T09:00:00+01:00", "contract + 1 business day", "2020-02-11T00:00:00+01:00"},  // Friday: until Monday's end
		{"Europe/Paris", "2020-02-08T09:00:00+01:00", "contract + 1 business day", "2020-02-11T00:00:00+01:00"},  // Saturday: the same
		{"Europe/Paris", "2020-04-30T09:00:00+02:00", "contract + 3 business days", "2020-05-07T00:00:00+02:00"}, // 1 May
		{"Europe/Paris", "2020-12-30T09:00:00+01:00", "contract + 2 business days", "2021-01-05T00:00:00+01:00"},

		// Parts of the term, in whole days: the 365 or 366 of it from the day on
		// which it starts.
		{"Europe/Paris", "2021-02-09T09:00:00+01:00", "term_start + 1/2", "2021-08-10T00:00:00+02:00"}, // 182 of 365
		{"Europe/Paris", "2020-02-09T09:00:00+01:00", "term_start + 1/2", "2020-08-10T00:00:00+02:00"}, // 183 of 366
		{"Europe/Paris", "2021-02-09T09:00:00+01:00", "term_end - 1/2", "2021-08-11T00:00:00+02:00"},
		{"Europe/Paris", "2021-02-09T09:00:00+01:00", "term_start + 364/365", "2022-02-08T00:00:00+01:00"},
		{"Europe/Paris", "2021-02-09T09:00:00+01:00", "term_start + 1/2 to month_end", "2021-09-01T00:00:00+02:00"},

		// To the end of the month of the last day counted.
		{"Europe/Paris", "2020-02-09T09:00:00+01:00", "contract to month_end", "2020-03-01T00:00:00+01:00"},
		{"Europe/Paris", "2020-02-01T00:00:00+01:00", "contract to month_end", "2020-03-01T00:00:00+01:00"},
		{"Europe/Paris", "2020-02-29T23:59:59+01:00", "contract to month_end", "2020-03-01T00:00:00+01:00"},
		{"Europe/Paris", "2020-01-24T09:00:00+01:00", "contract + 7 days to month_end", "2020-02-01T00:00:00+01:00"}, // the 31st
		{"Europe/Paris", "2020-01-25T09:00:00+01:00", "contract + 7 days to month_end", "2020-03-01T00:00:00+01:00"},
		{"Europe/Paris", "2020-01-31T09:00:00+01:00", "contract + 1 month to month_end", "2020-03-01T00:00:00+01:00"},
		{"Europe/Paris", "2020-01-31T23:30:00+01:00", "contract + 1 hour to month_end", "2020-03-01T00:00:00+01:00"},
		{"Europe/Paris", "2020-01-31T20:00:00+01:00", "contract + 1 hour to month_end", "2020-02-01T00:00:00+01:00"},
		{"Europe/Paris", "2020-02-01T00:00:00+01:00", "term_end to month_end", "2021-02-01T00:00:00+01:00"}, // over with January

		// Backwards: the midnight that begins the day.
		{"Europe/Paris", "2020-02-09T09:00:00+01:00", "term_end - 0 days", "2021-02-09T00:00:00+01:00"},
		{"Europe/Paris", "2020-02-09T09:00:00+01:00", "term_end - 30 days", "2021-01-10T00:00:00+01:00"},
		{"Europe/Paris", "2020-02-09T09:00:00+01:00", "term_end - 48 hours", "2021-02-07T09:00:00+01:00"},
		{"Europe/Paris", "2020-02-09T09:00:00+01:00", "term_end - 2 weeks", "2021-01-26T00:00:00+01:00"},
		{"Europe/Paris", "2020-03-31T09:00:00+02:00", "term_end - 1 month", "2021-02-28T00:00:00+01:00"}, // from 31 March
		{"Europe/Paris", "2020-04-30T09:00:00+02:00", "term_end - 1 month", "2021-03-30T00:00:00+02:00"}, // after the change
		{"Europe/Paris", "2020-02-09T09:00:00+01:00", "term_end - 1 business day", "2021-02-08T00:00:00+01:00"},
		{"Europe/Paris", "2020-02-08T09:00:00+01:00", "term_end - 1 business day", "2021-02-05T00:00:00+01:00"}, // from Monday to Friday
		{"America/Havana", "2020-04-01T12:00:00-04:00", "term_end - 18 days", "2021-03-14T01:00:00-04:00"},
	} {
		border := ts(tt.want)
		s := sub(ts(tt.begun))
		inside := mustCompile(t, refunding(tt.zone, policy.Window{Until: tt.point}))
		outside := mustCompile(t, refunding(tt.zone, policy.Window{From: tt.point}))
		for _, off := range []time.Duration{-1, 0, 1} {
			at := border.Add(off)
			until, from := decide(t, inside, s, at).TerminateNow.Rule, decide(t, outside, s, at).TerminateNow.Rule
			wantUntil, wantFrom := "inside", "outside"
			if off >= 0 {
				wantUntil, wantFrom = "outside", "inside"
			}
			if until != wantUntil || from != wantFrom {
				t.Errorf("%s of %s in %s, %+d ns: until says %s, from says %s", tt.point, tt.begun, tt.zone, off, until, from)
			}
		}
		if d := decide(t, inside, s, border.Add(-1)); d.Until.Kind != policy.Fixed || !d.Until.At.Equal(border) {
			t.Errorf("%s of %s in %s: until %s, want %s", tt.point, tt.begun, tt.zone, d.Until, tt.want)
		}
	}
}

// The other anchors, on a subscription with a trial and two paid years.
func TestAnchors(t *testing.T) {
	for point, want := range map[policy.Point]time.Time{
		"contract":               trialStart,
		"trial_start":            trialStart,
		"trial_end":              firstDebit,
		"first_charge":           firstDebit,
		"first_charge + 2 years": ts("2022-02-10T00:00:00+01:00"),
		"latest_charge":          nextDebit,
		"renewal":                nextDebit,
		"renewal + 1 day":        ts("2021-02-11T00:00:00+01:00"),
		"term_start":             nextDebit,
		"term_end":               paidUntil,
		"period_end":             paidUntil,
	} {
		p := mustCompile(t, refunding("Europe/Paris", policy.Window{Until: point}))
		for _, off := range []time.Duration{-time.Hour, -1, 0} {
			at := want.Add(off)
			if at.Before(nextDebit) || !at.Before(paidUntil) {
				continue // before the second year, its anchors are others
			}
			wantRule := "inside"
			if off == 0 {
				wantRule = "outside"
			}
			if got := decide(t, p, member(), at).TerminateNow.Rule; got != wantRule {
				t.Errorf("%s at %s: %s, want %s", point, at, got, wantRule)
			}
		}
		// Well inside the second year, the anchor is before or after.
		at := nextDebit.AddDate(0, 6, 0)
		wantRule := "outside"
		if at.Before(want) {
			wantRule = "inside"
		}
		if got := decide(t, p, member(), at).TerminateNow.Rule; got != wantRule {
			t.Errorf("%s at %s: %s, want %s", point, at, got, wantRule)
		}
	}
}

// An anchor that does not exist closes a window on it. One that must exist and
// is not told leaves it unknown.
func TestAbsentAnchors(t *testing.T) {
	s := sub(firstDebit)
	s.Contract = time.Time{}
	at := firstDebit.Add(time.Hour)
	for point, want := range map[policy.Point]string{
		"trial_start":            "outside",
		"trial_end":              "outside",
		"trial_end + 14 days":    "outside",
		"renewal":                "outside",
		"renewal + 14 days":      "outside",
		"contract":               "",
		"contract + 14 days":     "",
		"contract - 14 days":     "",
		"latest_charge":          "outside",
		"latest_charge + 1 hour": "outside",
	} {
		v := decide(t, mustCompile(t, refunding("Europe/Paris", policy.Window{Until: point})), s, at).TerminateNow
		if v.Rule != want || (want == "") != has(v.Reasons, policy.AnchorUnknown) {
			t.Errorf("until %s: %s", point, asJSON(v))
		}
		if want == "" {
			// Money may come back, and none is promised.
			if v.Refund.State != policy.SumUndecided || v.Refund.Least.Minor() != 0 || v.Refund.Most != eur(4900) || len(v.Parts) != 0 || !v.Allowed() {
				t.Errorf("until %s: %s", point, asJSON(v))
			}
		}
	}
	// Without any charge there is no charge's anchor.
	s.Charges = nil
	for _, point := range []policy.Point{"latest_charge", "first_charge", "term_start", "term_end", "period_end"} {
		v := decide(t, mustCompile(t, refunding("Europe/Paris", policy.Window{From: point})), s, at).TerminateNow
		if v.Rule != "outside" {
			t.Errorf("from %s: %s", point, asJSON(v))
		}
	}
	// The same for events that count since an anchor.
	d := refunding("Europe/Paris", policy.Window{})
	d.TerminateNow[0].When.Facts = []policy.Fact{{Event: "use", Since: "trial_start", Count: "= 0"}}
	if v := decide(t, mustCompile(t, d), sub(firstDebit), at).TerminateNow; v.Rule != "outside" {
		t.Error(asJSON(v))
	}
	d.TerminateNow[0].When.Facts[0].Since = "contract"
	s = sub(firstDebit)
	s.Contract = time.Time{}
	if v := decide(t, mustCompile(t, d), s, at).TerminateNow; v.Rule != "" || !has(v.Reasons, policy.AnchorUnknown) {
		t.Error(asJSON(v))
	}
}

func TestBothEndsOfAWindow(t *testing.T) {
	p := mustCompile(t, refunding("Europe/Paris", policy.Window{From: "latest_charge + 24 hours", Until: "latest_charge + 48 hours"}))
	s := sub(firstDebit)
	for off, want := range map[time.Duration]string{
		24*time.Hour - 1: "outside", 24 * time.Hour: "inside", 48*time.Hour - 1: "inside", 48 * time.Hour: "outside",
	} {
		if got := decide(t, p, s, firstDebit.Add(off)).TerminateNow.Rule; got != want {
			t.Errorf("after %s: %s, want %s", off, got, want)
		}
	}
}

// When an action takes effect.
func TestEnds(t *testing.T) {
	d := blank()
	d.TerminateNow = []policy.Rule{{ID: "t", Ends: "request", Refund: policy.Formula{Fraction: policy.FractionNone}}}
	at := ts("2020-03-10T12:00:00+01:00")
	s := sub(firstDebit)
	for _, tt := range []struct {
		ends   policy.Point
		asked  time.Time
		want   string
		absent bool
	}{
		{ends: "request", want: "at the request"},
		{ends: "request", asked: at.Add(-time.Hour), want: "2020-03-10T11:00:00+01:00"},
		{ends: "request + 30 days", want: "2020-04-10T00:00:00+02:00"},
		{ends: "request + 1 month", asked: ts("2020-03-01T00:00:00+01:00"), want: "2020-04-02T00:00:00+02:00"},
		{ends: "request + 3 business days", want: "2020-03-14T00:00:00+01:00"},
		{ends: "term_end", want: "2021-02-09T09:00:00+01:00"},
		{ends: "period_end + 1 day", want: "2021-02-11T00:00:00+01:00"},
		{ends: "term_start", want: "at the request"}, // nothing ends before it is asked to
		{ends: "trial_end", want: ""},
		{ends: "renewal + 1 year", want: ""},
	} {
		d.TerminateNow[0].Ends = tt.ends
		s.Request.At = tt.asked
		v := decide(t, mustCompile(t, d), s, at).TerminateNow
		if v.Ends.String() != tt.want || v.Access != v.Ends || !v.Allowed() {
			t.Errorf("%s: ends %q, want %q: %s", tt.ends, v.Ends, tt.want, asJSON(v))
		}
	}
	d.TerminateNow[0].Ends, d.TerminateNow[0].Access = "request", "term_end"
	s.Request.At = time.Time{}
	if v := decide(t, mustCompile(t, d), s, at).TerminateNow; v.Ends.Kind != policy.AtRequest || !v.Access.At.Equal(s.Charges[0].Covers.End) {
		t.Error(asJSON(v))
	}
}

// Beyond the years of the calendar nothing is guessed.
func TestBeyondCalendar(t *testing.T) {
	fr, err := holidays.Lookup("FR")
	if err != nil {
		t.Fatal(err)
	}
	last := fr.Last().Start(time.UTC).Add(12 * time.Hour)

	// A right that depends on such a date is undecided.
	s := sub(last)
	v := decide(t, mustCompile(t, refunding("Europe/Paris", policy.Window{Until: "contract + 3 business days"})), s, last).TerminateNow
	if v.Rule != "" || v.Refund.State != policy.SumUndecided || v.Refund.Most != eur(4900) || len(v.Parts) != 0 || !has(v.Reasons, policy.BeyondCalendar) {
		t.Error(asJSON(v))
	}
	// A payout is owed, and undated.
	d := refunding("Europe/Paris", policy.Window{})
	d.TerminateNow[0].Payout = policy.Payout{Min: 3, Max: 5, Unit: calendar.BusinessDays}
	v = decide(t, mustCompile(t, d), s, last).TerminateNow
	if v.Refund.Payable != eur(4900) || len(v.Parts) != 1 || v.Payout != (policy.Arrival{}) || !has(v.Reasons, policy.PayoutUndated) {
		t.Error(asJSON(v))
	}
	// An end that depends on one is not told, and the way out stays open.
	d = blank()
	d.StopRenewal = []policy.Rule{{ID: "s", Ends: "request + 3 business days"}}
	if v := decide(t, mustCompile(t, d), s, last).StopRenewal; !v.Allowed() || v.Ends.Kind != policy.NoMoment {
		t.Error(asJSON(v))
	}
}

// Payouts count from where the document says.
func TestPayoutPoints(t *testing.T) {
	d := refunding("Europe/Paris", policy.Window{})
	s := sub(firstDebit) // a Sunday
	at := ts("2020-02-12T12:00:00+01:00")
	for _, tt := range []struct {
		payout policy.Payout
		want   string
	}{
		{policy.Payout{Max: 14, Unit: calendar.Days}, "2020-02-12 to 2020-02-26"},
		{policy.Payout{Max: 14, Unit: calendar.Days, From: "latest_charge"}, "2020-02-09 to 2020-02-23"},
		{policy.Payout{Min: 1, Max: 1, Unit: calendar.BusinessDays, From: "latest_charge"}, "2020-02-10"},
		{policy.Payout{Min: 1, Max: 1, Unit: calendar.BusinessDays, From: "latest_charge", Counting: calendar.AfterRolled}, "2020-02-11"},
		{policy.Payout{Min: 1, Max: 2, Unit: calendar.Days, From: "request + 1 week"}, "2020-02-20 to 2020-02-21"}, // day zero is the last day of the week
		{policy.Payout{Min: 1, Max: 2, Unit: calendar.Days, From: "trial_end"}, ""},
	} {
		d.TerminateNow[0].Payout = tt.payout
		v := decide(t, mustCompile(t, d), s, at).TerminateNow
		if got := v.Payout.Expect.String(); got != tt.want {
			t.Errorf("%+v: %s, want %s", tt.payout, got, tt.want)
		}
	}
	s.Contract = time.Time{}
	d.TerminateNow[0].Payout = policy.Payout{Min: 1, Max: 2, Unit: calendar.Days, From: "contract"}
	v := decide(t, mustCompile(t, d), s, at).TerminateNow
	if v.Payout != (policy.Arrival{}) || !has(v.Reasons, policy.AnchorUnknown) || v.Refund.Amount != eur(4900) {
		t.Error(asJSON(v))
	}
}

// Points beyond the years of a snapshot lie after, or before, everything: a
// right that lasts longer than time lasts, and what opens later never opens.
func TestPointsBeyondTheYears(t *testing.T) {
	begun := ts("2150-02-09T09:00:00+01:00")
	early := ts("1950-02-09T09:00:00+01:00")
	for _, tt := range []struct {
		begun time.Time
		w     policy.Window
		want  string
	}{
		{begun, policy.Window{Until: "contract + 100 years"}, "inside"},
		{begun, policy.Window{From: "contract + 100 years"}, "outside"},
		{early, policy.Window{Until: "contract - 100 years"}, "outside"},
		{early, policy.Window{From: "contract - 100 years"}, "inside"},
		{ts("2199-12-31T20:00:00+01:00"), policy.Window{Until: "contract + 48 hours"}, "inside"},
		{ts("2199-12-31T20:00:00+01:00"), policy.Window{From: "contract + 48 hours"}, "outside"},
	} {
		s := sub(tt.begun)
		s.Charges[0].Covers.End = tt.begun.Add(time.Hour)
		if v := decide(t, mustCompile(t, refunding("Europe/Paris", tt.w)), s, tt.begun).TerminateNow; v.Rule != tt.want {
			t.Errorf("%s, %+v: %s", tt.begun, tt.w, asJSON(v))
		}
	}
	d := blank()
	d.StopRenewal = []policy.Rule{{ID: "s", Ends: "request + 100 years"}}
	s := sub(begun)
	if end, ok := decide(t, mustCompile(t, d), s, begun).StopRenewal.Ends.Time(); ok && end.Before(begun) {
		t.Errorf("ends in %d", end.Year())
	}
}

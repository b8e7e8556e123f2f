package holidays

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/internal/conformance"
)

// The dates of worked cases of law that follow from a calendar and a statute's
// way of counting: last days of withdrawal, of notices, of repayment. What needs
// facts beyond days, such as sums, is not for this package, and such
// cases count as unknown here.

// A lawCase is one row of law.json.
type lawCase struct {
	ID           string
	Jurisdiction string
	Given        facts
	Expected     map[string]any
	Checked      []string `json:"checked_fields"`
}

// facts are what a case gives, by name.
type facts map[string]any

func (f facts) text(name string) string { s, _ := f[name].(string); return s }

// moment returns the first of several facts that is there, as an instant.
func (f facts) moment(t *testing.T, names ...string) (at time.Time, ok bool) {
	for _, name := range names {
		if s := f.text(name); s != "" {
			at, err := time.Parse(time.RFC3339, s)
			if err != nil {
				at, err = time.ParseInLocation(time.DateOnly, s, f.zone(t))
			}
			if err != nil {
				t.Fatal(err)
			}
			return at, true
		}
	}
	return time.Time{}, false
}

// day is moment as a day where the consumer is.
func (f facts) day(t *testing.T, names ...string) (calendar.Date, bool) {
	at, ok := f.moment(t, names...)
	if !ok {
		return calendar.Date{}, false
	}
	return calendar.DateIn(at, f.zone(t)), true
}

func (f facts) zone(t *testing.T) *time.Location {
	if name := f.text("tz"); name != "" {
		return zone(t, name)
	}
	return time.UTC
}

// span returns the first of several facts, such as "P1M".
func (f facts) span(names ...string) (calendar.Span, bool) {
	units := map[byte]calendar.Unit{'D': calendar.Days, 'W': calendar.Weeks, 'M': calendar.Months, 'Y': calendar.Years}
	for _, name := range names {
		var n int
		var unit byte
		if _, err := fmt.Sscanf(f.text(name), "P%d%c", &n, &unit); err == nil {
			return calendar.Span{N: n, Unit: units[unit]}, true
		}
	}
	return calendar.Span{}, false
}

// workingDays returns the calendar by which a jurisdiction moves the end of a
// period. It is nil where statutes move nothing, or nothing is known of it.
func workingDays(t *testing.T, c lawCase) *calendar.Calendar {
	place, _, _ := strings.Cut(c.Jurisdiction, "/")
	country, region, _ := strings.Cut(place, "-")
	if country == "EU" { // Regulation 1182/71, by the member state where it happens
		country = map[string]string{
			"Europe/Paris": "FR", "Europe/Berlin": "DE", "Europe/Vienna": "AT", "Europe/Brussels": "BE", "Europe/Amsterdam": "NL",
			"Europe/Rome": "IT", "Europe/Madrid": "ES", "Europe/Warsaw": "PL", "Europe/Lisbon": "PT", "Europe/Luxembourg": "LU",
		}[c.Given.text("tz")]
	}
	id := country
	switch {
	case country == "UK" || country == "GB":
		return nil // the regulations have no such rule
	case country == "DE" && region != "":
		id = place
	case country == "FR" && (region == "57" || region == "67" || region == "68"):
		if temple, stated := c.Given["commune_has_protestant_temple"].(bool); stated && !temple {
			return closing(t, "FR", time.December, 26) // Good Friday is not for every commune
		}
		id = "FR-AM"
	case country == "FR": // the abolition of slavery, Code du travail L3422-2
		switch region {
		case "971":
			return closing(t, "FR", time.May, 27)
		case "972":
			return closing(t, "FR", time.May, 22)
		case "973":
			return closing(t, "FR", time.June, 10)
		case "974":
			return closing(t, "FR", time.December, 20)
		case "976":
			return closing(t, "FR", time.April, 27)
		}
	}
	found, err := Lookup(id)
	if err != nil {
		return nil
	}
	return found
}

// closing adds a day of every year to a calendar.
func closing(t *testing.T, id string, month time.Month, day int) *calendar.Calendar {
	c := mustLookup(t, id)
	var days []calendar.Holiday
	for year := c.First().Year(); year <= c.Last().Year(); year++ {
		d, err := calendar.NewDate(year, month, day)
		if err != nil {
			t.Fatal(err)
		}
		days = append(days, calendar.Holiday{Date: d})
	}
	c, err := c.WithHolidays(id+" and one", days...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// dates is what a case's dates are here, by the names of its expectations.
type dates map[string]any // a calendar.Date, or the time.Time of an instant

var (
	fourteen = calendar.MustParseSpan("14 days")
	twelve   = calendar.MustParseSpan("12 months")
)

// withdrawal works out the last day of the right to withdraw.
func withdrawal(t *testing.T, c lawCase) (end calendar.Deadline, ok bool) {
	g := c.Given
	p := calendar.Period{Span: fourteen, Zone: g.zone(t)}
	days := workingDays(t, c)
	if days != nil {
		p.Roll, p.AtLeast = calendar.Following, 2
	}
	must := func(d calendar.Deadline, err error) calendar.Deadline {
		if err != nil {
			t.Fatalf("%s: %v", c.ID, err)
		}
		return d
	}
	country, _, _ := strings.Cut(c.Jurisdiction, "-")
	from := []string{"sale_at", "first_delivery_at", "goods_received_at", "received_at", "concluded_at", "concluded_on", "trial_start", "first_renewal_payment_liability_day"}
	if told, stated := g["clearly_informed_price_after_trial"].(bool); stated && !told {
		from = []string{"paid_from"} // CJEU C-565/22: a second right
	}
	start, ok := g.day(t, from...)
	if renewal, later := g.day(t, "first_renewal_payment_liability_day"); later {
		start = renewal // the United Kingdom's right after a renewal, DMCC Act s. 265
	}
	switch {
	case !ok:
		return end, false
	case country == "US" && g.text("kind") == "door_to_door": // 16 CFR 429
		p = calendar.Period{Span: calendar.MustParseSpan("3 business days"), Zone: p.Zone}
		return must(p.AfterDay(start, mustLookup(t, "US-LEGAL"))), true
	case country == "BR": // CDC art. 49
		p.Span = calendar.MustParseSpan("7 days")
	case days == nil && country != "UK" && country != "TR" && country != "IL":
		return end, false
	}
	initial := must(p.AfterDay(start, days))

	// The end of the time that missing information adds.
	p.Span = twelve
	extended := must(p.AfterDay(initial.Last, days))
	if country == "DE" { // BGB 356(3): twelve months and fourteen days
		p.Span = fourteen
		extended = must(p.AfterDay(start.AddMonths(12), days))
	}
	p.Span = fourteen
	informed, late := g.day(t, "withdrawal_info_received_at")
	given, stated := g["withdrawal_info_given"].(bool)
	switch {
	case late:
		// How late may information come and still end the right?
		limit := start.AddMonths(12) // Directive 2011/83/EU art. 10(2)
		if country == "FR" {
			limit = extended.Last // L221-20: during the extension
		}
		if country == "UK" { // reg. 31(2): 12 months that begin with day 1
			limit = start.AddDays(1).AddMonths(12).AddDays(-1)
		}
		if informed.After(limit) {
			return extended, true
		}
		return must(p.AfterDay(informed, days)), true
	case stated && !given:
		return extended, true
	}
	return initial, true
}

// lawDates works out the dates that a case expects and a calendar gives.
func lawDates(t *testing.T, c lawCase) dates {
	g, out := c.Given, dates{}
	country, region, _ := strings.Cut(c.Jurisdiction, "-")
	put := func(name string, d calendar.Date, err error) {
		if err != nil {
			t.Fatalf("%s: %s: %v", c.ID, name, err)
		}
		out[name] = d
	}
	if end, ok := withdrawal(t, c); ok {
		out["last_day"], out["last_instant_exclusive"], out["last_instant_exclusive_utc"] = end.Last, end.Until, end.Until
	}
	// Repayment: strict, from the day on which the trader knows.
	if day, ok := g.day(t, "withdrawal_received_at", "trader_informed_at", "withdrawal_received_on", "withdrawal_at", "notice_received_on"); ok {
		switch country {
		case "US":
			d, err := calendar.MustParseSpan("10 business days").AddTo(day, mustLookup(t, "US-LEGAL"))
			put("reimburse_by", d, err)
		case "BR", "KR": // at once; business days of a calendar that is not here
		default:
			d, err := calendar.Period{Span: fourteen}.AfterDay(day, nil)
			put("reimburse_by", d.Strict, err)
		}
	}
	// Notices of the trader, counted back: not before the one, not after the other.
	for _, n := range []struct{ country, region, fact, earliest, latest string }{
		{"FR", "", "last_day_to_reject_renewal", "3 months", "1 month"}, // L215-1
		{"US", "CA", "renews_on", "45 days", "15 days"},                 // BPC 17602, annual plans
		{"US", "NY", "price_changes_on", "30 days", "5 days"},           // GBL 527-a
	} {
		day, ok := g.day(t, n.fact)
		if !ok || n.country != country || n.region != region {
			continue
		}
		for name, span := range map[string]string{"notice_earliest": n.earliest, "notice_latest": n.latest} {
			d, err := calendar.Period{Span: calendar.MustParseSpan(span)}.BeforeDay(day, nil)
			put(name, d.Last, err)
		}
	}
	// Notices of the consumer: no roll.
	if day, ok := g.day(t, "notice_received_on", "notice_on"); ok {
		span, stated := g.span("notice_period", "contract_notice")
		if !stated {
			span = calendar.MustParseSpan("1 month") // BGB 309 Nr. 9 b
		}
		if most := calendar.MustParseSpan("2 months"); country == "BE" && span.Unit == calendar.Months && span.N > most.N {
			span = most // CDE VI.91
		}
		switch {
		case country == "DE" || country == "BE":
			d, err := calendar.Period{Span: span}.AfterDay(day, nil)
			put("terminate_at_end_of_day", d.Last, err)
		case country == "AT": // KSchG 15: two months to the end of the first year, then of each half-year
			concluded, _ := g.day(t, "concluded_on")
			over := day.AddMonths(2)
			months := 12
			for concluded.AddMonths(months).AddDays(-1).Before(over) {
				months += 6
			}
			put("terminate_at_end_of_day", concluded.AddMonths(months).AddDays(-1), nil)
		}
	}
	if day, ok := g.day(t, "initial_term_ends"); ok && country == "DE" { // BGB 309 Nr. 9 c, 188
		if span, ok := g.span("notice_period"); ok {
			d, err := span.LatestStart(day, nil)
			put("last_day_notice_received", d, err)
		}
	}
	if day, ok := g.day(t, "termination_request_received"); ok && country == "FR" { // L224-39
		d, err := calendar.MustParseSpan("10 days").AddTo(day, nil)
		put("latest_effective_day", d, err)
	}
	if day, ok := g.day(t, "knowledge_of_facts_on"); ok && country == "DE" { // BGB 626(2), 193
		d, err := calendar.Period{Span: calendar.MustParseSpan("2 weeks"), Roll: calendar.Following}.AfterDay(day, mustLookup(t, "DE"))
		put("must_declare_by_626", d.Last, err)
	}
	if day, ok := g.day(t, "order_accepted"); ok && g.text("rail") == "SCT" { // PSD2 art. 83
		d, err := mustLookup(t, "TARGET").NthAfter(day, 1)
		put("payee_credited_by", d, err)
	}
	return out
}

// The cases of testdata that need more than a calendar: sums, whether there is a
// right at all, and clocks that run by the hour. Any other must be worked out.
var moreThanACalendar = strings.Fields("C03 C05 C07 C09 D03 D06 D08 F11 F12 F18 G05 G06 I12 J02 K09")

func TestConformanceLaw(t *testing.T) {
	const file = "law.json"
	here := make(map[string]bool) // the ids of testdata, whose cases are run first
	conformance.Run(t, file, func(t *testing.T, data []byte, y *conformance.Tally) {
		var all struct{ Cases []lawCase }
		if err := json.Unmarshal(data, &all); err != nil {
			t.Fatal(err)
		}
		if len(here) == 0 {
			for _, c := range all.Cases {
				here[c.ID] = true
			}
		}
		for _, c := range all.Cases {
			have, compared, err := lawDates(t, c), 0, error(nil)
			for name, want := range c.Expected {
				got, ok := have[name]
				if !ok {
					continue
				}
				compared++
				s, text := want.(string)
				switch got := got.(type) {
				case calendar.Date:
					if !text || got.String() != s {
						err = errors.Join(err, fmt.Errorf("%s: got %v, want %v", name, got, want))
					}
				case time.Time:
					if at, e := time.Parse(time.RFC3339, s); e != nil || !got.Equal(at) {
						err = errors.Join(err, fmt.Errorf("%s: got %v, want %v", name, got, want))
					}
				}
			}
			switch {
			case compared > 0:
			case here[c.ID] && !slices.Contains(moreThanACalendar, c.ID):
				err = errors.New("no date was worked out")
			default:
				err = fmt.Errorf("%w: needs more than a calendar", conformance.ErrUnknown)
			}
			y.Case(file+"#"+c.ID, err)
		}
	})
}

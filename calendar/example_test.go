package calendar_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/calendar/holidays"
)

// A subscriber asks for a refund on Thursday 9 April 2020, the day before Good
// Friday, and is promised it in 3 to 5 business days. When that is depends on
// whose business days: France works on Good Friday, Alsace-Moselle and the
// euro settlement system do not.
func Example() {
	request := calendar.MustParseDate("2020-04-09")
	for _, id := range []string{"FR", "FR-AM", "TARGET"} {
		c, err := holidays.Lookup(id)
		if err != nil {
			fmt.Println(err)
			return
		}
		expected, err := c.Range(request, 3, 5, calendar.AfterEvent)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%-6s %v\n", id, expected)
	}
	// Output:
	// FR     2020-04-15 to 2020-04-17
	// FR-AM  2020-04-16 to 2020-04-20
	// TARGET 2020-04-16 to 2020-04-20
}

// Nothing is normalised: a day that does not exist is an error.
func ExampleNewDate() {
	fmt.Println(calendar.NewDate(2020, time.February, 29))
	_, err := calendar.NewDate(2021, time.February, 29)
	fmt.Println(err)
	// Output:
	// 2020-02-29 <nil>
	// calendar: new date "2021-02-29": want a day that the month has
}

// There is one form of a date, and the error shows it.
func ExampleParseDate() {
	d, err := calendar.ParseDate("2020-02-09")
	fmt.Println(d, d.Weekday(), err)
	_, err = calendar.ParseDate("9/2/2020")
	fmt.Println(err, errors.Is(err, calendar.ErrSyntax))
	// Output:
	// 2020-02-09 Sunday <nil>
	// calendar: parse date "9/2/2020": want a date like "2020-02-09" true
}

// One instant is two days: still the 9th in New York, the 10th in Paris.
func ExampleDateIn() {
	at := time.Date(2020, time.February, 9, 23, 30, 0, 0, time.UTC)
	for _, name := range []string{"America/New_York", "Europe/Paris"} {
		loc, err := time.LoadLocation(name)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(name, calendar.DateIn(at, loc))
	}
	// Output:
	// America/New_York 2020-02-09
	// Europe/Paris 2020-02-10
}

// A day does not always begin at midnight. Havana sets its clocks forward at
// that hour, and Apia once skipped a whole day to cross the date line.
func ExampleDate_Start() {
	for _, c := range []struct{ zone, day string }{
		{"Europe/Paris", "2026-03-08"},
		{"America/Havana", "2026-03-08"},
		{"Pacific/Apia", "2011-12-30"},
	} {
		loc, err := time.LoadLocation(c.zone)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(calendar.MustParseDate(c.day).Start(loc).Format(time.RFC3339))
	}
	// Output:
	// 2026-03-08T00:00:00+01:00
	// 2026-03-08T01:00:00-04:00
	// 2011-12-31T00:00:00+14:00
}

// A program that asks one zone for every customer prepares it once.
func ExampleNewZone() {
	havana, err := time.LoadLocation("America/Havana")
	if err != nil {
		fmt.Println(err)
		return
	}
	zone := calendar.NewZone(havana, 2000, 2100)
	day := zone.DateIn(time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC))
	fmt.Println(day, "begins at", zone.Start(day).Format("15:04")) // clocks go forward at midnight
	// Output: 2026-03-08 begins at 01:00
}

// The day of the month is kept where the month has it. Each period is computed
// from the first day, so that the 31st comes back after February.
func ExampleDate_AddMonths() {
	signed := calendar.MustParseDate("2020-01-31")
	for n := range 4 {
		fmt.Println(signed.AddMonths(n))
	}
	// Output:
	// 2020-01-31
	// 2020-02-29
	// 2020-03-31
	// 2020-04-30
}

// What is computed beyond the years 1 to 9999 is no date.
func ExampleDate_AddDays() {
	d := calendar.MustParseDate("2020-02-28")
	fmt.Println(d.AddDays(2), d.AddDays(-59))
	fmt.Printf("%q\n", d.AddDays(1<<30))
	// Output:
	// 2020-03-01 2019-12-31
	// ""
}

// Days are told apart by their number, which no change of clocks can bend.
func ExampleDate_DaysSince() {
	from, until := calendar.MustParseDate("2020-03-28"), calendar.MustParseDate("2020-03-30")
	fmt.Println(until.DaysSince(from), from.Before(until))
	// Output: 2 true
}

// The zero Date is no date, and its JSON is the empty text.
func ExampleDate_MarshalText() {
	b, err := json.Marshal([]calendar.Date{calendar.MustParseDate("2020-02-09"), {}})
	fmt.Println(string(b), err)
	// Output: ["2020-02-09",""] <nil>
}

// A span has one spelling, so that equal spans have equal text.
func ExampleParseSpan() {
	for _, s := range []string{"14 days", "3 business days", "1 days", "two weeks"} {
		span, err := calendar.ParseSpan(s)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(span.N, span.Unit)
	}
	// Output:
	// 14 days
	// 3 business_days
	// calendar: parse span "1 days": want a span like "14 days", "1 month" or "3 business days" (did you mean "1 day"?)
	// calendar: parse span "two weeks": want a span like "14 days", "1 month" or "3 business days"
}

// Civil units need no calendar. Business days do, and hours have no place among
// days.
func ExampleSpan_AddTo() {
	d := calendar.MustParseDate("2020-01-31")
	for _, s := range []string{"14 days", "1 month", "3 business days", "48 hours"} {
		later, err := calendar.MustParseSpan(s).AddTo(d, nil)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(later)
	}
	// Output:
	// 2020-02-14
	// 2020-02-29
	// calendar: nth after: want a calendar made by New, Join, WithHolidays or WithWeek
	// calendar: add span "48 hours": want days or longer: hours belong to instants, not to dates
}

// Notice of one month before the end of a year of contract.
func ExampleSpan_SubFrom() {
	end := calendar.MustParseDate("2021-03-31")
	fmt.Println(calendar.MustParseSpan("1 month").SubFrom(end, nil))
	// Output: 2021-02-28 <nil>
}

// A calendar of one's own is its years, its week and its holidays.
func ExampleNew() {
	c, err := calendar.New(calendar.Spec{
		ID:        "OFFICE",
		FirstYear: 2020,
		LastYear:  2022,
		Week:      calendar.MonFri,
		Holidays: []calendar.Holiday{
			{Date: calendar.MustParseDate("2020-05-01"), Name: "Labour Day"},
			{Date: calendar.MustParseDate("2020-05-04"), Name: "Founder's Day"},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.NthAfter(calendar.MustParseDate("2020-04-30"), 1))

	// Outside its years a calendar knows no holidays, and says so.
	_, err = c.NthAfter(calendar.MustParseDate("2022-12-30"), 3)
	fmt.Println(err)
	// Output:
	// 2020-05-05 <nil>
	// calendar: OFFICE is verified from 2020-01-01 to 2022-12-31: 2023-01-01 is outside
}

// One value tells the weeks of the world apart.
func ExampleNewWeek() {
	fmt.Println(calendar.MonFri, calendar.SunThu)
	fmt.Println(calendar.NewWeek(time.Monday, time.Wednesday, time.Friday))
	// Output:
	// Mon-Fri Sun-Thu
	// Mon,Wed,Fri
}

// The day one counts from never counts, be it a business day or not.
func ExampleCalendar_NthAfter() {
	c, err := holidays.Lookup("FR")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, day := range []string{"2020-02-07", "2020-02-08", "2020-02-09"} {
		d := calendar.MustParseDate(day)
		first, err := c.NthAfter(d, 1)
		fmt.Println(d.Weekday(), "+ 1 =", first.Weekday(), err)
	}
	// Output:
	// Friday + 1 = Monday <nil>
	// Saturday + 1 = Monday <nil>
	// Sunday + 1 = Monday <nil>
}

// A deadline on a closed day moves to the next open one.
func ExampleCalendar_OnOrAfter() {
	fr, err := holidays.Lookup("FR")
	if err != nil {
		fmt.Println(err)
		return
	}
	deadline := calendar.MustParseDate("2026-05-01") // a Friday, Labour Day
	open, err := fr.IsBusinessDay(deadline)
	fmt.Println(open, err)
	next, err := fr.OnOrAfter(deadline)
	fmt.Println(next, next.Weekday(), err)
	// Output:
	// false <nil>
	// 2026-05-04 Monday <nil>
}

// The last day on which to act, three business days before a renewal.
func ExampleCalendar_NthBefore() {
	c, err := holidays.Lookup("FR")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.NthBefore(calendar.MustParseDate("2020-05-04"), 3))
	// Output: 2020-04-28 <nil>
}

// The first day is not counted and the last one is.
func ExampleCalendar_Count() {
	c, err := holidays.Lookup("FR")
	if err != nil {
		fmt.Println(err)
		return
	}
	monday, friday := calendar.MustParseDate("2020-04-27"), calendar.MustParseDate("2020-05-01")
	fmt.Println(c.Count(monday, friday)) // Friday is Labour Day
	fmt.Println(c.Count(friday, monday))
	// Output:
	// 3 <nil>
	// -3 <nil>
}

// A withdrawal period of 14 days that would end on a Sunday ends on Monday.
func ExampleCalendar_Adjust() {
	c, err := holidays.Lookup("FR")
	if err != nil {
		fmt.Println(err)
		return
	}
	sunday := calendar.MustParseDate("2020-05-31")
	for _, r := range []calendar.Roll{calendar.Following, calendar.ModifiedFollowing} {
		d, err := c.Adjust(sunday, r)
		fmt.Println(r, d, err)
	}
	// Output:
	// following 2020-06-02 <nil>
	// modified_following 2020-05-29 <nil>
}

// After a weekend the two conventions differ by a day. Here the request comes
// on a Saturday.
func ExampleCalendar_Range() {
	c, err := holidays.Lookup("FR")
	if err != nil {
		fmt.Println(err)
		return
	}
	saturday := calendar.MustParseDate("2020-02-08")
	for _, k := range []calendar.Counting{calendar.AfterEvent, calendar.AfterRolled} {
		r, err := c.Range(saturday, 3, 5, k)
		fmt.Println(k, r, err)
	}
	// Output:
	// after_event 2020-02-12 to 2020-02-14 <nil>
	// after_rolled 2020-02-13 to 2020-02-17 <nil>
}

// Why nothing happens on a day can be said by name.
func ExampleCalendar_HolidayOn() {
	c, err := holidays.Lookup("FR")
	if err != nil {
		fmt.Println(err)
		return
	}
	h, ok := c.HolidayOn(calendar.MustParseDate("2020-07-14"))
	fmt.Println(h.Name, "/", h.Local, ok)
	// Output: Bastille Day / Fête Nationale true
}

// A promise that takes eight days to keep can say which of them did not count.
func ExampleCalendar_Skipped() {
	c, err := holidays.Lookup("FR")
	if err != nil {
		fmt.Println(err)
		return
	}
	asked := calendar.MustParseDate("2026-05-07")
	due, err := c.NthAfter(asked, 5)
	fmt.Println(due, err)
	closed, err := c.Skipped(asked, due)
	for _, day := range closed {
		fmt.Println(day)
	}
	fmt.Println(err)
	// Output:
	// 2026-05-18 <nil>
	// Fri 8 May 2026: Victory in Europe Day
	// Sat 9 May 2026: weekend
	// Sun 10 May 2026: weekend
	// Thu 14 May 2026: Ascension Day
	// Sat 16 May 2026: weekend
	// Sun 17 May 2026: weekend
	// <nil>
}

// Rents and fees are often due on the month's last business day.
func ExampleCalendar_LastOfMonth() {
	c, err := holidays.Lookup("TARGET")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.LastOfMonth(calendar.MustParseDate("2026-05-10")))
	// Output: 2026-05-29 <nil>
}

// French labour law counts jours ouvrés, which are worked, and jours ouvrables,
// which could be: Monday to Saturday. Five of them are not the same five.
func Example_ouvres() {
	request := calendar.MustParseDate("2026-04-30") // the Thursday before Labour Day
	for _, id := range []string{"FR", "FR-OUVRABLE"} {
		c, err := holidays.Lookup(id)
		if err != nil {
			fmt.Println(err)
			return
		}
		d, err := c.NthAfter(request, 5)
		fmt.Println(id, c.WeekOn(request), d.Weekday(), d, err)
	}
	// Output:
	// FR Mon-Fri Monday 2026-05-11 <nil>
	// FR-OUVRABLE Mon-Sat Thursday 2026-05-07 <nil>
}

// The euro settlement system rests on Good Friday, when France works, and works
// on 14 July, when France rests. Promise arrival by the first, and move legal
// deadlines by the second.
func Example_target() {
	for _, day := range []string{"2026-04-03", "2026-07-14"} {
		for _, id := range []string{"FR", "TARGET"} {
			c, err := holidays.Lookup(id)
			if err != nil {
				fmt.Println(err)
				return
			}
			open, err := c.IsBusinessDay(calendar.MustParseDate(day))
			fmt.Println(day, id, open, err)
		}
	}
	// Output:
	// 2026-04-03 FR true <nil>
	// 2026-04-03 TARGET false <nil>
	// 2026-07-14 FR false <nil>
	// 2026-07-14 TARGET true <nil>
}

// A bank that closes its books at 17:00 takes what comes later for an order of the
// next business day. On a Friday that is Monday.
func ExampleWindow() {
	c, err := holidays.Lookup("TARGET")
	if err != nil {
		fmt.Println(err)
		return
	}
	frankfurt, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		fmt.Println(err)
		return
	}
	w := calendar.Window{Min: 3, Max: 5, Counting: calendar.AfterRolled, CutOff: 17 * 60, Zone: frankfurt}
	for _, hour := range []int{16, 18} {
		r, err := w.After(time.Date(2026, 6, 5, hour, 0, 0, 0, frankfurt), c)
		fmt.Println(hour, r, err)
	}
	// Output:
	// 16 2026-06-10 to 2026-06-12 <nil>
	// 18 2026-06-11 to 2026-06-15 <nil>
}

func ExampleCutOff() {
	b, err := json.Marshal(calendar.CutOff(17*60 + 30))
	fmt.Println(string(b), err)
	var c calendar.CutOff
	fmt.Println(json.Unmarshal([]byte(`"25:00"`), &c))
	// Output:
	// "17:30" <nil>
	// calendar: parse cut-off "25:00": want a time of day from "00:01" to "23:59"
}

// Fourteen days to withdraw from a contract of 11 December 2026, in three
// countries. The fourteenth is Christmas Day.
func ExamplePeriod() {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		fmt.Println(err)
		return
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		fmt.Println(err)
		return
	}
	saxony, err := holidays.Lookup("DE-SN")
	if err != nil {
		fmt.Println(err)
		return
	}
	concluded := time.Date(2026, 12, 11, 17, 0, 0, 0, time.UTC)
	fortnight := calendar.MustParseSpan("14 days")

	// The United Kingdom moves nothing, and needs no calendar.
	fmt.Println(calendar.Period{Span: fortnight, Zone: london}.After(concluded, nil))

	// Germany goes to the next working day, past a Saturday that is a holiday.
	d, err := calendar.Period{Span: fortnight, Roll: calendar.Following, Zone: berlin}.After(concluded, saxony)
	fmt.Println("strictly", d.Strict)
	fmt.Println("lawfully", d.Last)
	fmt.Println("too late", d.Until, err)
	// Output:
	// {2026-12-25 2026-12-25 2026-12-26 00:00:00 +0000 GMT} <nil>
	// strictly 2026-12-25
	// lawfully 2026-12-28
	// too late 2026-12-29 00:00:00 +0100 CET <nil>
}

// Under Regulation 1182/71 a period of two days or more holds two working days.
func ExamplePeriod_AfterDay() {
	fr, err := holidays.Lookup("FR")
	if err != nil {
		fmt.Println(err)
		return
	}
	p := calendar.Period{Span: calendar.MustParseSpan("2 days"), Roll: calendar.Following, AtLeast: 2}
	d, err := p.AfterDay(calendar.MustParseDate("2026-09-04"), fr) // a Friday
	fmt.Println(d.Strict.Weekday(), d.Last.Weekday(), err)
	// Output: Sunday Tuesday <nil>
}

// A seller must announce a renewal not earlier than three months and not later
// than one month before it can no longer be refused.
func ExamplePeriod_BeforeDay() {
	day := calendar.MustParseDate("2026-11-30")
	for _, span := range []string{"3 months", "1 month"} {
		d, err := calendar.Period{Span: calendar.MustParseSpan(span)}.BeforeDay(day, nil)
		fmt.Println(d.Last, err)
	}
	// Output:
	// 2026-08-30 <nil>
	// 2026-10-30 <nil>
}

// The last day on which a month's notice still ends by 30 November.
func ExampleSpan_LatestStart() {
	fmt.Println(calendar.MustParseSpan("1 month").LatestStart(calendar.MustParseDate("2026-11-30"), nil))
	// Output: 2026-10-31 <nil>
}

// A company closes on days of its own.
func ExampleCalendar_WithHolidays() {
	fr, err := holidays.Lookup("FR")
	if err != nil {
		fmt.Println(err)
		return
	}
	acme, err := fr.WithHolidays("ACME", calendar.Holiday{Date: calendar.MustParseDate("2026-12-24"), Name: "Closing day"})
	if err != nil {
		fmt.Println(err)
		return
	}
	eve := calendar.MustParseDate("2026-12-23")
	fmt.Println(fr.NthAfter(eve, 1))
	fmt.Println(acme.NthAfter(eve, 1))
	// Output:
	// 2026-12-24 <nil>
	// 2026-12-28 <nil>
}

// A calendar may come from a file. What it says is checked twice: its form, and
// whether it makes a calendar.
func ExampleParseSpec() {
	spec, err := calendar.ParseSpec([]byte(`{
		"id": "AE", "name": "United Arab Emirates",
		"first_year": 2021, "last_year": 2023,
		"week": "Sun-Thu",
		"changes": [{"from": "2022-01-01", "week": "Mon-Fri"}],
		"holidays": [{"date": "2021-12-02", "name": "National Day"}]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := calendar.New(spec)
	fmt.Println(c.Name(), err)
	fmt.Println(c.IsBusinessDay(calendar.MustParseDate("2021-12-31"))) // Fridays, before
	fmt.Println(c.IsBusinessDay(calendar.MustParseDate("2022-01-07"))) // and after

	_, err = calendar.ParseSpec([]byte(`{"id": "X", "week": "Monday to Friday"}`))
	fmt.Println(err)
	// Output:
	// United Arab Emirates <nil>
	// false <nil>
	// true <nil>
	// calendar: parse calendar: line 1, column 21: week "Monday to Friday": want working days from Monday on, like "Mon-Fri", "Sun-Thu" or "Mon,Wed,Fri"
}

// Statutes that count a week of six days close on the same holidays.
func ExampleCalendar_WithWeek() {
	c, err := holidays.Lookup("FR")
	if err != nil {
		fmt.Println(err)
		return
	}
	six, err := c.WithWeek("FR, Monday to Saturday", calendar.MonSat)
	if err != nil {
		fmt.Println(err)
		return
	}
	friday := calendar.MustParseDate("2020-02-07")
	fmt.Println(c.NthAfter(friday, 1))
	fmt.Println(six.NthAfter(friday, 1))
	// Output:
	// 2020-02-10 <nil>
	// 2020-02-08 <nil>
}

// Money that passes through two banks moves when both are open.
func ExampleJoin() {
	euro, err1 := holidays.Lookup("TARGET")
	dollar, err2 := holidays.Lookup("US-FED")
	if err := errors.Join(err1, err2); err != nil {
		fmt.Println(err)
		return
	}
	both, err := calendar.Join("EUR/USD", euro, dollar)
	if err != nil {
		fmt.Println(err)
		return
	}
	d := calendar.MustParseDate("2020-12-23")
	fmt.Println(euro.NthAfter(d, 2))
	fmt.Println(both.NthAfter(d, 10))
	// Output:
	// 2020-12-28 <nil>
	// 2021-01-08 <nil>
}

// A question about a day beyond the years has an answer of its own type.
func ExampleRangeError() {
	c, err := holidays.Lookup("FR")
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = c.IsBusinessDay(calendar.MustParseDate("2051-01-03"))
	var outside *calendar.RangeError
	if errors.As(err, &outside) {
		fmt.Println(outside.Calendar, "ends on", outside.Last)
	}
	fmt.Println(err)
	// Output:
	// FR ends on 2050-12-31
	// calendar: FR is verified from 2008-01-01 to 2050-12-31: 2051-01-03 is outside
}

func ExampleParseWeek() {
	w, err := calendar.ParseWeek("Sun-Thu")
	fmt.Println(w.Works(time.Friday), w.Works(time.Sunday), err)
	// Output: false true <nil>
}

func ExampleCalendar_IsBusinessDay() {
	c, err := holidays.Lookup("US-FED")
	if err != nil {
		fmt.Println(err)
		return
	}
	// Independence Day 2026 is a Saturday. The Federal Reserve works on the eve.
	fmt.Println(c.IsBusinessDay(calendar.MustParseDate("2026-07-03")))
	// Output: true <nil>
}

// Any calendar can be taken apart and built anew with a difference.
func ExampleCalendar_Spec() {
	c, err := holidays.Lookup("TARGET")
	if err != nil {
		fmt.Println(err)
		return
	}
	spec := c.Spec()
	spec.ID, spec.LastYear = "TARGET, short", 2030
	spec.Holidays = slices.DeleteFunc(spec.Holidays, func(h calendar.Holiday) bool { return h.Date.Year() > 2030 })
	short, err := calendar.New(spec)
	fmt.Println(short.ID(), short.Last(), err)
	// Output: TARGET, short 2030-12-31 <nil>
}

// Package calendar computes with days: civil dates, business days, promises of "3 to 5 business days", and the deadlines of statutes.
//
// # Days
//
// A [Date] is one day of the civil calendar, with no clock and no zone. It is
// four bytes, comparable with ==, and its zero value is no date. Make one with
// [NewDate] or [ParseDate]; both refuse 30 February. Dates move with
// [Date.AddDays] and [Date.AddMonths] and are told apart with
// [Date.DaysSince] and [Date.Compare].
//
// # Instants and zones
//
// An instant is a different day in Paris and in New York, so the zone is
// always named. [DateIn] is the one door from instants to days, and
// [Date.Start] the one exit: the first instant of a day, which is not always
// midnight. Nothing in this package reads the clock or the local zone. Whoever
// asks one zone again and again prepares a [Zone] with [NewZone].
//
// # Spans
//
// A [Span] is a length as people write it: "14 days", "3 business days",
// "1 month". [ParseSpan] reads one, [Span.AddTo] and [Span.SubFrom] apply one.
// A month from 31 January is 28 or 29 February: the day is kept where it
// exists and clamped where it does not. Always apply a span to the first
// day, "3 months" rather than "1 month" three times, or 31 becomes 28 for ever.
//
// # Business days
//
// A business day is a day on which those concerned work: one of their week,
// and no holiday of theirs. Who they are makes the difference, so there is no
// calendar without a name, and three questions come before any counting.
//
// Whose holidays? A statute speaks of those of a country or a region; money moves
// when the banks of a settlement system work. The euro's system, TARGET, rests
// on Good Friday and works on 14 July, and France does the opposite. A deadline
// of French law needs the one, the arrival of a transfer the other. The package
// [github.com/rescind-go/rescind/calendar/holidays] has verified calendars of both
// kinds.
//
// Which week? Most count Monday to Friday, which French law calls jours ouvrés.
// Jours ouvrables, the Werktage of German law and the business days of some
// American rules are Monday to Saturday, and a holiday on a Saturday then counts.
// Others rest on Friday and Saturday, and some changed their week on a certain day:
// a [Week] is any set of days, and a [Spec] may hold a [WeekChange].
//
// Which day is number 1? The day one counts from never counts itself: one
// business day after a Friday is Monday, and so is one after the Saturday.
// Whether an event on a Saturday is an event of that day, or one of Monday, is
// another matter, and the text below on windows is about it.
//
// A [Calendar] answers in nanoseconds, without walking from day to day:
// [Calendar.IsBusinessDay], [Calendar.NthAfter] and [Calendar.NthBefore],
// [Calendar.Count], [Calendar.OnOrAfter] and [Calendar.OnOrBefore],
// [Calendar.LastOfMonth], and [Calendar.Adjust] with one of the four conventions
// of [Roll]. [Calendar.HolidayOn] says what a day is called, and
// [Calendar.Skipped] which days a count left out, and why.
//
// # Windows
//
// "You will be refunded in 3 to 5 business days" is a [Window], and gives a
// [Range] of two dates. Two conventions for its first day are in use, and after
// a weekend they differ by a day, so the window names the one that is meant. For an
// event on a Saturday:
//
//	AfterEvent   business day 1 is Monday: 3 to 5 is Wednesday to Friday
//	AfterRolled  the event is first moved to Monday, and business day 1
//	             is Tuesday: 3 to 5 is Thursday to the next Monday
//
// [AfterEvent] is how a reader counts. [AfterRolled] is how banks count, since
// an order that arrives on a closed day is treated as received on the next
// open one. So is one that arrives late in the day: a [CutOff] makes an event after
// 17:00 one of the next day.
//
// # Deadlines
//
// "Within 14 days" in a statute is a [Period], and gives a [Deadline]: the last
// day as counted, the last day that the statute allows, and the first instant
// that is too late. The day of the event does not count. Whether the end moves
// when it falls on a weekend differs between countries, and [Period] has a table
// of them. What counts backwards from a day, such as a notice before a renewal,
// never moves: [Period.BeforeDay]. [Span.LatestStart] finds the last day for a notice
// that must have run by some day.
//
// These are ways of counting, not legal advice. Articles 3(4) and 3(5) of Regulation
// 1182/71 and the German judgment on notices are cited second-hand here.
//
// # Calendars of your own
//
// [New] builds a calendar from a [Spec]: the years, the working week, the
// holidays. [ParseSpec] reads one from JSON. [Calendar.WithHolidays] adds a
// company's closing days, [Calendar.WithWeek] puts the same holidays under
// another week, and [Join] closes whenever any of its calendars closes, for money
// that must pass through two banks. All make new calendars; none ever changes.
//
// # The horizon, and errors
//
// Holidays are known for some years and unknown outside them. A calendar says
// which, and an operation that would have to look at a day outside fails with
// a [RangeError] (errors.Is [ErrRange]); it never falls back to weekends.
//
// Every other failure is an [*Error] wrapping one of the sentinels listed with
// [ErrDate]. Nothing here panics, whatever the input, but the two functions
// whose names begin with Must. All types are safe for concurrent use by
// readers.
package calendar

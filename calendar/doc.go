// Package calendar computes with days: civil dates, spans of time as contracts write them, and business days.
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
// A [Calendar] knows which days of its years are business days, and answers in
// nanoseconds, without walking from day to day: [Calendar.IsBusinessDay],
// [Calendar.NthAfter] and [Calendar.NthBefore], [Calendar.Count],
// [Calendar.OnOrAfter] and [Calendar.OnOrBefore], and [Calendar.Adjust] with
// one of the four conventions of [Roll]. [Calendar.HolidayOn] says why a day
// is closed.
//
// In all of them the day that one counts from never counts itself: one
// business day after a Friday is Monday, and so is one after the Saturday.
//
// # Ranges
//
// "You will be refunded in 3 to 5 business days" is a [Range] of two dates.
// Two conventions for its first day are in use, and after a weekend they differ
// by a day, so [Calendar.Range] asks which one is meant. For an event on
// a Saturday:
//
//	AfterEvent   business day 1 is Monday: 3 to 5 is Wednesday to Friday
//	AfterRolled  the event is first moved to Monday, and business day 1
//	             is Tuesday: 3 to 5 is Thursday to the next Monday
//
// [AfterEvent] is how a reader counts. [AfterRolled] is how banks count, since
// an order that arrives on a closed day is treated as received on the next
// open one.
//
// # Calendars of your own
//
// [New] builds a calendar from a [Spec]: the years, the working week, the
// holidays. [Join] closes whenever any of its calendars closes, for money that
// must pass through two banks. [Calendar.WithWeek] puts the same holidays under
// another week, such as the six-day week of many statutes. Verified tables for
// some countries are in the holidays package next to this one.
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

// Package holidays holds calendars of business days that were verified, found by id.
//
// [Lookup] returns one, [All] lists them:
//
//	FR           France, Monday to Friday (jours ouvrés)
//	FR-AM        the same for Alsace-Moselle: also Good Friday and 26 December
//	FR-OUVRABLE  France, Monday to Saturday (jours ouvrables)
//	GB-ENG       bank holidays in England and Wales
//	TARGET       the euro settlement system: SEPA payments move on these days
//	US-FED       the Federal Reserve Banks: Fedwire and ACH move on these days
//
// Ids joined by "+" give a calendar that is closed when any part is:
// "TARGET+US-FED" for money that goes from one to the other.
//
// A calendar of holidays and one of settlement are different things. A legal
// deadline in France moves by FR, and the euros arrive by TARGET, which works
// on 14 July and not on Good Friday. "US-FED" is likewise not the calendar
// of the federal government, which rests on the Friday when a holiday falls on
// a Saturday; the Federal Reserve Banks do not.
//
// # What verified means
//
// Every weekday of every year of a table is equal to a list on which two or
// more independent sources agree: the public-holiday libraries of other
// languages and rules written by hand from the statutes. [Info.Source] names
// them, and the lists are in testdata, where a test compares them day by day.
// One thing cannot be verified: a holiday that nobody has proclaimed yet.
// Tables end in 2050 for that reason, and beyond their years every question is
// an error.
//
// # Why not the tables of rickar/cal alone
//
// The rules of [github.com/rickar/cal/v2] are the base, and are used as they
// stand wherever they are right. Where they are not, or where a one-off
// holiday is missing, the files of this package correct them, each time with
// the statute or proclamation. Besides, its rules compute through a global
// time zone and are shared variables that any package may change. Here the
// days are computed without a zone, and each table carries a committed digest:
// if a table comes out different from what was verified, Lookup refuses it
// with [ErrChanged] instead of answering.
//
// # Your own
//
// [FromRules] builds a calendar from rules of package cal, such as those of
// its forty other countries, with the same care but without the verification.
// [calendar.New] builds one from a list of dates, which suits best what is
// published as a list.
package holidays

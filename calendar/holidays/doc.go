// Package holidays holds calendars of business days that were verified, found by id.
//
// [Lookup] returns one, [All] lists them all. Some of them:
//
//	AT BE CZ DE DK ES FI FR IE IT NL ...   nations; all end in 2050
//	DE-BY DE-NW ... CH-GE CH-ZH ...        German Länder, Swiss cantons
//	GB-ENG GB-WLS GB-SCT GB-NIR            bank holidays of the United Kingdom's parts
//	FR-AM                                  Alsace-Moselle: also Good Friday and 26 December
//	FR-OUVRABLE                            France, Monday to Saturday (jours ouvrables)
//	TARGET                                 euro settlement: SEPA payments move on these days
//	SE-BANK                                Sweden with the eves on which banks close
//	US                                     the federal government
//	US-FED                                 the Federal Reserve Banks: Fedwire and ACH move on these days
//	US-LEGAL                               legal holidays on their own days, Monday to Saturday
//	US-NYSE                                the New York Stock Exchange
//	JP BR MX NZ AU-NT AU-WA                further away
//
// Ids joined by "+" give a calendar that is closed when any part is:
// "TARGET+US-FED" for money that goes from one to the other.
//
// # Which one
//
// A calendar of holidays and one of settlement are different things. A legal
// deadline in France moves by FR, and the euros arrive by TARGET, which works
// on 14 July and not on Good Friday. Nor are a government's days a bank's: when a
// holiday falls on a Saturday the federal government rests on the Friday, and
// the Federal Reserve Banks do not. Where holidays differ within a country, the
// national table has those that all regions share, and deadlines want the region's.
//
// # What verified means
//
// Every weekday of every year of a table is equal to a list on which two or
// more independent sources agree, and so is every Saturday where
// [Info.Saturdays] says so: the public-holiday libraries of other languages and rules written by
// hand from the statutes. [Info.Source] names them, and the lists are in
// testdata, where a test compares them day by day. (US-LEGAL has no list: a test
// derives the days of US from it.) The statutes and proclamations stand beside
// the rules in the source; most were read in secondary texts.
//
// Some things cannot be verified. A holiday may be proclaimed that nobody has
// thought of yet, and the days of equinoxes and of some royal birthdays are
// predictions until they are gazetted. Tables end in 2050 for that reason, and
// beyond their years every question is an error. Sundays are not compared: only some
// tables name those that are holidays by law.
//
// Where there is a doubt about a day, tables close it, since they serve to say when
// something will happen: a refund promised too early is worse than one a day late.
// The doubtful days are Good Friday in Alsace-Moselle, 1 August in Switzerland
// before 1994, 2 January and Whit Monday in Vaud before 2008, and 24 December in
// Lithuania before 2011. A deadline of yours that rolls over one of them may be
// up already.
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
// [calendar.Calendar.WithHolidays] adds a company's closing days to any of
// these. [FromRules] builds a calendar from rules of package cal, such as those of
// its other countries, with the same care but without the verification.
// [calendar.New] builds one from a list of dates, which suits best what is
// published as a list.
package holidays

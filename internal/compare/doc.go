// Command compare holds this library's calendars against github.com/rickar/cal/v2.
//
// The calendars are lists on which independent sources agree; the rules of
// package cal are what an application would otherwise take. Two things are worth
// asking again for every new version of it: on which days it differs, and how
// long its answers take. The module is nested, so that nothing here counts as
// the library's.
//
// # Days
//
//	go run .         each calendar, and its differences from 2026 to 2035
//	go run . -all    its differences in all years
//
// The report goes through the weekdays of every calendar of the holidays
// package's testdata, or of the file that -oracle names. A calendar is compared
// with the nearest list that package cal has, as lists.go says, and by package
// cal's own meaning of a workday. What it wrote last is in testdata/report.txt,
// and a test fails when it would write something else; after a look,
//
//	go test -run TestReport -update
//
// With v2.1.27, 28 of 66 calendars match exactly, and 20 differ only in other
// years than 2026 to 2035. In these, 18 differ:
//
//   - for FR-AM, GB-NIR, GB-SCT, US-FED and US-NYSE there is no list;
//   - those for BR, DK and SE hold more than the holidays of the law: optional
//     days, and days on which banks close;
//   - in CH-GE, CH-JU, CH-OW, CH-TI, CH-VD, DE-MV, IT, LU, MX and NZ, holidays
//     are missing or on another day.
//
// # Speed
//
//	go test -run '^$' -bench .
//	go test -run TestRatios -ratios -v
//
// The benchmarks count business days forward, 5, 30 and 250 of them, and
// through a year, and ask whether a day is one, where both sides give the same
// answers, which a test makes sure of. Each side takes the type that it is
// made for: a Date here, a time.Time at noon in UTC there. Package cal works
// out its rules anew for every weekday that it walks over. Its cache, which is
// off by default and holds three years, spares it the rules, not the walk.
//
// Durations depend on the processor and on what else it does, so TestRatios runs
// the two in turns, and tells only how many times as long package cal takes. The
// medians of one run:
//
//	                       FR         US     TARGET  FR cached
//	Add5                  379        739        235         62
//	Add30                1728       3075        992        276
//	Add250               9661      18425       5373       1478
//	CountYear           22416      47291      15373       4009
//	IsBusinessDay         137        298         76         11
package main

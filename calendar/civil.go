package calendar

import (
	"fmt"
	"time"
)

// The arithmetic between day numbers and years, months and days follows
// Neri and Schneider, "Euclidean affine functions and their application to
// calendar algorithms" (2022). Two ideas carry it:
//
// The year is taken to begin on 1 March. Then the leap day is the last day of
// a year, and the months' lengths 31 30 31 30 31 31 30 31 30 31 31 (28) are so
// regular that the days before month m are floor((979m - 2919) / 32), with
// March as 3 and the next February as 14.
//
// Divisions by constants such as 1461 (days in four years) become one
// multiplication and a shift, and the low half of the product gives the
// remainder for free.

// fromMarch is what must be added to a day number to count from 0000-03-01.
const fromMarch = 305

// dayNumber returns the number of a valid day.
func dayNumber(year int, month time.Month, day int) int32 {
	y, m := uint32(year), uint32(month)
	if m <= 2 {
		y--
		m += 12
	}
	n := 365*y + y/4 - y/100 + y/400 + (979*m-2919)/32 + uint32(day) - 1
	return int32(n) - fromMarch
}

// civil returns the year, month and day of a day number, and zeros for 0.
func civil(number int32) (year int, month time.Month, day int) {
	if number == 0 {
		return 0, 0, 0
	}
	// The century, and the day in it. A quarter of a day is the unit, because
	// a century has 36524.25.
	n := 4*(uint32(number)+fromMarch) + 3
	century, n := n/146097, n%146097

	// The year of the century: 2939745/2^32 is just above 1/1461. The low
	// half of the product, divided by the same factor, is the day of the year.
	p := 2939745 * uint64(n|3)
	y := 100*century + uint32(p>>32)
	yday := uint32(p) / 2939745 / 4

	// The month: 2141/2^16 is just above 1/30.61, the mean length of a month
	// here, and again the low half gives the day.
	q := 2141*yday + 197913
	m := q >> 16
	day = int(q&0xffff/2141) + 1

	if yday >= 306 { // January and February belong to the next year
		y++
		m -= 12
	}
	return int(y), time.Month(m), day
}

// daysIn returns the number of days of a month from 1 to 12.
func daysIn(year int, month time.Month) int {
	switch month {
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case time.April, time.June, time.September, time.November:
		return 30
	}
	return 31
}

// ymdText writes a day that does not exist, for error messages.
func ymdText(year, month, day int) string {
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}

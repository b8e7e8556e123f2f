package holidays

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/us"
)

// washington is the name of the day in the statute, whatever the shops call it.
const washington = "Washington's Birthday"

// usRules are the holidays of 5 U.S.C. 6103(a) as the federal government keeps
// them: on Friday for a Saturday, 5 U.S.C. 6103(b), and on Monday for a Sunday,
// Executive Order 11582. Closings ordered for a single day are not holidays.
func usRules() []*cal.Holiday {
	return []*cal.Holiday{
		us.NewYear,
		us.MlkDay,
		named(us.PresidentsDay, washington),
		us.MemorialDay,
		us.Juneteenth,
		us.IndependenceDay,
		us.LaborDay,
		us.ColumbusDay,
		us.VeteransDay,
		us.ThanksgivingDay,
		us.ChristmasDay,
	}
}

// usFedRules are the same holidays as the Federal Reserve Banks keep them. The
// Banks' holiday schedule says: closed on Monday for a Sunday, open on Friday
// for a Saturday.
func usFedRules() []*cal.Holiday {
	rules := usRules()
	for i, rule := range rules {
		if rule.Observed != nil {
			rules[i] = observed(rule, onSunday(1))
		}
	}
	return rules
}

// usLegalRules are the same holidays on their own days only, as 5 U.S.C. 6103(a)
// lists them. Where the law counts Saturdays as business days, they matter
// and their substitutes do not: 16 CFR 429.0, the cooling-off period of
// sales at the door, and 12 CFR 1026.2(a)(6), rescission under Regulation Z.
func usLegalRules() []*cal.Holiday {
	rules := usRules()
	for i, rule := range rules {
		rules[i] = observed(rule)
	}
	return rules
}

// usNYSERules are the days on which the New York Stock Exchange does not
// trade, by its Rule 7.2 (formerly Rule 51): a Sunday's holiday is kept on
// Monday and a Saturday's on Friday, except where that ends an accounting
// period, as New Year's Day would. Days that close early are business days.
func usNYSERules() []*cal.Holiday {
	return []*cal.Holiday{
		observed(us.NewYear, onSunday(1)),
		from(us.MlkDay, 1998), // SR-NYSE-97-22, 62 FR 38179
		named(us.PresidentsDay, washington),
		aa.GoodFriday,
		us.MemorialDay,
		from(us.Juneteenth, 2022), // added in October 2021
		us.IndependenceDay,
		us.LaborDay,
		us.ThanksgivingDay,
		us.ChristmasDay,

		// Days of mourning for former Presidents.
		once("Funeral of Richard Nixon", 1994, time.April, 27),
		once("Funeral of Ronald Reagan", 2004, time.June, 11),
		once("Funeral of Gerald Ford", 2007, time.January, 2),
		once("Funeral of George H. W. Bush", 2018, time.December, 5),
		once("Funeral of Jimmy Carter", 2025, time.January, 9),
		// The attacks on the World Trade Center.
		once("Attacks of 11 September", 2001, time.September, 11),
		once("Attacks of 11 September", 2001, time.September, 12),
		once("Attacks of 11 September", 2001, time.September, 13),
		once("Attacks of 11 September", 2001, time.September, 14),
		once("Hurricane Sandy", 2012, time.October, 29),
		once("Hurricane Sandy", 2012, time.October, 30),
	}
}

package holidays

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rickar/cal/v2"
)

// A table is a built-in calendar: how to build it, and what must come out. Its
// last year is [lastYear].
type table struct {
	id, name  string
	kind      Kind
	zone      string
	firstYear int
	week      calendar.Week
	saturdays bool
	rules     func() []*cal.Holiday
	source    string
	digest    string // of the verified days: see digestOf
}

// lastYear ends all tables: nobody can verify what has not been proclaimed.
const lastYear = 2050

// The sources that agree on a table, each in the version that was compared.
// "By hand" are rules written from the statutes, apart from those here.
const (
	vacanza     = "vacanza/holidays 0.102"
	quantLib    = "QuantLib 1.29"
	workalendar = "workalendar 17.0"
	dateHoliday = "date-holidays 3.37"

	vd   = vacanza + " = " + dateHoliday
	vw   = vacanza + " = " + workalendar
	vwd  = vw + " = " + dateHoliday
	vqwd = vacanza + " = " + quantLib + " = " + workalendar + " = " + dateHoliday
)

// tables lists the built-in calendars in the order of their ids. Rules are
// evaluated at the first Lookup, so that importing this package costs nothing.
var tables = [...]table{
	{"AT", "Austria", Public, "Europe/Vienna", 1990, calendar.MonFri, true, atRules, vwd, "c34d537f5bc81e07"},
	{"AU-NT", "Australia: Northern Territory", Public, "Australia/Darwin", 1990, calendar.MonFri, false, auNTRules, vd, "4bcc86687a45ec7c"},
	{"AU-WA", "Australia: Western Australia", Public, "Australia/Perth", 2013, calendar.MonFri, true, auWARules, vd, "1d93d63d11cb91fc"},
	{"BE", "Belgium", Public, "Europe/Brussels", 1990, calendar.MonFri, true, beRules, vwd, "6ef729f0eefdd8cd"},
	{"BR", "Brazil", Public, "America/Sao_Paulo", 1990, calendar.MonFri, true, brRules, vd, "3f992ac93c2e7fa1"},
	{"CH-BE", "Switzerland: Bern", Public, "Europe/Zurich", 1990, calendar.MonFri, true, chBeRules, vd, "9f2fe40f94c29fac"},
	{"CH-BS", "Switzerland: Basel-Stadt", Public, "Europe/Zurich", 1990, calendar.MonFri, true, chZhRules, vd, "689d09d6f382e1b8"},
	{"CH-GE", "Switzerland: Geneva", Public, "Europe/Zurich", 1990, calendar.MonFri, true, chGeRules, vd, "e9dfb6175d264f1b"},
	{"CH-JU", "Switzerland: Jura", Public, "Europe/Zurich", 1990, calendar.MonFri, true, chJuRules, vd, "08495dade9b9457e"},
	{"CH-NW", "Switzerland: Nidwalden", Public, "Europe/Zurich", 1990, calendar.MonFri, true, chNwRules, vd, "d267bf462d295360"},
	{"CH-OW", "Switzerland: Obwalden", Public, "Europe/Zurich", 1990, calendar.MonFri, true, chOwRules, vd, "c7ddb139ec28f84c"},
	{"CH-SG", "Switzerland: St. Gallen", Public, "Europe/Zurich", 1990, calendar.MonFri, true, chSgRules, vd, "93d588a5fbac798f"},
	{"CH-SH", "Switzerland: Schaffhausen", Public, "Europe/Zurich", 1990, calendar.MonFri, true, chZhRules, vd, "689d09d6f382e1b8"},
	{"CH-SZ", "Switzerland: Schwyz", Public, "Europe/Zurich", 1990, calendar.MonFri, true, chSzRules, vd, "6bda9c73182c241a"},
	{"CH-TG", "Switzerland: Thurgau", Public, "Europe/Zurich", 1990, calendar.MonFri, true, chTgRules, vd, "fa99ef687ac4484a"},
	{"CH-TI", "Switzerland: Ticino", Public, "Europe/Zurich", 1990, calendar.MonFri, true, chTiRules, vd, "927172fe759a38d0"},
	{"CH-VD", "Switzerland: Vaud", Public, "Europe/Zurich", 1990, calendar.MonFri, true, chVdRules, vd, "daa6cff51603f1e4"},
	{"CH-ZH", "Switzerland: Zurich", Public, "Europe/Zurich", 1990, calendar.MonFri, true, chZhRules, vd, "689d09d6f382e1b8"},
	{"CZ", "Czechia", Public, "Europe/Prague", 2016, calendar.MonFri, true, czRules, vqwd, "1c0cc356e9db3e89"},
	{"DE", "Germany: holidays of all Länder", Public, "Europe/Berlin", 1995, calendar.MonFri, true, deRules, vwd + " = by hand from the statutes", "bf1b8aab5efd708b"},
	{"DE-BB", "Germany: Brandenburg", Public, "Europe/Berlin", 1995, calendar.MonFri, true, deBbRules, vd, "ecd390fe8328127f"},
	{"DE-BE", "Germany: Berlin", Public, "Europe/Berlin", 1995, calendar.MonFri, true, deBeRules, vd, "ff18a5e02645d3b3"},
	{"DE-BW", "Germany: Baden-Württemberg", Public, "Europe/Berlin", 1995, calendar.MonFri, true, deBwRules, vd, "8123d2bacac793aa"},
	{"DE-BY", "Germany: Bavaria", Public, "Europe/Berlin", 1995, calendar.MonFri, true, deBwRules, vd, "8123d2bacac793aa"},
	{"DE-HB", "Germany: Bremen", Public, "Europe/Berlin", 1995, calendar.MonFri, true, deNorthRules, vd, "52537913990a5c40"},
	{"DE-HE", "Germany: Hesse", Public, "Europe/Berlin", 1995, calendar.MonFri, true, deHeRules, vd, "ec49f972aa4aea35"},
	{"DE-HH", "Germany: Hamburg", Public, "Europe/Berlin", 1995, calendar.MonFri, true, deNorthRules, vd, "52537913990a5c40"},
	{"DE-MV", "Germany: Mecklenburg-Western Pomerania", Public, "Europe/Berlin", 1995, calendar.MonFri, true, deMvRules, vd, "d61b876fb051c778"},
	{"DE-NI", "Germany: Lower Saxony", Public, "Europe/Berlin", 1995, calendar.MonFri, true, deNorthRules, vd, "52537913990a5c40"},
	{"DE-NW", "Germany: North Rhine-Westphalia", Public, "Europe/Berlin", 1995, calendar.MonFri, true, deNwRules, vd, "b2b1f3d6afcaee66"},
	{"DE-RP", "Germany: Rhineland-Palatinate", Public, "Europe/Berlin", 1995, calendar.MonFri, true, deNwRules, vd, "b2b1f3d6afcaee66"},
	{"DE-SH", "Germany: Schleswig-Holstein", Public, "Europe/Berlin", 1995, calendar.MonFri, true, deNorthRules, vd, "52537913990a5c40"},
	{"DE-SL", "Germany: Saarland", Public, "Europe/Berlin", 1995, calendar.MonFri, true, deSlRules, vd, "cbe1323c6fcf01e9"},
	{"DE-SN", "Germany: Saxony", Public, "Europe/Berlin", 1995, calendar.MonFri, true, deSnRules, vd, "08044660d13d4398"},
	{"DE-ST", "Germany: Saxony-Anhalt", Public, "Europe/Berlin", 1995, calendar.MonFri, true, deStRules, vd, "d657664de4444a3b"},
	{"DE-TH", "Germany: Thuringia", Public, "Europe/Berlin", 1995, calendar.MonFri, true, deThRules, vd, "074413f346b30a28"},
	{"DK", "Denmark", Public, "Europe/Copenhagen", 1990, calendar.MonFri, true, dkRules, vd, "5b75d267fd73febd"},
	{"EE", "Estonia", Public, "Europe/Tallinn", 2005, calendar.MonFri, true, eeRules, vwd, "90276202e2f362ee"},
	{"ES", "Spain: national holidays", Public, "Europe/Madrid", 2008, calendar.MonFri, false, esRules, vw, "0a34e6e9e2d4d3d3"},
	{"FI", "Finland", Public, "Europe/Helsinki", 1991, calendar.MonFri, false, fiRules, vw, "0029d59ad37160f1"},
	{"FR", "France", Public, "Europe/Paris", 2008, calendar.MonFri, true, frRules, vwd + " = by hand from the Code du travail", "efc722de7cea83e5"},
	{"FR-AM", "France: Alsace-Moselle", Public, "Europe/Paris", 2008, calendar.MonFri, true, alsaceMoselleRules, vwd + " = by hand from the Code du travail", "465bc2ad30cebb7e"},
	{"FR-OUVRABLE", "France: jours ouvrables", Public, "Europe/Paris", 2008, calendar.MonSat, true, frRules, vwd + " = by hand from the Code du travail", "efc722de7cea83e5"},
	{"GB-ENG", "England and Wales: bank holidays", Bank, "Europe/London", 1990, calendar.MonFri, false, gbEngRules, vacanza + " = " + quantLib + " = by hand from the Banking and Financial Dealings Act 1971", "3bc8a3d4e54955d6"},
	{"GB-NIR", "Northern Ireland: bank holidays", Bank, "Europe/London", 2013, calendar.MonFri, true, gbNIRRules, vd, "7545d95dd8e76085"},
	{"GB-SCT", "Scotland: bank holidays", Bank, "Europe/London", 2013, calendar.MonFri, true, gbSctRules, vd + "; 15 June 2026 settled by the proclamation", "42c0c6f6294b28bf"},
	{"GB-WLS", "Wales: bank holidays", Bank, "Europe/London", 2013, calendar.MonFri, true, gbEngRules, vd, "f8085d5db7d6bd36"},
	{"HR", "Croatia", Public, "Europe/Zagreb", 2002, calendar.MonFri, true, hrRules, vwd, "f6db195c52140e66"},
	{"IE", "Ireland", Public, "Europe/Dublin", 2000, calendar.MonFri, true, ieRules, vd + "; 14 September 2011 and 18 March 2022 settled by the Act and S.I. 50 of 2022", "0b1e29bda2e47d41"},
	{"IT", "Italy", Public, "Europe/Rome", 2001, calendar.MonFri, true, itRules, vd, "3bf8921c2dea12ee"},
	{"JP", "Japan", Public, "Asia/Tokyo", 1990, calendar.MonFri, true, jpRules, vd + "; the days between two holidays of 2032 and 2049 settled by the Act on National Holidays, article 3(3)", "9c19f0327133efc8"},
	{"LT", "Lithuania", Public, "Europe/Vilnius", 2003, calendar.MonFri, true, ltRules, vwd, "79ccb2c15dfe4810"},
	{"LU", "Luxembourg", Public, "Europe/Luxembourg", 1990, calendar.MonFri, true, luRules, vwd, "b76c07232f4037a9"},
	{"MT", "Malta", Public, "Europe/Malta", 1990, calendar.MonFri, true, mtRules, vwd, "5fc2c5e0d024e981"},
	{"MX", "Mexico", Public, "America/Mexico_City", 1990, calendar.MonFri, true, mxRules, vd + "; the change of government from 2024 on settled by the Ley Federal del Trabajo, article 74", "4536ca9013e9b1a3"},
	{"NL", "Netherlands: Algemene termijnenwet", Public, "Europe/Amsterdam", 2014, calendar.MonFri, false, nlRules, workalendar + " = by hand from the Algemene termijnenwet", "fda5bf6283e6a20f"},
	{"NO", "Norway", Public, "Europe/Oslo", 1990, calendar.MonFri, true, noRules, vwd, "07c7d8004c8098eb"},
	{"NZ", "New Zealand", Public, "Pacific/Auckland", 2012, calendar.MonFri, true, nzRules, vd, "011792f8f676511c"},
	{"PL", "Poland", Public, "Europe/Warsaw", 2011, calendar.MonFri, true, plRules, vd + "; 12 November 2018 settled by the Act of 7 November 2018", "cd31be24ef2cf0aa"},
	{"PT", "Portugal", Public, "Europe/Lisbon", 1990, calendar.MonFri, false, ptRules, vw, "a291f01e7b35fe31"},
	{"SE", "Sweden", Public, "Europe/Stockholm", 2005, calendar.MonFri, true, seRules, vd, "695df8791ee19713"},
	{"SE-BANK", "Sweden: bank days", Bank, "Europe/Stockholm", 2005, calendar.MonFri, false, seBankRules, quantLib + " = " + workalendar, "ab3f00a8d567b79c"},
	{"SI", "Slovenia", Public, "Europe/Ljubljana", 2013, calendar.MonFri, true, siRules, vwd + "; 14 August 2023 settled by the government's declaration", "d5c3aa8db5866aa4"},
	{"TARGET", "TARGET: euro settlement", Bank, "Europe/Berlin", 2002, calendar.MonFri, true, targetRules, vacanza + " = " + quantLib + " = " + workalendar + " = by hand from the ECB's decisions", "6246252dabcf0286"},
	{"US", "United States: federal government", Public, "America/New_York", 1990, calendar.MonFri, false, usRules, vacanza + " = " + quantLib + " = by hand from 5 U.S.C. 6103; 18 June 2021 settled by the Office of Personnel Management", "69f2452f10b2fa97"},
	{"US-FED", "United States: Federal Reserve Banks", Bank, "America/New_York", 1990, calendar.MonFri, false, usFedRules, quantLib + " = by hand from 5 U.S.C. 6103 and the Banks' holiday schedule; four Fridays before a Saturday 19 June settled by the schedule", "5ae164879a3adb52"},
	{"US-LEGAL", "United States: legal public holidays", Public, "America/New_York", 1990, calendar.MonSat, true, usLegalRules, "by hand from 5 U.S.C. 6103(a); its days, moved from weekends, are those of US", "e1747cd62ee37651"},
	{"US-NYSE", "New York Stock Exchange", Exchange, "America/New_York", 1990, calendar.MonFri, false, usNYSERules, vacanza + " = " + quantLib + "; 9 January 2025 settled by the Exchange's announcement", "7907ae9f73d4b348"},
}

// built keeps what build returned for each table.
var built [len(tables)]struct {
	once     sync.Once
	calendar *calendar.Calendar
	err      error
}

// load returns what build does, and builds once. A failure is kept as well: a
// table that was wrong once is not to be trusted later.
func load(i int) (*calendar.Calendar, error) {
	b := &built[i]
	b.once.Do(func() { b.calendar, b.err = tables[i].build() })
	return b.calendar, b.err
}

// build evaluates the rules and compares the outcome with what was verified.
func (t *table) build() (c *calendar.Calendar, err error) {
	// The rules are variables of other packages, and may have been set to nil.
	defer func() {
		if recover() != nil {
			c, err = nil, &ChangedError{ID: t.id, Want: t.digest}
		}
	}()
	spec := calendar.Spec{ID: t.id, Name: t.name, FirstYear: t.firstYear, LastYear: lastYear, Week: t.week}
	c, err = evaluate(spec, t.rules(), inEnglish)
	if err != nil {
		return nil, &ChangedError{ID: t.id, Want: t.digest}
	}
	if got := digestOf(c); got != t.digest {
		return nil, &ChangedError{ID: t.id, Got: got, Want: t.digest}
	}
	return c, nil
}

// digestOf returns, in hexadecimal, the first 8 bytes of a SHA-256 sum over a
// calendar's years and holidays. [calendar.Calendar.Digest] does not tell whether
// a Saturday is a holiday under a week that does not work on it anyway.
func digestOf(c *calendar.Calendar) string {
	spec := c.Spec()
	b := fmt.Appendln(nil, "table 1", spec.FirstYear, spec.LastYear)
	for _, h := range spec.Holidays {
		b, _ = h.Date.AppendText(b)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

func (t *table) info() Info {
	return Info{ID: t.id, Name: t.name, Kind: t.kind, Zone: t.zone, FirstYear: t.firstYear, LastYear: lastYear, Saturdays: t.saturdays, Source: t.source}
}

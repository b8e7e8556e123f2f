package main

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/ecb"
	"github.com/rickar/cal/v2/ee"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fi"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lu"
	"github.com/rickar/cal/v2/mt"
	"github.com/rickar/cal/v2/mx"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/pt"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/us"
)

// Package cal computes holidays through midnight in this zone. Where clocks
// change at midnight it moves some to the day before, which is no fault of the
// lists compared here.
func init() { cal.DefaultLoc = time.UTC }

// A list is what package cal has that comes nearest to a verified calendar.
type list struct {
	name  string // in Go
	rules []*cal.Holiday
	note  string // what it is instead, if it is something else
}

// lists names the list for each id of the oracle.
var lists = map[string]list{
	"AT":      {"at.Holidays", at.Holidays, ""},
	"AU-NT":   {"au.HolidaysNT", au.HolidaysNT, ""},
	"AU-WA":   {"au.HolidaysWA", au.HolidaysWA, ""},
	"BE":      {"be.Holidays", be.Holidays, ""},
	"BR":      {"br.Holidays", br.Holidays, "with the optional days of Carnival and Corpus Christi"},
	"CH-BE":   {"ch.HolidaysBE", ch.HolidaysBE, ""},
	"CH-BS":   {"ch.HolidaysBS", ch.HolidaysBS, ""},
	"CH-GE":   {"ch.HolidaysGE", ch.HolidaysGE, ""},
	"CH-JU":   {"ch.HolidaysJU", ch.HolidaysJU, ""},
	"CH-NW":   {"ch.HolidaysNW", ch.HolidaysNW, ""},
	"CH-OW":   {"ch.HolidaysOW", ch.HolidaysOW, ""},
	"CH-SG":   {"ch.HolidaysSG", ch.HolidaysSG, ""},
	"CH-SH":   {"ch.HolidaysSH", ch.HolidaysSH, ""},
	"CH-SZ":   {"ch.HolidaysSZ", ch.HolidaysSZ, ""},
	"CH-TG":   {"ch.HolidaysTG", ch.HolidaysTG, ""},
	"CH-TI":   {"ch.HolidaysTI", ch.HolidaysTI, ""},
	"CH-VD":   {"ch.HolidaysVD", ch.HolidaysVD, ""},
	"CH-ZH":   {"ch.HolidaysZH", ch.HolidaysZH, ""},
	"CZ":      {"cz.Holidays", cz.Holidays, ""},
	"DE":      {"de.Holidays", de.Holidays, ""},
	"DE-BB":   {"de.HolidaysBB", de.HolidaysBB, ""},
	"DE-BE":   {"de.HolidaysBE", de.HolidaysBE, ""},
	"DE-BW":   {"de.HolidaysBW", de.HolidaysBW, ""},
	"DE-BY":   {"de.HolidaysBY", de.HolidaysBY, ""},
	"DE-HB":   {"de.HolidaysHB", de.HolidaysHB, ""},
	"DE-HE":   {"de.HolidaysHE", de.HolidaysHE, ""},
	"DE-HH":   {"de.HolidaysHH", de.HolidaysHH, ""},
	"DE-MV":   {"de.HolidaysMV", de.HolidaysMV, ""},
	"DE-NI":   {"de.HolidaysNI", de.HolidaysNI, ""},
	"DE-NW":   {"de.HolidaysNW", de.HolidaysNW, ""},
	"DE-RP":   {"de.HolidaysRP", de.HolidaysRP, ""},
	"DE-SH":   {"de.HolidaysSH", de.HolidaysSH, ""},
	"DE-SL":   {"de.HolidaysSL", de.HolidaysSL, ""},
	"DE-SN":   {"de.HolidaysSN", de.HolidaysSN, ""},
	"DE-ST":   {"de.HolidaysST", de.HolidaysST, ""},
	"DE-TH":   {"de.HolidaysTH", de.HolidaysTH, ""},
	"DK":      {"dk.Holidays", dk.Holidays, "with 5 June, on which banks close"},
	"EE":      {"ee.Holidays", ee.Holidays, ""},
	"ES":      {"es.Holidays", es.Holidays, ""},
	"FI":      {"fi.Holidays", fi.Holidays, ""},
	"FR":      {"fr.Holidays", fr.Holidays, ""},
	"FR-AM":   {"fr.Holidays", fr.Holidays, "France's: none is of Alsace-Moselle"},
	"GB-ENG":  {"gb.Holidays", gb.Holidays, ""},
	"GB-NIR":  {"gb.Holidays", gb.Holidays, "England's: none is of Northern Ireland"},
	"GB-SCT":  {"gb.Holidays", gb.Holidays, "England's: none is of Scotland"},
	"GB-WLS":  {"gb.Holidays", gb.Holidays, ""},
	"HR":      {"hr.Holidays", hr.Holidays, ""},
	"IE":      {"ie.Holidays", ie.Holidays, ""},
	"IT":      {"it.Holidays", it.Holidays, ""},
	"JP":      {"jp.Holidays", jp.Holidays, ""},
	"LT":      {"lt.Holidays", lt.Holidays, ""},
	"LU":      {"lu.Holidays", lu.Holidays, ""},
	"MT":      {"mt.Holidays", mt.Holidays, ""},
	"MX":      {"mx.Holidays", mx.Holidays, ""},
	"NL":      {"nl.Holidays", nl.Holidays, ""},
	"NO":      {"no.Holidays", no.Holidays, ""},
	"NZ":      {"nz.Holidays", nz.Holidays, ""},
	"PL":      {"pl.Holidays", pl.Holidays, ""},
	"PT":      {"pt.Holidays", pt.Holidays, ""},
	"SE":      {"se.Holidays", se.Holidays, "with the eves, on which banks close"},
	"SE-BANK": {"se.Holidays", se.Holidays, ""},
	"SI":      {"si.Holidays", si.Holidays, ""},
	"TARGET":  {"ecb.Holidays", ecb.Holidays, ""},
	"US":      {"us.Holidays", us.Holidays, ""},
	"US-FED":  {"us.Holidays", us.Holidays, "the federal government's: none is of the Federal Reserve"},
	"US-NYSE": {"us.Holidays", us.Holidays, "the federal government's: none is of the exchange"},
}

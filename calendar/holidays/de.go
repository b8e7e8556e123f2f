package holidays

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/de"
)

// deRules are the days that are holidays in all sixteen Länder. Eight are in
// each Land's statute on Sundays and holidays, named below; 3 October is by the
// Einigungsvertrag, article 2(2). The tables begin in 1995, when all Länder but
// Saxony had given up the Buß- und Bettag to pay for the care insurance.
func deRules() []*cal.Holiday {
	return []*cal.Holiday{
		de.Neujahr,
		de.Karfreitag,
		de.Ostermontag,
		de.TagderArbeit,
		de.ChristiHimmelfahrt,
		de.Pfingstmontag,
		de.DeutschenEinheit,
		de.Weihnachtstag,
		de.ZweiterWeihnachtsfeiertag,

		// 500 years of the Reformation: a holiday once in the Länder that did
		// not have the day anyway, each by an act or regulation of its own,
		// such as Berlin's act of 14 October 2015 and Schleswig-Holstein's
		// regulation of 24 November 2014.
		once("Reformationstag", 2017, time.October, 31),
	}
}

// deBbRules: Brandenburg, Feiertagsgesetz, § 2, which also lists two Sundays.
func deBbRules() []*cal.Holiday {
	return append(deRules(),
		easterOffset("Ostersonntag", 0),
		easterOffset("Pfingstsonntag", 49),
		de.Reformationstag,
	)
}

// deBeRules: Berlin, Gesetz über die Sonn- und Feiertage, § 1.
func deBeRules() []*cal.Holiday {
	return append(deRules(),
		// By the act of 30 January 2019. Package cal has it in all years.
		from(de.Frauentag, 2019),
		// By the same act, once: 75 years after the end of the war.
		once("Tag der Befreiung", 2020, time.May, 8),
		// By an amendment of 2024, once each: 80 years after the end of the
		// war, and 75 years after the uprising in East Germany.
		once("Tag der Befreiung", 2025, time.May, 8),
		once("Jahrestag des Volksaufstandes", 2028, time.June, 17),
	)
}

// deBwRules: Baden-Württemberg, Feiertagsgesetz, § 1, and Bavaria,
// Feiertagsgesetz, article 1. Bavaria's table leaves out two local holidays:
// 15 August, which is one only in communes with more Catholics than
// Protestants, and 8 August in the city of Augsburg.
func deBwRules() []*cal.Holiday {
	return append(deRules(), de.HeiligeDreiKoenige, de.Fronleichnam, de.Allerheiligen)
}

// deHeRules: Hesse, Hessisches Feiertagsgesetz, § 1.
func deHeRules() []*cal.Holiday { return append(deRules(), de.Fronleichnam) }

// deNorthRules: Bremen, Gesetz über die Sonn-, Gedenk- und Feiertage, § 2;
// Hamburg, Feiertagsgesetz, § 1; Lower Saxony, Niedersächsisches
// Feiertagsgesetz, § 2; Schleswig-Holstein, Gesetz über Sonn- und Feiertage,
// § 2.
func deNorthRules() []*cal.Holiday {
	// All four parliaments added it in the first half of 2018. Package cal has
	// it in all years.
	return append(deRules(), from(de.Reformationstag, 2018))
}

// deMvRules: Mecklenburg-Western Pomerania, Feiertagsgesetz
// Mecklenburg-Vorpommern, § 2.
func deMvRules() []*cal.Holiday {
	return append(deRules(),
		// Added by an amendment of 2022. Package cal lacks it.
		from(de.Frauentag, 2023),
		de.Reformationstag,
	)
}

// deNwRules: North Rhine-Westphalia, Feiertagsgesetz NW, § 2, and
// Rhineland-Palatinate, Landesgesetz über den Schutz der Sonn- und Feiertage,
// § 2.
func deNwRules() []*cal.Holiday {
	return append(deRules(), de.Fronleichnam, de.Allerheiligen)
}

// deSlRules: Saarland, Gesetz über die Sonn- und Feiertage, § 2.
func deSlRules() []*cal.Holiday {
	return append(deRules(), de.Fronleichnam, de.MariaHimmelfahrt, de.Allerheiligen)
}

// deSnRules: Saxony, Gesetz über Sonn- und Feiertage im Freistaat Sachsen, § 1.
// Corpus Christi, a holiday in some Catholic communes, is left out.
func deSnRules() []*cal.Holiday {
	return append(deRules(), de.Reformationstag, de.BussUndBettag)
}

// deStRules: Saxony-Anhalt, Gesetz über die Sonn- und Feiertage, § 2.
func deStRules() []*cal.Holiday {
	return append(deRules(), de.HeiligeDreiKoenige, de.Reformationstag)
}

// deThRules: Thuringia, Thüringer Feier- und Gedenktagsgesetz, § 2. The
// Weltkindertag was added in 2019, as package cal has it. Corpus Christi, a
// holiday in some Catholic communes, is left out.
func deThRules() []*cal.Holiday {
	return append(deRules(), de.Weltkindertag, de.Reformationstag)
}

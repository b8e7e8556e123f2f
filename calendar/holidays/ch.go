package holidays

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/it"
)

// Holidays in Switzerland are the cantons' affair, except 1 August: since 1994
// it is a day off everywhere, now by article 110(3) of the Federal
// Constitution. Before, some cantons worked on it, at least in the morning.
// Their tables close it all the same: see the package comment on doubtful days.
//
// The tables hold every day that the canton's law calls a public holiday,
// whether or not the labour law puts it on a level with Sunday.

// chRules are the days that all German-speaking cantons below have.
func chRules(more ...*cal.Holiday) []*cal.Holiday {
	return append([]*cal.Holiday{
		ch.Neujahr,
		ch.Karfreitag,
		ch.Auffahrt,
		ch.Bundesfeiertag,
		ch.Weihnachtstag,
	}, more...)
}

// chBeRules: Bern, Gesetz über die Ruhe an öffentlichen Feiertagen of 1996,
// article 2.
func chBeRules() []*cal.Holiday {
	return chRules(
		ch.Berchtoldstag,
		ch.Ostermontag,
		ch.Pfingstmontag,
		ch.ZweiterWeihnachtsfeiertag,
	)
}

// chNwRules: Nidwalden, Gesetz über die öffentlichen Ruhetage, article 2.
func chNwRules() []*cal.Holiday {
	return chRules(
		ch.Josefstag,
		ch.Fronleichnam,
		ch.MariaHimmelfahrt,
		ch.Allerheiligen,
		ch.MariaEmpfangnis,
	)
}

// chOwRules: Obwalden, Gesetz über die öffentlichen Ruhetage, article 2.
func chOwRules() []*cal.Holiday {
	return chRules(
		ch.Fronleichnam,
		ch.MariaHimmelfahrt,
		// By the same article. Package cal lacks it.
		fixed("Bruderklausenfest", time.September, 25),
		ch.Allerheiligen,
		ch.MariaEmpfangnis,
	)
}

// chSgRules: St. Gallen, Einführungsgesetz zum Arbeitsgesetz, article 1bis.
func chSgRules() []*cal.Holiday {
	return chRules(
		ch.Ostermontag,
		ch.Pfingstmontag,
		ch.Allerheiligen,
		ch.ZweiterWeihnachtsfeiertag,
	)
}

// chSzRules: Schwyz, Ruhetagsgesetz.
func chSzRules() []*cal.Holiday {
	return chRules(
		ch.HeiligeDreiKoenige,
		ch.Josefstag,
		ch.Ostermontag,
		ch.Pfingstmontag,
		ch.Fronleichnam,
		ch.MariaHimmelfahrt,
		ch.Allerheiligen,
		ch.MariaEmpfangnis,
		ch.ZweiterWeihnachtsfeiertag,
	)
}

// chTgRules: Thurgau, Gesetz über die öffentlichen Ruhetage, § 1. The
// Ruhetagsgesetz of 5 February 2025, in force from 2026, keeps the same days.
func chTgRules() []*cal.Holiday { return append(chZhRules(), ch.Berchtoldstag) }

// chZhRules: Zurich, Ruhetags- und Ladenöffnungsgesetz of 26 June 2000, § 1;
// Basel-Stadt, Einführungsgesetz zum Arbeitsgesetz, § 9; Schaffhausen,
// Verordnung zum Arbeitsgesetz, § 7.
func chZhRules() []*cal.Holiday {
	return chRules(
		ch.Ostermontag,
		ch.TagderArbeit,
		ch.Pfingstmontag,
		ch.ZweiterWeihnachtsfeiertag,
	)
}

// romandRules are the days that all French-speaking cantons below have. Package
// cal names them in German, so that its French rules are taken.
func romandRules(more ...*cal.Holiday) []*cal.Holiday {
	return append([]*cal.Holiday{
		fr.NouvelAn,
		easterOffset("Vendredi saint", -2),
		fr.LundiDePâques,
		fr.Ascension,
		fr.LundiDePentecôte,
		fixed("Fête nationale suisse", time.August, 1),
		fr.Noël,
	}, more...)
}

// chGeRules: Geneva, Loi sur les jours fériés of 3 November 1951, article 1.
// Package cal lacks both days here, and has Corpus Christi instead.
func chGeRules() []*cal.Holiday {
	return romandRules(
		// The Thursday after the first Sunday of September.
		&cal.Holiday{
			Name:       "Jeûne genevois",
			Month:      time.September,
			Weekday:    time.Sunday,
			Offset:     1,
			CalcOffset: 4,
			Func:       cal.CalcWeekdayOffset,
		},
		fixed("Restauration de la République", time.December, 31),
	)
}

// chJuRules: Jura, Loi sur les jours fériés officiels et le repos dominical of
// 31 August 2022, article 3, and before it the law of 26 October 1978.
func chJuRules() []*cal.Holiday {
	return romandRules(
		fixed("2 janvier", time.January, 2),
		fr.FêteDuTravail,
		easterOffset("Fête-Dieu", 60),
		// By the same article. Package cal lacks it.
		fixed("Commémoration du plébiscite jurassien", time.June, 23),
		fr.Assomption,
		fr.Toussaint,
	)
}

// chVdRules: Vaud, Loi sur l'emploi, article 47. An amendment of 20 February
// 2007 added 2 January and Whit Monday; the table has them before as well.
func chVdRules() []*cal.Holiday {
	return romandRules(
		fixed("2 janvier", time.January, 2),
		// The Monday after the third Sunday of September. Package cal lacks it.
		&cal.Holiday{
			Name:       "Lundi du Jeûne fédéral",
			Month:      time.September,
			Weekday:    time.Sunday,
			Offset:     3,
			CalcOffset: 1,
			Func:       cal.CalcWeekdayOffset,
		},
	)
}

// chTiRules: Ticino, Legge concernente i giorni festivi ufficiali, article 1.
func chTiRules() []*cal.Holiday {
	return []*cal.Holiday{
		it.Capodanno,
		it.Epifania,
		fixed("San Giuseppe", time.March, 19),
		easterOffset("Lunedì di Pasqua", 1),
		it.FestaDelLavoro,
		easterOffset("Ascensione", 39),
		easterOffset("Lunedì di Pentecoste", 50),
		easterOffset("Corpus Domini", 60),
		// By the same article. Package cal lacks it.
		fixed("Santi Pietro e Paolo", time.June, 29),
		fixed("Festa nazionale svizzera", time.August, 1),
		it.Assunzione,
		it.TuttiISanti,
		it.Immacolata,
		it.Natale,
		it.SantoStefano,
	}
}

package holidays

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"
	"unicode"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cy"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/ecb"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
)

// setDefaultLoc changes the global zone of package cal until the test ends.
// Tests that use it must not run in parallel with others.
func setDefaultLoc(t *testing.T, loc *time.Location) {
	old := cal.DefaultLoc
	cal.DefaultLoc = loc
	t.Cleanup(func() { cal.DefaultLoc = old })
}

func zone(t *testing.T, zone string) *time.Location {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func date(s string) calendar.Date { return calendar.MustParseDate(s) }

func week(id string) calendar.Spec {
	return calendar.Spec{ID: id, FirstYear: 2020, LastYear: 2030, Week: calendar.MonFri}
}

// Building compares the digest, so that success means the very same days.
func TestTablesDoNotDependOnLocalZones(t *testing.T) {
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	for _, id := range []string{"America/Sao_Paulo", "Atlantic/Azores", "America/Havana", "America/Santiago", "Africa/Cairo", "Pacific/Apia", "Pacific/Kiritimati", "Asia/Tokyo", ""} {
		t.Run(id, func(t *testing.T) {
			var loc *time.Location // package cal panics with this one
			if id != "" {
				loc = zone(t, id)
				time.Local = loc
			}
			setDefaultLoc(t, loc)
			for i := range tables {
				if _, err := tables[i].build(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// Many goroutines may be the first, while the program uses package cal itself.
func TestConcurrentFirstUse(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range tables {
				if _, err := tables[i].build(); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	// Two of these at once would be a race of package cal with itself.
	for year := 1990; year <= lastYear; year++ {
		for _, rule := range jp.Holidays {
			rule.Calc(year)
		}
	}
	wg.Wait()
}

// A holiday of another language has an English name too, and the list of names
// has no other purpose.
func TestNames(t *testing.T) {
	used := make(map[string]bool)
	people := regexp.MustCompile("Juárez|Flüe|Prešeren")
	for i := range tables {
		for _, rule := range tables[i].rules() {
			english, local := inEnglish(rule.Name)
			used[local] = true
			if plain := people.ReplaceAllString(english, ""); plain == "" || strings.ContainsFunc(plain, func(r rune) bool { return r > unicode.MaxASCII }) {
				t.Errorf("%s: %q is no English name", tables[i].id, english)
			}
		}
	}
	for i, name := range names {
		if !used[name[0]] {
			t.Errorf("%q is no holiday's name", name[0])
		}
		if name[1] == "" || i > 0 && names[i-1][0] >= name[0] {
			t.Errorf("%q is out of order, or not translated", name)
		}
	}
	for id, want := range map[string]calendar.Holiday{
		"FR":     {Date: date("2026-05-08"), Name: "Victory in Europe Day", Local: "Fête de la Victoire"},
		"DE-TH":  {Date: date("2027-09-20"), Name: "World Children's Day", Local: "Weltkindertag"},
		"GB-ENG": {Date: date("2022-12-27"), Name: "Christmas Day (observed)"},
		"JP":     {Date: date("2026-09-22"), Name: "Citizens' Holiday"},
	} {
		c := mustLookup(t, id)
		if h, ok := c.HolidayOn(want.Date); !ok || h != want {
			t.Errorf("%s: %v / %s", id, h, h.Local)
		}
	}
}

func TestChangedRulesAreRefused(t *testing.T) {
	for name, change := range map[string]func() (undo func()){
		"FR": func() func() {
			fr.NouvelAn.Day = 2
			return func() { fr.NouvelAn.Day = 1 }
		},
		"TARGET": func() func() {
			ecb.LabourDay.EndYear = 2030
			return func() { ecb.LabourDay.EndYear = 0 }
		},
		"GB-ENG": func() func() {
			old := gb.EarlyMay.Except
			gb.EarlyMay.Except = nil
			return func() { gb.EarlyMay.Except = old }
		},
		"FR-AM": func() func() {
			old := fr.Ascension
			fr.Ascension = nil
			return func() { fr.Ascension = old }
		},
		"FR-OUVRABLE": func() func() {
			fr.Assomption.Except = []int{2020} // a Saturday
			return func() { fr.Assomption.Except = nil }
		},
		"US-FED": func() func() {
			us.MlkDay.Offset = 2
			return func() { us.MlkDay.Offset = 3 }
		},
	} {
		table := tableOf(t, name)
		undo := change()
		c, err := table.build()
		undo()
		var changed *ChangedError
		if c != nil || !errors.Is(err, ErrChanged) || !errors.As(err, &changed) || changed.ID != name || changed.Got == changed.Want {
			t.Errorf("%s: %v, %v", name, c, err)
		} else if want := "holidays: " + name + " differs from the verified table: it cannot be built"; changed.Got == "" {
			if err.Error() != want {
				t.Error(err)
			}
		} else if want := "holidays: " + name + " differs from the verified table: digest " + changed.Got + ", want " + table.digest; err.Error() != want {
			t.Error(err)
		}
		if _, err := table.build(); err != nil {
			t.Errorf("%s after undoing: %v", name, err)
		}
	}
}

func TestMissingRulesAreRefused(t *testing.T) {
	for name, rule := range map[string]**cal.Holiday{"FR": &fr.Noël, "GB-ENG": &gb.EarlyMay, "US-FED": &us.MlkDay} {
		old := *rule
		*rule = nil
		c, err := tableOf(t, name).build()
		*rule = old
		if c != nil || !errors.Is(err, ErrChanged) {
			t.Errorf("%s: %v, %v", name, c, err)
		}
	}
}

func tableOf(t *testing.T, id string) *table {
	for i := range tables {
		if tables[i].id == id {
			return &tables[i]
		}
	}
	t.Fatalf("no table %s", id)
	return nil
}

// Nobody's rules change, whatever is built of them.
func TestRulesAreNotChanged(t *testing.T) {
	lists := map[string][]*cal.Holiday{"fr": fr.Holidays, "us": us.Holidays, "gb": gb.Holidays, "ecb": ecb.Holidays}
	print := func() string {
		var b strings.Builder
		for _, name := range []string{"fr", "us", "gb", "ecb"} {
			for _, h := range lists[name] {
				shown := *h
				shown.Func = nil
				fmt.Fprintf(&b, "%+v\n", shown)
			}
		}
		return b.String()
	}
	before := print()
	for i := range tables {
		if _, err := tables[i].build(); err != nil {
			t.Error(err)
		}
	}
	if print() != before {
		t.Error("building changed a shared rule")
	}
}

func TestLookupSharesAndJoins(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for info := range All() {
				c, err := Lookup(info.ID)
				again, _ := Lookup(info.ID)
				if err != nil || c != again || c.ID() != info.ID || c.Name() != info.Name ||
					c.First().Year() != info.FirstYear || c.Last().Year() != info.LastYear {
					t.Errorf("%s: %v", info.ID, err)
				}
			}
		}()
	}
	wg.Wait()
	a, err1 := Lookup("TARGET+US-FED")
	b, err2 := Lookup("US-FED+TARGET")
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	if a.ID() != "TARGET+US-FED" || b.ID() != "US-FED+TARGET" {
		t.Errorf("%s, %s", a.ID(), b.ID())
	}
	for d := a.First(); !d.After(a.Last()); d = d.AddDays(1) {
		x, _ := a.IsBusinessDay(d)
		if y, err := b.IsBusinessDay(d); err != nil || x != y {
			t.Fatalf("the order of a joint id matters on %v", d)
		}
	}
	if _, err := Lookup("FR+FR-AM+TARGET+GB-ENG"); err != nil {
		t.Error(err)
	}
}

func TestUnknownIDs(t *testing.T) {
	for id, nearest := range map[string]string{
		"": "", "XX": "", "fr": "FR", "fr_am": "FR-AM", "us fed": "US-FED", "target2": "TARGET", "FR ": "FR",
		"+": "", "FR+": "", "FR+XX": "", "FR+fr": "FR", "FR+FR+FR+FR+FR": "",
		strings.Repeat("FR", 1000): "", strings.Repeat("+", 1<<20): "", strings.Repeat("FR+", 1000): "",
	} {
		c, err := Lookup(id)
		var unknown *UnknownError
		if c != nil || !errors.Is(err, ErrUnknown) || !errors.As(err, &unknown) || unknown.Nearest != nearest || len(err.Error()) > 200 {
			t.Errorf("%.40q: %v, %.200v", id, c, err)
		}
	}
}

func TestTooManyPartsAreToldApart(t *testing.T) {
	_, err := Lookup("FR+DE+BE+NL+LU")
	if want := `holidays: unknown calendar "FR+DE+BE+NL+LU": want at most 4 ids joined by +`; err == nil || err.Error() != want {
		t.Error(err)
	}
}

// Under a zone without clock changes package cal computes what it means. All
// its rules must come out the same here, over years and countries.
func TestFromRulesAgreesWithPackageCal(t *testing.T) {
	setDefaultLoc(t, time.UTC)
	for name, rules := range map[string][]*cal.Holiday{
		"at": at.Holidays, "au": au.HolidaysNSW, "au-wa": au.HolidaysWA, "bg": bg.Holidays, "ch": ch.Holidays, "cy": cy.Holidays,
		"de": de.Holidays, "ecb": ecb.Holidays, "fr": fr.Holidays, "gb": gb.Holidays, "gr": gr.Holidays, "ie": ie.Holidays,
		"jp": jp.Holidays, "nz": nz.Holidays, "se": se.Holidays, "ua": ua.Holidays, "us": us.Holidays,
	} {
		spec := calendar.Spec{ID: name, FirstYear: 1980, LastYear: 2060, Week: calendar.MonFri}
		c, err := FromRules(spec, rules)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		closed := make(map[calendar.Date]bool)
		for _, rule := range rules {
			for year := 1979; year <= 2061; year++ {
				if _, observed := rule.Calc(year); !observed.IsZero() {
					// One rule of jp is in the local zone even so.
					closed[calendar.DateIn(observed, observed.Location())] = true
				}
			}
		}
		for d := c.First(); !d.After(c.Last()); d = d.AddDays(1) {
			want := c.WeekOn(d).Works(d.Weekday()) && !closed[d]
			if open, err := c.IsBusinessDay(d); err != nil || open != want {
				t.Errorf("%s: %v is open %v here, %v in package cal", name, d, open, want)
			}
		}
	}
}

func TestWeekdayRulesAgreeWithPackageCal(t *testing.T) {
	setDefaultLoc(t, time.UTC)
	for _, f := range []cal.HolidayFn{cal.CalcWeekdayOffset, cal.CalcWeekdayFrom} {
		for weekday := time.Sunday; weekday <= time.Saturday; weekday++ {
			for _, n := range []int{1, 2, 5, 6, 53, -1, -2, -5, -53} {
				for year := 2019; year <= 2031; year++ {
					for _, month := range []time.Month{time.January, time.February, time.December} {
						h := &cal.Holiday{Month: month, Day: 29, Weekday: weekday, Offset: n, CalcOffset: n % 3, Func: f}
						actual, _ := h.Calc(year)
						got, reason := dayOf(h, year)
						if reason != "" || got != calendar.DateIn(actual, time.UTC) {
							t.Fatalf("%v %d of %v %d is %v here, %v in package cal", weekday, n, month, year, got, actual)
						}
					}
				}
			}
		}
	}
}

func TestEasterAgreesWithPackageCal(t *testing.T) {
	setDefaultLoc(t, time.UTC)
	for year := 1583; year <= 4099; year++ {
		want := calendar.DateIn(cal.CalcEasterOffset(&cal.Holiday{}, year), time.UTC)
		if got := easter(year, false); got != want {
			t.Fatalf("%d: %v, want %v", year, got, want)
		}
	}
	for year := 1900; year <= 2099; year++ {
		want := calendar.DateIn(cal.CalcEasterOffset(&cal.Holiday{Julian: true}, year), time.UTC)
		if got := easter(year, true); got != want {
			t.Fatalf("eastern %d: %v, want %v", year, got, want)
		}
	}
	// Here package cal is a day early: the calendars drift apart in 2100.
	if got := easter(2100, true); got != date("2100-05-02") {
		t.Errorf("eastern 2100: %v", got)
	}
}

func TestObservedDays(t *testing.T) {
	rules := []*cal.Holiday{
		{Name: "New Year", Month: 1, Day: 1, Func: cal.CalcDayOfMonth,
			Observed: []cal.AltDay{{Day: time.Saturday, Offset: -1}, {Day: time.Sunday, Offset: 1}}},
		{Name: "Moved", Month: 6, Day: 10, Func: cal.CalcDayOfMonth, Observed: []cal.AltDay{{Day: time.Wednesday, Offset: 2}}},
		{Name: "Stays", Month: 6, Day: 10, StartYear: 2026, EndYear: 2026, Func: cal.CalcDayOfMonth},
		{Name: "Leap", Month: 2, Day: 29, Func: cal.CalcDayOfMonth, Except: []int{2021, 2022, 2023, 2025, 2026, 2027, 2029, 2030}},
	}
	spec := week("X")
	spec.FirstYear = 2021
	spec.Holidays = []calendar.Holiday{{Date: date("2028-02-29"), Name: "Mine"}}
	c, err := FromRules(spec, rules)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		day  string
		open bool
		name string
		why  string
	}{
		{"2021-12-31", false, "New Year (observed)", "1 January 2022 is a Saturday"},
		{"2022-01-01", false, "New Year", "a day of rest stays a holiday"},
		{"2023-01-02", false, "New Year (observed)", "1 January 2023 is a Sunday"},
		{"2027-12-31", false, "New Year (observed)", "1 January 2028 is a Saturday"},
		{"2021-01-01", false, "New Year", "a Friday"},
		{"2020-12-31", false, "", "outside"},
		{"2026-06-10", false, "Stays", "one moves away, another holiday stays"},
		{"2026-06-12", false, "Moved (observed)", "from Wednesday"},
		{"2024-02-29", false, "Leap", ""},
		{"2028-02-29", false, "Mine", "the spec's name goes first"},
		{"2025-03-01", false, "", "Saturday, and the rule is excepted"},
	} {
		d := date(x.day)
		open, _ := c.IsBusinessDay(d)
		if h, _ := c.HolidayOn(d); open != x.open || h.Name != x.name {
			t.Errorf("%s (%s): open %v, %q", x.day, x.why, open, h.Name)
		}
	}
	// Without the second rule the day that the first leaves is worked.
	c, err = FromRules(spec, rules[:2])
	if open, _ := c.IsBusinessDay(date("2026-06-10")); err != nil || !open {
		t.Errorf("a holiday moved away closes its own day: %v", err)
	}
}

// New Year is observed in another year for a century, by the American rule.
func TestNewYearOverTheYearBoundary(t *testing.T) {
	spec := calendar.Spec{ID: "US", FirstYear: 2000, LastYear: 2100, Week: calendar.MonFri}
	c, err := FromRules(spec, us.Holidays)
	if err != nil {
		t.Fatal(err)
	}
	for year := 2000; year <= 2100; year++ {
		d, _ := calendar.NewDate(year, time.January, 1)
		want := d
		switch d.Weekday() {
		case time.Saturday:
			want = d.AddDays(-1)
		case time.Sunday:
			want = d.AddDays(1)
		}
		if want.Year() < 2000 {
			continue
		}
		for e := d.AddDays(-3); e.Before(d.AddDays(4)); e = e.AddDays(1) {
			if e.Before(c.First()) || !c.WeekOn(e).Works(e.Weekday()) {
				continue
			}
			if open, err := c.IsBusinessDay(e); err != nil || open == (e == want) {
				t.Errorf("%v: open %v, %v", e, open, err)
			}
		}
	}
}

// A host's own functions may return midnight, noon, or, where there is no
// midnight, an hour next to it.
func TestOwnFunctions(t *testing.T) {
	for name, f := range map[string]func(year int) time.Time{
		"midnight":         func(y int) time.Time { return time.Date(y, 11, 4, 0, 0, 0, 0, time.UTC) },
		"noon":             func(y int) time.Time { return time.Date(y, 11, 4, 12, 0, 0, 0, time.UTC) },
		"missing midnight": func(y int) time.Time { return time.Date(y, 11, 4, 0, 0, 0, 0, zone(t, "America/Sao_Paulo")) },
		"east":             func(y int) time.Time { return time.Date(y, 11, 4, 0, 0, 0, 0, zone(t, "Pacific/Kiritimati")) },
		"west":             func(y int) time.Time { return time.Date(y, 11, 4, 0, 0, 0, 0, zone(t, "Pacific/Pago_Pago")) },
	} {
		spec := calendar.Spec{ID: "X", FirstYear: 2018, LastYear: 2018, Week: calendar.NewWeek(0, 1, 2, 3, 4, 5, 6)}
		c, err := FromRules(spec, []*cal.Holiday{{Name: "4 November", Func: func(_ *cal.Holiday, year int) time.Time { return f(year) }}})
		if err != nil {
			t.Fatal(err)
		}
		if total, err := c.Count(c.First().AddDays(-1), c.Last()); err != nil || total != 364 {
			t.Errorf("%s: %d days, %v", name, total, err)
		}
		if _, ok := c.HolidayOn(date("2018-11-04")); !ok {
			t.Errorf("%s: not on 4 November", name)
		}
	}
}

func TestFromRulesRefuses(t *testing.T) {
	for what, rule := range map[string]*cal.Holiday{
		"nil rule":    nil,
		"nil func":    {Name: "X"},
		"panic":       {Func: func(*cal.Holiday, int) time.Time { panic(strings.Repeat("x", 1000)) }},
		"no month":    {Day: 1, Func: cal.CalcDayOfMonth},
		"no day":      {Month: 1, Func: cal.CalcDayOfMonth},
		"31 June":     {Month: 6, Day: 31, Func: cal.CalcWeekdayFrom, Offset: 1},
		"month 13":    {Month: 13, Offset: 1, Func: cal.CalcWeekdayOffset},
		"no offset":   {Month: 1, Func: cal.CalcWeekdayOffset},
		"far offset":  {Month: 1, Offset: math.MaxInt, Func: cal.CalcWeekdayOffset},
		"near offset": {Month: 1, Day: 1, Offset: math.MinInt, Func: cal.CalcWeekdayFrom},
		"weekday 7":   {Month: 1, Offset: 1, Weekday: 7, Func: cal.CalcWeekdayOffset},
	} {
		rules := []*cal.Holiday{aa.NewYear, rule}
		c, err := FromRules(week("X"), rules)
		var re *RuleError
		if c != nil || !errors.Is(err, ErrRule) || !errors.As(err, &re) || re.Index != 1 || re.Reason == "" || len(err.Error()) > 300 {
			t.Errorf("%s: %v, %v", what, c, err)
		}
	}
	_, err := FromRules(week("X"), []*cal.Holiday{{Name: "Founding Day", StartYear: 2024}})
	if want := `holidays: rule 0 "Founding Day" in 2024: no function`; err == nil || err.Error() != want {
		t.Error(err)
	}
	for what, spec := range map[string]calendar.Spec{
		"endless years": {ID: "X", FirstYear: math.MinInt, LastYear: math.MaxInt, Week: calendar.MonFri},
		"no week":       {ID: "X", FirstYear: 2020, LastYear: 2020},
	} {
		if _, err := FromRules(spec, fr.Holidays); !errors.Is(err, calendar.ErrSpec) {
			t.Errorf("%s: %v", what, err)
		}
	}
	// Offsets that leave the calendar of years are no holiday, and no trouble.
	far := []*cal.Holiday{
		{Offset: math.MaxInt, Func: cal.CalcEasterOffset},
		{Month: 1, Day: 1, CalcOffset: math.MinInt, Func: cal.CalcDayOfMonth},
		{Month: 1, Day: 1, Observed: []cal.AltDay{{Day: time.Monday, Offset: math.MaxInt}}, Func: cal.CalcDayOfMonth},
		{Func: func(*cal.Holiday, int) time.Time { return time.Time{} }},
	}
	if _, err := FromRules(week("X"), far); err != nil {
		t.Error(err)
	}
	if _, err := FromRules(calendar.Spec{ID: "X", FirstYear: 1, LastYear: 2, Week: calendar.MonFri}, []*cal.Holiday{aa.GoodFriday, aa.NewYear}); err != nil {
		t.Error(err)
	}
}

func TestOwnFunctionsCannotChangeTheirRule(t *testing.T) {
	rule := &cal.Holiday{Name: "X", Month: 1, Day: 5, Func: func(h *cal.Holiday, year int) time.Time {
		h.Day++
		return time.Date(year, h.Month, h.Day, 0, 0, 0, 0, time.UTC)
	}}
	c, err := FromRules(week("X"), []*cal.Holiday{rule})
	if err != nil || rule.Day != 5 {
		t.Errorf("%v, day %d", err, rule.Day)
	}
	if _, ok := c.HolidayOn(date("2030-01-06")); !ok {
		t.Error("years influence one another")
	}
}

func TestInfoIsComplete(t *testing.T) {
	last := ""
	for info := range All() {
		v := reflect.ValueOf(info)
		for i := range v.NumField() {
			if v.Field(i).IsZero() && v.Type().Field(i).Name != "Saturdays" {
				t.Errorf("%s: no %s", info.ID, v.Type().Field(i).Name)
			}
		}
		zone(t, info.Zone)
		if info.ID <= last {
			t.Errorf("%s is listed after %s", info.ID, last)
		}
		last = info.ID
	}
	for range All() {
		break // the iterator stops when told
	}
}

func TestKindText(t *testing.T) {
	for k, want := range map[Kind]string{0: "", Public: "public", Bank: "bank", Exchange: "exchange"} {
		b, err := k.MarshalText()
		if err != nil || string(b) != want || k.String() != want {
			t.Errorf("%d: %q, %v", k, b, err)
		}
		back := Kind(77)
		if err := back.UnmarshalText(b); err != nil || back != k {
			t.Errorf("%q: %v, %v", b, back, err)
		}
	}
	if s := Kind(9).String(); s != "Kind(9)" {
		t.Error(s)
	}
	if _, err := Kind(4).MarshalText(); !errors.Is(err, calendar.ErrSyntax) {
		t.Error(err)
	}
	k := Bank
	if err := json.Unmarshal([]byte(`"Bank"`), &k); !errors.Is(err, calendar.ErrSyntax) || k != Bank {
		t.Error(err)
	}
}

// The whole of a conformance run can fail: a row that is wrong must.
func TestRowsCanFail(t *testing.T) {
	for name, row := range map[string]string{
		"add_business_days": `{"calendar": "FR", "start": "2026-05-13", "n": 1, "result": "2026-05-14"}`,
		"window":            `{"calendar": "FR", "start": "2026-05-13", "from_n": 3, "to_n": 5, "from": "2026-05-18"}`,
		"roll":              `{"calendar": "FR", "date": "2026-05-14", "convention": "nearest", "result": "2026-05-15"}`,
		"joint":             `{"calendars": ["FR", "TARGET"], "rule": "any open", "start": "2026-05-13", "n": 1, "result": "2026-05-15"}`,
		"business_days_in":  `{"calendar": "FR", "after": "2026-05-13", "through": "2026-05-14", "business_days": 1}`,
		"deadline":          `{"calendar": "FR", "start": "2026-05-13", "calendar_days": 1, "raw_end": "2026-05-14", "end": "2026-05-14"}`,
		"window_rolled":     `{"calendar": "FR", "event": "2026-05-14", "day_zero": "2026-05-14", "from_n": 3, "to_n": 5}`,
		"six_day_week":      `{"calendar": "FR", "week": "Mon-Sat", "start": "2026-05-13", "n": 0, "result": "2026-05-13"}`,
	} {
		key, err := rowKinds[name]([]byte(row))
		if err == nil || key == "" {
			t.Errorf("%s: a wrong row passes", name)
		}
		extra := bytes.Replace([]byte(row), []byte("{"), []byte(`{"new": 1, `), 1)
		if _, err := rowKinds[name](extra); err == nil {
			t.Errorf("%s: a field is overlooked", name)
		}
	}
	if len(rowKinds) != 8 {
		t.Errorf("%d kinds of rows", len(rowKinds))
	}
}

func FuzzFromRulesNeverPanics(f *testing.F) {
	f.Add(uint8(0), 1, 1, 0, 1, 0, 0, false, 2020, 10, uint8(62))
	f.Add(uint8(1), 12, 31, 6, -1, 400, -3, true, 1, 0, uint8(127))
	f.Add(uint8(3), 13, 45, 9, math.MinInt, math.MaxInt, math.MaxInt, true, 9999, -1, uint8(255))
	f.Fuzz(func(t *testing.T, kind uint8, month, day, weekday, offset, calcOffset, altOffset int, julian bool, first, years int, weekBits uint8) {
		funcs := []cal.HolidayFn{
			cal.CalcDayOfMonth, cal.CalcWeekdayOffset, cal.CalcWeekdayFrom, cal.CalcEasterOffset, nil,
			func(h *cal.Holiday, year int) time.Time { return time.Unix(int64(h.Offset), 0) },
			func(h *cal.Holiday, year int) time.Time { var s []time.Time; return s[h.Day] },
		}
		rule := &cal.Holiday{
			Month: time.Month(month), Day: day, Weekday: time.Weekday(weekday), Offset: offset, CalcOffset: calcOffset, Julian: julian,
			Observed: []cal.AltDay{{Day: time.Weekday(weekday), Offset: altOffset}}, Func: funcs[int(kind)%len(funcs)],
		}
		c, err := FromRules(calendar.Spec{ID: "fuzz", FirstYear: first, LastYear: first + years, Week: calendar.Week(weekBits)}, []*cal.Holiday{rule, nil}[:1])
		if (c == nil) == (err == nil) {
			t.Errorf("%v, %v", c, err)
		}
		if err != nil && !errors.Is(err, ErrRule) && !errors.Is(err, calendar.ErrSpec) {
			t.Errorf("%v is no typed error", err)
		}
	})
}

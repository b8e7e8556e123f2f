package holidays

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/internal/conformance"
)

// The cases of testdata are met row by row, and so are those of another folder
// in the same format: see package conformance.

// record records one row. Its key is made of its content, because rows have no ids.
func record(t *testing.T, y *conformance.Tally, key string, err error) {
	t.Helper()
	if errors.Is(err, ErrUnknown) {
		err = fmt.Errorf("%w: %w", conformance.ErrUnknown, err)
	}
	y.Case(key, err)
}

// decode is strict: a field that no test looks at would be a case not tested.
func decode(data []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	return dec.Decode(v)
}

func same[T comparable](got, want T, err error) error {
	if err == nil && got != want {
		err = fmt.Errorf("got %v, want %v", got, want)
	}
	return err
}

// nth is the n-th business day after d, or before it for a negative n.
func nth(c *calendar.Calendar, d calendar.Date, n int) (calendar.Date, error) {
	if n < 0 {
		return c.NthBefore(d, -n)
	}
	return c.NthAfter(d, n)
}

// A kind of rows, by the name of their list: each checks one row and returns
// what identifies it.
var rowKinds = map[string]func(row []byte) (key string, err error){
	"add_business_days": func(row []byte) (string, error) {
		var r struct {
			Calendar      string
			Start, Result calendar.Date
			N             int
		}
		if err := decode(row, &r); err != nil {
			return string(row), err
		}
		key := fmt.Sprint(r.Calendar, " ", r.Start, " ", r.N)
		c, err := Lookup(r.Calendar)
		if err != nil {
			return key, err
		}
		got, err := nth(c, r.Start, r.N)
		return key, same(got, r.Result, err)
	},
	"window": func(row []byte) (string, error) {
		var r struct {
			Calendar        string
			Start, From, To calendar.Date
			FromN           int `json:"from_n"`
			ToN             int `json:"to_n"`
		}
		if err := decode(row, &r); err != nil {
			return string(row), err
		}
		key := fmt.Sprint(r.Calendar, " ", r.Start, " ", r.FromN, "-", r.ToN)
		c, err := Lookup(r.Calendar)
		if err != nil {
			return key, err
		}
		w := calendar.Window{Min: r.FromN, Max: r.ToN, Counting: calendar.AfterEvent}
		got, err := w.After(r.Start.Start(nil), c)
		return key, same(got, calendar.Range{Earliest: r.From, Latest: r.To}, err)
	},
	"window_rolled": func(row []byte) (string, error) {
		var r struct {
			Calendar        string
			Event, From, To calendar.Date
			DayZero         calendar.Date `json:"day_zero"`
			FromN           int           `json:"from_n"`
			ToN             int           `json:"to_n"`
		}
		if err := decode(row, &r); err != nil {
			return string(row), err
		}
		key := fmt.Sprint(r.Calendar, " ", r.Event, " ", r.FromN, "-", r.ToN)
		c, err := Lookup(r.Calendar)
		if err != nil {
			return key, err
		}
		zero, err := c.OnOrAfter(r.Event)
		if err := same(zero, r.DayZero, err); err != nil {
			return key, fmt.Errorf("day zero: %w", err)
		}
		w := calendar.Window{Min: r.FromN, Max: r.ToN, Counting: calendar.AfterRolled}
		got, err := w.After(r.Event.Start(nil), c)
		return key, same(got, calendar.Range{Earliest: r.From, Latest: r.To}, err)
	},
	"deadline": func(row []byte) (string, error) {
		var r struct {
			Calendar   string
			Start, End calendar.Date
			Days       int           `json:"calendar_days"`
			RawEnd     calendar.Date `json:"raw_end"`
		}
		if err := decode(row, &r); err != nil {
			return string(row), err
		}
		key := fmt.Sprint(r.Calendar, " ", r.Start, " ", r.Days)
		c, err := Lookup(r.Calendar)
		if err != nil {
			return key, err
		}
		p := calendar.Period{Span: calendar.Span{N: r.Days, Unit: calendar.Days}, Roll: calendar.Following}
		got, err := p.AfterDay(r.Start, c)
		if err := same(got.Strict, r.RawEnd, err); err != nil {
			return key, fmt.Errorf("raw end: %w", err)
		}
		return key, same(got.Last, r.End, err)
	},
	"roll": func(row []byte) (string, error) {
		var r struct {
			Calendar     string
			Date, Result calendar.Date
			Convention   calendar.Roll
		}
		if err := decode(row, &r); err != nil {
			return string(row), err
		}
		key := fmt.Sprint(r.Calendar, " ", r.Date, " ", r.Convention)
		c, err := Lookup(r.Calendar)
		if err != nil {
			return key, err
		}
		got, err := c.Adjust(r.Date, r.Convention)
		return key, same(got, r.Result, err)
	},
	"business_days_in": func(row []byte) (string, error) {
		var r struct {
			Calendar       string
			After, Through calendar.Date
			BusinessDays   int `json:"business_days"`
		}
		if err := decode(row, &r); err != nil {
			return string(row), err
		}
		key := fmt.Sprint(r.Calendar, " ", r.After, " ", r.Through)
		c, err := Lookup(r.Calendar)
		if err != nil {
			return key, err
		}
		got, err := c.Count(r.After, r.Through)
		return key, same(got, r.BusinessDays, err)
	},
	"joint": func(row []byte) (string, error) {
		var r struct {
			Calendars     []string
			Rule          string
			Start, Result calendar.Date
			N             int
		}
		if err := decode(row, &r); err != nil {
			return string(row), err
		}
		id := ""
		for i, part := range r.Calendars {
			if i > 0 {
				id += "+"
			}
			id += part
		}
		key := fmt.Sprint(id, " ", r.Start, " ", r.N)
		if r.Rule != "all must be open" {
			return key, fmt.Errorf("unforeseen rule %q", r.Rule)
		}
		c, err := Lookup(id)
		if err != nil {
			return key, err
		}
		got, err := nth(c, r.Start, r.N)
		return key, same(got, r.Result, err)
	},
	"six_day_week": func(row []byte) (string, error) {
		var r struct {
			Calendar, Week string
			Start, Result  calendar.Date
			N              int
		}
		if err := decode(row, &r); err != nil {
			return string(row), err
		}
		key := fmt.Sprint(r.Calendar, " ", r.Start, " ", r.N)
		if r.Week != "Mon-Sat" {
			return key, fmt.Errorf("unforeseen week %q", r.Week)
		}
		c, err := Lookup(r.Calendar)
		if err != nil {
			return key, err
		}
		if c, err = c.WithWeek(r.Calendar+", Mon-Sat", calendar.MonSat); err != nil {
			return key, err
		}
		got, err := nth(c, r.Start, r.N)
		return key, same(got, r.Result, err)
	},
}

func TestConformanceCalendar(t *testing.T) {
	const file = "calendar.json"
	conformance.Run(t, file, func(t *testing.T, data []byte, y *conformance.Tally) {
		var lists map[string]json.RawMessage
		if err := json.Unmarshal(data, &lists); err != nil {
			t.Fatal(err)
		}
		for name, list := range lists {
			if name == "semantics" {
				continue // prose
			}
			var rows []json.RawMessage
			if err := json.Unmarshal(list, &rows); err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			check := rowKinds[name]
			for i, row := range rows {
				if check == nil {
					record(t, y, fmt.Sprintf("%s#%s[%d]", file, name, i), errors.New("unforeseen kind of rows"))
					continue
				}
				content, err := check(row)
				record(t, y, fmt.Sprintf("%s#%s[%s]", file, name, content), err)
			}
		}
	})
}

// An oracleList is one list of closed days, on which independent sources agree.
type oracleList struct {
	Source           string
	Note             string
	Years            [2]int
	Holidays         []calendar.Date
	SaturdayHolidays []calendar.Date            `json:"saturday_holidays"`
	Adjudicated      map[string]json.RawMessage // dates on which a source errs, and why
}

func TestConformanceCalendarOracle(t *testing.T) {
	const file = "calendar-oracle.json"
	conformance.Run(t, file, func(t *testing.T, data []byte, y *conformance.Tally) {
		var lists map[string]json.RawMessage
		if err := json.Unmarshal(data, &lists); err != nil {
			t.Fatal(err)
		}
		for id, list := range lists {
			var o oracleList
			err := decode(list, &o)
			if err == nil {
				var c *calendar.Calendar
				if c, err = Lookup(id); err == nil {
					err = equalsOracle(c, o)
				}
			}
			record(t, y, file+"#"+id, err)
		}
	})
}

// Each list of testdata has a table of the very same years, and tables that have
// none say so.
func TestEveryListHasATable(t *testing.T) {
	data, err := os.ReadFile("testdata/calendar-oracle.json")
	if err != nil {
		t.Fatal(err)
	}
	var lists map[string]oracleList
	if err := decode(data, &lists); err != nil {
		t.Fatal(err)
	}
	for i := range tables {
		table := &tables[i]
		o, ok := lists[table.id]
		delete(lists, table.id)
		switch {
		case table.id == "FR-OUVRABLE": // FR's days in another week
		case table.id == "US-LEGAL": // see TestLegalHolidaysMovedAreTheFederalOnes
		case !ok:
			t.Errorf("%s was compared with nothing", table.id)
		case o.Years != [2]int{table.firstYear, lastYear} || (o.SaturdayHolidays != nil) != table.saturdays:
			t.Errorf("%s: the list has the years %v, Saturdays: %v", table.id, o.Years, o.SaturdayHolidays != nil)
		}
	}
	if len(lists) > 0 {
		t.Errorf("%d lists have no table, such as %v", len(lists), slices.Sorted(maps.Keys(lists))[0])
	}
}

// equalsOracle compares every day that both know, Monday to Friday as business
// days, and Saturdays as holidays where the list has them.
func equalsOracle(c *calendar.Calendar, o oracleList) error {
	closed := make(map[calendar.Date]bool)
	for _, d := range o.Holidays {
		closed[d] = true
	}
	for _, d := range o.SaturdayHolidays {
		closed[d] = true
	}
	sixDays, err := c.WithWeek("six days", calendar.MonSat)
	if err != nil {
		return err
	}
	first, last := max(o.Years[0], c.First().Year()), min(o.Years[1], c.Last().Year())
	if first > last {
		return errors.New("no year in common")
	}
	d, err := calendar.NewDate(first, time.January, 1)
	if err != nil {
		return err
	}
	var wrong []string
	for ; d.Year() >= first && d.Year() <= last; d = d.AddDays(1) {
		switch wd := d.Weekday(); {
		case wd == time.Sunday, wd == time.Saturday && o.SaturdayHolidays == nil:
			continue
		case wd == time.Saturday:
			_, holiday := c.HolidayOn(d)
			if open, err := sixDays.IsBusinessDay(d); err != nil || open == closed[d] || holiday != closed[d] {
				wrong = append(wrong, d.String())
			}
		default:
			if open, err := c.IsBusinessDay(d); err != nil || open == closed[d] {
				wrong = append(wrong, d.String())
			}
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%d days differ, such as %s", len(wrong), wrong[0])
	}
	return nil
}

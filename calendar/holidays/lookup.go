package holidays

import (
	"encoding/hex"
	"iter"
	"strings"
	"sync"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rickar/cal/v2"
)

// maxParts bounds the work that one joint id can ask for.
const maxParts = 4

// A table is a built-in calendar: how to build it, and what must come out.
type table struct {
	info   Info
	week   calendar.Week
	rules  func() []*cal.Holiday
	digest string // the first 8 bytes of the verified calendar's, in hexadecimal

	once  sync.Once // guards what build returned
	built *calendar.Calendar
	err   error
}

// tables lists the built-in calendars by id. Rules are evaluated at the first
// Lookup, so that importing this package costs nothing.
var tables = []*table{
	{
		info: Info{
			ID: "FR", Name: "France", Kind: Public, FirstYear: 2008, LastYear: 2050,
			Source: "vacanza/holidays 0.102 = workalendar 17.0 = date-holidays 3.37 = rules by hand from the Code du travail",
		},
		week: calendar.MonFri, rules: frRules, digest: "9f575dce07c28c57",
	},
	{
		info: Info{
			ID: "FR-AM", Name: "France: Alsace-Moselle", Kind: Public, FirstYear: 2008, LastYear: 2050,
			Source: "vacanza/holidays 0.102 = workalendar 17.0 = date-holidays 3.37 = rules by hand from the Code du travail",
		},
		week: calendar.MonFri, rules: alsaceMoselleRules, digest: "6ff67c591f41f800",
	},
	{
		info: Info{
			ID: "FR-OUVRABLE", Name: "France: jours ouvrables", Kind: Public, FirstYear: 2008, LastYear: 2050,
			Source: "vacanza/holidays 0.102 = workalendar 17.0 = date-holidays 3.37 = rules by hand from the Code du travail",
		},
		week: calendar.MonSat, rules: frRules, digest: "3b4d81e5703e0b6d",
	},
	{
		info: Info{
			ID: "GB-ENG", Name: "England and Wales: bank holidays", Kind: Bank, FirstYear: 1990, LastYear: 2050,
			Source: "vacanza/holidays 0.102 = QuantLib 1.29 = rules by hand from the Banking and Financial Dealings Act 1971",
		},
		week: calendar.MonFri, rules: gbEngRules, digest: "da83f6d9240d76e5",
	},
	{
		info: Info{
			ID: "TARGET", Name: "TARGET: euro settlement", Kind: Bank, FirstYear: 2002, LastYear: 2050,
			Source: "vacanza/holidays 0.102 = QuantLib 1.29 = workalendar 17.0 = rules by hand from the ECB's decisions",
		},
		week: calendar.MonFri, rules: targetRules, digest: "45355fb3cc57fb4f",
	},
	{
		info: Info{
			ID: "US-FED", Name: "United States: Federal Reserve Banks", Kind: Bank, FirstYear: 1990, LastYear: 2050,
			Source: "QuantLib 1.29 = rules by hand from 5 U.S.C. 6103 and the Banks' holiday schedule; four Fridays before a Saturday 19 June settled by the schedule",
		},
		week: calendar.MonFri, rules: usFedRules, digest: "4de5c160f058efad",
	},
}

// build evaluates the rules and compares the outcome with what was verified.
func (t *table) build() (c *calendar.Calendar, err error) {
	// The rules are variables of other packages, and may have been set to nil.
	defer func() {
		if recover() != nil {
			c, err = nil, &ChangedError{ID: t.info.ID, Want: t.digest}
		}
	}()
	c, err = FromRules(calendar.Spec{
		ID:        t.info.ID,
		Name:      t.info.Name,
		FirstYear: t.info.FirstYear,
		LastYear:  t.info.LastYear,
		Week:      t.week,
	}, t.rules())
	if err != nil {
		return nil, &ChangedError{ID: t.info.ID, Want: t.digest}
	}
	sum := c.Digest()
	if got := hex.EncodeToString(sum[:8]); got != t.digest {
		return nil, &ChangedError{ID: t.info.ID, Got: got, Want: t.digest}
	}
	return c, nil
}

// load returns what build does, and builds once. A failure is kept as well: a
// table that was wrong once is not to be trusted later.
func (t *table) load() (*calendar.Calendar, error) {
	t.once.Do(func() { t.built, t.err = t.build() })
	return t.built, t.err
}

// Lookup returns the calendar of an id that [All] lists, or the joint calendar
// of up to four such ids with "+" between them. Ids are case-sensitive.
//
// A single calendar is built at its first lookup and shared from then on; a
// joint one is built anew each time, which takes some hundred microseconds, so
// keep it. The result's ID is the id asked for.
//
// An error matches [ErrUnknown] if there is no such calendar, and [ErrChanged]
// if the table is no longer the one that was verified.
func Lookup(id string) (*calendar.Calendar, error) {
	if !strings.Contains(id, "+") {
		return lookupOne(id)
	}
	// Splitting stops one part after the limit: ids come from documents.
	parts := strings.SplitN(id, "+", maxParts+1)
	if len(parts) > maxParts {
		return nil, &UnknownError{ID: cut(id)}
	}
	cs := make([]*calendar.Calendar, len(parts))
	for i, part := range parts {
		c, err := lookupOne(part)
		if err != nil {
			return nil, err
		}
		cs[i] = c
	}
	return calendar.Join(id, cs...)
}

func lookupOne(id string) (*calendar.Calendar, error) {
	for _, t := range tables {
		if t.info.ID == id {
			return t.load()
		}
	}
	return nil, &UnknownError{ID: cut(id), Nearest: nearest(id)}
}

// nearest returns the known id that differs from the given one in case and
// punctuation only, if there is one.
func nearest(id string) string {
	if len(id) > 64 {
		return ""
	}
	for _, t := range tables {
		if letters(t.info.ID) == letters(id) {
			return t.info.ID
		}
	}
	return ""
}

// letters reduces an id to its letters, in upper case.
func letters(id string) string {
	return strings.Map(func(r rune) rune {
		if r < 'A' || r > 'Z' {
			return -1
		}
		return r
	}, strings.ToUpper(id))
}

// All lists the built-in calendars in the order of their ids. It builds none.
func All() iter.Seq[Info] {
	return func(yield func(Info) bool) {
		for _, t := range tables {
			if !yield(t.info) {
				return
			}
		}
	}
}

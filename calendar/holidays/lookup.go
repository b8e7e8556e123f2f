package holidays

import (
	"iter"
	"slices"
	"strings"

	"github.com/rescind-go/rescind/calendar"
)

// maxParts bounds the work that one joint id can ask for.
const maxParts = 4

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
		return nil, &UnknownError{ID: cut(id), parts: len(parts)}
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
	i, found := slices.BinarySearchFunc(tables[:], id, func(t table, id string) int { return strings.Compare(t.id, id) })
	if !found {
		return nil, &UnknownError{ID: cut(id), Nearest: nearest(id)}
	}
	return load(i)
}

// nearest returns the known id that differs from the given one in case and
// punctuation only, if there is one.
func nearest(id string) string {
	if len(id) > 64 {
		return ""
	}
	for i := range tables {
		if letters(tables[i].id) == letters(id) {
			return tables[i].id
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
		for i := range tables {
			if !yield(tables[i].info()) {
				return
			}
		}
	}
}

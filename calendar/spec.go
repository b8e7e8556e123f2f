package calendar

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Holiday is a day on which nobody works, and what it is called.
type Holiday struct {
	Date  Date   `json:"date"`
	Name  string `json:"name,omitzero"`  // in English; may be empty
	Local string `json:"local,omitzero"` // in the country's own language; empty if that is English, or not known
}

// A Spec is everything that makes a [Calendar]. In JSON, which [ParseSpec]
// reads, it is
//
//	{
//	  "id": "ACME", "name": "Acme Ltd",
//	  "first_year": 2026, "last_year": 2030,
//	  "week": "Mon-Fri",
//	  "changes": [{"from": "2028-01-01", "week": "Mon-Thu"}],
//	  "holidays": [{"date": "2026-12-24", "name": "Christmas Eve"}]
//	}
type Spec struct {
	ID   string `json:"id"`            // 1 to 128 bytes: "FR"
	Name string `json:"name,omitzero"` // for people; at most 256 bytes, may be empty

	// The years for which the holidays are known, both included; at most 400.
	FirstYear int `json:"first_year"`
	LastYear  int `json:"last_year"`

	// Week is worked from the first year on, and until the first of Changes,
	// which are in the order of their dates.
	Week    Week         `json:"week"`
	Changes []WeekChange `json:"changes,omitzero"`

	// In any order. Holidays on a day that the week does not work are kept:
	// they matter under another week. If a date occurs twice, its first name
	// is used.
	Holidays []Holiday `json:"holidays,omitzero"`
}

const (
	maxYears = 400
	maxID    = 128
	maxName  = 256
	maxWeeks = 64

	wantWeek = "a week with a working day, and of days that exist"
)

// New builds a calendar. It keeps nothing of the spec's slices.
//
// It refuses, with an error matching [ErrSpec], what could only be a mistake:
// an ID that is missing or too long, years outside 1 to 9999, reversed or more
// than 400, a week without a working day, more than 64 changes of it, a change
// or a holiday outside the years, changes that are not in order, a name of more
// than 256 bytes, more than 65536 different names, and a calendar without a
// single business day.
func New(spec Spec) (*Calendar, error) {
	if err := spec.check(); err != nil {
		return nil, err
	}
	first := dayNumber(spec.FirstYear, time.January, 1)
	last := dayNumber(spec.LastYear, time.December, 31)
	c := &Calendar{
		id:      strings.Clone(spec.ID),
		name:    strings.Clone(spec.Name),
		week:    spec.Week,
		changes: slices.Clone(spec.Changes),
		first:   first,
		days:    uint32(last-first) + 1,
	}
	if err := c.setHolidays(spec.Holidays); err != nil {
		return nil, err
	}
	c.setBits()
	if c.total == 0 {
		return nil, specFault(spec.ID, "", "at least one business day")
	}
	c.digest = c.sum()
	return c, nil
}

func specFault(id, value, want string) error {
	return fault(ErrSpec, "new calendar "+strconv.Quote(id[:min(len(id), maxID)]), value, want)
}

func (s *Spec) check() error {
	years := func() string { return strconv.Itoa(s.FirstYear) + " to " + strconv.Itoa(s.LastYear) }
	switch {
	case s.ID == "" || len(s.ID) > maxID:
		return specFault(s.ID, "", "an ID of 1 to 128 bytes")
	case len(s.Name) > maxName:
		return specFault(s.ID, s.Name, "a name of at most 256 bytes")
	case s.FirstYear < 1 || s.LastYear > maxYear || s.FirstYear > s.LastYear:
		return specFault(s.ID, years(), "a first and a last year from 1 to 9999")
	case s.LastYear-s.FirstYear >= maxYears:
		return specFault(s.ID, years(), "at most 400 years")
	case !s.Week.valid():
		return specFault(s.ID, s.Week.String(), wantWeek)
	}
	if len(s.Changes) > maxWeeks {
		return specFault(s.ID, strconv.Itoa(len(s.Changes))+" changes", "at most 64 changes of the week")
	}
	last := dayNumber(s.FirstYear, time.January, 1)
	for i, change := range s.Changes {
		want := ""
		if !change.Week.valid() {
			want = wantWeek
		} else if change.From.day <= last || change.From.Year() > s.LastYear {
			want = "a day within the calendar's years, after their first and the change before"
		}
		if want != "" {
			return specFault(s.ID, "change "+strconv.Itoa(i)+": "+change.From.String()+" "+change.Week.String(), want)
		}
		last = change.From.day
	}
	for i, h := range s.Holidays {
		want := ""
		if y := h.Date.Year(); y < s.FirstYear || y > s.LastYear {
			want = "a day within the calendar's years"
		} else if len(h.Name) > maxName || len(h.Local) > maxName {
			want = "a name of at most 256 bytes"
		}
		if want != "" {
			return specFault(s.ID, "holiday "+strconv.Itoa(i)+": "+h.Date.String(), want)
		}
	}
	return nil
}

// setHolidays fills the marks and the table of names.
func (c *Calendar) setHolidays(list []Holiday) error {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Holiday) int { return a.Date.Compare(b.Date) })
	list = slices.CompactFunc(list, func(a, b Holiday) bool { return a.Date == b.Date })

	index := make(map[label]uint16)
	c.holidays = make([]mark, len(list))
	for i, h := range list {
		l := label{h.Name, h.Local}
		n, ok := index[l]
		if !ok {
			if len(c.labels) > math.MaxUint16 {
				return specFault(c.id, h.Name, "at most 65536 different names")
			}
			n = uint16(len(c.labels))
			index[l] = n
			c.labels = append(c.labels, label{strings.Clone(h.Name), strings.Clone(h.Local)})
		}
		c.holidays[i] = mark{h.Date.day, n}
	}
	c.labels = slices.Clip(c.labels)
	return nil
}

// setBits fills the bits from the week and the holidays, and the ranks from
// the bits.
func (c *Calendar) setBits() {
	words := c.days/64 + 2
	c.bits = make([]uint64, words)
	week, changes := c.week, c.changes
	for i := range c.days {
		d := Date{c.first + int32(i)}
		if len(changes) > 0 && changes[0].From == d {
			week, changes = changes[0].Week, changes[1:]
		}
		if week.Works(d.Weekday()) {
			c.bits[i/64] |= 1 << (i % 64)
		}
	}
	for _, h := range c.holidays {
		i := uint32(h.day - c.first)
		c.bits[i/64] &^= 1 << (i % 64)
	}
	c.rank = make([]uint32, words+1)
	for i, word := range c.bits {
		c.rank[i+1] = c.rank[i] + uint32(bits.OnesCount64(word))
	}
	c.total = c.rank[words]
	c.stride = int64(words) << 32 / max(int64(c.total), 1)
}

// sum computes the digest. Its input is spelled out here, because recorded
// digests must not change with the layout of Calendar.
func (c *Calendar) sum() [32]byte {
	b := []byte("calendar 1\n")
	b = binary.BigEndian.AppendUint32(b, uint32(len(c.id)))
	b = append(b, c.id...)
	b = binary.BigEndian.AppendUint32(b, uint32(c.First().Year()))
	b = binary.BigEndian.AppendUint32(b, uint32(c.Last().Year()))
	b = append(b, byte(c.week))
	for _, word := range c.bits[:(c.days+63)/64] {
		b = binary.BigEndian.AppendUint64(b, word)
	}
	return sha256.Sum256(b)
}

// Spec returns what builds c again, for whoever wants a calendar that differs
// in something. It is the zero Spec for a nil or zero Calendar.
func (c *Calendar) Spec() Spec {
	if c == nil || c.days == 0 {
		return Spec{}
	}
	list := make([]Holiday, len(c.holidays))
	for i := range list {
		list[i] = c.holiday(i)
	}
	return Spec{
		ID: c.id, Name: c.name,
		FirstYear: c.First().Year(), LastYear: c.Last().Year(),
		Week: c.week, Changes: slices.Clone(c.changes), Holidays: list,
	}
}

// WithHolidays returns a calendar that also closes on the given days, such as
// those on which a company does not work. On a day that was a holiday before,
// the new name is used. The calendar's own Name stays. The errors are those of
// [New].
func (c *Calendar) WithHolidays(id string, days ...Holiday) (*Calendar, error) {
	if c == nil || c.days == 0 {
		return nil, c.refuse("with holidays", Date{})
	}
	spec := c.Spec()
	spec.ID, spec.Holidays = id, append(slices.Clone(days), spec.Holidays...)
	return New(spec)
}

// WithWeek returns a calendar with the same years and holidays under another
// week, without its changes, and the same Name. Many statutes count a six-day week, Monday to
// Saturday, in which a holiday on a Saturday counts too. The errors are those of
// [New].
func (c *Calendar) WithWeek(id string, w Week) (*Calendar, error) {
	if c == nil || c.days == 0 {
		return nil, c.refuse("with week", Date{})
	}
	spec := c.Spec()
	spec.ID, spec.Week, spec.Changes = id, w, nil
	return New(spec)
}

// Join returns a calendar that is closed when any of the given ones is: money
// that passes through two banks moves when both are open. Its years are those
// that all know. If a holiday has different names, the first is kept.
//
// It is an error matching [ErrSpec] if no year or no business day is common to
// all, or no day of a week that all work, if the week that they have in common
// changes more than 64 times, or if no calendar is given, and one matching
// [ErrCalendar] if one is nil.
func Join(id string, cs ...*Calendar) (*Calendar, error) {
	if len(cs) == 0 {
		return nil, specFault(id, "", "at least one calendar to join")
	}
	joint := Spec{ID: id, FirstYear: 1, LastYear: maxYear}
	var names []string
	for _, c := range cs {
		if c == nil || c.days == 0 {
			return nil, c.refuse("join", Date{})
		}
		joint.FirstYear = max(joint.FirstYear, c.First().Year())
		joint.LastYear = min(joint.LastYear, c.Last().Year())
		if c.name != "" {
			names = append(names, c.name)
		}
	}
	if joint.FirstYear > joint.LastYear {
		return nil, specFault(id, "", "a year that all the calendars know")
	}
	joint.Name = strings.Join(names, " + ")
	if len(joint.Name) > maxName {
		joint.Name = "" // a name is a courtesy
	}
	first := Date{dayNumber(joint.FirstYear, time.January, 1)}
	inYears := func(d Date) bool { return !d.Before(first) && d.Year() <= joint.LastYear }
	var changed []Date
	for _, c := range cs {
		for i := range c.holidays {
			if h := c.holiday(i); inYears(h.Date) {
				joint.Holidays = append(joint.Holidays, h)
			}
		}
		for _, change := range c.changes {
			if inYears(change.From) && change.From != first {
				changed = append(changed, change.From)
			}
		}
	}
	joint.Week = commonWeek(cs, first)
	slices.SortFunc(changed, Date.Compare)
	last := joint.Week
	for _, d := range changed {
		if w := commonWeek(cs, d); w != last {
			joint.Changes = append(joint.Changes, WeekChange{d, w})
			last = w
		}
	}
	return New(joint)
}

// commonWeek returns the days that all calendars work in the week of d.
func commonWeek(cs []*Calendar, d Date) Week {
	w := allDays
	for _, c := range cs {
		w &= c.WeekOn(d)
	}
	return w
}

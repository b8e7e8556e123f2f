package strict_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/rescind-go/rescind/internal/strict"
)

// ledger holds a field of every supported kind.
type ledger struct {
	ID       string            `json:"id"`
	Live     bool              `json:"live,omitempty"`
	Class    class             `json:"class,omitempty"`
	Charges  []charge          `json:"charges,omitempty"`
	Prices   map[string]int64  `json:"prices,omitempty"`
	Places   map[market]place  `json:"places,omitempty"`
	Grid     [][]int8          `json:"grid,omitempty"`
	Next     []ledger          `json:"next,omitempty"`
	Other    *ledger           `json:"other,omitempty"`
	Note     json.RawMessage   `json:"note,omitempty"`
	Loose    map[string]anyRaw `json:"loose,omitempty"`
	Sizes    sizes             `json:"sizes,omitzero"`
	Untagged int
	Skipped  float64  `json:"-"`
	private  chan int //lint:ignore U1000 the decoder must pass over it
}

type charge struct {
	At     time.Time `json:"at,omitzero"`
	Covers struct {
		Start day `json:"start,omitzero"`
		End   day `json:"end,omitzero"`
	} `json:"covers,omitzero"`
	Amount uint32   `json:"amount"`
	Tags   []string `json:"tags,omitempty"`
	When   window   `json:"when,omitzero"`
}

type window struct {
	Phase  string `json:"phase,omitempty"`
	Window string `json:"window,omitempty"`
}

type place struct {
	Zone string `json:"zone"`
}

type sizes struct {
	I   int
	I8  int8
	I16 int16
	I32 int32
	I64 int64
	U   uint
	U8  uint8
	U16 uint16
	U64 uint64
}

type (
	class  string
	market string
)

// day has an UnmarshalText.
type day struct{ y, m, d int }

var errDay = errors.New("not a day")

func (d *day) UnmarshalText(b []byte) error {
	t, err := time.Parse(time.DateOnly, string(b))
	if err != nil {
		return errDay
	}
	d.y, d.m, d.d = t.Year(), int(t.Month()), t.Day()
	return nil
}

func (d day) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%04d-%02d-%02d", d.y, d.m, d.d), nil
}

// anyRaw has an UnmarshalJSON.
type anyRaw struct{ text string }

func (a *anyRaw) UnmarshalJSON(b []byte) error {
	if strings.Contains(string(b), "bad") {
		return errors.New("no bad\nthings")
	}
	a.text = string(b)
	return nil
}

// document is a type with an UnmarshalJSON that calls Decode on itself.
type document struct {
	Name  string     `json:"name"`
	Parts []document `json:"parts,omitempty"`
}

func (d *document) UnmarshalJSON(b []byte) error {
	return strict.Decode(b, d, strict.Limits{})
}

// utc does to times what Decode promises: the location follows from the text.
func utc(l *ledger) {
	for i := range l.Charges {
		t := &l.Charges[i].At
		if _, offset := t.Zone(); offset == 0 {
			*t = t.UTC()
		} else {
			*t = t.In(time.FixedZone("", offset))
		}
	}
	for i := range l.Next {
		utc(&l.Next[i])
	}
	if l.Other != nil {
		utc(l.Other)
	}
}

// random makes a ledger of which every list is absent or has elements.
func random(r *rand.Rand, s string, depth int) ledger {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "?"), "\x00", "0")
	l := ledger{
		ID:    s,
		Live:  r.IntN(2) == 0,
		Class: class(s),
		Sizes: sizes{
			int(r.Uint64()), int8(r.Uint64()), int16(r.Uint64()), int32(r.Uint64()), int64(r.Uint64()),
			uint(r.Uint64()), uint8(r.Uint64()), uint16(r.Uint64()), r.Uint64(),
		},
		Untagged: -r.IntN(1000),
	}
	for range r.IntN(4) {
		var c charge
		seconds := time.Date(1901, 1, 1, 0, 0, 0, 0, time.UTC).Unix() + r.Int64N(298*365*86400)
		c.At = time.Unix(seconds, r.Int64N(1e9)).UTC()
		if minutes := r.IntN(24*60) - 12*60; minutes != 0 {
			c.At = c.At.In(time.FixedZone("", 60*minutes))
		}
		c.Covers.Start = day{1900 + r.IntN(300), 1 + r.IntN(12), 1 + r.IntN(28)}
		c.Amount = r.Uint32()
		for range r.IntN(3) {
			c.Tags = append(c.Tags, s)
		}
		l.Charges = append(l.Charges, c)
	}
	for i := range r.IntN(4) {
		if i == 0 {
			l.Prices = map[string]int64{}
			l.Places = map[market]place{}
			l.Loose = map[string]anyRaw{"x": {`1.5e3`}}
		}
		key := fmt.Sprint(s, i)
		l.Prices[key] = int64(r.Uint64())
		l.Places[market(key)] = place{s}
		l.Grid = append(l.Grid, []int8{int8(r.Uint64()), 0})
		if depth > 0 {
			l.Next = append(l.Next, random(r, s, depth-1))
		}
	}
	return l
}

func (a anyRaw) MarshalJSON() ([]byte, error) {
	return []byte(a.text), nil
}

// sample is a document of about 4 KiB.
func sample() []byte {
	r := rand.New(rand.NewPCG(1, 2))
	l := ledger{ID: "sub_1", Live: true, Class: "consumer", Prices: map[string]int64{"base": 999, "seat": 450}}
	for i := range 22 {
		c := charge{At: time.Date(2024, 1, 1+i, 12, 0, 0, 0, time.UTC), Amount: r.Uint32N(9999)}
		c.Covers.Start, c.Covers.End = day{2024, 1, 1 + i}, day{2024, 2, 1 + i}
		c.Tags = []string{"renewal", "card"}
		c.When = window{"initial", "contract + 14 days"}
		l.Charges = append(l.Charges, c)
	}
	b, err := json.Marshal(l)
	if err != nil {
		panic(err)
	}
	return b
}

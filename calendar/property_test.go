package calendar

import (
	"math/rand/v2"
	"testing"
)

// eachRandom calls f with random calendars and days within their years.
func eachRandom(t *testing.T, seed uint64, f func(r *rand.Rand, c *Calendar, d Date)) {
	r := rand.New(rand.NewPCG(seed, 99))
	for range 400 {
		c, err := New(randomSpec(r))
		if err != nil {
			continue // no business day left
		}
		for range 100 {
			f(r, c, c.First().AddDays(r.IntN(c.Last().DaysSince(c.First())+1)))
		}
	}
}

// From a business day, as many back as forth lead to where one was.
func TestPropertySubtractingUndoesAdding(t *testing.T) {
	eachRandom(t, 21, func(r *rand.Rand, c *Calendar, d Date) {
		n := 1 + r.IntN(300)
		if open, _ := c.IsBusinessDay(d); !open {
			return
		}
		if there, err := c.NthAfter(d, n); err == nil {
			if back, err := c.NthBefore(there, n); err != nil || back != d {
				t.Fatalf("%v + %d = %v, and back %v, %v", d, n, there, back, err)
			}
		}
		if there, err := c.NthBefore(d, n); err == nil {
			if back, err := c.NthAfter(there, n); err != nil || back != d {
				t.Fatalf("%v - %d = %v, and back %v, %v", d, n, there, back, err)
			}
		}
	})
}

func TestPropertyCountIsWhatWasAdded(t *testing.T) {
	eachRandom(t, 22, func(r *rand.Rand, c *Calendar, d Date) {
		n := 1 + r.IntN(300)
		there, err := c.NthAfter(d, n)
		if err != nil {
			return
		}
		if got, err := c.Count(d, there); err != nil || got != n {
			t.Fatalf("from %v to %v are %d business days (%v), want %d", d, there, got, err, n)
		}
		if got, err := c.Count(there, d); err != nil || got != -n {
			t.Fatalf("from %v back to %v are %d business days (%v), want %d", there, d, got, err, -n)
		}
		closed, err := c.Skipped(d, there)
		if err != nil || len(closed)+n != there.DaysSince(d) {
			t.Fatalf("from %v to %v are %d business days and %d others (%v)", d, there, n, len(closed), err)
		}
	})
}

func TestPropertyAdjustIsIdempotent(t *testing.T) {
	eachRandom(t, 23, func(r *rand.Rand, c *Calendar, d Date) {
		for roll := Following; roll <= ModifiedPreceding; roll++ {
			once, err := c.Adjust(d, roll)
			if err != nil {
				continue
			}
			twice, err := c.Adjust(once, roll)
			if open, _ := c.IsBusinessDay(once); err != nil || twice != once || !open {
				t.Fatalf("%v, %v: %v, then %v, %v", d, roll, once, twice, err)
			}
		}
	})
}

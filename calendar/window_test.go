package calendar

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"
)

func TestWindow(t *testing.T) {
	c := mustNew(t, Spec{ID: "X", FirstYear: 2026, LastYear: 2026, Week: MonFri})
	paris := load(t, "Europe/Paris")
	for _, x := range []struct {
		why      string
		event    string
		counting Counting
		cutOff   CutOff
		want     string
	}{
		{"a Friday", "2026-05-08T12:00:00+02:00", AfterEvent, 0, "2026-05-13 to 2026-05-15"},
		{"a Friday in New York is a Saturday in Paris", "2026-05-08T18:30:00-04:00", AfterRolled, 0, "2026-05-14 to 2026-05-18"},
		{"a Saturday", "2026-05-09T12:00:00+02:00", AfterEvent, 0, "2026-05-13 to 2026-05-15"},
		{"a Saturday, rolled", "2026-05-09T12:00:00+02:00", AfterRolled, 0, "2026-05-14 to 2026-05-18"},
		{"a moment before the cut-off", "2026-05-08T16:59:59.999999999+02:00", AfterRolled, 17 * 60, "2026-05-13 to 2026-05-15"},
		{"at the cut-off", "2026-05-08T17:00:00+02:00", AfterRolled, 17 * 60, "2026-05-13 to 2026-05-15"},
		{"a moment after", "2026-05-08T17:00:00.000000001+02:00", AfterRolled, 17 * 60, "2026-05-14 to 2026-05-18"},
		{"after, but the Saturday changes nothing here", "2026-05-08T17:00:00.000000001+02:00", AfterEvent, 17 * 60, "2026-05-13 to 2026-05-15"},
		{"Thursday after the cut-off", "2026-05-07T20:00:00+02:00", AfterEvent, 17 * 60, "2026-05-13 to 2026-05-15"},
	} {
		event, err := time.Parse(time.RFC3339Nano, x.event)
		if err != nil {
			t.Fatal(err)
		}
		w := Window{Min: 3, Max: 5, Counting: x.counting, CutOff: x.cutOff, Zone: paris}
		if got, err := w.After(event, c); err != nil || got.String() != x.want {
			t.Errorf("%s: %v, %v, want %s", x.why, got, err, x.want)
		}
	}
	event := time.Date(2026, 5, 8, 12, 0, 0, 0, time.UTC)
	for what, w := range map[string]Window{
		"no counting":  {Min: 1, Max: 2},
		"no days":      {Counting: AfterEvent},
		"reversed":     {Min: 2, Max: 1, Counting: AfterEvent},
		"cut-off 2400": {Min: 1, Max: 2, Counting: AfterEvent, CutOff: 24 * 60},
	} {
		if r, err := w.After(event, c); !errors.Is(err, ErrCount) || r != (Range{}) {
			t.Errorf("%s: %v, %v", what, r, err)
		}
	}
	if _, err := (Window{Min: 1, Max: 2, Counting: AfterEvent}).After(event, nil); !errors.Is(err, ErrCalendar) {
		t.Error(err)
	}
	if _, err := (Window{Min: 1, Max: 2, Counting: AfterEvent}).After(time.Time{}.AddDate(-5, 0, 0), c); !errors.Is(err, ErrDate) {
		t.Error(err)
	}
}

func TestCutOffText(t *testing.T) {
	for o, want := range map[CutOff]string{0: "", 1: "00:01", 9*60 + 5: "09:05", 17 * 60: "17:00", maxCutOff: "23:59"} {
		b, err := o.MarshalText()
		if err != nil || string(b) != want || o.String() != want {
			t.Errorf("%d: %q, %v", o, b, err)
		}
		back := CutOff(7)
		if err := back.UnmarshalText(b); err != nil || back != o {
			t.Errorf("%q: %v, %v", b, back, err)
		}
	}
	for _, text := range []string{"00:00", "24:00", "9:05", "09:5", "17:00:00", "17h", "5 pm", "-1:00", " 17:00"} {
		o := CutOff(7)
		if err := o.UnmarshalText([]byte(text)); !errors.Is(err, ErrSyntax) || o != 7 {
			t.Errorf("%q: %v, %v", text, o, err)
		}
	}
	if _, err := CutOff(1440).MarshalText(); !errors.Is(err, ErrCount) || CutOff(1440).String() != "CutOff(1440)" {
		t.Error(err)
	}
	if d := CutOff(1440).DateIn(time.Unix(0, 0), nil); d.IsValid() {
		t.Error(d)
	}
}

// Where clocks go back or forward over the cut-off, a later event never counts
// as one of an earlier day.
func TestCutOffWhereClocksChange(t *testing.T) {
	for _, x := range []struct {
		zone   string
		cutOff CutOff
		event  time.Time // UTC, the last instant of the day
		day    string
	}{
		// 02:30 occurs twice in Paris: the first counts.
		{"Europe/Paris", 2*60 + 30, time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC), "2026-10-25"},
		// 02:30 is left out: clocks show 03:00 next.
		{"Europe/Paris", 2*60 + 30, time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC), "2026-03-29"},
		// Midnight is left out in Havana: the day begins at 01:00.
		{"America/Havana", 30, time.Date(2026, 3, 8, 5, 0, 0, 0, time.UTC), "2026-03-08"},
	} {
		loc := load(t, x.zone)
		for _, step := range []time.Duration{-time.Nanosecond, 0} {
			if got := x.cutOff.DateIn(x.event.Add(step), loc); got.String() != x.day {
				t.Errorf("%s, %v from the cut-off: %v, want %s", x.zone, step, got, x.day)
			}
		}
		if got := x.cutOff.DateIn(x.event.Add(1), loc); got.AddDays(-1).String() != x.day {
			t.Errorf("%s, after the cut-off: %v", x.zone, got)
		}
	}
}

func TestPropertyLaterEventsCountAsLaterDays(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	locs := zones(t)
	for range 20_000 {
		loc := locs[r.IntN(len(locs))]
		at := time.Unix(r.Int64N(70*365*secondsPerDay), 0)
		if _, end := at.In(loc).ZoneBounds(); !end.IsZero() && r.IntN(2) == 0 {
			at = end.Add(time.Duration(r.IntN(172800)-86400) * time.Second)
		}
		o := CutOff(r.IntN(24 * 60))
		d, e := o.DateIn(at, loc), o.DateIn(at.Add(time.Duration(r.IntN(86400))*time.Second), loc)
		if e.Before(d) {
			t.Fatalf("%v in %v, cut-off %v: %v, later %v", at.UTC(), loc, o, d, e)
		}
		if own := DateIn(at, loc); d != own && d != own.AddDays(1) {
			t.Fatalf("%v in %v, cut-off %v: %v", at.UTC(), loc, o, d)
		}
	}
}

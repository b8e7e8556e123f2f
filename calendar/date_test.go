package calendar

import (
	"encoding/json"
	"errors"
	"math"
	"testing"
	"time"
	"unsafe"
)

func TestDateIsFourBytes(t *testing.T) {
	if size := unsafe.Sizeof(Date{}); size != 4 {
		t.Errorf("a Date has %d bytes", size)
	}
}

// The Gregorian calendar repeats after 400 years; the years at both ends of the
// valid range are added for the sake of the bounds.
func TestEveryDayAgreesWithPackageTime(t *testing.T) {
	for _, years := range [][2]int{{1, 2}, {1800, 2200}, {9998, 9999}} {
		first, err := NewDate(years[0], time.January, 1)
		if err != nil {
			t.Fatal(err)
		}
		midnight := time.Date(years[0], time.January, 1, 0, 0, 0, 0, time.UTC)
		for i, d := 0, first; d.Year() <= years[1] && d.IsValid(); i, d = i+1, d.AddDays(1) {
			want := midnight.AddDate(0, 0, i)
			y, m, day := want.Date()
			gy, gm, gd := d.Date()
			if gy != y || gm != m || gd != day || d.Year() != y || d.Month() != m || d.Day() != day {
				t.Fatalf("day %d is %v, want %v", i, d, want)
			}
			if d.Weekday() != want.Weekday() || d.YearDay() != want.YearDay() {
				t.Fatalf("%v is a %v, day %d of its year, want %v, %d", d, d.Weekday(), d.YearDay(), want.Weekday(), want.YearDay())
			}
			if again, err := NewDate(y, m, day); err != nil || again != d {
				t.Fatalf("NewDate gives %v, %v for %v", again, err, d)
			}
			if s := want.Format(time.DateOnly); d.String() != s {
				t.Fatalf("%q, want %q", d, s)
			}
			if DateIn(want, time.UTC) != d || !d.Start(time.UTC).Equal(want) {
				t.Fatalf("%v is the day of %v, and starts at %v", DateIn(want, time.UTC), want, d.Start(time.UTC))
			}
			if d.DaysSince(first) != i || first.DaysSince(d) != -i || first.AddDays(i) != d || d.AddDays(-i) != first {
				t.Fatalf("%v is not %d days after %v", d, i, first)
			}
		}
	}
}

func TestMonthsKeepTheDayOrClamp(t *testing.T) {
	d := MustParseDate("1800-01-01")
	for ; d.Year() < 2200; d = d.AddDays(1) {
		y, m, day := d.Date()
		for _, n := range []int{0, 1, -1, 11, 12, -13, 48, 1200, -1201} {
			// Day 0 of the month after is the last day of the month.
			last := time.Date(y, m+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC)
			want := last.AddDate(0, 0, min(day, last.Day())-last.Day())
			if got := d.AddMonths(n); got != DateIn(want, nil) {
				t.Fatalf("%v + %d months is %v, want %v", d, n, got, want)
			}
		}
	}
}

func TestArithmeticOutsideTheYearsIsNoDate(t *testing.T) {
	first, last := MustParseDate("0001-01-01"), MustParseDate("9999-12-31")
	if first.AddDays(maxDay-1) != last || last.AddDays(1-maxDay) != first {
		t.Error("the ends are not maxDay-1 apart")
	}
	if first.AddMonths(12*9999-1) != MustParseDate("9999-12-01") {
		t.Error("the last month cannot be reached")
	}
	far := []int{math.MaxInt, math.MinInt, math.MaxInt32, math.MinInt32, math.MaxInt - 1, math.MinInt + 1}
	for _, n := range far {
		for _, d := range []Date{{}, first, last} {
			if got := d.AddDays(n); got.IsValid() {
				t.Errorf("%v + %d days is %v", d, n, got)
			}
			if got := d.AddMonths(n); got.IsValid() {
				t.Errorf("%v + %d months is %v", d, n, got)
			}
		}
	}
	for _, d := range []Date{first.AddDays(-1), last.AddDays(1), first.AddMonths(-1), last.AddMonths(1), Date{}.AddDays(1), Date{}.AddMonths(1)} {
		if d.IsValid() {
			t.Errorf("%v is valid", d)
		}
	}
}

func TestZeroDateIsNoDate(t *testing.T) {
	var z Date
	y, m, d := z.Date()
	if z.IsValid() || y != 0 || m != 0 || d != 0 || z.Year() != 0 || z.Month() != 0 || z.Day() != 0 || z.YearDay() != 0 {
		t.Errorf("the zero Date has parts: %d %d %d", y, m, d)
	}
	if z.String() != "" || z.Weekday() != time.Sunday || !z.Start(time.UTC).IsZero() {
		t.Error("the zero Date has a text, a weekday or a start")
	}
	e := MustParseDate("2020-02-09")
	if z.DaysSince(e) != 0 || e.DaysSince(z) != 0 || !z.Before(e) || !e.After(z) || z.Compare(e) != -1 || z.Compare(z) != 0 || e.Compare(z) != 1 {
		t.Error("the zero Date is not before all others, at no distance")
	}
}

func TestNewDateNormalisesNothing(t *testing.T) {
	for _, c := range []struct {
		y int
		m time.Month
		d int
	}{
		{2021, 2, 29}, {2020, 2, 30}, {1900, 2, 29}, {2020, 4, 31}, {2020, 1, 0}, {2020, 1, 32}, {2020, 1, -1},
		{2020, 0, 1}, {2020, 13, 1}, {0, 1, 1}, {-1, 1, 1}, {10000, 1, 1}, {math.MaxInt, math.MaxInt, math.MaxInt},
	} {
		if d, err := NewDate(c.y, c.m, c.d); !errors.Is(err, ErrDate) || d.IsValid() {
			t.Errorf("NewDate(%d, %d, %d) = %v, %v", c.y, c.m, c.d, d, err)
		}
	}
}

func TestParseDateIsStrict(t *testing.T) {
	for _, s := range []string{
		"", "2020-2-9", "2020-02-9", "20-02-09", " 2020-02-09", "2020-02-09 ", "2020/02/09", "2020-02-09T00:00:00Z",
		"+020-02-09", "2020-0x-09", "２０２０-02-09", "20200209", "2020-02--9", "02020-02-09",
	} {
		if d, err := ParseDate(s); !errors.Is(err, ErrSyntax) || d.IsValid() {
			t.Errorf("ParseDate(%q) = %v, %v", s, d, err)
		}
	}
	for _, s := range []string{"2021-02-29", "0000-01-01", "2020-00-01", "2020-13-01", "2020-01-00", "2020-06-31"} {
		if d, err := ParseDate(s); !errors.Is(err, ErrDate) || d.IsValid() {
			t.Errorf("ParseDate(%q) = %v, %v", s, d, err)
		}
	}
	_, err := ParseDate("2020-2-9")
	const want = `calendar: parse date "2020-2-9": want a date like "2020-02-09"`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %v", err, want)
	}
}

func TestMustPanicsOnWhatIsNoDate(t *testing.T) {
	for name, f := range map[string]func(){
		"date": func() { MustParseDate("2021-02-29") },
		"span": func() { MustParseSpan("soon") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

func TestDateInJSON(t *testing.T) {
	type record struct {
		On  Date  `json:"on"`
		By  Date  `json:"by,omitzero"`
		Of  []int `json:"of,omitempty"`
		Key map[Date]int
	}
	r := record{On: MustParseDate("2020-02-09"), Key: map[Date]int{MustParseDate("2024-02-29"): 1}}
	b, err := json.Marshal(r)
	const want = `{"on":"2020-02-09","Key":{"2024-02-29":1}}`
	if err != nil || string(b) != want {
		t.Fatalf("%s, %v", b, err)
	}
	var back record
	if err := json.Unmarshal(b, &back); err != nil || back.On != r.On || back.Key[MustParseDate("2024-02-29")] != 1 {
		t.Errorf("%+v, %v", back, err)
	}
	d := r.On
	if err := json.Unmarshal([]byte(`""`), &d); err != nil || d.IsValid() {
		t.Errorf("empty text is %v, %v", d, err)
	}
	d = r.On
	if err := json.Unmarshal([]byte(`"2020-02-30"`), &d); !errors.Is(err, ErrDate) || d != r.On {
		t.Errorf("an error changed the date to %v, %v", d, err)
	}
	if b, err := (Date{}).MarshalText(); len(b) != 0 || err != nil {
		t.Errorf("the zero Date is %q, %v", b, err)
	}
	if b, err := r.On.AppendText([]byte("on ")); string(b) != "on 2020-02-09" || err != nil {
		t.Errorf("%q, %v", b, err)
	}
}

func FuzzParseDateRoundTrip(f *testing.F) {
	for _, s := range []string{"", "2020-02-09", "2020-02-30", "0001-01-01", "9999-12-31", "2020-2-9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			if d.IsValid() {
				t.Errorf("%v with error %v", d, err)
			}
			if _, err := time.Parse(time.DateOnly, s); err == nil && s[:4] != "0000" {
				t.Errorf("%q is a date to package time", s)
			}
			return
		}
		if d.String() != s {
			t.Errorf("%q is read and written as %q", s, d)
		}
		var e Date
		if err := e.UnmarshalText([]byte(s)); err != nil || e != d {
			t.Errorf("UnmarshalText gives %v, %v", e, err)
		}
	})
}

package wording_test

import (
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy/wording"
)

func TestAmount(t *testing.T) {
	for _, tt := range []struct{ amount, en, fr string }{
		{"49.00 EUR", "49.00 EUR", "49,00\u00a0EUR"},
		{"0.05 EUR", "0.05 EUR", "0,05\u00a0EUR"},
		{"999.99 EUR", "999.99 EUR", "999,99\u00a0EUR"},
		{"1234.00 EUR", "1234.00 EUR", "1\u202f234,00\u00a0EUR"},
		{"-1234567.89 EUR", "-1234567.89 EUR", "-1\u202f234\u202f567,89\u00a0EUR"},
		{"5800 JPY", "5800 JPY", "5\u202f800\u00a0JPY"},
		{"0 JPY", "0 JPY", "0\u00a0JPY"},
		{"1.234 KWD", "1.234 KWD", "1,234\u00a0KWD"},
		{"-92233720368547758.08 EUR", "-92233720368547758.08 EUR", "-92\u202f233\u202f720\u202f368\u202f547\u202f758,08\u00a0EUR"},
	} {
		a := money.MustParse(tt.amount)
		if got := wording.English().Amount(a); got != tt.en {
			t.Errorf("%s in English is %q, want %q", a, got, tt.en)
		}
		if got := wording.French().Amount(a); got != tt.fr {
			t.Errorf("%s in French is %q, want %q", a, got, tt.fr)
		}
	}
	if got := wording.French().Amount(money.Amount{}); got != "" {
		t.Errorf("no amount is %q", got)
	}
}

func TestDayAndInstant(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		at             time.Time
		enDay, frDay   string
		enTime, frTime string
	}{
		{time.Date(2020, 4, 9, 15, 0, 0, 0, paris), "9 April 2020", "9 avril 2020",
			"Thursday 9 April 2020 at 15:00", "jeudi 9 avril 2020 à 15\u00a0h\u00a000"},
		{time.Date(2020, 4, 1, 0, 0, 0, 0, paris), "1 April 2020", "1er avril 2020",
			"Wednesday 1 April 2020 at 00:00", "mercredi 1er avril 2020 à 0\u00a0h\u00a000"},
		{time.Date(2021, 8, 21, 9, 5, 7, 999, paris), "21 August 2021", "21 août 2021",
			"Saturday 21 August 2021 at 09:05:07", "samedi 21 août 2021 à 9\u00a0h\u00a005\u00a0min\u00a007\u00a0s"},
	} {
		day := calendar.DateIn(tt.at, paris)
		en, fr := wording.English(), wording.French()
		for _, pair := range [][2]string{{en.Day(day), tt.enDay}, {fr.Day(day), tt.frDay}, {en.Instant(tt.at), tt.enTime}, {fr.Instant(tt.at), tt.frTime}} {
			if pair[0] != pair[1] {
				t.Errorf("%q, want %q", pair[0], pair[1])
			}
		}
	}
	if got := wording.French().Day(calendar.Date{}) + wording.French().Instant(time.Time{}); got != "" {
		t.Errorf("no date is %q", got)
	}
}

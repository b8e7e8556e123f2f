package money_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rescind-go/rescind/money"
)

// The currencies that do not have two decimals, and a few that people think do not.
func TestDigits(t *testing.T) {
	for digits, codes := range map[int]string{
		0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF " +
			"ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE TPE TRL",
		2: "EUR USD GBP CHF HUF TWD IDR MGA MRU MRO LAK COP BGN HRK ANG XCG SLE SLL " +
			"DEM FRF VED VES ZWG CHE CHW USN USS BOV COU MXV XAD",
		3: "BHD IQD JOD KWD LYD OMR TND",
		4: "CLF UYW",
	} {
		for code := range strings.FieldsSeq(codes) {
			c, err := money.ParseCurrency(code)
			if err != nil || c.Digits() != digits || c.Code() != code {
				t.Errorf("%s: %v with %d decimals, %v; want %d", code, c, c.Digits(), err, digits)
			}
		}
	}
	odd := 0
	for _, c := range all {
		if c.Digits() != 2 {
			odd++
		}
	}
	if odd != 29+7+2 {
		t.Errorf("%d currencies have other than two decimals, want 38", odd)
	}
}

func TestCurrencies(t *testing.T) {
	var codes []string
	for c := range money.Currencies() {
		again, err := money.ParseCurrency(c.Code())
		if err != nil || again != c || !c.IsValid() {
			t.Errorf("%v: found as %v, %v", c, again, err)
		}
		codes = append(codes, c.Code())
	}
	if !slices.IsSorted(codes) || len(slices.Compact(codes)) != len(all) {
		t.Error("the list is unsorted or has doubles")
	}
	if len(codes) != 165+55 { // in use, withdrawn
		t.Errorf("%d currencies, want 220", len(codes))
	}
	for c := range money.Currencies() { // stopping early is allowed
		if c.Code() != codes[0] {
			t.Errorf("first is %v", c)
		}
		break
	}
}

// Every string of three upper-case letters is either in the list or refused.
func TestParseCurrencyKnowsNoOthers(t *testing.T) {
	found := 0
	var code [3]byte
	for i := range 26 * 26 * 26 {
		code = [3]byte{'A' + byte(i/26/26), 'A' + byte(i/26%26), 'A' + byte(i%26)}
		if c, err := money.ParseCurrency(string(code[:])); err == nil {
			found++
			if c.Code() != string(code[:]) {
				t.Errorf("%s found as %v", code, c)
			}
		}
	}
	if found != len(all) {
		t.Errorf("found %d, want %d", found, len(all))
	}
}

func TestParseCurrencyRefuses(t *testing.T) {
	for _, code := range []string{
		"", "E", "EU", "EURO", "eur", "Eur", " EUR", "EUR ", "EU\x00", "€", "€€€", "AAA", "ZZZ", "\xff\xff\xff",
		"XAU", "XAG", "XDR", "XTS", "XXX", "XBA", "XSU", "XUA", "XFU", // no minor unit
		"SUR", "DDM", "ZRN", "XEU", // gone before 2000
		"AON", "ECS", "TJR", // decimals unknown
	} {
		c, err := money.ParseCurrency(code)
		checkError(t, code, err, money.ErrCurrency)
		if c.IsValid() {
			t.Errorf("%q gives %v", code, c)
		}
	}
}

func TestCurrencyText(t *testing.T) {
	var c money.Currency
	if c.IsValid() || c.Code() != "" || c.String() != "" || c.Digits() != 0 {
		t.Errorf("zero Currency: %#v", c)
	}
	if text, err := c.MarshalText(); text == nil || len(text) != 0 || err != nil {
		t.Errorf("zero Currency as text: %q, %v", text, err)
	}
	checkError(t, "EUR", c.UnmarshalText([]byte("EUR")), nil)
	if c != eur {
		t.Errorf("EUR read as %v", c)
	}
	checkError(t, "bad", c.UnmarshalText([]byte("EURO"+strings.Repeat("O", 4096))), money.ErrCurrency)
	if c != eur {
		t.Errorf("an error changed EUR to %v", c)
	}
	if text, _ := c.AppendText([]byte("in ")); string(text) != "in EUR" || c.String() != "EUR" {
		t.Errorf("appended %q", text)
	}
	checkError(t, "empty", c.UnmarshalText(nil), nil)
	if c.IsValid() {
		t.Errorf("empty text read as %v", c)
	}
}

func TestMustPanics(t *testing.T) {
	for name, f := range map[string]func(){
		"MustParse":         func() { money.MustParse("49 EUR") },
		"MustParseCurrency": func() { money.MustParseCurrency("EURO") },
	} {
		func() {
			defer func() {
				if _, ok := recover().(*money.Error); !ok {
					t.Errorf("%s did not panic with an *Error", name)
				}
			}()
			f()
		}()
	}
}

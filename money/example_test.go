package money_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"

	"github.com/rescind-go/rescind/money"
	"github.com/shopspring/decimal"
)

// Seventeen of thirty days are left of a month that cost 49.00 EUR. The refund is
// rounded once, and what is kept is found by subtraction, so that the two add up.
func Example_proration() {
	paid := money.MustParse("49.00 EUR")
	refund, err := paid.MulRatio(17, 30, money.HalfUp)
	if err != nil {
		log.Fatal(err)
	}
	kept, err := paid.Sub(refund)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(refund, "back,", kept, "kept")
	// Output: 27.77 EUR back, 21.23 EUR kept
}

// The zero Amount means that there is no amount. It is not zero euros, prints as
// nothing, and cannot slip into a sum.
func Example_zeroValue() {
	var none money.Amount
	nothing := money.MustParse("0.00 EUR")

	fmt.Println(none == nothing, none.IsValid(), nothing.IsValid())
	fmt.Printf("%q %q\n", none, nothing)
	_, err := nothing.Add(none)
	fmt.Println(err)
	// Output:
	// false false true
	// "" "0.00 EUR"
	// money: add "0.00 EUR + no amount": want an amount, not the zero Amount
}

// Minor units are what most payment services count in. How many make one major
// unit is a matter of the currency.
func ExampleFromMinor() {
	for _, code := range []string{"EUR", "JPY", "KWD"} {
		a, err := money.FromMinor(5800, money.MustParseCurrency(code))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(a)
	}
	// Output:
	// 58.00 EUR
	// 5800 JPY
	// 5.800 KWD
}

// Parse reads exactly what String writes, and says what it wanted instead.
func ExampleParse() {
	a, err := money.Parse("-49.00 EUR")
	fmt.Println(a, a.Minor(), err)

	_, err = money.Parse("49 EUR")
	fmt.Println(err)
	_, err = money.Parse("1e20000000 EUR")
	fmt.Println(err)
	// Output:
	// -49.00 EUR -4900 <nil>
	// money: parse "49 EUR": want two decimals, as in "49.00 EUR"
	// money: parse "1e20000000 EUR": want plain digits, as in "49.00 EUR"
}

// A table of expected amounts reads well as text.
func ExampleMustParse() {
	prices := map[string]money.Amount{
		"monthly": money.MustParse("9.99 EUR"),
		"yearly":  money.MustParse("99.00 EUR"),
	}
	fmt.Println(prices["yearly"])
	// Output: 99.00 EUR
}

// A code gives the currency and the number of its decimals. Codes are upper case,
// and gold is not money.
func ExampleParseCurrency() {
	c, err := money.ParseCurrency("JPY")
	fmt.Println(c, c.Digits(), err)

	_, err = money.ParseCurrency("XAU")
	fmt.Println(err)
	// Output:
	// JPY 0 <nil>
	// money: parse currency "XAU": want a known ISO 4217 code in upper case, such as "EUR"
}

// The list can be filtered like any sequence; here, for currencies with four
// decimals.
func ExampleCurrencies() {
	for c := range money.Currencies() {
		if c.Digits() == 4 {
			fmt.Println(c)
		}
	}
	// Output:
	// CLF
	// UYW
}

// Add is exact, or an error where currencies meet.
func ExampleAmount_Add() {
	sum, err := money.MustParse("49.00 EUR").Add(money.MustParse("0.50 EUR"))
	fmt.Println(sum, err)

	_, err = sum.Add(money.MustParse("1.00 USD"))
	fmt.Println(errors.Is(err, money.ErrMismatch), err)
	// Output:
	// 49.50 EUR <nil>
	// true money: add "49.50 EUR + 1.00 USD": want amounts of one currency
}

// Sub may go below zero; Sign says so.
func ExampleAmount_Sub() {
	left, err := money.MustParse("10.00 EUR").Sub(money.MustParse("12.50 EUR"))
	fmt.Println(left, left.Sign(), err)
	// Output: -2.50 EUR -1 <nil>
}

// Neg turns a charge into the refund of it.
func ExampleAmount_Neg() {
	refund, err := money.MustParse("49.00 EUR").Neg()
	fmt.Println(refund, err)
	// Output: -49.00 EUR <nil>
}

// Cmp orders amounts of one currency. There is no order between currencies, and
// asking for one is an error. For equality, == will do.
func ExampleAmount_Cmp() {
	paid, price := money.MustParse("48.99 EUR"), money.MustParse("49.00 EUR")
	order, err := paid.Cmp(price)
	fmt.Println(order, err, paid == price)

	_, err = paid.Cmp(money.MustParse("49 JPY"))
	fmt.Println(err)
	// Output:
	// -1 <nil> false
	// money: compare "48.99 EUR with 49 JPY": want amounts of one currency
}

// The modes differ where the exact result, here 12.5 cents, lies between two cents.
func ExampleAmount_MulRatio() {
	quarter := money.MustParse("0.25 EUR")
	for _, mode := range []money.Rounding{money.HalfUp, money.HalfEven, money.Down, money.Up} {
		half, err := quarter.MulRatio(1, 2, mode)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(half, mode)
	}
	// Output:
	// 0.13 EUR half_up
	// 0.12 EUR half_even
	// 0.12 EUR down
	// 0.13 EUR up
}

// A share of a share is one product and rounded once: of 49.00 EUR, eight of thirty
// days are left, and 87.5 % of that comes back, 11.433… euros. Rounded in between,
// it is a cent more.
func ExampleAmount_MulRatios() {
	paid := money.MustParse("49.00 EUR")
	days, percent := money.Ratio{Num: 8, Den: 30}, money.Ratio{Num: 875, Den: 1000}
	once, err := paid.MulRatios(money.HalfUp, days, percent)
	if err != nil {
		log.Fatal(err)
	}
	share, err := paid.MulRatios(money.HalfUp, days)
	if err != nil {
		log.Fatal(err)
	}
	twice, err := share.MulRatios(money.HalfUp, percent)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(once)
	fmt.Println(share, "and then", twice)
	// Output:
	// 11.43 EUR
	// 13.07 EUR and then 11.44 EUR
}

// A third, and three times that: no cent is lost on the way. A ratio without a
// divisor has no value.
func ExampleRatio() {
	third := money.Ratio{Num: 1, Den: 3}
	price := money.MustParse("10.00 EUR")
	whole, err := price.MulRatios(money.HalfUp, third, money.Ratio{Num: 3, Den: 1})
	fmt.Println(third, whole, err)

	_, err = price.MulRatios(money.HalfUp, third, money.Ratio{})
	fmt.Println(err)
	// Output:
	// 1 / 3 10.00 EUR <nil>
	// money: multiply "10.00 EUR * 1 / 3 * 0 / 0": want a divisor other than zero
}

// A refund of 10.00 EUR is spread over two payments of 19.99 and 5.01, in minor
// units. The parts add up to ten euros.
func ExampleAmount_Allocate() {
	refund := money.MustParse("10.00 EUR")
	parts, err := refund.Allocate(1999, 501)
	fmt.Println(parts, err)

	// Three equal parts cannot be equal; the odd cent goes to the first.
	parts, err = refund.Allocate(1, 1, 1)
	fmt.Println(parts, err)
	// Output:
	// [8.00 EUR 2.00 EUR] <nil>
	// [3.34 EUR 3.33 EUR 3.33 EUR] <nil>
}

// In JSON an amount is an object of two strings, and no amount is null.
func ExampleAmount_MarshalJSON() {
	text, err := json.Marshal([]money.Amount{money.MustParse("49.00 EUR"), {}})
	fmt.Println(string(text), err)
	// Output: [{"amount":"49.00","currency":"EUR"},null] <nil>
}

// A number in place of the string is refused, since whoever wrote it may have
// rounded it.
func ExampleAmount_UnmarshalJSON() {
	var a money.Amount
	err := json.Unmarshal([]byte(`{"amount": "49.00", "currency": "EUR"}`), &a)
	fmt.Println(a, err)

	err = json.Unmarshal([]byte(`{"amount": 49.00}`), &a)
	fmt.Println(err)
	// Output:
	// 49.00 EUR <nil>
	// money: parse JSON {"amount": 49.00}: want a string in quotes: a JSON number may already have lost digits
}

// As a field of text formats, or as the key of a JSON object, an amount is its text.
func ExampleAmount_MarshalText() {
	text, err := json.Marshal(map[money.Amount]int{money.MustParse("9.99 EUR"): 3})
	fmt.Println(string(text), err)
	// Output: {"9.99 EUR":3} <nil>
}

// A decimal is taken exactly. One with too many decimals is refused, for rounding
// is a decision that FromDecimal has no business making.
func ExampleFromDecimal() {
	eur := money.MustParseCurrency("EUR")
	a, err := money.FromDecimal(decimal.RequireFromString("49.5000"), eur)
	fmt.Println(a, err)

	_, err = money.FromDecimal(decimal.RequireFromString("49.505"), eur)
	fmt.Println(err)
	// Output:
	// 49.50 EUR <nil>
	// money: from decimal "49505e-3 EUR": want at most two decimals, as in "49.00 EUR"
}

// Decimal hands an amount to code that computes with decimals.
func ExampleAmount_Decimal() {
	d := money.MustParse("49.00 EUR").Decimal()
	fmt.Println(d.Mul(decimal.RequireFromString("0.19")).StringFixed(4))
	// Output: 9.3100
}

// A mode is written by its name, as policies and configuration hold it. The zero
// value is no mode, and MulRatio does not guess one.
func ExampleRounding() {
	var mode money.Rounding
	_, err := money.MustParse("49.00 EUR").MulRatio(17, 30, mode)
	fmt.Println(err)

	err = mode.UnmarshalText([]byte("half_even"))
	fmt.Println(mode, err)
	// Output:
	// money: multiply "49.00 EUR * 17 / 30": want a rounding mode: half_up, half_even, down or up
	// half_even <nil>
}

// Errors carry the offending value and wrap a sentinel.
func ExampleError() {
	_, err := money.Parse("49.00 eur")

	var e *money.Error
	if errors.As(err, &e) {
		fmt.Println(e.Op)
		fmt.Println(e.Value)
	}
	fmt.Println(errors.Is(err, money.ErrCurrency))
	// Output:
	// parse
	// 49.00 eur
	// true
}

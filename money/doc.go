// Package money holds amounts of money that cannot be wrong by accident.
//
// An [Amount] is a whole number of minor units (cents, yen, fils) and a
// [Currency]. It is a small value: copy it, compare it with ==, use
// it as a map key. 49.00 EUR equals 49.00 EUR and nothing else; there is no
// second spelling of the same amount, no NaN, no infinity and no negative zero.
//
// No function of this package reads or writes global state, and none panics on
// any input, save those whose name begins with Must.
//
// # Making an amount
//
// [FromMinor] takes minor units, as payment services count them: 4900 and EUR
// give 49.00 EUR. [Parse] takes text. [FromDecimal] takes a decimal that some
// other code computed. [MustParse] is for tests and tables.
//
// [ParseCurrency] finds a currency by its ISO 4217 code, and [Currencies] lists
// those known. How many decimals a currency has comes from the table, never from
// the text: 5800 minor units of JPY are 5800 yen, and of EUR they are 58.00.
//
// # Text and JSON
//
// An amount has exactly one text, "49.00 EUR", written by [Amount.String] and
// read by [Parse]; and one JSON form, {"amount":"49.00","currency":"EUR"},
// written by [Amount.MarshalJSON] and read by [Amount.UnmarshalJSON]. Readers
// are strict. They refuse what a lenient reader would guess at: "49 EUR",
// "49.0 EUR", "+49.00 EUR", "4.9e1 EUR", a JSON number, a key given twice.
//
// # Arithmetic
//
// [Amount.Add], [Amount.Sub], [Amount.Neg] and [Amount.Cmp] are exact. They
// return an error where two currencies meet and where the result leaves the
// range of int64 minor units; nothing wraps around.
//
// [Amount.MulRatio] multiplies by a fraction, such as 17 of 30 days. The product
// is held in 128 bits and rounded once, at the end. [Amount.MulRatios] multiplies
// by several, such as 80 of 100 parts of 17 of 30 days: the product is exact,
// however large it grows, and it too is rounded once.
//
// # Splitting
//
// [Amount.Allocate] splits an amount in proportion to weights. The parts always
// add up to the whole, to the minor unit.
//
// # Rounding
//
// [Rounding] names what happens to half a cent: [HalfUp], [HalfEven], [Down] or
// [Up]. There is no default. The zero Rounding is refused, so that a forgotten
// mode is an error and not a guess.
//
// # The door to decimal
//
// [FromDecimal] and [Amount.Decimal] are the only places where
// github.com/shopspring/decimal appears. The way in is exact or an error: it
// never rounds, and it looks at the size of a decimal before it computes with it,
// so 1e20000000 costs nothing. Neither way reads the global settings of decimal.
//
// # Errors
//
// Every error is an [*Error], which carries the operation, the offending value
// and what was wanted, and wraps one of the sentinels: [ErrSyntax],
// [ErrCurrency], [ErrMismatch], [ErrOverflow], [ErrPrecision], [ErrNoAmount],
// [ErrRounding], [ErrRatio]. Use errors.Is to match a sentinel. Whatever comes
// back beside an error is a zero value.
//
// # The zero value
//
// The zero Amount is "no amount". It is not 0.00 EUR: a refund of nothing and the
// absence of a refund are two facts. It prints as the empty string, marshals to
// null, and every operation refuses it with [ErrNoAmount], so an amount that was
// never set cannot take part in a sum. The zero Currency is "no currency".
package money

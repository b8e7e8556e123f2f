package money

import (
	"errors"
	"strconv"
	"strings"
)

// The sentinels that errors of this package wrap. Match them with errors.Is.
var (
	// ErrSyntax: text or JSON that is not written as this package writes it.
	ErrSyntax = errors.New("malformed text")
	// ErrCurrency: an unknown currency code, or the zero Currency.
	ErrCurrency = errors.New("unknown currency")
	// ErrMismatch: two currencies in one operation.
	ErrMismatch = errors.New("different currencies")
	// ErrOverflow: a result or an input outside of int64 minor units.
	ErrOverflow = errors.New("out of range")
	// ErrPrecision: other decimals than the currency has.
	ErrPrecision = errors.New("wrong number of decimals")
	// ErrNoAmount: the zero Amount where an amount is needed.
	ErrNoAmount = errors.New("no amount")
	// ErrRounding: an unknown rounding mode, or none.
	ErrRounding = errors.New("unknown rounding mode")
	// ErrRatio: a fraction over zero, or weights that divide nothing.
	ErrRatio = errors.New("impossible ratio")
)

// Error is the type of every error that this package returns.
type Error struct {
	Op    string // what was attempted: "parse", "add"
	Value string // the offending value; text from outside is cut to 40 runes
	Want  string // what would have been right
	Err   error  // one of the sentinels
}

// Error says what was attempted, on which value, and what was wanted:
//
//	money: parse "49 EUR": want two decimals, as in "49.00 EUR"
func (e *Error) Error() string {
	value := strconv.Quote(e.Value)
	if e.Op == parseJSON { // which has quotes of its own
		value = strings.ReplaceAll(value[1:len(value)-1], `\"`, `"`)
	}
	s := "money: " + e.Op + " " + value
	switch {
	case e.Want != "":
		s += ": want " + e.Want
	case e.Err != nil:
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the sentinel.
func (e *Error) Unwrap() error { return e.Err }

// maxShown is how much of a value from outside an error repeats, in runes.
// Whatever is longer is not an amount, and errors end up in logs.
const maxShown = 40

// shorten cuts s to maxShown runes. The result never refers to a longer s, so
// an error kept for long does not keep a large input alive.
func shorten[S string | []byte](s S) string {
	runes := 0
	// A rune has at most four bytes, so looking further is pointless.
	head := string(s[:min(len(s), 4*(maxShown+1))])
	for i := range head {
		if runes == maxShown {
			return head[:i] + "…"
		}
		runes++
	}
	return head
}

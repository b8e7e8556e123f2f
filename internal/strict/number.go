package strict

import (
	"bytes"
	"strings"
)

// Numbers are short, and so is what they may grow to in the hands of a type
// that expands exponents: 1e20000000 is ten bytes here and megabytes there.
const (
	maxNumber   = 32 // bytes of a number
	maxExponent = 2  // digits of its exponent
)

// number steps over a number. It reports whether the number is written as a
// whole one, without fraction and exponent.
func (d *decoder) number() (lit []byte, whole bool, err error) {
	at := d.pos
	for strings.IndexByte("0123456789+-.eE", d.peek()) >= 0 {
		d.pos++
		if d.pos-at > maxNumber {
			return nil, false, d.fail(at, ErrLimit, "a number of at most 32 characters")
		}
	}
	lit = d.data[at:d.pos]
	whole, exponent, ok := numeral(lit)
	if !ok {
		return nil, false, d.fail(at, ErrSyntax, "a number")
	}
	if exponent > maxExponent {
		return nil, false, d.fail(at, ErrLimit, "an exponent of at most 2 digits")
	}
	return lit, whole, nil
}

// numeral holds s to the grammar of JSON and counts the digits of its exponent.
func numeral(s []byte) (whole bool, exponent int, ok bool) {
	s = bytes.TrimPrefix(s, []byte("-"))
	n := digits(s)
	if n == 0 || n > 1 && s[0] == '0' {
		return false, 0, false
	}
	s = s[n:]
	whole = len(s) == 0
	if len(s) > 0 && s[0] == '.' {
		n = digits(s[1:])
		if n == 0 {
			return false, 0, false
		}
		s = s[1+n:]
	}
	if len(s) > 0 && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if len(s) > 0 && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		exponent = digits(s)
		if exponent == 0 {
			return false, 0, false
		}
		s = s[exponent:]
	}
	return whole, exponent, len(s) == 0
}

// digits counts the digits at the head of s.
func digits[S string | []byte](s S) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

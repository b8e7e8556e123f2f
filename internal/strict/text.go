package strict

import (
	"unicode/utf16"
	"unicode/utf8"
)

// text steps over a string and returns its contents: a part of the input where
// there are no escapes, a copy where there are.
func (d *decoder) text() ([]byte, error) {
	open := d.pos
	d.pos++
	begin := d.pos // of what was not copied yet
	var buf []byte
	for {
		d.pos += plainHead(d.data[d.pos:])
		if d.pos == len(d.data) {
			return nil, d.fail(open, ErrSyntax, "a string with a closing quote")
		}
		switch c := d.data[d.pos]; {
		case c == '"':
			part := d.data[begin:d.pos]
			d.pos++
			if buf == nil {
				return part, nil
			}
			return append(buf, part...), nil
		case c == '\\':
			buf = append(buf, d.data[begin:d.pos]...)
			r, err := d.escape()
			if err != nil {
				return nil, err
			}
			buf = utf8.AppendRune(buf, r)
			begin = d.pos
		case c < ' ':
			return nil, d.fail(d.pos, ErrSyntax, "no control character in a string")
		default:
			r, size := utf8.DecodeRune(d.data[d.pos:])
			if r == utf8.RuneError && size == 1 {
				return nil, d.fail(d.pos, ErrSyntax, "valid UTF-8")
			}
			d.pos += size
		}
	}
}

// plainHead counts the bytes at the head of s that stand for themselves.
func plainHead(s []byte) int {
	for i, c := range s {
		if c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return i
		}
	}
	return len(s)
}

// escape steps over an escape, which may be two if they are a surrogate pair.
func (d *decoder) escape() (rune, error) {
	at := d.pos
	d.pos++
	c := d.peek()
	d.pos++
	switch c {
	case '"', '\\', '/':
		return rune(c), nil
	case 'b':
		return '\b', nil
	case 'f':
		return '\f', nil
	case 'n':
		return '\n', nil
	case 'r':
		return '\r', nil
	case 't':
		return '\t', nil
	case 'u':
		r, ok := d.hex()
		if !ok {
			break
		}
		if utf16.IsSurrogate(r) {
			var low rune
			if d.take('\\') && d.take('u') {
				low, _ = d.hex()
			}
			if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
				return 0, d.fail(at, ErrSyntax, "both halves of a surrogate pair")
			}
		}
		if r == 0 {
			return 0, d.fail(at, ErrValue, "no NUL in a string")
		}
		return r, nil
	}
	return 0, d.fail(at, ErrSyntax, "an escape that JSON knows")
}

// hex steps over four hexadecimal digits.
func (d *decoder) hex() (r rune, ok bool) {
	for range 4 {
		switch c := d.peek(); {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case 'A' <= c && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
		d.pos++
	}
	return r, true
}

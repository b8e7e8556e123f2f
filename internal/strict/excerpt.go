package strict

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	maxExcerpt = 60  // bytes of input that an error shows
	maxMessage = 400 // bytes of an error that is not ours
)

// excerpt returns what begins at the head of s, fit for an error.
func excerpt(s []byte) string {
	if len(s) == 0 {
		return ""
	}
	s = s[:min(len(s), 2*maxExcerpt)] // more is never shown
	switch s[0] {
	case '{':
		return "{...}"
	case '[':
		return "[...]"
	case '"':
		for i := 1; i < len(s); i++ {
			switch s[i] {
			case '\\':
				i++
			case '"':
				return printable(string(s[:i+1]), maxExcerpt)
			}
		}
		return printable(string(s), maxExcerpt)
	}
	const ends = " \t\r\n,:[]{}\""
	n := 1
	if strings.IndexByte(ends, s[0]) < 0 {
		if n = bytes.IndexAny(s, ends); n < 0 {
			n = len(s)
		}
	}
	return printable(string(s[:n]), maxExcerpt)
}

// compact returns a sound value without its white space, fit for an error.
func compact(s []byte) string {
	var b bytes.Buffer
	if json.Compact(&b, s) != nil {
		return excerpt(s)
	}
	return printable(b.String(), maxExcerpt)
}

// printable returns s as text that cannot disturb a terminal or a log, cut to
// about limit bytes.
func printable(s string, limit int) string {
	var b []byte
	for i, r := range s {
		if len(b) >= limit {
			return string(b) + "..."
		}
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], string(r)):
			b = append(b, `\x`...)
			b = append(b, "0123456789abcdef"[s[i]>>4], "0123456789abcdef"[s[i]&15])
		case !strconv.IsPrint(r):
			q := strconv.QuoteRuneToASCII(r)
			b = append(b, q[1:len(q)-1]...)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return string(b)
}

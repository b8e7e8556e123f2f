package money

// maxJSON bounds the JSON of an amount, in bytes. Compact, it has at most 57; the
// rest leaves room for indentation.
const maxJSON = 1024

// MarshalJSON returns {"amount":"49.00","currency":"EUR"}, and null for the zero
// Amount. The amount is a string because many readers turn JSON numbers into
// binary floating point. The error is always nil.
func (a Amount) MarshalJSON() ([]byte, error) {
	if !a.IsValid() {
		return []byte("null"), nil
	}
	b := make([]byte, 0, maxText)
	b = append(b, `{"amount":"`...)
	b = a.appendNumber(b)
	b = append(b, `","currency":"`...)
	b = a.cur.append(b)
	return append(b, `"}`...), nil
}

// UnmarshalJSON reads what [Amount.MarshalJSON] writes, with white space and the
// two keys in either order. It is strict where encoding/json is lax: each key once
// and in its exact case, no other keys, no escapes, at most 1024 bytes, the amount
// exactly as [Parse] wants it. Both values are strings; a JSON number is refused,
// since digits may already have been lost before it was written.
//
// A null is the zero Amount. An error wraps [ErrSyntax], [ErrCurrency],
// [ErrPrecision] or [ErrOverflow] and leaves a as it was.
func (a *Amount) UnmarshalJSON(data []byte) error {
	if len(data) > maxJSON {
		return errJSON(data, "at most 1024 bytes", ErrSyntax)
	}
	s := scanner{rest: string(data)}
	if s.null() {
		*a = Amount{}
		return nil
	}
	number, code := s.object()
	if s.want != "" {
		return errJSON(data, s.want, ErrSyntax)
	}
	cur, ok := lookup(code)
	if !ok {
		return errJSON(data, wantCurrency, ErrCurrency)
	}
	minor, want, err := parseNumber(number, cur, Currency.exampleJSON)
	if err != nil {
		return errJSON(data, want, err)
	}
	*a = Amount{minor, cur}
	return nil
}

// exampleJSON is example in JSON.
func (c Currency) exampleJSON() string {
	text, _ := Amount{49 * int64(c.scale()), c}.MarshalJSON()
	return ", as in " + string(text)
}

func errJSON(data []byte, want string, err error) error {
	return &Error{parseJSON, shorten(data), want, err}
}

const parseJSON = "parse JSON"

// scanner reads the one object that UnmarshalJSON accepts. It is written by hand
// because encoding/json lets unknown, repeated and wrongly cased keys through.
//
// The first fault is kept in want and stops the scanner: after it every method
// does nothing.
type scanner struct {
	rest string
	want string
}

// null reports whether the input is null and nothing else.
func (s *scanner) null() bool {
	try := *s
	try.space()
	if len(try.rest) < 4 || try.rest[:4] != "null" {
		return false
	}
	try.rest = try.rest[4:]
	try.end()
	return try.want == ""
}

// object reads {"amount": "...", "currency": "..."} in either order.
func (s *scanner) object() (number, code string) {
	const wantKeys = `the keys "amount" and "currency", once each and no other`

	s.expect('{', `an object, as in {"amount":"49.00","currency":"EUR"}`)
	first := s.text(wantKeys)
	s.expect(':', "a colon after the key")
	one := s.text(wantString)
	s.expect(',', wantKeys)
	second := s.text(wantKeys)
	s.expect(':', "a colon after the key")
	two := s.text(wantString)
	s.expect('}', wantKeys)
	s.end()

	switch {
	case s.want != "":
		return "", ""
	case first == "amount" && second == "currency":
		return one, two
	case first == "currency" && second == "amount":
		return two, one
	}
	s.want = wantKeys
	return "", ""
}

const (
	wantString = "a string in quotes"
	wantQuotes = "a string in quotes: a JSON number may already have lost digits"
)

// text reads a string without escapes and returns what is between the quotes.
func (s *scanner) text(want string) string {
	s.space()
	// A value that begins like a number deserves to hear the reason.
	if want == wantString && s.rest != "" && (s.rest[0] == '-' || isDigits(s.rest[:1])) {
		want = wantQuotes
	}
	s.expect('"', want)
	if s.want != "" {
		return ""
	}
	for i := range len(s.rest) {
		switch c := s.rest[i]; {
		case c == '"':
			t := s.rest[:i]
			s.rest = s.rest[i+1:]
			return t
		case c == '\\' || c < ' ' || c > '~':
			s.want = "plain ASCII in strings, without escapes"
			return ""
		}
	}
	s.want = "a closing quote"
	return ""
}

// expect reads c, after white space.
func (s *scanner) expect(c byte, want string) {
	s.space()
	switch {
	case s.want != "":
	case s.rest == "" || s.rest[0] != c:
		s.want = want
	default:
		s.rest = s.rest[1:]
	}
}

// end reads white space up to the end of the input.
func (s *scanner) end() {
	s.space()
	if s.want == "" && s.rest != "" {
		s.want = "nothing after the amount"
	}
}

// space skips the four characters that JSON calls white space.
func (s *scanner) space() {
	for s.rest != "" && (s.rest[0] == ' ' || s.rest[0] == '\t' || s.rest[0] == '\n' || s.rest[0] == '\r') {
		s.rest = s.rest[1:]
	}
}

package money

import (
	"strconv"
	"strings"
)

// maxText bounds the text of an amount, in bytes. The longest valid one,
// "-9223372036854775808 JPY", has 24.
const maxText = 64

// Parse reads an amount as [Amount.String] writes it: "49.00 EUR", "-0.50 EUR",
// "5800 JPY". That is, an optional minus sign; digits without needless leading
// zeros; a point and exactly as many decimals as the currency has, or neither;
// one space; the code. Nothing else is accepted: no plus sign, no exponent, no
// separators, no space around, no negative zero, at most 64 bytes. So
// Parse(s).String() is s.
//
// An error wraps [ErrSyntax], [ErrCurrency] for an unknown code, [ErrPrecision]
// for more or fewer decimals than the currency has, or [ErrOverflow].
func Parse(s string) (Amount, error) {
	if len(s) > maxText {
		return Amount{}, &Error{"parse", shorten(s), "at most 64 bytes", ErrSyntax}
	}
	at := len(s) - codeLen - 1
	if at < 1 || s[at] != ' ' {
		return Amount{}, &Error{"parse", shorten(s), `an amount, one space and a currency, as in "49.00 EUR"`, ErrSyntax}
	}
	cur, ok := lookup(s[at+1:])
	if !ok {
		return Amount{}, &Error{"parse", shorten(s), wantCurrency, ErrCurrency}
	}
	minor, want, err := parseNumber(s[:at], cur, Currency.example)
	if err != nil {
		return Amount{}, &Error{"parse", shorten(s), want, err}
	}
	return Amount{minor, cur}, nil
}

// MustParse is [Parse] for amounts written into tests and tables. It panics on
// error.
func MustParse(s string) Amount {
	a, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return a
}

// String returns the amount with all the decimals of its currency, a space and
// the code: "49.00 EUR". It returns "" for the zero Amount.
func (a Amount) String() string {
	var buf [maxText]byte
	return string(a.append(buf[:0]))
}

// AppendText appends what [Amount.String] returns to b. The error is always nil.
func (a Amount) AppendText(b []byte) ([]byte, error) { return a.append(b), nil }

// MarshalText returns what [Amount.String] returns: empty text for the zero
// Amount. The error is always nil.
func (a Amount) MarshalText() ([]byte, error) { return a.append([]byte{}), nil }

// UnmarshalText reads text as [Parse] does, and empty text as the zero Amount. An
// error wraps what Parse's would and leaves a as it was.
func (a *Amount) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*a = Amount{}
		return nil
	}
	// Parse refuses anything longer, so a long text is not copied whole.
	parsed, err := Parse(string(text[:min(len(text), maxText+1)]))
	if err != nil {
		return err
	}
	*a = parsed
	return nil
}

func (a Amount) append(b []byte) []byte {
	if !a.IsValid() {
		return b
	}
	b = a.appendNumber(b)
	b = append(b, ' ')
	return a.cur.append(b)
}

// appendNumber appends the amount without its currency: "49.00".
func (a Amount) appendNumber(b []byte) []byte {
	if a.minor < 0 {
		b = append(b, '-')
	}
	scale := a.cur.scale()
	mag := magnitude(a.minor)
	b = strconv.AppendUint(b, mag/scale, 10)
	if scale == 1 {
		return b
	}
	b = append(b, '.')
	for rest := mag % scale; scale > 1; rest %= scale {
		scale /= 10
		b = append(b, '0'+byte(rest/scale))
	}
	return b
}

// parseNumber reads s, such as "-49.00", as minor units of cur. If it cannot, err
// is a sentinel and want says what would have been right, with an example.
func parseNumber(s string, cur Currency, example func(Currency) string) (minor int64, want string, err error) {
	digits, negative := strings.CutPrefix(s, "-")
	whole, decimals, point := strings.Cut(digits, ".")
	switch {
	case !isDigits(whole) || point && !isDigits(decimals):
		return 0, "plain digits" + example(cur), ErrSyntax
	case whole[0] == '0' && len(whole) > 1:
		return 0, "no leading zeros" + example(cur), ErrSyntax
	case len(decimals) != cur.Digits():
		return 0, decimalsWord(cur.Digits()) + example(cur), ErrPrecision
	}

	var mag uint64
	for _, part := range [2]string{whole, decimals} {
		for i := range len(part) {
			if mag > 1<<63/10 { // else mag*10+9 fits in uint64, and signed decides
				return 0, wantRange, ErrOverflow
			}
			mag = mag*10 + uint64(part[i]-'0')
		}
	}
	if negative && mag == 0 {
		return 0, "zero without a sign", ErrSyntax
	}
	minor, ok := signed(negative, mag)
	if !ok {
		return 0, wantRange, ErrOverflow
	}
	return minor, "", nil
}

// isDigits reports whether s is one or more of the digits 0 to 9.
func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// example ends the text of an error with an amount that the reader may imitate.
func (c Currency) example() string {
	return `, as in "` + Amount{49 * int64(c.scale()), c}.String() + `"`
}

func decimalsWord(n int) string {
	switch n {
	case 0:
		return "no decimals"
	case 2:
		return "two decimals"
	}
	return strconv.Itoa(n) + " decimals"
}

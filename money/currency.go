package money

import "iter"

// Currency is a currency of ISO 4217 and the number of decimals that its amounts
// have. It is a value of four bytes, comparable with ==.
//
// The zero Currency is no currency: IsValid is false and its code is empty. Any
// other Currency is one that [ParseCurrency] knows.
type Currency struct {
	// The three letters and, in the lowest byte, the decimals. One number and
	// not four bytes, because amounts are copied and compared all the time.
	packed uint32
}

// ParseCurrency returns the currency of an ISO 4217 code: exactly three
// upper-case letters, such as "EUR". Currencies in use are known, and those
// retired since 2000; precious metals, units of account and test codes are not,
// because nobody can be paid in them. An error wraps [ErrCurrency].
func ParseCurrency(code string) (Currency, error) {
	c, ok := lookup(code)
	if !ok {
		return Currency{}, &Error{"parse currency", shorten(code), wantCurrency, ErrCurrency}
	}
	return c, nil
}

// MustParseCurrency is [ParseCurrency] for codes written into tests and tables.
// It panics on error.
func MustParseCurrency(code string) Currency {
	c, err := ParseCurrency(code)
	if err != nil {
		panic(err)
	}
	return c
}

// Currencies lists every known currency in the alphabetical order of its code.
func Currencies() iter.Seq[Currency] {
	return func(yield func(Currency) bool) {
		for i := range currencyCount {
			if !yield(currencyAt(i)) {
				return
			}
		}
	}
}

// Code returns the three letters of the currency, and "" for the zero Currency.
func (c Currency) Code() string {
	if c == (Currency{}) {
		return ""
	}
	letters := c.letters()
	return string(letters[:])
}

// String returns the same as [Currency.Code].
func (c Currency) String() string { return c.Code() }

// Digits returns how many decimals amounts of the currency have: 2 for EUR, 0
// for JPY, 3 for KWD, at most 4. It is 0 for the zero Currency.
func (c Currency) Digits() int { return int(uint8(c.packed)) }

// letters returns the code of a currency that is not the zero one.
func (c Currency) letters() [codeLen]byte {
	return [codeLen]byte{byte(c.packed >> 24), byte(c.packed >> 16), byte(c.packed >> 8)}
}

// IsValid reports whether c is a currency; it is false only for the zero Currency.
func (c Currency) IsValid() bool { return c != Currency{} }

// AppendText appends the code to b. The error is always nil.
func (c Currency) AppendText(b []byte) ([]byte, error) {
	if c == (Currency{}) {
		return b, nil
	}
	return c.append(b), nil
}

// append appends the code of a currency that is not the zero one.
func (c Currency) append(b []byte) []byte {
	letters := c.letters()
	return append(b, letters[:]...)
}

// MarshalText returns the code, and empty text for the zero Currency. The error
// is always nil.
func (c Currency) MarshalText() ([]byte, error) { return c.AppendText([]byte{}) }

// UnmarshalText reads a code as [ParseCurrency] does, and empty text as the zero
// Currency. An error wraps [ErrCurrency] and leaves c as it was.
func (c *Currency) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*c = Currency{}
		return nil
	}
	// The head alone decides, so a long text is not copied: no code has four bytes.
	parsed, ok := lookup(string(text[:min(len(text), codeLen+1)]))
	if !ok {
		return &Error{"parse currency", shorten(text), wantCurrency, ErrCurrency}
	}
	*c = parsed
	return nil
}

const wantCurrency = `a known ISO 4217 code in upper case, such as "EUR"`

// scale returns ten to the power of the currency's decimals: how many minor units
// make one major unit.
func (c Currency) scale() uint64 {
	n := uint64(1)
	for range c.Digits() {
		n *= 10
	}
	return n
}

const (
	codeLen       = 3
	recordLen     = codeLen + 2 // the code, one digit, one space
	currencyCount = len(currencyTable) / recordLen
)

// currencyAt returns the i-th currency of the table.
func currencyAt(i int) Currency {
	r := currencyTable[i*recordLen:][:recordLen]
	return Currency{codeKey(r)<<8 | uint32(r[codeLen]-'0')}
}

// lookup finds code in the table by binary search. It allocates nothing.
func lookup(code string) (Currency, bool) {
	if len(code) != codeLen {
		return Currency{}, false
	}
	want := codeKey(code)
	lo, hi := 0, currencyCount
	for lo < hi {
		mid := (lo + hi) / 2
		switch got := codeKey(currencyTable[mid*recordLen:]); {
		case got == want:
			return currencyAt(mid), true
		case got < want:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return Currency{}, false
}

// codeKey orders codes as their letters do. It reads the first three bytes of s.
func codeKey(s string) uint32 {
	return uint32(s[0])<<16 | uint32(s[1])<<8 | uint32(s[2])
}

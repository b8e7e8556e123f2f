package calendar

import (
	"strconv"

	"github.com/rescind-go/rescind/internal/strict"
)

// The enumerations of this package share their text: the zero value is the
// empty string, a known value its name, an unknown one prints as Unit(9) and
// does not marshal. The names of a type are listed from its value 1 on.

func enumString(typ string, names []string, v uint8) string {
	switch {
	case v == 0:
		return ""
	case int(v) <= len(names):
		return names[v-1]
	}
	return typ + "(" + strconv.Itoa(int(v)) + ")"
}

func enumAppend(b []byte, typ string, names []string, v uint8, kind error) ([]byte, error) {
	if int(v) > len(names) {
		return b, fault(kind, "marshal", enumString(typ, names, v), oneOf(names))
	}
	return append(b, enumString(typ, names, v)...), nil
}

func enumParse(typ string, names []string, text []byte) (uint8, error) {
	if len(text) == 0 {
		return 0, nil
	}
	for i, name := range names {
		if string(text) == name {
			return uint8(i + 1), nil
		}
	}
	return 0, fault(ErrSyntax, "parse "+typ, string(text), oneOf(names)+strict.DidYouMean(names, string(text)))
}

// oneOf lists names for an error message: "a, b or c".
func oneOf(names []string) string {
	s := names[0]
	for i, name := range names[1:] {
		if i == len(names)-2 {
			s += " or " + name
		} else {
			s += ", " + name
		}
	}
	return s
}

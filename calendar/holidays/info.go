package holidays

import (
	"strconv"

	"github.com/rescind-go/rescind/calendar"
)

// An Info describes a built-in calendar.
type Info struct {
	ID   string // for [Lookup]
	Name string // for people, in English
	Kind Kind

	// Zone is the IANA name of the time zone whose clocks the calendar's days and
	// cut-offs go by: "Europe/Paris". Where there are several it is the capital's.
	Zone string

	FirstYear, LastYear int // both included

	// Saturdays reports whether holidays on Saturdays were compared too. Where
	// they were not, a week of six days rests on rules that nobody checked.
	Saturdays bool

	Source string // what it was verified against
}

// A Kind says whose holidays a calendar has. Its text is the name of the
// constant in lower case. The zero Kind is none.
type Kind uint8

const (
	Public   Kind = 1 + iota // days on which people do not work, by law
	Bank                     // days on which banks do not settle
	Exchange                 // days on which an exchange does not trade
)

var kindNames = [...]string{"", "public", "bank", "exchange"}

// String returns the kind's text, "" for the zero Kind, or Kind(9).
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "Kind(" + strconv.Itoa(int(k)) + ")"
}

// MarshalText returns the kind's text. An unknown kind is a [calendar.Error].
func (k Kind) MarshalText() ([]byte, error) {
	if int(k) >= len(kindNames) {
		return nil, kindFault("marshal kind", k.String())
	}
	return []byte(kindNames[k]), nil
}

// UnmarshalText reads what [Kind.MarshalText] writes. Other text is a
// [calendar.Error].
func (k *Kind) UnmarshalText(text []byte) error {
	for i, name := range kindNames {
		if string(text) == name {
			*k = Kind(i)
			return nil
		}
	}
	return kindFault("parse kind", string(text))
}

func kindFault(op, value string) error {
	return &calendar.Error{Op: op, Value: cut(value), Want: "public, bank or exchange", Err: calendar.ErrSyntax}
}

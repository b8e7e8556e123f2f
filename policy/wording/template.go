package wording

import (
	"encoding/json"
	"errors"
	"strings"
)

// A template is a text with named places.
type template []piece

// A piece is a text or, where that is empty, the name of a place.
type piece struct{ text, name string }

var errBraces = errors.New(`want each "{" to open the name of a placeholder and a "}" to close it`)

func parseTemplate(s string) (template, error) {
	var out template
	for s != "" {
		text, rest, open := strings.Cut(s, "{")
		if strings.Contains(text, "}") {
			return nil, errBraces
		}
		if text != "" {
			out = append(out, piece{text: text})
		}
		if !open {
			break
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || name == "" || strings.Contains(name, "{") {
			return nil, errBraces
		}
		out, s = append(out, piece{name: name}), after
	}
	return out, nil
}

// fill puts values into the places. What stands in a value is not read as a place.
func (t template) fill(in with) string {
	if len(t) == 1 && t[0].name == "" {
		return t[0].text
	}
	var b strings.Builder
	for _, p := range t {
		if p.name == "" {
			b.WriteString(p.text)
		} else {
			b.WriteString(in[p.name])
		}
	}
	return b.String()
}

// with are the values for the places of a template.
type with map[string]string

// An entry is what a table has for a key: a template or, where a number decides,
// one for each form: "=0" for that number, "one" for a category, and "other".
type entry struct {
	plain string
	forms map[string]string // nil: plain
}

// UnmarshalJSON reads a string, or an object of strings.
func (e *entry) UnmarshalJSON(b []byte) error {
	*e = entry{}
	if json.Unmarshal(b, &e.plain) == nil {
		return nil
	}
	if b[0] == '{' && json.Unmarshal(b, &e.forms) == nil {
		return nil
	}
	return errors.New(`want a template, or one for each form: {"one": "{n} day", "other": "{n} days"}`)
}

// A text is a compiled entry. A plain one has only the form "other".
type text map[string]template

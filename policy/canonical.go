package policy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// A tree is a JSON value as encoding/json reads it with UseNumber: a
// map[string]any, a []any, a string, a json.Number or a bool; nil stands for a
// value that is not there.
type tree any

// treeOf reads JSON that is sound.
func treeOf(text []byte) (t tree, err error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	err = dec.Decode(&t)
	return t, err
}

// treeFor is the tree of a value's JSON.
func treeFor(v any) (tree, error) {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false) // which would make six bytes of one
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return treeOf(text.Bytes())
}

// appendCanonical writes a tree in the one form that RFC 8785, the JSON
// Canonicalization Scheme, has for it: no white space, keys in order, no escape
// that is not needed. The numbers of this package are whole and small, for which
// the form is what encoding/json writes, and the keys are ASCII, whose order is
// that of the bytes.
func appendCanonical(b []byte, t tree) []byte {
	switch t := t.(type) {
	case map[string]any:
		b = append(b, '{')
		for i, key := range slices.Sorted(maps.Keys(t)) {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendText(b, key), ':')
			b = appendCanonical(b, t[key])
		}
		return append(b, '}')
	case []any:
		b = append(b, '[')
		for i, element := range t {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendCanonical(b, element)
		}
		return append(b, ']')
	case string:
		return appendText(b, t)
	case json.Number:
		return append(b, t...)
	case bool:
		return strconv.AppendBool(b, t)
	}
	return append(b, "null"...)
}

// appendText writes a string as RFC 8785 has it.
func appendText(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := range len(s) {
		switch c := s[i]; c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\b':
			b = append(b, '\\', 'b')
		case '\f':
			b = append(b, '\\', 'f')
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			if c < ' ' {
				b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			} else {
				b = append(b, c)
			}
		}
	}
	return append(b, '"')
}

// A mismatch is the first place at which two trees differ, keys taken in
// order. A value is nil where one of them has none.
type mismatch struct {
	path      string
	got, want tree
}

// firstMismatch finds the first difference below a path, and reports whether there is
// one.
func firstMismatch(path string, got, want tree) (mismatch, bool) {
	switch g := got.(type) {
	case map[string]any:
		w, ok := want.(map[string]any)
		if !ok {
			break
		}
		keys := slices.AppendSeq(slices.Collect(maps.Keys(g)), maps.Keys(w))
		slices.Sort(keys)
		for _, key := range slices.Compact(keys) {
			if d, ok := firstMismatch(member(path, key), g[key], w[key]); ok {
				return d, true
			}
		}
		return mismatch{}, false
	case []any:
		w, ok := want.([]any)
		if !ok {
			break
		}
		for i := range max(len(g), len(w)) {
			var one, other tree
			if i < len(g) {
				one = g[i]
			}
			if i < len(w) {
				other = w[i]
			}
			if d, ok := firstMismatch(path+"["+strconv.Itoa(i)+"]", one, other); ok {
				return d, true
			}
		}
		return mismatch{}, false
	default:
		switch want.(type) {
		case map[string]any, []any:
		default:
			if got == want {
				return mismatch{}, false
			}
		}
	}
	return mismatch{path, got, want}, true
}

// member is the path of a key below a path.
func member(path, key string) string {
	for _, c := range []byte(key) {
		if lower := 'a' <= c && c <= 'z'; !lower && c != '_' {
			return path + "[" + quote(key) + "]" // a key that nothing of ours has
		}
	}
	if path == "" {
		return key
	}
	return path + "." + key
}

// shortly writes a value for a message: "" where there is none.
func shortly(t tree) string {
	switch t := t.(type) {
	case nil:
		return ""
	case map[string]any:
		return "{...}"
	case []any:
		return "[...]"
	case string:
		return quote(t)
	}
	return fmt.Sprint(t)
}

package policytest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/rescind-go/rescind/internal/strict"
)

// Limits of a scenario file: a snapshot may be large, the rest is not.
const (
	maxBytes = 32 << 20
	maxDepth = 32
)

// A text is a JSON file.
type text struct {
	file string
	data []byte
}

// fault is an error about a place in the file.
func (t text) fault(offset int, format string, args ...any) error {
	line, column := strict.Position(t.data, offset)
	return fmt.Errorf("%s:%d:%d: %w", t.file, line, column, fmt.Errorf(format, args...))
}

// A node is a JSON value with its place. Package strict decodes into Go types
// and refuses null; an expectation is a part of a type, and null has a meaning.
type node struct {
	offset int    // of its first byte in the file
	raw    []byte // as it is written
	keys   []string
	places []int   // offsets of the keys
	values []*node // of the keys, or the elements of a list
}

func (n *node) object() bool { return n.raw[0] == '{' }
func (n *node) list() bool   { return n.raw[0] == '[' }
func (n *node) null() bool   { return n.raw[0] == 'n' }

// get returns the value of a key, or nil.
func (n *node) get(key string) *node {
	for i, k := range n.keys {
		if k == key {
			return n.values[i]
		}
	}
	return nil
}

// end is the offset after the value.
func (n *node) end() int { return n.offset + len(n.raw) }

// parse reads the one JSON value of a file.
func (t text) parse() (*node, error) {
	if len(t.data) > maxBytes {
		return nil, fmt.Errorf("%s: %d bytes: want at most %d", t.file, len(t.data), maxBytes)
	}
	var all json.RawMessage
	if err := json.Unmarshal(t.data, &all); err != nil {
		offset := len(t.data)
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			offset = int(syntax.Offset)
		}
		return nil, t.fault(max(offset-1, 0), "malformed JSON: %w", err)
	}
	dec := json.NewDecoder(bytes.NewReader(t.data))
	dec.UseNumber() // numbers are for those who read them
	return t.value(dec, 0)
}

// value reads the decoder's next value. The text is known to be JSON.
func (t text) value(dec *json.Decoder, depth int) (*node, error) {
	start := t.next(dec)
	n := &node{offset: start}
	if depth > maxDepth {
		return nil, t.fault(start, "nested more than %d deep", maxDepth)
	}
	open, err := dec.Token()
	if err != nil {
		return nil, t.fault(start, "%w", err)
	}
	if _, nested := open.(json.Delim); nested {
		for dec.More() {
			if open == json.Delim('{') {
				at := t.next(dec)
				token, err := dec.Token()
				if err != nil {
					return nil, t.fault(at, "%w", err)
				}
				key := token.(string)
				if n.get(key) != nil {
					return nil, t.fault(at, "the key %q stands here for the second time: want it once", key)
				}
				n.keys, n.places = append(n.keys, key), append(n.places, at)
			}
			v, err := t.value(dec, depth+1)
			if err != nil {
				return nil, err
			}
			n.values = append(n.values, v)
		}
		if _, err := dec.Token(); err != nil {
			return nil, t.fault(start, "%w", err)
		}
	}
	n.raw = t.data[start:dec.InputOffset()]
	return n, nil
}

// next is the offset of the decoder's next token. It stands before the
// separators that precede it.
func (t text) next(dec *json.Decoder) int {
	at := int(dec.InputOffset())
	for strings.IndexByte(" \t\r\n,:", t.data[at]) >= 0 {
		at++
	}
	return at
}

// width is how long a line may be before a value is spread over several.
const width = 100

// layout writes a value as people write JSON: on one line where it fits, else a
// line for each element. The first line begins at column used, and the others
// are indented by indent.
func (n *node) layout(b *strings.Builder, used int, indent, unit string) {
	one := n.line()
	if len(n.values) == 0 || used+len(one) <= width {
		b.WriteString(one)
		return
	}
	b.WriteByte(n.raw[0])
	for i, v := range n.values {
		if i > 0 {
			b.WriteByte(',')
		}
		key := ""
		if n.object() {
			key = quoted(n.keys[i]) + ": "
		}
		b.WriteString("\n" + indent + unit + key)
		v.layout(b, len(indent+unit+key), indent+unit, unit)
	}
	b.WriteString("\n" + indent + string(n.raw[len(n.raw)-1]))
}

// line writes a value on one line.
func (n *node) line() string {
	if !n.object() && !n.list() {
		return string(n.raw)
	}
	var parts []string
	for i, v := range n.values {
		if part := v.line(); n.object() {
			parts = append(parts, quoted(n.keys[i])+": "+part)
		} else {
			parts = append(parts, part)
		}
	}
	return string(n.raw[0]) + strings.Join(parts, ", ") + string(n.raw[len(n.raw)-1])
}

func quoted(s string) string { return string(marshal(s)) }

// marshal writes a value as JSON, without the escapes that only a web page
// needs. What cannot be written is a mistake of the caller.
func marshal(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return []byte(fmt.Sprintf("%q", err.Error()))
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// pretty writes a value as JSON for people.
func pretty(v any) string {
	n, err := text{data: marshal(v)}.parse()
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	n.layout(&b, 0, "", "  ")
	return b.String()
}

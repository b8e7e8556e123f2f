package policytest

import (
	"bytes"
	"fmt"
	"os"
	"reflect"
	"strings"

	"github.com/rescind-go/rescind/policy"
)

// update writes the expectation of a scenario anew, for the decision that is
// made now, and leaves the rest of the file as it is, to the byte.
func (s *scenario) update(d policy.Decision) error {
	out := text{file: s.file, data: renewed(s.want, reflect.ValueOf(d))}
	n, err := out.parse()
	if err != nil {
		return err
	}
	unit := s.unit()
	var b strings.Builder
	if s.want != nil {
		b.Write(s.data[:s.want.offset])
		n.layout(&b, len(unit)+len(`"want": `), s.indent(s.want.offset), unit)
		b.Write(s.data[s.want.end():])
	} else {
		// A scenario has other keys, so that there is a last one.
		last := s.root.values[len(s.root.values)-1].end()
		b.Write(s.data[:last])
		b.WriteString(",\n" + unit + `"want": `)
		n.layout(&b, len(unit)+len(`"want": `), unit, unit)
		b.Write(s.data[last:])
	}
	mode := os.FileMode(0o644)
	if info, err := os.Stat(s.file); err == nil {
		mode = info.Mode().Perm()
	}
	return os.WriteFile(s.file, []byte(b.String()), mode)
}

// indent is the white space that begins the line of an offset.
func (s *scenario) indent(offset int) string {
	line := s.data[bytes.LastIndexByte(s.data[:offset], '\n')+1 : offset]
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}

// unit is what the file indents by.
func (s *scenario) unit() string {
	first := s.root.values[0].offset
	if unit := s.indent(first); unit != "" && bytes.IndexByte(s.data[:first], '\n') >= 0 {
		return unit
	}
	return "  "
}

// renewed writes what an expectation asks for, as it is now: the keys that were
// there, and without an expectation all.
func renewed(n *node, got reflect.Value) []byte {
	if n == nil || n.null() && !got.IsZero() {
		return marshal(got.Interface())
	}
	typ := got.Type()
	switch {
	case n.null():
		return []byte("null")
	case whole(typ):
		return leaf(got)
	case typ.Kind() == reflect.Slice:
		var all [][]byte
		for i := range got.Len() {
			// What is new is written in the way of the last one that was there.
			var like *node
			if k := len(n.values); k > 0 {
				like = n.values[min(i, k-1)]
			}
			all = append(all, renewed(like, got.Index(i)))
		}
		return fmt.Appendf(nil, "[%s]", bytes.Join(all, []byte(",")))
	}
	var all [][]byte
	for _, f := range fields(typ) {
		if v := n.get(f.key); v != nil {
			all = append(all, fmt.Appendf(nil, "%s:%s", quoted(f.key), renewed(v, f.of(got))))
		}
	}
	return fmt.Appendf(nil, "{%s}", bytes.Join(all, []byte(",")))
}

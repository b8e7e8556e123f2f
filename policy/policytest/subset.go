package policytest

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/rescind-go/rescind/policy"
)

// An expectation is a part of a decision's JSON: what has no key is not
// compared, null is what is not there, and a list is compared from its first
// element to its last. It is compared with the decision's Go value and not with
// its text, so that an instant may be written in any zone, and "stopped": false
// is what the decision leaves out.

// A field is a field of a struct with its key.
type field struct {
	key   string
	typ   reflect.Type
	index int // -1: the key of a part, which JSON has and the struct has not
}

// fields lists the fields of a struct that JSON has, in their order.
func fields(t reflect.Type) []field {
	var all []field
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() {
			key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			all = append(all, field{key, f.Type, i})
		}
	}
	if t == reflect.TypeFor[policy.Part]() {
		all = append(all, field{"key", reflect.TypeFor[string](), -1})
	}
	return all
}

// of returns the field's value in a struct.
func (f field) of(v reflect.Value) reflect.Value {
	if f.index < 0 {
		return reflect.ValueOf(v.Interface().(policy.Part).Key())
	}
	return v.Field(f.index)
}

var (
	readsJSON = reflect.TypeFor[json.Unmarshaler]()
	readsText = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// whole reports whether values of a type are compared as a whole. A snapshot and a
// part read themselves, and are taken apart all the same.
func whole(t reflect.Type) bool {
	if t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer || t == reflect.TypeFor[policy.Snapshot]() || t == reflect.TypeFor[policy.Part]() {
		return false
	}
	p := reflect.PointerTo(t)
	return t.Kind() != reflect.Struct || p.Implements(readsJSON) || p.Implements(readsText)
}

// fits checks that an expectation is one of a type: a key that the type does not
// have would be an expectation that is never compared.
func (t text) fits(n *node, typ reflect.Type, path string) error {
	switch {
	case n.null():
		return nil
	case whole(typ):
		if err := json.Unmarshal(n.raw, reflect.New(typ).Interface()); err != nil {
			return t.fault(n.offset, "%s: %s: %w", path, shorten(n.raw), err)
		}
	case typ.Kind() == reflect.Pointer:
		return t.fits(n, typ.Elem(), path)
	case typ.Kind() == reflect.Slice:
		if !n.list() {
			return t.fault(n.offset, "%s: %s: want a list", path, shorten(n.raw))
		}
		for i, v := range n.values {
			if err := t.fits(v, typ.Elem(), fmt.Sprintf("%s[%d]", path, i)); err != nil {
				return err
			}
		}
	default:
		if !n.object() {
			return t.fault(n.offset, "%s: %s: want an object", path, shorten(n.raw))
		}
		known := fields(typ)
		for i, key := range n.keys {
			at := slices.IndexFunc(known, func(f field) bool { return f.key == key })
			if at < 0 {
				var names []string
				for _, f := range known {
					names = append(names, f.key)
				}
				return t.fault(n.places[i], "%s: unknown key %q: want one of %s", path, key, strings.Join(names, ", "))
			}
			if err := t.fits(n.values[i], known[at].typ, path+"."+key); err != nil {
				return err
			}
		}
	}
	return nil
}

// differences lists where a value differs from an expectation, in the order of
// the type's fields.
func differences(n *node, got reflect.Value, path string) []string {
	differ := func(want string) []string {
		return []string{fmt.Sprintf("%s: got %s, want %s", path, show(got), want)}
	}
	switch typ := got.Type(); {
	case n.null():
		if got.IsZero() || got.Kind() == reflect.Slice && got.Len() == 0 {
			return nil
		}
		return differ("nothing")
	case whole(typ):
		want := reflect.New(typ)
		if err := json.Unmarshal(n.raw, want.Interface()); err != nil {
			return differ(err.Error()) // fits has read it before
		}
		if same(got.Interface(), want.Elem().Interface()) {
			return nil
		}
		return differ(show(want.Elem()))
	case typ.Kind() == reflect.Pointer && got.IsNil():
		return differ(shorten([]byte(n.line())))
	case typ.Kind() == reflect.Pointer:
		return differences(n, got.Elem(), path)
	case typ.Kind() == reflect.Slice:
		var all []string
		for i := range max(got.Len(), len(n.values)) {
			path := fmt.Sprintf("%s[%d]", path, i)
			switch {
			case i >= len(n.values):
				all = append(all, fmt.Sprintf("%s: got %s, want nothing", path, show(got.Index(i))))
			case i >= got.Len():
				all = append(all, fmt.Sprintf("%s: got nothing, want %s", path, shorten([]byte(n.values[i].line()))))
			default:
				all = append(all, differences(n.values[i], got.Index(i), path)...)
			}
		}
		return all
	default:
		var all []string
		for _, f := range fields(typ) {
			if v := n.get(f.key); v != nil {
				all = append(all, differences(v, f.of(got), strings.TrimPrefix(path+"."+f.key, "."))...)
			}
		}
		return all
	}
}

// entire is the expectation of all of a value, of what it leaves out too.
func entire(v reflect.Value) *node {
	switch typ := v.Type(); {
	case whole(typ):
		return &node{raw: leaf(v)}
	case typ.Kind() == reflect.Pointer && v.IsNil():
		return &node{raw: []byte("null")}
	case typ.Kind() == reflect.Pointer:
		return entire(v.Elem())
	case typ.Kind() == reflect.Slice:
		n := &node{raw: []byte("[]")}
		for i := range v.Len() {
			n.values = append(n.values, entire(v.Index(i)))
		}
		return n
	}
	n := &node{raw: []byte("{}")}
	for _, f := range fields(v.Type()) {
		n.keys, n.values = append(n.keys, f.key), append(n.values, entire(f.of(v)))
	}
	return n
}

// leaf writes a value that is compared as a whole: null for what is not there.
func leaf(v reflect.Value) []byte {
	out := marshal(v.Interface())
	if v.IsZero() && (v.Type() == reflect.TypeFor[time.Time]() || string(out) == `""` && v.Kind() != reflect.String) {
		return []byte("null")
	}
	return out
}

// same compares two values of one type. Instants are the same in any zone.
func same(a, b any) bool {
	switch a := a.(type) {
	case time.Time:
		return a.Equal(b.(time.Time))
	case policy.Moment:
		b := b.(policy.Moment)
		return a.Kind == b.Kind && a.At.Equal(b.At)
	}
	return reflect.DeepEqual(a, b)
}

// show writes a value for a message: an amount as 49.00 EUR, a word as it is,
// other text in quotes.
func show(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return "nothing"
		}
		v = v.Elem()
	}
	switch x := v.Interface().(type) {
	case time.Time:
		if x.IsZero() {
			return "nothing"
		}
		return x.Format(time.RFC3339Nano)
	case fmt.Stringer:
		if whole(v.Type()) {
			if s := x.String(); s != "" {
				return s
			}
			return "nothing"
		}
	case string:
		return shorten(marshal(x))
	}
	if whole(v.Type()) {
		return fmt.Sprint(v.Interface())
	}
	n, err := text{data: marshal(v.Interface())}.parse()
	if err != nil {
		return err.Error()
	}
	return shorten([]byte(n.line()))
}

// shorten cuts text for a message.
func shorten(b []byte) string {
	const most = 300
	if len(b) > most {
		return strings.ToValidUTF8(string(b[:most]), "") + "..."
	}
	return string(b)
}

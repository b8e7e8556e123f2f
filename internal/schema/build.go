package main

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"time"
)

// A builder makes the schema of one type from the types that it is made of.
type builder struct {
	src      *source
	texts    map[reflect.Type]*Schema
	required map[string]bool
	types    map[string]reflect.Type // by the name in $defs
	defs     map[string]*Schema
	seen     map[string]bool // the fields, as "Rule.ID"
	err      error           // the first
}

// build makes the schema of a struct at the top, and notes the fields that it
// has seen.
func build(src *source, root reflect.Type, ask door, seen map[string]bool) (*Schema, error) {
	must, err := required(root, ask)
	if err != nil {
		return nil, err
	}
	b := &builder{
		src: src, texts: texts(src), required: must, seen: seen,
		types: map[string]reflect.Type{}, defs: map[string]*Schema{},
	}
	s := b.object(root)
	for i, f := range fields(root) {
		if f.Type.Kind() != reflect.Slice || !plain(f.Type.Elem()) {
			continue
		}
		if keys := missed(f.Type.Elem(), s.Properties[i].key, ask); keys != nil {
			s.Properties[i].schema.Items.AnyOf = []*Schema{{Required: keys}, {Required: []string{refuse}}}
		}
	}
	s.Description = src.described(root)
	s.Defs = b.defs
	return s, b.err
}

func (b *builder) fail(format string, args ...any) *Schema {
	if b.err == nil {
		b.err = fmt.Errorf(format, args...)
	}
	return &Schema{}
}

// value is the schema of a type.
func (b *builder) value(t reflect.Type) *Schema {
	if s := b.texts[t]; s != nil {
		return b.ref(t, func() *Schema { return s })
	}
	if s := enumeration(t); s != nil {
		return b.ref(t, func() *Schema { return s })
	}
	if reads(t) || t.Kind() == reflect.String && t != reflect.TypeFor[string]() {
		return b.fail("%s has a form of its own: add it to the table in texts.go", t)
	}
	switch t.Kind() {
	case reflect.Bool:
		return &Schema{Type: "boolean"}
	case reflect.String:
		return &Schema{Type: "string"}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return &Schema{Type: "integer"}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return &Schema{Type: "integer", Minimum: new(int)}
	case reflect.Slice:
		return &Schema{Type: "array", Items: b.value(t.Elem())}
	case reflect.Map:
		return &Schema{Type: "object", Additional: b.value(t.Elem())}
	case reflect.Struct:
		return b.ref(t, func() *Schema { return b.object(t) })
	}
	return b.fail("%s is nothing that strict JSON is read into", t)
}

// ref points to the definition of a type, and makes it the first time.
func (b *builder) ref(t reflect.Type, definition func() *Schema) *Schema {
	name := t.Name()
	switch known := b.types[name]; {
	case known == nil:
		b.types[name] = t // before the definition is made: it may hold itself
		s := definition()
		if s.Description == "" {
			s.Description = b.src.described(t)
		}
		b.defs[name] = s
	case known != t:
		return b.fail("%s and %s have one name", known, t)
	}
	return &Schema{Ref: "#/$defs/" + name}
}

// object is the schema of a struct.
func (b *builder) object(t reflect.Type) *Schema {
	s := &Schema{Type: "object", Additional: false}
	for _, f := range fields(t) {
		key, _ := keyOf(f)
		field := b.field(t.Name()+"."+f.Name, f.Type)
		field.Description = b.src.field(t, f)
		s.Properties = append(s.Properties, property{key, field})
		if b.required[t.Name()+"."+f.Name] {
			s.Required = append(s.Required, key)
		}
	}
	return s
}

// field is the schema of a field: that of its type, and its limits.
func (b *builder) field(name string, t reflect.Type) *Schema {
	b.seen[name] = true
	lim := limits[name]
	if lim.words != nil {
		s := &Schema{Enum: spelt(lim.words)}
		if !b.required[name] {
			s.Enum = append(s.Enum, "")
		}
		return s
	}
	s := b.value(t)
	one, inner := s, t // each element of a list, or the value itself
	if t.Kind() == reflect.Slice && s.Items != nil {
		one, inner = s.Items, t.Elem()
	}
	if lim.pattern != "" {
		one.Pattern = lim.pattern
	}
	one.MaxLength = b.number(lim.length)
	s.MaxItems = b.number(lim.items)
	if lim.most != "" {
		most := b.number(lim.most)
		s.Minimum, s.Maximum = new(int), &most
	}
	// What is required is not empty; nor are the words and names of a list,
	// where empty text says nothing.
	if b.required[name] {
		b.filled(s, t)
	}
	if inner != t && (lim.length != "" || b.silent(inner)) {
		b.filled(one, inner)
	}
	return s
}

// filled makes s refuse the empty value.
func (b *builder) filled(s *Schema, t reflect.Type) {
	switch {
	case t.Kind() == reflect.String || b.silent(t):
		s.MinLength = 1
	case t.Kind() == reflect.Slice:
		s.MinItems = 1
	case plain(t):
		s.MinProperties = 1
	}
}

// silent reports whether t is an enumeration whose zero value is empty text.
func (b *builder) silent(t reflect.Type) bool {
	s := enumeration(t)
	return s != nil && slices.Contains(s.Enum, "")
}

// number is what a constant of policy says, and 0 for no name.
func (b *builder) number(name string) int {
	if name == "" {
		return 0
	}
	n, ok := b.src.numbers["policy."+name]
	if !ok {
		b.fail("policy has no constant %s with a plain number", name)
	}
	return n
}

// spelt are the texts of some values.
func spelt(values []encoding.TextMarshaler) (words []string) {
	for _, v := range values {
		word, err := v.MarshalText()
		if err != nil {
			panic(err) // a constant without a word
		}
		words = append(words, string(word))
	}
	return words
}

// reads reports whether a type reads itself from JSON or from text.
func reads(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return t == reflect.TypeFor[time.Time]() ||
		p.Implements(reflect.TypeFor[json.Unmarshaler]()) || p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

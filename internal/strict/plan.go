package strict

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"
)

// A form is a way to read a value.
type form uint8

const (
	truth form = iota
	text
	signed
	unsigned
	record  // a struct
	list    // a slice
	pointer // to a struct
	table   // a map
	moment  // a time.Time
	textual // has UnmarshalText
	raw     // has UnmarshalJSON
)

// A plan says how to read one Go type. It never changes once it is made.
type plan struct {
	typ    reflect.Type
	form   form
	class  class          // what the JSON must begin with
	want   string         // the same for people
	elem   *plan          // of list, pointer and table
	fields []field        // of record, in the order of the struct
	index  map[string]int // of record: from key to fields
}

type field struct {
	key  string
	at   []int // index in the struct, through those it embeds
	plan *plan
}

const maxFields = 64 // one bit each tells which keys were seen

var (
	timeType      = reflect.TypeFor[time.Time]()
	numberType    = reflect.TypeFor[json.Number]()
	rawInterface  = reflect.TypeFor[json.Unmarshaler]()
	textInterface = reflect.TypeFor[encoding.TextUnmarshaler]()
	plans         sync.Map // from reflect.Type to the *plan of a top-level struct
)

// planFor returns the plan for a struct at the top, whose own UnmarshalJSON and
// UnmarshalText do not count.
func planFor(t reflect.Type) (*plan, error) {
	if p, ok := plans.Load(t); ok {
		return p.(*plan), nil
	}
	p := &plan{typ: t}
	if err := p.record(planner{}); err != nil {
		return nil, err
	}
	plans.Store(t, p)
	return p, nil
}

// A planner holds the plans already begun: a type may contain itself.
type planner map[reflect.Type]*plan

func (made planner) plan(t reflect.Type) (*plan, error) {
	if p := made[t]; p != nil {
		return p, nil
	}
	p := &plan{typ: t}
	made[t] = p
	return p, p.fill(made)
}

func (p *plan) fill(made planner) error {
	t := p.typ
	switch ptr := reflect.PointerTo(t); {
	case t == timeType:
		p.form, p.class, p.want = moment, quoted, wantMoment
		return nil
	case t == numberType:
		return fmt.Errorf("%s is not supported", t) // a string that may be written as a number
	case ptr.Implements(rawInterface):
		p.form, p.class, p.want = raw, anyValue, "a value"
		return nil
	case ptr.Implements(textInterface):
		p.form, p.class, p.want = textual, quoted, "a string"
		return nil
	}
	switch t.Kind() {
	case reflect.Bool:
		p.form, p.class, p.want = truth, boolean, "true or false"
	case reflect.String:
		p.form, p.class, p.want = text, quoted, "a string"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		p.form, p.class, p.want = signed, numeric, "a whole number"
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		p.form, p.class, p.want = unsigned, numeric, "a whole number"
	case reflect.Struct:
		return p.record(made)
	case reflect.Slice:
		p.form, p.class, p.want = list, bracket, "an array"
		if elem := reflect.PointerTo(t.Elem()); t.Elem().Kind() == reflect.Uint8 &&
			!elem.Implements(rawInterface) && !elem.Implements(textInterface) {
			return fmt.Errorf("%s is not supported", t) // encoding/json would write base64
		}
		return p.element(made)
	case reflect.Pointer:
		if elem := t.Elem(); elem.Kind() != reflect.Struct || readsItself(elem) {
			return fmt.Errorf("%s is not supported", t)
		}
		p.form, p.class, p.want = pointer, brace, "an object"
		return p.element(made)
	case reflect.Map:
		p.form, p.class, p.want = table, brace, "an object"
		if k := t.Key(); k.Kind() != reflect.String || reflect.PointerTo(k).Implements(textInterface) {
			return fmt.Errorf("%s is not supported: want plain string keys", t)
		}
		return p.element(made)
	default:
		return fmt.Errorf("%s is not supported", t)
	}
	return nil
}

func (p *plan) element(made planner) (err error) {
	p.elem, err = made.plan(p.typ.Elem())
	return err
}

// readsItself reports whether a type is no plain struct.
func readsItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return t == timeType || p.Implements(rawInterface) || p.Implements(textInterface)
}

// keys adds the fields of a struct that stands at an index.
func (p *plan) keys(made planner, t reflect.Type, at []int) error {
	for i := range t.NumField() {
		f, at := t.Field(i), append(at[:len(at):len(at)], i)
		tag := f.Tag.Get("json")
		if tag == "-" {
			continue
		}
		if f.Anonymous {
			if plain := f.Type.Kind() == reflect.Struct && f.IsExported() && tag == ""; !plain || readsItself(f.Type) {
				return fmt.Errorf("%s.%s: only plain structs are supported as embedded fields", t, f.Name)
			}
			if err := p.keys(made, f.Type, at); err != nil {
				return err
			}
			continue
		}
		if !f.IsExported() {
			continue
		}
		key, options, _ := strings.Cut(tag, ",")
		if key == "" {
			key = f.Name
		}
		for option := range strings.SplitSeq(options, ",") {
			if option == "string" {
				return fmt.Errorf("%s.%s: the option string is not supported", t, f.Name)
			}
		}
		if _, taken := p.index[key]; taken {
			return fmt.Errorf("%s.%s: two fields have the key %q", t, f.Name, key)
		}
		fp, err := made.plan(f.Type)
		if err != nil {
			return fmt.Errorf("%s.%s: %w", t, f.Name, err)
		}
		p.index[key] = len(p.fields)
		p.fields = append(p.fields, field{key, at, fp})
	}
	return nil
}

// record fills in the plan of a struct.
func (p *plan) record(made planner) error {
	p.form, p.class, p.want = record, brace, "an object"
	p.index = map[string]int{}
	if err := p.keys(made, p.typ, nil); err != nil {
		return err
	}
	if len(p.fields) > maxFields {
		return fmt.Errorf("%s: more than %d fields are not supported", p.typ, maxFields)
	}
	return nil
}

package strict

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
)

// Limits bounds the input. A field that is zero or less stands for its default.
//
// The values decoded take memory in proportion to the input, but "{}" may stand
// for a large struct: a type with large elements deserves smaller Limits.
type Limits struct {
	Bytes    int // size of the input; default 1<<20
	Depth    int // nesting of arrays and objects; default 32
	Elements int // elements of one array, or keys of one object; default 100_000
}

func (l Limits) orDefault() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 1 << 20
	}
	if l.Depth <= 0 {
		l.Depth = 32
	}
	if l.Elements <= 0 {
		l.Elements = 100_000
	}
	return l
}

// Decode reads the one JSON object in data into v, a pointer to a struct.
//
// It first sets *v to its zero value, which the fields of missing keys keep. It
// does not call UnmarshalJSON or UnmarshalText on v itself, so
// either method may be written in terms of Decode.
//
// The first fault in data ends decoding and is returned as an [*Error]; *v then
// holds nothing of use. Any other error is a mistake in the type of v.
func Decode(data []byte, v any, lim Limits) error {
	ptr := reflect.ValueOf(v)
	if ptr.Kind() != reflect.Pointer || ptr.IsNil() || ptr.Type().Elem().Kind() != reflect.Struct {
		return fmt.Errorf("strict: cannot decode into %T: want a pointer to a struct, not nil", v)
	}
	p, err := planFor(ptr.Type().Elem())
	if err != nil {
		return fmt.Errorf("strict: %w", err)
	}

	d := decoder{data: data, lim: lim.orDefault()}
	if len(data) > d.lim.Bytes {
		want := fmt.Sprintf("at most %d bytes", d.lim.Bytes)
		return &Error{Line: 1, Column: 1, Want: want, Err: ErrLimit}
	}
	if bytes.HasPrefix(data, []byte("\uFEFF")) {
		return d.fail(0, ErrSyntax, "JSON without a byte order mark")
	}
	ptr.Elem().SetZero()
	if err := d.value(p, ptr.Elem()); err != nil {
		return err
	}
	d.space()
	if d.pos < len(data) {
		return d.fail(d.pos, ErrSyntax, "nothing after the object")
	}
	return nil
}

// A decoder is one walk over data, from left to right.
type decoder struct {
	data  []byte
	pos   int // the next byte to read
	lim   Limits
	depth int  // arrays and objects open
	path  path // the way to the value being read
}

// value reads the next value into v, whose type has the plan p.
func (d *decoder) value(p *plan, v reflect.Value) error {
	d.space()
	c := classOf(d.peek())
	if c != p.class && (p.class != anyValue || c == null || c == noValue) {
		return d.refuse(p.want)
	}
	switch p.form {
	case raw:
		return d.raw(v)
	case textual:
		return d.textual(v)
	case moment:
		return d.moment(p, v)
	case record:
		return d.record(p, v)
	case table:
		return d.table(p, v)
	case list:
		return d.list(p, v)
	case pointer:
		v.Set(reflect.New(p.elem.typ))
		return d.value(p.elem, v.Elem())
	case text:
		s, err := d.text()
		if err != nil {
			return err
		}
		v.SetString(string(s))
		return nil
	case truth:
		v.SetBool(d.peek() == 't')
		return d.truth()
	default:
		return d.whole(p, v)
	}
}

// record reads an object into a struct.
func (d *decoder) record(p *plan, v reflect.Value) error {
	var seen uint64 // one bit a field
	return d.object(func(key []byte, at int) error {
		i, ok := p.index[string(key)]
		if !ok {
			return d.fail(at, ErrKey, knownKeys(p.fields, string(key)))
		}
		if seen&(1<<i) != 0 {
			return d.duplicate(at)
		}
		seen |= 1 << i
		f := &p.fields[i]
		d.path.push(step{key: key})
		err := d.value(f.plan, v.FieldByIndex(f.at))
		d.path.pop()
		return err
	})
}

// table reads an object into a map.
func (d *decoder) table(p *plan, v reflect.Value) error {
	v.Set(reflect.MakeMap(p.typ))
	elem := reflect.New(p.elem.typ).Elem()
	return d.object(func(key []byte, at int) error {
		k := reflect.New(p.typ.Key()).Elem()
		k.SetString(string(key))
		if v.MapIndex(k).IsValid() {
			return d.duplicate(at)
		}
		d.path.push(step{key: key})
		elem.SetZero()
		err := d.value(p.elem, elem)
		d.path.pop()
		v.SetMapIndex(k, elem)
		return err
	})
}

// list reads an array into a slice.
func (d *decoder) list(p *plan, v reflect.Value) error {
	err := d.array(func(i int) error {
		v.Grow(1)
		v.SetLen(i + 1)
		return d.value(p.elem, v.Index(i))
	})
	if v.IsNil() {
		v.Set(reflect.MakeSlice(p.typ, 0, 0)) // [] is not the same as no key
	}
	return err
}

// whole reads a number into an integer.
func (d *decoder) whole(p *plan, v reflect.Value) error {
	at := d.pos
	lit, whole, err := d.number()
	if err != nil {
		return err
	}
	if !whole {
		return d.fail(at, ErrType, p.want)
	}
	bits := p.typ.Bits()
	if p.form == signed {
		n, err := strconv.ParseInt(string(lit), 10, bits)
		if err != nil {
			low, high := int64(-1)<<(bits-1), uint64(1)<<(bits-1)-1
			return d.fail(at, ErrLimit, fmt.Sprintf("a whole number from %d to %d", low, high))
		}
		v.SetInt(n)
		return nil
	}
	n, err := strconv.ParseUint(string(lit), 10, bits)
	if err != nil {
		high := ^uint64(0) >> (64 - bits)
		return d.fail(at, ErrLimit, fmt.Sprintf("a whole number from 0 to %d", high))
	}
	v.SetUint(n)
	return nil
}

// textual hands the contents of a string to the value's own UnmarshalText.
func (d *decoder) textual(v reflect.Value) error {
	at := d.pos
	s, err := d.text()
	if err != nil {
		return err
	}
	err = v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText(s[:len(s):len(s)])
	if err != nil {
		return d.fail(at, err, "")
	}
	return nil
}

// raw hands a value, already known to be sound JSON, to its own UnmarshalJSON.
func (d *decoder) raw(v reflect.Value) error {
	at := d.pos
	if err := d.skip(); err != nil {
		return err
	}
	text := d.data[at:d.pos:d.pos]
	err := v.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(text)
	if inner, ok := err.(*Error); ok {
		return d.rebase(at, inner)
	}
	if err != nil {
		// The type read all of the value, so that all of it may be wrong.
		e := d.fail(at, err, "")
		e.Value = compact(text)
		return e
	}
	return nil
}

package strict

import "fmt"

// A class is what the first byte of a value tells about the rest.
type class uint8

const (
	noValue  class = iota // no value begins like this
	anyValue              // only in a plan: anything but null
	null
	boolean
	numeric
	quoted
	bracket
	brace
)

func classOf(c byte) class {
	switch {
	case c == '"':
		return quoted
	case c == '{':
		return brace
	case c == '[':
		return bracket
	case c == '-' || '0' <= c && c <= '9':
		return numeric
	case c == 't' || c == 'f':
		return boolean
	case c == 'n':
		return null
	}
	return noValue
}

// peek returns the next byte, or 0 at the end: no JSON has a zero byte.
func (d *decoder) peek() byte {
	if d.pos < len(d.data) {
		return d.data[d.pos]
	}
	return 0
}

// take steps over the next byte if it is c.
func (d *decoder) take(c byte) bool {
	if d.peek() != c {
		return false
	}
	d.pos++
	return true
}

// space steps over white space.
func (d *decoder) space() {
	for i, c := range d.data[d.pos:] {
		if c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			d.pos += i
			return
		}
	}
	d.pos = len(d.data)
}

// word steps over a literal.
func (d *decoder) word(s string) error {
	if rest := d.data[d.pos:]; len(rest) < len(s) || string(rest[:len(s)]) != s {
		return d.fail(d.pos, ErrSyntax, "a value")
	}
	d.pos += len(s)
	return nil
}

// truth steps over true or false.
func (d *decoder) truth() error {
	if d.peek() == 't' {
		return d.word("true")
	}
	return d.word("false")
}

// enter steps over the bracket that opens an array or object.
func (d *decoder) enter() error {
	if d.depth == d.lim.Depth {
		return d.fail(d.pos, ErrLimit, fmt.Sprintf("at most %d levels", d.lim.Depth))
	}
	d.depth++
	d.pos++
	return nil
}

// array walks over an array. It calls element before each element, to read it.
func (d *decoder) array(element func(i int) error) error {
	if err := d.enter(); err != nil {
		return err
	}
	for i := 0; ; i++ {
		d.space()
		if i == 0 && d.take(']') {
			break
		}
		if i > 0 && d.peek() == ']' {
			return d.fail(d.pos, ErrSyntax, `no comma before "]"`)
		}
		if i == d.lim.Elements {
			return d.fail(d.pos, ErrLimit, fmt.Sprintf("at most %d elements", i))
		}
		d.path.push(step{index: i})
		if err := element(i); err != nil {
			return err
		}
		d.path.pop()
		d.space()
		if d.take(']') {
			break
		}
		if !d.take(',') {
			return d.fail(d.pos, ErrSyntax, `"," or "]"`)
		}
	}
	d.depth--
	return nil
}

// object walks over an object. It calls member before each value, to read it, with
// its key and the offset of the key.
func (d *decoder) object(member func(key []byte, at int) error) error {
	if err := d.enter(); err != nil {
		return err
	}
	for i := 0; ; i++ {
		d.space()
		if i == 0 && d.take('}') {
			break
		}
		at := d.pos
		if i > 0 && d.peek() == '}' {
			return d.fail(at, ErrSyntax, `no comma before "}"`)
		}
		if d.peek() != '"' {
			return d.fail(at, ErrSyntax, "a key in double quotes")
		}
		if i == d.lim.Elements {
			return d.fail(at, ErrLimit, fmt.Sprintf("at most %d keys", i))
		}
		key, err := d.text()
		if err != nil {
			return err
		}
		d.space()
		if !d.take(':') {
			return d.fail(d.pos, ErrSyntax, `":"`)
		}
		if err := member(key, at); err != nil {
			return err
		}
		d.space()
		if d.take('}') {
			break
		}
		if !d.take(',') {
			return d.fail(d.pos, ErrSyntax, `"," or "}"`)
		}
	}
	d.depth--
	return nil
}

// skip walks over a value of any type and holds it to every rule that does not need
// a type.
func (d *decoder) skip() error {
	d.space()
	switch classOf(d.peek()) {
	case brace:
		var seen keySet
		return d.object(func(key []byte, at int) error {
			if !seen.add(key) {
				return d.duplicate(at)
			}
			d.path.push(step{key: key})
			err := d.skip()
			d.path.pop()
			return err
		})
	case bracket:
		return d.array(func(int) error { return d.skip() })
	case quoted:
		_, err := d.text()
		return err
	case numeric:
		_, _, err := d.number()
		return err
	case boolean:
		return d.truth()
	default:
		return d.refuse("a value")
	}
}

// refuse reports that the next value is not what is wanted. What is not JSON at
// all is reported as that: yes is not a wrong type, it lacks quotes.
func (d *decoder) refuse(want string) error {
	at := d.pos
	switch classOf(d.peek()) {
	case noValue:
		return d.fail(at, ErrSyntax, want)
	case null:
		if err := d.word("null"); err != nil {
			return err
		}
		return d.fail(at, ErrNull, want)
	case brace, bracket:
		return d.fail(at, ErrType, want)
	}
	if err := d.skip(); err != nil {
		return err
	}
	return d.fail(at, ErrType, want)
}

func (d *decoder) duplicate(at int) error {
	return d.fail(at, ErrDuplicate, "each key once")
}

// A keySet finds duplicate keys: in a short list, which costs no allocation, and
// once that is full in a map, so that many keys do not cost their square.
type keySet struct {
	few  [16][]byte
	n    int
	many map[string]struct{}
}

// add reports whether key is new.
func (s *keySet) add(key []byte) bool {
	if s.many == nil {
		for _, k := range s.few[:s.n] {
			if string(k) == string(key) {
				return false
			}
		}
		if s.n < len(s.few) {
			s.few[s.n] = key
			s.n++
			return true
		}
		s.many = make(map[string]struct{}, 2*len(s.few))
		for _, k := range s.few {
			s.many[string(k)] = struct{}{}
		}
	}
	if _, ok := s.many[string(key)]; ok {
		return false
	}
	s.many[string(key)] = struct{}{}
	return true
}

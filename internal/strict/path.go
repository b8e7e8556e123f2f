package strict

import (
	"strconv"
	"strings"
)

// A path is the way from the top to a value. It keeps what was read and
// becomes text only in an error.
type path []step

type step struct {
	key   []byte // nil: an index
	index int
}

func (p *path) push(s step) { *p = append(*p, s) }
func (p *path) pop()        { *p = (*p)[:len(*p)-1] }

func (p path) String() string {
	var b strings.Builder
	for i, s := range p {
		name := s.String()
		if i > 0 && name[0] != '[' {
			b.WriteByte('.')
		}
		b.WriteString(name)
	}
	return b.String()
}

// String is never empty.
func (s step) String() string {
	if s.key == nil {
		return "[" + strconv.Itoa(s.index) + "]"
	}
	key := printable(string(s.key[:min(len(s.key), 2*maxExcerpt)]), maxExcerpt)
	if !plain(key) {
		return `["` + key + `"]`
	}
	return key
}

// plain reports whether a key needs no brackets in a path.
func plain(key string) bool {
	for _, c := range []byte(key) {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		digit := '0' <= c && c <= '9'
		if !letter && !digit && c != '_' && c != '-' {
			return false
		}
	}
	return key != ""
}

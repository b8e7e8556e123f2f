package policy

import (
	"fmt"
	"strings"

	"github.com/rescind-go/rescind/internal/strict"
)

// words is the text of a small enumeration: words[v] is the word for the
// value v, and a gap or the end of the list means there is no such value.
// Each enumeration of this package is a uint8 with its own table, so that a
// decision compares numbers while documents, snapshots and decisions spell
// the same words.
type words []string

// name returns the word for v, or kind(v) for a value that has none: printing
// never fails.
func (w words) name(kind string, v uint8) string {
	if w.known(v) {
		return w[v]
	}
	return fmt.Sprintf("%s(%d)", kind, v)
}

// known reports whether v has a word, or is the zero value.
func (w words) known(v uint8) bool {
	return int(v) < len(w) && (w[v] != "" || v == 0)
}

// marshal refuses a value that has no word: what cannot be read back must not
// be written.
func (w words) marshal(kind string, v uint8) ([]byte, error) {
	if !w.known(v) {
		return nil, fmt.Errorf("policy: %s(%d) has no text: want %s", kind, v, w.list())
	}
	return []byte(w[v]), nil
}

// unmarshal finds the value of a word.
func (w words) unmarshal(kind string, text []byte) (uint8, error) {
	for v, word := range w {
		if word == string(text) && (word != "" || v == 0) {
			return uint8(v), nil
		}
	}
	return 0, &wordError{kind, string(text), "want " + w.list() + strict.DidYouMean(w, string(text))}
}

// A wordError is a word that is not in its table.
type wordError struct {
	kind, word string
	want       string
}

func (e *wordError) Error() string {
	return "unknown " + e.kind + " " + quote(e.word) + ": " + e.want
}

// list names the words for a message: "a", "b" or "c".
func (w words) list() string {
	var all []string
	for _, word := range w {
		if word != "" {
			all = append(all, `"`+word+`"`)
		}
	}
	if n := len(all); n > 1 {
		return strings.Join(all[:n-1], ", ") + " or " + all[n-1]
	}
	return strings.Join(all, "")
}

// quote quotes s for a message, shortened: a message must not carry a
// stranger's megabyte.
func quote(s string) string {
	const most = 60
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "..."
	}
	return fmt.Sprintf("%q", s)
}

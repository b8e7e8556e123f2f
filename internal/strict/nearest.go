package strict

import (
	"strconv"
	"strings"
)

const (
	maxListed  = 8  // keys that an error lists
	maxChanged = 2  // letters by which a misspelt word may differ
	maxLike    = 64 // bytes of a word that may be like another
)

// knownKeys says which keys there are, and which one was meant by key if that can
// be guessed.
func knownKeys(fields []field, key string) string {
	if len(fields) == 0 {
		return "no keys"
	}
	var keys, quoted []string
	for _, f := range fields {
		keys, quoted = append(keys, f.key), append(quoted, strconv.Quote(f.key))
	}
	if len(quoted) > maxListed {
		quoted = append(quoted[:maxListed], "...")
	}
	list := strings.Join(quoted, ", ")
	if len(fields) > 1 {
		list = "one of " + list
	}
	return list + DidYouMean(keys, key)
}

// DidYouMean ends a message about a word that is not known:
//
//	(did you mean "zone"?)
//
// with a space before it. It is empty if no known word is like it.
func DidYouMean(known []string, word string) string {
	meant, ok := nearest(known, word)
	switch {
	case !ok:
		return ""
	case strings.EqualFold(meant, word):
		return " (did you mean " + strconv.Quote(meant) + "? upper and lower case differ)"
	}
	return " (did you mean " + strconv.Quote(meant) + "?)"
}

// nearest returns the known word that is most like a word, if one is like it: the
// same letters, or few of them changed, or else the only one that begins like it.
func nearest(known []string, word string) (meant string, ok bool) {
	if len(word) > maxLike || bare(word) == "" {
		return "", false
	}
	best := maxChanged + 1
	for _, k := range known {
		if strings.EqualFold(bare(k), bare(word)) {
			return k, true
		}
		// In a short word two changes leave nothing of it.
		n := distance(k, word)
		if n < best && n <= min(len(k), len(word))/2 {
			best, meant, ok = n, k, true
		}
	}
	if ok {
		return meant, true
	}
	for _, k := range known {
		// What goes on for longer than it was says something else.
		n := min(len(k), len(word))
		if n > 3 && 2*n > len(word) && k[:n] == word[:n] {
			if ok {
				return "", false
			}
			meant, ok = k, true
		}
	}
	return meant, ok
}

// bare returns a word without what its parts may be joined with.
func bare(word string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == ' ' {
			return -1
		}
		return r
	}, word)
}

// distance counts the bytes to insert, delete or replace to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1) // from the head of a so far to each head of b
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			n := diagonal
			if a[i] != b[j] {
				n = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], n
		}
	}
	return row[len(b)]
}

package strict

import (
	"strconv"
	"strings"
)

const (
	maxListed  = 8 // keys that an error lists
	maxChanged = 2 // letters by which a misspelt key may differ
)

// knownKeys says which keys there are, and which one was meant by key if that can
// be guessed.
func knownKeys(fields []field, key string) string {
	if len(fields) == 0 {
		return "no keys"
	}
	var b strings.Builder
	if len(fields) > 1 {
		b.WriteString("one of ")
	}
	for i, f := range fields {
		if i > 0 {
			b.WriteString(", ")
		}
		if i == maxListed {
			b.WriteString("...")
			break
		}
		b.WriteString(strconv.Quote(f.key))
	}
	if meant, ok := nearest(fields, key); ok {
		b.WriteString(" (did you mean " + strconv.Quote(meant) + "?")
		if strings.EqualFold(meant, key) {
			b.WriteString(" upper and lower case differ")
		}
		b.WriteString(")")
	}
	return b.String()
}

// nearest returns the known key that is most like key, if one is like it.
func nearest(fields []field, key string) (meant string, ok bool) {
	// In a short key two changes leave nothing of it.
	best := min(maxChanged, len(key)/2) + 1
	for _, f := range fields {
		if strings.EqualFold(f.key, key) {
			return f.key, true
		}
		// The difference in length is a lower bound. It also spares us from
		// measuring a key of a megabyte.
		if len(key)-len(f.key) >= best || len(f.key)-len(key) >= best {
			continue
		}
		if n := distance(f.key, key); n < best {
			best, meant, ok = n, f.key, true
		}
	}
	return meant, ok
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

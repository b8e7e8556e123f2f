package strict

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// Find returns the line and column of the value at a path, as errors write it:
// "charges[2].covers.start". Where the path leads to nothing it is the innermost
// value on the way, because what is missing is missing there. The data must be
// what Decode accepted.
func Find(data []byte, path string) (line, column int) {
	dec := json.NewDecoder(bytes.NewReader(data))
	at := find(dec, data, path)
	// The decoder stands before the separators that precede a value.
	for at < len(data) && bytes.IndexByte([]byte(" \t\r\n,:"), data[at]) >= 0 {
		at++
	}
	return Position(data, at)
}

// find returns the offset before the value at a path, read from the decoder's
// next value on.
func find(dec *json.Decoder, data []byte, path string) int {
	at := int(dec.InputOffset())
	token, err := dec.Token()
	open, ok := token.(json.Delim)
	if err != nil || !ok || path == "" {
		return at
	}
	step, rest := cut(path)
	for i := 0; dec.More(); i++ {
		name := strconv.Itoa(i)
		if open == '{' {
			key, err := dec.Token()
			if err != nil {
				return at
			}
			name, _ = key.(string)
		}
		if name == step {
			return find(dec, data, rest)
		}
		var skipped json.RawMessage
		if dec.Decode(&skipped) != nil {
			return at
		}
	}
	return at
}

// cut takes the first step, a key or an index, off a path.
func cut(path string) (step, rest string) {
	for i := range len(path) {
		switch path[i] {
		case '.':
			return path[:i], path[i+1:]
		case '[':
			if i > 0 {
				return path[:i], path[i:]
			}
		case ']':
			rest = path[i+1:]
			if rest != "" && rest[0] == '.' {
				rest = rest[1:]
			}
			return strings.TrimPrefix(path[:i], "["), rest
		}
	}
	return path, ""
}

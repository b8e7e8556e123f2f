package strict

import "bytes"

// Position returns the line and column, both from 1, of an offset in data. Columns
// count bytes, and a line ends after its newline. An offset outside data stands
// for the nearer end.
func Position(data []byte, offset int) (line, column int) {
	head := data[:max(0, min(offset, len(data)))]
	return 1 + bytes.Count(head, []byte("\n")), len(head) - bytes.LastIndexByte(head, '\n')
}

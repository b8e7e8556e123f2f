// Package strict decodes JSON that a stranger may have written.
//
// encoding/json is generous. It passes over keys that it does not know, lets the
// last of two equal keys win, matches keys in any case, takes null for
// anything, and mends broken text. In a document that decides about
// money each of these hides a mistake: a misspelt "refund" must not read as no
// refund. Here each is an error that names its line, column and path.
//
// What Decode accepts, encoding/json accepts too, with the same result. (One
// thing is told more exactly: the Location of a time depends on the text alone,
// where encoding/json also looks at time.Local.)
//
// The Go type is the schema. It may be built from
//
//   - bool, string, and signed or unsigned integers of any size,
//   - structs, which may embed plain structs, slices, and maps with string keys,
//   - pointers to structs that do not read themselves, nil where there is no key,
//   - time.Time, written as in RFC 3339, in the years 1900 to 2199,
//   - types with an UnmarshalJSON or UnmarshalText method on their pointer.
//
// There are no floats, other pointers, interfaces, arrays or []byte: a type that holds
// one is a mistake in the program, and Decode says so whatever the input.
//
// A type that reads itself is handed JSON that has passed every check that needs no
// type: no null, no duplicate keys, no NUL or broken text, no number longer than 32
// bytes or with an exponent of more than two digits, nothing too deep.
//
// Every input costs time in proportion to its length and is bounded by Limits.
package strict

package strict_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rescind-go/rescind/internal/strict"
)

var good = []string{
	`{}`,
	" \t\r\n{ } \n",
	`{"id":"","live":true}`,
	`{"id":"plain","live":false,"class":"consumer"}`,
	`{"id":"\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\ud83d\ude00 é€😀"}`,
	`{"\u0069d":"escaped key"}`,
	`{"id":"\uFFFD �"}`,
	`{"Untagged":-0}`,
	`{"sizes":{"I":-9223372036854775808,"I8":-128,"I16":32767,"I32":-2147483648,"I64":9223372036854775807}}`,
	`{"sizes":{"U":18446744073709551615,"U8":255,"U16":65535,"U64":18446744073709551615}}`,
	`{"charges":[]}`,
	`{"charges":[{},{"amount":1},{}]}`,
	`{"charges":[{"at":"2024-02-29T12:00:00Z","covers":{"start":"2024-02-29"},"tags":["a","b"]}]}`,
	`{"charges":[{"at":"2024-02-29T12:00:00.123456789-11:30"},{"at":"1900-01-01T00:00:00+00:00"},{"at":"2199-12-31T23:59:59Z"}]}`,
	`{"prices":{}}`,
	`{"prices":{"":1,"a":2,"A":3,"\u0062":4}}`,
	`{"places":{"FR":{"zone":"Europe/Paris"},"FR-AM":{}}}`,
	`{"grid":[[],[1],[2,3]]}`,
	`{"next":[{"next":[{"id":"deep"}]},{}]}`,
	`{"other":{}}`,
	`{"other":{"id":"a","other":{"id":"b","next":[{"other":{}}]}}}`,
	`{"note":{"a":[1,-2.5e-3,true,false,"x",{}]}}`,
	`{"note": "x" ,"loose":{"a":1e5,"b":[ ],"c":{"d":0}}}`,
	`{"loose":{"a":{"1":1,"2":1,"3":1,"4":1,"5":1,"6":1,"7":1,"8":1,"9":1,"10":1,"11":1,"12":1,"13":1,"14":1,"15":1,"16":1,"17":1,"18":1}}}`,
}

func TestGood(t *testing.T) {
	for _, in := range good {
		var got, want ledger
		if err := strict.Decode([]byte(in), &got, strict.Limits{}); err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if err := json.Unmarshal([]byte(in), &want); err != nil {
			t.Errorf("%s: encoding/json: %v", in, err)
			continue
		}
		utc(&want)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %+v\nwant %+v", in, got, want)
		}
	}
}

func TestBad(t *testing.T) {
	const tell = `a time such as "2006-01-02T15:04:05Z"`
	for _, tt := range []struct {
		in           string
		line, column int
		path, value  string
		want         string
		err          error
	}{
		// Not JSON.
		{``, 1, 1, ``, ``, `an object`, strict.ErrSyntax},
		{" \n ", 2, 2, ``, ``, `an object`, strict.ErrSyntax},
		{"\uFEFF{}", 1, 1, ``, `\ufeff`, `JSON without a byte order mark`, strict.ErrSyntax},
		{`{} {}`, 1, 4, ``, `{...}`, `nothing after the object`, strict.ErrSyntax},
		{"{}\n\n]", 3, 1, ``, `]`, `nothing after the object`, strict.ErrSyntax},
		{"{}\x00", 1, 3, ``, `\x00`, `nothing after the object`, strict.ErrSyntax},
		{`{`, 1, 2, ``, ``, `a key in double quotes`, strict.ErrSyntax},
		{`{id:1}`, 1, 2, ``, `id`, `a key in double quotes`, strict.ErrSyntax},
		{`{"id"`, 1, 6, ``, ``, `":"`, strict.ErrSyntax},
		{`{"id" "x"}`, 1, 7, ``, `"x"`, `":"`, strict.ErrSyntax},
		{`{"id":`, 1, 7, `id`, ``, `a string`, strict.ErrSyntax},
		{`{"id":}`, 1, 7, `id`, `}`, `a string`, strict.ErrSyntax},
		{`{"id":yes}`, 1, 7, `id`, `yes`, `a string`, strict.ErrSyntax},
		{`{"id":'x'}`, 1, 7, `id`, `'x'`, `a string`, strict.ErrSyntax},
		{`{"id":"x" "y"}`, 1, 11, ``, `"y"`, `"," or "}"`, strict.ErrSyntax},
		{`{"id":"x",}`, 1, 11, ``, `}`, `no comma before "}"`, strict.ErrSyntax},
		{`{,}`, 1, 2, ``, `,`, `a key in double quotes`, strict.ErrSyntax},
		{`{"grid":[[1,]]}`, 1, 13, `grid[0]`, `]`, `no comma before "]"`, strict.ErrSyntax},
		{`{"grid":[[1 2]]}`, 1, 13, `grid[0]`, `2`, `"," or "]"`, strict.ErrSyntax},
		{`{"grid":[[1`, 1, 12, `grid[0]`, ``, `"," or "]"`, strict.ErrSyntax},
		{`{"grid":[[1}`, 1, 12, `grid[0]`, `}`, `"," or "]"`, strict.ErrSyntax},
		{`{"live":tru}`, 1, 9, `live`, `tru`, `a value`, strict.ErrSyntax},
		{`{"live":false1}`, 1, 14, ``, `1`, `"," or "}"`, strict.ErrSyntax},
		{`{"live":f`, 1, 9, `live`, `f`, `a value`, strict.ErrSyntax},
		{`{"id":nul}`, 1, 7, `id`, `nul`, `a value`, strict.ErrSyntax},
		{`{"note":[1,nil]}`, 1, 12, `note[1]`, `nil`, `a value`, strict.ErrSyntax},
		{`{"note":{"a":{"b":]}}}`, 1, 19, `note.a.b`, `]`, `a value`, strict.ErrSyntax},
		{`{"id":/*c*/"x"}`, 1, 7, `id`, `/*c*/`, `a string`, strict.ErrSyntax},

		// Strings.
		{`{"id":"x`, 1, 7, `id`, `"x`, `a string with a closing quote`, strict.ErrSyntax},
		{`{"i`, 1, 2, ``, `"i`, `a string with a closing quote`, strict.ErrSyntax},
		{"{\"id\":\"x\ny\"}", 1, 9, `id`, `\n`, `no control character in a string`, strict.ErrSyntax},
		{"{\"id\":\"\x00\"}", 1, 8, `id`, `\x00`, `no control character in a string`, strict.ErrSyntax},
		{"{\"id\":\"a\xffb\"}", 1, 9, `id`, `\xffb`, `valid UTF-8`, strict.ErrSyntax},
		{"{\"id\":\"\xed\xa0\x80\"}", 1, 8, `id`, `\xed\xa0\x80`, `valid UTF-8`, strict.ErrSyntax},
		{"{\"\xc0\x80\":1}", 1, 3, ``, `\xc0\x80`, `valid UTF-8`, strict.ErrSyntax},
		{`{"id":"a\qb"}`, 1, 9, `id`, `\qb`, `an escape that JSON knows`, strict.ErrSyntax},
		{`{"id":"a\`, 1, 9, `id`, `\`, `an escape that JSON knows`, strict.ErrSyntax},
		{`{"id":"\u12G4"}`, 1, 8, `id`, `\u12G4`, `an escape that JSON knows`, strict.ErrSyntax},
		{`{"id":"\u12`, 1, 8, `id`, `\u12`, `an escape that JSON knows`, strict.ErrSyntax},
		{`{"id":"\ud83d"}`, 1, 8, `id`, `\ud83d`, `both halves of a surrogate pair`, strict.ErrSyntax},
		{`{"id":"\ude00\ud83d"}`, 1, 8, `id`, `\ude00\ud83d`, `both halves of a surrogate pair`, strict.ErrSyntax},
		{`{"id":"\ud83dx"}`, 1, 8, `id`, `\ud83dx`, `both halves of a surrogate pair`, strict.ErrSyntax},
		{`{"id":"\ud83d\u00"}`, 1, 8, `id`, `\ud83d\u00`, `both halves of a surrogate pair`, strict.ErrSyntax},
		{`{"id":"\ud83d\n"}`, 1, 8, `id`, `\ud83d\n`, `both halves of a surrogate pair`, strict.ErrSyntax},
		{`{"id":"a\u0000"}`, 1, 9, `id`, `\u0000`, `no NUL in a string`, strict.ErrValue},
		{`{"charges":[{"covers":{"start":"\x"}}]}`, 1, 33, `charges[0].covers.start`, `\x`, `an escape that JSON knows`, strict.ErrSyntax},
		{`{"charges":[{"at":"\x"}]}`, 1, 20, `charges[0].at`, `\x`, `an escape that JSON knows`, strict.ErrSyntax},

		// Keys.
		{"{\n \"charges\": [{}, {\n  \"when\": {\"phse\": 1}}]}", 3, 12, `charges[1].when`, `"phse"`,
			`one of "phase", "window" (did you mean "phase"?)`, strict.ErrKey},
		{`{"charges":[{"when":{"Window":""}}]}`, 1, 22, `charges[0].when`, `"Window"`,
			`one of "phase", "window" (did you mean "window"? upper and lower case differ)`, strict.ErrKey},
		{`{"places":{"FR":{"tz":""}}}`, 1, 18, `places.FR`, `"tz"`, `"zone"`, strict.ErrKey},
		{`{"places":{"FR":{"":""}}}`, 1, 18, `places.FR`, `""`, `"zone"`, strict.ErrKey},
		{`{"Skipped":1}`, 1, 2, ``, `"Skipped"`, `one of "id", "live", "class", "charges", "prices", "places", "grid", "next", ...`, strict.ErrKey},
		{`{"-":1}`, 1, 2, ``, `"-"`, `one of "id", "live", "class", "charges", "prices", "places", "grid", "next", ...`, strict.ErrKey},
		{`{"private":1}`, 1, 2, ``, `"private"`, `one of "id", "live", "class", "charges", "prices", "places", "grid", "next", ...`, strict.ErrKey},
		{`{"untagged":1}`, 1, 2, ``, `"untagged"`, `one of "id", "live", "class", "charges", "prices", "places", "grid", "next", ... (did you mean "Untagged"? upper and lower case differ)`, strict.ErrKey},
		{`{"charges":[{"covers":{"start":"2024-01-01","ends":""}}]}`, 1, 45, `charges[0].covers`, `"ends"`, `one of "start", "end" (did you mean "end"?)`, strict.ErrKey},
		{`{"id":"","live":true,"id":""}`, 1, 22, ``, `"id"`, `each key once`, strict.ErrDuplicate},
		{`{"id":"","\u0069d":""}`, 1, 10, ``, `"\u0069d"`, `each key once`, strict.ErrDuplicate},
		{`{"prices":{"a":1,"b":2,"a":1}}`, 1, 24, `prices`, `"a"`, `each key once`, strict.ErrDuplicate},
		{`{"loose":{"x":[{"a":1,"a":1}]}}`, 1, 23, `loose.x[0]`, `"a"`, `each key once`, strict.ErrDuplicate},

		// Null.
		{`null`, 1, 1, ``, `null`, `an object`, strict.ErrNull},
		{`{"id":null}`, 1, 7, `id`, `null`, `a string`, strict.ErrNull},
		{`{"charges":[null]}`, 1, 13, `charges[0]`, `null`, `an object`, strict.ErrNull},
		{`{"prices":{"a b":null}}`, 1, 18, `prices["a b"]`, `null`, `a whole number`, strict.ErrNull},
		{`{"charges":[{"at":null}]}`, 1, 19, `charges[0].at`, `null`, tell, strict.ErrNull},
		{`{"charges":[{"covers":{"end":null}}]}`, 1, 30, `charges[0].covers.end`, `null`, `a string`, strict.ErrNull},
		{`{"note":null}`, 1, 9, `note`, `null`, `a value`, strict.ErrNull},
		{`{"note":{"":[null]}}`, 1, 14, `note[""][0]`, `null`, `a value`, strict.ErrNull},

		// Types.
		{`[1]`, 1, 1, ``, `[...]`, `an object`, strict.ErrType},
		{`"x"`, 1, 1, ``, `"x"`, `an object`, strict.ErrType},
		{`{"id":12}`, 1, 7, `id`, `12`, `a string`, strict.ErrType},
		{`{"id":{"a":1}}`, 1, 7, `id`, `{...}`, `a string`, strict.ErrType},
		{`{"id":01}`, 1, 7, `id`, `01`, `a number`, strict.ErrSyntax},
		{`{"live":"true"}`, 1, 9, `live`, `"true"`, `true or false`, strict.ErrType},
		{`{"live":1}`, 1, 9, `live`, `1`, `true or false`, strict.ErrType},
		{`{"Untagged":"1"}`, 1, 13, `Untagged`, `"1"`, `a whole number`, strict.ErrType},
		{`{"Untagged":1.0}`, 1, 13, `Untagged`, `1.0`, `a whole number`, strict.ErrType},
		{`{"Untagged":1e3}`, 1, 13, `Untagged`, `1e3`, `a whole number`, strict.ErrType},
		{`{"Untagged":true}`, 1, 13, `Untagged`, `true`, `a whole number`, strict.ErrType},
		{`{"charges":{}}`, 1, 12, `charges`, `{...}`, `an array`, strict.ErrType},
		{`{"prices":[]}`, 1, 11, `prices`, `[...]`, `an object`, strict.ErrType},
		{`{"charges":[{"at":1700000000}]}`, 1, 19, `charges[0].at`, `1700000000`, tell, strict.ErrType},
		{`{"charges":[{"covers":{"start":20240101}}]}`, 1, 32, `charges[0].covers.start`, `20240101`, `a string`, strict.ErrType},

		// Numbers.
		{`{"Untagged":01}`, 1, 13, `Untagged`, `01`, `a number`, strict.ErrSyntax},
		{`{"Untagged":-}`, 1, 13, `Untagged`, `-`, `a number`, strict.ErrSyntax},
		{`{"Untagged":1.}`, 1, 13, `Untagged`, `1.`, `a number`, strict.ErrSyntax},
		{`{"Untagged":1e}`, 1, 13, `Untagged`, `1e`, `a number`, strict.ErrSyntax},
		{`{"Untagged":1e+}`, 1, 13, `Untagged`, `1e+`, `a number`, strict.ErrSyntax},
		{`{"Untagged":1-2}`, 1, 13, `Untagged`, `1-2`, `a number`, strict.ErrSyntax},
		{`{"Untagged":.5}`, 1, 13, `Untagged`, `.5`, `a whole number`, strict.ErrSyntax},
		{`{"Untagged":+5}`, 1, 13, `Untagged`, `+5`, `a whole number`, strict.ErrSyntax},
		{`{"Untagged":0x10}`, 1, 14, ``, `x10`, `"," or "}"`, strict.ErrSyntax},
		{`{"Untagged":9223372036854775808}`, 1, 13, `Untagged`, `9223372036854775808`,
			`a whole number from -9223372036854775808 to 9223372036854775807`, strict.ErrLimit},
		{`{"sizes":{"I8":128}}`, 1, 16, `sizes.I8`, `128`, `a whole number from -128 to 127`, strict.ErrLimit},
		{`{"sizes":{"U8":256}}`, 1, 16, `sizes.U8`, `256`, `a whole number from 0 to 255`, strict.ErrLimit},
		{`{"sizes":{"U64":-1}}`, 1, 17, `sizes.U64`, `-1`, `a whole number from 0 to 18446744073709551615`, strict.ErrLimit},
		{`{"sizes":{"U16":-0}}`, 1, 17, `sizes.U16`, `-0`, `a whole number from 0 to 65535`, strict.ErrLimit},
		{`{"Untagged":1e20000000}`, 1, 13, `Untagged`, `1e20000000`, `an exponent of at most 2 digits`, strict.ErrLimit},
		{`{"loose":{"a":1e100}}`, 1, 15, `loose.a`, `1e100`, `an exponent of at most 2 digits`, strict.ErrLimit},
		{`{"note":-1234567890123456789012345678901.5}`, 1, 9, `note`, `-1234567890123456789012345678901.5`, `a number of at most 32 characters`, strict.ErrLimit},

		// Times.
		{`{"charges":[{"at":"yesterday"}]}`, 1, 19, `charges[0].at`, `"yesterday"`, tell, strict.ErrValue},
		{`{"charges":[{"at":""}]}`, 1, 19, `charges[0].at`, `""`, tell, strict.ErrValue},
		{`{"charges":[{"at":"2024-01-02"}]}`, 1, 19, `charges[0].at`, `"2024-01-02"`, tell, strict.ErrValue},
		{`{"charges":[{"at":"2023-02-29T00:00:00Z"}]}`, 1, 19, `charges[0].at`, `"2023-02-29T00:00:00Z"`, tell, strict.ErrValue},
		{`{"charges":[{"at":"2024-01-02T3:00:00Z"}]}`, 1, 19, `charges[0].at`, `"2024-01-02T3:00:00Z"`, tell, strict.ErrValue},
		{`{"charges":[{"at":"2024-01-02T03:00:00,5Z"}]}`, 1, 19, `charges[0].at`, `"2024-01-02T03:00:00,5Z"`, tell, strict.ErrValue},
		{`{"charges":[{"at":"2024-01-02T03:00:00.1234567890+00:00"}]}`, 1, 19, `charges[0].at`, `"2024-01-02T03:00:00.1234567890+00:00"`, tell, strict.ErrValue},
		{`{"charges":[{"at":"2024\u002d01-02T03:00:00Z"}]}`, 1, 19, `charges[0].at`, `"2024\u002d01-02T03:00:00Z"`, tell, strict.ErrValue},
		{`{"charges":[{"at":"2024-01-02T03:00:00.Z"}]}`, 1, 19, `charges[0].at`, `"2024-01-02T03:00:00.Z"`, tell, strict.ErrValue},
		{`{"charges":[{"at":"2024-01-02T03:00:00+24:00"}]}`, 1, 19, `charges[0].at`, `"2024-01-02T03:00:00+24:00"`, tell, strict.ErrValue},
		{`{"charges":[{"at":"2024-01-02T03:00:00+00:60"}]}`, 1, 19, `charges[0].at`, `"2024-01-02T03:00:00+00:60"`, tell, strict.ErrValue},
		{`{"charges":[{"at":"2024-01-02t03:00:00z"}]}`, 1, 19, `charges[0].at`, `"2024-01-02t03:00:00z"`, tell, strict.ErrValue},
		{`{"charges":[{"at":"2024-01-02T03:00:00"}]}`, 1, 19, `charges[0].at`, `"2024-01-02T03:00:00"`, tell, strict.ErrValue},
		{`{"charges":[{"at":"2016-12-31T23:59:60Z"}]}`, 1, 19, `charges[0].at`, `"2016-12-31T23:59:60Z"`, tell, strict.ErrValue},
		{`{"charges":[{"at":"1899-12-31T23:59:59Z"}]}`, 1, 19, `charges[0].at`, `"1899-12-31T23:59:59Z"`, `a year from 1900 to 2199`, strict.ErrLimit},
		{`{"other":[]}`, 1, 10, `other`, `[...]`, `an object`, strict.ErrType},
		{`{"other":null}`, 1, 10, `other`, `null`, `an object`, strict.ErrNull},
		{`{"other":{"other":{"id":7}}}`, 1, 25, `other.other.id`, `7`, `a string`, strict.ErrType},
		{`{"charges":[{"at":"2200-01-01T00:00:00Z"}]}`, 1, 19, `charges[0].at`, `"2200-01-01T00:00:00Z"`, `a year from 1900 to 2199`, strict.ErrLimit},

		// Values that read themselves.
		{`{"charges":[{"covers":{"start":"2024-13-01"}}]}`, 1, 32, `charges[0].covers.start`, `"2024-13-01"`, ``, errDay},
		{`{"charges":[{"covers":{"start":"2024-13-01"}}]}`, 1, 32, `charges[0].covers.start`, `"2024-13-01"`, ``, strict.ErrValue},
		{"{\"loose\":\n{\"a\": \"bad\"}}", 2, 7, `loose.a`, `"bad"`, ``, strict.ErrValue},
		{"{\"loose\": {\"a\": {\n \"a b\":\t\"bad\"}}}", 1, 17, `loose.a`, `{"a b":"bad"}`, ``, strict.ErrValue},
	} {
		err := strict.Decode([]byte(tt.in), new(ledger), strict.Limits{})
		var e *strict.Error
		if !errors.As(err, &e) || !errors.Is(err, tt.err) {
			t.Errorf("%q: got %v; want %v", tt.in, err, tt.err)
			continue
		}
		if e.Line != tt.line || e.Column != tt.column || e.Path != tt.path || e.Value != tt.value || e.Want != tt.want {
			t.Errorf("%q:\n got %d:%d %q %q %q\nwant %d:%d %q %q %q", tt.in,
				e.Line, e.Column, e.Path, e.Value, e.Want, tt.line, tt.column, tt.path, tt.value, tt.want)
		}
	}
}

func TestMessages(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{``, `line 1, column 1: malformed JSON at the end of the input: want an object`},
		{`{"id":}`, `line 1, column 7: id: malformed JSON at }: want a string`},
		{"{\n\"charges\":[{\"when\":{\"phse\":1}}]}", `line 2, column 21: charges[0].when: unknown key "phse": want one of "phase", "window" (did you mean "phase"?)`},
		{`{"id":"a","id":"b"}`, `line 1, column 11: duplicate key "id": want each key once`},
		{`{"id":null}`, `line 1, column 7: id: null is not allowed: want a string`},
		{`{"id":7}`, `line 1, column 7: id: wrong type 7: want a string`},
		{`{"sizes":{"U8":256}}`, `line 1, column 16: sizes.U8: outside the limits 256: want a whole number from 0 to 255`},
		{`{"charges":[{"covers":{"end":"soon"}}]}`, `line 1, column 30: charges[0].covers.end: invalid value "soon": not a day`},
		{`{"note":"x","loose":{"a":"bad"}}`, `line 1, column 26: loose.a: invalid value "bad": no bad\nthings`},
	} {
		err := strict.Decode([]byte(tt.in), new(ledger), strict.Limits{})
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s:\n got %v\nwant %s", tt.in, err, tt.want)
		}
	}
	if got := new(strict.Error).Error(); got != "line 0, column 0: invalid value" {
		t.Errorf("zero Error: %q", got)
	}
}

// What is shown of a hostile input is short and cannot disturb a terminal.
func TestExcerpts(t *testing.T) {
	long := strings.Repeat("é", 1000)
	for _, tt := range []struct{ in, path, value string }{
		{`{"id":["` + long + `"]}`, `id`, `[...]`},
		{`{"live":"` + long + `"}`, `live`, `"` + strings.Repeat("é", 30) + `...`},
		{`{"live":"` + strings.Repeat("x", 58) + `"}`, `live`, `"` + strings.Repeat("x", 58) + `"`},
		{"{\"live\":\"\u202e\u200b\x7f\\\"\"}", `live`, `"\u202e\u200b\x7f\""`},
		{`{"prices":{"` + long + `":null}}`, `prices["` + strings.Repeat("é", 30) + `..."]`, `null`},
		{"{\"prices\":{\"a\u202e\\n\":null}}", `prices["a\u202e\n"]`, `null`},
	} {
		err := strict.Decode([]byte(tt.in), new(ledger), strict.Limits{})
		var e *strict.Error
		if !errors.As(err, &e) || e.Path != tt.path || e.Value != tt.value {
			t.Errorf("got %v; want path %s, value %s", err, tt.path, tt.value)
		}
	}
}

func TestLimits(t *testing.T) {
	lim := strict.Limits{Bytes: 60, Depth: 3, Elements: 2}
	for _, tt := range []struct{ in, path, want string }{
		{`{"id":"` + strings.Repeat("x", 51) + `"}`, ``, ``},
		{`{"id":"` + strings.Repeat("x", 52) + `"}`, ``, `at most 60 bytes`},
		{`{"next":[{"id":""}]}`, ``, ``},
		{`{"next":[{"next":[]}]}`, `next[0].next`, `at most 3 levels`},
		{`{"note":[{"a":{}}]}`, `note[0].a`, `at most 3 levels`},
		{`{"note":[[],[],1]}`, `note`, `at most 2 elements`},
		{`{"grid":[[],[[]]]}`, `grid[1][0]`, ``},
		{`{"grid":[[0,1],[2,3,4]]}`, `grid[1]`, `at most 2 elements`},
		{`{"prices":{"a":1,"b":2}}`, ``, ``},
		{`{"prices":{"a":1,"b":2,"c":3}}`, `prices`, `at most 2 keys`},
		{`{"id":"","live":true,"class":""}`, ``, `at most 2 keys`},
	} {
		err := strict.Decode([]byte(tt.in), new(ledger), lim)
		if tt.want == "" {
			if errors.Is(err, strict.ErrLimit) {
				t.Errorf("%s: %v", tt.in, err)
			}
			continue
		}
		var e *strict.Error
		if !errors.As(err, &e) || e.Err != strict.ErrLimit || e.Path != tt.path || e.Want != tt.want {
			t.Errorf("%s: got %v; want %s: %s", tt.in, err, tt.path, tt.want)
		}
	}

	big := `{"grid":[[` + strings.Repeat("1,", 99_999) + `1]]}`
	if err := strict.Decode([]byte(big), new(ledger), strict.Limits{}); err != nil {
		t.Errorf("100000 elements: %v", err)
	}
	big = `{"grid":[[` + strings.Repeat("1,", 100_000) + `1]]}`
	if err := strict.Decode([]byte(big), new(ledger), strict.Limits{}); !errors.Is(err, strict.ErrLimit) {
		t.Errorf("100001 elements: %v", err)
	}
}

func TestDecodeStartsFromZero(t *testing.T) {
	l := ledger{ID: "old", Prices: map[string]int64{"old": 1}, Skipped: 1}
	if err := strict.Decode([]byte(`{"live":true}`), &l, strict.Limits{}); err != nil {
		t.Fatal(err)
	}
	if want := (ledger{Live: true}); !reflect.DeepEqual(l, want) {
		t.Errorf("got %+v; want %+v", l, want)
	}
}

// Elements must not inherit anything from the element before.
func TestElementsStartFromZero(t *testing.T) {
	var l ledger
	in := `{"places":{"a":{"zone":"x"},"b":{}},"charges":[{"tags":["x"]},{}]}`
	if err := strict.Decode([]byte(in), &l, strict.Limits{}); err != nil {
		t.Fatal(err)
	}
	if l.Places["b"].Zone != "" || l.Charges[1].Tags != nil {
		t.Errorf("got %+v", l)
	}
}

func TestDecodeLeavesInputAlone(t *testing.T) {
	data := []byte(`{"id":"a\nb","note":[1,{"x":"y"}],"class":"c"}`)
	before := string(data)
	var l ledger
	if err := strict.Decode(data, &l, strict.Limits{}); err != nil {
		t.Fatal(err)
	}
	if string(data) != before {
		t.Errorf("data became %s", data)
	}
	clear(data)
	if l.ID != "a\nb" || l.Class != "c" || string(l.Note) != `[1,{"x":"y"}]` {
		t.Errorf("the result shares memory with the input: %+v", l)
	}
}

func TestTimeIgnoresLocal(t *testing.T) {
	in := []byte(`{"charges":[{"at":"2024-07-01T00:00:00+02:00"},{"at":"2024-07-01T00:00:00+00:00"},{"at":"2024-07-01T00:00:00Z"}]}`)
	decode := func(local *time.Location) ledger {
		defer func(old *time.Location) { time.Local = old }(time.Local)
		time.Local = local
		var l ledger
		if err := strict.Decode(in, &l, strict.Limits{}); err != nil {
			t.Fatal(err)
		}
		return l
	}
	want := decode(time.FixedZone("odd", 12345))
	for _, local := range []*time.Location{time.UTC, time.FixedZone("CEST", 7200), time.FixedZone("GMT", 0)} {
		if got := decode(local); !reflect.DeepEqual(got, want) {
			t.Errorf("local %v: got %v; want %v", local, got, want)
		}
	}
	if want.Charges[1].At.Location() != time.UTC || want.Charges[2].At.Location() != time.UTC {
		t.Errorf("a zero offset is not UTC: %v", want)
	}
}

// A type may be written in terms of Decode, and be used in another such type.
func TestUnmarshalJSONMayCallDecode(t *testing.T) {
	in := "{\"name\": \"a\",\n \"parts\": [{\"name\": \"b\"}, {\"parts\":\n[{\"name\": 1}]}]}"
	for what, err := range map[string]error{
		"Decode":         strict.Decode([]byte(in), new(document), strict.Limits{}),
		"json.Unmarshal": json.Unmarshal([]byte(in), new(document)),
	} {
		var e *strict.Error
		if !errors.As(err, &e) || e.Line != 3 || e.Column != 11 || e.Path != "parts[1].parts[0].name" || e.Err != strict.ErrType {
			t.Errorf("%s: %v", what, err)
		}
	}

	// A fault at the top of the inner value, and one on its first line.
	var v struct{ A, B broken }
	err := strict.Decode([]byte(`{"A": [[]],`+"\n"+`  "B": [0, 1]}`), &v, strict.Limits{})
	if got, want := fmt.Sprint(err), `line 2, column 9: B[0]: wrong type 0: want an array`; got != want {
		t.Errorf("got %s; want %s", got, want)
	}
	err = strict.Decode([]byte(`{"A": 5}`), &v, strict.Limits{})
	if got, want := fmt.Sprint(err), `line 1, column 7: A: wrong type 5: want an array`; got != want {
		t.Errorf("got %s; want %s", got, want)
	}

	in = `{"name":"a","parts":[{"name":"b"}]}`
	var got document
	if err := json.Unmarshal([]byte(in), &got); err != nil || got.Parts[0].Name != "b" {
		t.Errorf("got %+v, %v", got, err)
	}
}

// broken reports faults of its own as an Error, with a path that begins with an index.
type broken struct{}

func (*broken) UnmarshalJSON(b []byte) error {
	e := &strict.Error{Line: 1, Column: 1, Value: string(b), Want: "an array", Err: strict.ErrType}
	if i := strings.IndexByte(string(b), '0'); i >= 0 {
		e.Column, e.Path, e.Value = 1+i, "[0]", "0"
	} else if b[0] == '[' {
		return nil
	}
	return e
}

type named struct{ N int }

type loop struct {
	Kids map[string]loop
	Bad  []float32
}

// Inner is a struct that others embed.
type Inner struct {
	N int `json:"n"`
	Inmost
}

// Inmost is a struct that Inner embeds.
type Inmost struct{ Text string }

// The fields of an embedded struct are read as those of the outer one.
func TestEmbeddedStructs(t *testing.T) {
	type outer struct {
		Inner
		Name string
		Kids []Inner
	}
	const text = `{"Text":"a","Name":"b","n":1,"Kids":[{"n":2,"Text":"c"}]}`
	var got, want outer
	if err := json.Unmarshal([]byte(text), &want); err != nil {
		t.Fatal(err)
	}
	if err := strict.Decode([]byte(text), &got, strict.Limits{Bytes: 1000, Depth: 5, Elements: 100}); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	err := strict.Decode([]byte(`{"n":1,"Inner":{}}`), &got, strict.Limits{Bytes: 1000, Depth: 5, Elements: 100})
	if err == nil || !strings.Contains(err.Error(), `"Inner"`) {
		t.Errorf("%v", err)
	}
}

func TestUnsupportedTypes(t *testing.T) {
	type keyed struct{ M map[day]int }
	many := make([]reflect.StructField, 65)
	for i := range many {
		many[i] = reflect.StructField{Name: fmt.Sprint("F", i), Type: reflect.TypeFor[int]()}
	}
	for _, tt := range []struct {
		v    any
		want string
	}{
		{nil, "cannot decode into <nil>: want a pointer to a struct, not nil"},
		{ledger{}, "cannot decode into strict_test.ledger"},
		{new(int), "cannot decode into *int"},
		{(*ledger)(nil), "cannot decode into *strict_test.ledger"},
		{new(struct{ F float64 }), "F: float64 is not supported"},
		{new(struct{ P *int }), "P: *int is not supported"},
		{new(struct{ P **sizes }), "P: **strict_test.sizes is not supported"},
		{new(struct{ P *time.Time }), "P: *time.Time is not supported"},
		{new(struct{ P *day }), "P: *strict_test.day is not supported"},
		{new(struct{ P *struct{ F float64 } }), "F: float64 is not supported"},
		{new(struct{ A any }), "A: interface {} is not supported"},
		{new(struct{ A [2]int }), "A: [2]int is not supported"},
		{new(struct{ B []byte }), "B: []uint8 is not supported"},
		{new(struct{ N json.Number }), "N: json.Number is not supported"},
		{new(struct{ M map[int]int }), "M: map[int]int is not supported: want plain string keys"},
		{new(keyed), "M: map[strict_test.day]int is not supported: want plain string keys"},
		{new(struct{ M map[string]func() }), "M: func() is not supported"},
		{new(struct{ named }), "named: only plain structs are supported as embedded fields"},
		{new(struct {
			Inner `json:"in"`
		}), "Inner: only plain structs are supported as embedded fields"},
		{new(struct{ *Inner }), "Inner: only plain structs are supported as embedded fields"},
		{new(struct {
			Inner
			N int `json:"n"`
		}), `N: two fields have the key "n"`},
		{new(struct {
			N int `json:"n,omitempty,string"`
		}), "N: the option string is not supported"},
		{new(struct {
			A int `json:"B"`
			B int
		}), `B: two fields have the key "B"`},
		{new(loop), "strict_test.loop.Kids: strict_test.loop.Bad: float32 is not supported"},
		{reflect.New(reflect.StructOf(many)).Interface(), "more than 64 fields are not supported"},
	} {
		// The input does not matter, not even a bad one.
		err := strict.Decode([]byte(`?`), tt.v, strict.Limits{})
		if err == nil || !strings.HasPrefix(err.Error(), "strict: ") || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%T: got %v; want %s", tt.v, err, tt.want)
		}
		if e := (*strict.Error)(nil); errors.As(err, &e) {
			t.Errorf("%T: a mistake in the program is reported as one in the input: %v", tt.v, err)
		}
	}

	// The most fields that there may be, and the fewest.
	v := reflect.New(reflect.StructOf(many[:64]))
	if err := strict.Decode([]byte(`{"F63":7}`), v.Interface(), strict.Limits{}); err != nil || v.Elem().Field(63).Int() != 7 {
		t.Errorf("64 fields: %v, %v", v.Elem(), err)
	}
	err := strict.Decode([]byte(`{"F63":7,"F63":7}`), v.Interface(), strict.Limits{})
	if !errors.Is(err, strict.ErrDuplicate) {
		t.Errorf("64 fields: %v", err)
	}
	err = strict.Decode([]byte(`{"a":7}`), new(struct{}), strict.Limits{})
	if e := (*strict.Error)(nil); !errors.As(err, &e) || e.Want != "no keys" {
		t.Errorf("no fields: %v", err)
	}
}

func TestPosition(t *testing.T) {
	data := []byte("ab\n\né\r\nx\n")
	for _, tt := range [][3]int{
		{-1, 1, 1}, {0, 1, 1}, {2, 1, 3}, {3, 2, 1}, {4, 3, 1}, {6, 3, 3}, {7, 3, 4}, {8, 4, 1}, {9, 4, 2}, {10, 5, 1}, {99, 5, 1},
	} {
		if line, column := strict.Position(data, tt[0]); line != tt[1] || column != tt[2] {
			t.Errorf("offset %d: got %d:%d; want %d:%d", tt[0], line, column, tt[1], tt[2])
		}
	}
}

func TestConcurrentFirstUse(t *testing.T) {
	type fresh struct{ A, B []map[string]sizes }
	var group sync.WaitGroup
	for range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			if err := strict.Decode([]byte(`{"A":[{"x":{"I":1}}]}`), new(fresh), strict.Limits{}); err != nil {
				t.Error(err)
			}
		}()
	}
	group.Wait()
}

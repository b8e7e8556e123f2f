package strict

import "testing"

func TestFind(t *testing.T) {
	const data = `{
  "id": "x",
  "charges": [
    {"id": "a", "covers": {"start": 1}},
    {"id": "b" , "covers" : { "start" : 2 } , "payments": [[7, 8], {"state": "?"}]}
  ]
}`
	for _, test := range []struct {
		path         string
		line, column int
	}{
		{"", 1, 1},
		{"id", 2, 9},
		{"charges", 3, 14},
		{"charges[0]", 4, 5},
		{"charges[0].covers.start", 4, 37},
		{"charges[1].id", 5, 12},
		{"charges[1].covers.start", 5, 41},
		{"charges[1].payments[0][1]", 5, 64},
		{"charges[1].payments[1].state", 5, 78},
		{"missing", 1, 1},
		{"charges[0].missing", 4, 5},
		{"charges[9]", 3, 14},
		{"id.deeper", 2, 9},
	} {
		line, column := Find([]byte(data), test.path)
		if line != test.line || column != test.column {
			t.Errorf("%q is at %d:%d, want %d:%d", test.path, line, column, test.line, test.column)
		}
	}
}

func FuzzFindNeverPanics(f *testing.F) {
	f.Add([]byte(`{"a":[1,{"b":2}]}`), "a[1].b")
	f.Add([]byte(`[`), "[0")
	f.Fuzz(func(t *testing.T, data []byte, path string) {
		if line, column := Find(data, path); line < 1 || column < 1 {
			t.Errorf("%d:%d", line, column)
		}
	})
}

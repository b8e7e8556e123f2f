package strict_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"
	"unicode/utf8"

	"github.com/rescind-go/rescind/internal/strict"
)

// seeds are whole documents, and each of them broken off.
func seeds(f *testing.F) {
	for _, in := range good {
		f.Add([]byte(in))
		f.Add([]byte(in[:2*len(in)/3]))
	}
	f.Add(sample())
	for _, in := range []string{
		`{"id":"\ud800"}`, `{"id":null}`, `{"ID":""}`, `{"id":"","id":""}`, "\uFEFF{}", `{} {}`, `{"note":{"a":1,"a":2}}`,
		`{"Untagged":1e20000000}`, `{"charges":[{"at":"2024-01-02T3:00:00Z"}]}`, `{"loose":{"a":"bad"}}`, `{"sizes":{"U8":-0}}`,
	} {
		f.Add([]byte(in))
	}
}

func FuzzDecodeNeverPanics(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, v := range []any{new(ledger), new(document), new(struct{ A, B anyRaw })} {
			err := strict.Decode(data, v, strict.Limits{Bytes: 1 << 16, Depth: 8, Elements: 1000})
			if err == nil {
				continue
			}
			var e *strict.Error
			if !errors.As(err, &e) || e.Err == nil {
				t.Fatalf("%q: not an *Error: %v", data, err)
			}
			if e.Line < 1 || e.Column < 1 || e.Column > len(data)+1 {
				t.Errorf("%q: out of place: %v", data, err)
			}
			for _, r := range err.Error() {
				if r < ' ' || r == 0x7f {
					t.Errorf("%q: control character %q in the message", data, r)
				}
			}
			if !utf8.ValidString(err.Error()) || len(e.Value) > 80 {
				t.Errorf("%q: unfit to print: %q", data, e.Value)
			}
		}
	})
}

func FuzzAcceptedIsAcceptedByEncodingJSONWithSameResult(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		var got, want ledger
		if strict.Decode(data, &got, strict.Limits{}) != nil {
			return
		}
		if err := json.Unmarshal(data, &want); err != nil {
			t.Fatalf("%q: encoding/json refuses it: %v", data, err)
		}
		utc(&want)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%q:\n got %+v\nwant %+v", data, got, want)
		}
	})
}

func FuzzRoundTrip(f *testing.F) {
	f.Add(uint64(1), "")
	f.Add(uint64(2), "a<b>&\u2028\"\\\n\x7f😀")
	f.Add(uint64(3), "\xff\x00")
	f.Fuzz(func(t *testing.T, seed uint64, s string) {
		want := random(rand.New(rand.NewPCG(seed, 0)), s, 1)
		data, err := json.MarshalIndent(want, "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		var got ledger
		if err := strict.Decode(data, &got, strict.Limits{Bytes: 1 << 26}); err != nil {
			t.Fatalf("%s\n%v", data, err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%s\n got %+v\nwant %+v", data, got, want)
		}
	})
}

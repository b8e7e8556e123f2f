package strict_test

import (
	"encoding/json"
	"testing"

	"github.com/rescind-go/rescind/internal/strict"
)

func BenchmarkDecode(b *testing.B) {
	data := sample()
	b.Run("strict", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if err := strict.Decode(data, new(ledger), strict.Limits{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encoding-json", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if err := json.Unmarshal(data, new(ledger)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

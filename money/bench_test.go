package money_test

import (
	"testing"

	"github.com/rescind-go/rescind/money"
	"github.com/shopspring/decimal"
)

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := money.Parse("1234.56 EUR"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseCurrency(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := money.ParseCurrency("EUR"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkString(b *testing.B) {
	a := amount(123456, eur)
	b.ReportAllocs()
	for b.Loop() {
		_ = a.String()
	}
}

func BenchmarkAppendText(b *testing.B) {
	a := amount(123456, eur)
	buf := make([]byte, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		buf, _ = a.AppendText(buf[:0])
	}
}

func BenchmarkMarshalJSON(b *testing.B) {
	a := amount(123456, eur)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = a.MarshalJSON()
	}
}

func BenchmarkUnmarshalJSON(b *testing.B) {
	text := []byte(`{"amount":"1234.56","currency":"EUR"}`)
	var a money.Amount
	b.ReportAllocs()
	for b.Loop() {
		if err := a.UnmarshalJSON(text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	x, y := amount(123456, eur), amount(-78, eur)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = x.Add(y)
	}
}

func BenchmarkMulRatio(b *testing.B) {
	a := amount(123456, eur)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = a.MulRatio(17, 30, money.HalfEven)
	}
}

func BenchmarkAllocate(b *testing.B) {
	a := amount(123456, eur)
	weights := []int64{3, 7, 11}
	b.ReportAllocs()
	for b.Loop() {
		_, _ = a.Allocate(weights...)
	}
}

func BenchmarkAllocateMost(b *testing.B) {
	a := amount(123456, eur)
	weights := make([]int64, 1<<16)
	for i := range weights {
		weights[i] = int64(i)
	}
	b.ReportAllocs()
	for b.Loop() {
		_, _ = a.Allocate(weights...)
	}
}

func BenchmarkFromDecimal(b *testing.B) {
	d := decimal.New(123456, -2)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = money.FromDecimal(d, eur)
	}
}

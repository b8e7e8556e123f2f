package money_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/rescind-go/rescind/money"
)

func TestJSON(t *testing.T) {
	for _, test := range []struct {
		amount money.Amount
		text   string
	}{
		{amount(4900, eur), `{"amount":"49.00","currency":"EUR"}`},
		{amount(-1, eur), `{"amount":"-0.01","currency":"EUR"}`},
		{amount(5800, jpy), `{"amount":"5800","currency":"JPY"}`},
		{amount(math.MinInt64, eur), `{"amount":"-92233720368547758.08","currency":"EUR"}`},
		{money.Amount{}, `null`},
	} {
		got, err := json.Marshal(test.amount)
		if string(got) != test.text || err != nil {
			t.Errorf("%v as JSON: %s, %v; want %s", test.amount, got, err, test.text)
		}
		back := amount(1, usd)
		checkError(t, test.text, back.UnmarshalJSON(got), nil)
		if back != test.amount {
			t.Errorf("%s read as %v", got, back)
		}
	}
}

func TestUnmarshalJSONAccepts(t *testing.T) {
	for _, text := range []string{
		`{"currency":"EUR","amount":"49.00"}`,
		" {\t\"amount\" :\r\n \"49.00\" , \"currency\": \"EUR\" } ",
		`{"amount":"49.00","currency":"EUR"}` + strings.Repeat(" ", 1024-35),
	} {
		var a money.Amount
		checkError(t, text, a.UnmarshalJSON([]byte(text)), nil)
		if a != amount(4900, eur) {
			t.Errorf("%s read as %v", text, a)
		}
	}
	a := amount(1, eur)
	checkError(t, "null", a.UnmarshalJSON([]byte(" null\n")), nil)
	if a != (money.Amount{}) {
		t.Errorf("null read as %v", a)
	}
}

func TestUnmarshalJSONRefuses(t *testing.T) {
	for _, test := range []struct {
		text string
		err  error
	}{
		{``, money.ErrSyntax},
		{` `, money.ErrSyntax},
		{`nul`, money.ErrSyntax},
		{`nulll`, money.ErrSyntax},
		{`null null`, money.ErrSyntax},
		{`NULL`, money.ErrSyntax},
		{`49.00`, money.ErrSyntax},
		{`"49.00 EUR"`, money.ErrSyntax},
		{`[]`, money.ErrSyntax},
		{`{`, money.ErrSyntax},
		{`{}`, money.ErrSyntax},
		{`{"amount"}`, money.ErrSyntax},
		{`{"amount`, money.ErrSyntax},
		{`{"amount":`, money.ErrSyntax},
		{`{"amount":"49.00`, money.ErrSyntax},
		{`{"amount":"49.00"}`, money.ErrSyntax},
		{`{"amount":"49.00",}`, money.ErrSyntax},
		{`{"amount":"49.00","currency":"EUR"`, money.ErrSyntax},
		{`{"amount":"49.00","currency":"EUR",}`, money.ErrSyntax},
		{`{"amount":"49.00","currency":"EUR"}}`, money.ErrSyntax},
		{`{"amount":"49.00","currency":"EUR"} null`, money.ErrSyntax},
		{`{"amount":"49.00","currency":"EUR","note":"x"}`, money.ErrSyntax},
		{`{"amount":"49.00","currency":"EUR","amount":"99.00"}`, money.ErrSyntax},
		{`{"amount":"49.00","amount":"49.00"}`, money.ErrSyntax},
		{`{"currency":"EUR","currency":"EUR"}`, money.ErrSyntax},
		{`{"amount":"49.00","value":"EUR"}`, money.ErrSyntax},
		{`{"Amount":"49.00","currency":"EUR"}`, money.ErrSyntax},
		{`{"amount":"49.00","CURRENCY":"EUR"}`, money.ErrSyntax},
		{`{amount:"49.00",currency:"EUR"}`, money.ErrSyntax},
		{`{'amount':'49.00','currency':'EUR'}`, money.ErrSyntax},
		{`{"amount":49.00,"currency":"EUR"}`, money.ErrSyntax},
		{`{"amount":-49.00,"currency":"EUR"}`, money.ErrSyntax},
		{`{"amount":null,"currency":"EUR"}`, money.ErrSyntax},
		{`{"amount":"49.00","currency":null}`, money.ErrSyntax},
		{`{"amount":"49.00","currency":978}`, money.ErrSyntax},
		{`{"amount":["49.00"],"currency":"EUR"}`, money.ErrSyntax},
		{`{"amount":"49\u002e00","currency":"EUR"}`, money.ErrSyntax},
		{`{"\u0061mount":"49.00","currency":"EUR"}`, money.ErrSyntax},
		{"{\"amount\":\"49.00\n\",\"currency\":\"EUR\"}", money.ErrSyntax},
		{"{\"amount\":\"49.00\x7f\",\"currency\":\"EUR\"}", money.ErrSyntax},
		{"{\"amount\":\"49.00\xff\",\"currency\":\"EUR\"}", money.ErrSyntax},
		{"\ufeff" + `{"amount":"49.00","currency":"EUR"}`, money.ErrSyntax},
		{`{"amount":"","currency":"EUR"}`, money.ErrSyntax},
		{`{"amount":"-0.00","currency":"EUR"}`, money.ErrSyntax},
		{`{"amount":"4.9e1","currency":"EUR"}`, money.ErrSyntax},
		{`{"amount":"49.00","currency":""}`, money.ErrCurrency},
		{`{"amount":"49.00","currency":"eur"}`, money.ErrCurrency},
		{`{"amount":"49","currency":"EUR"}`, money.ErrPrecision},
		{`{"amount":"92233720368547758.08","currency":"EUR"}`, money.ErrOverflow},
		{`{"amount":"49.00","currency":"EUR"}` + strings.Repeat(" ", 1025-35), money.ErrSyntax},
	} {
		a := amount(1, usd)
		checkError(t, test.text, a.UnmarshalJSON([]byte(test.text)), test.err)
		if a != amount(1, usd) {
			t.Errorf("%s: an error changed the amount to %v", test.text, a)
		}
	}
}

// A reader who is sent a number should learn why it is refused.
func TestUnmarshalJSONSaysWhyNotNumbers(t *testing.T) {
	var a money.Amount
	err := a.UnmarshalJSON([]byte(`{"amount":49.00,"currency":"EUR"}`))
	if err == nil || !strings.Contains(err.Error(), "lost digits") {
		t.Errorf("error %v does not say why", err)
	}
}

func TestJSONInStruct(t *testing.T) {
	type refund struct {
		Paid  money.Amount   `json:"paid"`
		Total money.Amount   `json:"total,omitzero"`
		In    money.Currency `json:"in"`
		Mode  money.Rounding `json:"mode"`
	}
	in := refund{Paid: amount(4900, eur), In: eur, Mode: money.Down}
	text, err := json.MarshalIndent(in, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	var out refund
	if err := json.Unmarshal(text, &out); err != nil || out != in {
		t.Errorf("%s read as %v, %v", text, out, err)
	}
	if strings.Contains(string(text), "total") {
		t.Errorf("the zero Amount was not left out: %s", text)
	}
}

package money_test

import (
	"testing"

	"github.com/rescind-go/rescind/money"
)

func TestRoundingText(t *testing.T) {
	for mode, name := range map[money.Rounding]string{
		money.HalfUp: "half_up", money.HalfEven: "half_even", money.Down: "down", money.Up: "up", 0: "",
	} {
		text, err := mode.MarshalText()
		if string(text) != name || text == nil || err != nil {
			t.Errorf("%v as text: %q, %v", mode, text, err)
		}
		if mode != 0 && mode.String() != name {
			t.Errorf("%d prints as %q, want %q", mode, mode, name)
		}
		back := money.Rounding(9)
		if err := back.UnmarshalText(text); err != nil || back != mode {
			t.Errorf("%q read as %v, %v", text, back, err)
		}
	}
}

func TestRoundingUnknown(t *testing.T) {
	for mode, name := range map[money.Rounding]string{0: "Rounding(0)", 5: "Rounding(5)", 9: "Rounding(9)", 255: "Rounding(255)"} {
		if mode.String() != name {
			t.Errorf("%d prints as %q, want %q", uint8(mode), mode, name)
		}
		if mode == 0 {
			continue
		}
		text, err := mode.MarshalText()
		checkError(t, name, err, money.ErrRounding)
		if text != nil {
			t.Errorf("an error came with %q", text)
		}
	}
	mode := money.Down
	for _, text := range []string{"HalfUp", "HALF_UP", "half-up", "half_up ", "floor", "0", "Rounding(9)"} {
		checkError(t, text, mode.UnmarshalText([]byte(text)), money.ErrRounding)
		if mode != money.Down {
			t.Errorf("%q changed the mode to %v", text, mode)
		}
	}
}

// The table in the comment of Rounding.
func TestRoundingTable(t *testing.T) {
	tenths := []int64{24, 25, 26, 35, -24, -25, -26, -35}
	for mode, want := range map[money.Rounding][]int64{
		money.HalfUp:   {2, 3, 3, 4, -2, -3, -3, -4},
		money.HalfEven: {2, 2, 3, 4, -2, -2, -3, -4},
		money.Down:     {2, 2, 2, 3, -2, -2, -2, -3},
		money.Up:       {3, 3, 3, 4, -3, -3, -3, -4},
	} {
		for i, n := range tenths {
			got, err := amount(n, jpy).MulRatio(1, 10, mode)
			if err != nil || got.Minor() != want[i] {
				t.Errorf("%v of %d/10 = %v, %v; want %d", mode, n, got, err, want[i])
			}
		}
	}
}

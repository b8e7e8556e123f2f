package policy_test

import (
	"fmt"
	"math"
	"math/big"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// What is few enough to be tried to the last case: every day of the month to
// begin on, every length of a period, every day of it, and amounts up to the
// largest there are.

// laterMonth is the day n months after another: the same day of its month, or
// the last of a shorter one. It is counted from the first, and never chained.
func laterMonth(year int, month time.Month, day, n int) time.Time {
	last := time.Date(year, month+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return time.Date(year, month+time.Month(n), min(day, last), 0, 0, 0, 0, time.UTC)
}

func TestMonthsFromEveryDayNeverDrift(t *testing.T) {
	t.Parallel()
	const months = 400 * 12 // after which the calendar repeats itself
	check := func(year int, month time.Month, day, step int) {
		first, err := calendar.NewDate(year, month, day)
		if err != nil {
			t.Fatal(err)
		}
		for n := -months; n <= months; n += step {
			want := laterMonth(year, month, day, n)
			if got := first.AddMonths(n); got != calendar.DateIn(want, time.UTC) {
				t.Fatalf("%s and %d months is %s, want %s", first, n, got, want.Format(time.DateOnly))
			}
		}
	}
	for day := 1; day <= 31; day++ {
		check(2023, time.January, day, 1)
		check(2024, time.March, day, 1)
	}
	check(2024, time.February, 29, 12)
}

// The months and the years left of a charge for a century, a day before each
// boundary, on it, and a day after. As many minor units were paid as there are
// units: what comes back is how many are left.
func TestUnitsOfACenturyNeverDrift(t *testing.T) {
	t.Parallel()
	type counted struct {
		day, begun policy.Use
		policy     *policy.Policy
	}
	for _, unit := range []struct {
		name   string
		months int
	}{{"1 month", 1}, {"1 year", 12}} {
		var ways []counted
		for _, day := range []policy.Use{policy.Used, policy.Unused} {
			for _, begun := range []policy.Use{policy.Used, policy.Unused} {
				d := oneRefund(money.HalfUp, policy.Formula{
					Base: policy.BaseLatestCharge, Fraction: policy.FractionUnused,
					Time: policy.Share{Unit: unit.name, Day: day, Begun: begun},
				})
				ways = append(ways, counted{day, begun, mustCompile(t, d)})
			}
		}
		total := 1200 / unit.months
		for _, month := range []time.Month{time.January, time.February, time.April} {
			days := laterMonth(2000, month, 31, 0).Day()
			for day := 1; day <= days; day++ {
				if (testing.Short() || underRace) && 1 < day && day < 28 {
					continue
				}
				start := laterMonth(2000, month, day, 0).Add(9 * time.Hour)
				s := policy.Snapshot{ID: "sub", Charges: []policy.Charge{{
					ID: "in-1", At: start.AddDate(0, 0, -2), Phase: policy.Initial,
					Covers:   policy.Period{Start: start, End: laterMonth(2000, month, day, 1200).Add(9 * time.Hour)},
					Payments: []policy.Payment{captured("pay-1", int64(total))},
				}}}
				for _, way := range ways {
					var decision policy.Decision
					for n := 0; n <= total; n++ {
						boundary := laterMonth(2000, month, day, n*unit.months).Add(12 * time.Hour)
						for beside := -1; beside <= 1; beside++ {
							at := boundary.AddDate(0, 0, beside)
							if err := way.policy.DecideInto(&decision, &s, at); err != nil {
								t.Fatal(err)
							}
							// Time is left from this many days after the boundary.
							from := beside
							if way.day == policy.Used {
								from++
							}
							gone := n // units that are over, or have begun
							switch {
							case way.begun == policy.Used && from > 0:
								gone++
							case way.begun == policy.Unused && from < 0:
								gone--
							}
							want := int64(min(max(0, total-gone), total))
							if got := decision.TerminateNow.Refund; got.State != policy.SumExact || got.Amount.Minor() != want {
								t.Fatalf("%s from %s, day %s, begun %s: at %s %s, want %d minor units", unit.name, start.Format(time.DateOnly),
									way.day, way.begun, at.Format(time.DateOnly), got, want)
							}
						}
					}
				}
			}
		}
	}
}

// oneRefund is a document with one refund for whoever terminates.
func oneRefund(mode money.Rounding, refund policy.Formula) policy.Document {
	d := blank()
	d.Calendar, d.Zone, d.Rounding = "", "UTC", mode
	d.TerminateNow = []policy.Rule{{ID: "t", Ends: "request", Refund: refund}}
	return d
}

// whole rounds what is not negative, by the definition of the mode. It reports
// whether there was a tie.
func whole(x *big.Rat, mode money.Rounding) (n *big.Int, tie bool) {
	n, rest := new(big.Int).QuoRem(x.Num(), x.Denom(), new(big.Int))
	half := rest.Lsh(rest, 1).Cmp(x.Denom())
	up := false
	switch mode {
	case money.Up:
		up = rest.Sign() > 0
	case money.HalfUp:
		up = half >= 0
	case money.HalfEven:
		up = half > 0 || half == 0 && n.Bit(0) == 1
	}
	if up {
		n.Add(n, big.NewInt(1))
	}
	return n, half == 0
}

// Every day of every length up to a year, with amounts whose shares often lie
// in the middle of two minor units.
func TestEveryDayOfEveryLength(t *testing.T) {
	t.Parallel()
	start := ts("2023-07-01T00:00:00Z")
	for _, day := range []policy.Use{policy.Used, policy.Unused} {
		share := policy.Share{Unit: "1 day", Day: day}
		d := oneRefund(money.HalfUp, policy.Formula{Base: policy.BaseAllCharges, Fraction: policy.FractionUnused, Time: share})
		d.Withdraw = []policy.Rule{{ID: "w", Ends: "request", Refund: policy.Formula{Base: policy.BaseAllCharges, Fraction: policy.FractionUsed, Time: share}}}
		p := mustCompile(t, d)
		for _, paid := range []int64{4900, 1, 19996} {
			ties := 0
			var decision policy.Decision
			for length := 1; length <= 366; length++ {
				if (testing.Short() || underRace) && length > 62 && length < 365 {
					continue
				}
				s := policy.Snapshot{ID: "sub", Charges: []policy.Charge{{
					ID: "in-1", At: start, Covers: policy.Period{Start: start, End: start.AddDate(0, 0, length)}, Phase: policy.Initial,
					Payments: []policy.Payment{captured("pay-1", paid)},
				}}}
				for gone := 0; gone <= length; gone++ {
					at := start.AddDate(0, 0, gone).Add(time.Duration(gone%24) * time.Hour)
					if err := p.DecideInto(&decision, &s, at); err != nil {
						t.Fatal(err)
					}
					left := length - gone
					if day == policy.Used {
						left = max(0, left-1)
					}
					want, tie := whole(big.NewRat(paid*int64(left), int64(length)), money.HalfUp)
					if tie {
						ties++
					}
					unused, used := decision.TerminateNow.Refund, decision.Withdraw.Refund
					if unused.Amount != eur(want.Int64()) || used.Amount != eur(paid-want.Int64()) {
						t.Fatalf("%d cents for %d days, on day %d, day %s: unused %s, used %s, want %s unused", paid, length, gone, day, unused, used, want)
					}
				}
			}
			if ties < 20 {
				t.Errorf("%d cents, day %s: only %d shares tie", paid, day, ties)
			}
		}
	}
}

// Amounts up to the largest, in currencies of every number of decimals: exact,
// or left to a person where the sum is more than can be written.
func TestLargestAmounts(t *testing.T) {
	t.Parallel()
	start := ts("2023-01-01T00:00:00Z")
	end, at := start.AddDate(1, 0, 0), ts("2023-05-03T07:08:09Z")
	shares := map[string]struct {
		time policy.Share
		left *big.Rat
	}{
		"days":    {policy.Share{Unit: "1 day", Day: policy.Used}, big.NewRat(365-123, 365)},
		"seconds": {policy.Share{Unit: "second"}, big.NewRat(end.Unix()-at.Unix(), end.Unix()-start.Unix())},
	}
	percents := map[policy.Percent]*big.Rat{"": big.NewRat(1, 1), "12.5": big.NewRat(1, 8), "99.999999": big.NewRat(99_999_999, 100_000_000)}
	amounts := []int64{math.MaxInt64, math.MaxInt64 - 1, math.MaxInt64 / 2, math.MaxInt64/2 + 1, math.MaxInt64 / 3, 1<<53 + 1, 1}
	for shareName, share := range shares {
		for percent, part := range percents {
			for _, mode := range []money.Rounding{money.HalfUp, money.HalfEven, money.Down, money.Up} {
				f := policy.Formula{Base: policy.BaseAllCharges, Fraction: policy.FractionUnused, Time: share.time, Percent: percent}
				d := oneRefund(mode, f)
				d.TerminateNow[0].Due = f
				p := mustCompile(t, d)
				fraction := new(big.Rat).Mul(share.left, part)
				// exact is a share of an amount.
				exact := func(of int64, included *big.Rat) *big.Int {
					n, _ := whole(new(big.Rat).Mul(fraction, included.Mul(included, big.NewRat(of, 1))), mode)
					return n
				}
				for _, currency := range []string{"JPY", "EUR", "BHD", "CLF"} {
					for _, amount := range amounts {
						for _, itemized := range []bool{false, true} {
							for _, others := range [][]int64{nil, {amount}, {1}, {amount / 2, amount / 3}} {
								var s policy.Snapshot
								s.ID = "sub"
								paid, want := new(big.Int), new(big.Int)
								for i, n := range append([]int64{amount}, others...) {
									ch := policy.Charge{ID: fmt.Sprint("in-", i), At: start, Covers: policy.Period{Start: start, End: end}, Phase: policy.Initial}
									included := big.NewRat(1, 1)
									if kept := n / 7; itemized && n > 0 {
										tax := n / 6
										ch.Components = []policy.Component{
											{Name: "net", Amount: minor(n-kept-tax, currency)}, {Name: "tax", Amount: minor(tax, currency), Of: "net"},
											{Name: "fee", Amount: minor(kept, currency), Kept: true},
										}
										included = big.NewRat(n-kept, n)
									}
									// Two payments, one of them small.
									for j, m := range []int64{n - n/100, n / 100} {
										ch.Payments = append(ch.Payments, policy.Payment{ID: fmt.Sprint("pay-", i, "-", j), State: policy.PaymentCaptured, Captured: minor(m, currency)})
									}
									s.Charges = append(s.Charges, ch)
									paid.Add(paid, big.NewInt(n))
									want.Add(want, exact(n, included))
								}
								what := fmt.Sprintf("%s %s %s, %s: %d and %v %s, itemized %v", shareName, percent, mode, at, amount, others, currency, itemized)
								v := decide(t, p, s, at).TerminateNow
								if wrong := isExactly(v.Refund, v.Reasons, paid, want, currency); wrong != "" {
									t.Fatalf("%s: %s: %s", what, wrong, asJSON(v))
								}
								if wrong := partsOf(v, v.Refund); wrong != "" {
									t.Fatalf("%s: %s: %s", what, wrong, asJSON(v))
								}
								if itemized {
									continue // a fee that does not come back is due all the same
								}
								if wrong := isExactly(v.Due, v.Reasons, paid, want, currency); wrong != "" {
									t.Fatalf("%s: due: %s: %s", what, wrong, asJSON(v))
								}
							}
						}
					}
				}
			}
		}
	}
}

// isExactly tells how a sum differs from what is wanted of what was paid.
func isExactly(got policy.Sum, why []policy.Reason, paid, want *big.Int, currency string) string {
	switch {
	case !paid.IsInt64():
		if got.State != policy.SumUndecided || got.Amount.IsValid() || got.Least.Sign() < 0 || got.Most.Sign() < 0 || !has(why, policy.SumTooLarge) {
			return "want undecided, because of sum_too_large"
		}
	case got.State != policy.SumExact || got.Amount != minor(want.Int64(), currency) || got.Payable != got.Amount:
		return "want " + want.String()
	}
	return ""
}

// partsOf tells whether the parts and the lines of a verdict are its sum.
func partsOf(v policy.Verdict, sum policy.Sum) string {
	parts, lines := new(big.Int), new(big.Int)
	for _, part := range v.Parts {
		parts.Add(parts, big.NewInt(part.Amount.Minor()))
		if part.Amount.Sign() <= 0 {
			return "a part of nothing"
		}
	}
	for _, line := range v.Lines {
		lines.Add(lines, big.NewInt(line.Amount.Minor()))
		if line.Amount.Sign() <= 0 {
			return "a line of nothing"
		}
	}
	all := big.NewInt(sum.Amount.Minor())
	if parts.Cmp(all) != 0 || len(v.Lines) > 0 && lines.Cmp(all) != 0 {
		return "the parts or the lines do not add up"
	}
	return ""
}

// The same of what was asked: what is not paid of it is given up first, and the
// two make up the share.
func TestLargestAmountsAskedFor(t *testing.T) {
	t.Parallel()
	start := ts("2023-01-01T00:00:00Z")
	for _, mode := range []money.Rounding{money.HalfUp, money.HalfEven, money.Down, money.Up} {
		p := mustCompile(t, oneRefund(mode, policy.Formula{
			Base: policy.BaseLatestCharge, Asked: true, Fraction: policy.FractionUnused, Time: policy.Share{Unit: "1 day", Day: policy.Unused},
		}))
		for _, asked := range []int64{math.MaxInt64, math.MaxInt64 - 1, math.MaxInt64 / 2, 1<<53 + 1} {
			for _, paid := range []int64{1, asked / 3, asked - asked/3, asked - 1, asked} {
				for _, gone := range []int{0, 1, 100, 200, 364} {
					s := policy.Snapshot{ID: "sub", Charges: []policy.Charge{{
						ID: "in-1", At: start, Covers: policy.Period{Start: start, End: start.AddDate(1, 0, 0)}, Phase: policy.Initial,
						Amount: eur(asked), Payments: []policy.Payment{captured("pay-1", paid)},
					}}}
					v := decide(t, p, s, start.AddDate(0, 0, gone)).TerminateNow
					share, _ := whole(new(big.Rat).Mul(big.NewRat(int64(365-gone), 365), big.NewRat(asked, 1)), mode)
					reduced := min(share.Int64(), asked-paid)
					if v.Refund.State != policy.SumExact || v.Credit.Amount.Minor() != reduced || v.Refund.Amount.Minor() != share.Int64()-reduced {
						t.Fatalf("%s: %d paid of %d, %d days gone: want %d less asked and %d back: %s", mode, paid, asked, gone, reduced, share.Int64()-reduced, asJSON(v))
					}
				}
			}
		}
	}
}

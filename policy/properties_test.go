package policy_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/calendar"
	"github.com/rescind-go/rescind/policy"
)

// Each property is a check of one case: a document, a snapshot and an instant.
// It runs over random cases as an ordinary test, and where mutation helps as a
// fuzz target too (fuzz_test.go). A check returns what is wrong, or "".
type check func(c *choices, d named, s policy.Snapshot, at time.Time) string

// cases is how many random cases a property runs over. The race detector looks
// for races and not for arithmetic: a few will do for it.
func cases() int {
	if testing.Short() || underRace {
		return min(*casesFlag, 3_000)
	}
	return *casesFlag
}

// forAll runs a check over random cases.
func forAll(t *testing.T, sh shape, holds check) {
	t.Helper()
	docs := varied(t)
	t.Parallel()
	failures, decided := 0, 0
	n := cases()
	for i := range n {
		c := &choices{rng: rand.New(rand.NewPCG(*seedFlag, uint64(i)))}
		d, s, at := oneCase(c, docs, sh)
		if _, err := d.policy.DecideAt(s, at); err == nil {
			decided++
		}
		if wrong := holds(c, d, s, at); wrong != "" {
			t.Errorf("-seed %d, case %d: document %s\nsnapshot %s\nat %s\n%s",
				*seedFlag, i, d.name, asJSON(s), at.Format(time.RFC3339Nano), wrong)
			if failures++; failures == 3 {
				t.FailNow()
			}
		}
	}
	if decided < n*9/10 {
		t.Errorf("only %d of %d cases were decided: the generator is off", decided, n)
	}
}

// oneCase chooses a case.
func oneCase(c *choices, docs []named, sh shape) (named, policy.Snapshot, time.Time) {
	d := docs[c.n(len(docs))]
	s := c.snapshot(sh)
	return d, s, c.at(s)
}

var (
	anything  = shape{faults: true, overReturn: true, unwritable: true}
	plausible = shape{}
)

func TestPropertyErrorMeansZeroDecision(t *testing.T) { forAll(t, anything, errorMeansZero) }

func errorMeansZero(c *choices, d named, s policy.Snapshot, at time.Time) string {
	// Spoil what makes a snapshot one.
	switch c.n(8) {
	case 0:
		s.ID = pick(c, "", strings.Repeat("x", 129))
	case 1:
		s.Request.By = 99
	case 2:
		s.EndedAt = time.Unix(1<<55, 0)
	case 3:
		s.Events = append(s.Events, policy.Event{Kind: "use"})
	case 4:
		if len(s.Charges) > 0 {
			s.Charges[0].At = time.Time{}
		}
	case 5:
		at = pick(c, time.Time{}, time.Unix(-1<<62, 0), time.Unix(1<<62, 0), ts("1899-12-31T23:59:59Z"), ts("2200-01-01T00:00:00Z"))
	}
	got, err := d.policy.DecideAt(s, at)
	if err != nil && !reflect.DeepEqual(got, policy.Decision{}) {
		return "DecideAt: an error with the decision " + asJSON(got)
	}
	dirty := policy.Decision{Subscription: "dirty", Findings: make([]policy.Reason, 3)}
	dirty.StopRenewal.Answer = policy.Allowed
	errInto := d.policy.DecideInto(&dirty, &s, at)
	if errInto != nil && !reflect.DeepEqual(dirty, policy.Decision{}) {
		return "DecideInto: an error with the decision " + asJSON(dirty)
	}
	if (err == nil) != (errInto == nil) {
		return fmt.Sprintf("DecideAt says %v, DecideInto %v", err, errInto)
	}
	return ""
}

// movements are the parts that give something back: all but the voided
// authorizations.
func movements(v policy.Verdict) []policy.Part {
	return slices.DeleteFunc(slices.Clone(v.Parts), func(p policy.Part) bool { return p.Operation == policy.OpVoid })
}

func TestPropertyRefundWithinBounds(t *testing.T) {
	forAll(t, anything, refundWithinBounds)
}

// ceiling works out in big integers what can come back of a payment: what was
// taken less what was returned, and less what cannot be sent at present.
func ceiling(p policy.Payment, at time.Time) (owed, payable *big.Int) {
	owed, payable = new(big.Int), new(big.Int)
	if p.State != policy.PaymentCaptured && p.State != policy.PaymentPending {
		return owed, payable
	}
	owed.SetInt64(p.Captured.Minor())
	for _, r := range p.Refunds {
		if r.State != policy.RefundFailed {
			owed.Sub(owed, big.NewInt(r.Amount.Minor()))
		}
	}
	for _, r := range p.Credits {
		owed.Sub(owed, big.NewInt(r.Amount.Minor()))
	}
	payable.Set(owed)
	for _, r := range p.Disputes {
		switch r.State {
		case policy.DisputeLost:
			owed.Sub(owed, big.NewInt(r.Amount.Minor()))
			payable.Sub(payable, big.NewInt(r.Amount.Minor()))
		case policy.DisputeOpen:
			payable.Sub(payable, big.NewInt(r.Amount.Minor()))
		}
	}
	if p.State == policy.PaymentPending || !p.RefundableUntil.IsZero() && !p.RefundableUntil.After(at) || payable.Sign() < 0 {
		payable.SetInt64(0)
	}
	return owed, payable
}

func refundWithinBounds(_ *choices, d named, s policy.Snapshot, at time.Time) string {
	got, err := d.policy.DecideAt(s, at)
	if err != nil {
		return ""
	}
	for a, v := range got.Verdicts() {
		for _, sum := range []policy.Sum{v.Refund, v.Credit, v.Due} {
			for _, amount := range []int64{sum.Amount.Minor(), sum.Payable.Minor(), sum.Least.Minor(), sum.Most.Minor()} {
				if amount < 0 {
					return fmt.Sprintf("%s: a negative sum: %s", a, asJSON(v))
				}
			}
		}
		// In total: within what is left of the charges that a rule may be
		// about, of all of them together and, where there are parts, of
		// those that the parts name.
		owed, payable := new(big.Int), new(big.Int)
		for _, ch := range s.Charges {
			if len(v.Parts) > 0 && !slices.ContainsFunc(v.Parts, func(p policy.Part) bool { return p.Charge == ch.ID }) {
				continue
			}
			for _, p := range ch.Payments {
				// More may have gone back of another payment than it took.
				if o, y := ceiling(p, at); o.Sign() > 0 && p.Class != policy.ClassPromotional && p.Class != policy.ClassStoredValue {
					owed.Add(owed, o)
					payable.Add(payable, y)
				}
			}
		}
		above := func(promised int64, left *big.Int) bool { return promised > 0 && left.Cmp(big.NewInt(promised)) < 0 }
		if above(max(v.Refund.Amount.Minor(), v.Refund.Most.Minor()), owed) || above(v.Refund.Payable.Minor(), payable) {
			return fmt.Sprintf("%s: more than is left: %s", a, asJSON(v))
		}
		// Per payment.
		for _, ch := range s.Charges {
			for _, p := range ch.Payments {
				owed, payable := ceiling(p, at)
				given, credited := false, false
				for _, part := range movements(v) {
					if part.Charge != ch.ID || part.Payment != p.ID {
						continue
					}
					if p.Class == policy.ClassPromotional {
						return fmt.Sprintf("%s: gives out what was given away: %s", a, asJSON(v))
					}
					given, credited = true, credited || part.Operation == policy.OpCredit || part.Operation == policy.OpReduce
					owed.Sub(owed, big.NewInt(part.Amount.Minor()))
					if part.Blocked == 0 {
						payable.Sub(payable, big.NewInt(part.Amount.Minor()))
					}
				}
				if given && (owed.Sign() < 0 || payable.Sign() < 0 && !credited) {
					return fmt.Sprintf("%s: more than is left of payment %s: %s", a, p.ID, asJSON(v))
				}
			}
		}
	}
	return ""
}

func TestPropertyPartsAddUp(t *testing.T) { forAll(t, anything, partsAddUp) }

func partsAddUp(_ *choices, d named, s policy.Snapshot, at time.Time) string {
	got, err := d.policy.DecideAt(s, at)
	if err != nil {
		return ""
	}
	for a, v := range got.Verdicts() {
		type sums struct{ all, payable int64 }
		var refund, credit sums
		given := make(map[string]int64) // by charge
		for _, part := range movements(v) {
			sum := &credit
			if part.Operation == policy.OpRefund || part.Operation == policy.OpCancelDebit {
				sum = &refund
			}
			currency := v.Refund.Amount.Currency()
			if !v.Refund.Amount.IsValid() {
				currency = v.Credit.Amount.Currency()
			}
			if part.Amount.Minor() <= 0 || part.Amount.Currency() != currency {
				return fmt.Sprintf("%s: a part of nothing, or of other money: %s", a, asJSON(v))
			}
			sum.all += part.Amount.Minor()
			if part.Blocked == 0 {
				sum.payable += part.Amount.Minor()
			} else if part.Needs == 0 || (part.Expect != calendar.Range{}) {
				return fmt.Sprintf("%s: a blocked part without a remedy, or with a date: %s", a, asJSON(v))
			}
			given[part.Charge] += part.Amount.Minor()
		}
		if (refund != sums{v.Refund.Amount.Minor(), v.Refund.Payable.Minor()} || credit != sums{v.Credit.Amount.Minor(), v.Credit.Payable.Minor()}) {
			return fmt.Sprintf("%s: the parts do not add up: %s", a, asJSON(v))
		}
		if v.Refund.State == policy.SumUndecided && len(movements(v)) > 0 {
			return fmt.Sprintf("%s: parts of a sum that is not known: %s", a, asJSON(v))
		}
		lines := make(map[string]int64)
		for _, line := range v.Lines {
			if line.Amount.Minor() <= 0 {
				return fmt.Sprintf("%s: a line of nothing: %s", a, asJSON(v))
			}
			lines[line.Charge] += line.Amount.Minor()
		}
		for charge, sum := range lines {
			if sum != given[charge] {
				return fmt.Sprintf("%s: the lines of %s do not add up: %s", a, charge, asJSON(v))
			}
		}
		claimed := int64(0)
		for _, claim := range v.Claims {
			if claimed += claim.Amount.Minor(); claim.Amount.Minor() <= 0 {
				return fmt.Sprintf("%s: a claim of nothing: %s", a, asJSON(v))
			}
		}
		if len(v.Claims) > 0 && claimed != v.Due.Amount.Minor() {
			return fmt.Sprintf("%s: the claims do not add up: %s", a, asJSON(v))
		}
	}
	return ""
}

func TestPropertyOrderOfFactsDoesNotMatter(t *testing.T) {
	// Not covered: two charges with one id that differ in what their equally
	// many payments say are told apart by their place.
	forAll(t, anything, orderDoesNotMatter)
}

func orderDoesNotMatter(c *choices, d named, s policy.Snapshot, at time.Time) string {
	want, err := d.policy.DecideAt(s, at)
	if err != nil {
		return ""
	}
	other := deepCopy(s)
	shuffle(c, other.Charges)
	shuffle(c, other.Events)
	shuffle(c, other.Complete)
	for i := range other.Charges {
		shuffle(c, other.Charges[i].Payments)
		for j := range other.Charges[i].Payments {
			p := &other.Charges[i].Payments[j]
			shuffle(c, p.Refunds)
			shuffle(c, p.Credits)
			shuffle(c, p.Disputes)
		}
	}
	got, err := d.policy.DecideAt(other, at)
	if err != nil {
		return err.Error()
	}
	return differ(got, want)
}

func shuffle[T any](c *choices, list []T) {
	for i := range list {
		j := i + c.n(len(list)-i)
		list[i], list[j] = list[j], list[i]
	}
}

// differ compares two decisions byte by byte.
func differ(got, want policy.Decision) string {
	if a, b := asJSON(got), asJSON(want); a != b {
		return "got  " + a + "\nwant " + b
	}
	return ""
}

func TestPropertyNothingChangesBeforeUntil(t *testing.T) { forAll(t, anything, untilSound) }

func untilSound(c *choices, d named, s policy.Snapshot, at time.Time) string {
	want, err := d.policy.DecideAt(s, at)
	if err != nil {
		return ""
	}
	check := func(until policy.Moment, what string, same func(got, want policy.Decision) string) string {
		last := ts("2199-12-31T23:59:59.999999999Z")
		switch until.Kind {
		case policy.Fixed:
			if !until.At.After(at) {
				return fmt.Sprintf("%s is %s, which is not after %s", what, until, at)
			}
			if before := until.At.Add(-1); before.Before(last) {
				last = before
			}
		case policy.Never:
		default:
			return what + " is neither an instant nor never"
		}
		// The last instant, and one on the way there.
		for _, then := range []time.Time{last, at.Add(last.Sub(at) / time.Duration(2+c.n(1000)))} {
			got, err := d.policy.DecideAt(s, then)
			if err != nil {
				return err.Error()
			}
			got.At = want.At
			if wrong := same(got, want); wrong != "" {
				return fmt.Sprintf("%s is %s, but at %s\n%s", what, until, then.Format(time.RFC3339Nano), wrong)
			}
		}
		return ""
	}
	if wrong := check(want.Until, "Until", differ); wrong != "" {
		return wrong
	}
	for a, v := range want.Verdicts() {
		wrong := check(v.Holds, a.String()+".Holds", func(got, want policy.Decision) string {
			g, w := got.Verdict(a), want.Verdict(a)
			if g.Answer != w.Answer || g.Refund != w.Refund || g.Credit != w.Credit || g.Due != w.Due {
				return "got  " + asJSON(g) + "\nwant " + asJSON(w)
			}
			return ""
		})
		if wrong != "" {
			return wrong
		}
		if want.Until.Kind == policy.Fixed && v.Holds.Kind == policy.Fixed && v.Holds.At.Before(want.Until.At) {
			return a.String() + ".Holds ends before Until"
		}
	}
	return ""
}

func TestPropertyMissingFactsNeverPay(t *testing.T) { forAll(t, anything, missingFactsNeverPay) }

func missingFactsNeverPay(c *choices, d named, s policy.Snapshot, at time.Time) string {
	full, err := d.policy.DecideAt(s, at)
	if err != nil {
		return ""
	}
	less := deepCopy(s)
	switch c.n(3) {
	case 0:
		less.Complete = nil
	case 1:
		less.Contract = time.Time{}
	case 2:
		less.Complete, less.Contract = nil, time.Time{}
	}
	poor, err := d.policy.DecideAt(less, at)
	if err != nil {
		return err.Error()
	}
	certain := func(s policy.Sum) int64 { return max(s.Amount.Minor(), s.Least.Minor()) }
	for a, v := range poor.Verdicts() {
		w := full.Verdict(a)
		if certain(v.Refund) > certain(w.Refund) || v.Refund.Payable.Minor() > w.Refund.Payable.Minor() {
			return fmt.Sprintf("%s: knowing less pays more\nless %s\nfull %s", a, asJSON(v), asJSON(w))
		}
	}
	if full.StopRenewal.Allowed() && !poor.StopRenewal.Allowed() {
		return "knowing less takes the way out away: " + asJSON(poor.StopRenewal)
	}
	return ""
}

func TestPropertyRenewalCanAlwaysBeStopped(t *testing.T) { forAll(t, anything, wayOut) }

func wayOut(_ *choices, d named, s policy.Snapshot, at time.Time) string {
	got, err := d.policy.DecideAt(s, at)
	if err != nil || d.refuses {
		return ""
	}
	ending := !s.EndedAt.IsZero() && !has(got.Findings, policy.ChargeAfterEnd)
	if got.Phase != policy.Ended && !got.Stopped && !ending && !got.StopRenewal.Allowed() {
		return "no way out: " + asJSON(got)
	}
	if len(got.StopRenewal.Reasons) == 0 || len(got.TerminateNow.Reasons) == 0 || len(got.Withdraw.Reasons) == 0 || len(got.ResumeRenewal.Reasons) == 0 {
		return "a verdict without a reason: " + asJSON(got)
	}
	return ""
}

func TestPropertyWhatWasNotTakenDoesNotComeBack(t *testing.T) { forAll(t, plausible, nothingComesBack) }

func nothingComesBack(c *choices, d named, s policy.Snapshot, at time.Time) string {
	s = deepCopy(s)
	s.EndedAt = time.Time{} // money taken after the end is left to a person, whatever is left of it
	what := pick(c, "trial", "unpaid", "refunded")
	if what == "trial" {
		s.Charges = nil
	}
	for i := range s.Charges {
		for j := range s.Charges[i].Payments {
			p := &s.Charges[i].Payments[j]
			if what == "unpaid" {
				p.State = pick(c, policy.PaymentAuthorized, policy.PaymentFailed, policy.PaymentVoided)
			} else if owed, _ := ceiling(*p, at); owed.Sign() > 0 {
				p.Refunds = append(p.Refunds, policy.Refund{State: pick(c, policy.RefundSucceeded, policy.RefundPending), Amount: eur(owed.Int64())})
			}
		}
	}
	got, err := d.policy.DecideAt(s, at)
	if err != nil {
		return ""
	}
	for a, v := range got.Verdicts() {
		if v.Refund.Most.IsValid() || v.Refund.Amount.Minor() != 0 || v.Refund.Payable.Minor() != 0 || slices.ContainsFunc(movements(v), func(p policy.Part) bool { return p.Payment != "" }) {
			return fmt.Sprintf("%s, yet %s gives %s", what, a, asJSON(v))
		}
	}
	return ""
}

func TestPropertyNoSecondRefund(t *testing.T) { forAll(t, shape{overReturn: true}, noSecondRefund) }

func noSecondRefund(c *choices, d named, s policy.Snapshot, at time.Time) string {
	first, err := d.policy.DecideAt(s, at)
	if err != nil {
		return ""
	}
	for a, v := range first.Verdicts() {
		if len(movements(v)) == 0 || !d.plain {
			continue
		}
		after := deepCopy(s)
		for _, part := range movements(v) {
			for i := range after.Charges {
				for j := range after.Charges[i].Payments {
					if p := &after.Charges[i].Payments[j]; p.ID == part.Payment {
						p.Refunds = append(p.Refunds, policy.Refund{Amount: part.Amount, At: at, State: pick(c, policy.RefundSucceeded, policy.RefundPending)})
					}
				}
			}
		}
		second, err := d.policy.DecideAt(after, at)
		if err != nil {
			return err.Error()
		}
		if w := second.Verdict(a); w.Refund.Amount.Minor() != 0 || len(movements(w)) != 0 || w.Refund.Most.IsValid() {
			return fmt.Sprintf("%s pays twice\nfirst  %s\nsecond %s", a, asJSON(v), asJSON(w))
		}
	}
	return ""
}

func TestPropertyPartKeys(t *testing.T) { forAll(t, shape{overReturn: true}, partKeys) }

func partKeys(c *choices, d named, s policy.Snapshot, at time.Time) string {
	// The key of each part, by all that it may depend on. The same snapshot
	// is decided at several instants, written in several zones.
	keys := make(map[string]string)
	for range 3 {
		got, err := d.policy.DecideAt(s, at)
		if err != nil {
			return ""
		}
		for a, v := range got.Verdicts() {
			seen := make(map[string]bool)
			for _, part := range v.Parts {
				key := part.Key()
				if len(key) != 32 || strings.Trim(key, "0123456789abcdef") != "" {
					return "a key that is not 32 hex digits: " + key
				}
				if seen[key] {
					return fmt.Sprintf("%s: two parts have one key: %s", a, asJSON(v.Parts))
				}
				seen[key] = true
				what := fmt.Sprint(part.Charge, part.Payment, part.Operation, part.Against, part.Returned)
				if before, ok := keys[what]; ok && before != key {
					return "the key of " + what + " has changed"
				}
				keys[what] = key
			}
		}
		at = c.at(s).In(time.FixedZone("", c.n(20)*3600))
	}
	return ""
}

func TestPropertyHowInstantsAreWrittenDoesNotMatter(t *testing.T) {
	forAll(t, anything, writtenDoesNotMatter)
}

func writtenDoesNotMatter(c *choices, d named, s policy.Snapshot, at time.Time) string {
	want, err := d.policy.DecideAt(s, at)
	if err != nil {
		return ""
	}
	s, at = rewritten(c, s, at)
	got, err := d.policy.DecideAt(s, at)
	if err != nil {
		return err.Error()
	}
	return differ(got, want)
}

// rewritten returns the same instants, written in other zones.
func rewritten(c *choices, s policy.Snapshot, at time.Time) (policy.Snapshot, time.Time) {
	now := time.Now()
	rewrite := func(t *time.Time) {
		if t.IsZero() {
			return
		}
		switch c.n(3) {
		case 0: // the same instant, with a monotonic reading
			*t = now.Add(t.Sub(now))
		case 1:
			*t = t.In(time.Local)
		default:
			*t = t.In(time.FixedZone("odd", c.n(27*3600)-13*3600))
		}
	}
	s = deepCopy(s)
	rewrite(&at)
	for _, t := range []*time.Time{&s.Contract, &s.Trial.Start, &s.Trial.End, &s.StoppedAt, &s.EndedAt, &s.Request.At, &s.Request.Received} {
		rewrite(t)
	}
	for i := range s.Charges {
		ch := &s.Charges[i]
		rewrite(&ch.At)
		rewrite(&ch.Covers.Start)
		rewrite(&ch.Covers.End)
		for j := range ch.Payments {
			rewrite(&ch.Payments[j].RefundableUntil)
		}
	}
	for i := range s.Events {
		rewrite(&s.Events[i].At)
	}
	return s, at
}

func TestPropertyDoorsAgree(t *testing.T) { forAll(t, anything, doorsAgree) }

func doorsAgree(c *choices, d named, s policy.Snapshot, at time.Time) string {
	want, err := d.policy.DecideAt(s, at)
	if err != nil {
		return ""
	}
	reads := 0
	got, err := d.policy.Decide(s, func() time.Time { reads++; return at })
	if wrong := differ(got, want); wrong != "" || err != nil || reads != 1 {
		return fmt.Sprintf("Decide read the clock %d times: %v\n%s", reads, err, wrong)
	}
	// A decision that was used for something else before.
	var dirty policy.Decision
	other := c.snapshot(anything)
	_ = d.policy.DecideInto(&dirty, &other, c.at(other))
	if err := d.policy.DecideInto(&dirty, &s, at); err != nil {
		return err.Error()
	}
	if wrong := differ(dirty, want); wrong != "" {
		return "DecideInto a used decision\n" + wrong
	}
	return ""
}

func TestPropertySnapshotIsNotChanged(t *testing.T) { forAll(t, anything, snapshotIsNotChanged) }

func snapshotIsNotChanged(_ *choices, d named, s policy.Snapshot, at time.Time) string {
	before := deepCopy(s)
	var got policy.Decision
	if err := d.policy.DecideInto(&got, &s, at); err != nil {
		return ""
	}
	s.AsOf(at)
	if !reflect.DeepEqual(s, before) {
		return "changed from " + asJSON(before)
	}
	// And the decision does not hold on to it.
	text := asJSON(got)
	for i := range s.Charges {
		s.Charges[i] = policy.Charge{}
	}
	for i := range s.Events {
		s.Events[i] = policy.Event{}
	}
	if after := asJSON(got); after != text {
		return "the decision changes with the snapshot: " + after
	}
	return ""
}

func TestPropertyAsOfKeepsRights(t *testing.T) { forAll(t, anything, asOfKeepsRights) }

func asOfKeepsRights(c *choices, d named, s policy.Snapshot, at time.Time) string {
	then := s.AsOf(at)
	for _, ch := range then.Charges {
		for _, p := range ch.Payments {
			for _, r := range p.Refunds {
				if r.At.After(at) {
					return "AsOf keeps a later refund"
				}
			}
			for _, r := range p.Credits {
				if r.At.After(at) {
					return "AsOf keeps a later credit"
				}
			}
			for _, r := range p.Disputes {
				if r.At.After(at) {
					return "AsOf keeps a later dispute"
				}
			}
		}
		if ch.At.After(at) {
			return "AsOf keeps a later charge"
		}
	}
	for _, e := range then.Events {
		if e.At.After(at) {
			return "AsOf keeps a later event"
		}
	}
	if then.StoppedAt.After(at) || then.EndedAt.After(at) || then.Request.At.After(at) {
		return "AsOf keeps a later stop, end or request: " + asJSON(then)
	}
	if again := then.AsOf(at); !reflect.DeepEqual(again, then) {
		return "AsOf twice is not AsOf once"
	}
	got, err := d.policy.DecideAt(then, at)
	if err != nil {
		return "" // a snapshot that is none stays none, or its fault was dropped
	}
	want, err := d.policy.DecideAt(s, at)
	if err != nil || s.Request.At.After(at) || s.EndedAt.After(at) {
		return "" // a request or a notice that was not yet given is no right
	}
	if got.Phase != want.Phase || got.Stopped != want.Stopped || got.Running != want.Running {
		return "the standing differs\ngot  " + asJSON(got) + "\nwant " + asJSON(want)
	}
	for a, w := range want.Verdicts() {
		// An action that is offered if money comes back is offered by all that
		// is known of the money, later facts too.
		if slices.ContainsFunc(rulesOf(d.doc, a), func(r policy.Rule) bool { return r.IfRefund }) {
			continue
		}
		if v := got.Verdict(a); v.Answer != w.Answer || v.Rule != w.Rule || v.Ends != w.Ends {
			return fmt.Sprintf("%s\ngot  %s\nwant %s", a, asJSON(v), asJSON(w))
		}
	}
	// What is written into the copy must not be seen in the original.
	before := deepCopy(s)
	for i := range then.Charges {
		then.Charges[i].ID = "mine"
		for j := range then.Charges[i].Payments {
			p := &then.Charges[i].Payments[j]
			p.ID = "mine"
			for k := range p.Refunds {
				p.Refunds[k].ID = "mine"
			}
			for k := range p.Credits {
				p.Credits[k].ID = "mine"
			}
			for k := range p.Disputes {
				p.Disputes[k].ID = "mine"
			}
		}
	}
	for i := range then.Events {
		then.Events[i].Kind = "mine"
	}
	if !reflect.DeepEqual(s, before) {
		return "AsOf shares a slice with its receiver"
	}
	return ""
}

func TestPropertySnapshotRoundTrip(t *testing.T) {
	// An amount missing in a refund cannot be read back: see
	// TestMissingRefundAmountRoundTrips.
	forAll(t, shape{faults: true, overReturn: true}, snapshotRoundTrip)
}

func snapshotRoundTrip(_ *choices, d named, s policy.Snapshot, at time.Time) string {
	text := asJSON(s)
	got, err := policy.ParseSnapshot([]byte(text))
	if _, wrong := d.policy.DecideAt(s, at); wrong != nil {
		if err == nil {
			return "ParseSnapshot takes what DecideAt refuses: " + wrong.Error()
		}
		return ""
	}
	if err != nil {
		return err.Error()
	}
	if !reflect.DeepEqual(got, s) {
		return "read back as " + asJSON(got)
	}
	return ""
}

func TestPropertyDocumentRoundTrip(t *testing.T) {
	t.Parallel()
	for i := range cases() {
		c := &choices{rng: rand.New(rand.NewPCG(*seedFlag, uint64(i)))}
		if wrong := documentRoundTrip(c.document()); wrong != "" {
			t.Fatalf("-seed %d, case %d: %s", *seedFlag, i, wrong)
		}
	}
	for _, d := range varied(t) {
		if wrong := documentRoundTrip(d.doc); wrong != "" {
			t.Errorf("%s: %s", d.name, wrong)
		}
	}
}

func documentRoundTrip(d policy.Document) string {
	text := asJSON(d)
	got, err := policy.Parse([]byte(text))
	switch {
	case err != nil:
		return err.Error() + ": " + text
	case !reflect.DeepEqual(got, d):
		return "wrote " + text + "\nread back as " + asJSON(got)
	case asJSON(got) != text:
		return "not the same bytes: " + text
	}
	return ""
}

func TestPropertyHundredRunsGiveTheSameBytes(t *testing.T) {
	docs := varied(t)
	t.Parallel()
	for i := range cases() / 100 {
		c := &choices{rng: rand.New(rand.NewPCG(*seedFlag, uint64(i)))}
		d, s, at := oneCase(c, docs, anything)
		want, err := d.policy.DecideAt(s, at)
		if err != nil {
			continue
		}
		for range 100 {
			got, err := d.policy.DecideAt(s, at)
			if wrong := differ(got, want); wrong != "" || err != nil {
				t.Fatalf("-seed %d, case %d, document %s: %v\n%s", *seedFlag, i, d.name, err, wrong)
			}
		}
	}
}

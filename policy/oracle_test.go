package policy_test

import (
	"cmp"
	"flag"
	"fmt"
	"math/big"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// The money of a verdict, worked out a second time: in fractions that never
// round, day by day, and from the definitions in the documentation alone. What
// the two have in common is the vocabulary and nothing else, so that a mistake
// would have to be made twice.

var oracleFlag = flag.Int64("oracle", 30_000, "how many random documents and ledgers the oracle answers too")

// ledgersPerDocument is how many ledgers are decided by one document: compiling
// it is dear beside deciding.
const ledgersPerDocument = 20

func TestOracleAgreesOnMoney(t *testing.T) {
	n := *oracleFlag
	if testing.Short() || underRace {
		n = min(n, 3_000)
	}
	zones := make(map[string]*time.Location)
	for _, name := range oracleZones {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		zones[name] = loc
	}
	var (
		next, differences atomic.Int64
		workers           sync.WaitGroup
		mu                sync.Mutex
		total             tally
	)
	for range runtime.GOMAXPROCS(0) {
		workers.Add(1)
		go func() {
			defer workers.Done()
			w := worker{zones: zones, differ: func(text string) {
				if differences.Add(1) <= 3 {
					t.Error(text)
				}
			}}
			for differences.Load() < 3 {
				first := (next.Add(1) - 1) * ledgersPerDocument
				if first >= n {
					break
				}
				w.compare(first, min(first+ledgersPerDocument, n))
			}
			mu.Lock()
			defer mu.Unlock()
			total.add(&w.tally)
		}()
	}
	workers.Wait()
	count := total.of[compared]
	t.Logf("oracle: %d documents and ledgers, %d differences (%d with money, %d with zero, %d undecided)",
		count, differences.Load(), total.of[withMoney], total.of[withZero], total.of[undecided])
	if t.Failed() || n < 30_000 { // of fewer, the shares vary too much
		return
	}
	if total.refused*20 > total.documents {
		t.Errorf("%d of %d documents do not compile, the last because: %v", total.refused, total.documents, total.refusal)
	}
	for i, e := range traitNames {
		if share := float64(total.of[i]) / float64(count) * 100; share < e.least {
			t.Errorf("%.2f%% of the cases are %s: want %.2f%% at least", share, e.name, e.least)
		} else {
			t.Logf("%6.2f%% are %s", share, e.name)
		}
	}
}

// A trait is something that enough of the cases must have, lest the comparison
// be of nothing with nothing.
type trait int

const (
	compared trait = iota
	withMoney
	withZero
	undecided
	dueUndecided
	withRefund
	withCredit
	withReduction
	withBlocked
	withDue
	cutShort
	shared
	spread
	withLines
	adjusted
	paused
	lengthened
	upgraded
	askedFor
	committed
	traits
)

var traitNames = [traits]struct {
	name  string
	least float64 // percent
}{
	compared: {"compared", 100}, withMoney: {"money that comes back", 30},
	withZero: {"zero", 15}, undecided: {"undecided", 4}, dueUndecided: {"undecided in what is due", 2}, withRefund: {"a refund", 25},
	withCredit: {"a credit", 10}, withReduction: {"an open sum reduced", 2}, withBlocked: {"blocked in part", 10},
	withDue: {"something due", 12}, cutShort: {"cut to what is left", 1}, shared: {"spread over several charges", 8},
	spread: {"spread over several payments", 15}, withLines: {"told by components", 15}, adjusted: {"changed by an adjustment", 3},
	paused: {"money with pauses", 10}, lengthened: {"money with periods that pauses lengthen", 2}, upgraded: {"money from upgrades", 4},
	askedFor: {"money by what was asked", 5}, committed: {"money under a commitment", 8},
}

type tally struct {
	of                 [traits]int64
	documents, refused int64
	refusal            error
}

func (t *tally) note(what trait, met bool) {
	if met {
		t.of[what]++
	}
}

func (t *tally) add(other *tally) {
	for i := range t.of {
		t.of[i] += other.of[i]
	}
	t.documents += other.documents
	t.refused += other.refused
	if t.refusal == nil {
		t.refusal = other.refusal
	}
}

// A worker compares cases, one after the other.
type worker struct {
	tally
	zones    map[string]*time.Location
	differ   func(text string)
	decision policy.Decision
}

// compare decides the cases from first up to end, which share a document.
func (w *worker) compare(first, end int64) {
	c := &choices{rng: rand.New(rand.NewPCG(*seedFlag, uint64(first)))}
	var terms *oracleTerms
	var compiled *policy.Policy
	sources := policy.Sources{Zone: func(name string) (*time.Location, error) { return w.zones[name], nil }}
	for tries := 0; compiled == nil; tries++ {
		terms = newOracleTerms(c, w.zones)
		w.documents++
		var err error
		if compiled, err = policy.Compile(terms.doc, sources); err != nil {
			w.refused++
			w.refusal = fmt.Errorf("%w: %s", err, asJSON(terms.doc))
		}
		if tries == 100 {
			w.differ("no document compiles: " + w.refusal.Error())
			return
		}
	}
	for number := first; number < end; number++ {
		s, at := terms.ledger(c)
		o := newOracle(terms, &s, at)
		want := o.answer()
		err := compiled.DecideInto(&w.decision, &s, at)
		got := &w.decision.TerminateNow
		wrong := "an error: " + fmt.Sprint(err)
		if err == nil {
			wrong = want.compare(got, terms.currency)
		}
		if wrong != "" {
			w.differ(fmt.Sprintf("-seed %d, case %d: %s\ndocument %s\nsnapshot %s\nat %s\ngot %s\nwant %s",
				*seedFlag, number, wrong, asJSON(terms.doc), asJSON(s), at.Format(time.RFC3339Nano), asJSON(got), want))
			return
		}
		w.count(o, want)
	}
}

// count notes what a case was about.
func (w *worker) count(o *oracle, want *answer) {
	back := !want.unknown && want.total > 0
	charges, payments, credit, reduced, blocked := make(map[string]bool), 0, false, false, false
	for _, s := range want.slips {
		charges[s.charge] = true
		payments++
		credit = credit || s.op == policy.OpCredit
		reduced = reduced || s.op == policy.OpReduce
		blocked = blocked || s.payable < s.amount
	}
	w.note(compared, true)
	w.note(withMoney, back)
	w.note(withZero, !want.unknown && want.total == 0)
	w.note(undecided, want.unknown)
	w.note(dueUndecided, want.dueUnknown)
	w.note(withRefund, want.refund > 0)
	w.note(withCredit, credit)
	w.note(withReduction, reduced)
	w.note(withBlocked, blocked)
	w.note(withDue, !want.dueUnknown && want.due > 0)
	w.note(cutShort, back && want.cut)
	w.note(shared, len(charges) > 1)
	w.note(spread, payments > 1)
	w.note(withLines, len(want.lines) > 0)
	w.note(adjusted, back && want.adjusted)
	w.note(paused, back && len(o.s.Pauses) > 0)
	w.note(lengthened, back && slices.ContainsFunc(o.books, func(b *book) bool { return b.until != b.Covers.End }))
	w.note(upgraded, back && want.upgraded)
	w.note(askedFor, back && o.rule.Refund.Asked)
	w.note(committed, back && !o.s.Commitment.End.IsZero())
}

// An answer is what the oracle says.
type answer struct {
	// The refund and the credit together. If something that they depend on
	// is missing, total and other are two sums that they may be.
	total, other int64
	unknown      bool
	twice        bool // nothing is left, and another charge pays for the time: they may be undecided

	refund, refundable int64 // the second is what can be paid at once
	credit, creditable int64
	slips              []slip
	lines              []item

	due, otherDue int64
	dueUnknown    bool

	cut, adjusted, upgraded bool // for the tally
}

// A slip is a movement: of a payment, or of what a charge still asks.
type slip struct {
	charge, payment string
	op              policy.Operation
	amount, payable int64
	limit           int64 // what of the payment can be paid at all
}

// An item is what comes back of a component.
type item struct {
	charge, component string
	amount            int64
}

func (a *answer) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "refund %d (%d at once), credit %d (%d at once)", a.refund, a.refundable, a.credit, a.creditable)
	if a.unknown {
		fmt.Fprintf(&b, ", undecided: %d or %d together", a.total, a.other)
	}
	fmt.Fprintf(&b, ", due %d", a.due)
	if a.dueUnknown {
		fmt.Fprintf(&b, ", undecided: or %d", a.otherDue)
	}
	for _, s := range a.slips {
		fmt.Fprintf(&b, ", %s %s %s %d (%d at once)", s.op, s.charge, s.payment, s.amount, s.payable)
	}
	for _, i := range a.lines {
		fmt.Fprintf(&b, ", %s of %s %d", i.component, i.charge, i.amount)
	}
	return b.String()
}

// compare tells how a verdict differs from the answer, and "" if it does not.
func (a *answer) compare(got *policy.Verdict, currency money.Currency) string {
	if got.Answer != policy.Allowed || got.Rule != "t" {
		return "it is not allowed by the rule"
	}
	dueUnknown := a.dueUnknown && (got.Due.State == policy.SumUndecided || a.due != a.otherDue)
	if wrong := compareSum("due", got.Due, currency, a.due, a.due, dueUnknown); wrong != "" {
		return wrong
	}
	if claims := int64(0); !dueUnknown {
		for _, c := range got.Claims {
			claims += c.Amount.Minor()
		}
		if claims != a.due {
			return fmt.Sprintf("the claims add up to %d, and not to %d", claims, a.due)
		}
	}
	open := got.Refund.State == policy.SumUndecided || got.Credit.State == policy.SumUndecided
	switch {
	case a.unknown && (open || a.total != a.other):
		return a.compareBounds(got)
	case a.twice && open:
		return ""
	}
	// What is missing may make no difference.
	if wrong := compareSum("refund", got.Refund, currency, a.refund, a.refundable, false); wrong != "" {
		return wrong
	}
	if wrong := compareSum("credit", got.Credit, currency, a.credit, a.creditable, false); wrong != "" {
		return wrong
	}
	if wrong := a.compareParts(got.Parts, currency); wrong != "" {
		return wrong
	}
	return a.compareLines(got.Lines)
}

// compareBounds compares a verdict where the sum is not known with two sums that
// it may be. Of refund and credit, one may be known: nothing was paid in money.
func (a *answer) compareBounds(got *policy.Verdict) string {
	var least, most int64
	bounded, open := true, false
	for _, sum := range []policy.Sum{got.Refund, got.Credit} {
		if sum.State != policy.SumUndecided {
			least, most = least+sum.Amount.Minor(), most+sum.Amount.Minor()
			continue
		}
		open = true
		least, most = least+sum.Least.Minor(), most+sum.Most.Minor()
		bounded = bounded && sum.Most.IsValid()
	}
	switch {
	case !open:
		return "the refund is decided, and something that it depends on is missing"
	case bounded && most < max(a.total, a.other):
		return fmt.Sprintf("the refund and the credit may be as much as %d", max(a.total, a.other))
	case least > min(a.total, a.other):
		return fmt.Sprintf("the refund and the credit may be as little as %d", min(a.total, a.other))
	case len(got.Lines) > 0 || slices.ContainsFunc(got.Parts, func(p policy.Part) bool { return p.Operation != policy.OpVoid }):
		return "parts of a refund that is not known"
	}
	return ""
}

// compareSum compares a sum. Nothing may be written as no money or as 0.
func compareSum(name string, got policy.Sum, currency money.Currency, amount, payable int64, unknown bool) string {
	switch {
	case unknown && got.State == policy.SumUndecided:
		return ""
	case unknown:
		return "the " + name + " is decided, and something that it depends on is missing"
	case amount == 0 && got.State == policy.SumNone:
		return ""
	case got.State != policy.SumExact && got.State != policy.SumQuoted:
		return fmt.Sprintf("the %s is %s, and not %d", name, got, amount)
	case got.Amount.Minor() != amount || got.Amount.Currency() != currency:
		return fmt.Sprintf("the %s is %s, and not %d", name, got.Amount, amount)
	case name != "due" && got.Payable.Minor() != payable:
		return fmt.Sprintf("of the %s %s can be paid, and not %d", name, got.Payable, payable)
	}
	return ""
}

// compareParts compares the totals of each movement: a payment may have a part
// that can be paid and one that is blocked.
func (a *answer) compareParts(parts []policy.Part, currency money.Currency) string {
	rest := slices.Clone(a.slips)
	for _, p := range parts {
		if p.Operation == policy.OpVoid {
			continue // it gives nothing back
		}
		i := slices.IndexFunc(rest, func(s slip) bool {
			return s.charge == p.Charge && s.payment == p.Payment && s.op == p.Operation
		})
		if i < 0 || p.Amount.Minor() <= 0 || p.Amount.Currency() != currency {
			return "a part too many: " + asJSON(p)
		}
		rest[i].amount -= p.Amount.Minor()
		if p.Blocked == 0 {
			rest[i].payable -= p.Amount.Minor()
		}
	}
	for i, r := range rest {
		if r.amount != 0 || r.payable != 0 {
			return fmt.Sprintf("the parts of %+v are off by %d, of which %d can be paid", a.slips[i], r.amount, r.payable)
		}
	}
	return ""
}

// compareLines compares what comes back of each component. One of which nothing
// does may be left out.
func (a *answer) compareLines(lines []policy.Line) string {
	rest := slices.Clone(a.lines)
	for _, l := range lines {
		i := slices.IndexFunc(rest, func(r item) bool { return r.charge == l.Charge && r.component == l.Component })
		switch {
		case i >= 0:
			rest[i].amount -= l.Amount.Minor()
		case l.Amount.Minor() != 0:
			return "a line too many: " + asJSON(l)
		}
	}
	for i, r := range rest {
		if r.amount != 0 {
			return fmt.Sprintf("the line %+v is off by %d", a.lines[i], r.amount)
		}
	}
	return ""
}

// An oracle answers one case.
type oracle struct {
	doc      *policy.Document
	rule     *policy.Rule
	s        *policy.Snapshot
	zone     *time.Location
	at, sent time.Time
	pauses   []stretch
	books    []*book

	// A figure or an instant that is missing is met. It is then assumed to
	// be as small, or if high is set as large, as it can be.
	unknown, high bool
}

// A stretch is a pause, up to the day or the second in which it ends.
type stretch struct{ day, endDay, second, endSecond int }

// A book is what the oracle notes of a charge.
type book struct {
	*policy.Charge
	until    time.Time // the end of what it covers, lengthened by pauses
	taken    int64     // what was taken or is being taken
	captured int64     // the same without promotional value
	asked    int64
	open     int64 // what is asked and not paid
	returned int64 // what came back and was owed
	left     int64 // what can still come back
	paid     bool  // it took money
	void     bool  // all its payments were called off
	purses   []purse
}

// A purse is a payment that can give something back.
type purse struct {
	*policy.Payment
	class          policy.Class
	left, disputed int64
}

func newOracle(terms *oracleTerms, s *policy.Snapshot, at time.Time) *oracle {
	o := &oracle{doc: &terms.doc, rule: &terms.doc.TerminateNow[0], s: s, zone: terms.zone, at: at, sent: at}
	if !s.Request.At.IsZero() {
		o.sent = s.Request.At
	}
	for _, p := range s.Pauses {
		if p.Start.After(o.sent) {
			continue
		}
		if p.End.IsZero() {
			p.End = at // it lasts
		}
		o.pauses = append(o.pauses, stretch{o.day(p.Start), o.day(p.End), int(p.Start.Unix()), int(p.End.Unix())})
	}
	for i := range s.Charges {
		o.books = append(o.books, o.newBook(&s.Charges[i]))
	}
	return o
}

func (o *oracle) newBook(c *policy.Charge) *book {
	b := &book{Charge: c, until: o.lengthened(c.Covers), void: len(c.Payments) > 0}
	for i := range c.Payments {
		p := &c.Payments[i]
		b.void = b.void && p.State == policy.PaymentVoided
		if p.State != policy.PaymentCaptured && p.State != policy.PaymentPending {
			continue
		}
		b.taken += p.Captured.Minor()
		b.paid = b.paid || p.Captured.Minor() > 0
		if p.Class == policy.ClassPromotional {
			continue // it was never paid
		}
		b.captured += p.Captured.Minor()
		w := purse{Payment: p, class: max(p.Class, policy.ClassMoney), left: p.Captured.Minor()}
		for _, r := range p.Refunds {
			if r.State != policy.RefundFailed {
				w.left -= r.Amount.Minor()
				if !r.Goodwill {
					b.returned += r.Amount.Minor()
				}
			}
		}
		for _, r := range p.Credits {
			w.left -= r.Amount.Minor()
			b.returned += r.Amount.Minor()
		}
		for _, d := range p.Disputes {
			switch d.State {
			case policy.DisputeLost:
				w.left -= d.Amount.Minor()
				b.returned += d.Amount.Minor()
			case policy.DisputeOpen:
				w.disputed += d.Amount.Minor()
			}
		}
		b.left += w.left
		b.purses = append(b.purses, w)
	}
	switch {
	case c.Amount.IsValid():
		b.asked = c.Amount.Minor()
	case len(c.Components) > 0:
		for _, part := range c.Components {
			b.asked += part.Amount.Minor()
		}
	default:
		b.asked = b.taken
	}
	b.open = max(0, b.asked-b.taken)
	return b
}

// stands reports whether a charge took money and did not give all of it back.
// Promotional value does not come back.
func (b *book) stands() bool { return b.left > 0 || b.taken > b.captured }

// lengthened returns when a period ends. The days by which it is lengthened may
// themselves be paused.
func (o *oracle) lengthened(p policy.Period) time.Time {
	if !o.doc.PausesLengthen {
		return p.End
	}
	first, end := o.day(p.Start), o.day(p.End)
	longer := 0
	for {
		n := o.paused(first, end+longer, true)
		if n == longer {
			break
		}
		longer = n
	}
	if longer == 0 {
		return p.End
	}
	t := p.End.In(o.zone)
	return time.Date(t.Year(), t.Month(), t.Day()+longer, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), o.zone)
}

// day numbers the civil days of the document's zone.
func (o *oracle) day(t time.Time) int { return dayNumber(t.In(o.zone).Date()) }

func dayNumber(year int, month time.Month, day int) int {
	return int(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// monthsAfter returns a day of a later month, or the last of it. Keep is the day
// if it is not the same.
func monthsAfter(day, n, keep int) int {
	year, month, d := time.Unix(int64(day)*24*60*60, 0).UTC().Date()
	first := time.Date(year, month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return dayNumber(first.Year(), first.Month(), min(cmp.Or(keep, d), last))
}

// paused counts the paused days, or seconds, from first up to end.
func (o *oracle) paused(first, end int, days bool) int {
	n := 0
	for _, p := range o.pauses {
		if !days {
			n += max(0, min(end, p.endSecond)-max(first, p.second))
			continue
		}
		for day := first; day < end; day++ {
			if p.day <= day && day < p.endDay {
				n++
			}
		}
	}
	return n
}

// instant finds a point. It is false if the records do not have its anchor.
func (o *oracle) instant(p policy.Point) (time.Time, bool) {
	words := strings.Fields(string(p))
	if len(words) == 0 {
		return o.sent, true
	}
	var t time.Time
	switch words[0] {
	case "contract":
		t = o.s.Contract
	case "trial_end":
		t = o.s.Trial.End
	case "commitment_end":
		t = o.s.Commitment.End
	case "latest_charge":
		if chain := o.chain(); len(chain) > 0 {
			t = chain[0].At
		}
	case "request", "ends":
		t = o.sent // the rule ends the subscription at the request
	}
	if t.IsZero() || len(words) == 1 {
		return t, !t.IsZero()
	}
	n, unit := span(words[2] + " " + words[3])
	if words[1] == "-" {
		n = -n
	}
	day := o.day(t)
	switch strings.TrimSuffix(unit, "s") {
	case "hour":
		return t.Add(time.Duration(n) * time.Hour), true
	case "day":
		day += n
	case "month":
		day = monthsAfter(day, n, 0)
	default:
		panic(unit)
	}
	midnight := func(day int) time.Time { return time.Date(1970, 1, 1+day, 0, 0, 0, 0, o.zone) }
	over := strings.HasSuffix(words[0], "_end") && midnight(o.day(t)).Equal(t) // with the day before
	if n > 0 && !over {
		day++ // the midnight that ends the day
	}
	return midnight(day), true
}

// span reads a number and a unit. A term has neither.
func span(text string) (n int, unit string) {
	number, unit, _ := strings.Cut(text, " ")
	n, _ = strconv.Atoi(number)
	return n, unit
}

// chain is the latest charge that took money, and those it supersedes.
func (o *oracle) chain() []*book {
	var latest *book
	for _, b := range o.books {
		if !b.At.After(o.sent) && b.paid && (latest == nil || b.At.After(latest.At)) {
			latest = b
		}
	}
	var chain []*book
	for latest != nil {
		chain = append(chain, latest)
		id := latest.Supersedes
		latest = nil
		for _, b := range o.books {
			if b.ID == id {
				latest = b
			}
		}
	}
	return chain
}

func contains(p policy.Period, t time.Time) bool { return !t.Before(p.Start) && t.Before(p.End) }

// term is the commitment that contains the request or else the running period:
// the latest that is paid or, outside the trial, one that was asked for since the
// last paid one began. It has no end if there is none.
func (o *oracle) term() policy.Period {
	if contains(o.s.Commitment, o.sent) {
		return o.s.Commitment
	}
	var paid, asked policy.Period
	var begun time.Time // when the last paid period did
	for _, b := range o.books {
		p := b.period()
		if b.At.After(o.sent) || p.Start.After(o.sent) {
			continue
		}
		if b.stands() && p.Start.After(begun) {
			begun = p.Start
		}
		if b.stands() && contains(p, o.sent) && p.Start.After(paid.Start) {
			paid = p
		}
		if !b.void && contains(p, o.sent) && p.Start.After(asked.Start) {
			asked = p
		}
	}
	switch {
	case !paid.End.IsZero():
		return paid
	case contains(o.s.Trial, o.sent), begun.After(asked.Start):
		return policy.Period{}
	}
	return asked
}

// base lists the charges that a formula is about.
func (o *oracle) base(base policy.Base) []*book {
	var out []*book
	term := o.term()
	switch base {
	case policy.BaseListPrice, policy.BaseDiscount:
		return o.chain()
	case policy.BaseLatestCharge:
		if out = o.chain(); len(out) > 0 && !out[0].until.After(o.sent) {
			return nil
		}
		return out
	}
	for _, b := range o.books {
		in := false
		switch base {
		case policy.BaseTermCharges:
			in = b.paid && b.Covers.Start.Before(term.End) && b.until.After(term.Start)
		case policy.BaseAllCharges:
			in = b.paid
		case policy.BaseOpenCharges:
			in = b.open > 0 && !b.void
		}
		if in && !b.At.After(o.sent) {
			out = append(out, b)
		}
	}
	return out
}

// unused is the share of a period that is left.
func (o *oracle) unused(t *policy.Share, p policy.Period) *big.Rat {
	from, known := o.instant(t.From)
	if !known || p.End.IsZero() {
		return o.missingShare()
	}
	days := t.Unit != "second"
	start, end, now := int(p.Start.Unix()), int(p.End.Unix()), int(from.Unix())
	if days {
		start, now = o.day(p.Start), o.day(from)
		end = max(o.day(p.End), start+1)
		if t.Day == policy.Used {
			now++
		}
	}
	if now = min(now, end); from.Before(p.Start) {
		now = start
	} else if !from.Before(p.End) {
		now = end
	}
	keep := keeps(start, end)
	now -= o.paused(start, now, days)
	if o.doc.PausesLengthen { // the day is that of the time that was paid for
		keep = keeps(start, end-o.paused(start, end, days))
	}
	if t.WithoutPauses || o.doc.PausesLengthen {
		end -= o.paused(start, end, days)
	}
	if now >= end {
		return new(big.Rat) // it is over, and so is a last unit that was cut short
	}

	var left, total int
	switch t.Over {
	case "":
		left, total = o.units(t, start, end, now, keep)
	case "nominal":
		months, _ := o.units(&policy.Share{Unit: "1 month"}, start, end, start, keep)
		left, total = end-now, 365*months/12
	case "30/360":
		left, total = thirties(end)-thirties(now), thirties(end)-thirties(start)
		if total == 0 {
			left, total = end-now, end-start
		}
	default: // "30 days"
		left = end - now
		total, _ = span(t.Over)
	}
	return big.NewRat(int64(min(left, total)), int64(total))
}

// keeps returns the day of the month on which the months of a period end: its
// first day's or, if that does not lead to the end, the last that leads from the
// first day to the end.
func keeps(start, end int) int {
	_, _, first := time.Unix(int64(start)*24*60*60, 0).UTC().Date()
	leads := func(d int) bool {
		lands := func(day int) bool {
			y, m, last := time.Unix(int64(day)*24*60*60, 0).UTC().Date()
			return last == min(d, time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day())
		}
		return lands(start) && lands(end)
	}
	for d := 31; d > first && !leads(first); d-- {
		if leads(d) {
			return d
		}
	}
	return first
}

// units counts the units of a period that are left and all of them.
func (o *oracle) units(t *policy.Share, start, end, now, keep int) (left, total int) {
	switch t.Unit {
	case "second", "1 day":
		return end - now, end - start
	}
	n, name := span(t.Unit)
	boundary := func(k int) int {
		switch strings.TrimSuffix(name, "s") {
		case "day":
			return start + k*n
		case "week":
			return start + 7*k*n
		case "month":
			return monthsAfter(start, k*n, keep)
		case "year":
			return monthsAfter(start, 12*k*n, keep)
		}
		panic(t.Unit)
	}
	if t.Unit == "term" {
		boundary = func(k int) int { return start + k*(end-start) }
	}
	for boundary(total) < end {
		total++
	}
	gone := 0
	if t.Begun == policy.Unused {
		for boundary(gone+1) <= now {
			gone++
		}
	} else {
		for boundary(gone) < now {
			gone++
		}
	}
	return max(0, total-gone), total
}

// thirties numbers days as if every month had thirty.
func thirties(day int) int {
	y, m, d := time.Unix(int64(day)*24*60*60, 0).UTC().Date()
	return 360*y + 30*(int(m)-1) + min(d, 30)
}

func (o *oracle) missingShare() *big.Rat {
	o.unknown = true
	if o.high {
		return big.NewRat(1, 1)
	}
	return new(big.Rat)
}

// missingAmount stands for a figure of the host's.
func (o *oracle) missingAmount() int64 {
	o.unknown = true
	if o.high {
		return 1e17
	}
	return 0
}

func (o *oracle) quote(name string) int64 {
	for _, q := range o.s.Quotes {
		if q.Name == name {
			return q.Amount.Minor()
		}
	}
	return o.missingAmount()
}

// step finds the row of a table.
func (o *oracle) step(steps []policy.Step) *policy.Step {
	for i := range steps {
		s := &steps[i]
		if s.Until == "" {
			return s
		}
		until, known := o.instant(s.Until)
		if !known && strings.HasPrefix(string(s.Until), "contract") {
			// There was one. A trial or a commitment may never have been,
			// and then it ends no row.
			o.unknown = true
			if o.high {
				return &steps[len(steps)-1]
			}
			return s
		}
		if known && until.After(o.sent) {
			return s
		}
	}
	panic("a table without a last row")
}

func percent(p policy.Percent) *big.Rat {
	if p == "" {
		return big.NewRat(1, 1)
	}
	r, ok := new(big.Rat).SetString(string(p))
	if !ok {
		panic(p)
	}
	return r.Mul(r, big.NewRat(1, 100))
}

// round is the one place where anything is rounded.
func (o *oracle) round(x *big.Rat) int64 {
	q, rest := new(big.Int).QuoRem(x.Num(), x.Denom(), new(big.Int))
	n := q.Int64()
	half := rest.Lsh(rest, 1).Cmp(x.Denom())
	up := false
	switch o.doc.Rounding {
	case money.HalfUp:
		up = half >= 0
	case money.HalfEven:
		up = half > 0 || half == 0 && n%2 == 1
	case money.Up:
		up = rest.Sign() > 0
	}
	if up {
		n++
	}
	return n
}

// fraction takes the fraction of a formula of an amount that is spread over a
// period.
func (o *oracle) fraction(f *policy.Formula, amount int64, part *big.Rat, p func() policy.Period) int64 {
	whole := new(big.Rat).SetInt64(amount)
	whole.Mul(whole, part)
	whole.Mul(whole, percent(f.Percent))
	switch f.Fraction {
	case policy.FractionAll:
		return o.round(whole)
	case policy.FractionUnused:
		return o.round(whole.Mul(whole, o.unused(&f.Time, p())))
	case policy.FractionUsed:
		all := o.round(whole)
		return all - o.round(whole.Mul(whole, o.unused(&f.Time, p())))
	case policy.FractionSteps:
		return o.round(whole.Mul(whole, percent(o.step(f.Steps).Percent)))
	}
	return 0
}

// single reports whether a formula gives one sum for all charges.
func single(f *policy.Formula) bool {
	return f.Fraction == policy.FractionQuoted || f.Fraction == policy.FractionSteps && f.Steps[0].Amount.IsValid()
}

// lump is the sum of such a formula.
func (o *oracle) lump(f *policy.Formula) int64 {
	var sum int64
	if f.Fraction == policy.FractionQuoted {
		sum = o.quote(f.Quote)
	} else {
		sum = o.step(f.Steps).Amount.Minor()
	}
	x := new(big.Rat).SetInt64(sum)
	return o.round(x.Mul(x, percent(f.Percent)))
}

// included reports whether a formula counts a component of a charge.
func included(f *policy.Formula, c *policy.Charge, part *policy.Component, refund bool) bool {
	in := func(list []string) bool { return slices.Contains(list, part.Name) || slices.Contains(list, part.Of) }
	if refund {
		for _, other := range c.Components {
			if other.Kept && (other.Name == part.Name || other.Name == part.Of) {
				return false
			}
		}
	}
	return (len(f.Components) == 0 || in(f.Components)) && !in(f.Keep)
}

// components is the share of a charge's components that a formula counts.
func components(f *policy.Formula, c *policy.Charge, refund bool) *big.Rat {
	var counted, all int64
	for i := range c.Components {
		part := &c.Components[i]
		all += part.Amount.Minor()
		if included(f, c, part, refund) {
			counted += part.Amount.Minor()
		}
	}
	if all == 0 {
		return big.NewRat(1, 1)
	}
	return big.NewRat(counted, all)
}

// figure is a formula of Due or of an adjustment. What adjusts a refund leaves
// out what is kept, as the refund does.
func (o *oracle) figure(f *policy.Formula, refund bool) int64 {
	if single(f) {
		return o.lump(f)
	}
	var amount int64
	switch f.Base {
	case policy.BaseAmount:
		amount = f.Amount.Minor()
	case policy.BaseQuote:
		amount = o.quote(f.Quote)
	case policy.BaseUnbilled:
		for _, i := range o.s.Instalments {
			if i.At.After(o.sent) {
				amount += i.Amount.Minor()
			}
		}
	default:
		o.need(f)
		var sum int64
		for _, b := range o.base(f.Base) {
			value := b.captured
			switch f.Base {
			case policy.BaseListPrice:
				value = b.asked + b.Discount.Minor()
			case policy.BaseDiscount:
				value = b.Discount.Minor()
			case policy.BaseOpenCharges:
				value = b.open
			}
			sum += o.fraction(f, value, components(f, b.Charge, refund), b.period)
		}
		return sum
	}
	return o.fraction(f, amount, big.NewRat(1, 1), o.term)
}

// need looks for what a formula of charges counts from, which must be known even
// if there are none.
func (o *oracle) need(f *policy.Formula) {
	switch f.Fraction {
	case policy.FractionUnused, policy.FractionUsed:
		if _, known := o.instant(f.Time.From); !known {
			o.unknown = true
		}
	case policy.FractionSteps:
		o.step(f.Steps)
	}
}

func (b *book) period() policy.Period { return policy.Period{Start: b.Covers.Start, End: b.until} }

// adjust applies the adjustments of a formula.
func (o *oracle) adjust(f *policy.Formula, sum int64) int64 {
	refund := f == &o.rule.Refund
	for i := range f.Adjust {
		switch a := &f.Adjust[i]; {
		case a.Minus.Fraction != 0:
			sum -= o.figure(&a.Minus, refund)
		case len(a.MinusLarger) > 0:
			var most int64
			for j := range a.MinusLarger {
				most = max(most, o.figure(&a.MinusLarger[j], refund))
			}
			sum -= most
		case a.AtMost.Fraction != 0:
			sum = min(sum, o.figure(&a.AtMost, refund))
		case a.AtLeast.Fraction != 0:
			sum = max(sum, o.figure(&a.AtLeast, refund))
		case sum < a.NothingBelow.Minor():
			sum = 0
		}
		sum = max(0, sum)
	}
	return sum
}

// answer works out the case.
func (o *oracle) answer() *answer {
	a := new(answer)
	base, shares := o.refund(a)
	if a.unknown = o.unknown; a.unknown {
		other := new(answer)
		o.high = true
		o.refund(other)
		a.other = other.total
		o.high = false
	}
	o.settle(a, base, shares)
	o.unknown = false
	if due := &o.rule.Due; due.Fraction != 0 {
		a.due = o.adjust(due, o.figure(due, false))
		a.dueUnknown = o.unknown
		o.high = true
		a.otherDue = o.adjust(due, o.figure(due, false))
		o.high = false
	}
	return a
}

// room is what a charge of the base can still give: what is left of it and, if
// it lists components, of those that the formula counts. What it asks for and
// did not get can be given up.
func (o *oracle) room(b *book) int64 {
	f, room := &o.rule.Refund, b.left
	if f.Asked {
		room += b.open
	}
	if len(b.Components) == 0 {
		return room
	}
	counted := new(big.Rat).SetInt64(o.value(b))
	return min(room, max(0, o.round(counted.Mul(counted, components(f, b.Charge, true)))-b.returned))
}

// value is what the refund takes its fraction of.
func (o *oracle) value(b *book) int64 {
	if o.rule.Refund.Asked {
		return max(0, b.asked-(b.taken-b.captured))
	}
	return b.captured
}

// refund works out the sum, and the share of each charge of the base.
func (o *oracle) refund(a *answer) (base []*book, shares []int64) {
	f := &o.rule.Refund
	base = o.base(f.Base)
	var captured, returned, left int64
	for _, b := range base {
		captured += b.captured
		returned += b.returned
		left += o.room(b)
	}
	if captured == 0 && !f.Asked || left == 0 {
		a.twice = f.Base == policy.BaseLatestCharge && slices.ContainsFunc(o.books, func(b *book) bool {
			return !b.At.After(o.sent) && b.stands() && !slices.Contains(base, b) && contains(b.period(), o.sent)
		})
		return nil, nil
	}
	shares = make([]int64, len(base))
	if single(f) {
		a.total = o.lump(f)
		if f.Earlier == policy.EarlierDeducted {
			a.total = max(0, a.total-returned)
		}
		a.total = min(a.total, left)
	} else {
		for i, b := range base {
			shares[i] = o.share(b, slices.ContainsFunc(base, func(other *book) bool { return other.Supersedes == b.ID }))
			a.total += shares[i]
		}
	}
	before := a.total
	a.total = o.adjust(f, a.total)
	a.adjusted = a.total != before
	a.cut = a.total > left
	a.upgraded = len(base) > 1 && base[0].Supersedes != ""
	a.total = min(a.total, left)
	return base, shares
}

// share is what comes back of a charge, before the adjustments.
func (o *oracle) share(b *book, superseded bool) int64 {
	f := &o.rule.Refund
	value := o.value(b)
	if f.Earlier == policy.EarlierNetted {
		value = max(0, value-b.returned)
	}
	sum := o.fraction(f, value, components(f, b.Charge, true), b.period)
	if f.Earlier == policy.EarlierDeducted || f.Earlier == policy.EarlierCapped && superseded {
		sum = max(0, sum-b.returned)
	}
	return min(sum, o.room(b))
}

// settle spreads the sum over the charges, their payments and components.
func (o *oracle) settle(a *answer, base []*book, shares []int64) {
	rest := a.total
	pots := make([]pot, len(base))
	var sum int64
	for i, b := range base {
		pots[i] = pot{shares[i], b.At, b.ID}
		sum += shares[i]
	}
	if rest > sum { // there are no shares, or an adjustment asks for more
		for i, b := range base {
			pots[i].room = o.room(b)
		}
	}
	given := shares
	if rest != sum {
		given = allot(rest, pots, o.rule.Settlement.Order)
	}
	for i, b := range base {
		o.give(a, b, given[i])
	}
	if o.rule.Settlement.As == policy.AsOffset {
		o.offset(a, base)
	}
	for _, s := range a.slips {
		if s.op == policy.OpRefund || s.op == policy.OpCancelDebit {
			a.refund += s.amount
			a.refundable += s.payable
		} else {
			a.credit += s.amount
			a.creditable += s.payable
		}
	}
}

// offset sets payments off against what other charges still ask.
func (o *oracle) offset(a *answer, base []*book) {
	var debts int64
	for _, b := range o.base(policy.BaseOpenCharges) {
		if !o.rule.Refund.Asked || !slices.Contains(base, b) {
			debts += b.open
		}
	}
	slices.SortFunc(a.slips, func(a, b slip) int {
		if c := strings.Compare(a.charge, b.charge); c != 0 {
			return c
		}
		return strings.Compare(a.payment, b.payment)
	})
	slips := a.slips
	a.slips = nil
	for _, s := range slips {
		if s.payment != "" {
			n := min(s.amount, debts)
			debts -= n
			a.move(slip{s.charge, s.payment, policy.OpReduce, n, n, 0})
			s.amount -= n
			s.payable = max(0, min(s.amount, s.limit-n))
		}
		a.move(s)
	}
}

// move notes a movement, unless it moves nothing.
func (a *answer) move(s slip) {
	if s.amount > 0 {
		a.slips = append(a.slips, s)
	}
}

// give splits what a charge gives back.
func (o *oracle) give(a *answer, b *book, amount int64) {
	o.itemize(a, b, amount)
	if o.rule.Refund.Asked {
		n := min(amount, b.open)
		a.move(slip{b.ID, "", policy.OpReduce, n, n, 0})
		amount -= n
	}
	first := o.rule.Settlement.First
	for _, turn := range []bool{true, false} {
		var purses []purse
		var pots []pot
		var sum int64
		for _, w := range b.purses {
			if (w.class == first) == turn {
				at := w.At
				if at.IsZero() {
					at = b.At
				}
				purses = append(purses, w)
				pots = append(pots, pot{w.left, at, w.ID})
				sum += w.left
			}
		}
		for i, n := range allot(min(amount, sum), pots, o.rule.Settlement.Order) {
			o.pay(a, b, &purses[i], n)
			amount -= n
		}
	}
	if amount != 0 {
		panic("a charge gives more than is left of it")
	}
}

// pay gives back some of a payment.
func (o *oracle) pay(a *answer, b *book, w *purse, amount int64) {
	s := slip{b.ID, w.ID, policy.OpRefund, amount, 0, w.left - w.disputed}
	switch {
	case w.class == policy.ClassStoredValue || o.rule.Settlement.As == policy.AsCredit:
		s.op = policy.OpCredit
	case w.State == policy.PaymentPending:
		s.op = policy.OpCancelDebit
	}
	expired := !w.RefundableUntil.IsZero() && !w.RefundableUntil.After(o.at)
	if w.State == policy.PaymentPending || expired && s.op != policy.OpCredit {
		s.limit = 0
	}
	s.payable = max(0, min(amount, s.limit))
	a.move(s)
}

// itemize tells what comes back of each component of a charge.
func (o *oracle) itemize(a *answer, b *book, amount int64) {
	var pots []pot
	for i := range b.Components {
		if part := &b.Components[i]; included(&o.rule.Refund, b.Charge, part, true) {
			pots = append(pots, pot{part.Amount.Minor(), time.Time{}, part.Name})
		}
	}
	for i, n := range allot(amount, pots, policy.InProportion) {
		if n > 0 {
			a.lines = append(a.lines, item{b.ID, pots[i].id, n})
		}
	}
}

// A pot is something that a sum can come out of.
type pot struct {
	room int64
	at   time.Time
	id   string
}

// allot takes a sum out of pots.
func allot(sum int64, pots []pot, order policy.Order) []int64 {
	out := make([]int64, len(pots))
	var all int64
	places := make([]int, len(pots))
	for i := range pots {
		all += pots[i].room
		places[i] = i
	}
	if sum == 0 || all == 0 {
		return out
	}
	left := sum
	lost := make([]*big.Int, len(pots)) // what rounding down takes from each
	if order == policy.InProportion {
		for i := range pots {
			n := new(big.Int).Mul(big.NewInt(sum), big.NewInt(pots[i].room))
			n, lost[i] = n.QuoRem(n, big.NewInt(all), new(big.Int))
			out[i] = n.Int64()
			left -= out[i]
		}
	}
	slices.SortFunc(places, func(i, j int) int {
		var c int
		switch order {
		case policy.InProportion:
			c = lost[j].Cmp(lost[i])
		case policy.NewestFirst:
			c = pots[j].at.Compare(pots[i].at)
		case policy.OldestFirst:
			c = pots[i].at.Compare(pots[j].at)
		}
		if c == 0 {
			c = strings.Compare(pots[i].id, pots[j].id)
		}
		return c
	})
	for _, i := range places {
		n := min(left, 1) // one each to those that lost most
		if order != policy.InProportion {
			n = min(left, pots[i].room)
		}
		out[i] += n
		left -= n
	}
	return out
}

var oracleZones = []string{"UTC", "Europe/Paris", "America/New_York", "Asia/Kathmandu"}

// oracleTerms is a document, and what the ledgers that it decides on must
// agree with it in.
type oracleTerms struct {
	doc      policy.Document
	zone     *time.Location
	currency money.Currency
}

// newOracleTerms makes a document of one rule that applies always.
func newOracleTerms(c *choices, zones map[string]*time.Location) *oracleTerms {
	t := &oracleTerms{currency: money.MustParseCurrency(pick(c, "EUR", "EUR", "JPY", "BHD", "CLF"))}
	t.doc = policy.Document{
		ID: "oracle", Version: "1", Zone: pick(c, oracleZones...), PausesLengthen: c.one(3),
		Rounding: pick(c, money.HalfUp, money.HalfEven, money.Down, money.Up),
	}
	t.zone = zones[t.doc.Zone]
	r := policy.Rule{ID: "t", Ends: "request", Refund: t.refund(c)}
	if c.one(2) && r.Refund.Base != 0 {
		r.Settlement = policy.Settlement{
			As:    pick(c, policy.AsPaid, policy.AsPaid, policy.AsCredit, policy.AsOffset, policy.AsChosen),
			Order: pick(c, policy.InProportion, policy.NewestFirst, policy.OldestFirst),
			First: pick(c, 0, 0, policy.ClassMoney, policy.ClassStoredValue),
		}
	}
	if c.one(2) {
		r.Due = t.figure(c)
		t.adjust(c, &r.Due, 8)
	}
	compatible(&r)
	t.doc.TerminateNow = []policy.Rule{r}
	return t
}

func (t *oracleTerms) amount(c *choices) money.Amount {
	return t.money(pick[int64](c, 0, 1, 99, 1500, 4900, 12_345, 1_000_003, 1_000_000_000_000))
}

func (t *oracleTerms) money(n int64) money.Amount {
	a, err := money.FromMinor(n, t.currency)
	if err != nil {
		panic(err)
	}
	return a
}

var chargeBases = []policy.Base{policy.BaseLatestCharge, policy.BaseTermCharges, policy.BaseAllCharges}

func (t *oracleTerms) refund(c *choices) policy.Formula {
	if c.one(30) {
		return policy.Formula{Fraction: policy.FractionNone}
	}
	f := policy.Formula{Base: pick(c, chargeBases...)}
	t.fraction(c, &f, true)
	someComponents(c, &f)
	f.Asked = c.one(5)
	if f.Earlier = pick(c, policy.EarlierCapped, policy.EarlierDeducted, policy.EarlierNetted); single(&f) {
		f.Earlier = pick(c, policy.EarlierCapped, policy.EarlierDeducted)
	}
	t.adjust(c, &f, 2)
	return f
}

// figure makes a formula of an adjustment or of what is due.
func (t *oracleTerms) figure(c *choices) policy.Formula {
	var f policy.Formula
	switch c.n(10) {
	case 0, 1:
		f.Base, f.Amount = policy.BaseAmount, t.amount(c)
	case 2:
		f.Base, f.Quote = policy.BaseQuote, pick(c, "benefits", "passes")
	case 3:
		f.Base = policy.BaseUnbilled
	case 4:
		f.Base = policy.BaseOpenCharges
	case 5:
		f.Base = policy.BaseListPrice
	case 6:
		f.Base = policy.BaseDiscount
	default:
		f.Base = pick(c, chargeBases...)
	}
	t.fraction(c, &f, false)
	if slices.Contains(chargeBases, f.Base) {
		someComponents(c, &f)
	}
	return f
}

// adjust adds adjustments once in so many times.
func (t *oracleTerms) adjust(c *choices, f *policy.Formula, oneIn int) {
	if !c.one(oneIn) {
		return
	}
	for range 1 + c.n(3) {
		var a policy.Adjustment
		switch c.n(5) {
		case 0:
			a.Minus = t.figure(c)
		case 1:
			a.MinusLarger = []policy.Formula{t.figure(c), t.figure(c)}
		case 2:
			a.AtMost = t.figure(c)
		case 3:
			a.AtLeast = t.figure(c)
		case 4:
			a.NothingBelow = t.amount(c)
		}
		f.Adjust = append(f.Adjust, a)
	}
}

var percents = []policy.Percent{"0.000001", "1", "12.5", "19", "33.333333", "50", "66.6", "75", "99.999999", "100"}

// fraction chooses how much of a base a formula takes.
func (t *oracleTerms) fraction(c *choices, f *policy.Formula, refund bool) {
	if c.one(3) {
		f.Percent = pick(c, percents...)
	}
	f.Fraction = pick(c, policy.FractionAll, policy.FractionAll, policy.FractionUnused, policy.FractionUnused, policy.FractionUnused,
		policy.FractionUsed, policy.FractionSteps, policy.FractionQuoted)
	if f.Fraction == policy.FractionQuoted && !refund {
		f.Fraction = policy.FractionSteps // what the host states is a base there
	}
	switch f.Fraction {
	case policy.FractionUnused, policy.FractionUsed:
		f.Time = oracleShare(c)
	case policy.FractionQuoted:
		f.Quote = pick(c, "benefits", "passes")
	case policy.FractionSteps:
		f.Steps = t.steps(c)
		if single(f) && !refund {
			f.Base, f.Amount, f.Quote = 0, money.Amount{}, "" // a table of amounts needs no base
		}
	}
}

// steps makes a table of shares or of amounts.
func (t *oracleTerms) steps(c *choices) []policy.Step {
	untils := pick(c,
		[]policy.Point{"contract + 14 days", "contract + 60 days", ""},
		[]policy.Point{"latest_charge + 48 hours", "latest_charge + 400 hours", ""},
		[]policy.Point{"latest_charge + 1 month", "latest_charge + 6 months", ""},
		[]policy.Point{"trial_end + 30 days", ""},
		[]policy.Point{"commitment_end - 200 days", "commitment_end - 30 days", ""},
		[]policy.Point{"commitment_end - 3 months", ""},
	)
	amounts := c.one(3)
	var steps []policy.Step
	for _, until := range untils {
		s := policy.Step{Until: until}
		if amounts {
			s.Amount = t.amount(c)
		} else {
			s.Percent = pick(c, percents...)
		}
		steps = append(steps, s)
	}
	return steps
}

// oracleShare chooses how time is counted.
func oracleShare(c *choices) policy.Share {
	s := policy.Share{
		Unit:          pick(c, "second", "1 day", "1 day", "1 day", "1 day", "7 days", "1 month", "1 month", "3 months", "4 weeks", "1 year", "term"),
		From:          pick[policy.Point](c, "", "", "", "contract + 14 days", "trial_end", "latest_charge", "ends", "request + 10 days"),
		WithoutPauses: c.one(3),
	}
	if s.Unit == "second" {
		return s
	}
	s.Day = pick(c, policy.Used, policy.Unused)
	if s.Unit == "1 day" {
		s.Over = pick(c, "", "", "", "30 days", "365 days", "30/360", "nominal")
	} else {
		s.Begun = pick(c, policy.Used, policy.Unused)
	}
	return s
}

// someComponents restricts a formula to some components, now and then.
func someComponents(c *choices, f *policy.Formula) {
	if c.one(5) {
		f.Components = []string{pick(c, "net", "fee"), pick(c, "tax", "ship")}
	}
	if c.one(8) {
		f.Keep = []string{pick(c, "net", "tax", "fee", "ship")}
	}
}

// A clerk writes the ledger of one subscription.
type clerk struct {
	*choices
	*oracleTerms
	s policy.Snapshot
}

// ledger makes a plausible snapshot and an instant to decide at.
func (t *oracleTerms) ledger(c *choices) (policy.Snapshot, time.Time) {
	k := &clerk{c, t, policy.Snapshot{ID: "sub"}}
	start := dayNumber(2015, 1, 1) + c.n(4000)
	end := k.charges(start)
	at := k.instant(start, end)
	if c.one(2) {
		k.s.Contract = k.on(start - c.n(30))
	}
	if c.one(2) {
		k.s.Trial = policy.Period{Start: k.on(start - 40), End: k.on(start - c.n(9))}
	}
	if c.one(3) {
		first := start - c.n(100)
		k.s.Commitment = policy.Period{Start: k.on(first), End: k.on(monthsAfter(first, pick(c, 6, 12, 24), 0))}
	}
	for i := range c.n(12) - 6 {
		k.s.Instalments = append(k.s.Instalments, policy.Instalment{ID: "i" + digit[i], At: k.on(start + 30*c.n(12)), Amount: k.oracleTerms.amount(c)})
	}
	for _, name := range []string{"benefits", "passes"} {
		if !c.one(6) {
			k.s.Quotes = append(k.s.Quotes, policy.Quote{Name: name, Amount: k.oracleTerms.amount(c)})
		}
	}
	k.pauses(start, end, at)
	if c.one(3) {
		k.s.Request.At = at.Add(-pick[time.Duration](c, 0, 1, time.Second, time.Hour, 30*time.Hour, 100*time.Hour))
	}
	return k.s, at
}

// upTo returns a number from 0 to n, both included.
func (k *clerk) upTo(n int64) int64 { return k.rng.Int64N(n + 1) }

var digit = strings.Split("0123456789", "")

// on chooses an instant of a day.
func (k *clerk) on(day int) time.Time {
	var hour, minute, second, nano int
	switch k.n(5) {
	case 0: // midnight
	case 1:
		hour, minute, second, nano = 23, 59, 59, 999_999_999
	default:
		hour, minute, second = k.n(24), k.n(60), k.n(60)
		nano = pick(k.choices, 0, 0, 1, 500_000_000, 999_999_999)
	}
	return time.Date(1970, 1, 1+day, hour, minute, second, nano, k.zone)
}

// charges makes a run of charges, and returns the day on which the last of what
// they cover ends.
func (k *clerk) charges(start int) (end int) {
	c := k.choices
	months, days := pick(c, 1, 1, 12, 12, 3, 0), 1+c.n(400)
	bound := func(i int) int {
		if months == 0 {
			return start + i*days
		}
		return monthsAfter(start, i*months, 0)
	}
	// The price, which charges mostly ask.
	price := pick[int64](c, 1, 99, 999, 4900, 4900, 5000, 10_001, 123_457, 99_999_999, 1_000_000_000_000, 1_000_000_000_000_000)
	from, ids := k.on(start), c.n(2)
	n := 1 + c.n(5)
	for i := range n {
		end = bound(i + 1)
		until := k.on(end)
		if c.one(2) { // at the same time of day as before
			until = time.Date(1970, 1, 1+end, from.Hour(), from.Minute(), from.Second(), from.Nanosecond(), k.zone)
		}
		ch := policy.Charge{ID: "c" + digit[i], At: from, Covers: policy.Period{Start: from, End: until}, Phase: policy.Renewal}
		if ids == 1 {
			ch.ID = "c" + digit[n-i]
		}
		if i == 0 {
			ch.Phase = policy.Initial
		}
		if c.one(4) {
			ch.At = k.on(bound(i) - c.n(20)) // before the time it pays for
		}
		if i > 0 && c.one(3) && tookMoney(&k.s.Charges[i-1]) {
			k.upgrade(&ch, &k.s.Charges[i-1])
		}
		for slices.ContainsFunc(k.s.Charges, func(other policy.Charge) bool { return other.At.Equal(ch.At) }) {
			ch.At = ch.At.Add(time.Second)
		}
		k.price(&ch, pick(c, price, price, price, k.upTo(price-1)))
		k.s.Charges = append(k.s.Charges, ch)
		from = until
	}
	if c.one(2) {
		slices.Reverse(k.s.Charges)
	}
	return end
}

// upgrade makes a charge one that replaces another in the middle of its time.
func (k *clerk) upgrade(ch, old *policy.Charge) {
	c := k.choices
	length := old.Covers.End.Sub(old.Covers.Start)
	if length < 2*time.Hour {
		return
	}
	ch.Supersedes = old.ID
	at := old.Covers.Start.Add(length / time.Duration(2+c.n(5))).Truncate(pick[time.Duration](c, 1, time.Second, time.Hour))
	if !at.After(old.Covers.Start) {
		at = old.Covers.Start.Add(1)
	}
	ch.Covers.Start = at
	if ch.At = at; !at.After(old.At) {
		ch.At = old.At.Add(time.Hour)
	}
	if c.one(2) {
		ch.Covers.End = old.Covers.End
	}
}

func tookMoney(ch *policy.Charge) bool {
	return slices.ContainsFunc(ch.Payments, func(p policy.Payment) bool {
		return (p.State == policy.PaymentCaptured || p.State == policy.PaymentPending) && p.Captured.Minor() > 0
	})
}

// price says what a charge asks and how it was paid.
func (k *clerk) price(ch *policy.Charge, asked int64) {
	c := k.choices
	must := k.doc.TerminateNow[0].Refund.Asked
	if must {
		asked = max(asked, 1)
	}
	paid := asked
	switch {
	case c.one(6) && asked > 1:
		paid = 1 + k.upTo(asked-2)
	case c.one(6) && !must:
		paid = 0
	}
	if asked > 0 && c.one(2) {
		k.components(ch, asked)
	}
	if len(ch.Components) == 0 && (paid < asked || paid == 0) || c.one(2) {
		ch.Amount = k.money(asked)
	}
	if c.one(4) {
		ch.Discount = k.money(k.upTo(asked))
	}
	if paid == 0 {
		for j := range c.n(3) {
			k.pay(ch, j, asked, pick(c, policy.PaymentFailed, policy.PaymentVoided, policy.PaymentVoided, policy.PaymentAuthorized))
		}
		return
	}
	n := pick(c, 1, 1, 2, 3)
	for j := range n {
		amount := paid
		if j < n-1 {
			amount = max(min(paid, 1), k.upTo(paid))
		}
		paid -= amount
		state := policy.PaymentCaptured
		if c.one(6) {
			state = policy.PaymentPending
		}
		k.pay(ch, j, amount, state)
	}
	if c.one(6) {
		k.pay(ch, n, asked, pick(c, policy.PaymentFailed, policy.PaymentVoided, policy.PaymentAuthorized))
	}
}

// components splits what a charge asks.
func (k *clerk) components(ch *policy.Charge, asked int64) {
	c := k.choices
	parts := []policy.Component{
		{Name: "net"}, {Name: "tax", Of: "net"},
		{Name: "fee", Kept: c.one(3)}, {Name: "fee-tax", Of: "fee"},
		{Name: "ship", Kept: c.one(4)},
	}
	parts = parts[:pick(c, 1, 2, 2, 3, 4, 5)]
	for i := range parts {
		amount := asked
		if i < len(parts)-1 {
			amount = k.upTo(asked)
		}
		asked -= amount
		parts[i].Amount = k.money(amount)
	}
	if c.one(2) {
		slices.Reverse(parts)
	}
	ch.Components = parts
}

// pay adds a payment, and what came back of it.
func (k *clerk) pay(ch *policy.Charge, j int, amount int64, state policy.PaymentState) {
	c := k.choices
	p := policy.Payment{
		ID: "p" + ch.ID + pick(c, "a", "b") + digit[j], State: state, Captured: k.money(amount),
		Class: pick(c, 0, 0, 0, policy.ClassMoney, policy.ClassMoney, policy.ClassStoredValue),
	}
	if c.one(3) {
		p.At = ch.At.Add(time.Duration(c.n(100)-50) * time.Hour)
	}
	if c.one(6) {
		p.RefundableUntil = ch.At.AddDate(0, 0, c.n(200))
	}
	switch {
	case state != policy.PaymentCaptured && state != policy.PaymentPending:
	case c.one(4) && (j > 0 || c.one(4)):
		p.Class = policy.ClassPromotional
	case state == policy.PaymentCaptured:
		k.giveBack(&p, amount)
	}
	ch.Payments = append(ch.Payments, p)
}

// giveBack adds what came back of a payment.
func (k *clerk) giveBack(p *policy.Payment, left int64) {
	c := k.choices
	some := func() money.Amount {
		return k.money(pick(c, left, min(left, 1), left/2, left/3, k.upTo(left)))
	}
	for i := range c.n(8) - 5 {
		r := policy.Refund{
			ID: "r" + digit[i], Amount: some(), Goodwill: c.one(4),
			State: pick(c, policy.RefundSucceeded, policy.RefundPending, policy.RefundFailed),
		}
		if r.State != policy.RefundFailed {
			left -= r.Amount.Minor()
		}
		p.Refunds = append(p.Refunds, r)
	}
	if c.one(8) {
		p.Credits = append(p.Credits, policy.Credit{ID: "k", Amount: some()})
		left -= p.Credits[0].Amount.Minor()
	}
	for i := range c.n(10) - 8 {
		d := policy.Dispute{ID: "d" + digit[i], Amount: some(), State: pick(c, policy.DisputeOpen, policy.DisputeWon, policy.DisputeLost)}
		if d.State == policy.DisputeLost {
			left -= d.Amount.Minor()
		}
		p.Disputes = append(p.Disputes, d)
	}
}

// instant chooses when to decide: mostly in the time of the charges, and often
// when something happens.
func (k *clerk) instant(start, end int) time.Time {
	c := k.choices
	ch := &k.s.Charges[c.n(len(k.s.Charges))]
	switch c.n(6) {
	case 0:
		return pick(c, ch.At, ch.Covers.Start, ch.Covers.End).Add(pick[time.Duration](c, -1, 0, 1, time.Hour))
	case 1:
		return k.on(start - 30 + c.n(end-start+60))
	}
	return ch.Covers.Start.Add(time.Duration(k.upTo(int64(ch.Covers.End.Sub(ch.Covers.Start)))))
}

// pauses adds pauses, one after the other.
func (k *clerk) pauses(start, end int, at time.Time) {
	c := k.choices
	from := start - 5
	for range c.n(5) - 2 {
		from += 1 + c.n(max(1, end-from))
		p := policy.Period{Start: k.on(from)}
		from += c.n(pick(c, 2, 40))
		for p.End = k.on(from); !p.End.After(p.Start); {
			from++
			p.End = k.on(from)
		}
		if c.one(4) && !p.Start.After(at) {
			p.End = time.Time{}
			k.s.Pauses = append(k.s.Pauses, p)
			return
		}
		k.s.Pauses = append(k.s.Pauses, p)
	}
}

package policy

import (
	"fmt"
	"time"
)

// Limits of a snapshot. A subscription of a century, charged monthly, has 1200
// charges.
const (
	maxCharges    = 10_000
	maxPayments   = 100  // of a charge
	maxComponents = 50   // of a charge
	maxReturns    = 1000 // refunds, credits or disputes of a payment
	maxEvents     = 100_000
	maxKinds      = 1000
)

// Limits of all charges together.
const (
	allPayments   = 50_000
	allComponents = 20_000
)

// Instants outside these years, both included, are refused: a mistyped year
// must not become a loop, an overflow or a right that lasts for ever.
const (
	firstYear = 1900
	lastYear  = 2199
)

// The same as seconds since 1970: from firstSecond, for so many.
const (
	firstSecond = -2208988800
	seconds     = 9467107200
)

// far reports whether an instant is given and lies outside the years.
func far(t time.Time) bool {
	return uint64(t.Unix()-firstSecond) >= seconds && !t.IsZero()
}

// check reports why there is nothing to decide on. It looks only at what would
// make an answer meaningless; doubtful facts are the decision's to report.
//
// A decision looks at the snapshot's own fields and its events in
// standing.derive, where it converts them, and comes here only to tell what is
// wrong. A bound of theirs that is added here must be added there; those of
// charges and payments stand in Charge.check alone.
func (p *Policy) check(s *Snapshot, at time.Time) error {
	switch {
	case p == nil || p.zone == nil:
		return cannotDecide("there is no policy: want one made by Compile")
	case s == nil:
		return cannotDecide("there is no snapshot")
	case at.IsZero():
		return cannotDecide("the instant is missing: want one from 1900 to 2199")
	case instantOf(at) == unset:
		return cannotDecide(fmt.Sprintf("the instant is in the year %d: want one from 1900 to 2199", at.UTC().Year()))
	}
	return s.check()
}

// check reports the first fault that makes the snapshot invalid.
func (s *Snapshot) check() error {
	switch {
	case unnamed(s.ID):
		return bad("id", s.ID, wantID)
	case len(s.Charges) > maxCharges:
		return bad("charges", len(s.Charges), atMost(maxCharges))
	case len(s.Events) > maxEvents:
		return bad("events", len(s.Events), atMost(maxEvents))
	case len(s.Complete) > maxKinds:
		return bad("complete", len(s.Complete), atMost(maxKinds))
	case far(s.Contract):
		return bad("contract", s.Contract, wantYear)
	case far(s.Trial.Start):
		return bad("trial.start", s.Trial.Start, wantYear)
	case far(s.Trial.End):
		return bad("trial.end", s.Trial.End, wantYear)
	case far(s.StoppedAt):
		return bad("stopped_at", s.StoppedAt, wantYear)
	case far(s.EndedAt):
		return bad("ended_at", s.EndedAt, wantYear)
	case far(s.Request.At):
		return bad("request.at", s.Request.At, wantYear)
	case far(s.Request.Received):
		return bad("request.received", s.Request.Received, wantYear)
	case far(s.Commitment.Start):
		return bad("commitment.start", s.Commitment.Start, wantYear)
	case far(s.Commitment.End):
		return bad("commitment.end", s.Commitment.End, wantYear)
	case len(s.Pauses) > maxPauses:
		return bad("pauses", len(s.Pauses), atMost(maxPauses))
	case len(s.Instalments) > maxReturns:
		return bad("instalments", len(s.Instalments), atMost(maxReturns))
	case len(s.Quotes) > maxReturns:
		return bad("quotes", len(s.Quotes), atMost(maxReturns))
	case s.Request.By > ByEvent:
		return bad("request.by", s.Request.By, "want "+initiatorWords.list())
	}
	payments, components := 0, 0
	for i := range s.Charges {
		c := &s.Charges[i]
		if field, value, want := c.check(); want != "" {
			return bad(fmt.Sprintf("charges[%d].%s", i, field), value, want)
		}
		payments, components = payments+len(c.Payments), components+len(c.Components)
	}
	switch {
	case payments > allPayments:
		return bad("charges", payments, fmt.Sprintf("want at most %d payments in all", allPayments))
	case components > allComponents:
		return bad("charges", components, fmt.Sprintf("want at most %d components in all", allComponents))
	}
	for i := range s.Pauses {
		switch p := &s.Pauses[i]; {
		case far(p.Start):
			return bad(fmt.Sprintf("pauses[%d].start", i), p.Start, wantYear)
		case far(p.End):
			return bad(fmt.Sprintf("pauses[%d].end", i), p.End, wantYear)
		}
	}
	for i := range s.Instalments {
		switch n := &s.Instalments[i]; {
		case unnamed(n.ID):
			return bad(fmt.Sprintf("instalments[%d].id", i), n.ID, wantID)
		case instantOf(n.At) == unset:
			return bad(fmt.Sprintf("instalments[%d].at", i), n.At, wantYear)
		}
	}
	for i := range s.Quotes {
		if unnamed(s.Quotes[i].Name) {
			return bad(fmt.Sprintf("quotes[%d].name", i), s.Quotes[i].Name, wantID)
		}
	}
	for i := range s.Events {
		switch e := &s.Events[i]; {
		case unnamed(e.Kind):
			return bad(fmt.Sprintf("events[%d].kind", i), e.Kind, wantKind)
		case instantOf(e.At) == unset:
			return bad(fmt.Sprintf("events[%d].at", i), e.At, wantYear)
		}
	}
	return nil
}

// check returns the first fault of a charge: the field, what was found, and
// what was wanted, which is empty when there is none.
func (c *Charge) check() (field string, value any, want string) {
	switch {
	case unnamed(c.ID):
		return "id", c.ID, wantID
	case instantOf(c.At) == unset:
		return "at", c.At, wantYear
	case far(c.Covers.Start):
		return "covers.start", c.Covers.Start, wantYear
	case far(c.Covers.End):
		return "covers.end", c.Covers.End, wantYear
	case c.Phase != 0 && c.Phase != Initial && c.Phase != Renewal:
		return "phase", c.Phase, `want "initial" or "renewal"`
	case len(c.Supersedes) > maxName:
		return "supersedes", c.Supersedes, wantID
	case far(c.GraceUntil):
		return "grace_until", c.GraceUntil, wantYear
	case len(c.Components) > maxComponents:
		return "components", len(c.Components), atMost(maxComponents)
	case len(c.Payments) > maxPayments:
		return "payments", len(c.Payments), atMost(maxPayments)
	}
	for i := range c.Components {
		if name := c.Components[i].Name; unnamed(name) {
			return fmt.Sprintf("components[%d].name", i), name, wantID
		}
	}
	for i := range c.Payments {
		if field, value, want := c.Payments[i].check(); want != "" {
			return fmt.Sprintf("payments[%d].%s", i, field), value, want
		}
	}
	return "", nil, ""
}

// check returns the first fault of a payment, as Charge.check does.
func (p *Payment) check() (field string, value any, want string) {
	switch {
	case unnamed(p.ID):
		return "id", p.ID, wantID
	case p.State > PaymentVoided:
		return "state", p.State, "want " + paymentWords.list()
	case p.Class > ClassPromotional:
		return "class", p.Class, "want " + classWords.list()
	case far(p.At):
		return "at", p.At, wantYear
	case far(p.RefundableUntil):
		return "refundable_until", p.RefundableUntil, wantYear
	case len(p.Refunds) > maxReturns:
		return "refunds", len(p.Refunds), atMost(maxReturns)
	case len(p.Credits) > maxReturns:
		return "credits", len(p.Credits), atMost(maxReturns)
	case len(p.Disputes) > maxReturns:
		return "disputes", len(p.Disputes), atMost(maxReturns)
	}
	for i := range p.Refunds {
		switch r := &p.Refunds[i]; {
		case far(r.At):
			return fmt.Sprintf("refunds[%d].at", i), r.At, wantYear
		case r.State > RefundFailed:
			return fmt.Sprintf("refunds[%d].state", i), r.State, "want " + refundWords.list()
		}
	}
	for i := range p.Credits {
		if at := p.Credits[i].At; far(at) {
			return fmt.Sprintf("credits[%d].at", i), at, wantYear
		}
	}
	for i := range p.Disputes {
		switch d := &p.Disputes[i]; {
		case far(d.At):
			return fmt.Sprintf("disputes[%d].at", i), d.At, wantYear
		case d.State > DisputeLost:
			return fmt.Sprintf("disputes[%d].state", i), d.State, "want " + disputeWords.list()
		}
	}
	return "", nil, ""
}

// unnamed reports whether an id or a kind is missing or too long.
func unnamed(id string) bool { return id == "" || len(id) > maxName }

const wantKind = `want a kind of event in lower case, as in "use.video"`

const wantYear = "want an instant in the years 1900 to 2199 of UTC"

var wantID = fmt.Sprintf("want an id of 1 to %d bytes", maxName)

func atMost(n int) string { return fmt.Sprintf("want at most %d elements", n) }

// bad is a fault of a snapshot.
func bad(path string, value any, want string) error {
	found := shown(value)
	if found == "" {
		want = "missing: " + want
	}
	return &SnapshotError{Place: Place{Path: path}, Value: found, Want: want}
}

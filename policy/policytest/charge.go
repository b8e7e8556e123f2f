package policytest

import (
	"errors"
	"fmt"

	"github.com/rescind-go/rescind/policy"
)

// A Method is how a charge is paid, as [policy.Payment] has it. Any word will do,
// "paypal" for one; some stand for more.
type Method string

const (
	Card        Method = "card"
	DirectDebit Method = "direct_debit"
	GiftCard    Method = "gift_card" // paid in value that was paid for before
	Promotion   Method = "promotion" // paid in value that was given away
	Unpaid      Method = ""          // not paid: an invoice that is sent
)

// class is what a method pays in.
func (m Method) class() policy.Class {
	switch m {
	case GiftCard:
		return policy.ClassStoredValue
	case Promotion:
		return policy.ClassPromotional
	}
	return 0
}

// Charged adds the first charge of the subscription, and a payment of all of it.
func (s Story) Charged(at, amount string, by Method) Story {
	return s.say(func(d *draft) error { return d.charge(at, amount, by, policy.Initial) }, "Charged", at, amount, string(by))
}

// Renewed adds a charge for a renewal, and a payment of all of it. Whether a
// charge is the first or a renewal is a recorded fact: a story that begins in
// year six begins with Renewed.
func (s Story) Renewed(at, amount string, by Method) Story {
	return s.say(func(d *draft) error { return d.charge(at, amount, by, policy.Renewal) }, "Renewed", at, amount, string(by))
}

// Upgraded adds a charge that adds to or replaces the one before, and a payment
// of all of it.
func (s Story) Upgraded(at, amount string, by Method) Story {
	return s.say(func(d *draft) error {
		before, err := d.charged()
		if err != nil {
			return err
		}
		phase, id := before.Phase, before.ID
		err = d.charge(at, amount, by, phase)
		d.Charges[len(d.Charges)-1].Supersedes = id
		return err
	}, "Upgraded", at, amount, string(by))
}

// Covering says from when until when the last charge pays for. Every charge needs
// it: the time may begin after the day of the charge.
func (s Story) Covering(start, end string) Story {
	return s.say(func(d *draft) error {
		ch, err := d.charged()
		if err != nil {
			return err
		}
		return d.period(&ch.Covers, start, end)
	}, "Covering", start, end)
}

// GraceUntil says until when the last charge, if it is not paid, grants the time
// that it covers.
func (s Story) GraceUntil(at string) Story {
	return s.say(func(d *draft) error {
		ch, err := d.charged()
		if err != nil {
			return err
		}
		return d.time(&ch.GraceUntil, at)
	}, "GraceUntil", at)
}

// Paid adds a payment to the last charge, which was Unpaid, or is paid in parts.
func (s Story) Paid(amount string, by Method) Story {
	return s.say(func(d *draft) error { return d.pay(amount, by) }, "Paid", amount, string(by))
}

// RefundableUntil says when the last payment's method stops taking refunds.
func (s Story) RefundableUntil(at string) Story {
	return s.say(func(d *draft) error {
		p, err := d.paid()
		if err != nil {
			return err
		}
		return d.time(&p.RefundableUntil, at)
	}, "RefundableUntil", at)
}

// Refunded says that a part of the last payment was given back.
func (s Story) Refunded(at, amount string) Story {
	return s.say(func(d *draft) error {
		p, err := d.paid()
		if err != nil {
			return err
		}
		r := policy.Refund{ID: d.id("refund")}
		err = errors.Join(d.time(&r.At, at), sum(&r.Amount, amount))
		p.Refunds, d.last = append(p.Refunds, r), 'r'
		return err
	}, "Refunded", at, amount)
}

// Credited says that value was given for a part of the last payment.
func (s Story) Credited(at, amount string) Story {
	return s.say(func(d *draft) error {
		p, err := d.paid()
		if err != nil {
			return err
		}
		c := policy.Credit{ID: d.id("credit")}
		err = errors.Join(d.time(&c.At, at), sum(&c.Amount, amount))
		p.Credits, d.last = append(p.Credits, c), 'c'
		return err
	}, "Credited", at, amount)
}

// Disputed says that the payer's bank was asked to take a part of the last
// payment back, and has not decided; Won or Lost may follow.
func (s Story) Disputed(at, amount string) Story {
	return s.say(func(d *draft) error {
		p, err := d.paid()
		if err != nil {
			return err
		}
		c := policy.Dispute{ID: d.id("dispute")}
		err = errors.Join(d.time(&c.At, at), sum(&c.Amount, amount))
		p.Disputes, d.last = append(p.Disputes, c), 'd'
		return err
	}, "Disputed", at, amount)
}

// Pending says that the payment or the refund told last is still on its way.
func (s Story) Pending() Story {
	return s.state("Pending", policy.PaymentPending, policy.RefundPending)
}

// Failed says that the payment or the refund told last failed.
func (s Story) Failed() Story {
	return s.state("Failed", policy.PaymentFailed, policy.RefundFailed)
}

func (s Story) state(name string, payment policy.PaymentState, refund policy.RefundState) Story {
	return s.say(func(d *draft) error {
		switch p, _ := d.paid(); d.last {
		case 'p':
			p.State = payment
		case 'r':
			p.Refunds[len(p.Refunds)-1].State = refund
		default:
			return errors.New("want a payment or a refund before it")
		}
		return nil
	}, name)
}

// Authorized says that the payment told last is set aside, and nothing taken.
func (s Story) Authorized() Story {
	return s.say(func(d *draft) error {
		if d.last != 'p' {
			return errors.New("want a payment before it")
		}
		p, err := d.paid()
		if err == nil {
			p.State = policy.PaymentAuthorized
		}
		return err
	}, "Authorized")
}

// Goodwill says that the refund told last was a gift and not part of what was
// owed.
func (s Story) Goodwill() Story {
	return s.say(func(d *draft) error {
		if d.last != 'r' {
			return errors.New("want a refund before it")
		}
		p, err := d.paid()
		if err == nil {
			p.Refunds[len(p.Refunds)-1].Goodwill = true
		}
		return err
	}, "Goodwill")
}

// Won says that the vendor keeps the money of the dispute told last.
func (s Story) Won() Story { return s.settled("Won", policy.DisputeWon) }

// Lost says that the payer has the money of the dispute told last back.
func (s Story) Lost() Story { return s.settled("Lost", policy.DisputeLost) }

func (s Story) settled(name string, state policy.DisputeState) Story {
	return s.say(func(d *draft) error {
		if d.last != 'd' {
			return errors.New("want a dispute before it")
		}
		p, err := d.paid()
		if err == nil {
			p.Disputes[len(p.Disputes)-1].State = state
		}
		return err
	}, name)
}

// charge adds a charge. What it asks is told, so that what is not paid is open.
func (d *draft) charge(at, amount string, by Method, phase policy.Phase) error {
	ch := policy.Charge{ID: d.id("charge"), Phase: phase}
	err := errors.Join(d.time(&ch.At, at), sum(&ch.Amount, amount))
	d.Charges, d.last = append(d.Charges, ch), 0
	if by == Unpaid {
		return err
	}
	// It is paid even if it cannot be read: one mistake is to be told once.
	if paid := d.pay(amount, by); err == nil {
		err = paid
	}
	return err
}

// pay adds a payment to the last charge.
func (d *draft) pay(amount string, by Method) error {
	ch, err := d.charged()
	if err != nil {
		return err
	}
	if by == Unpaid {
		return fmt.Errorf("%q: want a method of payment", string(by))
	}
	p := policy.Payment{ID: d.id("payment"), Method: string(by), Class: by.class(), State: policy.PaymentCaptured}
	err = sum(&p.Captured, amount)
	ch.Payments, d.last = append(ch.Payments, p), 'p'
	return err
}

// charged returns the last charge.
func (d *draft) charged() (*policy.Charge, error) {
	if n := len(d.Charges); n > 0 {
		return &d.Charges[n-1], nil
	}
	return nil, errors.New("want a charge before it")
}

// paid returns the last payment of the last charge.
func (d *draft) paid() (*policy.Payment, error) {
	ch, err := d.charged()
	if err != nil {
		return nil, err
	}
	if n := len(ch.Payments); n > 0 {
		return &ch.Payments[n-1], nil
	}
	return nil, errors.New("want a charge that is paid before it")
}

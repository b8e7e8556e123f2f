package policytest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// A Story is a snapshot that is being told, in the order in which things
// happened. Begin one with [Subscription].
//
// Each method returns a longer story and leaves its receiver as it was, so that
// several stories may share a beginning:
//
//	member := policytest.Subscription("sub-1", "Europe/Paris").Charged(...).Covering(...)
//	late := member.Requested("2020-04-09 12:00")
//	gone := member.Ended("2020-03-01")
//
// Instants are text, in the subscription's zone: "2020-04-09 12:00", or with
// seconds, or "2020-04-09" for the first instant of the day. A time that the
// clocks of the zone skip is an error, and so is one that they show twice: write
// that one with its offset, "2020-10-25T02:30:00+01:00". Amounts are text too:
// "49.00 EUR".
//
// Mistakes are kept until the story is over. [Story.Build] then reports all of
// them, each with the call that made it.
//
// Ids are counted: "charge-1", "payment-1", "refund-1". What the story has no
// word for, such as the components of a charge, is set in the snapshot that it
// gives.
//
// The zero Story is of no subscription: to build it is an error.
type Story struct{ steps []step }

// A step is a call, and what it does to the snapshot.
type step struct {
	call string
	do   func(*draft) error
}

// A draft is a snapshot on the way, and what was told last.
type draft struct {
	policy.Snapshot
	zone *time.Location
	last byte // 'p' for a payment, 'r' for a refund, 'd' for a dispute
	ids  map[string]int
}

// say returns a longer story.
func (s Story) say(do func(*draft) error, name string, args ...any) Story {
	var texts []string
	for _, a := range args {
		if text, ok := a.(string); ok {
			a = fmt.Sprintf("%q", text)
		}
		texts = append(texts, fmt.Sprint(a))
	}
	call := name + "(" + strings.Join(texts, ", ") + ")"
	return Story{append(slices.Clip(s.steps), step{call, do})}
}

// Subscription begins the story of a subscription, with its id and the zone that
// its instants are told in: "Europe/Paris".
func Subscription(id, zone string) Story {
	return Story{}.say(func(d *draft) error {
		d.ID = id
		if zone == "" || zone == "Local" {
			return fmt.Errorf(`%q: want a zone that is the same everywhere, as in "Europe/Paris" or "UTC"`, zone)
		}
		loc, err := time.LoadLocation(zone)
		if err == nil {
			d.zone = loc
		}
		return err
	}, "Subscription", id, zone)
}

// Build returns the snapshot, or every mistake of the story. It is for where
// there is no test to fail; a test calls [Story.Snapshot].
func (s Story) Build() (policy.Snapshot, error) {
	d := draft{zone: time.UTC, ids: make(map[string]int)}
	if len(s.steps) == 0 {
		return policy.Snapshot{}, errors.New(`policytest: a story without a beginning: want Subscription("sub-1", "Europe/Paris")`)
	}
	var faults []error
	for _, step := range s.steps {
		err := step.do(&d)
		several, ok := err.(interface{ Unwrap() []error })
		switch {
		case ok:
			for _, err := range several.Unwrap() {
				faults = append(faults, fmt.Errorf("policytest: %s: %w", step.call, err))
			}
		case err != nil:
			faults = append(faults, fmt.Errorf("policytest: %s: %w", step.call, err))
		}
	}
	if len(faults) == 0 {
		faults = append(faults, d.check())
	}
	if err := errors.Join(faults...); err != nil {
		return policy.Snapshot{}, err
	}
	return d.Snapshot, nil
}

// check looks at what only the whole story tells.
func (d *draft) check() error {
	for _, ch := range d.Charges {
		if ch.Covers.End.IsZero() {
			return fmt.Errorf("policytest: the story of %q: %s pays for no time: want Covering after it", d.ID, ch.ID)
		}
	}
	b, err := json.Marshal(d.Snapshot)
	if err == nil {
		_, err = policy.ParseSnapshot(b)
	}
	if err != nil {
		return fmt.Errorf("policytest: the story of %q: %w", d.ID, err)
	}
	return nil
}

// Snapshot returns the snapshot. A mistake in the story fails the test that tells
// it, and no other: a panic would end them all.
func (s Story) Snapshot(t testing.TB) policy.Snapshot {
	t.Helper()
	out, err := s.Build()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// DecideAt decides on the story at an instant, written as the others are. What
// cannot be decided fails the test.
func (s Story) DecideAt(t testing.TB, p *policy.Policy, at string) policy.Decision {
	t.Helper()
	var instant time.Time
	s = s.say(func(d *draft) error { return d.time(&instant, at) }, "DecideAt", at)
	d, err := p.DecideAt(s.Snapshot(t), instant)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Market says in which market the subscriber is: "FR".
func (s Story) Market(code string) Story {
	return s.say(func(d *draft) error { d.Snapshot.Market = code; return nil }, "Market", code)
}

// Plan says which plan it is.
func (s Story) Plan(name string) Story {
	return s.say(func(d *draft) error { d.Snapshot.Plan = name; return nil }, "Plan", name)
}

// Channel says where it was bought: "direct", "app_store".
func (s Story) Channel(name string) Story {
	return s.say(func(d *draft) error { d.Snapshot.Channel = name; return nil }, "Channel", name)
}

// Signed says when the contract was concluded.
func (s Story) Signed(at string) Story {
	return s.say(func(d *draft) error { return d.time(&d.Contract, at) }, "Signed", at)
}

// Trial says from when until when it was tried.
func (s Story) Trial(start, end string) Story {
	return s.say(func(d *draft) error { return d.period(&d.Snapshot.Trial, start, end) }, "Trial", start, end)
}

// Committed says from when until when the subscriber is bound.
func (s Story) Committed(start, end string) Story {
	return s.say(func(d *draft) error { return d.period(&d.Commitment, start, end) }, "Committed", start, end)
}

// Instalment adds an amount that falls due under the commitment.
func (s Story) Instalment(at, amount string) Story {
	return s.say(func(d *draft) error {
		i := policy.Instalment{ID: d.id("instalment")}
		err := errors.Join(d.time(&i.At, at), sum(&i.Amount, amount))
		d.Instalments = append(d.Instalments, i)
		return err
	}, "Instalment", at, amount)
}

// Paused says from when until when it was paused; an empty end, that it still is.
func (s Story) Paused(start, end string) Story {
	return s.say(func(d *draft) error {
		var p policy.Period
		err := d.time(&p.Start, start)
		if end != "" {
			err = d.period(&p, start, end)
		}
		d.Pauses = append(d.Pauses, p)
		return err
	}, "Paused", start, end)
}

// Happened says that an event of a kind happened, once for each instant:
// Happened("use.video", "2020-03-01", "2020-03-02 21:00").
func (s Story) Happened(kind string, at ...string) Story {
	args := []any{kind}
	for _, a := range at {
		args = append(args, a)
	}
	at = slices.Clone(at)
	return s.say(func(d *draft) error {
		if len(at) == 0 {
			return errors.New("want an instant, or several; of what never happened it is said that the records are Complete")
		}
		var faults []error
		for _, a := range at {
			e := policy.Event{Kind: kind}
			faults = append(faults, d.time(&e.At, a))
			d.Events = append(d.Events, e)
		}
		return errors.Join(faults...)
	}, "Happened", args...)
}

// Complete says that all events of these kinds are told. Of other kinds, silence
// is unknown.
func (s Story) Complete(kinds ...string) Story {
	var args []any
	for _, k := range kinds {
		args = append(args, k)
	}
	kinds = slices.Clone(kinds)
	return s.say(func(d *draft) error { d.Snapshot.Complete = append(d.Snapshot.Complete, kinds...); return nil }, "Complete", args...)
}

// Quoted states a figure that the policy asks the host for.
func (s Story) Quoted(name, amount string) Story {
	return s.say(func(d *draft) error {
		q := policy.Quote{Name: name}
		err := sum(&q.Amount, amount)
		d.Quotes = append(d.Quotes, q)
		return err
	}, "Quoted", name, amount)
}

// Stopped says when renewal was stopped.
func (s Story) Stopped(at string) Story {
	return s.say(func(d *draft) error { return d.time(&d.StoppedAt, at) }, "Stopped", at)
}

// Ended says when the subscription ended, or will because notice was given.
func (s Story) Ended(at string) Story {
	return s.say(func(d *draft) error { return d.time(&d.EndedAt, at) }, "Ended", at)
}

// Requested says when the request was sent. Without it, and By and Because, the
// request is the customer's at the instant decided.
func (s Story) Requested(at string) Story {
	return s.say(func(d *draft) error { return d.time(&d.Request.At, at) }, "Requested", at)
}

// Received says when the request arrived.
func (s Story) Received(at string) Story {
	return s.say(func(d *draft) error { return d.time(&d.Request.Received, at) }, "Received", at)
}

// By says on whose part the request is made, if not the customer's.
func (s Story) By(who policy.Initiator) Story {
	return s.say(func(d *draft) error { d.Request.By = who; return nil }, "By", who)
}

// Because says that the request is made because of an event, such as "death" or
// "move". When it was is told with [Story.Happened].
func (s Story) Because(kind string) Story {
	return s.say(func(d *draft) error {
		d.Request.By, d.Request.Cause = policy.ByEvent, kind
		return nil
	}, "Because", kind)
}

// sum reads an amount.
func sum(to *money.Amount, text string) (err error) {
	*to, err = money.Parse(text)
	return err
}

// id counts the things of a kind.
func (d *draft) id(kind string) string {
	d.ids[kind]++
	return fmt.Sprintf("%s-%d", kind, d.ids[kind])
}

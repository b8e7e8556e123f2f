// Picture draws how the money that comes back changes with time, as SVG.
//
// Without arguments it draws a snapshot of its own: a subscription that renewed
// for a year, under a contract and a statute of the catalog.
//
//	go run ./examples/picture > examples/picture/timeline.svg
//
// With arguments it draws yours. Whoever names several policies names a contract
// first, and then the statutes over it:
//
//	picture -policy nordvpn -snapshot member.json -at 2026-04-09T15:00:00+02:00
//	picture -policy my-policy.json,fr-l215-1 -snapshot member.json
//	picture -action withdraw -from 2026-03-01T00:00:00Z -until 2026-04-01T00:00:00Z
//
// The picture begins with the period that runs at the instant decided, which it
// marks as today, and goes on for a month after that period. Without -at, a
// snapshot of yours is decided at the present instant. The exit status is 2 if an
// argument, a policy or a snapshot is bad, and 0 otherwise.
package main

import (
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	_ "time/tzdata" // the zones, for machines that have none

	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

// What is drawn without arguments: a year that began on 2 March without the notice
// that French law asks for. The vendor gives everything back for 60 days, and the
// law the days that are left after that.
const (
	ownPolicies = "norton-refund@2024,fr-l215-1@2026"
	ownInstant  = "2026-08-20T10:00:00+02:00"
)

//go:embed snapshot.json
var ownSnapshot []byte

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr, time.Now))
}

// run is main with its surroundings as arguments.
func run(args []string, stdout, stderr io.Writer, now policy.Clock) int {
	flags := flag.NewFlagSet("picture", flag.ContinueOnError)
	flags.SetOutput(stderr)
	policies := flags.String("policy", ownPolicies, "`ids` of policies of the catalog, or .json files: a contract, and the statutes over it")
	snapshot := flags.String("snapshot", "", "`file` with the snapshot")
	at := flags.String("at", "", "`instant` to decide at, as in "+ownInstant)
	from := flags.String("from", "", "`instant` at which the picture begins (default the start of the running period)")
	until := flags.String("until", "", "`instant` at which it ends (default a month after the running period)")
	action := policy.TerminateNow
	flags.TextVar(&action, "action", action, "`action` whose money is drawn")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if *at == "" && *snapshot == "" {
		*at = ownInstant
	}
	var err error
	if flags.NArg() > 0 {
		err = fmt.Errorf("unexpected argument %q: every argument is a flag, see -help", flags.Arg(0))
	} else {
		err = picture(stdout, *policies, *snapshot, *from, *at, *until, action, now)
	}
	if err != nil {
		fmt.Fprintln(stderr, "picture:", err)
		return 2
	}
	return 0
}

// picture reads what the flags name, and draws it.
func picture(w io.Writer, policies, snapshot, from, at, until string, action policy.Action, now policy.Clock) error {
	q := question{action: action}
	var err error
	if q.title, q.policy, err = readPolicies(policies); err != nil {
		return err
	}
	if q.snapshot, err = readSnapshot(snapshot); err != nil {
		return err
	}
	if q.from, err = readInstant("-from", from); err != nil {
		return err
	}
	if q.at, err = readInstant("-at", at); err != nil {
		return err
	}
	if q.until, err = readInstant("-until", until); err != nil {
		return err
	}
	if at == "" {
		q.at = now()
	}
	p, err := newPlot(q)
	if err == nil {
		_, err = io.WriteString(w, draw(p))
	}
	return err
}

// readPolicies compiles the policies that the flag names, and puts those after the
// first over it. The title is the first one's.
func readPolicies(arg string) (title string, p *policy.Policy, err error) {
	var compiled []*policy.Policy
	for name := range strings.SplitSeq(arg, ",") {
		doc, err := readPolicy(name)
		if err != nil {
			return "", nil, fmt.Errorf("-policy %s: %w", name, err)
		}
		p, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
		if err != nil {
			return "", nil, fmt.Errorf("-policy %s: %w", name, err)
		}
		if compiled = append(compiled, p); len(compiled) == 1 {
			if title = doc.Title; title == "" {
				title = doc.ID
			}
		}
	}
	if p, err = policy.Overlay(compiled[0], compiled[1:]...); err != nil {
		err = fmt.Errorf("-policy %s: %w", arg, err)
	}
	return title, p, err
}

func readPolicy(name string) (policy.Document, error) {
	if !strings.HasSuffix(name, ".json") {
		return catalog.Lookup(name)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return policy.Document{}, err
	}
	return policy.Parse(text)
}

// readSnapshot reads a file, and the program's own snapshot for "".
func readSnapshot(name string) (s policy.Snapshot, err error) {
	text := ownSnapshot
	if name != "" {
		text, err = os.ReadFile(name)
	}
	if err == nil {
		s, err = policy.ParseSnapshot(text)
	}
	if err != nil {
		err = fmt.Errorf("-snapshot %s: %w", name, err)
	}
	return s, err
}

// readInstant reads an instant, and the zero one for "".
func readInstant(name, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		err = fmt.Errorf("%s %q: want an instant as in %s", name, text, ownInstant)
	}
	return t, err
}

// Decide prints what a subscriber may do, what money comes back, when, and why.
//
// Without arguments it decides on a snapshot of its own under a policy of the
// catalog, at a fixed instant:
//
//	go run ./examples/decide
//
// With arguments it decides on yours:
//
//	decide -policy amazon-prime-fr -snapshot member.json -at 2020-04-09T15:00:00+02:00
//	decide -policy my-policy.json -snapshot - < member.json
//	decide -json
//	decide -timeline
//	decide -policies
//
// With -timeline it tells how the answer changes over the next two years. Without
// -at, a snapshot of yours is decided at the present instant. The exit
// status is 2 if an argument, a policy or a snapshot is bad, and 0 otherwise: a
// refusal is an answer.
package main

import (
	_ "embed"
	"encoding/json"
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

// What is decided without arguments: a member who paid on 9 February, has not
// used the membership since, and asks on the Thursday before Easter.
const (
	ownPolicy  = "amazon-prime-fr@2020-02"
	ownInstant = "2020-04-09T15:00:00+02:00"
)

//go:embed snapshot.json
var ownSnapshot []byte

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, time.Now))
}

// run is main with its surroundings as arguments.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer, now policy.Clock) int {
	flags := flag.NewFlagSet("decide", flag.ContinueOnError)
	flags.SetOutput(stderr)
	policyArg := flags.String("policy", ownPolicy, "`id` of a policy of the catalog, or a file")
	snapshotArg := flags.String("snapshot", "", "`file` with the snapshot, - for standard input")
	at := flags.String("at", "", "`instant` to decide at, as in "+ownInstant)
	asJSON := flags.Bool("json", false, "print the decision as JSON")
	timeline := flags.Bool("timeline", false, "tell how the answer changes over two years")
	list := flags.Bool("policies", false, "list the policies of the catalog")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	var err error
	switch {
	case flags.NArg() > 0:
		err = fmt.Errorf("unexpected argument %q: every argument is a flag, see -help", flags.Arg(0))
	case *list:
		err = printPolicies(stdout)
	default:
		print := printReport
		if *asJSON {
			print = printJSON
		}
		if *timeline {
			print = func(w io.Writer, q question) error { return printTimeline(w, q.policy, q.snapshot, q.at) }
		}
		err = decide(*policyArg, *snapshotArg, *at, stdin, stdout, now, print)
	}
	if err != nil {
		fmt.Fprintln(stderr, "decide:", err)
		return 2
	}
	return 0
}

// A question is what the flags name.
type question struct {
	doc      policy.Document
	policy   *policy.Policy
	snapshot policy.Snapshot
	at       time.Time
}

// decide reads what the flags name, and prints the answer.
func decide(policyArg, snapshotArg, at string, stdin io.Reader, stdout io.Writer, now policy.Clock, print func(io.Writer, question) error) error {
	doc, err := readPolicy(policyArg)
	if err != nil {
		return fmt.Errorf("-policy %s: %w", policyArg, err)
	}
	p, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
	if err != nil {
		return fmt.Errorf("-policy %s: %w", policyArg, err)
	}
	s, err := readSnapshot(snapshotArg, stdin)
	if err != nil {
		return fmt.Errorf("-snapshot %s: %w", snapshotArg, err)
	}
	if at == "" && snapshotArg == "" {
		at = ownInstant
	}
	if at != "" {
		instant, err := time.Parse(time.RFC3339, at)
		if err != nil {
			return fmt.Errorf("-at %q: want an instant as in %s", at, ownInstant)
		}
		now = func() time.Time { return instant }
	}
	return print(stdout, question{doc, p, s, now()})
}

// printReport prints the decision for people.
func printReport(w io.Writer, q question) error {
	d, err := q.policy.DecideAt(q.snapshot, q.at)
	if err == nil {
		_, err = io.WriteString(w, report(q.doc, d))
	}
	return err
}

// printJSON prints the decision as JSON.
func printJSON(w io.Writer, q question) error {
	d, err := q.policy.DecideAt(q.snapshot, q.at)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(d)
}

// readPolicy returns a policy of the catalog, or reads a file.
func readPolicy(arg string) (policy.Document, error) {
	doc, err := catalog.Lookup(arg)
	if err == nil {
		return doc, nil
	}
	text, fileErr := readFile(arg)
	switch {
	case fileErr == nil:
		return policy.Parse(text)
	case strings.HasSuffix(arg, ".json") || strings.ContainsAny(arg, `/\`):
		return policy.Document{}, fileErr // it was meant as a file
	}
	return policy.Document{}, err
}

// readSnapshot reads a file, standard input for "-", and the program's own
// snapshot for "".
func readSnapshot(arg string, stdin io.Reader) (policy.Snapshot, error) {
	text := ownSnapshot
	var err error
	switch arg {
	case "":
	case "-":
		text, err = readAll(stdin)
	default:
		text, err = readFile(arg)
	}
	if err != nil {
		return policy.Snapshot{}, err
	}
	return policy.ParseSnapshot(text)
}

// readFile and readAll read no more than what a snapshot may hold, and one byte:
// whoever sends more is told so by the parser.
func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAll(f)
}

func readAll(r io.Reader) ([]byte, error) { return io.ReadAll(io.LimitReader(r, 32<<20+1)) }

// printPolicies lists the catalog.
func printPolicies(stdout io.Writer) error {
	for d := range catalog.All() {
		if _, err := fmt.Fprintf(stdout, "%-28s %s\n", d.ID+"@"+d.Version, d.Title); err != nil {
			return err
		}
	}
	return nil
}

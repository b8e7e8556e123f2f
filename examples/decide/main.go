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
//	decide -policy amazon-prime-fr,fr-l221-18 -snapshot member.json
//	decide -explain -lang fr
//	decide -timeline
//	decide -json
//	decide -policies
//
// Several policies are a contract and the statutes over it. With -explain it tells
// how it came to the answer, step by step, and with -timeline how the answer
// changes over the next two years; -lang fr says so in French. With -json it prints
// the decision, or with -explain the explanation, as JSON. Without -at, a snapshot of
// yours is decided at the present instant. The exit status is 2 if an argument, a
// policy or a snapshot is bad, and 0 otherwise: a refusal is an answer.
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
	"github.com/rescind-go/rescind/policy/wording"
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
	var o options
	flags.StringVar(&o.policies, "policy", ownPolicy, "`id` of a policy of the catalog, or a file; several, with commas between, are a contract and its statutes")
	flags.StringVar(&o.snapshot, "snapshot", "", "`file` with the snapshot, - for standard input")
	flags.StringVar(&o.at, "at", "", "`instant` to decide at, as in "+ownInstant)
	flags.StringVar(&o.lang, "lang", "en", "`language` of the text, en or fr")
	flags.BoolVar(&o.json, "json", false, "print the decision as JSON, or with -explain the explanation")
	flags.BoolVar(&o.explain, "explain", false, "tell how the answer comes about")
	flags.BoolVar(&o.timeline, "timeline", false, "tell how the answer changes over two years")
	list := flags.Bool("policies", false, "list the policies of the catalog")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	var text string
	var err error
	switch {
	case o.timeline && (o.json || o.explain):
		err = errors.New("-timeline: want it alone, not with -json or -explain")
	case flags.NArg() > 0:
		err = fmt.Errorf("unexpected argument %q: every argument is a flag, see -help", flags.Arg(0))
	case *list:
		for d := range catalog.All() {
			text += fmt.Sprintf("%-28s %s\n", d.ID+"@"+d.Version, d.Title)
		}
	default:
		text, err = o.answer(stdin, now)
	}
	if err == nil {
		_, err = io.WriteString(stdout, text)
	}
	if err != nil {
		fmt.Fprintln(stderr, "decide:", err)
		return 2
	}
	return 0
}

// options are what the flags say.
type options struct {
	policies, snapshot, at, lang string
	json, explain, timeline      bool
}

// answer reads what the flags name, and answers.
func (o *options) answer(stdin io.Reader, now policy.Clock) (string, error) {
	title, p, err := readPolicies(o.policies)
	if err != nil {
		return "", fmt.Errorf("-policy %w", err)
	}
	s, err := readSnapshot(o.snapshot, stdin)
	if err != nil {
		return "", fmt.Errorf("-snapshot %s: %w", o.snapshot, err)
	}
	lang := map[string]*wording.Language{"en": wording.English(), "fr": wording.French()}[o.lang]
	if lang == nil {
		return "", fmt.Errorf(`-lang %q: want "en" or "fr"`, o.lang)
	}
	at := o.at
	if at == "" && o.snapshot == "" {
		at = ownInstant
	}
	instant := time.Time{}
	if at == "" {
		instant = now()
	} else if instant, err = time.Parse(time.RFC3339, at); err != nil {
		return "", fmt.Errorf("-at %q: want an instant as in %s", at, ownInstant)
	}
	switch {
	case o.timeline:
		return timeline(lang, p, s, instant)
	case o.explain:
		x, err := p.Explain(s, instant)
		if err != nil || o.json {
			return asJSON(x, err)
		}
		return lang.Explanation(x), nil
	}
	d, err := p.DecideAt(s, instant)
	if err != nil || o.json {
		return asJSON(d, err)
	}
	return lang.Decision(title, d), nil
}

// timeline tells what each action brings over two years, unless it is never
// offered.
func timeline(lang *wording.Language, p *policy.Policy, s policy.Snapshot, from time.Time) (string, error) {
	var segments []policy.Segment
	offered := make(map[policy.Action]bool)
	for g, err := range p.Timeline(s, from, from.AddDate(2, 0, 0)) {
		if err != nil {
			return "", err
		}
		segments = append(segments, g)
		for a, v := range g.First.Verdicts() {
			offered[a] = offered[a] || v.Answer != policy.Refused
		}
	}
	var out strings.Builder
	for a := policy.StopRenewal; a <= policy.ResumeRenewal; a++ {
		if !offered[a] {
			continue
		}
		text, err := lang.Timeline(func(yield func(policy.Segment, error) bool) {
			for _, g := range segments {
				if !yield(g, nil) {
					return
				}
			}
		}, a)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&out, "%s\n%s\n", lang.Action(a), text)
	}
	return out.String(), nil
}

// asJSON writes a decision or an explanation, if there was no error.
func asJSON(v any, err error) (string, error) {
	if err != nil {
		return "", err
	}
	var out strings.Builder
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err = enc.Encode(v)
	return out.String(), err
}

// readPolicies reads a policy or, of several, a contract and its statutes, and
// returns the contract's title.
func readPolicies(args string) (title string, p *policy.Policy, err error) {
	var layers []*policy.Policy
	for i, arg := range strings.Split(args, ",") {
		doc, err := readPolicy(arg)
		if err != nil {
			return "", nil, fmt.Errorf("%s: %w", arg, err)
		}
		if i == 0 {
			title = doc.Title
		}
		layer, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
		if err != nil {
			return "", nil, fmt.Errorf("%s: %w", arg, err)
		}
		layers = append(layers, layer)
	}
	p, err = policy.Overlay(layers[0], layers[1:]...)
	return title, p, err
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

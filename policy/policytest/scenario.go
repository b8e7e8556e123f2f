package policytest

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	"github.com/rescind-go/rescind/internal/strict"
	"github.com/rescind-go/rescind/policy"
)

// A scenario is a file that was read: the question, and the answer wanted.
type scenario struct {
	text
	root     *node
	policy   *policy.Policy
	snapshot policy.Snapshot
	at       time.Time
	want     *node // nil: the file has none
}

// scenarioKeys are the keys of a scenario file.
const scenarioKeys = "title, policy, snapshot, at, want"

// A reader reads scenarios.
type reader struct {
	in     policy.Sources
	lookup []func(id string) (policy.Document, error)
}

// read reads a scenario and compiles its policy.
func (r reader) read(file string) (*scenario, error) {
	t, root, err := load(file)
	if err != nil {
		return nil, err
	}
	s := &scenario{text: t, root: root}
	if !root.object() {
		return nil, t.fault(root.offset, "%s: want a scenario, an object with the keys %s", shorten(root.raw), scenarioKeys)
	}
	for i, key := range root.keys {
		switch v := root.values[i]; key {
		case "title":
			_, err = t.word(v, key)
		case "policy":
			s.policy, err = r.compile(t, v)
		case "snapshot":
			s.snapshot, err = snapshot(t, v)
		case "at":
			s.at, err = t.instant(v)
		case "want":
			s.want, err = v, t.fits(v, reflect.TypeFor[policy.Decision](), key)
			if err == nil && v.null() {
				err = t.fault(v.offset, "want: null: want the expected decision, or no such key")
			}
		default:
			err = t.fault(root.places[i], "unknown key %q: want one of %s", key, scenarioKeys)
		}
		if err != nil {
			return nil, err
		}
	}
	for _, key := range []string{"policy", "snapshot", "at"} {
		if root.get(key) == nil {
			return nil, t.fault(root.offset, "%s: missing: want it in every scenario", key)
		}
	}
	return s, nil
}

// load reads a JSON file.
func load(file string) (text, *node, error) {
	info, err := os.Stat(file)
	if err != nil {
		return text{}, nil, err
	}
	if info.Size() > maxBytes {
		return text{}, nil, fmt.Errorf("%s: %d bytes: want at most %d", file, info.Size(), maxBytes)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return text{}, nil, err
	}
	t := text{filepath.ToSlash(file), data}
	n, err := t.parse()
	return t, n, err
}

// word reads a string.
func (t text) word(n *node, key string) (string, error) {
	var s string
	if n.raw[0] != '"' || json.Unmarshal(n.raw, &s) != nil {
		return "", t.fault(n.offset, "%s: %s: want a string", key, shorten(n.raw))
	}
	return s, nil
}

// instant reads the instant to decide at.
func (t text) instant(n *node) (time.Time, error) {
	s, err := t.word(n, "at")
	if err != nil {
		return time.Time{}, err
	}
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}, t.fault(n.offset, `at: %s: want an instant with its offset, as in "2020-04-09T12:00:00+02:00"`, shorten(n.raw))
	}
	return at, nil
}

// compile finds the policy: a document, the name of a file that holds one, or
// an id; or a list of them, a contract and the statutes over it.
func (r reader) compile(t text, n *node) (*policy.Policy, error) {
	if n.list() {
		var layers []*policy.Policy
		for _, v := range n.values {
			p, err := r.compile(t, v)
			if err != nil {
				return nil, err
			}
			layers = append(layers, p)
		}
		if len(layers) == 0 {
			return nil, t.fault(n.offset, "policy: []: want a contract, and the statutes over it")
		}
		p, err := policy.Overlay(layers[0], layers[1:]...)
		if err != nil {
			return nil, t.fault(n.offset, "policy: %w", err)
		}
		return p, nil
	}
	doc, err := r.document(t, n)
	if err != nil {
		return nil, err
	}
	p, err := policy.Compile(doc, r.in)
	if err != nil {
		return nil, t.fault(n.offset, "policy: %w", err)
	}
	return p, nil
}

func (r reader) document(t text, n *node) (policy.Document, error) {
	if n.object() {
		doc, err := policy.Parse(n.raw)
		return doc, t.within(n, "policy", err)
	}
	id, err := t.word(n, "policy")
	if err != nil {
		return policy.Document{}, t.fault(n.offset, "policy: %s: want a document, the name of a file or an id", shorten(n.raw))
	}
	if strings.HasSuffix(id, ".json") {
		beside, root, err := t.beside(n, id)
		if err != nil {
			return policy.Document{}, err
		}
		doc, err := policy.Parse(root.raw)
		return doc, beside.within(root, "", err)
	}
	var why []error
	for _, find := range r.lookup {
		doc, err := find(id)
		if err == nil {
			return doc, nil
		}
		why = append(why, err)
	}
	if len(why) == 0 {
		return policy.Document{}, t.fault(n.offset, "policy: %q: want a name that ends in .json, or a function given to Run that finds the id", id)
	}
	return policy.Document{}, t.fault(n.offset, "policy: %q: %w", id, errors.Join(why...))
}

// snapshot reads the snapshot, or the file that holds it.
func snapshot(t text, n *node) (policy.Snapshot, error) {
	if n.object() {
		s, err := policy.ParseSnapshot(n.raw)
		return s, t.within(n, "snapshot", err)
	}
	name, err := t.word(n, "snapshot")
	if err != nil || !strings.HasSuffix(name, ".json") {
		return policy.Snapshot{}, t.fault(n.offset, "snapshot: %s: want a snapshot, or the name of a file that ends in .json", shorten(n.raw))
	}
	beside, root, err := t.beside(n, name)
	if err != nil {
		return policy.Snapshot{}, err
	}
	s, err := policy.ParseSnapshot(root.raw)
	return s, beside.within(root, "", err)
}

// beside loads a file that the scenario names, from the scenario's folder.
func (t text) beside(n *node, name string) (text, *node, error) {
	other, root, err := load(filepath.Join(filepath.Dir(t.file), filepath.FromSlash(name)))
	if err != nil {
		return text{}, nil, t.fault(n.offset, "%w", err)
	}
	return other, root, nil
}

// within moves the place of a fault of the value n into the file that n is a
// part of.
func (t text) within(n *node, path string, err error) error {
	if err == nil {
		return nil
	}
	var place policy.Place
	var what string
	var document *policy.DocumentError
	var facts *policy.SnapshotError
	switch {
	case errors.As(err, &document):
		place, what = document.Place, message(document.Value, document.Want)
	case errors.As(err, &facts):
		place, what = facts.Place, message(facts.Value, facts.Want)
	default:
		return t.fault(n.offset, "%s: %w", path, err)
	}
	line, column := strict.Position(t.data, n.offset)
	if place.Line > 1 {
		line, column = line+place.Line-1, place.Column
	} else if place.Line == 1 {
		column += place.Column - 1
	}
	if path != "" && place.Path != "" {
		path += "."
	}
	if path += place.Path; path != "" {
		path += ": "
	}
	return fmt.Errorf("%s:%d:%d: %s%s", t.file, line, column, path, what)
}

// message tells what was found and what was wanted.
func message(value, want string) string {
	if value == "" {
		return want
	}
	return value + ": " + want
}

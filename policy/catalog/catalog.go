package catalog

import (
	"embed"
	"errors"
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/rescind-go/rescind/policy"
)

//go:embed documents/*.json
var files embed.FS

// ErrUnknown is what [Lookup] returns for an id that the catalog does not
// hold.
var ErrUnknown = errors.New("catalog: no such policy")

// Lookup returns the document with an id and a version,
// "amazon-prime-fr@2020-02", or the newest version of an id,
// "amazon-prime-fr". Capital letters and slashes may stand for small letters and
// dashes: "fr-L215-1". The result is the caller's to change. An id that the
// catalog does not hold is an [ErrUnknown].
func Lookup(id string) (policy.Document, error) {
	want := spelled(id)
	// Names are in order, so the last match has the newest version.
	for _, name := range slices.Backward(names()) {
		if base, _, _ := strings.Cut(name, "@"); name == want || base == want {
			return load(name)
		}
	}
	return policy.Document{}, fmt.Errorf("%w: %.80q: All lists those there are", ErrUnknown, id)
}

// spelled writes an id as the catalog does.
func spelled(id string) string { return strings.ReplaceAll(strings.ToLower(id), "/", "-") }

// All returns every document, in the order of id and version.
func All() iter.Seq[policy.Document] {
	return func(yield func(policy.Document) bool) {
		for _, name := range names() {
			d, err := load(name)
			if err != nil {
				panic(err) // the documents are part of the package, and tested
			}
			if !yield(d) {
				return
			}
		}
	}
}

// names lists the documents as "id@version", in order.
var names = sync.OnceValue(func() []string {
	entries, err := files.ReadDir("documents")
	if err != nil {
		panic(err) // the folder is embedded
	}
	var all []string
	for _, e := range entries {
		all = append(all, strings.TrimSuffix(e.Name(), ".json"))
	}
	slices.SortFunc(all, func(a, b string) int { return strings.Compare(age(a), age(b)) })
	return all
})

// age puts names in the order of their ids and, of one id, of their versions:
// what held before a day comes before what holds from it.
func age(name string) string {
	id, version, _ := strings.Cut(name, "@")
	if day, ok := strings.CutPrefix(version, "before-"); ok {
		return id + "\x00" + day
	}
	if day, ok := strings.CutPrefix(version, "after-"); ok {
		version = day
	}
	return id + "\x00" + version + " from it"
}

// load reads one document.
func load(name string) (policy.Document, error) {
	text, err := files.ReadFile(path.Join("documents", name+".json"))
	if err != nil {
		return policy.Document{}, err
	}
	d, err := policy.Parse(text)
	if err != nil {
		return policy.Document{}, fmt.Errorf("catalog: %s: %w", name, err)
	}
	return d, nil
}

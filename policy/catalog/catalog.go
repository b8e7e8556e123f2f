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
// "amazon-prime-fr". The result is the caller's to change. An id that the
// catalog does not hold is an [ErrUnknown].
func Lookup(id string) (policy.Document, error) {
	all := names()
	// Names are in order, so the last match has the newest version.
	for _, name := range slices.Backward(all) {
		if base, _, _ := strings.Cut(name, "@"); name == id || base == id {
			return load(name)
		}
	}
	return policy.Document{}, fmt.Errorf("%w: %.80q: want one of %s", ErrUnknown, id, strings.Join(all, ", "))
}

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
	slices.Sort(all)
	return all
})

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

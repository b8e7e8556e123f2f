package wording

import (
	"cmp"
	_ "embed" // the tables
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/rescind-go/rescind/internal/strict"
	"github.com/rescind-go/rescind/policy"
)

//go:embed en.json
var english []byte

//go:embed fr.json
var french []byte

// A Language puts decisions into words. It does not change, and any number of
// goroutines may use it. The zero Language, and a nil one, is English.
type Language struct {
	tag     string
	local   []string // calendars whose days have names of this language
	plurals [len(categories)]plural
	texts   map[string]map[string]text
}

// English returns the language of en.json, which is the reference for all others.
func English() *Language { return englishOnce() }

// French returns the language of fr.json.
func French() *Language { return frenchOnce() }

var (
	englishOnce = sync.OnceValue(func() *Language { return must(parse(english, nil)) })
	frenchOnce  = sync.OnceValue(func() *Language { return must(Parse(french)) })
)

func must(l *Language, err error) *Language {
	if err != nil {
		panic(err) // the tables are part of the package, and tested
	}
	return l
}

// Tag returns the table's language, "fr", for the lang attribute of a page.
func (l *Language) Tag() string { return l.own().tag }

// own returns the language itself, or English.
func (l *Language) own() *Language {
	if l == nil || l.texts == nil {
		return English()
	}
	return l
}

// ErrTable: the table of a language is bad. See [TableError].
var ErrTable = errors.New("wording: bad table")

// A TableError is one fault of a table. It matches [ErrTable], and what it wraps.
type TableError struct {
	policy.Place
	Value string // what was found, quoted and shortened; "" when something is missing
	Want  string // what was wanted
	Err   error  // the underlying error, if any
}

// Error says where the fault is, what was found and what was wanted.
func (e *TableError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "wording: table: line %d, column %d", e.Line, e.Column)
	for _, part := range []string{e.Path, e.Value, e.Want} {
		if part != "" {
			b.WriteString(": " + part)
		}
	}
	return b.String()
}

// Is makes the error match [ErrTable].
func (e *TableError) Is(target error) bool { return target == ErrTable }

// Unwrap returns Err.
func (e *TableError) Unwrap() error { return e.Err }

// A table is a language as it is written down.
type table struct {
	Language string                      `json:"language"`
	Plurals  map[string]string           `json:"plurals"`
	Local    []string                    `json:"local_names"`
	Texts    map[string]map[string]entry `json:"texts"`
}

var limits = strict.Limits{Bytes: 256 << 10, Depth: 8, Elements: 2000}

// Parse reads a table in the form of en.json, which the package holds: the same
// keys, each with a text of its own. It is strict, as [policy.Parse] is. A key that
// is missing or unknown, and a placeholder that its key does not have, are errors
// too. All faults of a table are told at once, each as a [*TableError] with line,
// column and path.
//
//	{
//	  "language": "fr",                        for Tag
//	  "plurals": {"one": "n = 0..1"},          as in Unicode's plural rules
//	  "local_names": ["FR"],                   calendars that name their days in the language
//	  "texts": {
//	    "reason": {
//	      "rule_applies": "La règle {rule} s'applique."
//	    },
//	    "unit": {
//	      "days": {"one": "{n} jour", "other": "{n} jours"}
//	    }
//	  }
//	}
//
// A key for which en.json has several forms may have one or more: "other" always,
// "=0" and the like for a certain number, and the categories of "plurals". A
// placeholder may be left out.
func Parse(table []byte) (*Language, error) { return parse(table, English()) }

// parse reads a table, and compares it with a reference if there is one.
func parse(b []byte, ref *Language) (*Language, error) {
	var t table
	if err := strict.Decode(b, &t, limits); err != nil {
		return nil, malformed(err)
	}
	c := checker{in: b}
	l := &Language{tag: t.Language, local: t.Local, texts: make(map[string]map[string]text, len(t.Texts))}
	if !tagged(t.Language) {
		c.fault("language", t.Language, `want a language tag such as "en" or "pt-BR"`)
	}
	for _, category := range slices.Sorted(maps.Keys(t.Plurals)) {
		at := "plurals." + category
		i := slices.Index(categories[:], category)
		if i < 0 {
			c.fault(at, category, "want one of "+quoted(categories[:]))
			continue
		}
		var err error
		if l.plurals[i], err = parsePlural(t.Plurals[category]); err != nil {
			c.fault(at, t.Plurals[category], err.Error())
		}
	}
	for _, group := range slices.Sorted(maps.Keys(t.Texts)) {
		l.texts[group] = make(map[string]text, len(t.Texts[group]))
		if ref != nil && ref.texts[group] == nil {
			c.unknown("texts."+group, group, maps.Keys(ref.texts))
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(t.Texts[group])) {
			at := "texts." + group + "." + key
			e := t.Texts[group][key]
			if ref != nil {
				model := ref.texts[group][key]
				if model == nil {
					c.unknown(at, key, maps.Keys(ref.texts[group]))
					continue
				}
				c.form(at, e, model)
			}
			made := c.compile(at, e, t.Plurals)
			if ref != nil {
				c.places(at, made, ref.texts[group][key], extra[group+"."+key])
			}
			l.texts[group][key] = made
		}
	}
	if ref != nil {
		c.missing(l, ref)
	}
	if len(c.faults) > 0 {
		return nil, c.err()
	}
	return l, nil
}

// extra are the placeholders that a key has beside those that en.json uses.
var extra = map[string][]string{
	"format.date":                  {"weekday"},
	"format.time":                  {"hour"},
	"format.time_seconds":          {"hour"},
	"reason.anchor_unknown/anchor": {"anchor"},
}

// malformed tells what the strict decoder found.
func malformed(err error) error {
	var e *strict.Error
	if !errors.As(err, &e) {
		return &TableError{Want: err.Error(), Err: err}
	}
	out := &TableError{Place: policy.Place{Line: e.Line, Column: e.Column, Path: e.Path}, Value: e.Value, Want: e.Err.Error(), Err: e}
	if e.Want != "" {
		out.Want += ": want " + e.Want
	}
	return out
}

// tagged reports whether a text looks like a language tag.
func tagged(s string) bool {
	for i, part := range strings.Split(s, "-") {
		letters := strings.Trim(part, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
		digits := strings.Trim(part, "0123456789") == ""
		if part == "" || len(part) > 8 || !letters && (i == 0 || !digits) || i == 0 && (len(part) > 3 || part != strings.ToLower(part)) {
			return false
		}
	}
	return true
}

// A checker gathers the faults of a table.
type checker struct {
	in     []byte
	faults []*TableError
	more   int // faults beyond those
}

// maxFaults bounds the work on a table that has nothing in common with another.
const maxFaults = 100

func (c *checker) fault(path, value, want string) {
	if len(c.faults) == maxFaults {
		c.more++
		return
	}
	e := &TableError{Want: want}
	e.Path = path
	e.Line, e.Column = strict.Find(c.in, path)
	if value != "" {
		e.Value = short(value)
	}
	c.faults = append(c.faults, e)
}

// unknown says that a key is not one of the reference.
func (c *checker) unknown(path, key string, known func(func(string) bool)) {
	c.fault(path, "", "unknown key"+strict.DidYouMean(slices.Sorted(known), key)+": want only keys of the English table")
}

// missing says which keys of the reference a language does not have.
func (c *checker) missing(l, ref *Language) {
	for _, group := range slices.Sorted(maps.Keys(ref.texts)) {
		if l.texts[group] == nil {
			c.fault("texts."+group, "", "missing: want a text for each of its keys in the English table")
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(ref.texts[group])) {
			if _, ok := l.texts[group][key]; !ok {
				c.fault("texts."+group+"."+key, "", "missing: want a text such as "+short(ref.texts[group][key].sample()))
			}
		}
	}
}

// form says where an entry has forms, or is empty, and its model is not.
func (c *checker) form(at string, e entry, model text) {
	if e.forms != nil && len(model) == 1 {
		c.fault(at, "", "forms by number: want one template, because no number decides here")
	}
	if e.forms == nil && e.plain == "" && model.sample() != "" {
		c.fault(at, "", "empty: want a text such as "+short(model.sample()))
	}
}

// compile reads the templates of an entry.
func (c *checker) compile(at string, e entry, plurals map[string]string) text {
	forms := e.forms
	if forms == nil {
		forms = map[string]string{"other": e.plain}
	}
	out := make(text, len(forms))
	for _, form := range slices.Sorted(maps.Keys(forms)) {
		where := at
		if e.forms != nil {
			where += "." + form
		}
		_, known := plurals[form]
		if _, number := whole(strings.TrimPrefix(form, "=")); form != "other" && !known && !(number && form[0] == '=') {
			c.fault(where, "", `unknown form: want "other", a number such as "=0", or a category of "plurals"`)
		}
		var err error
		if out[form], err = parseTemplate(forms[form]); err != nil {
			c.fault(where, forms[form], err.Error())
		}
	}
	if _, ok := out["other"]; !ok {
		c.fault(at, "", `form "other" is missing: want one for the numbers that no other form is for`)
	}
	return out
}

// places says which placeholders a text has that its model has not.
func (c *checker) places(at string, t, model text, more []string) {
	known := append(model.places(), more...)
	for _, name := range t.places() {
		if !slices.Contains(known, name) {
			c.fault(at, "{"+name+"}", "unknown placeholder"+strict.DidYouMean(known, name)+": want "+placeholders(known))
		}
	}
}

func placeholders(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	slices.Sort(names)
	return "{" + strings.Join(slices.Compact(names), "}, {") + "}"
}

// places returns the placeholders of a text, in order, each once.
func (t text) places() []string {
	var names []string
	for _, form := range t {
		for _, p := range form {
			if p.name != "" {
				names = append(names, p.name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// sample returns the form "other" as it is written.
func (t text) sample() string { return t.form("other") }

// form returns a form as it is written.
func (t text) form(name string) string {
	var b strings.Builder
	for _, p := range t[name] {
		if p.name != "" {
			b.WriteString("{" + p.name + "}")
		}
		b.WriteString(p.text)
	}
	return b.String()
}

// err returns the faults in the order of the table.
func (c *checker) err() error {
	slices.SortStableFunc(c.faults, func(a, b *TableError) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if len(c.faults) == 1 {
		return c.faults[0]
	}
	var all []error
	for _, f := range c.faults {
		all = append(all, f)
	}
	if c.more > 0 {
		all = append(all, fmt.Errorf("%w: %d more faults", ErrTable, c.more))
	}
	return errors.Join(all...)
}

// short quotes a text for a message, which must not carry a stranger's megabyte.
func short(s string) string {
	const most = 80
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "..."
	}
	return strconv.Quote(s)
}

func quoted(list []string) string {
	var all []string
	for _, s := range list {
		all = append(all, strconv.Quote(s))
	}
	return strings.Join(all, ", ")
}

// has reports whether there is a text for a key.
func (l *Language) has(group, key string) bool { return l.texts[group][key] != nil }

// say returns the text for a key, with its places filled. For a key that there is
// not, it is the key: words of other versions must not make anything fail.
func (l *Language) say(group, key string, in with) string {
	t := l.texts[group][key]
	if t == nil {
		return strings.ReplaceAll(key, "_", " ")
	}
	return t["other"].fill(in)
}

// count returns the text for a key and a number.
func (l *Language) count(group, key string, n int64, in with) string {
	t := l.texts[group][key]
	if form, ok := t["="+strconv.FormatInt(n, 10)]; ok {
		return form.fill(in)
	}
	for i, p := range l.plurals {
		if form, ok := t[categories[i]]; ok && p.holds(n) {
			return form.fill(in)
		}
	}
	return l.say(group, key, in)
}

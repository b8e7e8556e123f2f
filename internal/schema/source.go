package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// A source is what the Go source says that reflection does not: comments, and
// constants and words that are not exported.
type source struct {
	comments  map[string]string   // of "policy.Rule" and "policy.Rule.Ends"
	numbers   map[string]int      // of "policy.maxRules"
	words     map[string][]string // in "policy.anchorWords", in order
	constants map[string]string   // the word of "policy.Used"
}

// read reads the packages in folders of the module.
func read(root string, folders ...string) (*source, error) {
	s := &source{map[string]string{}, map[string]int{}, map[string][]string{}, map[string]string{}}
	for _, folder := range folders {
		entries, err := os.ReadDir(filepath.Join(root, folder))
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
				continue
			}
			set := token.NewFileSet()
			f, err := parser.ParseFile(set, filepath.Join(root, folder, e.Name()), nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			for _, decl := range f.Decls {
				if d, ok := decl.(*ast.GenDecl); ok {
					s.declared(set, f.Name.Name+".", d)
				}
			}
		}
	}
	return s, nil
}

func (s *source) declared(set *token.FileSet, prefix string, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			name := prefix + spec.Name.Name
			s.comments[name] = d.Doc.Text() + spec.Doc.Text() // one of the two
			if t, ok := spec.Type.(*ast.StructType); ok {
				s.fields(set, name+".", t)
			}
		case *ast.ValueSpec:
			for i, name := range spec.Names {
				if i < len(spec.Values) {
					s.value(prefix, name.Name, spec.Values[i])
				}
			}
		}
	}
}

// fields notes the comments of fields. A field without one, on the line after
// another, shares that one's: "ID and Version name the document".
func (s *source) fields(set *token.FileSet, prefix string, t *ast.StructType) {
	shared, last := "", 0
	for _, f := range t.Fields.List {
		switch {
		case f.Doc != nil:
			shared = f.Doc.Text()
		case set.Position(f.Pos()).Line != last+1:
			shared = ""
		}
		last = set.Position(f.End()).Line
		text := shared
		if f.Comment != nil {
			text = f.Comment.Text()
		}
		for _, name := range f.Names {
			s.comments[prefix+name.Name] = text
		}
	}
}

// value notes a number, or the words of a table such as words{Used: "used"}.
func (s *source) value(prefix, name string, e ast.Expr) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if n, err := strconv.ParseInt(e.Value, 0, 32); e.Kind == token.INT && err == nil {
			s.numbers[prefix+name] = int(n)
		}
	case *ast.CompositeLit:
		for _, element := range e.Elts {
			pair, ok := element.(*ast.KeyValueExpr)
			if !ok {
				continue
			}
			key, ok := pair.Key.(*ast.Ident)
			lit, ok2 := pair.Value.(*ast.BasicLit)
			if !ok || !ok2 || lit.Kind != token.STRING {
				continue
			}
			if word, err := strconv.Unquote(lit.Value); err == nil {
				s.words[prefix+name] = append(s.words[prefix+name], word)
				s.constants[prefix+key.Name] = word
			}
		}
	}
}

var (
	sentenceEnd = regexp.MustCompile(`\.\s+|\n\n`)
	docLink     = regexp.MustCompile(`\[([A-Za-z][\w.]*)\]`)
	goName      = regexp.MustCompile(`(^|[^.\w])([A-Z]\w*)`)
)

// described is the first sentence of a type's comment.
func (s *source) described(t reflect.Type) string {
	return line(sentenceEnd.Split(s.comments[t.String()], 2)[0])
}

// field is the first sentence of a field's comment or, where fields share one,
// the first that begins with its name. It calls fields by their keys and
// constants by their words, as the reader of JSON knows them.
func (s *source) field(t reflect.Type, f reflect.StructField) string {
	sentences := sentenceEnd.Split(s.comments[t.String()+"."+f.Name], -1)
	own := max(0, slices.IndexFunc(sentences, func(text string) bool { return strings.HasPrefix(text, f.Name+" ") }))
	return goName.ReplaceAllStringFunc(line(sentences[own]), func(match string) string {
		name := match[strings.IndexFunc(match, unicode.IsUpper):]
		as := name
		if other, ok := t.FieldByName(name); ok {
			key, _ := keyOf(other)
			as = "`" + key + "`"
		} else if word, ok := s.constants[path.Base(t.PkgPath())+"."+name]; ok {
			as = strconv.Quote(word)
		}
		return strings.TrimSuffix(match, name) + as
	})
}

// line is a sentence in one line, without the brackets of links.
func line(sentence string) string {
	sentence = docLink.ReplaceAllString(sentence, "$1")
	return strings.TrimSuffix(strings.Join(strings.Fields(sentence), " "), ".")
}

// fields are the fields of a struct that JSON is read into.
func fields(t reflect.Type) (all []reflect.StructField) {
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() && f.Tag.Get("json") != "-" {
			all = append(all, f)
		}
	}
	return all
}

// keyOf returns a field's key in JSON, and whether the key is always written.
func keyOf(f reflect.StructField) (key string, always bool) {
	key, options, _ := strings.Cut(f.Tag.Get("json"), ",")
	if key == "" {
		key = f.Name
	}
	return key, !strings.Contains(options, "omit")
}

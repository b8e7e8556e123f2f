package rescind_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The arrows of the house: which package may import which, and what nobody in
// the core may do. See the design: a decision is pure, and whoever imports
// policy links one third-party package.

const (
	module  = "github.com/rescind-go/rescind"
	dec     = "github.com/shopspring/decimal"
	holiday = "github.com/rickar/cal/v2"
)

// imports lists what the non-test files of a folder import, save std.
func imports(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	for _, f := range files(t, dir) {
		for _, spec := range f.syntax.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") && !slices.Contains(all, path) {
				all = append(all, path)
			}
		}
	}
	slices.Sort(all)
	return all
}

// A file is a Go file that is no test.
type file struct {
	name   string // from the root
	syntax *ast.File
	set    *token.FileSet
}

func files(t *testing.T, dir string) []file {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("there is no folder %s yet", dir)
	} else if err != nil {
		t.Fatal(err)
	}
	var all []file
	for _, e := range entries {
		name := filepath.Join(dir, e.Name())
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		syntax, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, file{filepath.ToSlash(name), syntax, set})
	}
	if len(all) == 0 {
		t.Errorf("%s holds no Go file", dir)
	}
	return all
}

func TestArrows(t *testing.T) {
	for dir, allowed := range map[string][]string{
		"money":             {dec},
		"calendar":          {module + "/internal/strict"},
		"calendar/holidays": {module + "/calendar", holiday, holiday + "/..."},
		"policy":            {module + "/calendar", module + "/money", module + "/internal/strict"},
		"policy/catalog":    {module + "/policy"},
		"policy/policytest": {module + "/policy", module + "/calendar", module + "/money", module + "/internal/strict"},
		"policy/wording":    {module + "/policy", module + "/calendar", module + "/money", module + "/internal/strict"},
		"internal/strict":   {},
	} {
		t.Run(dir, func(t *testing.T) {
			for _, path := range imports(t, filepath.FromSlash(dir)) {
				ok := slices.ContainsFunc(allowed, func(a string) bool {
					tree, all := strings.CutSuffix(a, "...")
					return path == a || all && strings.HasPrefix(path, tree)
				})
				if !ok {
					t.Errorf("%s imports %s, want only %q and the standard library", dir, path, allowed)
				}
			}
		})
	}
	if got := imports(t, filepath.FromSlash("policy/catalog")); !slices.Contains(got, module+"/policy") {
		t.Errorf("policy/catalog imports %q: want the package its documents are for", got)
	}
}

// unlinked reports whether a package of the standard library is one that nothing
// here has a use for. That policy links log/slog, and log with it, is for the
// values that decisions log as.
func unlinked(path string) bool {
	return path == "net" || strings.HasPrefix(path, "net/") || path == "os/exec" || strings.HasSuffix(path, "/template") || path == "crypto/tls"
}

// silent are the packages that have nothing to log.
var silent = []string{"./money", "./calendar", "./calendar/holidays"}

// What a program links is what go list says, through all packages between.
func TestLinked(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("there is no go command to ask: ", err)
	}
	for dir, allowed := range map[string][]string{
		"./money":             {module + "/money", dec},
		"./calendar":          {module + "/calendar", module + "/internal/strict"},
		"./calendar/holidays": {module + "/calendar", module + "/calendar/holidays", module + "/internal/strict", holiday, holiday + "/..."},
		"./policy":            {module + "/policy", module + "/calendar", module + "/money", module + "/internal/strict", dec},
		"./policy/policytest": {module + "/policy", module + "/policy/policytest", module + "/calendar", module + "/money", module + "/internal/strict", dec},
		"./policy/wording":    {module + "/policy", module + "/policy/wording", module + "/calendar", module + "/money", module + "/internal/strict", dec},
		"./policy/catalog":    {module + "/policy", module + "/policy/catalog", module + "/calendar", module + "/money", module + "/internal/strict", dec},
	} {
		cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Standard", dir)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("go list %s: %v\n%s", dir, err, stderr.String())
		}
		listed := 0
		for d := json.NewDecoder(bytes.NewReader(out)); ; {
			var p struct {
				ImportPath string
				Standard   bool
			}
			if err := d.Decode(&p); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			listed++
			if unlinked(p.ImportPath) || p.Standard && strings.HasPrefix(p.ImportPath, "log") && slices.Contains(silent, dir) {
				t.Errorf("%s links %s", dir, p.ImportPath)
			}
			ok := p.Standard || slices.ContainsFunc(allowed, func(a string) bool {
				tree, all := strings.CutSuffix(a, "...")
				return p.ImportPath == a || all && strings.HasPrefix(p.ImportPath, tree)
			})
			if !ok {
				t.Errorf("%s links %s", dir, p.ImportPath)
			}
		}
		if listed < 10 {
			t.Errorf("%s: go list names %d packages", dir, listed)
		}
	}
}

// forbidden is what a decision must not come near: the clock, the machine's
// zone, output, and what depends on the global variables of decimal. The value
// names the one file that may.
var forbidden = map[string]map[string]string{
	"time": {
		"Now": "", "Since": "", "Until": "", "Local": "", "After": "", "Sleep": "", "Tick": "", "NewTimer": "", "NewTicker": "", "AfterFunc": "",
		"LoadLocation": "policy/compile.go", "LoadLocationFromTZData": "", "ParseInLocation": "",
	},
	"fmt": {"Print": "", "Printf": "", "Println": ""},
	// Values for a logger, and no logger.
	"log/slog": {
		"New": "", "Default": "", "SetDefault": "", "SetLogLoggerLevel": "", "With": "", "NewLogLogger": "", "NewTextHandler": "", "NewJSONHandler": "",
		"Debug": "", "Info": "", "Warn": "", "Error": "", "Log": "", "LogAttrs": "",
		"DebugContext": "", "InfoContext": "", "WarnContext": "", "ErrorContext": "",
	},
	"os": {"*": ""}, "log": {"*": ""}, "math/rand": {"*": ""}, "math/rand/v2": {"*": ""}, "net": {"*": ""}, "net/http": {"*": ""}, "unsafe": {"*": ""},
}

// decimalMethods depend on decimal's global variables, or on numbers without
// bound. Named by the method, because go/parser knows no types: these names
// must not be called on anything of decimal's.
var decimalMethods = []string{"Div", "DivRound", "Pow", "MarshalJSON", "String", "StringFixed", "Float64", "InexactFloat64"}

func TestForbidden(t *testing.T) {
	for _, dir := range []string{"money", "calendar", "policy"} {
		for _, f := range files(t, dir) {
			where := func(n ast.Node) string { return f.set.Position(n.Pos()).String() }
			packages := make(map[string]string) // the name in this file, and the path
			for _, spec := range f.syntax.Imports {
				path, _ := strconv.Unquote(spec.Path.Value)
				name := path[strings.LastIndex(path, "/")+1:]
				if spec.Name != nil {
					name = spec.Name.Name
				}
				if name == "." || name == "_" {
					t.Errorf("%s: an import as %s", where(spec), name)
				}
				packages[name] = path
				if _, no := forbidden[path]["*"]; no {
					t.Errorf("%s: package %s has no place in a decision", where(spec), path)
				}
			}
			ast.Inspect(f.syntax, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.GoStmt:
					t.Errorf("%s: a goroutine", where(n))
				case *ast.SelectorExpr:
					x, ok := n.X.(*ast.Ident)
					if !ok {
						break
					}
					if only, no := forbidden[packages[x.Name]][n.Sel.Name]; no && only != f.name {
						t.Errorf("%s: %s.%s", where(n), x.Name, n.Sel.Name)
					}
				case *ast.FuncDecl:
					if n.Recv == nil && n.Name.Name == "init" {
						t.Errorf("%s: an init function", where(n))
					}
				}
				return true
			})
			for _, decl := range f.syntax.Decls {
				globals(t, f, decl)
			}
			decimals(t, f, packages)
		}
	}
}

// globals refuses variables that an importer could change. Sentinel errors are
// named Err and are the only ones.
func globals(t *testing.T, f file, decl ast.Decl) {
	d, ok := decl.(*ast.GenDecl)
	if !ok || d.Tok != token.VAR {
		return
	}
	for _, spec := range d.Specs {
		for _, name := range spec.(*ast.ValueSpec).Names {
			if name.IsExported() && !strings.HasPrefix(name.Name, "Err") {
				t.Errorf("%s: the variable %s can be changed by anybody", f.set.Position(name.Pos()), name.Name)
			}
		}
	}
}

// decimals refuses calls of decimal's dangerous methods in functions that have
// a decimal at hand: a parameter, or a call of package decimal.
func decimals(t *testing.T, f file, packages map[string]string) {
	for _, decl := range f.syntax.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		// The names that hold a decimal.Decimal, as far as syntax tells.
		names := make(map[string]bool)
		isDecimal := func(e ast.Expr) bool {
			s, ok := e.(*ast.SelectorExpr)
			if !ok {
				return false
			}
			x, ok := s.X.(*ast.Ident)
			return ok && packages[x.Name] == dec
		}
		if fn.Type.Params != nil {
			for _, p := range fn.Type.Params.List {
				for _, name := range p.Names {
					names[name.Name] = names[name.Name] || isDecimal(p.Type)
				}
			}
		}
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, e := range n.Rhs {
					if call, ok := e.(*ast.CallExpr); ok && isDecimal(call.Fun) {
						if x, ok := n.Lhs[0].(*ast.Ident); ok {
							names[x.Name] = true
						}
					}
				}
			case *ast.CallExpr:
				s, ok := n.Fun.(*ast.SelectorExpr)
				if !ok || !slices.Contains(decimalMethods, s.Sel.Name) {
					break
				}
				x, ident := s.X.(*ast.Ident)
				call, chained := s.X.(*ast.CallExpr)
				if ident && names[x.Name] || chained && isDecimal(call.Fun) {
					t.Errorf("%s: decimal's %s follows its global variables", f.set.Position(n.Pos()), s.Sel.Name)
				}
			}
			return true
		})
	}
}

// Command mutants plants faults in the rules of money and of days, one at a time,
// and runs the tests of the package on each: a fault that no test notices is a
// gap in the tests.
//
//	go run ./internal/mutants            every mutant, some minutes
//	go run ./internal/mutants -run cap   those whose name contains "cap"
//
// The working tree is not changed: the compiler is shown the mutated file in
// place of the real one. The list stands in list.go. It ends with an error when
// a mutant lives, or no longer fits the code.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

// A mutant is one fault: a piece of a file, which stands in it once, and what
// replaces it.
type mutant struct {
	name     string
	file     string
	from, to string
}

// folders says where the packages lie that mutants are planted in.
var folders = map[string]string{"policy": "policy", "calendar": "calendar", "holidays": "calendar/holidays"}

func main() {
	only := flag.String("run", "", "run only the mutants whose name contains this")
	flag.Parse()
	os.Exit(run(*only))
}

func run(only string) int {
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants: no module here:", err)
		return 2
	}
	dir, err := os.MkdirTemp("", "mutants")
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		return 2
	}
	defer os.RemoveAll(dir)

	// Tests that fail by themselves notice nothing.
	for _, pkg := range []string{"policy", "calendar", "holidays"} {
		none := mutant{file: folders[pkg] + "/doc.go", from: "package " + pkg + "\n", to: "package " + pkg + "\n"}
		if out, ok := none.try(strings.TrimSpace(string(root)), filepath.Join(dir, pkg)); ok || out != "LIVES" {
			fmt.Fprintln(os.Stderr, "mutants: the tests of", pkg, "fail without a mutant:", out)
			return 2
		}
	}

	var (
		wait          sync.WaitGroup
		mu            sync.Mutex
		killed, wrong int
	)
	room := make(chan struct{}, runtime.NumCPU())
	for i, m := range mutants {
		if !strings.Contains(m.name, only) {
			continue
		}
		wait.Add(1)
		go func() {
			defer wait.Done()
			room <- struct{}{}
			verdict, ok := m.try(strings.TrimSpace(string(root)), filepath.Join(dir, fmt.Sprint(i)))
			<-room
			mu.Lock()
			defer mu.Unlock()
			if ok {
				killed++
			} else {
				wrong++
			}
			fmt.Printf("%-8s %s\n", verdict, m.name)
		}()
	}
	wait.Wait()
	fmt.Printf("mutants: %d killed, %d not\n", killed, wrong)
	if wrong > 0 || killed == 0 {
		return 1
	}
	return 0
}

// try runs the tests on the mutant, and reports whether they notice it.
func (m mutant) try(root, dir string) (verdict string, ok bool) {
	real := filepath.Join(root, filepath.FromSlash(m.file))
	text, err := os.ReadFile(real)
	if err != nil {
		return "missing", false
	}
	if bytes.Count(text, []byte(m.from)) != 1 {
		return "misfit", false
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "error", false
	}
	changed := filepath.Join(dir, "mutant.go")
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {real: changed}})
	if err == nil {
		err = os.WriteFile(changed, bytes.Replace(text, []byte(m.from), []byte(m.to), 1), 0o600)
	}
	list, tests := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "tests")
	if err == nil {
		err = os.WriteFile(list, overlay, 0o600)
	}
	if err != nil {
		return "error", false
	}
	// What does not compile is no mutant, and no test noticed it.
	folder := path.Dir(m.file)
	build := exec.Command("go", "test", "-c", "-vet=off", "-overlay", list, "-o", tests, "./"+folder)
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		return "broken: " + string(out), false
	}
	test := exec.Command(tests, "-test.failfast", "-test.timeout=120s", "-test.skip=Fuzz|EveryTZ|Hostile|HundredRuns")
	if folder == "policy" {
		test.Args = append(test.Args, "-cases=2000", "-oracle=20000")
	}
	test.Dir = filepath.Join(root, filepath.FromSlash(folder))
	if err := test.Run(); err == nil {
		return "LIVES", false
	}
	return "killed", true
}

package rescind_test

import (
	"os"
	"strings"
	"testing"
)

// TestReadmeShowsTheExample keeps the code in the README equal to the code that
// runs as the package's example.
func TestReadmeShowsTheExample(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(readme), "```go\n")
	shown, _, ok2 := strings.Cut(rest, "```\n")
	if !ok || !ok2 {
		t.Fatal("README.md has no Go code")
	}
	source, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(string(source), "\n\t", "\n") // the README starts at the margin
	if !strings.Contains(want, "\n"+shown) {
		t.Errorf("README.md shows code that is not in example_test.go:\n%s", shown)
	}
}

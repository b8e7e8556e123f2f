package strict_test

import (
	"strings"
	"testing"

	"github.com/rescind-go/rescind/internal/strict"
)

func TestDidYouMean(t *testing.T) {
	keys := []string{"id", "terminate_now", "due", "due_on", "on", "at", "from", "adjust", "percent", "trial_start", "trial_end", "stopped_at", "half_up", "x_1", "x_2"}
	for _, test := range []struct{ word, meant string }{
		{"terminate_nwo", "terminate_now"},
		{"terminateNow", "terminate_now"},
		{"terminate", "terminate_now"},
		{"dueOn", "due_on"}, // not due, which is two letters away
		{"half-up", "half_up"},
		{"half up", "half_up"},
		{"form", "from"},
		{"adjustments", "adjust"},
		{"percentage", "percent"},
		{"stopped", "stopped_at"},
		{"x_3", "x_1"}, // the first of two that are as near
		{"date", ""},   // two changes leave nothing of at
		{"to", ""},
		{"trial", ""}, // two begin like it
		{"adjust it by a percentage", ""},
		{"", ""},
		{"_", ""},
		{"terminate_now" + strings.Repeat(" ", 1<<20), ""},
	} {
		want := ""
		if test.meant != "" {
			want = ` (did you mean "` + test.meant + `"?)`
		}
		if got := strict.DidYouMean(keys, test.word); got != want {
			t.Errorf("%.40q: got %q, want %q", test.word, got, want)
		}
	}
	if got, want := strict.DidYouMean(keys, "ID"), ` (did you mean "id"? upper and lower case differ)`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

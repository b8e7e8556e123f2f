package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/rescind-go/rescind/policy"
)

// printTimeline writes what ending the subscription brings from an instant on, for
// two years.
func printTimeline(w io.Writer, p *policy.Policy, s policy.Snapshot, from time.Time) error {
	for g, err := range p.Timeline(s, from, from.AddDate(2, 0, 0)) {
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "from %s %s\n", instant(g.Start), g.First.Phase); err != nil {
			return err
		}
		for a, v := range g.First.Verdicts() {
			if v.Answer == policy.Refused || a == policy.ResumeRenewal {
				continue
			}
			var b strings.Builder
			fmt.Fprintf(&b, "     %s: %s", names[a], v.Answer)
			if v.Rule != "" {
				fmt.Fprintf(&b, " by %q", v.Rule)
			}
			if v.Refund.State != policy.SumNone {
				fmt.Fprintf(&b, ", %s", v.Refund)
				if last := g.Last.Verdict(a).Refund; last != v.Refund {
					fmt.Fprintf(&b, ", later %s", last)
				}
			}
			if _, err := fmt.Fprintln(w, b.String()); err != nil {
				return err
			}
		}
	}
	return nil
}

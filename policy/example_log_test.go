package policy_test

import (
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
)

// logger writes lines without the time at which they are written.
func logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
			if len(groups) == 0 && (a.Key == slog.TimeKey || a.Key == slog.LevelKey) {
				return slog.Attr{}
			}
			return a
		},
	}))
}

// A decision is a group of short words. Whose it is must be said on purpose.
func ExampleDecision_LogValue() {
	d, err := compiled(gym).DecideAt(gymMember(), time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, attr := range d.LogValue().Group() {
		fmt.Println(attr)
	}
	logger().Info("decided", "subscription", d.Subscription, "allowed", d.TerminateNow.Allowed())
	// Output:
	// policy=gym@2026-03
	// at=2026-03-10 10:00:00 +0100 CET
	// phase=initial
	// until=2026-03-11 00:00:00 +0100 CET
	// stop_renewal=[answer=allowed rule=stop reason=rule_applies holds=2027-03-02 12:00:00 +0100 CET]
	// terminate_now=[answer=allowed rule=cooling-off reason=rule_applies refund=240.00 EUR holds=2026-03-17 00:00:00 +0100 CET]
	// withdraw=[answer=refused reason=no_statute holds=2027-03-02 12:00:00 +0100 CET]
	// resume_renewal=[answer=refused reason=not_stopped holds=2027-03-02 12:00:00 +0100 CET]
	// msg=decided subscription=member-7 allowed=true
}

// A verdict alone, for a service that offers one action.
func ExampleVerdict_LogValue() {
	d, err := compiled(gym).DecideAt(gymMember(), time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	logger().Info("asked to end", "verdict", d.TerminateNow)
	// Output:
	// msg="asked to end" verdict.answer=allowed verdict.rule=cooling-off verdict.reason=rule_applies verdict.refund="240.00 EUR" verdict.holds=2026-03-17T00:00:00.000+01:00
}

// A sum is logged as its text, whatever the handler.
func ExampleSum_LogValue() {
	logger().Info("to pay", "refund", policy.Sum{State: policy.SumExact, Amount: money.MustParse("49.00 EUR"), Payable: money.MustParse("49.00 EUR")})
	// Output:
	// msg="to pay" refund="49.00 EUR"
}

package examples_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/rescind-go/rescind/calendar/holidays"
	"github.com/rescind-go/rescind/money"
	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/catalog"
)

// A shop is a service that lets its members end their membership.
type shop struct {
	policy  *policy.Policy
	clock   policy.Clock
	load    func(member string) (policy.Snapshot, error)
	gateway func(key string, p policy.Part) // pays once for each key
}

// ServeHTTP shows what the member may do, and ends the membership on a POST. It
// decides again then: what the page showed may be over.
func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	snapshot, err := s.load(r.URL.Query().Get("member"))
	if err != nil {
		http.Error(w, "no such member", http.StatusNotFound)
		return
	}
	d, err := s.policy.Decide(snapshot, s.clock)
	if err != nil {
		// The record is no snapshot. Nothing is allowed, and nothing is paid.
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	end := d.TerminateNow
	switch {
	case r.Method == http.MethodPost && !end.Allowed():
		http.Error(w, end.Reasons[0].String(), http.StatusConflict)
	case r.Method == http.MethodPost:
		for _, part := range end.Parts {
			if part.Blocked == 0 {
				s.gateway(part.Key(), part)
			}
		}
		fmt.Fprintln(w, "Ended. Thank you for having been with us.")
	default:
		if until, ok := d.Until.Time(); ok {
			w.Header().Set("Expires", until.UTC().Format(http.TimeFormat))
		}
		if stop := d.StopRenewal; stop.Allowed() {
			fmt.Fprintf(w, "[%s] keep it until %s\n", stop.Label, stop.Ends.At.Format(time.DateOnly))
		}
		if end.Allowed() {
			fmt.Fprintf(w, "[%s] get back %s, by %s\n", end.Label, end.Refund, end.Payout.Expect.Latest)
		}
	}
}

// A service compiles a policy once, asks it for every page, and hands the parts
// of a refund to its gateway with their keys.
func Example_cancelPage() {
	doc, err := catalog.Lookup("amazon-prime-fr@2020-02")
	if err != nil {
		panic(err)
	}
	prime, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
	if err != nil {
		panic(err)
	}
	paris := time.FixedZone("Paris, winter", 3600)
	debited := time.Date(2020, 2, 9, 9, 0, 0, 0, paris)
	paid := map[string]bool{}
	s := &shop{
		policy: prime,
		clock:  func() time.Time { return time.Date(2020, 2, 10, 10, 0, 0, 0, paris) },
		load: func(member string) (policy.Snapshot, error) {
			return policy.Snapshot{
				ID: member,
				Charges: []policy.Charge{{
					ID: "invoice-1", At: debited, Phase: policy.Initial,
					Covers: policy.Period{Start: debited, End: debited.AddDate(1, 0, 0)},
					Payments: []policy.Payment{{
						ID: "pay-1", State: policy.PaymentCaptured, Captured: money.MustParse("49.00 EUR"),
					}},
				}},
				Complete: []string{"use"}, // all uses were loaded: there are none
			}, nil
		},
		gateway: func(key string, p policy.Part) {
			if !paid[key] {
				fmt.Println("gateway:", p.Operation, p.Amount, "of", p.Payment)
			}
			paid[key] = true
		},
	}

	request := func(method string) {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(method, "/cancel?member=sub-117", nil))
		fmt.Print(w.Body)
		if expires := w.Header().Get("Expires"); expires != "" {
			fmt.Println("expires", expires)
		}
	}
	request(http.MethodGet)
	request(http.MethodPost)
	request(http.MethodPost) // the member pressed twice

	// Output:
	// [Fin d'adhésion] keep it until 2021-02-09
	// [Terminer maintenant] get back 49.00 EUR, by 2020-02-17
	// expires Mon, 10 Feb 2020 23:00:00 GMT
	// gateway: refund 49.00 EUR of pay-1
	// Ended. Thank you for having been with us.
	// Ended. Thank you for having been with us.
}

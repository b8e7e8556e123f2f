package policytest

import (
	"reflect"

	"github.com/rescind-go/rescind/policy"
)

// shrinkTries bounds how long a ledger is made smaller.
const shrinkTries = 5000

// shrink takes away from a ledger, one by one, the elements of lists and the
// facts without which it still fails.
func shrink(s policy.Snapshot, fails func(policy.Snapshot) bool) policy.Snapshot {
	s = clone(s)
	tries := shrinkTries
	still := func() bool { tries--; return tries > 0 && fails(s) }
	for again := true; again && tries > 0; {
		again = lessen(reflect.ValueOf(&s).Elem(), still)
	}
	return s
}

// lessen takes away from a value what it can, and reports whether that was
// anything.
func lessen(v reflect.Value, still func() bool) bool {
	if v.IsZero() {
		return false
	}
	// try puts something else in the value's place, and takes it back if the
	// ledger is then no longer one that fails.
	try := func(other reflect.Value) bool {
		before := reflect.New(v.Type()).Elem()
		before.Set(v)
		if v.Set(other); still() {
			return true
		}
		v.Set(before)
		return false
	}
	if try(reflect.Zero(v.Type())) {
		return true
	}
	less := false
	switch {
	case v.Kind() == reflect.Slice:
		for i := 0; i < v.Len(); {
			rest := reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, v.Len()), v.Slice(0, i))
			if try(reflect.AppendSlice(rest, v.Slice(i+1, v.Len()))) {
				less = true
				continue
			}
			less = lessen(v.Index(i), still) || less
			i++
		}
	case !whole(v.Type()):
		for _, f := range fields(v.Type()) {
			less = lessen(f.of(v), still) || less
		}
	}
	return less
}

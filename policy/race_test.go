//go:build race

package policy_test

// The race detector is ten times slower and allocates on its own account.
const underRace = true

//go:build race

package catalog_test

// The race detector is ten times slower and allocates on its own account.
const underRace = true

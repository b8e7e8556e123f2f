// Package catalog holds policies of real vendors as documents.
//
// Each document states its rules in this project's own words and cites where
// they were taken from, how sure the reading is, and what was left out. It says
// what a policy was at its version's date and no more: a vendor may have changed
// it since. Nothing here is legal advice.
//
// Take a document with [Lookup], compile it once, and decide:
//
//	doc, err := catalog.Lookup("amazon-prime-fr@2020-02")
//	...
//	prime, err := policy.Compile(doc, policy.Sources{Calendar: holidays.Lookup})
//
// [All] lists what there is. A document is data: change a copy of it, or write
// one of your own, and compile that.
package catalog

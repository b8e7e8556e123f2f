// Package examples holds whole stories, one a file, that run as tests: a
// service's cancel page, a decision of last year made again, a clock that a test
// moves. Read them as code; each prints what its comment says it prints.
//
// The program in the folder decide prints decisions for people:
//
//	go run ./examples/decide
//
// The one in picture draws how the money that comes back changes with time:
//
//	go run ./examples/picture > timeline.svg
package examples

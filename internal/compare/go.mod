module github.com/rescind-go/rescind/internal/compare

go 1.24

require (
	github.com/rescind-go/rescind v0.0.0
	github.com/rickar/cal/v2 v2.1.27
)

replace github.com/rescind-go/rescind => ../..

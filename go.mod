module github.com/rescind-go/rescind

go 1.24

require (
	github.com/rickar/cal/v2 v2.1.27
	github.com/shopspring/decimal v1.6.0
)

package main

// The mutants, by what they get wrong. Each is a fault that a billing system
// was seen to have, or one character away from the rule.
var mutants = []mutant{
	// Days.
	{"cancel day always unused", "policy/share.go", "if in.day == Used {", "if false && in.day == Used {"},
	{"cancel day always used", "policy/share.go", "if in.day == Used {", "if in.day != 0 {"},
	{"two days for the cancel day", "policy/share.go", "t.day = t.day.AddDays(1)", "t.day = t.day.AddDays(2)"},
	{"inclusive end of the period", "policy/share.go", "first, last := v.dayOf(start), v.dayOf(end)", "first, last := v.dayOf(start), v.dayOf(end).AddDays(1)"},
	{"exclusive start of the period", "policy/share.go", "int64(last.DaysSince(day)), int64(last.DaysSince(first))", "int64(last.DaysSince(day)), int64(last.DaysSince(first.AddDays(1)))"},
	{"no share of a period within a day", "policy/share.go", "last = first.AddDays(1)\n", "last = first\n"},
	{"time before the period counts", "policy/share.go", "case t.at < start:\n\t\tday = first", "case day.Before(first):\n\t\tday = first"},
	{"denominator of 31 days", "policy/share.go", "of = in.days", "of = in.days + 1"},
	{"30/360 with real days left", "policy/share.go", "units, of = days360(last)-days360(day), n", "of = n"},
	{"31st counts as 31", "policy/share.go", "int64(min(day, 30))", "int64(day)"},
	{"nominal month of 31", "policy/share.go", "365*int64(months)/12", "366*int64(months)/12"},
	{"more than all of the time", "policy/share.go", "return min(max(0, units), of), of", "return max(0, units), of"},
	{"a month that has begun is unused", "policy/share.go", "if in.begun == Unused {", "if in.begun == Used {"},
	{"months counted from the last one", "policy/share.go", "if first.AddMonths(n * months).After(day) {", "if first.AddMonths(n*months).After(day) && n > 1 {"},
	{"a boundary belongs to the month before", "policy/share.go", "if first.AddMonths(n*months) == day {\n\t\t\treturn n, n", "if first.AddMonths(n*months) == day {\n\t\t\treturn n + 1, n"},
	{"a year of eleven months", "policy/share.go", "months *= 12", "months *= 11"},
	{"a week of five days", "policy/share.go", "span.N *= 7", "span.N *= 5"},
	{"a second too many", "policy/share.go", "used, of := from-start, end-start", "used, of := from-start, end-start+1"},
	{"pauses are used", "policy/share.go", "day = day.AddDays(-v.pausedDays(first, day))", "day = day.AddDays(-v.pausedDays(first, first))"},
	{"pauses always in the period", "policy/share.go", "if in.without {\n\t\t\tlast = ", "if false {\n\t\t\tlast = "},
	{"paused seconds are used", "policy/share.go", "used -= v.pausedSeconds(start, from)", "used -= v.pausedSeconds(start, start)"},
	{"pauses never lengthen", "policy/pause.go", "!v.policy.lengthens", "true"},
	{"pauses lengthen by a day too few", "policy/pause.go", "day+paused", "day+paused-1"},

	// Bases.
	{"list price as base", "policy/sum.go", "value := it.captured\n\t\tif f.Asked {", "value := max(it.captured, it.asked)\n\t\tif f.Asked {"},
	{"asked is captured", "policy/sum.go", "value = it.asked\n", "value = it.captured\n"},
	{"earlier refunds never netted", "policy/sum.go", "value = max(0, value-it.returned)", "value = max(0, value)"},
	{"earlier refunds never deducted", "policy/sum.go", "if f.Earlier == EarlierDeducted || it.superseded", "if it.superseded"},
	{"upgrade pays twice", "policy/sum.go", "|| it.superseded && f.Earlier == EarlierCapped", ""},
	{"no cap by charge", "policy/sum.go", "it.share = min(it.share, it.left)", "it.share = min(it.share, it.captured)"},
	{"no cap in total", "policy/sum.go", "if sum > left {", "if sum > left && false {"},
	{"used is rounded on its own", "policy/sum.go", "return whole - unused\n\t\t}\n\t\treturn unused\n\t}\n\treturn whole", "return v.times(it.charge, value, part, money.Ratio{Num: of - units, Den: of}, f.percent)\n\t\t}\n\t\treturn unused\n\t}\n\treturn whole"},
	{"components are all in", "policy/sum.go", "f.includes(c, i, refund) {", "f.includes(c, i, refund) || true {"},
	{"kept comes back", "policy/sum.go", "kept := part.Kept", "kept := false"},
	{"tax on what is kept comes back", "policy/sum.go", "c.Components[j].Name == part.Of && c.Components[j].Kept", "c.Components[j].Name == part.Of && false"},
	{"percentage forgotten", "policy/sum.go", "money.Ratio{Num: units, Den: of}, f.percent)\n\t\tif f.Fraction == FractionUsed {\n\t\t\treturn whole", "money.Ratio{Num: units, Den: of})\n\t\tif f.Fraction == FractionUsed {\n\t\t\treturn whole"},
	{"step ends a moment late", "policy/sum.go", "if v.sent < at {\n\t\t\thigh", "if v.sent <= at {\n\t\t\thigh"},
	{"adjustment goes below zero", "policy/sum.go", "sum = max(0, sum-by)", "sum = sum-by"},
	{"smaller of the two", "policy/sum.go", "by = max(by, n)", "by = n"},
	{"cap as floor", "policy/sum.go", "sum = min(sum, by)", "sum = max(sum, by)"},
	{"exactly the minimum is too small", "policy/sum.go", "sum < least {", "sum <= least {"},
	{"discount left out of the list price", "policy/sum.go", "return o.add(v, it.charge, asked, discount)", "return asked"},
	{"chain of upgrades cut", "policy/ledger.go", "if c.Supersedes == \"\" {\n\t\t\treturn\n\t\t}\n\t\tbefore", "if c.Supersedes == \"\" || n > 0 {\n\t\t\treturn\n\t\t}\n\t\tbefore"},
	{"touching charges are of the term", "policy/ledger.go", "end <= term.start || start >= term.end", "end < term.start || start > term.end"},

	// What went back.
	{"failed refunds count", "policy/ledger.go", "r.State != RefundFailed {\n\t\t\tgive", "true {\n\t\t\tgive"},
	{"credits do not count", "policy/ledger.go", "for i := range p.Credits {", "for i := range p.Credits[:0] {"},
	{"lost disputes do not count", "policy/ledger.go", "d.State == DisputeLost {\n\t\t\tgive", "false {\n\t\t\tgive"},
	{"open disputes do not block", "policy/ledger.go", "d.State == DisputeOpen {", "false && d.State == DisputeOpen {"},
	{"goodwill is deducted", "policy/ledger.go", "r.returned-r.goodwill)", "r.returned)"},
	{"promotional value comes back", "policy/ledger.go", "if p.Class == ClassPromotional {", "if false {"},
	{"pending money is payable", "policy/ledger.go", "return 0, PaymentIsPending, unset", "return r.left, 0, unset"},
	{"expired a moment late", "policy/ledger.go", "until <= at && !credit", "until < at && !credit"},

	// Where it goes.
	{"newest is oldest", "policy/settle.go", "order == NewestFirst {\n\t\t\t\tby = -by", "order == OldestFirst {\n\t\t\t\tby = -by"},
	{"the remainder is lost", "policy/settle.go", "list[i].give++", "list[i].give += 0"},
	{"the remainder goes to the smallest fraction", "policy/settle.go", "cmp.Compare(b.rest, a.rest)", "cmp.Compare(a.rest, b.rest)"},
	{"the last class first", "policy/settle.go", "(first == ClassStoredValue) == line.stored", "(first == ClassStoredValue) != line.stored"},
	{"stored value as money", "policy/settle.go", "case l.stored, r.settlement.As == AsCredit:", "case r.settlement.As == AsCredit:"},
	{"credit called refund", "policy/settle.go", "case l.stored, r.settlement.As == AsCredit:", "case l.stored:"},
	{"key of what is blocked", "policy/settle.go", "l.rest.returned+l.now, out)", "l.rest.returned, out)"},

	// What is owed.
	{"billed instalments are due again", "policy/due.go", "if at <= v.sent {\n\t\t\tcontinue", "if at < v.sent {\n\t\t\tcontinue"},
	{"what was paid is still open", "policy/due.go", "max(0, asked-paid)", "max(0, asked)"},
	{"called off charges are open", "policy/due.go", "|| c.calledOff()", ""},
}

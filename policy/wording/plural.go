package wording

import (
	"errors"
	"strconv"
	"strings"
)

// categories are the plural categories of Unicode, in the order in which their
// rules are tried. Whatever falls under none is "other".
var categories = [...]string{"zero", "one", "two", "few", "many"}

// A plural is the rule of a category: any of its alternatives, all relations of
// which must hold. It is written as Unicode writes it:
//
//	n % 10 = 2..4 and n % 100 != 12..14
type plural [][]relation

// A relation compares a number, or what is left of it after a division, with
// ranges.
type relation struct {
	divisor int64 // 0: the number itself
	not     bool
	ranges  [][2]int64 // both ends included
}

var errPlural = errors.New(`want a rule such as "n = 1" or "n % 10 = 2..4 and n % 100 != 12..14"`)

func parsePlural(s string) (plural, error) {
	var out plural
	for _, alternative := range strings.Split(s, " or ") {
		var all []relation
		for _, part := range strings.Split(alternative, " and ") {
			r, ok := parseRelation(strings.Fields(part))
			if !ok {
				return nil, errPlural
			}
			all = append(all, r)
		}
		out = append(out, all)
	}
	return out, nil
}

// parseRelation reads the words "n", "=" and "2..4,9", or "n", "%", "10", and so on.
func parseRelation(w []string) (relation, bool) {
	var r relation
	if len(w) == 5 && w[1] == "%" {
		n, ok := whole(w[2])
		if !ok || n == 0 {
			return r, false
		}
		r.divisor = n
		w = append([]string{w[0]}, w[3:]...)
	}
	if len(w) != 3 || w[0] != "n" || w[1] != "=" && w[1] != "!=" {
		return r, false
	}
	r.not = w[1] == "!="
	for _, s := range strings.Split(w[2], ",") {
		from, to, ok := strings.Cut(s, "..")
		if !ok {
			to = from
		}
		low, ok1 := whole(from)
		high, ok2 := whole(to)
		if !ok1 || !ok2 || low > high {
			return r, false
		}
		r.ranges = append(r.ranges, [2]int64{low, high})
	}
	return r, true
}

// whole reads a whole number of at most nine digits.
func whole(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n >= 0 && n < 1e9 && strconv.FormatInt(n, 10) == s
}

func (p plural) holds(n int64) bool {
	for _, all := range p {
		held := true
		for _, r := range all {
			held = held && r.holds(n)
		}
		if held {
			return true
		}
	}
	return false
}

func (r relation) holds(n int64) bool {
	if r.divisor != 0 {
		n %= r.divisor
	}
	for _, in := range r.ranges {
		if in[0] <= n && n <= in[1] {
			return !r.not
		}
	}
	return r.not
}

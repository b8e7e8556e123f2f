package main

import (
	"encoding/xml"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"github.com/rescind-go/rescind/policy"
)

// A px is a length on the page, in tenths of a pixel. Whole numbers are the same on
// every machine.
type px int

func (x px) String() string { return strconv.FormatFloat(float64(x)/10, 'f', -1, 64) }

// The page, from top to bottom: title and caption, two rows of labels of windows,
// the plot, the dates.
const (
	width, height px = 8000, 3600
	margin        px = 240
	titleLine     px = 330
	captionLine   px = 530
	upperRow      px = 770
	lowerRow      px = 930
	top           px = 1020
	bottom        px = 3180
	dateLine      px = 3390

	titleSize px = 160
	textSize  px = 120
)

// style has every colour twice, for light and for dark. Text has a contrast of at
// least 4.5 to the paper, and a rim of it where it lies on a line.
const style = `
.rescind { --paper: #ffffff; --ink: #1f2328; --quiet: #59636e; --grid: #d1d9e0; --band: #f2f5f8; --sum: #0757ba; --today: #b3261e }
@media (prefers-color-scheme: dark) {
.rescind { --paper: #0d1117; --ink: #f0f6fc; --quiet: #9aa4af; --grid: #30363d; --band: #171d25; --sum: #6cb0ff; --today: #ff9a8f }
}
.rescind text { font: 12px system-ui, sans-serif; fill: var(--ink); stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; paint-order: stroke }
.rescind .title { font-size: 16px; font-weight: 600 }
.rescind .quiet { fill: var(--quiet) }
.rescind .sum { fill: var(--sum); font-weight: 600 }
.rescind .today { fill: var(--today); font-weight: 600 }
.rescind .paper { fill: var(--paper) }
.rescind .band { fill: var(--band) }
.rescind .area { fill: var(--sum); opacity: .1 }
.rescind .ask { fill: url(#ask); stroke: var(--sum); stroke-dasharray: 4 3 }
.rescind .hatch { stroke: var(--sum); stroke-width: 2px; opacity: .45 }
.rescind .refused { fill: var(--quiet); opacity: .5 }
.rescind line { stroke: var(--grid) }
.rescind .pole { stroke: var(--quiet) }
.rescind .line { stroke: var(--sum); stroke-width: 2.5px; stroke-linecap: round }
.rescind .jump { stroke: var(--sum); stroke-width: 1.5px; stroke-dasharray: 1.5 3.5 }
.rescind .now { stroke: var(--today); stroke-width: 1.5px }
.rescind circle { fill: var(--today); stroke: var(--paper); stroke-width: 1.5px }
`

// A page is an SVG that grows. Texts come last, on top of everything.
type page struct {
	plot
	left, right px    // of the plot
	full        int64 // the sum at the upper end of the money axis

	shapes, texts strings.Builder
	boxes         []box // of the texts
}

// draw returns the picture as SVG.
func draw(p plot) string {
	rounds := ticks(p.most())
	pg := &page{plot: p, left: 640, right: width - margin, full: max(1, p.most(), rounds[len(rounds)-1])}
	for _, n := range rounds {
		pg.left = max(pg.left, margin+textWidth(p.amount(n), textSize)+80)
	}
	told := windows(p.stretches, p.until.Sub(p.from)/250)

	pg.shape(`<rect class="paper" width="%v" height="%v" rx="8"/>`, width, height)
	pg.write(label{margin, titleLine, "start", "title", shorten(p.title, bold(titleSize), width-2*margin)})
	pg.write(label{margin, captionLine, "start", "quiet", shorten(p.caption, textSize, width-2*margin)})
	for i, s := range told {
		if x := pg.x(s.start); i%2 == 1 {
			pg.shape(`<rect class="band" x="%v" y="%v" width="%v" height="%v"/>`, x, top, pg.x(s.end)-x, bottom-top)
		}
	}
	for _, n := range rounds {
		pg.line("grid", pg.left, pg.y(n), pg.right, pg.y(n))
		pg.write(label{pg.left - 80, pg.y(n) + 40, "end", "quiet", p.amount(n)})
	}
	pg.flags(told)
	var words []label
	for i, s := range p.stretches {
		words = append(words, pg.stretch(s))
		if i > 0 {
			pg.jump(p.stretches[i-1].last, s.first, pg.x(s.start))
		}
	}
	pg.mark()
	for i, s := range p.stretches {
		word := words[i]
		if b := word.box(); b.right-b.left > pg.x(s.end)-pg.x(s.start) || pg.place(word) {
			continue
		}
		word.y += 150 // below what is written of today
		if word.box().bottom < bottom {
			pg.place(word)
		}
	}
	pg.sums(told)
	pg.date(p.from, "quiet")
	for _, s := range told {
		pg.date(s.start, "quiet")
	}
	for _, d := range dates(p.from, p.until) {
		pg.date(d.Start(p.from.Location()), "quiet")
	}

	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="rescind" role="img" aria-labelledby="title desc" viewBox="0 0 %v %v" width="%[1]v" height="%[2]v">`, width, height)
	fmt.Fprintf(&b, "\n<title id=\"title\">%s</title>\n<desc id=\"desc\">%s. %s</desc>\n", escape(p.title), escape(p.caption), escape(p.summary(told)))
	b.WriteString("<style>" + style + "</style>\n")
	b.WriteString(`<defs><pattern id="ask" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V7"/></pattern></defs>` + "\n")
	b.WriteString(pg.shapes.String() + pg.texts.String() + "</svg>\n")
	return b.String()
}

// x returns the place of an instant, and y that of a sum.
func (pg *page) x(t time.Time) px {
	from, until := pg.from.Unix(), pg.until.Unix()
	return pg.left + scale(t.Unix()-from, until-from, pg.right-pg.left)
}

func (pg *page) y(n int64) px { return bottom - scale(n, pg.full, bottom-top) }

// scale returns the share n/of of a length, from none to all of it.
func scale(n, of int64, length px) px {
	if n <= 0 || of <= 0 {
		return 0
	}
	high, low := bits.Mul64(uint64(min(n, of)), uint64(length))
	share, _ := bits.Div64(high, low, uint64(of))
	return px(share)
}

// flags names each window where it begins: in the lower row if its label ends
// before the next window begins, else in the upper one, whose labels may hang over
// the next. A label that has no room in either is shortened, or left out.
func (pg *page) flags(told []stretch) {
	for i, s := range told {
		x, end := pg.x(s.start), pg.right
		if i < len(told)-1 {
			end = pg.x(told[i+1].start)
		}
		room := end - x - 80
		text := label{x + 50, lowerRow, "start", "", s.label}
		if textWidth(text.text, textSize) > room {
			text.y = upperRow
		}
		if text.box().right > pg.right || !pg.fits(text) {
			text.y, text.text = lowerRow, shorten(text.text, textSize, room)
		}
		pg.line("grid", x, top, x, bottom)
		if pg.place(text) {
			pg.line("pole", x, text.y-100, x, top)
		}
	}
}

// stretch draws what a stretch brings: a line, a hatched field between what is sure
// and what may be, or a bar on the ground where nothing is offered. It returns the
// word that belongs to it, which is written if there is room.
func (pg *page) stretch(s stretch) label {
	x1, x2 := pg.x(s.start), pg.x(s.end)
	least1, least2 := pg.y(s.first.least), pg.y(s.last.least)
	word := label{(x1 + x2) / 2, bottom - 80, "middle", "quiet", ""}
	switch {
	case s.first.answer == policy.Refused:
		pg.shape(`<rect class="refused" x="%v" y="%v" width="%v" height="4"/>`, x1, bottom-40, x2-x1)
		word.text = "refused"
	case s.first.foreign || s.last.foreign:
		word.text = pg.words(worth{answer: policy.Allowed, foreign: true})
	case s.first.ask() || s.last.ask():
		most1, most2 := pg.ceiling(s.first), pg.ceiling(s.last)
		pg.area("area", x1, bottom, least1, x2, least2, bottom)
		pg.area("ask", x1, least1, most1, x2, most2, least2)
		word.y, word.class, word.text = (least1+most1+least2+most2)/4+40, "sum", "ask"
	default:
		pg.area("area", x1, bottom, least1, x2, least2, bottom)
		pg.line("line", x1, least1, x2, least2)
	}
	return word
}

// ceiling returns the place of the most that a worth may be.
func (pg *page) ceiling(w worth) px {
	if w.unbounded {
		return top
	}
	return pg.y(w.most)
}

// jump dots the way from one worth to another, if they have no sum in common.
func (pg *page) jump(before, after worth, x px) {
	switch {
	case before.unbounded || after.unbounded || before.foreign || after.foreign:
	case before.least > after.most:
		pg.line("jump", x, pg.y(before.least), x, pg.y(after.most))
	case before.most < after.least:
		pg.line("jump", x, pg.y(before.most), x, pg.y(after.least))
	}
}

// mark marks the instant decided and tells what it brings, beside its line.
func (pg *page) mark() {
	if !pg.shows(pg.at) {
		return
	}
	x, y := pg.x(pg.at), pg.y(pg.today.least)
	pg.line("now", x, top, x, bottom)
	switch {
	case pg.today.foreign:
	case pg.today.ask():
		y = (y + pg.ceiling(pg.today)) / 2
	default:
		pg.shape(`<circle cx="%v" cy="%v" r="5"/>`, x, y)
	}
	pg.date(pg.at, "today")
	text := "today: " + pg.words(pg.today)
	for _, place := range []label{
		{x + 90, y - 90, "start", "today", text},
		{x - 90, y - 90, "end", "today", text},
		{x + 90, y + 170, "start", "today", text},
		{x - 90, y + 170, "end", "today", text},
	} {
		if b := place.box(); b.top >= top && b.bottom <= bottom && b.left >= pg.left && b.right <= pg.right && pg.place(place) {
			return
		}
	}
	pg.place(label{x + 90, (top + bottom) / 2, "start", "today", shorten(text, bold(textSize), pg.right-x-90)})
}

// sums writes the sum with which a window begins, where it differs from the last
// one and there is room: above its line, or else below.
func (pg *page) sums(told []stretch) {
	last := int64(-1)
	for _, s := range told {
		if w := s.first; w.answer != policy.Refused && !w.foreign && !w.ask() && w.least != last {
			above := label{pg.x(s.start) + 60, pg.y(w.least) - 70, "start", "sum", pg.amount(w.least)}
			below := above
			below.y += 240
			if pg.place(above) || below.box().bottom < bottom && pg.place(below) {
				last = w.least
			}
		}
	}
}

// date writes a day below the plot, if there is room for it.
func (pg *page) date(t time.Time, class string) {
	x := pg.x(t)
	if pg.place(label{x, dateLine, "middle", class, day(t)}) {
		pg.line("pole", x, bottom, x, bottom+50)
	}
}

func (pg *page) shape(format string, args ...any) {
	fmt.Fprintf(&pg.shapes, format+"\n", args...)
}

func (pg *page) line(class string, x1, y1, x2, y2 px) {
	pg.shape(`<line class="%s" x1="%v" y1="%v" x2="%v" y2="%v"/>`, class, x1, y1, x2, y2)
}

// area draws a field between two instants: its two ends on the one, then on the
// other.
func (pg *page) area(class string, x1, y1, y2, x2, y3, y4 px) {
	pg.shape(`<path class="%s" d="M%v %vV%vL%v %vV%vZ"/>`, class, x1, y1, y2, x2, y3, y4)
}

// A label is a text with its place: the start, the middle or the end of its base
// line.
type label struct {
	x, y                px
	anchor, class, text string
}

// A box is where a text is.
type box struct{ left, top, right, bottom px }

func (l label) box() box {
	size, wide := textSize, textSize
	switch l.class {
	case "title":
		size, wide = titleSize, bold(titleSize)
	case "sum", "today":
		wide = bold(textSize)
	}
	w := textWidth(l.text, wide)
	left := l.x
	switch l.anchor {
	case "middle":
		left -= w / 2
	case "end":
		left -= w
	}
	return box{left, l.y - size*9/10, left + w, l.y + size*3/10}
}

// bold returns the size of a plain text that is as wide as a bold one.
func bold(size px) px { return size * 11 / 10 }

func (b box) overlaps(c box) bool {
	return b.left < c.right && c.left < b.right && b.top < c.bottom && c.top < b.bottom
}

// fits reports whether a label lies on the page and on no other.
func (pg *page) fits(l label) bool {
	b := l.box()
	if b.left < 0 || b.right > width {
		return false
	}
	for _, other := range pg.boxes {
		if b.overlaps(other) {
			return false
		}
	}
	return true
}

// place writes a label if it is one and fits.
func (pg *page) place(l label) bool {
	if l.text == "" || !pg.fits(l) {
		return false
	}
	pg.write(l)
	return true
}

func (pg *page) write(l label) {
	pg.boxes = append(pg.boxes, l.box())
	fmt.Fprintf(&pg.texts, "<text class=\"%s\" x=\"%v\" y=\"%v\" text-anchor=\"%s\">%s</text>\n", l.class, l.x, l.y, l.anchor, escape(l.text))
}

// textWidth estimates the width of a text in whatever font there is, and rather
// too much: scripts whose letters are wide have wide ones here.
func textWidth(text string, size px) px {
	var w px
	for _, r := range text {
		switch {
		case strings.ContainsRune(" .,:;-'filjrt|()", r):
			w += size * 4 / 10
		case 'A' <= r && r <= 'Z' || r == 'm' || r == 'w' || r == '@' || r == '%':
			w += size * 82 / 100
		case r < 0x300:
			w += size * 63 / 100
		default:
			w += size * 12 / 10
		}
	}
	return w
}

// shorten cuts a text to a width. What has no room for a few letters is "".
func shorten(text string, size, room px) string {
	if textWidth(text, size) <= room {
		return text
	}
	runes := []rune(text)
	for n := len(runes) - 1; n >= 4; n-- {
		if cut := strings.TrimRight(string(runes[:n]), " -") + "…"; textWidth(cut, size) <= room {
			return cut
		}
	}
	return ""
}

// escape makes a text safe in XML.
func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder has no errors
	return b.String()
}

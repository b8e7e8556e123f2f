package calendar

import "unsafe"

// Size returns how many bytes of memory a calendar holds, shared texts included.
func (c *Calendar) Size() int {
	size := int(unsafe.Sizeof(*c)) + cap(c.bits)*8 + cap(c.rank)*4 +
		cap(c.holidays)*int(unsafe.Sizeof(mark{})) + cap(c.labels)*int(unsafe.Sizeof(label{})) +
		cap(c.changes)*int(unsafe.Sizeof(WeekChange{})) + len(c.id) + len(c.name)
	for _, l := range c.labels {
		size += len(l.name) + len(l.local)
	}
	return size
}

package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/se"
)

// seRules are the holidays of the Act on Public Holidays (1989:253). Act
// 2004:1320 put the National Day in the place of Whit Monday, and the table
// begins with 2005.
func seRules() []*cal.Holiday {
	return []*cal.Holiday{
		se.Nyarsdagen,
		se.TrettondedagJul,
		se.Langfredagen,
		se.Paskdagen,
		se.AnnandagPask,
		se.ForstaMaj,
		se.KristiHimmelsfardsdag,
		se.Pingstdagen,
		se.Nationaldagen,
		se.Midsommardagen,
		se.AllaHelgonsDag,
		se.Juldagen,
		se.AnnandagJul,
	}
}

// seBankRules adds the three eves on which banks close. The Act on the
// Calculation of Statutory Time (1930:173), section 2, treats them as holidays.
func seBankRules() []*cal.Holiday {
	return append(seRules(), se.Midsommarafton, se.Julafton, se.Nyarsafton)
}

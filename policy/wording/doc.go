// Package wording puts decisions, timelines and explanations into words of people,
// in English, in French, or in a language of your own.
//
//	fr := wording.French()
//	fr.Decision(doc.Title, d)                   // what may be done, and what follows
//	fr.Timeline(segments, policy.TerminateNow)  // what an action brings, and when
//	fr.Explanation(x)                           // how the decision came about
//
// The decision is from [policy.Policy.Decide], the segments from
// [policy.Policy.Timeline], the explanation from [policy.Policy.Explain].
//
// A [Language] does not change, and any number of goroutines may use it. The zero
// Language, and a nil one, is English. The texts are for people and may improve:
// programs read [policy.Reason] and the other fields, which are stable.
//
// # The parts
//
// A page that has a layout of its own takes the parts: [Language.Reason] is a
// sentence, [Language.Amount], [Language.Day] and [Language.Instant] are what
// stands in it. In English a reason is the sentence of [policy.Reason.String].
//
// An instant is written by the clock of its own location: those of a decision are
// in the policy's zone. A midnight that ends a day is written as the first instant
// of the next, which is what it is.
//
// The label of an action, such as "Terminer maintenant", is the vendor's and stays
// as it is, in the quotation marks of the language. So do names and ids, and what
// a document says in its own words.
//
// # Words of money and of law
//
// The four actions are four phrases, none of which is "cancel". What comes back is
// a refund, value that is given instead is a credit, and what the customer owes is
// due: no word of one is used of another. In French, business days are jours
// ouvrés, and jours ouvrables only by a calendar whose id ends in OUVRABLE.
//
// # A language of your own
//
// A language is a table: a JSON object with a template for each thing that is
// said, whole sentences with named places in braces. [Parse] reads one. Take
// en.json, beside this file, and translate its texts, or change what a word of
// yours should replace:
//
//	"events_counted": {
//	  "=0":    "No event of \"{subject}\" on record since {at}.",
//	  "one":   "{n} event of \"{subject}\" on record since {at}.",
//	  "other": "{n} events of \"{subject}\" on record since {at}."
//	}
//
// Parse refuses a table in which a key is missing or unknown, or that has a place
// which its key does not fill: see [TableError]. A later version of this module may
// add keys to en.json, and then refuses a table without them: parse yours in a
// test, and when the program starts.
package wording

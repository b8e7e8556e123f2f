package wording_test

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/rescind-go/rescind/policy"
	"github.com/rescind-go/rescind/policy/wording"
)

func ExampleLanguage_Reason() {
	d, err := compile("amazon-prime-fr@2020-02").DecideAt(member(), ts("2020-04-09T15:00:00+02:00"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range d.TerminateNow.Reasons {
		fmt.Println(wording.English().Reason(r))
		fmt.Println(plain(wording.French().Reason(r)))
	}
	// Output:
	// Rule "paid-unused" applies.
	// La règle « paid-unused » s'applique.
	// No event of "use" on record since 9 February 2020 09:00.
	// Aucun événement « use » n'est enregistré depuis le 9 février 2020 à 9 h 00.
	// The refund is of charge "invoice-1": 49.00 EUR was taken for it.
	// Le remboursement porte sur le prélèvement « invoice-1 », encaissé pour 49,00 EUR.
}

// The member of the seed: a year of 49 EUR that was never used.
func ExampleLanguage_Decision() {
	d, err := compile("amazon-prime-fr@2020-02").DecideAt(member(), ts("2020-04-09T15:00:00+02:00"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(plain(wording.French().Decision("Amazon Prime, 49 € par an", d)))
	// Output:
	// Amazon Prime, 49 € par an
	// Conditions amazon-prime-fr@2020-02, abonnement sub-117, jeudi 9 avril 2020 à 15 h 00 (Europe/Paris)
	//
	// L'abonnement est dans sa première période payée, du dimanche 9 février 2020 à 9 h 00 au mardi 9 février 2021 à 9 h 00.
	//
	// Mettre fin à la reconduction (« Fin d'adhésion ») : oui
	//     L'abonnement court jusqu'au mardi 9 février 2021 à 9 h 00 et n'est pas reconduit.
	//     La démarche est automatique, ou se fait d'un simple clic.
	//     Aucune somme n'est en jeu.
	//     Pourquoi ? La règle « paid-stop » s'applique.
	//     La réponse et les sommes restent les mêmes jusqu'au mardi 9 février 2021 à 9 h 00.
	// Résilier maintenant (« Terminer maintenant ») : oui
	//     L'abonnement prend fin immédiatement.
	//     La démarche est automatique, ou se fait d'un simple clic.
	//     Remboursement de 49,00 EUR.
	//     Le versement est automatique.
	//     Versement prévu entre le mercredi 15 avril 2020 et le vendredi 17 avril 2020.
	//     Soit 3 à 5 jours ouvrés du calendrier FR.
	//     À rembourser : 49,00 EUR du paiement « pay-1 », prélèvement « invoice-1 ».
	//     Pourquoi ? La règle « paid-unused » s'applique.
	//     Aucun événement « use » n'est enregistré depuis le 9 février 2020 à 9 h 00.
	//     Le remboursement porte sur le prélèvement « invoice-1 », encaissé pour 49,00 EUR.
	//     La réponse et les sommes restent les mêmes jusqu'au mardi 9 février 2021 à 9 h 00.
	// Se rétracter : non
	//     Pourquoi ? Aucun texte de loi ne s'applique : les conditions ne prévoient pas de droit de rétractation.
	// Rétablir la reconduction : non
	//     Pourquoi ? Il n'a pas été mis fin à la reconduction : il n'y a rien à rétablir.
	//
	// Tout cela vaut jusqu'au vendredi 10 avril 2020 à 0 h 00.
}

// plain makes spaces of those at which no line breaks: in the comments of a
// program nobody sees the difference.
func plain(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s) }

// All of it comes back for fourteen days, then a share that falls every day, then
// nothing.
func ExampleLanguage_Timeline() {
	doc, err := policy.Parse([]byte(`{
		"id": "falling", "version": "1", "zone": "Europe/Paris", "rounding": "half_up",
		"terminate_now": [
			{"id": "free", "when": {"window": {"until": "latest_charge + 14 days"}}, "ends": "request",
			 "refund": {"base": "latest_charge", "fraction": "all"}},
			{"id": "rest", "when": {"phase": ["initial", "renewal"]}, "ends": "request",
			 "refund": {"base": "latest_charge", "fraction": "unused", "time": {"unit": "1 day", "day": "used"}}}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := policy.Compile(doc, policy.Sources{})
	if err != nil {
		fmt.Println(err)
		return
	}
	at := ts("2020-02-12T15:00:00+01:00")
	for _, l := range []*wording.Language{wording.English(), wording.French()} {
		text, err := l.Timeline(p.Timeline(member(), at, at.AddDate(1, 0, 0)), policy.TerminateNow)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Print(plain(text))
	}
	// Output:
	// From 12 February 2020 at 15:00 until 24 February 2020 at 00:00: it is offered; 49.00 EUR comes back.
	// From 24 February 2020 at 00:00 until 9 February 2021 at 09:00: it is offered; 46.86 EUR comes back, falling by about 0.13 EUR a day to 0.00 EUR.
	// From 9 February 2021 at 09:00 to 12 February 2021 at 15:00, as far as this looks: it is not offered.
	//     Why: The policy has no rule that offers it in the phase "due".
	// Du 12 février 2020 à 15 h 00 au 24 février 2020 à 0 h 00 : démarche possible ; remboursement de 49,00 EUR.
	// Du 24 février 2020 à 0 h 00 au 9 février 2021 à 9 h 00 : démarche possible ; remboursement de 46,86 EUR, puis en baisse d'environ 0,13 EUR par jour jusqu'à 0,00 EUR.
	// Du 9 février 2021 à 9 h 00 au 12 février 2021 à 15 h 00, fin de la durée examinée : démarche non prévue.
	//     Pourquoi ? Aucune règle ne prévoit cette démarche dans l'attente du prélèvement de reconduction.
}

func ExampleLanguage_Explanation() {
	x, err := compile("short-rate-90@2020").Explain(member(), ts("2020-02-25T15:00:00+01:00"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(wording.English().Explanation(x))
	// Output:
	// Insurance cancelled by the insured: nine tenths of the rest
	// Policy short-rate-90@2020, subscription sub-117, Tuesday 25 February 2020 at 09:00 (America/New_York)
	//
	// The subscription is in its first paid period, from Sunday 9 February 2020 at 03:00 to Tuesday 9 February 2021 at 03:00.
	// Time zone: America/New_York. Calendar: US. Rounding: half up.
	//
	// Stop the renewal: yes
	//     Renewal can always be stopped unless a policy says otherwise.
	//     It runs until Tuesday 9 February 2021 at 03:00 and does not renew.
	//     That is the end of the time paid for or tried.
	//     It happens automatically, or at the press of a button.
	//     No money is part of it.
	//
	// End it now: yes
	//     Rule "insured-cancels" applies: it has no conditions.
	//     By rule "insured-cancels":
	//         It ends at once.
	//         It happens automatically, or at the press of a button.
	//         Taken by payment "pay-1": 49.00 EUR.
	//         Time left on 25 February 2020 at 09:00: 350/366 days, of the period from 9 February 2020 at 03:00 to 9 February 2021 at 03:00.
	//         Share for the time left: 49.00 EUR × 350/366 days × 90 %, half up = 42.17 EUR.
	//         42.17 EUR comes back.
	//         The money comes by itself.
	//     Source: Short rate cancellation (2020).
	//     Source: How to calculate a short rate (2020).
	//
	// Withdraw: no
	//     No statute applies: the policy gives no right to withdraw.
	//
	// Resume the renewal: no
	//     Renewal was not stopped, so there is nothing to resume.
}

// A host may have words of its own for a few things, and a table may not be whole.
func ExampleParse() {
	table, err := os.ReadFile("en.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	ours, err := wording.Parse([]byte(strings.ReplaceAll(string(table), "End it now", "Leave today")))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Contains(ours.Decision("", policy.Decision{}), "Leave today: no"))

	_, err = wording.Parse([]byte(strings.Replace(string(table), "Rule \\\"{rule}\\\" applies.", "{rule} of {law} applies.", 1)))
	var fault *wording.TableError
	if errors.As(err, &fault) {
		fmt.Println(fault.Path)
		fmt.Println(fault.Value, fault.Want)
	}
	// Output:
	// true
	// texts.reason.rule_applies
	// "{law}" unknown placeholder: want {rule}
}

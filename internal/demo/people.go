package demo

import (
	"iter"
	"strconv"
	"strings"

	"github.com/mozillazg/go-unidecode"

	"openiq/internal/person"
	"openiq/internal/platform/clock"
)

// Person is who a case of the current round is about, as somebody who agreed to be named told it.
type Person struct {
	Case     string // its id
	Identity person.Identity
	Language string    // of the consent
	Agreed   clock.Day // to being named
	Contact  string    // the id of the first one, with a note; empty: there is none
	Note     string
}

// People are the persons behind the cases of the current round on the morning of today, as Steps with the same day and scale
// brings them. Who was advised anonymously is left out, and one in ten more. Their telephone numbers are those that the
// Federal Network Agency keeps free for films, their addresses of no place that exists.
func People(today clock.Day, scale int) iter.Seq[Person] {
	return func(yield func(Person) bool) {
		if today < clock.MustDay(Earliest) {
			return
		}
		l := presentCaseload(presentStructure(), newWindow(today), presentImports(today), max(scale, 1))
		d := newDice()
		for i := range l.size() {
			c := l.course(d, i)
			p := l.person(d, &c, false)
			if p.anonymous == "true" || d.throw(streamPeople, l.net.year, i).chance(0.1) {
				continue
			}
			if !yield(l.identify(d, &c, &p)) {
				return
			}
		}
	}
}

// identify says who a case is about.
func (l *caseload) identify(d *dice, c *course, p *seeker) Person {
	language, _, _ := strings.Cut(languages(p.home), " ")
	given, family, original := d.called(language, p.sex)
	network, _ := l.place(newDice(), c)
	town := l.net.networks[network].land
	out := Person{Case: l.number("c", c.index), Language: language, Agreed: c.first, Identity: person.Identity{
		GivenName: given, FamilyName: family, NativeName: original, Phone: "+49 " + freeNumbers[d.IntN(len(freeNumbers))] + serial("", d.IntN(1000), 3),
	}}
	if d.chance(0.7) {
		out.Identity.Email = address(given, family, c.index)
	}
	if d.chance(0.6) {
		out.Identity.Street = streets[d.IntN(len(streets))] + " " + strconv.Itoa(d.between(1, 140))
		out.Identity.Postcode, out.Identity.Place = "00000", "Musterstadt "+town
	}
	if c.count > 0 && d.chance(0.5) {
		out.Contact = l.number("k", c.index) + "-1"
		out.Note = notes[d.IntN(len(notes))]
	}
	return out
}

// address is an e-mail address in the domain that is kept free for examples (RFC 2606).
func address(given, family string, index int) string {
	name := strings.ToLower(unidecode.Unidecode(given + "." + family))
	return strings.ReplaceAll(name, " ", "") + strconv.Itoa(index%97) + "@example.org"
}

var (
	freeNumbers = list("30-23125 40-66969 69-90009 89-99998 221-4710 171-39200 172-99553 176-04069")
	streets     = []string{"Lindenweg", "Bahnhofstraße", "Am Markt", "Gartenstraße", "Schulstraße", "Ringstraße", "Birkenallee", "Hafenstraße"}
	notes       = []string{
		"Zeugnis und Fächerliste liegen vor, Übersetzung fehlt noch. Bringt beides zum nächsten Termin mit.",
		"Hat bereits bei einer Kammer nachgefragt, keine Antwort. Zuständigkeit geklärt und Kontaktdaten mitgegeben.",
		"Möchte zuerst den B2-Kurs abschließen. Danach Antrag stellen.",
		"Jobcenter hat Kostenübernahme mündlich zugesagt; schriftlichen Bescheid abwarten.",
		"Originale sind im Herkunftsland. Qualifikationsanalyse als Weg erklärt.",
		"Arbeitet zurzeit unter dem eigenen Niveau. Sucht eine berufsbegleitende Anpassungsqualifizierung.",
		"Familie zieht im Herbst um; Übergabe an die dortige Beratungsstelle besprochen.",
		"Bescheid mit Auflage liegt vor. Unterschied zwischen Kenntnisprüfung und Anpassungslehrgang erklärt.",
	}
)

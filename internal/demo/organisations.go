package demo

import (
	"iter"

	"openiq/internal/platform/clock"
)

// organisation is an implementing organisation with an invented name.
type organisation struct {
	id, name, kind string
	coordinates    tenure
}

// tenure is the time in which an organisation coordinates a network; without a network it does not.
type tenure struct {
	network  string
	from, to clock.Day
}

// names are made of two halves nobody is called by together.
var (
	nameFirst  = []string{"Ahorn", "Bernstein", "Distel", "Erlen", "Falter", "Ginster", "Hasel", "Iltis", "Kiesel", "Libellen", "Mohn", "Nebel", "Otter", "Pappel", "Quitten", "Reiher", "Salbei", "Schlehen", "Tannen", "Ulmen", "Veilchen", "Wacholder", "Weiden", "Zeisig"}
	nameSecond = []string{"steg", "werk", "bogen", "pfad", "anker", "forum", "kreis", "ufer", "tor", "halde", "grund", "wiese", "furt", "stieg"}
)

// forms are the kinds of implementing organisations and what they are called.
var forms = []struct {
	share          share
	prefix, suffix string
}{
	{share{"association", 34}, "Verein ", " e.V."},
	{share{"education_provider", 30}, "", " Bildung gGmbH"},
	{share{"chamber", 10}, "Gewerbekammer ", ""},
	{share{"welfare", 9}, "Sozialwerk ", ""},
	{share{"authority", 5}, "Landesstelle für Teilhabe ", ""},
	{share{"university", 5}, "Hochschule ", ""},
	{share{"company", 3}, "", " Beratung GmbH"},
	{share{"refugee_council", 2}, "Rat für Geflüchtete ", ""},
	{share{"ministry", 1}, "Ministerium für Arbeit und Teilhabe ", ""},
	{share{"other", 1}, "Initiative ", ""},
}

// inventOrganisation makes the n-th organisation; kind "" draws one. A place, where given, ends the name.
func inventOrganisation(d *dice, n int, kind, place string) organisation {
	root := nameFirst[n%len(nameFirst)] + nameSecond[n/len(nameFirst)%len(nameSecond)]
	form := forms[0]
	u, sum := d.Float64()*100, 0.0
	for _, f := range forms {
		sum += f.share.weight
		if kind == f.share.code || kind == "" && u < sum {
			form = f
			break
		}
	}
	if place != "" {
		root += " " + place
	}
	return organisation{id: serial("o", n+1, 3), name: form.prefix + root + form.suffix, kind: form.share.code}
}

const organisationColumns = "id,name,kind,network_id,coordinates_from,coordinates_to"

func organisationRows(all []organisation) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for _, o := range all {
			row := []string{o.id, o.name, o.kind, "", "", ""}
			if t := o.coordinates; t.network != "" {
				row = []string{o.id, o.name, o.kind, t.network, text(t.from), text(t.to)}
			}
			if !yield(row) {
				return
			}
		}
	}
}

package api

import (
	"slices"

	"openiq/internal/centre"
)

// forms is the one taxonomy: how a centre counsels.
var forms = taxonomy{ID: uuid("taxonomy", "centre_form"), Name: "Forms of counselling", Description: "How people are counselled: in rooms of the centre, by telephone, by video, or at other places.",
	Version: "1"}

// terms are those of the taxonomy.
var terms = []taxonomyTerm{
	term(centre.InPerson, "In person", "Counselling in the rooms of the centre."),
	term(centre.Phone, "By telephone", "Counselling by telephone."),
	term(centre.Video, "By video", "Counselling by video."),
	term(centre.Mobile, "Mobile", "Counselling on fixed dates at other places."),
}

func term(f centre.Form, name, description string) taxonomyTerm {
	return taxonomyTerm{ID: uuid("taxonomy_term", string(f)), Code: string(f), Name: name, Description: description, Taxonomy: forms.Name, Language: "en", TaxonomyID: forms.ID,
		Detail: &forms}
}

// attributes link something with the forms of counselling that it has.
func attributes(entity, id string, of []centre.Form) []attribute {
	var all []attribute
	for i := range terms {
		if slices.Contains(of, centre.Form(terms[i].Code)) {
			all = append(all, attribute{uuid("attribute", id, terms[i].Code), id, terms[i].ID, entity, &terms[i]})
		}
	}
	return all
}

// has says whether one of the attributes is of a term, or of any term of a taxonomy; nothing asked for is always there.
func has(all []attribute, termID, taxonomyID string) bool {
	fits := func(a attribute) bool {
		return (termID == "" || a.TermID == termID) && (taxonomyID == "" || a.Term.TaxonomyID == taxonomyID)
	}
	return termID == "" && taxonomyID == "" || slices.ContainsFunc(all, fits)
}

package office

import "slices"

// The questions of each record, in the order in which one asks them.
var (
	whyHere = []question{
		{column: "themes", control: ticks},
		{column: "contents", control: ticks, prefix: "r", half: true},
		{column: "contents", control: ticks, prefix: "j", name: "contents_j"},
	}
	howHeld = []question{
		{column: "held_on", control: date},
		{column: "form", control: radio},
		{column: "minutes", control: number},
	}
	heldAt = question{column: "site_id", control: centre, hint: true}

	whatLearned = []question{
		{column: "country", control: typed, list: "country", hint: true},
		{column: "kind", control: choice, list: "qualification_kind"},
		{column: "title", control: line, hint: true},
		{column: "reference_occupation", control: typed, hint: true},
		{column: "regulated", control: yesNo},
		{column: "completed_year", control: number},
	}

	situation = slices.Concat(situationFirst, situationMore)

	situationFirst = []question{
		{column: "sex", control: choice},
		{column: "age", control: number},
		{column: "nationality", control: typed, list: "country"},
		{column: "lives_in", control: typed, list: "country", hint: true},
		{column: "year_of_entry", control: number},
		{column: "residence_title", control: typed, hint: true},
		{column: "refugee", control: yesNo},
		{column: "german_level", control: choice},
		{column: "employment", control: choice},
		{column: "benefits", control: choice},
		{column: "access_route", control: typed, hint: true},
	}

	// What only some are asked is folded away in a new case.
	situationMore = []question{
		{column: "second_nationality", control: typed, list: "country"},
		{column: "asked_by", control: choice},
		{column: "scope", control: choice, hint: true},
		{column: "anonymous", control: yesNo},
	}

	inCharge = question{column: "site_id", control: centre, must: true}

	// A later contact is three questions; the rest is folded away.
	contactFirst = []question{howHeld[0], howHeld[1], whyHere[0]}
	contactMore  = []question{whyHere[1], whyHere[2], howHeld[2], heldAt}
	aboutContact = slices.Concat(contactFirst, contactMore)
)

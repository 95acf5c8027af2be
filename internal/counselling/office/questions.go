package office

import (
	"slices"

	"openiq/internal/counselling"
)

// The questions of each record, in the order in which one asks them.
var (
	whyHere = []question{
		{column: "themes", control: ticks},
		{column: "contents", control: ticks, prefix: "r", half: true, theme: "recognition"},
		{column: "contents", control: ticks, prefix: "j", name: "contents_j", theme: "job_training"},
	}
	howFound = question{column: "access_route", control: choice}

	// How a conversation is held is filled in already, and folded away.
	howHeld = []question{
		{column: "held_on", control: date},
		{column: "form", control: radio},
		{column: "minutes", control: number},
		{column: "language", control: tongues, hint: true},
		{column: "interpreter", control: yesNo},
	}
	heldAt       = question{column: "site_id", control: centre, hint: true}
	inCharge     = question{column: "site_id", control: centre, must: true}
	registeredAt = question{column: "registered_at", control: date, hint: true}

	notes       = question{column: counselling.TextNotes, control: area, text: true}
	authorities = question{column: counselling.TextAuthorities, control: line, text: true, hint: true}
	followUpOn  = question{column: "follow_up_on", control: date, hint: true}

	whatLearned = slices.Concat(learnedFirst, learnedMore)

	learnedFirst = []question{
		{column: "country", control: typed, list: "country", hint: true},
		{column: "kind", control: choice, list: "qualification_kind"},
		{column: "title", control: line, hint: true},
		{column: "reference_occupation", control: typed, hint: true},
	}

	learnedMore = []question{
		{column: "completed_year", control: number},
		{column: "training_years", control: number},
		{column: counselling.TextInstitution, control: line, text: true, hint: true},
		{column: "regulated", control: yesNo},
		{column: "sector", control: choice},
		{column: "experience", control: choice},
		{column: "applied_before", control: choice, list: "application"},
		{column: "equivalence_before", control: choice, list: "equivalence_result", hint: true},
		{column: "statement_before", control: choice, list: "statement_result", hint: true},
		{column: counselling.TextDesired, control: line, text: true},
	}

	situation = slices.Concat(situationFirst, []question{howFound}, situationMore, []question{whatFor, registeredAt, followUpOn})

	// What the page of a case shows beside the answers: it follows from something else than a question.
	known = []question{{column: "anonymous", control: yesNo}, {column: "closed_on", control: date}}

	situationFirst = []question{
		{column: "sex", control: choice},
		{column: "age", control: number},
		{column: "nationality", control: typed, list: "country"},
		{column: "residence_title", control: typed, hint: true},
		{column: "german_level", control: choice},
		{column: "employment", control: choice},
		{column: "benefits", control: choice},
	}

	// What only some are asked, or later, is folded away in a new case.
	situationMore = []question{
		{column: "lives_in", control: typed, list: "country", hint: true},
		{column: "year_of_entry", control: number},
		{column: "birth_country", control: typed, list: "country"},
		{column: "second_nationality", control: typed, list: "country"},
		{column: counselling.TextResidence, control: line, text: true, hint: true},
		{column: "special_status", control: choice},
		{column: "refugee", control: yesNo},
		{column: "german_certificate", control: yesNo},
		{column: "languages", control: tongues, hint: true},
		{column: "employment_kind", control: choice},
		{column: "asked_by", control: choice},
		{column: "advised_before", control: yesNo},
		{column: counselling.TextAdvisedBy, control: line, text: true},
		{column: "wish_form", control: choice, list: "form"},
		{column: "scope", control: choice, hint: true},
	}

	whatFor = question{column: counselling.TextWish, control: area, text: true, hint: true}

	// A later contact is three questions; how it was held is filled in already, and what is rarely needed folded away.
	contactFirst = []question{whyHere[0], notes, followUpOn}
	contactMore  = []question{whyHere[1], whyHere[2], authorities}
	contactHeld  = append(slices.Clone(howHeld), heldAt)
	newContact   = slices.Concat(contactFirst, contactMore, contactHeld)

	// aboutContact is what can be corrected in a contact.
	aboutContact = slices.Concat(howHeld[:2], whyHere, []question{notes, authorities}, howHeld[2:], []question{heldAt})
)

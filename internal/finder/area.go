package finder

import (
	"context"
	"slices"

	"openiq/internal/occupation"
)

// Area is a field of work by which people look for their occupation who do not find a word for it.
type Area struct {
	Code   string
	groups []string // of occupation.Groups
}

// Areas are all fields, in the order in which they are offered. Each group of occupations belongs to one.
var Areas = []Area{
	{"health", []string{"health_academic", "health_care", "health_therapy", "health_technical", "psychotherapy", "pharmacy", "veterinary", "medical_specialist",
		"medical_assistant", "dental_assistant", "veterinary_assistant", "pharmacy_assistant", "food_chemistry"}},
	{"teaching", []string{"teaching", "early_education", "social_work", "curative"}},
	{"crafts", []string{"hwk"}},
	{"industry", []string{"ihk"}},
	{"engineering", []string{"engineering", "architecture"}},
	{"academic", []string{"academic"}},
	{"land", []string{"agriculture", "home_economics"}},
	{"law", []string{"law", "tax", "audit", "legal_assistant", "tax_assistant", "public_service", "interpreter"}},
	{"traffic", []string{"maritime", "aviation", "rail", "driving_instructor"}},
	{"other", []string{"school_assistant", "other"}},
}

// InArea are the occupations of a field that exist today, in no particular order; none where there is no such field.
func (s *Service) InArea(ctx context.Context, code string) ([]*occupation.Occupation, error) {
	i := slices.IndexFunc(Areas, func(a Area) bool { return a.Code == code })
	if i < 0 {
		return nil, nil
	}
	catalogue, err := s.occupations.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	var all []*occupation.Occupation
	for _, o := range catalogue.All() {
		if slices.Contains(Areas[i].groups, o.Group) && o.ValidOn(s.Today()) {
			all = append(all, o)
		}
	}
	return all, nil
}

package counselling

import (
	"context"

	"openiq/internal/account"
	"openiq/internal/person"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/errs"
)

// Subject is how the vault calls the person of the case.
func (s *Summary) Subject() person.Subject { return person.Subject{Tenant: s.Tenant, ID: s.CaseID} }

// Names are the persons of the cases of a list, as far as the actor may know them. It notes that the actor sees them, so
// that nothing may be left out of what is shown.
func (s *Service) Names(ctx context.Context, cases []Summary) (map[person.Subject]string, error) {
	subjects := make([]person.Subject, len(cases))
	for i := range cases {
		subjects[i] = cases[i].Subject()
	}
	return s.namesOf(ctx, subjects)
}

// NamesOf are the persons of several cases in the actor's hands; see Names.
func (s *Service) NamesOf(ctx context.Context, cases []*Held) (map[person.Subject]string, error) {
	subjects := make([]person.Subject, len(cases))
	for i, c := range cases {
		subjects[i] = c.Subject()
	}
	return s.namesOf(ctx, subjects)
}

func (s *Service) namesOf(ctx context.Context, subjects []person.Subject) (map[person.Subject]string, error) {
	names, err := s.persons.Labels(ctx, subjects...)
	if err != nil || len(names) == 0 {
		return nil, err
	}
	seen := make([]person.Subject, 0, len(names))
	for subject := range names {
		seen = append(seen, subject)
	}
	return names, s.persons.LogList(ctx, seen...)
}

// StaffOf are those who can be in charge of a case of a centre, by name; NotFound where the actor does not record.
func (s *Service) StaffOf(ctx context.Context, site string) ([]account.Colleague, error) {
	d, err := s.structure.Directory(ctx)
	if err != nil {
		return nil, err
	}
	if d.Site(site) == nil || !authz.From(ctx).MayAt(ActionRecord, d.PlaceOfSite(site)) {
		return nil, errs.Missing()
	}
	if s.staff == nil {
		return nil, nil
	}
	return s.staff.Staff(ctx, d.PlaceOfSite(site))
}

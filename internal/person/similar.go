package person

import (
	"cmp"
	"context"
	"slices"

	"openiq/internal/person/index"
	"openiq/internal/person/name"
	"openiq/internal/platform/authz"
)

// Match is somebody who may be the person that is about to be recorded.
type Match struct {
	Subject Subject
	Label   string
	Score   int      // the higher the more probable
	Reasons []string // of ReasonPhone and the others, the strongest first
}

// Why somebody may be the same person.
const (
	ReasonBirth = "birth" // born on the same day
	ReasonPhone = "phone"
	ReasonEmail = "email"
	ReasonName  = "name" // all parts of the shorter name, in some spelling
)

// What each reason weighs. Families share phones, and in a large centre two people share a name; a different birth date
// outweighs a name.
var weights = map[string]int{ReasonBirth: 3, ReasonPhone: 3, ReasonEmail: 3, ReasonName: 2}

const (
	otherBirth  = -3
	leastScore  = 2
	mostMatches = 5
)

// Similar are persons of the centre at place who may be the same as i, the most probable first: at most five. except is a
// subject to leave out, the one that is edited. Call [Service.LogList] for those that are shown.
func (s *Service) Similar(ctx context.Context, place authz.Target, i Identity, except Subject) ([]Match, error) {
	if err := authz.Require(ctx, ActionRead, place); err != nil {
		return nil, err
	}
	i, _ = i.Clean(s.today()) // what is wrong with it is said elsewhere
	candidates, err := s.candidates(ctx, place.Site, &i)
	if err != nil {
		return nil, err
	}
	var out []Match
	for _, subject := range candidates {
		if subject == except {
			continue
		}
		row, err := readPerson(ctx, s.db, subject)
		if err != nil {
			return nil, err
		}
		if row == nil || row.identity == nil { // forgotten since it was found
			continue
		}
		key, err := s.keys.Unwrap(row.id, row.wrapped)
		if err != nil {
			return nil, err
		}
		other, err := openIdentity(key, row.identity)
		if err != nil {
			return nil, err
		}
		if m := compare(&i, other); m.Score >= leastScore {
			m.Subject = subject
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b Match) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Label, b.Label)) })
	return out[:min(len(out), mostMatches)], nil
}

// candidates share a phone number, an address or the name with i.
func (s *Service) candidates(ctx context.Context, site string, i *Identity) ([]Subject, error) {
	var out []Subject
	for _, query := range append(i.names(), normalPhone(i.Phone), i.Email) {
		entries, err := index.Find(ctx, s.db, s.question(query).any, []string{site})
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if subject := (Subject{Tenant: e.Tenant, ID: e.Subject}); !slices.Contains(out, subject) {
				out = append(out, subject)
			}
		}
	}
	return out, nil
}

// names are the name as it is written in Latin letters and in its own script.
func (i *Identity) names() []string { return []string{i.FamilyName + " " + i.GivenName, i.NativeName} }

func compare(i, other *Identity) Match {
	m := Match{Label: other.Label()}
	add := func(reason string, same bool) {
		if same {
			m.Reasons = append(m.Reasons, reason)
			m.Score += weights[reason]
		}
	}
	add(ReasonBirth, i.BornOn != "" && i.BornOn == other.BornOn)
	add(ReasonPhone, i.Phone != "" && normalPhone(i.Phone) == normalPhone(other.Phone))
	add(ReasonEmail, i.Email != "" && i.Email == other.Email)
	add(ReasonName, sameName(i, other))
	if i.BornOn != "" && other.BornOn != "" && i.BornOn != other.BornOn {
		m.Score += otherBirth
	}
	return m
}

// sameName says whether all parts of one of the names are parts of the other, and at least two: half of all names are
// somebody else's.
func sameName(i, other *Identity) bool {
	for _, a := range i.names() {
		for _, b := range other.names() {
			if contains(name.Parts(b), name.Parts(a)) || contains(name.Parts(a), name.Parts(b)) {
				return true
			}
		}
	}
	return false
}

// contains says whether every part asked for, two at least, is among the others.
func contains(among, asked []name.Part) bool {
	asked = name.WithoutParticles(asked)
	return len(asked) >= 2 && !slices.ContainsFunc(asked, func(a name.Part) bool {
		return !slices.ContainsFunc(among, a.Is)
	})
}

package finder

import (
	"openiq/internal/authority"
	"openiq/internal/centre"
	"openiq/internal/occupation"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/postcode"
)

// Needs are the rooms whose knowledge the finder puts together.
type Needs struct {
	Occupations *occupation.Service
	Authorities *authority.Service
	Postcodes   *postcode.Service
	Centres     *centre.Service
}

// Service answers questions and keeps them under codes. It is safe for concurrent use, also beside other instances on the
// same database.
type Service struct {
	db          *db.DB
	occupations *occupation.Service
	authorities *authority.Service
	postcodes   *postcode.Service
	centres     *centre.Service
}

// New makes a service. It reads nothing before it is asked.
func New(d *db.DB, n Needs) *Service {
	return &Service{d, n.Occupations, n.Authorities, n.Postcodes, n.Centres}
}

// Today is the day.
func (s *Service) Today() clock.Day { return clock.Today(s.db.Clock()) }

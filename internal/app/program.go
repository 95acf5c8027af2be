package app

import (
	"context"
	"log/slog"
	"net/http"
	"strings"

	"openiq/internal/account"
	accountoffice "openiq/internal/account/office"
	"openiq/internal/appointment"
	"openiq/internal/authority"
	"openiq/internal/centre"
	"openiq/internal/counselling"
	"openiq/internal/draft"
	draftoffice "openiq/internal/draft/office"
	"openiq/internal/fairintegration"
	"openiq/internal/feedback"
	"openiq/internal/finder"
	"openiq/internal/indicator"
	"openiq/internal/measure"
	"openiq/internal/occupation"
	written "openiq/internal/page"
	"openiq/internal/person"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/mail"
	"openiq/internal/platform/web"
	"openiq/internal/postcode"
	"openiq/internal/procedure"
	"openiq/internal/programme"
	"openiq/internal/training"
	"openiq/internal/translation"
)

// Program is every room, wired together.
type Program struct {
	db          *db.DB
	log         *slog.Logger
	bundle      *i18n.Bundle
	public      *i18n.Bundle // of the portal
	secure      bool         // readers come over HTTPS
	accounts    *account.Service
	programme   *programme.Service
	persons     *person.Service
	counselling *counselling.Service
	procedures  *procedure.Service
	occupations *occupation.Service
	authorities *authority.Service
	postcodes   *postcode.Service
	centres     *centre.Service
	finder      *finder.Service
	indicators  *indicator.Engine
	drafts      *draft.Service
	memory      *web.Memory // public pages
	texts       *translations

	pages    *written.Service
	feedback *feedback.Service

	appointments *appointment.Service
	outbox       *mail.Outbox
	base         string // scheme and host of links in mails; empty: those each reader used

	accountOffice *accountoffice.Office
	draftOffice   *draftoffice.Office
}

// New wires the rooms over a database. base is the address at which the office is reached; empty: the one each reader used.
func New(d *db.DB, keys *crypt.Keys, log *slog.Logger, base string) (*Program, error) {
	bundle, err := i18n.New()
	if err != nil {
		return nil, err
	}
	public, err := i18n.NewPortal()
	if err != nil {
		return nil, err
	}
	others := append(counselling.Types(), measure.Types()...)
	others = append(append(others, training.Types()...), fairintegration.Types()...)
	p := &Program{db: d, log: log, bundle: bundle, public: public, base: base, secure: strings.HasPrefix(base, "https://"), accounts: account.New(d, keys), programme: programme.New(d, others...), indicators: indicator.New(d)}
	p.memory = web.NewMemory((&published{db: d}).version)
	p.persons = person.New(d, keys, p.programme)
	p.counselling = counselling.New(d, p.programme, p.persons)
	p.counselling.SetStaff(p.accounts)
	p.procedures = procedure.New(d, p.counselling, p.persons)
	p.occupations = occupation.New(d)
	p.authorities = authority.New(d, p.occupations)
	p.postcodes = postcode.New(d)
	p.centres = centre.New(d, p.programme, centrePlaces(p.postcodes))
	p.finder = finder.New(d, finder.Needs{Occupations: p.occupations, Authorities: p.authorities, Postcodes: p.postcodes, Centres: p.centres})
	p.wireWritten(keys)
	p.wireAppointments(keys)
	bundle.Name("reference_occupation", p.occupations.Title)
	public.Name("reference_occupation", p.occupations.Title)
	p.texts = &translations{texts: translation.New(d), public: public, clock: d.Clock(), log: log}
	p.drafts = draft.New(d, keys)
	p.counselling.Connect(counselling.Beside{Reports: p.indicators, Measures: measure.New(d),
		Letters: []counselling.LetterPart{p.procedures.Letter}, Records: []counselling.HistoryPart{p.procedures.History},
		Forgotten: func(ctx context.Context, caseID string) error { return p.drafts.Forget(ctx, "/cases/"+caseID) }})
	p.draftOffice = draftoffice.New(p.drafts)
	p.accountOffice = accountoffice.New(p.accounts, p.secure, p.draftOffice)
	return p, nil
}

// Handler answers every request: the edge, then who asks, then the route with its guard.
func (p *Program) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, route := range p.Routes() {
		mux.Handle(route.Pattern, route.Bind(p.accountOffice.Guard(route)))
	}
	mux.Handle("/", web.NotFound)
	edge := web.New(web.Options{Bundle: p.bundle, Clock: p.db.Clock(), Log: p.log, Frame: p.frame, Portal: p.portal(), Base: p.base, Secure: p.secure}, p.accountOffice.LoadActor(mux))
	return p.texts.follow(edge)
}

package app

import (
	"path/filepath"

	"openiq/internal/appointment"
	appointmentoffice "openiq/internal/appointment/office"
	appointmentportal "openiq/internal/appointment/portal"
	"openiq/internal/centre"
	"openiq/internal/counselling/office"
	"openiq/internal/platform/crypt"
	"openiq/internal/platform/db"
	"openiq/internal/platform/mail"
	"openiq/internal/platform/web"
	"openiq/internal/postcode"
	"openiq/internal/programme"
)

// wireAppointments makes the room of appointments and the outbox of its mails.
func (p *Program) wireAppointments(keys *crypt.Keys) {
	p.outbox = mail.New(p.db, keys)
	p.appointments = appointment.New(p.db, keys, p.centres, p.programme, p.outbox, appointmentportal.Writer{Bundle: p.public})
}

// appointmentPortal are its addresses on the portal.
func (p *Program) appointmentPortal() []web.Route {
	return appointmentportal.Routes(p.appointments, p.db.Clock())
}

// withAppointments lets case work begin with what somebody asked for.
func (p *Program) withAppointments(n office.Needs) office.Needs {
	n.Tabs, n.Opened = appointmentoffice.Tabs(p.appointments), appointmentoffice.Opened(p.appointments)
	n.Prefills = append(n.Prefills, appointmentoffice.Prefill(p.appointments))
	return n
}

// demoAppointments is the room while the demo is filled: nobody is written to.
func demoAppointments(d *db.DB, keys *crypt.Keys, structure *programme.Service) *appointment.Service {
	centres := centre.New(d, structure, centrePlaces(postcode.New(d)))
	return appointment.New(d, keys, centres, structure, mail.New(d, keys), appointmentportal.Writer{})
}

// demoSender writes the mails of the demo into a folder beside its database, unless the environment names a mail server.
// dir is that folder; empty: mails are sent.
func demoSender(dsn string) (sender mail.Sender, dir string, err error) {
	if sender, err = mail.FromEnv(); sender != nil || err != nil {
		return sender, "", err
	}
	dir = "mail"
	if !db.IsPostgres(dsn) {
		dir = filepath.Join(filepath.Dir(dsn), dir)
	}
	sender, err = mail.NewSender("file:"+dir, "")
	return sender, dir, err
}

package counselling

import (
	"context"
	"slices"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// TextModule is a text that a centre's notes use again and again. It is about nobody.
type TextModule struct {
	Site, ID    string
	Title, Body string
	Version     int64 // 0: new
}

// How long a text module may be in characters, and how many a centre may have: all of them come with each form.
const (
	MaxModuleTitle = 80
	MaxModuleBody  = 2000
	MostModules    = 100
)

var (
	selectModules = db.SQL(`SELECT id, title, body, version FROM text_module WHERE site_id = $1 ORDER BY title, id`)
	countModules  = db.SQL(`SELECT COUNT(*) FROM text_module WHERE site_id = $1`)
	insertModule  = db.SQL(`INSERT INTO text_module (site_id, id, title, body, changed_at, version) VALUES ($1, $2, $3, $4, $5, 1)`)
	updateModule  = db.SQL(`UPDATE text_module SET title = $3, body = $4, changed_at = $5, version = version + 1
		WHERE site_id = $1 AND id = $2 AND version = $6`)
	deleteModule = db.SQL(`DELETE FROM text_module WHERE site_id = $1 AND id = $2 AND version = $3`)
)

// TextModules are the text modules of a centre, by title. A centre for which the actor does not record has none.
func (s *Service) TextModules(ctx context.Context, site string) ([]TextModule, error) {
	if _, err := s.recordsAt(ctx, site); err != nil {
		return nil, ignoreMissing(err)
	}
	var all []TextModule
	rows, err := s.db.Query(ctx, selectModules, site)
	err = db.Each(rows, err, func() error {
		m := TextModule{Site: site}
		err := rows.Scan(&m.ID, &m.Title, &m.Body, &m.Version)
		all = append(all, m)
		return err
	})
	return all, err
}

// TextModule is one of a centre's; NotFound when there is none.
func (s *Service) TextModule(ctx context.Context, site, id string) (*TextModule, error) {
	all, err := s.TextModules(ctx, site)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(m TextModule) bool { return m.ID == id })
	if i < 0 {
		return nil, errs.Missing()
	}
	return &all[i], nil
}

// SaveTextModule adds a text module to a centre or changes one. Version is the one that was read; when somebody else changed
// it since, the error is a Conflict.
func (s *Service) SaveTextModule(ctx context.Context, m TextModule, key string) error {
	place, err := s.recordsAt(ctx, m.Site)
	if err == nil {
		err = m.check()
	}
	if err != nil {
		return err
	}
	if m.Version == 0 {
		m.ID = ident.New(clock.InstantOf(s.db.Clock().Now()))
	}
	_, err = s.db.Write(ctx, db.Command{Name: "counselling.text_module", Tenant: tenantOf(place), Key: key}, func(tx *db.Tx) (string, error) {
		tx.Audit(db.Entry{Kind: "text_module", ID: m.ID, Detail: "of " + m.Site})
		if m.Version == 0 {
			return m.ID, addModule(ctx, tx, &m)
		}
		n, err := tx.Exec(updateModule, m.Site, m.ID, m.Title, m.Body, int64(tx.Now()), m.Version)
		return m.ID, changedOne(n, err)
	})
	return err
}

func addModule(ctx context.Context, tx *db.Tx, m *TextModule) error {
	var n int
	if err := tx.Row(ctx, countModules, m.Site).Scan(&n); err != nil {
		return err
	}
	if n >= MostModules {
		var wrong errs.Fields
		wrong.Add("title", "counselling.error.too_many_modules", "Max", MostModules)
		return wrong.Err()
	}
	_, err := tx.Exec(insertModule, m.Site, m.ID, m.Title, m.Body, int64(tx.Now()))
	return err
}

// DeleteTextModule removes a text module. Notes that used it keep its words.
func (s *Service) DeleteTextModule(ctx context.Context, site, id string, version int64, key string) error {
	place, err := s.recordsAt(ctx, site)
	if err != nil {
		return err
	}
	_, err = s.db.Write(ctx, db.Command{Name: "counselling.text_module", Tenant: tenantOf(place), Key: key}, func(tx *db.Tx) (string, error) {
		n, err := tx.Exec(deleteModule, site, id, version)
		tx.Audit(db.Entry{Kind: "text_module", ID: id, Detail: "deleted at " + site})
		return id, changedOne(n, err)
	})
	return err
}

// recordsAt is the place of a centre for which the actor records; to everybody else it does not exist.
func (s *Service) recordsAt(ctx context.Context, site string) (authz.Target, error) {
	d, err := s.structure.Directory(ctx)
	if err != nil {
		return authz.Target{}, err
	}
	if d.Site(site) == nil {
		return authz.Target{}, errs.Missing()
	}
	place := d.PlaceOfSite(site)
	return place, authz.Require(ctx, ActionRecord, place)
}

// ignoreMissing lets what does not exist have nothing.
func ignoreMissing(err error) error {
	if errs.KindOf(err) == errs.NotFound {
		return nil
	}
	return err
}

// changedOne is a Conflict when a change met another version than it was made for.
func changedOne(n int64, err error) error {
	if err == nil && n != 1 {
		err = errs.New(errs.Conflict, "error.conflict")
	}
	return err
}

func (m *TextModule) check() error {
	var wrong errs.Fields
	for _, field := range []struct {
		name, text string
		most       int
	}{{"title", m.Title, MaxModuleTitle}, {"body", m.Body, MaxModuleBody}} {
		switch {
		case field.text == "":
			wrong.Add(field.name, "error.required")
		case len([]rune(field.text)) > field.most:
			wrong.Add(field.name, "error.too_long", "Max", field.most)
		}
	}
	return wrong.Err()
}

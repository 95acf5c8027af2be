package app

import (
	"context"
	"iter"

	"openiq/internal/account"
	"openiq/internal/counselling"
	"openiq/internal/demo"
	"openiq/internal/person"
	"openiq/internal/platform/db"
	"openiq/internal/programme"
)

// demoBatch is how many invented persons share a transaction.
const demoBatch = 200

// nameDemo tells the vault who the cases of the demo's current round are about. Whoever is in it already is left alone, so
// that a fill that was broken off goes on.
func nameDemo(ctx context.Context, d *db.DB, vault *person.Service, structure *programme.Service, people iter.Seq[demo.Person]) error {
	var batch []demo.Person
	for p := range people {
		if batch = append(batch, p); len(batch) == demoBatch {
			if err := nameBatch(ctx, d, vault, structure, batch); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	return nameBatch(ctx, d, vault, structure, batch)
}

func nameBatch(ctx context.Context, d *db.DB, vault *person.Service, structure *programme.Service, people []demo.Person) error {
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.Case
	}
	cases, err := counselling.Cases.Find(ctx, d, ids)
	if err != nil {
		return err
	}
	directory, err := structure.Directory(ctx)
	if err != nil {
		return err
	}
	byTenant := map[string][]*person.Prepared{}
	for _, p := range people {
		c := cases[p.Case]
		if c == nil {
			continue // not recorded yet on this day
		}
		subject := person.Subject{Tenant: c.Tenant, ID: c.ID}
		if known, err := vault.Labels(ctx, subject); err != nil || len(known) > 0 {
			if err != nil {
				return err
			}
			continue
		}
		change := person.Change{Identity: &p.Identity, Give: []person.NewConsent{{
			Purpose: person.PurposeIdentity, GivenOn: p.Agreed.String(), Medium: "face_to_face",
			Text: person.ShownText{ID: person.PurposeIdentity, Version: "demo", Language: p.Language, Body: "An invented person agreed."},
		}}}
		if p.Contact != "" {
			change.Texts = map[string]person.Texts{p.Contact: {"notes": p.Note}}
		}
		prepared, err := vault.Prepare(ctx, directory.PlaceOfSite(counselling.Cases.Str(c, "site_id")), subject, change)
		if err != nil {
			return err
		}
		byTenant[c.Tenant] = append(byTenant[c.Tenant], prepared)
	}
	for tenant, all := range byTenant {
		if err := storeNames(ctx, d, tenant, all); err != nil {
			return err
		}
	}
	return nil
}

func storeNames(ctx context.Context, d *db.DB, tenant string, all []*person.Prepared) error {
	_, err := d.Write(ctx, db.Command{Name: "demo.names", Tenant: tenant, Alone: true}, func(tx *db.Tx) (string, error) {
		for _, p := range all {
			if err := p.Put(ctx, tx); err != nil {
				return "", err
			}
		}
		return "", nil
	})
	return err
}

// shareOut puts the counsellors of the demo's centre in charge of its cases, in turn.
func shareOut(ctx context.Context, d *db.DB, cases *counselling.Service, accounts *account.Service, structure *programme.Service) error {
	directory, err := structure.Directory(ctx)
	if err != nil {
		return err
	}
	site := demo.Examples().Site
	staff, err := accounts.Staff(ctx, directory.PlaceOfSite(site))
	if err != nil || len(staff) == 0 {
		return err
	}
	for query := (counselling.Query{Site: site}); ; {
		page, err := cases.List(ctx, query)
		if err != nil {
			return err
		}
		ids := make([][]string, len(staff))
		for i, c := range page.Cases {
			if i%5 > 0 { // some are still nobody's
				ids[i%len(staff)] = append(ids[i%len(staff)], c.CaseID)
			}
		}
		for i, colleague := range staff {
			if err := assign(ctx, d, cases, ids[i], colleague.ID); err != nil {
				return err
			}
		}
		if query.After = page.Next; query.After == (counselling.Cursor{}) {
			return nil
		}
	}
}

func assign(ctx context.Context, d *db.DB, cases *counselling.Service, ids []string, counsellor string) error {
	rows, err := counselling.Cases.Find(ctx, d, ids)
	if err != nil || len(ids) == 0 {
		return err
	}
	chosen := make([]counselling.Chosen, len(ids))
	for i, id := range ids {
		chosen[i] = counselling.Chosen{ID: id, Version: rows[id].Version}
	}
	return cases.Assign(ctx, chosen, counsellor, "")
}

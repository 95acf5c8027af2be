package translation

import (
	"context"
	"slices"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

// What changing texts and giving languages need.
const (
	ActionEdit authz.Action = "translation.edit"
	ActionGive authz.Action = "page.edit"
)

// Mine are the languages that the caller may translate: all for those who give them, else those given.
func (s *Service) Mine(ctx context.Context) ([]string, error) {
	if err := authz.Require(ctx, ActionEdit, authz.Target{}); err != nil {
		return nil, err
	}
	actor := authz.From(ctx)
	if !actor.MayAt(ActionGive, authz.Target{}) {
		return readLanguages(ctx, s.db, actor.ID)
	}
	t, err := s.Table(ctx)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, l := range t.Languages {
		all = append(all, l.Tag)
	}
	return all, nil
}

// require refuses who may not translate a language.
func (s *Service) require(ctx context.Context, lang string) error {
	mine, err := s.Mine(ctx)
	if err == nil && !slices.Contains(mine, lang) {
		return errs.New(errs.Forbidden, "error.forbidden")
	}
	return err
}

// Given are the languages of translators, by account.
func (s *Service) Given(ctx context.Context) (map[string][]string, error) {
	if err := authz.Require(ctx, ActionGive, authz.Target{}); err != nil {
		return nil, err
	}
	return readGiven(ctx, s.db)
}

// Give says which languages an account may translate, in the place of those before. It makes nobody a translator.
func (s *Service) Give(ctx context.Context, account string, languages []string, key string) error {
	if err := authz.Require(ctx, ActionGive, authz.Target{}); err != nil {
		return err
	}
	t, err := s.Table(ctx)
	if err != nil {
		return err
	}
	languages = slices.Compact(slices.Sorted(slices.Values(languages)))
	for _, lang := range languages {
		if t.Language(lang) == nil {
			var wrong errs.Fields
			wrong.Add("languages", "error.code")
			return wrong.Err()
		}
	}
	_, err = s.db.Write(ctx, db.Command{Name: "translation.give", Tenant: db.Federal, Key: key}, func(tx *db.Tx) (string, error) {
		if _, err := tx.Exec(deleteLanguages, account); err != nil {
			return "", err
		}
		for _, lang := range languages {
			if _, err := tx.Exec(insertLanguage, account, lang); err != nil {
				return "", err
			}
		}
		tx.Audit(db.Entry{Kind: auditKind, ID: account, Detail: "gave languages"})
		return "", nil
	})
	return err
}

package counselling

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// View is a list with filters that somebody wants to find again. It belongs to an account and is no record: whoever works
// with it sees what the account's rights show.
type View struct {
	ID    string
	Name  string
	Query string // of the address; codes and ids only
}

// What a view can be.
const (
	MostViews    = 30
	MostViewName = 60 // characters
)

// Views are the views of the actor, in no order.
func (s *Service) Views(ctx context.Context) ([]View, error) {
	return viewsOf(ctx, s.db, authz.From(ctx).ID)
}

// SaveView keeps a view under a name; one of the same name is replaced. The query must be one that names nobody.
func (s *Service) SaveView(ctx context.Context, name, query string) error {
	if fault := viewNameFault(name); fault != "" {
		return errs.Fields{{Name: "name", Key: fault, Args: []any{"Max", MostViewName}}}.Err()
	}
	owner := authz.From(ctx).ID
	return s.db.Housekeep(ctx, "view.keep", func(tx *db.Tx) error {
		views, err := viewsOf(ctx, tx, owner)
		if err != nil {
			return err
		}
		v := View{ID: ident.New(tx.Now()), Name: name, Query: query}
		if i := slices.IndexFunc(views, func(v View) bool { return v.Name == name }); i >= 0 {
			v.ID = views[i].ID
		} else if len(views) >= MostViews {
			return errs.Fields{{Name: "name", Key: "worklist.error.views", Args: []any{"Max", MostViews}}}.Err()
		}
		return storeView(tx, owner, v)
	})
}

// viewNameFault keeps whom a view could be about out of its name, where no vault protects it: addresses and numbers.
func viewNameFault(name string) string {
	digits := 0
	for _, r := range name {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	switch {
	case name == "":
		return "error.required"
	case utf8.RuneCountInString(name) > MostViewName:
		return "error.too_long"
	case strings.ContainsFunc(name, unicode.IsControl):
		return "error.encoding"
	case strings.Contains(name, "@") || digits > 6: // shorter than any telephone number with its area
		return "worklist.error.view_name"
	}
	return ""
}

// DeleteView forgets a view of the actor; NotFound when there is none of this id.
func (s *Service) DeleteView(ctx context.Context, id string) error {
	owner := authz.From(ctx).ID
	return s.db.Housekeep(ctx, "view.keep", func(tx *db.Tx) error { return deleteView(tx, owner, id) })
}

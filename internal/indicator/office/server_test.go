package office_test

import (
	"context"
	"log/slog"
	"net/http"
	"testing"

	"openiq/internal/account"
	"openiq/internal/counselling"
	"openiq/internal/indicator"
	"openiq/internal/indicator/office"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/internal/programme"
)

// house is the face behind the edge, as the program mounts it.
type house struct {
	handler http.Handler
	actor   *authz.Actor // nil: nobody is signed in
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{}
	mux := http.NewServeMux()
	for _, route := range office.Routes(indicator.New(d), programme.New(d), counselling.New(d, programme.New(d), nil)) {
		mux.Handle(route.Pattern, web.Func(func(w http.ResponseWriter, r *http.Request) error {
			if !h.actor.May(route.Action) {
				return authz.Require(r.Context(), route.Action, authz.Target{})
			}
			return route.Handler(w, r)
		}))
	}
	h.handler = web.New(web.Options{
		Bundle: bundle, Clock: d.Clock(), Log: slog.New(slog.DiscardHandler),
		Frame: func(*http.Request) ui.Page {
			return ui.Page{Nav: []ui.NavItem{{Label: "Zahlen", URL: "/figures", Icon: "chart"}, {Label: "Faktenblätter", URL: "/factsheets", Icon: "document"}}}
		},
	}, mux)
	return h
}

// ServeHTTP answers as for the actor.
func (h *house) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx := context.Background()
	if h.actor != nil {
		ctx = db.WithActor(authz.With(ctx, h.actor), h.actor.ID)
	}
	h.handler.ServeHTTP(w, r.WithContext(ctx))
}

// as signs somebody in with one role.
func (h *house) as(role account.Role, kind authz.ScopeKind, id string) *house {
	h.actor = account.NewActor("account-1", []account.Assignment{{Role: role, Scope: authz.Scope{Kind: kind, ID: id}}})
	return h
}

func (h *house) asAdministrator() *house { return h.as(account.CentralAdministrator, authz.Nation, "") }

package account_test

import (
	"context"
	"testing"

	"openiq/internal/account"
	"openiq/internal/platform/db/dbtest"
)

// BenchmarkActor measures what every signed-in request pays on SQLite.
func BenchmarkActor(b *testing.B) {
	d := dbtest.SQLite(b, newWatch())
	s := account.New(d, newKeys(b)).Cheapen()
	admin := as("admin", account.Assignment{Role: account.CentralAdministrator, Scope: nation})
	link, err := s.Add(admin, "jo@example.org", account.Assignment{Role: account.Finance, Scope: nation})
	if err != nil {
		b.Fatal(err)
	}
	if err := s.StartSession(context.Background(), "token", link.Account); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if actor, _, err := s.Actor(context.Background(), "token"); err != nil || actor == nil {
			b.Fatal(actor, err)
		}
	}
}

package app

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/i18n"
	"openiq/internal/translation"
)

// translations lets the portal print what translators stored, here or at another instance.
type translations struct {
	texts  *translation.Service
	public *i18n.Bundle
	clock  clock.Clock
	log    *slog.Logger

	asked atomic.Int64 // when the database was asked last
	mu    sync.Mutex   // takes texts up
	taken int64        // the number of the texts that are printed
}

// everySoOften is how long pages may still show what was before.
const everySoOften = time.Second

// follow takes up stored texts before a request is answered. The database is asked once a second; when it does not answer,
// or a text cannot be printed, pages go on with what is known.
func (t *translations) follow(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		now, before := int64(clock.InstantOf(t.clock.Now())), t.asked.Load()
		if now-before >= everySoOften.Microseconds() && t.asked.CompareAndSwap(before, now) {
			if err := t.takeUp(r.Context()); err != nil {
				t.log.Error("the texts of translators were not taken up", "error", err)
			}
		}
		next.ServeHTTP(w, r)
	})
}

func (t *translations) takeUp(ctx context.Context) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	table, number, err := t.texts.Numbered(ctx)
	if err != nil || number == t.taken {
		return err
	}
	if err := t.public.Override(table.Override()); err != nil {
		return err
	}
	t.taken = number
	return nil
}

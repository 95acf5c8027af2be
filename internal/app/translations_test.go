package app

import (
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/translation"
	"openiq/locale"
)

// turned is a clock that a test turns on.
type turned struct{ seconds atomic.Int64 }

func (c *turned) Now() time.Time { return now.Now().Add(time.Duration(c.seconds.Load()) * time.Second) }

// TestWhatTranslatorsStoreIsOnThePages asks for a page that is kept in memory: after a second it has the stored text.
func TestWhatTranslatorsStoreIsOnThePages(t *testing.T) {
	c := &turned{}
	dbtest.Each(t, c, func(t *testing.T, d *db.DB) {
		h := open(t, d, nil)
		texts := h.program.texts.texts
		page := func() string {
			c.seconds.Add(1)
			answer, err := http.Get(h.URL + "/en/")
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			body, err := io.ReadAll(answer.Body)
			if err != nil || answer.StatusCode != http.StatusOK {
				t.Fatal(answer.StatusCode, err)
			}
			return string(body)
		}
		save := func(text *locale.Text, key string) {
			table, err := texts.Table(system)
			if err != nil {
				t.Fatal(err)
			}
			e := table.Language("en").Entry("portal.title")
			change := translation.Change{Lang: "en", Key: e.Key, Text: text, Version: e.Version, German: e.German.Digest()}
			if err := texts.Save(system, change, key); err != nil {
				t.Fatal(err)
			}
		}
		const stored = "Work as you learned it"
		if strings.Contains(page(), stored) {
			t.Fatal("the text is there too early")
		}
		save(&locale.Text{Plain: stored}, "key-1")
		for range 2 { // made anew, then from memory
			if !strings.Contains(page(), stored) {
				t.Error("the page does not have the stored text")
			}
		}
		save(nil, "key-2")
		if strings.Contains(page(), stored) {
			t.Error("the page still has what was taken back")
		}
	})
}

package app

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"openiq/internal/account"
	"openiq/internal/exchange"
	"openiq/internal/indicator"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db/dbtest"
	"openiq/test/browser"
)

// day is a counsellor's day over the whole program: Ann and Ada at the centre of alpha, Ben at that of bravo, and Eva, who
// looks at the figures.
type day struct {
	house   *house
	clock   *watch
	browser *browser.Browser
	screens map[string]*screen // by who and place
	at      *screen            // of who acts now
	names   *replacer
	heard   *heard
	secrets []string // that were typed
	folder  string   // of the database
}

// heard is what the program said where others listen: its log, and the addresses that browsers asked for.
type heard struct {
	sync.Mutex
	bytes.Buffer
}

func (h *heard) Write(p []byte) (int, error) {
	h.Lock()
	defer h.Unlock()
	return h.Buffer.Write(p)
}

func (w *watch) set(t time.Time) {
	w.Lock()
	defer w.Unlock()
	w.t = t
}

// morning is when the day begins: a Monday.
var morning = time.Date(2026, 11, 23, 7, 0, 0, 0, clock.Berlin)

// newDay opens the program in the morning. The centre of alpha has a second site, where it goes on Mondays, and the figures
// until last Friday are published.
func newDay(t *testing.T) *day {
	t.Helper()
	d := &day{clock: &watch{t: now.Now()}, screens: map[string]*screen{}, names: &replacer{}, heard: &heard{}}
	counsellor := func(site string) account.Assignment {
		return account.Assignment{Role: account.Counsellor, Scope: authz.Scope{Kind: authz.Site, ID: site}}
	}
	d.folder = t.TempDir()
	store := dbtest.Open(t, filepath.Join(d.folder, "day.db"), d.clock)
	h := openHearing(t, store, map[string]account.Assignment{
		ann: counsellor("alpha-s1"), "ada@example.org": counsellor("alpha-s1"), "ben@example.org": counsellor("bravo-s1"),
		"eva@example.org": {Role: account.Auditor, Scope: authz.Scope{Kind: authz.Nation}},
	}, d.heard)
	library := fstest.MapFS{"sites.csv": {Data: []byte("id,project_id,name,kind\nalpha-s3,alpha-c,Stadtbibliothek Lechhausen,mobile\n")}}
	if _, err := exchange.Import(system, store, library, exchange.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.program.indicators.Publish(system, indicator.Sheets()[0], clock.MustDay("2026-11-20"), ""); err != nil {
		t.Fatal(err)
	}
	inner := h.Server.Config.Handler
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = d.heard.Write([]byte(r.URL.RequestURI() + " " + r.Referer() + "\n"))
		inner.ServeHTTP(w, r)
	}))
	t.Cleanup(h.Server.Close)
	d.clock.set(morning)
	d.house, d.browser = h, browser.New(t)
	return d
}

// TestADayOfTenConversations plays the scripts in testdata/day one after the other, as a counsellor's day goes.
func TestADayOfTenConversations(t *testing.T) {
	d := newDay(t)
	scripts, err := filepath.Glob("testdata/day/*.txt")
	if err != nil || len(scripts) == 0 {
		t.Fatal(scripts, err)
	}
	t.Cleanup(func() {
		if t.Failed() && d.at != nil {
			t.Log("the day ended at", d.at.where)
		}
	})
	for _, script := range scripts {
		d.play(t, script)
	}
	d.keptSecrets(t)
}

// shortest is how long a secret must be so that it does not stand somewhere by chance, within what is sealed.
const shortest = 8

// keptSecrets looks for everything personal that was typed, in every byte of the database, in the log and in the addresses.
func (d *day) keptSecrets(t *testing.T) {
	t.Helper()
	var stored []byte
	files, err := filepath.Glob(filepath.Join(d.folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, content...)
	}
	d.heard.Lock()
	defer d.heard.Unlock()
	if !bytes.Contains(stored, []byte("Elektroinstallateur")) || !bytes.Contains(d.heard.Bytes(), []byte("msg=request")) {
		t.Error("what was looked at has not even the facts of today and the requests")
	}
	for where, text := range map[string][]byte{"the database": stored, "the log or an address": d.heard.Bytes()} {
		for _, secret := range append(d.secrets, password, ann) {
			if len(secret) < shortest {
				t.Fatalf("%q is too short to look for", secret)
			}
			for _, written := range []string{secret, strings.ToLower(secret), strings.ReplaceAll(secret, " ", ""), url.QueryEscape(secret), url.PathEscape(secret)} {
				if bytes.Contains(text, []byte(written)) {
					t.Errorf("%s has %q", where, written)
				}
			}
		}
	}
}

package office_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"openiq/internal/counselling"
	"openiq/internal/counselling/casetest"
	"openiq/internal/platform/db/dbtest"
	"openiq/test/browser"
)

// mostKeys is how many keys the usual new case may take beside free text.
const mostKeys = 40

// keyboard presses keys in a page and counts them.
type keyboard struct {
	*browser.Page
	pressed int
}

// press presses keys one after the other; each of them counts.
func (k *keyboard) press(keys ...string) {
	for _, key := range keys {
		k.Do(chromedp.KeyEvent(key))
		k.pressed++
	}
}

// letters presses the keys of some letters; each of them counts.
func (k *keyboard) letters(word string) { k.press(strings.Split(word, "")...) }

// write types free text, which does not count.
func (k *keyboard) write(text string) { k.Do(chromedp.KeyEvent(text)) }

// TestTheUsualNewCaseTakesFewKeys records a new case with nothing but a keyboard: recognition, Syria, a nurse's bachelor, a
// woman of 34 from Syria, humanitarian, B1, not employed, SGB II, sent by the job centre, who agrees to be called back.
func TestTheUsualNewCaseTakesFewKeys(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now))
	h.open(bremen, "s1", "2018-10-01", "country", "PL", "reference_occupation", "nurse") // it was recorded before
	h.open(bremen, "s1", "2018-10-01", "country", "UA", "reference_occupation", "engineer")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.served.ServeHTTP(w, r.WithContext(casetest.As(bremen)))
	}))
	t.Cleanup(server.Close)
	k := &keyboard{Page: browser.New(t).Open(server.URL+"/cases/new?lang=de", browser.View{Width: 1280})}

	k.press(" ", kb.Tab)     // recognition
	k.press(" ", kb.Tab)     // its possibilities
	k.press("j", kb.Tab)     // Jobcenter
	k.letters("syr")         // Syrien
	k.press(kb.Tab)          //
	k.letters("ba")          // Bachelor
	k.press(kb.Tab)          //
	k.write("Krankenpflege") // as it is written on the certificate
	k.press(kb.Tab)          //
	k.letters("pf")          // Pflegefachmann / Pflegefachfrau
	k.press(kb.Tab)          //
	k.press("w", kb.Tab)     // weiblich
	k.letters("34")          //
	k.press(kb.Tab)          //
	k.press(kb.ArrowDown)    // from where she learned
	k.press(kb.Tab)          //
	k.letters("hum")         // humanitarian
	k.press(kb.Tab)          //
	k.press("b", kb.Tab)     // B1
	k.press("n", kb.Tab)     // nicht erwerbstätig
	k.press("s", kb.Tab)     // SGB II
	k.write("Als Pflegefachfrau arbeiten")
	k.press(kb.Tab, " ", kb.Tab) // she agrees
	k.write("Haddad")
	k.press(kb.Tab)
	k.write("Rima")
	k.press(kb.Tab)
	k.write("0421 555 0100")
	k.pressed++
	k.Follow(chromedp.KeyEvent(kb.Enter))
	k.Screenshot("usual-case")

	if k.Status() != http.StatusOK || !strings.Contains(k.Text(), "Haddad") {
		t.Fatalf("status %d: %s", k.Status(), k.Text())
	}
	if k.pressed > mostKeys {
		t.Errorf("%d keys, at most %d are allowed", k.pressed, mostKeys)
	}
	address := browser.Get(k.Page, chromedp.Location())
	d := h.detail(address[strings.LastIndexByte(address, '/')+1:])
	for column, want := range map[string]string{"sex": "female", "nationality": "SY", "residence_title": "humanitarian", "german_level": "b1",
		"employment": "not_employed", "benefits": "sgb2", "access_route": "job_centre"} {
		if got := counselling.Cases.Str(d.Row, column); got != want {
			t.Errorf("%s is %q, want %q", column, got, want)
		}
	}
	q := &d.Qualifications[0]
	for column, want := range map[string]string{"country": "SY", "kind": "bachelor", "title": "Krankenpflege", "reference_occupation": "nurse"} {
		if got := counselling.Qualifications.Str(q, column); got != want {
			t.Errorf("%s is %q, want %q", column, got, want)
		}
	}
	if age, _ := counselling.Cases.Int(d.Row, "age"); age != 34 || strings.Join(d.Contacts[0].Contents, " ") != "r1" {
		t.Errorf("age %d, %+v", age, d.Contacts[0])
	}
	t.Logf("%d keys", k.pressed)
}

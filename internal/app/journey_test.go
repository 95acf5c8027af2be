package app

import (
	"context"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"openiq/internal/account"
	"openiq/internal/authority"
	"openiq/internal/centre"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/mail"
	"openiq/test/browser"
)

// postman keeps the letters that the program would send.
type postman []mail.Letter

func (p *postman) Send(_ context.Context, _ string, l mail.Letter) error {
	*p = append(*p, l)
	return nil
}

// visitor is somebody with a phone.
type visitor struct {
	*browser.Page
	t *testing.T
}

// touch follows the link or presses the button that a selector names.
func (v visitor) touch(selector string) {
	v.t.Helper()
	v.Follow(chromedp.Click(selector))
	if v.Status() != http.StatusOK {
		v.t.Fatalf("%s leads to %d\n%s", selector, v.Status(), v.Text())
	}
}

// write types into a field.
func (v visitor) write(field, text string) {
	v.t.Helper()
	v.Do(chromedp.SendKeys(`main [name="`+field+`"]`, text))
}

// reads fails unless the page says something.
func (v visitor) reads(words ...string) {
	v.t.Helper()
	text := v.Text()
	for _, w := range words {
		if !strings.Contains(text, w) {
			v.t.Errorf("%q is missing in\n%s", w, text)
		}
	}
}

const send = `main form button[type="submit"]`

// TestFromAPhoneToTheCounsellor walks the whole way of a nurse from Syria with a phone, in Arabic and without JavaScript: from
// the first page to the answer, on paper with German beside it, to a code and an appointment; and of the counsellor who
// answers and opens the case from the code.
func TestFromAPhoneToTheCounsellor(t *testing.T) {
	h := open(t, dbtest.SQLite(t, now), map[string]account.Assignment{"counsellor@example.org": everyRole()["counsellor@example.org"]})
	told := centre.Told{Street: "Musterstraße 1", Phone: "+49 30 23125 100", Forms: []centre.Form{centre.InPerson, centre.Phone, centre.Mobile}, Languages: []string{"de", "ar"}}
	if err := h.program.centres.Save(system, centre.Change{ID: "alpha-s1"}, told, true); err != nil {
		t.Fatal(err)
	}
	stop := centre.Stop{Street: "Stadtbücherei Lechhausen", Postcode: "86165", Place: "Augsburg", On: clock.MustDay("2026-11-24"), Repeat: centre.Weekly,
		Until: clock.MustDay("2027-03-01"), Span: centre.Span{From: 9 * 60, To: 12 * 60}}
	if _, err := h.program.centres.SaveStop(system, centre.Change{ID: "alpha-s1", Version: 1}, stop); err != nil {
		t.Fatal(err)
	}
	b := browser.New(t)
	phone := visitor{b.Private().Open(h.URL+"/", browser.View{Width: 360, Height: 740, Lang: "ar", NoJS: true}), t}

	phone.Do(chromedp.SendKeys(`form[action="/ar/finder"] [name="q"]`, "ممرضة"))
	phone.touch(`form[action="/ar/finder"] button`)
	phone.touch(`main a[href*="occupation=nurse"]`)
	phone.write("country", "سوريا")
	phone.touch(send)
	phone.write("place", "86150")
	phone.touch(send)
	decides := authority.New(h.db, h.program.occupations)
	table, err := decides.Table(system)
	if err != nil {
		t.Fatal(err)
	}
	phone.reads(table.Authority("lfp_by").Name, "Beratungsstelle Alpha Mitte", "86165 Augsburg", "24 نوفمبر 2026", "22 فبراير 2027")
	if n := browser.Evaluate[int](phone.Page, `document.querySelectorAll("main input[type=checkbox]").length`); n < 10 {
		t.Errorf("the checklist has %d lines", n)
	}
	phone.Screenshot("journey-answer")
	answer := browser.Get(phone.Page, chromedp.Location())

	phone.touch(`main a[href*="/finder/answer/print"]`)
	phone.reads("Pass oder Personalausweis", "جواز")
	phone.Screenshot("journey-print")
	phone.Follow(chromedp.Navigate(answer))

	phone.touch(`form[action="/ar/finder/code"] button`)
	code := browser.Evaluate[string](phone.Page, `document.querySelector(".finder-code").innerText`)
	phone.touch(`main a[href*="/appointments/new"]`)
	phone.reads("Beratungsstelle Alpha Mitte")
	phone.write("email", "nurse@example.org")
	phone.Do(chromedp.Click(`input[name="wishes"]`), chromedp.Click(`input[name="form"][value="in_person"]`))
	phone.touch(send)

	letters := &postman{}
	if err := h.program.outbox.SendDue(system, letters, slog.New(slog.DiscardHandler)); err != nil || len(*letters) != 1 {
		t.Fatalf("%d letters, %v", len(*letters), err)
	}
	confirm := regexp.MustCompile(`\b\d{6}\b`).FindString((*letters)[0].Text)
	if (*letters)[0].To != "nurse@example.org" || confirm == "" {
		t.Fatalf("%+v", (*letters)[0])
	}
	phone.write("code", confirm)
	phone.touch(send)
	phone.Screenshot("journey-confirmed")
	own := browser.Get(phone.Page, chromedp.Location())

	desk := b.Private()
	h.lend(t, desk, account.Counsellor)
	office := visitor{desk.Open(h.URL+"/requests", browser.View{Width: 1280, Lang: "de"}), t}
	office.touch(`main table a[href^="/requests/"], main a[href^="/requests/"]`)
	office.reads("nurse@example.org", "Arabisch", strings.NewReplacer(" ", "", "-", "").Replace(code))
	office.Do(chromedp.Evaluate[chromedp.Void](`document.querySelector('[name="day"]').value = "2026-11-26"`))
	office.write("time", "10:00")
	office.touch(`button[name="do"][value="offer"]`)

	phone.Follow(chromedp.Navigate(own))
	phone.reads("26 نوفمبر 2026", "10:00")
	phone.touch(`button[name="do"][value="accept"]`)
	phone.reads("26 نوفمبر 2026")
	phone.Screenshot("journey-appointment")

	office.Follow(chromedp.Navigate(h.URL + "/finder"))
	office.write("code", strings.ToLower(code))
	office.touch(send)
	office.touch(`main a[href^="/cases/new?finder="]`)
	for field, want := range map[string]string{"reference_occupation": "Pflegefachmann / Pflegefachfrau", "country": "Syrien"} {
		if got := browser.Evaluate[string](office.Page, `document.querySelector('[name="`+field+`"]').value`); got != want {
			t.Errorf("%s of the new case is %q, want %q", field, got, want)
		}
	}
	office.Screenshot("journey-case")
	browser.Clean(t, phone.Console(), office.Console())
}

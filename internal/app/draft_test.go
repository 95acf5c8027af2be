package app

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
	"github.com/chromedp/chromedp"

	"openiq/internal/account"
	"openiq/internal/platform/authz"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/ident"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	"openiq/test/browser"
)

// watch is a clock that tests set.
type watch struct {
	sync.Mutex
	t time.Time
}

func (w *watch) Now() time.Time {
	w.Lock()
	defer w.Unlock()
	return w.t
}

func (w *watch) pass(d time.Duration) {
	w.Lock()
	defer w.Unlock()
	w.t = w.t.Add(d)
}

const ann, bob = "ann@example.org", "bob@example.org"

// openWithNote serves the program with one page more: a form that keeps drafts and knows nothing else.
func openWithNote(t *testing.T, d *db.DB) (*house, *note) {
	t.Helper()
	counsellor := everyRole()["counsellor@example.org"]
	h := open(t, d, map[string]account.Assignment{ann: counsellor, bob: counsellor})
	n := &note{drafts: h.program.draftOffice}
	mux := http.NewServeMux()
	for _, route := range append(h.program.Routes(), n.routes()...) {
		mux.Handle(route.Pattern, h.program.accountOffice.Guard(route))
	}
	options := web.Options{Bundle: h.program.bundle, Clock: d.Clock(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Frame: h.program.frame}
	h.Server = httptest.NewServer(web.New(options, h.program.accountOffice.LoadActor(mux)))
	t.Cleanup(h.Server.Close)
	return h, n
}

// note is a form of one field.
type note struct {
	drafts web.Drafts
	sync.Mutex
	saved []string
}

func (n *note) routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /note", Action: account.CaseRecord, Handler: n.open},
		{Pattern: "POST /note", Action: account.CaseRecord, Handler: n.save},
	}
}

func (n *note) open(w http.ResponseWriter, r *http.Request) error {
	f := web.NewForm("key", ident.Token())
	if _, err := n.drafts.Fill(r, f); err != nil {
		return err
	}
	d, err := n.drafts.Show(r, f, "counselling.contact.new")
	if err != nil {
		return err
	}
	frame := web.Page(r, "Notiz")
	return web.Render(w, r, http.StatusOK, templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return ui.Layout(frame).Render(templ.WithChildren(ctx, notePage(f, d)), w)
	}))
}

func (n *note) save(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	n.Lock()
	n.saved = append(n.saved, f.Get("text"))
	n.Unlock()
	if err := n.drafts.Done(r.Context(), f.Get("key")); err != nil {
		return err
	}
	web.Redirect(w, r, "/note")
	return nil
}

// notePage is the form within the frame.
func notePage(f *web.Form, d ui.Draft) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, part := range []templ.Component{
			ui.DraftNotice(d),
			templ.Raw(`<form class="note" method="post"><input type="hidden" name="key" value="` + f.Get("key") + `">`),
			ui.Text(ui.Field{Name: "text", Label: "Notiz", Value: f.Get("text")}),
			ui.Submit(ui.Primary, "Speichern"),
			ui.SaveDraft(d),
			ui.DraftKeeper(d),
			templ.Raw(`</form>`),
		} {
			if err := part.Render(templ.ClearChildren(ctx), w); err != nil {
				return err
			}
		}
		return nil
	})
}

// fields is what the form of the page sends, with some text typed.
func fields(t *testing.T, body, text string) url.Values {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	values := url.Values{}
	doc.Find("main form input").Each(func(_ int, s *goquery.Selection) { values.Add(s.AttrOr("name", ""), s.AttrOr("value", "")) })
	if text != "" {
		values.Set("text", text)
	}
	return values
}

// typed is the form with some text, as somebody who is signed in has it on the screen.
func (r *reader) typed(text string) url.Values {
	r.t.Helper()
	_, body := r.get("/note")
	return fields(r.t, body, text)
}

// carried is what the page that asks to sign in carries, after a form was sent too late.
func (r *reader) carried(path string, form url.Values) url.Values {
	r.t.Helper()
	status, body := r.post(path, form)
	signIn := fields(r.t, body, "")
	if status != http.StatusUnauthorized || signIn.Get("carried") == "" {
		r.t.Fatalf("%d %s", status, body)
	}
	return signIn
}

// signInAgain fills in the page that asks for it, and tells where that leads.
func (r *reader) signInAgain(form url.Values, email string) (status int, location, body string) {
	r.t.Helper()
	form.Set("email", email)
	form.Set("password", password)
	answer, err := r.client.PostForm(r.base+"/signin", form)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return answer.StatusCode, answer.Header.Get("Location"), string(page)
}

// TestAnEndedSessionKeepsTheForm sends a form when the session is over, for each reason that there is.
func TestAnEndedSessionKeepsTheForm(t *testing.T) {
	w := &watch{t: now.Now()}
	dbtest.Each(t, w, func(t *testing.T, d *db.DB) {
		h, n := openWithNote(t, d)
		for reason, end := range map[string]func(r *reader){
			"expired": func(*reader) { w.pass(account.SessionLife) },
			"revoked": func(r *reader) {
				if err := h.program.accounts.ChangePassword(h.as(t, ann), password, password); err != nil {
					t.Fatal(err)
				}
			},
			"signed out in another tab": func(r *reader) { r.post("/signout", nil) },
			"browser restarted":         func(r *reader) { r.client.Jar = nil },
		} {
			t.Run(reason, func(t *testing.T) {
				r := h.signIn(t, ann)
				form := r.typed("typed, then " + reason)
				end(r)
				if answer, err := r.client.Do(h.script(t, form)); err != nil || answer.StatusCode != http.StatusUnauthorized {
					t.Errorf("the script hears %v %v", answer, err)
				}
				signIn := r.carried("/note", form)
				status, _, body := r.signInAgain(signIn, bob)
				if status != http.StatusConflict || strings.Contains(body, "typed, then") {
					t.Errorf("another account: %d %s", status, body)
				}
				r = h.signIn(t, "")
				status, location, _ := r.signInAgain(signIn, ann)
				if want := "/note?draft=" + form.Get("key"); status != http.StatusSeeOther || location != want {
					t.Fatalf("signing in leads to %d %s", status, location)
				}
				_, page := r.get(location)
				if again := fields(t, page, ""); again.Get("text") != "typed, then "+reason || !strings.Contains(page, "Bitte prüfen und speichern") {
					t.Errorf("the form has %v", again)
				}
				if status, _ := r.post("/note", fields(t, page, "")); status != http.StatusSeeOther || n.saved[len(n.saved)-1] != "typed, then "+reason {
					t.Errorf("%d, saved %q", status, n.saved)
				}
				if status, location, _ = r.signInAgain(signIn, ann); status != http.StatusSeeOther || location != "/note" {
					t.Errorf("the same page sent again after saving: %d %s", status, location)
				}
				if _, list := r.get("/drafts"); !strings.Contains(list, "Kein Entwurf") {
					t.Error("a draft is left over")
				}
			})
		}
	})
}

// as is the context of somebody's request.
func (h *house) as(t *testing.T, email string) context.Context {
	t.Helper()
	all, err := h.program.accounts.List(system, "", 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if a.Email == email {
			return authz.With(db.WithActor(context.Background(), a.ID), account.NewActor(a.ID, a.Roles))
		}
	}
	t.Fatal("no account " + email)
	return nil
}

// script is the request of the script that saves a draft.
func (h *house) script(t *testing.T, form url.Values) *http.Request {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, h.URL+ui.Drafts, strings.NewReader(form.Encode()+"&draft_seq=1"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	return r
}

func TestAFormWithoutDraftsCrossesTheSignIn(t *testing.T) {
	w := &watch{t: now.Now()}
	dbtest.Each(t, w, func(t *testing.T, d *db.DB) {
		h, n := openWithNote(t, d)
		r := h.signIn(t, ann)
		w.pass(account.SessionLife)
		plain := url.Values{"text": {"plain"}}
		signIn := r.carried("/note", plain)
		_, location, _ := r.signInAgain(signIn, ann)
		if !strings.HasPrefix(location, "/drafts/") || len(n.saved) != 0 {
			t.Fatalf("leads to %s, saved %q", location, n.saved)
		}
		_, page := r.get(location)
		if status, _ := r.post(location+"/send", fields(t, page, "")); status != http.StatusTemporaryRedirect {
			t.Errorf("sending answers %d", status)
		}
		stranger := h.signIn(t, "")
		if status, body := stranger.post("/note", plain); status != http.StatusUnauthorized || strings.Contains(body, "carried") || !strings.Contains(body, "unter welchem Konto") {
			t.Errorf("of nobody we know: %d %s", status, body)
		}
	})
}

func TestWhatWasCarriedCannotBeChanged(t *testing.T) {
	w := &watch{t: now.Now()}
	h, _ := openWithNote(t, dbtest.SQLite(t, w))
	r := h.signIn(t, ann)
	form := r.typed("x")
	w.pass(account.SessionLife)
	signIn := r.carried("/note", form)
	changed := []byte(signIn.Get("carried"))
	slices.Reverse(changed[len(changed)/2:])
	for what, text := range map[string]string{"changed": string(changed), "huge": strings.Repeat("A", 600<<10), "made up": "nonsense"} {
		broken := url.Values{"carried": {text}, "next": {"/cases"}}
		if status, location, _ := h.signIn(t, "").signInAgain(broken, ann); status != http.StatusSeeOther || location != "/cases" {
			t.Errorf("%s: %d %s", what, status, location)
		}
	}
	w.pass(24*time.Hour + time.Second)
	if status, location, _ := h.signIn(t, "").signInAgain(signIn, ann); status != http.StatusSeeOther || strings.Contains(location, "draft") {
		t.Errorf("too old: %d %s", status, location)
	}
	if status, body := r.post("/note", url.Values{"text": {strings.Repeat("x", 2<<20)}, ui.DraftOwner: form[ui.DraftOwner]}); status != http.StatusUnauthorized || !strings.Contains(body, "256 KB") {
		t.Errorf("more than can be carried: %d", status)
	}
}

// TestAnEndedSessionInTheBrowser is what somebody sees whose session ended over lunch.
func TestAnEndedSessionInTheBrowser(t *testing.T) {
	for _, view := range []browser.View{{Width: 1280, Lang: "de"}, {Width: 360, Height: 740, Lang: "ar", NoJS: true}} {
		t.Run(view.Lang, func(t *testing.T) {
			w := &watch{t: now.Now()}
			h, n := openWithNote(t, dbtest.SQLite(t, w))
			b := browser.New(t)
			p := b.Open(h.URL+"/signin?next=/note", view)
			signIn := func() {
				p.Do(chromedp.SendKeys("#f-email", ann), chromedp.SendKeys("#f-password", password))
				p.Follow(chromedp.Click("main form [type=submit]"))
			}
			signIn()
			p.Do(chromedp.SendKeys("#f-text", "vor der Pause"))
			w.pass(account.SessionLife)
			p.Follow(chromedp.Click("form.note [type=submit]"))
			p.Screenshot("carried-" + view.Lang)
			browser.Clean(t, p.Axe(), p.Overflow(), p.Keyboard(), browser.ValidHTML(p.Source()))
			signIn()
			p.Screenshot("resumed-" + view.Lang)
			browser.Clean(t, p.Axe(), p.Overflow(), p.Console(), browser.ValidHTML(p.Source()))
			if got := browser.Get(p, chromedp.Value("#f-text")); got != "vor der Pause" || len(n.saved) != 0 {
				t.Errorf("the form has %q, saved is %q", got, n.saved)
			}
			p.Follow(chromedp.Click("form.note [type=submit]"))
			if len(n.saved) != 1 || n.saved[0] != "vor der Pause" {
				t.Errorf("saved is %q", n.saved)
			}
		})
	}
}

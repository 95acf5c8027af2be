package office_test

import (
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"openiq/internal/draft"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/web/ui"
)

// posted is a form that arrives without a session.
func posted(path string, form url.Values) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// pack seals a form that must be taken.
func (h *house) pack(path, former string, form url.Values) string {
	h.t.Helper()
	sealed, err := h.office.Pack(posted(path, form), former)
	if err != nil || sealed == "" {
		h.t.Fatal(sealed, err)
	}
	return sealed
}

// land signs an account in with what was carried, and tells where to and what is said there.
func (h *house) land(who, sealed string) (next, word string) {
	h.t.Helper()
	next, word, err := h.office.Unpack(context.Background(), who, sealed)
	if err != nil {
		h.t.Fatal(err)
	}
	return next, word
}

func TestAFormCrossesTheSignIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		form := h.get(ann, one).form("notes", "in der Mittagspause", "themes", "recognition")
		want := one + "?draft=" + form.Get("key")
		for _, path := range []string{one, ui.Drafts} { // by either button
			next, word := h.land(ann, h.pack(path, "", form))
			if next != want || word != "draft.carried" {
				t.Errorf("%s: %s %s", path, next, word)
			}
		}
		page := h.get(ann, want)
		if got := page.form(); got.Get("notes") != "in der Mittagspause" || got.Get("themes") != "recognition" || got.Get("version") != "0" {
			t.Errorf("the form has %v", got)
		}
		sealed := h.pack(one, "", form)
		h.post(ann, one, page.form()).want(t, "saving", http.StatusSeeOther, one)
		if next, word := h.land(ann, sealed); next != one || word != "draft.carried_done" {
			t.Errorf("carried once more after saving: %s %s", next, word)
		}
	})
}

// A form knows who opened it. What the cookie says of others after that does not count.
func TestOnlyWhoTypedItGetsIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		form := h.get(ann, one).form("notes", "x")
		sealed := h.pack(one, bob, form)
		if _, _, err := h.office.Unpack(context.Background(), bob, sealed); errs.KindOf(err) != errs.Conflict {
			t.Errorf("another account: %v", err)
		}
		h.land(ann, sealed)
		form.Set(ui.DraftOwner, "made up")
		for _, who := range []string{ann, bob} {
			if _, _, err := h.office.Unpack(context.Background(), who, h.pack(one, who, form)); errs.KindOf(err) != errs.Conflict {
				t.Errorf("%s gets a form with a made-up mark: %v", who, err)
			}
		}
	})
}

func TestAFormThatKnowsNoDraftsIsSentAsItWas(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		sealed := h.pack("/notes/7?x=1", ann, url.Values{"notes": {`"zwei"`}, "version": {"0"}, "themes": {"a", "b"}})
		next, word := h.land(ann, sealed)
		if !strings.HasPrefix(next, ui.Drafts+"/") || word != "draft.carried_unnamed" {
			t.Fatal(next, word)
		}
		if page := h.get(ann, "/notes/7"); page.doc.Find(".drafts").Length() != 0 {
			t.Error("a form that cannot be filled with it offers it")
		}
		if got := h.get(ann, ui.Drafts).doc.Find(`tbody a[href="` + next + `"]`).Length(); got != 1 {
			t.Error("it is not in the list")
		}
		page := h.get(ann, next)
		page.want(t, "the page", http.StatusOK, "")
		if len(h.notes.of("7")) != 0 {
			t.Error("it was sent without being asked for")
		}
		form := page.doc.Find("main form").First()
		sent := url.Values{}
		for _, n := range form.Find("input").Nodes {
			in := map[string]string{}
			for _, a := range n.Attr {
				in[a.Key] = a.Val
			}
			sent.Add(in["name"], in["value"])
		}
		if sent.Get("notes") != `"zwei"` || strings.Join(sent["themes"], " ") != "a b" {
			t.Errorf("it would send %v", sent)
		}
		h.get(bob, next).want(t, "another account", http.StatusNotFound, "")
		h.post(ann, form.AttrOr("action", ""), sent).want(t, "sending", http.StatusTemporaryRedirect, "/notes/7?x=1")
		h.post(ann, "/notes/7?x=1", sent).want(t, "sending on", http.StatusSeeOther, "/notes/7")
		h.get(ann, next).want(t, "afterwards", http.StatusNotFound, "")
		if next, word := h.land(ann, sealed); next != ui.Drafts || word != "draft.carried_done" {
			t.Errorf("carried once more: %s %s", next, word)
		}
	})
}

func TestWhatIsNotCarried(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		form := h.get(ann, one).form("notes", "x")
		for want, r := range map[string]*http.Request{
			"draft.error.unknown":   posted(one, url.Values{"notes": {"x"}}),
			"draft.error.password":  posted("/account/password", url.Values{"password": {"geheim"}}),
			"draft.error.too_large": posted(one, url.Values{"notes": {strings.Repeat("x", draft.MaxSize)}, ui.DraftOwner: form[ui.DraftOwner]}),
			"draft.error.upload":    upload(t),
		} {
			sealed, err := h.office.Pack(r, "")
			if errs.KindOf(err) != errs.Invalid || !strings.HasPrefix(err.Error(), want) || sealed != "" {
				t.Errorf("%s: %q %v", want, sealed, err)
			}
		}
		huge := posted(one, url.Values{"notes": {strings.Repeat("x", 2<<20)}})
		huge.Body = http.MaxBytesReader(httptest.NewRecorder(), huge.Body, 1<<20)
		if _, err := h.office.Pack(huge, ann); errs.KindOf(err) != errs.Invalid || !strings.HasPrefix(err.Error(), "draft.error.too_large") {
			t.Errorf("more than any form: %v", err)
		}
		if sealed, err := h.office.Pack(posted(one, url.Values{"key": form["key"]}), ann); sealed != "" || err != nil {
			t.Errorf("nothing typed: %q %v", sealed, err)
		}
		sealed := h.pack(one, "", form)
		h.watch.pass(draft.CarriedFor + time.Second)
		for _, text := range []string{sealed, "x" + sealed[1:], "nonsense"} {
			if _, _, err := h.office.Unpack(context.Background(), ann, text); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%.10s: %v", text, err)
			}
		}
	})
}

// upload is a form with a file.
func upload(t *testing.T) *http.Request {
	t.Helper()
	var body strings.Builder
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("file", "a.pdf")
	if err == nil {
		_, err = file.Write([]byte("%PDF"))
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, one, strings.NewReader(body.String()))
	r.Header.Set("Content-Type", form.FormDataContentType())
	return r
}

package web_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"openiq/internal/platform/errs"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
)

func post(t *testing.T, body string) (form *web.Form, status int) {
	t.Helper()
	h := newHouse(t, map[string]http.Handler{"POST /": web.Func(func(w http.ResponseWriter, r *http.Request) (err error) {
		if form, err = web.ReadForm(r); err != nil {
			return err
		}
		w.WriteHeader(http.StatusNoContent)
		return nil
	})})
	r := httptest.NewRequest(http.MethodPost, "/?title=from-the-address", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return form, h.do(r).Code
}

func TestFormKeepsWhatWasTyped(t *testing.T) {
	values := url.Values{"title": {"  Ärztin\x00 \u0085"}, "themes": {"recognition", "", "job_training"}, "notes": {"a\nb\xff"}}
	form, status := post(t, values.Encode())
	if status != http.StatusNoContent {
		t.Fatal(status)
	}
	if form.Get("title") != "Ärztin" || form.Get("notes") != "a\nb\uFFFD" || len(form.All("themes")) != 2 || form.Get("none") != "" {
		t.Errorf("%q", form.Values)
	}
}

func TestFormRefuses(t *testing.T) {
	if _, status := post(t, "a="+strings.Repeat("x", 2<<20)); status != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: %d", status)
	}
	if _, status := post(t, "a=%zz"); status != http.StatusBadRequest {
		t.Errorf("broken: %d", status)
	}
}

func TestUploadTakesMoreThanAForm(t *testing.T) {
	for size, want := range map[int]int{1 << 20: 200, 3 << 20: 413} {
		h := newHouse(t, map[string]http.Handler{"POST /": web.Upload(func(w http.ResponseWriter, r *http.Request) error {
			_, err := r.Body.Read(make([]byte, 1))
			for err == nil {
				_, err = r.Body.Read(make([]byte, 1<<16))
			}
			if large := new(http.MaxBytesError); errors.As(err, &large) {
				return err
			}
			return nil
		})})
		if w := h.do(httptest.NewRequest(http.MethodPost, "/", strings.NewReader(strings.Repeat("x", size+100)))); w.Code != want {
			t.Errorf("%d bytes: %d", size, w.Code)
		}
	}
}

func TestFormShowsWhatAServiceFoundWrong(t *testing.T) {
	b, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	p := b.Printer("de")
	form := web.NewForm("minutes", "abc", "title", "x")
	var wrong errs.Fields
	wrong.Add("minutes", "error.range", "Min", 1, "Max", 1200)
	if !form.Absorb(wrong.Err()) || form.OK() {
		t.Fatal("field errors belong to the form")
	}
	field := form.Field(p, "minutes", "Dauer")
	if field.Value != "abc" || field.Error != "Bitte eine Zahl von 1 bis 1.200 angeben." {
		t.Errorf("%+v", field)
	}
	if f := form.Field(p, "title", "Titel"); f.Error != "" || f.Value != "x" {
		t.Errorf("%+v", f)
	}
	if list := form.Wrong(p, func(name string) string { return p.T("column." + name) }); len(list) != 1 || list[0].Label != "Dauer in Minuten" {
		t.Errorf("%+v", list)
	}
	if form.Absorb(errs.New(errs.Conflict, "error.conflict")) || form.Absorb(errs.New(errs.Invalid, "error.bad_request")) || form.Absorb(errors.New("disk")) {
		t.Error("other errors are not the form's")
	}
}

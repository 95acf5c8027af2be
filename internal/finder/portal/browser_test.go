package portal_test

import (
	"net/http/httptest"
	"testing"

	"openiq/internal/centre/centretest"
	"openiq/internal/platform/db/dbtest"
	"openiq/test/browser"
)

const nurseInBremen = "/finder/answer?occupation=nurse&country=SY&place=28195"

// TestPagesInTheBrowser looks at every page, narrow from right to left without scripts and wide from left to right.
func TestPagesInTheBrowser(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	server := httptest.NewServer(h)
	defer server.Close()
	b := browser.New(t)
	for name, path := range map[string]string{
		"finder-found": "/finder?q=nurse", "finder-where": "/finder/place?occupation=nurse&country=kong", "finder-place": "/finder/answer?occupation=nurse&country=SY&place=Neustadt",
		"finder-answer": nurseInBremen, "finder-print": "/finder/answer/print?occupation=nurse&country=SY&place=28195",
	} {
		t.Run(name, func(t *testing.T) {
			narrow := b.Open(server.URL+"/ar"+path, browser.View{Width: 320, NoJS: true})
			narrow.Screenshot(name + "-ar-320")
			browser.Clean(t, narrow.Axe(), narrow.Overflow(), browser.ValidHTML(narrow.Source()))
			narrow.Close()
			wide := b.Open(server.URL+"/de"+path, browser.View{Width: 1280})
			browser.Clean(t, wide.Axe(), wide.Overflow(), wide.Keyboard())
			wide.Close()
		})
	}
}

// TestTicksStayOnTheDevice ticks a document, and finds it ticked in another language; those of another occupation are its own.
func TestTicksStayOnTheDevice(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, centretest.Now))
	server := httptest.NewServer(h)
	defer server.Close()
	b := browser.New(t)
	const ticked = `[...document.querySelectorAll("[data-ticks] input:checked")].map((box) => box.name).join(" ")`
	page := b.Open(server.URL+"/de"+nurseInBremen, browser.View{})
	browser.Evaluate[bool](page, `document.getElementById("have-cv").click(), true`)
	if note := browser.Evaluate[bool](page, `document.querySelector("[data-ticks-note]").hidden`); note {
		t.Error("nobody is told where the ticks stay")
	}
	page.Close()
	for path, want := range map[string]string{"/ar" + nurseInBremen: "cv", "/de/finder/answer?occupation=baker&country=SY": ""} {
		page := b.Open(server.URL+path, browser.View{})
		if got := browser.Evaluate[string](page, ticked); got != want {
			t.Errorf("%s: %q is ticked", path, got)
		}
		page.Close()
	}
}

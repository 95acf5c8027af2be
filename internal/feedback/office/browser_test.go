package office_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"openiq/internal/feedback"
	"openiq/internal/platform/db/dbtest"
	"openiq/test/browser"
)

// TestTheListInTheBrowser looks at it, narrow from right to left without scripts and wide from left to right.
func TestTheListInTheBrowser(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t, now))
	h.give(feedback.Feedback{Page: "/finder", Lang: "ar", Helpful: feedback.No, Kind: feedback.Accessibility, Text: "لا أرى الزر", Email: "someone@example.org"})
	h.give(feedback.Feedback{Page: "/centres/" + strings.Repeat("abcdefgh", 10), Lang: "de", Helpful: feedback.Yes, Text: strings.Repeat("Wort", 60)})
	server := httptest.NewServer(h)
	defer server.Close()
	b := browser.New(t)
	for name, query := range map[string]string{"feedback": "", "feedback-empty": "state=done&"} {
		narrow := b.Open(server.URL+"/feedback?"+query+"lang=ar", browser.View{Width: 320, NoJS: true})
		narrow.Screenshot(name + "-ar-320")
		browser.Clean(t, narrow.Axe(), narrow.Overflow())
		wide := b.Open(server.URL+"/feedback?"+query+"lang=de", browser.View{Width: 1280})
		wide.Screenshot(name + "-de-1280")
		browser.Clean(t, wide.Axe(), wide.Overflow(), wide.Keyboard(), browser.ValidHTML(wide.Source()), wide.Console())
		narrow.Close()
		wide.Close()
	}
}

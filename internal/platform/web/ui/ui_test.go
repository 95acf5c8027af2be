package ui_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web/ui"
)

func TestLanguageAndDirection(t *testing.T) {
	for lang, want := range map[string]struct{ dir, content string }{"de": {"ltr", "de"}, "ar": {"rtl", "en"}} {
		doc := render(t, lang)
		html := doc.Find("html")
		if html.AttrOr("lang", "") != lang || html.AttrOr("dir", "") != want.dir || doc.Find("main").AttrOr("lang", "") != want.content {
			t.Errorf("%s: lang %s, dir %s", lang, html.AttrOr("lang", ""), html.AttrOr("dir", ""))
		}
		if href := doc.Find(`a[hreflang="ar"]`).AttrOr("href", ""); href != "/example?site=s-1&lang=ar" {
			t.Errorf("%s: the switch to Arabic leads to %s", lang, href)
		}
	}
}

func TestEveryControlHasItsLabelHintAndError(t *testing.T) {
	doc := render(t, "de")
	doc.Find("main input:not([type=hidden]), main select, main textarea").Each(func(_ int, control *goquery.Selection) {
		id := control.AttrOr("id", "")
		if id == "" || doc.Find(`label[for="`+id+`"]`).Length() != 1 {
			t.Errorf("control %q has no label of its own", id)
		}
	})
	doc.Find("[aria-describedby]").Each(func(_ int, s *goquery.Selection) {
		for _, id := range strings.Fields(s.AttrOr("aria-describedby", "")) {
			if doc.Find("#"+id).Length() != 1 {
				t.Errorf("%s is described by %s, which is not there", s.AttrOr("id", ""), id)
			}
		}
	})
	wrong := doc.Find("#f-held_on")
	if wrong.AttrOr("aria-invalid", "") != "true" || wrong.AttrOr("value", "") != "31.02.2018" || wrong.AttrOr("type", "") != "text" {
		t.Error("a wrong date stays as it was typed, marked as wrong")
	}
	if doc.Find("#f-left_on").AttrOr("type", "") != "date" {
		t.Error("a right date is a date field")
	}
}

func TestIdsAreUniqueAndLinksInsideThePageLead(t *testing.T) {
	doc := render(t, "de")
	seen := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if seen[id] {
			t.Errorf("id %s stands twice", id)
		}
		seen[id] = true
	})
	doc.Find(`a[href^="#"]`).Each(func(_ int, s *goquery.Selection) {
		if target := strings.TrimPrefix(s.AttrOr("href", ""), "#"); !seen[target] {
			t.Errorf("#%s leads nowhere", target)
		}
	})
}

func TestThePolicyHasNothingToForbid(t *testing.T) {
	doc := render(t, "de")
	if n := doc.Find("[style], style, script:not([src]), [onclick], [src^='data:']").Length(); n != 0 {
		t.Errorf("%d inline styles or scripts", n)
	}
	if doc.Find("main script:not([src])").Length() != 0 || doc.Find("#f-title").AttrOr("value", "") != `<script>"` {
		t.Error("what was typed must be shown, not run")
	}
	if _, shown := doc.Find("#f-password").Attr("value"); shown && doc.Find("#f-password").AttrOr("value", "") != "" {
		t.Error("a password is never shown again")
	}
}

func TestValuesAreKept(t *testing.T) {
	doc := render(t, "de")
	if got := doc.Find("#f-country").AttrOr("value", ""); got != "Syrien" {
		t.Errorf("the country shows %q", got)
	}
	if doc.Find("#f-employment option[selected]").AttrOr("value", "") != "employed" {
		t.Error("the chosen option")
	}
	if doc.Find(`[name="themes"][checked]`).AttrOr("value", "") != "recognition" || doc.Find(`[name="form"][checked]`).AttrOr("value", "") != "at_centre" {
		t.Error("the chosen answers")
	}
	if doc.Find("#f-notes").Text() != "a\nb" {
		t.Error("the text")
	}
}

func TestCodeOf(t *testing.T) {
	options := []ui.Option{{Value: "SY", Label: "Syrien"}, {Value: "SZ", Label: "Eswatini"}, {Value: "CD", Label: "Kongo"}, {Value: "CG", Label: "Republik Kongo"},
		{Value: "TR", Label: "Türkei"}, {Value: "blue_card", Label: "Blaue Karte EU (§ 18g AufenthG)"}}
	for typed, want := range map[string]string{"SY": "SY", "sy": "SY", "Syrien": "SY", " syr ": "SY", "": "", "kongo": "CD", "Republik  Kongo": "CG",
		"TURK": "TR", "Tür": "TR", "18g": "blue_card", "blaue-karte": "blue_card"} {
		if got, ok := ui.CodeOf(options, typed); !ok || got != want {
			t.Errorf("%q is %q, %v", typed, got, ok)
		}
	}
	for _, typed := range []string{"Atlantis", "kon", "x", "§", "yrien"} {
		if got, ok := ui.CodeOf(options, typed); ok {
			t.Errorf("%q is taken for %q", typed, got)
		}
	}
}

func TestAFilterOffersAllAndAQuestionAsks(t *testing.T) {
	b, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	ctx, field := i18n.WithPrinter(t.Context(), b.Printer("en")), ui.Field{Name: "sex", Label: "Sex"}
	for want, c := range map[string]templ.Component{"All": ui.Filter(field, nil), "Please choose": ui.Select(field, nil)} {
		var html strings.Builder
		if err := c.Render(ctx, &html); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(html.String(), `<option value="">`+want+`</option>`) {
			t.Errorf("it does not say %q where nothing is chosen: %s", want, html.String())
		}
	}
}

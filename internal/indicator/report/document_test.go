package report_test

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"testing"

	"openiq/internal/indicator"
	"openiq/internal/indicator/report"
	"openiq/internal/platform/clock"
	"openiq/test/browser"
)

// glance is the real sheet with invented numbers.
func glance(t *testing.T) report.Sheet {
	t.Helper()
	layout, err := indicator.SheetNamed("at-a-glance-2018")
	if err != nil {
		t.Fatal(err)
	}
	s := report.Sheet{Layout: layout, From: clock.MustDay("2015-01-01"), To: clock.MustDay("2018-09-30"), Cutoff: clock.MustDay("2018-09-30")}
	for i := range layout.Figures {
		s.Values = append(s.Values, int64(1000*i+58))
	}
	for _, table := range layout.Tables {
		row := indicator.SheetRow{Code: "x", Name: "Name <b> & more", Value: 7}
		if table.By == "state" {
			row = indicator.SheetRow{Code: "HB", Value: 7}
		}
		s.Tables = append(s.Tables, []indicator.SheetRow{row})
	}
	return s
}

var elsewhere = regexp.MustCompile(`(?i)<script|<link|<img|src=|@import|url\((?:"|')?[^d"')]`)

func TestASheetIsADocumentOfItsOwn(t *testing.T) {
	for lang, want := range map[string]string{"de": `<html lang="de" dir="ltr">`, "en": `<html lang="en" dir="ltr">`, "ar": `<html lang="en" dir="ltr">`} {
		var b bytes.Buffer
		if err := report.SheetHTML(context.Background(), &b, words(t, lang), glance(t)); err != nil {
			t.Fatal(err)
		}
		html := b.String()
		if !strings.Contains(html, want) {
			t.Errorf("%s: no %s", lang, want)
		}
		if found := elsewhere.FindString(html); found != "" {
			t.Errorf("%s: it needs something from elsewhere: %s", lang, found)
		}
		if strings.Contains(html, "<b>") || !strings.Contains(html, "Name &lt;b&gt; &amp; more") {
			t.Errorf("%s: names are not escaped", lang)
		}
		if strings.Contains(html, "sheet.at-a-glance-2018.") {
			t.Errorf("%s: a text is missing", lang)
		}
		browser.Clean(t, browser.ValidHTML(html))
	}
}

func TestEveryFigureHasAPlaceOnTheSheet(t *testing.T) {
	var b bytes.Buffer
	if err := report.SheetHTML(context.Background(), &b, words(t, "de"), glance(t)); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "<dd>"); n != len(glance(t).Layout.Figures) {
		t.Errorf("%d numbers for %d figures", n, len(glance(t).Layout.Figures))
	}
}

// The tables of a sheet break down its own figures: their definitions are frozen with it.
func TestTablesAreAboutFiguresOfTheSheet(t *testing.T) {
	for _, id := range indicator.Sheets() {
		layout, err := indicator.SheetNamed(id)
		if err != nil {
			t.Fatal(err)
		}
		figures := map[string]bool{}
		for _, f := range layout.Figures {
			figures[f.ID] = true
		}
		for _, table := range layout.Tables {
			if !figures[table.ID] {
				t.Errorf("%s: %s is no figure of the sheet", id, table.ID)
			}
		}
	}
}

package web

import (
	"regexp"
	"strings"
	"testing"
)

// built are the assets in this binary; without them there is nothing to judge.
func built(t *testing.T) *Set {
	t.Helper()
	set := Assets()
	if !set.Built() {
		t.Fatal("the assets are not built; run 'make assets'")
	}
	return set
}

func TestAFirstVisitIsLight(t *testing.T) {
	set := built(t)
	var fonts int
	for name, a := range set.byName {
		if strings.HasSuffix(name, ".woff2") {
			fonts += len(a.Body)
		}
	}
	for who, loads := range map[string][]string{
		"the public": {"app.css", "favicon.svg", "portal.js"},
		"the office": {"app.css", "favicon.svg", "app.js", "combobox.js", "draft.js", "writing.js"},
	} {
		total := 0
		for _, name := range loads {
			total += len(set.byName[name].Brotli)
		}
		if total == 0 || total > 16_000 {
			t.Errorf("stylesheet, scripts and sign weigh %d bytes compressed for %s: a page needs the rest of the 40 KB", total, who)
		}
	}
	if fonts == 0 || fonts > 60_000 {
		t.Errorf("the fonts weigh %d bytes", fonts)
	}
}

var address = regexp.MustCompile(`url\(([^)]*)\)`)

func TestStylesheetsLoadOurFontsOnly(t *testing.T) {
	set := built(t)
	for _, name := range []string{"app.css", "app.rtl.css"} {
		css := string(set.byName[name].Body)
		found := address.FindAllStringSubmatch(css, -1)
		for _, m := range found {
			if _, ok := set.At(Prefix + strings.Trim(m[1], `"`)); !ok {
				t.Errorf("%s loads %s", name, m[1])
			}
		}
		if len(found) != 2 || strings.Contains(css, "@import") {
			t.Errorf("%s loads %d files", name, len(found))
		}
		if strings.Count(css, "font-display:swap") != 2 {
			t.Errorf("%s: fonts may not hold text up", name)
		}
	}
}

func TestEveryRuleThatPagesNeedIsThere(t *testing.T) {
	css := string(built(t).byName["app.css"].Body)
	for _, part := range []string{".kern-btn--primary", ".kern-alert--warning", ".kern-badge--danger", ".kern-form-check__radio", "prefers-color-scheme:dark", "@media print", "--kern-color-layout-text-default:"} {
		if !strings.Contains(css, part) {
			t.Errorf("%s is missing", part)
		}
	}
}

func TestTheMapHasAllSixteenLaender(t *testing.T) {
	m, err := built(t).Germany()
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range strings.Fields("BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH") {
		if !strings.HasPrefix(m.States[state], "M") || !strings.HasSuffix(m.States[state], "z") {
			t.Errorf("%s: %.20q", state, m.States[state])
		}
	}
	if len(m.States) != 16 || m.ViewBox == "" || m.Attribution == "" {
		t.Errorf("%d states, view box %q", len(m.States), m.ViewBox)
	}
}

package portal

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"openiq/internal/centre"
	"openiq/internal/codelist"
	"openiq/internal/platform/chart"
	"openiq/internal/platform/i18n"
	"openiq/internal/platform/web"
	"openiq/internal/platform/web/ui"
	assets "openiq/web"
)

const (
	shownFirst = 10 // centres on a page
	shownMore  = 20 // more of them at a time
	maxSearch  = 200
)

// wishes are what one may ask of a centre beside the language.
var wishes = []string{string(centre.Phone), string(centre.Video), string(centre.Mobile), "step_free"}

// listView is the search for a centre.
type listView struct {
	scene
	query   *web.Form
	offered []ui.Option // languages
	asked   bool        // for a place, or with wishes
	unknown bool        // the place is
	heading string
	others  []ui.NavItem // other places that may be meant
	found   []centre.Found
	total   int
	more    string // where more of them are; empty: all are shown
	lands   []land
	picture picture
}

// land is one of the Laender with its centres.
type land struct {
	name, url string
	count     int
}

func (o *portal) list(w http.ResponseWriter, r *http.Request) error {
	v := &listView{scene: newScene(r, web.P(r).T("portal.centre.title")), query: web.ReadQuery(r)}
	v.page.Describe = v.p.T("portal.centre.describe")
	filter := v.filter()
	tags, err := o.centres.Languages(r.Context())
	if err != nil {
		return err
	}
	v.offered = ui.CodeOptions(v.p, "language", tags)
	i18n.SortBy(v.p, v.offered, func(option ui.Option) string { return option.Label })
	near, err := o.where(r, v)
	if err != nil {
		return err
	}
	if !v.unknown {
		if v.found, err = o.centres.Nearest(r.Context(), near, filter); err != nil {
			return err
		}
	}
	if err := o.countLands(r, v); err != nil {
		return err
	}
	v.draw(near)
	v.cut(r)
	v.page.NoIndex = v.asked
	return web.Render(w, r, http.StatusOK, listPage(v))
}

// filter is what the reader asks for beside the place.
func (v *listView) filter() centre.Filter {
	f := centre.Filter{Language: v.query.Get("language")}
	for _, wish := range v.query.All("with") {
		switch {
		case wish == "step_free":
			f.StepFree = true
		case slices.Contains(wishes, wish) && !slices.Contains(f.Forms, centre.Form(wish)):
			f.Forms = append(f.Forms, centre.Form(wish))
		}
	}
	v.asked = f.Language != "" || f.StepFree || len(f.Forms) > 0
	return f
}

// where is the place near which the reader searches: of several the first, with the others on offer.
func (o *portal) where(r *http.Request, v *listView) (centre.Where, error) {
	text, state := v.query.Get("q"), v.query.Get("land")
	v.heading = v.p.T("portal.centre.all")
	if text == "" {
		return v.inLand(state), nil
	}
	v.asked = true
	if code := v.landCalled(text); code != "" {
		return v.inLand(code), nil
	}
	places, err := o.centres.Find(r.Context(), shorten(text))
	if err != nil {
		return centre.Where{}, err
	}
	places = v.distinct(places)
	if len(places) == 0 {
		v.unknown = true
		return centre.Where{}, nil
	}
	chosen := max(0, slices.IndexFunc(places, func(p centre.Where) bool { return p.State == state }))
	for i, p := range places {
		if i != chosen {
			v.others = append(v.others, ui.NavItem{Label: v.called(p), URL: v.to(r, p)})
		}
	}
	v.heading = v.p.T("portal.centre.near", "Place", v.called(places[chosen]))
	if near := places[chosen]; !near.Located {
		return v.inLand(near.State), nil
	}
	return places[chosen], nil
}

// inLand searches one of the Laender, or everywhere.
func (v *listView) inLand(code string) centre.Where {
	if !slices.Contains(codelist.Codes("state"), code) {
		return centre.Where{}
	}
	v.asked = true
	v.heading = v.p.T("portal.centre.in_land", "Land", v.p.Code("state", code))
	return centre.Where{State: code}
}

// landCalled is the Land that has a name in the reader's language; empty for none.
func (v *listView) landCalled(name string) string {
	for _, code := range codelist.Codes("state") {
		if strings.EqualFold(v.p.Code("state", code), name) {
			return code
		}
	}
	return ""
}

// distinct leaves one place of each name in a Land, and of a postcode in a single Land only the first: its places lie
// together.
func (v *listView) distinct(places []centre.Where) []centre.Where {
	var all []centre.Where
	for _, p := range places {
		same := func(x centre.Where) bool {
			return x.State == p.State && (x.Name == p.Name || p.Postcode != "" && x.Postcode == p.Postcode)
		}
		if !slices.ContainsFunc(all, same) {
			all = append(all, p)
		}
	}
	return all
}

// What isolates words of another direction (UAX 9).
const firstStrong, endOfIsolate = "\u2068", "\u2069"

// called is a place in words.
func (v *listView) called(p centre.Where) string {
	words := town(p.Postcode, p.Name)
	if words == "" {
		return v.p.Code("state", p.State)
	}
	words = firstStrong + words + endOfIsolate // German among words of any direction
	if p.State == "" {
		return words
	}
	return words + ", " + v.p.Code("state", p.State)
}

// to is the same search near another place.
func (v *listView) to(r *http.Request, p centre.Where) string {
	q := url.Values{"land": {p.State}}
	if name := cmp.Or(p.Name, p.Postcode); name != "" {
		q.Set("q", name)
	}
	for _, kept := range []string{"language", "with"} {
		q[kept] = v.query.All(kept)
	}
	return v.p.Local(r.URL.Path) + "?" + q.Encode()
}

// countLands counts the open centres of each Land.
func (o *portal) countLands(r *http.Request, v *listView) error {
	open, err := o.centres.Open(r.Context())
	if err != nil {
		return err
	}
	count := map[string]int{}
	for _, c := range open {
		count[c.State]++
	}
	for _, code := range codelist.Codes("state") {
		if count[code] > 0 {
			v.lands = append(v.lands, land{v.p.Code("state", code), v.p.Local(base + "?land=" + code), count[code]})
		}
	}
	i18n.SortBy(v.p, v.lands, func(l land) string { return l.name })
	return nil
}

// cut leaves as many centres as fit on a page.
func (v *listView) cut(r *http.Request) {
	v.total = len(v.found)
	shown, err := strconv.Atoi(v.query.Get("n"))
	if err != nil || shown < shownFirst {
		shown = shownFirst
	}
	if shown < v.total {
		v.found = v.found[:shown]
		v.more = web.With(r, "n", strconv.Itoa(shown+shownMore))
	}
}

// picture is the map, where it was built.
type picture struct {
	*chart.Dots
	text string
}

// germany is the map, read once.
var germany = sync.OnceValues(func() (assets.Map, error) { return assets.Assets().Germany() })

// draw puts what was found on the map.
func (v *listView) draw(near centre.Where) {
	outlines, err := germany()
	if err != nil {
		return // built without the map: the list says the same
	}
	dots := &chart.Dots{Outlines: outlines}
	for _, f := range v.found {
		if f.Located {
			dots.Dots = append(dots.Dots, chart.Dot{Lat: f.Lat, Lon: f.Lon, Title: f.Name})
		}
	}
	if near.Located {
		dots.Here = &chart.Dot{Lat: near.Lat, Lon: near.Lon, Title: v.p.T("portal.centre.map.here")}
	}
	text := v.p.T("portal.centre.map.all")
	if v.asked {
		text = v.p.N("portal.centre.map.text", len(dots.Dots))
	}
	dots.Caption = chart.Caption{ID: "map", Title: v.p.T("portal.centre.map.title"), Desc: text}
	v.picture = picture{dots, text}
}

// shorten is the beginning of a text.
func shorten(text string) string {
	if runes := []rune(text); len(runes) > maxSearch {
		return string(runes[:maxSearch])
	}
	return text
}

// field is a question of the search with what was asked.
func (v *listView) field(name string) ui.Field {
	return v.query.Field(v.p, name, v.p.T("portal.centre."+name))
}

// ticks are the wishes.
func (v *listView) ticks() (ui.Field, []ui.Option) {
	options := make([]ui.Option, len(wishes))
	for i, wish := range wishes {
		options[i] = ui.Option{Value: wish, Label: v.p.T("portal.centre.wish." + wish)}
	}
	return v.query.Field(v.p, "with", v.p.T("portal.centre.wishes")), options
}

package chart_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"openiq/internal/platform/chart"
	"openiq/web"
)

// A page takes each chart as a component.
var _ = []templ.Component{chart.Bars{}, chart.Line{}, chart.Map{}, chart.Stacks{}}

func caption(rtl bool) chart.Caption {
	return chart.Caption{ID: "c1", Title: "Cases by <sex>", Desc: "Most are \"female\" & 30", RTL: rtl}
}

// draw renders a chart, checks that it is well-formed and has nothing that the policy forbids, and parses it.
func draw(t *testing.T, c templ.Component) *goquery.Document {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	for dec := xml.NewDecoder(bytes.NewReader(b.Bytes())); ; {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, b.String())
		}
	}
	for _, forbidden := range []string{"style=", "<script", " on", "href", "NaN", "Inf"} {
		if strings.Contains(b.String(), forbidden) {
			t.Errorf("the picture has %q:\n%s", forbidden, b.String())
		}
	}
	doc, err := goquery.NewDocumentFromReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func attribute(t *testing.T, s *goquery.Selection, name string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(strings.TrimSuffix(s.AttrOr(name, ""), "%"), 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return f
}

func TestEveryPictureSaysWhatItIs(t *testing.T) {
	for name, c := range map[string]templ.Component{
		"bars": chart.Bars{Caption: caption(false)},
		"line": line(false),
		"map":  chart.Map{Caption: caption(false)},
		"two":  stacks(false),
	} {
		svg := draw(t, c).Find("svg[role=img]")
		if svg.Length() != 1 || svg.AttrOr("aria-labelledby", "") != "c1-title c1-desc" {
			t.Errorf("%s is not a picture with a name", name)
		}
		if svg.Find("#c1-title").Text() != "Cases by <sex>" || svg.Find("#c1-desc").Text() != `Most are "female" & 30` {
			t.Errorf("%s: title %q, description %q", name, svg.Find("#c1-title").Text(), svg.Find("#c1-desc").Text())
		}
	}
}

func bars(rtl bool) chart.Bars {
	return chart.Bars{Caption: caption(rtl), Items: []chart.Item{
		{Label: "female <b>", Value: 60, Text: "60"}, {Label: "male", Value: 30, Text: "30"}, {Label: "diverse", Value: 0, Text: "0"},
	}}
}

func TestBarsAreAsLongAsTheirValues(t *testing.T) {
	doc := draw(t, bars(false))
	for i, want := range []float64{100, 50, 0} {
		bar := doc.Find("rect.bar").Eq(i)
		if attribute(t, bar, "width") != want || attribute(t, bar, "x") != 0 {
			t.Errorf("bar %d begins at %v and is %v long, want 0 and %v", i, attribute(t, bar, "x"), attribute(t, bar, "width"), want)
		}
	}
	if got := doc.Find("text").First().Text(); got != "female <b>" {
		t.Errorf("label %q", got)
	}
}

func TestBarsAreMirroredFromRightToLeft(t *testing.T) {
	doc := draw(t, bars(true))
	if doc.Find("svg").AttrOr("direction", "") != "rtl" {
		t.Error("the picture does not say that it is read from the right")
	}
	for i, want := range []float64{0, 50, 100} {
		if got := attribute(t, doc.Find("rect.bar").Eq(i), "x"); got != want {
			t.Errorf("bar %d begins at %v, want %v: bars end at the right edge", i, got, want)
		}
	}
	if got := attribute(t, doc.Find("text").First(), "x"); got != 100 {
		t.Errorf("labels begin at %v, want the right edge", got)
	}
}

func TestLongLabelsAreBrokenAndMakeRoom(t *testing.T) {
	long := "Aufenthaltserlaubnis aus völkerrechtlichen, humanitären oder politischen Gründen"
	doc := draw(t, chart.Bars{Caption: caption(false), Items: []chart.Item{{Label: long, Value: 2, Text: "2"}, {Label: "x", Value: 1, Text: "1"}}})
	var lines []string
	doc.Find("text[text-anchor=start]").Each(func(_ int, s *goquery.Selection) { lines = append(lines, s.Text()) })
	if len(lines) != 4 || strings.Join(lines[:3], " ") != long {
		t.Fatalf("lines %q", lines)
	}
	last := doc.Find("rect.bar").Last()
	if bottom := attribute(t, last, "y") + attribute(t, last, "height"); bottom > attribute(t, doc.Find("svg"), "height") {
		t.Errorf("the last bar ends at %v, below the picture", bottom)
	}
}

func stacks(rtl bool) chart.Stacks {
	return chart.Stacks{Caption: caption(rtl), Series: []string{"female <b>", "male"}, Bars: []chart.Stack{
		{Label: "Syria", Text: "40", Parts: []chart.Item{{Label: "female", Value: 10, Text: "10"}, {Label: "male", Value: 30, Text: "30"}}},
		{Label: "Poland", Text: "20", Parts: []chart.Item{{Label: "female", Value: 20, Text: "20"}, {Label: "male", Text: "0"}}},
	}}
}

func TestPartsOfAStackFollowEachOther(t *testing.T) {
	for rtl, want := range map[bool]string{false: "0 25|25 75|0 50", true: "75 25|0 75|50 50"} {
		var parts []string
		draw(t, stacks(rtl)).Find("rect.part").Each(func(_ int, s *goquery.Selection) {
			parts = append(parts, strings.TrimSuffix(s.AttrOr("x", ""), "%")+" "+strings.TrimSuffix(s.AttrOr("width", ""), "%"))
		})
		if got := strings.Join(parts, "|"); got != want {
			t.Errorf("rtl %v: %s, want %s", rtl, got, want)
		}
	}
}

func TestTheLegendOfStacksReadsWithoutColour(t *testing.T) {
	doc := draw(t, stacks(false))
	if doc.Find("rect.part title").First().Text() != "Syria, female: 10" {
		t.Error("a part does not say what it is")
	}
	hatches := map[string]bool{}
	doc.Find(".legend li").Each(func(i int, s *goquery.Selection) {
		fill := s.Find("rect").AttrOr("fill", "")
		pattern := doc.Find(strings.TrimSuffix(strings.TrimPrefix(fill, "url("), ")"))
		if pattern.Length() != 1 || doc.Find(`rect.part[fill="`+fill+`"]`).Length() == 0 {
			t.Errorf("%s: its pattern %s is not that of a part", s.Text(), fill)
		}
		hatches[pattern.Find(".hatch").AttrOr("d", "")] = true
	})
	if len(hatches) != 2 {
		t.Errorf("%d different patterns for 2 series", len(hatches))
	}
	empty := chart.Stacks{Caption: caption(false), Series: []string{"a"}, Bars: []chart.Stack{{Label: "b", Parts: []chart.Item{{}}}}}
	if draw(t, empty).Find("rect.part").Length() != 0 {
		t.Error("nothing has a part")
	}
}

func line(rtl bool, values ...int64) chart.Line {
	l := chart.Line{Caption: caption(rtl), Format: func(n int64) string { return strconv.FormatInt(n, 10) }}
	for i, v := range values {
		l.Points = append(l.Points, chart.Point{Label: "Q" + strconv.Itoa(i+1), Value: v, Text: strconv.FormatInt(v, 10)})
	}
	return l
}

func TestLineRunsFromStartToEnd(t *testing.T) {
	for _, c := range []struct {
		rtl  bool
		want string
	}{{false, "80,214 485,124 890,34"}, {true, "920,214 515,124 110,34"}} {
		doc := draw(t, line(c.rtl, 0, 100, 200))
		if got := doc.Find("polyline").AttrOr("points", ""); got != c.want {
			t.Errorf("rtl %v: %s, want %s", c.rtl, got, c.want)
		}
		if last := doc.Find(".last-value"); last.Text() != "200" {
			t.Errorf("the last value is labelled %q", last.Text())
		}
	}
}

func TestScaleIsRoundAndAboveAll(t *testing.T) {
	for most, want := range map[int64]string{0: "2", 1: "2", 7: "8", 10: "10", 11: "12", 81: "100", 199: "200", 139412: "140000"} {
		doc := draw(t, line(false, 0, most))
		if got := doc.Find("text.muted").Last().Text(); got != want {
			t.Errorf("up to %d: the scale ends at %s, want %s", most, got, want)
		}
	}
}

func TestLabelsOfALineFitOnAPhone(t *testing.T) {
	values := make([]int64, 45)
	doc := draw(t, line(false, values...))
	labels := doc.Find(`text[y="238"]`)
	if labels.Length() < 3 || labels.Length() > 8 {
		t.Errorf("%d labels", labels.Length())
	}
	if labels.First().Text() != "Q1" || labels.Last().Text() != "Q45" || labels.Last().AttrOr("text-anchor", "") != "end" {
		t.Errorf("labels from %q to %q", labels.First().Text(), labels.Last().Text())
	}
	if one := draw(t, line(false, 5)); one.Find("circle").Length() != 1 || one.Find(`text[y="238"]`).Text() != "Q1" {
		t.Error("a single point has its dot and its label")
	}
}

func outlines() web.Map {
	m := web.Map{ViewBox: "0 0 586 793", States: map[string]string{}}
	for _, code := range strings.Fields("BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH") {
		m.States[code] = "M0 0l1 1"
	}
	return m
}

func TestMapShowsNoValueThatIsHidden(t *testing.T) {
	m := chart.Map{Caption: caption(false), Outlines: outlines(), Format: func(n int64) string { return strconv.FormatInt(n, 10) },
		Lands: map[string]chart.Land{"BB": {Name: "BB", Value: 3, Text: "not shown", Hidden: true}, "BE": {Name: "BE", Value: 70, Text: "70"}}}
	doc := draw(t, m)
	hidden := doc.Find("path.land").FilterFunction(func(_ int, s *goquery.Selection) bool { return s.Text() == "BB: not shown" })
	if !hidden.HasClass("step-0") || !strings.Contains(doc.Find("text.land-value").Text(), "–") || strings.TrimSpace(doc.Find(".legend li").Text()) != "70" {
		t.Errorf("%s", doc.Text())
	}
}

func TestMapShadesPrintsAndExplainsValues(t *testing.T) {
	m := chart.Map{Caption: caption(false), Outlines: outlines(), Lands: map[string]chart.Land{}, Legend: "Sites & more",
		Format: func(n int64) string { return strconv.FormatInt(n, 10) }}
	for i, code := range strings.Fields("BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST") { // Thuringia has no value
		m.Lands[code] = chart.Land{Name: code, Value: int64(i + 1), Text: strconv.Itoa(i + 1)}
	}
	doc := draw(t, m)
	if n := doc.Find("path.land").Length(); n != 16 {
		t.Fatalf("%d Laender", n)
	}
	if n := doc.Find("text.land-value").Length(); n != 16 {
		t.Errorf("%d numbers: a Land has no place for its number", n)
	}
	var legend []string
	doc.Find(".legend li").Each(func(_ int, s *goquery.Selection) { legend = append(legend, strings.TrimSpace(s.Text())) })
	if got := strings.Join(legend, "|"); got != "1 – 3|4 – 6|7 – 9|10 – 12|13 – 15" {
		t.Errorf("legend %s", got)
	}
	for i, c := range []struct{ land, class string }{{"BB: 1", "step-1"}, {"BE: 2", "step-1"}, {"SN: 14", "step-5"}, {": ", "step-0"}} {
		found := doc.Find("path.land").FilterFunction(func(_ int, s *goquery.Selection) bool { return s.Text() == c.land })
		if !found.HasClass(c.class) {
			t.Errorf("%d: %q is %q", i, c.land, found.AttrOr("class", ""))
		}
	}
}

func TestFewClassesLieFarApart(t *testing.T) {
	for n, want := range map[int]string{1: "3", 2: "1 5", 3: "1 3 5", 4: "1 2 4 5"} {
		m := chart.Map{Caption: caption(false), Outlines: outlines(), Lands: map[string]chart.Land{}, Format: func(n int64) string { return strconv.FormatInt(n, 10) }}
		for i, code := range strings.Fields("BB BE BW BY")[:n] {
			m.Lands[code] = chart.Land{Value: int64(i)}
		}
		var shades []string
		draw(t, m).Find(".legend rect").Each(func(_ int, s *goquery.Selection) {
			shades = append(shades, strings.TrimPrefix(s.AttrOr("class", ""), "step-"))
		})
		if got := strings.Join(shades, " "); got != want {
			t.Errorf("%d classes have the shades %s, want %s", n, got, want)
		}
	}
}

func TestClassesHoldEveryValueOnce(t *testing.T) {
	for _, values := range [][]int64{{5}, {0, 0, 0, 0}, {1, 1, 1, 1, 1, 1, 9}, {1, 2, 3, 4}, {0, 0, 0, 7, 7, 8, 120, 3, 2, 2, 2, 5, 6, 7, 8, 9}} {
		m := chart.Map{Caption: caption(false), Outlines: outlines(), Lands: map[string]chart.Land{}, Format: func(n int64) string { return strconv.FormatInt(n, 10) }}
		codes := strings.Fields("BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH")
		for i, v := range values {
			m.Lands[codes[i]] = chart.Land{Value: v, Text: strconv.FormatInt(v, 10)}
		}
		doc := draw(t, m)
		if got := doc.Find("path.land.step-0").Length(); got != 16-len(values) {
			t.Errorf("%v: %d Laender are in no class, want %d", values, got, 16-len(values))
		}
		if n := doc.Find(".legend li").Length(); n > 5 || n == 0 {
			t.Errorf("%v: %d classes", values, n)
		}
	}
}

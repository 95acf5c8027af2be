package office_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/programme"
)

// send fills in the form of a page and sends it.
func (h *house) send(who, path string, pairs ...string) answer {
	h.t.Helper()
	a := h.get(who, path)
	if a.status != http.StatusOK {
		h.t.Fatalf("%s: %d", path, a.status)
	}
	return h.do(who, http.MethodPost, path, a.fill(pairs...))
}

func (h *house) directory() *programme.Directory {
	h.t.Helper()
	d, err := h.service.Directory(system)
	if err != nil {
		h.t.Fatal(err)
	}
	return d
}

func TestAddAndChangeASite(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		found(t, d)
		h := newHouse(t, d)
		form := h.get("n1", "/network/sites/new?project_id=p1").fill("name", "Nienburg", "kind", "fixed", "postcode", "31582", "state", "NI",
			"lat", "52,64", "lon", "9.2", "valid_from", "1.2.2018", "languages", "de ar")
		first := h.do("n1", http.MethodPost, "/network/sites/new", form)
		again := h.do("n1", http.MethodPost, "/network/sites/new", form)
		if first.status != http.StatusSeeOther || again.location != first.location {
			t.Fatalf("%d %s, sent twice %s: %s", first.status, first.location, again.location, first.text("main"))
		}
		a := h.get("n1", first.location)
		for _, want := range []string{"Nienburg", "31582", "1 February 2018", "Arabic", "Beratung Nord"} {
			if !strings.Contains(a.text("main"), want) {
				t.Errorf("the page lacks %s: %s", want, a.text("main"))
			}
		}
		edit := first.location + "/edit"
		if a := h.send("n1", edit, "name", "Nienburg/Weser"); a.status != http.StatusSeeOther {
			t.Fatalf("%d: %s", a.status, a.text("main"))
		}
		if a := h.get("reader", first.location); !strings.Contains(a.text(".timeline"), "Nienburg → Nienburg/Weser") || !strings.Contains(a.text(".timeline"), "n1") {
			t.Errorf("the history is %s", a.text(".timeline"))
		}
		gone := h.get("n1", first.location+"/delete").fill()
		for range 2 { // sent twice, it is deleted once
			if a := h.do("n1", http.MethodPost, first.location+"/delete", gone); a.status != http.StatusSeeOther || a.location != "/network/sites" {
				t.Errorf("deleting: %d %s", a.status, a.location)
			}
		}
		if a := h.get("n1", first.location); a.status != http.StatusNotFound {
			t.Errorf("the deleted site: %d", a.status)
		}
	})
}

func TestAProjectByItsOrganisationsName(t *testing.T) {
	h := furnished(t)
	a := h.send("n1", "/network/projects/new", "name", "Neu", "organisation_id", "delt", "kind", "measures", "network_id", "n1", "for_refugees", "true")
	if a.status != http.StatusSeeOther {
		t.Fatalf("%d: %s", a.status, a.text("main"))
	}
	id := strings.TrimPrefix(a.location, "/network/projects/")
	if p := h.directory().Project(id); p.OrganisationID != "o4" || p.RoundID != "r2" || !p.ForRefugees {
		t.Errorf("stored %+v", p)
	}
	if a := h.get("n1", "/network/projects/new"); a.has("option[value=n2]") {
		t.Error("a coordinator may choose a foreign network")
	}
	if a := h.send("n1", "/network/projects/new", "name", "Neu", "organisation_id", "nobody", "kind", "measures"); a.status != http.StatusBadRequest ||
		a.text("#f-organisation_id-error") == "" || a.text("#f-network_id-error") == "" || a.Find("#f-organisation_id").AttrOr("value", "") != "nobody" {
		t.Errorf("%d: %s", a.status, a.text("main"))
	}
}

// Two people open the same record: the second one sees both versions and may then overwrite knowingly.
func TestConflict(t *testing.T) {
	h := furnished(t)
	path := "/network/projects/p1/edit"
	mine := h.get("admin", path).fill("name", "Mine")
	if a := h.send("n1", path, "name", "Theirs", "kind", "measures"); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	a := h.do("admin", http.MethodPost, path, mine)
	if a.status != http.StatusConflict || !strings.Contains(a.text("table"), "Theirs") || !strings.Contains(a.text("table"), "Mine") ||
		!strings.Contains(a.text("table"), "qualification measures") || a.Find("#f-name").AttrOr("value", "") != "Mine" {
		t.Fatalf("%d: %s", a.status, a.text("main"))
	}
	if h.directory().Project("p1").Name != "Theirs" {
		t.Error("the conflict was stored")
	}
	if a := h.do("admin", http.MethodPost, path, a.fill()); a.status != http.StatusSeeOther || h.directory().Project("p1").Name != "Mine" {
		t.Errorf("once seen it may be overwritten: %d", a.status)
	}
	stale := h.get("admin", "/network/sites/s2/delete").fill()
	h.send("n1", "/network/sites/s2/edit", "name", "Emden neu")
	if a := h.do("admin", http.MethodPost, "/network/sites/s2/delete", stale); a.status != http.StatusConflict || h.directory().Site("s2") == nil {
		t.Errorf("deleting what was changed: %d", a.status)
	}
}

func TestDeleteWhatIsInUse(t *testing.T) {
	h := furnished(t)
	a := h.send("admin", "/network/projects/p1/delete")
	if a.status != http.StatusConflict || !strings.Contains(a.text(".kern-alert--danger"), "counselling centres") {
		t.Errorf("%d: %s", a.status, a.text("main"))
	}
}

func TestTransferForm(t *testing.T) {
	h := furnished(t)
	path := "/network/projects/p1/transfer"
	if a := h.send("admin", path, "network_id", "n2", "from", "soon"); a.status != http.StatusBadRequest || a.text("#f-from-error") == "" ||
		!a.has("#f-network_id option[value=n2][selected]") || a.Find("#f-from").AttrOr("value", "") != "soon" {
		t.Errorf("%d: %s", a.status, a.text("main"))
	}
	if a := h.send("admin", path, "network_id", "n1", "from", "2018-07-01"); a.status != http.StatusBadRequest || a.text("#f-network_id-error") == "" {
		t.Errorf("to its own network: %d", a.status)
	}
	if a := h.send("admin", path, "network_id", "n2", "from", "1.7.2018"); a.status != http.StatusSeeOther {
		t.Fatalf("%d: %s", a.status, a.text("main"))
	}
	if d := h.directory(); d.NetworkOfProject("p1", day("2018-06-30")) != "n1" || d.NetworkOfProject("p1", day("2018-07-01")) != "n2" {
		t.Error("the project did not move")
	}
	undo, _ := h.get("admin", "/network/projects/p1").Find("a[href^='/network/transfers/']").Attr("href")
	if a := h.send("admin", undo); a.location != "/network/projects/p1" || h.directory().NetworkOfProject("p1", day("2018-07-01")) != "n1" {
		t.Errorf("taking it back: %d", a.status)
	}
}

func TestCoordinatorForm(t *testing.T) {
	h := furnished(t)
	path := "/network/networks/n1/coordinator"
	if a := h.send("admin", path, "organisation_id", "Alpha", "from", "2018-07-01"); a.status != http.StatusBadRequest || a.text("#f-organisation_id-error") == "" {
		t.Errorf("%d: %s", a.status, a.text("main"))
	}
	if a := h.send("admin", path, "organisation_id", "", "from", "x"); a.status != http.StatusBadRequest || a.text("#f-from-error") == "" {
		t.Errorf("%d: %s", a.status, a.text("main"))
	}
	if a := h.send("admin", path, "organisation_id", "Delta", "from", "2018-07-01"); a.status != http.StatusSeeOther {
		t.Fatalf("%d: %s", a.status, a.text("main"))
	}
	if d := h.directory(); d.Coordinator("n1", day("2018-06-30")).ID != "o1" || d.Coordinator("n1", day("2018-07-01")).ID != "o4" {
		t.Error("the coordinators")
	}
}

func TestSplitForm(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		found(t, d)
		h := newHouse(t, d)
		path, second := "/network/networks/n1/split", "part_"+url.QueryEscape("p/2 &")
		if a := h.send("admin", path, "do", "part", "name_1", "Weser"); a.status != http.StatusOK || !a.has("#f-name_3") || a.Find("#f-name_1").AttrOr("value", "") != "Weser" {
			t.Errorf("one part more: %d", a.status)
		}
		a := h.send("admin", path, "from", "2018-07-01", "name_1", "Weser", "states_1", "HB", "name_2", "Weser", "states_2", "NI", "part_p1", "1")
		if a.status != http.StatusBadRequest || a.text("[id='f-name_2-error']") == "" || a.Find("[id='f-"+second+"-error']").Length() != 1 || a.Find("input[name=part_p1][checked]").AttrOr("value", "") != "1" {
			t.Errorf("%d: %s", a.status, a.text("main"))
		}
		a.Find(".kern-alert--danger a").Each(func(_ int, s *selection) {
			if id := strings.TrimPrefix(s.AttrOr("href", ""), "#"); a.Find("[id='"+id+"']").Length() != 1 {
				t.Errorf("the summary leads to %s, which is not there", id)
			}
		})
		form := a.fill("name_2", "Ost", second, "2", "coordinator_1", "Delta")
		if a := h.do("admin", http.MethodPost, path, form); a.status != http.StatusSeeOther {
			t.Fatalf("%d: %s", a.status, a.text("main"))
		}
		s := h.directory()
		if len(s.Networks) != 4 || s.Network("n1").Span.To != day("2018-06-30") {
			t.Fatal("the network did not split")
		}
		west := s.Network(s.NetworkOfProject("p1", day("2018-07-01")))
		if west.Name != "Weser" || s.Coordinator(west.ID, day("2018-07-01")).ID != "o4" || s.Network(s.NetworkOfProject("p/2 &", day("2018-07-01"))).Name != "Ost" {
			t.Error("the projects went elsewhere")
		}
		if a := h.get("reader", "/network?on=2018-07-01"); strings.Contains(a.text("tbody"), "Nordnetz") || !strings.Contains(a.text("tbody"), "Weser") {
			t.Error("the overview of that day")
		}
		if a := h.get("reader", "/network?on=2018-06-30"); !strings.Contains(a.text("tbody"), "Nordnetz") || strings.Contains(a.text("tbody"), "Weser") {
			t.Error("the overview of the day before")
		}
	})
}

// hostile values: whatever stands in a field comes back as text beside an error, or is stored as text.
var hostile = []string{"", "<script>alert(1)</script>", "' OR 1=1; DROP TABLE sites;--", strings.Repeat("x", 100_000), "\x00\x01\x02", "\xff\xfe", "2018-02-30",
	"-1", "1e308", "NaN", "declined", "../../etc/passwd", "=cmd|'/c calc'!A1", "٣٤", "\u202egnp.exe", strings.Repeat("ä ", 3000)}

func TestHostileValuesInEveryField(t *testing.T) {
	h := furnished(t)
	for _, path := range forms {
		if strings.HasSuffix(path, "/delete") {
			continue
		}
		page := h.get("admin", path)
		for name := range page.fill() {
			for _, value := range hostile {
				form := page.fill()
				form.Set(name, value)
				form.Del("key")
				a := h.do("admin", http.MethodPost, path, form)
				switch a.status {
				case http.StatusSeeOther: // stored as it is
				case http.StatusBadRequest, http.StatusConflict:
					if !a.has("main form[method=post]") {
						t.Errorf("%s, %s=%.20q: %d without the form", path, name, value, a.status)
					}
					if a.status == http.StatusBadRequest && !a.has(".kern-alert--danger a") {
						t.Errorf("%s, %s=%.20q: no word of what is wrong", path, name, value)
					}
				default:
					t.Errorf("%s, %s=%.20q: %d", path, name, value, a.status)
				}
				if a.has("main script") {
					t.Errorf("%s, %s=%.20q: a script", path, name, value)
				}
			}
		}
	}
}

package programme_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/errs"
	"openiq/internal/programme"
)

func TestTransferProject(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		found(t, d)
		s := programme.New(d)
		transfer := programme.Transfer{Project: "p1", Network: "n2", From: day("2018-07-01"), Key: "form"}
		id, err := s.TransferProject(admin, transfer)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := s.TransferProject(admin, transfer); err != nil || again != id {
			t.Errorf("the same form twice: %q, %v", again, err)
		}
		all := directory(t, s)
		if all.NetworkOfProject("p1", day("2018-06-30")) != "n1" || all.NetworkOfProject("p1", day("2018-07-01")) != "n2" || all.PlaceOfSite("s1").Network != "n2" {
			t.Error("the project and its sites did not move on that day")
		}
		if !all.MayEdit(coordinator("n2"), programme.KindSite, "s1") || all.MayEdit(coordinator("n1"), programme.KindSite, "s1") {
			t.Error("the right to edit did not move")
		}
		if err := s.Delete(coordinator("n2"), programme.KindTransfer, id, 1, ""); errs.KindOf(err) != errs.NotFound {
			t.Errorf("the receiving network takes it back: %v", err)
		}
		if err := s.Delete(admin, programme.KindTransfer, id, 1, ""); err != nil {
			t.Errorf("taking it back: %v", err)
		}
		if directory(t, s).NetworkOfProject("p1", day("2018-07-01")) != "n1" {
			t.Error("deleting the transfer did not move the project back")
		}
	})
}

func TestTransferProjectRefuses(t *testing.T) {
	d := filled(t)
	store(t, d, programme.Networks, "n3 name=Ended states=SN valid_to=2016-12-31")
	store(t, d, programme.Transfers, "t1 project_id=p3 network_id=n1 valid_from=2018-01-01")
	s := programme.New(d)
	for _, c := range []struct{ project, network, from, want string }{
		{"p1", "", "", "network_id error.required, from error.required"},
		{"p1", "n9", "2018-07-01", "network_id error.unknown_id"},
		{"p1", "n1", "2018-07-01", "network_id programme.error.same_network"},
		{"p1", "n3", "2018-07-01", "network_id programme.error.network_not_valid"},
		{"p1", "n2", "2015-01-01", "from programme.error.transfer_outside"},
		{"p1", "n2", "2019-01-01", "from programme.error.transfer_outside"},
		{"p3", "n2", "2018-01-01", "from programme.error.transfer_same_day"},
	} {
		from := clock.NoDay
		if c.from != "" {
			from = day(c.from)
		}
		_, err := s.TransferProject(admin, programme.Transfer{Project: c.project, Network: c.network, From: from})
		if faults(err) != c.want {
			t.Errorf("%s to %s on %s: %v", c.project, c.network, c.from, err)
		}
	}
	ok := programme.Transfer{Project: "p1", Network: "n2", From: day("2018-07-01")}
	for who, c := range map[string]struct {
		ctx  context.Context
		want errs.Kind
	}{"giving network": {coordinator("n1"), errs.NotFound}, "receiving network": {coordinator("n2"), errs.NotFound}, "reader": {reader, errs.Forbidden}} {
		if _, err := s.TransferProject(c.ctx, ok); errs.KindOf(err) != c.want {
			t.Errorf("%s: %v", who, err)
		}
	}
	ok.Project = "?"
	if _, err := s.TransferProject(admin, ok); errs.KindOf(err) != errs.NotFound {
		t.Errorf("an unknown project: %v", err)
	}
}

func TestChangeCoordinator(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		found(t, d)
		s := programme.New(d)
		change := programme.Coordination{Network: "n1", Organisation: "o4", From: day("2018-07-01"), Key: "form"}
		for range 2 {
			if err := s.ChangeCoordinator(admin, change); err != nil {
				t.Fatal(err)
			}
		}
		all := directory(t, s)
		for on, want := range map[string]string{"2011-01-01": "o1", "2018-06-30": "o1", "2018-07-01": "o4", "2030-01-01": "o4"} {
			if got := all.Coordinator("n1", day(on)); got == nil || got.ID != want {
				t.Errorf("on %s %+v coordinates, want %s", on, got, want)
			}
		}
	})
}

func TestChangeCoordinatorRefuses(t *testing.T) {
	d := filled(t)
	s := programme.New(d)
	for _, c := range []struct{ organisation, from, want string }{
		{"", "", "from error.required, organisation_id error.required"},
		{"o9", "2018-07-01", "organisation_id error.unknown_id"},
		{"o2", "2018-07-01", "organisation_id programme.error.coordinates_already"},
		{"o1", "2018-07-01", "organisation_id programme.error.coordinates_already"},
		{"o4", "2010-12-31", "from programme.error.network_not_valid"},
		{"o4", "2011-01-01", "from programme.error.coordinator_later"},
		{"o4", "2999-01-01", "from programme.error.network_not_valid"},
	} {
		from := clock.NoDay
		if c.from != "" {
			from = day(c.from)
		}
		err := s.ChangeCoordinator(admin, programme.Coordination{Network: "n1", Organisation: c.organisation, From: from})
		if faults(err) != c.want {
			t.Errorf("%s from %s: %v", c.organisation, c.from, err)
		}
	}
	ok := programme.Coordination{Network: "n1", Organisation: "o4", From: day("2018-07-01")}
	if err := s.ChangeCoordinator(coordinator("n1"), ok); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a coordinator decides who coordinates: %v", err)
	}
	ok.Network = "n9"
	if err := s.ChangeCoordinator(admin, ok); errs.KindOf(err) != errs.NotFound {
		t.Errorf("an unknown network: %v", err)
	}
}

func north() programme.Split {
	return programme.Split{Network: "n1", Version: 1, From: day("2018-07-01"), Parts: []programme.Part{
		{Name: "Bremen", States: []string{"HB"}, Coordinator: "o4"},
		{Name: "Niedersachsen", States: []string{"NI"}, Projects: []string{"p1"}},
	}}
}

func TestSplitNetwork(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		found(t, d)
		s := programme.New(d)
		split := north()
		split.Key = "form"
		ids, err := s.SplitNetwork(admin, split)
		if err != nil || len(ids) != 2 {
			t.Fatal(ids, err)
		}
		if again, err := s.SplitNetwork(admin, split); err != nil || strings.Join(again, " ") != strings.Join(ids, " ") {
			t.Errorf("the same form twice: %v, %v", again, err)
		}
		all := directory(t, s)
		if all.Network("n1").Span.To != day("2018-06-30") || all.Network(ids[1]).Span.From != day("2018-07-01") {
			t.Error("the dates of the networks")
		}
		if all.NetworkOfProject("p1", day("2018-06-30")) != "n1" || all.NetworkOfProject("p1", day("2018-07-01")) != ids[1] || all.PlaceOfSite("s1").Network != ids[1] {
			t.Error("the project did not follow")
		}
		if all.NetworkOfProject("p2", day("2018-10-15")) != "n1" {
			t.Error("a project that had ended moved")
		}
		if c := all.Coordinator("n1", day("2018-06-30")); c == nil || c.ID != "o1" || all.Coordinator("n1", day("2018-07-01")) != nil {
			t.Error("the old coordination")
		}
		if c := all.Coordinator(ids[0], day("2018-07-01")); c == nil || c.ID != "o4" || all.Coordinator(ids[1], day("2018-07-01")) != nil {
			t.Error("the new coordinations")
		}
	})
}

func TestSplitNetworkRefuses(t *testing.T) {
	d := filled(t)
	s := programme.New(d)
	for name, c := range map[string]struct {
		spoil func(*programme.Split)
		want  string
	}{
		"no day":          {func(x *programme.Split) { x.From = clock.NoDay }, "from error.required"},
		"before it began": {func(x *programme.Split) { x.From = day("2011-01-01") }, "from programme.error.split_outside"},
		"far away":        {func(x *programme.Split) { x.From = day("9999-12-31") }, "from programme.error.split_outside"},
		"one part": {func(x *programme.Split) {
			x.Parts = x.Parts[1:]
			x.Parts[0].States = []string{"NI", "HB"}
		}, "name_1 error.range"},
		"no name":             {func(x *programme.Split) { x.Parts[0].Name = "" }, "name_1 error.required"},
		"same name":           {func(x *programme.Split) { x.Parts[1].Name = "Bremen" }, "name_2 programme.error.same_name"},
		"huge name":           {func(x *programme.Split) { x.Parts[1].Name = strings.Repeat("x", 100_000) }, "name_2 error.too_long"},
		"foreign Land":        {func(x *programme.Split) { x.Parts[0].States = []string{"HB", "BY"} }, "states_1 error.code"},
		"lost Land":           {func(x *programme.Split) { x.Parts[0].States = []string{"NI"} }, "states_1 programme.error.state_lost"},
		"no Land":             {func(x *programme.Split) { x.Parts[0].States = nil }, "states_1 error.required"},
		"forgotten project":   {func(x *programme.Split) { x.Parts[1].Projects = nil }, "part_p1 error.required"},
		"twice":               {func(x *programme.Split) { x.Parts[0].Projects = []string{"p1"} }, "part_p1 error.required"},
		"foreign project":     {func(x *programme.Split) { x.Parts[0].Projects = []string{"p3"} }, "part_p3 error.unknown_id"},
		"coordinates already": {func(x *programme.Split) { x.Parts[0].Coordinator = "o1" }, "coordinator_1 programme.error.coordinates_already"},
		"coordinates both":    {func(x *programme.Split) { x.Parts[1].Coordinator = "o4" }, "coordinator_2 programme.error.coordinates_both"},
	} {
		split := north()
		c.spoil(&split)
		if _, err := s.SplitNetwork(admin, split); faults(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	var stale *programme.Stale
	old := north()
	old.Version = 2
	if _, err := s.SplitNetwork(admin, old); !errors.As(err, &stale) {
		t.Errorf("another version: %v", err)
	}
	if _, err := s.SplitNetwork(coordinator("n1"), north()); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a coordinator: %v", err)
	}
	if all := directory(t, s); len(all.Networks) != 2 || all.Network("n1").Span.Contains(day("2018-07-01")) == false {
		t.Error("a refused split left something behind")
	}
}

func TestHistory(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		found(t, d)
		s := programme.New(d)
		for version, name := range []string{"One", "Two"} {
			if _, err := s.Save(admin, edit(programme.KindProject, int64(version+1), "p1 name="+name)); err != nil {
				t.Fatal(err)
			}
		}
		all, err := s.History(reader, programme.KindProject, "p1")
		if err != nil || len(all) != 3 {
			t.Fatalf("%+v, %v", all, err)
		}
		newest, first := all[0], all[2]
		if newest.Version != 3 || newest.By != "someone" || newest.Command != "programme.save" || newest.Deleted ||
			len(newest.Changes) != 1 || newest.Changes[0] != (programme.Changed{Column: "name", Before: "One", After: "Two"}) {
			t.Errorf("newest: %+v", newest)
		}
		if first.Version != 1 || first.Command == "" || len(first.Changes) != 6 {
			t.Errorf("first: %+v", first)
		}
		if _, err := s.History(reader, programme.KindProject, "?"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("of nothing: %v", err)
		}
		if _, err := s.History(as(), programme.KindProject, "p1"); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("without the right: %v", err)
		}
	})
}

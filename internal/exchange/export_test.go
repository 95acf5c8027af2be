package exchange

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"openiq/internal/counselling"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// exported is the content of a database as a bundle.
func exported(t testing.TB, d *db.DB) bundle {
	t.Helper()
	sink := memory{}
	if err := ExportTo(ctx, d, sink); err != nil {
		t.Fatal(err)
	}
	out := bundle{}
	for name, b := range sink {
		out[name] = b.String()
	}
	return out
}

type memory map[string]*bytes.Buffer

func (m memory) Create(name string) (io.Writer, error) {
	m[name] = &bytes.Buffer{}
	return m[name], nil
}

// emptied is a database of the same engine with nothing in it.
func emptied(t *testing.T, d *db.DB) *db.DB {
	if d.Engine() == "sqlite" {
		return dbtest.SQLite(t, clock.Fixed(now))
	}
	return dbtest.Postgres(t, clock.Fixed(now))
}

func TestExportImportExport(t *testing.T) {
	dbtest.Each(t, clock.Fixed(now), func(t *testing.T, d *db.DB) {
		put(t, d, good, Options{})
		put(t, d, one("cases.csv", "id,site_id,age,recorded_at\nÄ,s1,1,1969-07-20T20:17:00.000001Z\na,s1,,\nB,s1,,\n"), Options{})
		first := exported(t, d)
		for _, typ := range Types() {
			if _, there := first[FileName(typ)]; there == typ.Added {
				t.Errorf("%s: %v", FileName(typ), there)
			}
		}
		for name, want := range map[string]string{
			"cases.csv": "id,site_id,registered_at,sex,age,nationality,second_nationality,lives_in,year_of_entry,residence_title,german_level,employment,benefits,access_route,asked_by,scope,refugee,anonymous,recorded_at\n" +
				"B,s1,,,,,,,,,,,,,,,,,\na,s1,,,,,,,,,,,,,,,,,\n" +
				"c1,s1,2017-03-01T08:00:00Z,female,34,SY,,,,,,,,,,,,,\nc2,s2,,declined,,XK,,,,,,,,,,professional,,,\n" +
				"Ä,s1,,,1,,,,,,,,,,,,,,1969-07-20T20:17:00.000001Z\n",
			"participations.csv": "id,measure_id,person_ref,entered_on,funding,case_id,sex,left_on,result,recorded_at\n" +
				"x1,m1,P-1,2017-02-01,esf,c1,female,2017-12-01,full_recognition,2026-11-22T12:00:00Z\n",
		} {
			if first[name] != want {
				t.Errorf("%s:\n%s\nwant\n%s", name, first[name], want)
			}
		}
		other := emptied(t, d)
		put(t, other, first, Options{})
		same(t, exported(t, other), first)
	})
}

func same(t *testing.T, got, want bundle) {
	t.Helper()
	if maps.Equal(got, want) {
		return
	}
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s:\n%s\nwant\n%s", name, got[name], want[name])
		}
	}
}

func TestEnginesExportTheSameBytes(t *testing.T) {
	lite, pg := dbtest.SQLite(t, clock.Fixed(now)), dbtest.Postgres(t, clock.Fixed(now))
	b := good.with(one("cases.csv", "id,site_id\nc1,s1\nc2,s2\nc-1,s1\nC1,s1\nä,s1\nz,s1\n1,s1\n"))
	put(t, lite, b, Options{})
	first := exported(t, lite)
	put(t, pg, first, Options{})
	same(t, exported(t, pg), first)
	if !strings.Contains(first["cases.csv"], "\n1,s1,,,,,,,,,,,,,,,,,\nC1,s1,,,,,,,,,,,,,,,,,\nc-1,") {
		t.Errorf("not in byte order: %s", first["cases.csv"])
	}
}

// TestAddedFactsAreExportedWhereThereAreSome has the columns and files that the first format did not have.
func TestAddedFactsAreExportedWhereThereAreSome(t *testing.T) {
	dbtest.Each(t, clock.Fixed(now), func(t *testing.T, d *db.DB) {
		put(t, d, good.with(one("referrals.csv", "id,case_id,on_day,kind,measure_id\nf1,c1,2017-04-01,measure,m1\n")), Options{})
		put(t, d, one("cases.csv", "id,site_id,languages,special_status\nc1,s1,ar de,declined\n"), Options{})
		first := exported(t, d)
		if head, _, _ := strings.Cut(first["cases.csv"], "\n"); !strings.HasSuffix(head, ",anonymous,special_status,languages,recorded_at") {
			t.Errorf("columns %s", head)
		}
		if !strings.Contains(first["referrals.csv"], "f1,c1,2017-04-01,measure,m1,,,2026-11-22T12:00:00Z") {
			t.Errorf("referrals %s", first["referrals.csv"])
		}
		other := emptied(t, d)
		put(t, other, first, Options{})
		same(t, exported(t, other), first)
	})
}

func TestAnEmptyDatabaseHasEmptyFiles(t *testing.T) {
	dbtest.Each(t, clock.Fixed(now), func(t *testing.T, d *db.DB) {
		first := exported(t, d)
		for name, text := range first {
			if strings.Count(text, "\n") != 1 || !strings.HasPrefix(text, "id,") || !strings.HasSuffix(text, ",recorded_at\n") {
				t.Errorf("%s: %q", name, text)
			}
		}
		put(t, d, first, Options{})
	})
}

func TestWhatHangsOnADeletedRecordIsNotExported(t *testing.T) {
	dbtest.Each(t, clock.Fixed(now), func(t *testing.T, d *db.DB) {
		put(t, d, good, Options{})
		remove(t, d, counselling.Cases, "c1")
		remove(t, d, programme.Sites, "s2")
		b := exported(t, d)
		for name, rows := range map[string]int{"sites.csv": 1, "cases.csv": 0, "contacts.csv": 0, "qualifications.csv": 0, "participations.csv": 1} {
			if got := strings.Count(b[name], "\n") - 1; got != rows {
				t.Errorf("%d rows in %s, want %d", got, name, rows)
			}
		}
		if !strings.Contains(b["participations.csv"], "\nx1,m1,P-1,2017-02-01,esf,,female,") {
			t.Errorf("%s", b["participations.csv"])
		}
		put(t, emptied(t, d), b, Options{})
	})
}

func TestArchivesAndFoldersAppearWhole(t *testing.T) {
	d := dbtest.SQLite(t, clock.Fixed(now))
	put(t, d, good, Options{})
	dir := t.TempDir()
	archive, folder := filepath.Join(dir, "a.zip"), filepath.Join(dir, "folder")
	for range 2 { // an archive is replaced
		if err := Export(ctx, d, archive); err != nil {
			t.Fatal(err)
		}
	}
	if err := Export(ctx, d, folder+"/"); err != nil {
		t.Fatal(err)
	}
	first, err := os.ReadFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	other := dbtest.SQLite(t, clock.Fixed(now))
	src, closer, err := Open(folder)
	if err == nil {
		_, err = Import(ctx, other, src, Options{})
		err = errors.Join(err, closer.Close())
	}
	var again bytes.Buffer
	if err := errors.Join(err, ExportZip(ctx, other, &again)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, again.Bytes()) {
		t.Error("the archives differ")
	}
	z, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	always := slices.DeleteFunc(Types(), func(t *record.Type) bool { return t.Added })
	for i, f := range z.File {
		if f.Name != FileName(always[i]) || f.Method != zip.Deflate || !f.Modified.Equal(epoch) {
			t.Errorf("%+v", f.FileHeader)
		}
	}
}

func TestAnExportThatFailsLeavesNothing(t *testing.T) {
	d := dbtest.SQLite(t, clock.Fixed(now))
	put(t, d, good, Options{})
	dir := t.TempDir()
	there := filepath.Join(dir, "there")
	if err := os.Mkdir(there, 0o700); err != nil {
		t.Fatal(err)
	}
	if got := problemsOf(Export(ctx, d, there)); !slices.Equal(got, says(there+": is there already")) {
		t.Errorf("got %q", got)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	for _, path := range []string{"a.zip", "folder"} {
		if err := Export(stopped, d, filepath.Join(dir, path)); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	}
	if err := Export(ctx, d, filepath.Join(dir, "no", "such.zip")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("%v, %v", left, err)
	}
}

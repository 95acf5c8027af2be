package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db/dbtest"
)

// packed is a file of an archive to be made.
type packed struct{ name, text string }

func archiveOf(t testing.TB, files ...packed) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f.name)
		if err == nil {
			_, err = io.WriteString(w, f.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func problemsOf(err error) []string {
	var no *Refused
	if errors.As(err, &no) {
		return no.Problems
	}
	return nil
}

func TestFoldersAndArchivesAreOpened(t *testing.T) {
	dir := t.TempDir()
	folder := filepath.Join(dir, "folder")
	var files []packed
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range good {
		files = append(files, packed{name, text})
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files = append(files, packed{"__MACOSX/._cases.csv", "x"}, packed{"old/", ""}, packed{"old/cases.csv", "x"})
	for _, name := range []string{"bundle.zip", "bundle.data"} { // the content decides
		if err := os.WriteFile(filepath.Join(dir, name), archiveOf(t, files...), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d := dbtest.SQLite(t, clock.Fixed(now))
	for i, path := range []string{"bundle.zip", "bundle.data", "folder"} {
		src, closer, err := Open(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		report, err := Import(ctx, d, src, Options{})
		if err := errors.Join(err, closer.Close()); err != nil {
			t.Fatal(err)
		}
		if len(report.Files) != len(good) || (report.Files[0].New > 0) != (i == 0) {
			t.Errorf("%s: %+v", path, report)
		}
	}
}

func TestWhatIsNoBundleIsNotOpened(t *testing.T) {
	dir := t.TempDir()
	fake := filepath.Join(dir, "fake.zip")
	if err := os.WriteFile(fake, []byte("id,name\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, _, err := Open(fake)
	if got := problemsOf(err); !slices.Equal(got, says(fake+": is neither a folder nor a zip archive")) {
		t.Error(err)
	}
	if _, _, err = Open(filepath.Join(dir, "nothing")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	sound := archiveOf(t, packed{"cases.csv", caseHead})
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"cut off":       {sound[:len(sound)/2], "is not a readable zip archive: zip: not a valid zip file"},
		"empty":         {nil, "is neither a folder nor a zip archive"},
		"twice":         {archiveOf(t, packed{"cases.csv", caseHead}, packed{"cases.csv", caseHead}), "cases.csv: is in the archive twice"},
		"upwards":       {archiveOf(t, packed{"../cases.csv", caseHead}), "../cases.csv: unsafe name in the archive"},
		"absolute":      {archiveOf(t, packed{"/cases.csv", caseHead}), "/cases.csv: unsafe name in the archive"},
		"here":          {archiveOf(t, packed{"./cases.csv", caseHead}), "./cases.csv: unsafe name in the archive"},
		"backslash":     {archiveOf(t, packed{`a\cases.csv`, caseHead}), `"a\\cases.csv": unsafe name in the archive`},
		"line feed":     {archiveOf(t, packed{"cases.csv\n", caseHead}), `"cases.csv\n": unsafe name in the archive`},
		"encrypted":     {encrypted(t, sound), "cases.csv: is encrypted"},
		"long contents": {archiveOf(t, slices.Repeat([]packed{{strings.Repeat("x", 60000), ""}}, 20)...), "the archive's table of contents is larger than 1 MiB"},
	} {
		_, err := OpenZip(bytes.NewReader(c.data), int64(len(c.data)))
		if got := problemsOf(err); !slices.Equal(got, says(c.want)) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

// encrypted sets the flag of an encrypted file in an archive's table of contents.
func encrypted(t *testing.T, data []byte) []byte {
	t.Helper()
	out := bytes.Clone(data)
	i := bytes.Index(out, []byte("PK\x01\x02"))
	if i < 0 {
		t.Fatal("no table of contents")
	}
	out[i+8] |= 1
	return out
}

// small are limits that tests can reach.
var small = limits{file: 1 << 20, record: 64 << 10, chunk: 1 << 10, structure: 10, archive: 256 << 10, growth: 20, directory: 1 << 20}

func TestLimits(t *testing.T) {
	d := dbtest.SQLite(t, clock.Fixed(now))
	zeros := strings.Repeat("0", 1<<10)
	var many strings.Builder
	for i := range 11 {
		many.WriteString("n" + itoa(i) + ",N,BY\n")
	}
	bomb := archiveOf(t, packed{"trainings.csv", "id,title\n" + strings.Repeat("a,"+zeros+"\n", 512)})
	for _, c := range []struct {
		name string
		src  fs.FS
		want string
	}{
		{"large file", one("trainings.csv", strings.Repeat(zeros, 1025)).fs(), "trainings.csv: is larger than 1 MiB"},
		{"large file of unknown size", endless{"id,title\n", "a,b\n"}, "trainings.csv: is larger than 1 MiB"},
		{"long record", one("trainings.csv", "id,title\na,b\nc,\""+strings.Repeat(zeros+"\n", 500)+"\"\n").fs(), "trainings.csv:3: the record is longer than 65536 bytes"},
		{"long line without a quote", one("trainings.csv", "id,title\na,b\nc,"+strings.Repeat(zeros, 500)+"\"\n").fs(), "trainings.csv:3: the record is longer than 65536 bytes"},
		{"long header", one("trainings.csv", "id,"+strings.Repeat(zeros, 500)).fs(), "trainings.csv:1: the record is longer than 65536 bytes"},
		{"many rows of structure", one("networks.csv", "id,name,states\n"+many.String()).fs(), "networks.csv: has more than 10 rows"},
		{"bomb", opened(t, bomb), "trainings.csv: the archive's content is more than 20 times larger than the archive"},
	} {
		_, err := importWithin(ctx, d, c.src, Options{}, small)
		if got := problemsOf(err); !slices.Contains(got, c.want) {
			t.Errorf("%s: got %v, want %s", c.name, got, c.want)
		}
	}
	if _, err := importWithin(ctx, d, good.fs(), Options{}, small); err != nil {
		t.Errorf("within the limits: %v", err)
	}
}

func opened(t *testing.T, data []byte) fs.FS {
	t.Helper()
	src, err := openZip(bytes.NewReader(data), int64(len(data)), small)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// endless is a bundle of one file without an end that claims to be empty.
type endless struct{ head, rest string }

func (e endless) Open(name string) (fs.File, error) {
	if name != "trainings.csv" {
		return nil, fs.ErrNotExist
	}
	return &endlessFile{rest: e.head, again: e.rest}, nil
}

func (e endless) ReadDir(string) ([]fs.DirEntry, error) {
	return []fs.DirEntry{fs.FileInfoToDirEntry(claim{})}, nil
}

type endlessFile struct{ rest, again string }

func (f *endlessFile) Stat() (fs.FileInfo, error) { return claim{}, nil }
func (f *endlessFile) Close() error               { return nil }
func (f *endlessFile) Read(p []byte) (int, error) {
	n := copy(p, f.rest)
	if f.rest = f.rest[n:]; f.rest == "" {
		f.rest = f.again
	}
	return n, nil
}

// claim says of a file that it is empty.
type claim struct{}

func (claim) Name() string       { return "trainings.csv" }
func (claim) Size() int64        { return 0 }
func (claim) Mode() fs.FileMode  { return 0 }
func (claim) ModTime() time.Time { return time.Time{} }
func (claim) IsDir() bool        { return false }
func (claim) Sys() any           { return nil }

func TestAFileThatCannotBeReadIsReported(t *testing.T) {
	data := archiveOf(t, packed{"cases.csv", good["cases.csv"]}, packed{"contacts.csv", good["contacts.csv"]})
	data[bytes.Index(data, []byte("cases.csv"))+len("cases.csv")+3] ^= 0xff // within the compressed text
	d := dbtest.SQLite(t, clock.Fixed(now))
	_, err := Import(ctx, d, opened(t, data), Options{})
	got := problemsOf(err)
	if len(got) == 0 || !strings.HasPrefix(got[0], "cases.csv:1: cannot be read: ") {
		t.Errorf("got %v", err)
	}
	for _, p := range got {
		if strings.Contains(p, "case_id: unknown id") {
			t.Errorf("%s, though nobody knows", p)
		}
	}
}

package filetype_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"openiq/internal/person/filetype"
)

// picture is a small PNG.
func picture(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func photograph(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 4)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sized is a PNG whose header claims another size.
func sized(t testing.TB, width, height uint32) []byte {
	t.Helper()
	b := picture(t)
	binary.BigEndian.PutUint32(b[16:], width)
	binary.BigEndian.PutUint32(b[20:], height)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

// archive is a zip of entries, name and content in turn.
func archive(t testing.TB, entries ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(entries); i += 2 {
		f, err := w.Create(entries[i])
		if err == nil {
			_, err = f.Write([]byte(entries[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func letter(t testing.TB, more ...string) []byte {
	t.Helper()
	return archive(t, append([]string{"[Content_Types].xml", "<Types/>", "word/document.xml", "<w:document/>"}, more...)...)
}

// compound is the beginning of an old office file of a kind, with more text in it.
func compound(kind, more string) []byte {
	b := make([]byte, 4096)
	copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	binary.LittleEndian.PutUint16(b[24:], 0x3e)
	binary.LittleEndian.PutUint16(b[26:], 3)
	binary.LittleEndian.PutUint16(b[28:], 0xfffe)
	binary.LittleEndian.PutUint16(b[30:], 9)
	binary.LittleEndian.PutUint16(b[32:], 6)
	// The root entry of the directory, in sector 0, has the class of the program.
	root := b[512:]
	copy(root, wide("Root Entry"))
	root[66] = 5
	copy(root[80:], map[string]string{
		"doc": "\x06\x09\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46",
		"xls": "\x20\x08\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46",
	}[kind])
	copy(b[2048:], wide(more))
	return b
}

func wide(text string) string {
	var b strings.Builder
	for _, r := range text {
		b.WriteByte(byte(r))
		b.WriteByte(0)
	}
	return b.String()
}

// lying is an archive with an entry that says it is smaller than it is.
func lying(t testing.TB) []byte {
	t.Helper()
	b := archive(t, "word/document.xml", strings.Repeat("0", 1<<20))
	at := bytes.LastIndex(b, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(b[at+24:], 10)
	return b
}

func TestFilesThatAreKept(t *testing.T) {
	for _, c := range []struct {
		name, claimed string
		content       []byte
		want          filetype.Type
	}{
		{"a.pdf", "application/pdf", []byte("%PDF-1.4\n…"), filetype.PDF},
		{"Zeugnis (Kopie).PDF", "", []byte("%PDF-1.4\n…"), filetype.PDF},
		{"a.pdf", "application/octet-stream", []byte("%PDF-1.4\n…"), filetype.PDF},
		{"a.png", "image/png", picture(t), filetype.PNG},
		{"a.png", "", sized(t, 10_000, 10_000), filetype.PNG},
		{"a.jpg", "image/jpeg", photograph(t), filetype.JPEG},
		{"a.JPEG", "image/pjpeg; charset=binary", photograph(t), filetype.JPEG},
		{"a.docx", string(filetype.DOCX), letter(t), filetype.DOCX},
		{"a.xlsx", "", archive(t, "[Content_Types].xml", "<Types/>", "xl/workbook.xml", "<workbook/>"), filetype.XLSX},
		{"a.odt", "", archive(t, "mimetype", string(filetype.ODT), "content.xml", "<office/>"), filetype.ODT},
		{"a.ods", "", archive(t, "mimetype", string(filetype.ODS), "content.xml", "<office/>"), filetype.ODS},
		{"a.doc", "application/msword", compound("doc", "Zeugnis"), filetype.DOC},
		{"a.xls", "", compound("xls", "Zeugnis"), filetype.XLS},
		{"a.rtf", "application/rtf", []byte(`{\rtf1\ansi Zeugnis}`), filetype.RTF},
	} {
		if got, problem := filetype.Check(c.name, c.claimed, c.content); got != c.want || problem != "" {
			t.Errorf("%s as %q: %q, %s", c.name, c.claimed, got, problem)
		}
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	for _, c := range []struct {
		what, name, claimed string
		content             []byte
		want                filetype.Problem
	}{
		{"nothing", "a.pdf", "", nil, filetype.Empty},
		{"text that is called PDF", "a.pdf", "application/pdf", []byte("Ich bin ein PDF."), filetype.Unknown},
		{"a PDF without its header", "a.pdf", "", []byte("1 0 obj\n<< >>\nendobj\n%%EOF"), filetype.Unknown},
		{"a program", "a.pdf", "", []byte("MZ\x90\x00\x03\x00\x00\x00"), filetype.Unknown},
		{"a page", "a.pdf", "", []byte("<!DOCTYPE html><script>alert(1)</script>"), filetype.Unknown},
		{"a drawing with scripts", "a.png", "image/svg+xml", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), filetype.Unknown},
		{"any archive", "a.docx", "", archive(t, "a.txt", "x"), filetype.Unknown},
		{"a program's archive", "a.docx", "", archive(t, "META-INF/MANIFEST.MF", "x"), filetype.Unknown},
		{"another OpenDocument", "a.odt", "", archive(t, "mimetype", "application/vnd.oasis.opendocument.database"), filetype.Unknown},
		{"a PDF called picture", "a.png", "image/png", []byte("%PDF-1.4\n"), filetype.Lie},
		{"a picture called PDF", "a.pdf", "application/pdf", picture(t), filetype.Lie},
		{"a PDF called program", "a.pdf.exe", "", []byte("%PDF-1.4\n"), filetype.Lie},
		{"a table called letter", "a.docx", "", archive(t, "xl/workbook.xml", "x"), filetype.Lie},
		{"a letter with macros by name", "a.docm", "", letter(t), filetype.Lie},
		{"a claimed page", "a.pdf", "text/html", []byte("%PDF-1.4\n"), filetype.Lie},
		{"no ending", "Zeugnis", "", []byte("%PDF-1.4\n"), filetype.Nameless},
		{"only an ending", ".pdf", "", []byte("%PDF-1.4\n"), filetype.Nameless},
		{"a picture bomb", "a.png", "", sized(t, 60_000, 60_000), filetype.Bomb},
		{"a long picture bomb", "a.png", "", sized(t, 2_000_000_000, 3), filetype.Bomb},
		{"half a picture", "a.png", "", picture(t)[:20], filetype.Damaged},
		{"half a photograph", "a.jpg", "", photograph(t)[:20], filetype.Damaged},
		{"a letter with macros", "a.docx", "", letter(t, "word/vbaProject.bin", "x"), filetype.Macros},
		{"a text with macros", "a.odt", "", archive(t, "mimetype", string(filetype.ODT), "Basic/Standard/Module1.xml", "x"), filetype.Macros},
		{"an old letter with macros", "a.doc", "", compound("doc", "_VBA_PROJECT"), filetype.Macros},
		{"an archive bomb", "a.docx", "", letter(t, "word/media/a.bmp", strings.Repeat("0", 101<<20)), filetype.Bomb},
		{"a crowd of entries", "a.docx", "", letter(t, strings.Split(strings.Repeat("x,y,", 10_000)+"x,y", ",")...), filetype.Bomb},
		{"a lie about an entry's size", "a.docx", "", lying(t), filetype.Damaged},
	} {
		if got, problem := filetype.Check(c.name, c.claimed, c.content); got != "" || problem != c.want {
			t.Errorf("%s: %q, %q; want %q", c.what, got, problem, c.want)
		}
	}
}

func TestNamesAreHarmless(t *testing.T) {
	for name, want := range map[string]string{
		"zeugnis.pdf": "zeugnis.pdf", "../../etc/passwd": "passwd", `C:\Users\ada\zeugnis.pdf`: "zeugnis.pdf", "a<b>|c.pdf": "a_b__c.pdf", "..hidden.pdf": "hidden.pdf",
		"a\nb.pdf": "a_b.pdf", "شهادة.pdf": "شهادة.pdf", " a .pdf": "a.pdf", "": "",
		strings.Repeat("ё", 300) + ".pdf": strings.Repeat("ё", 196) + ".pdf", "a." + strings.Repeat("b", 300): "a." + strings.Repeat("b", 198),
	} {
		if got := filetype.CleanName(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}

func TestEveryEndingIsOffered(t *testing.T) {
	endings := filetype.Endings()
	for _, want := range []string{".pdf", ".png", ".jpg", ".docx", ".odt"} {
		if !slices.Contains(endings, want) {
			t.Errorf("%s is missing in %v", want, endings)
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, content := range [][]byte{nil, []byte("%PDF-1.4\n"), picture(f), photograph(f), letter(f), sized(f, 60_000, 60_000), compound("doc", ""), lying(f),
		archive(f, "mimetype", string(filetype.ODT)), []byte("PK\x03\x04")} {
		for _, name := range []string{"a.pdf", "a.png", "a.docx"} {
			f.Add(name, "", content)
		}
	}
	f.Fuzz(func(t *testing.T, name, claimed string, content []byte) {
		found, problem := filetype.Check(name, claimed, content)
		if (found == "") == (problem == "") {
			t.Errorf("%q: %q and %q", name, found, problem)
		}
		again, problem := filetype.Check(filetype.CleanName(name), "", content)
		if found != "" && again != found && problem != filetype.Nameless {
			t.Errorf("%q is %q, and under its clean name %q (%s)", name, found, again, problem)
		}
	})
}

func FuzzCleanName(f *testing.F) {
	for _, name := range []string{"a.pdf", "../a", `..\a`, ".", "/", "\x00", strings.Repeat("ё", 300), "a." + strings.Repeat("b", 300)} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		clean := filetype.CleanName(name)
		if strings.ContainsAny(clean, "/\\\"\r\n") || strings.HasPrefix(clean, ".") || utf8.RuneCountInString(clean) > 200 {
			t.Errorf("%q becomes %q", name, clean)
		}
	})
}

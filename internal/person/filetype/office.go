package filetype

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
)

// What an office file may contain at most: many pictures, but nothing enormous.
const (
	mostUnpacked = 100 << 20
	mostEntries  = 10_000
)

// detectArchive tells office files, which are archives, by what lies in them; empty for everything else.
func detectArchive(content []byte) Type {
	if !bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		return ""
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return ""
	}
	for _, f := range archive.File {
		switch f.Name {
		case "word/document.xml":
			return DOCX
		case "xl/workbook.xml":
			return XLSX
		case "mimetype":
			return openDocument(f)
		}
	}
	return ""
}

// openDocument reads the type that an OpenDocument file says in its first entry.
func openDocument(f *zip.File) Type {
	in, err := f.Open()
	if err != nil {
		return ""
	}
	defer func() { _ = in.Close() }()
	text, err := io.ReadAll(io.LimitReader(in, 100))
	if t := Type(text); err == nil && (t == ODT || t == ODS) {
		return t
	}
	return ""
}

// checkArchive unpacks an office file into nothing: what an entry says about its own size may be a lie.
func checkArchive(content []byte) Problem {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return Damaged
	}
	if len(archive.File) > mostEntries {
		return Bomb
	}
	left := int64(mostUnpacked)
	for _, f := range archive.File {
		if isMacro(f.Name) {
			return Macros
		}
		n, err := unpack(f, left)
		if left -= n; left <= 0 {
			return Bomb
		}
		if err != nil {
			return Damaged
		}
	}
	return ""
}

func isMacro(entry string) bool {
	entry = strings.ToLower(entry)
	return strings.HasSuffix(entry, "vbaproject.bin") || strings.HasPrefix(entry, "basic/") || strings.HasPrefix(entry, "scripts/")
}

func unpack(f *zip.File, most int64) (int64, error) {
	in, err := f.Open()
	if err != nil {
		return 0, err
	}
	defer func() { _ = in.Close() }()
	return io.Copy(io.Discard, io.LimitReader(in, most))
}

// macroStreams are the names, in UTF-16, of what holds the programs in old office files.
var macroStreams = [][]byte{utf16("_VBA_PROJECT"), utf16("Macros")}

func utf16(text string) []byte {
	var b []byte
	for _, r := range text {
		b = append(b, byte(r), 0)
	}
	return b
}

// checkCompound looks for programs in an old office file. Their directory lies in clear in the file.
func checkCompound(content []byte) Problem {
	for _, name := range macroStreams {
		if bytes.Contains(content, name) {
			return Macros
		}
	}
	return ""
}

package filetype

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"
)

// Type is a media type, for example application/pdf.
type Type string

// The types that are kept.
const (
	PDF  Type = "application/pdf"
	PNG  Type = "image/png"
	JPEG Type = "image/jpeg"
	DOCX Type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	XLSX Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	ODT  Type = "application/vnd.oasis.opendocument.text"
	ODS  Type = "application/vnd.oasis.opendocument.spreadsheet"
	DOC  Type = "application/msword"
	XLS  Type = "application/vnd.ms-excel"
	RTF  Type = "text/rtf"
)

// Problem is why a file is refused.
type Problem string

// The problems.
const (
	Empty    Problem = "empty"
	Unknown  Problem = "unknown"  // none of the types that are kept
	Lie      Problem = "lie"      // the name or the browser says another type
	Bomb     Problem = "bomb"     // enormous once it is opened
	Macros   Problem = "macros"   // contains programs
	Damaged  Problem = "damaged"  // cannot be read as what it is
	Nameless Problem = "nameless" // without a name or an ending
)

// kind is how files of a type are called and claimed.
type kind struct {
	endings []string // the usual one first
	claims  []string // what browsers call it beside the type itself
	check   func(content []byte) Problem
}

var kinds = map[Type]kind{
	PDF:  {[]string{".pdf"}, []string{"application/x-pdf"}, nil},
	PNG:  {[]string{".png"}, []string{"image/x-png"}, checkPicture},
	JPEG: {[]string{".jpg", ".jpeg", ".jpe", ".jfif"}, []string{"image/jpg", "image/pjpeg"}, checkPicture},
	DOCX: {[]string{".docx"}, nil, checkArchive},
	XLSX: {[]string{".xlsx"}, nil, checkArchive},
	ODT:  {[]string{".odt"}, nil, checkArchive},
	ODS:  {[]string{".ods"}, nil, checkArchive},
	DOC:  {[]string{".doc"}, []string{"application/vnd.ms-word"}, checkCompound},
	XLS:  {[]string{".xls"}, []string{"application/msexcel", "application/x-msexcel", "application/excel"}, checkCompound},
	RTF:  {[]string{".rtf"}, []string{"application/rtf", "application/msword"}, nil},
}

// Endings are the endings of all files that are kept, for the file field of a form.
func Endings() []string {
	var all []string
	for _, k := range kinds {
		all = append(all, k.endings...)
	}
	slices.Sort(all)
	return all
}

// Check finds the type of a file and why it is refused; an empty Problem means that it may be kept. claimed is the type that
// came with it, possibly empty.
func Check(name, claimed string, content []byte) (Type, Problem) {
	if len(content) == 0 {
		return "", Empty
	}
	found := detect(content)
	k, kept := kinds[found]
	if !kept {
		return "", Unknown
	}
	ending := strings.ToLower(path.Ext(name))
	if ending == "" || ending == name {
		return "", Nameless
	}
	if !slices.Contains(k.endings, ending) || !k.isCalled(found, claimed) {
		return "", Lie
	}
	if k.check != nil {
		if problem := k.check(content); problem != "" {
			return "", problem
		}
	}
	return found, ""
}

// isCalled says whether a claimed type may stand for the one that was found. Browsers that do not know say nothing in particular.
func (k kind) isCalled(found Type, claimed string) bool {
	claimed, _, _ = strings.Cut(strings.ToLower(claimed), ";")
	claimed = strings.TrimSpace(claimed)
	return claimed == "" || claimed == "application/octet-stream" || claimed == string(found) || slices.Contains(k.claims, claimed)
}

// detect looks at the whole content: the kind of an office file may stand far from its beginning.
func detect(content []byte) Type {
	if office := detectArchive(content); office != "" {
		return office
	}
	m := mimetype.Detect(content)
	for t := range kinds {
		if m.Is(string(t)) {
			return t
		}
	}
	return ""
}

// The longest names of files and of their endings, in characters, that every file system takes.
const (
	longestName   = 200
	longestEnding = 20
)

// CleanName is a file's name without its folders and without what a file system or a header could take for something else.
func CleanName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, "_"), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/<>:"|?*`, r) || unicode.IsControl(r) {
			return '_'
		}
		return r
	}, name)
	name = strings.TrimFunc(name, func(r rune) bool { return r == '.' || unicode.IsSpace(r) })
	ending := path.Ext(name)
	if utf8.RuneCountInString(ending) > longestEnding {
		ending = ""
	}
	stem := []rune(strings.TrimSuffix(name, ending))
	stem = stem[:min(len(stem), longestName-utf8.RuneCountInString(ending))]
	return strings.TrimRightFunc(string(stem), unicode.IsSpace) + ending
}

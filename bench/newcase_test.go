package bench

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/ident"
)

// What the form has filled in: the edition of the text that is agreed to, and the centre.
var (
	shownEdition = regexp.MustCompile(`name="consent_identity_text" value="([^"]+)"`)
	chosenSite   = regexp.MustCompile(`<option value="([^"]+)" selected`)
)

// BenchmarkNewCase saves new cases through the form of the office, each with contact, qualification, consent, identity and
// notes in one request. Everybody is somebody new, so the search for duplicates finds nobody. Who saves waits for the disk, and
// those who save at the same time wait for it together: so it depends on how many there are.
func BenchmarkNewCase(b *testing.B) {
	for _, counsellors := range []int{clients, 32} {
		b.Run(fmt.Sprint(counsellors, "_at_once"), func(b *testing.B) { saveCases(b, counsellors) })
	}
}

func saveCases(b *testing.B, counsellors int) {
	all := serveMany(b, filled(b).copied(b), "counsellor@demo.example", counsellors)
	today := clock.Today(clock.System).String()
	page := all[0].page(b, "/cases/new")
	edition, site := shownEdition.FindStringSubmatch(page), chosenSite.FindStringSubmatch(page[strings.Index(page, `id="f-site_id"`):])
	if edition == nil || site == nil {
		b.Fatal("the form names no text to agree to, or no centre")
	}
	each(b, all, func(c *counsellor, i int) {
		form := url.Values{"key": {ident.Token()}, "opened": {today}, "held_on": {today}, "form": {"at_centre"}, "site_id": {site[1]}, "language": {"Deutsch"},
			"themes": {"recognition"}, "contents": {"r1"}, "access_route": {"job_centre"}, "country": {"Syrien"}, "kind": {"bachelor"}, "title": {"Krankenpflege"},
			"reference_occupation": {"nurse"}, "sex": {"female"}, "age": {"34"}, "nationality": {"Syrien"}, "residence_title": {"hum"}, "german_level": {"b1"},
			"employment": {"not_employed"}, "benefits": {"sgb2"}, "wish": {"Als Pflegefachfrau arbeiten"}, "notes": {"Zeugnisse liegen vor."},
			"consent_identity": {"true"}, "consent_identity_given_on": {today}, "consent_identity_medium": {"face_to_face"},
			"consent_identity_language": {"de"}, "consent_identity_text": {edition[1]},
			"family_name": {newName()}, "given_name": {newName()}, "phone": {fmt.Sprintf("+963 11 %07d", i)}}
		status, body := c.post(b, "/cases/new", form)
		if status != http.StatusSeeOther {
			b.Errorf("%d %s", status, body)
		}
	})
}

// newName is a name that nobody has.
func newName() string {
	letters := strings.ToLower(ident.Token())
	return strings.ToUpper(letters[:1]) + strings.Map(func(c rune) rune {
		if c < 'a' {
			return 'o'
		}
		return c
	}, letters[1:12])
}

// page is a page as text.
func (c *counsellor) page(b *testing.B, path string) string {
	b.Helper()
	status, body := c.get(b, path)
	plain, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil || status != http.StatusOK {
		b.Fatalf("%s: %d, %v", path, status, err)
	}
	text, err := io.ReadAll(plain)
	if err != nil {
		b.Fatal(err)
	}
	return string(text)
}

package person_test

import (
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"openiq/internal/person"
	"openiq/internal/platform/clock"
)

var today = clock.Today(now)

// wrongFields are the fields of an identity that cannot be stored, with their messages.
func wrongFields(i person.Identity) map[string]string {
	out := map[string]string{}
	_, wrong := i.Clean(today)
	for _, f := range wrong {
		out[f.Name] = f.Key
	}
	return out
}

func TestWhatIsStoredAndWhatIsNot(t *testing.T) {
	long := strings.Repeat("محمدЮлияMüller李", 20) // 16 characters of four scripts
	for _, c := range []struct {
		field, fine, wrong, key string
	}{
		{"family_name", long[:len("محمدЮлияMüller李")*12], long, "error.too_long"},
		{"family_name", strings.Repeat("ё", 200), strings.Repeat("ё", 500), "error.too_long"},
		{"given_name", "Jean-Pierre", "???", "person.error.name"},
		{"native_name", "محمد", "12", "person.error.name"},
		{"street", "Musterweg 1", strings.Repeat("x", 201), "error.too_long"},
		{"postcode", "28195", strings.Repeat("1", 13), "error.too_long"},
		{"place", "Bremen", strings.Repeat("x", 101), "error.too_long"},
		{"phone", "+49 (0)421 / 123-456", "ask at work", "person.error.phone"},
		{"phone", "0421 123456", "123", "person.error.phone"},
		{"phone", "٠٤٢١١٢٣٤٥٦", "0421 1234567890123", "person.error.phone"},
		{"email", "jo.a+b@mail.example.org", "jo@example", "person.error.email"},
		{"email", "jo@xn--mller-kva.example", "Jo Example <jo@example.org>", "person.error.email"},
		{"email", "jo@example.org", "jo@example.org.", "person.error.email"},
		{"born_on", "1900-01-01", "1899-12-31", "person.error.born_too_early"},
		{"born_on", "2018-10-15", "2018-10-16", "error.future"},
		{"born_on", "1980-02-29", "1981-02-29", "error.date"},
		{"birth_place", "Aleppo", strings.Repeat("x", 101), "error.too_long"},
		{"customer_number", "123D456789", strings.Repeat("1", 21), "error.too_long"},
		{"adviser_name", "A. Example", strings.Repeat("x", 201), "error.too_long"},
		{"adviser_contact", "0421 1", strings.Repeat("x", 201), "error.too_long"},
		{"remark", "Kommt mit ihrer Schwester.\nRuft an.", strings.Repeat("x", 4001), "error.too_long"},
	} {
		i := ada
		*i.Field(c.field) = c.fine
		if wrong := wrongFields(i); len(wrong) > 0 {
			t.Errorf("%s %q: %v", c.field, c.fine, wrong)
		}
		*i.Field(c.field) = c.wrong
		if wrong := wrongFields(i); !reflect.DeepEqual(wrong, map[string]string{c.field: c.key}) {
			t.Errorf("%s %q: %v, want %s", c.field, c.wrong, wrong, c.key)
		}
	}
}

func TestOneNameIsEnough(t *testing.T) {
	for _, i := range []person.Identity{{FamilyName: "Example"}, {GivenName: "Ada"}, {NativeName: "محمد"}} {
		if wrong := wrongFields(i); len(wrong) > 0 {
			t.Errorf("%+v: %v", i, wrong)
		}
	}
	if wrong := wrongFields(person.Identity{Phone: "0421 123456"}); wrong["family_name"] != "person.error.name_missing" {
		t.Errorf("nobody: %v", wrong)
	}
}

// What cannot be seen must not be stored: it would hide in names, turn the text around it, or keep equal names apart.
func TestWhatNobodySeesIsRemoved(t *testing.T) {
	for in, want := range map[string]string{
		"  Ada \t Mary ": "Ada Mary", "A\u202eda": "Ada", "Ada\u2066\u200e\u061c": "Ada", "A\x00d\x1ba": "Ada", "A\u00adda\u200b": "Ada", "Ada\r\nMary": "Ada Mary",
		"A\u0308hm": "Ähm", "حبیب\u200cالله": "حبیب\u200cالله", "\ufeffAda": "Ada", "A\xffda": "A\ufffdda", "Ada\u2028Mary": "AdaMary",
	} {
		i := person.Identity{GivenName: in}
		if clean, wrong := i.Clean(today); clean.GivenName != want || len(wrong) > 0 {
			t.Errorf("%q becomes %q, %v; want %q", in, clean.GivenName, wrong, want)
		}
	}
	if got := person.CleanText(" eins \r\nzwei\t \r\rdrei\u202e\n "); got != "eins\nzwei\n\ndrei" {
		t.Errorf("%q", got)
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "Ada", "محمد", "A\u202eda", "\xff\xfe", strings.Repeat("ё", 300), "a\r\nb", "+49 (0)421", "jo@gmial.com"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var i person.Identity
		for _, name := range person.IdentityFields {
			*i.Field(name) = text
		}
		clean, _ := i.Clean(today)
		for _, name := range person.IdentityFields {
			value := *clean.Field(name)
			if !utf8.ValidString(value) || strings.ContainsFunc(value, func(r rune) bool {
				return unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Bidi_Control, r)
			}) {
				t.Errorf("%s of %q is %q", name, text, value)
			}
		}
		if again, _ := clean.Clean(today); again != clean {
			t.Errorf("cleaning %q twice changes %+v to %+v", text, clean, again)
		}
	})
}

func TestPhoneNumbersAreTheSameHoweverTheyAreWritten(t *testing.T) {
	for _, phone := range []string{"0421 123456", "0421/123456", "(0421) 12 34 56", "+49 421 123456", "+49 (0)421 123456", "0049421123456", "0049 421-123456", "٠٤٢١ ١٢٣٤٥٦"} {
		if got := person.NormalPhone(phone); got != "49421123456" {
			t.Errorf("%s is %q", phone, got)
		}
	}
	for phone, want := range map[string]string{"+380 44 1234567": "380441234567", "00380441234567": "380441234567", "": "", "0": "", "+": "", "0421": "", "a421 123456": "", "00 0421 1": "", "12345+6": ""} {
		if got := person.NormalPhone(phone); got != want {
			t.Errorf("%s is %q, want %q", phone, got, want)
		}
	}
}

func TestSlipsOfTheFingerAreAskedAbout(t *testing.T) {
	for email, want := range map[string]string{
		"jo@gmial.com": "jo@gmail.com", " Jo@GMAIL.CON ": "jo@gmail.com", "jo@hotmial.com": "jo@hotmail.com", "jo@t-onlien.de": "jo@t-online.de",
		"jo@gmail.com": "", "jo@example.org": "", "gmial.com": "", "@gmial.com": "", "": "",
	} {
		if got := person.MeantEmail(email); got != want {
			t.Errorf("%q: %q, want %q", email, got, want)
		}
	}
}

func TestNobodyIsCounselledBeforeBirth(t *testing.T) {
	born := clock.MustDay("1980-02-29")
	for day, want := range map[clock.Day]bool{born - 1: false, born: true, born + 1: true} {
		if ada.BornBy(day) != want {
			t.Errorf("%s: %v", day, !want)
		}
	}
	if unknown := (person.Identity{}); !unknown.BornBy(clock.MustDay("1900-01-01")) {
		t.Error("an unknown birth date must let everything through")
	}
}

func TestLabels(t *testing.T) {
	for want, i := range map[string]person.Identity{
		"Example, Ada": {FamilyName: "Example", GivenName: "Ada", NativeName: "x"}, "Example": {FamilyName: "Example"}, "Ada": {GivenName: "Ada"}, "محمد": {NativeName: "محمد"},
	} {
		if got := i.Label(); got != want {
			t.Errorf("%+v is %q", i, got)
		}
	}
}

// Every field has a name, so that forms, histories and merges cannot forget one.
func TestEveryFieldHasItsName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var i person.Identity
		value := reflect.ValueOf(&i).Elem()
		if value.NumField() != len(person.IdentityFields) {
			t.Fatalf("%d fields, %d names", value.NumField(), len(person.IdentityFields))
		}
		n := rapid.IntRange(0, value.NumField()-1).Draw(t, "field")
		*i.Field(person.IdentityFields[n]) = "x"
		if value.Field(n).String() != "x" {
			t.Errorf("%s is another field", person.IdentityFields[n])
		}
		if d := (&person.Identity{}).Differences(&i); len(d) != 1 || d[0] != (person.Difference{Field: person.IdentityFields[n], To: "x"}) {
			t.Errorf("differences %v", d)
		}
	})
	if (&person.Identity{}).Field("nonsense") != nil {
		t.Error("a field that does not exist")
	}
}

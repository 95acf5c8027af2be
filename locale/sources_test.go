package locale

import (
	"encoding/csv"
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

var update = flag.Bool("update", false, "note which German text new and changed translations were made from")

const source = "de"

// now are the origins of a language's texts as they are: what did not change keeps the German text that is noted.
func now(german, texts []PortalText, noted map[string]Origin) map[string]Origin {
	digests := map[string]string{}
	for _, text := range german {
		digests[text.Key] = text.Text.Digest()
	}
	all := map[string]Origin{}
	for _, text := range texts {
		origin := Origin{digests[text.Key], text.Text.Digest()}
		if before, known := noted[text.Key]; known && before.Translation == origin.Translation {
			origin.Source = before.Source
		}
		all[text.Key] = origin
	}
	return all
}

func TestTheSourceOfEachTranslationIsNoted(t *testing.T) {
	languages, err := PortalLanguages()
	if err != nil || len(languages) < 2 {
		t.Fatal(languages, err)
	}
	german, _, err := PortalTexts(source)
	if err != nil || len(german) < 50 {
		t.Fatal(len(german), err)
	}
	for _, lang := range languages {
		if lang == source {
			continue
		}
		texts, _, err := PortalTexts(lang)
		if err != nil {
			t.Fatal(err)
		}
		noted, err := PortalSources(lang)
		if err != nil {
			t.Fatal(err)
		}
		origins := now(german, texts, noted)
		if *update {
			write(t, lang, origins)
		} else if !maps.Equal(origins, noted) {
			t.Errorf("%s has texts whose German source is not noted: go test ./locale -update", lang)
		}
	}
}

// write notes the origins of a language.
func write(t *testing.T, lang string, origins map[string]Origin) {
	t.Helper()
	var out strings.Builder
	rows := csv.NewWriter(&out)
	_ = rows.Write(sourceColumns)
	for _, key := range slices.Sorted(maps.Keys(origins)) {
		_ = rows.Write([]string{key, origins[key].Source, origins[key].Translation})
	}
	if rows.Flush(); rows.Error() != nil {
		t.Fatal(rows.Error())
	}
	if err := os.WriteFile("sources/"+lang+".csv", []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestATranslationKeepsTheSourceItWasMadeFrom(t *testing.T) {
	old, fresh := Text{Plain: "Hallo"}, Text{Plain: "Guten Tag"}
	hello := Text{Plain: "Hello"}
	noted := map[string]Origin{"a": {old.Digest(), hello.Digest()}, "gone": {"1", "2"}}
	german := []PortalText{{"a", fresh}, {"b", fresh}}
	for _, c := range []struct {
		name        string
		translation Text
		want        string
	}{{"unchanged", hello, old.Digest()}, {"changed", Text{Plain: "Good day"}, fresh.Digest()}} {
		origins := now(german, []PortalText{{"a", c.translation}, {"b", hello}}, noted)
		if origins["a"].Source != c.want || origins["b"].Source != fresh.Digest() || len(origins) != 2 {
			t.Errorf("%s: %v", c.name, origins)
		}
	}
}

func TestABrokenTableOfSourcesIsRefused(t *testing.T) {
	for name, file := range map[string]string{"no columns": "a,b,c\n", "empty": "", "too few": "key,source,translation\na,b\n"} {
		if _, err := readSources(fstest.MapFS{"x.csv": {Data: []byte(file)}}, "x.csv"); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	all, err := readSources(fstest.MapFS{"x.csv": {Data: []byte("key,source,translation\na,b,c\n")}}, "x.csv")
	if err != nil || all["a"] != (Origin{"b", "c"}) {
		t.Error(all, err)
	}
}

func TestATextIsReadAndWrittenAsTheFilesHaveIt(t *testing.T) {
	for _, raw := range []string{`"Hallo"`, `{"one":"ein Tag","other":"{{.Count}} Tage"}`} {
		var text Text
		if err := text.UnmarshalJSON([]byte(raw)); err != nil {
			t.Fatal(err)
		}
		if again, err := text.MarshalJSON(); err != nil || string(again) != raw {
			t.Errorf("%s became %s (%v)", raw, again, err)
		}
	}
	if (Text{Plain: "a"}).Digest() == (Text{Plain: "b"}).Digest() {
		t.Error("two texts have one digest")
	}
	for _, broken := range []string{"", "[]", `{"a":1}`, `{"a":"b"`} {
		if eachText([]byte(broken), func(string, Text) {}) == nil {
			t.Errorf("%q: accepted", broken)
		}
	}
}

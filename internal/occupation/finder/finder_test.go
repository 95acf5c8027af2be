package finder

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

var few = []Label{
	{0, "de", Title, "Krankenpfleger"}, {0, "de", Title, "Krankenpflegerin"}, {0, "en", Title, "nurse"}, {0, "ar", Title, "ممرض"}, {0, "uk", Title, "медична сестра"},
	{1, "de", Title, "Bäcker"}, {1, "en", Title, "baker"}, {1, "el", Title, "αρτοποιός"},
	{2, "de", Title, "Maschinenbauingenieur"}, {2, "ru", Title, "инженер-механик"}, {2, "fa", Title, "مهندس مکانیک"},
	{3, "fr", Title, "œuvrier (général)"}, {3, "de", Word, "Hilfskraft"},
	{4, "de", Title, "…"},
}

func TestWaysToALabel(t *testing.T) {
	x := Build(few)
	if x.Len() != len(few)-1 {
		t.Errorf("%d labels, the one without a letter included", x.Len())
	}
	for query, want := range map[string]struct {
		entry int
		how   How
	}{
		"Krankenpfleger":        {0, Exact},
		"KRANKENPFLEGER ":       {0, Exact},
		"Bäckerinnen":           {1, Gender},
		"Backer":                {1, Exact},
		"Baecker":               {1, Typo},
		"Krankenpf":             {0, Beginning},
		"Krankenplfeger":        {0, Typo},
		"Intensivpfleger":       {-1, 0},
		"Nachtkrankenpflegerin": {0, Compound},
		"mumarrid":              {0, Sound},
		"нурсе":                 {0, Sound},
		"medychna sestra":       {0, Sound},
		"inzhener mekhanik":     {2, Sound},
		"mohandes mekanik":      {2, Sound},
		"μπεικερ":               {-1, 0},
		"Hilfs kraft":           {3, Typo},
		"oeuvrier general":      {3, Exact},
		"المُمَرِّض":            {0, Exact},
		"":                      {-1, 0},
		"?!… 😀 ":                {-1, 0},
		"' OR 1=1; --":          {-1, 0},
		".*(a+)+$":              {-1, 0},
	} {
		got := x.Search(query, "de", 3)
		switch {
		case want.entry < 0 && len(got) > 0 && got[0].Score > 0.7:
			t.Errorf("%q finds %+v", query, got[0])
		case want.entry >= 0 && (len(got) == 0 || got[0].Entry != want.entry || got[0].How != want.how):
			t.Errorf("%q finds %+v, want entry %d by %s", query, got, want.entry, want.how)
		}
	}
}

func TestASnapshotIsTheIndex(t *testing.T) {
	x := Build(few)
	bytes := x.Snapshot()
	y, err := Restore(bytes)
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"nurse", "Krankenpfelger", "inzhener", "back"} {
		if a, b := x.Search(query, "en", 5), y.Search(query, "en", 5); len(a) == 0 || !slices.Equal(a, b) {
			t.Errorf("%s: %+v and %+v", query, a, b)
		}
	}
	if y.Title(1, "el") != "αρτοποιός" || y.Title(1, "xx") != "" || y.Title(99, "de") != "" || y.Title(-1, "de") != "" {
		t.Error("titles of the restored index")
	}
	for n := range len(bytes) {
		if _, err := Restore(bytes[:n]); !errors.Is(err, ErrFormat) {
			t.Fatalf("cut at %d: %v", n, err)
		}
	}
	bytes[0]++
	if _, err := Restore(bytes); !errors.Is(err, ErrFormat) {
		t.Errorf("of another version: %v", err)
	}
}

func TestManySearchAtOnce(t *testing.T) {
	x, small := Build(few), Build(few[:3])
	want := x.Search("krankenpflegerin baker", "de", 5)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 200 {
				small.Search("nurse", "de", 5)
				if got := x.Search("krankenpflegerin baker", "de", 5); !slices.Equal(got, want) {
					t.Errorf("%+v, want %+v", got, want)
				}
			}
		})
	}
	all.Wait()
}

func TestOneErrorIsFoundInAnyLongWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-zäа-яا-ي]{5,20}`).Draw(t, "word")
		letters := []rune(word)
		i := rapid.IntRange(0, len(letters)-1).Draw(t, "place")
		switch rapid.IntRange(0, 2).Draw(t, "error") {
		case 0:
			letters = slices.Delete(letters, i, i+1)
		case 1:
			letters = slices.Insert(letters, i, letters[max(0, i-1)])
		default:
			j := min(i+1, len(letters)-1)
			letters[i], letters[j] = letters[j], letters[i]
		}
		whole, spoiled := words(word), words(string(letters))
		if len(whole) != 1 || len(spoiled) != 1 || len([]rune(whole[0])) < 5 || len([]rune(spoiled[0])) < 4 {
			t.Skip("folding took too many letters away")
		}
		if !oneApart(whole[0], spoiled[0]) && whole[0] != spoiled[0] {
			t.Skip("folding made two errors of one") // an article or a vowel sign came or went
		}
		x := Build([]Label{{7, "de", Title, word}})
		if got := x.Search(string(letters), "de", 1); len(got) != 1 || got[0].Entry != 7 {
			t.Fatalf("%s is not found by %s", word, string(letters))
		}
	})
}

func TestOneApart(t *testing.T) {
	for _, pair := range [][2]string{{"abc", "abd"}, {"abc", "ab"}, {"abc", "abcd"}, {"abc", "acb"}, {"abc", "xabc"}, {"abc", "abc"}, {"", "a"}} {
		if !oneApart(pair[0], pair[1]) || !oneApart(pair[1], pair[0]) {
			t.Errorf("%v is one error", pair)
		}
	}
	for _, pair := range [][2]string{{"abc", "cba"}, {"abc", "a"}, {"abcd", "badc"}, {"abc", "xyz"}} {
		if oneApart(pair[0], pair[1]) {
			t.Errorf("%v is more than one error", pair)
		}
	}
}

func FuzzSearch(f *testing.F) {
	for _, seed := range []string{"nurse", "Lehrer*in", "ممرض", strings.Repeat("a ", 10000), "\x00\xff\xfe", "\u202e\u200f😀", "' OR 1=1", strings.Repeat("ا", 9000)} {
		f.Add(seed)
	}
	x := Build(few)
	f.Fuzz(func(t *testing.T, query string) {
		got := x.Search(query, "de", 5)
		if len(got) > 5 || !slices.IsSortedFunc(got, func(a, b Match) int {
			if a.Score > b.Score {
				return -1
			}
			return 0
		}) {
			t.Errorf("%+v", got)
		}
		if clean := x.Search("nurse", "en", 1); len(clean) != 1 || clean[0].Score < 1 {
			t.Errorf("after it, nurse finds %+v", clean)
		}
	})
}

package centre_test

import (
	"testing"

	"openiq/internal/centre"
)

func TestTimesAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"9-12": "09:00–12:00", "9:00–12:30, 13.30 bis 17 Uhr": "09:00–12:30, 13:30–17:00", "14–18; 9–12": "09:00–12:00, 14:00–18:00", "": "", "0–24": "00:00–24:00",
		"8 h to 9 h": "08:00–09:00", "9–12,": "09:00–12:00",
	} {
		spans, ok := centre.ParseSpans(text)
		if got := centre.WriteSpans(spans); !ok || got != want {
			t.Errorf("%q is read as %q (%v), want %q", text, got, ok, want)
		}
		if again, ok := centre.ParseSpans(centre.WriteSpans(spans)); !ok || len(again) != len(spans) {
			t.Errorf("%q cannot be read again", centre.WriteSpans(spans))
		}
	}
}

func TestBrokenTimesAreRefused(t *testing.T) {
	for _, text := range []string{"9", "12–9", "9–9", "9–25", "9:60–10", "9–12, 11–13", "9–12–14", "morgens", "-", "9–24:01"} {
		if spans, ok := centre.ParseSpans(text); ok {
			t.Errorf("%q is read as %v", text, spans)
		}
	}
}

func FuzzSpansThatAreReadAreInOrder(f *testing.F) {
	for _, seed := range []string{"9–12, 13–17", "9", "0–24", "9 Uhr bis 10 Uhr"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		spans, ok := centre.ParseSpans(text)
		if !ok {
			return
		}
		last := centre.Time(0)
		for _, s := range spans {
			if s.From < last || s.To <= s.From || s.To > 24*60 {
				t.Fatalf("%q is read as %v", text, spans)
			}
			last = s.To
		}
	})
}

package bench

import (
	"bytes"
	"fmt"
	"net/http"
	"testing"
)

// answers are pages of the finder's answer: a nurse from Syria and others, in places all over the country.
func answer(i int) string {
	occupations := []string{"nurse", "physician", "civil_engineer", "electronics_technician", "teacher", "baker", "lawyer", "architect"}
	countries := []string{"SY", "UA", "TR", "IR", "PL", "IN", "BR", "RO"}
	return fmt.Sprintf("/finder/answer?occupation=%s&country=%s&state=%s&on=2027-%02d-%02d",
		occupations[i%len(occupations)], countries[i/8%len(countries)], []string{"BY", "BE", "NW", "SN"}[i/64%4], 1+i/256%12, 1+i/3072%28)
}

// BenchmarkPortal reads public pages as readers without cookies do: from memory, where the same page was asked for before,
// and computed, where each address is another one.
func BenchmarkPortal(b *testing.B) {
	n := filled(b).copied(b)
	all := serve(b, n, "counsellor@demo.example")
	for _, c := range all {
		c.client.Jar = nil
	}
	for name, path := range map[string]func(i int) string{
		"memory/home":     func(int) string { return "/ar/" },
		"memory/answer":   func(int) string { return "/ar" + answer(0) },
		"memory/centres":  func(int) string { return "/tr/centres" },
		"computed/answer": func(i int) string { return "/ar" + answer(i) },
		"computed/search": func(i int) string { return fmt.Sprintf("/uk/finder?q=nurse+%d", i) },
		"computed/nearby": func(i int) string { return fmt.Sprintf("/fa/centres?q=%05d", 1067+i*13%98000) },
	} {
		b.Run(name, func(b *testing.B) {
			each(b, all, func(c *counsellor, i int) {
				status, body := c.get(b, path(i))
				if status != http.StatusOK || !bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
					b.Errorf("%s: %d, %d bytes", path(i), status, len(body))
				}
			})
		})
	}
}

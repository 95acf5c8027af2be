package bench

import (
	"bytes"
	"net/http"
	"testing"
)

// BenchmarkOpenCase opens the cases of a large centre, as their counsellors do: with who they are about, and with the entry
// that says who looked committed before the page is sent.
func BenchmarkOpenCase(b *testing.B) {
	n := filled(b).copied(b)
	all := serve(b, n, n.hire(b, largeCentre))
	ids := all[0].cases(b)
	if status, page := all[0].plain(b, "/cases/"+ids[0]); status != http.StatusOK || !bytes.Contains(page, []byte(`class="who"`)) {
		b.Fatalf("%d, the page does not show who the case is about: %s", status, page)
	}
	open := func(c *counsellor, i int) {
		status, body := c.get(b, "/cases/"+ids[i%len(ids)])
		if status != http.StatusOK || !bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
			b.Errorf("%d, %d bytes", status, len(body))
		}
	}
	b.Run("fast", func(b *testing.B) { each(b, all, open) })
	b.Run("1000-a-second", func(b *testing.B) { paced(b, all, 1000, open) })
}

// plain gets a page as it is, without compression.
func (c *counsellor) plain(b *testing.B, path string) (int, []byte) {
	r, err := http.NewRequest(http.MethodGet, c.base+path, nil)
	if err != nil {
		b.Fatal(err)
	}
	return c.do(b, r)
}

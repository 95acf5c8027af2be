package bench

import (
	"strings"
	"testing"

	"openiq/test/browser"
)

// BenchmarkSlowPhone opens pages of the portal for the first time on a cheap phone with a slow line (400 kbit/s, 400 ms before
// an answer begins, a quarter of this machine's speed), and tells when the page can be read and used, and what it weighs.
func BenchmarkSlowPhone(b *testing.B) {
	n := filled(b).copied(b)
	base := serve(b, n, "counsellor@demo.example")[0].base
	chromium := browser.New(b)
	for _, path := range []string{"/ar/", "/uk/finder", "/ar" + answer(0), "/de/centres?q=86150"} {
		b.Run(strings.NewReplacer("/", "_", "?", "_").Replace(path[1:]), func(b *testing.B) {
			var usable, bytes, requests float64
			for range b.N {
				page := chromium.Private().Open(base+path, browser.View{Width: 360, Height: 740, Lang: path[1:3], Slow: true})
				usable += browser.Evaluate[float64](page, `Math.max(performance.getEntriesByName("first-contentful-paint")[0].startTime,
					performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd)`)
				for _, r := range page.Requests() {
					if r.Kind != "Font" {
						bytes += float64(r.Bytes)
						requests++
					}
				}
				page.Close()
			}
			b.ReportMetric(usable/float64(b.N), "usable-ms")
			b.ReportMetric(bytes/float64(b.N)/1024, "KB")
			b.ReportMetric(requests/float64(b.N), "requests")
			b.ReportMetric(0, "ns/op")
		})
	}
}

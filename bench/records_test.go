package bench

import (
	"io"
	"net/http"
	"testing"
)

// BenchmarkRecordsXLSX downloads contacts of the nation up to a day, with 28 columns in words, as the office sends them:
// selected by the engine, noted in the audit trail, packed.
func BenchmarkRecordsXLSX(b *testing.B) {
	c := serve(b, filled(b).copied(b), "analyst@demo.example")[0]
	c.download(b, "/figures.csv?indicator=counselling.contacts") // loads the facts
	for _, rows := range []struct{ name, to string }{{"about-10000", "2015-03-14"}, {"about-100000", "2016-10-19"}, {"about-270000", "2018-12-31"}} {
		b.Run(rows.name, func(b *testing.B) {
			peak := watchMemory()
			var size int64
			for b.Loop() {
				size = c.download(b, "/figures/records.xlsx?indicator=counselling.contacts&from=2015-01-01&to="+rows.to)
			}
			b.ReportMetric(peak(), "peak-MB")
			b.ReportMetric(float64(size)/(1<<20), "file-MB")
		})
	}
}

// download reads a file without keeping it and gives its size.
func (c *counsellor) download(b *testing.B, path string) int64 {
	b.Helper()
	answer, err := c.client.Get(c.base + path)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	size, err := io.Copy(io.Discard, answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		b.Fatalf("%s: %d, %v", path, answer.StatusCode, err)
	}
	return size
}

// BenchmarkRecordsPage reads the first page of the records behind a figure of the nation, in all years.
func BenchmarkRecordsPage(b *testing.B) {
	all := serve(b, filled(b).copied(b), "analyst@demo.example")
	all[0].get(b, "/figures") // loads the facts
	each(b, all, func(c *counsellor, _ int) {
		if status, body := c.get(b, "/figures/records?indicator=counselling.total"); status != http.StatusOK {
			b.Errorf("%d %s", status, body)
		}
	})
}

package bench

import (
	"io"
	"iter"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
	"testing"
	"time"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/sheet"
)

// BenchmarkXLSX writes workbooks of twelve columns: the memory that the large ones need at most is that of the small one
// and a fixed buffer more, however many the rows.
func BenchmarkXLSX(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			peak := watchMemory()
			for b.Loop() {
				if err := sheet.XLSX(io.Discard, sheet.Book{Tables: []sheet.Table{invented(n)}}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(peak(), "peak-MB")
		})
	}
}

// invented is a table like a list of contacts.
func invented(n int) sheet.Table {
	t := sheet.Table{Name: "Kontakte"}
	for i := range 12 {
		t.Columns = append(t.Columns, sheet.Column{Title: "Spalte " + strconv.Itoa(i)})
	}
	t.Rows = func() iter.Seq2[[]sheet.Cell, error] {
		row := make([]sheet.Cell, len(t.Columns))
		return func(yield func([]sheet.Cell, error) bool) {
			for k := range n {
				row[0], row[1], row[2] = sheet.Text("01981234-5678-7abc-"+strconv.Itoa(k)), sheet.Day(clock.Day(17000+k%1400)), sheet.Number(int64(k))
				for i := 3; i < len(row); i++ {
					row[i] = sheet.Text("Anerkennungsberatung")
				}
				if !yield(row, nil) {
					return
				}
			}
		}
	}()
	return t
}

// watchMemory looks at the memory every few milliseconds; peak ends that and gives the most it held, in MB, beside what
// was held before.
func watchMemory() (peak func() float64) {
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before, most := m.Sys-m.HeapReleased, uint64(0)
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for tick := time.NewTicker(5 * time.Millisecond); ; {
			select {
			case <-done:
				tick.Stop()
				return
			case <-tick.C:
				runtime.ReadMemStats(&m)
				most = max(most, m.Sys-m.HeapReleased)
			}
		}
	})
	return func() float64 {
		close(done)
		wg.Wait()
		return float64(int64(most)-int64(before)) / (1 << 20)
	}
}

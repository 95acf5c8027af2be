package db

import (
	"context"
	"os"
	"time"
)

// The write-ahead log's sizes in bytes at which it is copied back into the database: beside the writer, or with the
// writer waiting, which is short because the first has copied nearly all of it.
const (
	walSoft = 48 << 20
	walHard = 128 << 20
)

// checkpoint copies the write-ahead log back in the background. Left to the writer it would stall commits; left to
// passive checkpoints alone the log would grow without bound under load.
func (d *DB) checkpoint(stop context.Context) {
	defer d.done.Done()
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	copied := int64(0)
	for {
		select {
		case <-stop.Done():
			return
		case <-tick.C:
		}
		size := d.walSize()
		switch {
		case size >= walHard:
			_, _ = d.write.ExecContext(stop, "PRAGMA wal_checkpoint(PASSIVE)")
			_, _ = d.write.ExecContext(stop, "PRAGMA wal_checkpoint(TRUNCATE)")
			copied = 0
		case size-copied >= walSoft || size < copied:
			_, _ = d.write.ExecContext(stop, "PRAGMA wal_checkpoint(PASSIVE)")
			copied = size
		}
	}
}

func (d *DB) walSize() int64 {
	info, err := os.Stat(d.dsn + "-wal")
	if err != nil {
		return 0
	}
	return info.Size()
}

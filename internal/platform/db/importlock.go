package db

var takeImportLock = SQL(`UPDATE import_lock SET taken = $1 WHERE id = 1`)

// LockImports waits until no import runs and keeps others from beginning one until the transaction ends. It is a row
// that is locked, not a lock of the session, so it holds behind any pool and in any cluster.
func (tx *Tx) LockImports() error {
	_, err := tx.Exec(takeImportLock, int64(tx.Now()))
	return err
}

package db

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"openiq/internal/platform/clock"
)

// session is a connection within a transaction. SQLite's writer keeps its statements prepared.
type session struct {
	db    *DB
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

func (d *DB) begin() (*session, error) {
	s, err := d.session()
	if err != nil {
		return nil, err
	}
	start := "BEGIN"
	if d.engine == sqlite {
		start = "BEGIN IMMEDIATE" // take the write lock first: an upgrade later could fail
	}
	if _, err := s.conn.ExecContext(context.Background(), start); err != nil {
		s.release()
		return nil, err
	}
	return s, nil
}

func (d *DB) session() (*session, error) {
	if d.writer != nil {
		return d.writer, nil
	}
	conn, err := d.write.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	s := &session{db: d, conn: conn}
	if d.engine == sqlite {
		s.stmts = map[string]*sql.Stmt{}
		d.writer = s
	}
	return s, nil
}

func (s *session) release() {
	if s.stmts == nil {
		_ = s.conn.Close()
	}
}

func (s *session) commit() error {
	if _, err := s.conn.ExecContext(context.Background(), "COMMIT"); err != nil {
		return &commitError{err}
	}
	return nil
}

func (s *session) rollback() { _, _ = s.conn.ExecContext(context.Background(), "ROLLBACK") }

func (s *session) exec(query string, args []any) (int64, error) {
	var result sql.Result
	var err error
	if s.stmts == nil {
		result, err = s.conn.ExecContext(context.Background(), query, args...)
	} else {
		var stmt *sql.Stmt
		if stmt, err = s.prepared(query); err == nil {
			result, err = stmt.ExecContext(context.Background(), args...)
		}
	}
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (s *session) query(query string, args []any) (*sql.Rows, error) {
	if s.stmts == nil {
		return s.conn.QueryContext(context.Background(), query, args...)
	}
	stmt, err := s.prepared(query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(context.Background(), args...)
}

func (s *session) row(query string, args []any) *sql.Row {
	if s.stmts != nil {
		if stmt, err := s.prepared(query); err == nil {
			return stmt.QueryRowContext(context.Background(), args...)
		}
	}
	return s.conn.QueryRowContext(context.Background(), query, args...)
}

func (s *session) prepared(query string) (*sql.Stmt, error) {
	if stmt, ok := s.stmts[query]; ok {
		return stmt, nil
	}
	stmt, err := s.conn.PrepareContext(context.Background(), query)
	if err == nil {
		s.stmts[query] = stmt
	}
	return stmt, err
}

var (
	selectKey = SQL(`SELECT result FROM idempotency WHERE tenant = $1 AND actor = $2 AND key = $3`)
	insertKey = SQL(`INSERT INTO idempotency (tenant, actor, key, at, result) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (tenant, actor, key) DO NOTHING`)
	raiseChange = SQL(`INSERT INTO change_number (tenant, n, at) VALUES ($1, $2, $3)
		ON CONFLICT (tenant) DO UPDATE SET n = change_number.n + $2, at = $3 RETURNING n`)
	insertEntry = SQL(`INSERT INTO audit_entry (tenant, n, at, actor, command, kind, subject, detail)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`)
)

// errRepeat says that a key in a shared commit was used before; alone, the first answer is looked up.
var errRepeat = errors.New("db: repeated command")

func (s *session) repeated(j *job) (bool, error) {
	err := s.row(selectKey, []any{j.cmd.Tenant, j.actor, j.cmd.Key}).Scan(&j.result)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// seal stores keys and audit entries of the batch and raises the change numbers. The row of a change number stays
// locked until the commit, so numbers are in commit order; tenants are taken in order, so nobody waits in a circle.
func (s *session) seal(batch []*job, now clock.Instant) error {
	byTenant := map[string][]*Entry{}
	var tenants []string
	for _, j := range batch {
		if j.err == nil && j.cmd.Key != "" && j.writes > 0 {
			stored, err := s.exec(insertKey, []any{j.cmd.Tenant, j.actor, j.cmd.Key, int64(now), j.result})
			if err != nil {
				return err
			}
			if stored == 0 {
				return errRepeat
			}
		}
		for i := range j.entries {
			e := &j.entries[i]
			if byTenant[e.Tenant] == nil {
				tenants = append(tenants, e.Tenant)
			}
			byTenant[e.Tenant] = append(byTenant[e.Tenant], e)
		}
	}
	slices.Sort(tenants)
	for _, tenant := range tenants {
		entries := byTenant[tenant]
		var n int64
		if err := s.row(raiseChange, []any{tenant, int64(len(entries)), int64(now)}).Scan(&n); err != nil {
			return err
		}
		first := n - int64(len(entries)) + 1
		for i, e := range entries {
			_, err := s.exec(insertEntry, []any{tenant, first + int64(i), int64(now), e.actor, e.command, e.Kind, e.ID, e.Detail})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

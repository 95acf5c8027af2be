package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	sqlitedriver "modernc.org/sqlite"

	"openiq/internal/platform/errs"
)

// SQLite's primary result codes used here (https://sqlite.org/rescode.html).
const (
	sqliteBusy     = 5
	sqliteReadOnly = 8
	sqliteIOErr    = 10
	sqliteFull     = 13
	sqliteCantOpen = 14
)

// translate turns "the database is not there" and "the disk is full" into errors a person can act on.
func translate(err error) error {
	var lite *sqlitedriver.Error
	var pg *pgconn.PgError
	switch {
	case err == nil, errors.Is(err, sql.ErrNoRows), errs.KindOf(err) != errs.Internal:
		return err
	case errors.As(err, &lite):
		switch lite.Code() & 0xff {
		case sqliteFull:
			return errs.Wrap(err, errs.Unavailable, "error.disk_full")
		case sqliteBusy, sqliteReadOnly, sqliteIOErr, sqliteCantOpen:
			return errs.Wrap(err, errs.Unavailable, "error.database")
		}
		return err
	case errors.As(err, &pg):
		switch {
		case pg.Code == "53100":
			return errs.Wrap(err, errs.Unavailable, "error.disk_full")
		case retryable(err), strings.HasPrefix(pg.Code, "53"), strings.HasPrefix(pg.Code, "57"), strings.HasPrefix(pg.Code, "08"):
			return errs.Wrap(err, errs.Unavailable, "error.database")
		}
		return err
	case lost(err):
		return errs.Wrap(err, errs.Unavailable, "error.database")
	}
	return err
}

// retryable says that the transaction did nothing and may simply run again: serialization failure, deadlock, or a
// server that is no longer the leader.
func retryable(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code {
		case "40001", "40P01", "25006", "57P01", "57P02", "57P03":
			return true
		}
		return false
	}
	return lost(err)
}

// lost says that the connection broke.
func lost(err error) bool {
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.As(err, &connect) || (errors.As(err, &network) && !errors.Is(err, context.DeadlineExceeded)) || pgconn.SafeToRetry(err)
}

package app

import (
	"fmt"

	"openiq/internal/indicator"
	"openiq/internal/indicator/report"
	"openiq/internal/platform/db"
)

func (e *environment) writeSheet(d *db.DB, words report.Words, c *indicator.Computed, format string) error {
	return fmt.Errorf("no %s", format)
}

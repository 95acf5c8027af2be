-- +goose Up
-- The list of today in its own order, so that a page of it is read without sorting all cases of a counsellor. The expression
-- is that of the list, word for word.
CREATE INDEX case_summary_today ON case_summary (site_id, counsellor_id, (COALESCE(CASE WHEN follow_up_on <= due_on THEN follow_up_on ELSE COALESCE(due_on, follow_up_on) END, 2147483646)), case_id, follow_up_on, due_on, last_contact, closed_on) WHERE counsellor_id IS NOT NULL AND closed_on IS NULL;

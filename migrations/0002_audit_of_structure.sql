-- +goose Up
-- The history of a structure record says who stored each version. Only the federal tenant's entries are asked for, so
-- that recording cases pays nothing for it.
CREATE INDEX audit_entry_of_structure ON audit_entry (kind, subject) WHERE tenant = 'federal';

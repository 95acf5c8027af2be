-- +goose Up
-- What an account has typed into a form and not saved yet. The fields are sealed; the address and the name of the form
-- hold ids and message keys only. done = 1: the form was saved, and a late draft of it is refused until the row expires.
CREATE TABLE draft (
    account_id ID_TEXT NOT NULL,
    key ID_TEXT NOT NULL,
    path ID_TEXT NOT NULL,
    name TEXT NOT NULL,
    seq BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    done INTEGER NOT NULL,
    PRIMARY KEY (account_id, key)
);
CREATE INDEX draft_by_end ON draft (expires_at);

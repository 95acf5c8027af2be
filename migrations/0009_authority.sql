-- +goose Up
-- What the office changed in the authorities and rules that ship with the program: each saved state of an entry, the newest
-- counts. what is authority or rule, body the entry as JSON.
CREATE TABLE authority_edit (
    what ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    stored_at BIGINT NOT NULL,
    actor ID_TEXT NOT NULL,
    PRIMARY KEY (what, id, version)
);

-- The number of what is stored above; it rises with each change.
CREATE TABLE authority_change (
    what ID_TEXT NOT NULL PRIMARY KEY,
    n BIGINT NOT NULL
);
INSERT INTO authority_change (what, n) VALUES ('rules', 0);

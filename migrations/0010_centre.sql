-- +goose Up
-- What the public is told about a centre beside the structure: each saved state, the newest counts. site_id is the centre's
-- id in the structure, body the state as JSON, with its mobile stops.
CREATE TABLE centre_edit (
    site_id ID_TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    stored_at BIGINT NOT NULL,
    actor ID_TEXT NOT NULL,
    PRIMARY KEY (site_id, version)
);

-- The number of what is stored above; it rises with each change.
CREATE TABLE centre_change (
    what ID_TEXT NOT NULL PRIMARY KEY,
    n BIGINT NOT NULL
);
INSERT INTO centre_change (what, n) VALUES ('centres', 0);

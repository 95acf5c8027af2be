-- +goose Up
-- What the office changed in the catalogue of reference occupations that ships with the program: each saved state of an
-- entry, the newest counts. body is the entry as JSON.
CREATE TABLE occupation_edit (
    code ID_TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    stored_at BIGINT NOT NULL,
    actor ID_TEXT NOT NULL,
    PRIMARY KEY (code, version)
);

-- The imported classification ESCO: its occupations and their labels (n = 0: the preferred one).
CREATE TABLE esco_concept (
    id ID_TEXT NOT NULL PRIMARY KEY,
    isco ID_TEXT NOT NULL
);
CREATE TABLE esco_label (
    lang ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    n INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (lang, id, n)
);

-- The official crosswalk from ESCO to job titles of the KldB 2010.
CREATE TABLE esco_kldb (
    id ID_TEXT NOT NULL,
    kldb ID_TEXT NOT NULL,
    relation ID_TEXT NOT NULL,
    PRIMARY KEY (id, kldb, relation)
);

-- The search index of the labels, made of the tables above by the program: kept so that a server is ready at once, and
-- made anew whenever it is not of their number or of the program's format.
CREATE TABLE occupation_index (
    part INTEGER NOT NULL PRIMARY KEY,
    body BYTEA NOT NULL
);

-- The number of what is stored above; it rises with each change.
CREATE TABLE occupation_change (
    what ID_TEXT NOT NULL PRIMARY KEY,
    n BIGINT NOT NULL
);
INSERT INTO occupation_change (what, n) VALUES ('catalogue', 0), ('esco', 0), ('index', -1);

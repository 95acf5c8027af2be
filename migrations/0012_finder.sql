-- +goose Up
-- Questions to the finder under the short code that somebody takes along to the counselling: question as JSON with nothing
-- about the person, until the last day on which the code is known.
CREATE TABLE finder_code (
    code ID_TEXT NOT NULL PRIMARY KEY,
    question TEXT NOT NULL,
    until INTEGER NOT NULL
);
CREATE INDEX finder_code_until ON finder_code (until);

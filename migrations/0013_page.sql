-- +goose Up
-- Versions of the pages and news that the office writes, one chain a slug and language: every saving is a version of its
-- own and stays. state: draft, review, approved (waits for publish_at), published, withdrawn. source is the published German
-- version that a translation was made from. day is the date of a piece of news; of a page it is 0. What has not happened is
-- an empty name or the instant 0.
CREATE TABLE page_version (
    slug ID_TEXT NOT NULL,
    lang ID_TEXT NOT NULL,
    version BIGINT NOT NULL,
    state ID_TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    day INTEGER NOT NULL,
    source BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    actor ID_TEXT NOT NULL,
    submitter ID_TEXT NOT NULL,
    approver ID_TEXT NOT NULL,
    publish_at BIGINT NOT NULL,
    PRIMARY KEY (slug, lang, version)
);
CREATE INDEX page_version_state ON page_version (state, publish_at);

-- The number of what is published above; it rises with each change.
CREATE TABLE page_change (
    id INTEGER NOT NULL PRIMARY KEY,
    n BIGINT NOT NULL
);
INSERT INTO page_change (id, n) VALUES (1, 0);

-- What was found when the links of the published pages were looked at last. status is the answer's number, 0 where none came.
CREATE TABLE page_link (
    slug ID_TEXT NOT NULL,
    lang ID_TEXT NOT NULL,
    n INTEGER NOT NULL,
    url TEXT NOT NULL,
    result ID_TEXT NOT NULL,
    status INTEGER NOT NULL,
    checked_at BIGINT NOT NULL,
    PRIMARY KEY (slug, lang, n)
);

-- What readers say about pages of the portal. helpful: yes, no or empty. text and email are sealed, or empty.
CREATE TABLE feedback (
    id ID_TEXT NOT NULL PRIMARY KEY,
    page TEXT NOT NULL,
    lang ID_TEXT NOT NULL,
    helpful ID_TEXT NOT NULL,
    kind ID_TEXT NOT NULL,
    text TEXT NOT NULL,
    email TEXT NOT NULL,
    state ID_TEXT NOT NULL,
    at BIGINT NOT NULL,
    done_by ID_TEXT NOT NULL
);
CREATE INDEX feedback_at ON feedback (at);

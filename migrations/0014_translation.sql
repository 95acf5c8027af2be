-- +goose Up
-- What translators say of the portal's texts: each saved state of a text in a language, the newest counts. body is the text
-- as the files of translations have it, empty where the shipped one counts. source and target are the digests of the German
-- text and of the translation at that time; reviewed says that a person found them right together.
CREATE TABLE translation_text (
    lang ID_TEXT NOT NULL,
    text_key ID_TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    source ID_TEXT NOT NULL,
    target ID_TEXT NOT NULL,
    reviewed INTEGER NOT NULL,
    stored_at BIGINT NOT NULL,
    actor ID_TEXT NOT NULL,
    PRIMARY KEY (lang, text_key, version)
);

-- The languages that somebody may translate.
CREATE TABLE translation_language (
    account_id ID_TEXT NOT NULL,
    lang ID_TEXT NOT NULL,
    PRIMARY KEY (account_id, lang)
);

-- The number of what is stored above; it rises with each change.
CREATE TABLE translation_change (
    what ID_TEXT NOT NULL PRIMARY KEY,
    n BIGINT NOT NULL
);
INSERT INTO translation_change (what, n) VALUES ('texts', 0);

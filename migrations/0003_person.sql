-- +goose Up
-- The vault: who someone is. A person belongs to the subject, the record of a case; everything that could name the person
-- is sealed with a key of the person's own, which lies here wrapped by an epoch key of the key file. Without the row of
-- person nothing of the other tables can be read any more.

CREATE TABLE person (
    tenant ID_TEXT NOT NULL,
    subject_id ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,           -- random: what the register of erasures names
    site_id ID_TEXT NOT NULL,      -- the centre in charge
    epoch BIGINT NOT NULL,         -- the epoch key that wrapped the person's key
    wrapped BYTEA NOT NULL,
    version INTEGER NOT NULL,      -- of the identity; 0: there never was one
    label BYTEA,                   -- sealed, as the identity is; NULL without one
    identity BYTEA,
    tokens BYTEA,                  -- the person's rows in person_token, 8 bytes each
    stored_at BIGINT NOT NULL,     -- the identity
    stored_by ID_TEXT NOT NULL,
    touched_at BIGINT NOT NULL,    -- anything of the person; changing it locks out an erasure under way
    PRIMARY KEY (subject_id, tenant)
);
CREATE INDEX person_by_id ON person (id);
CREATE INDEX person_by_epoch ON person (epoch);

-- Identities that were replaced.
CREATE TABLE person_history (
    tenant ID_TEXT NOT NULL,
    subject_id ID_TEXT NOT NULL,
    version INTEGER NOT NULL,
    identity BYTEA NOT NULL,
    stored_at BIGINT NOT NULL,
    stored_by ID_TEXT NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (subject_id, version, tenant)
);

-- The search index: keyed hashes of parts of names, of phone numbers and of addresses.
CREATE TABLE person_token (
    token BIGINT NOT NULL,
    site_id ID_TEXT NOT NULL,
    subject_id ID_TEXT NOT NULL,
    tenant ID_TEXT NOT NULL,
    PRIMARY KEY (token, site_id, subject_id, tenant)
);

-- Free texts about the person's records, for example the notes of a contact. The newest has no replaced_at.
CREATE TABLE person_text (
    tenant ID_TEXT NOT NULL,
    subject_id ID_TEXT NOT NULL,
    record_id ID_TEXT NOT NULL,
    name ID_TEXT NOT NULL,
    version INTEGER NOT NULL,
    sealed BYTEA NOT NULL,
    stored_at BIGINT NOT NULL,
    stored_by ID_TEXT NOT NULL,
    replaced_at BIGINT,
    PRIMARY KEY (subject_id, record_id, name, version, tenant)
);

CREATE TABLE person_document (
    tenant ID_TEXT NOT NULL,
    subject_id ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    record_id ID_TEXT NOT NULL,    -- of the person's records, the one it belongs to: the case or a qualification
    category TEXT NOT NULL,
    type TEXT NOT NULL,            -- found in the content
    size BIGINT NOT NULL,
    name BYTEA NOT NULL,           -- sealed
    digest BIGINT NOT NULL,        -- keyed hash of the content
    stored_at BIGINT NOT NULL,
    stored_by ID_TEXT NOT NULL,
    PRIMARY KEY (id, tenant)
);
CREATE UNIQUE INDEX person_document_once ON person_document (subject_id, digest, tenant);

CREATE TABLE person_document_chunk (
    tenant ID_TEXT NOT NULL,
    document_id ID_TEXT NOT NULL,
    n INTEGER NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (document_id, n, tenant)
);

-- What a person agreed to. It stays as evidence when the person is forgotten, then without the recipient.
CREATE TABLE consent (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    subject_id ID_TEXT NOT NULL,
    purpose TEXT NOT NULL,
    recipient BYTEA,               -- sealed; NULL: the centre itself
    recipient_hash BIGINT NOT NULL,
    given_on INTEGER NOT NULL,
    medium TEXT NOT NULL,
    text_id ID_TEXT NOT NULL,
    text_version ID_TEXT NOT NULL,
    language ID_TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by ID_TEXT NOT NULL,
    valid INTEGER NOT NULL,
    withdrawn_on INTEGER,
    withdrawn_medium TEXT,
    ended_at BIGINT,               -- when it was recorded that it is valid no more
    ended_by ID_TEXT,
    PRIMARY KEY (id, tenant)
);
CREATE INDEX consent_by_subject ON consent (subject_id, tenant);
CREATE UNIQUE INDEX consent_once ON consent (subject_id, purpose, recipient_hash, tenant) WHERE valid = 1;

-- The texts that were shown, kept as they were: small, without tenant, replicated to every node.
CREATE TABLE consent_text (
    id ID_TEXT NOT NULL,
    version ID_TEXT NOT NULL,
    language ID_TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id, version, language)
);

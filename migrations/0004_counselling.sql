-- +goose Up
-- What counsellors ask beside the facts of the first exchange format. counsellor_id is the account in charge of a case, or
-- the one that held a contact; binned_at says since when a case lies in the bin.
ALTER TABLE cases ADD COLUMN birth_country TEXT;
ALTER TABLE cases ADD COLUMN special_status TEXT;
ALTER TABLE cases ADD COLUMN german_certificate INTEGER;
ALTER TABLE cases ADD COLUMN employment_kind TEXT;
ALTER TABLE cases ADD COLUMN languages TEXT;
ALTER TABLE cases ADD COLUMN advised_before INTEGER;
ALTER TABLE cases ADD COLUMN wish_form TEXT;
ALTER TABLE cases ADD COLUMN follow_up_on INTEGER;
ALTER TABLE cases ADD COLUMN closed_on INTEGER;
ALTER TABLE cases ADD COLUMN counsellor_id ID_TEXT;
ALTER TABLE cases ADD COLUMN binned_at BIGINT;

ALTER TABLE cases_history ADD COLUMN birth_country TEXT;
ALTER TABLE cases_history ADD COLUMN special_status TEXT;
ALTER TABLE cases_history ADD COLUMN german_certificate INTEGER;
ALTER TABLE cases_history ADD COLUMN employment_kind TEXT;
ALTER TABLE cases_history ADD COLUMN languages TEXT;
ALTER TABLE cases_history ADD COLUMN advised_before INTEGER;
ALTER TABLE cases_history ADD COLUMN wish_form TEXT;
ALTER TABLE cases_history ADD COLUMN follow_up_on INTEGER;
ALTER TABLE cases_history ADD COLUMN closed_on INTEGER;
ALTER TABLE cases_history ADD COLUMN counsellor_id ID_TEXT;
ALTER TABLE cases_history ADD COLUMN binned_at BIGINT;

ALTER TABLE qualifications ADD COLUMN sector TEXT;
ALTER TABLE qualifications ADD COLUMN training_years INTEGER;
ALTER TABLE qualifications ADD COLUMN experience TEXT;
ALTER TABLE qualifications ADD COLUMN applied_before TEXT;
ALTER TABLE qualifications ADD COLUMN equivalence_before TEXT;
ALTER TABLE qualifications ADD COLUMN statement_before TEXT;

ALTER TABLE qualifications_history ADD COLUMN sector TEXT;
ALTER TABLE qualifications_history ADD COLUMN training_years INTEGER;
ALTER TABLE qualifications_history ADD COLUMN experience TEXT;
ALTER TABLE qualifications_history ADD COLUMN applied_before TEXT;
ALTER TABLE qualifications_history ADD COLUMN equivalence_before TEXT;
ALTER TABLE qualifications_history ADD COLUMN statement_before TEXT;

ALTER TABLE contacts ADD COLUMN language TEXT;
ALTER TABLE contacts ADD COLUMN interpreter INTEGER;
ALTER TABLE contacts ADD COLUMN counsellor_id ID_TEXT;

ALTER TABLE contacts_history ADD COLUMN language TEXT;
ALTER TABLE contacts_history ADD COLUMN interpreter INTEGER;
ALTER TABLE contacts_history ADD COLUMN counsellor_id ID_TEXT;

-- Where somebody was sent: a measure, an authority, another service; and what came of it.
CREATE TABLE referrals (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    case_id ID_TEXT NOT NULL,
    on_day INTEGER NOT NULL,
    kind TEXT NOT NULL,
    measure_id ID_TEXT,
    outcome TEXT,
    outcome_on INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id, tenant)
);

CREATE TABLE referrals_history (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    case_id ID_TEXT NOT NULL,
    on_day INTEGER NOT NULL,
    kind TEXT NOT NULL,
    measure_id ID_TEXT,
    outcome TEXT,
    outcome_on INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, tenant, version)
);
CREATE INDEX referrals_by_case ON referrals (case_id, tenant);
CREATE INDEX referrals_history_by_case ON referrals_history (case_id, tenant);

-- The history of a case asks who did what with it, and who looked.
CREATE INDEX audit_of_case ON audit_entry (subject, tenant, n) WHERE kind IN ('case', 'person', 'read');

-- A case on its way to another centre. It stays where it is until the other centre accepts, which may give it back. At most
-- one is open for a case.
CREATE TABLE handover (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    case_id ID_TEXT NOT NULL,
    from_site ID_TEXT NOT NULL,
    to_site ID_TEXT NOT NULL,
    state TEXT NOT NULL, -- asked, accepted, declined, withdrawn, returned
    agreed INTEGER NOT NULL, -- an anonymous person agreed; everybody else has a consent
    asked_by ID_TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    answered_by ID_TEXT, -- who accepted, declined or withdrew it
    answered_at BIGINT,
    returned_by ID_TEXT,
    returned_at BIGINT,
    PRIMARY KEY (id, tenant)
);
CREATE INDEX handover_by_case ON handover (case_id, tenant);
CREATE INDEX handover_to ON handover (to_site, state, asked_at);
CREATE INDEX handover_from ON handover (from_site, state, asked_at);
CREATE UNIQUE INDEX handover_open ON handover (case_id, tenant) WHERE state = 'asked';

-- Cases in the bin, from which they can be taken back until they are emptied; then only the row stays, to say so.
CREATE TABLE case_bin (
    tenant ID_TEXT NOT NULL,
    case_id ID_TEXT NOT NULL,
    site_id ID_TEXT NOT NULL,
    reported INTEGER NOT NULL, -- counted in a published sheet: the facts stay
    binned_by ID_TEXT NOT NULL,
    binned_at BIGINT NOT NULL,
    emptied_at BIGINT,
    PRIMARY KEY (case_id, tenant)
);
CREATE INDEX case_bin_by_site ON case_bin (site_id, binned_at) WHERE emptied_at IS NULL;
CREATE INDEX case_bin_full ON case_bin (binned_at) WHERE emptied_at IS NULL;

-- What is due in a case and when, kept by whatever computes it (source): a procedure's deadlines, reminders.
CREATE TABLE case_due (
    tenant ID_TEXT NOT NULL,
    case_id ID_TEXT NOT NULL,
    source ID_TEXT NOT NULL,
    rule TEXT NOT NULL,
    due_on INTEGER NOT NULL,
    PRIMARY KEY (case_id, tenant, source, rule)
);

-- Texts that a centre uses again and again, without personal data.
CREATE TABLE text_module (
    site_id ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (site_id, id)
);

-- Filters of a list that somebody wants to find again. They hold no names.
CREATE TABLE saved_view (
    account_id ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    PRIMARY KEY (account_id, id)
);

-- Who works at a centre: every list asks for their names.
CREATE INDEX account_role_by_place ON account_role (scope_id, scope);

-- The secret address of somebody's calendar of due days. Only its hash is stored.
CREATE TABLE calendar_feed (
    account_id ID_TEXT NOT NULL PRIMARY KEY,
    token_hash ID_TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

-- The summary of a case grows: who is in charge, what to do when, how complete it is. It is computed, so it starts anew;
-- summary_rules remembers the rules by which it was computed last.
DROP TABLE case_summary;
CREATE TABLE case_summary (
    tenant ID_TEXT NOT NULL,
    case_id ID_TEXT NOT NULL,
    site_id ID_TEXT NOT NULL,
    counsellor_id ID_TEXT,
    registered_at BIGINT,
    first_contact INTEGER NOT NULL,
    last_contact INTEGER NOT NULL,
    contacts INTEGER NOT NULL,
    mobile INTEGER NOT NULL,
    qualifications INTEGER NOT NULL,
    sex TEXT,
    age INTEGER,
    nationality TEXT,
    country TEXT,
    reference_occupation TEXT,
    scope TEXT,
    follow_up_on INTEGER,
    closed_on INTEGER,
    due_on INTEGER,
    light INTEGER NOT NULL, -- 0 red, 1 yellow, 2 green
    missing INTEGER NOT NULL,
    has_contents INTEGER NOT NULL,
    PRIMARY KEY (case_id, tenant)
);
-- With what the lists filter by most and what they ask for, so that only the rows shown are read from the table. The
-- conditions are those of the work lists, word for word.
CREATE INDEX case_summary_by_site ON case_summary (site_id, closed_on, last_contact, case_id, country, reference_occupation, sex);
CREATE INDEX case_summary_by_counsellor ON case_summary (site_id, counsellor_id, last_contact, case_id, follow_up_on, due_on, closed_on) WHERE counsellor_id IS NOT NULL AND closed_on IS NULL;
CREATE INDEX case_summary_waiting ON case_summary (site_id, registered_at, case_id, closed_on, contacts) WHERE closed_on IS NULL AND contacts = 0 AND registered_at IS NOT NULL;
CREATE INDEX case_summary_due ON case_summary (site_id, due_on, case_id, closed_on) WHERE closed_on IS NULL AND due_on IS NOT NULL;
CREATE INDEX case_summary_follow_up ON case_summary (site_id, follow_up_on, case_id, closed_on) WHERE closed_on IS NULL AND follow_up_on IS NOT NULL;
CREATE INDEX case_summary_incomplete ON case_summary (site_id, last_contact, case_id, light, contacts) WHERE light < 2 AND contacts > 0;
CREATE INDEX case_summary_closed ON case_summary (site_id, closed_on, case_id) WHERE closed_on IS NOT NULL;

CREATE TABLE summary_rules (
    id INTEGER NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL
);
INSERT INTO summary_rules (id, digest) VALUES (1, '');

-- +goose Up
-- Conventions, for SQLite, PostgreSQL and Citus alike:
--   ID_TEXT    ids, compared byte by byte: on PostgreSQL a domain with collation "C", on SQLite just text
--   dates      INTEGER, days since 1970-01-01 in Europe/Berlin
--   instants   BIGINT, microseconds since 1970-01-01 UTC; recorded_at 0 = known since ever
--   booleans   INTEGER 0 or 1
--   deleted    a deletion is a version like any other
-- X_history has the replaced versions of X. Every table of case data has the tenant (the network in which a record
-- was made) in its keys: it is the column by which Citus distributes.

-- The structure: small, without tenant, replicated to every node.

CREATE TABLE rounds (
    id ID_TEXT NOT NULL,
    name TEXT NOT NULL,
    starts_on INTEGER NOT NULL,
    ends_on INTEGER NOT NULL,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE rounds_history (
    id ID_TEXT NOT NULL,
    name TEXT NOT NULL,
    starts_on INTEGER NOT NULL,
    ends_on INTEGER NOT NULL,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);

CREATE TABLE priority_areas (
    id ID_TEXT NOT NULL,
    round_id ID_TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    funding TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE priority_areas_history (
    id ID_TEXT NOT NULL,
    round_id ID_TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    funding TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);

CREATE TABLE networks (
    id ID_TEXT NOT NULL,
    name TEXT NOT NULL,
    states TEXT NOT NULL,
    valid_from INTEGER,
    valid_to INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE networks_history (
    id ID_TEXT NOT NULL,
    name TEXT NOT NULL,
    states TEXT NOT NULL,
    valid_from INTEGER,
    valid_to INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);

CREATE TABLE competence_centres (
    id ID_TEXT NOT NULL,
    name TEXT NOT NULL,
    valid_from INTEGER,
    valid_to INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE competence_centres_history (
    id ID_TEXT NOT NULL,
    name TEXT NOT NULL,
    valid_from INTEGER,
    valid_to INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);

CREATE TABLE organisations (
    id ID_TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT,
    network_id ID_TEXT,
    coordinates_from INTEGER,
    coordinates_to INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE organisations_history (
    id ID_TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT,
    network_id ID_TEXT,
    coordinates_from INTEGER,
    coordinates_to INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);

CREATE TABLE projects (
    id ID_TEXT NOT NULL,
    round_id ID_TEXT NOT NULL,
    name TEXT NOT NULL,
    organisation_id ID_TEXT NOT NULL,
    kind TEXT NOT NULL,
    network_id ID_TEXT,
    competence_centre_id ID_TEXT,
    priority_area_id ID_TEXT,
    funding TEXT,
    for_refugees INTEGER,
    starts_on INTEGER,
    ends_on INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE projects_history (
    id ID_TEXT NOT NULL,
    round_id ID_TEXT NOT NULL,
    name TEXT NOT NULL,
    organisation_id ID_TEXT NOT NULL,
    kind TEXT NOT NULL,
    network_id ID_TEXT,
    competence_centre_id ID_TEXT,
    priority_area_id ID_TEXT,
    funding TEXT,
    for_refugees INTEGER,
    starts_on INTEGER,
    ends_on INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);

CREATE TABLE project_transfers (
    id ID_TEXT NOT NULL,
    project_id ID_TEXT NOT NULL,
    network_id ID_TEXT,
    valid_from INTEGER NOT NULL,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE project_transfers_history (
    id ID_TEXT NOT NULL,
    project_id ID_TEXT NOT NULL,
    network_id ID_TEXT,
    valid_from INTEGER NOT NULL,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);

CREATE TABLE sites (
    id ID_TEXT NOT NULL,
    project_id ID_TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    postcode TEXT,
    place TEXT,
    state TEXT,
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    languages TEXT,
    valid_from INTEGER,
    valid_to INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE sites_history (
    id ID_TEXT NOT NULL,
    project_id ID_TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    postcode TEXT,
    place TEXT,
    state TEXT,
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    languages TEXT,
    valid_from INTEGER,
    valid_to INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);

CREATE INDEX sites_by_project ON sites (project_id);
CREATE INDEX project_transfers_by_project ON project_transfers (project_id);

-- Case data.

CREATE TABLE cases (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    site_id ID_TEXT NOT NULL,
    registered_at BIGINT,
    sex TEXT,
    age INTEGER,
    nationality TEXT,
    second_nationality TEXT,
    lives_in TEXT,
    year_of_entry INTEGER,
    residence_title TEXT,
    german_level TEXT,
    employment TEXT,
    benefits TEXT,
    access_route TEXT,
    asked_by TEXT,
    scope TEXT,
    refugee INTEGER,
    anonymous INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id, tenant)
);

CREATE TABLE cases_history (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    site_id ID_TEXT NOT NULL,
    registered_at BIGINT,
    sex TEXT,
    age INTEGER,
    nationality TEXT,
    second_nationality TEXT,
    lives_in TEXT,
    year_of_entry INTEGER,
    residence_title TEXT,
    german_level TEXT,
    employment TEXT,
    benefits TEXT,
    access_route TEXT,
    asked_by TEXT,
    scope TEXT,
    refugee INTEGER,
    anonymous INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, tenant, version)
);

CREATE TABLE qualifications (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    case_id ID_TEXT NOT NULL,
    country TEXT,
    kind TEXT,
    completed_year INTEGER,
    title TEXT,
    reference_occupation TEXT,
    regulated INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id, tenant)
);

CREATE TABLE qualifications_history (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    case_id ID_TEXT NOT NULL,
    country TEXT,
    kind TEXT,
    completed_year INTEGER,
    title TEXT,
    reference_occupation TEXT,
    regulated INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, tenant, version)
);

CREATE TABLE contacts (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    case_id ID_TEXT NOT NULL,
    held_on INTEGER NOT NULL,
    form TEXT NOT NULL,
    themes TEXT NOT NULL,
    site_id ID_TEXT,
    minutes INTEGER,
    contents TEXT,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id, tenant)
);

CREATE TABLE contacts_history (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    case_id ID_TEXT NOT NULL,
    held_on INTEGER NOT NULL,
    form TEXT NOT NULL,
    themes TEXT NOT NULL,
    site_id ID_TEXT,
    minutes INTEGER,
    contents TEXT,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, tenant, version)
);

CREATE TABLE measures (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    project_id ID_TEXT NOT NULL,
    name TEXT NOT NULL,
    form TEXT NOT NULL,
    starts_on INTEGER NOT NULL,
    kind TEXT,
    ends_on INTEGER,
    places INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id, tenant)
);

CREATE TABLE measures_history (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    project_id ID_TEXT NOT NULL,
    name TEXT NOT NULL,
    form TEXT NOT NULL,
    starts_on INTEGER NOT NULL,
    kind TEXT,
    ends_on INTEGER,
    places INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, tenant, version)
);

CREATE TABLE participations (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    measure_id ID_TEXT NOT NULL,
    person_ref ID_TEXT NOT NULL,
    entered_on INTEGER NOT NULL,
    funding TEXT,
    case_id ID_TEXT,
    case_tenant ID_TEXT,
    sex TEXT,
    left_on INTEGER,
    result TEXT,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id, tenant)
);

CREATE TABLE participations_history (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    measure_id ID_TEXT NOT NULL,
    person_ref ID_TEXT NOT NULL,
    entered_on INTEGER NOT NULL,
    funding TEXT,
    case_id ID_TEXT,
    case_tenant ID_TEXT,
    sex TEXT,
    left_on INTEGER,
    result TEXT,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, tenant, version)
);

CREATE TABLE trainings (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    project_id ID_TEXT NOT NULL,
    title TEXT NOT NULL,
    format TEXT NOT NULL,
    held_on INTEGER NOT NULL,
    participants INTEGER NOT NULL,
    topic TEXT,
    target_group TEXT,
    asylum_awareness INTEGER,
    managers INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id, tenant)
);

CREATE TABLE trainings_history (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    project_id ID_TEXT NOT NULL,
    title TEXT NOT NULL,
    format TEXT NOT NULL,
    held_on INTEGER NOT NULL,
    participants INTEGER NOT NULL,
    topic TEXT,
    target_group TEXT,
    asylum_awareness INTEGER,
    managers INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, tenant, version)
);

CREATE TABLE fair_services (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    person_ref ID_TEXT NOT NULL,
    project_id ID_TEXT NOT NULL,
    held_on INTEGER NOT NULL,
    kind TEXT NOT NULL,
    nationality TEXT,
    topics TEXT,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id, tenant)
);

CREATE TABLE fair_services_history (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    person_ref ID_TEXT NOT NULL,
    project_id ID_TEXT NOT NULL,
    held_on INTEGER NOT NULL,
    kind TEXT NOT NULL,
    nationality TEXT,
    topics TEXT,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, tenant, version)
);

CREATE INDEX qualifications_by_case ON qualifications (case_id, tenant);
CREATE INDEX contacts_by_case ON contacts (case_id, tenant, held_on);
CREATE INDEX participations_by_measure ON participations (measure_id, tenant);
CREATE INDEX qualifications_history_by_case ON qualifications_history (case_id, tenant);
CREATE INDEX contacts_history_by_case ON contacts_history (case_id, tenant);

-- The technical tables.

-- Commit order of changes, per tenant: what is kept in memory follows it.
CREATE TABLE change_number (
    tenant ID_TEXT NOT NULL PRIMARY KEY,
    n BIGINT NOT NULL,
    at BIGINT NOT NULL
);

CREATE TABLE audit_entry (
    tenant ID_TEXT NOT NULL,
    n BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor ID_TEXT NOT NULL,
    command TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject ID_TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (tenant, n)
);

-- One link of a tenant's hash chain: it covers the entries first_n to last_n.
CREATE TABLE audit_seal (
    tenant ID_TEXT NOT NULL,
    first_n BIGINT NOT NULL,
    last_n BIGINT NOT NULL,
    sealed_at BIGINT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (tenant, first_n) -- of two instances that seal the same link, one is refused
);

CREATE TABLE idempotency (
    tenant ID_TEXT NOT NULL,
    actor ID_TEXT NOT NULL,
    key ID_TEXT NOT NULL,
    at BIGINT NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (tenant, actor, key)
);

-- One row that imports lock, so that two never run at once.
CREATE TABLE import_lock (
    id INTEGER NOT NULL PRIMARY KEY,
    taken BIGINT NOT NULL
);
INSERT INTO import_lock (id, taken) VALUES (1, 0);

-- Staff accounts. E-mail addresses are encrypted; a keyed hash finds them.
CREATE TABLE account (
    id ID_TEXT NOT NULL PRIMARY KEY,
    email_hash ID_TEXT NOT NULL UNIQUE,
    email_sealed TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    active INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    version INTEGER NOT NULL
);

CREATE TABLE account_role (
    account_id ID_TEXT NOT NULL,
    role TEXT NOT NULL,
    scope TEXT NOT NULL,
    scope_id ID_TEXT NOT NULL,
    PRIMARY KEY (account_id, role, scope, scope_id)
);

-- Links that set a password once. Only the token's hash is stored.
CREATE TABLE account_link (
    token_hash ID_TEXT NOT NULL PRIMARY KEY,
    account_id ID_TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL
);

CREATE TABLE session (
    token_hash ID_TEXT NOT NULL PRIMARY KEY,
    account_id ID_TEXT NOT NULL,
    data TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_by_account ON session (account_id);

CREATE TABLE signin_throttle (
    key ID_TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at BIGINT NOT NULL
);

-- Published sheets: frozen figures with the definitions and code lists by which they were counted.
CREATE TABLE published_sheet (
    id ID_TEXT NOT NULL PRIMARY KEY,
    sheet ID_TEXT NOT NULL,
    cutoff INTEGER NOT NULL,
    published_at BIGINT NOT NULL,
    published_by ID_TEXT NOT NULL,
    figures TEXT NOT NULL,
    definitions TEXT NOT NULL,
    UNIQUE (sheet, cutoff)
);

-- What the case list shows of a case, kept in the transaction that changes the case or one of its contacts.
CREATE TABLE case_summary (
    tenant ID_TEXT NOT NULL,
    case_id ID_TEXT NOT NULL,
    site_id ID_TEXT NOT NULL,
    first_contact INTEGER NOT NULL,
    last_contact INTEGER NOT NULL,
    contacts INTEGER NOT NULL,
    qualifications INTEGER NOT NULL,
    sex TEXT,
    age INTEGER,
    nationality TEXT,
    country TEXT,
    reference_occupation TEXT,
    scope TEXT,
    PRIMARY KEY (case_id, tenant)
);
-- With what the list filters by, so that only the rows shown are read from the table.
CREATE INDEX case_summary_by_site ON case_summary (site_id, last_contact, case_id, country, reference_occupation, sex);


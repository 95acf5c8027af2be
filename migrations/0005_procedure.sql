-- +goose Up
-- Recognition procedures as facts: what was applied for where, what happened in it, what it cost and who helped. What an
-- authority wrote stays in the vault (text of the step's id); what is due is computed and lies in case_due.
CREATE TABLE procedures (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    case_id ID_TEXT NOT NULL,
    qualification_id ID_TEXT,
    kind TEXT NOT NULL,
    accelerated INTEGER,
    state TEXT,
    authority TEXT,
    origin_eu INTEGER,
    regulated INTEGER,
    before_counselling INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id, tenant)
);
CREATE INDEX procedures_by_case ON procedures (case_id, tenant);

CREATE TABLE procedures_history (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    case_id ID_TEXT NOT NULL,
    qualification_id ID_TEXT,
    kind TEXT NOT NULL,
    accelerated INTEGER,
    state TEXT,
    authority TEXT,
    origin_eu INTEGER,
    regulated INTEGER,
    before_counselling INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, tenant, version)
);

CREATE TABLE procedure_steps (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    procedure_id ID_TEXT NOT NULL,
    kind TEXT NOT NULL,
    on_day INTEGER NOT NULL,
    until_day INTEGER,
    documents TEXT,
    result TEXT,
    compensation TEXT,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id, tenant)
);
CREATE INDEX procedure_steps_by_procedure ON procedure_steps (procedure_id, tenant);

CREATE TABLE procedure_steps_history (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    procedure_id ID_TEXT NOT NULL,
    kind TEXT NOT NULL,
    on_day INTEGER NOT NULL,
    until_day INTEGER,
    documents TEXT,
    result TEXT,
    compensation TEXT,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, tenant, version)
);

-- Amounts are in cents.
CREATE TABLE costs (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    case_id ID_TEXT NOT NULL,
    procedure_id ID_TEXT,
    kind TEXT NOT NULL,
    amount INTEGER,
    help TEXT,
    applied_on INTEGER,
    decided_on INTEGER,
    decision TEXT,
    granted INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (id, tenant)
);
CREATE INDEX costs_by_case ON costs (case_id, tenant);

CREATE TABLE costs_history (
    tenant ID_TEXT NOT NULL,
    id ID_TEXT NOT NULL,
    case_id ID_TEXT NOT NULL,
    procedure_id ID_TEXT,
    kind TEXT NOT NULL,
    amount INTEGER,
    help TEXT,
    applied_on INTEGER,
    decided_on INTEGER,
    decision TEXT,
    granted INTEGER,
    recorded_at BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (id, tenant, version)
);

-- The digest of the rules by which the due days were computed last.
INSERT INTO summary_rules (id, digest) VALUES (2, '');

-- The history of a case has all that was.
CREATE INDEX procedures_history_by_case ON procedures_history (case_id, tenant);
CREATE INDEX procedure_steps_history_by_procedure ON procedure_steps_history (procedure_id, tenant);
CREATE INDEX costs_history_by_case ON costs_history (case_id, tenant);

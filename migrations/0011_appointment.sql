-- +goose Up
-- Mails that wait to be sent. sealed holds address and text, which are gone once the mail is. due_at: not to be tried before;
-- an instance that claims a mail moves it on, so that no other one sends it meanwhile. expires_at: then it is of no use.
CREATE TABLE outbox (
    id ID_TEXT NOT NULL PRIMARY KEY,
    sealed TEXT NOT NULL,
    tries INTEGER NOT NULL,
    due_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX outbox_by_due ON outbox (due_at);

-- Requests for an appointment. sealed holds who asks, how to reach them and what they wish; contact and token are keyed hashes.
-- answered_at and first_day: of the first answer with a date, for the waiting time. starts_at: of the appointment offered or
-- agreed, 0: none. forget_at: when sealed and contact are emptied, 0: not known yet.
CREATE TABLE appointment (
    id ID_TEXT NOT NULL PRIMARY KEY,
    site_id ID_TEXT NOT NULL,
    state ID_TEXT NOT NULL,
    form ID_TEXT NOT NULL,
    language ID_TEXT NOT NULL,
    contact ID_TEXT NOT NULL,
    token ID_TEXT NOT NULL,
    verified INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    mails INTEGER NOT NULL,
    slot_id ID_TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    minutes INTEGER NOT NULL,
    reason ID_TEXT NOT NULL,
    other_site ID_TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    answered_at BIGINT NOT NULL,
    first_day INTEGER NOT NULL,
    forget_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed TEXT NOT NULL
);
CREATE UNIQUE INDEX appointment_by_token ON appointment (token);
CREATE INDEX appointment_by_site ON appointment (site_id, state);
CREATE INDEX appointment_by_contact ON appointment (contact);
CREATE INDEX appointment_by_asked ON appointment (state, asked_at);

-- Times that a centre offers. request_id: who has it, empty: nobody; held_until: after that it is free again.
CREATE TABLE appointment_slot (
    id ID_TEXT NOT NULL PRIMARY KEY,
    site_id ID_TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    minutes INTEGER NOT NULL,
    form ID_TEXT NOT NULL,
    languages TEXT NOT NULL,
    interpreter INTEGER NOT NULL,
    place TEXT NOT NULL,
    request_id ID_TEXT NOT NULL,
    held_until BIGINT NOT NULL
);
CREATE INDEX appointment_slot_by_site ON appointment_slot (site_id, starts_at);

PRAGMA application_id = 1347373395;
PRAGMA user_version = 7;
CREATE TABLE contacts (
    id         TEXT PRIMARY KEY,              -- c-20261121-140503-4f3a
    started_at TEXT NOT NULL,
    customer   TEXT NOT NULL DEFAULT '',
    reference  TEXT NOT NULL DEFAULT '',
    channel    TEXT NOT NULL DEFAULT '',
    ended_at   TEXT,                          -- NULL while the contact is open
    outcome    TEXT NOT NULL DEFAULT '',
    note       TEXT NOT NULL DEFAULT ''
, "trigger" TEXT NOT NULL DEFAULT '', manner TEXT NOT NULL DEFAULT '', number INTEGER, customer_key TEXT NOT NULL DEFAULT '', reference_key TEXT NOT NULL DEFAULT '', deleted_at TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE contact_events (
    contact_id TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,              -- 1, 2, 3 ... within the contact
    at         TEXT NOT NULL,
    kind       TEXT NOT NULL,
    facts      TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (contact_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE contact_values (
    contact_id TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    value      TEXT NOT NULL, kind TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (contact_id, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE reminders (
    id          TEXT PRIMARY KEY,             -- r-20261121-140503-4f3a
    created_at  TEXT NOT NULL,
    due_at      TEXT NOT NULL,                -- moves when it is snoozed
    promised_at TEXT NOT NULL,                -- the first due time, never moves
    zone        TEXT NOT NULL,                -- IANA name the words were said in
    text        TEXT NOT NULL,
    contact_id  TEXT REFERENCES contacts (id) ON DELETE SET NULL,
    state       TEXT NOT NULL DEFAULT 'open',
    done_at     TEXT,
    fired_at    TEXT,                         -- when it was announced; NULL: not yet
    snoozed     INTEGER NOT NULL DEFAULT 0    -- how often
, whom TEXT NOT NULL DEFAULT '', way TEXT NOT NULL DEFAULT 'other', side TEXT NOT NULL DEFAULT 'mine', repeats TEXT NOT NULL DEFAULT 'never', repeats_from TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE contact_edits (
    contact_id TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,              -- 1, 2, 3 ... within the contact
    at         TEXT NOT NULL,
    field      TEXT NOT NULL,                 -- see desktop/contacts/editing.py
    old        TEXT NOT NULL,
    new        TEXT NOT NULL,
    PRIMARY KEY (contact_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE reflections (
    id           TEXT PRIMARY KEY,             -- f-20261121-140503-4f3a
    written_at   TEXT NOT NULL,
    contact_id   TEXT REFERENCES contacts (id) ON DELETE SET NULL,
    happened     TEXT NOT NULL DEFAULT '',
    went_well    TEXT NOT NULL DEFAULT '',
    differently  TEXT NOT NULL DEFAULT '',
    wants_person INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE contact_words USING fts5 (
    words, facets, tokenize = 'ascii', prefix = '1 2 3', detail = none, columnsize = 0
);
CREATE VIRTUAL TABLE contact_vocabulary USING fts5vocab ('contact_words', 'instance');
CREATE INDEX contacts_open ON contacts (started_at) WHERE ended_at IS NULL;
CREATE INDEX contacts_by_time ON contacts (started_at);
CREATE INDEX reminders_open ON reminders (due_at) WHERE state = 'open';
CREATE INDEX reminders_of_contact ON reminders (contact_id) WHERE contact_id IS NOT NULL;
CREATE UNIQUE INDEX contacts_by_number ON contacts (number);
CREATE INDEX contacts_deleted ON contacts (number) WHERE deleted_at IS NOT NULL;
CREATE INDEX contacts_of_customer ON contacts (customer_key, number, deleted_at)
    WHERE customer_key <> '';
CREATE INDEX contacts_of_reference ON contacts (reference_key, number, deleted_at)
    WHERE reference_key <> '';
CREATE INDEX reminders_open_of_contact ON reminders (contact_id)
    WHERE state = 'open' AND contact_id IS NOT NULL;
CREATE INDEX reflections_of_contact ON reflections (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX reminders_by_promise ON reminders (promised_at);
INSERT INTO "contact_events" ("contact_id", "number", "at", "kind", "facts")
    VALUES ('c-20261120-080000-0001', 1, '2026-11-20T08:00:00.000Z', 'started', '{"playbook": "leap"}');
INSERT INTO "contact_events" ("contact_id", "number", "at", "kind", "facts")
    VALUES ('c-20261120-080000-0001', 2, '2026-11-20T08:00:00.000Z', 'step', '{"playbook": "leap", "step": "listen", "move": "start", "depth": 1}');
INSERT INTO "contact_events" ("contact_id", "number", "at", "kind", "facts")
    VALUES ('c-20261120-080000-0001', 3, '2026-11-20T08:01:00.000Z', 'insertion', '{"phrase": "leap-hello", "verdict": "confirmed", "ms": 120}');
INSERT INTO "contact_events" ("contact_id", "number", "at", "kind", "facts")
    VALUES ('c-20261120-080000-0001', 4, '2026-11-20T08:20:00.000Z', 'ended', '{"outcome": "solved"}');
INSERT INTO "contact_events" ("contact_id", "number", "at", "kind", "facts")
    VALUES ('c-20261121-090000-0002', 1, '2026-11-21T09:00:00.000Z', 'started', '{"playbook": "leap"}');
INSERT INTO "contact_events" ("contact_id", "number", "at", "kind", "facts")
    VALUES ('c-20261121-090000-0002', 2, '2026-11-21T09:00:00.000Z', 'step', '{"playbook": "leap", "step": "listen", "move": "start", "depth": 1}');
INSERT INTO "contact_events" ("contact_id", "number", "at", "kind", "facts")
    VALUES ('c-20261121-090000-0002', 3, '2026-11-21T09:02:00.000Z', 'set_aside', '{}');
INSERT INTO "contact_values" ("contact_id", "name", "value", "kind")
    VALUES ('c-20261121-090000-0002', 'callback_time', '3 o''clock', '');
INSERT INTO "contacts" ("id", "started_at", "customer", "reference", "channel", "ended_at", "outcome", "note", "trigger", "manner", "number", "customer_key", "reference_key", "deleted_at")
    VALUES ('c-20261120-080000-0001', '2026-11-20T08:00:00.000Z', 'Rivera', 'T-1', 'chat', '2026-11-20T08:20:00.000Z', 'solved', 'Refund sent; “thank you” – Łucja', 'billing', 'angry', NULL, '', '', NULL);
INSERT INTO "contacts" ("id", "started_at", "customer", "reference", "channel", "ended_at", "outcome", "note", "trigger", "manner", "number", "customer_key", "reference_key", "deleted_at")
    VALUES ('c-20261121-090000-0002', '2026-11-21T09:00:00.000Z', '', '', '', NULL, '', '', '', '', NULL, '', '', NULL);
INSERT INTO "reminders" ("id", "created_at", "due_at", "promised_at", "zone", "text", "contact_id", "state", "done_at", "fired_at", "snoozed", "whom", "way", "side", "repeats", "repeats_from")
    VALUES ('r-20261120-081000-0001', '2026-11-20T08:10:00.000Z', '2026-11-20T10:00:00.000Z', '2026-11-20T09:00:00.000Z', 'Europe/Lisbon', 'call Ms Rivera', 'c-20261120-080000-0001', 'done', '2026-11-20T10:05:00.000Z', '2026-11-20T10:00:00.000Z', 1, '', 'other', 'mine', 'never', NULL);
INSERT INTO "reminders" ("id", "created_at", "due_at", "promised_at", "zone", "text", "contact_id", "state", "done_at", "fired_at", "snoozed", "whom", "way", "side", "repeats", "repeats_from")
    VALUES ('r-20261121-090100-0002', '2026-11-21T09:01:00.000Z', '2026-11-22T09:00:00.000Z', '2026-11-22T09:00:00.000Z', 'America/New_York', 'send the form', NULL, 'open', NULL, NULL, 0, '', 'other', 'mine', 'never', NULL);
INSERT INTO "contact_words" ("contact_words") VALUES ('rebuild');

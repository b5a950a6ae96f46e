-- All times are UTC, ISO 8601 with milliseconds and a Z: readable, and they sort as text.
-- Words with a fixed list (kind, outcome, state) are checked in Python, not here: a CHECK
-- cannot be changed without rebuilding its table.

CREATE TABLE contacts (
    id         TEXT PRIMARY KEY,              -- c-20261121-140503-4f3a
    started_at TEXT NOT NULL,
    customer   TEXT NOT NULL DEFAULT '',
    reference  TEXT NOT NULL DEFAULT '',
    channel    TEXT NOT NULL DEFAULT '',
    ended_at   TEXT,                          -- NULL while the contact is open
    outcome    TEXT NOT NULL DEFAULT '',
    note       TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE INDEX contacts_open ON contacts (started_at) WHERE ended_at IS NULL;
CREATE INDEX contacts_by_time ON contacts (started_at);

-- What happened, in order. `facts` is a small JSON object; which keys it has is told by
-- desktop/contacts/record.py. Never phrase text, window titles or keystrokes.
CREATE TABLE contact_events (
    contact_id TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,              -- 1, 2, 3 ... within the contact
    at         TEXT NOT NULL,
    kind       TEXT NOT NULL,
    facts      TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (contact_id, number)
) STRICT, WITHOUT ROWID;

-- Words the agent filled in for this contact, such as callback_time.
CREATE TABLE contact_values (
    contact_id TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    value      TEXT NOT NULL,
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
) STRICT, WITHOUT ROWID;

CREATE INDEX reminders_open ON reminders (due_at) WHERE state = 'open';
CREATE INDEX reminders_of_contact ON reminders (contact_id) WHERE contact_id IS NOT NULL;

-- What the contact log needs to be searched, and to be corrected without losing what stood there.

-- number: by time and unique, (unix seconds of started_at << 8) + the first free; the rowid in
-- contact_words. NULL: made by an older Poise and not in the log yet (desktop/contacts/words.py
-- sees to it after the start, because its rules are no SQL).
ALTER TABLE contacts ADD COLUMN number INTEGER;
ALTER TABLE contacts ADD COLUMN customer_key TEXT NOT NULL DEFAULT '';  -- desktop/contacts/keys.py
ALTER TABLE contacts ADD COLUMN reference_key TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN deleted_at TEXT;  -- NULL: it is not; otherwise it can be undone

CREATE UNIQUE INDEX contacts_by_number ON contacts (number);
CREATE INDEX contacts_deleted ON contacts (number) WHERE deleted_at IS NOT NULL;
-- Each is all that a search for earlier contacts reads before it knows which ones to show.
CREATE INDEX contacts_of_customer ON contacts (customer_key, number, deleted_at)
    WHERE customer_key <> '';
CREATE INDEX contacts_of_reference ON contacts (reference_key, number, deleted_at)
    WHERE reference_key <> '';
CREATE INDEX reminders_open_of_contact ON reminders (contact_id)
    WHERE state = 'open' AND contact_id IS NOT NULL;

-- words: all that can be looked for, taken apart and folded by desktop/contacts/keys.py (so that
-- nothing depends on what this SQLite knows of Unicode); facets: a token for each value that can be
-- filtered by. Only which row has a token is kept, not where: half the size, twice as fast.
CREATE VIRTUAL TABLE contact_words USING fts5 (
    words, facets, tokenize = 'ascii', prefix = '1 2 3', detail = none, columnsize = 0
);
-- The words that there are; holds nothing itself.
CREATE VIRTUAL TABLE contact_vocabulary USING fts5vocab ('contact_words', 'instance');

-- Corrections of what stands in a contact, in order.
CREATE TABLE contact_edits (
    contact_id TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,              -- 1, 2, 3 ... within the contact
    at         TEXT NOT NULL,
    field      TEXT NOT NULL,                 -- see desktop/contacts/editing.py
    old        TEXT NOT NULL,
    new        TEXT NOT NULL,
    PRIMARY KEY (contact_id, number)
) STRICT, WITHOUT ROWID;

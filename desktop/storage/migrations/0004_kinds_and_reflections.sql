-- What a word that was filled in means in the record: a RecordField of desktop/guide/vocabulary.py,
-- '' for a word that only fills a gap. Steps gain the branch that led there and the time they were
-- given (`branch`, `timer_s`); events gain the kind `document`.

ALTER TABLE contact_values ADD COLUMN kind TEXT NOT NULL DEFAULT '';

-- What the agent thinks about a contact, for nobody else: in no log, search, document or export but
-- its own. It knows the contact only by its id, and outlives it.
CREATE TABLE reflections (
    id           TEXT PRIMARY KEY,             -- f-20261121-140503-4f3a
    written_at   TEXT NOT NULL,
    contact_id   TEXT REFERENCES contacts (id) ON DELETE SET NULL,
    happened     TEXT NOT NULL DEFAULT '',
    went_well    TEXT NOT NULL DEFAULT '',
    differently  TEXT NOT NULL DEFAULT '',
    wants_person INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX reflections_of_contact ON reflections (contact_id) WHERE contact_id IS NOT NULL;

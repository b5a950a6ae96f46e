-- What a word that was filled in means in the record: a RecordField of desktop/guide/vocabulary.py,
-- '' for a word that only fills a gap. Steps gain the branch that led there and the time they were
-- given (`branch`, `timer_s`); events gain the kind `document`.

ALTER TABLE contact_values ADD COLUMN kind TEXT NOT NULL DEFAULT '';

-- What the contact is about and how the customer comes across, in the words of
-- desktop/guide/vocabulary.py; empty while nobody said. Events gain the kinds `rung` and `ticked`,
-- and insertions the number of the wording.

ALTER TABLE contacts ADD COLUMN "trigger" TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN manner TEXT NOT NULL DEFAULT '';

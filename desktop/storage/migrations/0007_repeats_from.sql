-- What repeats is counted from its first time: the 31st stays the 31st after a short month, and an
-- hour that one day did not have comes back the day after. NULL: it is the first one itself.

ALTER TABLE reminders ADD COLUMN repeats_from TEXT;

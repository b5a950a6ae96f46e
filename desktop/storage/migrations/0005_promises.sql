-- To whom a promise was made, how it is kept, who owes it, and whether it comes again: words of
-- desktop/followups/promise.py. What was promised before is kept as the agent's own, in any way.

ALTER TABLE reminders ADD COLUMN whom TEXT NOT NULL DEFAULT '';
ALTER TABLE reminders ADD COLUMN way TEXT NOT NULL DEFAULT 'other';
ALTER TABLE reminders ADD COLUMN side TEXT NOT NULL DEFAULT 'mine';
ALTER TABLE reminders ADD COLUMN repeats TEXT NOT NULL DEFAULT 'never';

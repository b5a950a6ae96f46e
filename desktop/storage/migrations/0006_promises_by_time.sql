-- The report counts the promises that fell due in a period.

CREATE INDEX reminders_by_promise ON reminders (promised_at);

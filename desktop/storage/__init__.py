"""SQLite: the connection, numbered migrations, backups, and the one worker that writes.

Knows no room above it: what is written is decided by contacts and followups.
"""

"""Patterns in the record: what keeps coming, how it ends, and what to mend.

Values, counting and drawing are pure; `reading` reads the database. No Qt, no OS question, and
nothing here leaves the machine.
"""

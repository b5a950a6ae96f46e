"""A record that an earlier Poise wrote is carried over whole."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from desktop.contacts import store
from desktop.contacts.open_contact import reopened
from desktop.guide.model import Place
from desktop.storage.migrate import migrations, open_database


def test_a_contact_of_the_first_version_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "poise.db"
    with closing(open_database(path, steps=migrations()[:1])) as old:
        old.execute(
            "INSERT INTO contacts (id, started_at, customer) VALUES"
            " ('c-1', '2026-11-21T14:05:03.000Z', 'Ms Rivera')"
        )
        old.execute(
            "INSERT INTO contact_events VALUES ('c-1', 1, '2026-11-21T14:05:03.000Z', 'step',"
            """ '{"playbook": "leap", "step": "listen", "move": "start", "depth": 1}')"""
        )
        old.execute(
            "INSERT INTO contact_events VALUES ('c-1', 2, '2026-11-21T14:06:03.000Z', 'insertion',"
            """ '{"phrase": "listen-open", "verdict": "confirmed", "reason": "", "target": "x","""
            """ "ms": 9}')"""
        )
    with closing(open_database(path)) as connection:
        (stored,) = store.open_contacts(connection)
    contact = reopened(stored)
    assert contact.customer == "Ms Rivera"
    assert contact.walk.path == (Place("leap", "listen"),)
    assert contact.said == {"listen-open": (0,)}
    assert (contact.trigger, contact.manner, contact.rung) == (None, None, 0)

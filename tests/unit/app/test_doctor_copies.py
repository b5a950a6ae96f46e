"""`poise doctor` says whether there are copies of the record, and where none can be made."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from desktop.app.doctor import _copies
from desktop.paths import paths_for
from desktop.storage.connection import mark_damaged
from desktop.storage.copies import Rotation, make_daily
from desktop.storage.migrate import open_database


def test_copies_are_counted_and_damage_is_told(tmp_path: Path) -> None:
    paths = paths_for(tmp_path)
    assert _copies(paths).note == "none yet; one is made each day"
    open_database(paths.database).close()
    make_daily(paths.database, datetime(2026, 11, 21, 14, 5, 3, tzinfo=UTC), Rotation())
    assert _copies(paths).note.startswith("1, the newest of 2026-11-2")
    mark_damaged(paths.database)
    cannot = _copies(paths).cannot
    assert cannot is not None
    assert "newest good copy" in cannot.remedy

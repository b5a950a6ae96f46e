"""A record with words in it, and a keychain in a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.storage import driver
from tests.file_keychain import Keychain
from tests.unit.encryption.records import fill


@pytest.fixture(autouse=True)
def keychain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keychain]:
    yield Keychain(tmp_path / "keychain.json", monkeypatch)
    driver.use(None)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """`home/data/poise.sqlite3` with a contact, a reminder, a reflection and two backups."""
    path = tmp_path / "home" / "data" / "poise.sqlite3"
    fill(path)
    return path

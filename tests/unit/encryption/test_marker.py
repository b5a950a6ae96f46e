"""The file that says a record is encrypted."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.encryption.marker import (
    Marker,
    marker_file,
    marker_if_readable,
    read_marker,
    remove_marker,
    write_marker,
)
from desktop.paths import paths_for
from desktop.storage.driver import LockedRecord
from tests.systems import mode_of

MARKER = Marker("4f3a", "00ff", "ab12", "off")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return paths_for(tmp_path).database


def test_it_is_written_twice_and_read_from_either(database: Path, tmp_path: Path) -> None:
    assert read_marker(database) is None
    write_marker(database, MARKER)
    files = paths_for(tmp_path).encryption_files
    assert files[0] == marker_file(database)
    assert [mode_of(file) & 0o077 for file in files] == [0, 0]
    for file in files:
        whole = file.read_bytes()
        for content in (b"", b"{}", b"[]", whole[:-9], whole.replace(b"00ff", b"0x"), b"\xff"):
            file.write_bytes(content)
            assert read_marker(database) == MARKER
        file.unlink()
        assert read_marker(database) == MARKER
        file.write_bytes(whole)
    remove_marker(database)
    assert read_marker(database) is None


def test_where_both_are_damaged_nobody_takes_the_record_for_a_plain_one(
    database: Path, tmp_path: Path
) -> None:
    write_marker(database, MARKER)
    for file in paths_for(tmp_path).encryption_files:
        file.write_bytes(b"{")
    with pytest.raises(LockedRecord, match="cannot be read"):
        read_marker(database)
    assert marker_if_readable(database) is None

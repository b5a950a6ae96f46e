"""A file of bytes that may be lost at any time, and says so instead of failing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from desktop.storage.blobs import BlobFile

pytestmark = pytest.mark.plain  # it is never encrypted


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "blobs.sqlite3"


def test_what_was_written_comes_back(path: Path) -> None:
    blobs = BlobFile(path, "one")
    assert blobs.heads() == {}
    assert blobs.bodies(["a"]) == {}
    assert not path.exists()  # looking leaves no trace
    assert blobs.write({"a": (b"1", b"long"), "b": (b"2", None)}, [])
    assert BlobFile(path, "one").heads() == {"a": b"1", "b": b"2"}
    assert blobs.bodies(["a", "b", "none"]) == {"a": b"long"}
    assert blobs.write({"a": (b"3", None)}, ["b"])
    assert blobs.heads() == {"a": b"3"}
    assert blobs.bodies(["a"]) == {"a": b"long"}


def test_another_program_begins_anew(path: Path) -> None:
    BlobFile(path, "one").write({"a": (b"1", b"long")}, [])
    other = BlobFile(path, "two")
    assert other.heads() == {}
    assert other.bodies(["a"]) == {}
    assert other.write({"b": (b"2", b"x")}, [])
    assert other.heads() == {"b": b"2"}
    assert BlobFile(path, "one").heads() == {}


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100, b"SQLite format 3\0" * 300])
def test_a_damaged_file_is_made_anew(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    blobs = BlobFile(path, "one")
    assert blobs.heads() == {}
    assert blobs.bodies(["a"]) == {}
    assert blobs.write({"a": (b"1", b"long")}, [])
    assert blobs.bodies(["a"]) == {"a": b"long"}


def test_a_file_in_use_or_in_the_way_keeps_nothing(path: Path) -> None:
    blobs = BlobFile(path, "one")
    assert blobs.write({"a": (b"1", b"long")}, [])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert not blobs.write({"b": (b"2", b"x")}, [])
    assert blobs.heads() == {}
    other.execute("ROLLBACK")
    other.close()
    assert blobs.heads() == {"a": b"1"}
    path.unlink()
    path.mkdir()
    assert blobs.heads() == {}
    assert not blobs.write({"b": (b"2", b"x")}, [])


def test_a_name_that_is_no_text_keeps_nothing(path: Path) -> None:
    blobs = BlobFile(path, "one")
    assert not blobs.write({"a\udcff": (b"1", b"x")}, [])
    assert blobs.bodies(["a\udcff"]) == {}

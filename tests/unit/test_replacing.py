"""A file takes another one's place also where somebody is reading that one, or nobody's."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from desktop.replacing import put_in_place, put_new


class InUseError(PermissionError):
    """What Windows says of a file that another program has open."""

    winerror = 32


def refuse(monkeypatch: pytest.MonkeyPatch, problem: OSError, times: int) -> list[int]:
    """Let the next renames fail; the list gets an entry for each."""
    replace, refused = Path.replace, list[int]()

    def replace_later(fresh: Path, path: Path) -> Path:
        if len(refused) < times:
            refused.append(1)
            raise problem
        return replace(fresh, path)

    monkeypatch.setattr(Path, "replace", replace_later)
    return refused


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    fresh, path = tmp_path / "fresh", tmp_path / "file"
    fresh.write_text("new")
    path.write_text("old")
    return fresh, path


def test_the_new_file_takes_the_place(files: tuple[Path, Path]) -> None:
    fresh, path = files
    put_in_place(fresh, path)
    assert path.read_text() == "new"
    assert not fresh.exists()


def test_a_reader_is_waited_for(files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    refused = refuse(monkeypatch, InUseError("in use"), 3)
    put_in_place(*files)
    assert files[1].read_text() == "new"
    assert len(refused) == 3


@pytest.mark.parametrize(
    ("problem", "tries"), [(InUseError("in use"), 12), (PermissionError("no"), 1)]
)
def test_it_is_given_up_with_both_files_as_they_were(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, problem: OSError, tries: int
) -> None:
    refused = refuse(monkeypatch, problem, 100)
    with pytest.raises(PermissionError):
        put_in_place(*files)
    assert [each.read_text() for each in files] == ["new", "old"]
    assert len(refused) == tries


def test_a_real_reader_that_leaves_is_no_obstacle(files: tuple[Path, Path]) -> None:
    with files[1].open() as reader:
        leaving = threading.Timer(0.05, reader.close)
        leaving.start()
        put_in_place(*files)
        leaving.join()
    assert files[1].read_text() == "new"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists")
def test_a_new_file_is_for_the_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new"
    stranger = tmp_path / ".new.new"
    stranger.write_text("somebody else's")
    before = os.umask(0)
    try:
        put_new(path, b"told")
    finally:
        os.umask(before)
    assert path.read_bytes() == b"told"
    assert path.stat().st_mode & 0o777 == 0o600
    assert stranger.read_text() == "somebody else's"
    assert sorted(tmp_path.iterdir()) == [stranger, path]


def test_a_new_file_takes_nobodys_place(tmp_path: Path) -> None:
    path, link = tmp_path / "there", tmp_path / "link"
    path.write_text("mine")
    link.symlink_to("nowhere")
    for each in (path, link, tmp_path):
        with pytest.raises(FileExistsError):
            put_new(each, b"told")
    assert path.read_text() == "mine"
    assert sorted(tmp_path.iterdir()) == [link, path]


def test_of_a_new_file_that_cannot_be_finished_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, OSError("the disk is full"), 1)
    with pytest.raises(OSError, match="full"):
        put_new(tmp_path / "new", b"told")
    assert list(tmp_path.iterdir()) == []

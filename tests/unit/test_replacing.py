"""A file takes another one's place also where somebody is reading that one."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from desktop.replacing import put_in_place


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

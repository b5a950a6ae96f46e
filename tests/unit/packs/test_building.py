"""A pack that no agent could install is not made."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from desktop.errors import Trouble
from desktop.packs.archive import MAX_FILES, read_archive
from desktop.packs.building import build, collect, file_name, made_at, save
from tests.unit.packs.packing import MADE_AT, book, packed

FILES = {"a.yaml": book("a")}


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_bytes(book("a"))


def test_what_belongs_to_it_and_what_does_not(tmp_path: Path) -> None:
    write(tmp_path, "b.yml", "a.yaml", ".draft.yaml", "notes.txt")
    (tmp_path / "practice").mkdir()
    files, left_out = collect(tmp_path)
    assert list(files) == ["a.yaml", "b.yml"]
    assert left_out == ("notes.txt", "practice")


@pytest.mark.parametrize(
    ("name", "said"),
    [("my book.yaml", "other characters"), ("aux.yaml", "device"), ("bücher.yaml", "other")],
)
def test_a_file_that_could_not_travel_is_named(tmp_path: Path, name: str, said: str) -> None:
    if name == "aux.yaml" and sys.platform == "win32":
        pytest.skip("Windows makes no file of that name")
    write(tmp_path, name)
    with pytest.raises(Trouble, match=said) as caught:
        collect(tmp_path)
    assert "another name" in caught.value.remedy


@pytest.mark.skipif(os.path.normcase("A") == "a", reason="such files cannot be made here")
def test_files_that_are_one_on_windows(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "A.yaml")
    with pytest.raises(Trouble, match="capitals only"):
        collect(tmp_path)


def test_folders_without_playbooks(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(Trouble) as caught:
            collect(folder)
        assert caught.value.remedy


def test_too_much(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(Trouble, match="larger"):
        collect(tmp_path)
    write(tmp_path, *(f"{n}.yaml" for n in range(MAX_FILES + 1)))
    with pytest.raises(Trouble, match="more than 1,000"):
        collect(tmp_path)


def test_a_folder_that_is_called_like_a_playbook(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    with pytest.raises(Trouble, match="not an ordinary file"):
        collect(tmp_path)


@pytest.mark.parametrize(
    ("name", "version", "owner", "said"),
    [
        ("Team", "1.0", "M", "called `Team`"),
        ("con", "1.0", "M", "called `con`"),
        ("team", "v1", "M", "`v1` is no version"),
        ("team", "1.0", " ", "the owner"),
        ("team", "1.0", "M\u200b", "the owner"),
    ],
)
def test_wrong_words(name: str, version: str, owner: str, said: str) -> None:
    with pytest.raises(Trouble, match=said) as caught:
        build(name, version, owner, MADE_AT, FILES)
    assert "such as" in caught.value.remedy


def test_the_same_bytes_for_the_same_moment_anywhere() -> None:
    vienna = MADE_AT.astimezone(timezone(timedelta(hours=2))).replace(microsecond=7)
    assert build("team", "1.0", "Marta", vienna, FILES) == packed(FILES)


def test_times() -> None:
    assert made_at("", "", MADE_AT) is MADE_AT
    assert made_at("2026-10-01T09:00Z", "12", MADE_AT) == MADE_AT
    assert made_at("2026-10-01 11:00+02:00", "", MADE_AT) == MADE_AT
    assert made_at("2026-10-01 09:00", "", datetime.now(UTC)) == MADE_AT
    assert made_at("", "1790845200", datetime.now(UTC)) == datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(("text", "epoch"), [("soon", ""), ("", "soon"), ("", "9" * 30)])
def test_no_times(text: str, epoch: str) -> None:
    with pytest.raises(Trouble, match="no time"):
        made_at(text, epoch, MADE_AT)


def test_it_is_written_whole_and_may_be_read_by_others(tmp_path: Path) -> None:
    file = tmp_path / file_name("team", "1.0")
    save(packed(), file)
    assert file.name == "team-1.0.poisepack"
    assert read_archive(file.read_bytes()).manifest.title == "team 1.0"
    save(packed(), file)  # once more changes nothing
    assert list(tmp_path.iterdir()) == [file]


def test_another_pack_with_this_version_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / file_name("team", "1.0")
    save(packed(), file)
    with pytest.raises(Trouble, match="other bytes") as caught:
        save(packed({"b.yaml": book("b")}), file)
    assert "Raise the version" in caught.value.remedy
    assert file.read_bytes() == packed()


def test_a_place_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="cannot be written"):
        save(packed(), tmp_path / "nowhere" / "team.poisepack")

"""Packs come and go; nothing else is touched, and nothing is left half done."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop.errors import Trouble
from desktop.packs.archive import Pack, read_archive
from desktop.packs.installing import install, remove, sweep, undo
from desktop.packs.locking import Busy, only_one
from desktop.packs.reading import read_pack
from desktop.packs.shelf import (
    POINTER,
    Installed,
    Layers,
    Pointer,
    installed_names,
    known_pointer,
    pack_layers,
    read_installed,
    read_pointer,
)
from tests.systems import needs_links
from tests.unit.packs.packing import book, packed

OLD, NEW, NEWER = (
    read_archive(packed({"a.yaml": book("a", title)}, version=version))
    for title, version in (("Old", "1.0"), ("New", "1.1"), ("Newer", "1.2"))
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "config" / "packs"


def put(root: Path, *packs: Pack) -> Installed:
    found = [install(root, pack, known_pointer(root / pack.manifest.name)) for pack in packs]
    return found[-1]


def title(root: Path) -> str:
    """The title of the playbook that the library would read."""
    [folder] = pack_layers(root).folders
    return (folder / "a.yaml").read_text().split("title: ")[1].split("\n")[0]


def refused(root: Path, pack: Pack) -> Trouble:
    with pytest.raises(Trouble) as caught:
        put(root, pack)
    assert caught.value.remedy
    return caught.value


def test_the_first_version(root: Path) -> None:
    found = put(root, OLD)
    assert title(root) == "Old"
    assert (found.manifest, found.edited, found.previous) == (OLD.manifest, (), None)
    assert root.stat().st_mode & 0o077 == 0 or os.path.normcase("A") == "a"
    assert installed_names(root) == ["team"]
    with pytest.raises(Trouble, match="No earlier version"):
        undo(root, "team", known_pointer(root / "team"))


def test_a_new_version_keeps_the_one_before(root: Path) -> None:
    put(root, OLD, NEW, NEWER)
    assert title(root) == "Newer"
    assert sorted(each.name for each in (root / "team").iterdir()) == [
        *("0002-1.1", "0003-1.2", POINTER),
    ]


def test_undo_and_undo_again(root: Path) -> None:
    put(root, OLD, NEW)
    assert undo(root, "team", known_pointer(root / "team")).manifest.version == "1.0"
    assert title(root) == "Old"
    undo(root, "team", known_pointer(root / "team"))
    assert title(root) == "New"


def test_undo_of_a_damaged_version(root: Path) -> None:
    found = put(root, OLD, NEW)
    (found.folder / "manifest.json").write_text("{}")
    with pytest.raises(Trouble, match="damaged"):
        read_installed(root, "team")
    undo(root, "team", known_pointer(root / "team"))
    assert title(root) == "Old"


def test_undo_to_a_version_that_is_damaged_changes_nothing(root: Path) -> None:
    put(root, OLD, NEW)
    (root / "team" / "0001-1.0" / "manifest.json").unlink()
    with pytest.raises(Trouble, match="damaged"):
        undo(root, "team", known_pointer(root / "team"))
    assert title(root) == "New"


def test_a_version_that_was_edited_is_mended_by_its_pack(root: Path) -> None:
    found = put(root, OLD, NEW)
    (found.folder / "a.yaml").write_bytes(book("a", "Edited"))
    (found.folder / "b.yaml").write_bytes(book("b"))
    again = read_installed(root, "team")
    assert again is not None
    assert again.edited == ("a.yaml", "b.yaml")
    put(root, NEW)
    assert title(root) == "New"
    undo(root, "team", known_pointer(root / "team"))
    assert title(root) == "Old"  # not the edited one


@pytest.mark.parametrize(
    "broken",
    ["", "{", "[]", "{}", '{"current": "../../playbooks", "previous": null}', "9" * 2000],
)
def test_a_pointer_that_is_broken(root: Path, broken: str) -> None:
    put(root, OLD, NEW)
    (root / "team" / POINTER).write_text(broken)
    layers = pack_layers(root)
    assert layers.folders == ()
    assert [each.path for each in layers.problems] == [root / "team" / POINTER]
    sweep(root)  # what counts is not known: nothing is deleted
    assert (root / "team" / "0002-1.1" / "a.yaml").exists()
    put(root, NEWER)
    assert title(root) == "Newer"


def test_removed_with_all_versions(root: Path) -> None:
    put(root, OLD, NEW)
    put(root, read_archive(packed(name="other")))
    remove(root, "team")
    assert installed_names(root) == ["other"]
    assert not (root / "team").exists()
    with pytest.raises(Trouble, match="no pack called `team`"):
        remove(root, "team")


def test_what_somebody_else_put_there_stays(root: Path) -> None:
    put(root, OLD)
    notes = root / "team" / "notes"
    notes.mkdir()
    (notes / "a.yaml").write_text("mine")
    (root / "something.txt").write_text("mine")
    put(root, NEW)
    remove(root, "team")
    assert (notes / "a.yaml").read_text() == "mine"
    assert (root / "something.txt").read_text() == "mine"


def test_the_agents_own_playbooks_are_never_touched(root: Path) -> None:
    own = root.parent / "playbooks"
    own.mkdir(parents=True)
    (own / "a.yaml").write_text("mine")
    put(root, OLD, NEW)
    remove(root, "team")
    assert [(each.name, each.read_text()) for each in own.iterdir()] == [("a.yaml", "mine")]


@needs_links
def test_a_link_in_the_place_of_a_pack_is_not_followed(root: Path) -> None:
    own = root.parent / "playbooks"
    (own / "0001-1.0").mkdir(parents=True)
    (own / "0001-1.0" / "a.yaml").write_text("mine")
    root.mkdir()
    (root / "team").symlink_to(own, target_is_directory=True)
    assert "not an ordinary folder" in refused(root, OLD).what
    with pytest.raises(Trouble, match="not an ordinary folder"):
        remove(root, "team")
    sweep(root)
    assert (own / "0001-1.0" / "a.yaml").read_text() == "mine"


def test_a_file_in_the_place_of_a_pack(root: Path) -> None:
    root.mkdir(parents=True)
    (root / "team").write_text("mine")
    assert "not an ordinary folder" in refused(root, OLD).what
    assert (root / "team").read_text() == "mine"


def test_a_file_in_the_place_of_all_packs(root: Path) -> None:
    root.parent.mkdir()
    root.write_text("mine")
    assert "cannot be installed" in refused(root, OLD).what


@pytest.mark.parametrize("name", ["../playbooks", "con", "", "team/..", "Team"])
def test_names_that_lead_elsewhere(root: Path, name: str) -> None:
    put(root, OLD)
    with pytest.raises(Trouble, match="no pack called"):
        undo(root, name, None)
    with pytest.raises(Trouble, match="no pack called"):
        remove(root, name)


def test_another_version_came_meanwhile(root: Path) -> None:
    put(root, OLD)
    seen = known_pointer(root / "team")
    put(root, NEW)
    for each in (seen, None):
        with pytest.raises(Trouble, match="meanwhile"):
            install(root, NEWER, each)
        with pytest.raises(Trouble, match="meanwhile"):
            undo(root, "team", each)
    assert title(root) == "New"


def test_one_after_the_other(tmp_path: Path) -> None:
    with only_one(tmp_path / ".lock"), pytest.raises(Busy), only_one(tmp_path / ".lock", wait_s=0):
        pytest.fail("two hold the lock")
    with only_one(tmp_path / ".lock", wait_s=0):
        assert (tmp_path / ".lock").stat().st_size == 0


def test_a_lock_that_cannot_be_had(tmp_path: Path) -> None:
    (tmp_path / ".lock").write_text("something else" * 100)
    (tmp_path / "folder").mkdir()
    for file in (tmp_path / ".lock", tmp_path / "folder", tmp_path / "nowhere" / ".lock"):
        with pytest.raises(Trouble, match="cannot be locked"), only_one(file):
            pytest.fail("it was locked")


def test_sweeping_waits_for_nobody(root: Path) -> None:
    put(root, OLD)
    leftover = root / "team" / "0009-9.9"
    leftover.mkdir()
    with closing(sqlite3.connect(root / ".lock", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        sweep(root)
        assert leftover.exists()
    sweep(root)
    assert not leftover.exists()
    assert title(root) == "Old"
    sweep(root / "nowhere")
    assert not (root / "nowhere").exists()


def test_no_packs_at_all(root: Path) -> None:
    assert pack_layers(root) == Layers((), ())
    assert installed_names(root) == []
    assert read_installed(root, "team") is None
    assert read_pointer(root / "team") is None


def test_packs_are_layered_by_the_alphabet(root: Path) -> None:
    for name in ("b", "c", "a"):
        put(root, read_archive(packed(name=name)))
    assert [each.parent.name for each in pack_layers(root).folders] == ["a", "b", "c"]


def test_a_pack_under_another_packs_name_is_damaged(root: Path) -> None:
    put(root, OLD)
    (root / "team").rename(root / "other")
    with pytest.raises(Trouble, match="damaged"):
        read_installed(root, "other")


def test_the_disk_says_no(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, OLD)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    trouble = refused(root, NEW)
    assert "No space left" in trouble.what
    assert "Nothing has changed" in trouble.remedy
    monkeypatch.undo()
    assert title(root) == "Old"
    assert sorted(each.name for each in (root / "team").iterdir()) == ["0001-1.0", POINTER]


def test_a_pointer_says_what_it_was_told(root: Path) -> None:
    put(root, OLD, NEW)
    assert read_pointer(root / "team") == Pointer("0002-1.1", "0001-1.0")
    values = json.loads((root / "team" / POINTER).read_text())
    assert values == {"current": "0002-1.1", "previous": "0001-1.0"}


def test_files_that_are_no_packs(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="cannot be read"):
        read_pack(tmp_path / "nowhere")
    with pytest.raises(Trouble, match="not an ordinary file"):
        read_pack(tmp_path)
    with pytest.raises(Trouble, match="cannot be read"):
        read_pack(Path("a\0b"))
    (tmp_path / "team.poisepack").write_bytes(packed())
    assert read_pack(tmp_path / "team.poisepack").manifest.title == "team 1.0"

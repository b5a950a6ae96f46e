"""The library: shipped and own playbooks, kept up to date, never taken away by a mistake."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop.guide.library import Library

BOOK = """\
poise: 1
id: {id}
title: {title}
summary: A summary.
steps:
  - {{id: first, title: First, goal: A goal.}}
"""


class Folders:
    """A shipped and an own folder of real files. Every writing is a later one for `stat`."""

    def __init__(self, root: Path) -> None:
        self.shipped, self.own = root / "shipped", root / "own"
        self.shipped.mkdir()
        self._time_ns = 1_700_000_000_000_000_000

    def write(self, folder: Path, name: str, content: str) -> Path:
        folder.mkdir(exist_ok=True)
        path = folder / name
        path.write_text(content, encoding="utf-8")
        self._time_ns += 1_000_000
        os.utime(path, ns=(self._time_ns, self._time_ns))
        return path

    def library(self) -> Library:
        library = Library(lambda: [self.shipped, self.own])
        library.load()
        return library


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


def book(playbook_id: str, title: str = "Title") -> str:
    return BOOK.format(id=playbook_id, title=title)


def titles(library: Library) -> list[str]:
    return [playbook.title for playbook in library.playbooks()]


def test_sorted_by_title(folders: Folders) -> None:
    folders.write(folders.shipped, "a.yaml", book("a", "zebra"))
    folders.write(folders.shipped, "b.yml", book("b", "Apple"))
    folders.write(folders.own, "c.yaml", book("c", "mango"))
    folders.write(folders.own, ".c.yaml.swp.yaml", "draft of an editor")
    folders.write(folders.own, "notes.txt", "not a playbook")
    library = folders.library()
    assert titles(library) == ["Apple", "mango", "zebra"]
    assert library.problems() == ()
    assert library.playbook("none") is None


def test_own_replaces_shipped_and_comes_back_when_removed(folders: Folders) -> None:
    folders.write(folders.shipped, "leap.yaml", book("leap", "Shipped"))
    own = folders.write(folders.own, "my-leap.yaml", book("leap", "Own"))
    library = folders.library()
    assert titles(library) == ["Own"]
    own.unlink()
    assert library.refresh()
    assert titles(library) == ["Shipped"]


def test_nothing_changed(folders: Folders) -> None:
    folders.write(folders.shipped, "a.yaml", book("a"))
    library = folders.library()
    before = library.playbook("a")
    assert not library.refresh()
    assert library.playbook("a") is before


def test_edited_added_and_removed_files(folders: Folders) -> None:
    path = folders.write(folders.shipped, "a.yaml", book("a", "Old"))
    library = folders.library()
    folders.write(folders.shipped, "a.yaml", book("a", "New"))
    assert library.refresh()
    assert titles(library) == ["New"]
    folders.write(folders.own, "b.yaml", book("b", "Other"))
    assert library.refresh()
    assert titles(library) == ["New", "Other"]
    path.unlink()
    assert library.refresh()
    assert titles(library) == ["Other"]


def test_a_file_that_breaks_keeps_its_last_good_version(folders: Folders) -> None:
    folders.write(folders.shipped, "a.yaml", book("a", "Good"))
    library = folders.library()
    path = folders.write(folders.shipped, "a.yaml", book("a", "Bad") + "oops: [")
    assert library.refresh()
    assert titles(library) == ["Good"]
    assert [(problem.path, problem.line) for problem in library.problems()] == [(path, 7)]
    assert not library.refresh()

    folders.write(folders.shipped, "a.yaml", "")  # an editor in the middle of writing
    assert library.refresh()
    assert titles(library) == ["Good"]

    folders.write(folders.shipped, "a.yaml", book("a", "Mended"))
    assert library.refresh()
    assert titles(library) == ["Mended"]
    assert library.problems() == ()


def test_a_broken_own_file_at_start_leaves_the_shipped_one(folders: Folders) -> None:
    folders.write(folders.shipped, "a.yaml", book("a", "Shipped"))
    folders.write(folders.own, "a.yaml", book("a", "Own") + "\t")
    library = folders.library()
    assert titles(library) == ["Shipped"]
    assert len(library.problems()) == 1


def test_two_files_with_the_same_id(folders: Folders) -> None:
    folders.write(folders.own, "a.yaml", book("same", "First"))
    second = folders.write(folders.own, "b.yaml", book("same", "Second"))
    library = folders.library()
    assert titles(library) == ["First"]
    [problem] = library.problems()
    assert (problem.path, problem.line, problem.column) == (second, 2, 5)
    assert "also used in a.yaml" in problem.what


def test_a_branch_into_a_playbook_that_is_not_there(folders: Folders) -> None:
    branch = "    branches: [{id: go, label: Go, playbook: othr}]\n"
    content = book("a").replace("{id: first, title: First, goal: A goal.}", "id: first")
    content += "    title: First\n    goal: A goal.\n" + branch
    folders.write(folders.own, "a.yaml", content)
    library = folders.library()
    assert titles(library) == ["Title"]  # everything else in it works
    [problem] = library.problems()
    assert problem.line == 9
    assert "no playbook `othr`" in problem.what
    folders.write(folders.own, "b.yaml", book("othr"))
    assert library.refresh()
    assert library.problems() == ()


def test_folders_that_are_missing(folders: Folders, tmp_path: Path) -> None:
    library = folders.library()  # the own folder does not exist: that is usual
    assert library.problems() == ()
    lost = Library(lambda: [tmp_path / "nowhere"])
    lost.load()
    assert "missing" in lost.problems()[0].what


def test_a_folder_that_cannot_be_listed_keeps_what_was_read(folders: Folders) -> None:
    folders.write(folders.own, "a.yaml", book("a", "Kept"))
    library = folders.library()
    aside = folders.own.rename(folders.own.with_name("aside"))
    folders.own.write_text("a file where the folder was")  # works for root, as chmod would not
    assert library.refresh()
    assert titles(library) == ["Kept"]
    assert "cannot be read" in library.problems()[0].what
    folders.own.unlink()
    aside.rename(folders.own)
    assert library.refresh()
    assert library.problems() == ()


def test_a_folder_named_like_a_playbook_is_a_problem_not_a_crash(folders: Folders) -> None:
    (folders.shipped / "odd.yaml").mkdir()
    library = folders.library()
    assert "not an ordinary file" in library.problems()[0].what

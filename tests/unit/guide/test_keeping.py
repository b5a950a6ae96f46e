"""Playbooks kept as bytes: back as they were, never run, and read anew where they are lost."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from desktop.guide.keeping import KeptPlaybooks
from desktop.guide.library import Library
from desktop.paths import shipped_playbooks
from desktop.storage.blobs import BlobFile

BOOK = """\
poise: 1
id: {id}
title: {title}
summary: A summary.
steps:
  - id: first
    title: First
    goal: A goal.
    phrases:
      - {{id: own, title: Own, text: "Hello {{customer}}"}}
      - use: common/thanks
"""
SHARED = """\
poise: 1
id: common
title: Common
phrases:
  - {id: thanks, title: Thanks, text: Thank you}
"""


class Memory:
    """Blobs that can be looked at and damaged."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[bytes, bytes | None]] = {}
        self.is_full = False
        self.asked: list[str] = []

    def heads(self) -> Mapping[str, bytes]:
        return {name: head for name, (head, _) in self.rows.items()}

    def bodies(self, names: Iterable[str]) -> Mapping[str, bytes]:
        wanted = list(names)
        self.asked += wanted
        found = ((name, self.rows.get(name, (b"", None))[1]) for name in wanted)
        return {name: body for name, body in found if body is not None}

    def write(self, rows: Mapping[str, tuple[bytes, bytes | None]], gone: Iterable[str]) -> bool:
        if self.is_full:
            return False
        for name in gone:
            self.rows.pop(name, None)
        for name, (head, body) in rows.items():
            old = self.rows.get(name, (b"", None))[1]
            self.rows[name] = (head, body if body is not None else old)
        return True


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "books"
    folder.mkdir()
    (folder / "a.yaml").write_text(BOOK.format(id="a", title="A"), encoding="utf-8")
    (folder / "common.yaml").write_text(SHARED, encoding="utf-8")
    return folder


def library(folder: Path, blobs: Memory | BlobFile) -> Library:
    found = Library(lambda: [folder], KeptPlaybooks(blobs))
    found.load()
    return found


def test_every_shipped_playbook_comes_back_as_it_was(tmp_path: Path) -> None:
    blobs = BlobFile(tmp_path / "kept.sqlite3", "one")
    plain = Library(lambda: [shipped_playbooks()])
    plain.load()
    library(shipped_playbooks(), blobs).put_away()
    again = library(shipped_playbooks(), blobs)
    assert again.covers() == plain.covers()
    assert again.playbooks() == plain.playbooks()
    assert again.phrase_files() == plain.phrase_files()
    assert again.problems() == plain.problems() == ()


def test_what_is_kept_is_not_read_again(folder: Path) -> None:
    blobs = Memory()
    library(folder, blobs).put_away()
    file = folder / "a.yaml"
    stat = file.stat()
    file.write_text("x" * stat.st_size, encoding="utf-8")  # which would be a mistake
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    again = library(folder, blobs)
    assert [each.title for each in again.covers()] == ["A"]
    assert blobs.asked == []  # nor are the texts, before somebody wants them
    playbook = again.playbook("a")
    assert playbook is not None
    assert [each.id for each in playbook.steps[0].phrases] == ["own", "thanks"]
    assert sorted(blobs.asked) == [str(folder / "a.yaml"), str(folder / "common.yaml")]
    assert again.problems() == ()


def test_problems_are_kept_too_and_so_is_the_last_good_version(folder: Path) -> None:
    blobs = Memory()
    first = library(folder, blobs)
    first.put_away()
    (folder / "a.yaml").write_text("poise: 1\nid: a\n", encoding="utf-8")
    assert first.refresh()
    told = first.problems()
    assert told
    assert first.playbook("a") is not None
    again = library(folder, blobs)
    assert again.problems() == told
    assert again.playbook("a") == first.playbook("a")


def test_a_changed_file_is_read_and_a_removed_one_forgotten(folder: Path) -> None:
    blobs = Memory()
    library(folder, blobs).put_away()
    (folder / "a.yaml").write_text(BOOK.format(id="a", title="Another"), encoding="utf-8")
    (folder / "common.yaml").unlink()
    again = library(folder, blobs)
    again.put_away()
    assert [each.title for each in again.covers()] == ["Another"]
    assert [each.what for each in again.problems()] == ["There is no phrase file `common`."]
    assert list(blobs.rows) == [str(folder / "a.yaml")]


def test_a_full_disk_costs_nothing_but_memory(folder: Path) -> None:
    blobs = Memory()
    blobs.is_full = True
    found = library(folder, blobs)
    found.put_away()
    assert found.playbook("a") is not None
    assert len(found.phrase_files()) == 1
    assert blobs.rows == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'["eval","1"]',
        b'["__import__","os"]',
        b'["Kept",["tuple",1,2,3]]',
        b'["Playbook","a"]',
        b'["Tone","none such"]',
        b'["path",3]',
        b"[" * 5000,
    ],
)
def test_foreign_bytes_are_no_playbook(folder: Path, content: bytes) -> None:
    sealed = zlib.crc32(content).to_bytes(4, "big") + content
    name = str(folder / "a.yaml")
    for broken in (content, sealed):
        blobs = Memory()
        library(folder, blobs).put_away()
        head, _body = blobs.rows[name]
        blobs.rows[name] = (head, broken)
        playbook = library(folder, blobs).playbook("a")  # read from its file instead
        assert playbook is not None
        assert len(playbook.steps[0].phrases) == 2
        blobs.rows[name] = (broken, b"")
        assert [each.id for each in library(folder, blobs).covers()] == ["a"]


def test_one_changed_byte_is_noticed(folder: Path) -> None:
    blobs = Memory()
    library(folder, blobs).put_away()
    name = str(folder / "a.yaml")
    head, body = blobs.rows[name]
    assert body is not None
    assert b"Hello" in body
    assert json.loads(body[4:])[0] == "Playbook"
    blobs.rows[name] = (head, body.replace(b"Hello", b"Hullo"))
    playbook = library(folder, blobs).playbook("a")
    assert playbook is not None
    assert playbook.steps[0].phrases[0].text == "Hello {customer}"

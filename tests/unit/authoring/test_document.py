"""A file open for changes: conflicts, mistakes, a full disk, taking back."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.authoring.document import Conflicting, Document
from desktop.authoring.draft import Draft, merged, new_id, title_from
from desktop.authoring.shelf import OWN_FILE, OwnShelf
from desktop.authoring.unfinished import Unfinished, Unsaved
from desktop.errors import Trouble
from desktop.guide.reader import read
from tests.systems import mode_of, needs_file_limits, needs_links

TEXT = """\
# mine
poise: 1
id: mine
title: Mine

phrases:
  # hello
  - id: one
    title: One
    text: Hello {customer}.  # so

  - id: two
    title: Two
    text: Bye.
"""
PLAYBOOK = """\
poise: 1
id: walk
title: Walk
summary: A walk.
steps:
  - id: first
    title: First
    goal: Go.
    phrases:
      - use: openings/openings-angry
      - id: own-one
        title: Own
        text: Hi.
  - id: last
    title: Last
    goal: End.
    outcomes: [solved]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_bytes(TEXT.encode())
    return path


def one(document: Document) -> Draft:
    found = document.draft("", "one")
    assert found is not None
    return found


def test_a_change_touches_its_line_only(path: Path) -> None:
    document = Document(path)
    base = one(document)
    after = document.change("", base, replace(base, text="Hi {customer}."))
    assert after.text == "Hi {customer}."
    assert path.read_text("utf-8") == TEXT.replace("Hello {customer}.", "Hi {customer}.")
    document.undo()
    assert path.read_text("utf-8") == TEXT
    assert document.undoable == ""
    assert one(document) == base


def test_typing_on_is_one_change_to_take_back(path: Path) -> None:
    document = Document(path)
    base = one(document)
    for text in ("H", "Ho", "Hov"):
        base = document.change("", base, replace(base, text=text))
    document.undo()
    assert path.read_text("utf-8") == TEXT


def test_every_change_is_taken_back_byte_for_byte(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    before = path.read_bytes()
    document = Document(path)
    document.move("", "one", 1)
    document.duplicate("", "two", "three", "Three")
    document.add("", 1, Draft("four", "Four", "Text", wordings=("Other",), tone="warm"))
    document.declare("day")
    document.delete("", "two")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf#")
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
    reading = read(path)
    assert reading.phrase_file is not None, reading.problems
    assert [each.id for each in reading.phrase_file.phrases] == ["four", "three", "one"]
    for _ in range(5):
        document.undo()
    assert path.read_bytes() == before


def test_what_another_program_wrote_is_kept(path: Path) -> None:
    document = Document(path)
    base = one(document)
    theirs = TEXT.replace("title: One", "title: First").replace("Bye.", "See you.")
    path.write_text(theirs)
    document.change("", base, replace(base, text="Hi."))
    assert path.read_text("utf-8") == theirs.replace("Hello {customer}.", "Hi.")


def test_the_same_words_changed_twice_are_asked_about(path: Path) -> None:
    document = Document(path)
    base = one(document)
    theirs = TEXT.replace("Hello {customer}.", "Theirs.")
    path.write_text(theirs)
    with pytest.raises(Conflicting) as caught:
        document.change("", base, replace(base, text="Mine."))
    assert path.read_text("utf-8") == theirs
    assert caught.value.theirs is not None
    document.change("", caught.value.theirs, replace(base, text="Mine."))
    assert path.read_text("utf-8") == TEXT.replace("Hello {customer}.", "Mine.")


def test_a_phrase_deleted_elsewhere(path: Path) -> None:
    document = Document(path)
    base = one(document)
    path.write_text(TEXT.replace("id: one", "id: other"))
    with pytest.raises(Conflicting) as caught:
        document.change("", base, replace(base, text="Mine."))
    assert caught.value.theirs is None
    with pytest.raises(Conflicting):
        document.delete("", "one")


def test_undo_does_not_undo_what_others_did(path: Path) -> None:
    document = Document(path)
    document.delete("", "one")
    path.write_text(TEXT + "# theirs\n")
    with pytest.raises(Trouble, match="another program"):
        document.undo()
    assert path.read_text("utf-8") == TEXT + "# theirs\n"


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (TEXT.replace("    title: One", "   title: One"), 9),
        (TEXT.replace("title: Two", "titel: Two"), 13),
        (TEXT.replace("{customer}", "{customr}"), 10),
    ],
)
def test_a_file_with_mistakes_is_never_written(path: Path, broken: str, line: int) -> None:
    document = Document(path)
    base = one(document)
    path.write_text(broken)
    with pytest.raises(Trouble, match="mistake in line"):
        document.change("", base, replace(base, text="Mine."))
    assert path.read_text("utf-8") == broken
    assert line in [each.line for each in document.problems]
    path.write_text(TEXT)
    document.change("", base, replace(base, text="Mine."))
    assert "Mine." in path.read_text("utf-8")


def test_what_the_reader_refuses_is_not_written(path: Path) -> None:
    document = Document(path)
    base = one(document)
    with pytest.raises(Trouble, match="unknown"):
        document.change("", base, replace(base, text="Hi {nobody}."))
    assert path.read_text("utf-8") == TEXT
    document.declare("nobody")
    document.change("", base, replace(base, text="Hi {nobody}."))
    assert "placeholders:\n  nobody:\n    label: Nobody\n" in path.read_text("utf-8")


@needs_file_limits
def test_a_full_disk_loses_nothing(path: Path) -> None:
    document = Document(path)
    base = one(document)
    mine = replace(base, text="word " * 3000)
    import resource

    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, old[1]))
    try:
        with pytest.raises(Trouble, match="cannot be written"):
            document.change("", base, mine)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, ignored)
    assert path.read_text("utf-8") == TEXT
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert document.undoable == ""
    document.change("", base, mine)
    assert len(path.read_text("utf-8")) > 15_000


@needs_links
def test_mode_and_link_stay(path: Path, tmp_path: Path) -> None:
    path.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    document = Document(link)
    document.delete("", "two")
    assert link.is_symlink()
    assert mode_of(path, 0o640) == 0o640
    assert "two" not in path.read_text("utf-8")


def test_steps_of_a_playbook(tmp_path: Path) -> None:
    path = tmp_path / "walk.yaml"
    path.write_text(PLAYBOOK)
    document = Document(path)
    assert [each.step for each in document.sections] == ["first", "last"]
    assert [row.shared for row in document.rows("first")] == ["openings/openings-angry", ""]
    document.add("last", 0, Draft("own-two", "Bye", "Goodbye."))
    document.move("first", "own-one", 0)
    document.delete("last", "own-two")
    document.undo()
    base = document.draft("first", "own-one")
    assert base is not None
    document.change("first", base, replace(base, spoken=("Hello there.",)))
    playbook = read(path).playbook
    assert playbook is not None
    assert [each.id for each in playbook.steps[1].phrases] == ["own-two"]
    assert playbook.steps[0].phrases[0].variants[0].texts == ("Hello there.",)


def test_the_first_phrase_makes_the_file_and_the_last_takes_it_aside(tmp_path: Path) -> None:
    shelf = OwnShelf(tmp_path / "playbooks")
    shelf.look()
    (document,) = shelf.documents
    assert document.is_missing
    assert document.rows("") == ()
    (tmp_path / "playbooks").mkdir()
    document.add("", 0, Draft("my-hi", "", "Hi there, {customer}. Good to see you again."))
    path = tmp_path / "playbooks" / OWN_FILE
    found = read(path).phrase_file
    assert found is not None
    assert found.phrases[0].title == "Hi there, …. Good to"
    assert path.read_text("utf-8").startswith("# My own phrases.")
    before = path.read_bytes()
    document.delete("", "my-hi")
    assert not path.exists()
    assert (path.parent / f".{OWN_FILE}.removed").read_bytes() == before
    document.undo()
    assert path.read_bytes() == before
    assert not shelf.look()


def test_files_come_and_go(path: Path, tmp_path: Path) -> None:
    shelf = OwnShelf(tmp_path)
    assert shelf.look()
    assert [each.path.name for each in shelf.documents] == [OWN_FILE, "mine.yaml"]
    assert shelf.ids() == {"one", "two"}
    assert not shelf.look()
    path.write_text("nonsense: [")
    assert shelf.look()
    assert shelf.documents[1].sections == ()
    assert shelf.documents[1].problems
    path.unlink()
    assert shelf.look()
    assert len(shelf.documents) == 1


def test_ids_and_titles() -> None:
    assert new_id("Größe: Ja!", set()) == "my-groe-ja"
    assert new_id("Hi", {"my-hi", "my-hi-2"}) == "my-hi-3"
    assert new_id("今日", set()) == "my-phrase"
    assert title_from("{customer}, I'm on it now and will stay.") == "…, I'm on it now"


def test_keeping_mine_keeps_what_i_did_not_touch_of_theirs() -> None:
    base = Draft("x", "Title", "Text", tags=("a",))
    mine, theirs = replace(base, text="Mine"), replace(base, text="Theirs", title="New")
    assert merged(base, mine, theirs) == replace(theirs, text="Mine")


def test_an_unfinished_phrase_comes_back(tmp_path: Path) -> None:
    unsaved = Unsaved(tmp_path / "unfinished.json")
    assert unsaved.take() == ()
    kept = Unfinished("my-phrases.yaml", "", Draft(), Draft(title="T", wordings=("a", "b")))
    unsaved.keep([kept])
    assert unsaved.take() == (kept,)
    unsaved.keep([])
    assert unsaved.take() == ()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "unfinished.json").write_text("[[[")
    assert unsaved.take() == ()


def test_a_read_only_file_stays_as_it_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.chmod(0o444)
    if (
        hasattr(os, "geteuid") and os.geteuid() == 0
    ):  # who may write everything, as these tests do in a container
        monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    document = Document(path)
    base = one(document)
    with pytest.raises(Trouble, match=r"cannot be written \(It is read-only\)"):
        document.change("", base, replace(base, text="Mine."))
    assert path.read_text("utf-8") == TEXT
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_file_begun_again_keeps_its_head(path: Path) -> None:
    document = Document(path)
    document.declare("day")
    document.delete("", "two")
    document.delete("", "one")
    assert document.is_put_aside
    assert (document.title, document.sections[0].step) == ("Mine", "")
    document.add("", 0, Draft("new", "New", "Until {day}."))
    found = read(path).phrase_file
    assert found is not None
    assert (found.id, found.title) == ("mine", "Mine")
    assert path.read_text("utf-8").startswith("# mine\npoise: 1\n")
    for _ in range(4):
        document.undo()
    assert path.read_text("utf-8") == TEXT


@pytest.mark.parametrize("kind", ["folder", "large"])
def test_what_cannot_be_read_is_a_mistake_and_never_written(path: Path, kind: str) -> None:
    path.unlink()
    if kind == "folder":
        path.mkdir()
    else:
        path.write_text("# " + "x" * 1_000_000)
    document = Document(path, "poise: 1\nid: mine\ntitle: Mine\nphrases:\n")
    assert len(document.problems) == 1
    assert not document.is_missing
    with pytest.raises(Trouble, match="mistake in line 1"):
        document.add("", 0, Draft("new", "New", "Hello."))

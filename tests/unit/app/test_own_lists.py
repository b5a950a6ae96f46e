"""What the window of own phrases has to choose from."""

from __future__ import annotations

from pathlib import Path

from desktop.app.own_lists import Lists, preview, question, rows_of
from desktop.authoring.document import Conflicting
from desktop.authoring.draft import Draft
from desktop.authoring.shelf import OwnShelf

WORDS = """\
poise: 1
id: words
title: Words
placeholders: {day: {label: New day}}
phrases:
  - {id: one, title: Hello there, text: "Hi {customer}"}
  - {id: two, title: Bye, text: "Until {day}"}
"""
WALK = """\
poise: 1
id: walk
title: Walk
summary: A walk.
steps:
  - {id: first, title: First, goal: Go., phrases: [{use: words/one}, {id: w, title: W, text: X}]}
  - {id: last, title: Last, goal: End., outcomes: [solved]}
"""


def lists(folder: Path) -> tuple[OwnShelf, Lists]:
    (folder / "words.yaml").write_text(WORDS)
    (folder / "walk.yaml").write_text(WALK)
    (folder / "broken.yaml").write_text("poise: [")
    shelf = OwnShelf(folder)
    shelf.look()
    found = Lists(shelf)
    found.load()
    return shelf, found


def test_every_file_and_step_is_a_list_and_stays_in_hand(tmp_path: Path) -> None:
    shelf, found = lists(tmp_path)
    titles = ["My phrases", "broken.yaml", "Walk · First", "Walk · Last", "Words"]
    assert found.titles == titles
    found.number = 3
    (tmp_path / "a.yaml").write_text(WORDS.replace("id: words", "id: a").replace("Words", "A"))
    shelf.look()
    found.load()
    assert found.titles[found.number] == "Walk · Last"
    (tmp_path / "walk.yaml").unlink()
    shelf.look()
    found.load()
    assert found.number == 0


def test_rows_are_found_by_words_and_show_what_waits(tmp_path: Path) -> None:
    _, found = lists(tmp_path)
    found.number = 4
    document, step = found.here
    waiting = {"two": Draft("two", "Later", "Not {yet")}
    rows = rows_of(document, step, waiting, "", has_new=True)
    assert [(row.id, row.title, row.place) for row in rows] == [
        ("one", "Hello there", 0),
        ("two", "Later", 1),
        ("", "New phrase", 2),
    ]
    assert [row.id for row in rows_of(document, step, {}, "HÉLLO hi", has_new=False)] == ["one"]
    assert rows_of(document, step, {}, "hello bye", has_new=False) == []
    found.number = 2
    rows = rows_of(*found.here, {}, "", has_new=False)
    assert [bool(row.note) for row in rows] == [True, False]
    found.number = 1
    assert rows_of(*found.here, {}, "", has_new=False) == []


def test_the_preview_has_the_words_known_now(tmp_path: Path) -> None:
    _, found = lists(tmp_path)
    found.number = 4
    document, _ = found.here
    text = "Hi {customer}, until {day}."
    assert preview(document, text, {"customer": "Kim"}) == "Hi Kim, until ‹New day›."
    assert preview(document, "An open {", {}) == "An open {"


def test_a_conflict_says_what_the_other_wrote() -> None:
    base = Draft("x", "T", "Old", wordings=("a",))
    theirs = Draft("x", "T", "New", wordings=("b", "c"))
    asked = question(Conflicting(theirs), base)
    assert asked.splitlines()[1:] == ["There it says: “New”", "There it says: “b / c”"]
    assert "deleted" in question(Conflicting(None), base)
    assert question(None, base) == ""

"""What a row of the palette says is what goes into the chat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.cockpit.finder import Finder
from desktop.paths import shipped_playbooks
from tests.unit.cockpit.room import Room

BOOK = """\
poise: 1
id: late
title: Late
summary: Late.
placeholders:
  day: {label: New day}
steps:
  - id: one
    title: One
    goal: Say it.
    phrases:
      - use: common/thanks
      - id: wait
        title: Waiting
        text: "Chat one, {customer}, {day}"
        wordings: ["Chat two, {customer}", Chat three]
        email: ["Mail one, {customer}", Mail two]
        spoken: Spoken one
        languages: {de: [Deutsch eins, Deutsch zwei]}
"""
COMMON = """\
poise: 1
id: common
title: Common
phrases:
  - {id: thanks, title: Thanks, text: Thank you, wordings: [Many thanks], email: Dear all}
"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path, late=BOOK, common=COMMON)
    yield made
    assert made.ledger.close(5) == 0


def row(finder: Finder, query: str = "waiting") -> str:
    return finder.find(query, 1)[0].text


def insert(room: Room, finder: Finder, query: str = "waiting") -> str:
    """Take the first row; what the chat got."""
    before = room.chat.text
    room.cockpit.speaker.insert(finder.find(query, 1)[0].id)
    room.clock.advance(1000)
    return room.chat.text.removeprefix(before)


def test_without_a_contact_it_is_the_first_wording_of_the_chat(room: Room) -> None:
    assert row(Finder(room.cockpit)) == "Chat one, ‹Customer›, ‹New day›"


@pytest.mark.parametrize(
    ("channel", "language", "said"),
    [
        ("chat", "", ["Chat one, Ms Wei, Friday", "Chat two, Ms Wei", "Chat three"]),
        ("", "", ["Chat one, Ms Wei, Friday", "Chat two, Ms Wei", "Chat three"]),
        ("email", "", ["Mail one, Ms Wei", "Mail two", "Mail one, Ms Wei"]),
        ("phone", "", ["Spoken one", "Spoken one"]),
        ("email", "de", ["Deutsch eins", "Deutsch zwei", "Deutsch eins"]),
        ("chat", "fr", ["Chat one, Ms Wei, Friday", "Chat two, Ms Wei"]),
    ],
)
def test_medium_language_and_what_was_said_already_count(
    room: Room, channel: str, language: str, said: list[str]
) -> None:
    finder = Finder(room.cockpit)
    room.cockpit.start("late", "Ms Wei", channel=channel)
    room.desk.set_details(language=language)
    room.desk.set_values({"day": "Friday"})
    for words in said:
        assert row(finder) == words
        assert insert(room, finder) == words
    assert row(finder, "thanks") == ("Dear all" if channel == "email" else "Thank you")


def test_a_shared_phrase_has_been_said_wherever_it_stands(room: Room) -> None:
    finder = Finder(room.cockpit)
    room.cockpit.start("late", "Ms Wei")
    assert insert(room, finder, "thanks") == "Thank you"
    assert row(finder, "thanks") == "Many thanks"
    room.cockpit.start("late", "Mr Osei")
    assert row(finder, "thanks") == "Thank you"  # he has read nothing yet


def test_a_changed_file_counts_at_once(room: Room, tmp_path: Path) -> None:
    finder = Finder(room.cockpit)
    room.cockpit.start("late", "Ms Wei")
    room.desk.set_values({"day": "Friday"})
    insert(room, finder)
    assert row(finder) == "Chat two, Ms Wei"
    (tmp_path / "late.yaml").write_text(BOOK.replace("Chat two", "Fresh two"), encoding="utf-8")
    assert room.library.refresh()
    assert row(finder) == "Fresh two, Ms Wei"


@pytest.mark.parametrize("channel", ["", "chat", "email", "phone", "video"])
def test_every_shipped_row_says_what_the_panel_would(tmp_path: Path, channel: str) -> None:
    room = Room(tmp_path, shipped_playbooks())
    finder = Finder(room.cockpit)
    room.cockpit.start("leap", "Ms Wei", "T-7", channel)
    seen = 0
    for each in finder.find("", 9999):
        if each.kind == "phrase":
            seen += 1
            speech = room.cockpit.speaker.speech(*room.cockpit.speaker.find_phrase(each.id))
            assert each.text == speech.text, each.id
    assert seen > 250
    assert room.ledger.close(5) == 0

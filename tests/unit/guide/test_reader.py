"""A playbook file as a value, or all of its mistakes at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.guide.model import (
    Branch,
    Phrase,
    Placeholder,
    Playbook,
    Problem,
    Step,
    StepTimer,
)
from desktop.guide.reader import MAX_PHRASE, read_playbook, seconds_of

GOOD = """\
poise: 1
id: leap
title: LEAP
summary: Short and calm.
placeholders:
  callback_time: {label: When you will call back, example: today by 17:00}
steps:
  - id: listen
    title: Listen
    goal: Let them speak.
    do: [Wait, "Read: the notes"]
    avoid:
      - Arguing
    timer: {length: 2 min, label: Let them speak}
    phrases:
      - {id: listen-open, title: Open, tags: [hello, no], text: "Hello {customer}."}
      - id: listen-long
        title: Long
        text: |
          One {{brace}},
          two by {callback_time}.


    branches:
      - {id: calmer, label: Calmer, to: close, calmer: yes}
      - {id: abusive, label: Abusive, playbook: boundaries}
      - {id: home, label: Home, to: return, playbook: leap}
  - {id: close, title: Close, goal: Part as friends., do: }
"""


def read_text(tmp_path: Path, content: str) -> tuple[Playbook | None, tuple[Problem, ...]]:
    path = tmp_path / "book.yaml"
    path.write_text(content, encoding="utf-8")
    return read_playbook(path)


def messages(tmp_path: Path, content: str) -> list[str]:
    playbook, problems = read_text(tmp_path, content)
    assert playbook is None
    prefix = f"{tmp_path / 'book.yaml'}:"
    assert all(str(problem).startswith(prefix) for problem in problems)
    return [str(problem).removeprefix(prefix) for problem in problems]


def test_a_good_file(tmp_path: Path) -> None:
    playbook, problems = read_text(tmp_path, GOOD)
    assert problems == ()
    assert playbook == Playbook(
        id="leap",
        title="LEAP",
        summary="Short and calm.",
        placeholders=(Placeholder("callback_time", "When you will call back", "today by 17:00"),),
        source=tmp_path / "book.yaml",
        steps=(
            Step(
                id="listen",
                title="Listen",
                goal="Let them speak.",
                do=("Wait", "Read: the notes"),
                avoid=("Arguing",),
                timer=StepTimer(120, "Let them speak"),
                phrases=(
                    Phrase("listen-open", "Open", "Hello {customer}.", ("hello", "no")),
                    Phrase("listen-long", "Long", "One {{brace}},\ntwo by {callback_time}."),
                ),
                branches=(
                    Branch("calmer", "Calmer", step="close", is_calmer=True),
                    Branch("abusive", "Abusive", playbook="boundaries"),
                    Branch("home", "Home", step="return", playbook="leap"),
                ),
            ),
            Step(id="close", title="Close", goal="Part as friends."),
        ),
    )


def test_twelve_mistakes_give_twelve_messages_with_their_lines(tmp_path: Path) -> None:
    content = """\
poise: 1
id: My Book
titel: Mistyped
summary:
language: English
placeholders:
  callback_time: {label: When}
steps:
  - id: listen
    title: [a list]
    goal: Fine.
    do: just a text
    timer: {length: a while, label: Wait}
    phrases:
      - id: open
        title: Open
        text: |
          Hello {customer},
          I call at {calback_time}.
      - {id: open, title: Again, text: "Lone } brace"}
    branches:
      - {id: on, label: On, to: lisen}
      - {id: off, label: Off}
"""
    found = messages(tmp_path, content)
    expected = [
        ("2:5", "`My Book` cannot be an id."),
        ("3:1", "no key `titel`. Did you mean `title`?"),
        ("4:9", "`summary` is empty."),
        ("5:11", "`English` is no language."),
        ("10:12", "`title` must be text, but is a list."),
        ("12:9", "`do` must be a list, but is text."),
        ("13:21", "`a while` is no length of time."),
        ("19:21", "`{calback_time}` is unknown. Did you mean `callback_time`?"),
        ("20:14", "`open` is used twice (first in line 15)."),
        ("20:46", "A `}` has no `{` before it."),
        ("22:33", "There is no step `lisen`. Did you mean `listen`?"),
        ("23:9", "This branch leads nowhere."),
    ]
    assert len(found) == 12, "\n".join(found)
    for message, (place, words) in zip(found, expected, strict=True):
        assert message.startswith(f"{place}: "), message
        assert words in message


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("poise: 1\n", "", "1:1", "Add `poise: 1` as the first line."),
        ("poise: 1", "poise: one", "1:8", "number of a format"),
        ("poise: 1", "poise: 0", "1:8", "no playbook format 0"),
        ("{label: When you will call back, example: today by 17:00}", "When", "6:18", "mapping"),
        ("callback_time: {label", "Callback-Time: {label", "6:3", "cannot be the name"),
        ("Hello {customer}", "Hello {Customer}", "16:72", "`{Customer}` is no placeholder"),
        ("Hello {customer}", "Hello {", "16:72", "not closed"),
        ("to: close", "to: close, playbook: other", "25:9", "Keep one of"),
        ("id: abusive", "id: calmer", "26:14", "branch id `calmer` is used twice"),
        ("{id: close,", "{id: listen,", "28:10", "step id `listen` is used twice"),
        ("{id: close,", "{id: return,", "28:10", "No step may be called `return`"),
        ("length: 2 min", "length: 0 s", "14:21", "between 1 second"),
        ("length: 2 min", "length: 61 min", "14:21", "between 1 second"),
        ("length: 2 min, ", "", "14:12", "no `length`"),
        ("[hello, no]", "[hello, {a: b}]", "16:54", "entry of `tags`"),
        ("- Arguing", "- ", "13:8", "entry of `avoid`"),
        ('"Hello {customer}."', '"bell \\x07"', "16:65", "control character"),
        ('"Hello {customer}."', '"cr \\r"', "16:65", "control character"),
        ("[Wait, ", '["bell \\x07", ', "11:10", "control character"),
        ('"Hello {customer}."', '"  "', "16:65", "`text` is empty"),
        ('"Hello {customer}."', "{customer}", "16:65", "Put a text that starts with { "),
        ("title: Open,", "title: Open, colour: red,", "16:40", "It may have: id, title"),
    ],
)
def test_single_mistakes(tmp_path: Path, old: str, new: str, place: str, words: str) -> None:
    assert old in GOOD
    found = messages(tmp_path, GOOD.replace(old, new, 1))
    hits = [message for message in found if words in message]
    assert hits, found
    assert hits[0].startswith(f"{place}: "), found


def test_a_newer_format_is_refused_politely_and_alone(tmp_path: Path) -> None:
    assert messages(tmp_path, "poise: 2\nfuture: [yes]\n") == [
        "1:8: This playbook is written for a newer Poise (format 2). "
        "Update Poise; this one reads format 1."
    ]


@pytest.mark.parametrize("content", ["", "# nothing\n", "- a\n- b\n", "just text\n"])
def test_files_that_are_no_playbook(tmp_path: Path, content: str) -> None:
    found = messages(tmp_path, content)
    assert len(found) == 1
    assert "Start with `poise: 1`" in found[0]


@pytest.mark.parametrize("steps", ["", "steps:\n", "steps: []\n"])
def test_a_playbook_needs_a_step(tmp_path: Path, steps: str) -> None:
    head = "poise: 1\nid: a\ntitle: A\nsummary: B\n"
    found = messages(tmp_path, head + steps)
    assert len(found) == 1
    assert "has no steps" in found[0]


def test_a_text_that_is_too_long(tmp_path: Path) -> None:
    fits, _ = read_text(tmp_path, GOOD.replace("Hello {customer}.", "x" * MAX_PHRASE))
    assert fits is not None
    found = messages(tmp_path, GOOD.replace("Hello {customer}.", "x" * (MAX_PHRASE + 1)))
    assert len(found) == 1
    assert "20,001 characters" in found[0]


def test_mistakes_in_yaml_and_in_the_playbook_are_told_together(tmp_path: Path) -> None:
    found = messages(tmp_path, GOOD.replace("title: LEAP", "title: LEAP\ntitle: X\nfoo: bar"))
    assert len(found) == 2


def test_a_file_made_of_mistakes_is_answered_in_bounds(tmp_path: Path) -> None:
    found = messages(tmp_path, "".join(f"stpes{number}: x\n" for number in range(60_000)))
    assert len(found) == 100


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        *[("2 min", 120), ("90 s", 90), ("1:30", 90), ("90s", 90), ("2m", 120), ("30 sec", 30)],
        *[("1 min 30 s", 90), ("00:05", 5), ("", None), ("2", None), ("1:75", None)],
        *[("2 hours", None), ("-1 s", None), ("٣ s", 3), ("min", None), ("1:3", None)],
    ],
)
def test_lengths_of_time(text: str, seconds: int | None) -> None:
    assert seconds_of(text) == seconds


def test_five_thousand_phrases_are_read(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_text(
        "poise: 1\nid: big\ntitle: Big\nsummary: Big.\nsteps:\n"
        "  - id: a\n    title: A\n    goal: G\n    phrases:\n"
        + "".join(
            f'      - {{id: p-{n}, title: Open {n}, tags: [a, b], text: "Hi {{customer}} {n}"}}\n'
            for n in range(5000)
        ),
        encoding="utf-8",
    )
    playbook, problems = read_playbook(path)
    assert playbook is not None
    assert problems == ()
    assert len(playbook.steps[0].phrases) == 5000


# Words of the format in any order get far deeper into the reader than random bytes.
_WORDS = [
    *["poise: 1\n", "id: a\n", "title: b\n", "summary: c\n", "goal: d\n", "text: '{x}'\n"],
    *["steps:\n", "phrases:\n", "branches:\n", "placeholders:\n", "timer:\n", "length: 1:30\n"],
    *["  ", "    ", "- ", "to: a\n", "label: {a: [b]}\n", "do: [a, ~]\n", "\n", "{", "}", "#"],
]


@settings(deadline=None, max_examples=300)
@given(content=st.one_of(st.binary(max_size=100), st.lists(st.sampled_from(_WORDS)).map("".join)))
def test_no_content_raises(content: bytes | str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz-reader.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    playbook, problems = read_playbook(path)
    assert (playbook is None) == bool(problems)


@settings(deadline=None, max_examples=200)
@given(cut=st.integers(0, len(GOOD)), insert=st.text(max_size=3), drop=st.integers(0, 5))
def test_no_slip_of_the_keyboard_raises(
    cut: int, insert: str, drop: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz-slip.yaml"
    path.write_bytes((GOOD[:cut] + insert + GOOD[cut + drop :]).encode("utf-8", "surrogatepass"))
    playbook, problems = read_playbook(path)
    assert (playbook is None) == bool(problems)

"""Causes that come back, and the draft made of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desktop.errors import Trouble
from desktop.guide.reader import read
from desktop.insights.known_issue import Repeating, find_repeating, write_draft
from desktop.paths import shipped_playbooks
from tests.unit.insights.records import Written

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
TEMPLATE = shipped_playbooks() / "known-issue.yaml"


def add(written: Written, contact_id: str, kind: str, words: str) -> None:
    written.connection.execute(
        "INSERT INTO contact_values (contact_id, name, value, kind) VALUES (?, ?, ?, ?)",
        (contact_id, kind, words, kind),
    )


def found(written: Written, needed: int = 3) -> tuple[Repeating, ...]:
    return find_repeating(written.connection, NOW, needed=needed, days=7)


def test_two_are_not_three_and_old_ones_do_not_count(written: Written) -> None:
    for day in ("20", "21"):
        written.contact(f"2026-11-{day} 10:00", None, "", causes=("Wrong depot",))
    written.contact("2026-11-14 10:00", None, "", causes=("Wrong depot",))
    written.contact("2026-11-21 10:00", None, "", causes=("Wrong depot",), is_deleted=True)
    assert found(written) == ()
    assert [each.count for each in found(written, 2)] == [2]


def test_a_cause_is_the_same_in_all_its_writings_and_once_per_contact(written: Written) -> None:
    written.contact("2026-11-20 10:00", None, "", causes=("Wrong depot", "wrong  depot."))
    for words in ("WRONG DEPOT", "Wrong depot"):
        written.contact("2026-11-21 10:00", None, "", causes=(words,))
    (only,) = found(written)
    assert (only.cause, only.count, only.key) == ("Wrong depot", 3, "wrong depot")


def test_what_was_offered_comes_along_without_names(written: Written) -> None:
    for name, option, agreed in (
        ("Ms Ada Rivera", "send it\nagain", "Rivera gets a new one"),
        ("Mr Smith", "send it again", "new parcel by Friday"),
        ("", "", "new parcel by Friday"),
    ):
        made = written.contact("2026-11-20 10:00", None, "", causes=("Depot",), customer=name)
        add(written, made, "option", option)
        add(written, made, "agreed", agreed)
    (only,) = found(written)
    assert only.options == ("send it again",)
    assert only.agreed == ("new parcel by Friday",)


@pytest.mark.parametrize(
    "cause",
    [
        "The wrong depot",
        'It says "error: 7" {customer} # \\ and \' more',
        "日本語",
        "x" * 5000,
        "two\nlines\x07",
        "- [list]: &anchor *alias",
    ],
)
def test_the_draft_is_a_playbook_that_says_the_cause(tmp_path: Path, cause: str) -> None:
    repeating = Repeating(cause, 3, ("a: b", "# c"), ("d\u2028e",))
    path = write_draft(repeating, TEMPLATE, tmp_path / "own", TODAY)
    reading = read(path)
    assert reading.problems == ()
    assert reading.playbook is not None
    assert reading.playbook.id == path.stem
    assert reading.playbook.review_by == date(2027, 2, 20)
    default = next(each for each in reading.playbook.placeholders if each.name == "cause").default
    assert default[:10] == " ".join(cause.replace("\x07", " ").split())[:10]
    assert "#   - a: b\n" in path.read_text(encoding="utf-8")


def test_no_file_is_written_over(tmp_path: Path) -> None:
    first = write_draft(Repeating("Depot", 3), TEMPLATE, tmp_path, TODAY)
    first.write_text("mine", encoding="utf-8")
    second = write_draft(Repeating("Depot", 3), TEMPLATE, tmp_path, TODAY)
    assert second.name == "known-issue-depot-2.yaml"
    assert first.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("", encoding="utf-8")
    with pytest.raises(Trouble, match="cannot be written"):
        write_draft(Repeating("Depot", 3), TEMPLATE, tmp_path / "own", TODAY)

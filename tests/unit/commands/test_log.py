"""`poise log`: without a display, and while Poise runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.contacts import store
from desktop.contacts.desk import Desk
from desktop.contacts.editing import edits_of
from desktop.contacts.store import StoredContact
from desktop.errors import Trouble
from desktop.followups.promise import Reminder, ReminderState
from desktop.followups.store import insert_reminder
from desktop.guide.library import Library
from desktop.guide.vocabulary import Trigger
from desktop.insertion.outcome import Outcome, Verdict
from desktop.paths import Paths, paths_for, shipped_playbooks
from desktop.storage.ledger import Ledger
from desktop.storage.reading import snapshot

ROOT = Path(__file__).parents[3]
START = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = paths_for(tmp_path / "home")
    made.create()
    return made


def in_zone(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """From here on this computer lives there."""
    if not hasattr(time, "tzset"):
        pytest.skip("needs a zone that can be set")
    monkeypatch.setenv("TZ", name)
    time.tzset()


@pytest.fixture(autouse=True)
def own_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The computer's own zone is back after each test."""
    yield
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


def poise(paths: Paths, *words: str) -> int:
    return main(["--home", str(paths.data.parent), "log", *words])


def record(paths: Paths) -> list[StoredContact]:
    ledger = Ledger(paths.database)
    found = ledger.read(lambda c: list(store.all_contacts(c))).result(20)
    assert ledger.close(20) == 0
    return found


def talk(paths: Paths, customer: str = "Ms <b>Rivera</b> & Co") -> str:
    """A contact with everything that a page shows."""
    library = Library(lambda: [shipped_playbooks()])
    library.load()
    ledger = Ledger(paths.database)
    times = iter(START + timedelta(seconds=30 * n) for n in range(99))
    desk = Desk(ledger, library.playbook, lambda: next(times))
    contact = desk.start("leap", customer, "SR-1", "chat", trigger=Trigger.BILLING)
    assert desk.current_step is not None
    desk.note_insertion(desk.current_step.phrases[0].id, Outcome(Verdict.CONFIRMED, "", "x"))
    desk.note_insertion("gone", Outcome(Verdict.REFUSED, "Shift is down.", "x"))
    desk.enter("boundaries")
    desk.back()
    desk.next()
    desk.next()
    desk.set_values({"root_cause": "<script>alert(1)</script>", "agreed": "all back"})
    desk.note("A line\nof two")
    desk.note_document(contact.id, "brief", "confirmed")
    desk.set_aside()
    desk.resume(contact.id)
    desk.end("ended-for-conduct", "The <i>note</i>.")
    assert ledger.close(20) == 0
    return contact.id


@pytest.mark.parametrize(
    ("name", "most"), [("note", 10_000), ("customer", 200), ("reference", 200), ("channel", 200)]
)
def test_what_would_be_cut_is_refused_with_the_limit(
    paths: Paths, name: str, most: int, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--outcome", "solved", f"--{name}", "x" * most]
    assert poise(paths, "add", "--reference", "T-1", *words) == 0
    contact_id = capsys.readouterr().out.strip()
    assert poise(paths, "add", "--reference", "T-1", *words[:-1], "y" * (most + 1)) == 1
    told = f"--{name} has {most + 1:,} characters; {most:,} is the most. Nothing was written."
    assert told in capsys.readouterr().err
    assert poise(paths, "edit", contact_id, f"--{name}", "y" * (most + 1)) == 1
    assert told in capsys.readouterr().err
    (stored,) = record(paths)
    assert getattr(stored.contact, name) == "x" * most
    assert poise(paths, "edit", contact_id, f"--{name}", " " * most + "z") == 0


@pytest.mark.parametrize("verb", ["list", "search"])
@pytest.mark.parametrize("limit", ["0", "-1", "many", "9" * 30])
def test_a_useless_limit_is_refused(paths: Paths, verb: str, limit: str) -> None:
    talk(paths)
    with pytest.raises(SystemExit) as left:
        poise(paths, verb, "-n", limit)
    assert left.value.code == 2


def test_an_empty_list_says_so_and_one_that_is_cut_too(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    talk(paths, "Ann")
    talk(paths, "Bo")
    assert poise(paths, "list", "--until", "1999-01-01") == 0
    assert capsys.readouterr() == ("", "No contacts.\n")
    for verb in ("list", "search"):
        assert poise(paths, verb, "-n", "1") == 0
        told = capsys.readouterr()
        assert len(told.out.splitlines()) == 1
        assert told.err == "There are more than 1; a higher -n shows them.\n"
        assert poise(paths, verb, "-n", "2") == 0
        assert capsys.readouterr().err == ""


def test_a_contact_is_shown_with_its_promises_its_corrections_and_that_it_is_deleted(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_zone(monkeypatch, "Europe/Berlin")
    contact_id = talk(paths)
    due, done_at = START + timedelta(days=1), START + timedelta(hours=2)
    promise = Reminder("r-1", "send\nphotos", due, due, "UTC", START, contact_id)
    kept = replace(promise, id="r-2", text="call", state=ReminderState.DONE, done_at=done_at)
    ledger = Ledger(paths.database)
    for each in (promise, kept):
        ledger.write(partial(insert_reminder, reminder=each))
    assert ledger.close(20) == 0
    assert poise(paths, "edit", contact_id, "--note", "New.\nTwo.", "--channel", "") == 0
    capsys.readouterr()
    assert poise(paths, "show", contact_id) == 0
    told = capsys.readouterr().out
    assert "Promised:\n  send photos, by 2026-11-21 11:00 (open)\n" in told
    assert "  call, by 2026-11-21 11:00 (kept 2026-11-20 13:00)\n" in told
    assert "  note: “The <i>note</i>.” became “New. Two.”\n" in told
    assert "  channel: “chat” became nothing\n" in told
    assert "Deleted" not in told
    assert poise(paths, "delete", contact_id) == 0
    capsys.readouterr()
    assert poise(paths, "show", contact_id) == 0
    told = capsys.readouterr().out
    undo = f"To undo that: poise log restore {contact_id}\n"
    assert re.search(rf"Deleted on [-0-9]+ [0-9:]+\. {undo}", told)
    assert poise(paths, "restore", contact_id) == 0
    capsys.readouterr()
    assert poise(paths, "show", contact_id) == 0
    assert "Deleted" not in capsys.readouterr().out


def test_control_characters_of_an_old_record_do_not_reach_the_terminal(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    contact_id = talk(paths)
    ledger = Ledger(paths.database)
    bad = "\x1b[2Jgone\x07"
    ledger.write(lambda c: c.execute("UPDATE contacts SET customer = ?, note = ?", (bad, bad)))
    assert ledger.close(20) == 0
    for words in (("show", contact_id), ("list",), ("search",)):
        assert poise(paths, *words) == 0
        told = capsys.readouterr().out
        assert "gone" in told
        assert "\x1b" not in told
        assert "\x07" not in told


def test_a_contact_without_its_length_is_shown_without_one(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    words = ["add", "--outcome", "solved", "--customer", "Ann", "--minutes"]
    for minutes, told in (("0", False), ("7", True)):
        assert poise(paths, *words, minutes) == 0
        contact_id = capsys.readouterr().out.strip()
        assert poise(paths, "show", contact_id) == 0
        assert ("minute" in capsys.readouterr().out) == told
        assert poise(paths, "show", contact_id, "--html", str(page)) == 0
        assert (" min<" in page.read_text(encoding="utf-8")) == told
        capsys.readouterr()


@pytest.mark.parametrize("signs", ["😀", '"', "*", "- -"])
@pytest.mark.parametrize("also", [[], ["--deleted"]])
def test_signs_without_a_word_find_nothing_and_say_so(
    paths: Paths, signs: str, also: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    contact_id = talk(paths)
    if also:
        poise(paths, "delete", contact_id)
        capsys.readouterr()
    assert poise(paths, "search", *also, "--", *signs.split()) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert f"There is no word to look for in “{signs}”" in told.err


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.000Z"])
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_an_old_record_with_a_time_that_no_clock_shows_is_shown(
    paths: Paths, at: str, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact_id = talk(paths)
    ledger = Ledger(paths.database)
    times = "UPDATE contacts SET started_at = ?, ended_at = ? WHERE id = ?"
    ledger.write(lambda c: c.execute(times, (at, at, contact_id)))
    ledger.write(lambda c: c.execute("UPDATE contact_events SET at = ?", (at,)))
    assert ledger.close(20) == 0
    in_zone(monkeypatch, zone)
    assert poise(paths, "show", contact_id) == 0
    assert poise(paths, "search", "Rivera") == 0


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/Berlin", ["add", "--outcome", "solved", "--started", "0001-01-01 00:00"]),
        ("America/New_York", ["add", "--outcome", "solved", "--started", "9999-12-31 23:59"]),
        ("Europe/Berlin", ["list", "--since", "0001-01-01"]),
        ("America/New_York", ["list", "--since", "9999-12-31"]),
        ("America/New_York", ["list", "--until", "9999-12-31"]),
        ("America/New_York", ["search", "--until", "9999-12-31"]),
        ("Europe/Berlin", ["list", "--since", "1969-12-31"]),
    ],
)
def test_a_time_out_of_reach_is_told(
    paths: Paths,
    zone: str,
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    talk(paths)
    in_zone(monkeypatch, zone)
    assert poise(paths, *words, *(["--customer", "X"] if words[0] == "add" else [])) == 1
    told = capsys.readouterr().err
    assert "There are no" in told
    assert "the years 1970 to 2199" in told
    assert len(record(paths)) == 1


def test_a_day_that_is_none_is_asked_for_as_a_day(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    talk(paths)
    assert poise(paths, "list", "--since", "2026-02-31") == 1
    assert "“2026-02-31” is no day. Write it as year-month-day" in capsys.readouterr().err


def test_a_time_that_the_clocks_left_out_is_moved_on(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_zone(monkeypatch, "Europe/Berlin")
    words = ["--customer", "X", "--outcome", "solved"]
    assert poise(paths, "add", *words, "--started", "2026-03-29 02:30") == 0
    (stored,) = record(paths)
    assert stored.contact.started_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30


def test_the_last_day_is_whole_when_the_clocks_change_on_it(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_zone(monkeypatch, "Europe/Berlin")
    words = ["add", "--customer", "X", "--outcome", "solved", "--started"]
    assert poise(paths, *words, "2026-10-25 23:30") == 0
    contact_id = capsys.readouterr().out.strip()
    assert poise(paths, "list", "--until", "2026-10-25") == 0
    assert contact_id in capsys.readouterr().out


def test_a_contact_that_was_had_elsewhere_is_written_down(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--customer", " Ms\nWei ", "--reference", "T-7", "--note", "Two\nlines"]
    started = ["--started", "2026-11-21 14:05", "--minutes", "12"]
    assert poise(paths, "add", *words, *started, "--outcome", "solved", "--trigger", "billing") == 0
    contact_id = capsys.readouterr().out.strip()
    (stored,) = record(paths)
    contact = stored.contact
    assert (contact.id, contact.customer, contact.note) == (contact_id, "Ms Wei", "Two\nlines")
    assert contact.started_at.astimezone().strftime("%Y-%m-%d %H:%M") == "2026-11-21 14:05"
    assert contact.ended_at == contact.started_at + timedelta(minutes=12)
    assert (contact.outcome, contact.trigger) == ("solved", "billing")
    assert poise(paths, "show", "last") == 0
    told = capsys.readouterr().out
    assert told.startswith("Ms Wei · T-7\n")
    assert "Two\nlines" in told


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ([], "nothing to write down"),
        (["--customer", "\u200b"], "nothing to write down"),
        (["--note", "x", "--started", "tomorrow"], "“tomorrow” is no time"),
        (["--note", "x", "--started", "2199-01-01"], "has not ended yet"),
        (["--note", "x", "--minutes", "-1"], "is a slip"),
    ],
)
def test_what_cannot_be_is_told(
    paths: Paths, words: list[str], what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert poise(paths, "add", *words, "--outcome", "solved") == 1
    assert what in capsys.readouterr().err
    assert not paths.database.exists()


@pytest.mark.plain
def test_it_writes_while_poise_runs_and_neither_loses_anything(paths: Paths) -> None:
    ledger = Ledger(paths.database)
    library = Library(lambda: [shipped_playbooks()])
    library.load()
    desk = Desk(ledger, library.playbook, lambda: START)
    desk.start("leap", "In hand")
    command = [sys.executable, "-m", "desktop", "--home", str(paths.data.parent), "log", "add"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("DISPLAY", None)
    others = [
        subprocess.Popen([*command, "--note", f"n{n}", "--outcome", "lost"], env=environment)
        for n in range(3)
    ]
    while any(each.poll() is None for each in others):
        desk.note("a line")
        ledger.settled().result(20)
    assert [each.returncode for each in others] == [0, 0, 0]
    lines = len(desk.current.lines) if desk.current is not None else 0
    assert ledger.close(20) == 0
    found = {each.contact.note: each for each in record(paths)}
    assert found.keys() == {"", "n0", "n1", "n2"}
    assert len(found[""].lines) == lines


def test_contacts_are_listed_by_day(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    for day in (19, 20, 21):
        poise(
            paths,
            "add",
            "--customer",
            f"C{day}",
            "--started",
            f"2026-11-{day}",
            "--outcome",
            "lost",
        )
    capsys.readouterr()

    def listed(*words: str) -> list[str]:
        assert poise(paths, "list", *words) == 0
        return re.findall(r"C\d+", capsys.readouterr().out)

    assert listed() == ["C21", "C20", "C19"]
    assert listed("-n", "1") == ["C21"]
    assert listed("--since", "2026-11-20") == ["C21", "C20"]
    assert listed("--until", "2026-11-20") == ["C20", "C19"]
    assert poise(paths, "list", "--since", "Monday") == 1
    assert "is no day" in capsys.readouterr().err


def test_what_happened_is_told_in_words_and_phrases_by_their_titles(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    contact_id = talk(paths)
    assert poise(paths, "show", contact_id) == 0
    told = [line.partition("  ")[2] for line in capsys.readouterr().out.splitlines()[4:]]
    for line in (
        "Started with LEAP",
        "LEAP · Listen",
        "“gone” not inserted",
        "Boundaries, rung 1",
        "Back to LEAP · Listen",
        "Written down: What you agreed, What caused it",
        "A line of two",
        "Brief inserted",
        "Set aside",
        "Taken up again",
        "Ended for conduct",
    ):
        assert line in told
    assert any(re.fullmatch("“.+” said", line) for line in told)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.links += [name for name, _ in attrs if name in ("src", "href")]


def test_the_page_stands_alone_and_runs_nothing(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contact_id = talk(paths)
    page = tmp_path / "one.html"
    assert poise(paths, "show", contact_id, "--html", str(page)) == 0
    assert capsys.readouterr().out.strip() == str(page)
    text = page.read_text(encoding="utf-8")
    tags = Tags()
    tags.feed(text)
    assert tags.links == []
    assert not {"script", "b", "i", "img", "link"} & set(tags.seen)
    for words in ("Ms &lt;b&gt;Rivera&lt;/b&gt; &amp; Co", "&lt;script&gt;", "The &lt;i&gt;note"):
        assert words in text
    assert "all back" in text


@pytest.mark.plain
def test_the_pdf_is_made_without_a_display(paths: Paths, tmp_path: Path) -> None:
    contact_id = talk(paths)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("DISPLAY", None)
    for name, code in (("one.pdf", 0), ("nowhere/one.pdf", 1)):
        file = tmp_path / name
        home = str(paths.data.parent)
        words = ["--home", home, "log", "show", contact_id, "--pdf", str(file)]
        done = subprocess.run(
            [sys.executable, "-m", "desktop", *words],
            env=environment,
            capture_output=True,
            text=True,
            timeout=50,
        )
        assert done.returncode == code, done.stderr
        assert file.exists() == (code == 0)
    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF-")
    assert "cannot be written" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("words", [("show", "last"), ("show", "c-1"), ("list",)])
def test_without_a_record_it_says_so(
    paths: Paths, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert poise(paths, *words) == 1
    assert "There is no record" in capsys.readouterr().err


def test_a_contact_that_is_not_there_is_told(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    Ledger(paths.database).close(20)
    assert poise(paths, "show", "last") == 1
    assert "The log is empty" in capsys.readouterr().err
    talk(paths)
    assert poise(paths, "show", "c-1") == 1
    assert "poise log list" in capsys.readouterr().err


def test_a_record_that_is_damaged_is_not_written_to(paths: Paths) -> None:
    paths.database.write_bytes(b"not a database, by far" * 99)
    before = paths.database.read_bytes()
    from desktop.commands.log import run

    with pytest.raises(Trouble, match="damaged"):
        run(["add", "--note", "x", "--outcome", "lost"], paths)
    assert paths.database.read_bytes() == before


def test_contacts_are_searched_by_words_and_filters(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    poise(
        paths, "add", "--customer", "Zoë Ångström", "--note", "kettle, twice", "--outcome", "lost"
    )
    poise(paths, "add", "--customer", "Ben", "--note", "a kettle", "--outcome", "solved")
    capsys.readouterr()
    assert poise(paths, "search", "kett") == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert poise(paths, "search", "angstrom", "kettle", "--outcome", "lost") == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.endswith("lost  Zoë Ångström")
    assert poise(paths, "search", "--outcome", "escalated") == 1
    assert "No contact has all of that" in capsys.readouterr().err
    assert poise(paths, "search", 'a" OR "NEAR(', "--until", "2020-01-01") == 1


def test_a_correction_keeps_what_stood_there(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    poise(paths, "add", "--customer", "Amara", "--note", "wrong", "--outcome", "lost")
    contact_id = capsys.readouterr().out.strip()
    assert poise(paths, "edit", contact_id, "--note", "right 4242 4242 4242 4242") == 0
    assert "card number was kept out" in capsys.readouterr().err
    (stored,) = record(paths)
    assert stored.contact.note == "right [card …4242]"
    with snapshot(paths.database) as connection:
        (edit,) = edits_of(connection, contact_id)
    assert (edit.field, edit.old, edit.new) == ("note", "wrong", "right [card …4242]")
    assert poise(paths, "search", "right") == 0
    assert poise(paths, "search", "wrong") == 1


def test_a_deletion_can_be_undone(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    poise(paths, "add", "--customer", "Amara", "--outcome", "lost")
    contact_id = capsys.readouterr().out.strip()
    assert poise(paths, "restore", contact_id) == 1
    assert "is not deleted" in capsys.readouterr().err
    assert poise(paths, "delete", contact_id) == 0
    assert record(paths) == []
    assert poise(paths, "search", "Amara") == 1
    assert poise(paths, "search", "--deleted") == 0
    assert poise(paths, "delete", contact_id) == 1
    assert "is deleted already" in capsys.readouterr().err
    assert poise(paths, "restore", contact_id) == 0
    assert poise(paths, "search", "Amara") == 0


@pytest.mark.parametrize("verb", [("edit", "--note", "x"), ("delete",), ("restore",)])
def test_what_is_open_or_not_there_is_not_touched(
    paths: Paths, verb: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = Ledger(paths.database)
    library = Library(lambda: [shipped_playbooks()])
    library.load()
    contact_id = Desk(ledger, library.playbook, lambda: START).start("leap", "Amara").id
    assert ledger.close(20) == 0
    assert poise(paths, verb[0], contact_id, *verb[1:]) == 1
    assert "still open" in capsys.readouterr().err
    assert poise(paths, verb[0], "c-none", *verb[1:]) == 1
    assert "There is no contact “c-none”" in capsys.readouterr().err
    (stored,) = record(paths)
    assert stored.contact.customer == "Amara"


def test_an_empty_correction_is_told(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert poise(paths, "edit", "c-1") == 1
    assert "nothing to correct" in capsys.readouterr().err


def test_no_id_is_no_contact(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    poise(paths, "add", "--customer", "Amara", "--outcome", "lost")
    capsys.readouterr()
    for words in (("show", ""), ("edit", "", "--note", "x"), ("delete", ""), ("restore", "")):
        assert poise(paths, *words) == 1
        told = capsys.readouterr()
        assert told.out == ""
        assert "There is no contact “”. poise log list names them." in told.err


def test_the_last_one_is_shown_and_corrected_but_not_deleted(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert poise(paths, "edit", "last", "--note", "x") == 1
    poise(paths, "add", "--customer", "Old", "--outcome", "lost", "--started", "2026-01-02 10:00")
    capsys.readouterr()
    poise(paths, "add", "--customer", "New", "--outcome", "lost", "--started", "2026-01-03 10:00")
    contact_id = capsys.readouterr().out.strip()
    assert poise(paths, "edit", "last", "--note", "right") == 0
    assert capsys.readouterr().out == f"{contact_id} was corrected; what stood there is kept.\n"
    notes = {each.contact.customer: each.contact.note for each in record(paths)}
    assert notes == {"Old": "", "New": "right"}
    for verb in ("delete", "restore"):
        assert poise(paths, verb, "last") == 1
        assert "“last” is for show and edit" in capsys.readouterr().err
    assert len(record(paths)) == 2


def test_a_deleted_contact_is_not_corrected_and_its_page_says_so(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    poise(paths, "add", "--customer", "Amara", "--outcome", "lost")
    contact_id = capsys.readouterr().out.strip()
    page = tmp_path / "page.html"
    for is_deleted in (False, True):
        assert poise(paths, "show", contact_id, "--html", str(page)) == 0
        assert ("Deleted on" in page.read_text(encoding="utf-8")) == is_deleted
        poise(paths, "delete", contact_id)
    capsys.readouterr()
    assert poise(paths, "edit", contact_id, "--note", "new") == 1
    told = capsys.readouterr().err
    assert f"{contact_id} is deleted. Nothing was corrected." in told
    assert f"poise log restore {contact_id}" in told
    assert poise(paths, "restore", contact_id) == 0
    (stored,) = record(paths)
    assert stored.contact.note == ""


@pytest.mark.parametrize("verb", ["list", "search"])
def test_days_the_wrong_way_round_are_named(
    paths: Paths, verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    poise(paths, "add", "--customer", "Amara", "--outcome", "lost")
    assert poise(paths, verb, "--since", "2026-02-02", "--until", "2026-02-01") == 1
    told = capsys.readouterr().err
    assert "The last day (2026-02-01) is before the first (2026-02-02). Turn them round." in told

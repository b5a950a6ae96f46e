"""An export is read again: all of it or nothing, and never twice."""

from __future__ import annotations

import io
import json
import random
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from desktop.commands.import_contacts import run
from desktop.contacts.desk import Desk
from desktop.contacts.export import export_contacts_json
from desktop.contacts.history import LogFilter, page
from desktop.errors import Trouble
from desktop.followups.export import export_reminders_json
from desktop.followups.promise import Reminder
from desktop.followups.store import insert_reminder
from desktop.guide.model import Branch, Placeholder, Playbook, Step, StepTimer
from desktop.guide.vocabulary import Manner, RecordField, Trigger
from desktop.insertion.outcome import Outcome, Verdict
from desktop.paths import Paths, paths_for
from desktop.storage.ledger import Ledger
from desktop.storage.reading import snapshot

NOW = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
BOOK = Playbook(
    "leap",
    "LEAP",
    "",
    (
        Step("one", "One", "G", timer=StepTimer(60, "Let them"), checklist=("Ask",)),
        Step("two", "Two", "G", rung=1, branches=(Branch("b", "B", step="one"),)),
    ),
    (Placeholder("cause", "Cause", record=RecordField.ROOT_CAUSE),),
)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = paths_for(tmp_path / "home")
    made.create()
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An export of another record: one contact with everything, an open one, and reminders."""
    ledger = Ledger(tmp_path / "other.db")
    times = [NOW]
    desk = Desk(ledger, {"leap": BOOK}.get, lambda: times[-1])
    first = desk.start("leap", "=Rivera", "T-1", "chat", trigger=Trigger.BILLING)
    desk.tick("Ask")
    desk.set_values({"cause": "a slip", "day": "Friday“é"})
    desk.next()
    desk.next("b")
    desk.note_insertion("hello", Outcome(Verdict.CONFIRMED, "", "x", 3))
    desk.note("A line.\nAnd more.")
    desk.end("ended-for-conduct", "The end.")
    times.append(NOW + timedelta(seconds=9))
    desk.start("leap", manner=Manner.ANGRY)
    desk.set_details(language="de")
    desk.set_aside()
    for number, owner in enumerate((first.id, None)):
        reminder = Reminder(
            *(f"r-{number}", "Call", NOW + timedelta(hours=1), NOW, "Europe/Berlin", NOW, owner)
        )
        ledger.write(partial(insert_reminder, reminder=reminder))
    assert ledger.close(20) == 0
    path = tmp_path / "export.json"
    path.write_text(exported(tmp_path / "other.db"), encoding="utf-8")
    return path


def exported(database: Path) -> str:
    out = io.StringIO()
    export_contacts_json(database, out, NOW)
    return out.getvalue()


def content(database: Path) -> Any:
    return json.loads(exported(database))


def change(file: Path, **changes: object) -> None:
    document = json.loads(file.read_text(encoding="utf-8"))
    document["contacts"][0].update(changes)
    file.write_text(json.dumps(document), encoding="utf-8")


def test_what_was_exported_comes_back_whole_and_twice_changes_nothing(
    paths: Paths, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = json.loads(file.read_text(encoding="utf-8"))
    assert len(wanted["contacts"]) == len(wanted["reminders"]) == 2
    assert {"cause": "root-cause"} in [each["kinds"] for each in wanted["contacts"]]
    assert run([str(file)], paths) == 0
    assert capsys.readouterr().out.startswith("2 contacts and 2 reminders added, 0 were there")
    assert content(paths.database) == wanted
    assert run([str(file)], paths) == 0
    assert "0 contacts and 0 reminders added, 4 were there already" in capsys.readouterr().out
    assert content(paths.database) == wanted


def test_what_was_imported_is_found(paths: Paths, file: Path) -> None:
    document = json.loads(file.read_text(encoding="utf-8"))
    names = {each["customer"] for each in document["contacts"]} - {""}
    assert names
    run([str(file)], paths)
    with snapshot(paths.database) as connection:
        for name in names:
            assert [row.customer for row in page(connection, LogFilter(name), None, 9)] == [name]


def test_secret_numbers_of_others_are_kept_out(
    paths: Paths, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(file, note="card 4242 4242 4242 4242", values={"cause": "4242424242424242"})
    assert run([str(file)], paths) == 0
    assert "A card number was kept out of the record" in capsys.readouterr().err
    assert run([str(file)], paths) == 0  # and is no difference the second time
    assert b"4242 4242" not in paths.database.read_bytes()
    assert b"42424242" not in paths.database.read_bytes()
    assert "[card …4242]" in json.dumps(content(paths.database), ensure_ascii=False)


def test_control_characters_do_not_come_along(
    paths: Paths, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = "\x1b]0;owned\x07a\0b\u202e\ud800"
    document = json.loads(file.read_text(encoding="utf-8"))
    document["contacts"][0].update(
        customer=bad,
        note=f"{bad}\r\n{bad}",
        values={"cause": bad},
        edits=[{"at": "2026-11-21T14:05:00Z", "field": "note", "old": bad, "new": f"x\n{bad}"}],
    )
    for event in document["contacts"][0]["events"]:
        for name, value in event.items():
            if name in ("item", "text", "reason", "target", "language"):
                event[name] = value + bad
    document["reminders"][0].update(text=f"{bad}\n{bad}", whom=bad)
    file.write_text(json.dumps(document), encoding="utf-8")
    assert run([str(file)], paths) == 0
    found = content(paths.database)
    texts = json.dumps(found, ensure_ascii=False)
    assert not any(sign in texts for sign in ("\x1b", "\\u00", "\0", "\x07", "\u202e", "\ud800"))
    (contact,) = (each for each in found["contacts"] if each["id"] == document["contacts"][0]["id"])
    assert contact["note"] == "]0;owned a b \ufffd\n ]0;owned a b \ufffd"
    assert "\n" not in found["reminders"][0]["text"]
    capsys.readouterr()
    assert run([str(file)], paths) == 0  # and is no difference the second time
    assert "4 were there already" in capsys.readouterr().out


def test_the_program_goes_on_with_what_was_imported(paths: Paths, file: Path) -> None:
    run([str(file)], paths)
    ledger = Ledger(paths.database)
    desk = Desk(ledger, {"leap": BOOK}.get, lambda: NOW)
    desk.load_open()
    assert [each.language for each in desk.waiting] == ["de"]
    desk.resume(desk.waiting[0].id)
    desk.next()
    assert ledger.close(20) == 0


def test_it_can_be_done_while_the_program_writes(paths: Paths, file: Path) -> None:
    ledger = Ledger(paths.database)
    desk = Desk(ledger, {"leap": BOOK}.get, lambda: NOW)
    desk.start("leap", "Meanwhile")
    for _ in range(50):
        desk.note("a line")
    assert run([str(file)], paths) == 0
    desk.note("the last line")
    assert ledger.close(20) == 0
    found = {each["customer"]: each for each in content(paths.database)["contacts"]}
    assert len(found["Meanwhile"]["events"]) == 53
    assert "=Rivera" in found


def test_what_differs_is_told_and_stays_as_it_is(
    paths: Paths, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run([str(file)], paths)
    before = content(paths.database)
    document = json.loads(file.read_text(encoding="utf-8"))
    document["contacts"][0]["note"] = "Newer."
    document["reminders"][0]["text"] = "Newer."
    file.write_text(json.dumps(document), encoding="utf-8")
    assert run([str(file)], paths) == 1
    told = capsys.readouterr().err
    assert before["contacts"][0]["id"] in told
    assert "r-0 says something else" in told
    assert content(paths.database) == before


def test_a_reminder_without_what_an_older_poise_did_not_write_is_taken(
    paths: Paths, file: Path
) -> None:
    document = json.loads(file.read_text(encoding="utf-8"))
    for name in (
        "whom",
        "way",
        "side",
        "repeats",
        "repeats_from",
        "snoozed",
        "fired_at",
        "done_at",
    ):
        del document["reminders"][0][name]
    document["reminders"][0]["zone"] = "local"
    file.write_text(json.dumps(document), encoding="utf-8")
    assert run([str(file)], paths) == 0
    found = content(paths.database)["reminders"]
    assert [(each["way"], each["repeats"]) for each in found] == [("other", "never")] * 2


@pytest.mark.parametrize(
    "name", ["id", "text", "created_at", "due_at", "promised_at", "zone", "state"]
)
def test_a_reminder_that_lacks_something_says_what(paths: Paths, file: Path, name: str) -> None:
    document = json.loads(file.read_text(encoding="utf-8"))
    del document["reminders"][1][name]
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(Trouble, match=rf"reminders\[1\].*: “{name}” is missing"):
        run([str(file)], paths)
    assert content(paths.database)["contacts"] == []


def test_reminders_alone_are_read_too_and_one_whose_contact_is_not_there_is_kept(
    paths: Paths, file: Path, tmp_path: Path
) -> None:
    with file.open("w", encoding="utf-8") as out:
        export_reminders_json(tmp_path / "other.db", out, NOW)
    assert run([str(file)], paths) == 0
    found = content(paths.database)["reminders"]
    assert [each["contact_id"] for each in found] == [None, None]


def test_what_a_newer_poise_added_is_told(
    paths: Paths, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit = {"at": "2026-11-21T14:05:00Z", "field": "note", "old": "a", "new": "b", "what": "x"}
    change(file, mood="fine", edits=[edit])
    assert run([str(file)], paths) == 1
    assert "does not know them: " in (told := capsys.readouterr().err)
    assert "mood" in told
    assert "what" in told


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"id": 7}, "“id” is no text"),
        ({"id": ""}, "“id” is “”, and not 1 to 64 letters, digits and hyphens"),
        ({"id": "c-1\x1b[2J"}, "“id” is .* and not 1 to 64 letters"),
        ({"id": "x" * 65}, "and not 1 to 64 letters"),
        ({"values": {"a\x1b": "x"}}, "“a<U\\+001B>” is the name of no field"),
        ({"started_at": "yesterday"}, "“started_at” is “yesterday”, which is no time"),
        ({"started_at": "2026-11-21T14:05:00"}, "no time with a zone"),
        ({"started_at": "0001-01-01T00:00:00+02:00"}, "“started_at” is .* not in the years 1970"),
        ({"ended_at": "9999-12-31T23:59:59Z"}, "“ended_at” is .* not in the years 1970 to 2199"),
        ({"events": [{"at": "1969-12-31T23:59:59Z", "kind": "set_aside"}]}, "“at” is .* 1970"),
        (
            {"edits": [{"at": "9999-01-01T00:00:00Z", "field": "note", "old": "", "new": ""}]},
            "“at”",
        ),
        (
            {"edits": [{"at": "2026-11-21T14:05:00Z", "field": "note", "old": ""}]},
            "“new” is missing",
        ),
        (
            {"outcome": "of-the-future"},
            "“outcome” is “of-the-future”, and not one of: nothing, solved",
        ),
        ({"trigger": "mars"}, "“trigger” is “mars”, and not one of: nothing, "),
        ({"manner": "purple"}, "“manner” is “purple”, and not one of: "),
        (
            {
                "events": [
                    {"at": "2026-11-21T14:05:00Z", "kind": "step", "playbook": "a", "step": "b"}
                    | {"move": "next", "depth": "two"},
                ]
            },
            "“depth” of an event is no number from 1 to",
        ),
        ({"ended_at": None}, "an outcome without an end"),
        ({"customer": None}, "“customer” is no text"),
        ({"values": {"a": 1}}, "no texts"),
        ({"events": {}}, "no list of entries"),
        ({"events": [{"at": "2026-11-21T14:05:00Z", "kind": "seen"}]}, "no kind of event"),
        ({"events": [{"at": "2026-11-21T14:05:00Z", "kind": "ended"}]}, "“outcome” is missing"),
        ({"events": [{"at": "2026-11-21T14:05:00Z", "kind": "step"}]}, "“playbook” is missing"),
        ({"events": [{"at": "2026-11-21T14:05:00Z", "kind": "note", "text": 1.5}]}, "is no text"),
    ],
)
def test_nothing_is_half_imported(
    paths: Paths, file: Path, changes: dict[str, object], what: str
) -> None:
    document = json.loads(file.read_text(encoding="utf-8"))
    document["contacts"].reverse()  # the good one first
    document["contacts"][1].update(changes)
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(Trouble, match=what) as told:
        run([str(file)], paths)
    assert "export.json: contacts[1]" in told.value.what
    assert not re.search("isoformat|NOT NULL|is not a valid|codec|Error", str(told.value))
    assert "Nothing was imported" in told.value.remedy
    assert content(paths.database)["contacts"] == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"state": "odd"}, r"\(r-0\): “state” is “odd”, and not one of: open, done"),
        ({"repeats": "yearly"}, r"\(r-0\): “repeats” is “yearly”, and not one of: never, daily"),
        ({"way": "pigeon"}, "“way” is “pigeon”, and not one of: "),
        ({"side": None}, "“side” is no text"),
        ({"created_at": None}, "“created_at” is no text"),
        ({"zone": "Mars/Olympus"}, "“zone” is “Mars/Olympus”, which is no time zone"),
        ({"zone": "America"}, "“zone” is “America”, which is no time zone"),
        ({"zone": "../etc/passwd"}, "which is no time zone"),
        ({"snoozed": -1}, "“snoozed” is no number from 0 to"),
        ({"snoozed": 2**80}, "“snoozed” is no number from 0 to"),
        ({"state": "done"}, "it is done without “done_at”"),
        ({"done_at": "2026-11-21T14:05:00Z"}, "“done_at” without being done"),
        ({"mood": [1]}, "“mood” is neither text nor a number"),
        ({"due_at": "soon"}, r"reminders\[0\] \(r-0\): “due_at” is “soon”, which is no time"),
        ({"due_at": "9999-12-31T23:59:59.000Z"}, r"\(r-0\): “due_at” is .* not in the years 1970"),
        (
            {"repeats_from": "0001-01-01T00:00:00Z"},
            r"\(r-0\): “repeats_from” is .* not in the years",
        ),
        ({"text": None}, r"reminders\[0\] \(r-0\): “text” is no text"),
        ({"id": "r 1"}, "“id” is “r 1”, and not 1 to 64 letters"),
        ({"contact_id": "../x"}, "“contact_id” is “../x”, and not"),
        ({"snoozed": [1]}, "“snoozed” is no number"),
    ],
)
def test_a_reminder_that_cannot_be_read_again_is_refused(
    paths: Paths, file: Path, change: dict[str, object], what: str
) -> None:
    document = json.loads(file.read_text(encoding="utf-8"))
    document["reminders"][0].update(change)
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(Trouble, match=what):
        run([str(file)], paths)
    assert content(paths.database)["contacts"] == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", ":1:1: the file is damaged"),
        ("[]", "no export of Poise"),
        ('{"poise_export": true}', "no export of Poise"),
        ('{"poise_export": 2}', "newer Poise"),
        ('{"poise_export": 1, "kind": "phrases"}', "holds no contacts"),
        ('{"poise_export": 1, "kind": "contacts", "contacts": [1]}', "no list"),
        ("[" * 100_000, "no export|damaged"),
        ('{"poise_export": ' + "9" * 5_000 + "}", "no export of Poise"),
    ],
)
def test_another_file_is_refused(paths: Paths, file: Path, text: str, what: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Trouble, match=what):
        run([str(file)], paths)
    assert not paths.database.exists()


def test_a_file_that_is_cut_off_or_missing_says_where(paths: Paths, file: Path) -> None:
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole[: len(whole) // 2], encoding="utf-8")
    with pytest.raises(Trouble, match=r"export.json:\d+:\d+: the file is damaged or cut off here"):
        run([str(file)], paths)
    file.write_bytes(b'{"poise_export": 1, "\xff')
    with pytest.raises(Trouble, match="damaged at byte 21"):
        run([str(file)], paths)
    file.unlink()
    with pytest.raises(Trouble, match="cannot be read"):
        run([str(file)], paths)


def test_a_flipped_byte_is_told_or_changes_a_word_but_never_breaks_the_record(
    paths: Paths, file: Path
) -> None:
    whole, chance = file.read_bytes(), random.Random(5)
    for number in range(120):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        file.write_bytes(damaged)
        here = paths_for(paths.data / str(number))
        with suppress(Trouble):
            run([str(file)], here)
        if here.database.exists():
            content(here.database)
            desk = Desk(ledger := Ledger(here.database), {"leap": BOOK}.get, lambda: NOW)
            desk.load_open()
            assert ledger.close(20) == 0


CARD = "4111111111111111"


def with_events(file: Path, **facts: object) -> None:
    """Change the first event of the first contact that has each of these facts."""
    document = json.loads(file.read_text(encoding="utf-8"))
    contact = max(document["contacts"], key=lambda each: len(each["events"]))
    for name, fact in facts.items():
        event = next(each for each in contact["events"] if name in each)
        event[name] = fact
    file.write_text(json.dumps(document), encoding="utf-8")


def test_no_number_gets_in_by_a_side_door(
    paths: Paths, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names, corrections and facts that no Poise writes."""
    edit = {"at": "2026-11-21T14:05:00Z", "field": f"value:{CARD}", "old": CARD, "new": CARD}
    change(
        file,
        values={CARD: "x", "cause": "y"},
        kinds={CARD: "option"},
        edits=[{**edit, CARD: CARD}],
        **{f"card {CARD}": 1},
    )
    document = json.loads(file.read_text(encoding="utf-8"))
    for contact in document["contacts"]:
        for event in contact["events"]:
            event.update(num=int(CARD), more=[CARD], card=CARD)
            if "fields" in event:
                event["fields"] = [CARD]
            if "item" in event:
                event["item"] = f"Ask for {CARD}"
    file.write_text(json.dumps(document), encoding="utf-8")
    assert run([str(file)], paths) == 1
    said = capsys.readouterr()
    assert said.err.count("does not know them: ") == 1
    assert "card, card [card …1111], more, num" in said.err
    assert CARD not in said.out + said.err
    assert CARD.encode() not in paths.database.read_bytes()
    assert CARD not in exported(paths.database)
    found = {each["id"]: each for each in content(paths.database)["contacts"]}
    first = found[document["contacts"][0]["id"]]
    assert first["values"] == {"[card …1111]": "x", "cause": "y"}
    assert first["kinds"] == {"[card …1111]": "option"}
    assert first["edits"][0]["field"] == "value:[card …1111]"
    assert run([str(file)], paths) == 1  # and is no difference the second time
    assert "4 were there already" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        ({"phrase": "4111-1111-1111-1111"}, "“phrase” of an event holds a number that must not"),
        ({"playbook": f"card-{CARD}"}, "“playbook” of an event holds a number that must not"),
        ({"phrase": "a phrase"}, "“phrase” of an event is no id"),
        ({"outcome": CARD}, "“outcome” is “[card …1111]”, and not one of: solved"),
        ({"rungs": [CARD]}, "“rungs” of an event is no list of rungs"),
        ({"rungs": [f"1 {CARD}"]}, "“rungs” is “[card …1111]”, which is no time"),
        ({"rungs": "1"}, "“rungs” of an event is no list of names"),
        ({"rung": 10**30}, "“rung” of an event is no number from 1 to 3"),
        ({"rung": 0}, "“rung” of an event is no number from 1 to 3"),
        ({"depth": 0}, "“depth” of an event is no number from 1 to 1,000,000"),
        ({"ms": int(CARD)}, "“ms” of an event is no number from 0 to 999,999,999"),
        ({"ms": True}, "“ms” of an event is no number"),
        ({"wording": -1}, "“wording” of an event is no number"),
        ({"is_on": 2}, "“is_on” of an event is no number from 0 to 1"),
        ({"verdict": "perhaps"}, "“verdict” is “perhaps”, and not one of: confirmed"),
        ({"move": "sideways"}, "“move” is “sideways”, and not one of: start"),
        ({"fields": "note"}, "“fields” of an event is no list of names"),
    ],
)
def test_what_happened_must_be_what_can_happen(
    paths: Paths, file: Path, facts: dict[str, object], what: str
) -> None:
    with_events(file, **facts) if "fields" not in facts else change(
        file, events=[{"at": "2026-11-21T14:05:00Z", "kind": "details", **facts}]
    )
    with pytest.raises(Trouble, match=re.escape(what)) as told:
        run([str(file)], paths)
    assert re.search(r"contacts\[\d\] \(c-2026", told.value.what)
    assert content(paths.database)["contacts"] == []


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"id": "4111-1111-1111-1111"}, "“id” holds a number that must not be kept"),
        ({"id": "c-41111111-111111-11"}, "“id” holds a number that must not be kept"),
        ({"ended_at": "2026-11-19T14:05:00Z"}, "“ended_at” is before “started_at”"),
        ({"started_at": "2126-11-21T14:05:00Z"}, "“started_at” is “2126-11-21T14:05:00Z”, which"),
        ({"ended_at": "2126-11-21T14:05:00Z"}, "is still to come"),
        ({"events": [{"at": "2126-11-21T14:05:00Z", "kind": "resumed"}]}, "is still to come"),
        ({"kinds": {"cause": "guess"}}, "“cause” is “guess”, and not one of: root-cause, option"),
    ],
)
def test_a_contact_that_cannot_be_is_refused(
    paths: Paths, file: Path, changes: dict[str, object], what: str
) -> None:
    change(file, **changes)
    with pytest.raises(Trouble, match=what) as told:
        run([str(file)], paths)
    assert "1111-1111" not in told.value.what
    assert content(paths.database)["contacts"] == []


def test_a_contact_during_which_the_clock_was_set_back_is_taken(paths: Paths, file: Path) -> None:
    change(file, started_at="2026-11-21T14:05:00.000Z", ended_at="2026-11-21T13:05:00.000Z")
    assert run([str(file)], paths) == 0


def test_ids_that_poise_makes_are_never_taken_for_a_number(paths: Paths, file: Path) -> None:
    change(file, id="c-20261121-140503-411111")
    document = json.loads(file.read_text(encoding="utf-8"))
    document["reminders"][0]["id"] = "4111-1111-1111-1111"
    assert run([str(file)], paths) == 0
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(Trouble, match="“id” holds a number that must not be kept"):
        run([str(file)], paths)


def test_what_is_too_long_is_cut_and_told_as_everywhere(
    paths: Paths, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(file, note="x" * 200_000, customer="y" * 300, values={"cause": "z" * 300})
    document = json.loads(file.read_text(encoding="utf-8"))
    document["reminders"][0].update(text="r" * 600, whom="w" * 300)
    for event in document["contacts"][0]["events"]:
        if event["kind"] == "note":
            event["text"] = "l" * 20_000
    file.write_text(json.dumps(document), encoding="utf-8")
    assert run([str(file)], paths) == 0
    said = capsys.readouterr().err
    assert "Only the first 10,000 characters of “xxxxxxxxxxxxxxxxxxxx…” were kept." in said
    assert "Only the first 200 characters of “yyyyyyyyyyyyyyyyyyyy…” were kept." in said
    found = content(paths.database)
    (contact,) = (each for each in found["contacts"] if each["id"] == document["contacts"][0]["id"])
    lengths = [len(contact[name]) for name in ("note", "customer")]
    assert [*lengths, len(contact["values"]["cause"])] == [10_000, 200, 200]
    assert [len(e["text"]) for e in contact["events"] if e["kind"] == "note"] in ([10_000], [])
    assert sorted(len(each["text"]) for each in found["reminders"]) == [4, 500]
    assert run([str(file)], paths) == 0  # and is no difference the second time
    assert "4 were there already" in capsys.readouterr().out


def test_format_0_is_no_export(paths: Paths, file: Path) -> None:
    file.write_text('{"poise_export": 0, "kind": "contacts"}', encoding="utf-8")
    with pytest.raises(Trouble, match="no export of Poise"):
        run([str(file)], paths)

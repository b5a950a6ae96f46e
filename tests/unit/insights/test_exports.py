"""Many agents' exports, counted as one record, and what is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.contacts.export import export_contacts_json
from desktop.errors import Trouble
from desktop.followups.export import export_reminders_json
from desktop.insights.exports import Merged, merge
from desktop.insights.files import as_json
from desktop.insights.period import month_named
from desktop.insights.reading import read_report
from tests.unit.insights.records import Written, rung, said, step

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OCTOBER = month_named("2026-10", UTC)


def written_out(record: Written, path: Path, now: datetime = NOW) -> Path:
    with path.open("w", encoding="utf-8") as out:
        export_contacts_json(record.path, out, now)
    return path


def reminders_out(record: Written, path: Path) -> Path:
    with path.open("w", encoding="utf-8") as out:
        export_reminders_json(record.path, out, NOW)
    return path


def merged(*paths: Path) -> Merged:
    return merge(paths, OCTOBER, NOW, phrases=("open", "shut"), cause_names=("cause",))


@pytest.fixture
def filled(written: Written) -> Written:
    made = written.contact(
        "2026-10-05 10:00",
        "2026-10-05 10:20",
        "escalated",
        step("leap", "listen", "start"),
        said("open", 1),
        said("shut", verdict="refused"),
        step("leap", "ask", calmer=1),
        step("leap", "listen", "back"),
        rung(2),
        trigger="billing",
        manner="angry",
    )
    written.connection.execute(
        "INSERT INTO contact_values (contact_id, name, value) VALUES (?, 'cause', 'A tariff')",
        (made,),
    )
    written.contact("2026-10-20 10:00", None, "", customer="Ms Rivera")
    written.promise("2026-10-05 10:00", "2026-10-05 09:00")
    return written


def test_an_export_counts_as_its_record_does(filled: Written, tmp_path: Path) -> None:
    contacts = written_out(filled, tmp_path / "a.json")
    reminders = reminders_out(filled, tmp_path / "r.json")
    own = read_report(
        filled.connection, OCTOBER, NOW, phrases=("open", "shut"), cause_names=("cause",)
    )
    assert merged(contacts, reminders).report == own
    assert own.contacts == 2
    assert own.promises.in_time == 1


def test_a_contact_counts_once_and_as_it_was_last(filled: Written, tmp_path: Path) -> None:
    early = written_out(filled, tmp_path / "early.json", datetime(2026, 10, 21, tzinfo=UTC))
    filled.connection.execute(
        "UPDATE contacts SET ended_at = '2026-10-20T10:05:00.000Z', outcome = 'solved'"
        " WHERE ended_at IS NULL"
    )
    late = written_out(filled, tmp_path / "late.json")
    for files in ((early, late), (late, early), (late, early, late)):
        found = merged(*files)
        assert (found.report.contacts, found.report.still_open) == (2, 0)
    assert merged(late, early).twice == 2


def test_no_name_of_a_customer_comes_along(filled: Written, tmp_path: Path) -> None:
    found = merged(written_out(filled, tmp_path / "a.json"))
    text = as_json(found.report, NOW)
    assert "Lovelace" not in text
    assert "Rivera" not in text


@pytest.mark.parametrize(
    "content",
    [
        "",
        "id,started_at\n",
        "[]",
        '{"some": "json"}',
        '{"poise_export": 1, "kind": "phrases", "phrases": [\n]}\n',
        "\x00\x01",
        "[" * 5000,
    ],
)
def test_a_foreign_file_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "foreign.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Trouble, match=r"foreign\.json is no export") as caught:
        merged(path)
    assert "poise export" in caught.value.remedy


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "foreign.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Trouble, match="is no export"):
        merged(path)


def test_a_newer_export_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    path.write_text('{"poise_export": 9, "kind": "contacts", "contacts": [\n]}\n', "utf-8")
    with pytest.raises(Trouble, match="newer Poise"):
        merged(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="cannot be read"):
        merged(tmp_path / "none.json")
    with pytest.raises(Trouble, match="cannot be read"):
        merged(tmp_path)


def test_every_cut_is_refused(filled: Written, tmp_path: Path) -> None:
    whole = written_out(filled, tmp_path / "whole.json").read_bytes()
    path = tmp_path / "cut.json"
    for end in range(0, len(whole.rstrip()), 7):
        path.write_bytes(whole[:end])
        with pytest.raises(Trouble, match=r"cut\.json"):
            merged(path)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", 7),
        ("started_at", "yesterday"),
        ("ended_at", 5),
        ("outcome", None),
        ("values", ["cause"]),
        ("events", [{"kind": "step", "at": "2026-10-05T10:00:00Z"}]),
        ("events", [{"kind": "rung", "rung": "high"}]),
        ("events", 3),
        ("events", [{"kind": "telepathy", "at": "2026-10-05T10:00:00Z"}]),
        ("started_at", "2026-10-05T10:00:00"),
        ("started_at", "9999-12-31T23:59:59Z"),
        ("trigger", ["billing"]),
    ],
)
def test_damage_inside_is_refused_by_name(
    filled: Written, tmp_path: Path, field: str, value: object
) -> None:
    path = written_out(filled, tmp_path / "bad.json")
    content = json.loads(path.read_text(encoding="utf-8"))
    first = {**content["contacts"][0], field: value}
    head = json.dumps({name: content[name] for name in ("poise_export", "kind", "exported_at")})
    path.write_text(f'{head[:-1]}, "contacts": [\n{json.dumps(first)}\n]}}\n', encoding="utf-8")
    with pytest.raises(Trouble, match=r"bad\.json is damaged: contacts\[0\]"):
        merged(path)
    path.write_text(json.dumps({**content, "contacts": [first]}), encoding="utf-8")
    with pytest.raises(Trouble, match=r"bad\.json is damaged: contacts\[0\]"):
        merged(path)


@pytest.mark.parametrize("indent", [None, 0, 2])
def test_an_export_that_another_program_wrote_anew_counts_the_same(
    filled: Written, tmp_path: Path, indent: int | None
) -> None:
    path = written_out(filled, tmp_path / "a.json")
    wanted = merged(path)
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content, indent=indent), encoding="utf-8")
    assert merged(path) == wanted
    del content["exported_at"]
    path.write_text(json.dumps(content, indent=indent), encoding="utf-8")
    assert merged(path) == wanted
    # The second line of this one is the beginning of an entry only.
    head = '{"poise_export": 1, "kind": "contacts", "contacts": ['
    path.write_text(head + json.dumps(content["contacts"], indent=2)[1:] + "}", encoding="utf-8")
    assert merged(path).report.contacts == wanted.report.contacts


def test_a_newer_export_on_one_line_is_told_as_newer(tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    path.write_text('{"poise_export": 9, "kind": "moods", "moods": []}', "utf-8")
    with pytest.raises(Trouble, match="newer Poise"):
        merged(path)


def test_an_export_on_one_line_says_where_it_was_cut_off(filled: Written, tmp_path: Path) -> None:
    path = written_out(filled, tmp_path / "cut.json")
    whole = json.dumps(json.loads(path.read_text(encoding="utf-8")))
    path.write_text(whole[:-20], encoding="utf-8")
    with pytest.raises(Trouble, match=r"cut\.json:1:\d+: the file is damaged or cut off here"):
        merged(path)

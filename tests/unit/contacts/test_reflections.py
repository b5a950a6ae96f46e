"""Reflections are the agent's own: kept, and found nowhere else."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.contacts import store
from desktop.contacts.record import NOTE_CHARS, Contact
from desktop.contacts.reflections import (
    Journal,
    Reflection,
    all_reflections,
    export_reflections_csv,
    export_reflections_json,
)
from desktop.errors import Trouble
from desktop.paths import Paths, paths_for
from desktop.privacy.masker import Masker
from desktop.storage.ledger import Ledger
from desktop.storage.migrate import migrations, open_database
from desktop.storage.writing import transaction

NOW = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
SECRET = "zebra"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = paths_for(tmp_path / "home")
    made.create()
    return made


def kept(paths: Paths) -> Reflection:
    """One reflection about an ended contact."""
    ledger = Ledger(paths.database)
    ended = Contact("c-1", NOW, "Ms Wei", ended_at=NOW, outcome="solved", note="A note.")
    ledger.write(lambda c: store.insert_contact(c, ended))
    texts = (f"=It was loud, {SECRET}.\r\nVery.", f"I stayed calm, {SECRET}", f"Ask {SECRET}")
    made = Journal(ledger, lambda: NOW).keep(*texts, wants_person=True, contact_id="c-1")
    assert ledger.close(20) == 0
    return made


def read(paths: Paths) -> list[Reflection]:
    with closing(open_database(paths.database)) as connection:
        return list(all_reflections(connection))


def test_it_is_kept_as_it_was_written(paths: Paths) -> None:
    made = kept(paths)
    assert made.happened == f"=It was loud, {SECRET}.\nVery."
    assert read(paths) == [made]


def test_nothing_is_not_kept_but_the_wish_for_a_person_is(paths: Paths) -> None:
    ledger = Ledger(paths.database)
    journal = Journal(ledger, lambda: NOW)
    with pytest.raises(Trouble, match="nothing to keep"):
        journal.keep("", " \n", "\u200b", wants_person=False)
    journal.keep("", "", "", wants_person=True, contact_id="c-gone")
    journal.keep("x" * (NOTE_CHARS + 1), "", "", wants_person=False)
    assert ledger.close(20) == 0
    first, second = sorted(read(paths), key=lambda each: len(each.happened))
    assert first.contact_id is None
    assert len(second.happened) == NOTE_CHARS


def test_a_card_number_is_kept_out_of_it_too(paths: Paths) -> None:
    ledger = Ledger(paths.database)
    masker, told = Masker(), list[str]()
    masker.on_masked = told.append
    Journal(ledger, lambda: NOW, masker).keep(
        "They read out 4111 1111 1111 1111 and shouted", "", "", wants_person=False
    )
    assert ledger.close(20) == 0
    assert "4111 1111 1111" not in read(paths)[0].happened
    assert "and shouted" in read(paths)[0].happened
    assert len(told) == 1


def test_it_outlives_its_contact(paths: Paths) -> None:
    made = kept(paths)
    with transaction(paths.database) as connection:
        connection.execute("DELETE FROM contacts")
    assert read(paths) == [replace(made, contact_id=None)]


def test_it_is_exported_when_it_is_asked_for_by_name(paths: Paths) -> None:
    made = kept(paths)
    out = io.StringIO()
    assert export_reflections_json(paths.database, out, NOW) == 1
    (item,) = json.loads(out.getvalue())["reflections"]
    assert (item["contact_id"], item["wants_person"]) == ("c-1", True)
    assert item["happened"] == made.happened
    table = io.StringIO(newline="")
    assert export_reflections_csv(paths.database, table) == 1
    (row,) = csv.DictReader(io.StringIO(table.getvalue(), newline=""))
    assert row["happened"] == f"'{made.happened}"  # no formula


EXPORTS = {
    "contacts as JSON": ["export", "contacts"],
    "contacts as CSV": ["export", "contacts", "--format", "csv"],
    "reminders as JSON": ["export", "reminders"],
    "reminders as CSV": ["export", "reminders", "--format", "csv"],
    "phrases": ["export", "phrases"],
    "the log": ["log", "list"],
    "one contact": ["log", "show", "c-1"],
}


@pytest.mark.parametrize("name", EXPORTS)
def test_no_other_export_holds_it(
    paths: Paths, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    kept(paths)
    home = str(paths.data.parent)
    assert main(["--home", home, *EXPORTS[name]]) == 0
    told = capsys.readouterr().out
    assert told
    assert SECRET not in told.casefold()
    assert main(["--home", home, "export", "reflections"]) == 0
    assert SECRET in capsys.readouterr().out.casefold()


@pytest.mark.parametrize("kind", ["--html", "--pdf"])
def test_no_page_holds_it(paths: Paths, tmp_path: Path, kind: str) -> None:
    kept(paths)
    page = tmp_path / "page"
    if kind == "--html":
        assert main(["--home", str(paths.data.parent), "log", "show", "c-1", kind, str(page)]) == 0
        assert SECRET not in page.read_text(encoding="utf-8").casefold()
    else:
        from desktop.app.telling import told

        assert SECRET not in repr(told(paths, "c-1")).casefold()  # all that a page is made of


def test_an_export_of_reflections_is_no_export_of_contacts(paths: Paths, tmp_path: Path) -> None:
    kept(paths)
    file = tmp_path / "mine.json"
    home = str(paths.data.parent)
    assert main(["--home", home, "export", "reflections", "-o", str(file)]) == 0
    assert main(["--home", home, "import", "contacts", str(file)]) == 1


@pytest.mark.parametrize("known", range(1, len(migrations())))
def test_older_records_get_a_place_for_them(tmp_path: Path, known: int) -> None:
    path = tmp_path / "poise.db"
    open_database(path, steps=migrations()[:known]).close()
    with closing(open_database(path)) as connection:
        assert list(all_reflections(connection)) == []

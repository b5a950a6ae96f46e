"""`poise export`: write contacts, reminders, phrases or reflections for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from desktop.asked_file import asked_file
from desktop.commands.parsing import file_name, parser
from desktop.errors import Trouble
from desktop.paths import Paths


def run(words: list[str], paths: Paths) -> int:
    """Write them to a file or to standard output."""
    reader = parser("export", "Write contacts, reminders or phrases; works while Poise runs.")
    reader.add_argument("what", choices=["contacts", "reminders", "phrases", "reflections"])
    reader.add_argument("--format", choices=["json", "csv", "espanso", "ics"], default="")
    reader.add_argument(
        "-o", "--output", type=file_name, metavar="FILE", help="instead of printing"
    )
    options = reader.parse_args(words)
    if options.what == "phrases":
        kind = options.format or "csv"
        if kind in ("json", "ics"):
            reader.error("phrases are written as --format espanso or csv")
        _export_phrases(kind, options.output, paths)
        return 0
    if options.format == "espanso":
        reader.error("only phrases are written for espanso")
    if options.format == "ics":
        if options.what != "reminders":
            reader.error("only reminders are written as a calendar")
        _export_calendar(options.output, paths)
        return 0
    from datetime import UTC, datetime

    from desktop.contacts.export import export_contacts_csv, export_contacts_json
    from desktop.contacts.reflections import export_reflections_csv, export_reflections_json
    from desktop.followups.export import export_reminders_csv, export_reminders_json

    as_json = {
        "contacts": export_contacts_json,
        "reminders": export_reminders_json,
        "reflections": export_reflections_json,
    }
    as_csv = {
        "contacts": export_contacts_csv,
        "reminders": export_reminders_csv,
        "reflections": export_reflections_csv,
    }
    with output(options.output, paths) as out:
        if options.format in ("", "json"):
            as_json[options.what](paths.database, out, datetime.now(UTC))
        else:
            as_csv[options.what](paths.database, out)
    return 0


def _export_calendar(path: Path | None, paths: Paths) -> None:
    from desktop.followups.calendar_file import export_reminders_ics
    from desktop.followups.hours import Hours, hours_of
    from desktop.hotkeys.bindings import ACTIONS, chord_objection
    from desktop.settings_file import load

    settings, _ = load(paths.settings_file, ACTIONS, chord_objection)
    try:
        hours = hours_of(settings.working_days, settings.working_hours, settings.after_lunch)
    except Trouble:
        hours = Hours()
    with output(path, paths) as out:
        export_reminders_ics(paths.database, out, hours)


def _export_phrases(kind: str, path: Path | None, paths: Paths) -> None:
    from desktop.app.shelves import Shelves
    from desktop.exchange.exporting import export_phrases

    with output(path, paths) as out:
        export_phrases(Shelves(paths).folders(), kind, out)


@contextmanager
def output(path: Path | None, paths: Paths, *, is_playbook: bool = False) -> Iterator[TextIO]:
    """The file, see `asked_file`; or standard output in UTF-8."""
    if path is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        yield sys.stdout
        return
    with asked_file(path, paths, is_playbook=is_playbook) as file:
        yield file

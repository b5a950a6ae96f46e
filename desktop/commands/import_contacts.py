"""`poise import contacts`: an export of contacts and reminders, taken into the record."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.commands.masking import masker_of
from desktop.commands.parsing import DONE, FAILED, STOPPED, parser
from desktop.paths import Paths


def run(words: list[str], paths: Paths) -> int:
    """Add what is not there yet; 1 when something of the file was not taken."""
    reader = parser(
        "import contacts",
        "Take contacts and reminders over from a file that poise export contacts wrote. What is "
        "in the record stays as it is; doing it twice changes nothing. Works while Poise runs.",
    )
    reader.add_argument("file", type=Path, metavar="FILE")
    options = reader.parse_args(words)
    is_all_there = False
    try:
        from desktop.contacts.importing import import_export, read_export
        from desktop.storage.writing import transaction

        masker = masker_of(paths)
        export = read_export(options.file)
        paths.create()
        with transaction(paths.database) as connection:
            result = import_export(connection, export, masker)
            is_all_there = True
    except KeyboardInterrupt:  # Ctrl+C
        sure = "Say it again to be sure: twice changes nothing."
        what = sure if is_all_there else "Nothing was taken in."
        print(f"poise: Stopped. {what}", file=sys.stderr)
        return STOPPED
    print(
        f"{_count(result.contacts, 'contact')} and {_count(result.reminders, 'reminder')} added, "
        f"{result.known:,} were there already."
    )
    if result.reminders:
        print("Open reminders show when Poise starts the next time.")
    if result.unknown:
        names = ", ".join(sorted(result.unknown))
        print(f"Left out, because this Poise does not know them: {names}.", file=sys.stderr)
    for each in result.different:
        print(f"{each} says something else in the record, and stayed as it is.", file=sys.stderr)
    return FAILED if result.different or result.unknown else DONE


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"

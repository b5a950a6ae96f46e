"""`poise backup`: a copy of the record now, also while Poise runs."""

from __future__ import annotations

from pathlib import Path

from desktop.commands.parsing import DONE, parser
from desktop.paths import Paths


def run(words: list[str], paths: Paths) -> int:
    """Copy the record, verify the copy, and say where it is."""
    reader = parser("backup", "Copy the record (contacts and reminders); works while Poise runs.")
    reader.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="where to; without it, one of the daily copies beside the record",
    )
    options = reader.parse_args(words)
    from datetime import UTC, datetime

    from desktop.commands.restore import rotation
    from desktop.storage.copies import copy_to, make_daily

    if options.file is not None:
        target = options.file.absolute()
        copy_to(paths.database, target)
    else:
        target = make_daily(paths.database, datetime.now(UTC), rotation(paths)).path
    print(target)
    return DONE

"""`poise doctor`: say what works on this machine, or write it down for those who ask."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from desktop.commands.parsing import DONE, parser
from desktop.errors import Trouble
from desktop.paths import Paths

_USUAL = "poise-report"


def run(words: list[str], paths: Paths) -> int:
    """Print what works, and the remedy where it does not; or write a report without names."""
    reader = parser("doctor", "Say what works on this machine, and the remedy where not.")
    reader.add_argument(
        "--report",
        nargs="?",
        const="",
        metavar="FILE",
        help="write a report without names instead, to send to those who ask for it; "
        f"{_USUAL}.txt in this folder, or FILE, which must not exist, or - to print it",
    )
    options = reader.parse_args(words)
    if options.report is None:
        from desktop.app.doctor import examine

        return examine(paths, sys.stdout)
    from datetime import datetime

    from desktop.app.doctor_report import NOTHING_SENT, report

    text = report(paths, datetime.now().astimezone())
    if options.report == "-":
        print(text, end="")
        return DONE
    print(_written(text, options.report))
    print(NOTHING_SENT, file=sys.stderr)
    return DONE


def _written(text: str, name: str) -> Path:
    """Write it; where it is.

    Args:
        text: The report.
        name: Of the file; "" for the usual one, with a number where that is taken.
    """
    from desktop.replacing import put_new

    for number in count(1):
        path = Path(name or (f"{_USUAL}.txt" if number == 1 else f"{_USUAL}-{number}.txt"))
        try:
            put_new(path, text.encode("utf-8", "replace"))
            break
        except FileExistsError as problem:
            if name:
                what = f"{path} exists."
                raise Trouble(what, "Choose another name; no file is replaced.") from problem
        except OSError as problem:
            what = f"{path} cannot be written ({problem.strerror or problem})."
            remedy = "Choose another place: poise doctor --report FILE"
            raise Trouble(what, remedy) from problem
    return path.absolute()

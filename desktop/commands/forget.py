"""`poise forget`: remove everything of one person for good."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.commands.parsing import DONE, FAILED, parser
from desktop.errors import Trouble
from desktop.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Collection

    from desktop.contacts.forgetting import Found, Person
    from desktop.contacts.forgotten_copies import Copies

_ROUNDS = 3  # somebody may be writing about them at this very moment
_REMEDY = "To remove all of this for good, say the same with --yes; --keep ID leaves one out."


def run(words: list[str], paths: Paths) -> int:
    """Show what there is of a person, and remove it when told to."""
    reader = parser(
        "forget",
        "Find everything of one person (by name, reference, or in any words), and with --yes "
        "remove it for good: from the record, its search index, backups and logs.",
    )
    reader.add_argument("customer", help="name or reference; “-” reads it from standard input")
    reader.add_argument("--yes", action="store_true", help="remove what is shown")
    reader.add_argument(
        "--keep", action="append", default=[], metavar="ID", help="leave this one as it is"
    )
    reader.add_argument("--receipt", type=Path, metavar="FILE", help="where to write what was done")
    options = reader.parse_args(words)
    asked = sys.stdin.readline().strip() if options.customer == "-" else options.customer

    from desktop.contacts.forgetting import Person

    person = Person(asked)
    there = _find(paths, person)
    found = there.without(options.keep)
    _refuse_unknown(options.keep, there)
    _show(found)
    if not options.yes:
        if found:
            print(f"Nothing was removed. {_REMEDY}")
        else:
            print("Backups and logs are looked through with --yes.")
        return DONE
    return _forget(paths, person, asked, found, options.keep, options.receipt)


def _find(paths: Paths, person: Person) -> Found:
    from desktop.contacts.forgetting import find
    from desktop.storage.reading import snapshot

    with snapshot(paths.database) as connection:
        return find(connection, person)


def _show(found: Found) -> None:
    for each in found.contacts:
        who = " · ".join(filter(None, (each.customer, each.reference))) or "unnamed"
        state = " · open" if each.is_open else ""
        print(f"{each.id}  {each.started_at[:10]}  {who}{state}  (found by: {each.why})")
    for reminder_id, text in found.reminders:
        print(f"{reminder_id}  {text}  (found by: words)")
    if not found:
        print("The record has nothing of them.")


def _refuse_unknown(kept: Collection[str], there: Found) -> None:
    """An id that was mistyped keeps nothing: what was meant by it would be removed."""
    unknown = [each for each in kept if each not in there.ids]
    if there and unknown:
        _show(there)
        what = f"Nothing was removed: what was found has no {', '.join(unknown)}."
        raise Trouble(what, "Give --keep an id that stands at the beginning of a line.")


def _forget(
    paths: Paths,
    person: Person,
    asked: str,
    found: Found,
    kept: Collection[str],
    receipt: Path | None,
) -> int:
    from desktop.app.removing import remover
    from desktop.contacts.forgotten_copies import forget_in_copies, overwrite_in

    began = datetime.now(UTC)
    names = sorted({asked, *(each.customer for each in found.contacts)} - {""})
    removed: dict[str, int] = {}
    with remover(paths) as work:
        for _ in range(_ROUNDS):
            for table, rows in work.erase(found).items():
                removed[table] = removed.get(table, 0) + rows
            found = _find(paths, person).without(kept)
            if not found:
                break
        is_emptied = work.settle()
        copies = forget_in_copies(paths.database, person, kept, names)
        if copies.removed:
            work.back_up()
    places, shut = 0, []
    for log in sorted(paths.logs.glob("*.log*")):
        try:
            places += overwrite_in(log, names)
        except OSError:
            shut.append(log.name)
    left = [f"{name} cannot be changed now" for name in (*copies.stuck, *shut)]
    if found:
        left.append("somebody goes on writing about them")
    if not is_emptied:
        left.append("another program reads the record, whose -wal holds what was removed")
    lines = _receipt(began, removed, copies, places, left)
    target = receipt or _usual_place(paths, began)
    _write(target, lines)
    print("\n".join(lines[1:]))
    print(f"Written to {target}.")
    return FAILED if left else DONE


def _receipt(
    began: datetime, removed: dict[str, int], copies: Copies, places: int, left: list[str]
) -> list[str]:
    """What was done, without a name."""
    from desktop.storage.times import to_text

    rows = ", ".join(f"{table.replace('_', ' ')} {count}" for table, count in removed.items())
    lines = [
        f"poise forget, {to_text(began)}",
        f"Removed from the record: {rows or 'nothing'}.",
        f"Backups: {len(copies.rewritten)} written anew without them, "
        f"{len(copies.removed)} removed, {len(copies.clean)} had nothing of them.",
        *(f"    written anew: {name}" for name in copies.rewritten),
        *(f"    removed (of an older Poise, or damaged): {name}" for name in copies.removed),
        f"Logs: {places} places overwritten.",
        "Not looked at: exports and copies elsewhere, backups of this computer, the disk itself.",
    ]
    if left:
        lines.append("Not finished; close other programs and say it again:")
        lines += [f"    {each}" for each in left]
    return lines


def _usual_place(paths: Paths, began: datetime) -> Path:
    folder = paths.data / "receipts"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"forgotten-{began.strftime('%Y%m%d-%H%M%S')}.txt"


def _write(target: Path, lines: list[str]) -> None:
    try:
        with os.fdopen(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            file.write("\n".join([*lines, ""]))
    except OSError as problem:
        what = f"It was done, but {target} cannot be written ({problem.strerror})."
        raise Trouble(what, "Say the same again with another --receipt FILE.") from problem

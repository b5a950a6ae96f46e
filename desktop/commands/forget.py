"""`poise forget`: remove everything of one person for good."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.commands.forget_receipt import Done, Receipt, usual_receipt
from desktop.commands.parsing import DONE, FAILED, parser
from desktop.errors import Trouble
from desktop.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Collection

    from desktop.contacts.forgetting import Found, Person

_ROUNDS = 3  # somebody may be writing about them at this very moment
_SHOWN = 10
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
    if person.is_short:
        print("Looked for as a whole name only: such signs stand in the words of many.")
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
    from desktop.contacts.forgetting import LEAST_SHARED

    for each in found.contacts:
        who = " · ".join(filter(None, (each.customer, each.reference))) or "unnamed"
        state = " · open" if each.is_open else ""
        print(f"{each.id}  {each.started_at[:10]}  {who}{state}  (found by: {each.why})")
    for reminder_id, text in found.reminders:
        print(f"{reminder_id}  {text}  (found by: words)")
    if not found:
        print("The record has nothing of them.")
    if found.not_followed:
        more = len(found.not_followed) - _SHOWN
        print(
            f"Not among these, because a reference or name under {LEAST_SHARED} signs may be"
            f" shared by strangers: {', '.join(found.not_followed[:_SHOWN])}"
            + (f" and {more} more" if more > 0 else "")
        )


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
    target: Path | None,
) -> int:
    from desktop.contacts.forgotten_copies import is_sought, overwrite_in

    began = datetime.now(UTC)
    names = sorted({asked, *(each.customer for each in found.contacts)} - {""})
    receipt = Receipt(target) if target is not None else usual_receipt(paths, began)
    done = Done(began, is_too_short=not is_sought(asked.strip()))
    try:
        _remove(paths, person, found, kept, names, done)
    except BaseException:
        if done.is_begun:
            done.left.append(
                "it was cut short: not all of the record, backups and logs was treated"
            )
            _tell(done, receipt)
        else:
            receipt.take_back()
        raise
    for log in sorted(paths.logs.glob("*.log*")):
        try:
            done.places += overwrite_in(log, names)
        except OSError:
            done.left.append(f"{log.name} cannot be changed now")
    _tell(done, receipt)
    return FAILED if done.left else DONE


def _remove(
    paths: Paths,
    person: Person,
    found: Found,
    kept: Collection[str],
    names: list[str],
    done: Done,
) -> None:
    from desktop.app.removing import remover
    from desktop.contacts.forgotten_copies import forget_in_copies

    with remover(paths) as work:
        for _ in range(_ROUNDS):
            work.erase(found, done.count)
            found = _find(paths, person).without(kept)
            if not found:
                break
        if found:
            done.left.append("somebody goes on writing about them")
        if not work.settle():
            done.left.append("another program reads the record, whose -wal holds what was removed")
        calendar = work.keep_calendar()
        if calendar:
            done.left.append(calendar)
        done.cleared, still_there = work.clear_away()
        done.left += still_there
        forget_in_copies(paths.database, person, kept, names, done.copies)
        done.left += [f"{name} cannot be changed now" for name in done.copies.stuck]
        if done.copies.removed:
            work.back_up()


def _tell(done: Done, receipt: Receipt) -> None:
    lines = done.lines()
    print("\n".join(lines[1:]))
    receipt.write(lines)
    print(f"Written to {receipt.path}.")

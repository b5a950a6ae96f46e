"""What `poise log` writes: contacts added afterwards, corrections, deletions that can be undone."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from desktop.commands.masking import masker_of
from desktop.commands.parsing import DONE
from desktop.errors import Trouble
from desktop.guide.vocabulary import Ending, Manner, Trigger
from desktop.paths import Paths
from desktop.privacy.masker import Masker
from desktop.years import YEARS

LAST = "last"
"""Stands for the contact that began last."""

_DETAILS = ("customer", "reference", "channel", "note")


def describe(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verbs that write."""
    add = _verb(verbs, "add", "write a contact down that was had without Poise")
    _describe_words(add, "", is_outcome_needed=True)
    add.add_argument("--started", default="", metavar="TIME", help='such as "2026-11-21 14:05"')
    add.add_argument(
        "--minutes", type=int, default=0, help="how long it took; not known without it"
    )
    edit = _verb(verbs, "edit", "correct a contact that has ended; what stood there is kept")
    edit.add_argument("id", metavar="ID", help=f"or “{LAST}”")
    _describe_words(edit, None, is_outcome_needed=False)
    delete = _verb(verbs, "delete", "take a contact out of the log; restore brings it back")
    delete.add_argument("id", metavar="ID")
    restore = _verb(verbs, "restore", "bring a deleted contact back")
    restore.add_argument("id", metavar="ID")


def moment(text: str) -> datetime:
    """An aware time (UTC) from `2026-11-21 14:05`; without a zone it is the agent's own.

    Raises:
        Trouble: it is none, or of a year of which there are no contacts.
    """
    from desktop.followups.when import in_zone
    from desktop.followups.zone import local_zone

    try:
        typed = datetime.fromisoformat(text)
    except ValueError as problem:
        what = f"“{text}” is no time."
        raise Trouble(what, 'Write it like "2026-11-21 14:05".') from problem
    try:
        found = typed
        if typed.tzinfo is None:
            found = in_zone(typed, datetime.now(UTC), local_zone())
        found = found.astimezone(UTC)
        if found.year not in YEARS:
            raise OverflowError
    except OverflowError as problem:
        remedy = f"Write one of the years {YEARS[0]} to {YEARS[-1]}."
        raise Trouble(f"There are no contacts of “{text}”.", remedy) from problem
    return found


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, sentence: str
) -> argparse.ArgumentParser:
    words = f"{sentence[:1].upper()}{sentence[1:]}."
    return verbs.add_parser(name, help=sentence, description=words, allow_abbrev=False)


def _describe_words(
    verb: argparse.ArgumentParser, default: str | None, *, is_outcome_needed: bool
) -> None:
    for name in _DETAILS:
        verb.add_argument(f"--{name}", default=default)
    endings = [each.value for each in Ending]
    verb.add_argument("--outcome", required=is_outcome_needed, choices=endings)
    verb.add_argument("--trigger", default=default, choices=["", *(e.value for e in Trigger)])
    verb.add_argument("--manner", default=default, choices=["", *(e.value for e in Manner)])


def _whole(masker: Masker, name: str, text: str) -> str:
    """A text of the agent's as it is written, see `Masker`.

    Raises:
        Trouble: it is too long; it would be cut.
    """
    from desktop.contacts.record import DETAIL_CHARS, NOTE_CHARS

    is_note = name == "note"
    found = (masker.lines if is_note else masker.line)(text, sys.maxsize)
    most = NOTE_CHARS if is_note else DETAIL_CHARS
    if len(found) > most:
        what = f"--{name} has {len(found):,} characters; {most:,} is the most. Nothing was written."
        raise Trouble(what, "Shorten it.")
    return found


def _add(options: argparse.Namespace, paths: Paths) -> int:
    from desktop.contacts import store, words
    from desktop.contacts.record import Contact, ContactEvent, EventKind
    from desktop.storage.ids import new_id
    from desktop.storage.writing import transaction

    masker = masker_of(paths)
    customer, reference, channel, note = (
        _whole(masker, name, getattr(options, name)) for name in _DETAILS
    )
    if not (customer or reference or note):
        raise Trouble("There is nothing to write down.", "Say --customer, --reference or --note.")
    if not 0 <= options.minutes <= 24 * 60:
        raise Trouble(f"A contact of {options.minutes} minutes is a slip.", "Use 0 to 1440.")
    now, took = datetime.now(UTC), timedelta(minutes=options.minutes)
    started = moment(options.started) if options.started else now - took
    if started + took > now + timedelta(minutes=1):
        raise Trouble("That contact has not ended yet.", "Give an earlier --started.")
    paths.create()
    with transaction(paths.database) as connection:
        # Another contact of the same second may have the same four letters: then it is tried anew.
        taken: set[str] = set()
        while store.stored_contact(connection, contact_id := new_id("c", started, taken)):
            taken.add(contact_id)
        contact = Contact(
            *(contact_id, started, customer, reference, channel, started + took),
            *(options.outcome, note, options.trigger, options.manner),
        )
        store.insert_contact(connection, contact)
        facts = {"outcome": options.outcome}
        ended = ContactEvent(contact_id, started + took, EventKind.ENDED, facts)
        store.append_event(connection, ended)
        words.refresh(connection, contact_id)
    print(contact_id)
    return DONE


def _edit(options: argparse.Namespace, paths: Paths) -> int:
    from desktop.contacts.editing import Correction, correct
    from desktop.storage.writing import transaction

    told = (*_DETAILS, "outcome", "trigger", "manner")
    wanted = {name: getattr(options, name) for name in told if getattr(options, name) is not None}
    if not wanted:
        raise Trouble("There is nothing to correct.", "Say what, such as --note or --customer.")
    masker = masker_of(paths)
    texts = {name: _whole(masker, name, wanted[name]) for name in _DETAILS if name in wanted}
    correction = Correction(**(wanted | texts))
    contact_id = _latest(paths) if options.id == LAST else options.id
    if _look(contact_id, paths):
        undo = f"Bring it back first: poise log restore {contact_id}"
        raise Trouble(f"{contact_id} is deleted. Nothing was corrected.", undo)
    with transaction(paths.database) as connection:
        correct(connection, contact_id, correction, datetime.now(UTC))
    print(f"{contact_id} was corrected; what stood there is kept.")
    return DONE


def _delete(options: argparse.Namespace, paths: Paths) -> int:
    _set_deleted(options.id, paths, is_deleted=True)
    print(f"{options.id} was deleted. To undo that: poise log restore {options.id}")
    return DONE


def _restore(options: argparse.Namespace, paths: Paths) -> int:
    _set_deleted(options.id, paths, is_deleted=False)
    print(f"{options.id} is back.")
    return DONE


def _set_deleted(contact_id: str, paths: Paths, *, is_deleted: bool) -> None:
    from desktop.contacts.editing import set_deleted
    from desktop.storage.writing import transaction

    _look(contact_id, paths)
    with transaction(paths.database) as connection:
        is_done = set_deleted(connection, contact_id, datetime.now(UTC), is_deleted=is_deleted)
    if not is_done:
        raise Trouble(f"{contact_id} is {'deleted already' if is_deleted else 'not deleted'}.")


def not_there(contact_id: str) -> Trouble:
    """Nothing has this id."""
    return Trouble(f"There is no contact “{contact_id}”.", "poise log list names them.")


def _latest(paths: Paths) -> str:
    from desktop.contacts.listing import EVER, contacts_between
    from desktop.storage.reading import snapshot

    with snapshot(paths.database) as connection:
        found = contacts_between(connection, *EVER, limit=1)
    if not found:
        raise Trouble("The log is empty.")
    return found[0].contact.id


def _look(contact_id: str, paths: Paths) -> bool:
    """Refuse what is not there, and what the running program still holds; whether it is deleted."""
    from desktop.contacts.editing import is_deleted
    from desktop.contacts.store import stored_contact
    from desktop.storage.reading import snapshot

    with snapshot(paths.database) as connection:
        found = stored_contact(connection, contact_id)
        is_gone = is_deleted(connection, contact_id)
    if found is None:
        if contact_id == LAST:
            what = f"“{LAST}” is for show and edit; this needs the id."
            raise Trouble(what, "poise log list names them.")
        raise not_there(contact_id)
    if found.contact.ended_at is None:
        raise Trouble("This contact is still open.", "Change it in the panel, or end it first.")
    return is_gone


WRITING: Mapping[str, Callable[[argparse.Namespace, Paths], int]] = {
    "add": _add,
    "edit": _edit,
    "delete": _delete,
    "restore": _restore,
}
"""By verb."""

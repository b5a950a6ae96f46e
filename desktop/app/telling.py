"""A contact of the record in words, with the playbooks as they are now; no window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop.app.kept import kept_playbooks
from desktop.app.shelves import Shelves
from desktop.contacts import history
from desktop.contacts.account import Account, account_of
from desktop.contacts.draft import draft
from desktop.contacts.editing import DELETED, VALUE, Edit
from desktop.contacts.listing import EVER, contacts_between
from desktop.contacts.open_contact import reopened
from desktop.contacts.store import stored_contact
from desktop.contacts.telling import Line, timeline
from desktop.errors import Trouble
from desktop.followups.calendar_words import moment
from desktop.followups.promise import Reminder
from desktop.guide.library import Library
from desktop.guide.vocabulary import Ending
from desktop.paths import Paths
from desktop.storage.reading import snapshot
from desktop.storage.times import local

_TIME = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Story:
    """One contact, told.

    Args:
        contact_id: Which.
        account: In words.
        lines: What happened, in order.
        promises: What was promised in it, with its time and whether it was kept.
        corrections: What was put right afterwards, with what stood there before.
        deleted_at: In the agent's own time; None when it is not deleted.
    """

    contact_id: str
    account: Account
    lines: tuple[Line, ...]
    promises: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    deleted_at: datetime | None = None

    @property
    def deleted(self) -> str:
        """That it is, since when, and how to undo that; "" when it is not."""
        if self.deleted_at is None:
            return ""
        undo = f"poise log restore {self.contact_id}"
        return f"Deleted on {self.deleted_at:{_TIME}}. To undo that: {undo}"

    def text(self) -> Iterator[str]:
        """For a terminal."""
        account = self.account
        details = (account.who, account.reference, account.channel)
        yield " · ".join(dict.fromkeys(filter(None, details)))
        outcome = account.outcome.label if account.outcome is not None else "Still open"
        yield f"{self.contact_id} · {account.started_at:%Y-%m-%d %H:%M} · {outcome}"
        if self.deleted:
            yield self.deleted
        yield ""
        yield account.note or draft(account)
        yield ""
        for line in self.lines:
            yield f"{line.at:%H:%M:%S}  {_one_line(line.text)}"
        for title, found in (("Promised", self.promises), ("Corrected", self.corrections)):
            if found:
                yield ""
                yield f"{title}:"
                yield from (f"  {each}" for each in found)


def told(paths: Paths, contact_id: str) -> Story:
    """Tell a contact; "" for the one that began last.

    Raises:
        Trouble: there is no such contact, or no record.
    """
    with snapshot(paths.database) as connection:
        if not contact_id:
            latest = contacts_between(connection, *EVER, limit=1)
            stored = latest[0] if latest else None
        else:
            stored = stored_contact(connection, contact_id)
        if stored is None:
            what = f"There is no contact “{contact_id}”." if contact_id else "The log is empty."
            raise Trouble(what, "See which there are: poise log list")
        story = history.timeline(connection, stored.contact.id)
    assert story is not None
    reminders = story.reminders
    library = Library(Shelves(paths).folders, kept_playbooks(paths))
    library.load()
    contact = stored.contact
    account = account_of(
        reopened(stored),
        library.playbook,
        until=contact.ended_at or datetime.now(UTC),
        to_local=local,
        reminders=[f"{e.text} ({moment(local(e.due_utc))})" for e in reminders],
        note=contact.note,
        outcome=Ending(contact.outcome) if contact.outcome in set(Ending) else None,
    )
    lines = tuple(timeline(stored, library.playbook, local))
    return Story(
        contact.id,
        account,
        lines,
        (*account.promised_words, *map(_promise, reminders)),
        tuple(_correction(each) for each in story.edits if each.field != DELETED),
        None if story.deleted_at is None else local(story.deleted_at),
    )


def _promise(reminder: Reminder) -> str:
    done_at = reminder.done_at
    state = "open" if done_at is None else f"kept {local(done_at):{_TIME}}"
    return f"{_one_line(reminder.headline)}, by {local(reminder.promised_utc):{_TIME}} ({state})"


def _correction(edit: Edit) -> str:
    name = edit.field.removeprefix(VALUE).replace("_", " ")
    old, new = (f"“{_one_line(text)}”" if text else "nothing" for text in (edit.old, edit.new))
    return f"{local(edit.at):{_TIME}}  {name}: {old} became {new}"


def _one_line(text: str) -> str:
    return " ".join(text.split())

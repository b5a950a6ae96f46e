"""A damaged record at the start: what the agent is told, asked, and what is then done."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QPushButton

from desktop.app.record import first_look
from desktop.contacts.words import DERIVED, begin_anew
from desktop.errors import Trouble
from desktop.storage import driver
from desktop.storage.connection import open_to_read
from desktop.storage.copies import Copy, contacts_since, newest_good
from desktop.storage.restore import Restored, rescue

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.storage.connection import DamagedRecord


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be done about a damaged record.

    Args:
        copy: The newest good copy; None: there is none.
        words: What the agent would get and lose, for a person.
    """

    copy: Copy | None
    words: str


def offer(path: Path, now: datetime) -> Offer:
    """Look at the copies from the newest on; all of the one that is named was read."""
    copy = newest_good(path, now)
    if copy is None:
        return Offer(
            None,
            _tr(
                "There is no good copy of it. Poise can set the file aside, start a new record "
                "and take over what can still be read."
            ),
        )
    when = _tr("The newest good copy is from {when}.").format(when=_when(copy.taken_at, now))
    kept = _tr("The damaged file is set aside, not deleted.")
    return Offer(copy, f"{when} {_lost_since(path, copy)} {kept}")


def ask_and_rescue(damaged: DamagedRecord) -> bool:
    """Ask what to do, and do it; whether there is a record now.

    Raises:
        Trouble: The disk refuses.
    """
    now = datetime.now(UTC)
    found = offer(damaged.path, now)
    box = QMessageBox(QMessageBox.Icon.Warning, "Poise", damaged.what)
    box.setInformativeText(found.words)
    ways: dict[QAbstractButton, Path | None] = {}

    def add(words: str, copy: Path | None) -> QPushButton:
        button = box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
        ways[button] = copy
        return button

    first = None if found.copy is None else add(_tr("Put the copy back"), found.copy.path)
    anew = add(_tr("Set it aside, start anew"), None)
    box.setDefaultButton(first or anew)
    box.setEscapeButton(box.addButton(_tr("Close Poise"), QMessageBox.ButtonRole.RejectRole))
    box.exec()
    chosen = box.clickedButton()
    if chosen not in ways:
        return False
    copy = ways[chosen]
    _report(rescue(damaged.path, copy, first_look, begin_anew, now.astimezone(), DERIVED))
    return True


def _report(done: Restored) -> None:
    if done.set_aside is None:
        return
    if done.saved == 0:
        told = _tr("Nothing more could be read from the damaged file.")
    elif done.saved == 1:
        told = _tr("1 entry was read from the damaged file.")
    else:
        told = _tr("{count} entries were read from the damaged file.").format(count=done.saved)
    box = QMessageBox(QMessageBox.Icon.Information, "Poise", told)
    box.setInformativeText(_tr("It is kept as {path}").format(path=done.set_aside))
    box.exec()


def _lost_since(path: Path, copy: Copy) -> str:
    """What came after the copy."""
    try:
        with closing(open_to_read(path)) as damaged:
            count = contacts_since(damaged, copy.taken_at)
    except (Trouble, *driver.Error):
        return _tr("What was written since then is lost unless it can be read; Poise tries.")
    if count == 0:
        return _tr("No contact was begun or ended since then.")
    if count == 1:
        return _tr("1 contact since then is lost unless it can be read; Poise tries.")
    lost = _tr("{count} contacts since then are lost unless they can be read; Poise tries.")
    return lost.format(count=count)


def _when(moment: datetime, now: datetime) -> str:
    local, today = moment.astimezone(), now.astimezone().date()
    days = (today - local.date()).days
    clock = local.strftime("%H:%M")
    if days == 0:
        return _tr("today {clock}").format(clock=clock)
    if days == 1:
        return _tr("yesterday {clock}").format(clock=clock)
    return _tr("{date} {clock} ({days} days ago)").format(
        date=local.date().isoformat(), clock=clock, days=days
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("rescue", text)

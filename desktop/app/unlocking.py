"""An encrypted record at the start: the pass phrase is asked for, or it is said why not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox

from desktop.encryption.turning import is_encrypted, start_anew, turn_on
from desktop.encryption.unlocking import key_for
from desktop.errors import Trouble
from desktop.storage import driver
from desktop.storage.driver import LockedRecord
from desktop.ui.pass_phrase_window import PassPhraseWindow

if TYPE_CHECKING:
    from desktop.paths import Paths


def ask_and_unlock(locked: LockedRecord) -> bool:
    """Ask for the pass phrase, or say what is wrong; whether to open the record now.

    Raises:
        Trouble: the disk refuses.
    """
    path = locked.path
    if path is not None and locked.is_pass_phrase_wanted:
        window = PassPhraseWindow(lambda words: _objection(path, words))
        if window.exec() == PassPhraseWindow.DialogCode.Accepted:
            return True
        if not window.is_forgotten:
            return False
    return _tell(locked, path)


def encrypt_as_wished(paths: Paths) -> Trouble | None:
    """Encrypt a plain record because the settings say so; what to tell the agent then.

    The caller holds the lock of the running program, and opens the record afterwards.
    """
    try:
        if is_encrypted(paths.database):
            return None
        done = turn_on(paths.database)
    except Trouble as trouble:
        return Trouble(f"The record could not be encrypted. {trouble.what}", trouble.remedy)
    if done.stuck:
        return Trouble(
            "The record is encrypted now. These do not open with its key, and may hold readable "
            f"text: {', '.join(done.stuck)}.",
            "Delete them, unless they are encrypted with an earlier key that you still have.",
        )
    return Trouble(
        "The record is encrypted now.",
        "Write down its recovery key; `poise encrypt show-key` prints it in a terminal.",
    )


def _objection(path: Path, words: str) -> str:
    """Try a pass phrase; "": it opens the record."""
    try:
        driver.use(key_for(path, lambda: words))
    except Trouble as trouble:
        return str(trouble)
    return ""


def _tell(locked: LockedRecord, path: Path | None) -> bool:
    box = QMessageBox(QMessageBox.Icon.Warning, "Poise", locked.what)
    words = locked.remedy
    if locked.is_pass_phrase_wanted:
        words = _tr(
            "Without it, the recovery key opens the record: quit Poise and say "
            "`poise encrypt use-key` in a terminal. Nothing was touched."
        )
    anew = None
    if path is not None and locked.can_start_anew:
        anew = box.addButton(_tr("Start a new record …"), QMessageBox.ButtonRole.ActionRole)
        words += "\n\n" + _tr(
            "Or start a new record: the old one is set aside, not deleted, and can be put back "
            "when its key is found."
        )
    box.setInformativeText(words)
    again = box.addButton(_tr("Try again"), QMessageBox.ButtonRole.AcceptRole)
    leave = box.addButton(_tr("Close Poise"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(again)
    box.setEscapeButton(leave)
    box.exec()
    if path is not None and anew is not None and box.clickedButton() is anew:
        return _start_anew(path)
    return box.clickedButton() is again


def _start_anew(path: Path) -> bool:
    box = QMessageBox(
        QMessageBox.Icon.Question,
        "Poise",
        _tr("Start a new record, without the contacts and promises of the old one?"),
    )
    box.setInformativeText(_tr("The old one stays on the disk, encrypted, under another name."))
    yes = box.addButton(_tr("Start a new record"), QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(_tr("Close Poise"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    box.exec()
    if box.clickedButton() is not yes:
        return False
    aside = start_anew(path)
    if aside is not None:
        told = QMessageBox(
            QMessageBox.Icon.Information, "Poise", _tr("The new record is not encrypted yet.")
        )
        told.setInformativeText(_tr("The old one is kept as {path}").format(path=aside))
        told.exec()
    return True


def _tr(text: str) -> str:
    return QCoreApplication.translate("unlocking", text)

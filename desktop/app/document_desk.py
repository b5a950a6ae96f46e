"""The window of briefs and summaries: what it shows, and what becomes of the text."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog

from desktop.app.surface import Surface
from desktop.asked_file import asked_file
from desktop.cockpit.cockpit import Cockpit
from desktop.cockpit.papers import Document
from desktop.contacts.documents import DocumentKind
from desktop.errors import Cannot, Trouble
from desktop.insertion.ports import Target
from desktop.paths import Paths
from desktop.ui.document_window import DocumentWindow

_KEYS = ("Enter", "KpEnter")


class DocumentDesk(QObject):
    """Shows one document at a time, and inserts, copies or saves it.

    Args:
        cockpit: Whose contacts; it inserts and copies.
        surface: For the window.
        paths: Where Poise has its own files, over which nothing is saved.
    """

    def __init__(
        self,
        cockpit: Cockpit,
        surface: Surface,
        paths: Paths,
    ) -> None:
        super().__init__()
        self._cockpit = cockpit
        self._paths = paths
        self._keyboard = surface.keyboard
        self._screen = surface.screen
        self._document: Document | None = None
        self._dialog: QFileDialog | None = None
        self.window = DocumentWindow(surface.theme, surface.held)
        surface.dressing.watch(self.window, takes_keyboard=True)
        self.window.leaving.connect(self._keyboard.hand_over)
        self.window.cancelled.connect(self._keyboard.give_back)
        self.window.insert_chosen.connect(self._insert)
        self.window.copy_chosen.connect(self._copy)
        self.window.save_asked.connect(self._ask_where)

    @property
    def is_open(self) -> bool:
        """Whether a document is on the screen."""
        return self.window.isVisible()

    def open(self, kind: DocumentKind) -> None:
        """Show a document of the contact in hand, or of the one that ended last; one that is
        open comes to the front, so that nothing changed in it is lost.

        Raises:
            Trouble: there is no contact, or the team's template has a mistake.
        """
        if self.is_open:
            self.window.activateWindow()
            return
        self.show(self._cockpit.papers.document(kind, self._cockpit.desk.current))

    def show(self, document: Document) -> None:
        """Show a document of any contact."""
        self._document = document
        is_brief = document.kind is DocumentKind.BRIEF
        title = (
            self.tr("Brief for a supervisor") if is_brief else self.tr("Summary for the customer")
        )
        about = (
            self.tr("{who}. Everything in it is internal: it is not for the customer.")
            if is_brief
            else self.tr("{who}. Nothing internal is in it. Read it once before it goes out.")
        )
        self._keyboard.borrow()
        context = about.format(who=document.who[:1].upper() + document.who[1:])
        self.window.show_document(title, context, document.text, self._screen())
        self._keyboard.claim(self.window)

    def close(self) -> None:
        """Take the window away."""
        self.window.hide()
        self.window.deleteLater()

    def _insert(self, text: str) -> None:
        document = self._document
        assert document is not None

        def insert(target: Target | None, refusal: Cannot | None) -> None:
            speaker = self._cockpit.speaker
            if refusal is not None:
                speaker.refuse_text(document.kind.value, f"Nothing inserted. {refusal}")
                return
            is_for_customer = document.kind is DocumentKind.SUMMARY
            speaker.insert_text(
                *(text, document.kind.value, document.contact_id),
                is_for_customer=is_for_customer,
                keys=_KEYS,
                target=target,
            )

        self._keyboard.give_back_for_insertion(insert)

    def _copy(self, text: str) -> None:
        document = self._document
        assert document is not None

        def copy() -> None:
            self._cockpit.speaker.copy_text(text, document.kind.value)
            self._cockpit.desk.note_document(document.contact_id, document.kind.value, "copied")

        self._keyboard.give_back(copy)

    def _ask_where(self, text: str) -> None:
        document = self._document
        assert document is not None
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self._dialog = dialog = QFileDialog(self.window, self.tr("Save as file"), folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(document.file_name)
        dialog.fileSelected.connect(lambda name: self.save(Path(name), text))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, path: Path, text: str) -> None:
        """Write the text to a file, whole or not at all; where it cannot be, the window says so."""
        document = self._document
        assert document is not None
        try:
            with asked_file(path, self._paths, remedy="Choose another place.") as file:
                file.write(f"{text}\n".replace("\n", os.linesep))
        except Trouble as trouble:
            self.window.complain(str(trouble))
            return
        self._cockpit.desk.note_document(document.contact_id, document.kind.value, "saved")
        self.window.on_abandoned()

"""The windows an agent opens beside the work: practice, own phrases, documents, contact log, and
what the system permits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

from desktop.app.preferences import Preferences
from desktop.app.surface import Surface
from desktop.cockpit.cockpit import Cockpit
from desktop.errors import Trouble
from desktop.oslayer.backend import Permissions
from desktop.paths import Paths
from desktop.privacy.masker import Masker
from desktop.storage.ledger import Ledger

if TYPE_CHECKING:
    from desktop.app.document_desk import DocumentDesk
    from desktop.app.log_desk import LogDesk
    from desktop.app.own_phrases import OwnPhrasesDesk
    from desktop.app.patterns import PatternsDesk
    from desktop.app.permissions import PermissionsDesk
    from desktop.app.practising import Practising
    from desktop.qt.threads import MainThread
    from desktop.ui.panel import Panel


class SideWindows:
    """Makes each of them when it is first wanted: most days none is.

    Args:
        paths: Where own phrases and own practice customers are.
        cockpit: Whose playbooks they use.
        preferences: The settings, for the practised words.
        surface: Made for each of them: each gives the keyboard back to its own field.
        panel: They open beside it.
        now: The time.
        on_saved: Called after own phrases were written.
        ledger: Where the contact log is.
        threads: Brings what is read there to the main thread.
        masker: Takes out what must not be kept, from what is corrected there.
        permissions: The system's; None where it has none to give.
    """

    def __init__(
        self,
        paths: Paths,
        cockpit: Cockpit,
        preferences: Preferences,
        surface: Callable[[], Surface],
        panel: Panel,
        now: Callable[[], datetime],
        on_saved: Callable[[], None],
        ledger: Ledger,
        threads: MainThread,
        masker: Masker,
        permissions: Permissions | None,
    ) -> None:
        self._paths = paths
        self._cockpit = cockpit
        self._preferences = preferences
        self._surface = surface
        self._panel = panel
        self._now = now
        self._on_saved = on_saved
        self._ledger = ledger
        self._threads = threads
        self._masker = masker
        self._allowing = permissions
        self._permissions: PermissionsDesk | None = None
        self._patterns: PatternsDesk | None = None
        self._practising: Practising | None = None
        self._own_phrases: OwnPhrasesDesk | None = None
        self._documents: DocumentDesk | None = None
        self._log: LogDesk | None = None

    @property
    def asking(self) -> str:
        """Which of them waits for the agent's words: "phrases", "document", "log" or ""."""
        desks = {"document": self._documents, "phrases": self._own_phrases, "log": self._log}
        for name, desk in desks.items():
            if desk is not None and desk.is_open:
                return name
        return ""

    def practise(self, customer: str = "") -> None:
        """Open the practice window, with a customer where one is named.

        Raises:
            Trouble: There is no such customer.
        """
        if self._practising is None:
            from desktop.app.practising import Practising
            from desktop.app.rehearsal import new_session

            surface = self._surface()
            self._practising = Practising(
                surface.theme,
                lambda: new_session(self._paths, self._preferences.now, self._cockpit.library),
                surface.held,
                self._panel_box,
            )
        self._practising.open(customer)

    def _often(self) -> tuple[int, int]:
        settings = self._preferences.now
        return settings.known_issue_count, settings.known_issue_days

    def _panel_box(self) -> QRect:
        return self._panel.frameGeometry() if self._panel.isVisible() else QRect()

    def _surface_beside_panel(self) -> Surface:
        from desktop.app.practising import room_beside

        surface = self._surface()
        return replace(surface, screen=lambda: room_beside(self._panel_box(), surface.screen()))

    def open_phrases(self) -> None:
        """Open the agent's own phrases."""
        if self._own_phrases is None:
            from desktop.app.own_phrases import OwnPhrasesDesk

            self._own_phrases = OwnPhrasesDesk(
                self._paths,
                self._cockpit,
                self._surface_beside_panel(),
                lambda: self._now().astimezone().date(),
                self._on_saved,
            )
        self._own_phrases.open()

    def open_patterns(self) -> None:
        """Open the patterns of the record."""
        if self._patterns is None:
            from desktop.app.patterns import PatternsDesk

            self._patterns = PatternsDesk(
                self._cockpit,
                self._ledger,
                self._threads,
                self._surface_beside_panel(),
                self._now,
                self._paths.own_playbooks,
                self._often,
            )
        self._patterns.open()

    def open_permissions(self) -> None:
        """Open what the system permits.

        Raises:
            Trouble: It has no permissions to give.
        """
        if self._allowing is None:
            raise Trouble("This system has no permissions to give.", "`poise doctor` says more.")
        if self._permissions is None:
            from desktop.app.permissions import PermissionsDesk

            self._permissions = PermissionsDesk(self._allowing, self._surface_beside_panel())
        self._permissions.open()

    def open_document(self, kind: str) -> None:
        """Show a brief or a summary of the contact in hand, or of the one that ended last.

        Raises:
            Trouble: There is no contact, or the team's template has a mistake.
        """
        from desktop.contacts.documents import DocumentKind

        if self._documents is None:
            from desktop.app.document_desk import DocumentDesk

            self._documents = DocumentDesk(
                self._cockpit,
                self._surface_beside_panel(),
                self._paths,
            )
        self._documents.open(DocumentKind(kind))

    def open_earlier(self) -> None:
        """Open the contact log at the earlier contacts of the customer in hand.

        Raises:
            Trouble: None is known.
        """
        known = self._cockpit.earlier.known
        if not known:
            raise Trouble(
                "No earlier contact with this customer is known.",
                "Name and ticket are written under “Customer details”.",
            )
        first = known[0]
        words = first.reference if first.is_same_reference else first.customer
        self._the_log().open_at(words, first.id)

    def open_log(self) -> None:
        """Open the contact log."""
        self._the_log().open()

    def _the_log(self) -> LogDesk:
        if self._log is None:
            from desktop.app.log_desk import LogDesk
            from desktop.app.log_ledger import LedgerLog
            from desktop.cockpit.log_words import choices
            from desktop.contacts.editing import Editor

            cockpit, ledger = self._cockpit, self._ledger
            editor = Editor(ledger, cockpit.desk, self._now, self._masker)
            zone = cockpit.book.zone
            self._log = LogDesk(
                LedgerLog(ledger, editor, cockpit.library, self._threads, self._now, zone),
                lambda: choices(cockpit.library),
                self._surface_beside_panel(),
                lambda: self._now().astimezone().date(),
            )
            self._log.closed.connect(self._doubt_earlier)
        return self._log

    def _doubt_earlier(self) -> None:
        self._cockpit.earlier.is_doubtful = True

    def on_foreground_changed(self) -> None:
        """The agent went to another window: there the keyboard is given back."""
        if self._own_phrases is not None:
            self._own_phrases.on_foreground_changed()
        if self._log is not None:
            self._log.on_foreground_changed()
        if self._permissions is not None:
            self._permissions.look()

    def look(self) -> None:
        """Files changed: the own phrases may be among them."""
        if self._own_phrases is not None:
            self._own_phrases.look()

    def finish(self) -> None:
        """Poise is about to leave: hand in what is being written into the record."""
        if self._log is not None:
            self._log.finish()

    def close(self) -> None:
        """Close those that are open; what was written in them stays."""
        if self._practising is not None:
            self._practising.close()
        if self._own_phrases is not None:
            self._own_phrases.close()
        if self._documents is not None:
            self._documents.close()
        if self._log is not None:
            self._log.close()
        if self._patterns is not None:
            self._patterns.close()
        if self._permissions is not None:
            self._permissions.close()

"""The window with what the system lets Poise do, and the way to where that is decided.

An ordinary window that the agent opened, so it may have the keyboard: Tab walks, Enter presses, Esc
closes. It stays above the others, because the system's settings come to the front meanwhile.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.asking import FRAME, AskingWindow, Held, none_held
from desktop.ui.controls import Pool, WrappedText, push_button
from desktop.ui.icons import IconName, app_icon
from desktop.ui.scroll import height_of
from desktop.ui.theme import Theme
from desktop.ui.view import PermissionView

_WIDTH = 520
_FROM_TOP = 0.12
_ICONS: dict[bool | None, IconName] = {True: "check", False: "warn", None: "dash"}


class PermissionsWindow(AskingWindow):
    """Shows one row for each permission; made once, hidden, reused.

    Signals:
        settle_asked: The id of the one whose button was pressed.
    """

    settle_asked = Signal(str)

    def __init__(self, theme: Theme, held: Held = none_held) -> None:
        super().__init__(theme, held)
        self._rows: tuple[PermissionView, ...] = ()
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowTitle(self.tr("Permissions – Poise"))
        self.setAccessibleName(self.tr("Permissions"))
        self.setWindowIcon(app_icon())
        column = QVBoxLayout(self)
        column.setContentsMargins(21, 19, 21, 18)
        column.setSpacing(14)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._title = WrappedText(theme, "goal")
        self._title.show_text(self.tr("What Poise may do here"))
        column.addWidget(self._title)
        self._slot = QVBoxLayout()
        self._slot.setSpacing(14)
        column.addLayout(self._slot)
        self._said = WrappedText(theme, "small", "text_muted")
        column.addWidget(self._said)
        self._pool = Pool(self._make_row)
        self.say("")
        theme.changed.connect(self.fit)

    def open_on(self, screen: QRect) -> None:
        """Show it on a screen; where it is open already, it stays where it was put."""
        if self.isVisible():
            self.showNormal()
            self.activateWindow()
        else:
            self.come_forward(screen, _FROM_TOP, FRAME)

    def show_rows(self, rows: tuple[PermissionView, ...]) -> None:
        """Show how they stand now; nothing happens when that is as before."""
        if rows == self._rows:
            return
        self._rows = rows
        for row, each in zip(self._pool.take(len(rows)), rows, strict=True):
            row.show_permission(each)
        self.fit()

    def say(self, text: str) -> None:
        """Say why something could not be done; "": the usual words."""
        usual = self.tr("What you change in the system's settings shows here.")
        self._said.show_text(text or usual)
        self.fit()

    def _make_row(self, number: int) -> PermissionRow:
        row = PermissionRow(self._theme, self)
        row.button.clicked.connect(lambda: self.settle_asked.emit(self._rows[number].id))
        self.watch_keys_of(row.button)
        self._slot.addWidget(row)
        return row

    def fit(self) -> None:
        """As tall as the rows, and their buttons of one width."""
        rows = self._pool.take(len(self._rows))
        wide = max((row.button.sizeHint().width() for row in rows), default=0)
        for row in rows:
            row.button.setMinimumWidth(wide)
        width = self._theme.look.wide(_WIDTH)
        self.setFixedSize(width, height_of(self, width))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.leaving.emit()
        super().closeEvent(event)


class PermissionRow(QWidget):
    """How one of them stands, and its button."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = WrappedText(theme, "title", icon="dash")
        self._state = WrappedText(theme, "body", "text_muted", is_hanging=True, above=2)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._name)
        texts.addWidget(self._state)
        self.button = push_button("")
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(texts, 1)
        row.addWidget(self.button)
        row.setAlignment(self.button, Qt.AlignmentFlag.AlignTop)

    def show_permission(self, shown: PermissionView) -> None:
        """Show another one, or how this one stands now."""
        words = {
            True: self.tr("{0}: allowed"),
            False: self.tr("{0}: not allowed"),
            None: self.tr("{0}: not decided"),
        }
        name = words[shown.is_given].format(shown.name)
        self._name.show_text(name, icon=_ICONS[shown.is_given])
        self._state.show_text(shown.state)
        self.button.setText(shown.button)
        self.button.setAccessibleName(f"{shown.button}: {shown.name}")

"""The end-of-day view: promises as a plain list, keyboard all the way."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.ui.asking import AskingWindow, Held, none_held
from desktop.ui.controls import WrappedText, push_button
from desktop.ui.promise_cards import PromiseRow
from desktop.ui.scroll import ScrollColumn, height_of
from desktop.ui.theme import Theme
from desktop.ui.view import DaySectionView, ReminderView

_MOST_OF_SCREEN = 0.7


class DayWindow(AskingWindow):
    """Up and Down choose; Enter opens, D is done, S snoozes, Esc closes.

    Signals:
        opened, done, snooze_asked: Reminder id. Only `opened` and `snooze_asked` hide it.
        cancelled: After hiding.
    """

    opened = Signal(str)
    done = Signal(str)
    snooze_asked = Signal(str)
    cancelled = Signal()

    def __init__(self, theme: Theme, held: Held = none_held) -> None:
        super().__init__(theme, held)
        self.setWindowTitle(self.tr("What is promised"))
        self.setAccessibleName(self.tr("What is promised"))
        self._sections: tuple[DaySectionView, ...] = ()
        self._rows: list[PromiseRow] = []
        self._chosen = 0
        self._room = 600
        column = QVBoxLayout(self)
        column.setContentsMargins(21, 19, 21, 14)
        column.setSpacing(8)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        title = WrappedText(theme, "goal")
        title.show_text(self.tr("What is promised"))
        column.addWidget(title)
        self._nothing = WrappedText(theme, "body", "text_muted")
        self._nothing.show_text(self.tr("Nothing is overdue, and nothing is owed by tomorrow."))
        column.addWidget(self._nothing)
        self._scroll = ScrollColumn(self)
        self._scroll.setAccessibleName(self.tr("Promises"))
        self._list = QVBoxLayout(self._scroll.content)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(2)
        column.addWidget(self._scroll)
        self._open = push_button(self.tr("Open"), "primary")
        self._done = push_button(self.tr("Done"))
        self._snooze = push_button(self.tr("Snooze…"))
        close = push_button(self.tr("Close"), "plain")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._open, self._done, self._snooze):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column.addLayout(buttons)
        self._foot = WrappedText(theme, "tiny", "text_muted", max_lines=1)
        keys = self.tr("↑ ↓ choose   Enter opens   D done   S snooze   Esc closes")
        self._foot.show_text(keys)
        column.addWidget(self._foot)
        self._open.clicked.connect(self.on_committed)
        self._done.clicked.connect(self._on_done)
        self._snooze.clicked.connect(self._on_snooze)
        close.clicked.connect(self.on_abandoned)
        theme.changed.connect(self.fit)

    def open_on(self, screen: QRect) -> None:
        """Show it on a screen; the first promise is chosen."""
        self._room = int(screen.height() * _MOST_OF_SCREEN)
        self._choose(0)
        self.come_forward(screen, 0.12)
        self.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def show_sections(self, sections: tuple[DaySectionView, ...]) -> None:
        """Show others; the place that was chosen stays chosen."""
        self._sections = sections
        while self._list.count():
            item = self._list.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._rows = []
        for section in sections:
            label = WrappedText(self._theme, "label", "text_muted", above=8, below=2)
            label.show_text(section.title)
            self._list.addWidget(label)
            for each in section.reminders:
                self._add_row(each)
        self._nothing.setVisible(not sections)
        self._scroll.setVisible(bool(sections))
        for button in (self._open, self._done, self._snooze):
            button.setEnabled(bool(sections))
        self._choose(min(self._chosen, max(0, len(self._rows) - 1)))
        self.fit()

    def _add_row(self, reminder: ReminderView) -> None:
        number = len(self._rows)
        row = PromiseRow(self._theme, self._scroll.content, "text")
        row.show_reminder(reminder, is_chosen=False)
        row.clicked.connect(lambda: self._choose(number))
        self._list.addWidget(row)
        self._rows.append(row)

    def on_committed(self) -> None:
        chosen = self._reminder()
        if chosen is not None:
            self._leave()
            self.opened.emit(chosen.id)

    def on_abandoned(self) -> None:
        self._leave()
        self.cancelled.emit()

    def on_moving_key(self, key: int) -> bool:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Tab: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key))
        if step is not None and self._rows:
            self._choose((self._chosen + step) % len(self._rows))
        elif key == Qt.Key.Key_D:
            self._on_done()
        elif key == Qt.Key.Key_S:
            self._on_snooze()
        else:
            return step is not None
        return True

    def _on_done(self) -> None:
        chosen = self._reminder()
        if chosen is not None:
            self.done.emit(chosen.id)

    def _on_snooze(self) -> None:
        chosen = self._reminder()
        if chosen is not None:
            self._leave()
            self.snooze_asked.emit(chosen.id)

    def _reminder(self) -> ReminderView | None:
        every = [each for section in self._sections for each in section.reminders]
        return every[self._chosen] if self._chosen < len(every) else None

    def _choose(self, number: int) -> None:
        self._chosen = number
        every = [each for section in self._sections for each in section.reminders]
        for place, (row, reminder) in enumerate(zip(self._rows, every, strict=True)):
            row.show_reminder(reminder, is_chosen=place == number)
        if self._rows:
            self._scroll.ensureWidgetVisible(self._rows[number], 0, 30)
            self.setAccessibleDescription(self._rows[number].accessibleName())

    def _leave(self) -> None:
        self.leaving.emit()
        self.hide()

    def fit(self) -> None:
        """As tall as the promises, within most of the screen."""
        look = self._theme.look
        width = look.wide(look.tokens.width.palette)
        if self._rows:
            height = self._scroll.measure(width - 2 * 21)
            self._scroll.setFixedHeight(min(height, max(200, self._room - look.px(150))))
        self.setFixedSize(width, height_of(self, width))

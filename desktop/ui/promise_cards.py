"""Promises that are due, as one card, and promises just made that no reminder keeps yet."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.cards import MAX_CARDS, Card
from desktop.ui.chips import ChipFlow
from desktop.ui.controls import IconButton, PaintedButton, Pool, push_button
from desktop.ui.text import TextBlock
from desktop.ui.theme import Theme
from desktop.ui.view import ChipView, OfferView, ReminderView

MAX_ROWS = 3
"""So many promises stand in the card; the rest are counted, and a press shows them all."""

OWN_WORDS = "own"
"""The id of the chip that asks for a time in the agent's own words."""


class DueCard(QWidget):
    """Every promise that is due, the longest overdue first; the buttons are for the chosen one.

    Signals:
        done, opened, snooze_asked: Reminder id.
        snoozed: Reminder id, and words for the time.
        all_asked: More are due than the card shows.
    """

    done = Signal(str)
    opened = Signal(str)
    snoozed = Signal(str, str)
    snooze_asked = Signal(str)
    all_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reminders: tuple[ReminderView, ...] = ()
        self._chosen = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._card = Card(theme, "note", "bell", self)
        column.addWidget(self._card)
        rows = QWidget(self._card)
        self._rows = QVBoxLayout(rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)
        self._rows_widget = rows
        self._card.add_below(rows)
        self._pool = Pool(self._row)
        self._more = push_button("", "plain")
        self._more.clicked.connect(self.all_asked)
        self._card.add_below(self._more)
        open_it = push_button(self.tr("Open"), "primary")
        open_it.setToolTip(self.tr("Take up the contact with the follow-up playbook"))
        open_it.clicked.connect(lambda: self.opened.emit(self._chosen))
        done = push_button(self.tr("Done"))
        done.clicked.connect(lambda: self.done.emit(self._chosen))
        self._card.add_buttons(open_it, done)
        below = QWidget(self._card)
        row = QHBoxLayout(below)
        row.setContentsMargins(22, 0, 0, 0)  # as the buttons above
        self._later = ChipFlow(theme, below)
        self._later.chip_chosen.connect(self._on_later)
        row.addWidget(self._later)
        self._card.add_below(below)
        self.hide()

    def show_due(self, reminders: tuple[ReminderView, ...], snoozes: tuple[ChipView, ...]) -> None:
        """Show others; equal ones cost nothing.

        Args:
            reminders: Those that are due, the longest overdue first.
            snoozes: How the chosen one can be put off; the ids are words for a time.
        """
        self._reminders = reminders
        ids = [each.id for each in reminders]
        if self._chosen not in ids[:MAX_ROWS]:
            self._chosen = ids[0] if ids else ""
        is_one = len(reminders) == 1
        if is_one:
            self._card.show_texts(reminders[0].text, reminders[0].due)
        elif reminders:
            headline = self.tr("{count} promises are due").format(count=f"{len(reminders):,}")
            self._card.show_texts(headline, "")
        shown = () if is_one else reminders[:MAX_ROWS]
        for row, reminder in zip(self._pool.take(len(shown)), shown, strict=True):
            row.show_reminder(reminder, is_chosen=reminder.id == self._chosen)
        self._rows_widget.setVisible(bool(shown))
        rest = len(reminders) - MAX_ROWS
        self._more.setText(self.tr("And {count} more").format(count=f"{rest:,}"))
        self._more.setAccessibleName(self._more.text())
        self._more.setVisible(rest > 0)
        own = ChipView(OWN_WORDS, self.tr("Other…"), hint=self.tr("Put it off in your own words"))
        self._later.show_chips((*snoozes, own) if reminders else ())
        self.setVisible(bool(reminders))

    def _row(self, number: int) -> PromiseRow:
        row = PromiseRow(self._theme, self._rows_widget)
        row.clicked.connect(lambda: self._choose(self._reminders[number].id))
        self._rows.addWidget(row)
        return row

    def _choose(self, reminder_id: str) -> None:
        self._chosen = reminder_id
        for row, reminder in zip(self._pool.all(), self._reminders, strict=False):
            row.show_reminder(reminder, is_chosen=reminder.id == reminder_id)

    def _on_later(self, words: str) -> None:
        if words == OWN_WORDS:
            self.snooze_asked.emit(self._chosen)
        else:
            self.snoozed.emit(self._chosen, words)


class PromiseRow(PaintedButton):
    """One of several promises: what it is, and below it how late.

    Args:
        role: The colour of its text while it is not chosen.
    """

    def __init__(self, theme: Theme, parent: QWidget, role: str = "note_text") -> None:
        super().__init__(theme, parent)
        self._role = role
        self._reminder = ReminderView("", "", "")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_reminder(self, reminder: ReminderView, *, is_chosen: bool) -> None:
        """Show another promise."""
        self._reminder = reminder
        self.setAccessibleName(f"{reminder.text}, {reminder.due}")
        self.setToolTip(reminder.text)
        self.setChecked(is_chosen)
        self.update()

    def nextCheckState(self) -> None:
        """A press chooses it; nothing takes that back but choosing another."""

    def sizeHint(self) -> QSize:
        return QSize(100, self._theme.look.px(44))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._theme.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_raised = self.isChecked() or self.underMouse()
        if is_raised:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("surface_pressed" if self.isDown() else "surface"))
            painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent"))
            painter.drawRoundedRect(QRectF(4, 7, 3, self.height() - 14), 1.5, 1.5)
        left, room = look.px(14), self.width() - look.px(20)
        role = "text" if is_raised else self._role
        text = TextBlock(self._reminder.text, look.font("strong"), room, 1)
        due = TextBlock(self._reminder.due, look.font("small"), room, 1)
        top = (self.height() - text.height - due.height) / 2
        text.paint(painter, QPointF(left, top), look.color(role))
        due.paint(painter, QPointF(left, top + text.height), look.color(role))


class OfferCards(QWidget):
    """Promises said in a chat, each with the offer to be reminded of it.

    Signals:
        taken, dropped: The offer's id.
    """

    taken = Signal(str)
    dropped = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._offers: tuple[OfferView, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._pool = Pool(self._card)
        self.hide()

    def show_offers(self, offers: tuple[OfferView, ...]) -> None:
        """Show others, the newest first."""
        self._offers = offers
        shown = offers[:MAX_CARDS]
        for card, each in zip(self._pool.take(len(shown)), shown, strict=True):
            card.show_texts(each.headline, each.detail)
        self.setVisible(bool(offers))

    def _card(self, number: int) -> Card:
        card = Card(self._theme, "note", "bell", self)
        take = push_button(self.tr("Set reminder"))
        take.clicked.connect(lambda: self.taken.emit(self._offers[number].id))
        card.add_buttons(take)
        drop = IconButton(self._theme, "cross", self.tr("No reminder for this promise"))
        drop.clicked.connect(lambda: self.dropped.emit(self._offers[number].id))
        card.add_corner(drop)
        self._column.addWidget(card)
        return card

"""Contacts that were ended for conduct: what the supervisor needs to know, to be copied."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.cards import MAX_CARDS, Card
from desktop.ui.controls import IconButton, Pool, push_button
from desktop.ui.theme import Theme
from desktop.ui.view import HandOverView


class HandOverCards(QWidget):
    """Shows the first few of them.

    Signals:
        copy_asked, closed: The contact's id.
    """

    copy_asked = Signal(str)
    closed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[HandOverView, ...] = ()
        self._is_short = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._pool = Pool(self._card)
        self.hide()

    def show_hand_overs(self, hand_overs: tuple[HandOverView, ...], *, is_short: bool) -> None:
        """Show others; equal ones cost nothing.

        Args:
            hand_overs: What is still to be passed on.
            is_short: Without the details, beside the step of the next contact.
        """
        if (hand_overs, is_short) == (self._shown, self._is_short):
            return
        self._shown, self._is_short = hand_overs, is_short
        for card, each in zip(
            self._pool.take(min(len(hand_overs), MAX_CARDS)), hand_overs, strict=False
        ):
            card.show_texts(each.headline, "" if is_short else each.detail)
        self.setVisible(bool(hand_overs))

    def _card(self, number: int) -> Card:
        card = Card(self._theme, "note", "person", self)
        copy = push_button(self.tr("Copy for the supervisor"))
        copy.clicked.connect(lambda: self.copy_asked.emit(self._shown[number].id))
        card.add_buttons(copy)
        close = IconButton(self._theme, "cross", self.tr("Close this hand-over"))
        close.clicked.connect(lambda: self.closed.emit(self._shown[number].id))
        card.add_corner(close)
        self._column.addWidget(card)
        return card

"""Cards at the top of the panel: contacts left open, and troubles."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.controls import IconButton, Pool, WrappedText, push_button
from desktop.ui.icons import IconName
from desktop.ui.theme import Theme
from desktop.ui.view import OpenContactView, TroubleView

MAX_CARDS = 2
"""So many of a kind are shown; the rest are counted, so that the step stays in sight."""


class Card(QFrame):
    """A tinted frame with an icon and text, and a row of buttons below or a cross at its end."""

    def __init__(self, theme: Theme, tint: str, icon: IconName, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", tint)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 10, 10)
        self._column.setSpacing(8)
        self._top = QHBoxLayout()
        self._top.setSpacing(4)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        self._top.addLayout(texts, 1)
        self._column.addLayout(self._top)
        role = f"{tint}_text"
        self.headline = WrappedText(theme, "strong", role, icon=icon)
        self.detail = WrappedText(theme, "small", role, is_hanging=True)
        texts.addWidget(self.headline)
        texts.addWidget(self.detail)

    def show_texts(self, headline: str, detail: str) -> None:
        """Replace both texts; an empty detail takes no room."""
        self.headline.show_text(headline)
        self.detail.show_text(detail)
        self.detail.setVisible(bool(detail))

    def add_buttons(self, *buttons: QPushButton) -> None:
        """Add a row of buttons below the text, from the left."""
        row = QHBoxLayout()
        row.setSpacing(6)
        row.setContentsMargins(22, 0, 0, 0)  # below the text, not below the icon
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self._column.addLayout(row)

    def add_below(self, widget: QWidget) -> None:
        """Add something as wide as the card."""
        self._column.addWidget(widget)

    def add_corner(self, button: QWidget) -> None:
        """Put a button at the end of the first line."""
        self._top.addWidget(button)
        self._top.setAlignment(button, Qt.AlignmentFlag.AlignTop)


class CardColumn(QWidget):
    """All cards, most pressing first.

    Signals:
        contact_resumed: Contact id.
        trouble_dismissed: Index of the trouble in the view.
    """

    contact_resumed = Signal(str)
    trouble_dismissed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[object, ...] = ()
        self._contacts: tuple[OpenContactView, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._groups = [QVBoxLayout() for _ in range(2)]
        self._more = [WrappedText(theme, "small", "text_muted", parent=self) for _ in range(2)]
        for group, more in zip(self._groups, self._more, strict=True):
            group.setSpacing(8)
            column.addLayout(group)
            column.addWidget(more)
            more.hide()
        self._trouble_pool = Pool(self._trouble_card)
        self._contact_pool = Pool(self._contact_card)

    def show_cards(
        self, troubles: tuple[TroubleView, ...], contacts: tuple[OpenContactView, ...]
    ) -> None:
        """Show what waits for the agent; nothing happens when it is the same as before."""
        if (troubles, contacts) == self._shown:
            return
        self._shown = (troubles, contacts)
        self._contacts = contacts
        for card, trouble in zip(
            self._trouble_pool.take(min(len(troubles), MAX_CARDS)), troubles, strict=False
        ):
            card.show_texts(trouble.what, trouble.remedy)
        for card, contact in zip(
            self._contact_pool.take(min(len(contacts), MAX_CARDS)), contacts, strict=False
        ):
            headline = self.tr("Is this their chat?") if contact.is_here else ""
            card.show_texts(headline or self.tr("A contact is still open"), contact.label)
        for more, items in zip(self._more, (troubles, contacts), strict=True):
            rest = len(items) - MAX_CARDS
            more.show_text(self.tr("and {count} more").format(count=rest) if rest > 0 else "")
            more.setVisible(rest > 0)
        self.setVisible(bool(troubles or contacts))

    def _trouble_card(self, number: int) -> Card:
        card = Card(self._theme, "amber", "warn", self)
        dismiss = IconButton(self._theme, "cross", self.tr("Dismiss this message"))
        dismiss.clicked.connect(lambda: self.trouble_dismissed.emit(number))
        card.add_corner(dismiss)
        self._groups[0].addWidget(card)
        return card

    def _contact_card(self, number: int) -> Card:
        card = Card(self._theme, "note", "person", self)
        resume = push_button(self.tr("Resume"))
        resume.clicked.connect(lambda: self.contact_resumed.emit(self._contacts[number].id))
        card.add_buttons(resume)
        self._groups[1].addWidget(card)
        return card

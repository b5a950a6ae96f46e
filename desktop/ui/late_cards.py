"""Cards of the panel that are made when there is something to show in them, not before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.view import PanelView

if TYPE_CHECKING:
    from desktop.ui.earlier_card import EarlierCard
    from desktop.ui.panel import Panel
    from desktop.ui.promise_cards import DueCard, OfferCards


class LateCards:
    """Promises that are due or were said, and earlier contacts.

    Args:
        panel: Tells what is clicked on them.
        theme: The look.
        content: Where they stand.
        column: Its layout: first the question, last ladder, start list and step.
    """

    def __init__(self, panel: Panel, theme: Theme, content: QWidget, column: QVBoxLayout) -> None:
        self._panel = panel
        self._theme = theme
        self._content = content
        self._column = column
        self.due: DueCard | None = None
        self.offers: OfferCards | None = None
        self.earlier: EarlierCard | None = None

    def show_view(self, view: PanelView) -> None:
        """Show what a view has of them; a card that was made stays, and hides itself."""
        if view.reminders or self.due is not None:
            self._due_card().show_due(view.reminders, view.snoozes)
        if view.offers or self.offers is not None:
            self._offer_cards().show_offers(view.offers)
        if view.earlier is not None or self.earlier is not None:
            self._earlier_card().show_earlier(view.earlier)

    def _due_card(self) -> DueCard:
        if self.due is None:
            from desktop.ui.promise_cards import DueCard

            self.due = card = DueCard(self._theme, self._content)
            card.done.connect(self._panel.reminder_done)
            card.opened.connect(self._panel.reminder_opened)
            card.snoozed.connect(self._panel.reminder_snoozed)
            card.snooze_asked.connect(self._panel.snooze_asked)
            card.all_asked.connect(self._panel.day_asked)
            self._column.insertWidget(1, card)  # only a question comes before
        return self.due

    def _offer_cards(self) -> OfferCards:
        if self.offers is None:
            from desktop.ui.promise_cards import OfferCards

            self.offers = cards = OfferCards(self._theme, self._content)
            cards.taken.connect(self._panel.offer_taken)
            cards.dropped.connect(self._panel.offer_dropped)
            self._column.insertWidget(1 if self.due is None else 2, cards)
        return self.offers

    def _earlier_card(self) -> EarlierCard:
        if self.earlier is None:
            from desktop.ui.earlier_card import EarlierCard

            self.earlier = card = EarlierCard(self._theme, self._content)
            card.look_asked.connect(self._panel.earlier_asked)
            card.hidden.connect(self._panel.earlier_hidden)
            self._column.insertWidget(self._column.count() - 3, card)  # before the ladder
        return self.earlier

"""What the panel shows while no contact is open: the playbooks one can start."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.bare_keys import BareKey
from desktop.ui.chips import ChipFlow
from desktop.ui.choice_button import ChoiceButton
from desktop.ui.controls import Pool, WrappedText, push_button
from desktop.ui.theme import Theme
from desktop.ui.view import StartView


class StartList(QWidget):
    """What it is about and how they are, and the playbooks that fit.

    Signals:
        playbook_chosen, trigger_chosen, manner_chosen: Their id.
        all_asked: The playbooks that fit less well are wanted too.
    """

    playbook_chosen = Signal(str)
    trigger_chosen = Signal(str)
    manner_chosen = Signal(str)
    all_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[StartView, str, str] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._title = WrappedText(theme, "goal")
        column.addWidget(self._title)
        self._key = WrappedText(theme, "small", "text_muted")
        column.addWidget(self._key)
        self._no_keys = WrappedText(theme, "small", "amber_text", icon="warn")
        column.addWidget(self._no_keys)
        self._manners = self._labelled(column, self.tr("How are they?"))
        self._triggers = self._labelled(column, self.tr("What is it about?"))
        self._manners.chip_chosen.connect(self.manner_chosen)
        self._triggers.chip_chosen.connect(self.trigger_chosen)
        self._buttons = QVBoxLayout()
        self._buttons.setContentsMargins(0, 8, 0, 0)
        self._buttons.setSpacing(6)
        column.addLayout(self._buttons)
        self._more = push_button("", "plain")
        self._more.clicked.connect(self.all_asked)
        column.addWidget(self._more)
        self._pool = Pool(self._button)

    def show_start(self, start: StartView, hotkeys_off: str, chord: str) -> None:
        """Show the playbooks, and the sentence about hotkeys when none works here.

        Args:
            chord: Starts the first playbook; "" for none.
        """
        if (start, hotkeys_off, chord) == self._shown:
            return
        self._shown = (start, hotkeys_off, chord)
        self._key.show_text(self.tr("{chord} starts the first").format(chord=chord))
        self._key.setVisible(bool(chord and start.choices))
        choices = start.choices
        title = self.tr("Start a contact") if choices else self.tr("No playbook to start")
        self._title.show_text(title)
        self._no_keys.show_text(hotkeys_off)
        self._no_keys.setVisible(bool(hotkeys_off))
        self._manners.show_chips(start.manners)
        self._triggers.show_chips(start.triggers)
        for button, choice in zip(self._pool.take(len(choices)), choices, strict=True):
            button.show_choice(choice.id, choice.title, choice.summary)
            button.show_mark(choice.origin, choice.origin_hint)
        more = self.tr("{count} more playbooks").format(count=start.hidden_count)
        self._more.setText(more)
        self._more.setAccessibleName(more)
        self._more.setVisible(start.hidden_count > 0)

    def bare_keys(self) -> list[BareKey]:
        """The keys of the one-key mode, each at the playbook it starts."""
        shown = [each for each in self._pool.all() if each.isVisible()]
        return [BareKey(str(slot), button, True) for slot, button in enumerate(shown[:9], 1)]

    def _labelled(self, column: QVBoxLayout, label: str) -> ChipFlow:
        text = WrappedText(self._theme, "label", "text_muted", above=6)
        text.show_text(label)
        column.addWidget(text)
        flow = ChipFlow(self._theme, self)
        column.addWidget(flow)
        return flow

    def _button(self, _number: int) -> ChoiceButton:
        button = ChoiceButton(self._theme, self)
        button.choice_chosen.connect(self.playbook_chosen)
        self._buttons.addWidget(button)
        return button

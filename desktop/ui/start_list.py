"""What the panel shows while no contact is open: the playbooks one can start."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.choice_button import ChoiceButton
from desktop.ui.controls import Pool, WrappedText
from desktop.ui.theme import Theme
from desktop.ui.view import ChoiceView


class StartList(QWidget):
    """Signals: playbook_chosen with the id of a playbook."""

    playbook_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[tuple[ChoiceView, ...], str] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._title = WrappedText(theme, "goal")
        column.addWidget(self._title)
        self._no_keys = WrappedText(theme, "small", "amber_text", icon="warn")
        column.addWidget(self._no_keys)
        self._buttons = QVBoxLayout()
        self._buttons.setContentsMargins(0, 6, 0, 0)
        self._buttons.setSpacing(6)
        column.addLayout(self._buttons)
        self._pool = Pool(self._button)

    def show_choices(self, choices: tuple[ChoiceView, ...], hotkeys_off: str) -> None:
        """Show the playbooks, and the sentence about hotkeys when none works here."""
        if (choices, hotkeys_off) == self._shown:
            return
        self._shown = (choices, hotkeys_off)
        title = self.tr("Start a contact") if choices else self.tr("No playbook to start")
        self._title.show_text(title)
        self._no_keys.show_text(hotkeys_off)
        self._no_keys.setVisible(bool(hotkeys_off))
        for button, choice in zip(self._pool.take(len(choices)), choices, strict=True):
            button.show_choice(choice.id, choice.title, choice.summary)

    def _button(self, _number: int) -> ChoiceButton:
        button = ChoiceButton(self._theme, self)
        button.choice_chosen.connect(self.playbook_chosen)
        self._buttons.addWidget(button)
        return button

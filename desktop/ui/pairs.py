"""Choices below each other, or two in a row where they are many: a step must not scroll."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.choice_button import ChoiceButton
from desktop.ui.controls import Pool
from desktop.ui.flowing import Flowing
from desktop.ui.theme import Theme

_GAP = 6
_ROWS = 2  # so few always stand below each other
_LINES = 2


class Pairs(Flowing, QWidget):
    """Holds choice buttons and lays them out itself.

    Args:
        make: Makes a button, this being its parent.
    """

    def __init__(
        self, theme: Theme, parent: QWidget, make: Callable[[QWidget], ChoiceButton]
    ) -> None:
        super().__init__(parent)
        self._shown: Sequence[ChoiceButton] = ()
        self._pool = Pool(lambda _number: make(self))
        self.flow()
        theme.changed.connect(self._on_changed)

    @property
    def shown(self) -> Sequence[ChoiceButton]:
        """The buttons of the present choices, in their order."""
        return self._shown

    def show_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show other choices, each an id and a label."""
        self._shown = self._pool.take(len(choices))
        for button, choice in zip(self._shown, choices, strict=True):
            button.show_choice(*choice)
        self._on_changed()

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return places[-1].bottom() + 1 if places else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _on_changed(self) -> None:
        self.updateGeometry()
        self._place()

    def _place(self) -> None:
        for button, place in zip(self._shown, self._places(self.width()), strict=True):
            button.setGeometry(place)

    def _places(self, width: int) -> list[QRect]:
        half = (width - _GAP) // 2
        is_crowded = len(self._shown) > _ROWS
        places: list[QRect] = []
        y, number = 0, 0
        while number < len(self._shown):
            row = self._shown[number : number + 2]
            if len(row) == 2 and is_crowded and all(each.fits(half, _LINES) for each in row):
                height = max(each.heightForWidth(half) for each in row)
                places += [QRect(0, y, half, height), QRect(width - half, y, half, height)]
            else:
                row = row[:1]
                height = row[0].heightForWidth(width)
                places.append(QRect(0, y, width, height))
            y += height + _GAP
            number += len(row)
        return places

"""A big choice: a branch of the step, or a playbook to start, with an arrow at its end."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.controls import PaintedButton
from desktop.ui.flowing import Flowing
from desktop.ui.icons import paint_icon
from desktop.ui.text import TextBlock
from desktop.ui.theme import Theme

_PAD_X, _PAD_Y = 12, 9


class ChoiceButton(Flowing, PaintedButton):
    """A full-width button whose label wraps; an optional summary stands below it.

    Signals:
        choice_chosen: The id given to `show_choice`.
    """

    choice_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.flow()
        self._choice = ("", "", "")
        self._mark = ("", "")
        self._laid: dict[int, tuple[TextBlock, TextBlock]] = {}
        self.clicked.connect(lambda: self.choice_chosen.emit(self._choice[0]))

    def show_choice(self, choice_id: str, label: str, summary: str = "") -> None:
        """Show another choice; an equal one costs nothing."""
        if (choice_id, label, summary) == self._choice:
            return
        self._choice = (choice_id, label, summary)
        self._mark = ("", "")
        self.setAccessibleName(label)
        self.setAccessibleDescription(summary)
        self.setToolTip(summary if len(summary) > 80 else "")
        self.forget_layout()

    def show_mark(self, mark: str, hint: str) -> None:
        """Say quietly where the choice comes from: a word or two, and the same as a sentence."""
        if (mark, hint) == self._mark:
            return
        self._mark = (mark, hint)
        summary = self._choice[2]
        self.setAccessibleDescription(f"{summary} {hint}".strip())
        self.setToolTip(hint or (summary if len(summary) > 80 else ""))
        self.forget_layout()

    def forget_layout(self) -> None:
        self._laid.clear()
        super().forget_layout()

    def fits(self, width: int, lines: int) -> bool:
        """Whether the label takes no more than so many lines at this width."""
        look = self._theme.look
        font = look.font("title" if self._choice[2] else "body")
        return not TextBlock(self._choice[1], font, self._room(width), lines).is_cut

    def heightForWidth(self, width: int) -> int:
        label, summary = self._lay(width)
        return int(
            2 * _PAD_Y + label.height + (summary.height + 2 if self._choice[2] else 0) + 0.99
        )

    def _room(self, width: int) -> int:
        return width - 2 * _PAD_X - self._theme.look.px(16) - 4

    def _side(self) -> float:
        """Room for the mark."""
        font = self._theme.look.font("small")
        return QFontMetricsF(font).horizontalAdvance(self._mark[0]) + 10 if self._mark[0] else 0

    def _lay(self, width: int) -> tuple[TextBlock, TextBlock]:
        laid = self._laid.get(width)
        if laid is None:
            look = self._theme.look
            room = self._room(width)
            _, label, summary = self._choice
            laid = (
                TextBlock(label, look.font("title" if summary else "body"), room - self._side()),
                TextBlock(summary, look.font("small"), room, 2),
            )
            self._laid[width] = laid
        return laid

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._theme.look
        painter = QPainter(self)
        self.paint_face(painter, "surface")
        label, summary = self._lay(self.width())
        whole = label.height + (summary.height + 2 if self._choice[2] else 0)
        top = max(float(_PAD_Y), (self.height() - whole) / 2)
        label.paint(painter, QPointF(_PAD_X, top), look.color("text"))
        at = QPointF(_PAD_X, top + label.height + 2)
        summary.paint(painter, at, look.color("text_muted"))
        if self._mark[0]:
            small = TextBlock(self._mark[0], look.font("small"), self._side(), 1)
            left = _PAD_X + self._room(self.width()) - self._side() + 10
            small.paint(painter, QPointF(left, top + 1), look.color("text_muted"))
        side = look.px(16)
        box = QRectF(self.width() - _PAD_X - side + 3, (self.height() - side) / 2, side, side)
        paint_icon(painter, "next", box, look.color("accent"))

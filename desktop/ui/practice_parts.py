"""What a talk is drawn with: bubbles for what was said, buttons for what one may answer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.practice.model import Effect
from desktop.practice.views import Line
from desktop.ui.controls import PaintedButton
from desktop.ui.flowing import Flowing
from desktop.ui.icons import IconName, paint_icon
from desktop.ui.text import TextBlock
from desktop.ui.theme import FontRole, Theme

_PAD_X, _PAD_Y, _GAP = 13, 10, 8
_PART_OF_WIDTH = 0.84

_MARKS: dict[Effect, tuple[IconName, str]] = {
    Effect.CALMER: ("check", "do"),
    Effect.SAME: ("dash", "text_muted"),
    Effect.WORSE: ("warn", "avoid"),
}


def effect_word(effect: Effect, widget: QWidget) -> str:
    """What an answer did, in a word."""
    if effect is Effect.SAME:
        return widget.tr("No change.")
    return widget.tr("Calmer.") if effect is Effect.CALMER else widget.tr("More upset.")


class Bubble(Flowing, QWidget):
    """Something that was said: the customer's on the left, the agent's on the right.

    Below the agent's words stands what they did to the customer, and why.
    """

    def __init__(self, theme: Theme, line: Line) -> None:
        super().__init__()
        self._theme = theme
        self._line = line
        self._remark = f"{effect_word(line.effect, self)} {line.why}" if line.effect else ""
        self._laid: dict[int, tuple[TextBlock, TextBlock]] = {}
        self.flow()
        self.setAccessibleName(f"{line.name}: {line.text} {self._remark}".rstrip())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._laid.clear()
            self.updateGeometry()
        super().changeEvent(event)

    def heightForWidth(self, width: int) -> int:
        said, remark = self._lay(width)
        below = remark.height + 2 * _GAP if self._remark else 0
        return int(2 * _PAD_Y + said.height + below + 0.99)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._theme.look
        said, remark = self._lay(self.width())
        wide = max(said.natural_width, remark.natural_width + self._indent()) + 2 * _PAD_X
        wide = min(wide, self.width() * _PART_OF_WIDTH)
        left = self.width() - wide - 0.5 if self._line.is_agent else 0.5
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.color("border"))
        painter.setBrush(look.color("accent_soft" if self._line.is_agent else "surface"))
        radius = look.tokens.radius.m + 4
        painter.drawRoundedRect(QRectF(left, 0.5, wide, self.height() - 1), radius, radius)
        said.paint(painter, QPointF(left + _PAD_X, _PAD_Y), look.color("text"))
        if self._line.effect is None:
            return
        top = _PAD_Y + said.height + _GAP
        painter.setPen(QPen(look.color("border_strong"), 1))
        painter.drawLine(QPointF(left + _PAD_X, top), QPointF(left + wide - _PAD_X, top))
        icon, color = _MARKS[self._line.effect]
        side = look.px(14)
        box = QRectF(left + _PAD_X, top + _GAP + 1, side, side)
        paint_icon(painter, icon, box, look.color(color))
        at = QPointF(left + _PAD_X + self._indent(), top + _GAP)
        remark.paint(painter, at, look.color("text"))

    def _indent(self) -> int:
        return self._theme.look.px(14) + 7

    def _lay(self, width: int) -> tuple[TextBlock, TextBlock]:
        laid = self._laid.get(width)
        if laid is None:
            look = self._theme.look
            room = width * _PART_OF_WIDTH - 2 * _PAD_X
            laid = (
                TextBlock(self._line.text, look.font("body"), room),
                TextBlock(self._remark, look.font("small"), room - self._indent()),
            )
            self._laid[width] = laid
        return laid


class NumberedButton(Flowing, PaintedButton):
    """A full-width choice with the key that takes it; it may have the focus.

    Args:
        number: The key.
        text: The choice itself.
        note: Small print below, "" for none.
        font: How the choice is set.
    """

    def __init__(
        self, theme: Theme, number: int, text: str, note: str = "", font: FontRole = "body"
    ) -> None:
        super().__init__(theme)
        self.number = number
        self._text, self._note = text, note
        self._font: FontRole = font
        self._laid: dict[int, tuple[TextBlock, TextBlock]] = {}
        self.flow()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{number}: {text}")
        self.setAccessibleDescription(note)

    def forget_layout(self) -> None:
        self._laid.clear()
        super().forget_layout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()  # the window knows more of Enter and the arrows

    def heightForWidth(self, width: int) -> int:
        text, note = self._lay(width)
        below = note.height + 3 if self._note else 0
        return int(max(2 * _PAD_Y + text.height + below, self._key() + 2 * _PAD_Y) + 0.99)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._theme.look
        painter = QPainter(self)
        self.paint_face(painter, "surface")
        if self.hasFocus():
            painter.setPen(QPen(look.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = look.tokens.radius.m
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        side = self._key()
        cap = QRectF(_PAD_X, _PAD_Y, side, side)
        painter.setPen(look.color("keycap_edge"))
        painter.setBrush(look.color("keycap"))
        painter.drawRoundedRect(cap, look.tokens.radius.s, look.tokens.radius.s)
        painter.setPen(look.color("text"))
        painter.setFont(look.font("label"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, str(self.number))
        text, note = self._lay(self.width())
        at = QPointF(_PAD_X + side + 11, _PAD_Y + self._lead())
        text.paint(painter, at, look.color("text"))
        at.setY(at.y() + text.height + 3)
        note.paint(painter, at, look.color("text_muted"))

    def _key(self) -> int:
        return self._theme.look.px(20)

    def _lead(self) -> float:
        """The first line stands in the middle of the key."""
        font = self._theme.look.font(self._font)
        return max(0.0, (self._key() - font.pixelSize() * 1.36) / 2)

    def _lay(self, width: int) -> tuple[TextBlock, TextBlock]:
        laid = self._laid.get(width)
        if laid is None:
            look = self._theme.look
            room = width - 2 * _PAD_X - self._key() - 11
            laid = (
                TextBlock(self._text, look.font(self._font), room),
                TextBlock(self._note, look.font("small"), room),
            )
            self._laid[width] = laid
        return laid

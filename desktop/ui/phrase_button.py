"""A phrase as a full-width button: its key, its title, and the words as they will be inserted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.controls import PaintedButton
from desktop.ui.flowing import Flowing
from desktop.ui.icons import IconName, paint_icon
from desktop.ui.text import TextBlock
from desktop.ui.theme import Theme
from desktop.ui.view import PhraseView

MAX_LINES = 3
_PAD_X, _PAD_Y, _GAP = 10, 9, 10


@dataclass(frozen=True, slots=True)
class _Laid:
    """The texts of the button, laid out for one width."""

    left: float
    title: TextBlock
    mark: TextBlock | None
    text: TextBlock
    hints: tuple[tuple[IconName, str, TextBlock], ...]
    height: int


class PhraseButton(Flowing, PaintedButton):
    """Click inserts, right click copies (there is no menu: a menu would take the keyboard).

    Signals:
        phrase_chosen: The id of the phrase, after a click that ended inside.
        copy_chosen: The id of the phrase, after a right click that ended inside.
    """

    phrase_chosen = Signal(str)
    copy_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.flow()
        self._phrase = PhraseView(slot=0, id="", title="", text="")
        self._laid: dict[int, _Laid] = {}
        self._is_right_down = False
        self._max_lines = MAX_LINES
        self.clicked.connect(lambda: self.phrase_chosen.emit(self._phrase.id))

    def show_phrase(self, phrase: PhraseView) -> None:
        """Show another phrase, or the same one changed; an equal one costs nothing."""
        if phrase == self._phrase:
            return
        self._phrase = phrase
        self._is_right_down = False
        name = phrase.title or phrase.text
        if phrase.is_for_colleague:
            name = self.tr("{phrase}, to a colleague").format(phrase=name)
        is_live = phrase.chord and phrase.chord_state == "active"
        self.setAccessibleName(f"{name}, {phrase.chord}" if is_live else name)
        said = [self.tr("Said already.")] if phrase.is_repeat else []
        if phrase.is_used and not phrase.is_repeat:
            said = [self.tr("Said already, in other words.")]
        hints = [hint for _, _, hint in self._hints()]
        self.setAccessibleDescription("\n".join([*said, phrase.text, *hints]))
        self.setToolTip(self._tip())
        self.forget_layout()

    def limit_lines(self, count: int) -> None:
        """Show at most so many lines of the text; the tooltip always has all of it."""
        if count != self._max_lines:
            self._max_lines = count
            self.forget_layout()

    @property
    def shown_text(self) -> str:
        """The words as drawn at the present width, with an ellipsis when they were cut."""
        return self._lay(self.width()).text.shown_text

    @property
    def _is_terse(self) -> bool:
        """Whether room is short: then a sign alone says that a word is asked for first."""
        return self._max_lines == 1

    def forget_layout(self) -> None:
        self._laid.clear()
        super().forget_layout()

    def heightForWidth(self, width: int) -> int:
        return self._lay(width).height

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_right_down = event.button() == Qt.MouseButton.RightButton
        super().mousePressEvent(event)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_copy = self._is_right_down and event.button() == Qt.MouseButton.RightButton
        self._is_right_down = False
        super().mouseReleaseEvent(event)
        if is_copy and self.rect().contains(event.position().toPoint()):
            self.copy_chosen.emit(self._phrase.id)

    def _hints(self) -> list[tuple[IconName, str, str]]:
        phrase = self._phrase
        hints: list[tuple[IconName, str, str]] = []
        if phrase.missing:
            asks = self.tr("Asks first: {words}").format(words=", ".join(phrase.missing))
            hints.append(("ask", "amber_text", asks))
        if phrase.chord_state == "taken":
            reason = phrase.chord_reason or self.tr("{chord} is taken by another program.").format(
                chord=phrase.chord
            )
            hints.append(("warn", "amber_text", reason))
        return hints

    def _tip(self) -> str:
        phrase = self._phrase
        if phrase.chord and phrase.chord_state == "active":
            how = self.tr("{chord} or click inserts, right click copies.")
            how = how.format(chord=phrase.chord)
        else:
            how = self.tr("Click inserts, right click copies.")
        return f"{phrase.text}\n\n{how}"

    def _cap_text(self) -> str:
        phrase = self._phrase
        return key_of(phrase.chord) or (str(phrase.slot) if phrase.slot else "")

    def _cap_width(self) -> float:
        look = self._theme.look
        natural = QFontMetricsF(look.font("label")).horizontalAdvance(self._cap_text())
        return max(float(look.px(24)), natural + look.px(10))

    def _lay(self, width: int) -> _Laid:
        laid = self._laid.get(width)
        if laid is None:
            laid = self._laid[width] = self._measure(width)
        return laid

    def _measure(self, width: int) -> _Laid:
        look = self._theme.look
        phrase = self._phrase
        left = _PAD_X + self._cap_width() + _GAP
        room = width - left - _PAD_X
        mark, beside = None, float(look.px(20))
        if phrase.is_for_colleague:
            mark = TextBlock(self.tr("to a colleague"), look.font("tiny"), room / 2, 1)
            beside += mark.natural_width + look.px(16) + 4
        title = TextBlock(phrase.title, look.font("label"), room - beside, 1)
        text = TextBlock(phrase.text, look.font("body"), room, self._max_lines)
        icon = look.px(14) + 6
        hints = tuple(
            (name, color, TextBlock(hint, look.font("small"), room - icon, 3))
            for name, color, hint in self._hints()
            if name != "ask" or not self._is_terse
        )
        height = 2 * _PAD_Y + title.height + 1 + text.height
        height += sum(hint.height + 4 for _, _, hint in hints)
        height = max(height, 2 * _PAD_Y + look.px(24))
        return _Laid(left, title, mark, text, hints, int(height + 0.99))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._theme.look
        phrase = self._phrase
        laid = self._lay(self.width())
        painter = QPainter(self)
        self.paint_face(painter, "surface_used" if phrase.is_repeat else "surface")
        self._paint_cap(painter)
        y = float(_PAD_Y)
        muted = look.color("text_used" if phrase.is_repeat else "text_muted")
        laid.title.paint(painter, QPointF(laid.left, y), muted)
        side = look.px(15)
        box = QRectF(self.width() - _PAD_X - side, y + 1, side, side)
        if laid.mark is not None:
            self._paint_mark(painter, laid.mark, y + laid.title.height / 2, muted)
        if phrase.is_used:
            paint_icon(painter, "check", box, look.color("do"))
        elif phrase.missing and self._is_terse:
            paint_icon(painter, "ask", box, look.color("amber_text"))
        y += laid.title.height + 1
        laid.text.paint(
            painter,
            QPointF(laid.left, y),
            look.color("text_used" if phrase.is_repeat else "text"),
            look.color("chip"),
            look.color("chip_text"),
        )
        y += laid.text.height
        for name, role, hint in laid.hints:
            y += 4
            side = look.px(14)
            paint_icon(painter, name, QRectF(laid.left, y + 1, side, side), look.color(role))
            hint.paint(painter, QPointF(laid.left + side + 6, y), look.color(role))
            y += hint.height

    def _paint_mark(self, painter: QPainter, mark: TextBlock, middle: float, color: QColor) -> None:
        """Whom it is for, at the end of the title's line, before the tick."""
        look = self._theme.look
        left = self.width() - _PAD_X - look.px(20) - mark.natural_width
        mark.paint(painter, QPointF(left, middle - mark.height / 2), color)
        side = look.px(12)
        box = QRectF(left - side - 4, middle - side / 2, side, side)
        paint_icon(painter, "person", box, color)

    def _paint_cap(self, painter: QPainter) -> None:
        """The key: raised when it works, amber and struck when taken, flat when there is none."""
        look = self._theme.look
        state = self._phrase.chord_state
        width, height = self._cap_width(), float(look.px(24))
        rect = QRectF(_PAD_X + 0.5, _PAD_Y + 0.5, width - 1, height - 1)
        color = look.color("text" if state == "active" else "text_muted")
        if state == "active":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("keycap_edge"))
            painter.drawRoundedRect(rect, 5, 5)
            painter.setBrush(look.color("keycap"))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -2.5), 4, 4)
        elif state == "taken":
            color = look.color("amber_text")
            painter.setPen(look.color("amber_border"))
            painter.setBrush(look.color("amber_surface"))
            painter.drawRoundedRect(rect, 5, 5)
        painter.setPen(color)
        painter.setFont(look.font("label"))
        face = rect.adjusted(0, 0, 0, -1.5) if state == "active" else rect
        painter.drawText(face, Qt.AlignmentFlag.AlignCenter, self._cap_text())
        if state == "taken":
            middle = rect.center()
            painter.drawLine(
                QPointF(rect.left() + 5, middle.y()), QPointF(rect.right() - 5, middle.y())
            )


def key_of(chord: str) -> str:
    """The last key of a chord as it is printed on a key cap: `Ctrl+Shift+1` gives `1`."""
    return chord if len(chord) < 2 else chord[chord.rfind("+", 0, -1) + 1 :]


def prefix_of(chords: list[str]) -> str:
    """What all chords start with, such as `Ctrl+Shift+`; "" when they differ or there are none."""
    prefixes = {chord[: len(chord) - len(key_of(chord))] for chord in chords if chord}
    return prefixes.pop() if len(prefixes) == 1 else ""

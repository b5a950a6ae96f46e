"""What to tick off at a step, and what to write down there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.controls import PaintedButton, Pool, WrappedText
from desktop.ui.flowing import Flowing
from desktop.ui.icons import paint_icon
from desktop.ui.text import TextBlock
from desktop.ui.theme import Theme
from desktop.ui.view import CheckView, FieldView

_PAD_Y = 3


class CheckLine(Flowing, PaintedButton):
    """One item with its box; a click anywhere on the line ticks it.

    Signals:
        item_ticked: The item.
    """

    item_ticked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._check = CheckView("", is_ticked=False)
        self.flow()
        self.clicked.connect(lambda: self.item_ticked.emit(self._check.item))

    def show_check(self, check: CheckView) -> None:
        """Show another item, or the same one ticked."""
        if check == self._check:
            return
        self._check = check
        self.setAccessibleName(check.item)
        self.setAccessibleDescription(self.tr("Done") if check.is_ticked else self.tr("Open"))
        self.forget_layout()

    def heightForWidth(self, width: int) -> int:
        return int(self._block(width).height + 2 * _PAD_Y + 0.99)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._theme.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look.px(15)
        box = QRectF(0.5, _PAD_Y + 2.5, side - 1, side - 1)
        is_ticked = self._check.is_ticked
        painter.setPen(look.color("accent" if is_ticked or self.underMouse() else "border_strong"))
        painter.setBrush(look.color("accent_soft" if is_ticked else "surface"))
        painter.drawRoundedRect(box, 3, 3)
        if is_ticked:
            paint_icon(painter, "check", box.adjusted(1, 1, -1, -1), look.color("accent"))
        color = look.color("text_muted" if is_ticked else "text")
        self._block(self.width()).paint(painter, QPointF(side + 8, _PAD_Y), color)

    def _block(self, width: int) -> TextBlock:
        look = self._theme.look
        return TextBlock(self._check.item, look.font("body"), width - look.px(15) - 8)


class Checklist(QWidget):
    """Signals: item_ticked with an item."""

    item_ticked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 8, 0, 0)
        self._lines.setSpacing(0)
        self._pool = Pool(self._line)
        self.hide()

    def show_items(self, items: tuple[CheckView, ...]) -> None:
        """Show the step's items; none takes no room."""
        for line, item in zip(self._pool.take(len(items)), items, strict=True):
            line.show_check(item)
        self.setVisible(bool(items))

    def _line(self, _number: int) -> CheckLine:
        line = CheckLine(self._theme, self)
        line.item_ticked.connect(self.item_ticked)
        self._lines.addWidget(line)
        return line


class FieldLine(Flowing, PaintedButton):
    """Something to write down: its label, and the word once there is one.

    Signals:
        field_asked: Its name.
    """

    field_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._field = FieldView("", "", "")
        self.flow()
        self.clicked.connect(lambda: self.field_asked.emit(self._field.name))

    def show_field(self, field: FieldView) -> None:
        """Show another field, or the same one filled in."""
        if field == self._field:
            return
        self._field = field
        self.setAccessibleName(self.tr("Write down: {label}").format(label=field.label))
        self.setAccessibleDescription(field.word or self.tr("Nothing yet"))
        self.setToolTip(field.word)
        self.forget_layout()

    def heightForWidth(self, width: int) -> int:
        label, word = self._blocks(width)
        return int(max(label.height, word.height) + 12 + 0.99)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._theme.look
        painter = QPainter(self)
        self.paint_face(painter, "surface")
        label, word = self._blocks(self.width())
        down = (word.height - label.height) / 2
        label.paint(painter, QPointF(10, 6 + max(0.0, down)), look.color("text_muted"))
        role = "text" if self._field.word else "amber_text"
        left = self.width() - 10 - word.natural_width
        word.paint(painter, QPointF(left, 6 + max(0.0, -down)), look.color(role))

    def _blocks(self, width: int) -> tuple[TextBlock, TextBlock]:
        look = self._theme.look
        room = width - 20
        # The label says what it is, so it gives way last; a long word is in the tooltip.
        label = TextBlock(self._field.label, look.font("small"), room * 2 // 3, 1)
        word = self._field.word or self.tr("Write it down")
        left = room - label.natural_width - 12
        return label, TextBlock(word, look.font("small"), max(left, room // 3), 1)


class FieldList(QWidget):
    """Signals: field_asked with the name of a field."""

    field_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        title = WrappedText(theme, "label", "text_muted", above=12)
        title.show_text(self.tr("Write down"))
        column.addWidget(title)
        self._lines = column
        self._pool = Pool(self._line)
        self.hide()

    def show_fields(self, fields: tuple[FieldView, ...]) -> None:
        """Show what belongs into the record here; none takes no room."""
        for line, field in zip(self._pool.take(len(fields)), fields, strict=True):
            line.show_field(field)
        self.setVisible(bool(fields))

    def _line(self, _number: int) -> FieldLine:
        line = FieldLine(self._theme, self)
        line.field_asked.connect(self.field_asked)
        self._lines.addWidget(line)
        return line

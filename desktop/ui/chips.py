"""Small choices that flow over as many lines as they need."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.controls import PaintedButton, Pool
from desktop.ui.flowing import Flowing
from desktop.ui.text import elided_line
from desktop.ui.theme import Theme
from desktop.ui.view import ChipView

_PAD_X, _PAD_Y, _GAP = 10, 5, 6


class Chip(PaintedButton):
    """One pill; filled while it is chosen.

    Signals:
        chip_chosen: The id given to `show_chip`.
    """

    chip_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._chip = ChipView("", "")
        self.clicked.connect(lambda: self.chip_chosen.emit(self._chip.id))

    def show_chip(self, chip: ChipView) -> None:
        """Show another choice; an equal one costs nothing."""
        if chip == self._chip:
            return
        self._chip = chip
        self.setAccessibleName(f"{chip.label}, {chip.note}" if chip.note else chip.label)
        state = self.tr("Chosen") if chip.is_chosen else ""
        self.setAccessibleDescription(state)
        self.setToolTip(chip.hint)
        self.forget_layout()

    def sizeHint(self) -> QSize:
        look = self._theme.look
        metrics = QFontMetricsF(look.font("small"))
        width = metrics.horizontalAdvance(self._text()) + 2 * _PAD_X
        return QSize(int(width + 1.99), int(metrics.height() + 2 * _PAD_Y + 0.99))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._theme.look
        chip = self._chip
        painter = QPainter(self)
        if chip.is_chosen:
            self.paint_face(painter, "accent_soft", "accent")
        else:
            self.paint_face(painter, "surface")
        font = look.font("small")
        painter.setFont(font)
        painter.setPen(look.color("text"))
        room = self.width() - 2 * _PAD_X
        label = elided_line(chip.label, font, room - self._note_width())
        line = self.rect().adjusted(_PAD_X, 0, -_PAD_X, 0)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, label)
        if chip.note:
            painter.setPen(look.color("amber_text" if chip.is_urgent else "text_muted"))
            end = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(line, end, chip.note)

    def _text(self) -> str:
        return f"{self._chip.label}  {self._chip.note}" if self._chip.note else self._chip.label

    def _note_width(self) -> float:
        note = f"  {self._chip.note}" if self._chip.note else ""
        return QFontMetricsF(self._theme.look.font("small")).horizontalAdvance(note)


class ChipFlow(Flowing, QWidget):
    """Chips side by side, wrapping.

    Signals:
        chip_chosen: The id of a chip.
    """

    chip_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: tuple[ChipView, ...] = ()
        self._shown: list[Chip] = []
        self._pool = Pool(self._chip)
        self.flow()
        theme.changed.connect(self._on_look_changed)

    def show_chips(self, chips: tuple[ChipView, ...]) -> None:
        """Show other chips; equal ones cost nothing."""
        if chips == self._chips:
            return
        self._chips = chips
        self._shown = self._pool.take(len(chips))
        for chip, view in zip(self._shown, chips, strict=True):
            chip.show_chip(view)
        self.updateGeometry()
        self._place(self.width())

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return places[-1].bottom() + 1 if places else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(self.width())

    def _place(self, width: int) -> None:
        for chip, place in zip(self._shown, self._places(width), strict=True):
            chip.setGeometry(place)

    def _places(self, width: int) -> list[QRect]:
        places: list[QRect] = []
        x = y = 0
        for chip in self._shown:
            size = chip.sizeHint()
            wide = min(size.width(), width)
            if x and x + wide > width:
                x, y = 0, places[-1].bottom() + 1 + _GAP
            places.append(QRect(x, y, wide, size.height()))
            x += wide + _GAP
        return places

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self._place(self.width())

    def _chip(self, _number: int) -> Chip:
        chip = Chip(self._theme, self)
        chip.chip_chosen.connect(self.chip_chosen)
        return chip

"""Wrapped text with an honest end: broken at words, elided at a word, gaps drawn as chips.

Qt's own label cuts long words and cannot elide more than one line; a phrase must never look
shorter than it is without saying so.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF, QRectF, Qt, QTextBoundaryFinder
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextLayout,
    QTextLine,
    QTextOption,
)

ELLIPSIS = "…"
LINE_PITCH = 1.36
"""Distance of lines, as a multiple of the font size."""
GAP = re.compile(r"‹[^‹›\n]+›")
_MOST_CHARS, _MOST_IN_LINE = 12_000, 2000
# Of one text: what is laid out for several widths in turn, while Qt looks for a fitting one, must
# not take seconds. Nothing that Poise writes is as long; what others put into a record may be.
_ENDLESS_WORD = re.compile("[^\\s\u0e00-\U0010ffff]{600}")
"""No word of a script that parts words; for each of its lines Qt would look for its end."""
_LINE_SEPARATOR = "\u2028"
_NO_BREAKS = str.maketrans(" -", "\u00a0\u2011")
_BREAKS = str.maketrans("\u00a0\u2011\u2028", " -\n")


class TextBlock:
    """Text laid out for one width.

    Args:
        text: What to show; runs of newlines count as one line break. Of an endless one the
            beginning is shown.
        font: Font with a pixel size.
        width: Room in logical pixels.
        max_lines: Elide after this many lines; 0 shows everything.
        is_spacious: Lines a third apart from reading size, for text that is read at length.
    """

    def __init__(
        self, text: str, font: QFont, width: float, max_lines: int = 0, is_spacious: bool = True
    ) -> None:
        self._font = font
        self._width = max(1.0, width)
        self._max_lines = max_lines
        self._pitch = font.pixelSize() * LINE_PITCH if is_spacious else 0.0
        is_endless = len(text) > _MOST_CHARS
        if is_endless:
            text = _beginning(text, _MOST_CHARS)
        shown = _LINE_SEPARATOR.join(line for line in text.splitlines() if line.strip())
        shown = GAP.sub(lambda gap: gap.group().translate(_NO_BREAKS), shown)
        self._layout = self._laid_out(shown)
        self.is_cut = is_endless
        if self._end() < _length(shown):
            self.is_cut = True
            self._layout = self._elided(shown)
        self._gaps = [
            (_length(self._layout.text()[: gap.start()]), _length(gap.group()))
            for gap in GAP.finditer(self._layout.text())
        ]

    @property
    def height(self) -> float:
        """Height of all lines in logical pixels."""
        last = self._last()
        if last is None or not self._layout.text():
            return 0.0
        lead = max(0.0, self._line_height(last) - last.height())
        return last.y() - lead / 2 + self._line_height(last)

    @property
    def line_count(self) -> int:
        """How many lines are shown."""
        return self._layout.lineCount()

    @property
    def lines(self) -> list[str]:
        """The lines as they were broken."""
        units = self._layout.text().encode("utf-16-le")
        spans = [self._layout.lineAt(number) for number in range(self.line_count)]
        ends = [(span.textStart(), span.textStart() + span.textLength()) for span in spans]
        return [units[2 * a : 2 * b].decode("utf-16-le").translate(_BREAKS) for a, b in ends]

    @property
    def natural_width(self) -> float:
        """Width of the longest line."""
        lines = (self._layout.lineAt(n) for n in range(self._layout.lineCount()))
        return max((line.naturalTextWidth() for line in lines), default=0.0)

    @property
    def shown_text(self) -> str:
        """The text as drawn, with its ellipsis when it was cut."""
        return self._layout.text().translate(_BREAKS)

    def paint(
        self,
        painter: QPainter,
        at: QPointF,
        color: QColor,
        chip: QColor | None = None,
        chip_text: QColor | None = None,
    ) -> None:
        """Draw the text with its top left corner at a point; gaps as chips when asked to."""
        formats: list[QTextLayout.FormatRange] = []
        if chip is not None and chip_text is not None:
            from PySide6.QtGui import QTextCharFormat  # with all its kin: not before a gap is shown

            self._paint_chips(painter, at, chip)
            for start, length in self._gaps:
                gap = QTextLayout.FormatRange()
                gap.start, gap.length = start, length
                form = QTextCharFormat()
                form.setForeground(chip_text)
                gap.format = form
                formats.append(gap)
        painter.setPen(color)
        self._layout.draw(painter, at, formats)

    def _paint_chips(self, painter: QPainter, at: QPointF, chip: QColor) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(chip)
        for number in range(self._layout.lineCount()):
            line = self._layout.lineAt(number)
            first, last = line.textStart(), line.textStart() + line.textLength()
            for start, length in self._gaps:
                begin, end = max(start, first), min(start + length, last)
                if begin < end:
                    left, right = _x(line, begin), _x(line, end)
                    rect = QRectF(at.x() + min(left, right), at.y() + line.y(), 0, line.height())
                    rect.setWidth(abs(right - left))
                    painter.drawRoundedRect(rect.adjusted(-1, 0, 1, 1), 4, 4)
        painter.restore()

    def _laid_out(self, text: str) -> QTextLayout:
        layout = QTextLayout(text, self._font)
        option = QTextOption()
        mode = QTextOption.WrapMode
        is_endless = _ENDLESS_WORD.search(text) is not None
        option.setWrapMode(mode.WrapAnywhere if is_endless else mode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        layout.beginLayout()
        y = 0.0
        while not self._max_lines or layout.lineCount() < self._max_lines:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(self._width)
            lead = max(0.0, self._line_height(line) - line.height())
            line.setPosition(QPointF(0, y + lead / 2))
            y += self._line_height(line)
        layout.endLayout()
        return layout

    def _line_height(self, line: QTextLine) -> float:
        return max(line.height(), self._pitch)

    def _elided(self, text: str) -> QTextLayout:
        last = self._last()
        first_of_last = last.textStart() if last is not None else 0
        units = text.encode("utf-16-le")
        kind = QTextBoundaryFinder.BoundaryType
        for boundary in (kind.Line, kind.Grapheme):
            finder = QTextBoundaryFinder(boundary, text)
            finder.setPosition(self._end())
            end = self._end() if finder.isAtBoundary() else finder.toPreviousBoundary()
            while end > first_of_last:
                kept = units[: 2 * end].decode("utf-16-le").rstrip(" ,;:–—-\u2028\u00a0")
                layout = self._laid_out(kept + ELLIPSIS)
                if self._end(layout) >= _length(kept) + 1:
                    return layout
                end = finder.toPreviousBoundary()
        return self._laid_out(ELLIPSIS)

    def _last(self, layout: QTextLayout | None = None) -> QTextLine | None:
        layout = layout or self._layout
        return layout.lineAt(layout.lineCount() - 1) if layout.lineCount() else None

    def _end(self, layout: QTextLayout | None = None) -> int:
        last = self._last(layout)
        return last.textStart() + last.textLength() if last is not None else 0


def elided_line(text: str, font: QFont, width: float) -> str:
    """One line of text, cut with an ellipsis where the room ends."""
    if len(text) > _MOST_IN_LINE:
        text = _beginning(text, _MOST_IN_LINE)
    flat = " ".join(text.split())
    return QFontMetricsF(font).elidedText(flat, Qt.TextElideMode.ElideRight, width)


def _beginning(text: str, most: int) -> str:
    return text[:most].rstrip() + ELLIPSIS


def _length(text: str) -> int:
    """Length as Qt counts it, in UTF-16 units: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _x(line: QTextLine, position: int) -> float:
    """Where a character starts; PySide answers with (x, position), its stubs say float."""
    answer: object = line.cursorToX(position)
    return float(answer[0]) if isinstance(answer, tuple) else float(str(answer))

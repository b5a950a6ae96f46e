"""The contacts of the log as a list in which only what is seen is in memory.

A table of one column: Qt's list view measures every row, which takes seconds for a million.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.ui.icons import paint_icon
from desktop.ui.log_view import RowView
from desktop.ui.text import TextBlock, elided_line
from desktop.ui.theme import Theme

PAGE = 64
"""How many rows are asked for at once: more than any screen shows, and read in a millisecond."""

_PAGES_KEPT = 16
_ROW_HEIGHT = 56
_LOOK_MS = 15  # a dragged scroll bar passes thousands of rows that nobody sees
_ANY_INDEX = QModelIndex | QPersistentModelIndex


class LogRows(QAbstractListModel):
    """As many rows as there are contacts; those looked at last are known."""

    def __init__(self) -> None:
        super().__init__()
        self._total = 0
        self._pages: OrderedDict[int, tuple[RowView, ...]] = OrderedDict()
        self._gone: set[str] = set()

    @property
    def total(self) -> int:
        """How many rows there are."""
        return self._total

    def begin(self, total: int) -> None:
        """Show another result, of which nothing is known but how long it is."""
        self._pages.clear()
        self._gone.clear()
        self._reset(total)

    @contextmanager
    def emptied(self) -> Iterator[None]:
        """Have no row for the length of a block, then the same ones again."""
        total = self._total
        self._reset(0)
        yield
        self._reset(total)

    def _reset(self, total: int) -> None:
        self.beginResetModel()
        self._total = total
        self.endResetModel()

    def lengthen(self, total: int) -> None:
        """There are more rows than was said; those known stay."""
        if total > self._total:
            self.beginInsertRows(QModelIndex(), self._total, total - 1)
            self._total = total
            self.endInsertRows()

    def put(self, page: int, rows: Sequence[RowView]) -> None:
        """A page has come; what was looked at longest ago is forgotten.

        No change is announced: the view only has to paint again, and Qt would do more.
        """
        self._pages[page] = tuple(rows)
        self._pages.move_to_end(page)
        while len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)

    def mark_gone(self, contact_id: str, is_gone: bool) -> None:
        """Show that a contact was deleted, until the list comes without it; or that it was not."""
        (self._gone.add if is_gone else self._gone.discard)(contact_id)

    def is_gone(self, row: RowView) -> bool:
        """Whether it was deleted since the list came."""
        return row.id in self._gone

    def row(self, number: int) -> RowView | None:
        """A row, None while it is not known."""
        page = self._pages.get(number // PAGE)
        place = number % PAGE
        return page[place] if page is not None and place < len(page) else None

    def missing(self, first: int, last: int) -> list[int]:
        """The pages not known among those of some rows, both ends included."""
        last = min(last, self._total - 1)
        if last < max(first, 0):
            return []
        wanted = range(max(first, 0) // PAGE, last // PAGE + 1)
        for page in wanted:
            if page in self._pages:
                self._pages.move_to_end(page)
        return [page for page in wanted if page not in self._pages]

    def rowCount(self, parent: _ANY_INDEX | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._total

    def data(self, index: _ANY_INDEX, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.row(index.row())
            return self.tr("Loading…") if row is None else row.spoken
        return None


class _RowPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, rows: LogRows) -> None:
        super().__init__()
        self._theme = theme
        self._rows = rows

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _ANY_INDEX) -> None:
        look = self._theme.look
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent_soft"))
            painter.drawRoundedRect(rect.adjusted(6, 1, -6, -1), 6, 6)
            painter.setBrush(look.color("accent"))
            bar = QRectF(rect.left() + 6, rect.top() + 12, 3, rect.height() - 24)
            painter.drawRoundedRect(bar, 1.5, 1.5)
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(look.color("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(rect.adjusted(7, 2, -7, -2), 6, 6)
        inner = rect.adjusted(18, 0, -16, 0)
        row = self._rows.row(index.row())
        if row is None:
            self._paint_placeholder(painter, inner)
        else:
            self._paint_row(painter, inner, row)
        painter.restore()

    def _paint_placeholder(self, painter: QPainter, rect: QRectF) -> None:
        look = self._theme.look
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("border"))
        bar = look.px(8)
        middle = rect.center().y()
        for above, part in ((-bar - 4, 0.45), (4, 0.7)):
            box = QRectF(rect.left(), middle + above, rect.width() * part, bar)
            painter.drawRoundedRect(box, 4, 4)

    def _paint_row(self, painter: QPainter, rect: QRectF, row: RowView) -> None:
        look = self._theme.look
        is_gone = self._rows.is_gone(row)
        quiet = look.color("text_muted")
        small = look.font("small")
        when = TextBlock(row.when, small, rect.width(), 1)
        end = when.natural_width
        strong = look.font("strong")
        who = elided_line(row.who, strong, rect.width() - end - 12)
        title = TextBlock(who, strong, rect.width(), 1)
        state = self._state(row, is_gone)
        side = look.px(13) if row.open_promises and not is_gone else 0
        mark = TextBlock(state, small, rect.width(), 1)
        below_room = rect.width() - mark.natural_width - (side + 5 if side else 0) - 12
        line = TextBlock(elided_line(row.line, small, below_room), small, rect.width(), 1)
        height = title.height + max(line.height, mark.height) + 3
        top = rect.top() + (rect.height() - height) / 2
        below = top + title.height + 3
        title.paint(
            painter, QPointF(rect.left(), top), look.color("text_muted" if is_gone else "text")
        )
        offset = (title.height - when.height) / 2
        when.paint(painter, QPointF(rect.right() - end, top + offset), quiet)
        line.paint(painter, QPointF(rect.left(), below), quiet)
        role = "unconfirmed" if row.is_open or side else "text_muted"
        color = look.color("refused" if is_gone else role)
        left = rect.right() - mark.natural_width
        mark.paint(painter, QPointF(left, below), color)
        if side:
            box = QRectF(left - side - 5, below + (mark.height - side) / 2, side, side)
            paint_icon(painter, "bell", box, color)

    def _state(self, row: RowView, is_gone: bool) -> str:
        return self.tr("Deleted") if is_gone else row.outcome


class LogList(QTableView):
    """The list itself.

    Signals:
        row_chosen: The number of the row that is current now; -1 for none.
        delete_asked: The Delete key.
        typed: A letter, which belongs into the search line.
        pages_wanted: The numbers of pages that are seen and not known.
    """

    row_chosen = Signal(int)
    delete_asked = Signal()
    typed = Signal(str)
    pages_wanted = Signal(list)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows = LogRows()
        self._painter = _RowPainter(theme, self.rows)
        self.setModel(self.rows)
        self.setItemDelegate(self._painter)
        self.setAccessibleName(self.tr("Contacts"))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setAccessibleName(self.tr("Scroll"))
        self.horizontalScrollBar().setAccessibleName(self.tr("Scroll sideways"))
        for header in (self.verticalHeader(), self.horizontalHeader()):
            header.hide()
            header.setAccessibleName(self.tr("Contacts"))
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._look = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look.timeout.connect(self._look_for_missing)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._look_soon())
        self.selectionModel().currentChanged.connect(
            lambda index, _before: self.row_chosen.emit(index.row())
        )
        theme.changed.connect(self.fit)
        self.fit()

    @property
    def number(self) -> int:
        """The current row's number, -1 for none."""
        return self.currentIndex().row()

    @property
    def current(self) -> RowView | None:
        """The current row, None where there is none or it is not known yet."""
        return self.rows.row(self.number) if self.number >= 0 else None

    def fit(self) -> None:
        """Rows as tall as their text."""
        height = self._theme.look.px(_ROW_HEIGHT)
        number = self.number
        with self.rows.emptied():  # Qt would change them one by one
            self.verticalHeader().setMinimumSectionSize(height)
            self.verticalHeader().setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height)
        self.choose(number)
        self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)
        self._look_soon()

    @property
    def is_near_top(self) -> bool:
        """Whether all that is seen, and the current row, are on the first page."""
        return max(self.rowAt(0) + self.rows_seen, self.number) < PAGE

    def begin(self, total: int, *, stays: bool = False) -> None:
        """Show another result, from its top or where the list stands."""
        offset = self.verticalScrollBar().value() if stays else 0
        self.rows.begin(total)
        self.executeDelayedItemsLayout()  # or the scroll bar has the length of before
        self.verticalScrollBar().setValue(offset)
        self._look_soon()

    def mark_gone(self, contact_id: str, is_gone: bool = True) -> None:
        """Show that a contact was deleted, or that it was not."""
        self.rows.mark_gone(contact_id, is_gone)
        self.viewport().update()

    def lengthen(self, total: int) -> None:
        """There are more rows than was said."""
        self.rows.lengthen(total)
        self._look_soon()

    def put(self, page: int, rows: Sequence[RowView]) -> None:
        """A page has come."""
        self.rows.put(page, rows)
        self.viewport().update()
        self._look_soon()

    def choose(self, number: int) -> None:
        """Make a row the current one and show it; -1 for none."""
        index = self.rows.index(number) if 0 <= number < self.rows.total else QModelIndex()
        self.setCurrentIndex(index)

    def move_by(self, step: int) -> None:
        """Go down by so many rows, or up; as far as there are any."""
        if self.rows.total:
            number = max(self.number, 0) + (step if self.number >= 0 else 0)
            self.choose(max(0, min(number, self.rows.total - 1)))

    @property
    def rows_seen(self) -> int:
        """How many rows fit on the screen."""
        return max(1, self.viewport().height() // self.verticalHeader().defaultSectionSize())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.delete_asked.emit()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            # In a table they go sideways.
            self.choose(0 if event.key() == Qt.Key.Key_Home else self.rows.total - 1)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, text: str) -> None:  # noqa: N802 - Qt calls it so
        """Letters are for the search line; Qt would go through every row."""
        self.typed.emit(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnWidth(0, self.viewport().width())
        self._look_soon()

    def _look_soon(self) -> None:
        if not self._look.isActive():
            self._look.start()

    def _look_for_missing(self) -> None:
        top = self.rowAt(0)
        if top < 0:
            return
        missing = self.rows.missing(top, top + self.rows_seen + 1)
        if missing:
            self.pages_wanted.emit(missing)

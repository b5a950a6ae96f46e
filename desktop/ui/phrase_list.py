"""The agent's own phrases as a list that is searched, chosen from, and put in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.ui.text import TextBlock
from desktop.ui.theme import Theme

_ANY_INDEX = QModelIndex | QPersistentModelIndex
_MIME = "application/x-poise-phrase"


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One entry.

    Args:
        id: Of the phrase; "" for one that stands for phrases of another file, or is new.
        title: What it is called.
        text: Its first words.
        place: Where it stands in its file, from 0.
        note: Why it cannot be changed here, or "".
    """

    id: str
    title: str
    text: str
    place: int
    note: str = ""


class OwnRows(QAbstractListModel):
    """The rows; one is moved by dropping it between two others.

    Signals:
        dropped: The place it had, and the place it shall have.
    """

    dropped = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[OwnRow, ...] = ()
        self.can_order = True

    def replace(self, rows: Sequence[OwnRow]) -> None:
        """Show other rows."""
        if len(rows) == len(self.rows):
            self.rows = tuple(rows)
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _ANY_INDEX | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _ANY_INDEX, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ". ".join(part for part in (row.title, row.note or row.text) if part)
        return None

    def flags(self, index: _ANY_INDEX) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return usual | Qt.ItemFlag.ItemIsDragEnabled if self.can_order else usual

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(_MIME, str(indexes[0].row()).encode())
        return data

    def dropMimeData(
        self,
        data: QMimeData,
        _action: Qt.DropAction,
        row: int,
        _column: int,
        _parent: _ANY_INDEX,
    ) -> bool:
        if not data.hasFormat(_MIME) or not self.can_order:
            return False
        index = int(bytes(data.data(_MIME).data()))
        if index >= len(self.rows):
            return False  # the file changed meanwhile
        if row < 0:
            row = len(self.rows)  # into the empty room below the last
        to = row - 1 if row > index else row
        if to != index:
            self.dropped.emit(self.rows[index].place, self.rows[to].place)
        # The file is changed first, and the rows follow from it: Qt has nothing to remove.
        return False


class _RowPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, rows: OwnRows) -> None:
        super().__init__()
        self._theme = theme
        self._rows = rows

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _ANY_INDEX) -> QSize:
        return QSize(80, self._theme.look.px(48))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _ANY_INDEX) -> None:
        look = self._theme.look
        row = self._rows.rows[index.row()]
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
        left, room = rect.left() + 18, rect.width() - 30
        title = TextBlock(row.title, look.font("strong"), room, 1)
        text = TextBlock((row.note or row.text).replace("\n", " "), look.font("small"), room, 1)
        top = rect.top() + (rect.height() - title.height - text.height - 2) / 2
        title.paint(painter, QPointF(left, top), look.color("text_muted" if row.note else "text"))
        below = QPointF(left, top + title.height + 2)
        chips = (look.color("chip"), look.color("chip_text"))
        text.paint(painter, below, look.color("text_muted"), *chips)
        painter.restore()


class PhraseList(QListView):
    """The list itself.

    Signals:
        row_chosen: The chosen row's number; -1 for none.
        delete_asked: The Delete key.
    """

    row_chosen = Signal(int)
    delete_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.items = OwnRows()
        self._painter = _RowPainter(theme, self.items)
        self.setModel(self.items)
        self.setItemDelegate(self._painter)
        self.setUniformItemSizes(True)
        self.setAccessibleName(self.tr("My phrases"))
        self.setAccessibleDescription(self.tr("Alt with arrow up or down moves a phrase."))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setAccessibleName(self.tr("Scroll"))
        self.horizontalScrollBar().setAccessibleName(self.tr("Scroll sideways"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)
        self.selectionModel().currentChanged.connect(
            lambda index, _before: self.row_chosen.emit(index.row())
        )

    def choose(self, number: int) -> None:
        """Select a row; -1 for none."""
        self.setCurrentIndex(self.items.index(number) if number >= 0 else QModelIndex())

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.delete_asked.emit()
        else:
            super().keyPressEvent(event)

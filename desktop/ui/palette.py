"""The palette: type a few letters, choose with Enter, and the field you came from gets the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.asking import AskingWindow, Held, none_held
from desktop.ui.controls import WrappedText
from desktop.ui.icons import paint_icon
from desktop.ui.scroll import height_of
from desktop.ui.text import TextBlock, elided_line
from desktop.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem

VISIBLE_ROWS = 6
_MAX_BLOCKS = 200  # rows laid out and kept: a few screenfuls
_LOOK_MS = 40
_ANY_INDEX = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class PaletteRow:
    """One result.

    Args:
        kind: "promise", "phrase", "playbook" or "command"; given back when the row is chosen.
        id: Given back when the row is chosen.
        title: What it is called.
        text: What will be inserted or done; gaps as ‹label›.
        chord: A hotkey that does the same, or "".
        note: Where it comes from, such as "LEAP · Listen"; printed at the end of the title line.
    """

    kind: str
    id: str
    title: str
    text: str = ""
    chord: str = ""
    note: str = ""


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[PaletteRow, ...] = ()

    def replace(self, rows: Sequence[PaletteRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, _parent: _ANY_INDEX | None = None) -> int:
        return len(self.rows)

    def data(self, index: _ANY_INDEX, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            is_spoken = role == Qt.ItemDataRole.AccessibleTextRole
            parts = (row.title, row.text, row.note if is_spoken else "")
            return ". ".join(part for part in parts if part)
        return None


class _RowPainter(QStyledItemDelegate):
    """Title and note on the first line, the text on the second."""

    def __init__(self, theme: Theme, rows: _Rows) -> None:
        super().__init__()
        self._theme = theme
        self._rows = rows
        self._blocks: dict[tuple[str, str, float], TextBlock] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _ANY_INDEX) -> QSize:
        return QSize(200, self._theme.look.px(50))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _ANY_INDEX) -> None:
        look = self._theme.look
        row = self._rows.rows[index.row()]
        rect = QRectF(option.rect)
        from PySide6.QtWidgets import QStyle  # its 600 terms cost half a megabyte

        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent_soft"))
            painter.drawRoundedRect(rect.adjusted(6, 1, -6, -1), 6, 6)
            painter.setBrush(look.color("accent"))
            painter.drawRoundedRect(
                QRectF(rect.left() + 6, rect.top() + 12, 3, rect.height() - 24), 1.5, 1.5
            )
        left, room = rect.left() + 20, rect.width() - 40
        title, small = look.font("strong"), look.font("small")
        side = " · ".join(part for part in (row.note or self._kind(row.kind), row.chord) if part)
        side = elided_line(side, small, room * 0.5)
        side_width = QFontMetricsF(small).horizontalAdvance(side)
        block = self._block(row.title, title, room - side_width - 16)
        text = self._block(row.text.replace("\n", " "), small, room)
        top = rect.top() + (rect.height() - block.height - text.height - 2) / 2
        block.paint(painter, QPointF(left, top), look.color("text"))
        painter.setFont(small)
        painter.setPen(look.color("text_muted"))
        baseline = top + (block.height + QFontMetricsF(small).capHeight()) / 2
        painter.drawText(QPointF(left + room - side_width, baseline), side)
        chips = (look.color("chip"), look.color("chip_text"))
        below = QPointF(left, top + block.height + 2)
        text.paint(painter, below, look.color("text_muted"), *chips)
        painter.restore()

    def _block(self, text: str, font: QFont, room: float) -> TextBlock:
        """The text laid out; most rows are painted again at the next key."""
        key = (text, font.key(), room)
        found = self._blocks.get(key)
        if found is None:
            if len(self._blocks) >= _MAX_BLOCKS:
                self._blocks.clear()
            found = self._blocks[key] = TextBlock(text, font, room, 1)
        return found

    def _kind(self, kind: str) -> str:
        names = {
            "phrase": self.tr("Phrase"),
            "playbook": self.tr("Start playbook"),
            "command": self.tr("Command"),
        }
        return names.get(kind, kind)


class _Glass(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self) -> QSize:
        side = self._theme.look.px(20)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        side = self._theme.look.px(20)
        rect = QRectF(0, (self.height() - side) / 2, side, side)
        paint_icon(QPainter(self), "search", rect, self._theme.look.color("text_muted"))


class Palette(AskingWindow):
    """Search window. Hides itself before it says what was chosen: the focus is on its way back.

    Signals:
        query_changed: What was typed so far; never to be logged.
        chosen: Kind and id of the row taken with Enter (on release) or a click.
        cancelled: Esc, or the focus went elsewhere.
        unheard: The focus never came; what was typed meanwhile went elsewhere.
    """

    query_changed = Signal(str)
    chosen = Signal(str, str)
    cancelled = Signal()
    unheard = Signal()

    def __init__(
        self,
        theme: Theme,
        held: Held = none_held,
        is_elsewhere: Callable[[], bool] = lambda: False,
    ) -> None:
        """
        Args:
            theme: The look.
            held: See `AskingWindow`.
            is_elsewhere: Whether another program has the keyboard now.
        """
        super().__init__(theme, held)
        self._is_elsewhere = is_elsewhere
        self._elsewhere = QTimer(self, interval=_LOOK_MS)
        self._elsewhere.timeout.connect(self._look_elsewhere)
        self._was_active = False
        self.setWindowTitle(self.tr("Poise search"))
        self.setAccessibleName(self.tr("Search phrases, playbooks and commands"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        top = QHBoxLayout()
        top.setContentsMargins(20, 0, 20, 0)
        top.setSpacing(12)
        self._edit = QLineEdit()
        self._edit.setObjectName("query")
        self._edit.setAccessibleName(self.tr("Search"))
        self._edit.setPlaceholderText(self.tr("Search phrases, playbooks, commands"))
        self._edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._edit.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        top.addWidget(_Glass(theme))
        top.addWidget(self._edit, 1)
        column.addLayout(top)
        self._rows = _Rows()
        self._painter = _RowPainter(theme, self._rows)
        self._list = QListView()
        self._list.setAccessibleName(self.tr("Results"))
        self._list.setModel(self._rows)
        self._list.setItemDelegate(self._painter)
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for bar, name in (
            (self._list.verticalScrollBar(), self.tr("Scroll")),
            (self._list.horizontalScrollBar(), self.tr("Scroll sideways")),
        ):
            bar.setAccessibleName(name)
        column.addWidget(self._list)
        self._nothing = WrappedText(theme, "small", "text_muted")
        self._nothing.show_text(self.tr("Nothing found. Try fewer letters."))
        self._foot = WrappedText(theme, "tiny", "text_muted", above=7, below=8, max_lines=1)
        self._foot.show_text(self.tr("Enter inserts   ↑ ↓ choose   Esc closes"))
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 0, 20, 0)
        foot.addWidget(self._nothing)
        foot.addWidget(self._foot)
        column.addLayout(foot)
        self.watch_keys_of(self._edit)
        self._edit.textEdited.connect(self.query_changed)
        self._list.clicked.connect(self._choose)
        self._list.entered.connect(self._list.setCurrentIndex)
        theme.changed.connect(self.fit)
        self.show_results([])

    @property
    def query(self) -> str:
        """What was typed so far."""
        return self._edit.text()

    def open_at(self, screen_rect: QRect) -> None:
        """Show an empty palette on a screen; the caller fills it by `show_results`."""
        self._was_active = False
        self._edit.setText("")
        self.come_forward(screen_rect, 0.2)
        self._edit.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        self._elsewhere.start()

    def show_results(self, rows: Sequence[PaletteRow]) -> None:
        """Replace the results, best first; the first one is selected."""
        self._rows.replace(rows)
        if rows:
            self._list.setCurrentIndex(self._rows.index(0))
            self._list.scrollToTop()
        self._nothing.setVisible(not rows and bool(self._edit.text()))
        self._list.setVisible(bool(rows))
        self.fit()

    def on_committed(self) -> None:
        self._choose(self._list.currentIndex())

    def on_abandoned(self) -> None:
        self._leave()
        self.cancelled.emit()

    def on_moving_key(self, key: int) -> bool:
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -VISIBLE_ROWS,
            Qt.Key.Key_PageDown: VISIBLE_ROWS,
        }
        step = steps.get(Qt.Key(key))
        count = self._rows.rowCount()
        if step is None:
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if count:
            row = self._list.currentIndex().row()
            is_single = abs(step) == 1
            new = (row + step) % count if is_single else max(0, min(row + step, count - 1))
            self._list.setCurrentIndex(self._rows.index(new))
        return True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._was_active = True

    def _look_elsewhere(self) -> None:
        """Close once another program has the keyboard: what is typed goes there.

        Asked of the desktop, again and again: while a hotkey is held down Qt takes the keyboard
        for lost though it comes back, and of one that never came it hears nothing.
        """
        if not self.isVisible():
            self._elsewhere.stop()
        elif self._is_elsewhere():
            was_heard = self._was_active
            self.on_abandoned()
            if not was_heard:
                self.unheard.emit()

    def _choose(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        row = self._rows.rows[index.row()]
        self._leave()
        self.chosen.emit(row.kind, row.id)

    def _leave(self) -> None:
        self._elsewhere.stop()  # losing the keyboard now is no reason to close once more
        self.leaving.emit()
        self.put_away()

    def put_away(self) -> None:
        """Close without a word: something else takes its place."""
        self._was_active = False
        self._elsewhere.stop()
        self.hide()
        # setText also empties the undo history, which clear() keeps.
        self._edit.setText("")
        self._rows.replace(())

    def fit(self) -> None:
        """Room for the results there are, at most six at a time."""
        look = self._theme.look
        count = min(max(self._rows.rowCount(), 0), VISIBLE_ROWS)
        self._list.setFixedHeight(count * look.px(50) + (1 if count else 0))
        width = look.wide(look.tokens.width.palette)
        self.setFixedSize(width, height_of(self, width))

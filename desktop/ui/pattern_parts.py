"""The parts of the window with patterns: a picture, its table, and the figures at a glance."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.insights.charts import Chart
from desktop.insights.ink import DARK, LIGHT
from desktop.insights.tables import Cell, Table
from desktop.ui.controls import WrappedText, push_button
from desktop.ui.theme import Theme

_SPOKEN_ROWS = 12
_TABLE_ROWS = 500
_VISIBLE_ROWS = 9
_COLUMNS_OF_TILES = 4


def tr(text: str) -> str:
    """The text in the agent's language."""
    return QCoreApplication.translate("patterns", text)


class Picture(QWidget):
    """An SVG as wide as there is room; a screen reader reads its table's first rows.

    Args:
        theme: In whose scheme it is drawn.
        chart: With something to draw.
    """

    def __init__(self, theme: Theme, chart: Chart) -> None:
        super().__init__()
        self._theme = theme
        self._chart = chart
        self._svg = QSvgRenderer(self)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(chart.table.title)
        self.setAccessibleDescription(spoken(chart.table))
        self.draw()

    def draw(self) -> None:
        """Draw it in the colours in force."""
        assert self._chart.draw is not None
        ink = DARK if self._theme.look.is_dark else LIGHT
        self._svg.load(QByteArray(self._chart.draw(ink).encode()))
        self._svg.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
        self.update()

    def sizeHint(self) -> QSize:
        return self._svg.defaultSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        size = self._svg.defaultSize()
        return round(width * size.height() / max(1, size.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._svg.render(painter, QRectF(self.rect()))
        painter.end()


class ChartPart(QWidget):
    """A title with the buttons for its table, the picture, and the table when it is wanted.

    Args:
        theme: The look.
        chart: What it shows.
        copy: Puts a text on the clipboard.
        on_resized: Called when it grew or shrank.
    """

    def __init__(
        self,
        theme: Theme,
        chart: Chart,
        copy: Callable[[str], None],
        on_resized: Callable[[], None],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._chart = chart
        self._copy = copy
        self._on_resized = on_resized
        self._table: QTableWidget | None = None
        self.picture: Picture | None = None
        self.buttons: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 10, 0, 6)
        self._column.setSpacing(8)
        table = chart.table
        self._column.addLayout(self._head(table))
        if table.note and table.rows:
            self._text(table.note)
        if not table.rows:
            self._text(table.empty)
        elif chart.draw is not None:
            self.picture = Picture(theme, chart)
            self._column.addWidget(self.picture)
        else:
            self._text(tr("{count} of them; the table names them.").format(count=len(table.rows)))

    def _head(self, table: Table) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        title = WrappedText(self._theme, "goal")
        title.show_text(table.title)
        row.addWidget(title, 1)
        if table.rows:
            self._show = self._button(tr("Table"), tr("Table: {title}"), self.toggle_table)
            self._show.setCheckable(True)
            row.addWidget(self._show)
            row.addWidget(self._button(tr("Copy"), tr("Copy: {title}"), self._copy_table))
        return row

    def _button(self, text: str, name: str, work: Callable[[], None]) -> QPushButton:
        button = push_button(text, "plain")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(name.format(title=self._chart.table.title))
        button.clicked.connect(lambda _=False: work())
        self.buttons.append(button)
        return button

    def _text(self, text: str) -> None:
        label = WrappedText(self._theme, "small", "text_muted")
        label.show_text(text)
        self._column.addWidget(label)

    def _copy_table(self) -> None:
        self._copy(as_text(self._chart.table))

    @property
    def table(self) -> QTableWidget | None:
        """The table, when it was wanted."""
        return self._table

    def toggle_table(self) -> None:
        """Show the table, or take it away."""
        if self._table is None:
            self._table = table_of(self._theme, self._chart.table)
            self._column.addWidget(self._table)
            self._table.show()
        else:
            self._table.setVisible(self._table.isHidden())
        self._show.setChecked(not self._table.isHidden())
        self._on_resized()


class Glance(QFrame):
    """The main figures.

    Args:
        theme: The look.
        table: A row for each; the last column is the earlier period where there are three.
    """

    def __init__(self, theme: Theme, table: Table) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 8)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(14)
        for number, (name, now, *before) in enumerate(table.rows):
            cell = QVBoxLayout()
            cell.setSpacing(1)
            for text, font, color in (
                (str(name), "small", "text_muted"),
                (_shown(now), "goal", "text"),
                *(
                    ((tr("before: {0}").format(_shown(before[0])), "tiny", "text_muted"),)
                    if before
                    else ()
                ),
            ):
                label = WrappedText(theme, font, color)
                label.show_text(text)
                cell.addWidget(label)
            grid.addLayout(cell, *divmod(number, _COLUMNS_OF_TILES))
        for column in range(_COLUMNS_OF_TILES):
            grid.setColumnStretch(column, 1)


def table_of(theme: Theme, table: Table) -> QTableWidget:
    """A table to read and to walk through with the arrow keys."""
    made = QTableWidget(min(len(table.rows), _TABLE_ROWS), len(table.columns))
    made.setAccessibleName(table.title)
    made.setHorizontalHeaderLabels(list(table.columns))
    made.verticalHeader().hide()
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setTabKeyNavigation(False)
    made.setWordWrap(False)
    made.setShowGrid(False)
    for number, row in enumerate(table.rows[:_TABLE_ROWS]):
        for column, cell in enumerate(row):
            item = QTableWidgetItem(_shown(cell))
            item.setToolTip(_shown(cell))
            made.setItem(number, column, item)
    header = made.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setMaximumSectionSize(340)
    header.setStretchLastSection(True)
    line = QFontMetrics(theme.look.font("body")).height() + 12
    header.setFixedHeight(line)
    made.verticalHeader().setDefaultSectionSize(line)
    rows = min(made.rowCount(), _VISIBLE_ROWS)
    made.setFixedHeight((rows + 1) * line + 12)
    return made


def spoken(table: Table) -> str:
    """The first rows in words."""
    rows = []
    for first, *rest in table.rows[:_SPOKEN_ROWS]:
        cells = zip(table.columns[1:], rest, strict=True)
        rows.append(f"{first}: " + ", ".join(f"{head} {_shown(cell)}" for head, cell in cells))
    left = len(table.rows) - len(rows)
    return "\n".join([*rows, *([tr("and {0} more").format(left)] if left else [])])


def as_text(table: Table) -> str:
    """The table for the clipboard: what spreadsheets take, cells apart by tabs."""
    rows = [table.columns, *table.rows]
    return "\n".join("\t".join(_cell(each) for each in row) for row in rows) + "\n"


def _cell(value: Cell) -> str:
    if isinstance(value, int):
        return str(value)
    line = " ".join(value.split())
    return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line


def _shown(value: Cell) -> str:
    return f"{value:,}" if isinstance(value, int) else value

"""The window with patterns: what keeps coming, how it ends, and what to mend.

An ordinary window that the agent opened, so it may have the keyboard: Tab walks, the numbers choose
the time, Page Up and Page Down scroll, Esc closes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QFontMetrics, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.insights.charts import Chart
from desktop.insights.tables import Table
from desktop.ui.asking import FRAME, AskingWindow, Held, none_held
from desktop.ui.controls import WrappedText, push_button
from desktop.ui.icons import app_icon
from desktop.ui.pattern_parts import ChartPart, Glance, Picture
from desktop.ui.scroll import ScrollColumn, settle
from desktop.ui.theme import Theme

_WIDTH, _HEIGHT = 800, 860
_BUTTON_SIDE = 15
_LINES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}

TIMES = (
    ("7", "7 days"),
    ("30", "30 days"),
    ("month", "This month"),
    ("last-month", "Last month"),
    ("365", "A year"),
)
"""The times to choose from, by what `time_chosen` says."""


class PatternsWindow(AskingWindow):
    """Shows one report; made once, hidden, reused.

    Args:
        theme: The look.
        copy: Puts a text on the clipboard.
        held: Which of the named keys are physically down.

    Signals:
        time_chosen: Of `TIMES`, and with what to compare: "", "previous" or "last-year".
        playbook_wanted: A cause, in the words given to `show_report`, to write a playbook for.
    """

    time_chosen = Signal(str, str)
    playbook_wanted = Signal(str)

    def __init__(self, theme: Theme, copy: Callable[[str], None], held: Held = none_held) -> None:
        super().__init__(theme, held)
        self._copy = copy
        self._screen = QRect()
        self._time, self._compare = "30", ""
        self._body: QWidget | None = None
        self.parts: list[ChartPart] = []
        self._repeating: Sequence[tuple[str, str]] = ()
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowTitle(self.tr("Patterns – Poise"))
        self.setAccessibleName(self.tr("Patterns"))
        self.setWindowIcon(app_icon())
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._make_header())
        self._scroll = ScrollColumn(self)
        self._scroll.setAccessibleName(self.tr("The patterns"))
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column.addWidget(self._scroll, 1)
        self._slot = QVBoxLayout(self._scroll.content)
        self._slot.setContentsMargins(20, 14, 20, 20)
        self.watch_keys_of(self._scroll)
        theme.changed.connect(self._on_theme_changed)

    def _make_header(self) -> QFrame:
        header = QFrame()
        header.setObjectName("header")
        column = QVBoxLayout(header)
        column.setContentsMargins(20, 12, 16, 10)
        column.setSpacing(8)
        self._title = WrappedText(self._theme, "goal")
        self._about = WrappedText(self._theme, "small", "text_muted")
        column.addWidget(self._title)
        column.addWidget(self._about)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.times = {key: self._choice(self.tr(label)) for key, label in TIMES}
        for number, (key, button) in enumerate(self.times.items(), 1):
            button.setToolTip(self.tr("Key {number}").format(number=number))
            button.clicked.connect(lambda _=False, chosen=key: self._choose(chosen))
            row.addWidget(button)
        row.addStretch(1)
        self.compares = {
            "previous": self._choice(self.tr("Beside the time before")),
            "last-year": self._choice(self.tr("Beside last year")),
        }
        for key, button in self.compares.items():
            button.clicked.connect(lambda _=False, chosen=key: self._choose_compare(chosen))
            row.addWidget(button)
        column.addLayout(row)
        return header

    def _choice(self, text: str) -> QPushButton:
        button = push_button(text, "choice")
        button.setProperty("inRow", True)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.watch_keys_of(button)
        return button

    # -- what it shows ---------------------------------------------------------------------

    def open_on(self, screen: QRect) -> None:
        """Show the window with the keyboard and ask for its report anew."""
        self._ask()
        if self.isVisible():
            self.showNormal()
            self.activateWindow()
            return
        self._screen = screen
        self.come_forward(screen, 0.04, FRAME)

    def show_counting(self) -> None:
        """Say that it takes a moment; what is there stays."""
        self._about.show_text(self.tr("Counting …"))

    def show_problem(self, text: str) -> None:
        """Say why there is no report."""
        self._show_body([], None, self.tr("Patterns"), text, is_empty=False)

    def show_report(
        self,
        period: str,
        about: str,
        glance: Table,
        charts: Sequence[Chart],
        repeating: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Show a report.

        Args:
            period: Its days in words.
            about: What stands below: what it is compared with, and whose figures they are.
            glance: The main figures.
            charts: The pictures; none where there are no contacts.
            repeating: Causes that keep coming, each with a sentence that says how often.
        """
        self._repeating = repeating
        title = self.tr("Patterns, {period}").format(period=period)
        self._show_body(charts, glance, title, about, is_empty=not charts)

    def _show_body(
        self,
        charts: Sequence[Chart],
        glance: Table | None,
        title: str,
        about: str,
        *,
        is_empty: bool,
    ) -> None:
        self.setUpdatesEnabled(False)
        self._title.show_text(title)
        self._about.show_text(about)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.parts = []
        if is_empty:
            column.addWidget(self._empty_card())
        elif glance is not None:
            column.addWidget(Glance(self._theme, glance))
            for cause, sentence in self._repeating:
                column.addWidget(self._offer_card(cause, sentence))
        for chart in charts:
            part = ChartPart(self._theme, chart, self._copy, self._lay_out)
            self.watch_keys_of(*part.buttons)
            self.parts.append(part)
            column.addWidget(part)
        if self._body is not None:
            self._slot.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self._slot.addWidget(body)
        body.show()
        self._scroll.go_to_top()
        self._lay_out()
        self.setUpdatesEnabled(True)

    def _empty_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("card", "note")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(6)
        for text, font in (
            (self.tr("There are no contacts in this time."), "title"),
            (
                self.tr(
                    "When there are, this shows how many there were and how they ended, week by "
                    "week; what they were about; root causes that repeat; where paths leave a "
                    "playbook; what was said just before a customer was calmer; and which promises "
                    "were kept. All of it is counted here, from your own record."
                ),
                "body",
            ),
        ):
            label = WrappedText(self._theme, font, "note_text")  # type: ignore[arg-type]  # roles
            label.show_text(text)
            column.addWidget(label)
        return card

    def _offer_card(self, cause: str, sentence: str) -> QFrame:
        card = QFrame()
        card.setProperty("card", "note")
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 10, 12, 10)
        row.setSpacing(12)
        label = WrappedText(self._theme, "body", "note_text", max_lines=3)
        label.show_text(sentence)
        row.addWidget(label, 1)
        row.setAlignment(label, Qt.AlignmentFlag.AlignVCenter)
        button = push_button(self.tr("Write a playbook"))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(self.tr("Write a playbook: {0}").format(sentence))
        button.clicked.connect(lambda _=False: self.playbook_wanted.emit(cause))
        self.watch_keys_of(button)
        row.addWidget(button)
        return card

    def say(self, text: str) -> None:
        """Say what was done, below the title."""
        self._about.show_text(text)
        self._lay_out()

    # -- choosing --------------------------------------------------------------------------

    def _choose(self, time: str) -> None:
        self._time = time
        self._ask()

    def _choose_compare(self, compare: str) -> None:
        self._compare = "" if self._compare == compare else compare
        self._ask()

    def _ask(self) -> None:
        for key, button in self.times.items():
            button.setChecked(key == self._time)
        for key, button in self.compares.items():
            button.setChecked(key == self._compare)
        self.time_chosen.emit(self._time, self._compare)

    # -- the window ------------------------------------------------------------------------

    def fit(self) -> None:
        """As large as reads well, within the screen."""
        look = self._theme.look
        width = min(look.wide(_WIDTH), self._screen.width() - 16)
        self.resize(width, min(look.wide(_HEIGHT), self._screen.height() - 2 * FRAME))

    def _on_theme_changed(self) -> None:
        for picture in self.findChildren(Picture):
            picture.draw()
        self._lay_out()

    def _lay_out(self) -> None:
        for button in (*self.times.values(), *self.compares.values()):
            font = QFont(button.font())
            font.setBold(True)  # as it is when it is chosen
            needed = QFontMetrics(font).horizontalAdvance(button.text())
            button.setMinimumWidth(needed + 2 * _BUTTON_SIDE)
        settle(self)
        self._scroll.measure(self._scroll.viewport().width())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()
        self._scroll.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.leaving.emit()
        super().closeEvent(event)

    # -- keys ------------------------------------------------------------------------------

    def on_moving_key(self, key: int) -> bool:
        number = key - Qt.Key.Key_1
        if 0 <= number < len(TIMES):
            self._choose(TIMES[number][0])
            return True
        bar = self._scroll.verticalScrollBar()
        lines, pages = _LINES.get(Qt.Key(key), 0), _PAGES.get(Qt.Key(key), 0)
        bar.setValue(bar.value() + lines * bar.singleStep() + pages * (bar.pageStep() - 40))
        return bool(lines or pages)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._scroll.verticalScrollBar()
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(bar.minimum() if event.key() == Qt.Key.Key_Home else bar.maximum())
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: N802 - Qt's name
        """Tab also brings what gets the focus into sight."""
        is_moved = super().focusNextPrevChild(is_next)
        focused = self.focusWidget()
        if self._scroll.content.isAncestorOf(focused):
            self._scroll.ensureWidgetVisible(focused, 0, 24)
        return is_moved

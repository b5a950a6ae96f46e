"""The search line of the log and its filters: small choices, days, and lists that fold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.chips import Chip, ChipFlow
from desktop.ui.chooser import Chooser
from desktop.ui.controls import WrappedText
from desktop.ui.log_days import parse_day
from desktop.ui.log_view import Choices, LogQuery
from desktop.ui.theme import Theme
from desktop.ui.view import ChipView

_DAYS = {"today": 0, "7": 6, "30": 29}


class FilterChip(Chip):
    """A small choice that Tab reaches."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus():
            return
        look = self._theme.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("accent"), 2))
        radius = look.tokens.radius.m
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)


class _FilterChips(ChipFlow):
    def _chip(self, _number: int) -> Chip:
        chip = FilterChip(self._theme, self)
        chip.chip_chosen.connect(self.chip_chosen)
        return chip


class LogFilters(QWidget):
    """What is looked for.

    Args:
        today: The day it is here.

    Signals:
        changed: Something else is looked for now; True while a word is being typed.
    """

    changed = Signal(bool)

    def __init__(self, theme: Theme, today: Callable[[], date]) -> None:
        super().__init__()
        self._theme = theme
        self._today = today
        self._period = "all"
        self._given = ""
        self._has_promise = self._is_deleted = self._is_unfolded = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.search = _line(self.tr("Search in all contacts"))
        self.search.setPlaceholderText(self.tr("Search: name, ticket, words of a note"))
        self.search.textEdited.connect(lambda _text: self.changed.emit(True))
        column.addWidget(self.search)
        self._chips = _FilterChips(theme, self)
        self._chips.chip_chosen.connect(self.toggle)
        column.addWidget(self._chips)
        column.addWidget(self._make_days())
        column.addWidget(self._make_lists())
        self._show()

    def _make_days(self) -> QWidget:
        self._days = QWidget()
        column = QVBoxLayout(self._days)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        row = QHBoxLayout()
        row.setSpacing(6)
        self._first = _line(self.tr("From day"))
        self._last = _line(self.tr("To day"))
        for edit, hint in (
            (self._first, self.tr("From: 1 Nov")),
            (self._last, self.tr("To: 2026-11-22")),
        ):
            edit.setPlaceholderText(hint)
            edit.textEdited.connect(lambda _text: self._on_day())
            row.addWidget(edit)
        column.addLayout(row)
        self._day_note = WrappedText(self._theme, "small", "refused", icon="warn")
        self._day_note.hide()
        column.addWidget(self._day_note)
        return self._days

    def _make_lists(self) -> QWidget:
        self._lists = QWidget()
        grid = QGridLayout(self._lists)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        names = {
            "outcome": (self.tr("How it ended"), self.tr("Any outcome")),
            "trigger": (self.tr("What it was about"), self.tr("Any trigger")),
            "manner": (self.tr("How the customer came across"), self.tr("Any manner")),
            "playbook": (self.tr("Playbook"), self.tr("Any playbook")),
        }
        self._choosers: dict[str, Chooser] = {}
        for number, (name, (label, every)) in enumerate(names.items()):
            chooser = Chooser(self._theme)
            chooser.setAccessibleName(label)
            chooser.setToolTip(label)
            chooser.addItem(every, "")
            chooser.activated.connect(lambda _index: self._on_list())
            self._choosers[name] = chooser
            grid.addWidget(chooser, number // 2, number % 2)
        return self._lists

    def show_choices(self, choices: Choices) -> None:
        """What can be chosen from the lists; what is chosen stays where it is still there."""
        for name, wanted in (
            ("outcome", choices.outcomes),
            ("trigger", choices.triggers),
            ("manner", choices.manners),
            ("playbook", choices.playbooks),
        ):
            chooser = self._choosers[name]
            before = chooser.currentData()
            while chooser.count() > 1:
                chooser.removeItem(1)
            for value, label in wanted:
                chooser.addItem(label, value)
            chooser.setCurrentIndex(max(0, chooser.findData(before)))

    def query(self) -> LogQuery:
        """What is looked for now."""
        first, last = self._range()
        chosen = {name: str(each.currentData() or "") for name, each in self._choosers.items()}
        return LogQuery(
            " ".join(self.search.text().split()),
            first,
            last,
            has_promise=self._has_promise,
            is_deleted=self._is_deleted,
            **chosen,
        )

    @property
    def has_own_words(self) -> bool:
        """Whether the agent typed what is looked for; words given to `clear` are not theirs."""
        return self.search.text() not in ("", self._given)

    def clear(self, words: str = "") -> None:
        """Look for nothing but these words; without them all contacts are shown."""
        self._given = words
        self.search.setText(words)
        self._period, self._has_promise, self._is_deleted = "all", False, False
        for edit in (self._first, self._last):
            edit.clear()
        for chooser in self._choosers.values():
            chooser.setCurrentIndex(0)
        self._show()
        self.changed.emit(False)

    def toggle(self, chip: str) -> None:
        """Do what a small choice stands for."""
        if chip == "promise":
            self._has_promise = not self._has_promise
        elif chip == "deleted":
            self._is_deleted = not self._is_deleted
        elif chip == "more":
            self._is_unfolded = not self._is_unfolded
            self._show()
            return
        else:
            self._period = "all" if self._period == chip else chip
        self._show()
        if self._period == "dates" == chip:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit(False)

    def _range(self) -> tuple[date | None, date | None]:
        today = self._today()
        if self._period in _DAYS:
            return today - timedelta(days=_DAYS[self._period]), None
        if self._period == "dates":
            return parse_day(self._first.text(), today), parse_day(self._last.text(), today)
        return None, None

    def _on_day(self) -> None:
        self._show()
        self.changed.emit(True)

    def _on_list(self) -> None:
        self._show()
        self.changed.emit(False)

    def _show(self) -> None:
        count = sum(bool(each.currentData()) for each in self._choosers.values())
        labels = (
            ("all", self.tr("All days"), self._period == "all"),
            ("today", self.tr("Today"), self._period == "today"),
            ("7", self.tr("7 days"), self._period == "7"),
            ("30", self.tr("30 days"), self._period == "30"),
            ("dates", self.tr("From – to"), self._period == "dates"),
            ("promise", self.tr("With a promise"), self._has_promise),
            ("deleted", self.tr("Deleted"), self._is_deleted),
        )
        fold = self.tr("Fewer filters") if self._is_unfolded else self.tr("More filters")
        chips = [ChipView(name, label, is_chosen=is_on) for name, label, is_on in labels]
        chips.append(ChipView("more", fold, str(count) if count else "", is_chosen=count > 0))
        self._chips.show_chips(tuple(chips))
        self._days.setVisible(self._period == "dates")
        self._lists.setVisible(self._is_unfolded)
        self._show_day_note()

    def _show_day_note(self) -> None:
        note = ""
        for edit in (self._first, self._last):
            text = edit.text().strip()
            if self._period == "dates" and text and parse_day(text, self._today()) is None:
                note = self.tr("“{text}” is no day I know. Try 22 Nov or 2026-11-22.")
                note = note.format(text=text)
                break
        first, last = self._range()
        if not note and first is not None and last is not None and last < first:
            note = self.tr("The last day is before the first.")
        self._day_note.show_text(note)
        self._day_note.setAccessibleName(note)
        self._day_note.setVisible(bool(note))


def _line(name: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setAccessibleName(name)
    edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    return edit

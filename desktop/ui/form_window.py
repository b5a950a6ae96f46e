"""Small windows that ask for a few words and give the focus back; the panel itself cannot."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.asking import AskingWindow, Held, none_held
from desktop.ui.controls import WrappedText, push_button
from desktop.ui.forms import Field, FormSpec
from desktop.ui.scroll import ScrollColumn, height_of
from desktop.ui.text_field import TextField
from desktop.ui.theme import Theme

_CHOICE_PAD = 13
_EDGE = 8


class Form(AskingWindow):
    """Keyboard all the way: Tab moves, Enter in any field submits on its release (Shift+Enter
    breaks the line of a long one), Esc cancels.

    It stays open when the focus goes elsewhere, so that a number can be looked up in the chat.

    Signals:
        submitted: `dict[str, str]` of trimmed values by field name, after hiding.
        cancelled: After hiding.
    """

    submitted = Signal(dict)
    cancelled = Signal()

    def __init__(self, theme: Theme, held: Held = none_held) -> None:
        super().__init__(theme, held)
        self._spec = FormSpec("", (), "")
        self._edits: dict[str, QLineEdit | TextField] = {}
        self._groups: dict[str, QButtonGroup] = {}
        self._stops: list[QWidget] = []
        self._given: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(21, 19, 21, 19)
        column.setSpacing(0)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._title = WrappedText(theme, "goal")
        self._context = WrappedText(theme, "body", "text_muted", above=4, max_lines=4)
        column.addWidget(self._title)
        column.addWidget(self._context)
        self._scroll = ScrollColumn(self)
        self._scroll.setAccessibleName(self.tr("What to fill in"))
        self._body_slot = QVBoxLayout(self._scroll.content)
        self._body_slot.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        self._room = 10_000
        self._body: QWidget | None = None
        self._hint = WrappedText(theme, "small", "text_muted", above=10)
        column.addWidget(self._hint)
        self._problem = WrappedText(theme, "small", "refused", icon="warn", above=10)
        column.addWidget(self._problem)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 18, 0, 0)
        buttons.setSpacing(8)
        self._cancel = push_button(self.tr("Cancel"), "plain")
        self._ok = push_button(self.tr("OK"), "primary")
        buttons.addStretch(1)
        for button in (self._cancel, self._ok):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            buttons.addWidget(button)
        column.addLayout(buttons)
        self._ok.clicked.connect(self._submit)
        self._cancel.clicked.connect(self.on_abandoned)
        self.watch_keys_of(self._ok, self._cancel)
        theme.changed.connect(self.fit)

    def ask(self, spec: FormSpec, screen_rect: QRect) -> None:
        """Show the questions on a screen; the first empty field that is needed has the focus."""
        self._spec = spec
        self._room = screen_rect.height() - 2 * _EDGE
        self.setWindowTitle(spec.title)
        self.setAccessibleName(spec.title)
        self._title.show_text(spec.title)
        self._context.show_text(spec.context)
        self._context.setVisible(bool(spec.context))
        self._ok.setText(spec.ok_label)
        self._ok.setAccessibleName(spec.ok_label)
        self._complain("")
        self._build(spec.fields)
        self._given = self._values()
        self._say_hint()
        self.come_forward(screen_rect, 0.25)
        self._focus_first()

    @property
    def has_words(self) -> bool:
        """Whether it is open with something in it that was not there when it was asked."""
        return self.isVisible() and self._values() != self._given

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, TextField) and isinstance(event, QKeyEvent):
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_enter and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
                return False  # breaks the line there
        is_focused = event.type() == QEvent.Type.FocusIn
        if (
            is_focused
            and isinstance(watched, QWidget)
            and self._scroll.content.isAncestorOf(watched)
        ):
            self._scroll.ensureWidgetVisible(watched, 0, 40)
        return super().eventFilter(watched, event)

    def on_committed(self) -> None:
        focused = self.focusWidget()
        if focused is self._cancel:
            self.on_abandoned()
            return
        if isinstance(focused, QPushButton) and focused.isCheckable():
            focused.setChecked(True)
        self._submit()

    def on_abandoned(self) -> None:
        self._leave()
        self.cancelled.emit()

    def on_moving_key(self, key: int) -> bool:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key))
        if step is None:
            return False
        # Not focusNextPrevChild: Qt takes a group of choices for one stop.
        focused = self.focusWidget()
        if isinstance(focused, TextField) and _has_line(focused, step):
            return False
        if focused in self._stops:
            place = (self._stops.index(focused) + step) % len(self._stops)
            self._stops[place].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _build(self, fields: Sequence[Field]) -> None:
        self._forget_fields()
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        is_mixed = any(field.is_required for field in fields)
        for field in fields:
            label = WrappedText(self._theme, "label", "text_muted", above=10)
            is_marked = is_mixed and not field.is_required and not field.is_row
            optional = self.tr("{label} (optional)").format(label=field.label)
            label.show_text(optional if is_marked else field.label)
            column.addWidget(label)
            if field.choices:
                self._add_choices(field, column)
            else:
                self._add_edit(field, label, column)
        self._body_slot.addWidget(self._body)
        self._order_tabs()

    def _add_edit(self, field: Field, label: QLabel, column: QVBoxLayout) -> None:
        edit = self._long_edit(field) if field.is_long else self._short_edit(field)
        if field.example:
            edit.setPlaceholderText(self.tr("for example {example}").format(example=field.example))
        label.setBuddy(edit)
        self._edits[field.name] = edit
        column.addWidget(edit)
        self.watch_keys_of(edit)

    def _short_edit(self, field: Field) -> QLineEdit:
        edit = QLineEdit(field.value)
        edit.setAccessibleName(field.label)
        edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        edit.textEdited.connect(lambda _: self._on_edited())
        return edit

    def _long_edit(self, field: Field) -> TextField:
        edit = TextField(self._theme, field.label)
        edit.setPlainText(field.value)
        edit.moveCursor(QTextCursor.MoveOperation.End)
        edit.textChanged.connect(self._on_edited)
        edit.height_changed.connect(self.fit)
        return edit

    def _add_choices(self, field: Field, column: QVBoxLayout) -> None:
        group = QButtonGroup(self._body)
        for choice in field.choices:
            button = push_button(choice.label, "choice")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setChecked(choice.value == field.value)
            button.setProperty("value", choice.value)
            button.clicked.connect(self._on_edited)
            group.addButton(button)
            if not field.is_row:
                column.addWidget(button)
            self.watch_keys_of(button)
        if field.is_row:
            self._lay_in_rows(group, column)
        self._groups[field.name] = group

    def _lay_in_rows(self, group: QButtonGroup, column: QVBoxLayout) -> None:
        look = self._theme.look
        letters = QFontMetricsF(look.font("strong"))  # which a chosen one has
        room = look.wide(look.tokens.width.form) - 2 * 21
        left = 0.0
        for button in group.buttons():
            width = letters.horizontalAdvance(button.text()) + 2 * _CHOICE_PAD
            if left == 0.0 or left + width > room:
                row = QHBoxLayout()
                row.setSpacing(6)
                row.setAlignment(Qt.AlignmentFlag.AlignLeft)
                column.addLayout(row)
                left = 0.0
            button.setFixedWidth(int(width + 0.99))
            row.addWidget(button)
            left += width + 6

    def _order_tabs(self) -> None:
        stops: list[QWidget] = []
        for field in self._spec.fields:
            if field.name in self._edits:
                stops.append(self._edits[field.name])
            else:
                stops.extend(self._groups[field.name].buttons())
        stops += [self._ok, self._cancel]
        self._stops = stops
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _focus_first(self) -> None:
        reason = Qt.FocusReason.ActiveWindowFocusReason
        required = {field.name for field in self._spec.fields if field.is_required}
        empty = [
            edit
            for name, edit in self._edits.items()
            if not edit.text() and (name in required or not required)
        ]
        for name, group in self._groups.items():
            if name == self._spec.fields[0].name:
                (group.checkedButton() or group.buttons()[0]).setFocus(reason)
                return
        edits = empty or [*self._edits.values()]
        if edits:
            edits[0].setFocus(reason)
            if isinstance(edits[0], QLineEdit):  # a long text is worth more than one slip
                edits[0].selectAll()

    def _values(self) -> dict[str, str]:
        values = {name: edit.text().strip() for name, edit in self._edits.items()}
        for name, group in self._groups.items():
            button = group.checkedButton()
            values[name] = str(button.property("value")) if button else ""
        return values

    def _submit(self) -> None:
        values = self._values()
        for field in self._spec.fields:
            if field.is_required and not values[field.name]:
                self._complain(self.tr("Please fill in: {label}").format(label=field.label))
                if field.name in self._edits:
                    self._edits[field.name].setFocus(Qt.FocusReason.OtherFocusReason)
                return
        problem = self._spec.check(values) if self._spec.check else ""
        if problem:
            self._complain(problem)
            return
        self._leave()
        self.submitted.emit(values)

    def _on_edited(self) -> None:
        self._complain("")
        self._say_hint()

    def _say_hint(self) -> None:
        text = self._spec.hint(self._values()) if self._spec.hint is not None else ""
        self._hint.show_text(text)
        if self._hint.isHidden() == bool(text):
            self._hint.setVisible(bool(text))
        self.fit()

    def _complain(self, problem: str) -> None:
        self._problem.show_text(problem)
        self._problem.setAccessibleName(problem)
        if self._problem.isHidden() == bool(problem):
            self._problem.setVisible(bool(problem))
            self.fit()

    def _leave(self) -> None:
        self.leaving.emit()
        self.hide()
        self._forget_fields()

    def _forget_fields(self) -> None:
        """What was typed does not stay in memory of a hidden window."""
        self._edits.clear()
        self._groups.clear()
        self._stops.clear()
        if self._body is not None:
            self._body_slot.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
            self._body = None

    def fit(self) -> None:
        """As tall as the questions and the complaint; where the screen ends, they scroll."""
        look = self._theme.look
        width = look.wide(look.tokens.width.form)
        whole = self._scroll.measure(width - 2 * 21)
        self._scroll.setFixedHeight(whole)
        beyond = height_of(self, width) - self._room
        if beyond > 0:
            self._scroll.setFixedHeight(max(look.px(120), whole - beyond))
        self.setFixedSize(width, height_of(self, width))


def _has_line(edit: TextField, step: int) -> bool:
    """Whether there is a line below the cursor (step 1) or above it (-1)."""
    down, up = QTextCursor.MoveOperation.Down, QTextCursor.MoveOperation.Up
    return QTextCursor(edit.textCursor()).movePosition(down if step > 0 else up)

"""One contact of the log, told from its beginning to its end."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.controls import Pool, WrappedText, push_button
from desktop.ui.log_timeline import Timeline
from desktop.ui.log_view import OldView, PromiseView, StoryView
from desktop.ui.scroll import ScrollColumn
from desktop.ui.theme import Theme


class LogStory(QWidget):
    """Shows a contact and says what the agent wants done with it.

    Signals:
        edit_asked, copy_asked, delete_asked, restore_asked: The buttons.
        earlier_asked: The earlier contacts of the customer shall be shown.
    """

    edit_asked = Signal()
    copy_asked = Signal()
    delete_asked = Signal()
    restore_asked = Signal()
    earlier_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._story: StoryView | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self._make_head())
        self.page = ScrollColumn(self)
        self.page.setObjectName("story")
        self.page.setAccessibleName(self.tr("The contact"))
        self.page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.page.setWidgetResizable(True)
        self._column = QVBoxLayout(self.page.content)
        self._column.setContentsMargins(6, 0, 14, 12)
        self._column.setSpacing(6)
        self._earlier = push_button("")
        self._earlier.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._earlier.clicked.connect(self.earlier_asked)
        self._column.addWidget(self._earlier, 0, Qt.AlignmentFlag.AlignLeft)
        self._make_note()
        self._make_lists()
        self._column.addStretch(1)
        outer.addWidget(self.page, 1)
        delete = QShortcut(QKeySequence("Delete"), self)
        delete.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        delete.activated.connect(self.delete_asked)

    def _make_head(self) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(8, 0, 14, 0)
        column.setSpacing(0)
        self._title = WrappedText(self._theme, "goal", max_lines=3)
        self._about = WrappedText(self._theme, "body", "text_muted", above=2)
        self._outcome = WrappedText(self._theme, "strong", "text", above=4)
        self._gone = WrappedText(self._theme, "body", "refused", icon="warn", above=6)
        for part in (self._title, self._about, self._outcome, self._gone):
            column.addWidget(part)
        row = QHBoxLayout()
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(6)
        self._edit = self._button(row, self.tr("Edit"), self.tr("Change note and details  (F2)"))
        self._copy = self._button(row, self.tr("Copy"), self.tr("Copy as text  (Ctrl+Shift+C)"))
        self._delete = self._button(row, self.tr("Delete"), self.tr("Delete this contact  (Del)"))
        self._restore = self._button(row, self.tr("Put it back"), self.tr("Delete it no more"))
        row.addStretch(1)
        column.addLayout(row)
        for button, signal in (
            (self._edit, self.edit_asked),
            (self._copy, self.copy_asked),
            (self._delete, self.delete_asked),
            (self._restore, self.restore_asked),
        ):
            button.clicked.connect(signal)
        return head

    def _button(self, row: QHBoxLayout, text: str, hint: str) -> QPushButton:
        button = push_button(text)
        button.setToolTip(hint)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(button)
        return button

    def _make_note(self) -> None:
        self._card = QFrame()
        self._card.setProperty("card", "plain")
        inner = QVBoxLayout(self._card)
        inner.setContentsMargins(12, 9, 12, 10)
        self._note = WrappedText(self._theme, "body")
        inner.addWidget(self._note)
        self._column.addSpacing(4)
        self._column.addWidget(self._card)
        self._changed = push_button("", "plain")
        self._changed.setCheckable(True)
        self._changed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._changed.toggled.connect(lambda _is_on: self._show_old())
        self._column.addWidget(self._changed, 0, Qt.AlignmentFlag.AlignLeft)
        self._old_slot = QVBoxLayout()
        self._old_slot.setSpacing(6)
        self._column.addLayout(self._old_slot)
        self._old = Pool(self._add_old)

    def _make_lists(self) -> None:
        self._facts_label = self._label(self.tr("Written down"))
        self._facts_slot = self._slot()
        self._promises_label = self._label(self.tr("Promised"))
        self._promises_slot = self._slot()
        self._lines_label = self._label(self.tr("What happened"))
        self.timeline = Timeline(self._theme)
        self._column.addWidget(self.timeline)
        self._facts = Pool(self._add_fact)
        self._promises = Pool(self._add_promise)

    def _label(self, text: str) -> WrappedText:
        label = WrappedText(self._theme, "label", "text_muted", above=10)
        label.show_text(text)
        self._column.addWidget(label)
        return label

    def _slot(self) -> QVBoxLayout:
        slot = QVBoxLayout()
        slot.setSpacing(4)
        self._column.addLayout(slot)
        return slot

    def _add_old(self, _number: int) -> _OldText:
        part = _OldText(self._theme)
        self._old_slot.addWidget(part)
        return part

    def _add_fact(self, _number: int) -> WrappedText:
        part = WrappedText(self._theme, "body")
        self._facts_slot.addWidget(part)
        return part

    def _add_promise(self, _number: int) -> WrappedText:
        part = WrappedText(self._theme, "body", icon="bell")
        self._promises_slot.addWidget(part)
        return part

    @property
    def story(self) -> StoryView | None:
        """The contact on show."""
        return self._story

    def show_story(self, story: StoryView) -> None:
        """Show a contact; another one from its top."""
        is_other = self._story is None or self._story.id != story.id
        self._story = story
        self._title.show_text(story.title)
        self._about.show_text("\n".join(story.about))
        self._outcome.show_text(story.outcome)
        self._outcome.setVisible(bool(story.outcome))
        gone = self.tr("This contact is deleted. It can be put back.") if story.is_deleted else ""
        self._gone.show_text(gone)
        self._gone.setVisible(bool(gone))
        self._edit.setVisible(story.fields is not None and not story.is_deleted)
        self._delete.setVisible(story.fields is not None and not story.is_deleted)
        self._restore.setVisible(story.is_deleted)
        label = story.earlier.label if story.earlier is not None else ""
        self._earlier.setText(label)
        self._earlier.setAccessibleName(label)
        self._earlier.setVisible(bool(label))
        self._note.show_text(story.note)
        self._card.setVisible(bool(story.note))
        count = len(story.old)
        times = self.tr("once") if count == 1 else self.tr("{count} times").format(count=count)
        self._changed.setText(self.tr("Changed {times}").format(times=times))
        self._changed.setAccessibleName(self._changed.text())
        self._changed.setVisible(bool(count))
        if is_other:
            self._changed.setChecked(False)
        self._show_old()
        facts = self._facts.take(len(story.facts))
        for fact, (label, words) in zip(facts, story.facts, strict=True):
            fact.show_text(f"{label}: {words}")
        self._facts_label.setVisible(bool(story.facts))
        promises = self._promises.take(len(story.promises))
        for part, promise in zip(promises, story.promises, strict=True):
            _show_promise(part, promise)
        self._promises_label.setVisible(bool(story.promises))
        self.timeline.show_lines(story.lines)
        self._lines_label.setVisible(bool(story.lines))
        if is_other:
            self.page.go_to_top()

    def _show_old(self) -> None:
        old = self._story.old if self._story is not None and self._changed.isChecked() else ()
        for part, each in zip(self._old.take(len(old)), old, strict=True):
            part.show_old(each)


class _OldText(QFrame):
    """What a field said before, and until when."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("card", "note")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 7, 12, 8)
        column.setSpacing(2)
        self._head = WrappedText(theme, "small", "note_text")
        self._text = WrappedText(theme, "body")
        column.addWidget(self._head)
        column.addWidget(self._text)

    def show_old(self, old: OldView) -> None:
        """Show other words."""
        head = self.tr("{field}, until {when}").format(field=old.field, when=old.when)
        self._head.show_text(head)
        self._text.show_text(old.text or self.tr("(nothing)"))


def _show_promise(part: WrappedText, promise: PromiseView) -> None:
    if not promise.is_open:
        part.show_text(f"{promise.text} ({promise.when})", color="text_muted", icon="check")
    else:
        color = "refused" if promise.is_late else "text"
        part.show_text(f"{promise.text} ({promise.when})", color=color, icon="bell")

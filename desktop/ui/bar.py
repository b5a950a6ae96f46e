"""The strip one drags the panel by: the full header, and the slim bar it collapses into."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.controls import IconButton, WrappedText, push_button
from desktop.ui.icons import paint_mark
from desktop.ui.language_names import language_name
from desktop.ui.theme import Theme
from desktop.ui.view import OutcomeView, PanelView, StepView

_MANY_STEPS = 14


class DragArea(QFrame):
    """Moves its window with the pointer. Not `startSystemMove`: that activates the window.

    Signals:
        drag_ended: The window's new top left corner, after it was really moved.
    """

    drag_ended = Signal(QPoint)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._grip: QPoint | None = None
        self._pressed_at = QPointF()
        self._is_dragging = False

    @property
    def is_dragging(self) -> bool:
        """Whether the window is being moved by this strip right now."""
        return self._is_dragging

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.globalPosition()
            # Not from window().pos(): on X11 that can lag behind the window manager.
            self._grip = self.mapTo(self.window(), event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            return
        way = event.globalPosition() - self._pressed_at
        if not self._is_dragging and way.manhattanLength() < QApplication.startDragDistance():
            return
        self._is_dragging = True
        self.window().move(event.globalPosition().toPoint() - self._grip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        grip, was_dragging = self._grip, self._is_dragging
        self._grip, self._is_dragging = None, False
        if was_dragging and grip is not None:
            self.drag_ended.emit(event.globalPosition().toPoint() - grip)


class Progress(QWidget):
    """One short line per step: those behind and the present one filled."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._place = (0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_place(self, number: int, count: int) -> None:
        """Show step `number` of `count`."""
        if (number, count) != self._place:
            self._place = (number, count)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(60, 3)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._theme.look
        number, count = self._place
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if count > _MANY_STEPS:
            parts = [(0.0, 1.0, "border"), (0.0, number / count, "accent")]
        else:
            parts = [
                (n / count, (n + 1) / count, "accent" if n < number else "border")
                for n in range(count)
            ]
        gap = 3.0 if count <= _MANY_STEPS else 0.0
        full = self.width() + gap
        for begin, end, role in parts:
            painter.setBrush(look.color(role))
            rect = QRectF(begin * full, 0, (end - begin) * full - gap, self.height())
            painter.drawRoundedRect(rect, 1.5, 1.5)


class Header(DragArea):
    """Who it is about and where we are, and the panel's few commands.

    Signals:
        details_asked, remind_asked, end_asked: The buttons of an open contact.
        collapse_asked: The panel should become a slim bar.
    """

    details_asked = Signal()
    remind_asked = Signal()
    end_asked = Signal()
    collapse_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 10, 10)
        column.setSpacing(9)
        row = QHBoxLayout()
        row.setSpacing(2)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        self._who = WrappedText(theme, "title", max_lines=1)
        self._where = WrappedText(theme, "small", "text_muted", max_lines=1)
        texts.addStretch(1)
        texts.addWidget(self._who)
        texts.addWidget(self._where)
        texts.addStretch(1)
        self._mark = Mark(theme)
        row.addWidget(self._mark)
        row.addLayout(texts, 1)
        self._details = IconButton(theme, "person", self.tr("Customer details"))
        self._remind = IconButton(theme, "bell", self.tr("Remind me of a promise"))
        self._end = push_button(self.tr("End"), "plain")
        self._end.setAccessibleName(self.tr("End this contact"))
        self._end.setToolTip(self.tr("End this contact"))
        self._collapse = IconButton(theme, "collapse", self.tr("Collapse to a slim bar"))
        for button in (self._details, self._remind, self._end, self._collapse):
            row.addWidget(button)
        column.addLayout(row)
        self._progress = Progress(theme)
        steps = QHBoxLayout()
        steps.setContentsMargins(0, 0, 6, 0)
        steps.addWidget(self._progress)
        column.addLayout(steps)
        self._details.clicked.connect(self.details_asked)
        self._remind.clicked.connect(self.remind_asked)
        self._end.clicked.connect(self.end_asked)
        self._collapse.clicked.connect(self.collapse_asked)

    def show_view(self, view: PanelView) -> None:
        """Show the contact and the place in its playbook, or that there is none."""
        contact, step = view.contact, view.step
        is_private = step is not None and step.is_private
        is_open = contact is not None or step is not None
        self._mark.setVisible(not is_open)
        if contact is not None and contact.customer:
            who = contact.customer
        else:
            who = self.tr("Customer not named yet") if is_open else "Poise"
        if is_private:
            who = self.tr("For you alone")
        more = [contact.reference, contact.channel] if contact and not is_private else []
        if contact and contact.language and not is_private:
            more.append(language_name(contact.language))
        where = " · ".join(word for word in more if word)
        self._who.show_text(who)
        self._where.show_text(where if is_open else self.tr("No open contact"))
        self._where.setVisible(bool(where) or not is_open)
        for label in (self._who, self._where):
            label.setToolTip(label.text() if len(label.text()) > 24 else "")
        for button in (self._details, self._remind, self._end):
            button.setVisible(is_open and not is_private)
        self._progress.setVisible(step is not None)
        if step is not None:
            self._progress.show_place(step.number, step.count)
            self._progress.setAccessibleName(self._place(step))

    def _place(self, step: StepView | None) -> str:
        if step is None:
            return ""
        return self.tr("{playbook} – step {number} of {count}").format(
            playbook=step.playbook, number=step.number, count=step.count
        )


class Mark(QWidget):
    """The program's mark, shown while no contact is open."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = self._theme.look.px(30)
        return QSize(side + 10, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        side = self._theme.look.px(30)
        paint_mark(QPainter(self), QRectF(0, (self.height() - side) / 2, side, side))


class OutcomeDot(QWidget):
    """The last outcome as a dot; its words are the tooltip and the accessible name."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._outcome: OutcomeView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_outcome(self, outcome: OutcomeView | None) -> None:
        """Show another outcome, or none."""
        if outcome != self._outcome:
            self._outcome = outcome
            self.setToolTip(outcome.text if outcome else "")
            self.setAccessibleName(outcome.text if outcome else "")
            self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.look.px(16)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._outcome is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.look.color(self._outcome.kind))
        radius = self._theme.look.px(4)
        painter.drawEllipse(QRectF(self.rect()).center(), radius, radius)


class SlimBar(DragArea):
    """The collapsed panel: where we are, how the last insertion went, and the way back.

    Signals:
        expand_asked: The panel should unfold.
    """

    expand_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("slim")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 10, 6)
        row.setSpacing(6)
        self._title = WrappedText(theme, "strong", max_lines=1)
        self._dot = OutcomeDot(theme, self)
        self._expand = IconButton(theme, "expand", self.tr("Unfold the panel"))
        row.addWidget(self._title, 1)
        row.addWidget(self._dot)
        row.addWidget(self._expand)
        self._expand.clicked.connect(self.expand_asked)

    def show_view(self, view: PanelView) -> None:
        """Show the place in the playbook and the last outcome."""
        step = view.step
        if step is None:
            title = self.tr("Poise – no open contact")
        else:
            who = view.contact.customer if view.contact else ""
            place = self.tr("{title}  {number}/{count}").format(
                title=step.title or step.playbook, number=step.number, count=step.count
            )
            title = f"{who} · {place}" if who else place
        if view.earlier is not None and view.earlier.promise and not view.reminders:
            title = self.tr("Open promise · {title}").format(title=title)
        if view.reminders:
            count = len(view.reminders)
            due = self.tr("1 promise due") if count == 1 else self.tr("{count} promises due")
            title = f"{due.format(count=count)} · {title}"
        self._title.show_text(title)
        self._dot.show_outcome(view.outcome)

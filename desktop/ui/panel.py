"""The panel beside the chat: always on top, never focused, as tall as its content."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMoveEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.bar import Header, SlimBar
from desktop.ui.bare_keys import Places
from desktop.ui.cards import CardColumn
from desktop.ui.chips import ChipFlow
from desktop.ui.footer import Footer
from desktop.ui.hand_over_cards import HandOverCards
from desktop.ui.ladder import Ladder
from desktop.ui.late_cards import LateCards
from desktop.ui.phrase_button import MAX_LINES
from desktop.ui.placement import clamp, current_screens, home_of
from desktop.ui.question_card import QuestionCard
from desktop.ui.scroll import ScrollColumn, height_of
from desktop.ui.start_list import StartList
from desktop.ui.step_card import StepCard
from desktop.ui.theme import Theme
from desktop.ui.view import ChipView, OpenContactView, PanelView

if TYPE_CHECKING:
    from desktop.ui.one_key import OneKeySheet

_LEAST_ROOM = 600
_BORDER = 1
_SETTLING_S = 1.0

FLAGS = (
    Qt.WindowType.Tool
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
)


class Panel(QWidget):
    """Shows a `PanelView` and says what was clicked; decides nothing.

    The flags are set once: setting them again rewrites the native style on every OS. Nothing here
    may open a menu, a combo or an editor, because those take the keyboard from the chat.

    Args:
        clock: Seconds that never jump, for the step's countdown.

    Signals:
        phrase_chosen, copy_chosen: Phrase id (left click, right click).
        branch_chosen, playbook_chosen, trigger_chosen, manner_chosen: Their id.
        all_asked: More playbooks are wanted to start with.
        item_ticked: An item of the step's checklist.
        field_asked: The name of something to write down.
        next_chosen, back_chosen: Walk the playbook.
        details_asked, remind_asked, end_asked: Commands of the open contact.
        palette_asked, stop_lines_asked: Commands that are always there.
        contact_resumed, hand_over_copied, hand_over_closed: Contact id.
        question_answered, question_dropped: The answer's id, or that there is none.
        reminder_done, reminder_opened, snooze_asked: Reminder id.
        reminder_snoozed: Reminder id, and words for the time.
        day_asked: The view of all promises.
        offer_taken, offer_dropped: The offer's id.
        earlier_asked, earlier_hidden: The earlier contacts of the customer in hand.
        trouble_dismissed: Index of the trouble in the view.
        collapse_chosen: True for the slim bar, False to unfold; the next view decides.
        moved: The panel's corner after a drag.
    """

    phrase_chosen = Signal(str)
    copy_chosen = Signal(str)
    branch_chosen = Signal(str)
    playbook_chosen = Signal(str)
    trigger_chosen = Signal(str)
    manner_chosen = Signal(str)
    all_asked = Signal()
    item_ticked = Signal(str)
    field_asked = Signal(str)
    next_chosen = Signal()
    back_chosen = Signal()
    details_asked = Signal()
    remind_asked = Signal()
    end_asked = Signal()
    palette_asked = Signal()
    stop_lines_asked = Signal()
    contact_resumed = Signal(str)
    hand_over_copied = Signal(str)
    hand_over_closed = Signal(str)
    question_answered = Signal(str)
    question_dropped = Signal()
    reminder_done = Signal(str)
    reminder_opened = Signal(str)
    reminder_snoozed = Signal(str, str)
    snooze_asked = Signal(str)
    day_asked = Signal()
    offer_taken = Signal(str)
    offer_dropped = Signal(str)
    earlier_asked = Signal()
    earlier_hidden = Signal()
    trouble_dismissed = Signal(int)
    collapse_chosen = Signal(bool)
    moved = Signal(QPoint)

    def __init__(self, theme: Theme, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(None, FLAGS)
        self._theme = theme
        self._view: PanelView | None = None
        self._clock = clock
        self._corner: QPoint | None = None  # where the person wants it; None before the first place
        self._at = QPoint()  # where it is: `pos()` is wrong for a moment after showing on X11
        self._size = self.size()  # what it was given; a window manager may answer with an old one
        self._put_at_s = clock()
        self.setObjectName("window")
        self.setWindowTitle("Poise")
        self.setAccessibleName(self.tr("Poise panel"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setAttribute(Qt.WidgetAttribute.WA_AlwaysShowToolTips)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        self._header = Header(theme, self)
        self._slim = SlimBar(theme, self)
        self._scroll = ScrollColumn(self)
        self._footer = Footer(theme, self)
        self._one_key: OneKeySheet | None = None
        content = self._scroll.content
        self._question = QuestionCard(theme, content)
        self._hand_overs = HandOverCards(theme, content)
        self._ladder = Ladder(theme, content)
        self._cards = CardColumn(theme, content)
        self._others = ChipFlow(theme, content)
        self._start = StartList(theme, content)
        self._step = StepCard(theme, clock, content)
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(14)
        parts = (self._question, self._others, self._hand_overs, self._cards, self._ladder)
        for part in (*parts, self._start, self._step):
            column.addWidget(part)
        self._late = LateCards(self, theme, content, column)
        self._connect()
        theme.changed.connect(self._on_look_changed)
        self.show_view(PanelView())

    @property
    def is_placed(self) -> bool:
        """Whether the panel was ever given a place."""
        return self._corner is not None

    @property
    def corner(self) -> QPoint:
        """Where the panel stands."""
        return QPoint(self._at)

    def show_view(self, view: PanelView) -> None:
        """Show another view in place; an equal one costs nothing."""
        before = self._view
        if view == before:
            return
        self._view = view
        self._header.show_view(view)
        self._slim.show_view(view)
        self._footer.show_view(view)
        is_busy = view.step is not None
        self._question.show_question(view.question)
        self._hand_overs.show_hand_overs(view.hand_overs, is_short=is_busy)
        self._ladder.show_rungs(view.ladder)
        self._late.show_view(view)
        self._cards.show_cards(view.troubles, () if is_busy else view.open_contacts)
        self._others.show_chips(_chips(view.open_contacts) if is_busy else ())
        self._others.setVisible(is_busy and bool(view.open_contacts))
        self._step.setVisible(view.step is not None)
        if view.step is not None:
            self._step.show_step(view.step, view.hotkeys_off)
        self._start.setVisible(view.step is None)
        if view.step is None:
            self._start.show_start(view.start, view.hotkeys_off, view.hints.next)
        is_folded = view.is_collapsed
        self._slim.setVisible(is_folded)
        for part in (self._header, self._scroll, self._footer):
            part.setVisible(not is_folded)
        if before is None or _place(before) != _place(view):
            self._scroll.go_to_top()
        self._fit(is_settling=before is not None and before.is_collapsed != is_folded)
        if view.one_key is not None or self._one_key is not None:
            self._one_key_sheet().show_mode(view.one_key)

    def place_at(self, corner: QPoint) -> None:
        """Put the top left corner there, or as near as keeps the panel in sight."""
        self._corner = QPoint(corner)
        self._fit(is_settling=True)

    def show_whole(self, room: int) -> None:
        """Take the height of all that is shown, for a picture of it, wherever the screen ends.

        Args:
            room: In logical pixels; beyond it phrases give up lines, as on a screen so high.
        """
        width = self._theme.look.wide(self._theme.look.tokens.width.panel)
        self.resize(width, self._wanted_height(width, room))

    def sizeHint(self) -> QSize:
        return self.size()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew; a size that nobody here asked for is taken back.

        When screens change, Openbox moves its windows by itself, and tells with that move the
        size from before, although another one was asked for meanwhile.
        """
        self._lay_out()
        super().resizeEvent(event)
        if event.size() != self._size and self.isVisible() and self._is_settling:
            QTimer.singleShot(0, self, self._put_back)

    def _fit(self, is_settling: bool) -> None:
        """Take the height of the content, at most down to the edge of the screen.

        Only a placement (drag, unfolding, other screens) may move the window; a change of step
        must not, so it scrolls where the room below is short.
        """
        screens = current_screens()
        look = self._theme.look
        corner = (self._corner or self._at) if is_settling else self._at
        probe = QRect(corner, QSize(look.tokens.width.panel, 40))
        room = home_of(probe, screens).available
        width = min(look.wide(look.tokens.width.panel), room.width())
        below = room.top() + room.height() - corner.y()
        is_low = below < min(look.px(_LEAST_ROOM), room.height())
        space = room.height() if is_settling and is_low else below
        height = min(self._wanted_height(width, space), max(space, look.px(200)))
        if is_settling:
            is_folded = self._view is not None and self._view.is_collapsed
            least = height if is_folded else max(height, min(look.px(_LEAST_ROOM), space))
            keep = QSize(width, min(least, room.height()))
            corner = clamp(QRect(corner, keep), screens).topLeft()
            self._at = corner
            self._put_at_s = self._clock()
        below = room.top() + room.height() - corner.y()
        size = QSize(width, min(height, max(below, min(look.px(200), room.height()))))
        self._size = size
        if QRect(corner, size) != self.geometry():
            self.setGeometry(QRect(corner, size))
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        self._put_at_s = self._clock()
        super().showEvent(event)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Follow a move by the window manager, but not the ones it reports while it takes over.

        Openbox reports (0, 0) for a frame it has not put in place yet; a panel that believed it
        would jump there at the next step.
        """
        super().moveEvent(event)
        if event.pos() == self._at or not self.isVisible() or self._is_dragging():
            return
        if self._is_settling:
            QTimer.singleShot(0, self, self._put_back)
        else:
            self._at = event.pos()

    @property
    def _is_settling(self) -> bool:
        return self._clock() - self._put_at_s < _SETTLING_S

    def _is_dragging(self) -> bool:
        return self._header.is_dragging or self._slim.is_dragging

    def _put_back(self) -> None:
        wanted = QRect(self._at, self._size)
        if self.isVisible() and self.geometry() != wanted and not self._is_dragging():
            self.setGeometry(wanted)

    def _wanted_height(self, width: int, room: int) -> int:
        """The height that shows all; on a low screen phrases give up lines before it scrolls."""
        inner = width - 2 * _BORDER
        if self._view is not None and self._view.is_collapsed:
            return height_of(self._slim, inner) + 2 * _BORDER
        around = height_of(self._header, inner) + height_of(self._footer, inner) + 2 * _BORDER
        middle = 0
        for lines in range(MAX_LINES, 0, -1):
            self._step.limit_lines(lines)
            middle = self._scroll.measure(inner)
            if around + middle <= room:
                break
        return around + middle

    def _lay_out(self) -> None:
        inner = self.rect().adjusted(_BORDER, _BORDER, -_BORDER, -_BORDER)
        if self._view is not None and self._view.is_collapsed:
            self._slim.setGeometry(inner)
            return
        head = height_of(self._header, inner.width())
        foot = height_of(self._footer, inner.width())
        top = inner.top()
        self._header.setGeometry(inner.left(), top, inner.width(), head)
        middle = max(0, inner.height() - head - foot)
        self._scroll.setGeometry(inner.left(), top + head, inner.width(), middle)
        self._footer.setGeometry(inner.left(), top + head + middle, inner.width(), foot)

    def _one_key_sheet(self) -> OneKeySheet:
        if self._one_key is None:
            from desktop.ui.one_key import OneKeySheet

            places = self._one_key_places
            self._one_key = OneKeySheet(self._theme, self._clock, places, self)
        return self._one_key

    def _one_key_places(self) -> Places:
        foot = self._footer.geometry()
        line = self._footer.line().translated(foot.topLeft())
        part = self._step if self._step.isVisible() else self._start
        keys, walking = part.bare_keys(), self._footer.bare_keys()
        return Places(keys, walking, self._scroll.geometry(), foot, line)

    def _on_look_changed(self) -> None:
        self._fit(is_settling=self.is_placed)

    def _on_drag_ended(self, corner: QPoint) -> None:
        self.place_at(corner)
        self._corner = QPoint(self._at)
        self.moved.emit(QPoint(self._at))

    def _connect(self) -> None:
        for bar in (self._header, self._slim):
            bar.drag_ended.connect(self._on_drag_ended)
        self._header.details_asked.connect(self.details_asked)
        self._header.remind_asked.connect(self.remind_asked)
        self._header.end_asked.connect(self.end_asked)
        self._header.collapse_asked.connect(lambda: self.collapse_chosen.emit(True))
        self._slim.expand_asked.connect(lambda: self.collapse_chosen.emit(False))
        self._cards.contact_resumed.connect(self.contact_resumed)
        self._cards.trouble_dismissed.connect(self.trouble_dismissed)
        self._others.chip_chosen.connect(self.contact_resumed)
        self._question.answered.connect(self.question_answered)
        self._question.dropped.connect(self.question_dropped)
        self._hand_overs.copy_asked.connect(self.hand_over_copied)
        self._hand_overs.closed.connect(self.hand_over_closed)
        self._start.playbook_chosen.connect(self.playbook_chosen)
        self._start.trigger_chosen.connect(self.trigger_chosen)
        self._start.manner_chosen.connect(self.manner_chosen)
        self._start.all_asked.connect(self.all_asked)
        self._step.item_ticked.connect(self.item_ticked)
        self._step.field_asked.connect(self.field_asked)
        self._step.phrase_chosen.connect(self.phrase_chosen)
        self._step.copy_chosen.connect(self.copy_chosen)
        self._step.branch_chosen.connect(self.branch_chosen)
        self._footer.next_chosen.connect(self.next_chosen)
        self._footer.back_chosen.connect(self.back_chosen)
        self._footer.palette_asked.connect(self.palette_asked)
        self._footer.stop_lines_asked.connect(self.stop_lines_asked)


def _chips(contacts: tuple[OpenContactView, ...]) -> tuple[ChipView, ...]:
    return tuple(
        ChipView(
            each.id,
            each.who,
            QCoreApplication.translate("Panel", "this chat?") if each.is_here else each.waiting,
            hint=each.label,
            is_chosen=each.is_here,
            is_urgent=each.is_long and not each.is_here,
        )
        for each in contacts
    )


def _place(view: PanelView) -> tuple[str, str, int, bool]:
    step, is_asking = view.step, view.question is not None
    return (
        (step.step_key, step.playbook, step.number, is_asking) if step else ("", "", 0, is_asking)
    )

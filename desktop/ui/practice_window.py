"""The practice window: a talk with a scripted customer, and how it went.

An ordinary window that the agent opened, so it may have the keyboard: the numbers answer, Tab and
the arrows walk, Page Up and Page Down scroll, Esc closes. Like the other windows with the
keyboard it acts on the release of Enter and Esc: their repeats belong to nobody's chat.
"""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.practice.session import Session
from desktop.practice.views import ChoosingView, TalkView
from desktop.ui.asking import FRAME, AskingWindow, Held, none_held
from desktop.ui.controls import WrappedText, push_button
from desktop.ui.icons import app_icon
from desktop.ui.practice_pages import Page, choosing_page, talk_page
from desktop.ui.scroll import ScrollColumn, settle
from desktop.ui.theme import Theme

_WIDTH, _HEIGHT = 580, 720
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class PracticeWindow(AskingWindow):
    """Shows one sitting of practice; made once, hidden, reused.

    Args:
        theme: The look.
        held: Which of the named keys are physically down.
    """

    def __init__(self, theme: Theme, held: Held = none_held) -> None:
        super().__init__(theme, held)
        self._session: Session | None = None
        self._screen = QRect()
        self._buttons: list[QWidget] = []
        self.setWindowFlags(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, True)  # where no panel runs
        self.setWindowTitle(self.tr("Practice – Poise"))
        self.setAccessibleName(self.tr("Practice"))
        self.setWindowIcon(app_icon())
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._make_header())
        self._scroll = ScrollColumn(self)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column.addWidget(self._scroll, 1)
        self._slot = QVBoxLayout(self._scroll.content)
        self._slot.setContentsMargins(18, 14, 18, 18)
        self._page: Page | None = None
        column.addWidget(self._make_footer())
        self.watch_keys_of(self._scroll, self._others, self._close, self._again, self._another)
        theme.changed.connect(self._lay_out)

    def _make_header(self) -> QFrame:
        header = QFrame()
        header.setObjectName("header")
        row = QHBoxLayout(header)
        row.setContentsMargins(18, 12, 14, 12)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(1)
        self._title = WrappedText(self._theme, "title")
        self._about = WrappedText(self._theme, "small", "text_muted")
        words.addWidget(self._title)
        words.addWidget(self._about)
        row.addLayout(words, 1)
        self._others = self._button(self.tr("All customers"), "plain")
        self._others.clicked.connect(self._leave)
        row.addWidget(self._others)
        return header

    def _make_footer(self) -> QFrame:
        self._footer = QFrame()
        self._footer.setObjectName("footer")
        row = QHBoxLayout(self._footer)
        row.setContentsMargins(18, 10, 18, 10)
        row.setSpacing(8)
        self._close = self._button(self.tr("Close"), "plain")
        self._close.clicked.connect(self.close)
        self._again = self._button(self.tr("Try it again"), "")
        self._again.clicked.connect(self._try_again)
        self._another = self._button(self.tr("Another customer"), "primary")
        self._another.clicked.connect(self._leave)
        row.addWidget(self._close)
        row.addStretch(1)
        row.addWidget(self._again)
        row.addWidget(self._another)
        return self._footer

    def _button(self, text: str, kind: str) -> QPushButton:
        button = push_button(text, kind)  # type: ignore[arg-type]  # one of the kinds
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    # -- the sitting -----------------------------------------------------------------------

    def begin(self, session: Session) -> None:
        """Show a sitting from where it is."""
        self._session = session
        self._show_session()

    def open_on(self, screen: QRect) -> None:
        """Show the window with the keyboard; one that is open stays where it is."""
        if self.isVisible():
            self.showNormal()
            self.activateWindow()
            return
        self._screen = screen
        self.come_forward(screen, 0.06, FRAME)

    def fit(self) -> None:
        """As large as reads well, within the screen."""
        look = self._theme.look
        width = min(look.wide(_WIDTH), self._screen.width() - 16)
        self.resize(width, min(look.wide(_HEIGHT), self._screen.height() - 2 * FRAME))

    def _say(self, number: int) -> None:
        if self._session is not None:
            self._session.say(number)
            self._show_session()

    def _choose(self, customer_id: str) -> None:
        if self._session is not None:
            self._session.choose(customer_id)
            self._show_session()

    def _try_again(self) -> None:
        if self._session is not None:
            self._session.again()
            self._show_session()

    def _leave(self) -> None:
        if self._session is not None:
            self._session.leave()
            self._show_session()

    # -- showing ---------------------------------------------------------------------------

    def _show_session(self) -> None:
        assert self._session is not None
        view = self._session.view()
        self.setUpdatesEnabled(False)
        if isinstance(view, ChoosingView):
            self._show_page(choosing_page(self._theme, view, self._choose))
            self._title.show_text(self.tr("Whom would you like to practise with?"))
            self._about.show_text(self.tr("Take your time. Nothing of this is written down."))
        else:
            self._show_page(talk_page(self._theme, view, self._say))
            self._title.show_text(f"{view.name} · {view.title}")
            self._about.show_text(view.about)
        has_ended = isinstance(view, TalkView) and view.report is not None
        self._others.setVisible(isinstance(view, TalkView) and not has_ended)
        self._footer.setVisible(has_ended)
        self._order_tabs()
        self._lay_out()
        self.setUpdatesEnabled(True)

    def _show_page(self, page: Page) -> None:
        # The focus must be nowhere near what goes away, or Qt hands it to a neighbour.
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._page is not None:
            self._slot.removeWidget(self._page.body)
            self._page.body.hide()
            self._page.body.deleteLater()
        self._page = page
        self._slot.addWidget(page.body)
        page.body.show()  # now, since it is measured now
        self._scroll.setAccessibleName(page.spoken)

    def _order_tabs(self) -> None:
        assert self._page is not None
        ends = (self._again, self._another, self._close)
        shown = [each for each in (self._others, *ends) if not each.isHidden()]
        is_ended = not self._footer.isHidden()
        self._buttons = [*self._page.buttons, *(ends if is_ended else shown[:1])]
        for before, after in pairwise([self._scroll, *self._buttons]):
            QWidget.setTabOrder(before, after)

    def _lay_out(self) -> None:
        """Break all lines anew, and show the latest."""
        if self._page is None or not self.isVisible():
            return
        settle(self)
        self._scroll.measure(self._scroll.viewport().width())
        at = self._page.latest
        self._scroll.verticalScrollBar().setValue(
            at.mapTo(self._scroll.content, at.rect().topLeft()).y() - 12 if at is not None else 0
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()
        self._scroll.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    # -- keys ------------------------------------------------------------------------------

    def on_moving_key(self, key: int) -> bool:
        step = _STEPS.get(Qt.Key(key))
        page = _PAGES.get(Qt.Key(key))
        if step is not None and self._buttons:
            focused = self.focusWidget()
            first = -1 if step > 0 else 0
            at = self._buttons.index(focused) if focused in self._buttons else first
            reason = Qt.FocusReason.TabFocusReason
            self._buttons[(at + step) % len(self._buttons)].setFocus(reason)
            self._bring_into_sight()
        elif page is not None:
            bar = self._scroll.verticalScrollBar()
            bar.setValue(bar.value() + page * (bar.pageStep() - 40))
        return step is not None or page is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_0
        buttons = self._page.buttons if self._page is not None else []
        is_alone = event.modifiers() in (_NO_MODIFIER, Qt.KeyboardModifier.KeypadModifier)
        if not 1 <= number <= 9 or not is_alone:
            super().keyPressEvent(event)
        elif number <= len(buttons) and not event.isAutoRepeat():
            buttons[number - 1].click()

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: N802 - Qt's name
        """Tab also brings what gets the focus into sight."""
        is_moved = super().focusNextPrevChild(is_next)
        self._bring_into_sight()
        return is_moved

    def _bring_into_sight(self) -> None:
        focused = self.focusWidget()
        if self._page is not None and focused in self._page.buttons:
            self._scroll.ensureWidgetVisible(focused, 0, 12)

"""The panel: what it must never contain, what every click says, and how it changes in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QCompleter,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.ui.controls import WrappedText
from desktop.ui.ladder import Ladder
from desktop.ui.panel import FLAGS, Panel
from desktop.ui.phrase_button import PhraseButton, key_of, prefix_of
from desktop.ui.promise_cards import DueCard
from desktop.ui.question_card import QuestionCard
from desktop.ui.theme import Theme
from desktop.ui.timer_line import TimerLine
from desktop.ui.view import PanelView
from tests.ui import samples
from tests.ui.conftest import Clock

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
TAKES_THE_KEYBOARD = (QMenu, QComboBox, QLineEdit, QTextEdit, QPlainTextEdit, QCompleter)


def button(panel: Panel, name: str) -> QAbstractButton:
    """The visible button whose accessible name starts like this."""
    found = [
        one
        for one in panel.findChildren(QAbstractButton)
        if one.isVisible() and one.accessibleName().startswith(name)
    ]
    assert len(found) == 1, [one.accessibleName() for one in found]
    return found[0]


def shown_texts(panel: Panel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize("name", samples.ALL)
def test_nothing_in_the_panel_can_take_the_keyboard(panel: Panel, name: str) -> None:
    panel.show_view(samples.ALL[name])
    for child in panel.findChildren(QWidget):
        assert child.focusPolicy() == Qt.FocusPolicy.NoFocus, child
        assert child.contextMenuPolicy() != Qt.ContextMenuPolicy.CustomContextMenu
    for kind in TAKES_THE_KEYBOARD:
        assert not panel.findChildren(kind)


def test_window_flags_keep_the_focus_with_the_chat(panel: Panel) -> None:
    assert panel.windowFlags() & FLAGS == FLAGS
    assert panel.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert panel.testAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
    assert not panel.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
    assert not panel.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)


class Painted(QObject):
    """Counts paint events."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


CLICKS: list[tuple[PanelView, str, str, list[object]]] = [
    (samples.LEAP, "Take it on", "phrase_chosen", ["leap.empathise.2"]),
    (samples.LISTENING, "They have said it all", "branch_chosen", ["calmer"]),
    (samples.LEAP, "Next", "next_chosen", []),
    (samples.LEAP, "Back", "back_chosen", []),
    (samples.IDLE, "Boundaries", "playbook_chosen", ["boundaries"]),
    (samples.LEAP, "Customer details", "details_asked", []),
    (samples.LEAP, "Remind me", "remind_asked", []),
    (samples.LEAP, "End this contact", "end_asked", []),
    (samples.IDLE, "Search", "palette_asked", []),
    (samples.IDLE, "Stop lines", "stop_lines_asked", []),
    (samples.IDLE, "Abusive", "manner_chosen", ["abusive"]),
    (samples.IDLE, "Billing", "trigger_chosen", ["billing"]),
    (samples.IDLE, "9 more playbooks", "all_asked", []),
    (samples.GUIDED, "Checked the order", "item_ticked", ["Checked the order"]),
    (samples.GUIDED, "Write down: Root cause", "field_asked", ["root_cause"]),
    (samples.SEVERAL, "Mr Okafor", "contact_resumed", ["c8"]),
    (samples.ASKED, "Go to Mr Okafor", "question_answered", ["go"]),
    (samples.ASKED, "Insert here for Ms Rivera", "question_answered", ["insert"]),
    (samples.ASKED, "Neither", "question_dropped", []),
    (samples.HAND_OVER, "Copy for the supervisor", "hand_over_copied", ["c5"]),
    (samples.HAND_OVER, "Close this hand-over", "hand_over_closed", ["c5"]),
    (samples.CRASHED, "Resume", "contact_resumed", ["c7"]),
    (samples.BUSY, "Done", "reminder_done", ["r1"]),
    (samples.BUSY, "Open", "reminder_opened", ["r1"]),
    (samples.BUSY, "10 min", "reminder_snoozed", ["r1", "in 10 min"]),
    (samples.BUSY, "After lunch", "reminder_snoozed", ["r1", "after lunch"]),
    (samples.BUSY, "Other…", "snooze_asked", ["r1"]),
    (samples.OFFERED, "Set reminder", "offer_taken", ["c1/leap/close"]),
    (samples.OFFERED, "No reminder for this promise", "offer_dropped", ["c1/leap/close"]),
    (samples.BUSY, "Dismiss", "trouble_dismissed", [0]),
    (samples.LEAP, "Collapse", "collapse_chosen", [True]),
    (samples.FOLDED, "Unfold", "collapse_chosen", [False]),
]


@pytest.mark.parametrize(("view", "name", "signal", "values"), CLICKS, ids=[c[2] for c in CLICKS])
def test_a_click_says_what_was_chosen(
    qtbot: QtBot, panel: Panel, view: PanelView, name: str, signal: str, values: list[object]
) -> None:
    panel.show_view(view)
    news: SignalInstance = getattr(panel, signal)
    with qtbot.waitSignal(news, timeout=1000) as heard:
        QTest.mouseClick(button(panel, name), LEFT)
    assert heard.args == values


def test_right_click_copies_and_does_not_insert(qtbot: QtBot, panel: Panel) -> None:
    panel.show_view(samples.LEAP)
    with (
        qtbot.assertNotEmitted(panel.phrase_chosen),
        qtbot.waitSignal(panel.copy_chosen, timeout=1000) as heard,
    ):
        QTest.mouseClick(button(panel, "Take it on"), RIGHT)
    assert heard.args == ["leap.empathise.2"]


@pytest.mark.parametrize("which", [LEFT, RIGHT])
def test_letting_go_outside_the_button_does_nothing(
    qtbot: QtBot, panel: Panel, which: Qt.MouseButton
) -> None:
    panel.show_view(samples.LEAP)
    phrase = button(panel, "Take it on")
    with qtbot.assertNotEmitted(panel.phrase_chosen), qtbot.assertNotEmitted(panel.copy_chosen):
        QTest.mousePress(phrase, which)
        QTest.mouseMove(phrase, QPoint(5, -30))
        QTest.mouseRelease(phrase, which, pos=QPoint(5, -30))


def test_dragging_the_header_moves_the_panel_and_says_so_once(panel: Panel) -> None:
    panel.show_view(samples.IDLE)
    panel.place_at(QPoint(50, 50))
    header = panel._header
    heard: list[QPoint] = []
    panel.moved.connect(heard.append)
    QTest.mousePress(header, LEFT, pos=QPoint(100, 8))
    QTest.mouseMove(header, QPoint(140, 28))
    QTest.mouseRelease(header, LEFT, pos=QPoint(100, 8))
    assert panel.pos() != QPoint(50, 50)
    assert heard == [panel.pos()]
    QTest.mouseClick(header, LEFT, pos=QPoint(100, 8))
    assert len(heard) == 1


def test_an_equal_view_is_no_work_and_parts_are_reused(panel: Panel) -> None:
    panel.show_view(samples.LEAP)
    before = panel.findChildren(QWidget)
    QGuiApplication.processEvents()
    painted = Painted()
    for child in before:
        child.installEventFilter(painted)
    panel.show_view(replace(samples.LEAP))
    QGuiApplication.processEvents()
    assert painted.count == 0
    panel.show_view(samples.LISTENING)
    panel.show_view(samples.LEAP)
    after = panel.findChildren(QWidget)
    assert set(before) <= set(after)
    assert len(panel.findChildren(PhraseButton)) == 5


def test_a_phrase_stands_beside_its_key_in_every_step(panel: Panel) -> None:
    first: dict[int, int] = {}
    for view in (samples.LEAP, samples.LISTENING, samples.GAPS):
        panel.show_view(view)
        phrases = [p for p in panel.findChildren(PhraseButton) if p.isVisible()]
        tops = [p.mapTo(panel, QPoint()).y() for p in phrases]
        assert tops == sorted(tops)
        for number, phrase in enumerate(phrases):
            assert first.setdefault(number, id(phrase)) == id(phrase)


@pytest.mark.parametrize("percent", [100, 200])
def test_a_phrase_for_a_colleague_says_so_at_the_end_of_its_title(
    panel: Panel, percent: int
) -> None:
    panel._theme.choose("light", percent)
    long = replace(samples.OWN, title="A title that is as long as any title in a playbook may be")
    shots = []
    for is_for_colleague in (False, True):
        phrase = replace(long, is_for_colleague=is_for_colleague)
        step = replace(samples.STEP, phrases=(phrase,))
        panel.show_view(replace(samples.LEAP, step=step))
        (shown,) = (each for each in panel.findChildren(PhraseButton) if each.isVisible())
        shots.append(shown.grab().toImage())
        marked = ", to a colleague" if is_for_colleague else ""
        assert shown.accessibleName() == f"{long.title}{marked}, Ctrl+Shift+2"
    assert shots[0] != shots[1]
    assert shots[0].size() == shots[1].size()


def test_used_taken_and_missing_are_said_aloud(panel: Panel) -> None:
    panel.show_view(samples.GAPS)
    promise, taken = button(panel, "Promise a call"), button(panel, "Two ways")
    assert "Asks first: call-back time, who will know" in promise.accessibleDescription()
    assert "belongs to another program" in taken.accessibleDescription()
    assert promise.accessibleName() == "Promise a call, Ctrl+Shift+1"
    assert taken.accessibleName() == "Two ways"
    assert "Ctrl+Shift+1 or click inserts" in promise.toolTip()
    panel.show_view(samples.LEAP)
    assert "Said already" in button(panel, "Name the feeling").accessibleDescription()


def test_legend_names_the_chords_once(panel: Panel) -> None:
    panel.show_view(samples.LEAP)
    assert "Ctrl+Shift+number" in shown_texts(panel)
    panel.show_view(samples.NO_KEYS)
    assert "Ctrl+Shift+number" not in shown_texts(panel)
    assert samples.NO_KEYS.hotkeys_off in shown_texts(panel)
    assert [key_of(c) for c in ("Ctrl+Shift+1", "Ctrl++", "F5", "")] == ["1", "+", "F5", ""]
    assert prefix_of(["Ctrl+Shift+1", "Ctrl+Shift+2"]) == "Ctrl+Shift+"
    assert prefix_of(["Ctrl+1", "Alt+2"]) == prefix_of([]) == ""


@pytest.mark.parametrize("percent", [100, 150, 200, 250])
@pytest.mark.parametrize("name", samples.ALL)
def test_nothing_is_cut_and_the_panel_fits_the_screen(
    panel: Panel, theme: Theme, name: str, percent: int
) -> None:
    panel.show_view(samples.ALL[name])
    panel.place_at(QPoint(0, 0))
    theme.choose("light", percent)
    screen = QGuiApplication.primaryScreen().availableGeometry()
    assert screen.contains(panel.geometry())
    fits: list[Callable[[], bool]] = []
    for widget in panel.findChildren(QWidget):
        if widget.isVisible() and widget.hasHeightForWidth() and widget.layout() is None:
            need = widget.heightForWidth(widget.width())
            assert widget.height() >= need, (widget, widget.height(), need)
            if isinstance(widget, WrappedText) and widget._max_lines == 0:
                assert not widget.is_cut
            fits.append(widget.isVisible)
    assert fits
    if not samples.ALL[name].is_collapsed:
        foot, head = panel._footer.geometry(), panel._header.geometry()
        assert panel.rect().contains(foot)
        assert panel.rect().contains(head)
        assert foot.top() >= head.bottom()


def test_a_new_step_starts_at_its_top(panel: Panel) -> None:
    panel.show_view(samples.WORDY)
    bar = panel._scroll.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    panel.show_view(replace(samples.WORDY, outcome=None))
    assert bar.value() > 0
    step = samples.WORDY.step
    assert step is not None
    panel.show_view(replace(samples.WORDY, step=replace(step, step_key="another")))
    assert bar.value() == 0


def test_timer_counts_down_only_in_sight(qtbot: QtBot, panel: Panel, clock: Clock) -> None:
    panel.show_view(samples.LISTENING)
    timer = panel.findChildren(TimerLine)[0]
    assert timer.text() == "Let them finish · 2:00"
    assert timer.is_ticking
    clock.now += 30
    qtbot.waitUntil(lambda: timer.text() == "Let them finish · 1:30", timeout=3000)
    panel.show_view(replace(samples.LISTENING, is_collapsed=True))
    assert not timer.is_ticking
    clock.now += 30
    panel.show_view(samples.LISTENING)
    assert timer.text() == "Let them finish · 1:00"
    panel.hide()
    assert not timer.is_ticking
    clock.now += 61
    panel.show()
    assert timer.text() == "Let them finish – time’s up"
    assert not timer.is_ticking
    step = samples.LISTENING.step
    assert step is not None
    panel.show_view(replace(samples.LISTENING, step=replace(step, step_key="again")))
    assert timer.text() == "Let them finish · 2:00"
    panel.show_view(samples.LEAP)
    assert not timer.isVisible()
    assert not timer.is_ticking


def test_many_cards_do_not_bury_the_step(panel: Panel) -> None:
    panel.show_view(samples.WORDY)
    assert "8 promises are due" in shown_texts(panel)
    assert button(panel, "And 5 more").isVisible()
    panel.show_view(samples.LEAP)
    assert "8 promises are due" not in shown_texts(panel)


def test_of_several_promises_each_can_be_reached(panel: Panel, qtbot: QtBot) -> None:
    panel.show_view(samples.DUE)
    for number, wanted in (("Mr Osei", "r3"), ("Ms Brandt", "r2"), ("Ben Arnold", "r1")):
        row = next(b for b in panel.findChildren(QAbstractButton) if number in b.accessibleName())
        QTest.mouseClick(row, LEFT)
        with qtbot.waitSignal(panel.reminder_done, timeout=1000) as heard:
            QTest.mouseClick(button(panel, "Done"), LEFT)
        assert heard.args == [wanted]
    # The one that was chosen is done: the longest overdue is chosen again.
    panel.show_view(replace(samples.DUE, reminders=samples.DUE.reminders[:2]))
    with qtbot.waitSignal(panel.reminder_opened, timeout=1000) as heard:
        QTest.mouseClick(button(panel, "Open"), LEFT)
    assert heard.args == ["r3"]


def test_what_is_due_stands_before_all_but_a_question(panel: Panel) -> None:
    panel.show_view(replace(samples.DUE, open_contacts=samples.SEVERAL.open_contacts))
    (due,) = panel.findChildren(DueCard)
    others = [part for part in panel._scroll.content.children() if isinstance(part, QWidget)]
    assert all(due.y() <= part.y() for part in others if part.isVisible())
    panel.show_view(replace(samples.FOLDED, reminders=samples.DUE.reminders))
    assert any("3 promises due" in text for text in shown_texts(panel))


def test_a_question_stands_before_everything_and_comes_into_sight(panel: Panel) -> None:
    long = replace(samples.WORDY, open_contacts=samples.ASKED.open_contacts)
    panel.show_view(long)
    bar = panel._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    panel.show_view(replace(long, question=samples.ASKED.question))
    assert bar.value() == 0
    card = panel.findChildren(QuestionCard)[0]
    others = [part for part in panel._scroll.content.children() if isinstance(part, QWidget)]
    assert card.isVisible()
    assert all(card.y() <= part.y() for part in others if part.isVisible())
    panel.show_view(long)
    assert not card.isVisible()


def test_the_chip_of_the_chat_in_front_says_so(panel: Panel) -> None:
    panel.show_view(samples.HERE)
    chip = button(panel, "Mr Okafor")
    assert chip.accessibleName() == "Mr Okafor, this chat?"
    assert chip.accessibleDescription() == "Chosen"
    panel.show_view(samples.SEVERAL)
    assert chip.accessibleName() == "Mr Okafor, 2 min"
    panel.show_view(replace(samples.CRASHED, open_contacts=(samples.HERE.open_contacts[0],)))
    assert "Is this their chat?" in shown_texts(panel)


def test_the_ladder_is_read_out_and_comes_and_goes(panel: Panel) -> None:
    panel.show_view(samples.LADDER)
    ladder = panel.findChildren(Ladder)[0]
    assert ladder.isVisible()
    expected = "Boundaries ladder: 1 Asked 2 × · 14:05, 2 Named 12 min ago, 3 Warned"
    assert ladder.accessibleName() == expected
    panel.show_view(samples.LEAP)
    assert not ladder.isVisible()

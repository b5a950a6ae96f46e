"""Palette and forms: commit on release, give back, forget; and names for every control."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QListView,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.ui.form_window import Form
from desktop.ui.forms import (
    Choice,
    Field,
    FormSpec,
    contact_form,
    ending_form,
    line_form,
    missing_words_form,
    promise_form,
    reflection_form,
)
from desktop.ui.palette import Palette, PaletteRow
from desktop.ui.panel import Panel
from desktop.ui.text_field import TextField
from desktop.ui.theme import Theme
from tests.ui import samples

SCREEN = QRect(0, 0, 800, 800)
ENTER, ESC, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab
ROWS = [PaletteRow("phrase", f"p{n}", f"Phrase {n}", "The text of it") for n in range(9)] + [
    PaletteRow("command", "end", "End this contact")
]
GAPS = (
    Field("time", "Call-back time", example="17:00", is_required=True),
    Field("owner", "Who will know", is_required=True),
)
OUTCOMES = (Choice("solved", "Solved"), Choice("waiting", "Waiting"))
CONTROLS = (QAbstractButton, QLineEdit, QAbstractItemView, QAbstractScrollArea, QScrollBar)


@pytest.fixture
def palette(qtbot: QtBot, theme: Theme) -> Palette:
    made: Palette

    def is_elsewhere() -> bool:
        return QApplication.activeWindow() not in (None, made)

    made = Palette(theme, is_elsewhere=is_elsewhere)
    qtbot.addWidget(made)
    made.open_at(SCREEN)
    made.show_results(ROWS)
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def form(qtbot: QtBot, theme: Theme) -> Form:
    form = Form(theme)
    qtbot.addWidget(form)
    return form


def edit_of(window: QWidget, name: str = "Search") -> QLineEdit:
    return next(e for e in window.findChildren(QLineEdit) if e.accessibleName() == name)


def long_edit_of(window: QWidget, name: str) -> TextField:
    return next(e for e in window.findChildren(TextField) if e.accessibleName() == name)


def current(palette: Palette) -> int:
    return palette.findChildren(QListView)[0].currentIndex().row()


def test_palette_commits_on_release_only(qtbot: QtBot, palette: Palette) -> None:
    edit = edit_of(palette)
    with qtbot.assertNotEmitted(palette.chosen):
        QTest.keyPress(edit, ENTER)
        assert palette.isVisible()
    seen: list[bool] = []
    palette.chosen.connect(lambda *_: seen.append(palette.isVisible()))
    with qtbot.waitSignal(palette.chosen, timeout=1000) as heard:
        QTest.keyRelease(edit, ENTER)
    assert heard.args == ["phrase", "p0"]
    assert seen == [False]


def test_palette_ignores_keys_pressed_elsewhere_repeats_and_chords(
    qtbot: QtBot, palette: Palette
) -> None:
    edit = edit_of(palette)
    with qtbot.assertNotEmitted(palette.chosen), qtbot.assertNotEmitted(palette.cancelled):
        QTest.keyRelease(edit, ENTER)
        QTest.keyRelease(edit, ESC)
        QTest.keyClick(edit, ENTER, Qt.KeyboardModifier.ControlModifier)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            repeat = QKeyEvent(kind, ENTER, Qt.KeyboardModifier.NoModifier, "\r", True)
            QApplication.sendEvent(edit, repeat)
        palette.show_results([])
        QTest.keyClick(edit, ENTER)
    assert palette.isVisible()


def test_palette_esc_cancels_and_forgets(qtbot: QtBot, palette: Palette) -> None:
    edit = edit_of(palette)
    with qtbot.waitSignal(palette.query_changed, timeout=1000) as typed:
        QTest.keyClicks(edit, "s")
    assert typed.args == ["s"]
    with qtbot.waitSignal(palette.cancelled, timeout=1000):
        QTest.keyClick(edit, ESC)
    assert not palette.isVisible()
    assert edit.text() == ""
    assert not edit.isUndoAvailable()


def test_palette_is_cancelled_when_the_focus_goes_elsewhere(qtbot: QtBot, palette: Palette) -> None:
    other = QLineEdit()
    qtbot.addWidget(other)
    with qtbot.waitSignal(palette.cancelled, timeout=1000):
        other.show()
        other.activateWindow()
    assert not palette.isVisible()


def test_a_palette_that_never_got_the_keyboard_does_not_stay(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What the agent types would go into the chat, and Enter would send it.
    monkeypatch.setattr(Palette, "isActiveWindow", lambda _palette: False)
    is_claiming = [True]
    palette = Palette(theme, is_elsewhere=lambda: not is_claiming[0])
    qtbot.addWidget(palette)
    palette.open_at(SCREEN)
    qtbot.wait(100)  # some turns of its timer, in which nothing must happen
    assert palette.isVisible()
    with qtbot.waitSignals([palette.cancelled, palette.unheard], timeout=1000):
        is_claiming[0] = False
    assert not palette.isVisible()


@pytest.mark.parametrize("key", [ENTER, ESC])
def test_the_keyboard_can_be_passed_on_before_the_palette_hides(
    palette: Palette, key: Qt.Key
) -> None:
    seen: list[object] = []
    palette.leaving.connect(lambda: seen.append(palette.isVisible()))
    palette.cancelled.connect(lambda: seen.append("cancelled"))
    palette.chosen.connect(lambda *_: seen.append("chosen"))
    QTest.keyClick(edit_of(palette), key)
    assert seen == [True, "chosen" if key == ENTER else "cancelled"]


def test_a_palette_that_loses_the_keyboard_while_it_passes_it_on_says_one_thing(
    qtbot: QtBot, palette: Palette
) -> None:
    other = QWidget()
    qtbot.addWidget(other)

    def pass_on() -> None:
        other.show()
        other.activateWindow()
        qtbot.waitUntil(other.isActiveWindow)

    palette.leaving.connect(pass_on)
    with qtbot.assertNotEmitted(palette.cancelled):
        QTest.keyClick(edit_of(palette), ENTER)
    assert not palette.isVisible()


def test_palette_moves_with_the_arrows_and_chooses_by_click(qtbot: QtBot, palette: Palette) -> None:
    edit = edit_of(palette)
    rows: list[int] = []
    for key in ("Down", "Down", "Up", "PageDown", "PageDown", "Down", "Up", "PageUp"):
        QTest.keyClick(edit, getattr(Qt.Key, f"Key_{key}"))
        rows.append(current(palette))
    assert rows == [1, 2, 1, 7, 9, 0, 9, 3]
    view = palette.findChildren(QListView)[0]
    view.scrollToTop()
    index = view.model().index(1, 0)
    with qtbot.waitSignal(palette.chosen, timeout=1000) as heard:
        QTest.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
        )
    assert heard.args == ["phrase", "p1"]


def test_form_submits_with_enter_in_any_field_on_release(qtbot: QtBot, form: Form) -> None:
    form.ask(missing_words_form(GAPS, "I’ll call you back by ‹Call-back time›."), SCREEN)
    qtbot.waitUntil(form.isActiveWindow)
    first, second = edit_of(form, "Call-back time"), edit_of(form, "Who will know")
    assert form.focusWidget() is first
    QTest.keyClicks(first, " 17:00 ")
    QTest.keyClick(first, TAB)
    assert form.focusWidget() is second
    with qtbot.assertNotEmitted(form.submitted):
        QTest.keyClick(second, ENTER)
    assert form.isVisible()
    QTest.keyClicks(second, "Kim")
    with qtbot.assertNotEmitted(form.submitted):
        QTest.keyPress(second, ENTER)
    with qtbot.waitSignal(form.submitted, timeout=1000) as heard:
        QTest.keyRelease(second, ENTER)
    assert heard.args == [{"time": "17:00", "owner": "Kim"}]
    assert not form.isVisible()


def test_where_all_that_is_needed_is_filled_in_the_first_field_has_the_focus(
    form: Form, qtbot: QtBot
) -> None:
    form.ask(promise_form(lambda _: "", when="at 4", what="refund"), SCREEN)
    qtbot.waitUntil(form.isActiveWindow)
    assert form.focusWidget() is edit_of(form, "When")


def test_a_form_higher_than_the_screen_scrolls_to_what_has_the_focus(
    form: Form, qtbot: QtBot
) -> None:
    low = QRect(0, 0, 1280, 420)
    form.ask(promise_form(lambda _: "", when="tomorrow"), low)
    qtbot.waitUntil(form.isActiveWindow)
    assert form.height() <= low.height()
    last = edit_of(form, "Time zone, where it is not yours")
    for _ in range(14):
        if form.focusWidget() is last:
            break
        focused = form.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Down)
    assert form.focusWidget() is last
    shown = last.mapTo(form._scroll.viewport(), last.rect().center())
    assert form._scroll.viewport().rect().contains(shown)
    form.ask(promise_form(lambda _: "", when="tomorrow"), SCREEN)
    assert form._scroll.height() == form._scroll.content.height()


def test_form_shows_the_checks_complaint_and_stays(qtbot: QtBot, form: Form) -> None:
    def check(values: Mapping[str, str]) -> str:
        return "" if values["when"] == "tomorrow 10:00" else "That is not a time I know."

    form.ask(promise_form(check, when="tomorow"), SCREEN)
    qtbot.waitUntil(form.isActiveWindow)
    when, what = edit_of(form, "When"), edit_of(form, "What did you promise?")
    assert form.focusWidget() is what
    QTest.keyClicks(what, "call")
    before = form.height()
    QTest.keyClick(what, ENTER)
    assert form._problem.isVisible()
    assert form._problem.text() == "That is not a time I know."
    assert form.height() > before
    when.selectAll()
    QTest.keyClicks(when, "tomorrow 10:00")
    assert not form._problem.isVisible()
    with qtbot.waitSignal(form.submitted, timeout=1000) as heard:
        QTest.keyClick(when, ENTER)
    assert heard.args[0].items() >= {"when": "tomorrow 10:00", "what": "call"}.items()


def test_form_esc_and_cancel_give_back(qtbot: QtBot, form: Form) -> None:
    form.ask(contact_form("Ms Rivera"), SCREEN)
    with qtbot.waitSignal(form.cancelled, timeout=1000):
        QTest.keyClick(edit_of(form, "Name"), ESC)
    form.ask(contact_form(), SCREEN)
    qtbot.waitUntil(form.isActiveWindow)
    with qtbot.waitSignal(form.cancelled, timeout=1000):
        form._cancel.setFocus()
        QTest.keyClick(form._cancel, ENTER)
    assert not form.isVisible()


def test_the_keyboard_can_be_passed_on_before_a_form_hides(form: Form) -> None:
    seen: list[object] = []
    form.leaving.connect(lambda: seen.append(form.isVisible()))
    form.cancelled.connect(lambda: seen.append("cancelled"))
    form.submitted.connect(lambda _values: seen.append("submitted"))
    for key, said in ((ESC, "cancelled"), (ENTER, "submitted")):
        form.ask(contact_form("Ms Rivera"), SCREEN)
        seen.clear()
        QTest.keyClick(edit_of(form, "Name"), key)
        assert seen == [True, said]


def test_ending_is_chosen_with_the_keyboard_alone(qtbot: QtBot, form: Form) -> None:
    form.ask(ending_form(OUTCOMES), SCREEN)
    qtbot.waitUntil(form.isActiveWindow)
    first = form.focusWidget()
    assert isinstance(first, QAbstractButton)
    QTest.keyClick(first, Qt.Key.Key_Down)
    second = form.focusWidget()
    assert isinstance(second, QAbstractButton)
    assert second.accessibleName() == "Waiting"
    with qtbot.waitSignal(form.submitted, timeout=1000) as heard:
        QTest.keyClick(second, ENTER)
    assert heard.args == [{"outcome": "waiting", "note": ""}]


def test_ending_needs_an_outcome(qtbot: QtBot, form: Form) -> None:
    form.ask(ending_form(OUTCOMES), SCREEN)
    qtbot.waitUntil(form.isActiveWindow)
    note = long_edit_of(form, "Note for the record")
    note.setFocus()
    with qtbot.assertNotEmitted(form.submitted):
        QTest.keyClick(note, ENTER)
    assert "Outcome" in form._problem.text()


def test_the_draft_of_a_note_is_kept_by_enter_and_changed_by_typing(
    qtbot: QtBot, form: Form
) -> None:
    text = "LEAP in 12 minutes. Cause: the form was sent twice. " * 9
    form.ask(ending_form(OUTCOMES, text.strip()), SCREEN)
    qtbot.waitUntil(form.isActiveWindow)
    note = long_edit_of(form, "Note for the record")
    qtbot.waitUntil(lambda: form.height() > note.height() > 100, timeout=2000)
    first = form.focusWidget()
    assert isinstance(first, QAbstractButton)  # the outcome is asked first, all the same
    QTest.keyClick(first, TAB)  # the choices are one stop
    assert form.focusWidget() is note
    QTest.keyClicks(note, " More")
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down):  # the lines first, the next field after them
        QTest.keyClick(note, key)
        assert form.focusWidget() is note
    QTest.keyClick(note, Qt.Key.Key_Down)
    assert form.focusWidget() is not note
    first.click()
    note.setFocus()
    with qtbot.waitSignal(form.submitted, timeout=1000) as heard:
        QTest.keyClick(note, ENTER)
    assert heard.args == [{"outcome": "solved", "note": text.strip() + " More"}]


def test_shift_enter_breaks_the_line_of_a_long_text(qtbot: QtBot, form: Form) -> None:
    form.ask(line_form("Ms Rivera"), SCREEN)
    qtbot.waitUntil(form.isActiveWindow)
    text = form.focusWidget()
    assert isinstance(text, TextField)
    with qtbot.assertNotEmitted(form.submitted):
        QTest.keyClicks(text, "One")
        QTest.keyClick(text, ENTER, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClicks(text, "Two")
    with qtbot.waitSignal(form.submitted, timeout=1000) as heard:
        QTest.keyClick(text, ENTER)
    assert heard.args == [{"text": "One\nTwo"}]


def test_a_reflection_is_asked_from_its_first_question_on(qtbot: QtBot, form: Form) -> None:
    form.ask(reflection_form(lambda values: "" if values["happened"] else "Write a line."), SCREEN)
    qtbot.waitUntil(form.isActiveWindow)
    text = form.focusWidget()
    assert isinstance(text, TextField)
    assert text.accessibleName() == "What happened?"
    with qtbot.assertNotEmitted(form.submitted):
        QTest.keyClick(text, ENTER)
    assert form._problem.text() == "Write a line."
    QTest.keyClicks(text, "Loud")
    with qtbot.waitSignal(form.submitted, timeout=1000) as heard:
        QTest.keyClick(text, ENTER)
    assert heard.args == [{"happened": "Loud", "went_well": "", "differently": "", "person": "no"}]


def specs() -> dict[str, FormSpec]:
    return {
        "contact": contact_form(),
        "missing": missing_words_form(GAPS, "text"),
        "reminder": promise_form(lambda _: ""),
        "ending": ending_form(OUTCOMES),
        "draft": ending_form(OUTCOMES, "LEAP in 12 minutes. Cause: the form was sent twice. " * 4),
        "line": line_form("Ms Rivera"),
        "reflection": reflection_form(lambda _: ""),
    }


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("name", specs())
def test_every_form_shows_all_of_itself(form: Form, theme: Theme, name: str, percent: int) -> None:
    theme.choose("dark", percent)
    form.ask(specs()[name], SCREEN)
    form._complain("Something is not right here, and this is what you can do about it. " * 2)
    QApplication.processEvents()
    for widget in form.findChildren(QWidget):
        if widget.isVisible() and widget.layout() is None:
            need = (
                widget.heightForWidth(widget.width())
                if widget.hasHeightForWidth()
                else widget.minimumSizeHint().height()
            )
            assert widget.height() >= need, widget


def test_every_control_of_every_window_has_a_name(
    palette: Palette, form: Form, panel: Panel
) -> None:
    windows: list[tuple[str, QWidget]] = [("palette", palette)]
    nameless: list[str] = []

    def walk(title: str, window: QWidget) -> None:
        assert window.accessibleName()
        nameless.extend(
            f"{title}: {type(child).__name__}"
            for child in window.findChildren(QWidget)
            if isinstance(child, CONTROLS) and child.isVisible() and not child.accessibleName()
        )

    for title, window in windows:
        walk(title, window)
    for title, view in samples.ALL.items():
        panel.show_view(view)
        walk(f"panel {title}", panel)
    for title, spec in specs().items():
        form.ask(spec, SCREEN)
        walk(f"form {title}", form)
    assert not nameless


@pytest.mark.parametrize("key", [ENTER, ESC])
def test_nothing_is_decided_while_the_real_key_is_down(
    qtbot: QtBot, theme: Theme, key: Qt.Key
) -> None:
    down = {"Enter"}
    palette = Palette(theme, lambda _names: tuple(down))
    qtbot.addWidget(palette)
    decided: list[str] = []
    palette.chosen.connect(lambda _kind, chosen: decided.append(chosen))
    palette.cancelled.connect(lambda: decided.append("cancelled"))
    palette.open_at(SCREEN)
    palette.show_results(ROWS)
    qtbot.waitUntil(palette.isActiveWindow)
    edit = palette.findChild(QLineEdit)
    assert edit is not None
    qtbot.keyClick(edit, key)  # what auto-repeat looks like when its next press is late
    qtbot.wait(60)
    assert palette.isVisible()
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    down.clear()
    qtbot.waitUntil(lambda: bool(decided))
    assert decided == ["p0" if key == ENTER else "cancelled"]
    assert not palette.isVisible()


def test_a_form_knows_words_that_were_typed_from_those_it_was_given(
    qtbot: QtBot, form: Form
) -> None:
    assert not form.has_words
    form.ask(contact_form("Ana", "", ""), SCREEN)
    assert not form.has_words
    customer = next(e for e in form.findChildren(QLineEdit) if e.text() == "Ana")
    customer.setText("Ana Nunez")
    assert form.has_words
    customer.setText("Ana")
    assert not form.has_words
    customer.setText("Ben")
    form.on_abandoned()
    assert not form.has_words

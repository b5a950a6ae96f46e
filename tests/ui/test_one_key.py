from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle
from pytestqt.qtbot import QtBot

from desktop.ui.motion import Motion, wants_less_motion
from desktop.ui.one_key import SMOOTH_MS, STEADY_MS, OneKeySheet
from desktop.ui.panel import Panel
from desktop.ui.phrase_button import PhraseButton
from desktop.ui.view import BranchView, OneKeyView, PanelView, StartView
from tests.ui.conftest import Clock
from tests.ui.samples import CHOICES, HINTS, STEP

BRANCHES = (
    BranchView("calmer", "They have calmed down", "c"),
    BranchView("upset", "Still upset", "u"),
    BranchView("silent", "They say nothing"),
)
AT_STEP = PanelView(step=replace(STEP, branches=BRANCHES), hints=HINTS)
MODE = OneKeyView(1, 3.0)


class StillStyle(QProxyStyle):
    """A desktop whose windows do not move by themselves."""

    def styleHint(self, hint: QStyle.StyleHint, *rest: object) -> int:  # noqa: N802 - Qt's
        if hint is QStyle.StyleHint.SH_Widget_Animation_Duration:
            return 0
        return super().styleHint(hint, *rest)  # type: ignore[arg-type]  # as they came


def sheet_of(panel: Panel) -> OneKeySheet:
    found = panel.findChild(OneKeySheet)
    assert isinstance(found, OneKeySheet)
    return found


def shown(panel: Panel) -> list[str]:
    QApplication.processEvents()
    return [key for key, _place in sheet_of(panel).shown_keys()]


def test_every_key_stands_at_what_it_does(panel: Panel) -> None:
    panel.show_view(AT_STEP)
    assert panel.findChild(OneKeySheet) is None  # many never need it
    size = panel.size()
    panel.show_view(replace(AT_STEP, one_key=MODE))
    assert sheet_of(panel).isVisible()
    assert panel.size() == size  # nothing moves
    assert shown(panel) == ["1", "2", "3", "4", "5", "C", "U", "B", "N"]
    places = dict(sheet_of(panel).shown_keys())
    for button in panel.findChildren(PhraseButton):
        if button.isVisible():
            corner = button.mapTo(panel, QPoint())
            cap = places[button.accessibleName()[-1]]  # "Take it on, Ctrl+Shift+2"
            assert button.rect().translated(corner).contains(cap)
    panel.show_view(AT_STEP)
    assert not sheet_of(panel).isVisible()


def test_a_key_that_goes_nowhere_is_not_shown(panel: Panel) -> None:
    step = replace(STEP, can_go_back=False, can_go_next=False, is_private=True, branches=BRANCHES)
    panel.show_view(replace(AT_STEP, step=step, one_key=MODE))
    assert shown(panel) == ["C", "U"]


def test_playbooks_are_started_by_their_numbers(panel: Panel) -> None:
    panel.show_view(PanelView(start=StartView(CHOICES), one_key=MODE))
    assert shown(panel) == ["1", "2", "3", "4"]


def test_keys_out_of_sight_are_not_drawn_over_the_footer(panel: Panel) -> None:
    many = tuple(replace(each, slot=slot) for slot, each in enumerate(STEP.phrases * 2, 1))[:9]
    long = ("A line of advice that is long enough to need some room.",) * 25
    panel.show_view(PanelView(step=replace(STEP, do=long, phrases=many), one_key=MODE))
    foot = [key for key in shown(panel) if not key.isdigit()]
    assert foot == ["B", "N"]
    assert "9" not in shown(panel)


def test_clicks_go_through(panel: Panel, qtbot: QtBot) -> None:
    panel.show_view(replace(AT_STEP, one_key=MODE))
    QApplication.processEvents()
    place = dict(sheet_of(panel).shown_keys())["2"].center()
    below = panel.childAt(place)
    assert isinstance(below, PhraseButton)
    with qtbot.waitSignal(panel.phrase_chosen) as signal:
        QTest.mouseClick(below, Qt.MouseButton.LeftButton)
    assert signal.args == [STEP.phrases[1].id]


def test_the_time_runs_out_and_begins_anew_with_another_opening(panel: Panel, clock: Clock) -> None:
    panel.show_view(replace(AT_STEP, one_key=MODE))
    sheet = sheet_of(panel)
    assert sheet.share_left == 1.0
    clock.now += 1.5
    assert sheet.share_left == pytest.approx(0.5)
    panel.show_view(replace(AT_STEP, target="Chrome", one_key=MODE))
    assert sheet.share_left == pytest.approx(0.5)
    panel.show_view(replace(AT_STEP, one_key=replace(MODE, opening=2)))
    assert sheet.share_left == 1.0
    clock.now += 60
    assert sheet.share_left == 0.0
    panel.show_view(AT_STEP)
    assert not sheet.is_ticking


@pytest.fixture
def stillness(panel: Panel) -> Iterator[None]:
    panel.show_view(replace(AT_STEP, one_key=MODE))
    panel.show_view(AT_STEP)
    sheet, style = sheet_of(panel), StillStyle()
    before = sheet.style()
    sheet.setStyle(style)
    yield
    sheet.setStyle(before)
    style.deleteLater()


def test_motion_that_nobody_wants_is_left_out(panel: Panel, clock: Clock, stillness: None) -> None:
    del stillness
    sheet = sheet_of(panel)
    assert wants_less_motion(sheet, Motion())
    assert not wants_less_motion(panel, Motion())
    panel.show_view(replace(AT_STEP, one_key=MODE))
    clock.now += 0.9
    assert sheet.share_left == 1.0
    clock.now += 0.2
    assert sheet.share_left == pytest.approx(2 / 3)
    assert SMOOTH_MS < 50 < STEADY_MS


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_paints_with_keys_that_are_taken(panel: Panel, scheme: str) -> None:
    panel._theme.choose(scheme)  # type: ignore[arg-type]
    panel.show_view(replace(AT_STEP, one_key=MODE))
    plain = panel.grab().toImage()
    panel.show_view(replace(AT_STEP, one_key=replace(MODE, refused=frozenset({"2"}))))
    taken = panel.grab().toImage()
    places = dict(sheet_of(panel).shown_keys())
    assert taken.copy(places["2"]) != plain.copy(places["2"])
    assert taken.copy(places["3"]) == plain.copy(places["3"])


def test_a_panel_that_is_folded_shows_no_keys(panel: Panel) -> None:
    panel.show_view(replace(AT_STEP, one_key=MODE))
    panel.show_view(replace(AT_STEP, is_collapsed=True, one_key=None))
    assert not sheet_of(panel).isVisible()

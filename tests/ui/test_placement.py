"""Where the panel stands: pure cases, and the keeper with a real panel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication

from desktop.ui.panel import Panel
from desktop.ui.placement import (
    PlaceKeeper,
    ScreenBox,
    clamp,
    current_screens,
    default_corner,
    layout_key,
)
from tests.ui import samples

LEFT = ScreenBox("DP-1", QRect(0, 0, 1920, 1080), QRect(0, 0, 1920, 1040))
RIGHT = ScreenBox("DP-2", QRect(1920, -200, 2560, 1440), QRect(1920, -200, 2560, 1440), 1.5)


def test_layout_key_knows_the_arrangement_not_the_order() -> None:
    assert layout_key([LEFT, RIGHT]) == layout_key([RIGHT, LEFT])
    assert layout_key([LEFT]) == "DP-1:1920x1080+0+0@1"
    assert layout_key([RIGHT]) == "DP-2:2560x1440+1920-200@1.5"


@pytest.mark.parametrize(
    ("rect", "expected"),
    [
        (QRect(100, 100, 380, 60), QPoint(100, 100)),  # in sight: stays
        (QRect(-300, 100, 380, 60), QPoint(0, 100)),  # off the left
        (QRect(1800, -190, 380, 60), QPoint(1920, -190)),  # astride: to the screen with more
        (QRect(100, 1030, 380, 60), QPoint(100, 980)),  # under the task bar
        (QRect(9000, 5000, 380, 60), QPoint(4100, 1180)),  # its screen went away
        (QRect(10, 10, 3000, 2000), QPoint(0, 0)),  # larger than the screen: corner in sight
    ],
)
def test_clamp(rect: QRect, expected: QPoint) -> None:
    assert clamp(rect, [LEFT, RIGHT]).topLeft() == expected


def test_clamp_without_a_screen_changes_nothing() -> None:
    assert clamp(QRect(5, 5, 10, 10), []) == QRect(5, 5, 10, 10)


def test_default_corner_is_at_the_right_with_room_to_grow() -> None:
    corner = default_corner(QSize(380, 400), LEFT)
    assert corner.x() == 1920 - 380 - 16
    assert 16 <= corner.y() <= 1040 - 800


def test_keeper_places_remembers_and_saves(panel: Panel) -> None:
    places: dict[str, tuple[int, int]] = {}
    keeper = PlaceKeeper(panel, places.get, places.__setitem__)
    panel.show_view(samples.LEAP)
    keeper.restore()
    screen = current_screens()[0]
    assert panel.geometry().right() <= screen.available.right()
    assert not places
    panel.moved.emit(QPoint(12, 34))
    key = layout_key(current_screens())
    assert places == {key: (12, 34)}
    places[key] = (5000, 5000)
    keeper.restore()
    assert screen.available.contains(panel.geometry())


def test_steps_never_move_the_panel_and_unfolding_brings_it_in_sight(panel: Panel) -> None:
    screen = QGuiApplication.primaryScreen().availableGeometry()
    panel.show_view(samples.FOLDED)
    panel.place_at(QPoint(100, screen.bottom()))
    folded = panel.geometry()
    assert screen.contains(folded)
    panel.show_view(samples.LEAP)
    assert screen.contains(panel.geometry())
    assert panel.y() < folded.y()
    panel.show_view(samples.FOLDED)
    assert panel.geometry() == folded
    panel.place_at(QPoint(30, 40))
    panel.show_view(samples.IDLE)
    for view in samples.ALL.values():
        if not view.is_collapsed:
            panel.show_view(view)
            assert panel.pos() == QPoint(30, 40)
            assert screen.contains(panel.geometry())

"""Where the panel stands: remembered per arrangement of screens, and never out of sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QSize, QTimer
from PySide6.QtGui import QGuiApplication, QScreen

if TYPE_CHECKING:
    from desktop.ui.panel import Panel

MARGIN = 16
TYPICAL_HEIGHT = 1000
"""A full step; the default place leaves this much room below, so that no step has to scroll."""


@dataclass(frozen=True, slots=True)
class ScreenBox:
    """A screen as plain numbers, in logical pixels; `available` is without task bars."""

    name: str
    full: QRect
    available: QRect
    dpr: float = 1.0


def current_screens() -> tuple[ScreenBox, ...]:
    """The screens there are now, the primary one first."""
    return tuple(
        ScreenBox(
            screen.name(),
            screen.geometry(),
            screen.availableGeometry(),
            screen.devicePixelRatio(),
        )
        for screen in QGuiApplication.screens()
    )


def layout_key(screens: Sequence[ScreenBox]) -> str:
    """A name for this arrangement of screens: the same screens plugged in again give it again."""
    return ";".join(
        sorted(
            f"{screen.name}:{screen.full.width()}x{screen.full.height()}"
            f"{screen.full.x():+}{screen.full.y():+}@{screen.dpr:g}"
            for screen in screens
        )
    )


def home_of(rect: QRect, screens: Sequence[ScreenBox]) -> ScreenBox:
    """The screen that shows most of a rectangle; the nearest one when none does."""

    def shown(screen: ScreenBox) -> int:
        common = screen.available & rect
        return common.width() * common.height() if common.isValid() else 0

    def distance(screen: ScreenBox) -> int:
        return (screen.available.center() - rect.center()).manhattanLength()

    return min(screens, key=lambda screen: (-shown(screen), distance(screen)))


def clamp(rect: QRect, screens: Sequence[ScreenBox]) -> QRect:
    """Move a rectangle as little as possible until its screen shows all of it.

    What is larger than the screen keeps its top left corner visible.
    """
    if not screens:
        return QRect(rect)
    room = home_of(rect, screens).available
    x = max(room.left(), min(rect.x(), room.left() + room.width() - rect.width()))
    y = max(room.top(), min(rect.y(), room.top() + room.height() - rect.height()))
    return QRect(QPoint(x, y), rect.size())


def default_corner(size: QSize, screen: ScreenBox) -> QPoint:
    """The first place: right edge, centred for a panel of typical height, which grows down."""
    room = screen.available
    height = min(max(size.height(), TYPICAL_HEIGHT), room.height() - 2 * MARGIN)
    x = room.left() + room.width() - size.width() - MARGIN
    y = room.top() + max(MARGIN, (room.height() - height) // 2)
    return QPoint(max(room.left(), x), y)


class PlaceKeeper(QObject):
    """Puts the panel where it was left on this arrangement of screens, and remembers drags.

    Args:
        load: The remembered corner for a layout key, or None.
        save: Remembers a corner for a layout key.
    """

    def __init__(
        self,
        panel: Panel,
        load: Callable[[str], tuple[int, int] | None],
        save: Callable[[str, tuple[int, int]], None],
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._load = load
        self._save = save
        self._is_chosen = False  # whether the person put the panel where it is, on any screens
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)  # several screens change in one turn of the event loop
        self._settle.timeout.connect(self.restore)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._on_screen_added)
        app.screenRemoved.connect(self._on_screens_changed)
        for screen in QGuiApplication.screens():
            self._watch(screen)
        panel.moved.connect(self._on_moved)

    def restore(self) -> None:
        """Place the panel: where it was left on these screens, else near where the person put it.

        Where nobody ever moved it, it takes the default corner of the screens there are now. A
        place found by clamping is not saved, so that a screen that comes back gets its own.
        """
        screens = current_screens()
        if not screens:
            return
        remembered = self._load(layout_key(screens))
        if remembered is not None:
            self._is_chosen = True
            self._panel.place_at(QPoint(*remembered))
        elif self._is_chosen:
            self._panel.place_at(self._panel.corner)
        else:
            self._panel.place_at(default_corner(self._panel.size(), screens[0]))

    def _watch(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._on_screens_changed)
        screen.availableGeometryChanged.connect(self._on_screens_changed)

    def _on_screen_added(self, screen: QScreen) -> None:
        self._watch(screen)
        self._settle.start()

    def _on_screens_changed(self) -> None:
        self._settle.start()

    def _on_moved(self, corner: QPoint) -> None:
        self._is_chosen = True
        self._save(layout_key(current_screens()), (corner.x(), corner.y()))

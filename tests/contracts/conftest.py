"""Each suite runs against the fake and against every backend that works on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from desktop.oslayer.backend import Listeners
from desktop.oslayer.x11.backend import X11Backend
from tests.contracts.loop import TinyLoop
from tests.rig.fixtures import *  # noqa: F403 - fixtures are found by their names
from tests.rig.xserver import Desk


@dataclass
class OnX11:
    """The real backend on the private desktop, and what it reported."""

    backend: X11Backend
    loop: TinyLoop
    pressed: list[str]
    changes: list[str]


@pytest.fixture
def x11(desk: Desk) -> Iterator[OnX11]:
    loop, pressed, changes = TinyLoop(), list[str](), list[str]()
    backend = X11Backend(desk.display)
    backend.start(
        loop.main_loop,
        Listeners(
            hotkey_pressed=pressed.append,
            keymap_changed=lambda: changes.append("keymap"),
            foreground_changed=lambda: changes.append("foreground"),
            desktop_lost=lambda: changes.append("lost"),
        ),
    )
    yield OnX11(backend, loop, pressed, changes)
    backend.close()

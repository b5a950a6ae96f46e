"""The macOS rooms, imported as on a Mac, on a Mac that is none."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

from tests.macos.world import World

_ROOM = "desktop.oslayer.macos"
Import = Callable[[str], ModuleType]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def room(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Import]:
    """Imports a module of the room for this test alone; change the world before that where it
    counts."""
    for name in [name for name in sys.modules if name.startswith(_ROOM)]:
        monkeypatch.delitem(sys.modules, name)
    for name, module in world.modules().items():
        monkeypatch.setitem(sys.modules, name, module)

    def load(name: str) -> ModuleType:
        with pytest.MonkeyPatch.context() as on_a_mac:
            on_a_mac.setattr(sys, "platform", "darwin")
            return importlib.import_module(f"{_ROOM}.{name}")

    yield load
    for name in [name for name in sys.modules if name.startswith(_ROOM)]:
        del sys.modules[name]

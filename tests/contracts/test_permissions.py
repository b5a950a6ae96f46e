"""What `oslayer.backend.Permissions` promises."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop.errors import Cannot
from desktop.oslayer.backend import Permission, Permissions
from tests.fakes import FakePermissions
from tests.macos.conftest import Import
from tests.macos.world import World

System = tuple[Permissions, Callable[[], None]]
"""They, and what lets macOS answer what it was asked."""


@pytest.fixture
def fake_system() -> System:
    some = Permission("keys", "Keys", False, "Nothing goes in.", "Open settings")
    return FakePermissions(some), lambda: None


@pytest.fixture
def macos_system(room: Import, world: World, monkeypatch: pytest.MonkeyPatch) -> System:
    monkeypatch.setattr("sys.frozen", True, raising=False)
    world.pasteboard.access = 0
    notifier = room("notices").Notices()
    return room("allowing").Permissions(lambda: None, notifier), world.run_main


@pytest.fixture(params=["fake", "macos"])
def system(request: pytest.FixtureRequest) -> System:
    found: System = request.getfixturevalue(f"{request.param}_system")
    return found


def test_how_they_stand_is_told_at_once_and_in_words(system: System) -> None:
    permissions, settle = system
    told: list[tuple[Permission, ...]] = []
    permissions.look(told.append)
    assert told
    settle()
    for rows in told:
        assert len({each.id for each in rows}) == len(rows)
        assert all(each.name and each.state and each.button for each in rows)


def test_each_can_be_settled(system: System) -> None:
    permissions, settle = system
    told: list[tuple[Permission, ...]] = []
    permissions.look(told.append)
    settle()
    for each in told[-1]:
        assert isinstance(permissions.settle(each.id), Cannot | None)

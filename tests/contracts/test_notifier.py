"""What `oslayer.backend.Notifier` promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from desktop.oslayer.backend import Notifier, TrayNotices
from tests.fakes import FakeNotifier
from tests.macos.conftest import Import
from tests.macos.world import World

DUE = ("Poise: a promise is due", "Call <b>Zoë</b> & Co.")


@dataclass
class Rig:
    """One of them, and the system behind it.

    Args:
        shown: What the system shows.
        refuse: From now on it takes none.
        settle: Lets it answer what it was asked.
    """

    notifier: Notifier
    shown: Callable[[], list[tuple[str, str]]]
    refuse: Callable[[], None] = lambda: None
    settle: Callable[[], None] = lambda: None


@pytest.fixture
def fake_rig() -> Rig:
    fake = FakeNotifier()
    return Rig(fake, lambda: fake.shown, lambda: setattr(fake, "takes", False))


@pytest.fixture
def tray_rig() -> Rig:
    return Rig(TrayNotices(), list)


@pytest.fixture
def macos_rig(room: Import, world: World, monkeypatch: pytest.MonkeyPatch) -> Rig:
    monkeypatch.setattr("sys.frozen", True, raising=False)

    def refuse() -> None:
        world.notices_refuse = True

    return Rig(room("notices").Notices(), lambda: world.notices, refuse, world.run_main)


@pytest.fixture(params=["fake", "tray", "macos"])
def rig(request: pytest.FixtureRequest) -> Rig:
    found: Rig = request.getfixturevalue(f"{request.param}_rig")
    return found


@pytest.mark.parametrize("takes", [True, False])
def test_one_is_shown_as_it_stands_or_that_it_is_not_is_told_once(rig: Rig, takes: bool) -> None:
    if not takes:
        rig.refuse()
    otherwise: list[str] = []
    refusal = rig.notifier.notify(*DUE, lambda: otherwise.append("not shown"))
    rig.settle()
    was_told = len(otherwise) + (refusal is not None)
    assert (rig.shown(), was_told) in (([DUE], 0), ([], 1))
    assert takes or not rig.shown()


def test_to_prepare_shows_nothing(rig: Rig) -> None:
    rig.notifier.prepare()
    rig.settle()
    assert rig.shown() == []

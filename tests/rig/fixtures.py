"""Fixtures of the private desktop: one per session with its programs; each test gets it tidy.

A folder whose tests need them says `from tests.rig.fixtures import *` in its conftest.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.clipboard import Clipboards, Reader
from tests.rig.poise import Poise
from tests.rig.targets import ChromiumChat, Mousepad, Programs, Target, Xterm
from tests.rig.xserver import Desk

__all__ = [
    "chat",
    "clipboard",
    "clipboards",
    "desk",
    "editor",
    "poise",
    "programs",
    "session_desk",
    "target",
    "terminal",
]


@pytest.fixture(scope="session")
def session_desk() -> Iterator[Desk]:
    with Desk() as desk:
        yield desk


@pytest.fixture
def desk(session_desk: Desk) -> Iterator[Desk]:
    """The session's desktop, with no key left down before or after."""
    session_desk.keys.release_all()
    yield session_desk
    session_desk.keys.release_all()


@pytest.fixture(scope="session")
def programs(session_desk: Desk) -> Iterator[Programs]:
    found = Programs(session_desk)
    yield found
    found.stop()


@pytest.fixture
def chat(desk: Desk, programs: Programs) -> ChromiumChat:
    """The customer chat, empty and focused."""
    target = programs.get("chromium")
    assert isinstance(target, ChromiumChat)
    return target


@pytest.fixture
def editor(desk: Desk, programs: Programs) -> Mousepad:
    """The GTK editor, empty and focused."""
    target = programs.get("mousepad")
    assert isinstance(target, Mousepad)
    return target


@pytest.fixture
def terminal(desk: Desk, programs: Programs) -> Xterm:
    """The terminal, focused; its program records raw bytes."""
    target = programs.get("xterm")
    assert isinstance(target, Xterm)
    return target


@pytest.fixture(params=["chromium", "mousepad", "xterm"])
def target(request: pytest.FixtureRequest, desk: Desk, programs: Programs) -> Target:
    """Each of the three programs in turn, empty and focused."""
    return programs.get(request.param)


@pytest.fixture
def clipboard(desk: Desk) -> Iterator[Reader]:
    reader = Reader(desk.display)
    yield reader
    reader.close()


@pytest.fixture
def clipboards(desk: Desk) -> Iterator[Clipboards]:
    found = Clipboards(desk)
    yield found
    found.stop()


@pytest.fixture
def poise(desk: Desk, tmp_path: Path) -> Iterator[Poise]:
    """Poise in a home of its own, not yet started; anything on its stderr fails the test."""
    found = Poise(desk, tmp_path / "home")
    yield found
    found.close()

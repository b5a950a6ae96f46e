"""A private X server for the bundle, with Chromium on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.poise import Poise
from tests.rig.targets import ChromiumChat
from tests.rig.xserver import Desk

__all__ = ["chat", "desk", "poise", "surroundings"]


@pytest.fixture(scope="session")
def desk() -> Iterator[Desk]:
    with Desk() as found:
        yield found


@pytest.fixture
def surroundings(desk: Desk) -> dict[str, str]:
    """The environment of a program on this desktop."""
    return {**desk.env, "PATH": "/usr/bin:/bin"}


@pytest.fixture
def chat(desk: Desk) -> Iterator[ChromiumChat]:
    found = ChromiumChat(desk)
    found.start()
    yield found
    found.stop()


@pytest.fixture
def poise(desk: Desk, bundle: Path, tmp_path: Path) -> Iterator[Poise]:
    """The bundle in a home of its own, with nothing of this checkout in its environment."""
    found = Poise(desk, tmp_path / "home", command=[bundle])
    found.env["PATH"] = "/usr/bin:/bin"
    yield found
    found.close()

"""The bundle that `make package` built, on a desktop of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.poise import REPOSITORY, Poise
from tests.rig.targets import ChromiumChat
from tests.rig.xserver import Desk

BUNDLE = REPOSITORY / "dist" / "poise" / "poise"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.frozen)


@pytest.fixture(scope="session")
def bundle() -> Path:
    """The built executable; without it these tests fail rather than pass unseen."""
    if not BUNDLE.is_file():
        pytest.fail("there is no dist/poise/poise; `make package` builds it")
    return BUNDLE


@pytest.fixture(scope="session")
def desk() -> Iterator[Desk]:
    with Desk() as found:
        yield found


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

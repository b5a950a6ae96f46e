"""The bundle that `make package` built, on a desktop of its own; on a Mac on the one there is.

POISE_BUNDLE names its folder, when it is not dist/poise; a Mac's is dist/Poise.app.
The bundle for Windows is tested in tests/windows.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / os.environ.get("POISE_BUNDLE", "dist/poise")

if sys.platform == "linux":
    from tests.frozen.on_x11 import *  # noqa: F403 - fixtures are found by their names

    collect_ignore = ["test_mac_app.py"]
else:
    collect_ignore = ["test_bundle.py", "test_encryption.py"]  # need the rig's X server and bus

    @pytest.fixture
    def surroundings() -> dict[str, str]:
        """The environment of a program on this desktop."""
        return dict(os.environ)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.frozen)


@pytest.fixture(scope="session")
def folder() -> Path:
    """All of it."""
    return FOLDER


@pytest.fixture(scope="session")
def bundle(folder: Path) -> Path:
    """The built executable; without it these tests fail rather than pass unseen."""
    inside = "Contents/MacOS/poise" if folder.suffix == ".app" else "poise"
    if not (folder / inside).is_file():
        pytest.fail(f"there is no {folder / inside}; `make package` builds it")
    return folder / inside


@pytest.fixture(scope="session")
def has_encryption(folder: Path) -> bool:
    """Whether it was built with `ENCRYPTION=1`, as its folder says."""
    return folder.parent.name == "encryption"

"""The bundle that `make package` built, on a desktop of its own; on a Mac on the one there is.

POISE_BUNDLE names its folder, when it is not dist/poise.
The bundle for Windows is tested in tests/windows.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
BUNDLE = REPOSITORY / os.environ.get("POISE_BUNDLE", "dist/poise") / "poise"

if sys.platform == "linux":
    from tests.frozen.on_x11 import *  # noqa: F403 - fixtures are found by their names
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
def bundle() -> Path:
    """The built executable; without it these tests fail rather than pass unseen."""
    if not BUNDLE.is_file():
        pytest.fail(f"there is no {BUNDLE}; `make package` builds it")
    return BUNDLE


@pytest.fixture(scope="session")
def has_encryption(bundle: Path) -> bool:
    """Whether it was built with `ENCRYPTION=1`, as its folder says."""
    return bundle.parent.parent.name == "encryption"

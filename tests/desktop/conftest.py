"""Everything here needs the private desktop of `tests.rig`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rig.fixtures import *  # noqa: F403 - fixtures are found by their names


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them all."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.desktop)

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.insights.records import Written


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Written]:
    """An empty record."""
    record = Written(tmp_path / "poise.db")
    yield record
    record.connection.close()

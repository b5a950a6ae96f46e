"""What the tests of the contact log share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.contacts.log_bench import WAIT_S, LogBench


@pytest.fixture
def log(tmp_path: Path) -> Iterator[LogBench]:
    made = LogBench(tmp_path / "poise.db")
    yield made
    made.ledger.abandon(WAIT_S)
    assert made.bugs == []

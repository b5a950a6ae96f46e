"""Every test of the record can run on an encrypted one: `POISE_TEST_DRIVER=sqlcipher pytest …`.

Reference cycles are looked for between tests, as Poise does it: not on the record's thread, where
windows of an earlier test would be destroyed with their timers running.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from desktop.garbage import Collector

_COLLECTOR = Collector()


def pytest_runtest_logfinish() -> None:
    _COLLECTOR.look()


if os.environ.get("POISE_TEST_DRIVER") == "sqlcipher":
    from desktop.storage import driver

    driver.use(driver.Key(bytes(range(driver.KEY_BYTES))))

    def connect(path: Path | str, *more: Any, **how: Any) -> sqlite3.Connection:
        """The second program of a test opens the record as Poise does."""
        file = str(path).removeprefix("file://").partition("?")[0]
        return driver.connect(path, Path(unquote(file)), *more, **how)

    sqlite3.connect = connect  # type: ignore[assignment]

"""A real notification area (trayer), and where a program's icon is in it."""

from __future__ import annotations

import subprocess
from types import TracebackType
from typing import Self

from tests.rig import process, wait
from tests.rig.windows import Geometry
from tests.rig.xserver import Desk

COMMAND = (
    *("trayer", "--edge", "bottom", "--align", "left", "--widthtype", "request"),
    *("--heighttype", "pixel", "--height", "28", "--SetDockType", "true"),
    *("--SetPartialStrut", "false"),
)


class Tray:
    """A desktop's tray; use as a context manager."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._process = self._desk.spawn_logged("trayer", *COMMAND)
        wait.until(self._desk.windows.has_tray, "the tray")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None:
            process.end(self._process)
        wait.until(lambda: not self._desk.windows.has_tray(), "the tray to be gone")

    def wait_icon(self, pid: int) -> Geometry:
        """Wait until this process has an icon here, and return its place."""
        found = wait.until(lambda: self._desk.windows.tray_icon(pid), "the icon in the tray")
        assert found is not None
        return found

"""Another screen resolution while programs run, as a laptop gets it when it leaves its dock."""

from __future__ import annotations

import subprocess

from tests.rig import wait
from tests.rig.windows import Geometry
from tests.rig.xserver import Desk

OUTPUT = "screen"  # what Xvfb calls its only one


class Screens:
    """The one output of a desk; it can have any size up to the one the desk was made with."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._modes: set[tuple[int, int]] = {desk.size}

    def resize(self, width: int, height: int) -> None:
        """Change the resolution and wait until the window manager knows it."""
        if (width, height) not in self._modes:
            # Xvfb sends no picture anywhere: of a mode's timings only their order matters.
            across = [width, width + 16, width + 32, width + 48]
            down = [height, height + 2, height + 4, height + 8]
            self._xrandr("--newmode", f"{width}x{height}", "60", *map(str, across + down))
            self._xrandr("--addmode", OUTPUT, f"{width}x{height}")
            self._modes.add((width, height))
        self._xrandr("--output", OUTPUT, "--mode", f"{width}x{height}")
        whole = Geometry(0, 0, width, height)
        wait.until(
            lambda: self._desk.windows.workarea() == whole, f"a screen of {width} x {height}"
        )

    def reset(self) -> None:
        """The size it was made with."""
        self.resize(*self._desk.size)

    def _xrandr(self, *words: str) -> None:
        subprocess.run(["xrandr", *words], env=self._desk.env, check=True, timeout=10)

"""Runs a Windows program in the laboratory, on a private desktop, with hands to press its keys.

    python -m tests.windows.run PROGRAM ARGUMENTS…

`python` is the laboratory's Windows Python. The exit code is the program's; whatever it started
is gone afterwards, also after Ctrl+C. Pictures that tests took stay in the folder that POISE_SHOTS
names. Runs on Linux.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from Xlib import display, error

from tests.rig import process, wait
from tests.rig.keys import xdotool_name
from tests.rig.xserver import Desk

LAB = Path(__file__).resolve().with_name("lab.sh")
POLL_S = 0.002
STOPPED = 130  # what a shell says about a program that was ended by Ctrl+C


class HandsOutside:
    """Presses what is asked for in a shared folder (the other side: rig/hands.py).

    Args:
        desk: Whose keys are pressed.
        folder: Gets `asked` and `answered`, a JSON line for each request in both.
    """

    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk = desk
        self._asked = (folder / "asked").open("w+b", buffering=0)
        self._answered = (folder / "answered").open("wb", buffering=0)
        self._begun = b""
        self._x = display.Display(desk.display)
        self._ways: dict[str, Callable[..., Any]] = {
            "activate": lambda title: desk.windows.activate(self._titled(title)),
            "tap": lambda chord: self._press("key", xdotool_name(chord)),
            "down": lambda *keys: self._press("keydown", *map(xdotool_name, keys)),
            "up": desk.keys.up,
            "type": lambda text: self._press("type", "--delay", 8, "--", text),
            "click": lambda x, y: self._press("mousemove", "--sync", x, y, "click", 1),
            "move": lambda x, y: self._xdotool("mousemove", "--sync", x, y),
            "screenshot": lambda name: desk.windows.screenshot(name, folder),
        }

    def serve(self) -> None:
        """Press what was asked for since the last time."""
        *whole, self._begun = (self._begun + self._asked.read()).split(b"\n")
        for line in whole:
            what, *words = json.loads(line)
            try:
                self._ways[what](*words)
                problem = None
            except (AssertionError, subprocess.SubprocessError) as objection:
                problem = str(objection)
            self._answered.write(json.dumps(problem).encode() + b"\n")

    def close(self) -> None:
        """Stop listening."""
        self._asked.close()
        self._answered.close()
        self._x.close()

    def _press(self, *words: str | int) -> None:
        # Which window gets the keys the asker has made sure of, by asking Windows; Wine brings
        # them there from any window of its own that has the X focus.
        wait.until(self._is_a_window_focused, "a program's window to have the X focus", 5)
        self._xdotool(*words)

    def _is_a_window_focused(self) -> bool:
        focus = self._x.get_input_focus().focus
        with suppress(error.BadWindow):
            return not isinstance(focus, int) and focus.get_wm_class() is not None
        return False

    def _xdotool(self, *words: str | int) -> None:
        subprocess.run(["xdotool", *map(str, words)], env=self._desk.env, check=True, timeout=10)

    def _titled(self, title: str) -> int:
        """The newest window with exactly this title."""
        windows = self._desk.windows

        def found() -> int:
            return next((w for w in reversed(windows.managed()) if windows.title(w) == title), 0)

        return wait.until(found, f"the window {title!r} to be on the screen", 5)


def run(command: Sequence[str]) -> int:
    """Run a program in a session of the laboratory; its exit code."""
    with Desk() as desk:
        folder = desk.root / "hands"
        folder.mkdir()
        hands = HandsOutside(desk, folder)
        env = os.environ | {
            "DISPLAY": desk.display,
            "POISE_WINLAB_SHARE": str(folder),
            "POISE_HANDS": f"Z:{folder}",
        }
        session = process.spawn([LAB, "run", *command], env, stdout=1, stderr=2, cwd=Path.cwd())
        try:
            while session.poll() is None:
                hands.serve()
                wait.pass_by(POLL_S)
        finally:
            process.end(session)
            hands.close()
            _keep_pictures(folder)
        return session.returncode


def _keep_pictures(folder: Path) -> None:
    wanted = os.environ.get("POISE_SHOTS")
    if wanted:
        Path(wanted).mkdir(parents=True, exist_ok=True)
        for picture in folder.glob("*.png"):
            shutil.copy(picture, wanted)


def main() -> int:
    """Run what the command line says."""
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return STOPPED


if __name__ == "__main__":
    sys.exit(main())

"""Starting with Windows: the Run key of this user, and what Task Manager says to it.

Task Manager keeps its switch beside the Run key, under StartupApproved: a value of the same
name whose first byte is odd is switched off (auto-launch #7, launch_at_startup #26). That is
the person's word; Poise shows it and never writes there.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import os
import winreg
from pathlib import Path
from subprocess import list2cmdline

from desktop.errors import Cannot
from desktop.oslayer.backend import Start, StartState

_ROOT = r"Software\Microsoft\Windows\CurrentVersion"
_NAME = "Poise"
_LONGEST = 260  # characters; Windows ignores a longer command (Run and RunOnce Registry Keys)


def own_command() -> tuple[str, ...]:
    """How to start this very Poise with its panel hidden: the bundle, or Python without console."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "run", "--hidden")
    windowless = Path(sys.executable).with_name("pythonw.exe")
    python = str(windowless) if windowless.exists() else sys.executable
    return (python, "-m", "desktop", "run", "--hidden")


class Autostart:
    """Implements `oslayer.backend.Autostart`.

    Args:
        command: Program and arguments.
        root: The key under HKEY_CURRENT_USER that holds Run and Explorer.
    """

    def __init__(self, command: tuple[str, ...] | None = None, root: str = _ROOT) -> None:
        program, *arguments = command or own_command()
        # Quoted also where no space asks for it: C:\Program.exe must never be tried.
        self.command = f'"{program}" {list2cmdline(arguments)}'.rstrip()
        self._run = rf"{root}\Run"
        self._approved = rf"{root}\Explorer\StartupApproved\Run"

    def state(self) -> StartState | Cannot:
        try:
            written = _value(self._run, _NAME)
            if written is None:
                return StartState(Start.OFF)
            command = str(written)
            mark = _value(self._approved, _NAME)
        except OSError as problem:
            return _refusal("read", problem)
        if isinstance(mark, bytes) and mark and mark[0] % 2:
            return StartState(Start.SWITCHED_OFF, command)
        is_ours = os.path.expandvars(command).casefold() == self.command.casefold()
        return StartState(Start.ON if is_ours else Start.ELSEWHERE, command)

    def switch_on(self) -> Cannot | None:
        if len(self.command) > _LONGEST:
            return Cannot(
                "Poise lies in a folder whose path is too long for Windows' start list.",
                "Move it to a folder with a shorter path.",
            )
        try:
            with winreg.CreateKeyEx(
                winreg.HKEY_CURRENT_USER, self._run, access=winreg.KEY_SET_VALUE
            ) as key:
                winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, self.command)
        except OSError as problem:
            return _refusal("change", problem)
        now = self.state()
        return switched_off() if now == StartState(Start.SWITCHED_OFF, self.command) else None

    def switch_off(self) -> Cannot | None:
        try:
            with winreg.OpenKey(
                winreg.HKEY_CURRENT_USER, self._run, access=winreg.KEY_SET_VALUE
            ) as key:
                winreg.DeleteValue(key, _NAME)
        except FileNotFoundError:
            pass  # it is off already
        except OSError as problem:
            return _refusal("change", problem)
        return None


def switched_off() -> Cannot:
    """Why Poise does not start although it is entered."""
    return Cannot(
        "Poise was switched off in Task Manager, so Windows does not start it at login.",
        "Open Task Manager, choose “Startup apps”, and enable Poise there.",
    )


def _value(path: str, name: str) -> object:
    """A value of this user's registry; None when there is none."""
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
            return winreg.QueryValueEx(key, name)[0]
    except FileNotFoundError:
        return None


def _refusal(verb: str, problem: OSError) -> Cannot:
    return Cannot(
        f"Windows does not let Poise {verb} what starts at login ({problem.strerror}).",
        "Ask whoever manages this computer, or put Poise into the Startup folder.",
    )

"""Real programs with text fields that come with Windows. Nobody here wrote them."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from ctypes import wintypes
from pathlib import Path
from typing import ClassVar, TypeVar

from tests.rig import wait
from tests.windows.rig import windows
from tests.windows.rig.windows import Rectangle, function

_open_process = function(
    *("kernel32", "OpenProcess", wintypes.HANDLE),
    *(wintypes.DWORD, wintypes.BOOL, wintypes.DWORD),
)
_close_handle = function("kernel32", "CloseHandle", wintypes.BOOL, wintypes.HANDLE)
_suspend = function("ntdll", "NtSuspendProcess", wintypes.LONG, wintypes.HANDLE)
_resume = function("ntdll", "NtResumeProcess", wintypes.LONG, wintypes.HANDLE)
_SUSPEND_RESUME = 0x0800  # PROCESS_SUSPEND_RESUME

P = TypeVar("P", bound="Program")


class Program:
    """A program with one text field that gets the keys while its window is in front."""

    name: ClassVar[str]
    command: ClassVar[Sequence[str]]
    fields: ClassVar[Sequence[str]]
    """Window classes that its field may have, over the versions of Windows; in lower case,
    because Windows' own programs spell them in several ways."""

    place: ClassVar[Rectangle]
    """Where its window is put: none covers another, and the right side is left to Poise."""

    def __init__(self) -> None:
        self.window = 0
        self.field = 0
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process of its window."""
        return windows.pid_of(self.window)

    def start(self) -> None:
        """Start the program and wait until its field has the keys."""
        before = set(windows.top_windows())
        self.process = subprocess.Popen(self.command)

        def has_come() -> bool:
            # By the window and not by the process: on newer Windows a name such as
            # notepad.exe only asks another program to open one.
            for window in windows.top_windows():
                field = 0 if window in before else self._field_of(window)
                if field:
                    self.window, self.field = window, field
                    return True
            return False

        wait.until(has_come, f"the window of {self.name}", 30)
        windows.move(self.window, self.place)
        self.focus()

    def _field_of(self, window: int) -> int:
        for child in windows.children(window):
            if windows.class_of(child).lower() in self.fields and windows.is_visible(child):
                return child
        return 0

    def text(self) -> str:
        """What stands in the field now, with `\\n` between lines."""
        return windows.text_of(self.field).replace("\r\n", "\n")

    def clear(self) -> None:
        """Empty the field."""
        windows.set_text(self.field, "")
        wait.until(lambda: self.text() == "", f"{self.name} to be empty")

    def focus(self) -> None:
        """Bring the program to the front with the caret in its field."""
        windows.activate(self.window)
        wait.until(lambda: windows.focused() == self.field, f"the field of {self.name} to be ready")

    def wait_text(self, expected: str, timeout_s: float = 8) -> None:
        """Wait until exactly this stands in the field."""
        wait.until_text(self.text, expected, self.name, timeout_s)

    def is_alive(self) -> bool:
        """Whether its window is there."""
        return bool(self.window) and windows.exists(self.window)

    def stop(self) -> None:
        """End it for sure, and without a question about saving."""
        with suppress(OSError):
            if self.is_alive():
                os.kill(self.pid, signal.SIGTERM)  # on Windows: TerminateProcess
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process = None
        window, self.window, self.field = self.window, 0, 0
        wait.until(lambda: not windows.exists(window), f"the window of {self.name} to go")

    def suspend(self) -> None:
        """The program does nothing any more, until `resume`."""
        self._tell(_suspend)

    def resume(self) -> None:
        """The program goes on."""
        self._tell(_resume)

    @contextmanager
    def hung(self) -> Iterator[None]:
        """The program answers nobody for the length of a block."""
        self.suspend()
        try:
            yield
        finally:
            self.resume()

    def _tell(self, call: Callable[..., int]) -> None:
        handle = _open_process(_SUSPEND_RESUME, False, self.pid)
        assert handle, f"{self.name} is not running"
        try:
            status = call(handle)
            assert status >= 0, f"{self.name} cannot be stopped or continued: {status:#x}"
        finally:
            _close_handle(handle)


class Notepad(Program):
    """The editor: one Edit control."""

    name = "notepad"
    command = ("notepad.exe",)
    fields = ("edit", "richeditd2dpt")
    place = Rectangle(20, 40, 620, 420)


class WordPad(Program):
    """The word processor: one rich edit control. Windows 11 24H2 has it no more."""

    name = "wordpad"
    path: ClassVar[Path] = Path(os.environ["PROGRAMFILES"], "Windows NT/Accessories/wordpad.exe")
    command = (str(path),)
    fields = ("richedit50w", "richedit20w")
    place = Rectangle(20, 450, 620, 830)


class RunDialog(Program):
    """The shell's Run window: a dialog with an Edit control inside a combo box."""

    name = "run"
    command = ("rundll32.exe", "shell32.dll,#61")
    fields = ("edit",)
    place = Rectangle(640, 40, 1000, 260)


class Programs:
    """Starts each program once, and hands it out empty and in front."""

    def __init__(self) -> None:
        self._running: dict[type[Program], Program] = {}

    def get(self, kind: type[P]) -> P:
        """This program, started if need be."""
        program = self._running.setdefault(kind, kind())
        assert isinstance(program, kind)
        if not program.is_alive():
            program.start()
        program.focus()
        program.clear()
        return program

    def stop(self) -> None:
        """End them all."""
        for program in self._running.values():
            if program.process is not None:
                program.stop()
        self._running.clear()

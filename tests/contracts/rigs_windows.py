"""The rigs on Windows: programs that come with it, pressed and read by `tests.windows.rig`."""

# ruff: noqa: E402 (the assertion comes first, for mypy)

from __future__ import annotations

import sys

assert sys.platform == "win32"

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from desktop.insertion.ports import Target
from desktop.oslayer.backend import MainLoop
from desktop.oslayer.windows.backend import WindowsBackend
from tests.contracts.rigs import (
    ClipboardRig,
    FieldRig,
    ForegroundRig,
    Heard,
    HotkeyRig,
    KeyRig,
    Told,
)
from tests.windows.rig import outside, pump, windows
from tests.windows.rig.clipboard import OtherProgram
from tests.windows.rig.hands import Hands
from tests.windows.rig.programs import Notepad, RunDialog
from tests.windows.rig.rival import Rival

__all__ = [
    "clipboard_on_windows",
    "fields_on_windows",
    "foreground_on_windows",
    "hotkeys_on_windows",
    "keys_on_windows",
    "windows_backend",
]


SET_PASSWORD_CHARACTER = 0x00CC  # EM_SETPASSWORDCHAR
UNUSED = MainLoop(lambda _descriptor, _call: lambda: None, lambda call: call())
"""Windows calls a window of the backend's own; there is nothing to watch."""


class OnWindows(Told):
    """The real backend; it hears while the test takes messages."""

    def __init__(self) -> None:
        self.backend = WindowsBackend()
        super().__init__(self.backend, UNUSED)


@pytest.fixture
def windows_backend() -> Iterator[OnWindows]:
    real = OnWindows()
    yield real
    real.backend.close()
    # What was under way is called still, so that the backend must not be gone before.
    pump.pass_by(0)


@pytest.fixture
def clipboard_on_windows(
    windows_backend: OnWindows, notepad: Notepad, hands: Hands
) -> Iterator[ClipboardRig]:
    clipboard, heard = windows_backend.backend.clipboard, Heard()
    clipboard.listen(heard)
    target = windows_backend.backend.foreground.current()
    assert isinstance(target, Target)

    def paste() -> None:
        pump.until_clipboard_rests()
        hands.tap("Ctrl+v", into=notepad.window)

    with OtherProgram() as other:
        yield ClipboardRig(
            old=other.copy_rich(),
            clipboard=clipboard,
            target=target,
            heard=heard,
            settle=pump.until,
            target_pastes=paste,
            target_text=notepad.text,
            manager_reads=other.text,
            somebody_copies=other.copy,
            content=other.everything,
        )


@pytest.fixture
def foreground_on_windows(
    windows_backend: OnWindows, notepad: Notepad, run_dialog: RunDialog
) -> ForegroundRig:
    return ForegroundRig(
        foreground=windows_backend.backend.foreground,
        names=("notepad", "rundll32"),
        title_of_first=lambda: windows.title_of(notepad.window),
        focus_first=notepad.focus,
        focus_second=run_dialog.focus,
        settle=pump.until,
        changes=windows_backend.changes,
    )


@pytest.fixture
def hotkeys_on_windows(
    windows_backend: OnWindows, notepad: Notepad, hands: Hands
) -> Iterator[HotkeyRig]:
    with Rival() as rival:

        def take(chord: str) -> None:
            assert rival.take(chord)

        def holding(chord: str) -> AbstractContextManager[None]:
            if outside.folder() is not None:
                pytest.skip("Wine knows no MOD_NOREPEAT: a hotkey that is held down repeats there")
            return hands.held(*chord.split("+"), into=notepad.window)

        yield HotkeyRig(
            registry=windows_backend.backend.hotkeys,
            tap=lambda chord: hands.tap(chord, into=notepad.window),
            holding=holding,
            spin_for=pump.pass_by,
            rival_takes=take,
            settle=pump.until,
            pressed=windows_backend.pressed,
        )


@pytest.fixture
def keys_on_windows(windows_backend: OnWindows, notepad: Notepad, hands: Hands) -> KeyRig:
    @contextmanager
    def holding(key: str) -> Iterator[None]:
        with hands.held(key, into=notepad.window):
            yield
            if key == "Alt":
                hands.tap("F9", into=notepad.window)  # Alt alone opens the menu when it comes up

    return KeyRig(
        keys=windows_backend.backend.keys, holding=holding, settle=pump.until, text=notepad.text
    )


@pytest.fixture
def fields_on_windows(windows_backend: OnWindows, run_dialog: RunDialog) -> Iterator[FieldRig]:
    def hide(hides: bool) -> None:
        windows.send(run_dialog.field, SET_PASSWORD_CHARACTER, ord("*") if hides else 0)

    yield FieldRig(
        secure_input=windows_backend.backend.secure_input, window=run_dialog.window, hide=hide
    )
    hide(False)

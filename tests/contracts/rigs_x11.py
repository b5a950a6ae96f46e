"""The rigs on X11: the private desktop of `tests.rig`, and one main loop without Qt."""

# ruff: noqa: E402 (the assertion comes first, for mypy)

from __future__ import annotations

import sys

assert sys.platform == "linux"

import select
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

import pytest

from desktop.insertion.ports import Target
from desktop.oslayer.backend import MainLoop
from desktop.oslayer.x11.backend import X11Backend
from tests.contracts.rigs import (
    ClipboardRig,
    FieldRig,
    ForegroundRig,
    Heard,
    HotkeyRig,
    KeyRig,
    Told,
)
from tests.rig import wait
from tests.rig.clipboard import Clipboards, Reader, rich
from tests.rig.grabs import Rival
from tests.rig.targets import Mousepad, Xterm
from tests.rig.xserver import Desk

__all__ = [
    "clipboard_on_x11",
    "fields_on_x11",
    "foreground_on_x11",
    "hotkeys_on_x11",
    "keys_on_x11",
    "x11",
]


class TinyLoop:
    """Watches descriptors and runs calls, while the test spins it."""

    def __init__(self) -> None:
        self._watched: dict[int, Callable[[], None]] = {}
        self._soon: deque[Callable[[], None]] = deque()
        self.main_loop = MainLoop(self._watch, self._soon.append)

    def _watch(self, descriptor: int, call: Callable[[], None]) -> Callable[[], None]:
        self._watched[descriptor] = call

        def stop() -> None:
            self._watched.pop(descriptor, None)

        return stop

    def spin_until(self, is_true: Callable[[], object], what: str, timeout_s: float = 5) -> None:
        """Run until the predicate holds.

        Raises:
            TooLate: It did not hold in time.
        """
        deadline = time.monotonic() + timeout_s
        while not is_true():
            if time.monotonic() > deadline:
                raise wait.TooLate(f"waited {timeout_s:g} s for {what}")
            self._turn()

    def spin_for(self, seconds: float) -> None:
        """Run for a while, where nothing is expected to happen."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self._turn()

    def _turn(self) -> None:
        while self._soon:
            self._soon.popleft()()
        for descriptor in select.select(list(self._watched), [], [], 0.01)[0]:
            call = self._watched.get(descriptor)
            if call is not None:
                call()


class OnX11(Told):
    """The real backend on the private desktop."""

    def __init__(self, desk: Desk) -> None:
        self.loop = TinyLoop()
        self.backend = X11Backend(desk.display)
        super().__init__(self.backend, self.loop.main_loop)


@pytest.fixture
def x11(desk: Desk) -> Iterator[OnX11]:
    real = OnX11(desk)
    yield real
    real.backend.close()


@pytest.fixture
def clipboard_on_x11(
    x11: OnX11, clipboards: Clipboards, clipboard: Reader, editor: Mousepad
) -> ClipboardRig:
    old = clipboards.own(rich()).formats
    heard = Heard()
    x11.backend.clipboard.listen(heard)
    target = x11.backend.foreground.current()
    assert isinstance(target, Target)

    def read() -> str:
        # Our own process has to answer while the reader waits, so it reads from a thread.
        found: list[str] = []
        thread = threading.Thread(target=lambda: found.append(clipboard.text()))
        thread.start()
        x11.loop.spin_until(lambda: not thread.is_alive(), "the reader")
        return found[0]

    return ClipboardRig(
        old=old,
        clipboard=x11.backend.clipboard,
        target=target,
        heard=heard,
        settle=x11.loop.spin_until,
        target_pastes=lambda: editor.desk.keys.tap("Ctrl+v", into=editor.window),
        target_text=editor.text,
        manager_reads=read,
        somebody_copies=clipboards.own_text,
        content=clipboard.everything,
    )


@pytest.fixture
def foreground_on_x11(x11: OnX11, editor: Mousepad, terminal: Xterm) -> ForegroundRig:
    return ForegroundRig(
        foreground=x11.backend.foreground,
        names=("mousepad", "xterm"),
        title_of_first=lambda: editor.desk.windows.title(editor.window),
        focus_first=editor.focus,
        focus_second=terminal.focus,
        settle=x11.loop.spin_until,
        changes=x11.changes,
    )


@pytest.fixture
def hotkeys_on_x11(x11: OnX11, editor: Mousepad) -> Iterator[HotkeyRig]:
    keys, window = editor.desk.keys, editor.window
    with Rival(editor.desk.display) as rival:

        def take(chord: str) -> None:
            assert rival.take(chord)

        yield HotkeyRig(
            registry=x11.backend.hotkeys,
            tap=lambda chord: keys.tap(chord, into=window),
            holding=lambda chord: keys.held(*chord.split("+"), into=window),
            spin_for=x11.loop.spin_for,
            rival_takes=take,
            settle=x11.loop.spin_until,
            pressed=x11.pressed,
        )


@pytest.fixture
def keys_on_x11(x11: OnX11, editor: Mousepad) -> KeyRig:
    return KeyRig(
        keys=x11.backend.keys,
        holding=lambda key: editor.desk.keys.held(key, into=editor.window),
        settle=x11.loop.spin_until,
        text=editor.text,
    )


@pytest.fixture
def fields_on_x11(x11: OnX11, editor: Mousepad) -> FieldRig:
    return FieldRig(
        secure_input=x11.backend.secure_input,
        window=editor.window,
        hide=lambda _hides: None,  # X11 knows no fields
        tells=False,
    )

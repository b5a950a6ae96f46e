"""Compatibility hotkeys: chords that another program holds, heard by a listener on its own."""

from __future__ import annotations

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("runs on Windows or in its lab", allow_module_level=True)
assert sys.platform == "win32"  # for mypy

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from ctypes import wintypes
from pathlib import Path

from desktop.hotkeys.chord import Chord
from desktop.insertion.ports import PasswordField
from desktop.oslayer.windows.key_listener import WINDOW_CLASS, KeyListener
from desktop.oslayer.windows.keys import Keys
from desktop.oslayer.windows.messages import MessageWindow
from desktop.oslayer.windows.secure_input import by_style
from tests.rig import wait
from tests.windows.rig import pump, windows
from tests.windows.rig.hands import Hands, InsideHands
from tests.windows.rig.poise import Poise
from tests.windows.rig.programs import Notepad
from tests.windows.rig.windows import function

HELLO = "Thank you for telling me, I am on it."
UNICODE = "Grüße, façade – “quoted” 漢字 😀"
ON = "agent_name: Sam\ncompatibility_hotkeys: yes\n"
OFF = "agent_name: Sam\ncompatibility_hotkeys: no\n"
ONE = "Ctrl+Shift+1"

RIVAL = """
import ctypes, sys
from ctypes import wintypes
user32 = ctypes.windll.user32
assert user32.RegisterHotKey(None, 1, 2 | 4, ord(sys.argv[1]))
print("taken", flush=True)
message = wintypes.MSG()
while user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
    if message.message == 0x312:
        print("fired", flush=True)
"""

FIELDS = """
import ctypes, sys, threading
from ctypes import wintypes as w
u = ctypes.WinDLL("user32")
u.CreateWindowExW.restype = w.HWND
u.PostThreadMessageW.argtypes = w.DWORD, w.UINT, w.WPARAM, w.LPARAM
def make(kind, title, style, top, height, parent):
    place = (40, top, 300, height)
    return w.HWND(u.CreateWindowExW(0, kind, title, style, *place, parent, None, None, None))
window = make("Static", "Two fields", 0x10CF0000, 40, 200, None)
fields = {"plain": make("Edit", None, 0x50000000, 10, 40, window),
          "password": make("Edit", None, 0x50000020, 80, 40, window)}
print(window.value, flush=True)
thread = ctypes.windll.kernel32.GetCurrentThreadId()
def obey():
    for line in sys.stdin:
        u.PostThreadMessageW(thread, 0x8000, fields[line.strip()].value, 0)
threading.Thread(target=obey, daemon=True).start()
message = w.MSG()
while u.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
    if message.message == 0x8000:
        u.SetFocus(w.HWND(message.wParam))
    u.DispatchMessageW(ctypes.byref(message))
"""

find_window = function("user32", "FindWindowW", wintypes.HWND, wintypes.LPCWSTR, wintypes.LPCWSTR)


def listener() -> int:
    """The listener's process; 0 when there is none."""
    return windows.pid_of(find_window(WINDOW_CLASS, None) or 0)


class Rival:
    """Another program that holds Ctrl+Shift and a key, and tells when that is pressed."""

    def __init__(self, key: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", RIVAL, key], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline().strip() == "taken"
        self.fired: list[str] = []
        self._thread = threading.Thread(target=self._hear)
        self._thread.start()

    def _hear(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.fired.append(line)

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._thread.join(10)
        self._process.communicate()


class TwoFields:
    """Another program with a plain field and a password field."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", FIELDS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.window = int(self._process.stdout.readline())
        windows.activate(self.window)

    def focus(self, name: str) -> None:
        """Give one of its fields the keyboard."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        wanted = PasswordField.YES if name == "password" else PasswordField.NO
        wait.until(lambda: by_style(self.window) is wanted, f"the {name} field")

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def rival() -> Iterator[Rival]:
    made = Rival("1")
    yield made
    made.close()


@pytest.fixture
def two_fields() -> Iterator[TwoFields]:
    made = TwoFields()
    yield made
    made.close()


def ready(poise: Poise, notepad: Notepad, settings: str = ON) -> None:
    """Poise in a contact, with these settings, and an empty editor in front."""
    poise.write_settings(settings)
    poise.write_playbook("chat", HELLO, "two")
    poise.run()
    poise.start("chat")
    notepad.focus()
    notepad.clear()


def ready_and_heard(poise: Poise, rival: Rival, notepad: Notepad, hands: Hands) -> None:
    """The same with the setting, and the listener at work."""
    ready(poise, notepad)
    wait_heard(poise, rival, notepad, hands)


def wait_heard(poise: Poise, rival: Rival, notepad: Notepad, hands: Hands) -> None:
    """Press until Poise hears it and the other program no more: its listener needs a moment."""
    before = poise.last()

    def is_heard() -> bool:
        fired = len(rival.fired)
        hands.tap(ONE, into=notepad.window)
        wait.until(lambda: len(rival.fired) > fired or poise.last() != before, "any reaction")
        return poise.last() != before

    wait.until(is_heard, "the listener at work")
    notepad.wait_text(HELLO)
    notepad.clear()
    rival.fired.clear()


def insert(poise: Poise, notepad: Notepad, hands: Hands) -> None:
    """Press the first phrase's keys; exactly that phrase must arrive."""
    notepad.focus()
    notepad.clear()
    before = poise.last()
    hands.tap(ONE, into=notepad.window)
    assert poise.outcome_after(before, timeout_s=15)["outcome"] == "confirmed"
    notepad.wait_text(HELLO)


def test_without_the_setting_a_refused_chord_is_taken(
    poise: Poise, rival: Rival, notepad: Notepad, hands: Hands
) -> None:
    ready(poise, notepad, OFF)
    assert poise.hotkey("insert-1")["state"] == "taken"
    hands.tap(ONE, into=notepad.window)
    wait.until(lambda: rival.fired, "the other program's hotkey")
    assert not listener()
    assert poise.last() is None
    assert notepad.text() == ""


def test_where_nothing_is_refused_nothing_listens(
    poise: Poise, notepad: Notepad, hands: Hands
) -> None:
    poise.write_settings(ON)
    poise.write_playbook("chat", HELLO)
    poise.run()
    poise.start("chat")
    assert poise.hotkey("insert-1") == poise.hotkey("insert-1") | {"state": "active", "reason": ""}
    insert(poise, notepad, hands)
    assert not listener()


def test_a_refused_chord_inserts_and_nobody_else_hears_it(
    poise: Poise, rival: Rival, notepad: Notepad, hands: Hands
) -> None:
    ready_and_heard(poise, rival, notepad, hands)
    hotkey = poise.hotkey("insert-1")
    assert hotkey["state"] == "active"
    assert "sees every key" in hotkey["reason"]
    assert poise.hotkey("insert-2")["reason"] == ""
    for _ in range(3):
        insert(poise, notepad, hands)
    before = poise.last()
    hands.tap("Ctrl+Shift+2", into=notepad.window)
    assert poise.outcome_after(before, timeout_s=15)["outcome"] == "confirmed"
    notepad.wait_text(HELLO + "two")
    assert rival.fired == []


def test_other_keys_and_typed_text_arrive_unchanged(
    poise: Poise, rival: Rival, notepad: Notepad, hands: Hands
) -> None:
    ready_and_heard(poise, rival, notepad, hands)
    before = poise.last()
    hands.type("Plain 11 text! ", into=notepad.window)
    notepad.wait_text("Plain 11 text! ")
    assert Keys().type_text(UNICODE, lambda: windows.foreground() == notepad.window) is None
    notepad.wait_text("Plain 11 text! " + UNICODE)
    hands.tap("Shift+Home", into=notepad.window)
    hands.tap("Del", into=notepad.window)
    hands.type("1", into=notepad.window)
    notepad.wait_text("1")
    assert poise.last() == before


def test_modifiers_let_go_before_the_key_leave_nothing_behind(
    poise: Poise, rival: Rival, notepad: Notepad, hands: Hands
) -> None:
    ready_and_heard(poise, rival, notepad, hands)
    before = poise.last()
    hands.hold("Ctrl", "Shift", "1", into=notepad.window)
    hands.release("Ctrl", "Shift")
    assert poise.outcome_after(before, timeout_s=15)["outcome"] == "confirmed"
    wait.pass_by(1.0)  # a held key repeats after about half of it
    hands.release("1")
    hands.type("!", into=notepad.window)
    notepad.wait_text(HELLO + "!")
    assert rival.fired == []


def test_keys_that_poise_presses_itself_go_by(
    poise: Poise, rival: Rival, notepad: Notepad, hands: Hands
) -> None:
    ready_and_heard(poise, rival, notepad, hands)
    before = poise.last()
    assert Keys().press(Chord.parse(ONE)) is None
    wait.until(lambda: rival.fired, "the other program's hotkey")
    assert poise.last() == before


def test_the_palette_gets_the_keyboard(poise: Poise, notepad: Notepad, hands: Hands) -> None:
    other = Rival(" ")
    try:
        ready(poise, notepad)
        wait.until(listener, "the listener")

        def is_open() -> bool:
            fired = len(other.fired)
            hands.tap("Ctrl+Shift+Space", into=notepad.window)
            wait.until(
                lambda: len(other.fired) > fired or poise.state()["asking"] == "palette",
                "any reaction",
            )
            return bool(poise.state()["asking"] == "palette")

        wait.until(is_open, "the palette")
        palette = poise.wait_palette()
        inside = Hands(InsideHands())
        before = poise.last()
        inside.type("phrase 2", into=palette)
        inside.tap("Enter", into=palette)
        outcome = poise.outcome_after(before, timeout_s=15)
        assert outcome["outcome"] == "confirmed", outcome
        notepad.wait_text("two")
    finally:
        other.close()


def test_in_a_password_field_nothing_listens(
    poise: Poise, rival: Rival, notepad: Notepad, two_fields: TwoFields, hands: Hands
) -> None:
    ready_and_heard(poise, rival, notepad, hands)
    before = poise.last()
    windows.activate(two_fields.window)
    two_fields.focus("password")
    wait.pass_by(0.3)  # the listener is told of the change a moment later
    hands.tap(ONE, into=two_fields.window)
    wait.until(lambda: rival.fired, "the other program's hotkey")
    assert poise.last() == before
    insert(poise, notepad, hands)
    assert len(rival.fired) == 1


def test_the_hook_is_off_in_a_password_field_and_on_again_after_it(
    two_fields: TwoFields,
) -> None:
    window = MessageWindow("PoiseListenerTrial")
    found = KeyListener(window, lambda _answer: None)
    try:
        two_fields.focus("plain")
        order = {"do": "listen", "chords": {ONE: "insert-1"}, "owner": os.getpid()}
        found.obey(order)
        assert found.is_on
        for _ in range(2):
            two_fields.focus("password")
            pump.until(lambda: not found.is_on, "the hook to be off")
            two_fields.focus("plain")
            pump.until(lambda: found.is_on, "the hook to be on")
        two_fields.focus("password")
        pump.until(lambda: not found.is_on, "the hook to be off")
        found.obey(order)  # after an unlock, say
        assert not found.is_on
        two_fields.focus("plain")
        pump.until(lambda: found.is_on, "the hook to be on")
        found.obey(order | {"chords": {}})
        assert not found.is_on
        two_fields.focus("password")
        two_fields.focus("plain")
        pump.pass_by(0.2)
        assert not found.is_on
    finally:
        found.close()
        window.close()


@pytest.mark.parametrize("is_killed", [False, True])
def test_the_listener_ends_with_poise(
    poise: Poise, rival: Rival, notepad: Notepad, hands: Hands, is_killed: bool
) -> None:
    ready_and_heard(poise, rival, notepad, hands)
    if is_killed:
        poise.kill9()
    else:
        poise.quit()
    wait.until(lambda: not listener(), "the listener to end", 2)


def test_a_listener_that_died_is_told_and_not_started_again_at_once(
    poise: Poise, rival: Rival, notepad: Notepad, hands: Hands
) -> None:
    ready_and_heard(poise, rival, notepad, hands)
    assert listener()
    os.kill(listener(), signal.SIGTERM)  # on Windows: TerminateProcess
    wait.until(lambda: poise.hotkey("insert-1")["state"] == "taken", "the chord to be taken")
    assert "listener" in poise.hotkey("insert-1")["reason"]
    assert poise.hotkey("insert-2")["state"] == "active"
    hands.tap(ONE, into=notepad.window)
    wait.until(lambda: rival.fired, "the other program's hotkey")
    assert not listener()


def test_it_can_be_switched_on_and_off_while_poise_runs(
    poise: Poise, rival: Rival, notepad: Notepad, hands: Hands
) -> None:
    ready(poise, notepad, OFF)
    for settings, state in ((ON, "active"), (OFF, "taken"), (ON, "active")):
        replace(poise.home / "config" / "settings.yaml", settings)
        wait.until(lambda state=state: poise.hotkey("insert-1")["state"] == state, state)  # type: ignore[misc]
        wait.until(lambda state=state: bool(listener()) == (state == "active"), state)  # type: ignore[misc]
    wait_heard(poise, rival, notepad, hands)


def test_the_doctor_says_who_listens(poise: Poise, rival: Rival, notepad: Notepad) -> None:
    poise.write_settings(ON)
    said = poise.command_line("doctor").stdout
    assert "have a listener that sees every key" in said
    assert f"[ok] Hotkey insert-1 ({ONE}. Windows refuses" in said
    assert not listener()
    poise.write_settings(OFF)
    said = poise.command_line("doctor").stdout
    assert "no listener" in said
    assert "[no] Hotkey insert-1" in said
    ready(poise, notepad)
    assert f"[ok] Hotkey insert-1 ({ONE}. Windows refuses" in poise.command_line("doctor").stdout


def replace(path: Path, text: str) -> None:
    """Write a file while Poise may be reading it."""
    new = path.with_suffix(".new")
    new.write_text(text, encoding="utf-8")

    def is_replaced() -> bool:
        try:
            new.replace(path)
        except PermissionError:
            return False
        return True

    wait.until(is_replaced, f"{path} to be free")

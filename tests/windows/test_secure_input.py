"""Password fields in real windows of other processes, and a UI Automation that hangs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

if sys.platform != "win32":
    pytest.skip("runs on Windows or in its lab", allow_module_level=True)
assert sys.platform == "win32"  # for mypy

import ctypes
import threading
import time
from ctypes import byref, wintypes

from desktop.insertion.ports import PasswordField
from desktop.oslayer.windows.api import declare
from desktop.oslayer.windows.focus_watch import FocusWatch
from desktop.oslayer.windows.messages import MessageWindow
from desktop.oslayer.windows.secure_input import (
    BUDGET_S,
    REPLACE_AFTER_S,
    SecureInput,
    UiAutomation,
    by_style,
)
from tests.windows.rig import pump
from tests.windows.rig.windows import activate

YES, NO, UNKNOWN = PasswordField.YES, PasswordField.NO, PasswordField.UNKNOWN

foreground = declare("user32", "GetForegroundWindow", wintypes.HWND)
show = declare("user32", "ShowWindow", wintypes.BOOL, wintypes.HWND, ctypes.c_int)


def asked(secure_input: SecureInput, window: int) -> PasswordField:
    """The answer to a question, waited for as an insertion does."""
    secure_input.ask(window)
    return secure_input.answer(window)


FIELD = """
import ctypes
from ctypes import wintypes as w
u = ctypes.WinDLL("user32")
ctypes.WinDLL("{library}")
u.CreateWindowExW.restype = w.HWND
def make(kind, style, parent):
    place = (40, 40, 300, 60)
    return w.HWND(u.CreateWindowExW(0, kind, None, style, *place, parent, None, None, None))
window = make("Static", 0x10CF0000, None)
field = make("{kind}", 0x50000000 | {style}, window)
u.SetForegroundWindow(window)
u.SetFocus(field)
print(window.value, field.value, flush=True)
message = w.MSG()
while u.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
    u.DispatchMessageW(ctypes.byref(message))
"""
QT_FIELD = """
from PySide6.QtWidgets import QApplication, QLineEdit
application = QApplication([])
field = QLineEdit()
field.setEchoMode(QLineEdit.EchoMode.{mode})
field.show()
field.activateWindow()
print(int(field.winId()), int(field.winId()), flush=True)
application.exec()
"""


@contextmanager
def running(code: str) -> Iterator[tuple[int, int]]:
    """Another program; its window, which is in front, and the field in it."""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as program:
        try:
            assert program.stdout is not None
            window, field = map(int, program.stdout.readline().split())
            until = time.monotonic() + 10
            while foreground() != window:
                assert time.monotonic() < until, "the window did not come to the front"
            yield window, field
        finally:
            program.kill()


@contextmanager
def win32_field(kind: str, style: int = 0, library: str = "user32") -> Iterator[tuple[int, int]]:
    with running(FIELD.format(kind=kind, style=style, library=library)) as found:
        yield found


@pytest.fixture
def secure_input() -> Iterator[SecureInput]:
    made = SecureInput()
    yield made
    made.close()


@pytest.mark.parametrize(
    ("kind", "library"),
    [("Edit", "user32"), ("RichEdit20W", "riched20"), ("RICHEDIT50W", "msftedit")],
)
@pytest.mark.parametrize(("style", "answer"), [(0x20, YES), (0, NO)])
def test_the_style_of_a_win32_field_tells(
    secure_input: SecureInput, kind: str, library: str, style: int, answer: PasswordField
) -> None:
    with win32_field(kind, style, library) as (window, _field):
        assert by_style(window) == answer
        assert asked(secure_input, window) == answer


def test_notepad_is_no_password_field() -> None:
    with subprocess.Popen(["notepad.exe"]) as notepad:
        try:
            until = time.monotonic() + 15
            while by_style(foreground() or 0) != NO:
                assert time.monotonic() < until, "Notepad did not come to the front"
        finally:
            notepad.kill()


def test_a_control_that_is_no_text_field_stays_unknown(secure_input: SecureInput) -> None:
    with win32_field("Button") as (window, _field):
        assert by_style(window) == UNKNOWN
        assert asked(secure_input, window) == UNKNOWN


def test_a_window_that_is_gone_is_unknown(secure_input: SecureInput) -> None:
    with win32_field("Edit", 0x20) as (window, _field):
        pass
    assert by_style(window) == UNKNOWN
    assert asked(secure_input, window) == UNKNOWN


# ------------------------------------------------------------------ UI Automation, for real

element_of = ctypes.WINFUNCTYPE(ctypes.HRESULT, wintypes.HWND, wintypes.LPVOID)(
    6, "ElementFromHandle"
)


def said_of(window: int) -> PasswordField:
    """The verdict on one window's element: Wine's focused element is always the desktop."""
    automation = UiAutomation()
    element = ctypes.c_void_p()
    element_of(automation._client, window, byref(element))
    try:
        return automation.judge(element)
    finally:
        UiAutomation._release(element)
        automation.close()


@pytest.mark.parametrize(("style", "answer"), [(0x20, YES), (0, NO)])
def test_ui_automation_tells_of_a_field_in_another_process(
    style: int, answer: PasswordField
) -> None:
    with win32_field("Edit", style) as (_window, field):
        assert said_of(field) == answer


def test_ui_automation_tells_of_a_password_field_drawn_by_qt() -> None:
    with running(QT_FIELD.format(mode="Password")) as (window, field):
        assert by_style(window) == UNKNOWN
        assert said_of(field) == YES
    with running(QT_FIELD.format(mode="Normal")) as (_window, field):
        assert said_of(field) != YES


def test_ui_automation_works_here(secure_input: SecureInput) -> None:
    assert secure_input.examine(wait_s=10.0) is None


# ------------------------------------------------------------- UI Automation that misbehaves


class Puppet:
    """A UI Automation that does as it is told."""

    def __init__(self) -> None:
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.failure: OSError | None = None
        self.answer = YES
        self.threads: list[threading.Thread] = []
        self.asked = 0

    def connect(self) -> Puppet:
        self.threads.append(threading.current_thread())
        return self

    def password_field(self) -> PasswordField:
        self.asked += 1
        self.may_answer.wait(30)
        if self.failure is not None:
            raise self.failure
        return self.answer

    def close(self) -> None:
        pass


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def button() -> Iterator[int]:
    with win32_field("Button") as (window, _field):
        yield window


def test_a_hanging_program_costs_the_budget_once_a_minute(button: int) -> None:
    puppet, clock = Puppet(), Clock()
    secure_input = SecureInput(puppet.connect, clock)
    assert asked(secure_input, button) == YES
    puppet.may_answer.clear()
    began = time.perf_counter()
    assert asked(secure_input, button) == UNKNOWN
    assert BUDGET_S * 0.9 < time.perf_counter() - began < BUDGET_S + 0.5
    began = time.perf_counter()
    for _ in range(20):
        assert asked(secure_input, button) == UNKNOWN
    assert time.perf_counter() - began < 20 * BUDGET_S / 2
    assert (len(puppet.threads), puppet.asked) == (1, 2)

    clock.now += REPLACE_AFTER_S
    assert asked(secure_input, button) == UNKNOWN
    assert len(puppet.threads) == 2

    puppet.may_answer.set()
    puppet.threads[0].join(10)
    assert not puppet.threads[0].is_alive(), "the abandoned thread ends when it comes back"
    clock.now += 1
    until = time.monotonic() + 10
    while asked(secure_input, button) != YES:  # the second one is used again
        assert time.monotonic() < until
    assert len(puppet.threads) == 2
    secure_input.close()
    assert not puppet.threads[1].is_alive()


def test_a_failure_is_unknown_and_the_next_question_is_asked(button: int) -> None:
    puppet = Puppet()
    secure_input = SecureInput(puppet.connect)
    puppet.failure = OSError(22, "Not implemented")
    assert asked(secure_input, button) == UNKNOWN
    refusal = secure_input.examine()
    assert refusal is not None
    assert "Not implemented" in refusal.reason
    puppet.failure = None
    assert asked(secure_input, button) == YES
    assert len(puppet.threads) == 1
    secure_input.close()


def test_an_answer_about_a_window_that_left_the_front_does_not_count(button: int) -> None:
    puppet = Puppet()
    secure_input = SecureInput(puppet.connect)
    with win32_field("Edit"):
        assert asked(secure_input, button) == UNKNOWN
    secure_input.close()


def test_our_own_windows_are_not_asked_while_we_wait() -> None:
    puppet = Puppet()
    secure_input = SecureInput(puppet.connect)
    window = MessageWindow("poise secure input test")
    assert asked(secure_input, window.handle) == UNKNOWN
    assert puppet.asked == 0
    window.close()
    secure_input.close()


def test_warming_up_connects_and_asks_nothing(button: int) -> None:
    puppet = Puppet()
    secure_input = SecureInput(puppet.connect)
    secure_input.warm_up()
    secure_input.warm_up()
    secure_input.close(wait_s=10)
    assert (len(puppet.threads), puppet.asked) == (1, 0)
    assert not puppet.threads[0].is_alive()


def test_a_machine_without_ui_automation_is_asked_again_and_told(button: int) -> None:
    def refuse() -> Puppet:
        raise OSError(22, "Class not registered")

    secure_input = SecureInput(refuse)
    assert asked(secure_input, button) == UNKNOWN
    refusal = secure_input.examine()
    assert refusal is not None
    assert "Class not registered" in refusal.reason
    secure_input.close()


# ------------------------------------------------------------ who must know before it is asked


@pytest.fixture
def verdicts() -> list[bool]:
    """What the focus watch said: whether a password may be typed."""
    return []


@pytest.fixture
def puppet(button: int, verdicts: list[bool]) -> Iterator[Puppet]:
    """A UI Automation that hangs, for a focus watch that has begun with the button in front."""
    activate(button)
    made, window = Puppet(), MessageWindow("PoiseFocusWatchTrial")
    made.may_answer.clear()
    watch = FocusWatch(window, verdicts.append, SecureInput(made.connect))
    try:
        watch.begin(owner=0)
        assert watch.is_password
        assert verdicts == []
        pump.until(lambda: verdicts == [True], "the doubt")
        yield made
    finally:
        made.may_answer.set()
        watch.close()
        window.close()


@pytest.mark.parametrize(("answer", "counts"), [(YES, True), (NO, False), (UNKNOWN, False)])
def test_a_field_that_tells_late_counts_as_a_password_field_until_it_does(
    puppet: Puppet, verdicts: list[bool], answer: PasswordField, counts: bool
) -> None:
    verdicts.clear()
    puppet.answer = answer
    puppet.may_answer.set()
    pump.until(lambda: verdicts[-1:] == [counts], "the verdict")


def test_a_program_without_ui_automation_has_no_password_fields(
    puppet: Puppet, verdicts: list[bool]
) -> None:
    puppet.failure = OSError(22, "Not implemented")
    puppet.may_answer.set()
    pump.until(lambda: verdicts[-1:] == [False], "the verdict")


def test_a_late_answer_says_nothing_of_the_next_field(puppet: Puppet, verdicts: list[bool]) -> None:
    with win32_field("Edit"):
        pump.until(lambda: verdicts[-1:] == [False], "the verdict on the plain field")
        verdicts.clear()
        puppet.may_answer.set()
        pump.pass_by(0.3)
        assert True not in verdicts

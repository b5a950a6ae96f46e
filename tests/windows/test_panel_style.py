"""The panel's native style, its place above others and its absence from captures.

What a capture really shows is in the manual checks.
"""

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
import time
from ctypes import wintypes

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop.oslayer.windows.api import declare
from desktop.oslayer.windows.panel import (
    capture_exclusion,
    dress,
    hide_from_capture,
    is_hidden_from_capture,
    stay_on_top,
    windows_build,
)
from desktop.oslayer.windows.power import is_remote_session

style_of = declare("user32", "GetWindowLongPtrW", ctypes.c_ssize_t, wintypes.HWND, ctypes.c_int)
neighbour = declare("user32", "GetWindow", wintypes.HWND, wintypes.HWND, wintypes.UINT)
foreground = declare("user32", "GetForegroundWindow", wintypes.HWND)
show = declare("user32", "ShowWindow", wintypes.BOOL, wintypes.HWND, ctypes.c_int)
destroy = declare("user32", "DestroyWindow", wintypes.BOOL, wintypes.HWND)
create = declare(
    *("user32", "CreateWindowExW", wintypes.HWND),
    *(wintypes.DWORD, wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD),
    *(wintypes.INT, wintypes.INT, wintypes.INT, wintypes.INT),
    *(wintypes.HWND, wintypes.HMENU, wintypes.HINSTANCE, wintypes.LPVOID),
)
place = declare(
    *("user32", "SetWindowPos", wintypes.BOOL),
    *(wintypes.HWND, wintypes.HWND),
    *(ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_int, wintypes.UINT),
)

TOPMOST, TOOL, NO_ACTIVATE = 0x8, 0x80, 0x08000000
TOP, ORDINARY = -1, -2  # HWND_TOPMOST, HWND_NOTOPMOST
ONLY_ORDER = 0x13
SHOW_AS_IT_IS, HIDE = 4, 0
POPUP = 0x80000000

OTHER = """
import ctypes
from ctypes import wintypes as w
u = ctypes.WinDLL("user32")
u.CreateWindowExW.restype = w.HWND
window = w.HWND(u.CreateWindowExW(
    {style}, "Static", None, 0x90000000, {x}, 100, 200, 100, None, None, None, None))
if {style} == 0:
    u.SetForegroundWindow(window)
print(window.value, flush=True)
message = w.MSG()
while u.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
    u.DispatchMessageW(ctypes.byref(message))
"""


@contextmanager
def another_program(style: int, x: int = 150) -> Iterator[int]:
    """A window of another process, at the same height as ours."""
    code = OTHER.format(style=style, x=x)
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as program:
        try:
            assert program.stdout is not None
            yield int(program.stdout.readline())
        finally:
            program.kill()


@pytest.fixture
def window() -> Iterator[int]:
    made = create(0, "Static", None, POPUP, 100, 100, 200, 100, None, None, None, None)
    yield made
    destroy(made)


def bits(window: int) -> int:
    return int(style_of(window, -20))


def is_above(upper: int, lower: int) -> bool:
    above = neighbour(lower, 3)
    while above:
        if above == upper:
            return True
        above = neighbour(above, 3)
    return False


def becomes(upper: int, lower: int) -> None:
    """Wait until one window is above another."""
    until = time.monotonic() + 10
    while not is_above(upper, lower):
        assert time.monotonic() < until, "the order of the windows did not come about"


def test_the_panel_gets_its_style_and_its_place(window: int) -> None:
    assert dress(window, takes_keyboard=False) is None
    assert bits(window) & (TOOL | NO_ACTIVATE | TOPMOST) == TOOL | NO_ACTIVATE | TOPMOST


def test_dressing_twice_changes_nothing(window: int) -> None:
    dress(window, takes_keyboard=False)
    once = bits(window)
    assert dress(window, takes_keyboard=False) is None
    assert bits(window) == once


def test_a_window_that_is_topmost_already_stays_in_its_band(window: int) -> None:
    place(window, TOP, 0, 0, 0, 0, ONLY_ORDER)
    show(window, SHOW_AS_IT_IS)
    dress(window, takes_keyboard=False)
    with another_program(style=0) as other:
        assert bits(window) & TOPMOST
        becomes(window, other)


def test_a_window_for_typing_may_have_the_keyboard(window: int) -> None:
    dress(window, takes_keyboard=False)
    assert dress(window, takes_keyboard=True) is None
    assert bits(window) & (TOOL | NO_ACTIVATE | TOPMOST) == TOOL | TOPMOST


def test_other_styles_are_left_alone() -> None:
    accepts_files = 0x10
    made = create(accepts_files, "Static", None, POPUP, 0, 0, 9, 9, None, None, None, None)
    dress(made, takes_keyboard=False)
    assert bits(made) & accepts_files
    destroy(made)


def test_a_window_that_is_gone_is_a_refusal_in_words() -> None:
    refusal = dress(0xBAD0, takes_keyboard=False)
    assert refusal is not None
    assert refusal.remedy


def test_qt_window_keeps_its_dress_through_a_new_native_window() -> None:
    _application = QApplication.instance() or QApplication([])
    flags = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint
    panel = QLabel("panel")
    panel.setWindowFlags(
        flags | Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.WindowDoesNotAcceptFocus
    )
    panel.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    with another_program(style=0):
        before = foreground()
        panel.show()
        first = int(panel.winId())
        assert dress(first, takes_keyboard=False) is None
        panel.hide()
        panel.windowHandle().destroy()
        panel.windowHandle().create()
        second = int(panel.windowHandle().winId())
        panel.show()
        assert second != first
        assert dress(second, takes_keyboard=False) is None
        assert bits(second) & (TOOL | NO_ACTIVATE | TOPMOST) == TOOL | NO_ACTIVATE | TOPMOST
        assert foreground() == before
    panel.close()


def test_it_comes_back_over_a_topmost_window_of_another_program(window: int) -> None:
    dress(window, takes_keyboard=False)
    show(window, SHOW_AS_IT_IS)
    with another_program(style=TOPMOST | NO_ACTIVATE) as other:
        becomes(other, window)
        before = foreground()
        assert stay_on_top(window)
        becomes(window, other)
        assert foreground() == before
        assert not stay_on_top(window), "nothing covers it any more"


def test_it_leaves_a_topmost_window_that_is_elsewhere_alone(window: int) -> None:
    dress(window, takes_keyboard=False)
    show(window, SHOW_AS_IT_IS)
    with another_program(style=TOPMOST | NO_ACTIVATE, x=600) as other:
        becomes(other, window)
        assert not stay_on_top(window)


def test_it_goes_back_into_its_band_when_it_fell_out(window: int) -> None:
    dress(window, takes_keyboard=False)
    show(window, SHOW_AS_IT_IS)
    place(window, ORDINARY, 0, 0, 0, 0, ONLY_ORDER)
    assert not bits(window) & TOPMOST
    assert stay_on_top(window)
    assert bits(window) & TOPMOST


def test_a_hidden_window_is_left_alone(window: int) -> None:
    show(window, HIDE)
    assert not stay_on_top(window)
    assert not bits(window) & TOPMOST


def test_our_own_window_may_lie_above(window: int) -> None:
    dress(window, takes_keyboard=False)
    show(window, SHOW_AS_IT_IS)
    palette = create(TOPMOST, "Static", None, POPUP, 120, 120, 90, 90, None, None, None, None)
    show(palette, SHOW_AS_IT_IS)
    becomes(palette, window)
    assert not stay_on_top(window)
    assert is_above(palette, window)
    destroy(palette)


def test_hiding_from_captures_is_true_or_refused(window: int) -> None:
    show(window, SHOW_AS_IT_IS)
    refusal = hide_from_capture(window, True)
    assert is_hidden_from_capture(window) == (refusal is None)
    if refusal is not None:  # as in Wine
        assert refusal.reason
        assert refusal.remedy
    assert hide_from_capture(window, False) is None
    assert not is_hidden_from_capture(window)


def test_whether_hiding_works_is_known_beforehand() -> None:
    is_possible = windows_build() >= 19041 and not is_remote_session()
    assert (capture_exclusion() is None) == is_possible


def test_the_build_is_the_one_that_windows_says() -> None:
    said = subprocess.run("cmd /c ver", capture_output=True, text=True, check=True, timeout=40)
    assert f".{windows_build()}" in said.stdout

"""What Windows says of animations, as the switch in its settings leaves it."""

from __future__ import annotations

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("runs on Windows or in its lab", allow_module_level=True)
assert sys.platform == "win32"

import ctypes
from collections.abc import Iterator
from ctypes import wintypes

from desktop.oslayer.windows.api import declare
from desktop.oslayer.windows.motion import wants_less_motion

_SPI_SETCLIENTAREAANIMATION = 0x1043

_set = declare(
    *("user32", "SystemParametersInfoW", wintypes.BOOL),
    *(wintypes.UINT, wintypes.UINT, wintypes.LPVOID, wintypes.UINT),
)


def switch(is_on: bool) -> None:
    done = _set(_SPI_SETCLIENTAREAANIMATION, 0, ctypes.c_void_p(int(is_on)), 0)
    assert done, ctypes.get_last_error()


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    was_still = wants_less_motion()
    yield
    switch(not was_still)


def test_the_switch_of_windows_is_followed() -> None:
    switch(True)
    assert not wants_less_motion()
    switch(False)
    assert wants_less_motion()
    switch(True)
    assert not wants_less_motion()

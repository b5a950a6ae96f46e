"""The desktop's settings as bytes: what is read of them, whatever they hold."""

from __future__ import annotations

import struct
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

if sys.platform != "linux":
    pytest.skip("X11 is the backend of Linux", allow_module_level=True)

from desktop.oslayer.x11.motion import whole_numbers
from tests.rig.xsettings import settings_bytes

KNOWN: dict[str, int | str] = {
    "Gtk/EnableAnimations": 0,
    "Net/ThemeName": "Adwaita",
    "Xft/DPI": 98304,
    "X": -1,
}


@pytest.mark.parametrize("order", ["<", ">"])
def test_whole_numbers_are_found_among_other_settings(order: str) -> None:
    content = settings_bytes(KNOWN, order)
    assert whole_numbers(content) == {b"Gtk/EnableAnimations": 0, b"Xft/DPI": 98304, b"X": -1}


def test_colours_are_passed_over() -> None:
    color = struct.pack("<BxH", 2, 1) + b"C\0\0\0" + struct.pack("<I4H", 0, 1, 2, 3, 4)
    rest = settings_bytes({"A": 7}, "<")[12:]
    assert whole_numbers(struct.pack("<B3xII", 0, 1, 2) + color + rest) == {b"A": 7}


@given(st.binary(max_size=80), st.integers(0, 200))
def test_damage_does_no_harm(noise: bytes, cut: int) -> None:
    content = settings_bytes(KNOWN, "<")
    assert set(whole_numbers(content[:cut])) <= set(whole_numbers(content))
    whole_numbers(noise)
    whole_numbers(content[:cut] + noise)

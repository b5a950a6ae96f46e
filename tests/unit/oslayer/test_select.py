"""Which backend is picked where, and what it says when it is none."""

from __future__ import annotations

import gc
import sys
import warnings

import pytest

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from desktop.oslayer.select import has_display, listen_to_keys, select_backend
from tests.systems import needs_x11


def put(_text: str) -> Cannot | None:
    return None


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)


@needs_x11
@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "no X display"),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "Wayland"),
        ({"DISPLAY": ":987654"}, "does not answer"),
        ({"DISPLAY": "elsewhere:0"}, "another computer"),
    ],
)
def test_says_why_there_is_none(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], said: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with warnings.catch_warnings():
        # python-xlib leaves the socket of a failed connection to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        backend = select_backend(put)
        gc.collect()
    assert backend.name == "none"
    refusal = backend.hotkeys.register("next", Chord.parse("F9"))
    assert isinstance(refusal, Cannot)
    assert said in refusal.reason
    assert refusal.remedy
    assert all(each.cannot == refusal for each in backend.abilities())
    backend.close()


def test_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    assert select_backend(put, "none").name == "none"


@needs_x11
def test_knows_whether_windows_can_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert has_display()


@pytest.mark.skipif(sys.platform == "win32", reason="it would listen, and never come back")
def test_only_windows_has_a_key_listener() -> None:
    assert listen_to_keys([]) == 2

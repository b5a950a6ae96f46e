"""Qt is asked in a process of its own, and may die there."""

from __future__ import annotations

import sys

import pytest

from desktop.app.toolkit import about_qt

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="chooses Qt's platforms")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_display_there_are_versions() -> None:
    versions, screens = about_qt()
    assert versions.startswith("PySide6 6.")
    assert ", Qt 6." in versions
    assert screens == "No display, so no screens."


def test_screens_have_a_size_and_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    _versions, shown_by, screen = about_qt()
    assert shown_by == "Windows are shown by: offscreen"
    assert screen == "Screen 1: 800 × 800 at 0, 0; scale 1"


def test_a_display_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":987654")
    versions, refusal, reason = about_qt()
    assert versions.startswith("PySide6 6.")
    assert refusal == "Qt can show no window here (exit code 1):"
    assert "The X server does not answer" in reason


def test_a_qt_that_ends_the_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense")
    versions, refusal, *reasons = about_qt()
    assert versions.startswith("PySide6 6.")
    assert "exit code -" in refusal
    assert 'Could not find the Qt platform plugin "nonsense"' in " ".join(reasons)

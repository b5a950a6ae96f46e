"""The laboratory and the rig themselves: what the other tests here rely on."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import importlib.metadata
import struct
import subprocess
import sysconfig

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.rig import wait
from tests.windows.rig import windows
from tests.windows.rig.hands import Hands, InsideHands
from tests.windows.rig.poise import REPOSITORY, Poise
from tests.windows.rig.programs import Notepad, Program, RunDialog

SHARED_PINS = ("PySide6_Essentials", "shiboken6", "PyYAML", "RapidFuzz", "keyboard", "pytest")


def test_windows_python_has_the_pinned_versions() -> None:
    assert sysconfig.get_platform() == "win-amd64"
    assert sys.getwindowsversion().major >= 10
    constraints = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = dict(line.split("==") for line in constraints if "==" in line)
    for name in SHARED_PINS:
        assert importlib.metadata.version(name) == pinned[name]


def test_qt_shows_a_window(qtbot: QtBot) -> None:
    assert QApplication.platformName() == "windows"
    label = QLabel("Hello")
    label.setWindowTitle("A window of Qt")
    qtbot.addWidget(label)
    label.show()
    qtbot.waitExposed(label)
    handle = int(label.winId())
    assert windows.is_visible(handle)
    assert windows.title_of(handle) == "A window of Qt"
    assert handle in windows.top_windows()


# ----------------------------------------------------------------------- programs and keys
@pytest.mark.parametrize("way", [Hands, lambda: Hands(InsideHands())], ids=["usual", "inside"])
def test_typed_keys_arrive(program: Program, hands: Hands, way: type[Hands]) -> None:
    way().type("What, 3 Parcels? Yes!", into=program.window)
    program.wait_text("What, 3 Parcels? Yes!")
    way().tap("Shift+Home", into=program.window)
    way().type("none", into=program.window)
    program.wait_text("none")


def test_a_held_key_stays_down(notepad: Notepad, hands: Hands) -> None:
    with hands.held("Shift", into=notepad.window):
        hands.tap("a", into=notepad.window)
        notepad.wait_text("A")
    hands.tap("a", into=notepad.window)
    notepad.wait_text("Aa")


def test_no_key_goes_to_a_window_behind(
    notepad: Notepad, run_dialog: RunDialog, hands: Hands
) -> None:
    with pytest.raises(AssertionError, match="the keys should go to .* Notepad"):
        hands.type("x", into=notepad.window)
    assert windows.foreground() == run_dialog.window
    assert (notepad.text(), run_dialog.text()) == ("", "")


def test_a_click_brings_a_window_to_the_front(
    run_dialog: RunDialog, notepad: Notepad, hands: Hands
) -> None:
    hands.click(*windows.rectangle(run_dialog.field).middle, focus=notepad.window)
    wait.until(lambda: windows.foreground() == run_dialog.window, "the clicked window in front")
    hands.type("clicked", into=run_dialog.window)
    run_dialog.wait_text("clicked")


def test_lines_and_letters_of_the_world_are_read_back(program: Program) -> None:
    written = "Grüße, Łódź – 日本語 🙂"
    windows.set_text(program.field, written)
    assert program.text() == written


def test_a_stopped_program_gets_its_keys_later(program: Program, hands: Hands) -> None:
    with program.hung():
        hands.type("late", into=program.window)
        assert not windows.answers(program.window, within_ms=400)
    program.wait_text("late")


def test_a_program_that_was_ended_starts_again(programs: object, notepad: Notepad) -> None:
    window = notepad.window
    notepad.stop()
    assert not windows.exists(window)
    notepad.start()
    assert notepad.text() == ""
    assert windows.foreground() == notepad.window


def test_a_picture_of_the_screen(notepad: Notepad, hands: Hands) -> None:
    data = hands.screenshot("lab").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    place = windows.rectangle(notepad.window)
    assert width >= place.right > place.left
    assert height >= place.bottom > place.top


# ---------------------------------------------------------------------------------- Poise
def test_poise_starts_answers_and_quits(poise: Poise) -> None:
    poise.write_playbook("greeting", "Good day, {customer}.")
    poise.run()
    poise.start("greeting", customer="Zoë 🙂")
    assert poise.text_of(1) == "Good day, Zoë 🙂."
    assert '"visible": true' in poise.ctl("state")
    poise.quit()
    assert not (poise.home / "runtime" / "endpoint").exists()


def test_a_second_start_shows_the_first(poise: Poise) -> None:
    poise.run()
    poise.ctl("hide")
    second = poise.command_line("run")
    assert (second.returncode, second.stderr) == (0, "")
    assert second.stdout == "Poise is already running; its panel is shown.\n"
    assert poise.state()["panel"]["visible"]


def test_poise_starts_again_after_a_crash(poise: Poise) -> None:
    poise.run()
    poise.kill9()
    told = poise.try_ctl("state")
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.startswith("poise: Poise is not running.")
    poise.run()


def test_poise_takes_no_focus_when_it_starts(poise: Poise, notepad: Notepad) -> None:
    poise.run()
    assert windows.foreground() == notepad.window


def test_what_a_test_starts_has_no_console(poise: Poise) -> None:
    """A console window would cover the programs, and take the focus."""
    subprocess.run([sys.executable, "-c", "print()"], check=True, capture_output=True)
    assert not windows.find(class_name="ConsoleWindowClass")

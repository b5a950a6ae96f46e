"""Starting at login, in a real registry, under a key of the tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

if sys.platform != "win32":
    pytest.skip("runs on Windows or in its lab", allow_module_level=True)
assert sys.platform == "win32"  # for mypy

import ctypes
import os
import winreg
from ctypes import byref, wintypes
from pathlib import Path

from desktop.errors import Cannot
from desktop.oslayer.backend import Ability, Start, StartState
from desktop.oslayer.windows.api import declare
from desktop.oslayer.windows.autostart import Autostart, own_command
from desktop.oslayer.windows.permissions import abilities
from desktop.oslayer.windows.secure_input import SecureInput

split = declare(
    *("shell32", "CommandLineToArgvW", ctypes.POINTER(wintypes.LPWSTR)),
    *(wintypes.LPCWSTR, wintypes.LPVOID),
)

TOP = rf"Software\Poise tests {os.getpid()}"
BRANCHES = (r"\Run", r"\Explorer\StartupApproved\Run", r"\Explorer\StartupApproved", r"\Explorer")
POISE = (r"C:\Program Files\Poise\poise.exe", "run", "--hidden")
COMMAND = r'"C:\Program Files\Poise\poise.exe" run --hidden'


@pytest.fixture
def autostart() -> Iterator[Autostart]:
    for branch in BRANCHES:
        winreg.CreateKey(winreg.HKEY_CURRENT_USER, TOP + branch).Close()
    yield Autostart(POISE, root=TOP)
    for branch in (*BRANCHES, ""):
        winreg.DeleteKey(winreg.HKEY_CURRENT_USER, TOP + branch)


def write(branch: str, value: str | bytes, kind: int = winreg.REG_SZ) -> None:
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, TOP + branch) as key:
        winreg.SetValueEx(key, "Poise", 0, kind, value)


def read(branch: str) -> object:
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, TOP + branch) as key:
        return winreg.QueryValueEx(key, "Poise")[0]


def test_off_on_and_off_again(autostart: Autostart) -> None:
    assert autostart.state() == StartState(Start.OFF)
    assert autostart.switch_on() is None
    assert autostart.state() == StartState(Start.ON, COMMAND)
    assert read(r"\Run") == COMMAND
    assert autostart.switch_off() is None
    assert autostart.state() == StartState(Start.OFF)
    assert autostart.switch_off() is None


@pytest.mark.parametrize("first_byte", [3, 1, 7, 9])
def test_switched_off_in_task_manager_is_shown_and_respected(
    autostart: Autostart, first_byte: int
) -> None:
    mark = bytes([first_byte, 0, 0, 0]) + bytes.fromhex("0e5b6d7a1c2bd901")
    autostart.switch_on()
    write(r"\Explorer\StartupApproved\Run", mark, winreg.REG_BINARY)
    assert autostart.state() == StartState(Start.SWITCHED_OFF, COMMAND)
    refusal = autostart.switch_on()
    assert refusal is not None
    assert "Task Manager" in refusal.reason
    assert "Startup apps" in refusal.remedy
    assert read(r"\Explorer\StartupApproved\Run") == mark


def test_switched_on_in_task_manager_is_on(autostart: Autostart) -> None:
    autostart.switch_on()
    write(r"\Explorer\StartupApproved\Run", bytes([2, *[0] * 11]), winreg.REG_BINARY)
    assert autostart.state() == StartState(Start.ON, COMMAND)


def test_an_old_mark_without_an_entry_means_off(autostart: Autostart) -> None:
    write(r"\Explorer\StartupApproved\Run", bytes([3, *[0] * 11]), winreg.REG_BINARY)
    assert autostart.state() == StartState(Start.OFF)
    assert isinstance(autostart.switch_on(), Cannot)


def test_another_copy_is_told_apart_and_replaced_on_request(autostart: Autostart) -> None:
    old = r'"D:\old\poise.exe" run --hidden'
    write(r"\Run", old)
    assert autostart.state() == StartState(Start.ELSEWHERE, old)
    assert autostart.switch_on() is None
    assert autostart.state() == StartState(Start.ON, COMMAND)


def test_case_and_variables_make_no_other_copy(autostart: Autostart) -> None:
    os.environ["POISE_TEST_FILES"] = r"c:\program files"
    try:
        write(r"\Run", r'"%POISE_TEST_FILES%\POISE\poise.exe" run --hidden', winreg.REG_EXPAND_SZ)
        state = autostart.state()
    finally:
        del os.environ["POISE_TEST_FILES"]
    assert isinstance(state, StartState)
    assert state.start == Start.ON


def test_a_command_that_windows_would_ignore_is_refused(autostart: Autostart) -> None:
    deep = Autostart(("C:\\" + "d" * 260 + "\\poise.exe",), root=TOP)
    refusal = deep.switch_on()
    assert refusal is not None
    assert "too long" in refusal.reason
    assert deep.state() == StartState(Start.OFF)


def test_without_the_keys_it_is_off_and_can_be_switched_on() -> None:
    bare = Autostart(POISE, root=TOP + r"\bare")
    assert bare.state() == StartState(Start.OFF)
    assert bare.switch_off() is None
    assert bare.switch_on() is None
    assert bare.state() == StartState(Start.ON, COMMAND)
    for branch in (r"\bare\Run", r"\bare", ""):
        winreg.DeleteKey(winreg.HKEY_CURRENT_USER, TOP + branch)


def test_what_windows_refuses_is_said_in_words() -> None:
    impossible = Autostart(POISE, root="x" * 300)  # a key's name has at most 255 characters
    refusal = impossible.switch_on()
    assert refusal is not None
    assert refusal.remedy


def test_the_own_command_is_this_program() -> None:
    program, *arguments = own_command()
    assert Path(program).exists()
    assert arguments[-2:] == ["run", "--hidden"]


@pytest.mark.parametrize("command", [POISE, own_command(), ("C:\\p.exe", "--home", "D:\\a b\\")])
def test_windows_reads_the_command_as_it_was_meant(command: tuple[str, ...]) -> None:
    count = ctypes.c_int()
    parts = split(Autostart(command).command, byref(count))
    assert tuple(parts[: count.value]) == command


def test_the_doctor_says_it_in_plain_words(autostart: Autostart) -> None:
    secure_input = SecureInput()

    def ask() -> dict[str, Ability]:
        return {each.name: each for each in abilities(autostart, secure_input)}

    rows = ask()
    for row in rows.values():
        assert row.note or row.cannot is None or row.cannot.remedy
        assert not row.is_needed or row.cannot is None, "nothing here keeps Poise from working"
    print("\n", *rows.values(), sep="\n")
    assert rows["Starts at login"].note == "off"
    autostart.switch_on()
    write(r"\Explorer\StartupApproved\Run", bytes([3, *[0] * 11]), winreg.REG_BINARY)
    refusal = ask()["Starts at login"].cannot
    secure_input.close()
    assert refusal is not None
    assert "Task Manager" in refusal.reason

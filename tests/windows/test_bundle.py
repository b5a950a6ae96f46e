"""The built Windows bundle (`make package-windows`): it tests itself, and does the main job."""

from __future__ import annotations

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("runs on Windows or in its lab", allow_module_level=True)
assert sys.platform == "win32"

import ctypes
import os
import struct
import subprocess
import tomllib
from collections.abc import Iterator
from ctypes import byref, wintypes
from pathlib import Path

from desktop import __version__
from tests.rig import wait
from tests.windows.rig import windows
from tests.windows.rig.hands import Hands
from tests.windows.rig.poise import REPOSITORY, Poise
from tests.windows.rig.programs import Notepad
from tests.windows.rig.rival import Rival
from tests.windows.rig.windows import function

BUNDLE = REPOSITORY / os.environ.get("POISE_BUNDLE", "dist/windows/poise")
EXECUTABLE = BUNDLE / "poise.exe"
HAS_ENCRYPTION = BUNDLE.parts[-3] == "encryption"
MEGABYTES_MAX = 90 if HAS_ENCRYPTION else 75
ICON_SIZES = [16, 20, 24, 32, 40, 48, 64, 256]
HELLO = "Grüße – I am on it. 😀"

pytestmark = [
    pytest.mark.frozen,
    pytest.mark.skipif(not EXECUTABLE.exists(), reason="make package-windows builds it first"),
]


_info_size = function(
    *("version", "GetFileVersionInfoSizeW", wintypes.DWORD), wintypes.LPCWSTR, wintypes.LPDWORD
)
_info = function(
    *("version", "GetFileVersionInfoW", wintypes.BOOL),
    *(wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID),
)
_value = function(
    *("version", "VerQueryValueW", wintypes.BOOL),
    *(wintypes.LPCVOID, wintypes.LPCWSTR, ctypes.POINTER(wintypes.LPVOID), wintypes.PUINT),
)
_load = function(
    *("kernel32", "LoadLibraryExW", wintypes.HMODULE),
    *(wintypes.LPCWSTR, wintypes.HANDLE, wintypes.DWORD),
)
_unload = function("kernel32", "FreeLibrary", wintypes.BOOL, wintypes.HMODULE)
_each_name = ctypes.WINFUNCTYPE(
    wintypes.BOOL, wintypes.HMODULE, wintypes.LPVOID, wintypes.LPVOID, wintypes.LPARAM
)
_names = function(
    *("kernel32", "EnumResourceNamesW", wintypes.BOOL),
    *(wintypes.HMODULE, wintypes.LPVOID, _each_name, wintypes.LPARAM),
)
_resource = ("kernel32", "FindResourceW", wintypes.HANDLE)
_find = function(*_resource, wintypes.HMODULE, wintypes.LPVOID, wintypes.LPVOID)
_size = function("kernel32", "SizeofResource", wintypes.DWORD, wintypes.HMODULE, wintypes.HANDLE)
_data = function("kernel32", "LoadResource", wintypes.LPVOID, wintypes.HMODULE, wintypes.HANDLE)

_AS_DATA = 0x2  # LOAD_LIBRARY_AS_DATAFILE
_GROUP_ICON = 14  # RT_GROUP_ICON
_WINDOWED = 2  # IMAGE_SUBSYSTEM_WINDOWS_GUI


@pytest.fixture
def bundle(tmp_path: Path) -> Iterator[Poise]:
    """Poise as people get it, in a home of its own."""
    found = Poise(tmp_path / "home", [EXECUTABLE])
    yield found
    found.close()


def test_it_tests_itself(tmp_path: Path) -> None:
    done = subprocess.run(
        [EXECUTABLE, "--home", tmp_path, "--self-test"],
        capture_output=True,
        timeout=60,
        check=False,
    )
    told = done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")
    assert done.returncode == 0, told


def test_it_stays_small() -> None:
    size = sum(file.stat().st_size for file in BUNDLE.rglob("*") if file.is_file())
    print(f"the bundle has {size / 1e6:.1f} MB")
    assert size / 1e6 < MEGABYTES_MAX


def test_explorer_shows_its_version_and_licence() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    told = _version_texts()
    assert told["ProductVersion"] == told["FileVersion"] == __version__
    assert told["ProductName"] == told["FileDescription"] == "Poise"
    assert told["Comments"] == project["description"]
    assert told["LegalCopyright"].startswith("Copyright")
    assert "MIT licence" in told["LegalCopyright"]


def test_its_numbers_are_its_version() -> None:
    *_, high, low = struct.unpack_from("<6I", _version_block("\\"))
    numbers = (high >> 16, high & 0xFFFF, low >> 16)
    assert __version__.startswith(".".join(map(str, numbers)))


def test_its_icon_is_there_in_every_size() -> None:
    groups = _icon_groups()
    assert len(groups) == 1
    kind, count = struct.unpack_from("<2H", groups[0], 2)
    assert kind == 1
    widths = [groups[0][6 + 14 * number] or 256 for number in range(count)]
    assert widths == ICON_SIZES


def test_it_is_one_program_without_a_console() -> None:
    assert list(BUNDLE.rglob("*.exe")) == [EXECUTABLE]
    start = EXECUTABLE.read_bytes()[:4096]
    header = int.from_bytes(start[0x3C:0x40], "little")
    assert start[header : header + 4] == b"PE\0\0"
    assert int.from_bytes(start[header + 92 : header + 94], "little") == _WINDOWED


def test_its_record_is_encrypted_with_a_key_in_the_credential_manager(bundle: Poise) -> None:
    turned_on = bundle.command_line("encrypt", "on")
    if not HAS_ENCRYPTION:
        assert turned_on.returncode == 1
        assert "in its file's name" in turned_on.stderr
        return
    assert turned_on.returncode == 0, turned_on.stderr
    bundle.run()
    bundle.start("leap", customer="M. Rivera")
    bundle.quit()
    record = bundle.home / "data" / "poise.sqlite3"
    assert not record.read_bytes().startswith(b"SQLite format 3")
    export = bundle.home / "contacts.json"
    assert bundle.command_line("export", "contacts", "-o", str(export)).returncode == 0
    assert "M. Rivera" in export.read_text(encoding="utf-8")
    assert bundle.command_line("encrypt", "off").returncode == 0
    assert record.read_bytes().startswith(b"SQLite format 3")


def test_its_hotkey_inserts_into_notepad(bundle: Poise, notepad: Notepad, hands: Hands) -> None:
    bundle.write_playbook("chat", HELLO)
    bundle.run()
    bundle.start("chat")
    notepad.focus()
    hands.tap(bundle.chord("insert-1"), into=notepad.window)
    assert bundle.outcome_after(None, timeout_s=15)["outcome"] == "confirmed"
    notepad.wait_text(HELLO)
    assert windows.foreground() == notepad.window


def test_it_types_a_phrase(bundle: Poise, notepad: Notepad, hands: Hands) -> None:
    bundle.write_settings("agent_name: Sam\ninsert_method: type\n")
    bundle.write_playbook("chat", HELLO)
    bundle.run()
    bundle.start("chat")
    notepad.focus()
    hands.tap(bundle.chord("insert-1"), into=notepad.window)
    notepad.wait_text(HELLO)


def test_it_hears_a_key_that_another_program_holds(
    bundle: Poise, notepad: Notepad, hands: Hands
) -> None:
    with Rival() as rival:
        assert rival.take("Ctrl+Shift+1")
        bundle.write_settings("agent_name: Sam\ncompatibility_hotkeys: yes\n")
        bundle.write_playbook("chat", HELLO)
        bundle.run()
        bundle.start("chat")
        notepad.focus()

        def is_heard() -> bool:  # its listener needs a moment
            hands.tap("Ctrl+Shift+1", into=notepad.window)
            wait.pass_by(0.2)
            return bundle.last() is not None

        wait.until(is_heard, "the listener at work", 20)
        notepad.wait_text(HELLO)


# ------------------------------------------------------------------- what stands in poise.exe
def _version_block(name: str) -> bytes:
    """A part of the version resource: the numbers ("\\"), or one of its texts with their zero."""
    size = _info_size(str(EXECUTABLE), None)
    assert size, "poise.exe has no version resource"
    resource = ctypes.create_string_buffer(size)
    assert _info(str(EXECUTABLE), 0, size, resource)
    found, length = wintypes.LPVOID(), wintypes.UINT()
    assert _value(resource, name, byref(found), byref(length)), f"there is no {name}"
    assert found.value
    is_text = name.startswith("\\StringFileInfo")
    return ctypes.string_at(found.value, length.value * (2 if is_text else 1))


def _version_texts() -> dict[str, str]:
    language, coding = struct.unpack("<2H", _version_block("\\VarFileInfo\\Translation"))
    table = f"\\StringFileInfo\\{language:04x}{coding:04x}\\"
    return {
        name: _version_block(table + name).decode("utf-16-le").rstrip("\0")
        for name in (
            *("ProductName", "ProductVersion", "FileVersion"),
            *("FileDescription", "Comments", "LegalCopyright"),
        )
    }


def _icon_groups() -> list[bytes]:
    """The directory of each icon (GRPICONDIR)."""
    module = _load(str(EXECUTABLE), None, _AS_DATA)
    assert module, "poise.exe cannot be opened"
    found: list[bytes] = []

    def on_each(_module: int, _kind: int, name: int, _extra: int) -> bool:
        resource = _find(module, name, _GROUP_ICON)
        found.append(ctypes.string_at(_data(module, resource), _size(module, resource)))
        return True

    try:
        _names(module, _GROUP_ICON, _each_name(on_each), 0)
    finally:
        _unload(module)
    return found

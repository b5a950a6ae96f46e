"""The built Windows bundle (`make package-windows`): it tests itself, and does the main job."""

from __future__ import annotations

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("runs on Windows or in its lab", allow_module_level=True)
assert sys.platform == "win32"

import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.windows.rig import windows
from tests.windows.rig.hands import Hands
from tests.windows.rig.poise import REPOSITORY, Poise
from tests.windows.rig.programs import Notepad

BUNDLE = REPOSITORY / "dist" / "windows" / "poise"
EXECUTABLE = BUNDLE / "poise.exe"
MEGABYTES_MAX = 80
HELLO = "Grüße – I am on it. 😀"

pytestmark = [
    pytest.mark.frozen,
    pytest.mark.skipif(not EXECUTABLE.exists(), reason="make package-windows builds it first"),
]


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
    assert size / 1e6 < MEGABYTES_MAX


def test_its_hotkey_inserts_into_notepad(bundle: Poise, notepad: Notepad, hands: Hands) -> None:
    bundle.write_playbook("chat", HELLO)
    bundle.run()
    bundle.start("chat")
    notepad.focus()
    hands.tap(bundle.chord("insert-1"), into=notepad.window)
    assert bundle.outcome_after(None, timeout_s=15)["outcome"] == "confirmed"
    notepad.wait_text(HELLO)
    assert windows.foreground() == notepad.window

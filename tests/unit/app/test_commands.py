"""The command line as a program of its own: one clear line where it cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.remote.server import OnlyOne
from tests.systems import needs_x11

ROOT = Path(__file__).parents[3]


def poise(
    home: Path, *words: str, out: str | None = None, **variables: str
) -> subprocess.CompletedProcess[bytes]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "PYTHONIOENCODING")
    }
    environment |= {"PYTHONPATH": str(ROOT), "POISE_HOME": str(home), **variables}
    with open(out or os.devnull, "wb") as file:
        return subprocess.run(
            [sys.executable, "-m", "desktop", *words],
            stdout=file if out else subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            timeout=50,
            check=False,
        )


def only_line(done: subprocess.CompletedProcess[bytes]) -> str:
    assert done.returncode == 1, done.stderr
    (line,) = done.stderr.decode().splitlines()
    return line


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("words", [("settings",), ("--help",)])
def test_output_that_cannot_be_written_is_one_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    line = only_line(poise(tmp_path, *words, out="/dev/full"))
    assert "The output cannot be written (No space left on device)" in line


def test_any_text_is_printed_whatever_the_terminal_was_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    text = "agent_name: 李 😀"
    (tmp_path / "config" / "settings.yaml").write_text(text, encoding="utf-8")
    done = poise(tmp_path, "settings", PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, b"")
    assert text in done.stdout.decode()


@needs_x11
def test_a_display_that_does_not_answer_is_one_line(tmp_path: Path) -> None:
    line = only_line(poise(tmp_path, "run", DISPLAY=":987654"))
    assert "The X server does not answer" in line
    assert "DISPLAY" in line


@needs_x11
def test_the_self_test_names_a_display_that_does_not_answer(tmp_path: Path) -> None:
    done = poise(tmp_path, "--self-test", DISPLAY=":987654")
    assert done.returncode == 1, done.stderr
    assert "FAIL  window: Trouble: The X server does not answer" in done.stdout.decode()


def test_a_running_one_that_does_not_answer_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    lock = OnlyOne(tmp_path / "data" / "poise.lock")
    assert lock.take()
    line = only_line(poise(tmp_path, "run", DISPLAY=":987654"))
    lock.release()
    assert f"Another Poise is starting or hangs (process {os.getpid()})" in line


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_a_home_that_takes_no_lock_is_not_another_poise(tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to("/proc")  # where not even root may make a file
    line = only_line(poise(tmp_path, "run", DISPLAY=":987654"))
    assert "poise.lock cannot be written" in line


def test_the_doctor_says_once_that_there_are_no_keys_and_names_every_broken_file(
    tmp_path: Path,
) -> None:
    own = tmp_path / "config" / "playbooks"
    own.mkdir(parents=True)
    for name in ("one.yaml", "two.yaml"):
        (own / name).write_text("poise: 1\n")
    out = poise(tmp_path, "doctor").stdout.decode()
    assert "Give it another chord" not in out
    assert "[no] Global hotkeys" in out or sys.platform == "win32"  # which has them always
    assert "one.yaml" in out
    assert "two.yaml" in out

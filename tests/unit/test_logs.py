"""The log: everything ends there, nothing personal does."""

from __future__ import annotations

import faulthandler
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.logs import MAX_BYTES, Logs, log_qt, redact

LOG = logging.getLogger("desktop.test")


@pytest.fixture
def crashes() -> list[str]:
    return []


@pytest.fixture
def log_file(tmp_path: Path, crashes: list[str]) -> Iterator[Path]:
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    had_faulthandler = faulthandler.is_enabled()
    logs = Logs(tmp_path / "poise.log", crashes.append)
    yield tmp_path / "poise.log"
    logs.close()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == hooks
    if had_faulthandler:
        faulthandler.enable(sys.__stderr__ or sys.stderr)


def test_messages_arrive_with_time_and_level(log_file: Path) -> None:
    LOG.info("panel shown")
    LOG.debug("too chatty")
    [line] = log_file.read_text().splitlines()
    assert line[:2] == "20"
    assert line.endswith("INFO MainThread panel shown")


def test_qt_messages(log_file: Path) -> None:
    for kind in range(5):
        log_qt(kind, f"message {kind}")
    text = log_file.read_text()
    assert "message 0" not in text
    assert "WARNING MainThread Qt: message 1" in text
    assert "CRITICAL MainThread Qt: message 3" in text


def test_uncaught_errors_are_written_and_told(log_file: Path, crashes: list[str]) -> None:
    try:
        raise ValueError("went wrong for ann@example.com")
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    text = log_file.read_text(encoding="utf-8")
    assert "test_logs.py" in text
    assert "ValueError: went wrong for ‹e-mail›" in text
    assert len(crashes) == 1
    assert "ann@example.com" not in crashes[0]


def test_uncaught_errors_in_threads(log_file: Path, crashes: list[str]) -> None:
    def fail() -> None:
        raise RuntimeError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert "RuntimeError: in a thread" in log_file.read_text()
    assert len(crashes) == 1


def test_a_failing_crash_window_does_not_hide_the_crash(tmp_path: Path) -> None:
    def fail(report: str) -> None:
        raise OSError("no display")

    logs = Logs(tmp_path / "poise.log", fail)
    try:
        assert "KeyError: 'first'" in logs.report(KeyError("first"))
    finally:
        logs.close()
    text = (tmp_path / "poise.log").read_text()
    assert "KeyError: 'first'" in text
    assert "no display" in text


def test_rotation_keeps_three_files(log_file: Path) -> None:
    line = "x " * 5000
    for _ in range(4 * MAX_BYTES // len(line)):
        LOG.info(line)
    names = sorted(path.name for path in log_file.parent.glob("poise.log*"))
    assert names == ["poise.log", "poise.log.1", "poise.log.2"]
    for path in log_file.parent.glob("poise.log*"):
        assert path.stat().st_size < MAX_BYTES + 2 * len(line)


def test_an_old_log_is_continued(tmp_path: Path) -> None:
    for word in ("first", "second"):
        logs = Logs(tmp_path / "poise.log")
        LOG.warning(word)
        logs.close()
    assert len((tmp_path / "poise.log").read_text().splitlines()) == 2


def test_a_log_that_cannot_be_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logs = Logs(tmp_path / "missing" / "poise.log")
    LOG.warning("still working")
    logs.close()
    stderr = capsys.readouterr().err
    assert "The log file cannot be written" in stderr
    assert "still working" in stderr


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("to ann.lee+x@example.co.uk now", "to ‹e-mail› now"),
        ("call +49 (0)30 1234-5678 please", "call ‹number› please"),
        ("card 4111111111111111", "card [card …1111]"),
        ("to gb29nwbk60161331926819", "to [account …6819]"),
        ("File '/home/ann/poise/x.py'", "File '/home/‹user›/poise/x.py'"),
        (r"C:\Users\Ann Lee\x", r"C:\Users\‹user› Lee\x"),
        ("window 0x3200007, line 1234, in main", "window 0x3200007, line 1234, in main"),
        ("took 12.5 ms at 3.11.7", "took 12.5 ms at 3.11.7"),
        ("text 'Hello Ms Rivera, I am so sorry to hear about that'", "text ‹text›"),
        ("I can't say why it won't work, as there is no reason given", None),
        ('  File "/usr/lib/python3.11/site-packages/desktop/ui/panel.py", line 3', None),
    ],
)
def test_redaction(text: str, redacted: str | None) -> None:
    assert redact(text) == (text if redacted is None else redacted)


def test_logging_loads_no_network_module() -> None:
    code = (
        "import sys, pathlib, tempfile; from desktop.logs import Logs;"
        "Logs(pathlib.Path(tempfile.mkdtemp()) / 'poise.log').close();"
        "sys.exit('socket' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

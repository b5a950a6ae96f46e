"""`poise doctor --report`: a file for others, in which nobody can be found."""

from __future__ import annotations

import logging
import os
import platform
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.logs import Logs
from desktop.paths import Paths, paths_for
from desktop.storage.connection import damage_mark

ROOT = Path(__file__).parents[3]

CUSTOMER, REFERENCE, NOTE = "Zyxwilhelmina Quivernaut", "ZQ-77104", "wrote thrice in anger"
AGENT, ACCOUNT, PHRASE = "Brunhilda", "annabrambilla", "We are sorry about the glockenspiel"
PROMISE, COMPANY = "call her about the harpsichord", "Oboeworks"

Report = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of somebody, with a name."""
    folder = tmp_path / ACCOUNT
    folder.mkdir()
    return folder


@pytest.fixture
def paths(home: Path) -> Paths:
    """Files of Poise in which everything is said that must not be in a report."""
    made = paths_for(home / "poise")
    made.create()
    poise = ["--home", str(made.data.parent)]
    words = ["--outcome", "solved", "--customer", CUSTOMER, "--reference", REFERENCE]
    assert main([*poise, "log", "add", *words, "--note", NOTE]) == 0
    made.settings_file.write_text(
        f"agent_name: {AGENT}\ntheme: dark\nbackups_daily: 9\none_key_mode: yes\n"
        f"mask:\n  {COMPANY}: 'OBO-####'\nhotkeys:\n  next: Ctrl+F9\n{COMPANY}: {PROMISE}\n"
    )
    (made.own_playbooks / "own.yaml").write_text(
        f"poise: 1\nid: own\ntitle: {COMPANY}\nsummary: s\nsteps:\n"
        f"  - id: a\n    title: {PROMISE}\n    goal: g\n    phrases:\n"
        f"      - id: b\n        title: c\n        text: {PHRASE}.\n"
    )
    (made.own_playbooks / "broken.yaml").write_text(f"poise: 1\nid: x\n{COMPANY}: {PHRASE}\n")
    logs = Logs(made.log_file)
    log = logging.getLogger("desktop.test")
    log.warning("%s cannot be written, of %s@oboe.example", home / "x", ACCOUNT)
    log.error("no order 7710477, at %s", platform.node())
    try:
        raise KeyError(CUSTOMER)
    except KeyError:
        log.exception("a contact was not found: '%s'", REFERENCE)
    logs.close()
    with made.log_file.open("a") as file:
        file.write(f"{PHRASE}\n{CUSTOMER}: {NOTE}\n")
    return made


@pytest.fixture
def report(tmp_path: Path, home: Path) -> Report:
    """Runs the command as somebody's program, in a folder of its own."""
    folder = tmp_path / "here"
    folder.mkdir()

    def run(
        *words: str, at: Path | None = None, most_bytes: int = 0
    ) -> subprocess.CompletedProcess[str]:
        dropped = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
        environment = {name: each for name, each in os.environ.items() if name not in dropped}
        environment |= {"PYTHONPATH": str(ROOT), "POISE_HOME": str(home / "poise")}
        environment |= {"HOME": str(home), "USER": ACCOUNT, "LOGNAME": ACCOUNT}

        def fill_the_disk() -> None:
            if most_bytes:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

        return subprocess.run(
            [sys.executable, "-P", "-m", "desktop", "doctor", "--report", *words],
            capture_output=True,
            text=True,
            env=environment,
            cwd=at or folder,
            preexec_fn=fill_the_disk,
            timeout=50,
            check=False,
        )

    return run


def only_line(done: subprocess.CompletedProcess[str]) -> str:
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    return line


def section(text: str, title: str) -> list[str]:
    body = text.partition(f"## {title}\n\n")[2].partition("\n## ")[0]
    return [line.removeprefix("    ") for line in body.rstrip("\n").splitlines()]


def test_nobody_is_in_the_file(paths: Paths, report: Report, tmp_path: Path) -> None:
    done = report()
    file = tmp_path / "here" / "poise-report.txt"
    assert (done.returncode, done.stdout) == (0, f"{file}\n")
    assert done.stderr == "Nothing was sent. Read it before you pass it on.\n"
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text(encoding="utf-8")
    words = " ".join((CUSTOMER, REFERENCE, NOTE, AGENT, ACCOUNT, PHRASE, PROMISE, COMPANY)).split()
    common = {"in", "We", "are", "about", "the", "call", "her"}
    for word in {*words, "7710477", "oboe.example", "OBO", str(tmp_path)} - common:
        assert word.lower() not in text.lower(), word
    assert not re.search(rf"\b{re.escape(platform.node())}\b", text, re.IGNORECASE)
    assert "This could not be told" not in text
    assert str(paths.data) not in text


def test_it_says_what_is_needed(paths: Paths, report: Report) -> None:
    assert main(["--home", str(paths.data.parent), "backup"]) == 0
    text = report("-").stdout
    assert "Nothing was sent. Read it before you pass it on." in text
    program = section(text, "Program")
    assert program[0].endswith("from a checkout")
    assert program[-1] == "Files: under a folder of their own (--home)"
    assert section(text, "System")[1] == "Session: no display"
    assert section(text, "Qt and screens")[0].startswith("PySide6 6.")
    record = section(text, "The record and its files")
    assert record[0] == "[ok] Contact record (<data>/poise.sqlite3)"
    assert "[no] Global hotkeys: There is no X display, so hotkeys and insertion are off." in text
    assert section(text, "The Poise that runs") == ["Poise is not running."]
    assert section(text, "Settings that differ from the usual") == [
        "agent_name: (not told)",
        "theme: dark",
        "one_key_mode: yes",
        "backups_daily: 9",
        "mask: (not told)",
        "hotkeys: (not told)",
        "Mistakes in the file: 1 (line 9)",
    ]
    state, encrypted, copies, files, mistakes = section(text, "Counted")
    assert (state, encrypted) == ("Record: good", "Encrypted: no")
    assert copies == "Copies of the record: 1"
    assert files.endswith(" that came with Poise, 2 of one's own")
    assert mistakes.startswith("Files with mistakes: 1 (mistakes: ")
    warning, error, trouble, *trace, key, hidden, hidden_too = section(
        text, "The last 100 lines of the log"
    )
    assert "WARNING MainThread" in warning
    assert warning.endswith("/x cannot be written, of <address>")
    assert error.endswith("no order #, at <host>")
    assert trouble.endswith("a contact was not found: <text>")
    assert trace[0] == "Traceback (most recent call last):"
    assert 'File "<program>/tests/unit/commands/test_doctor.py", line' in trace[1]
    assert key == "KeyError: <text>"
    assert (hidden, hidden_too) == ("<text>", "<text>")


def test_nothing_is_changed_by_looking(paths: Paths, report: Report) -> None:
    def content() -> dict[Path, bytes]:
        of_readers = (".sqlite3-shm", ".sqlite3-wal")  # made by whoever looks, with nothing in it
        files = (each for each in paths.data.parent.rglob("*") if each.is_file())
        return {each: each.read_bytes() for each in files if each.suffix not in of_readers}

    before = content()
    assert report("-").returncode == 0
    assert content() == before


def test_a_second_report_leaves_the_first_alone(report: Report, tmp_path: Path) -> None:
    mine = tmp_path / "here" / "poise-report.txt"
    mine.write_text("mine")
    for number in (2, 3):
        done = report()
        assert done.stdout == f"{mine.with_name(f'poise-report-{number}.txt')}\n"
    assert mine.read_text() == "mine"
    names = ["poise-report-2.txt", "poise-report-3.txt", "poise-report.txt"]
    assert sorted(each.name for each in mine.parent.iterdir()) == names


def test_a_file_that_was_named_is_never_replaced(report: Report, tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    line = only_line(report(str(mine)))
    assert line == f"poise: {mine} exists. Choose another name; no file is replaced."
    assert mine.read_text() == "mine"


def test_where_nothing_can_be_written_that_is_one_line(report: Report, tmp_path: Path) -> None:
    line = only_line(report("nowhere/report.txt"))
    assert line.startswith("poise: nowhere/report.txt cannot be written (No such file")
    assert line.endswith("Choose another place: poise doctor --report FILE")
    if Path("/proc/self").exists():  # where not even root may make a file
        line = only_line(report(at=Path("/proc")))
        assert line.startswith("poise: poise-report.txt cannot be written (")
    line = only_line(report(most_bytes=500))
    assert line.startswith("poise: poise-report.txt cannot be written (File too large)")
    assert list((tmp_path / "here").iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_output_that_is_full_is_one_line(home: Path) -> None:
    command = [sys.executable, "-m", "desktop", "--home", str(home), "doctor", "--report", "-"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, check=False, cwd=ROOT, timeout=50
        )
    assert done.returncode == 1
    (line,) = done.stderr.decode().splitlines()
    assert "The output cannot be written (No space left on device)" in line


@pytest.mark.plain
def test_a_damaged_record_is_told_and_stays_as_it_is(paths: Paths, report: Report) -> None:
    content = bytearray(paths.database.read_bytes())
    content[4096 * 2 :] = b"\xa5" * (len(content) - 4096 * 2)
    paths.database.write_bytes(content)
    text = report("-").stdout
    assert section(text, "Counted")[0] == "Record: damaged"
    assert paths.database.read_bytes() == content
    assert not damage_mark(paths.database).exists()
    paths.database.write_bytes(b"no database at all" * 400)
    text = report("-").stdout
    assert section(text, "Counted")[0] == "Record: damaged"
    assert "[no] Contact record: <data>/poise.sqlite3 is damaged" in text


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"theme: ["])
def test_settings_that_nobody_can_read_are_counted(
    paths: Paths, report: Report, content: bytes
) -> None:
    paths.settings_file.write_bytes(content)
    lines = section(report("-").stdout, "Settings that differ from the usual")
    assert lines == ["Mistakes in the file: 1 (line 1)"]


def test_what_cannot_be_told_keeps_nothing_else_back(paths: Paths, report: Report) -> None:
    paths.log_file.unlink()
    paths.log_file.mkdir()
    paths.endpoint_file.write_bytes(b"\xff")
    text = report("-").stdout
    log = section(text, "The last 100 lines of the log")
    assert re.fullmatch(
        r"This could not be told: IsADirectoryError in log_tail\.py, line \d+\.", log[0]
    )
    assert section(text, "The Poise that runs")[0].startswith("This could not be told: Unicode")
    assert section(text, "Crashes of the interpreter") == ["none"]
    assert section(text, "Counted")[0] == "Record: good"

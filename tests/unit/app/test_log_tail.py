"""The end of the log is shown to others: as the log writes it, and as nobody should have."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from desktop.app.log_tail import LINES, end_of_faults, end_of_log
from desktop.logs import Logs
from desktop.privacy.anonymous import Anonymiser

PLAIN = Anonymiser({}, [], [])
AT = "2026-11-21 14:05:03,123 ERROR MainThread "


@pytest.fixture
def log_file(tmp_path: Path) -> Path:
    return tmp_path / "poise.log"


def raise_for(name: str) -> None:
    raise LookupError(f"nobody is called '{name}'\n{name} is gone")


def test_a_trace_keeps_its_places_and_loses_the_words(log_file: Path) -> None:
    here = Anonymiser({str(Path(__file__).parent): "<tests>"}, [], [])
    logs = Logs(log_file)
    try:
        raise_for("Ms Rivera")
    except LookupError:
        logging.getLogger("desktop.test").exception("Rivera's chat was not found at '%s'", "Ben")
    logs.close()
    (entry, head, *frames, error, rest) = end_of_log(log_file, here)
    assert entry.endswith(" ERROR MainThread Rivera's chat was not found at <text>")
    assert entry[:2] == "20"
    assert head == "Traceback (most recent call last):"
    assert frames[0].startswith(f'  File "<tests>{os.sep}test_log_tail.py", line ')
    assert frames[-1].startswith("    raise LookupError(")
    assert error == "LookupError: nobody is called <text>"
    assert rest == "<text>"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (f"{AT}order 123456 of ann@acme.example", f"{AT}order # of <address>"),
        (f"{AT}card 4111 1111 1111 1111", f"{AT}card [card …1111]"),
        (f"{AT}/home/bob/x: no", f"{AT}/home/<user>/x: no"),
        (f"{AT}a\x1b[31mb\tc", f"{AT}a [31mb c"),
        ("Ms Rivera wants her money", "<text>"),
        ("    Ms Rivera", "<text>"),
        ("Rivera: a refund", "<text>"),
        ('  File "Ms Rivera"', "<text>"),
    ],
)
def test_lines_that_nobody_should_have_written(log_file: Path, line: str, shown: str) -> None:
    log_file.write_text(f"{line}\n", encoding="utf-8")
    assert end_of_log(log_file, PLAIN) == [shown]


def test_what_cannot_be_text_and_what_is_long_is_shown_all_the_same(log_file: Path) -> None:
    log_file.write_bytes(f"{AT}\xff\n".encode("latin-1") + f"{AT}{'x ' * 900}\r\n".encode())
    broken, long = end_of_log(log_file, PLAIN)
    assert broken == f"{AT}�"
    assert long.endswith("x…")
    assert len(long) < 500


def test_a_heap_of_signs_takes_no_minutes_and_is_not_cut_within_an_address(log_file: Path) -> None:
    log_file.write_text(f"{AT}a{'x' * 3_990}@acme.example{'y' * 150_000}\n{AT}new\n")
    assert end_of_log(log_file, PLAIN) == [f"{AT}…", f"{AT}new"]


def test_the_last_lines_and_those_of_the_log_before(log_file: Path) -> None:
    assert end_of_log(log_file, PLAIN) == []
    log_file.with_name("poise.log.1").write_text(
        "".join(f"{AT}old {n}\n" for n in range(20_000)), encoding="utf-8"
    )
    log_file.write_text(f"{AT}new\n", encoding="utf-8")
    lines = end_of_log(log_file, PLAIN)
    assert len(lines) == LINES
    assert lines[-2:] == [f"{AT}old 19999", f"{AT}new"]
    log_file.write_text("".join(f"{AT}{n}\n" for n in range(500)), encoding="utf-8")
    assert end_of_log(log_file, PLAIN)[0] == f"{AT}400"


def test_crashes_keep_their_places(log_file: Path) -> None:
    assert end_of_faults(log_file, PLAIN) == []
    text = 'Fatal Python error: Aborted\n\n  File "/home/bob/x.py", line 3 in y\n'
    log_file.with_name("faults.log").write_text(text, encoding="utf-8")
    assert end_of_faults(log_file, PLAIN) == [
        "Fatal Python error: Aborted",
        '  File "/home/<user>/x.py", line 3 in y',
    ]

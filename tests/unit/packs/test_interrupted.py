"""Killed, refused or starved at any step, a change leaves the old version or the new one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that forks kills its children"),
    pytest.mark.timeout(120),
]


def left(folder: Path, change: str, how: str) -> dict[str, int]:
    """How often which version was left, by how the change ended; see `interrupting`."""
    words = [sys.executable, "-m", "tests.unit.packs.interrupting", str(folder), change, how]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, int] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        ("first", "none", "1.1"),
        ("install", "1.0", "1.1"),
        ("undo", "1.0", "0.9"),
        ("remove", "1.0", "none"),
    ],
)
def test_killed_before_each_line(tmp_path: Path, change: str, before: str, after: str) -> None:
    found = left(tmp_path, change, "kill")
    assert found.keys() == {f"{before} interrupted", f"{after} interrupted", f"{after} done"}
    assert found[f"{before} interrupted"] > 30


@pytest.mark.parametrize(("change", "before"), [("first", "none"), ("install", "1.0")])
def test_the_disk_is_full_at_some_byte(tmp_path: Path, change: str, before: str) -> None:
    found = left(tmp_path, change, "fill")
    assert found.keys() == {f"{before} interrupted", "1.1 done"}
    assert found[f"{before} interrupted"] > 20


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        ("first", "none", "1.1"),
        ("install", "1.0", "1.1"),
        ("undo", "1.0", "0.9"),
        ("remove", "1.0", "none"),
    ],
)
def test_the_disk_refuses_from_some_step_on(
    tmp_path: Path, change: str, before: str, after: str
) -> None:
    found = left(tmp_path, change, "fail")
    assert found[f"{before} interrupted"] >= 5
    assert found.keys() <= {f"{before} interrupted", f"{after} interrupted", f"{after} done"}

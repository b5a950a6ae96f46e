"""Fixtures for tests on Windows: programs that start once, each test gets them tidy.

A folder whose tests need them says `from tests.windows.rig.fixtures import *` in its conftest, and
gets pictures of what its failed tests saw.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import re
import subprocess
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.windows.rig.hands import Hands
from tests.windows.rig.poise import Poise
from tests.windows.rig.programs import Notepad, Program, Programs, RunDialog, WordPad

__all__ = [
    "hands",
    "notepad",
    "poise",
    "program",
    "programs",
    "pytest_runtest_makereport",
    "run_dialog",
    "wordpad",
]

PROGRAMS = Programs()
"""The same for every folder that takes these fixtures: one Notepad, not one for each."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Take a picture of what a failed test saw."""
    report = yield
    if report.when == "call" and report.failed:
        name = re.sub(r"\W+", "-", f"failed-{item.name}")
        try:
            seen = str(Hands().screenshot(name))
        except (AssertionError, subprocess.SubprocessError) as problem:
            seen = f"none: {problem}"  # the failure itself is more important
        report.sections.append(("screenshot", seen))
    return report


@pytest.fixture
def hands() -> Iterator[Hands]:
    """A person's hands, with no key held before or after."""
    found = Hands()
    found.release_all()
    yield found
    found.release_all()


@pytest.fixture(scope="session")
def programs() -> Iterator[Programs]:
    yield PROGRAMS
    PROGRAMS.stop()


@pytest.fixture
def notepad(programs: Programs) -> Notepad:
    """The editor, empty and in front."""
    return programs.get(Notepad)


@pytest.fixture
def wordpad(programs: Programs) -> WordPad:
    """The word processor, empty and in front."""
    if not WordPad.path.exists():
        pytest.skip("this Windows has no WordPad any more")
    return programs.get(WordPad)


@pytest.fixture
def run_dialog(programs: Programs) -> RunDialog:
    """The shell's Run window, empty and in front."""
    return programs.get(RunDialog)


@pytest.fixture(params=["notepad", "wordpad", "run_dialog"])
def program(request: pytest.FixtureRequest) -> Program:
    """Each of the three programs in turn, empty and in front."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Program)
    return found


@pytest.fixture
def poise(tmp_path: Path) -> Iterator[Poise]:
    """Poise in a home of its own, not yet started; anything on its stderr fails the test."""
    found = Poise(tmp_path / "home")
    yield found
    found.close()

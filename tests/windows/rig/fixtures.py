"""Fixtures for tests on Windows: programs that start once, each test gets them tidy."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.windows.rig.hands import Hands
from tests.windows.rig.poise import Poise
from tests.windows.rig.programs import Notepad, Program, Programs, RunDialog, WordPad

__all__ = ["hands", "notepad", "poise", "program", "programs", "run_dialog", "wordpad"]


@pytest.fixture
def hands() -> Iterator[Hands]:
    """A person's hands, with no key held before or after."""
    found = Hands()
    found.release_all()
    yield found
    found.release_all()


@pytest.fixture(scope="session")
def programs() -> Iterator[Programs]:
    found = Programs()
    yield found
    found.stop()


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

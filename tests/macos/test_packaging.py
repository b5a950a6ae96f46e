"""What the wheels for a Mac bring along may go into the bundle: a build stops at large files that
are not on its list, and none can be tried here."""

from __future__ import annotations

import ast
import re
from fnmatch import fnmatch
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.macos.frameworks import WHEELS

ROOT = Path(__file__).parents[2]
MEGABYTE = 1_000_000
OWN_TESTS = "PyObjCTest/"  # of PyObjC's; nobody imports them


def named_in_spec(name: str) -> list[str]:
    """The patterns of a list in pyinstaller.spec."""
    for node in ast.parse((ROOT / "pyinstaller.spec").read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            found: list[str] = ast.literal_eval(node.value)
            return found
    raise AssertionError(f"no {name} in pyinstaller.spec")


def large_libraries() -> list[str]:
    """The extension modules of more than a megabyte."""
    found = []
    for wheel in sorted(WHEELS.glob("*.whl")):
        with ZipFile(wheel) as content:
            found += [each.filename for each in content.infolist() if each.file_size > MEGABYTE]
    libraries = [each for each in found if each.endswith(".so") and ".dSYM/" not in each]
    return [each for each in libraries if not each.startswith(OWN_TESTS)]


def test_there_are_some() -> None:
    assert large_libraries()


@pytest.mark.parametrize("name", large_libraries())
def test_a_large_library_is_wanted(name: str) -> None:
    assert any(fnmatch(name, pattern) for pattern in named_in_spec("LARGE_AND_WANTED"))


def test_the_frameworks_that_are_read_here_are_those_that_poise_needs() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8").lower()
    needed = set(re.findall(r'"pyobjc-framework-(\w+)>=', project))
    wheels = {each.name.split("-")[0] for each in WHEELS.glob("pyobjc_framework_*.whl")}
    assert {each.removeprefix("pyobjc_framework_") for each in wheels} == needed

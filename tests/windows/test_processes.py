"""Which process started which."""

from __future__ import annotations

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("runs on Windows or in its lab", allow_module_level=True)
assert sys.platform == "win32"

import os
import subprocess

from desktop.oslayer.windows.processes import belongs_to

STARTS_ANOTHER = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
print(child.pid, flush=True)
sys.stdin.read()
child.stdin.close()
child.wait()
"""


def test_children_belong_to_their_program_and_nobody_else_does() -> None:
    assert belongs_to(os.getpid(), os.getpid())
    with subprocess.Popen(
        [sys.executable, "-c", STARTS_ANOTHER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        grandchild = int(child.stdout.readline())
        assert belongs_to(child.pid, os.getpid())
        assert belongs_to(grandchild, os.getpid())
        assert not belongs_to(os.getpid(), child.pid)
        child.stdin.close()
        child.wait(20)


@pytest.mark.parametrize("pid", [0, 999_999_992])
def test_a_process_that_is_gone_belongs_to_nobody(pid: int) -> None:
    assert not belongs_to(pid, os.getpid())
    assert not belongs_to(os.getpid(), 1_000_000_000)

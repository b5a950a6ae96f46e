"""Integrity levels of real processes.

No test here runs a program as administrator: what Windows answers then is in the manual checks.
A process that refuses to be looked at is made by giving it an empty access list.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

if sys.platform != "win32":
    pytest.skip("runs on Windows or in its lab", allow_module_level=True)
assert sys.platform == "win32"  # for mypy

import ctypes
import os
import time
from ctypes import wintypes

from desktop.oslayer.windows.api import declare
from desktop.oslayer.windows.elevation import HIGH, MEDIUM, blocks, own_level

make_acl = declare(
    "advapi32", "InitializeAcl", wintypes.BOOL, wintypes.LPVOID, wintypes.DWORD, wintypes.DWORD
)
set_security = declare(
    *("advapi32", "SetSecurityInfo", wintypes.DWORD),
    *(wintypes.HANDLE, ctypes.c_int, wintypes.DWORD),
    *(wintypes.LPVOID, wintypes.LPVOID, wintypes.LPVOID, wintypes.LPVOID),
)
make_event = declare(
    *("kernel32", "CreateEventW", wintypes.HANDLE),
    *(wintypes.LPVOID, wintypes.BOOL, wintypes.BOOL, wintypes.LPCWSTR),
)
close = declare("kernel32", "CloseHandle", wintypes.BOOL, wintypes.HANDLE)
OF_A_KERNEL_OBJECT, ACCESS_LIST = 6, 4  # SE_KERNEL_OBJECT, DACL_SECURITY_INFORMATION

LEVELS = (0x1000, MEDIUM, HIGH, 0x4000)


@contextmanager
def process() -> Iterator[subprocess.Popen[bytes]]:
    code = "import sys; print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as made:
        assert made.stdout is not None
        made.stdout.readline()
        yield made
        made.kill()


def test_our_own_level_is_one_that_windows_gives() -> None:
    assert own_level() in LEVELS


def test_a_program_of_our_own_level_is_not_blocked() -> None:
    with process() as other:
        assert blocks(other.pid) is None
    assert blocks(os.getpid()) is None


def test_a_program_above_us_is_blocked_and_named() -> None:
    refusal = blocks(os.getpid(), "Notepad", own=own_level() - 0x1000)
    assert refusal is not None
    assert refusal.reason.startswith("Notepad runs ")
    assert refusal.reason.endswith("lets no ordinary program type into it.")
    assert ("as administrator" in refusal.reason) == (own_level() >= HIGH)
    assert "Ctrl+V" in refusal.remedy


def test_a_program_that_may_not_be_looked_at_is_blocked() -> None:
    empty = ctypes.create_string_buffer(8)
    assert make_acl(empty, len(empty), 2)
    with process() as other:
        handle = int(other._handle)  # type: ignore[attr-defined]
        assert set_security(handle, OF_A_KERNEL_OBJECT, ACCESS_LIST, None, None, empty, None) == 0
        refusal = blocks(other.pid)
    assert refusal is not None
    assert "protected" in refusal.reason
    assert refusal.reason.startswith("The program in front")


def test_a_process_that_has_ended_blocks_nothing() -> None:
    with process() as other:
        pid = other.pid
    assert blocks(pid) is None
    assert blocks(0) is None


def test_it_is_fast_enough_to_be_asked_before_each_insertion() -> None:
    with process() as other:
        blocks(other.pid)
        times = []
        for _ in range(200):
            began = time.perf_counter()
            blocks(other.pid)
            times.append(time.perf_counter() - began)
    typical = sorted(times)[100]
    print(f"\nblocks(): median {typical * 1000:.3f} ms")
    assert typical < 0.005


def test_no_handle_stays_open() -> None:
    blocks(os.getpid())
    before = next_handle()
    for _ in range(200):
        blocks(os.getpid())
    assert next_handle() < before + 4 * 100  # handles are numbered in fours, and used again


def next_handle() -> int:
    """The highest of some fresh handles' numbers, the first of which only fill holes."""
    handles = [make_event(None, True, False, None) for _ in range(20)]
    for handle in handles:
        close(handle)
    return int(max(handles))

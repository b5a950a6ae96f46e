"""Ends a change of the packs at each of its steps, and looks at what is left.

Run in a process of its own, which forks a child for each step: `python -m
tests.unit.packs.interrupting FOLDER CHANGE HOW`. Prints what was left how often, as JSON.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import desktop.packs.files
import desktop.packs.installing
import desktop.replacing
from desktop.errors import Trouble
from desktop.packs.archive import Pack, read_archive
from desktop.packs.installing import install, remove, sweep, undo
from desktop.packs.shelf import POINTER, known_pointer, pack_layers, read_installed, read_version
from tests.unit.packs.packing import book, packed

OLDEST, OLD, NEW = (
    read_archive(
        packed({f"{n}.yaml": book(f"b{n}", f"{version} of {n}") for n in range(3)}, version=version)
    )
    for version in ("0.9", "1.0", "1.1")
)
DONE, REFUSED, UNCHANGED, BUG, KILLED = 0, 3, 4, 70, -signal.SIGKILL
"""How a child ended; UNCHANGED is the Trouble that says so."""

_TRACED = tuple(
    os.path.abspath(str(module.__file__))
    for module in (desktop.packs.files, desktop.packs.installing, desktop.replacing)
)
"""All that changes anything on the disk, besides the lock's empty file."""
_OPERATIONS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.listdir", "os.scandir")

Change = Callable[[Path], object]
CHANGES: dict[str, Change] = {
    "install": lambda root: install(root, NEW, known_pointer(root / "team")),
    "first": lambda root: install(root, NEW, None),
    "undo": lambda root: undo(root, "team", known_pointer(root / "team")),
    "remove": lambda root: remove(root, "team"),
}


def kill_at(step: int) -> None:
    """Let this process be killed before the `step`-th line it runs that may change the disk."""
    left = step

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal left
        if frame.f_code.co_filename not in _TRACED:
            return None
        if event == "line":
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)


def fail_at(step: int, folder: Path) -> None:
    """Let the `step`-th thing that this process asks of the disk be refused, and all after it."""
    left = step

    def count() -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _OPERATIONS and str(arguments[0]).startswith(str(folder)):
            count()

    sync = os.fsync

    def fsync(handle: int) -> None:
        count()
        sync(handle)

    os.fsync = fsync  # type: ignore[assignment] # files are synced by their numbers only
    sys.addaudithook(hook)


def fill_at(step: int) -> None:
    """Let files grow to so many bytes only: what is longer is written in part, then refused."""
    import resource  # not on Windows

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (step - 1, resource.RLIM_INFINITY))


def in_child(change: Change, root: Path, interrupt: Callable[[], None]) -> int:
    """How a child ends that makes a change: DONE, REFUSED (with Trouble), UNCHANGED or KILLED."""
    child = os.fork()
    if child == 0:
        code = BUG
        try:
            interrupt()
            change(root)
            code = DONE
        except Trouble as trouble:
            code = UNCHANGED if "Nothing has changed" in trouble.remedy else REFUSED
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def left_in(root: Path) -> str:
    """The version that counts, or "none"; every file of it and of the one before is whole."""
    layers = pack_layers(root)
    assert layers.problems == (), layers.problems
    found = read_installed(root, "team") if root.exists() else None
    if found is None:
        assert layers.folders == ()
        return "none"
    assert layers.folders == (found.folder,)
    _check_whole(found.folder)
    if found.previous is not None:
        _check_whole(found.previous)
    return found.manifest.version


def _check_whole(folder: Path) -> None:
    found = read_version(folder)
    packs: dict[str, Pack] = {each.manifest.version: each for each in (OLDEST, OLD, NEW)}
    files = packs[found.manifest.version].files
    assert found.edited == ()
    assert {each.name: each.read_bytes() for each in folder.glob("*.yaml")} == files


def check_swept(root: Path, can_install: bool) -> None:
    """The next start of the command leaves nothing but what counts, and perhaps can install."""
    sweep(root)
    folder = root / "team"
    pointer = known_pointer(folder)
    if pointer is None:
        assert not folder.exists(), list(folder.iterdir())
    else:
        kept = {POINTER, pointer.current, pointer.previous} - {None}
        assert {each.name for each in folder.iterdir()} == kept
    if can_install:
        install(root, NEW, known_pointer(folder))
        assert left_in(root) == "1.1"


def main(words: list[str]) -> None:
    """Interrupt one change in one way, at each step until it is done."""
    place, name, how = Path(words[0]), words[1], words[2]
    before, root = place / "before", place / "packs"
    if name != "first":
        for pack in (OLDEST, OLD):
            install(before, pack, known_pointer(before / "team"))
    left: Counter[str] = Counter()
    for step in range(1, 5000):
        if before.exists():
            shutil.copytree(before, root)
        interrupts: dict[str, Callable[[], None]] = {
            "kill": partial(kill_at, step),
            "fail": partial(fail_at, step, place),
            "fill": partial(fill_at, 20 * step),
        }
        code = in_child(CHANGES[name], root, interrupts[how])
        assert code in ((DONE, KILLED) if how == "kill" else (DONE, REFUSED, UNCHANGED)), code
        version = left_in(root)
        assert code != UNCHANGED or version == left_in(before), step
        left[f"{version} {'done' if code == DONE else 'interrupted'}"] += 1
        if root.exists():
            check_swept(root, can_install=step % 8 == 1)  # takes longest
            shutil.rmtree(root)
        if code == DONE and how != "fail":
            break
        if code == DONE and left[f"{version} done"] > 30:  # what failed had ceased to matter
            break
    else:
        raise AssertionError("it never ended")
    print(json.dumps(left))


if __name__ == "__main__":
    main(sys.argv[1:])

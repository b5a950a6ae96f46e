"""Writing a file that a person asked for: with `-o FILE`, `--html FILE`, “Save as file”."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from desktop.errors import Trouble
from desktop.paths import Paths
from desktop.replacing import whole

_PRIVATE, _USUAL = 0o600, 0o666
_LINKS = 40
"""More than any system follows."""


@contextmanager
def asked_file(
    path: Path,
    paths: Paths,
    *,
    is_playbook: bool = False,
    encoding: str = "utf-8",
    remedy: str = "Choose another file.",
) -> Iterator[TextIO]:
    """The file to write into; bytes go into its `buffer`. Line ends are written as they are.

    An ordinary file is written whole or not at all, over the one that is there, and a link to it
    stays a link. A pipe, a terminal or /dev/stdout is written straight into.

    Args:
        path: As the person named it.
        paths: Where Poise has its own files, which stay as they are.
        is_playbook: Whether it holds no word of a customer and may lie among one's own playbooks.
            All else is for this user's eyes only, unless the file is there already.
        encoding: Of its text.
        remedy: Told where it cannot be written.

    Raises:
        Trouble: It is a folder or one of Poise's own files, or cannot be written.
    """
    refuse_own(path, paths, is_playbook=is_playbook)
    try:
        handle = _straight(path)
        if handle is not None:
            with open(handle, "w", encoding=encoding, newline="") as file:
                yield file
            return
        real = Path(os.path.realpath(path))
        if not real.parent.is_dir():
            reason = f"there is no folder {real.parent}"
            raise Trouble(f"{path} cannot be written ({reason}).", remedy)
        with whole(real, _USUAL if is_playbook else _PRIVATE, encoding) as file:
            yield file
    except OSError as problem:
        what = f"{path} cannot be written ({problem.strerror or problem})."
        raise Trouble(what, remedy) from problem


def write_asked(path: Path, data: bytes, paths: Paths) -> None:
    """Write all of a file that a person asked for. Raises as `asked_file`."""
    with asked_file(path, paths) as file:
        file.buffer.write(data)


def refuse_own(path: Path, paths: Paths, *, is_playbook: bool = False) -> None:
    """Complain where a file that a person named is in one of the folders that Poise keeps.

    Args:
        path: As the person named it; the place to which it leads as a link counts too.
        paths: The folders.
        is_playbook: Whether it may lie among one's own playbooks.

    Raises:
        Trouble: It is there.
    """
    if "\0" in str(path):
        raise Trouble("A name with a null byte cannot be written.", "Choose another file.")
    real = Path(os.path.realpath(path))
    named = Path(os.path.realpath(path.absolute().parent)) / path.name
    folders = (paths.config, paths.data, paths.logs, paths.runtime, paths.cache)
    for place in (real, named):
        if is_playbook and _is_within(place, (paths.own_playbooks,)):
            continue
        if _is_within(place, folders):
            what = f"{path} is in the folder {place.parent}, where Poise keeps its own files."
            raise Trouble(what, "Choose another place.")
    record = os.path.realpath(paths.database)  # the files themselves may be links to elsewhere
    beside = (Path(f"{record}{end}") for end in ("-wal", "-shm", "-journal"))
    if any(_is_same(real, each) for each in (*paths.private_files(), *beside)):
        raise Trouble(f"{path} is one of Poise's own files.", "Choose another place.")


def _straight(path: Path) -> int | None:
    """A handle of what is there and no ordinary file; None for that, and where nothing is."""
    number = _own_handle(path)
    if number is not None:
        if sys.stdout is not None:
            sys.stdout.flush()  # what was printed before comes before
        return os.dup(number)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise Trouble(f"{path} is a folder.", "Name a file.")
    if stat.S_ISBLK(mode):
        raise Trouble(f"{path} is a disk.", "Name a file.")
    if stat.S_ISREG(mode):
        return None
    return os.open(path, os.O_WRONLY | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0))


def _own_handle(path: Path) -> int | None:
    """Which of our own open files /dev/stdout, /dev/fd/3 or a link to one of them is.

    Opened anew, a file to which the shell adds our output would be written over.
    """
    for _ in range(_LINKS):
        folder = os.path.realpath(path.absolute().parent)
        if folder in ("/dev/fd", f"/proc/{os.getpid()}/fd") and path.name.isdecimal():
            return int(path.name)
        try:
            path = Path(folder) / os.readlink(path)
        except OSError:
            return None
    return None


def _is_within(place: Path, folders: tuple[Path, ...]) -> bool:
    return any(_is_same(each, folder) for each in place.parents for folder in folders)


def _is_same(one: Path, other: Path) -> bool:
    """Whether both are there and one thing, however they are written."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False

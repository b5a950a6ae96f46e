"""Changing which packs are installed, so that a kill or a power cut leaves the old or the new.

A version is written into a folder of its own, down to the disk; then one small file is replaced,
and from that moment on the new version counts. What a run that was killed has left behind is
named by no such file, and goes with the next run.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop.errors import Trouble
from desktop.packs.archive import Pack
from desktop.packs.files import (
    disk_trouble,
    fresh_name,
    make_folder,
    replace_durably,
    sync_done,
    sync_folder,
    write_new,
)
from desktop.packs.locking import WAIT_S, Busy, only_one
from desktop.packs.names import is_pack_name
from desktop.packs.shelf import (
    MANIFEST_FILE,
    POINTER,
    SIGNATURE_FILE,
    VERSION_FOLDER,
    Installed,
    Pointer,
    known_pointer,
    pack_folder,
    read_pointer,
    read_version,
    write_pointer,
)

_LOCK = ".lock"  # no pack can be called so


def install(root: Path, pack: Pack, seen: Pointer | None) -> Installed:
    """Let a pack count from now on; the version before it is kept for `undo`.

    Args:
        root: The folder of all packs.
        pack: Found to be in order.
        seen: What `known_pointer` said when the person was shown the changes.

    Raises:
        Trouble: It cannot be written, or another version was installed meanwhile. Nothing has
            changed then.
    """
    name = pack.manifest.name
    with _changing(root, "installed"):
        folder = pack_folder(root, name)
        pointer = known_pointer(folder)
        _check_seen(pointer, seen)
        make_folder(folder)
        fresh = folder / f"{_next_number(folder):04}-{pack.manifest.version}"
        try:
            _write_version(fresh, pack)
            previous = None
            if pointer is not None:
                is_repair = _is_same(folder / pointer.current, pack)
                previous = pointer.previous if is_repair else pointer.current
            replace_durably(folder / POINTER, write_pointer(Pointer(fresh.name, previous)))
        except OSError:
            _sweep_pack(folder)
            raise
        _sweep_pack(folder)
        return read_version(fresh, folder / previous if previous else None)


def undo(root: Path, name: str, seen: Pointer | None) -> Installed:
    """Let the version before count again; a second `undo` takes this back.

    Args:
        root: The folder of all packs.
        name: Of the pack.
        seen: As for `install`.

    Raises:
        Trouble: There is none, or it cannot be done. Nothing has changed then.
    """
    with _changing(root, "taken back"):
        folder = pack_folder(root, name)
        pointer = known_pointer(folder)
        _check_seen(pointer, seen)
        if pointer is None or pointer.previous is None:
            raise no_version_before(name)
        before = read_version(folder / pointer.previous, folder / pointer.current)
        swapped = Pointer(pointer.previous, pointer.current)
        replace_durably(folder / POINTER, write_pointer(swapped))
        return before


def remove(root: Path, name: str) -> None:
    """Let a pack count no more, and delete its versions.

    Raises:
        Trouble: It is not installed, or cannot be removed.
    """
    with _changing(root, "removed"):
        folder = pack_folder(root, name)
        try:
            (folder / POINTER).unlink()
        except FileNotFoundError:
            raise not_installed(name) from None
        sync_done(folder)
        _sweep_pack(folder)


def sweep(root: Path) -> None:
    """Delete what a run that was killed has left behind; not while another run is at work.

    Raises:
        Trouble: The folder or the lock's file cannot be used.
    """
    if root.is_dir():
        with disk_trouble("cleaned up"), suppress(Busy), only_one(root / _LOCK, wait_s=0):
            _sweep_all(root)


def not_installed(name: str) -> Trouble:
    """Said of a pack that is not there."""
    return Trouble(f"There is no pack called `{name}` installed.", "See: poise pack list")


def no_version_before(name: str) -> Trouble:
    """Said when there is nothing to go back to."""
    return Trouble(
        f"No earlier version of `{name}` is kept.",
        "Install an older file of it, or take it away with `poise pack remove`.",
    )


@contextmanager
def _changing(root: Path, doing: str) -> Iterator[None]:
    with disk_trouble(doing):
        make_folder(root)
        with only_one(root / _LOCK, WAIT_S):
            _sweep_all(root)
            yield


def _is_same(folder: Path, pack: Pack) -> bool:
    """Whether the version in a folder is this very one."""
    try:
        return read_version(folder).manifest_bytes == pack.manifest_bytes
    except Trouble:
        return False


def _check_seen(pointer: Pointer | None, seen: Pointer | None) -> None:
    if pointer != seen:
        what = "Another version of this pack was installed meanwhile."
        raise Trouble(what, "Start again, and look at what changes.")


def _write_version(folder: Path, pack: Pack) -> None:
    folder.mkdir(mode=0o700)
    for name, data in pack.files.items():
        write_new(folder / name, data)
    if pack.signature_bytes is not None:
        write_new(folder / SIGNATURE_FILE, pack.signature_bytes)
    write_new(folder / MANIFEST_FILE, pack.manifest_bytes)
    sync_folder(folder)
    sync_folder(folder.parent)


def _next_number(folder: Path) -> int:
    found = (VERSION_FOLDER.fullmatch(each.name) for each in folder.iterdir())
    return max((int(match[1]) for match in found if match), default=0) + 1


def _sweep_all(root: Path) -> None:
    for folder in root.iterdir():
        if is_pack_name(folder.name) and folder.is_dir() and not folder.is_symlink():
            _sweep_pack(folder)


def _sweep_pack(folder: Path) -> None:
    """Delete the versions that do not count; where that is not known, nothing.

    What cannot be deleted stays until the next run: it is in nobody's way, and what was to be
    done is done.
    """
    with suppress(Trouble, OSError):
        pointer = read_pointer(folder)
        kept = {pointer.current, pointer.previous} if pointer else set()
        for each in list(folder.iterdir()):
            if VERSION_FOLDER.fullmatch(each.name) and each.name not in kept and each.is_dir():
                shutil.rmtree(each, ignore_errors=True)
        fresh_name(folder / POINTER).unlink(missing_ok=True)
        if pointer is None and not any(folder.iterdir()):
            folder.rmdir()

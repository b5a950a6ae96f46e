"""Who may read the files of Poise, besides this person and the administrators."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

_OTHERS = 0o077

if sys.platform == "win32":
    HOW_CHECKED = (
        "they lie in your profile, which Windows keeps from other users; "
        "the access lists of single files are not read"
    )
else:
    HOW_CHECKED = "yours alone (0600, folders 0700)"


def keep_new_files_private() -> None:
    """Let nobody else read what this process and its helpers make from now on."""
    os.umask(_OTHERS)


def shut(files: Iterable[Path]) -> list[Path]:
    """Take the rights of others away from files of this user; never through a link.

    Returns:
        Those that others may still read: the disk knows no rights, or they are not ours to change.
    """
    found = open_to_others(files)
    if sys.platform != "win32":
        for file in found:
            with contextlib.suppress(OSError):
                _shut(file)
    return open_to_others(found)


def open_to_others(files: Iterable[Path]) -> list[Path]:
    """Those files and folders that another user of this computer may read or change.

    On Windows: those outside the profile (`USERPROFILE`).
    """
    return [each for each in files if _is_open(each)]


def remedy(files: Iterable[Path]) -> str:
    """What the person can do about them."""
    if sys.platform == "win32":
        return "Keep them in your profile, or take the other users out of their access list."
    return f"Take the rights of others away: chmod -R go= {' '.join(map(str, files))}"


def _shut(file: Path) -> None:
    seen = file.lstat()
    is_plain = stat.S_ISREG(seen.st_mode) and seen.st_nlink == 1 and not file.parent.is_symlink()
    if is_plain and sys.platform != "win32" and seen.st_uid == os.geteuid():
        file.chmod(stat.S_IMODE(seen.st_mode) & ~_OTHERS)


def _is_open(file: Path) -> bool:
    try:
        if sys.platform == "win32":
            profile = Path(os.environ.get("USERPROFILE", "")).resolve()
            return file.exists() and not file.resolve().is_relative_to(profile)
        return bool(file.stat().st_mode & _OTHERS)
    except OSError:
        return False  # gone meanwhile

"""What a test needs of the system; where that is missing, it is skipped with the reason."""

from __future__ import annotations

import os
import socket
import sqlite3
import stat
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest


def _makes_links() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder, "link")
        try:
            link.symlink_to("nowhere")
        except OSError:
            return False
        return link.is_symlink()


def _has_dbstat() -> bool:
    with closing(sqlite3.connect(":memory:")) as connection:
        found = connection.execute("SELECT 1 FROM pragma_module_list WHERE name = 'dbstat'")
        return found.fetchone() is not None


needs_x11 = pytest.mark.skipif(sys.platform != "linux", reason="X11 is the backend of Linux")
needs_modes = pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists")
needs_links = pytest.mark.skipif(not _makes_links(), reason="nobody may make symbolic links here")
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes here")
needs_sockets = pytest.mark.skipif(
    not hasattr(socket, "AF_UNIX"), reason="Windows has named pipes (tests/windows/test_remote.py)"
)
needs_our_fonts = pytest.mark.skipif(
    sys.platform != "linux", reason="measured with the fonts that packaging/setup.sh installs"
)
needs_replacing = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows lets nobody remove or replace a file in use"
)
needs_file_limits = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
needs_dbstat = pytest.mark.skipif(
    not _has_dbstat(), reason="this Python's SQLite does not tell which page is whose"
)


def mode_of(path: Path, without_modes: int = 0o600) -> int:
    """Who may do what with a file; on Windows, which has no modes, what the test expects."""
    return without_modes if sys.platform == "win32" else stat.S_IMODE(path.stat().st_mode)

"""AutoHotkey v2, for comparison: fetched when a benchmark needs it, run as a program of its own.

It is under the GPL and no part of Poise; nothing of it is installed, imported or shipped.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

# The program itself, unchanged, in a package for Python.
PACKAGE = "ahk-binary==2025.1.0"
DIGEST = "3f6ef29408de92370355c8d669a19dca31be5af0674f39a739dc8056103016d3"
PROGRAM = "AutoHotkeyV2.exe"
_LICENCE = "AutoHotkey_LICENSE"


def fetch(folder: Path) -> Path:
    """The program in this folder, with its licence; fetched from the package index the first time.

    Raises:
        subprocess.CalledProcessError: pip cannot fetch it, or it is not the file we know.
    """
    program = folder / PROGRAM
    if program.exists():
        return program
    with tempfile.TemporaryDirectory() as place:
        wanted = Path(place, "wanted.txt")
        wanted.write_text(f"{PACKAGE} --hash=sha256:{DIGEST}\n", encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        only_this = ["--no-deps", "--only-binary", ":all:", "--require-hashes"]
        where = ["--dest", place, "--requirement", str(wanted)]
        subprocess.run([*pip, "download", *only_this, *where], check=True)
        (wheel,) = Path(place).glob("*.whl")
        folder.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(wheel) as archive:
            for name in (_LICENCE, PROGRAM):  # the program last: it says that all is there
                (member,) = (each for each in archive.namelist() if each.endswith(f"/{name}"))
                (folder / name).write_bytes(archive.read(member))
    return program

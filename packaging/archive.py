"""Packs a bundle into dist/poise-VERSION-SYSTEM-MACHINE.tar.gz, on Windows .zip.

python packaging/archive.py dist/poise                         on a Mac dist/Poise.app
python packaging/archive.py dist/encryption/poise encryption     a word for the file's name
"""

from __future__ import annotations

import platform
import shutil
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]


def archive(bundle: Path, folder: Path, kind: str = "") -> Path:
    """Pack a bundle, with what may be run and what is a link kept so; the archive.

    Raises:
        FileNotFoundError: There is no bundle.
    """
    sys.path.insert(0, str(REPOSITORY))
    from desktop import __version__

    system = {"Darwin": "macos"}.get(platform.system(), platform.system().lower())
    machine = {"AMD64": "x86_64"}.get(platform.machine(), platform.machine().lower())
    if not bundle.is_dir():
        raise FileNotFoundError(f"there is no {bundle}; `make package` builds it")
    name = "-".join(filter(None, ("poise", __version__, kind, system, machine)))
    packing = "zip" if system == "windows" else "gztar"
    return Path(shutil.make_archive(str(folder / name), packing, bundle.parent, bundle.name))


if __name__ == "__main__":
    print(archive(Path(sys.argv[1]), REPOSITORY / "dist", *sys.argv[2:]))

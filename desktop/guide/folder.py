"""Which files of a folder are playbooks."""

from __future__ import annotations

from pathlib import Path

SUFFIXES = (".yaml", ".yml")


def playbook_files(folder: Path) -> list[Path]:
    """The playbook files of a folder (not of folders in it), sorted by name.

    Hidden files are left out: editors keep their locks and drafts in them.

    Raises:
        OSError: The folder cannot be listed.
    """
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
    )

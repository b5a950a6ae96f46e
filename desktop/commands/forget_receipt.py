"""The receipt of `poise forget`: made before anything is removed, filled in afterwards."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from desktop.contacts.forgotten_copies import Copies
from desktop.errors import Trouble
from desktop.paths import Paths
from desktop.storage.times import to_text

_NOT_FINISHED = "poise forget was begun and not finished; say it again.\n"


@dataclass(slots=True)
class Done:
    """What was done so far.

    Args:
        began: When (aware).
        is_too_short: Whether the name as it was asked for cannot be looked for in logs and
            damaged files.
        removed: How many rows of which table of the record.
        copies: What was done with the backups.
        cleared: Files that killed processes left, which are gone.
        places: How many in the logs were overwritten.
        left: What could not be finished, and why.
    """

    began: datetime
    is_too_short: bool = False
    removed: dict[str, int] = field(default_factory=dict)
    copies: Copies = field(default_factory=Copies)
    cleared: list[str] = field(default_factory=list)
    places: int = 0
    left: list[str] = field(default_factory=list)

    @property
    def is_begun(self) -> bool:
        """Whether anything was removed."""
        return bool(self.removed or self.copies.rewritten or self.copies.removed or self.cleared)

    def count(self, removed: Mapping[str, int]) -> None:
        """Add rows that were removed."""
        for table, rows in removed.items():
            self.removed[table] = self.removed.get(table, 0) + rows

    def lines(self) -> list[str]:
        """All of it, without a name."""
        rows = ", ".join(f"{table.replace('_', ' ')} {n}" for table, n in self.removed.items())
        copies = self.copies
        lines = [
            f"poise forget, {to_text(self.began)}",
            f"Removed from the record: {rows or 'nothing'}.",
            f"Backups: {len(copies.rewritten)} written anew without them, "
            f"{len(copies.removed)} removed, {len(copies.clean)} had nothing of them.",
            *(f"    written anew: {name}" for name in copies.rewritten),
            *(f"    removed (of an older Poise, or damaged): {name}" for name in copies.removed),
            *(f"    removed (a copy that was cut short): {name}" for name in self.cleared),
            f"Logs: {self.places} places overwritten.",
            "Not looked at: exports and copies elsewhere, backups of this computer, "
            "the disk itself.",
        ]
        if self.is_too_short:
            lines.append(
                "Logs and damaged files: the name is too short to be looked for there, or all"
                " punctuation."
            )
        if self.left:
            lines.append("Not finished; close other programs and say it again:")
            lines += [f"    {each}" for each in self.left]
        return lines


class Receipt:
    """A file that is there, and writable, before what it is about begins.

    Args:
        path: Where it is; nothing that was there is replaced.

    Raises:
        Trouble: It cannot be made; nothing was removed yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(_NOT_FINISHED)
        except FileExistsError as problem:
            what = f"{path} exists. Nothing was removed."
            raise Trouble(what, "Choose another name; no file is replaced.") from problem
        except OSError as problem:
            what = f"{path} cannot be written ({problem.strerror}). Nothing was removed."
            raise Trouble(what, "Say the same with another --receipt FILE.") from problem

    def write(self, lines: list[str]) -> None:
        """Fill it in.

        Raises:
            Trouble: The disk refuses by now.
        """
        try:
            self.path.write_text("\n".join([*lines, ""]), encoding="utf-8")
        except OSError as problem:
            what = f"What is told here was done, but {self.path} cannot be written"
            raise Trouble(
                f"{what} ({problem.strerror}).", "Free some space on its disk."
            ) from problem

    def take_back(self) -> None:
        """Nothing was done after all."""
        with suppress(OSError):  # then it says that nothing was finished
            self.path.unlink()


def usual_receipt(paths: Paths, began: datetime) -> Receipt:
    """A receipt in its usual place, under a name that is free.

    Raises:
        Trouble: It cannot be made; nothing was removed yet.
    """
    folder = paths.data / "receipts"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as problem:
        what = f"{folder} cannot be made ({problem.strerror}). Nothing was removed."
        raise Trouble(what, "Say the same with --receipt FILE.") from problem
    name = f"forgotten-{began.strftime('%Y%m%d-%H%M%S')}"
    path, again = folder / f"{name}.txt", 1
    while path.exists():
        again += 1
        path = folder / f"{name}-{again}.txt"
    return Receipt(path)

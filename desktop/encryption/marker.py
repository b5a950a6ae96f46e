"""The small file beside a record that says it is encrypted, and with which key.

A database that is encrypted with another key looks like one that is damaged. This file tells them
apart. It holds nothing secret, and lies a second time among the backups.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal

from desktop.errors import Trouble
from desktop.replacing import put_in_place
from desktop.storage.driver import LockedRecord

Turning = Literal["", "on", "off"]


@dataclass(frozen=True, slots=True)
class Marker:
    """How a record is encrypted.

    Args:
        account: Under which name the keychain has the key.
        check: Tells the right key; see `keys.check_of`.
        salt: Of the pass phrase, in hex; "" without one.
        turning: What was begun and is not finished.
    """

    account: str
    check: str
    salt: str = ""
    turning: Turning = ""


_FIELDS = tuple(field.name for field in fields(Marker))


def marker_file(database: Path) -> Path:
    """Where it lies."""
    return database.with_suffix(".encryption")


def read_marker(database: Path) -> Marker | None:
    """The marker of a record; None: there is none.

    Raises:
        LockedRecord: there is one, and it is damaged, at both places.
    """
    damaged = None
    for file in _places(database):
        try:
            return _parsed(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            continue
        except (OSError, ValueError, TypeError, KeyError) as error:
            damaged = error  # the second one may be whole
    if damaged is None:
        return None
    raise LockedRecord(
        f"The record is encrypted, and {marker_file(database)}, which says how, cannot be read.",
        "Put the key in again with your recovery key (`poise encrypt use-key`). "
        "Nothing was touched.",
        can_start_anew=True,
    ) from damaged


def marker_if_readable(database: Path) -> Marker | None:
    """The marker of a record; None: there is none, or it is damaged."""
    try:
        return read_marker(database)
    except LockedRecord:
        return None


def write_marker(database: Path, marker: Marker) -> None:
    """Write it, whole, at both places.

    Raises:
        Trouble: it cannot be written.
    """
    text = json.dumps(asdict(marker), indent=1) + "\n"
    try:
        for file in _places(database):
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = file.with_name(f".{file.name}.new")
            number = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            with os.fdopen(number, "w", encoding="utf-8") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            put_in_place(fresh, file)
    except OSError as error:
        what = f"{marker_file(database)} cannot be written ({error.strerror or error})."
        raise Trouble(what, "Free some space or make the folder writable; try again.") from error


def remove_marker(database: Path) -> None:
    """Remove it from both places.

    Raises:
        Trouble: it cannot be removed.
    """
    try:
        for file in reversed(_places(database)):
            file.unlink(missing_ok=True)
    except OSError as error:
        what = f"{error.filename} cannot be removed ({error.strerror or error})."
        raise Trouble(what, "Make its folder writable for you; say the same again.") from error


def _parsed(text: str) -> Marker:
    found = json.loads(text)
    account, check, salt, turning = (found[name] for name in _FIELDS)
    bytes.fromhex(check + salt)
    if not account or not check or turning not in ("", "on", "off"):
        raise ValueError("no marker")
    return Marker(str(account), check, salt, turning)


def _places(database: Path) -> tuple[Path, Path]:
    beside = marker_file(database)
    return beside, database.parent / "backups" / beside.name

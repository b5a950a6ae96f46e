"""What a pack, its version and its files may be called, on every OS they may be carried to."""

from __future__ import annotations

import re

SUFFIXES = (".yaml", ".yml")
MAX_NAME = 100
"""Characters in the name of a file."""

OWN, SHIPPED = "own", "shipped"
"""The layers besides the packs, which go by their own names."""

_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PACK = re.compile(r"[a-z][a-z0-9-]{0,39}")
_VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,3}")
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


def file_objection(name: str) -> str:
    """Why a pack's file may not be called so, to follow "The entry `x` "; "" when it may."""
    for is_bad, objection in (
        (not name, "has no name"),
        (name.startswith("/"), "is an absolute path"),
        ("\\" in name, "has a backslash in its name"),
        (":" in name, "has a colon in its name, as drive letters have"),
        (".." in name.split("/"), "leads out of its folder"),
        (name.endswith("/"), "is a folder"),
        ("/" in name, "lies in a folder of the pack"),
        (name.endswith((".", " ")), "ends with a dot or a space, which Windows drops"),
        (_is_device(name), "has the name of a device on Windows"),
        (len(name) > MAX_NAME, f"has a name longer than {MAX_NAME} characters"),
        (
            not _FILE.fullmatch(name),
            "has other characters in its name than A–Z, a–z, 0–9, dot, - and _",
        ),
        (not name.lower().endswith(SUFFIXES), "is neither a .yaml nor a .yml file"),
    ):
        if is_bad:
            return objection
    return ""


def is_pack_name(name: str) -> bool:
    """Whether a pack, and so its folder, may be called so."""
    return bool(_PACK.fullmatch(name)) and not _is_device(name) and name not in (OWN, SHIPPED)


def is_version(version: str) -> bool:
    """Whether this is a version: one to four numbers with dots between them."""
    return bool(_VERSION.fullmatch(version))


def version_order(version: str) -> tuple[int, ...]:
    """What versions are compared by; 1.0 and 1 are the same."""
    numbers = [int(part) for part in version.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _is_device(name: str) -> bool:
    return name.split(".", 1)[0].strip(" ").lower() in _DEVICES

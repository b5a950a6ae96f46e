"""What a pack says of itself: a small JSON file, the first of its archive, which is signed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from desktop.errors import Trouble
from desktop.guide.source import shown
from desktop.packs.names import file_objection, is_pack_name, is_version

FORMAT = 1
"""The pack format this program reads and writes."""

MAX_OWNER = 80
"""Characters."""

GET_AGAIN = "Get the pack again from whoever made it."

_KEYS = ("format", "name", "version", "owner", "made_at", "files")
_FILE_KEYS = ("name", "sha256", "size")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of a pack; `size` in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a pack is and what belongs to it.

    Args:
        name: Of the pack, and of its folder.
        version: One to four numbers with dots between them.
        owner: Who keeps it right.
        made_at: In UTC, whole seconds.
        files: Sorted by name.
    """

    name: str
    version: str
    owner: str
    made_at: datetime
    files: tuple[PackFile, ...]

    @property
    def title(self) -> str:
        """Name and version, as a person says it."""
        return f"{self.name} {self.version}"


def write_manifest(manifest: Manifest) -> bytes:
    """The manifest as it stands in a pack: the same bytes for the same values."""
    files = [
        {"name": each.name, "sha256": each.sha256, "size": each.size} for each in manifest.files
    ]
    values = {
        "format": FORMAT,
        "name": manifest.name,
        "version": manifest.version,
        "owner": manifest.owner,
        "made_at": manifest.made_at.astimezone(UTC).strftime(_TIME),
        "files": files,
    }
    return (json.dumps(values, indent=1, ensure_ascii=False) + "\n").encode()


def read_manifest(data: bytes) -> Manifest:
    """The manifest that stands in `data`.

    Raises:
        Trouble: It is damaged, or written for a newer Poise.
    """
    values = read_object(data, "manifest")
    number = values.get("format")
    if type(number) is int and number > FORMAT:
        raise Trouble(
            f"The pack is made for a newer Poise (format {shown(str(number))}).",
            f"Update Poise; this one reads format {FORMAT}.",
        )
    if type(number) is not int or number != FORMAT:
        raise _damaged("does not say that it has the format 1")
    _check_keys(values, _KEYS, "")
    name, version, owner = values["name"], values["version"], values["owner"]
    if not isinstance(name, str) or not is_pack_name(name):
        raise _damaged(f"names the pack {_quoted(name)}, which is no name for one")
    if not isinstance(version, str) or not is_version(version):
        raise _damaged(f"gives the version {_quoted(version)}, which is none")
    if not isinstance(owner, str) or not is_owner(owner):
        raise _damaged(f"names the owner {_quoted(owner)}, which is no line of text")
    return Manifest(name, version, owner, _time(values["made_at"]), _files(values["files"]))


def is_owner(owner: str) -> bool:
    """Whether this can stand as the owner: one short line without hidden characters."""
    return 0 < len(owner) <= MAX_OWNER and owner.isprintable() and owner == owner.strip()


def read_object(data: bytes, what: str) -> dict[str, Any]:
    """A JSON object of a pack, its keys unique.

    Raises:
        Trouble: It is none.
    """
    try:
        values = json.loads(data.decode("utf-8"), object_pairs_hook=_unique)
    except (ValueError, RecursionError) as problem:
        raise Trouble(f"The {what} of the pack is no JSON text.", GET_AGAIN) from problem
    if not isinstance(values, dict):
        raise Trouble(f"The {what} of the pack is no JSON object.", GET_AGAIN)
    return values


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is written twice")
    return found


def _files(values: object) -> tuple[PackFile, ...]:
    if not isinstance(values, list) or not values:
        raise _damaged("lists no files")
    found = [_file(each) for each in values]
    names = [each.name for each in found]
    if names != sorted(set(names)):
        raise _damaged("lists its files out of order or twice")
    return tuple(found)


def _file(value: object) -> PackFile:
    if not isinstance(value, dict):
        raise _damaged("lists something that is no file")
    _check_keys(value, _FILE_KEYS, " of a file")
    name, sha256, size = value["name"], value["sha256"], value["size"]
    if not isinstance(name, str) or (objection := file_objection(name)):
        why = objection if isinstance(name, str) else "has no name"
        raise _damaged(f"lists {_quoted(name)}, which {why}")
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise _damaged(f"has no SHA-256 for {_quoted(name)}")
    if type(size) is not int or size < 0:
        raise _damaged(f"has no size for {_quoted(name)}")
    return PackFile(name, sha256, size)


def _check_keys(values: dict[str, Any], keys: tuple[str, ...], where: str) -> None:
    for missing in keys:
        if missing not in values:
            raise _damaged(f"has no `{missing}`{where}")
    for other in values:
        if other not in keys:
            raise _damaged(f"has {_quoted(other)}{where}, which format 1 does not know")


def _time(value: object) -> datetime:
    try:
        return datetime.strptime(str(value), _TIME).replace(tzinfo=UTC)
    except ValueError:
        raise _damaged(f"was made at {_quoted(value)}, which is no time") from None


def _quoted(value: object) -> str:
    return f"`{shown(value)}`" if isinstance(value, str) else "something else"


def _damaged(how: str) -> Trouble:
    return Trouble(f"The manifest {how}.", GET_AGAIN)

"""The packs that are installed: one folder each, in which a small file says what counts.

```
packs/NAME/current.json      {"current": "0002-1.1", "previous": "0001-1.0"}
packs/NAME/0001-1.0/         manifest.json, signature.json if signed, the playbooks
packs/NAME/0002-1.1/
```

That file is what is replaced in one moment, since no OS replaces a whole folder so. What it does
not name does not exist for Poise.
"""

from __future__ import annotations

import hashlib
import json
import os.path
import re
from dataclasses import dataclass, field
from pathlib import Path

from desktop.errors import Trouble
from desktop.guide.folder import playbook_files
from desktop.guide.model import Problem
from desktop.packs.files import read_limited
from desktop.packs.manifest import Manifest, read_manifest
from desktop.packs.names import is_pack_name

POINTER = "current.json"
MANIFEST_FILE, SIGNATURE_FILE = "manifest.json", "signature.json"
VERSION_FOLDER = re.compile(r"([0-9]{4,9})-[0-9][0-9.]*")

_MAX_POINTER, _MAX_MANIFEST, _MAX_SIGNATURE = 1_000, 400_000, 1_000
_MAX_FILE = 1_000_000
_REMEDY = "Install the pack again, or remove it with `poise pack remove`."


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which of a pack's folders counts, and which one `undo` goes back to (None for none)."""

    current: str
    previous: str | None


@dataclass(frozen=True, slots=True)
class Installed:
    """One version of a pack as it lies on the disk.

    Args:
        folder: Of this version.
        manifest: What it says of itself.
        manifest_bytes, signature_bytes: As they were written; see `archive.Pack`.
        edited: Names of files that were changed, removed or added by hand since.
        previous: The folder `undo` goes back to; None for none.
    """

    folder: Path
    manifest: Manifest
    manifest_bytes: bytes = field(repr=False)
    signature_bytes: bytes | None = field(repr=False)
    edited: tuple[str, ...]
    previous: Path | None


@dataclass(frozen=True, slots=True)
class Layers:
    """The folders of the packs' playbooks, the lowest first, and what is wrong with others."""

    folders: tuple[Path, ...]
    problems: tuple[Problem, ...]


def pack_layers(root: Path) -> Layers:
    """What a library reads between the shipped playbooks and the agent's own.

    Of two packs with the same id the later one's counts, by the alphabet. Costs a listing and
    the reading of one small file per pack.

    Args:
        root: The folder of all packs; it need not exist.
    """
    folders: list[Path] = []
    problems: list[Problem] = []
    for name in installed_names(root):
        try:
            pointer = read_pointer(root / name)
        except Trouble as trouble:
            problems.append(Problem(root / name / POINTER, 1, 1, trouble.what, trouble.remedy))
            continue
        if pointer is not None:
            folders.append(root / name / pointer.current)
    return Layers(tuple(folders), tuple(problems))


def installed_names(root: Path) -> list[str]:
    """The names of the packs that are installed, damaged ones too, sorted."""
    try:
        names = sorted(each.name for each in root.iterdir())
    except OSError:
        return []
    return [name for name in names if is_pack_name(name) and os.path.lexists(root / name / POINTER)]


def read_pointer(folder: Path) -> Pointer | None:
    """What the file in a pack's folder says; None when the pack is not installed.

    Raises:
        Trouble: It says nothing useful.
    """
    file = folder / POINTER
    if not os.path.lexists(file):
        return None
    try:
        values = json.loads(read_limited(file, _MAX_POINTER))
    except (Trouble, ValueError, RecursionError) as problem:
        raise _damaged(folder.name) from problem
    if not isinstance(values, dict):
        raise _damaged(folder.name)
    current, previous = values.get("current"), values.get("previous")
    if not _is_folder_name(current) or not (previous is None or _is_folder_name(previous)):
        raise _damaged(folder.name)
    return Pointer(str(current), None if previous is None else str(previous))


def known_pointer(folder: Path) -> Pointer | None:
    """Like `read_pointer`; None also where that fails, so that an install can mend it."""
    try:
        return read_pointer(folder)
    except Trouble:
        return None


def write_pointer(pointer: Pointer) -> bytes:
    """The bytes that `read_pointer` reads."""
    return json.dumps({"current": pointer.current, "previous": pointer.previous}).encode()


def read_installed(root: Path, name: str) -> Installed | None:
    """The version of a pack that counts; None when the pack is not installed.

    Raises:
        Trouble: It is damaged.
    """
    folder = pack_folder(root, name)
    pointer = read_pointer(folder)
    if pointer is None:
        return None
    previous = folder / pointer.previous if pointer.previous else None
    return read_version(folder / pointer.current, previous)


def read_version(folder: Path, previous: Path | None = None) -> Installed:
    """The version that lies in a folder.

    Raises:
        Trouble: It is damaged.
    """
    try:
        manifest_bytes = read_limited(folder / MANIFEST_FILE, _MAX_MANIFEST)
        manifest = read_manifest(manifest_bytes)
        signature = None
        if os.path.lexists(folder / SIGNATURE_FILE):
            signature = read_limited(folder / SIGNATURE_FILE, _MAX_SIGNATURE)
        edited = _edited(folder, manifest)
    except (Trouble, OSError) as problem:
        raise _damaged(folder.parent.name) from problem
    if manifest.name != folder.parent.name:
        raise _damaged(folder.parent.name)
    return Installed(folder, manifest, manifest_bytes, signature, edited, previous)


def pack_folder(root: Path, name: str) -> Path:
    """The folder of a pack, which need not exist.

    Raises:
        Trouble: No pack can be called so, or something else has its place. A link there could
            lead to the agent's own playbooks.
    """
    if not is_pack_name(name):
        raise Trouble(f"There is no pack called `{name}`.", "See: poise pack list")
    folder = root / name
    is_elsewhere = Path(os.path.realpath(folder)) != Path(os.path.realpath(root)) / name
    if is_elsewhere or (os.path.lexists(folder) and not os.path.isdir(folder)):
        what = f"{folder} is not an ordinary folder, so nothing is changed in it."
        raise Trouble(what, "Move it away, and try again.")
    return folder


def _edited(folder: Path, manifest: Manifest) -> tuple[str, ...]:
    found = {path.name for path in playbook_files(folder)}
    listed = {each.name: each for each in manifest.files}
    return tuple(
        name
        for name in sorted(found | listed.keys())
        if name not in found
        or name not in listed
        or hashlib.sha256(read_limited(folder / name, _MAX_FILE)).hexdigest() != listed[name].sha256
    )


def _is_folder_name(value: object) -> bool:
    return isinstance(value, str) and bool(VERSION_FOLDER.fullmatch(value))


def _damaged(name: str) -> Trouble:
    return Trouble(f"The pack `{name}` is damaged on this machine.", _REMEDY)

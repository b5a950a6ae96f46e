"""Making a pack of a folder of playbooks."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from desktop.errors import Trouble
from desktop.guide.source import MAX_BYTES, shown
from desktop.packs.archive import MAX_FILES, SUFFIX, read_archive, write_archive
from desktop.packs.files import disk_trouble, read_limited, replace_durably
from desktop.packs.manifest import MAX_OWNER, Manifest, PackFile, is_owner, write_manifest
from desktop.packs.names import SUFFIXES, file_objection, is_pack_name, is_version
from desktop.packs.signing import sign


def collect(folder: Path) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The playbook files of a folder by name, and the names of what is left out.

    Hidden files are left out without a word, as everywhere: editors keep their drafts in them.

    Raises:
        Trouble: The folder cannot be read, has no playbooks, or one that no pack can carry.
    """
    try:
        paths = sorted(each for each in folder.iterdir() if not each.name.startswith("."))
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        what = f"The folder {folder} cannot be read ({reason})."
        raise Trouble(what, "Name the folder that your playbooks are in.") from problem
    chosen = [each for each in paths if each.suffix.lower() in SUFFIXES]
    left_out = tuple(each.name for each in paths if each not in chosen)
    if not chosen:
        raise Trouble(f"There is no .yaml file in {folder}.", "Name another folder.")
    if len(chosen) > MAX_FILES:
        what = f"{folder} has more than {MAX_FILES:,} playbook files."
        raise Trouble(what, "Make several packs of them.")
    files: dict[str, bytes] = {}
    for path in chosen:
        if objection := file_objection(path.name):
            what = f"The file `{shown(path.name)}` {objection}."
            raise Trouble(what, "Give it another name, such as `my-playbook.yaml`.")
        other = next((name for name in files if name.lower() == path.name.lower()), None)
        if other is not None:
            what = f"`{other}` and `{path.name}` differ in capitals only."
            raise Trouble(what, "Give one of them another name: on Windows they are the same.")
        files[path.name] = read_limited(path, MAX_BYTES)
        if len(files[path.name]) > MAX_BYTES:
            what = f"{path} is larger than {MAX_BYTES:,} bytes."
            raise Trouble(what, "Split it into several playbooks.")
    return files, left_out


def build(
    name: str,
    version: str,
    owner: str,
    made_at: datetime,
    files: Mapping[str, bytes],
    secret: bytes | None = None,
) -> bytes:
    """The bytes of a pack: the same for the same arguments, on every machine.

    Args:
        name: Of the pack.
        version: One to four numbers with dots between them.
        owner: Who keeps it right, one line.
        made_at: With a time zone; parts of a second are dropped.
        files: Their bytes by name, without mistakes.
        secret: The key to sign it with; None leaves it unsigned.

    Raises:
        Trouble: One of these cannot stand in a pack.
    """
    if not is_pack_name(name):
        what = f"A pack cannot be called `{shown(name)}`."
        raise Trouble(what, "Use small letters, digits and -, such as `billing-team`.")
    if not is_version(version):
        what = f"`{shown(version)}` is no version."
        raise Trouble(what, "Use one to four numbers with dots, such as `1.2` or `2026.10.1`.")
    if not is_owner(owner):
        what = f"`{shown(owner)}` cannot be the owner."
        remedy = f"Write one line of at most {MAX_OWNER} characters, such as `Marta, billing`."
        raise Trouble(what, remedy)
    listed = tuple(
        PackFile(each, hashlib.sha256(data).hexdigest(), len(data))
        for each, data in sorted(files.items())
    )
    manifest = write_manifest(
        Manifest(name, version, owner, made_at.replace(microsecond=0), listed)
    )
    signature = sign(manifest, secret) if secret is not None else None
    data = write_archive(manifest, signature, files)
    read_archive(data)  # a pack that no agent could install must not leave the house
    return data


def save(data: bytes, file: Path) -> None:
    """Write a pack, whole or not at all.

    Raises:
        Trouble: It cannot be written, or another pack lies there: two packs with the same
            version and different bytes cannot be told apart afterwards.
    """
    if file.exists():
        if read_limited(file, len(data)) == data:
            return
        what = f"{file} is there already, with other bytes."
        raise Trouble(what, "Raise the version, or delete that file if nobody has it yet.")
    with disk_trouble("written"):
        replace_durably(file, data, mode=0o644)  # it is to be handed on


def made_at(text: str, epoch: str, now: datetime) -> datetime:
    """When a pack is made.

    Args:
        text: An ISO time that the person gave, or "".
        epoch: Seconds since 1970 that a build system gave, or "".
        now: What counts where neither is given; with a time zone.

    Raises:
        Trouble: What was given is no time.
    """
    try:
        if text:
            found = datetime.fromisoformat(text)
            return found if found.tzinfo else found.replace(tzinfo=UTC)
        return datetime.fromtimestamp(int(epoch), UTC) if epoch else now
    except (ValueError, OverflowError, OSError):
        remedy = "Write the time like 2026-10-01T09:00Z, and SOURCE_DATE_EPOCH in seconds."
        raise Trouble(f"`{shown(text or epoch)}` is no time.", remedy) from None


def file_name(name: str, version: str) -> str:
    """What the file of a pack is called."""
    return f"{name}-{version}{SUFFIX}"

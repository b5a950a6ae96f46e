"""A pack as bytes: a zip file in a strict form, read with distrust.

Nothing in it is believed before it is counted: sizes are taken while reading, not from headers,
and what an archive could hold besides plain files (folders, links, secrets, other compressions,
comments, a second table of contents) is refused.
"""

from __future__ import annotations

import hashlib
import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.errors import Trouble
from desktop.guide.source import MAX_BYTES, shown
from desktop.packs.manifest import GET_AGAIN, Manifest, read_manifest
from desktop.packs.names import file_objection

SUFFIX = ".poisepack"
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
MAX_FILES = 1000
MAX_TOTAL_BYTES = 4_000_000
"""Of all files of a pack together, unpacked: some hundred playbooks as people write them."""
MAX_PACK_BYTES = MAX_TOTAL_BYTES + 1_000_000
"""Of a pack as it lies on the disk."""
MAX_RATIO = 100
"""How many times its packed size a file may have; text shrinks to a third or a tenth."""

_MAX_MANIFEST = 400_000
_MAX_SIGNATURE = 1_000
_SMALL = 20_000  # bytes: below, a ratio says nothing
_PART = 1 << 16

_END = struct.Struct("<4s4H2LH")  # the record at the end of a zip file
_MAX_TABLE = (MAX_FILES + 2) * 256  # bytes of the table of contents, with room in each entry
_ZIP64_LOCATOR_BYTES = 20
_IS_ENCRYPTED = 0x1 | 0x40 | 0x2000  # the entry, strongly, its header too
_IS_FOLDER_OR_LINK = 0x10 | 0x400  # attributes as Windows writes them

_UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What the standard library's zipfile raises over a damaged file."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that agrees with its own manifest; what its playbooks say is not read yet.

    Args:
        manifest: What it says of itself.
        manifest_bytes: The same as it was written: what a signature is about.
        signature_bytes: As they were written; None for an unsigned pack.
        files: Their bytes by name, sorted.
    """

    manifest: Manifest
    manifest_bytes: bytes
    signature_bytes: bytes | None
    files: Mapping[str, bytes] = field(repr=False)


def write_archive(manifest: bytes, signature: bytes | None, files: Mapping[str, bytes]) -> bytes:
    """The pack's bytes. They are stored, not deflated: zlib's output differs by its version."""
    entries = {MANIFEST: manifest}
    if signature is not None:
        entries[SIGNATURE] = signature
    entries.update(sorted(files.items()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in entries.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # else it depends on the OS
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, data)
    return buffer.getvalue()


def read_archive(data: bytes) -> Pack:
    """The pack in `data`.

    Raises:
        Trouble: It is no pack, or damaged, or has something in it that no pack may have.
    """
    _check_frame(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries, len(data))
            return _read(archive, {entry.orig_filename: entry for entry in entries})
    except _UNREADABLE as problem:
        what = f"The pack is damaged ({shown(str(problem)) or type(problem).__name__})."
        raise Trouble(what, GET_AGAIN) from problem


def _check_frame(data: bytes) -> None:
    """See that nothing stands before, behind or between what the end record names.

    Otherwise two programs could see two different archives, and a table of contents could be
    larger than memory.
    """
    if len(data) > MAX_PACK_BYTES:
        raise _too_big(f"The pack is larger than {MAX_PACK_BYTES:,} bytes.")
    start = len(data) - _END.size
    if not data.startswith(b"PK") or start < 0:
        raise Trouble("This is not a pack.", f"Name a {SUFFIX} file.")
    sign, disk, first_disk, here, count, table, offset, comment = _END.unpack_from(data, start)
    if sign != b"PK\5\6" or comment:
        raise Trouble("The pack is not complete, or something follows it.", GET_AGAIN)
    locator = data[max(0, start - _ZIP64_LOCATOR_BYTES) : start]
    if disk or first_disk or here != count or b"PK\6\7" in locator or offset + table != start:
        raise Trouble("The pack's table of contents is not where it should be.", GET_AGAIN)
    if table > _MAX_TABLE or count > MAX_FILES + 2:
        raise _too_big(f"The pack has more than {MAX_FILES:,} files.")


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Look at the headers of all entries, before anything is unpacked."""
    seen: dict[str, str] = {}
    for entry in entries:
        # Not `filename`, which zipfile cuts at a NUL, and may take from elsewhere in the entry.
        name = entry.orig_filename
        if name not in (MANIFEST, SIGNATURE) and (objection := file_objection(name)):
            raise _refused(name, objection)
        other = seen.setdefault(name.casefold(), name)
        if other is not name:
            if other == name:
                raise _refused(name, "is in the pack twice")
            raise _refused(name, f"differs from `{shown(other)}` in capitals only")
        if entry.flag_bits & _IS_ENCRYPTED:
            raise _refused(name, "is encrypted")
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind == stat.S_IFLNK:
            raise _refused(name, "is a link to another file")
        if kind not in (0, stat.S_IFREG) or entry.external_attr & _IS_FOLDER_OR_LINK:
            raise _refused(name, "is not an ordinary file")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _refused(name, "is compressed in an unusual way")
    if sum(entry.compress_size for entry in entries) > size:
        raise Trouble("The pack holds the same bytes for several files.", GET_AGAIN)


def _read(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]) -> Pack:
    if MANIFEST not in entries:
        raise Trouble(f"There is no {MANIFEST} in it, so this is no pack.", "Name another file.")
    manifest_bytes = _unpack(archive, entries[MANIFEST], _MAX_MANIFEST)
    manifest = read_manifest(manifest_bytes)
    signature = None
    if SIGNATURE in entries:
        signature = _unpack(archive, entries[SIGNATURE], _MAX_SIGNATURE)
    listed = {each.name for each in manifest.files}
    for name in entries:
        if name not in listed and name not in (MANIFEST, SIGNATURE):
            raise _refused(name, "is not in the manifest")
    files: dict[str, bytes] = {}
    left = MAX_TOTAL_BYTES
    for each in manifest.files:
        if each.name not in entries:
            raise Trouble(f"`{shown(each.name)}` is missing from the pack.", GET_AGAIN)
        data = _unpack(archive, entries[each.name], min(MAX_BYTES, left))
        if len(data) != each.size or hashlib.sha256(data).hexdigest() != each.sha256:
            raise _refused(each.name, "is not as the manifest says (its SHA-256 differs)")
        left -= len(data)
        files[each.name] = data
    return Pack(manifest, manifest_bytes, signature, files)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    """An entry's bytes, counted as they come: a header may say anything."""
    parts: list[bytes] = []
    size = 0
    with archive.open(entry) as file:
        while part := file.read(_PART):
            size += len(part)
            if size > limit:
                raise _too_big(
                    f"`{shown(entry.orig_filename)}` makes the pack larger than it may be "
                    f"({MAX_BYTES:,} bytes a file, {MAX_TOTAL_BYTES:,} together)."
                )
            if size > _SMALL + MAX_RATIO * entry.compress_size:
                raise _refused(
                    entry.orig_filename, f"grows to over {MAX_RATIO} times its packed size"
                )
            parts.append(part)
    return b"".join(parts)


def _refused(name: str, objection: str) -> Trouble:
    return Trouble(
        f"The entry `{shown(name)}` {objection}; no part of the pack is taken.",
        "Do not use this file; have the pack made anew with `poise pack build`.",
    )


def _too_big(what: str) -> Trouble:
    return Trouble(what, "Split it into several packs.")

"""Packs as nobody would make them: nothing but Trouble comes out, soon and in little memory.

`python -m tests.fuzz.packs COUNT [SEED]`: zip files with bytes, headers, entries or words changed.
"""

from __future__ import annotations

import io
import random
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from desktop.errors import Trouble
from desktop.packs.archive import MANIFEST, SIGNATURE, read_archive
from desktop.packs.contents import Contents, contents_of_pack
from desktop.packs.manifest import read_manifest
from desktop.packs.signing import judge, read_signature
from tests.fuzz.batches import Fuzzer, Source, Take, main
from tests.unit.packs.packing import LINK, book, entries_of, packed, phrase_file, zipped
from tests.unit.packs.test_names import TRICKS

_FILES = {"a.yaml": book("a", hello="Hi."), "b.yml": phrase_file("b", bye="Bye.")}
SIGNATURE_OF_NOBODY = b'{"format": 1, "key": "%s=", "signature": "%s=="}' % (b"A" * 43, b"A" * 86)
_SIGNS = (b"PK\1\2", b"PK\3\4", b"PK\5\6", b"PK\6\6", b"PK\6\7", b"PK\7\x08")
_NUMBERS = (0, 1, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFF)


def examine(data: bytes) -> bool:
    """Do to a pack all that `poise pack verify` does; whether it was taken.

    Raises:
        Exception: A promise is broken; Trouble is none, it only means that it was not taken.
    """
    try:
        pack = read_archive(data)
        judge(pack.manifest.title, pack.manifest_bytes, pack.signature_bytes, None)
        contents_of_pack(pack.manifest.title, pack.files, (Contents(),))
    except Trouble as trouble:
        if not (trouble.what and trouble.remedy):
            raise AssertionError(f"no remedy: {trouble}") from trouble
        return False
    return True


def odd_pack(chance: random.Random) -> bytes:
    """A pack with something wrong in it, in one of many ways."""
    make = chance.choice((_bytes_changed, _bytes_changed, _field_changed, _entries_changed))
    data = make(chance)
    while chance.random() < 0.2:
        data = _mangled(chance, data)
    return data


def _base(chance: random.Random) -> bytes:
    entries = list(entries_of(packed(_FILES)).items())
    if chance.random() < 0.5:
        entries.insert(1, (SIGNATURE, SIGNATURE_OF_NOBODY))
    method = chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    return zipped(entries, compression=method)


def _bytes_changed(chance: random.Random) -> bytes:
    return _mangled(chance, _base(chance))


def _mangled(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(changed) + 1), chance.choice((1, 1, 2, 4, 30))
        match chance.randrange(5):
            case 0:
                del changed[at : at + length]
            case 1:
                changed[at:at] = chance.randbytes(length)
            case 2:
                changed[at : at + length] = chance.randbytes(length)
            case 3:
                changed[at:at] = chance.choice(_SIGNS)
            case _:
                other = chance.randrange(len(changed) + 1)
                changed[at:at] = changed[other : other + 100]
        if not changed:
            break
    return bytes(changed)


def _field_changed(chance: random.Random) -> bytes:
    """A number of a header is another: a size, a place, a flag, a way of packing."""
    changed = bytearray(_base(chance))
    for _ in range(chance.randint(1, 3)):
        sign = chance.choice(_SIGNS[:3])
        places = [at for at in range(len(changed)) if changed[at : at + 4] == sign]
        at = chance.choice(places) + chance.randrange(4, 20 if sign == _SIGNS[2] else 42)
        form = chance.choice(("<B", "<H", "<L"))
        number = chance.choice((*_NUMBERS, chance.getrandbits(32)))
        if at + struct.calcsize(form) <= len(changed):
            struct.pack_into(form, changed, at, number & (1 << 8 * struct.calcsize(form)) - 1)
    return bytes(changed)


def _entries_changed(chance: random.Random) -> bytes:
    """A whole zip file with other entries, or with other words in those."""
    entries = list(entries_of(_base(chance)).items())
    attributes: dict[str, int] = {}
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(entries))
        name, data = entries[at]
        match chance.randrange(6):
            case 0:
                entries[at] = (name, _mangled(chance, data or b" "))
            case 1:
                tricks = [each for each in TRICKS if "\0" not in each]
                entries.append((chance.choice(tricks), data))
            case 2:
                entries.append((name.swapcase(), data))
            case 3:
                attributes[name] = chance.choice((LINK, chance.getrandbits(32)))
            case 4:
                times = chance.choice((0, 2, 1000))
                entries[at] = (name, (data if len(data) < 100_000 else b"x") * times)
            case _:
                word = chance.choice((b"null", b"-1", b"1e999", b"[" * 3000, b'"\\ud800"', b"{}"))
                entries[at] = (name, data.replace(b"1", word, 1))
    unique = dict(entries)  # zipfile warns of names it is given twice
    method = chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    return zipped(list(unique.items()), attributes, method)


def _examine_parts(chance: random.Random) -> None:
    """The manifest and the signature without the zip file around them, which lets more through."""
    for name, read in ((MANIFEST, read_manifest), (SIGNATURE, read_signature)):
        with zipfile.ZipFile(io.BytesIO(_base(chance))) as archive:
            data = archive.read(name) if name in archive.namelist() else SIGNATURE_OF_NOBODY
        try:
            read(_mangled(chance, data))
        except Trouble:
            continue


def _work(_folder: Path, chance: random.Random) -> Callable[[str, bytes], str]:
    def look(_kind: str, data: bytes) -> str:
        is_taken = examine(data)
        _examine_parts(chance)
        return "taken" if is_taken else "refused"

    return look


def _odd(count: int, seed: str, take: Take) -> None:
    for number in range(count):
        take("odd", odd_pack(random.Random(f"{seed}/{number}")))


FUZZER = Fuzzer("tests.fuzz.packs", "packs", ".poisepack", _work, {"odd": Source(_odd, 100, 5_000)})

if __name__ == "__main__":
    raise SystemExit(main(FUZZER, sys.argv[1:]))

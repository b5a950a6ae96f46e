"""Nothing that a zip file can hide comes out of a pack."""

from __future__ import annotations

import json
import os
import struct
import tracemalloc
import zipfile
import zlib

import pytest

from desktop.errors import Trouble
from desktop.packs.archive import (
    MANIFEST,
    MAX_FILES,
    MAX_PACK_BYTES,
    MAX_TOTAL_BYTES,
    SIGNATURE,
    read_archive,
    write_archive,
)
from tests.unit.packs.packing import (
    DOS_FOLDER,
    DOS_LINK,
    LINK,
    PIPE,
    book,
    entries_of,
    packed,
    with_entries,
    with_manifest,
    zipped,
)
from tests.unit.packs.test_names import TRICKS

LOCAL, CENTRAL, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"


def refusal(data: bytes) -> str:
    with pytest.raises(Trouble) as caught:
        read_archive(data)
    assert caught.value.remedy
    return caught.value.what


def patched(data: bytes, sign: bytes, offset: int, form: str, value: int) -> bytes:
    """The archive with one field of the last header of a kind set to something else."""
    changed = bytearray(data)
    struct.pack_into(form, changed, data.rindex(sign) + offset, value)
    return bytes(changed)


def test_a_pack_in_order() -> None:
    files = {"b.yaml": book("b"), "a.yaml": book("a")}
    pack = read_archive(packed(files))
    assert pack.files == files
    assert list(pack.files) == ["a.yaml", "b.yaml"]
    assert pack.manifest.title == "team 1.0"
    assert pack.signature_bytes is None


def test_one_that_another_program_packed_anew_and_smaller() -> None:
    data = zipped(list(entries_of(packed()).items()), compression=zipfile.ZIP_DEFLATED)
    assert read_archive(data).files == {"a.yaml": book("a")}


def test_the_same_bytes_for_the_same_files_in_any_order() -> None:
    first = packed({"a.yaml": book("a"), "b.yaml": book("b")})
    assert packed({"b.yaml": book("b"), "a.yaml": book("a")}) == first
    assert list(entries_of(first)) == [MANIFEST, "a.yaml", "b.yaml"]


# On Windows zipfile itself takes a backslash for what it means there.
TRICKS_OF_ENTRIES = [
    name for name in TRICKS if name not in (MANIFEST, "") and (os.sep == "/" or "\\" not in name)
]


@pytest.mark.parametrize("name", TRICKS_OF_ENTRIES)
def test_a_name_that_is_a_trick(name: str) -> None:
    # zipfile cuts a name at a NUL when it writes; so it is put in afterwards.
    data = with_entries((name.replace("\0", "@"), b"x")).replace(b"a@.yaml", b"a\0.yaml")
    assert TRICKS[name] in refusal(data)


def test_a_name_that_the_header_before_the_data_gives_otherwise() -> None:
    data = packed()
    at = data.rindex(LOCAL) + 30
    assert "damaged" in refusal(data[:at] + b"b" + data[at + 1 :])


@pytest.mark.parametrize(
    ("name", "attributes", "said"),
    [
        ("b.yaml", LINK, "link"),
        ("b.yaml", PIPE, "not an ordinary file"),
        ("b.yaml", DOS_FOLDER, "not an ordinary file"),
        ("b.yaml", DOS_LINK, "not an ordinary file"),
    ],
)
def test_what_is_no_ordinary_file(name: str, attributes: int, said: str) -> None:
    assert said in refusal(with_entries((name, b"/etc"), attributes={name: attributes}))


def test_the_manifest_itself_as_a_link() -> None:
    entries = list(entries_of(packed()).items())
    assert "link" in refusal(zipped(entries, attributes={MANIFEST: LINK}))


@pytest.mark.parametrize("flag", [0x1, 0x40, 0x2000])
def test_an_encrypted_entry(flag: int) -> None:
    assert "encrypted" in refusal(patched(packed(), CENTRAL, 8, "<H", flag))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_compression(method: int) -> None:
    data = zipped(list(entries_of(packed()).items()), compression=method)
    assert "unusual way" in refusal(data)


def test_the_same_name_twice() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = with_entries(("a.yaml", b"x"))
    assert "twice" in refusal(data)


def test_names_that_differ_in_capitals_only() -> None:
    assert "capitals" in refusal(with_entries(("A.yaml", b"x")))


def test_something_that_is_not_in_the_manifest() -> None:
    assert "not in the manifest" in refusal(with_entries(("b.yaml", b"x")))


def test_something_that_is_missing() -> None:
    entries = entries_of(packed())
    del entries["a.yaml"]
    assert "missing" in refusal(zipped(list(entries.items())))


def test_no_manifest() -> None:
    assert "no manifest.json" in refusal(zipped([("a.yaml", book("a"))]))


@pytest.mark.parametrize("change", [(b"Hi.", b"Ho."), (b"Hi.", b"Hi, ")])
def test_other_bytes_than_the_manifest_says(change: tuple[bytes, bytes]) -> None:
    entries = entries_of(packed())
    entries["a.yaml"] = entries["a.yaml"].replace(*change)
    assert "SHA-256" in refusal(zipped(list(entries.items())))


def test_a_manifest_that_is_none() -> None:
    assert "manifest" in refusal(with_manifest(b"{}"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a pack"),
        (b"PK", "not a pack"),
        (b"poise: 1\n" * 100, "not a pack"),
        (zipped([]), "no manifest"),
        (packed()[:-1], "not complete"),
        (packed()[:-30], "not complete"),
        (packed() + b"\n", "not complete"),
        (packed() + packed(name="other"), "not where it should be"),
        (b"PK" + packed(), "not where it should be"),
        (patched(packed(), END, 4, "<H", 1), "not where it should be"),
        (patched(packed(), END, 10, "<H", 7), "not where it should be"),
        (patched(packed(), END, 16, "<L", 1), "not where it should be"),
    ],
)
def test_what_is_no_whole_zip_file(data: bytes, said: str) -> None:
    assert said in refusal(data)


def test_a_larger_kind_of_zip_that_hides_behind_the_usual_one() -> None:
    data = packed()
    at = data.rindex(END)
    locator = b"PK\6\7" + struct.pack("<LQL", 0, 0, 1)
    table = struct.unpack_from("<L", data, at + 12)[0] + len(locator)
    hidden = patched(data[:at] + locator + data[at:], END, 12, "<L", table)
    assert "not where it should be" in refusal(hidden)


def test_data_that_does_not_unpack() -> None:
    data = zipped(list(entries_of(packed()).items()), compression=zipfile.ZIP_DEFLATED)
    start = data.rindex(b"a.yaml", 0, data.index(CENTRAL)) + 6
    assert "damaged" in refusal(data[:start] + b"\xff" * 20 + data[start + 20 :])


def test_too_many_files() -> None:
    entries = [(f"{n}.yaml", b"") for n in range(MAX_FILES + 3)]
    assert "more than 1,000 files" in refusal(zipped(entries))


def test_a_table_of_contents_that_would_fill_the_memory() -> None:
    header = CENTRAL + bytes(42)
    table = header * (MAX_PACK_BYTES // len(header) - 1)
    end = END + struct.pack("<4H2LH", 0, 0, 5, 5, len(table), 0, 0)
    data = table + end
    tracemalloc.start()
    try:
        assert "more than" in refusal(data)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_pack_that_is_too_large() -> None:
    assert "larger than" in refusal(b"PK" + bytes(MAX_PACK_BYTES))


def test_files_that_are_too_large_together() -> None:
    part = b"#" * 900_000
    files = {f"{n}.yaml": part for n in range(MAX_TOTAL_BYTES // len(part) + 1)}
    with pytest.raises(Trouble, match="larger than it may be"):
        packed(files)


def deflated_zeros(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"".join([*(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)), packer.flush()])


def bomb(size: int, said_size: int) -> bytes:
    """A pack whose one file grows to `size`, and whose headers and manifest say `said_size`."""
    manifest = json.loads(entries_of(packed())[MANIFEST])
    manifest["files"][0]["size"] = said_size
    data = zipped([(MANIFEST, json.dumps(manifest).encode()), ("a.yaml", deflated_zeros(size))])
    for sign, method, length in ((LOCAL, 8, 22), (CENTRAL, 10, 24)):
        data = patched(data, sign, method, "<H", zipfile.ZIP_DEFLATED)
        data = patched(data, sign, length, "<L", said_size)
    return data


@pytest.mark.parametrize("said_size", [500, 300_000, 900_000, 64 << 20, 0xFFFF_FFFE])
def test_a_zip_bomb_whatever_its_headers_say(said_size: int) -> None:
    data = bomb(64 << 20, said_size)
    tracemalloc.start()
    try:
        assert refusal(data)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_many_files_made_of_the_same_bytes() -> None:
    entries = [(MANIFEST, entries_of(packed())[MANIFEST])]
    entries += [(f"{n}.yaml", b"x" * 500) for n in range(3)]
    data = zipped(entries)
    # Each header after the first file's says that its data ends where the archive does.
    for n in range(3):
        at = data.rindex(b"%d.yaml" % n) - 46
        changed = bytearray(data)
        struct.pack_into("<L", changed, at + 20, len(data) - 50)
        data = bytes(changed)
    assert "same bytes for several files" in refusal(data)


def test_a_signature_that_is_far_too_long() -> None:
    pack = read_archive(packed())
    data = write_archive(pack.manifest_bytes, b" " * 2000, pack.files)
    assert f"`{SIGNATURE}` makes the pack larger" in refusal(data)

"""Whatever a pack is made of, Trouble with a remedy is all that comes out."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.errors import Trouble
from desktop.packs.manifest import read_manifest
from desktop.packs.names import file_objection
from desktop.packs.signing import read_public, read_secret, read_signature
from tests.fuzz.packs import examine, odd_pack
from tests.unit.packs.packing import entries_of, packed, with_manifest

PACK = packed()
MANIFEST = entries_of(PACK)["manifest.json"]


def changed(base: bytes) -> st.SearchStrategy[bytes]:
    """`base` with some pieces of it replaced."""
    piece = st.tuples(st.integers(0, len(base)), st.integers(0, 40), st.binary(max_size=40))

    def apply(pieces: list[tuple[int, int, bytes]]) -> bytes:
        data = base
        for at, length, fresh in pieces:
            data = data[:at] + fresh + data[at + length :]
        return data

    return st.lists(piece, min_size=1, max_size=5).map(apply)


@given(st.binary(max_size=300) | changed(PACK))
@settings(max_examples=300, deadline=5000)
def test_a_pack_of_any_bytes(data: bytes) -> None:
    assert examine(data) == (data == PACK) or len(data) == len(PACK)


@given(changed(MANIFEST).map(with_manifest))
@settings(max_examples=200, deadline=5000)
def test_a_pack_with_any_manifest(data: bytes) -> None:
    assert examine(data) in (True, False)


@given(st.integers(0, 2**32))
@settings(max_examples=200, deadline=5000)
def test_an_odd_pack(seed: int) -> None:
    assert examine(odd_pack(random.Random(seed))) in (True, False)


@pytest.mark.parametrize("read", [read_manifest, read_signature, read_public, read_secret])
@given(data=st.binary(max_size=200) | changed(MANIFEST))
@settings(max_examples=100, deadline=5000)
def test_parts_of_any_bytes(read: Callable[[bytes], object], data: bytes) -> None:
    remedy = "none is needed"
    try:
        read(data)
    except Trouble as trouble:
        remedy = trouble.remedy
    assert remedy


@given(st.text(max_size=120))
def test_a_name_without_objection_is_a_plain_one(name: str) -> None:
    if not file_objection(name):
        assert name.isascii()
        assert not set(name) & set('/\\:*?"<>|\0 ')
        assert name.lower().endswith((".yaml", ".yml"))
